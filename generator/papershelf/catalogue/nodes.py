"""The nodes of a YAML text, with positions and every scalar as written.

`parse` makes them of a text, `plain` makes plain data of them. Knows no fields and no types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias


class Scalar(NamedTuple):
    """A text, with the offsets of its source in characters."""

    text: str
    start: int
    end: int
    style: str = ""
    """`'`, `"`, `|`, `>` or empty for a plain one."""


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    start: int
    end: int


class Mapping(NamedTuple):
    """Keys with their values, each key once."""

    pairs: dict[str, tuple[Scalar, Node]]
    start: int
    end: int
    broken: tuple[Scalar, ...] = ()
    """Keys with values that cannot be parsed as YAML."""

    def value(self, key: str) -> Node | None:
        """Return the value of a key; None if it is missing."""
        return self.pairs[key][1] if key in self.pairs else None


Node: TypeAlias = Scalar | Sequence | Mapping
#: The position of a whole page: the first three characters, as of `---`.
TOP = Scalar("", 0, 3)


class Finding(NamedTuple):
    """A syntax problem before it has a file: rule, offsets, message, hint."""

    rule: str
    start: int
    end: int
    message: str
    hint: str


def duplicate(key: Scalar, first: int = 0) -> Finding:
    """Return the finding for a duplicate key; `first` is the line of the first one, if known."""
    message = f'duplicate key "{key.text}"' + (f" (first in line {first})" if first else "")
    return Finding("duplicate-key", key.start, key.end, message, "keep one of the two")


def iter_scalars(node: Node) -> Iterator[Scalar]:
    """Yield every scalar below a node, in the order of the file."""
    if type(node) is Scalar:
        yield node
    elif type(node) is Sequence:
        for item in node.items:
            yield from iter_scalars(item)
    elif type(node) is Mapping:
        for _, value in node.pairs.values():
            yield from iter_scalars(value)


def item_of(node: Node | None, text: str) -> Scalar | None:
    """Return the item of a list with this text; None if there is none, or for another node."""
    items = node.items if type(node) is Sequence else ()
    return next((i for i in items if type(i) is Scalar and i.text.strip() == text), None)


_NUMBERS = {1: "one space", 2: "two spaces", 3: "three spaces", 4: "four spaces"}


def spaces(number: int) -> str:
    """Return `four spaces`."""
    return _NUMBERS.get(number, f"{number} spaces")


def quoted(text: str) -> str:
    """Return a text of one line as a quoted scalar, in single quotes if it contains TeX."""
    if "\\" in text or '"' in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


_SAFE = re.compile(r"[^\W\d_](?:[\w .'’-]*[\w.'’])?")
_WORDS = frozenset("y n yes no on off true false null".split())


def as_item(text: str) -> str:
    """Return a text for a list in brackets or a mapping in braces, in quotes if it needs them."""
    if _SAFE.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
