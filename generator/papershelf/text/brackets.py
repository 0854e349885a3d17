"""Python-Markdown with bounds on brackets that never close, on nesting, and on blocks.

In: a Markdown engine. Out: the same one, which gives up early. Otherwise it reads to the end of the
text from each bracket on: 25 KB of `[(` take minutes, and 25 KB of `<a ` ten seconds. A line of
`- - - -` ends in a RecursionError.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import pairwise
from typing import Any

import markdown
from markdown.blockparser import BlockParser
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

#: Brackets within brackets of one link, and blocks within blocks: how often a character is read.
_DEEPEST = 30
#: Headings of a page that are in its table of contents.
_MOST_HEADINGS = 1_000
_HEADING = re.compile("h[1-6]")
#: Characters of a paragraph that is converted as a whole.
_LONG = 10_000


def end_of(text: str, at: int, opening: str, closing: str) -> int | None:
    """Where the bracket closes that was opened before `at`; None where others are nested too deep
    in it, the end of the text where it never closes."""
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
    """Stands before two methods of a pattern."""

    def __init__(self, pattern: LinkInlineProcessor) -> None:
        self.link = pattern.getLink

    def text(self, data: str, index: int) -> tuple[str, int, bool]:
        """What is in square brackets, where it ends, and whether it does."""
        end = end_of(data, index, "[", "]")
        if end is None or end == len(data):
            return "", index, False
        return data[index:end], end + 1, True

    def target(self, data: str, index: int) -> Any:
        """Address and title in round brackets, where they end, and whether they do."""
        if data.startswith("(", index) and end_of(data, index + 1, "(", ")") is None:
            return "", None, index, False
        return self.link(data, index)


#: What ends by a mark of its own and may hold any number of `<`.
_ENDS = {
    "<!--": re.compile("-->"),
    "<script": re.compile("</script", re.I),
    "<style": re.compile("</style", re.I),
}
#: One of these, or what seems to be a tag and is none: its `>` comes after another `<`, or never.
_CANDIDATE = re.compile(
    r"(<!--|<(?:script|style)\b)"
    r"""|<[a-z/!?](?:[^<>"']++|"[^"]*"|'[^']*')*+(?=[<"']|\Z)""",
    re.IGNORECASE,
)


def loose(text: str) -> list[int]:
    """Where a `<` seems to begin a tag, and does not."""
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
    """Takes such a `<` for the character that it is, wherever it stands, code included."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a mark for each, which becomes `&lt;` in the end."""
        text = "\n".join(lines)
        found = loose(text)
        if not found:
            return lines
        mark = self.md.htmlStash.store("&lt;")
        ends = [*found[1:], len(text)]
        parts = [f"{mark}{text[start + 1 : end]}" for start, end in zip(found, ends, strict=True)]
        return (text[: found[0]] + "".join(parts)).split("\n")


#: Where a block without an empty line is parted anyway: before a heading or a note, and behind a
#: line of dashes, equals signs or stars.
_BOUNDARY = re.compile(r"\n(?=#|!!!)|^(?: {0,3}(?:[-*_] {0,2}){3,}+|=+|-+) *\n", re.MULTILINE)
_TOGETHER = 20


def _parted(block: str) -> list[str]:
    """A block in pieces of so many parts: for each part, the whole of a block is searched."""
    ends = [match.end() for match in _BOUNDARY.finditer(block)][_TOGETHER::_TOGETHER]
    if not ends:
        return [block]
    *parts, last = (block[start:end] for start, end in pairwise([0, *ends, len(block)]))
    return [*(part.rstrip("\n") for part in parts), last]


class _Blocks:
    """Stands before the method that parses the blocks within a block, as the items of a list."""

    def __init__(self, parser: BlockParser) -> None:
        self.parse = parser.parseBlocks
        self.depth = 0

    def within(self, parent: etree.Element, blocks: list[str]) -> None:
        """Adds the blocks to their parent; too deep in others, each is a paragraph."""
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
    """Parts a paragraph of more than 10,000 characters: the whole of it is copied for each mark in
    it. Emphasis across two pieces is lost."""

    def run(self, root: etree.Element) -> None:
        """Cuts at a blank if there is one, and never within a mark of something stashed."""
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
    """Takes markup within markup, as stars without end, for its text: others recurse into it."""

    def run(self, root: etree.Element) -> None:
        """Flattens what is deeper than blocks and links get by themselves."""
        level = [root]
        for _ in range(4 * _DEEPEST):
            level = [child for element in level for child in element]
        for element in level:
            text, tail = "".join(element.itertext()), element.tail
            element.clear()
            element.text, element.tail = text, tail


class _Headings(Treeprocessor):
    """Keeps all but the first 1,000 headings out of the table of contents, which tries `a_1`, `a_2`
    and so on for each heading of one text: 25,000 take a minute."""

    def run(self, root: etree.Element) -> None:
        """Writes the others as `<div role="heading">`, which means the same."""
        found = [element for element in root.iter() if _HEADING.fullmatch(str(element.tag))]
        for element in found[_MOST_HEADINGS:]:
            element.attrib |= {"role": "heading", "aria-level": element.tag[1]}
            element.tag = "div"


class Bounded(markdown.Extension):
    """Bounds links, pictures, what is taken for a tag, and what is within something else."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Bounds the engine; tags are looked at behind fenced code and before blocks of HTML,
        the tree behind inline markup and before the table of contents."""
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


def makeExtension(**options: Any) -> Bounded:
    """For settings that name extensions by their modules."""
    return Bounded(**options)
