"""Check courses, their editions and their readings.

In: a Source. Out: findings. `pages.citations` reports unknown papers in readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Entry, Page, Source, forms
from papershelf.catalogue.access import open_copy
from papershelf.catalogue.courses import course_pages, edition_pages, newest_editions
from papershelf.catalogue.nodes import TOP, Node
from papershelf.catalogue.report import nearest
from papershelf.catalogue.statuses import is_listed
from papershelf.checks.finding import Finding, replacement_hint
from papershelf.checks.pages import name_of
from papershelf.problems import count
from papershelf.text import citing, readings

#: Readings without an open copy that a message names.
_NAMED = 3


def files(source: Source) -> Iterator[Finding]:
    """Yield wrong names of courses and editions, and editions without a course or `starts`."""
    courses = course_pages(source.pages)
    for slug, page in courses.items():
        yield from name_of(slug, page)
    for (course, slug), page in edition_pages(source.pages).items():
        yield from name_of(slug, page)
        if course not in courses:
            message = f'edition of unknown course "{course}"'
            place = page.source.name.removesuffix(f"/{slug}.md").rpartition("/")[0]
            near = nearest(course, courses)
            hint = f"add {place}/{course}.md" + (f"; {near}" if near else "")
            yield Finding(page.source, TOP, "edition-course", message, hint)
        starts = page.front.value("starts")
        if starts is None or forms.is_empty(starts):
            hint = "add starts: YYYY-MM to the front matter, the month in which it began"
            yield Finding(page.source, starts or TOP, "missing-field", "no starts", hint)


def readings_of(source: Source) -> Iterator[Finding]:
    """Yield courses without readings, and readings that are duplicate or not listed."""
    entries = source.entries_by_id()
    for page in source.pages:
        if not page.course:
            continue
        found = page.readings
        if not found:
            hint = "begin list items with [@id]: - [@id] Why to read it."
            yield Finding(page.source, TOP, "no-readings", "this course has no readings", hint)
        seen: set[str] = set()
        for each in found:
            node = page.at(each.start, each.end)
            if each.id in seen:
                message = f'duplicate reading "{forms.short(each.id)}"'
                hint = "cite it in a sentence instead"
                yield Finding(page.source, node, "reading-twice", message, hint)
            elif not page.edition:  # editions keep their readings
                yield from _gone(page, node, entries.get(each.id))
            seen.add(each.id)


#: A line that looks like an item of a list, but is text in Markdown. `*[@id]*` is emphasized.
_ODD_ITEM = re.compile(
    rf"{citing.CODE}|^ {{0,3}}(?P<sign>[•·●▪◦‣]|(?P<dash>[\u2010-\u2015\u2212])|[-+](?=\[)"
    r"|\*(?=\[[^*\n]*$))[ \t\u00a0]*(?P<cited>\[@[a-z0-9-]+\])",
    re.DOTALL | re.MULTILINE,
)


def odd_items(source: Source) -> Iterator[Finding]:
    """Yield citations of courses after a sign that does not begin an item of a list."""
    for page in source.pages:
        if not page.course or "[@" not in page.body:
            continue
        for match in _ODD_ITEM.finditer(page.body):
            if not match["cited"] or (match["dash"] and _is_within(page.body, match.start())):
                continue
            node = page.at(*match.span())
            message = 'this is text, not an item of the list: an item begins with "- "'
            yield Finding(page.source, node, "no-readings", message, f"write - {match['cited']}")


def _is_within(body: str, start: int) -> bool:
    """Return whether a line that begins with a dash goes on with the sentence above it."""
    above = body[body.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip()
    return bool(above) and above[0] not in "#\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


def closed(source: Source) -> Iterator[Finding]:
    """Yield courses, and the newest edition of each, of which not everyone can open what is to be
    read. Older editions stay as they were."""
    newest = newest_editions(source.pages)
    courses = course_pages(source.pages).items()
    pages = [page for slug, own in courses for page in (own, newest.get(slug)) if page]
    entries = source.entries_by_id()
    for page in pages:
        words, ids = _to_read(page)
        found = {name: entries[name].values for name in ids if name in entries}
        shut = [
            name
            for name, values in found.items()
            if is_listed(values.get("status", "")) and open_copy(values.get) is None
        ]
        if shut:
            has = "has" if len(shut) == 1 else "have"
            message = f"{len(shut):,} of {count(len(found), words)} {has} no open copy: "
            message += ", ".join(shut[:_NAMED])
            if len(shut) > _NAMED:
                message += f" and {len(shut) - _NAMED:,} more"
            hint = _find_copies([name for name in shut if not found[name].get("doi")], shut)
            yield Finding(page.source, TOP, "closed-readings", message, hint)


def _find_copies(without_doi: list[str], shut: list[str]) -> str:
    """Return how open copies are found: by DOI, or else by hand."""
    by_hand = "write the address of an open copy in urls, such as urls: {pdf: https://…}"
    if len(without_doi) == len(shut):
        return by_hand
    command = 'run "papershelf links --open" to look for copies and add them'
    return f"{command}; without a DOI, {by_hand}" if without_doi else command


def _to_read(page: Page) -> tuple[str, list[str]]:
    """Return the ids of the required readings, or of all but the optional ones if none is marked as
    required, and what they are called."""
    found = page.readings
    marked = {each.id: readings.words(each.text).importance for each in found}
    required = [name for name, importance in marked.items() if importance == "required"]
    if required:
        return "required reading", required
    return "reading", [name for name, importance in marked.items() if importance != "optional"]


def _gone(page: Page, node: Node, entry: Entry | None) -> Iterator[Finding]:
    values = entry.values if entry else {}
    if not is_listed(values.get("status", "")):
        message = f'"{values["id"]}" is {values["status"]}'
        yield Finding(page.source, node, "reading-gone", message, replacement_hint(values))
