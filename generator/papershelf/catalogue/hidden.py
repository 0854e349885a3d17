"""Characters in a file that nobody sees.

In: a text. Out: rule, offset, message of each, once for a line. It reads no YAML, so that it also
serves Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from papershelf.text import characters

#: Rule, offset, message.
Found: TypeAlias = tuple[str, int, str]

DELETE = "delete it; it was probably copied along with the text"
#: Rule, what it says of a character, what finds it.
KINDS = (
    ("control-character", "forbidden character", characters.forbidden),
    ("invisible-character", "invisible", characters.invisible),
)


def find(text: str) -> Iterator[Found]:
    """Yield the characters that nobody sees, each once for a line however often it is there: a line
    may be all of them."""
    for rule, told, finder in KINDS:
        places: dict[str, list[int]] = {}
        end = 0
        for offset, name in finder(text):
            if "\udc80" <= text[offset] <= "\udcff":
                continue  # reported as what it is, a byte that is not UTF-8
            if offset >= end:
                yield from _each(rule, told, places)
                places, end = {}, text.find("\n", offset)
                end = len(text) if end < 0 else end
            places.setdefault(name, []).append(offset)
        yield from _each(rule, told, places)


def _each(rule: str, told: str, places: dict[str, list[int]]) -> Iterator[Found]:
    for name, offsets in places.items():
        often = f", {len(offsets):,} times in this line" if len(offsets) > 1 else ""
        yield rule, offsets[0], f"{told} {name}{often}"
