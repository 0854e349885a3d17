"""The lines of an entry that is not valid YAML, grouped by field.

In: a piece of a file that a YAML parser rejects. Out: its fields as lines, with offsets. Parses no
values and reports nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from papershelf.catalogue.boundaries import SIGN, SPACES
from papershelf.catalogue.report import closest

_INDENT = re.compile(f"[{SPACES}]*")
_LINE = re.compile(r"[^\r\n]+")
_KEY = re.compile(
    rf"""(?P<indent>[{SPACES}]*)(?P<dash>-[ \t]+|{SIGN})?"""
    r"""(?P<key>[A-Za-z_][\w-]*|"[^"]+"|'[^']+')[ \t]*:(?P<value>[ \t].*|\Z)"""
)
#: A key without the colon and space after it.
_GLUED = re.compile(
    rf"(?P<indent>[{SPACES}]*)(?P<dash>-[ \t]+)?(?P<key>[a-z_]+)(?:[ \t]*[=：][ \t]*|[ \t]*:)"
    r"(?P<value>(?:[^\S \t]\s*)?[^\s/].*)"
)
#: Fields with texts that contain headings: `Methods: …`.
PROSE = ("abstract", "summary", "notes")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?")
_MARKED = re.compile(r"""\\.|["'\[\]{}]""")


@dataclass(frozen=True, slots=True)
class Line:
    """A line below the one with the key."""

    start: int
    """Offset of its first character."""
    text: str

    @property
    def indent(self) -> str:
        """Return the spaces at its beginning, and characters that look like spaces."""
        return _INDENT.match(self.text)[0]  # type: ignore[index]  # it may be empty

    @property
    def at(self) -> int:
        """Return the offset of its first character that is not a space."""
        return self.start + len(self.indent)

    @property
    def end(self) -> int:
        """Return the offset after its last character that is not a space."""
        return self.start + len(self.text.rstrip())

    @property
    def is_comment(self) -> bool:
        """Return whether it contains only a comment."""
        return self.text.lstrip().startswith("#")


@dataclass(slots=True, kw_only=True)
class Lines:
    """The lines of a field."""

    key: str
    named: str
    """The name of the field: the key in lower case."""
    start: int
    """Offset of the key."""
    end: int
    """Offset after the key."""
    indent: str
    """The text before the key on its line, with a dash replaced by a space."""
    is_first: bool
    is_undashed: bool
    """Whether the separator before it is missing: a dash with a space, or a comma in braces."""
    is_glued: bool
    """Whether no colon with a space follows the key."""
    value: str
    """The text after the colon on its line."""
    value_at: int
    below: list[Line] = field(default_factory=list)
    _open: int = 0

    @property
    def is_block(self) -> bool:
        """Return whether its text is below, after `|` or `>`."""
        return bool(_BLOCK.fullmatch(self.value))

    @property
    def is_empty(self) -> bool:
        """Return whether the line of the key has no value."""
        return not self.value or self.value.startswith("#")

    @property
    def is_open(self) -> bool:
        """Return whether a quote or a bracket continues below."""
        return self._open > 0

    @property
    def body(self) -> int:
        """Return the width of the indentation of the first line below; -1 without one."""
        return len(self.below[0].indent) if self.below else -1

    @property
    def last(self) -> int:
        """Return the offset after its last line."""
        return self.below[-1].end if self.below else self.value_at + len(self.value)

    @property
    def raw(self) -> str:
        """Return its value as written, in one line."""
        return " ".join([self.value, *(line.text.strip() for line in self.below)]).strip()

    def weigh(self, text: str) -> None:
        """Count what a line opens and closes, if the value began with a quote or a bracket."""
        first = self.value[:1]
        if first in ("'", '"'):
            number = sum(match[0] == first for match in _MARKED.finditer(text))
            self._open = (self._open + number) % 2
        elif first in ("[", "{"):
            found = [match[0] for match in _MARKED.finditer(text)]
            self._open += sum((mark in "[{") - (mark in "]}") for mark in found if len(mark) == 1)


def fields(text: str, start: int, end: int, known: Collection[str]) -> list[Lines]:
    """Return the fields between two offsets; empty if the first line has no key."""
    found: list[Lines] = []
    is_dashed = False
    for line in _iter_lines(text, start, end):
        match = _key(line.text, known)
        if not found:
            if line.is_comment or line.text.startswith("---") or line.text.strip() == "-":
                is_dashed = is_dashed or line.text.strip() == "-"
                continue
            if match is None:
                return []
            found.append(_begun(line, match, known, is_first=True))
            found[0].is_undashed = found[0].is_undashed and not is_dashed
            continue
        first = found[0]
        if match and len(found) == 1 and first.is_undashed and match["key"] in known:
            first.indent = match["indent"]  # the indentation of the other fields
        if match and not match["dash"] and _begins(match, found, known):
            found.append(_begun(line, match, known, is_first=False))
        elif not line.is_comment or found[-1].is_block:
            found[-1].below.append(line)
            found[-1].weigh(line.text)
    return found


def _iter_lines(text: str, start: int, end: int) -> Iterator[Line]:
    for match in _LINE.finditer(text, start, end):
        if match[0].strip():
            yield Line(match.start(), match[0])


def _key(text: str, known: Collection[str]) -> re.Match[str] | None:
    match = _KEY.fullmatch(text)
    if match is None:
        glued = _GLUED.fullmatch(text)
        match = glued if glued and glued["key"] in known else None
    return match


def _begun(line: Line, match: re.Match[str], known: Collection[str], *, is_first: bool) -> Lines:
    value, key = match["value"], match["key"].strip("'\"")
    begun = Lines(
        key=key,
        named=key.lower() if key.lower() in known else key,
        start=line.start + match.start("key"),
        end=line.start + match.end("key"),
        indent=match["indent"] + " " * len(match["dash"] or ""),
        is_first=is_first,
        is_undashed=not re.match(r"-[ \t]", match["dash"] or ""),
        is_glued=bool(value) and value[0] not in " \t",
        value=value.strip(),
        value_at=line.start + match.start("value") + len(value) - len(value.lstrip()),
    )
    begun.weigh(begun.value)
    return begun


def is_near(key: str, known: Collection[str]) -> bool:
    """Return whether a word is a misspelled key: `autors`, but not `Results` in a text."""
    return bool(closest(key, known, 0.8))


def is_heading(key: str, above: str, known: Collection[str], there: Collection[str]) -> bool:
    """Return whether a key is a heading in the text of the field above: `Methods: …`, but not
    `Venue: …` where there is no venue yet."""
    is_field = key.lower() in known or is_near(key, known)
    return above in PROSE and key[:1].isupper() and (not is_field or key.lower() in there)


def _begins(match: re.Match[str], found: list[Lines], known: Collection[str]) -> bool:
    """Return whether a line with a key begins a field, and is not part of the one above it."""
    first, above = found[0], found[-1]
    width, column = len(match["indent"]), len(first.indent)
    may_be_text = above.named in PROSE and match["key"][:1].isupper()
    there = {each.named for each in found} if may_be_text else ()
    if is_heading(match["key"], above.named, known, there):
        return False
    is_known = match["key"] in known
    is_odd = bool(match["indent"].strip(" "))
    if width == column and not is_odd:
        is_prose = above.is_block and 0 <= above.body <= column
        return is_known or not is_prose or is_near(match["key"], known)
    if not is_known or above.is_open:
        return is_known and width < column
    if width < column:
        return True
    if above.is_block or above.is_empty:  # deeper lines are its text or its own keys
        return is_odd or 0 <= width < above.body
    return True
