"""Limit the work of Python-Markdown on texts that take it too long or exhaust its recursion.

In: a Markdown engine. Out: the same engine, which gives up early on brackets and tags that never
close, deep nesting, long paragraphs and lists of rules, thousands of headings, and thousands of
references to one footnote. Without limits, 25 KB of `[(` take minutes, 25 KB of `<a ` take ten
seconds, and a line of `- - - -` ends in a RecursionError.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import pairwise
from typing import Any

import markdown
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnoteInlineProcessor
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

#: The most nested brackets in a link, and the most nested blocks; each level reads its characters
#: again.
_DEEPEST = 30
#: The most headings in a page's table of contents.
_MOST_HEADINGS = 1_000
_HEADING = re.compile("h[1-6]")
#: The most references to one footnote; each tries the numbers of all before it.
_MOST_REFERENCES = 300
#: The most characters of a paragraph that is converted as a whole.
_LONG = 10_000


def end_of(text: str, at: int, opening: str, closing: str) -> int | None:
    """Return the position of the bracket that closes the one before `at`; None if others are nested
    too deep in it, the end of the text if it is not closed."""
    depth = 1
    for place in range(at, len(text)):
        if text[place] == opening:
            depth += 1
            if depth > _DEEPEST:
                return None
        elif text[place] == closing:
            depth -= 1
            if not depth:
                return place
    return len(text)


class _Links:
    """A mixin that replaces two methods of a link pattern."""

    def __init__(self, pattern: LinkInlineProcessor) -> None:
        self.link = pattern.getLink

    def text(self, data: str, index: int) -> tuple[str, int, bool]:
        """Return the text in square brackets, its end, and whether it is closed."""
        end = end_of(data, index, "[", "]")
        if end is None or end == len(data):
            return "", index, False
        return data[index:end], end + 1, True

    def target(self, data: str, index: int) -> Any:
        """Return address and title in round brackets, their end, and whether they are closed."""
        if data.startswith("(", index) and end_of(data, index + 1, "(", ")") is None:
            return "", None, index, False
        return self.link(data, index)


#: Elements that end with their own mark and may contain any number of `<`.
_ENDS = {
    "<!--": re.compile("-->"),
    "<script": re.compile("</script", re.I),
    "<style": re.compile("</style", re.I),
}
#: One of these, or what looks like a tag but is not: its `>` comes after another `<`, or never.
_CANDIDATE = re.compile(
    r"(<!--|<(?:script|style)\b)"
    r"""|<[a-z/!?](?:[^<>"']++|"[^"]*"|'[^']*')*+(?=[<"']|\Z)""",
    re.IGNORECASE,
)


def loose(text: str) -> list[int]:
    """Return the positions of each `<` that seems to begin a tag, but does not."""
    found = []
    endless: set[str] = set()
    at = 0
    while match := _CANDIDATE.search(text, at):
        at, opening = match.start() + 1, (match[1] or "").lower()
        if opening and opening not in endless:
            if end := _ENDS[opening].search(text, at):
                at = end.end()
                continue
            endless.add(opening)
        found.append(match.start())
    return found


class _Loose(Preprocessor):
    """Reads such a `<` as the character, everywhere, including in code."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a mark for each such `<`, which finally becomes `&lt;`."""
        text = "\n".join(lines)
        found = loose(text)
        if not found:
            return lines
        mark = self.md.htmlStash.store("&lt;")
        ends = [*found[1:], len(text)]
        parts = [f"{mark}{text[start + 1 : end]}" for start, end in zip(found, ends, strict=True)]
        return (text[: found[0]] + "".join(parts)).split("\n")


#: Positions at which a block without an empty line is split: before a heading, an admonition or the
#: definition of a link or a footnote, and after a line of dashes, equals signs or stars.
_BOUNDARY = re.compile(
    r"\n(?=#|!!!| {0,3}\[[^\[\]\n]*\]:)|^(?: {0,3}(?:[-*_] {0,2}){3,}+|=+|-+) *\n", re.MULTILINE
)
_TOGETHER = 20


def _parted(block: str) -> list[str]:
    """Split a block into pieces of bounded length: the parser searches a whole block for each of
    its parts."""
    ends = [match.end() for match in _BOUNDARY.finditer(block)][_TOGETHER::_TOGETHER]
    if not ends:
        return [block]
    *parts, last = (block[start:end] for start, end in pairwise([0, *ends, len(block)]))
    return [*(part.rstrip("\n") for part in parts), last]


