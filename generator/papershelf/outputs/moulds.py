"""Moulds: what the engine makes of one page, for all pages of the same shape.

Two pages of one shape differ only in values: title, description, metadata, address, and blocks of
HTML, which no engine changes. The engine renders one page with a token in place of each value, and
other pages are cast from the result. Blocks and metadata have no indentation, so their clean-up,
which pages get after the engine, would change nothing.

In: pages before the engine, and what the engine made of a page of tokens. Out: finished pages.
Knows no engine. Reasons: docs/decisions/0016-pages-are-cast.md.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papershelf.outputs.render import Page
from papershelf.outputs.views.records import NOTHING, Head
from papershelf.text import markers
from papershelf.text.escape import Html, html

#: Begins every token. Letters and hyphens come back unchanged from addresses, slugs and Markdown.
_WORD = "papershelf-mould"
#: A title, with every character that a template may escape, and longer than what a template may
#: cut or wrap.
_TEXT = f"{_WORD}-{{}} <&\"'>{f' {_WORD}' * 30}"


class Unfit(Exception):
    """The engine changed a token, so no page can be cast; the message says what happened."""


class Shape(NamedTuple):
    """What is the same in all pages of a shape."""

    kind: str
    folder: str
    """First segment of the address; links in the theme depend on it and on the depth."""
    depth: int
    """Number of segments of the address."""
    has_description: bool
    has_tags: bool
    is_indexed: bool
    has_aside: bool
    markdown: str
    """The body with a hole in place of each run of HTML blocks."""


#: What differs: title, description, metadata, the segments of the address after the first, and the
#: runs of HTML blocks; each escaped for its place.
Values = tuple[str, ...]


def split(page: Page) -> tuple[Shape, Values]:
    """Return the shape and the values of a page."""
    head = page.head
    lines: list[str] = []
    runs: list[list[str]] = []
    was_html = False
    for is_html, block in iter_blocks(page.body):
        if not is_html:
            lines.append(block)
        elif was_html:
            runs[-1].append(block)
        else:
            lines.append(markers.HOLE)
            runs.append([block])
        was_html = is_html
    folder, *segments, _ = head.url.split("/") if head.url else ("", "")
    shape = Shape(
        kind=head.kind,
        folder=folder,
        depth=head.url.count("/"),
        has_description=bool(head.description),
        has_tags=bool(head.tags),
        is_indexed=head.is_indexed,
        has_aside=page.has_aside,
        markdown="\n\n".join(lines),
    )
    blocks = ["\n".join(run) for run in runs]
    return shape, (html(head.title), html(head.description), head.tags, *segments, *blocks)


def is_html(body: str) -> bool:
    """Return whether a body has no line of Markdown."""
    return all(is_block for is_block, _ in iter_blocks(body))


def iter_blocks(body: str) -> Iterator[tuple[bool, str]]:
    """Yield the blocks of a body, and whether each is HTML; of those, only code has empty lines."""
    code = ""
    for part in body.split("\n\n"):
        block = f"{code}\n\n{part}" if code else part.strip("\n")
        code = block if block.startswith("<pre") and "</pre>" not in block else ""
        if block and not code:
            yield block.startswith("<"), block
    if code:
        yield True, code


def to_page(shape: Shape) -> Page:
    """Return the page of tokens of a shape."""
    tokens = _Tokens(shape)
    body, *rest = shape.markdown.split(markers.HOLE)
    body += "".join(block + text for block, text in zip(tokens.blocks, rest, strict=True))
    head = Head(
        kind=shape.kind,
        url="/".join((shape.folder, *tokens.segments)) + "/",
        title=tokens.title,
        description=tokens.description if shape.has_description else "",
        is_indexed=shape.is_indexed,
        tags=Html(tokens.tags) if shape.has_tags else NOTHING,
    )
    return Page(head, body, has_aside=shape.has_aside)


class _Tokens:
    """The tokens of a shape, as they are in its page."""

    def __init__(self, shape: Shape) -> None:
        self.title = _TEXT.format("title")
        self.description = _TEXT.format("description")
        self.tags = f'<meta name="{_WORD}-tags">'
        # each shape has an address of its own, since an engine may render them all in one run
        name = f"{_WORD}-{zlib.crc32(repr(shape).encode()):08x}"
        self.segments = [f"{name}-{number}" for number in range(1, shape.depth)]
        holes = shape.markdown.count(markers.HOLE)
        self.blocks = [f"<div>{_WORD}-block-{number}</div>" for number in range(holes)]

    def rendered(self) -> list[str]:
        """Return all tokens as they must come back, in the order of the values."""
        return [html(self.title), html(self.description), self.tags, *self.segments, *self.blocks]


@dataclass(frozen=True, slots=True)
class Mould:
    """The page of a shape with holes."""

    start: str
    parts: tuple[tuple[int, str], ...]
    """For each hole, the index of its value and the text after it."""
    linked: frozenset[str] = frozenset()
    """Second segments of the addresses that relative links in the mould lead to. Such a link is
    shorter on the page itself, and on pages below it."""

    def fits(self, url: str) -> bool:
        """Return whether the page at an address can be cast."""
        return url.split("/")[1] not in self.linked

    def cast(self, values: Sequence[str]) -> str:
        """Return the page with these values, which are escaped as HTML."""
        pieces = [self.start]
        for index, text in self.parts:
            pieces += (values[index], text)
        return "".join(pieces)


def to_mould(shape: Shape, rendered: str) -> Mould:
    """Return the mould from what the engine made of the page of tokens. Raise Unfit if a token came
    back changed, or a block is missing or repeated."""
    tokens = _Tokens(shape).rendered()
    numbers = {token: index for index, token in enumerate(tokens)}
    # longest first: one token may begin another
    pattern = "|".join(map(re.escape, sorted(tokens, key=len, reverse=True)))
    start, *rest = re.split(f"({pattern})", rendered)
    found, texts = rest[::2], rest[1::2]
    for text in (start, *texts):
        at = text.lower().find(_WORD)
        if at >= 0:
            raise Unfit(f"changes a value: {text[at : at + 80]!r}")
    once = [*([_Tokens(shape).tags] if shape.has_tags else []), *_Tokens(shape).blocks]
    for token in once:
        if found.count(token) != 1:
            raise Unfit(f"prints a part of the page {found.count(token)} times")
    parts = tuple((numbers[token], text) for token, text in zip(found, texts))
    return Mould(start, parts, _linked(shape, (start, *texts)))


def _linked(shape: Shape, texts: Iterable[str]) -> frozenset[str]:
    up = re.escape("../" * (shape.depth - 1))
    link = re.compile(rf"(?<![./]){up}([\w-]+)")
    return frozenset(name for text in texts for name in link.findall(text)) if up else frozenset()
