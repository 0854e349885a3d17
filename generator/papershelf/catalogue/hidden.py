"""Invisible characters in a file.

In: a text. Out: rule, offset and message of each, once per line. Does not parse YAML, so it also
works for Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from papershelf.text import characters

#: Rule, offset, message.
Found: TypeAlias = tuple[str, int, str]

_DELETE = "delete it; it was probably copied along with the text"
_SPACE = "write a space in its place; it was probably copied along with the text"
#: Rule, message about a character, and the function that finds it.
KINDS = (
    ("control-character", "forbidden character", characters.forbidden),
    ("invisible-character", "invisible", characters.invisible),
)


def find(text: str) -> Iterator[Found]:
    """Yield the invisible characters, each once per line, since a line may have many of them."""
    for rule, words, finder in KINDS:
        places: dict[str, list[int]] = {}
        end = 0
        for offset, name in finder(text):
            if "\udc80" <= text[offset] <= "\udcff":
                continue  # reported elsewhere as a byte that is not UTF-8
            if offset >= end:
                yield from _each(rule, words, places)
                places, end = {}, text.find("\n", offset)
                end = len(text) if end < 0 else end
            places.setdefault(name, []).append(offset)
        yield from _each(rule, words, places)


def hint(text: str, offset: int) -> str:
    """Return what to do about a character; a break between two words separates them."""
    around = text[max(0, offset - 1) : offset] + text[offset + 1 : offset + 2]
    is_between = len(around) == 2 and not any(char.isspace() for char in around)
    return _SPACE if is_between and text[offset] in characters.BREAKS else _DELETE


def _each(rule: str, words: str, places: dict[str, list[int]]) -> Iterator[Found]:
    for name, offsets in places.items():
        often = f", {len(offsets):,} times in this line" if len(offsets) > 1 else ""
        yield rule, offsets[0], f"{words} {name}{often}"
