"""Convert LaTeX to our text.

In: a value of BibTeX, or a title or abstract of arXiv. Out: plain text with `$TeX$`; accents and
symbols are characters, and braces are removed. An unknown command keeps its argument, or its name
if it has none, and is reported. Takes one pass; arguments of accents and scripts are read first.
"""

from __future__ import annotations

import re
import unicodedata

from papershelf.importers.texts import commands, formulas, packages, scripts
from papershelf.importers.texts.scanner import DIMENSION, OPTION, TOKEN
from papershelf.importers.texts.signs import Signs
from papershelf.importers.texts.urls import address
from papershelf.text.markers import AND, BRACE, LESS

#: Arguments nested deeper than this stay as written.
_DEEPEST = 12
_NEEDED = re.compile(r"[\\{}~$]|--|``|''|[!?]`")
_STAR = re.compile(r"\*(?=\s*[\[{])")
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "!`": "¡", "?`": "¿"}


#: BibTeX splits names before TeX takes the space after a command: `Hans \\O and Bo`.
_BEFORE_AND = re.compile(r"(\\[A-Za-z]{1,20})(?=\s+and\s)")


def from_tex(text: str, odd: list[str] | None = None) -> str:
    """Return prose of arXiv or OpenReview as our text. Braces without a command near them are
    characters there, and unknown commands stay as written."""
    shown = converted(text, [] if odd is None else odd, is_prose=True)
    return formulas.settled(shown.replace(LESS, "<").replace(AND, "&"))


def from_names(text: str, odd: list[str] | None = None) -> str:
    """Return a list of names with accents and letters as characters. Braces stay, because they
    group names; so does anything that would separate or group names."""
    if "\\" not in text:
        return text
    text = _BEFORE_AND.sub(r"\1{}", _undoubled(formulas.without_private(text)))
    for _ in range(3):  # `\\textbf{\\underline{Ada Byron}}`
        text = _STYLED.sub(_unstyled, text)
    reader = _Reader(text, [] if odd is None else odd)
    reader.is_names = True
    return reader.read(0, len(reader.text), 0)


#: A whole name in another style, as authors write their own: `\\textbf{Ada Byron}`. In part of a
#: name, braces group: `Ada \\textsc{Byron King}`.
_STYLES = (
    "emph|mbox|text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)|underline|uline|ul|mkbib(?:bold|emph|italic)"
    "|bf(?:series)?|rm(?:family)?|sf(?:family)?|em|it(?:shape)?|sc(?:shape)?|sl(?:shape)?|tt"
)
_STYLED = re.compile(
    rf"(?P<before>(?:\A|\sand)\s*)(?:\\(?:{_STYLES}|textcolor\{{\w+\}}|href\s*\{{[^{{}}]*\}})\s*\{{"
    rf"|\{{\s*\\(?:{_STYLES})(?![A-Za-z])\s*(?P<inner>\{{)?)"
    r"(?P<name>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}(?(inner)\s*\})"
    r"(?=[^\w\s{},\\$]*(?:\s*\Z|\s+and\s|\\textsuperscript|\$))"
)


def _unstyled(match: re.Match[str]) -> str:
    """Return a name without its style; braces stay around several."""
    name = match["name"]
    return match["before"] + (name if not re.search(r"\sand\s", name) else f"{{{name}}}")


def converted(text: str, odd: list[str], *, is_prose: bool = False) -> str:
    """Return a text without LaTeX, with its formulas and dollars still marked."""
    if not _NEEDED.search(text):
        return text
    text = with_ordinals(formulas.without_private(text))
    reader = _Reader(_undoubled(_with_tags(text) if "$" in text or "\\(" in text else text), odd)
    reader.is_prose = is_prose
    reader.keeps_braces = is_prose and not _has_commands(text)
    reader.has_quotes = not is_prose or "``" in reader.text
    return reader.read(0, len(reader.text), 0)


#: Two backslashes where no line can end: some programs double each of them, `Schr{\\\\"o}dinger`.
_DOUBLED = re.compile(
    r"(?<!\\)\\\\(?:(?<=\{..)(?=[A-Za-z\"'`^~=.])|(?<=[^\W\d_]..)(?=[\"'`^~=.]\{?[A-Za-z])"
    r"|(?=[a-z]{3,20}\{))"
)
#: The same before a sign, `R\\&D`, where no line of a table can end; pybtex writes them.
_DOUBLED_SIGN = re.compile(r"(?<!\\)\\\\(?=[%&#_])")
_HAS_LINES = re.compile(r"\\(?:begin|cases|p?matrix|eqalign)(?![A-Za-z])")