class _Blocks:
    """A mixin that replaces the method that parses nested blocks, such as the items of a list."""

    def __init__(self, parser: BlockParser) -> None:
        self.parse = parser.parseBlocks
        self.depth = 0

    def within(self, parent: etree.Element, blocks: list[str]) -> None:
        """Add the blocks to their parent; blocks that are nested too deep become paragraphs."""
        blocks[:] = [part for block in blocks for part in _parted(block)]
        if self.depth == _DEEPEST:
            while blocks:
                etree.SubElement(parent, "p").text = blocks.pop(0).strip()
            return
        self.depth += 1
        try:
            self.parse(parent, blocks)
        finally:
            self.depth -= 1


class _Pieces(Treeprocessor):
    """Splits a paragraph of more than 10,000 characters, because each mark in it copies the whole.
    Emphasis across two pieces is lost."""

    def run(self, root: etree.Element) -> None:
        """Split at a space if there is one, and never inside a placeholder of stashed content."""
        for element in list(root.iter()):
            text = element.text
            if text is None or len(text) <= _LONG or isinstance(text, AtomicString):
                continue
            places = [0]
            while len(text) - places[-1] > _LONG:
                place = places[-1] + _LONG
                blank = text.rfind(" ", places[-1] + 1, place)
                mark = text.rfind(STX, places[-1] + 1, place)
                is_within = mark > 0 and text.find(ETX, mark, place) < 0
                places.append(blank if blank > 0 else mark if is_within else place)
            pieces = [text[start:end] for start, end in pairwise([*places, len(text)])]
            element.text = pieces[0]
            for number, piece in enumerate(pieces[1:]):
                span = etree.Element("span")
                span.text = piece
                element.insert(number, span)


class _Shallow(Treeprocessor):
    """Turns deeply nested inline markup, such as endless stars, into text, because other code
    recurses into it."""

    def run(self, root: etree.Element) -> None:
        """Flatten what is nested deeper than blocks and links can be."""
        level = [root]
        for _ in range(4 * _DEEPEST):
            level = [child for element in level for child in element]
        for element in level:
            text, tail = "".join(element.itertext()), element.tail
            element.clear()
            element.text, element.tail = text, tail


class _Headings(Treeprocessor):
    """Keeps all but the first 1,000 headings out of the table of contents, which tries `a_1`, `a_2`
    and so on for equal headings: 25,000 take a minute."""

    def run(self, root: etree.Element) -> None:
        """Write the others as `<div role="heading">`, which means the same."""
        found = [element for element in root.iter() if _HEADING.fullmatch(str(element.tag))]
        for element in found[_MOST_HEADINGS:]:
            element.attrib |= {"role": "heading", "aria-level": element.tag[1]}
            element.tag = "div"


def _bound_references(pattern: Any) -> None:
    """Leave further references to one footnote as text."""
    notes, handle = pattern.footnotes, pattern.handleMatch

    def handle_some(match: re.Match[str], data: str) -> Any:
        name = notes.makeFootnoteRefId(match[1])
        is_one_more = notes.found_refs.get(name, 0) < _MOST_REFERENCES
        return handle(match, data) if is_one_more else (None, None, None)

    pattern.handleMatch = handle_some


class Bounded(markdown.Extension):
    """Bounds links, images, apparent tags, and nesting."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register the processors. Tags are handled after fenced code and before HTML blocks, the
        tree after inline markup and before the table of contents."""
        md.parser.parseBlocks = _Blocks(md.parser).within  # type: ignore[method-assign]
        md.preprocessors.register(_Loose(md), "loose", 24)
        md.treeprocessors.register(_Pieces(md), "pieces", 21)
        md.treeprocessors.register(_Shallow(md), "shallow", 19)
        md.treeprocessors.register(_Headings(md), "headings", 6)
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                links = _Links(pattern)
                pattern.getText = links.text  # type: ignore[method-assign]
                pattern.getLink = links.target  # type: ignore[method-assign]
            elif isinstance(pattern, FootnoteInlineProcessor):
                _bound_references(pattern)


def makeExtension(**options: Any) -> Bounded:
    """Return the extension, for settings that name it by its module."""
    return Bounded(**options)
