"""Check the days of sessions: the rule of an edition, and the marks of headings.

In: a Source. Out: findings. The forms of front matter report values that are wrong by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Page, Source, advice, forms
from papershelf.catalogue.nodes import Scalar, Sequence
from papershelf.catalogue.sessions import (
    LONGEST,
    NEXT,
    NONE,
    Section,
    Timetable,
    day_of,
    schedule,
    sections,
)
from papershelf.checks.finding import Finding
from papershelf.problems import count
from papershelf.text import citing, dates, headings, readings
from papershelf.text.dates import PartialDate
from papershelf.text.headings import MARKS, Heading, Mark
from papershelf.text.slugs import to_slug

#: The days before a term in which work for it may be due, and those after it.
BEFORE, AFTER = 28, 183
#: What some write instead of a mark.
_MEANT = {"canceled": "cancelled", "cancel": "cancelled", "day": "date", "deadline": "due"}
#: A word of letters with a value after whatever sign.
_ALMOST = re.compile(r"""\.?([A-Za-z]++)\s*+[:=]?\s*+["']?([^"']*+)["']?""")
#: A time of the day, or two: `14:00`, `2pm`, `14:00-16:00`.
_TIME = re.compile(r"(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d\S*|[ap]m|h)", re.IGNORECASE)
#: Words before a time. Others are attributes: `ratio=16:09`.
_BEFORE_TIMES = frozenset("time at from to until start starts begin begins end ends when".split())
#: What fragments of sessions and readings begin with.
_RESERVED = ("session", "reading")
#: Braces in a text, outside of code.
_BRACES = re.compile(
    rf"{citing.CODE}|(?P<braces>\{{[^{{}}\n]{{1,500}}\}})", re.DOTALL | re.MULTILINE
)


def rules(source: Source) -> Iterator[Finding]:
    """Yield rules of editions that contradict themselves, or have no effect."""
    for page in source.pages:
        if page.edition:
            yield from _term(page)
            yield from _skipped(page)


def days(source: Source) -> Iterator[Finding]:
    """Yield sessions without a day, or on a day that cannot be right."""
    for page in source.pages:
        if page.edition:
            found = sections(page.introduction)
            yield from _unscheduled(page, found)
            yield from _named(page, found)
            yield from _due(page, found)
            yield from _order(page, found)
            yield from _names(page, found)


def marks(source: Source) -> Iterator[Finding]:
    """Yield marks of sessions that are wrong, or have no effect."""
    for page in source.pages:
        if page.course:
            found = [each for each in readings.parts(page.introduction) if type(each) is Heading]
            written = sections(page.introduction) if page.edition else []
            dated = {each.heading.start for each in written}
            for heading in found:
                yield from _words(page, heading, is_session=heading.start in dated)
                yield from _repeated(page, heading)
                yield from _unclosed(page, heading)
            yield from _ids(page, found)
            yield from _elsewhere(page, {each.start for head in found for each in head.words})


# --- the rule ------------------------------------------------------------------------------------


def _term(page: Page) -> Iterator[Finding]:
    starts, ends = page.values.get("starts"), page.values.get("ends")
    meets = page.front.value("meets")
    if type(meets) is Sequence and not meets.items:
        message = "meets has no days"
        hint = "write the days of the week, such as meets: [mon, thu], or remove it"
        yield _at_key(page, "meets", "no-effect", message, hint)
    if not starts:
        return
    if page.values.get("meets") and not starts.day:
        message = f"starts, {starts}, is not a day, so meets has no first day"
        yield _at_key(page, "starts", "session-days", message, "write YYYY-MM-DD")
    if ends and ends < starts:
        message = f"ends, {ends}, is before starts, {starts}"
        hint = "write the first day of the term in starts, and the last one in ends"
        yield _at_key(page, "ends", "session-days", message, hint)
    elif ends and starts.day and ends > dates.plus(starts, LONGEST):
        message = f"ends, {ends}, is more than two years after starts, {starts}"
        hint = "add another file for another term"
        yield _at_key(page, "ends", "session-days", message, hint)


def _skipped(page: Page) -> Iterator[Finding]:
    """Yield skipped days on which there would be no meeting anyway."""
    skip = page.values.get("skip")
    if not skip:
        return
    if "meets" in page.front.pairs and not page.values.get("meets"):
        return  # what is wrong there is reported there
    if not page.values.get("meets"):
        message = "skip has no effect without meets"
        hint = "add meets, the days of the week, such as meets: [mon, thu]"
        yield _at_key(page, "skip", "no-effect", message, hint)
        return
    term = Timetable.of(page.values)
    _, node = page.front.pairs["skip"]
    if term and type(node) is Sequence and len(node.items) == len(skip):
        for item, (first, last) in zip(node.items, skip, strict=True):
            if last < term.starts or first > term.ends:
                message = f"{first} is not between starts and ends, so it is skipped anyway"
                hint = "remove it, or write the days that you mean"
                yield Finding(page.source, item, "no-effect", message, hint)


def _at_key(page: Page, key: str, rule: str, message: str, hint: str) -> Finding:
    return Finding(page.source, page.front.pairs[key][1], rule, message, hint)


# --- the days ------------------------------------------------------------------------------------


def _unscheduled(page: Page, found: list[Section]) -> Iterator[Finding]:
    """Yield the first session that has no day because there are too few."""
    term = Timetable.of(page.values)
    if term is None:
        return
    given = schedule(found, term)
    left = [each for each, day in zip(found, given, strict=True) if each.takes_day and not day]
    if left:
        number = len(left)
        message = "no meeting day is left for this session"
        message += f" and {number - 1} more" if number > 1 else ""
        has = count(len(term.days()), "meeting day")
        hint = f"the term has {has}: write a later day in ends"
        yield _at(page, left[0].heading, "session-days", message, f"{hint}, or skip fewer days")


def _named(page: Page, found: list[Section]) -> Iterator[Finding]:
    """Yield days in headings that are skipped, or not in the term."""
    starts, ends = page.values.get("starts"), page.values.get("ends")
    term = Timetable.of(page.values)
    for each in found:
        mark, day = each.heading.mark("date"), each.day
        if mark and mark.value == NEXT and "meets" not in page.front.pairs:
            message = "there is no next meeting day without meets"
            hint = "write date=YYYY-MM-DD, or add meets to the front matter"
            yield _at(page, mark, "session-days", message, hint)
        if not mark or not day or not starts:
            continue
        is_meeting = each.readings and not each.heading.mark("cancelled")
        if term and is_meeting and term.is_skipped(day):  # without readings, it is a holiday
            message = f"{day} is a day that skip leaves out"
            hint = "write another day here, or take this one out of skip"
            yield _at(page, mark, "session-days", message, hint)
        elif day < starts or (ends and day > ends):
            message = f"{day} is not between starts and ends"
            hint = "write another day here, or other days in starts and ends"
            yield _at(page, mark, "session-order", message, hint)


def _due(page: Page, found: list[Section]) -> Iterator[Finding]:
    """Yield days on which work cannot be due: most of them have the year of another term. Work may
    be due before a session or after it, and essays after the last one."""
    starts, ends = page.values.get("starts"), page.values.get("ends")
    if not starts:
        return
    term = schedule(found, Timetable.of(page.values))
    first = dates.plus(PartialDate(starts.year, starts.month or 1, starts.day or 1), -BEFORE)
    last = dates.plus(ends or max(filter(None, (first, *term))), AFTER)
    for each in found:
        mark, due = each.heading.mark("due"), day_of(each.heading, "due")
        if mark and due and not first <= due <= last:
            message = f"{due} is far from the days of this term"
            yield _at(page, mark, "session-order", message, "write a day in or near the term")


def _order(page: Page, found: list[Section]) -> Iterator[Finding]:
    """Yield sessions that are before the session above them."""
    latest: PartialDate | None = None
    for each, day in zip(found, schedule(found, Timetable.of(page.values)), strict=True):
        if day and latest and day < latest:
            message = f"this session is on {day}, before one above it, on {latest}"
            hint = "move the section, or write its day in its heading: {date=YYYY-MM-DD}"
            yield _at(page, each.heading, "session-order", message, hint)
        latest = max(filter(None, (day, latest)), default=None)


def _names(page: Page, found: list[Section]) -> Iterator[Finding]:
    """Yield sessions with the name of another one: a calendar takes one for the other if they
    change places."""
    dues = (day_of(each.heading, "due") for each in found)
    if not any((*schedule(found, Timetable.of(page.values)), *dues)):
        return
    for each in found:
        if each.slug != each.name and not each.heading.id:  # `_ids` reports equal ids
            message = f'another session of this edition is called "{each.name}", too'
            braces = f"add #{each.slug} to the braces"
            hint = braces if each.heading.words else f"write {{#{each.slug}}} after the heading"
            hint = f"{hint}, so that a calendar knows it if the order changes"
            yield _at(page, each.heading, "session-names", message, hint)


# --- marks ---------------------------------------------------------------------------------------


def _words(page: Page, heading: Heading, *, is_session: bool) -> Iterator[Finding]:
    is_edition = bool(page.edition)
    for word in _joined(page, heading.words):
        if word.name not in MARKS:
            yield from _misspelt(page, word)
        elif not is_edition:
            message = f"{word.name} has no effect in a course"
            hint = "remove it here, and write it in an edition of the course"
            yield _at(page, word, "no-effect", message, hint)
        elif word.name != "cancelled":
            yield from _wrong_day(page, word)
        elif word.end - word.start > len(word.name):
            message = f"cancelled has a value, {forms.short(word.value)}"
            hint = "write cancelled alone, or remove it if the session takes place"
            yield _at(page, word, "wrong-choice", message, hint)
        elif not is_session:
            message = "this section is not a session, so it cannot be cancelled"
            yield _at(page, word, "no-effect", message, "remove it, or add date=YYYY-MM-DD")


def _joined(page: Page, words: tuple[Mark, ...]) -> Iterator[Mark]:
    """Yield words; `date: 2026-11-05`, as in front matter, and `date = 2026-11-05` are one each."""
    left = list(words)[::-1]
    while left:
        word = left.pop()
        if not word.value and _meant(word.name.rstrip(":")) in ("date", "due"):
            value = next((each for each in left[:-3:-1] if each.name), word)
            if value.name in (NONE, NEXT) or value.name[0].isdigit():
                text = page.introduction[word.start : value.end]
                word = Mark(text, "", word.start, value.end)
                while left and left[-1].start <= value.start:
                    left.pop()
        yield word


def _meant(name: str) -> str:
    name = name.lower().lstrip(".")
    return name if name in MARKS else _MEANT.get(name, "")


def _misspelt(page: Page, word: Mark) -> Iterator[Finding]:
    """Yield a word that is almost a mark, a day alone, or a time, which no session has."""
    text = page.introduction[word.start : word.end]
    match = _ALMOST.fullmatch(text)
    name, value = match.groups() if match else ("date", text)
    meant = _meant(name)
    is_named = not match or meant or name.lower() in _BEFORE_TIMES
    is_time = is_named and _TIME.fullmatch(value) is not None
    if not (is_time or (meant and (match or forms.day(text)))):
        return
    if is_time:
        hint = "write it before the braces: events are whole days"
    elif meant == "cancelled":
        hint = "write cancelled"
    else:
        is_value = value in (NONE, NEXT) or forms.day(value)
        hint = f"write {meant}={value if is_value else 'YYYY-MM-DD'}"
    message = f'"{forms.short(text)}" is not a mark of a session'
    yield _at(page, word, "no-effect", message, hint)


def _repeated(page: Page, heading: Heading) -> Iterator[Finding]:
    """Yield marks that a heading has twice; the first one counts."""
    seen: set[str] = set()
    for word in heading.words:
        name = "#" if word.name.startswith("#") else word.name
        if name in seen and (name == "#" or name in MARKS):
            message = "this heading has another id before" if name == "#" else ""
            message = message or f"this heading has {name} twice, and the first one counts"
            yield _at(page, word, "no-effect", message, "remove it, or the other one")
        seen.add(name)


def _unclosed(page: Page, heading: Heading) -> Iterator[Finding]:
    """Yield braces with marks and without an end, which are text."""
    line = page.introduction[heading.start : heading.end].partition("\n")[0].rstrip()
    begin = line.rfind("{")
    if begin < 0 or "}" in line[begin:]:
        return
    words = headings.to_words(f"{line[begin:]}}}", heading.start + begin)
    if any(word.name in MARKS for word in words):
        place = Mark("", "", heading.start + begin, heading.start + len(line))
        hint = f"write {line[begin:]}}}"
        yield _at(page, place, "no-effect", "the braces have no end, so they are text", hint)


def _ids(page: Page, found: list[Heading]) -> Iterator[Finding]:
    """Yield ids of headings that something else on the page has or may have."""
    seen: set[str] = set()
    for heading in found:
        word = next((each for each in heading.words if each.name.startswith("#")), None)
        if word is None:
            continue
        slug = to_slug(heading.id)
        kind, _, rest = heading.id.partition("-")
        if kind in _RESERVED and rest:
            message = f'"{forms.short(heading.id)}" is how the addresses of {kind}s begin'
            hint = f"write #{to_slug(rest)}"
            yield _at(page, word, "heading-id", message, hint)
        elif slug in seen:
            message = f'another heading of this page has the id "{forms.short(heading.id)}"'
            yield _at(page, word, "heading-id", message, "write another one, or remove it")
        seen.add(slug)


def _wrong_day(page: Page, word: Mark) -> Iterator[Finding]:
    if word.name == "date" and word.value in (NONE, NEXT):
        return
    try:
        forms.to_day(word.value)
    except ValueError as error:
        is_date = re.fullmatch(forms.DAY.pattern, word.value, re.ASCII)
        message = str(error) if is_date else f'"{forms.short(word.value)}" is not a day'
        others = f", {word.name}={NEXT} or {word.name}={NONE}" if word.name == "date" else ""
        day = advice.day(word.value)
        hint = f"write {word.name}={day or f'YYYY-MM-DD{others}'}"
        yield _at(page, word, "wrong-date", message, hint)


def _elsewhere(page: Page, known: set[int]) -> Iterator[Finding]:
    """Yield marks that are not at the end of a heading, so that they are text."""
    shift = page.introduction_start - page.body_start
    for match in _BRACES.finditer(page.body):
        is_hidden = match.start() < shift and page.text_of("title")  # `hidden-heading`
        if not match["braces"] or is_hidden:
            continue
        for word in headings.to_words(match["braces"], match.start()):
            is_mark = word.name in MARKS and (word.value or word.name == "cancelled")
            if is_mark and word.start - shift not in known:
                message = f"{word.name} is not at the end of the heading of a session"
                hint = f"write it there: ## Title {{{page.body[word.start : word.end]}}}"
                node = page.at(word.start, word.end)
                yield Finding(page.source, node, "no-effect", message, hint)


def _at(page: Page, place: Heading | Mark, rule: str, message: str, hint: str) -> Finding:
    begin = page.introduction_start
    node = Scalar("", place.start + begin, place.end + begin)
    return Finding(page.source, node, rule, message, hint)
