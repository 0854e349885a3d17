"""Find the readings of a course in its Markdown.

In: hand-written Markdown. Out: its parts in order: prose as written, and each reading with its
note, a list item without indentation that begins with a citation, `- [@wang2024broad] Why to read
it.`; its headings; the words with which a note may begin. Does not know which ids exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from papershelf.text import citing, headings, references
from papershelf.text.headings import Heading


class Stretch(NamedTuple):
    """Prose, or one reading."""

    text: str
    """Markdown: prose as written, or the note of a reading."""
    id: str = ""
    """The id of the paper to read; empty for prose."""
    section: str = ""
    """The heading above a reading, or empty."""
    start: int = 0
    """Offset of the prose, or of the citation of a reading."""
    end: int = 0


class Section(NamedTuple):
    """What is below a heading, up to the next one of any level."""

    level: int
    """1 to 6; 0 above all headings."""
    heading: str
    """Markdown; empty above all headings."""
    below: list[Stretch]
    start: int = 0
    """Offset of the heading."""


_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ITEM = re.compile(r"(?P<indent> {0,3})(?:[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)")
_NESTED = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
#: Headings as Python-Markdown reads them: without indentation, and no space has to follow.
_HEADING = re.compile(r"(?P<marks>#{1,6})")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\r?\n?")
_FENCE = re.compile(r" {0,3}(?P<ticks>`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}\r?$")
_TEXT = re.compile(r" {0,3}[^\s<]")
#: Beginnings of another block without an empty line before it.
_BLOCK = re.compile(r"#| {0,3}(?:>|<|`{3}|~{3}|(?:[-*_][ \t]*){3,}\r?$)")
#: Punctuation between a citation and its note, which is dropped.
_PARTING = re.compile(r"(?:[:;,.–—]|-(?=\s))+\s*")


def split(markdown: str) -> list[Stretch]:
    """Return the parts of a page; together they contain all of it except the list marks of
    readings."""
    if "[@" not in markdown:
        return _prose(markdown, 0, len(markdown))
    return [each for each in parts(markdown) if isinstance(each, Stretch)]


def rewrite(markdown: str, to_text: Callable[[Heading], str]) -> Iterator[Stretch]:
    """Yield the parts of a page as `split` does, with each heading replaced by `to_text` of it."""
    found: list[Heading] = []
    for part in parts(markdown):
        if isinstance(part, Heading):
            found.append(part)
        elif part.id:
            yield part
        else:
            pieces, done = [], part.start
            for heading in found:
                pieces += [markdown[done : heading.start], to_text(heading)]
                done = heading.end
            text = "".join([*pieces, markdown[done : part.end]])
            yield part._replace(text=text.strip("\r\n"))
            found = []


def by_heading(markdown: str) -> Iterator[Section]:
    """Yield each heading with the parts below it; first what is above all headings."""
    section, found = Section(0, "", []), list[Heading]()
    for part in parts(markdown):
        if isinstance(part, Heading):
            found.append(part)
        elif part.id:
            section.below.append(part)
        else:
            done = part.start
            for heading in found:
                section.below.extend(_prose(markdown, done, heading.start))
                yield section
                section = Section(heading.level, heading.text, [], heading.start)
                done = heading.end
            section.below.extend(_prose(markdown, done, part.end))
            found = []
    yield section


def _prose(markdown: str, start: int, end: int) -> list[Stretch]:
    text = markdown[start:end]
    return [Stretch(text.strip("\r\n"), start=start, end=end)] if text.strip() else []


@lru_cache(maxsize=64)  # checks, courses and sessions ask for those of one page, one after another
def parts(markdown: str) -> tuple[Stretch | Heading, ...]:
    """Return the parts of a page, and each heading before the prose that contains it. Code and
    comments contain no headings."""
    return tuple(_parts(markdown))


def _parts(markdown: str) -> Iterator[Stretch | Heading]:
    # only citations of the whole page count: some may be in code that spans several lines
    cited = {start: (end, paper_id) for start, end, paper_id in citing.iter_citations(markdown)}
    defined = references.definitions(markdown)
    comments = [match.span() for match in citing.iter_comments(markdown)][::-1]
    lines = [(match.start(), match[0]) for match in _LINE.finditer(markdown)]
    done = number = content = hidden = 0
    section = fence = ""
    is_apart = is_first = True
    title: tuple[int, str] | None = None  # the first line of a block, which may be underlined
    while number < len(lines):
        at, line = lines[number]
        number += 1
        above, title = title, None
        begins, is_first = is_first, True
        while comments and comments[-1][0] < at:
            hidden = comments.pop()[1]
        if fence:
            closes = line.strip()
            fence = "" if closes.startswith(fence) and not closes.strip(fence[0]) else fence
            continue
        item = _ITEM.match(line)
        is_top = item is not None and (not content or len(item["indent"]) < content)
        if at < hidden:
            pass
        elif item and is_top and at + item.end() in cited:
            yield from _prose(markdown, done, at)
            start = at + item.end()
            end, paper_id = cited[start]
            number = _end_of(lines, number, len(item["indent"]))
            done = lines[number][0] if number < len(lines) else len(markdown)
            note = references.inlined(_note(markdown[end:done], item.end()), defined)
            yield Stretch(note, paper_id, section, start, end)
            content, is_apart = item.end(), True
        elif opened := _FENCE.match(line):
            fence, content = opened["ticks"], 0
        elif mark := _HEADING.match(line):
            heading = headings.parse(line, len(mark["marks"]), at)
            yield heading
            section, content = heading.title, 0
        elif above and _UNDERLINE.fullmatch(line):
            heading = headings.parse(above[1] + line, 1 if "=" in line else 2, above[0])
            yield heading
            section, content = heading.title, 0
        else:
            if begins and _TEXT.match(line):
                title = at, line
            is_first = (begins and not title) or _RULE.match(line) is not None
            if item and is_top:
                content = item.end()
            elif line.strip() and is_apart and len(line) - len(line.lstrip(" \t")) < content:
                content = 0  # a paragraph after the list
        is_apart = not line.strip()
        is_first = is_first or is_apart
    yield from _prose(markdown, done, len(markdown))


def _end_of(lines: list[tuple[int, str]], number: int, indent: int) -> int:
    """Return the first line that is not part of the item above it."""
    last, is_apart = number, False
    while number < len(lines):
        line = lines[number][1]
        if not line.strip():
            is_apart = True
        elif _indent(line) >= indent + 2:
            last, is_apart = number + 1, False
        elif is_apart or _BLOCK.match(line) or _NESTED.match(line):
            break
        else:  # a paragraph continues without indentation
            last = number + 1
        number += 1
    return last


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


@lru_cache(maxsize=1024)  # as `words`
def _note(text: str, content: int) -> str:
    """Return the rest of an item, with a nested list after an empty line, as Python-Markdown
    requires."""
    first, *others = text.replace("\r\n", "\n").split("\n")
    lines = [first.strip()]
    is_code = False
    for line in others:
        line = line.expandtabs(4)
        bare = line[min(content, _indent(line)) :].rstrip()
        is_code ^= bool(_FENCE.match(bare))
        if lines[-1] and _NESTED.match(bare) and not _NESTED.match(lines[-1]) and not is_code:
            lines.append("")
        lines.append(bare)
    note = "\n".join(lines).strip()
    parting = _PARTING.match(note)
    return note[parting.end() :] if parting else note


class NoteParts(NamedTuple):
    """A note, and the words that it began with."""

    importance: str
    """`required`, `optional`, or empty."""
    pages: str
    """`3–7`, `3, 5–9`, or empty."""
    note: str


_NUMBER = r"(?:\d{1,6}|[ivxlc]{1,8})"
#: Spaces are never given back (`*+`): trying each number of them takes minutes if there are many.
_TO = r"\s*+(?:[-–—]|\bto\b)\s*+"
_RANGE = rf"{_NUMBER}(?:{_TO}{_NUMBER})?"
_AND = r"\s*+(?:,\s*+and\b|,|&|\band\b)\s*+"
_PAGES = rf"(?:pages?|pp?\.)\s++({_RANGE}(?:{_AND}{_RANGE})*)"
_WITHIN_RANGE = re.compile(_TO, re.IGNORECASE)
_BETWEEN_RANGES = re.compile(_AND, re.IGNORECASE)
#: `Required, pages 3 to 7.`; a sentence that goes on after these words does not match.
_WORDS = re.compile(
    rf"(?:(required|optional)(?:(?:\s++|\s*+[,;:]\s++){_PAGES})?|{_PAGES})"
    r"(?:[.:;](?=\s|\Z)|\s*+[–—]|\s++-(?=\s)|\s*+\Z|(?=\n\n))\s*+",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)  # most notes are the same in the next version of an edition
def words(note: str) -> NoteParts:
    """Return the importance and the pages that a note begins with, and the rest of it."""
    match = _WORDS.match(note)
    if not match:
        return NoteParts("", "", note)
    importance, pages = match[1] or "", " ".join((match[2] or match[3] or "").split())
    pages = _BETWEEN_RANGES.sub(", ", _WITHIN_RANGE.sub("–", pages))
    return NoteParts(importance.lower(), pages, note[match.end() :])
