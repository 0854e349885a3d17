"""The next digest: which papers it lists, and its text.

In: a Collection, and what the catalogue had before the first digest. Out: a file to write. Every
listed paper that is in no digest is in the next one, whenever it was merged and whatever its
`added` says; only what was there before the first digest began is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection as Sized
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papershelf.catalogue import write
from papershelf.catalogue.model import Collection, Digest, Paper
from papershelf.history.earlier import Earlier
from papershelf.text import dates
from papershelf.text.dates import PartialDate
from papershelf.text.escape import commonmark_span

#: What the curator replaces. A comment does not appear on the page.
WORDS = (
    "<!-- Write a few words to your readers in place of this line."
    " As it is, it does not appear on the page. -->"
)
_BACKSLASH = re.compile(r"\\(.)")
#: Instead of a backslash, which Python-Markdown shows before some of these, and which begins a
#: formula before a bracket.
_ENTITIES = {char: f"&#{ord(char)};" for char in "<&$~^[{"}
#: The heading of papers without a topic.
_OTHERS = "Other papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days of the next digest."""

    since: PartialDate
    until: PartialDate
    border: PartialDate
    """The first day that the oldest digest covers, or the day that was asked for: papers that came
    in before it are not announced."""


def newest(collection: Collection) -> Digest | None:
    """Return the newest digest."""
    return next(iter(collection.digests.values()), None)


def period(collection: Collection, date: PartialDate, since: PartialDate | None) -> Period:
    """Return the period of a digest that is made on a day. It begins after the last digest, or on
    the day that is asked for; that of a first digest is a week."""
    last = newest(collection)
    begins = dates.plus(last.until, 1) if last else dates.plus(date, 1 - dates.WEEK)
    begins = since or min(begins, date)
    first = min(collection.digests.values(), key=lambda each: each.date, default=None)
    border = first.since if first and not since else begins
    return Period(since=begins, until=max(begins, date), border=min(begins, border))


def waiting(collection: Collection) -> tuple[Paper, ...]:
    """Return the listed papers that no digest lists or drops, in the order of the collection."""
    known: set[str] = set()
    for digest in collection.digests.values():
        known.update(digest.dropped, (reading.id for reading in digest.readings))
    return tuple(paper for paper in collection.listed.values() if paper.id not in known)


def is_new(paper: Paper, border: PartialDate, earlier: Earlier | None) -> bool:
    """Return whether a paper came on the first day that digests cover or later. If git does not
    know the catalogue of the day before (`earlier` is None), its `added` decides."""
    is_added = paper.added.padded >= str(border)
    if earlier is None:
        return is_added
    is_there = not earlier.names.isdisjoint((paper.id, *paper.aliases))
    return not is_there or (earlier.is_first and is_added)


def among(papers: Sequence[Paper], ids: Sized[str]) -> tuple[Paper, ...]:
    """Return the papers with these ids."""
    chosen = frozenset(ids)
    return tuple(paper for paper in papers if paper.id in chosen)


def to_text(papers: Sequence[Paper], days: Period, topic: str, collection: Collection) -> str:
    """Return the file of a digest, about one topic if that is not empty."""
    title = f"New papers, {days.until.shown}"
    if topic:
        title = f"{collection.terms['topics'][topic].label}: new papers, {days.until.shown}"
    front = (f"title: {write.to_scalar(title)}", f"from: {days.since}", f"to: {days.until}")
    lines = ("---", *front, "---", "", WORDS, *_sections(papers, collection))
    return "\n".join(lines) + "\n"


def _sections(papers: Sequence[Paper], collection: Collection) -> Iterator[str]:
    """Yield the lines of the papers, under their topics in the order of the tree."""
    found: dict[str, list[str]] = {slug: [] for slug in (*collection.topics, "")}
    for paper in papers:
        found[_topic(paper, collection)].append(f"- [@{paper.id}]")
    for slug, items in found.items():
        if items:
            title = collection.terms["topics"][slug].label if slug else _OTHERS
            heading = () if found.keys() == {""} else (f"## {_heading(title)}", "")
            yield from ("", *heading, *items)


def _topic(paper: Paper, collection: Collection) -> str:
    """Return the most specific topic of a paper, the first one of several; empty without a
    topic."""
    return max(paper.topics, key=lambda slug: _depth(slug, collection), default="")


def _depth(slug: str, collection: Collection) -> int:
    depth = 0
    while slug := collection.topics[slug].parent:
        depth += 1
    return depth


def _heading(title: str) -> str:
    """Return a title for a heading, whose marks at the end Markdown drops."""
    text = _BACKSLASH.sub(lambda match: _ENTITIES.get(match[1], match[0]), commonmark_span(title))
    return f"{text[:-1]}\\#" if text.endswith("#") and not text.endswith("\\#") else text
