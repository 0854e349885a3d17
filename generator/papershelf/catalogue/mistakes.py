"""Explanations of mistakes in a field that is not valid YAML, and how to write it.

In: the lines of a field. Out: findings with hints to follow literally. Parses no values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from papershelf.catalogue.fields import CREATORS
from papershelf.catalogue.lines import PROSE, Line, Lines
from papershelf.catalogue.nodes import Finding, quoted, spaces
from papershelf.catalogue.syntax import KEY_EXPECTED
from papershelf.text import authorhints
from papershelf.text.bullets import lines_to_items
from papershelf.text.yamlwords import quoted as in_list

#: The longest value that a hint repeats, in characters; a longer one goes into a block.
_LONGEST = 500
#: Text that is probably not a comment: `#SAT`, `#1`, `#$k$-SAT`.
HASH = re.compile(r"(?:^|[ \t])(#[\w$\\(].*)")
_COMMENT = re.compile(r"[ \t]#(?:[ \t].*)?$")
#: A closing quote: after a letter, and not before one.
_CLOSING = {mark: re.compile(rf"(?<=[^\s\\]){mark}(?=\W|\Z)") for mark in ("'", '"')}
_ESCAPED = re.compile(r'\\([\\"/])')


def indentation(lines: Lines, column: int, alike: int) -> Iterator[Finding]:
    """Yield a finding for a field that does not line up with the others; `alike` is the number of
    fields below it with the same indentation."""
    if lines.is_first:
        return
    at = lines.start - len(lines.indent)
    them = f"it and the {alike} fields below it" if alike > 1 else "it"
    hint = f"indent {them} by {spaces(column)}, like the other fields"
    if odd := _odd(lines.indent):
        yield Finding("syntax", at, lines.start, odd, hint)
    elif len(lines.indent) != column:
        message = f'"{lines.key}" does not line up with the fields above'
        yield Finding("syntax", lines.start, lines.end, message, hint)


def missing_dash(text: str, lines: Lines) -> Finding:
    """Return the finding for an entry that begins with `id:`, or with a sign other than a dash."""
    hint = f"write - id: {lines.value}"
    start = text.rfind("\n", 0, lines.start) + 1
    return Finding(
        "syntax", start, lines.value_at + len(lines.value), 'a new entry begins with "- "', hint
    )


def missing_space(lines: Lines, *, is_equation: bool) -> Finding:
    """Return the finding for `title:Sorting` or `title = Sorting`."""
    value = lines.value
    if is_equation and not re.match(r"\{\w+: ", value):
        value = re.sub(r"\"(.*)\"", r"\1", bibtex(value).removesuffix(","))
    needs_quotes = re.search(r": | #|^[^\w\[{\"'(]", value)
    hint = f"write {lines.named}: {quoted(value) if needs_quotes else value}"
    return Finding("syntax", lines.end, lines.end + 1, "a key ends with a colon and a space", hint)


def layout(lines: Lines, column: int) -> Iterator[Finding]:
    """Yield a finding for each run of lines below a key with too little indentation, or tabs."""
    was_wrong = ""
    for number, line in enumerate(lines.below):
        wrong = _wrong_indent(lines, line, column, is_begun=number > 0)
        if wrong and wrong != was_wrong:
            is_odd = bool(_odd(line.indent))
            start, end = (line.start, line.at) if is_odd else (line.at, line.end)
            hint = f"indent it by {spaces(max(column + 2, lines.body))}"
            if not (lines.is_block or lines.is_empty or is_odd):
                hint += f' if it belongs to "{lines.key}"; else remove it'
            yield Finding("syntax", start, end, wrong, hint)
        was_wrong = wrong


def _odd(indent: str) -> str:
    """Return what is wrong with an indentation that contains characters other than spaces."""
    if "\t" in indent:
        return "a tab instead of spaces"
    return "a no-break space instead of a space" if indent.strip(" ") else ""


def _wrong_indent(lines: Lines, line: Line, column: int, *, is_begun: bool) -> str:
    if not lines.is_open and (odd := _odd(line.indent)):
        return odd
    if lines.is_block and column < len(line.indent) < lines.body:
        return f'this line of "{lines.key}" is not indented like those above'
    if len(line.indent) > column or lines.value[:1] in ('"', "'", "[", "{"):
        return ""
    if lines.is_empty and line.text.lstrip().startswith("- "):
        is_right = len(line.indent) == column
        return "" if is_right else f'this item of "{lines.key}" is not indented'
    if lines.is_block or lines.is_empty:
        what = "this line" if is_begun and lines.body > column else "the text"
        return f'{what} of "{lines.key}" is not indented'
    if lines.named in PROSE:
        return f'this line looks like the text of "{lines.key}", but is not indented'
    return 'this line is not a field: it has no "key: "'


def explain(lines: Lines, found: list[Finding], takes: str) -> Finding:
    """Return the YAML parser's error in a field, with a hint how to write the value.

    `takes` is the kind of value of the field: `text`, `list` or `mapping`.
    """
    worst = found[-1]
    comment = HASH.search(lines.value) if lines.value[:1] not in ("'", '"') else None
    if comment:
        start = lines.value_at + comment.start(1)
        worst = worst._replace(start=start, end=start + len(comment[1]), message=COMMENT)
    elif worst.message == KEY_EXPECTED and lines.value[:1] in _BEHIND:
        worst = worst._replace(message=_BEHIND[lines.value[0]])
    elif takes != "text" and (other := _other_indent(lines)):
        message = "this line does not line up with the lines around it"
        return Finding("syntax", other.at, other.end, message, f"indent it by {spaces(lines.body)}")
    return worst._replace(hint=_WRITTEN[takes](lines) or worst.hint)


def in_braces(lines: Lines, takes: str) -> Finding:
    """Return what is wrong with a field of an entry in braces, and how to write it."""
    raw, first = lines.raw, lines.value[:1]
    message = f'within braces, the value of "{lines.key}" needs quotes'
    if first in _CLOSING:
        is_closed = _CLOSING[first].search(raw, 1)
        message = _BEHIND[first] if is_closed else "this quote is never closed"
    elif first in _BEHIND:
        message = f'this "{first}" is not closed properly'
    if takes == "text":
        hint = f"write {lines.named}: {quoted(_bare(raw))}"
    else:
        hint = _WRITTEN[takes](lines) or f'close it, and put texts with "{first}" in quotes'
    at = lines.value_at
    return Finding("syntax", at, max(at + len(lines.value), at + 1), message, hint)


#: The effect of a `#` after a space.
COMMENT = 'what follows " #" is read as a comment'
#: By the first character of a value: the mistake if the YAML parser expected a key after it.
_BEHIND = {
    '"': "text after the closing quote",
    "'": "text after the closing quote",
    "[": 'text after the closing "]"',
    "{": 'text after the closing "}"',
}


def _other_indent(lines: Lines) -> Line | None:
    """Return the first line of a list or mapping that is not indented like the one before it."""
    below = (line for line in lines.below if lines.is_empty and len(line.indent) != lines.body)
    return next(below, None)


#: The sign of a block, with its text on the same line.
_HEADER = re.compile(r"[|>][+-]?\d?[ \t]+")


def _as_text(lines: Lines) -> str:
    raw = lines.raw
    header = _HEADER.match(raw)
    if header and (header[0].strip() not in "|>" or lines.named in PROSE):
        raw = raw[header.end() :]
    comment = None if HASH.search(lines.value) else _COMMENT.search(raw)
    if comment:
        raw = raw[: comment.start()]
    has_paragraphs = lines.named in PROSE and len(lines.below) > 1 and raw[:1] not in ("'", '"')
    if has_paragraphs or len(raw) > _LONGEST:
        return f"write {lines.named}: >- and the text below it, indented by four spaces"
    behind = f"  {comment[0].strip()}" if comment else ""
    return f"write {lines.named}: {quoted(_bare(raw))}{behind}"


def _bare(raw: str) -> str:
    """Return a text without the quotes that were meant to enclose it."""
    first = raw[:1]
    if first == "{":
        return bibtex(raw)
    if _CURLY.fullmatch(raw):
        return raw[1:-1]
    if first not in ("'", '"'):
        return raw
    raw = raw[:-1] if raw.endswith(f"{first},") else raw  # as in JSON
    inner = raw[1:].removesuffix(first)
    closing = _CLOSING[first].match(raw, raw.find(first, 1))
    if closing and closing.end() < len(raw) and raw.count(first) % 2 == 0:
        return raw  # only its first words are in quotes
    return _ESCAPED.sub(r"\1", inner) if first == '"' else inner.replace("''", "'")


#: A text in typographic quotes, which YAML does not know.
_CURLY = re.compile("[“„][^“”„]*[“”]")
#: One pair of braces around the whole text, and others inside that protect capitals.
_BRACED = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\},?")


def bibtex(raw: str) -> str:
    """Return a text without BibTeX's braces or quotes and the comma after them."""
    braced = _BRACED.fullmatch(raw)
    if braced:
        is_tex = "\\" in raw or "$" in raw
        return braced[1] if is_tex else re.sub(r"[{}]", "", braced[1])
    return raw


