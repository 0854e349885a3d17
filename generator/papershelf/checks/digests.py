"""Check digests: their names, the days that they cover, and their papers.

In: a Source. Out: findings. `pages.citations` reports unknown papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from papershelf.catalogue import Page, Source, advice, forms
from papershelf.catalogue.digests import current_ids, digest_pages
from papershelf.catalogue.nodes import TOP
from papershelf.checks.finding import Finding
from papershelf.text import citing, dates
from papershelf.text.dates import PartialDate

#: A list item at the margin that has an id without the form of a citation: `@a1`, `[a1]`, or
#: nothing but `a1`.
_ITEM = re.compile(
    rf"{citing.CODE}|^ {{0,3}}(?:[-*+]|\d{{1,9}}[.)])[ \t]+"
    r"(?:(?P<written>@(?P<at>[a-z0-9-]+)|\[(?P<plain>[a-z0-9-]+)\](?![(\[])"
    r"|(?P<bare>[a-z0-9-]+)(?=[ \t]*\r?$)))",
    re.DOTALL | re.MULTILINE,
)

#: The beginning of what may be meant as an item: a bullet, a dash, a number or a table.
_MARKED = re.compile(r"[ \t]*(?:[-*+|•·–—]|\d{1,9}[.)])")


def files(source: Source) -> Iterator[Finding]:
    """Yield names that are not days, and days that are missing or in the wrong order."""
    before: PartialDate | None = None
    for name, page in reversed(digest_pages(source.pages).items()):
        day = forms.day(name)
        if day is None:
            message = f'"{forms.short(name)}" is not a day'
            meant = advice.day(name)
            hint = "name the file after the day of the digest, such as 2025-12-23.md"
            hint = f"rename the file to {meant}.md" if meant else hint
            if name == "README":
                hint = "call it index.md: it introduces the list of digests"
            yield Finding(page.source, TOP, "wrong-date", message, hint)
        yield from _missing(page, day, before)
        first, last = page.values.get("from"), page.values.get("to")
        if first and last and last < first:
            _, node = page.front.pairs["to"]
            message = f"to, {last}, is before from, {first}"
            hint = "write the first day that the digest covers in from, and the last one in to"
            yield Finding(page.source, node, "wrong-date", message, hint)
        before = last or day or before


def _missing(page: Page, day: PartialDate | None, before: PartialDate | None) -> Iterator[Finding]:
    """Yield `from` and `to` if they are missing; the digest before it ended on the day `before`."""
    following = dates.plus(before, 1) if before else None
    week = dates.plus(day, 1 - dates.WEEK) if day else None
    first = following if following and day and following <= day else week
    for key, which, known in (("from", "first", first), ("to", "last", day)):
        node = page.front.value(key)
        if node is None or forms.is_empty(node):
            where = f"to the front matter, the {which} day that it covers"
            hint = f"add {key}: {known or 'YYYY-MM-DD'} {where}"
            yield Finding(page.source, node or TOP, "missing-field", f"no {key}", hint)


def papers(source: Source) -> Iterator[Finding]:
    """Yield digests without papers, items in another form, and papers that an earlier digest, or
    the same one, lists already."""
    pages = digest_pages(source.pages)
    ids = current_ids(source) if pages else {}
    listed: dict[str, Page] = {}
    everywhere = {ids.get(each.id) for page in pages.values() for each in page.readings}
    for page in reversed(pages.values()):
        yield from _items(page, ids)
        yield from _comments(page)
        yield from _mentions(page, ids, everywhere)
        found = page.readings
        if not found:
            hint = "begin list items with [@id]: - [@id] Why to read it."
            yield Finding(page.source, TOP, "no-readings", "this digest has no papers", hint)
        for each in found:
            paper_id = ids.get(each.id, "")
            there = listed.get(paper_id)
            if there:
                where = "above" if there is page else f"in {there.source.name}"
                message = f'"{forms.short(each.id)}" is already listed {where}'
                node = page.at(each.start, each.end)
                yield Finding(page.source, node, "digest-twice", message, "remove it here")
            elif paper_id:
                listed[paper_id] = page


def _items(page: Page, ids: Mapping[str, str]) -> Iterator[Finding]:
    """Yield items that begin with the id of a paper, but not with a citation of it."""
    for match in _ITEM.finditer(page.body):
        paper_id = match["at"] or match["plain"] or match["bare"]
        if paper_id in ids:
            message = f'"{match["written"]}" is not a citation'
            node = page.at(*match.span("written"))
            hint = f"write [@{paper_id}]"
            yield Finding(page.source, node, "digest-form", message, hint)


def _comments(page: Page) -> Iterator[Finding]:
    """Yield comments without an end, which hide everything below them."""
    for match in citing.iter_comments(page.body):
        if not match[0].endswith("-->"):
            node = page.at(match.start(), match.start() + 4)
            message, hint = "this comment has no end", "write --> at its end"
            yield Finding(page.source, node, "digest-form", message, hint)


def _mentions(
    page: Page, ids: Mapping[str, str], listed: AbstractSet[str | None]
) -> Iterator[Finding]:
    """Yield list items and rows of tables that cite a paper which no digest lists."""
    inside = [(each.start, each.end) for each in page.readings]
    for start, end, paper_id in citing.iter_citations(page.body):
        line = page.body[page.body.rfind("\n", 0, start) + 1 : start]
        is_reading = any(first <= start < last for first, last in inside)
        if ids.get(paper_id, paper_id) in listed or is_reading or not _MARKED.match(line):
            continue
        message = f'no digest lists "{forms.short(paper_id)}"'
        hint = f"if it is new, write - [@{paper_id}] on a line of its own"
        yield Finding(page.source, page.at(start, end), "digest-mention", message, hint)
