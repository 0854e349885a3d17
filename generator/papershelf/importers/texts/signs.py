"""Read signs of LaTeX: commands that stand for a character, a formula or nothing.

In: a text and the offset after such a command. Out: what it shows, and the offset after it. Reads
no text inside arguments; `latex` does.
"""

from __future__ import annotations

import re

from papershelf.importers.texts import commands, formulas, packages
from papershelf.importers.texts.scanner import DIMENSION, OPTION, Scanner
from papershelf.text.markers import AND, DOLLAR

_NUMBER = re.compile(r"\s*(?:'([0-7]{1,6})|\"([0-9A-F]{1,5})|(\d{1,7}))")
_SIGNS = {
    ",": " ", ";": " ", ":": " ", ">": " ", " ": " ", "\n": " ", "\t": " ", "\r": " ", "\\": " ",
    "!": "", "/": "", "@": "", "-": "", "*": "", "{": "{", "}": "}", "%": "%", "#": "#", "_": "_",
    "&": "&", "$": DOLLAR, "|": "‖",
}  # fmt: skip
#: Characters that stay commands in a list of names, which is split later.
_LATER = frozenset("\\{}~$%#&_,\"^-'`") | {DOLLAR, " ", ""}
#: Text before a tilde of a range or an approximate value: `0.1~0.3`, `z~2`, but not `Fig~2`.
_RANGE = re.compile(r"[\d%]\Z|(?:\A|[\s(])[a-zA-Z]\Z")
_GENITIVE = re.compile(r" (?:s|t|d|m|n|re|ll|ve)\b")
#: What is written before an apostrophe as a part of a word: `O'Neil`, `d'une`, `dell'aria`.
_ELIDED = re.compile(
    r"(?:^|[^\w’'‘])(?:[^\W\d_]|\w{0,5}qu|un|(?:d|n|s|qu)?(?:all|ell)|aujourd)\Z", re.IGNORECASE
)
#: Signs of pifont by number. Unicode has most of them in the same order as Zapf Dingbats, in two
#: runs, and some elsewhere: https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/zdingbat.txt
_DINGBATS = {
    **{number: number + 0x26E0 for number in range(33, 127)},
    **{number: number + 0x26C0 for number in (*range(161, 240), *range(241, 255))},
    **{172 + digit: 0x2460 + digit for digit in range(10)},
    37: 0x260E, 42: 0x261B, 43: 0x261E, 72: 0x2605, 73: 0x2606, 108: 0x25CF, 110: 0x25A0,
    115: 0x25B2, 116: 0x25BC, 117: 0x25C6, 119: 0x25D7, 168: 0x2663, 169: 0x2666, 170: 0x2665,
    171: 0x2660, 213: 0x2192, 214: 0x2194, 215: 0x2195,
}  # fmt: skip


