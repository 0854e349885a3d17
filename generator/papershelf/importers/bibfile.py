"""Split a `.bib` file into blocks.

In: its text. Out: a BibEntry for each record, with abbreviations (`@string`) expanded, and a Broken
for each part that cannot be read. Knows no fields. Grammar: BibTeX 0.99 (btxdoc), where braces
count even after backslashes. Text between entries is a comment; so is `% …` there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from papershelf.text.dates import MONTHS

#: The most characters of a value: nested abbreviations could double its length each time.
MAX_VALUE = 1_000_000
_MONTHS = frozenset(map(str.lower, MONTHS))
_START = re.compile(r"@[ \t]*([\w-]+)\s*([{(])")
#: An entry at the beginning of a line, even inside an entry whose braces are never closed.
_NEXT = re.compile(
    r"^[ \t]*@[ \t]*[\w-]+[ \t]*[{(][^\S\n]*(?:[^\s,{}()=\"]+[^\S\n]*)?(?:,|=|$)", re.M
)
_COMMENTED = re.compile(r"^[ \t]*%", re.M)
#: Some programs write keys with spaces, `{Quill et al 2020,`.
_KEY = re.compile(r"\s*(?:([^\s,{}=\"]+(?: [^\s,{}=\"]+){0,8})\s*)?(?=[,})])")
#: The Web of Science writes names with spaces, `Early Access Date = …`.
_NAME = re.compile(r"[\s,]*([^\s=,{}\"#()%']+(?: [^\s=,{}\"#()%']+){0,3})\s*=\s*")
_WORD = re.compile(r"[^\s=,{}\"#()%']+")
_SPACE = re.compile(r"\s*")
_BRACES = {True: re.compile(r"[{}]"), False: re.compile(r"(?<!\\)[{}]")}
_QUOTED = {True: re.compile(r"[{}\"]"), False: re.compile(r"(?<!\\)[{}]|\"")}
#: Text that occurs between entries only after a mistake.
_LOST = re.compile(
    r"^[ \t]*[}),]|(?<![\w-])[\w-]+\s*=\s*[{\"]|^[ \t]*\w+\s*\{\s*[^\s,{}]+\s*,", re.M
)
_OPEN = "not closed: a brace is missing, or the file is cut off"


@dataclass(slots=True, kw_only=True)
class BibEntry:
    """A record."""

    type: str
    """The type in lower case, `article`."""
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    """Values without delimiters, by name in lower case; the first of two values."""
    again: list[tuple[str, str]] = field(default_factory=list)
    """Names and values of repeated fields."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Undefined abbreviations, by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A part of the text that should be an entry but cannot be read."""

    line: int
    key: str
    why: str


class _BrokenError(Exception):
    """A syntax error: the reason and the offset."""

    def __init__(self, why: str, at: int) -> None:
        super().__init__(why)
        self.at = at


def read(text: str) -> Iterator[BibEntry | Broken]:
    """Yield every block, in the order of the file."""
    return _Reader(text).blocks()


