"""The next edition of a course: a copy of the newest one with the days of another term.

In: the page to copy, and the first day of the new term. Out: the text of the new page, and what a
person must look at. Every byte that says nothing about the term stays as it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from papershelf.catalogue import Page, forms, sessions, write
from papershelf.catalogue.model import Collection, Course, Edition, Paper
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.nodes import Sequence as Items
from papershelf.catalogue.read import read_files
from papershelf.catalogue.sessions import LONGEST, Section, Timetable
from papershelf.text import dates, readings, references
from papershelf.text.dates import PartialDate
from papershelf.text.headings import Heading, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTerm:
    """What the person who begins a term asks for."""

    src_uri: str
    """Of the new page: `courses/ml/2027-02.md`."""
    title: str
    starts: PartialDate
    """A day."""
    meets: tuple[str, ...] = ()
    """Days of the week; empty for those of the copied page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """The new page."""

    page: Page
    notes: tuple[tuple[int, str], ...]
    """What to look at, each with its line in the new page."""

    @property
    def text(self) -> str:
        """Return the file."""
        return self.page.source.text

    @property
    def days(self) -> list[tuple[str, PartialDate | None]]:
        """Return the heading of each session, as Markdown, and its day."""
        return [(each.heading.text, day) for each, day in _scheduled(self.page)]


def draft(page: Page, plan: NextTerm) -> NewEdition:
    """Return the page of a new edition. Days of sessions and the last day move by whole weeks, from
    the week in which the copied edition began to that of the new one, and keep their weekday. Of
    the days without a meeting, those in the new term stay; the others are reported."""
    found = _Copy(page, plan).make()
    late = _last_day(found.page)  # each session needs a day
    return _Copy(page, plan, ends=late).make() if late else found


def _last_day(page: Page) -> PartialDate | None:
    """Return the day of the last session if the term is too short for it; otherwise None."""
    ends = page.values.get("ends")
    if not ends or not page.values.get("meets"):
        return None
    last = max((day for _, day in _scheduled(page, ends=None) if day), default=ends)
    return last if last > ends else None


def _scheduled(page: Page, **values: object) -> list[tuple[Section, PartialDate | None]]:
    """Return the sessions of a page and their days; `values` replace those of its front matter."""
    found = sessions.sections(page.introduction)
    days = sessions.schedule(found, Timetable.of(page.values | values))
    return list(zip(found, days, strict=True))