class Signs(Scanner):
    """A reader of such commands."""

    is_prose = False
    """Whether unknown commands stay as written."""

    def tie(self, at: int) -> str:
        """Return a space for a tie; a tilde before a number means "about"."""
        before = self.text[at - 1 : at]
        is_about = re.match(r"~\s?\$?[\d.]", self.text[at : at + 4]) is not None
        if is_about and self.is_prose and _RANGE.search(self.text[max(0, at - 3) : at]):
            return "~"
        return "~" if is_about and (not before or before.isspace() or before in "([=") else " "

    def sign(self, name: str, at: int, end: int, parts: list[str]) -> int:
        """Add a command of one character."""
        if name in ("(", "["):
            stop = self.delimited(at, end, "\\)" if name == "(" else "\\]", parts)
            if stop >= 0:
                return stop
        if self.is_names and _SIGNS.get(name, name) in _LATER and name not in ",;: \n\t":
            parts.append(f"\\{name}")
            return at
        if name == "-" and self.text[at : at + 1] == "/":  # BibLaTeX's breakable hyphen
            parts.append("-")
            return at + 1
        if name == "\\":
            parts.append(" ")
            option = OPTION.match(self.text, at, end)
            return option.end() if option and DIMENSION.search(option[0]) else at
        if name == "&" and self.text[at : at + 2] == "{}":
            parts.append(AND)
            return at + 2
        if name not in _SIGNS:
            self.odd.append(f"\\{name}")
            parts.append("" if name == "" else f"\\{name}" if self.is_prose else name)
            return at
        parts.append(_SIGNS[name])
        return at

    def symbol(self, name: str, at: int, end: int, parts: list[str]) -> int:
        """Add a character by its name."""
        shown = commands.SYMBOLS[name]
        if self.is_names and any(char in _LATER for char in shown):
            parts.append(f"\\{name}")
            return at
        if name == "nobreakdash" and self.text[at : at + 2].startswith(("-", "}-")):
            shown = ""
        before = "".join(parts[-3:])
        parts.append(shown)
        if self.text[at : at + 2] == "{}":
            return at + 2
        is_inside = shown == "’" and (_GENITIVE.match(self.text, at, end) or _ELIDED.search(before))
        return self.blanks(at, end) if is_inside or commands.takes_blank(name) else at

    def character(self, name: str, at: int, end: int, parts: list[str]) -> int:
        """Add a character by its number: `\\char'176`, `\\symbol{126}`, `\\ding{51}`."""
        source, behind = self.raw(at, end) if name != "char" else ("", at)
        found = _NUMBER.match(source) if source else _NUMBER.match(self.text, at, end)
        if not found:
            return self.unknown(name, at, end, parts)
        base = 8 if found[1] else 16 if found[2] else 10
        number = int(found[1] or found[2] or found[3], base)
        if name == "ding":
            number = _DINGBATS.get(number, 0)
        if not 32 <= number < 0x110000 or 0xD800 <= number < 0xE000:
            return self.unknown(name, at, end, parts)
        parts.append(chr(number))
        return behind if source else found.end()

    def mathematics(self, name: str, at: int, end: int, parts: list[str]) -> int:
        """Add a command of mathematics, with its arguments, as a formula."""
        start = at
        body, at = self.raw(at, end)
        for _ in range(commands.FORMULAS.get(name, 1) - 1):
            _, at = self.raw(at, end)
        source = body if name == "ensuremath" else f"\\{name}{self.text[start:at]}"
        inner = re.sub(r"^\$(.*)\$$", r"\1", source.strip(), flags=re.DOTALL)
        parts.append(formulas.marked(inner))
        return at

    def environment(self, name: str, at: int, end: int, parts: list[str]) -> int:
        """Add a formula for an environment of mathematics; others only hold their text."""
        kind, at = self.raw(at, end)
        if name == "begin" and kind in commands.MATHS:
            inner: list[str] = []
            stop = self.delimited(at, end, f"\\end{{{kind}}}", inner)
            if stop >= 0:
                within = commands.MATHS[kind]
                body = re.sub(r"\\(?:label\{[^{}]*\}|nonumber)", "", "".join(inner)[1:-1])
                if within and ("&" in body or "\\\\" in body):
                    body = rf"\begin{{{within}}}{body}\end{{{within}}}"
                parts.append(formulas.marked(body))
                return stop
        if name == "begin" and kind in commands.LANGUAGES:
            _, at = self.raw(at, end)
        elif (
            name == "begin"
            and kind in commands.LISTS
            and (option := OPTION.match(self.text, at, end))
        ):
            at = option.end()
        if kind not in commands.TEXTS:
            self.odd.append(f"\\{name}{{{kind}}}")
        parts.append(" ")
        return at

    def packaged(self, name: str, at: int, end: int) -> tuple[str, int] | None:
        """Return the text of a command of chemistry or units, and the offset after it."""
        if option := OPTION.match(self.text, at, end):
            at = option.end()
        arguments = []
        for _ in range(packages.ARGUMENTS[name]):
            if self.text[at : at + 1] != "{":
                return None
            inner, at = self.raw(at, end)
            arguments.append(inner)
        shown = packages.read(name, arguments)
        return None if shown is None else (shown, at)

    def unknown(self, name: str, at: int, end: int, parts: list[str]) -> int:
        """Report an unknown command; its arguments are text, or its name if it has none."""
        if name == "item":
            parts.append(" • ")
            return self.blanks(at, end)
        self.odd.append(f"\\{name}")
        behind = self.blanks(at, end)
        if self.text[at : at + 2] == "{}":
            parts.append(name)
            return at + 2
        if self.text[behind : behind + 1] == "{" and behind in self.closing:
            return behind
        parts.append(f"\\{name}" if self.is_prose else name)
        return at