#: A raised end of a number, as a formula: `19$^{\\rm th}$`.
_ORDINAL = re.compile(
    r"(?<=\d)\$\s?\^\s?\{?\s?(?:\\(?:rm|it|text|textrm|textit|mathrm|mathit|mbox|hbox)(?![a-z])\s?\{?\s?)?"
    r"(st|nd|rd|th)\s?\}{0,3}\s?\$"
)


def with_ordinals(text: str) -> str:
    """Return a text with plain ordinal numbers: `19th`."""
    return _ORDINAL.sub(r"\1", text) if "$" in text else text


#: A backslash that a program took for text: Zotero exports `\\emph{a}` in a title as
#: `{\\textbackslash}emph\\{a\\}`, Mendeley as `$\\backslash$emph{\\{}a{\\}}`. In our own export,
#: which has `\\textbackslash{}`, it is text.
_BACKSLASH = re.compile(r"\{\\(?:text)?backslash\}|\$\\backslash\$")
#: Such a backslash (here BRACE) before the rest of a command, or between dollars. Before a digit in
#: braces it is that of a regular expression, `\\d{2}`, and between prices that of a text.
_EXPORTED = re.compile(
    rf"{BRACE}(?:\\[&%$#_]|\{{\\(?:[&%$#_]|textascii(?:tilde|circum))\}}"
    rf"|\\?[\"'`=.~^][\\{{}}{BRACE}]*[A-Za-z]|[A-Za-z]{{2,30}}\{{?\\\{{|[Hbcdkrtuv]\{{?\\\{{\}}?[A-Za-z])"
    rf"|\\\$(?!\s)[^$\n]{{0,200}}{BRACE}[A-Za-z][^$\n]{{0,200}}\$(?<!\s\\\$)(?!\d)"
)
#: What else was escaped.
_ESCAPED = re.compile(
    r"\{\\([{}$_&%#])\}|\\([{}$_&%#])|\{\\textascii(?:(tilde)|circum)\}|\\([~^])\{\}"
)


#: HTML whose signs a program took for mathematics: `$<$i$>$`.
_LESS, _MORE = (
    rf"\{{?(?:\$(?:{sign})\$|\\\((?:{sign})\\\))\}}?"
    for sign in (r"<|\\(?:text)?less|\\lt", r">|\\(?:text)?greater|\\gt")
)
_TAGS = re.compile(rf"{_LESS}((/?)([A-Za-z]+)[^<>${{}}\\]{{0,40}}){_MORE}")


def _with_tags(text: str) -> str:
    """Return a text with its HTML. Without an end tag, `$<$p$>$` is a mean in physics."""
    ended = {"br", *(match[3].lower() for match in _TAGS.finditer(text) if match[2])}
    return _TAGS.sub(lambda m: f"<{m[1]}>" if m[3].lower() in ended else m[0], text)


def _undoubled(text: str) -> str:
    """Return a text without the second escaping of its LaTeX."""
    if "backslash" in text and _EXPORTED.search(found := _BACKSLASH.sub(BRACE, text)):
        text = _ESCAPED.sub(lambda m: m[1] or m[2] or m[4] or ("~" if m[3] else "^"), found)
        text = text.replace(BRACE, "\\")
    if "\\\\" not in text:
        return text
    if not _HAS_LINES.search(text):
        text = _DOUBLED_SIGN.sub("\\\\", text)
    return _DOUBLED.sub("\\\\", text)


def _has_commands(text: str) -> bool:
    """Return whether there is a command outside formulas."""
    return re.search(r"\\[A-Za-z'`^\"~=.]", re.sub(r"\$[^$]*\$", "", text)) is not None


