"""The headings of hand-written Markdown, and the marks at their end.

In: the lines of a heading. Out: its level, text and id, the marks of a session, such as
`{date=2026-11-05}`, and the heading without these marks. Does not know what a mark means.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: The marks of a session; pages never show them. Every other word in braces is an attribute.
MARKS = ("date", "due", "cancelled")
#: A word in braces; quotes may contain spaces.
_WORD = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*'|["'])+""")
_ESCAPED = re.compile(r"\\([!-/:-@[-`{-~])")
#: The most `#` of a heading; others are its text.
DEEPEST = 6


class Mark(NamedTuple):
    """A word in the braces of a heading."""

    name: str
    """What is before the sign `=`, or all of the word: `date`, `cancelled`, `#id`."""
    value: str
    """Without quotes: `2026-11-05`."""
    start: int
    """Offset in the page."""
    end: int


class Heading(NamedTuple):
    """A heading of a page."""

    level: int
    """1 to 6."""
    text: str
    """Markdown without braces and closing `#`."""
    words: tuple[Mark, ...]
    """All words in braces."""
    start: int
    """Offset of its first line."""
    end: int
    """Offset of the end of its last line, before the line break."""
    markdown: str
    """As written, without the marks of a session."""

    @property
    def title(self) -> str:
        """Return its text without backslashes."""
        return _ESCAPED.sub(r"\1", self.text)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of a session."""
        return tuple(word for word in self.words if word.name in MARKS)

    @property
    def id(self) -> str:
        """Return the id in braces, `{#week-1}`; empty without one."""
        return next((word.name[1:] for word in self.words if word.name.startswith("#")), "")

    def mark(self, name: str) -> Mark | None:
        """Return the first mark with a name."""
        return next((word for word in self.words if word.name == name), None)


def parse(lines: str, level: int, start: int) -> Heading:
    """Return the heading of one line that begins with `#`, or of two lines, the second of which
    underlines the first."""
    lines = lines.rstrip("\r\n")
    first = lines.partition("\n")[0].rstrip("\r")
    begin, end = _braces(first)
    words = tuple(to_words(first[begin:end], start + begin))
    kept = [word for word in words if word.name not in MARKS]
    markdown = lines
    if len(kept) < len(words):
        inside = " ".join(lines[word.start - start : word.end - start] for word in kept)
        text = f"{first[:begin]}{{{inside}}}" if kept else first[:begin].rstrip()
        markdown = text + lines[end:]
    return Heading(level, _text(first[:begin]), words, start, start + len(lines), markdown)


def _text(line: str) -> str:
    """Return the text between the marks of a heading. A single regular expression would try each
    number of spaces inside a line again."""
    hashes = len(line) - len(line.lstrip("#"))
    text = line[min(hashes, DEEPEST) :].strip()
    bare = text.rstrip("#")
    if bare != text and bare.endswith("\\"):  # C\#
        bare = f"{bare}#"
    return bare.rstrip()


def _braces(line: str) -> tuple[int, int]:
    """Return begin and end of the braces at the end of a line, which closing `#` may follow; both
    are the end of the line if there are none."""
    bare = line.rstrip()
    for text in (bare, bare.rstrip("#").rstrip()):
        at = text.rfind("{")
        if text.endswith("}") and at >= 0 and text.find("}", at) == len(text) - 1:
            return at, len(text)
    return len(line), len(line)


def to_words(braces: str, start: int) -> list[Mark]:
    """Return the words in braces that begin at an offset. The first may follow a colon, `{: .wide}`
    and `{:.wide}`."""
    found = []
    begin = 2 if braces.startswith("{:") else 1
    for match in _WORD.finditer(braces[begin:-1]):
        name, _, value = match[0].partition("=")
        if len(value) > 1 and value[0] in "\"'" and value.endswith(value[0]):
            value = value[1:-1]
        found.append(Mark(name, value, start + begin + match.start(), start + begin + match.end()))
    return found