@dataclass(slots=True)
class _Copy:
    """A page that is being changed."""

    page: Page
    plan: NextTerm
    ends: PartialDate | None = None
    """The last day, if the moved one is too early."""
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    """Begin and end in the copied text, and what takes the place of it."""
    added: list[str] = field(default_factory=list)
    """New lines of the front matter."""
    notes: list[tuple[int, str]] = field(default_factory=list)
    """Offset in the copied text, and what to look at."""

    @property
    def text(self) -> str:
        return self.page.source.text

    @property
    def shift(self) -> int:
        """Return the days between the weeks in which the two terms begin."""
        old, new = self.page.values.get("starts"), self.plan.starts
        if old is None:
            return 0
        days = [datetime.date(each.year, each.month or 1, each.day or 1) for each in (old, new)]
        first, last = (day.toordinal() - day.weekday() for day in days)
        return last - first

    def moved(self, day: PartialDate) -> PartialDate:
        return dates.plus(day, self.shift)

    def make(self) -> NewEdition:
        """Return the new page."""
        self._change_front()
        self._change_headings()
        self._change_links()
        self._add_lines()
        return self._finish()

    # --- front matter ---

    def _change_front(self) -> None:
        """Give the page the title and the rule of the new term."""
        pairs, plan = self.page.front.pairs, self.plan
        self._set("title", write.to_scalar(plan.title))
        heading, title = self.page.heading, self.page.text_of("title")
        if heading and (not title or heading.title.casefold() == title.casefold()):
            # the old title; a page does not show it beside the new one
            self.edits.append((heading.start, self.page.introduction_start, ""))
        self._set("starts", str(plan.starts))
        if plan.meets:
            self._set("meets", f"[{', '.join(plan.meets)}]")
        ends = self.page.values.get("ends")
        if ends:
            last = self.ends or self.moved(ends)
            self._set("ends", str(last))
            reason = ", the last day that the sessions need" if self.ends else ""
            self._note(pairs["ends"][1].start, f"ends: {ends} is now {last}{reason}")
        self._keep_skipped()
        if "aliases" in pairs:  # former addresses of the copied page
            self._remove("aliases")
        if not (plan.meets or self.page.values.get("meets")):
            self._note(0, "no meets, so sessions have no days of their own")

    def _keep_skipped(self) -> None:
        skip = self.page.values.get("skip", ())
        if not skip:
            return
        _, node = self.page.front.pairs["skip"]
        assert type(node) is Items
        items = [item for item in node.items if not forms.is_empty(item)]
        last = self._latest()
        gone = [
            item
            for item, days in zip(items, skip, strict=True)
            if days[1] < self.plan.starts or days[0] > last
        ]
        for item in gone:
            days = self.text[item.start : item.end]
            self._note(node.start, f"skip: {days} is not in this term, so it was left out")
        self._note(node.start, "skip: add the days of this term without a meeting")
        if len(gone) == len(items):
            self._remove("skip")
        elif gone:
            self._drop(node, gone)

    def _latest(self) -> PartialDate:
        ends = self.page.values.get("ends")
        return self.ends or (self.moved(ends) if ends else dates.plus(self.plan.starts, LONGEST))

    def _drop(self, node: Items, gone: Sequence[Node]) -> None:
        """Remove items from a list, with their lines if each has its own."""
        if self.text[node.start] == "[":
            kept = [item for item in node.items if item not in gone]
            texts = ", ".join(self.text[item.start : item.end] for item in kept)
            self.edits.append((node.start, node.end, f"[{texts}]"))
            return
        for item in gone:
            self.edits.append((*self._lines(item.start, item.end), ""))

    def _set(self, key: str, value: str) -> None:
        """Write a value in the place of the one there is, or add a line."""
        if key not in self.page.front.pairs:
            self.added.append(f"{key}: {value}")
            return
        name, node = self.page.front.pairs[key]
        end = _end(node, self.text)
        if node.start == end:  # no value
            colon = self.text.index(":", name.end) + 1
            self.edits.append((colon, colon, f" {value}"))
        else:
            self.edits.append((node.start, end, value))

    def _remove(self, key: str) -> None:
        name, node = self.page.front.pairs[key]
        self.edits.append((*self._lines(name.start, _end(node, self.text)), ""))

    def _lines(self, start: int, end: int) -> tuple[int, int]:
        """Return begin and end of the lines that contain a part of the text."""
        starts = self.page.source.line_starts
        first, last = self.page.source.line_of(start), self.page.source.line_of(max(start, end - 1))
        return starts[first - 1], starts[last] if last < len(starts) else len(self.text)

    # --- sessions ---

    def _change_headings(self) -> None:
        """Move the days that headings name; let cancelled sessions take place."""
        if "starts" not in self.page.values:
            return  # in a course, marks have no effect
        begin = self.page.introduction_start
        found = [each for each in readings.parts(self.page.introduction) if type(each) is Heading]
        named = {sessions.day_of(heading, "date") for heading in found}
        taken = {self.moved(day) for day in named if day}
        for heading in found:
            for mark in heading.marks:
                day = sessions.day_of(heading, mark.name)
                if mark.name == "cancelled":
                    self._revive(heading, mark, begin)
                elif day:
                    self._move(mark, day, begin, taken)

    def _move(self, mark: Mark, day: PartialDate, begin: int, taken: set[PartialDate]) -> None:
        new = moved = self.moved(day)
        if mark.name == "date":
            new = self._meeting_day(day, taken)
            taken.add(new)
        words = f"{mark.name}: {day} is now {new}"
        if new != moved:
            words = f"date: {day} would be {moved}, which is skipped; it is {new} now"
        elif new < self.plan.starts:
            words += ", before the term starts"
        start = begin + self.page.introduction.index(mark.value, mark.start)
        self.edits.append((start, start + len(mark.value), str(new)))
        self._note(start, words)

    def _meeting_day(self, day: PartialDate, taken: set[PartialDate]) -> PartialDate:
        """Return the new day of a session: the moved one or, if it is skipped, the first meeting
        day after it that no other heading names. A day that was skipped before is a holiday."""
        moved = self.moved(day)
        meets = self.plan.meets or self.page.values.get("meets", ())
        term = {**self.page.values, "starts": self.plan.starts, "meets": meets, "ends": None}
        timetable = Timetable.of(term)
        if not timetable or not timetable.is_skipped(moved) or timetable.is_skipped(day):
            return moved
        later = (each for each in timetable.days() if each > moved and each not in taken)
        return next(later, moved)

    def _revive(self, heading: Heading, mark: Mark, begin: int) -> None:
        start, end = begin + mark.start, begin + mark.end
        others = [word for word in heading.words if word.name != mark.name]
        if not others:  # the braces, too
            start, end = self.text.rindex("{", 0, start), self.text.index("}", end) + 1
        while self.text[start - 1] in " \t":
            start -= 1
        if self.text[start - 1] == "{":
            end += len(self.text[end:]) - len(self.text[end:].lstrip(" \t"))
        self.edits.append((start, end, ""))
        self._note(start, f'"{heading.title}" is no longer cancelled')

    # --- links ---

    def _change_links(self) -> None:
        """Let relative links of a course lead to the same places from the folder of an edition."""
        deeper = self.plan.src_uri.count("/") - self.page.src_uri.count("/")
        if deeper > 0:
            begin = self.page.introduction_start
            for link in references.iter_links(self.page.introduction):
                if not link.url.startswith("#"):
                    at = begin + link.start
                    self.edits.append((at, at, "../" * deeper))

    # --- the result ---

    def _note(self, offset: int, words: str) -> None:
        self.notes.append((offset, words))

    def _finish(self) -> NewEdition:
        edits = sorted(self.edits)
        text, done, parts = self.text, 0, []
        for start, end, new in edits:
            parts += [text[done:start], new]
            done = end
        after = "".join([*parts, text[done:]])
        content = self.page.source.name.removesuffix(f"/{self.page.src_uri}")
        (page,) = read_files([(f"{content}/{self.plan.src_uri}", after.encode())], content).pages
        notes = [
            (page.source.line_of(_offset(offset, edits)), words) for offset, words in self.notes
        ]
        notes += _other_days(page)
        return NewEdition(page=page, notes=tuple(sorted(notes)))

    def _add_lines(self) -> None:
        """Add the new lines at the end of the front matter, with the line breaks of the file."""
        if not self.added:
            return
        line = "\r\n" if "\r\n" in self.text else "\n"
        new = "".join(f"{each}{line}" for each in self.added)
        if self.page.body_start:
            at = self.text.rindex("---", 0, self.page.body_start)
        else:
            at, new = 0, f"---{line}{new}---{line}{line}"
        self.edits.append((at, at, new))


