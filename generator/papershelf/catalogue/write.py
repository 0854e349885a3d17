"""Typed values to YAML text in its normal form.

In: the values of an entry, by field. Out: the lines of its entry, which read back as the same
values. Touches no files and no comments; `layout` fits entries into their files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from papershelf.catalogue import nodes
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.forms import DATE, DAY, POSITIVE, Markdown, Text
from papershelf.catalogue.plain import from_value
from papershelf.text import names
from papershelf.text.names import Name
from papershelf.text.namesplitting import may_be_two

#: Columns of a line; a longer word is on its own line.
WIDTH = 100
#: Spaces before a field, and before the lines below it.
INDENT = 2

#: A scalar that never needs quotes: no indicator, no `: `, no ` #`.
_PLAIN = re.compile(r"[^\W_](?:[\w./()+@=~;%$<>&*!?|'\"^,#{}\[\]\\‐-‧-]|:(?=[\w/])|[ ](?=[^\s#]))*")
#: Signs that end or separate flow collections; `url: a,b` in `{…}` would be two items.
_IN_FLOW = re.compile(r"[,\[\]{}?]")
#: YAML 1.1 reads these as booleans or null; other programs should read text.
_WORDS = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|~)", re.IGNORECASE)
#: Text that YAML 1.1 (PyYAML) or the core schema of 1.2 reads as a number or a date: `2608.03270`
#: would lose its zero, `012` would be 10, `1e3` 1000, and `12:30` 750.
_NUMBER = re.compile(
    r"""[-+]?(?:0b[01_]+|0x[0-9a-f_]+|0o[0-7]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?
    |\.[0-9][0-9_]*(?:e[-+]?[0-9]+)?|\.(?:inf|nan))|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?""",
    re.IGNORECASE | re.VERBOSE,
)
#: Keys with numbers or dates, which stay plain.
_BARE = frozenset({"count"}) | {
    name for name, field in FIELDS.items() if field.form in (DATE, DAY, POSITIVE)
}
_UNPRINTABLE = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
#: Where a folded line may break: at a single space between two other characters.
_BREAK = re.compile(r"(?<=\S) (?=\S)")


def to_entry(values: Mapping[str, Any]) -> str:
    """Return an entry of a list, with fields in the order of the table: `- id: …` and so on."""
    lines = [line for name in FIELDS if name in values for line in to_field(name, values[name])]
    blanks = " " * INDENT
    return "- " + "".join(f"{blanks if line else ''}{line}\n" for line in lines)[INDENT:]


def to_line(values: Mapping[str, Any]) -> str:
    """Return an item of a list in one line: `- {id: …, title: …}`."""
    return f"- {_flow(to_data(values))}"


def to_pair(name: str, value: Any) -> str:
    """Return a pair for a mapping in braces: `doi: 10.1000/182`."""
    return _flow({name: to_data(value)})[1:-1]


def to_field(name: str, value: Any) -> list[str]:
    """Return the lines of a field at the left margin; empty for an empty value."""
    form = FIELDS[name].form
    plain = to_data(value)
    if plain in ("", [], {}):
        return []
    if isinstance(plain, str):
        if isinstance(form, Markdown):
            return _literal(name, plain)
        is_prose = isinstance(form, Text) and form.paragraphs
        is_long = name == "summary" and len(name) + len(plain) > WIDTH - INDENT - 2
        return to_folded(name, plain) if is_prose or is_long else [f"{name}: {_named(name, plain)}"]
    if isinstance(plain, list):
        return _wrapped(f"{name}: [", [_flow(item) for item in plain])
    return [f"{name}:", *_block(plain)]


def to_scalar(text: str, *, in_flow: bool = False) -> str:
    """Return a value in one line: plain if every program reads it as text, otherwise in quotes."""
    if _NUMBER.fullmatch(text):
        return f'"{text}"'
    if _PLAIN.fullmatch(text) and not (in_flow and _IN_FLOW.search(text)):
        return f"'{text}'" if _WORDS.fullmatch(text) else text
    if _UNPRINTABLE.search(text):
        quoted = json.dumps(text, ensure_ascii=False)
        return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
    return nodes.quoted(text)


def is_number(text: str) -> bool:
    """Return whether other YAML parsers read a plain text as something other than text."""
    return bool(_NUMBER.fullmatch(text))


def _named(name: str, text: str, *, in_flow: bool = False) -> str:
    """Return the value of a key; real numbers and dates stay plain."""
    is_bare = name in _BARE and is_number(text)
    return text if is_bare else to_scalar(text, in_flow=in_flow)


def to_folded(name: str, text: str) -> list[str]:
    """Return prose as a folded block, with an empty line between paragraphs."""
    if _UNPRINTABLE.search(text.replace("\n", "")):
        return [f"{name}: {to_scalar(text)}"]
    lines = [f"{name}: >-"]
    for number, paragraph in enumerate(text.split("\n\n")):
        lines += [""] if number else []
        lines += (f"  {line}" for line in fill(paragraph, WIDTH - 2 * INDENT))
    return lines


def fill(text: str, width: int) -> Iterator[str]:
    """Yield lines of at most `width` characters if words allow it; every space is kept."""
    # nearly all texts have only single spaces, and then need no pattern
    is_simple = "  " not in text and "\t" not in text
    words = text.split(" ") if is_simple else _BREAK.split(text)
    start, length = 0, -1
    for number, word in enumerate(words):
        length += len(word) + 1
        if length > width and number > start:
            yield " ".join(words[start:number])
            start, length = number, len(word)
    yield " ".join(words[start:])


def _literal(name: str, text: str) -> list[str]:
    if _UNPRINTABLE.search(text.replace("\n", "")):
        return [f"{name}: {to_scalar(text)}"]
    return [f"{name}: |-", *(f"  {line}" if line else "" for line in text.split("\n"))]


def _wrapped(start: str, items: Iterable[str]) -> list[str]:
    """Return a flow list; further lines are indented to the first item."""
    lines, line = [], start
    for number, item in enumerate(items):
        if number and len(line) + len(item) + 2 > WIDTH - INDENT:
            lines.append(f"{line},")
            line = " " * len(start) + item
        else:
            line += f", {item}" if number else item
    return [*lines, f"{line}]"]


def _block(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield a mapping below its key."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield f"  {to_scalar(key)}:"
            yield from (f"  {line}" for line in _block(value))
        else:
            shown = _named(key, value) if isinstance(value, str) else _flow(value)
            yield f"  {to_scalar(key)}: {shown}"


def _flow(value: Any, name: str = "") -> str:
    """Return a value in flow style; `name` is its key."""
    if isinstance(value, dict):
        pairs = (
            f"{to_scalar(key, in_flow=True)}: {_flow(item, key)}" for key, item in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return _named(name, value, in_flow=True)


def to_data(value: Any) -> Any:
    """Return typed values as text, list and dict, as in JSON and YAML."""
    return from_value(value, _single)


def _single(value: Any) -> Any:
    return _name(value) if isinstance(value, Name) else str(value)


def _name(name: Name) -> str | dict[str, str]:
    """Return a name as one text if that reads back as the same parts and cannot be two people,
    otherwise as a mapping."""
    if not name.literal:
        for text in (name.shown, name.inverted):
            try:
                if names.parse(text) == name and not may_be_two(text):
                    return text
            except ValueError:
                continue
    return name.parts