#: An item after a sign that has another meaning in YAML, and texts in quotes, with commas.
_ITEM = re.compile(r"\s*(?:[*•·–—]|- |\d+[.)]) *[^\s:]")
#: Text that is not a plain item of a list in brackets.
_SPECIAL = re.compile(r"(?:^| )#|^[@`%&*!|>?]|:")
_QUOTED = re.compile(r'"[^"\\]*"(?:\s*,\s*"[^"\\]*")*')


def _as_list(lines: Lines) -> str:
    """Return the hint for a list; empty if the intended list cannot be known."""
    raw = lines.raw.removesuffix(",") if lines.raw.endswith("],") else lines.raw
    rows = [line.text for line in lines.below]
    if lines.value.startswith("- "):  # the first item beside the key
        rows = [lines.value, *rows]
    is_listed = lines.is_empty or lines.value.startswith("- ")
    if is_listed and all(_ITEM.match(row) for row in rows):
        items = lines_to_items(rows)
        is_names = lines.named in (*CREATORS, "author")
        written = authorhints.suggested(items) if is_names else map(in_list, items)
        return f"write {lines.named}: [{', '.join(written)}]"
    if raw.startswith("[") and raw.endswith("]") and _QUOTED.fullmatch(raw[1:-1]):
        return f"write {lines.named}: {raw}"
    if _QUOTED.fullmatch(raw):
        return f"write {lines.named}: [{raw}]"
    if raw.startswith("[") and not re.search(r"""["'{}]""", raw):
        items = [item for part in raw.strip("[] ,").split(",") if (item := part.strip())]
        if not any("[" in item or "]" in item for item in items):
            shown = (in_list(item) if _SPECIAL.search(item) else item for item in items)
            return f"write {lines.named}: [{', '.join(shown)}]"
    if raw[:1] not in ("[", "{", '"', "'", "-", "|", ">", ""):
        return f"write {lines.named}: [{quoted(_COMMENT.sub('', raw))}]"
    return ""


def _as_mapping(lines: Lines) -> str:
    pair = re.fullmatch(r"\w+:[ \t]+[^\s,{}\[\]]+", lines.value)
    return f"write {lines.named}: {{{lines.value}}}" if pair and not lines.below else ""


#: How to write a value, by kind of value.
_WRITTEN: dict[str, Callable[[Lines], str]] = {
    "text": _as_text,
    "list": _as_list,
    "mapping": _as_mapping,
}