def _other_days(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the line of each session whose heading names another day than its own."""
    for section, day in _scheduled(page):
        named = dates.named_days(section.heading.title)
        if day and named and (day.month, day.day) not in named:
            line = page.source.line_of(page.introduction_start + section.heading.start)
            yield line, f"this heading names another day; the session is on {day}"


def _end(node: Node, text: str) -> int:
    """Return the end of a value, before the line break of a folded text; that of a list in lines is
    the end of its last item."""
    if type(node) is Items and node.items and text[node.start] != "[":
        return _end(node.items[-1], text)
    return node.start + len(text[node.start : node.end].rstrip())


def _offset(offset: int, edits: Sequence[tuple[int, int, str]]) -> int:
    """Return where a place of the copied text is after the edits; one that was removed is where it
    would be."""
    offset = next((start for start, end, _ in edits if start < offset < end), offset)
    return offset + sum(len(new) - (end - start) for start, end, new in edits if end <= offset)


# --- what to read --------------------------------------------------------------------------------


def troubled(page: Page, collection: Collection) -> Iterator[tuple[int, Paper]]:
    """Yield the readings that were retracted, superseded, corrected and so on, with their lines."""
    for each in readings.split(page.body):
        paper = collection.papers.get(each.id)
        if paper and paper.status:
            yield page.source.line_of(each.start + page.body_start), paper


def begin_of_news(page: Course | Edition, collection: Collection) -> PartialDate:
    """Return the day from which on papers are new to a page: the first day of an edition, or the
    day after the newest reading of a course came in."""
    if isinstance(page, Edition):
        return page.starts
    papers = (collection.papers.get(reading.id) for reading in page.readings)
    newest = max((paper.added for paper in papers if paper), default=PartialDate(1))
    return dates.plus(newest, 1) if newest.day else newest


def new_papers(page: Course | Edition, collection: Collection) -> list[Paper]:
    """Return the papers that came in since an edition began, or since a course got its readings,
    on topics of its readings and not read in it: those with most of the topics first, then the
    newest."""
    begin = begin_of_news(page, collection).padded
    read = {reading.id for reading in page.readings}
    found = (collection.papers[paper_id] for paper_id in read if paper_id in collection.papers)
    topics = {slug for paper in found for slug in paper.topics}
    new = [
        paper
        for paper in collection.listed.values()
        if paper.id not in read
        and paper.added.padded >= begin
        and not topics.isdisjoint(paper.topics)
    ]
    new.sort(key=lambda paper: paper.id)
    new.sort(key=lambda paper: paper.added, reverse=True)
    new.sort(key=lambda paper: len(topics.intersection(paper.topics)), reverse=True)
    return new
