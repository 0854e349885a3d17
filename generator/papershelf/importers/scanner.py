"""Where the parts of a text in LaTeX begin and end.

In: a text. Out: the ends of its groups, conditions, formulas and arguments, found once. It knows no
command, and takes time in proportion to the text, whatever is never closed in it.
"""

from __future__ import annotations

import re

from papershelf.importers import formulas
from papershelf.text import tex
from papershelf.text.markers import DOLLAR

#: Where plain text ends. An address is not LaTeX, but for what LaTeX needs escaped in it.
TOKEN = re.compile(
    r"https?://(?:[^\s{}<>\"\\$]|\\[_%#~]|\\&(?!\{\}))+"
    r"|\\(?:[A-Za-z]+|.|\Z)|[{}~$]|-{2,}|``|''|[!?]`",
    re.DOTALL,
)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_CONDITION = re.compile(r"\\(ifmmode|else|fi)(?![A-Za-z])")
_BLANKS = re.compile(r"\s*")
OPTION = re.compile(r"\s*\[[^\[\]{}]{0,80}\]")
_TWO_DOLLARS = re.compile(r"(?<!\\)\$\$")
_ONE_DOLLAR = re.compile(r"(?:\\.|[^$\\])*?\$", re.DOTALL)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


class Scanner:
    """One text: where its braces and conditions end is known before it is read."""

    def __init__(self, text: str, odd: list[str]) -> None:
        self.text = text
        self.odd = odd
        self.is_names = False
        self.closing = self._braces()
        self.otherwise = self._conditions()
        self.never: set[tuple[str, int]] = set()
        """Delimiters that do not occur any more before an offset."""

    def _braces(self) -> dict[int, int]:
        """Return offset of a brace → offset of the one that closes it."""
        opened: list[int] = []
        found: dict[int, int] = {}
        for match in _BRACES.finditer(self.text):
            if match[0] == "{":
                opened.append(match.start())
            elif match[0] == "}" and opened:
                found[opened.pop()] = match.start()
        return found

    def _conditions(self) -> dict[int, int]:
        """Return offset of `\\ifmmode` → offset behind its `\\else`, or its `\\fi`."""
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
        """Add a formula between dollars; a dollar that ends nowhere is money."""
        double = self.text.startswith("$$", at) and not self.text.startswith("$$$", at)
        start = at + 2 if double else at + 1
        mark = "$$" if double else "$"
        if (mark, end) not in self.never:
            found = (_TWO_DOLLARS if double else _ONE_DOLLAR).search(self.text, start, end)
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
        """Whether what is between two dollars is TeX, not a text between two prices."""
        if not body.strip() or _PARAGRAPH.search(body):
            return False
        if body[0].isspace() and not re.search(r"[\\^_]", body) and re.search("[A-Za-z]{3}", body):
            return False
        source = " ".join(body.split())
        return "$" in source or any(piece.is_math for piece in tex.split(f"${source}$"))

    def delimited(self, at: int, end: int, mark: str, parts: list[str]) -> int:
        """Add the formula up to a delimiter; -1 where there is none."""
        stop = -1 if (mark, end) in self.never else self.text.find(mark, at, end)
        if stop < 0:
            self.never.add((mark, end))
            return -1
        parts.append(formulas.marked(self.text[at:stop]))
        return stop + len(mark)

    def blanks(self, at: int, end: int) -> int:
        """Return the offset behind white space."""
        match = _BLANKS.match(self.text, at, end)
        return match.end() if match else at

    def raw(self, at: int, end: int) -> tuple[str, int]:
        """Return an argument as it is written and the offset behind it; options are left out."""
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
