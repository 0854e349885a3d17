"""Explanations of mistakes in a field that is not valid YAML, and how to write it.

In: the lines of a field. Out: findings with hints to follow literally. Keeps no values: it parses
them only to offer those that the field accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as AbstractMapping

from papershelf.catalogue import advice, authorhints, boundaries, forms, fronts, linkhints
from papershelf.catalogue.fields import CREATORS, FIELDS, LINKS
from papershelf.catalogue.lines import PROSE, Line, Lines
from papershelf.catalogue.nodes import Finding, Mapping, Sequence, as_item, quoted, spaces
from papershelf.catalogue.structures import Author, ListOf
from papershelf.catalogue.syntax import KEY_EXPECTED
from papershelf.text.characters import name_of

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
    if not column:
        hint = f"remove what is before {them} on the line" + "s" * (alike > 1)
    if odd := _odd(lines.indent):
        yield Finding("syntax", at, lines.start, odd, hint)
    elif len(lines.indent) != column:
        message = f'"{lines.key}" does not line up with the fields above'
        yield Finding("syntax", lines.start, lines.end, message, hint)


def missing_dash(text: str, lines: Lines) -> Finding:
    """Return the finding for an entry that begins with `id:`, or with a sign other than a dash."""
    hint = f"write - id: {lines.value}"
    start = text.rfind("\n", 0, lines.start) + 1
    message = _odd(text[start : lines.start].replace("-", "")) or 'a new entry begins with "- "'
    return Finding("syntax", start, lines.value_at + len(lines.value), message, hint)


NO_COLON = "a key ends with a colon and a space"


def missing_space(lines: Lines, *, is_equation: bool) -> Finding:
    """Return the finding for `title:Sorting` or `title = Sorting`."""
    value = lines.value
    if is_equation and not re.match(r"\{\w+: ", value):
        value = re.sub(r"^\"([^\"]*)\"$", r"\1", bibtex(value).removesuffix(","))
    needs_quotes = not lines.is_block and re.search(r": | #|^[^\w\[{\"'(]", value)
    hint = f"write {lines.named}: {value}"
    if needs_quotes:
        hint = _written(lines, value)
    return Finding("syntax", lines.end, lines.end + 1, NO_COLON, hint)


def layout(lines: Lines, column: int) -> Iterator[Finding]:
    """Yield a finding for each run of lines below a key with too little indentation, or tabs."""
    was_wrong = ""
    for number, line in enumerate(lines.below):
        if _is_stray(lines, line, is_last=number == len(lines.below) - 1):
            yield Finding("syntax", line.at, line.end, boundaries.NO_ENTRY, "remove it")
            was_wrong = ""
            continue
        wrong = _wrong_indent(lines, line, column, is_begun=number > 0)
        if wrong and wrong != was_wrong:
            is_odd = bool(_odd(line.indent))
            start, end = (line.start, line.at) if is_odd else (line.at, line.end)
            hint = f"indent it by {spaces(max(column + 2, lines.body))}"
            if not (lines.is_block or lines.is_empty or is_odd):
                word = line.text.strip().partition(" ")[0]
                other = f'put a colon after "{word}"' if word in FIELDS else "remove it"
                hint += f' if it belongs to "{lines.key}"; else {other}'
            yield Finding("syntax", start, end, wrong, hint)
        was_wrong = wrong


def _is_stray(lines: Lines, line: Line, *, is_last: bool) -> bool:
    """Return whether a line at the margin belongs to no entry; a text may have headings, and what
    is below a key belongs to it."""
    is_text = lines.is_block or lines.is_open or lines.named in PROSE
    found = None if line.indent or lines.is_open else boundaries.STRAY.fullmatch(line.text.strip())
    is_key = line.text.rstrip().endswith(":")
    return found is not None and not (is_key and (is_text or not is_last))


def _odd(indent: str) -> str:
    """Return what is wrong with an indentation that contains characters other than spaces."""
    if "\t" in indent:
        return "a tab instead of spaces"
    if "\u00a0" in indent:
        return "a no-break space instead of a space"
    odd = _NO_SPACE.search(indent)
    return f"{name_of(odd[0])} instead of a space" if odd else ""


#: What looks like a space, but is none.
_NO_SPACE = re.compile(f"(?! )[{boundaries.SPACES}]")


#: The last character of a value that begins with this one.
_ENDS = {'"': '"', "'": "'", "[": "]", "{": "}"}


def _wrong_indent(lines: Lines, line: Line, column: int, *, is_begun: bool) -> str:
    if not lines.is_open and (odd := _odd(line.indent)):
        return odd
    if lines.is_block and column < len(line.indent) < lines.body:
        return f'this line of "{lines.key}" is not indented like those above'
    is_whole = lines.value[-1:] == _ENDS.get(lines.value[:1]) and len(lines.value) > 1
    if len(line.indent) > column or (lines.value[:1] in _ENDS and not is_whole):
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


def explain(lines: Lines, found: list[Finding], known: AbstractMapping[str, str]) -> Finding:
    """Return the YAML parser's error in a field, with a hint how to write the value.

    `known` says for each field whether its value is a `text`, a `list` or a `mapping`.
    """
    takes, worst = known.get(lines.named, "text"), found[-1]
    if lines.named not in ("title", *PROSE) and (second := _second(lines.value, known)):
        start = lines.value_at + second.start(1)
        message = f'"{second[1]}" is on the line of "{lines.key}"'
        end, hint = start + len(second[1]), f'put "{second[1]}: " on a line of its own'
        return Finding("syntax", start, end, message, hint)
    if takes == "mapping" and lines.is_empty and (glued := _glued(lines)):
        return glued
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


#: A URL after a key without a space.
_GLUED_LINK = re.compile(r"(\w+)[ \t]*[:=][ \t]*(https?://\S+)")


def _glued(lines: Lines) -> Finding | None:
    """Return the finding for the first key below another one that no colon and space follow."""
    for line in lines.below:
        if (found := _GLUED_LINK.fullmatch(line.text.strip())) and ": " not in found[0]:
            hint = f"write {found[1]}: {found[2]}"
            return Finding("syntax", line.at, line.end, NO_COLON, hint)
    return None


#: A key within a line.
_INNER_KEY = re.compile(r"(?<=[ \t])([a-z_]+):(?=[ \t]|$)")


def _second(value: str, known: Collection[str]) -> re.Match[str] | None:
    """Return the key of another field on the line of a value."""
    return next((key for key in _INNER_KEY.finditer(value) if key[1] in known), None)


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
        hint = _written(lines, _bare(raw))
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


#: The sign of a block, with other signs around it.
_SIGN_ALONE = re.compile(r"[^\w|>]*([|>][+-]?)[^\w|>]*")
#: The sign of a block, with its text on the same line.
_HEADER = re.compile(r"[|>][+-]?[ \t]+|[|>][+-](?=\w)")
#: A text in triple quotes, as Python has it.
_TRIPLE = re.compile(r"(\"\"\"|''')\s*(.*?)\s*\1", re.DOTALL)


def _as_text(lines: Lines) -> str:
    raw = re.sub(r"^[:,][ \t]+", "", lines.raw)  # no text begins with these
    if lines.below and (sign := _SIGN_ALONE.fullmatch(lines.value)):
        return f"write {lines.named}: {sign[1]}"
    header = _HEADER.match(raw)
    if header and (header[0].strip() not in "|>" or lines.named in PROSE):
        raw = raw[header.end() :]
    comment = None if HASH.search(lines.value) else _COMMENT.search(raw)
    if comment:
        raw = raw[: comment.start()]
    text = _bare(raw.rstrip())
    behind = f"  {comment[0].strip()}" if comment else ""
    if lines.named in _FORMS:
        return _written(lines, text, behind)
    has_paragraphs = lines.named in PROSE and len(lines.below) > 1 and raw[:1] not in ("'", '"')
    if has_paragraphs or len(raw) > _LONGEST:
        return f"write {lines.named}: >- and the text below it, indented by four spaces"
    return _written(lines, text, behind)


#: The forms of fields in which not every text is valid.
_FORMS = {
    name: form
    for name, form in (
        *fronts.EDITION.items(),
        *fronts.DIGEST.items(),
        *((row.name, row.form) for row in FIELDS.values()),
    )
    if not isinstance(form, forms.Text | forms.Markdown)
}


def _written(lines: Lines, text: str, behind: str = "") -> str:
    """Return the hint to write a text, or another one that is valid for the field."""
    form = _FORMS.get(lines.named)
    text, hint = forms.meant(form, text) if form else (text, "")
    if hint:
        return re.sub(r"^write (?=\[)", f"write {lines.named}: ", hint)
    return f"write {lines.named}: {quoted(text)}{behind}"


def _bare(raw: str) -> str:
    """Return a text without the quotes that were meant to enclose it."""
    if tripled := _TRIPLE.fullmatch(raw):
        return tripled[2]
    raw = _SIGNED.sub(r"\1", raw)
    first = raw[:1]
    if first == "{":
        return bibtex(raw)
    if _CURLY.fullmatch(raw):
        return raw[1:-1]
    if first not in ("'", '"'):
        return raw
    raw = raw[:-1] if raw.endswith(f"{first},") else raw  # as in JSON
    raw = re.sub(rf"{first}[^\w{first}]+$", first, raw)  # only signs are behind it
    inner = raw[1:].removesuffix(first)
    closing = _CLOSING[first].match(raw, raw.find(first, 1))
    if closing and closing.end() < len(raw) and raw.count(first) % 2 == 0:
        return raw  # only its first words are in quotes
    return _ESCAPED.sub(r"\1", inner) if first == '"' else inner.replace("''", "'")


#: A whole text in quotes, with a sign before it.
_SIGNED = re.compile(r"""^[^\w"'{]{1,3}("[^"]*"|'[^']*')$""")
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
_QUOTED = re.compile(r"""(?:"[^"\\]*"|'[^']*')(?:\s*,\s*(?:"[^"\\]*"|'[^']*'))*""")


#: Names in emphasis, `**Ada Byron**, Bo Reed`, or with links.
_MARKED = re.compile(r"\*{1,3}[^\s*]|\[[^\[\]]*\]\(")
#: A bracket of a link in a name: `[Reed, B.](https://…)` is cut at its comma.
_UNREAD = re.compile(r"\"\[|\]\"|\]\(")


def _as_list(lines: Lines) -> str:
    """Return the hint for a list; empty if the intended list cannot be known."""
    if lines.named in CREATORS and _MARKED.match(lines.value):
        hint = authorhints.list_hint(lines.raw).replace("write ", f"write {lines.named}: ", 1)
        return "" if _UNREAD.search(hint) else hint
    raw = lines.raw.removesuffix(",") if lines.raw.endswith("],") else lines.raw
    if raw.startswith("[") and (inner := advice.unbracketed(raw[1:])) != raw[1:].strip(" ,"):
        raw = raw if raw.endswith("]") else f"[{inner}]"  # `[looms, cards)`
    rows = [line.text for line in lines.below]
    if lines.value.startswith("- "):  # the first item beside the key
        rows = [lines.value, *rows]
    if (text := advice.enclosed(raw, Sequence)) and text != raw:
        return f"write {lines.named}: {text}"
    is_listed = lines.is_empty or lines.value == "[]" or lines.value.startswith("- ")
    if is_listed and all(_ITEM.match(row) for row in rows):
        items = advice.lines_to_items(rows)
        is_names = lines.named in (*CREATORS, "author")
        written = authorhints.suggested(items) if is_names else map(as_item, items)
        return f"write {lines.named}: [{', '.join(written)}]"
    if raw.startswith("[") and raw.endswith("]") and _QUOTED.fullmatch(raw[1:-1]):
        return f"write {lines.named}: {raw}"
    if _QUOTED.fullmatch(raw):
        return f"write {lines.named}: [{raw}]"
    if raw.startswith("[") and not re.search(r"""["'{}]""", raw):
        items = [item for part in raw.strip("[] ,").split(",") if (item := part.strip())]
        if not any("[" in item or "]" in item for item in items):
            shown = (as_item(item) if _SPECIAL.search(item) else item for item in items)
            return f"write {lines.named}: [{', '.join(shown)}]"
    if raw[:1] not in ("[", "{", '"', "'", "-", "|", ">", ""):
        text, form = _COMMENT.sub("", raw), _FORMS.get(lines.named)
        if isinstance(form, ListOf) and not isinstance(form.item, forms.Text | Author):
            items = [forms.meant(form.item, word)[0] or word for word in form.split(text)]
            return f"write {lines.named}: [{', '.join(map(as_item, items))}]"
        return f"write {lines.named}: [{quoted(text)}]"
    return ""


def _as_mapping(lines: Lines) -> str:
    if (text := advice.enclosed(lines.raw, Mapping)) and text != lines.raw:
        return f"write {lines.named}: {text}"
    if lines.named == "urls" and (text := linkhints.keyed_links(lines.raw, LINKS)):
        return f"write urls: {text}"
    pair = re.fullmatch(r"\w+:[ \t]+[^\s,{}\[\]]+", lines.value)
    return f"write {lines.named}: {{{lines.value}}}" if pair and not lines.below else ""


#: How to write a value, by kind of value.
_WRITTEN: dict[str, Callable[[Lines], str]] = {
    "text": _as_text,
    "list": _as_list,
    "mapping": _as_mapping,
}
