"""Find where the parts of a LaTeX text begin and end.

In: a text. Out: the ends of its groups, conditions, formulas and arguments, each found once. Knows
no commands. Takes linear time, even if groups are never closed.
"""

from __future__ import annotations

import re

from papershelf.importers.texts import formulas
from papershelf.text import tex
from papershelf.text.markers import DOLLAR

#: Where plain text ends. A URL is not LaTeX, except for the characters that LaTeX must escape.
TOKEN = re.compile(
    r"https?://(?:[^\s{}<>\"\\$]|\\[_%#~]|\\&(?!\{\}))+"
    r"|\\(?:[A-Za-z]+|.|\Z)|[{}~$]|-{2,}|``|''|[!?]`",
    re.DOTALL,
)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_CONDITION = re.compile(r"\\(ifmmode|else|fi)(?![A-Za-z])")
_BLANKS = re.compile(r"\s*")
DIMENSION = re.compile(r"\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|sp|mu)\b")
OPTION = re.compile(r"\s*\[[^\[\]{}]{0,80}\]")
_TWO_DOLLARS = re.compile(r"(?<!\\)\$\$")
_ONE_DOLLAR = re.compile(r"(?:\\.|[^$\\])*?\$", re.DOTALL)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


class Scanner:
    """A scanner for one text; it finds the ends of braces and conditions before reading."""

    def __init__(self, text: str, odd: list[str]) -> None:
        self.text = text
        self.odd = odd
        self.is_names = False
        self.closing = self._braces()
        self.otherwise = self._conditions()
        self.never: set[tuple[str, int]] = set()
        """Delimiters that do not occur again, each before an offset."""

    def _braces(self) -> dict[int, int]:
        """Return the offsets of closing braces by those of opening ones."""
        opened: list[int] = []
        found: dict[int, int] = {}
        for match in _BRACES.finditer(self.text):
            if match[0] == "{":
                opened.append(match.start())
            elif match[0] == "}" and opened:
                found[opened.pop()] = match.start()
        return found

    def _conditions(self) -> dict[int, int]:
        """Return for each `\\ifmmode` the offset after its `\\else`, or its `\\fi`."""
        if "\\ifmmode" not in self.text:
            return {}
        opened: list[int] = []
        found: dict[int, int] = {}
        for match in _CONDITION.finditer(self.text):
            if match[1] == "ifmmode":
                opened.append(match.start())
            elif opened:
                found.setdefault(opened[-1], match.end())
                if match[1] == "fi":
                    opened.pop()
        return found

    def formula(self, at: int, end: int, parts: list[str]) -> int:
        """Add a formula between dollars; an unpaired dollar is money."""
        double = self.text.startswith("$$", at) and not self.text.startswith("$$$", at)
        start = at + 2 if double else at + 1
        mark = "$$" if double else "$"
        if (mark, end) not in self.never:
            find = _TWO_DOLLARS.search if double else _ONE_DOLLAR.match
            found = find(self.text, start, end)
            if found is None:
                self.never.add((mark, end))
            else:
                body = self.text[start : found.end() - len(mark)]
                if self.is_formula(body):
                    source = self.text[at : found.end()]
                    parts.append(source if self.is_names else formulas.marked(body))
                    return found.end()
        parts.append("$" if self.is_names else DOLLAR)
        return at + 1

    def is_formula(self, body: str) -> bool:
        """Return whether the text between two dollars is TeX, not text between two prices."""
        if not body.strip() or _PARAGRAPH.search(body):
            return False
        if body[0].isspace() and not re.search(r"[\\^_]", body) and re.search("[A-Za-z]{3}", body):
            return False
        source = " ".join(body.split())
        return "$" in source or any(piece.is_math for piece in tex.split(f"${source}$"))

    def delimited(self, at: int, end: int, mark: str, parts: list[str]) -> int:
        """Add the formula up to a delimiter; return -1 if there is none."""
        stop = -1 if (mark, end) in self.never else self.text.find(mark, at, end)
        if stop < 0:
            self.never.add((mark, end))
            return -1
        parts.append(formulas.marked(self.text[at:stop]))
        return stop + len(mark)

    def blanks(self, at: int, end: int) -> int:
        """Return the offset after white space."""
        match = _BLANKS.match(self.text, at, end)
        return match.end() if match else at

    def raw(self, at: int, end: int) -> tuple[str, int]:
        """Return an argument as written and the offset after it; skip options."""
        if option := OPTION.match(self.text, at, end):
            at = option.end()
        start = self.blanks(at, end)
        stop = self.closing.get(start, -1)
        if start < stop < end:
            return self.text[start + 1 : stop], stop + 1
        if start >= end or self.text[start] in "{}":
            return "", at
        match = TOKEN.match(self.text, start, end)
        stop = match.end() if match and self.text[start] == "\\" else start + 1
        return self.text[start:stop], stop