class _Reader(Signs):
    """A reader of a text or of part of it."""

    keeps_braces = False
    has_quotes = True
    """Whether two apostrophes end a quotation."""

    def read(self, at: int, end: int, depth: int) -> str:
        """Return the text between two offsets."""
        parts: list[str] = []
        while match := TOKEN.search(self.text, at, end):
            parts.append(self.text[at : match.start()])
            at = self.token(match, end, depth, parts)
        parts.append(self.text[at:end])
        return "".join(parts)

    def token(self, match: re.Match[str], end: int, depth: int, parts: list[str]) -> int:
        """Add the text of one token; return the offset after it."""
        token, at = match[0], match.end()
        if token[0] == "\\":
            return self.command(match, end, depth, parts)
        if token in "{}":
            return self.brace(match.start(), end, depth, parts)
        if token == "$":
            return self.formula(match.start(), end, parts)
        if self.is_names:
            parts.append(token)
        elif token == "~":
            parts.append(self.tie(match.start()))
        elif token.startswith("http"):
            parts.append(re.sub(r"\\([_%&#~])", r"\1", token))
        elif token == "''" and not self.has_quotes:
            parts.append(token)
        else:
            parts.append(_LIGATURES.get(token, token))
        return at

    def brace(self, at: int, end: int, depth: int, parts: list[str]) -> int:
        """Add a group in the list of names, or a literal brace."""
        if self.keeps_braces:
            parts.append(self.text[at])
        if self.is_names:
            return self.group_of_names(at, end, depth, parts)
        if self.text[at : at + 3] == "{<}":
            parts.append(LESS)
            return at + 3
        return at + 1

    def group_of_names(self, at: int, end: int, depth: int, parts: list[str]) -> int:
        """Add a group: BibTeX's special characters without their braces, all others with them."""
        stop = self.closing.get(at, -1)
        if self.text[at : at + 2] != "{\\" or not at < stop < end or depth > _DEEPEST:
            parts.append(self.text[at])
            return at + 1
        inner = self.read(at + 1, stop, depth + 1)
        is_mark = re.fullmatch(r"\\textsuperscript\{[^{}]*\}", inner) is not None
        binds = not is_mark and re.search(r"[\s,{}\\$]", inner) is not None
        parts.append(f"{{{inner}}}" if binds else inner)
        return stop + 1

    # --- commands

    def command(self, match: re.Match[str], end: int, depth: int, parts: list[str]) -> int:
        """Add the text of a command; return the offset after it and its arguments."""
        name, at = match[0][1:], match.end()
        if name in commands.ACCENTS:
            return self.accent(name, at, end, depth, parts)
        if not name.isalpha():
            return self.sign(name, at, end, parts)
        if name in ("nolinebreak", "nopagebreak", "pagebreak", "footnotemark"):
            option = OPTION.match(self.text, at, end)
            return option.end() if option else self.blanks(at, end)
        if name in commands.SYMBOLS:
            return self.symbol(name, at, end, parts)
        if name == "ifmmode" and match.start() in self.otherwise:
            return self.blanks(self.otherwise[match.start()], end)
        if name in commands.SILENT or name == "ifmmode":
            if name in ("else", "fi") and not self.otherwise:
                self.odd.append(f"\\{name}")
            return at + 2 if self.text.startswith("{}", at) else self.blanks(at, end)
        if star := _STAR.match(self.text, at, end):
            at = star.end()
        if name in commands.TRANSPARENT:
            if (lone := _LONE.match(self.text, at, end)) and (shown := _operator(lone[1])):
                parts.append(shown)
                return lone.end()
            option = OPTION.match(self.text, at, end)
            return (
                option.end() if option and self.text[option.end() : option.end() + 1] == "{" else at
            )
        if name in commands.PARAGRAPHS:
            parts.append("\n\n")
            return at + 2 if self.text.startswith("{}", at) else self.blanks(at, end)
        if name in commands.BLANKS:
            parts.append(" ")
            size = DIMENSION.match(self.text, at, end)
            return size.end() if size and name in ("hskip", "kern") else self.blanks(at, end)
        return self.with_arguments(name, at, end, depth, parts)

    def with_arguments(self, name: str, at: int, end: int, depth: int, parts: list[str]) -> int:
        """Add the text of a command with arguments."""
        if name in packages.ARGUMENTS and (found := self.packaged(name, at, end)):
            parts.append(found[0])
            return found[1]
        if name == "verb" and (verb := _VERB.match(self.text, at, end)):
            parts.append(verb[2])
            return verb.end()
        if name == "hspace":
            size, at = self.raw(at, end)
            parts.append("" if size.strip().startswith("-") else " ")
            return at
        if name in commands.DROPPED:
            for _ in range(commands.DROPPED[name]):
                _, at = self.raw(at, end)
            return at
        if name in _ADDRESSES:
            source, at = self.raw(at, end)
            parts.append(address(source))
            return at
        if name == "href":
            source, at = self.raw(at, end)
            self.odd.append(f"\\href{{{address(source)}}}")
            return at
        if name in commands.FIRST:
            inner, at = self.argument(at, end, depth)
            parts.append(inner)
            return self.raw(at, end)[1]
        if name in commands.FORMULAS or name == "ensuremath":
            return self.mathematics(name, at, end, parts)
        if name in ("begin", "end"):
            return self.environment(name, at, end, parts)
        if name in _CHARACTERS:
            return self.character(name, at, end, parts)
        if name == "textgreek":
            inner, at = self.argument(at, end, depth)
            is_typed = inner.isascii() and inner.replace(" ", "").isalpha()
            parts.append(_FINAL.sub("c", inner).translate(commands.GREEK) if is_typed else inner)
            return at
        if name in _CHANGES or name in commands.AROUND or name in commands.NOTED:
            return self.changed(name, at, end, depth, parts)
        return self.unknown(name, at, end, parts)

    def changed(self, name: str, at: int, end: int, depth: int, parts: list[str]) -> int:
        """Add an argument whose text changes."""
        inner, at = self.argument(at, end, depth)
        if name in _SCRIPTS and self.is_names:  # a mark of a footnote, or part of a name
            parts.append(f"\\{name}{{{inner}}}")
        elif name in _SCRIPTS:
            while parts and not parts[-1]:  # after a removed brace
                parts.pop()
            before = parts.pop() if parts else ""
            parts.append(scripts.joined(before, inner, is_raised=_SCRIPTS[name]))
        elif name in _CHANGES:
            parts.append(inner.upper() if _CHANGES[name] else inner.lower())
        else:
            start, stop = commands.AROUND.get(name) or commands.NOTED[name]
            parts.append(f"{start}{inner}{stop}")
            if name in commands.NOTED:
                self.odd.append(f"\\{name}")
        return at

    def accent(self, name: str, at: int, end: int, depth: int, parts: list[str]) -> int:
        """Add a letter with its accent, grouped or not."""
        base, behind = self.argument(at, end, depth)
        letter = base.lstrip()
        if letter and unicodedata.category(letter[0])[0] in "LM":
            parts.append(_accented(letter, commands.ACCENTS[name]))
            return behind
        source = self.text[at - len(name) - 1 : behind]
        is_grouped = self.text[at : at + 1] in ("{", "}")
        if self.is_names:
            parts.append(source)
        elif not letter and is_grouped:
            parts.append(commands.SPACING.get(name, name))
        else:
            self.odd.append(f"\\{name}")
            blank = " " if source[len(name) + 1 :][:1].isspace() else ""
            shown = base if name.isalpha() and is_grouped else f"{name}{blank}{base}"
            parts.append(source if self.is_prose else shown)
        return behind

    # --- arguments

    def argument(self, at: int, end: int, depth: int) -> tuple[str, int]:
        """Return the text of an argument and the offset after it."""
        start = self.blanks(at, end)
        stop = self.closing.get(start, -1)
        if start < stop < end:
            if depth >= _DEEPEST:
                self.odd.append("{")
                return self.text[start + 1 : stop], stop + 1
            return self.read(start + 1, stop, depth + 1), stop + 1
        if start >= end or self.text[start] in "{}":
            return "", at
        if self.text[start] != "\\" or depth >= _DEEPEST:
            return self.text[start], start + 1
        match = TOKEN.match(self.text, start, end)
        parts: list[str] = []
        behind = self.command(match, end, depth + 1, parts) if match else start + 1
        return "".join(parts), behind