class _Reader:
    """A parser for one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.strings: dict[str, str] = {}
        self.next = 0

    def line(self, at: int) -> int:
        return bisect_right(self.breaks, at - 1) + 1

    def blocks(self) -> Iterator[BibEntry | Broken]:
        at = 0
        while match := _START.search(self.text, at):
            begun = self.text.rfind("\n", at, match.start()) + 1 or at
            if _COMMENTED.match(self.text, begun):
                yield from self.between(at, begun)
                at = self.text.find("\n", match.start()) + 1 or len(self.text)
                continue
            yield from self.between(at, match.start())
            kind = match[1].lower()
            if kind == "comment":
                at = self.comment(match)
                continue
            if self.next < match.end():
                following = _NEXT.search(self.text, match.end())
                self.next = following.start() if following else len(self.text)
            block, at = self.block(match, kind, self.next)
            if block is not None:
                yield block
        yield from self.between(at, len(self.text))

    def between(self, start: int, end: int) -> Iterator[Broken]:
        """Yield text between two entries that looks like a part of one."""
        text = re.sub(r"^[ \t]*%.*$", "", self.text[start:end], flags=re.M)
        if match := _LOST.search(text):
            shown = " ".join(text[match.start() :].split())[:60]
            yield Broken(
                line=self.line(start + min(match.start(), end - start)),
                key="",
                why=f'text outside of any entry: "{shown}"',
            )

    def comment(self, match: re.Match[str]) -> int:
        """Return the end of `@comment{…}`, or of the word alone if the braces do not match."""
        return self.closing.get(match.end() - 1, match.end())

    @cached_property
    def closing(self) -> dict[int, int]:
        """The offsets after closing braces, by those of opening ones: each comment may be open
        until the end of the text."""
        opened: list[int] = []
        found: dict[int, int] = {}
        for match in _BRACES[False].finditer(self.text):
            if match[0] == "{":
                opened.append(match.start())
            elif opened:
                found[opened.pop()] = match.end()
        return found

    def block(
        self, match: re.Match[str], kind: str, end: int
    ) -> tuple[BibEntry | Broken | None, int]:
        """Return a block and the offset after it. Some programs write entries in which escaped
        braces do not count; if an entry cannot be read otherwise, they are not counted."""
        first: _BrokenError | None = None
        for strict in (True, False):
            try:
                return self.parsed(match, kind, end, strict=strict)
            except _BrokenError as error:
                first = first or error
        assert first is not None
        key = _KEY.match(self.text, match.end(), end)
        where = f"line {self.line(first.at)}: " if first.at < len(self.text) else ""
        broken = Broken(
            line=self.line(match.start()),
            key=(key[1] or "") if key else "",
            why=f"not valid BibTeX: {where}{first}",
        )
        return broken, end

    def parsed(
        self, match: re.Match[str], kind: str, end: int, *, strict: bool
    ) -> tuple[BibEntry | None, int]:
        at, close = match.end(), "}" if match[2] == "{" else ")"
        entry = BibEntry(type=kind, key="", line=self.line(match.start()))
        if kind == "preamble":
            at = _SPACE.match(self.text, at, end).end()  # type: ignore[union-attr]
            _, at = self.value(at, end, entry, "", strict=strict)
            return None, self.closed(at, end, close)
        if kind != "string" and (key := _KEY.match(self.text, at, end)):
            entry.key, at = key[1] or "", key.end()
        while name := _NAME.match(self.text, at, end):
            value, at = self.value(name.end(), end, entry, name[1].lower(), strict=strict)
            if kind == "string":
                self.strings[name[1].lower()] = value
            elif name[1].lower() in entry.fields:
                entry.again.append((name[1].lower(), value))
            else:
                entry.fields[name[1].lower()] = value
            at = _SPACE.match(self.text, at, end).end()  # type: ignore[union-attr]
            if at >= end:
                raise _BrokenError(_OPEN, at)
            if self.text[at] not in (",", close):
                raise _BrokenError(f"missing comma after {name[1]}", at)
        at = self.closed(at, end, close)
        return (None if kind == "string" else entry), at

    def closed(self, at: int, end: int, close: str) -> int:
        """Return the offset after the end of a block."""
        while at < end and (self.text[at] in ", \t\r\n"):
            at += 1
        if at >= end:
            raise _BrokenError(_OPEN, at)
        if self.text[at] != close:
            shown = " ".join(self.text[at : at + 40].split())
            raise _BrokenError(f'expected a field or the end of the entry, found "{shown}"', at)
        return at + 1

    def value(
        self, at: int, end: int, entry: BibEntry, name: str, *, strict: bool
    ) -> tuple[str, int]:
        """Return a value and the offset after it. A value is `{…}`, `"…"`, a number, an
        abbreviation, or several of them joined by `#`."""
        parts: list[str] = []
        size = 0
        while True:
            if self.text[at : at + 1] == "{":
                stop = self.balanced(at, end, strict=strict)
                parts.append(self.text[at + 1 : stop - 1])
            elif self.text[at : at + 1] == '"':
                stop = self.quoted(at, end, strict=strict)
                parts.append(self.text[at + 1 : stop - 1])
            elif word := _WORD.match(self.text, at, end):
                stop = word.end()
                parts.append(self.strings.get(word[0].lower(), word[0]))
                lower = word[0].lower()
                if not (lower.isdigit() or lower in _MONTHS or lower in self.strings):
                    entry.unknown.setdefault(name, word[0])
            else:
                raise _BrokenError(f"{name or 'a field'} has no value", at)
            size += len(parts[-1])
            if size > MAX_VALUE:
                raise _BrokenError(f"{name} is longer than {MAX_VALUE:,} characters", at)
            at = _SPACE.match(self.text, stop, end).end()  # type: ignore[union-attr]
            if self.text[at : at + 1] != "#":
                return "".join(parts), at
            at = _SPACE.match(self.text, at + 1, end).end()  # type: ignore[union-attr]

    def balanced(self, at: int, end: int, *, strict: bool) -> int:
        """Return the offset after the brace that closes the one at `at`."""
        depth = 0
        for match in _BRACES[strict].finditer(self.text, at, end):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                return match.end()
        raise _BrokenError("unclosed brace", at)

    def quoted(self, at: int, end: int, *, strict: bool) -> int:
        """Return the offset after the quotation mark that closes the one at `at`."""
        depth = 0
        for match in _QUOTED[strict].finditer(self.text, at + 1, end):
            if match[0] == '"' and depth == 0:
                return match.end()
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth < 0:
                raise _BrokenError("closing brace without an opening brace", match.start())
        raise _BrokenError("unclosed quotation mark", at)