def _accented(text: str, mark: str) -> str:
    """Return a text with an accent on its first letter, which may have other accents."""
    stop = 1
    while stop < len(text) and unicodedata.combining(text[stop]):
        stop += 1
    letter = text[:stop]
    if unicodedata.combining(mark) == 230:  # an accent above replaces the dot
        letter = letter.translate({0x131: "i", 0x237: "j"})
    return unicodedata.normalize("NFC", letter + mark) + text[stop:]


_VERB = re.compile(r"\*?([^\sA-Za-z*])(.{0,200}?)\1")
#: A formula of one symbol in a box: `\\mbox{$\\times$}`.
_LONE = re.compile(r"\s*\{\s*\$\s*\\([A-Za-z]+)\s*\$\s*\}")


def _operator(name: str) -> str:
    """Return a mathematical symbol that is not a letter."""
    shown = commands.SYMBOLS.get(name, "")
    return shown if len(shown) == 1 and not shown.isalpha() else ""


_ADDRESSES = frozenset({"url", "nolinkurl", "path"})
#: The sigma at the end of a word in Latin letters.
_FINAL = re.compile(r"(?<=[A-Za-z])s(?![A-Za-z])")
_CHARACTERS = frozenset({"char", "symbol", "ding"})
_SCRIPTS = {
    "textsuperscript": True, "mkbibsuperscript": True, "super": True,
    "textsubscript": False, "mkbibsubscript": False, "sub": False,
}  # fmt: skip
_CHANGES = {
    "MakeUppercase": True,
    "uppercase": True,
    "MakeLowercase": False,
    "lowercase": False,
} | _SCRIPTS
