"""Room 2, catalogue: the forms that values of fields take.

In: a node. Out: a typed value, or None and a problem. Each form also says what it is in JSON Schema
and in words, so that the checker, the editor and the documentation never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

from generator.catalogue.limits import MAX_CHARACTERS, MAX_ITEMS
from generator.catalogue.nodes import Mapping, Node, Scalar, Sequence
from generator.catalogue.report import Report, nearest
from generator.text import dates, identifiers, names
from generator.text.slugs import RESERVED

Schema: TypeAlias = dict[str, Any]

#: What an editor may take a plain scalar for; we read all of them as text.
_ANY_SCALAR = ["string", "number", "boolean", "null"]
#: Identifiers that an editor takes for numbers, and does not hold against a pattern.
_NUMBERS = ("12345678", "2301.00010", "9780262046305")
_SPACE = re.compile(r"\s")
_LINE_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
_EMPTY_LINE = re.compile(r"[ \t]*\n\s*\n[ \t]*")
_BREAKS = re.compile(r"\s*\n\s*")


class Form(Protocol):
    """What every form can do."""

    @property
    def words(self) -> str:
        """The form in words, for messages and documentation."""

    def parse(self, node: Node, report: Report) -> Any:
        """The value, or None after a report."""

    def schema(self) -> Schema:
        """JSON Schema (draft-07, which editors' YAML language servers know)."""


def is_empty(node: Node) -> bool:
    """An empty value is an absent field."""
    return not node[0] or (type(node) is Scalar and node.text.isspace())


def _scalar(node: Node, report: Report, words: str) -> str | None:
    if type(node) is Scalar:
        return node.text.strip()
    what = "a list" if type(node) is Sequence else "a mapping"
    report("wrong-type", node, f"{what} where {words} belongs", "write one value")
    return None


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one line."""

    words: str = "text"
    limit: str = "max_text"
    paragraphs: bool = False

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        limit = MAX_CHARACTERS[self.limit]
        if len(text) > limit:
            told = f"{len(text):,} characters; {self.limit} is {limit:,}"
            report("too-long", node, told, "shorten it")
            return None
        if self.paragraphs:
            # a folded block keeps one line break of each empty line, a literal one keeps them all
            is_literal = type(node) is Scalar and node.style == "|"
            parts = (_EMPTY_LINE if is_literal else _BREAKS).split(text)
            return "\n\n".join(_one_line(part) for part in parts)
        return _one_line(text)

    def schema(self) -> Schema:
        return {"type": _ANY_SCALAR, "maxLength": MAX_CHARACTERS[self.limit]}


def _one_line(text: str) -> str:
    """Line breaks to spaces; every other character stays as published."""
    return _LINE_BREAK.sub(" ", text) if "\n" in text else text


@dataclass(frozen=True, slots=True)
class Markdown:
    """Markdown, kept as it is written."""

    words: str = "Markdown"

    def parse(self, node: Node, report: Report) -> str | None:
        return Text(self.words, "max_prose").parse(node, report) and node[0].strip()  # type: ignore[union-attr]

    def schema(self) -> Schema:
        return Text(limit="max_prose").schema()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A short word of a regular form; what the pattern can't say raises ValueError in `convert`."""

    words: str
    pattern: str
    rule: str
    hint: str = ""
    convert: Callable[[str], Any] = str

    def parse(self, node: Node, report: Report) -> Any:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        if not re.fullmatch(self.pattern, text, re.ASCII):
            report(self.rule, node, f'"{_short(text)}" is not {self.words}', self.hint)
            return None
        try:
            return self.convert(text)
        except ValueError as error:
            report(self.rule, node, str(error), self.hint)
            return None

    def schema(self) -> Schema:
        return {"type": _ANY_SCALAR, "pattern": f"^{self.pattern}$"}


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _not_reserved(text: str) -> str:
    if text in RESERVED:
        raise ValueError(f'"{text}" is taken by an address of the site')
    return text


@dataclass(frozen=True, slots=True)
class Id:
    """Our own key of a paper."""

    words: str = "an id of 2 to 80 lower-case letters, digits and hyphens"

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        if text in RESERVED:
            report(
                "reserved-id", node, f'"{text}" is taken by an address of the site', "add a year"
            )
            return None
        if not _ID.fullmatch(text):
            better = re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")[:80]
            hint = f'write "{better}"' if _ID.fullmatch(better) else "use a-z, 0-9 and -"
            report("wrong-id", node, f'"{_short(text)}" is not {self.words}', hint)
            return None
        return text

    def schema(self) -> Schema:
        return {"type": _ANY_SCALAR, "pattern": f"^{ID_PATTERN}$"}


ID_PATTERN = "[a-z0-9][a-z0-9-]{1,79}"
SLUG_PATTERN = "[a-z0-9][a-z0-9-]{0,79}"
_ID = re.compile(ID_PATTERN)

SLUG = Pattern(
    words="a slug of lower-case letters, digits and hyphens",
    pattern=SLUG_PATTERN,
    rule="wrong-slug",
    hint="write it as in the name of its file in content/topics",
    convert=_not_reserved,
)


def _full_day(text: str) -> dates.PartialDate:
    date = dates.parse(text)
    if not date.day:
        raise ValueError("the day is missing")
    return date


DATE = Pattern(
    words="a date",
    pattern=r"\d{4}(-\d\d(-\d\d)?)?",
    rule="wrong-date",
    hint="write YYYY, YYYY-MM or YYYY-MM-DD",
    convert=dates.parse,
)
DAY = Pattern(
    words="a day",
    pattern=r"\d{4}-\d\d-\d\d",
    rule="wrong-date",
    hint="write YYYY-MM-DD",
    convert=_full_day,
)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("a number of at least 1 belongs here")
    return number


COUNT = Pattern(
    words="a whole number",
    pattern=r"\d{1,9}",
    rule="wrong-number",
    hint="write digits only",
    convert=int,
)
POSITIVE = Pattern(
    words="a whole number of at least 1",
    pattern=r"\d{1,9}",
    rule="wrong-number",
    hint="write digits only",
    convert=_positive,
)
#: RFC 5646, section 2.1, the well-formed tags without the grandfathered ones.
LANGUAGE = Pattern(
    words="a BCP 47 language tag",
    pattern=(
        r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?"
        r"(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*"
        r"(-x(-[A-Za-z0-9]{1,8})+)?"
    ),
    rule="wrong-language",
    hint="write en, de, pt-BR, zh-Hant, …",
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A public identifier, bare or as its address."""

    scheme: identifiers.Scheme

    @property
    def words(self) -> str:
        return self.scheme.form

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        try:
            return identifiers.parse(self.scheme, text)
        except ValueError as error:
            hint = f"write it like {self.scheme.example}"
            report("wrong-identifier", node, f'"{_short(text)}": {error}', hint)
            return None

    def schema(self) -> Schema:
        addresses = "|".join(self.scheme.addresses)
        looks_like_number = any(re.fullmatch(self.scheme.pattern, text) for text in _NUMBERS)
        kinds = _ANY_SCALAR if looks_like_number else ["string", "null"]
        return {"type": kinds, "pattern": f"^(?:{self.scheme.pattern}|(?:{addresses}).+)$"}


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address."""

    words: str = "an http(s) address"

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        hint = "write the whole address, with https:// and without spaces"
        try:
            parts = urlsplit(text)
            good = parts.scheme in ("http", "https") and parts.hostname and not _SPACE.search(text)
        except ValueError:
            good = False
        if not good or len(text) > MAX_CHARACTERS["max_text"]:
            report("wrong-address", node, f'"{_short(text)}" is not {self.words}', hint)
            return None
        return text

    def schema(self) -> Schema:
        return {"type": ["string", "null"], "pattern": r"^https?://\S+$"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def words(self) -> str:
        return "one of " + ", ".join(self.options)

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, "one word")) is None:
            return None
        if text not in self.options:
            hint = nearest(text, self.options) or f"write {self.words}"
            report("wrong-choice", node, f'"{_short(text)}" is not known here', hint)
            return None
        return text

    def schema(self) -> Schema:
        return {"enum": [*self.options, None]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, each value of one form; what is wrong is left out and reported."""

    item: Form
    unique: bool = False

    @property
    def words(self) -> str:
        return f"a list: {self.item.words}"

    def parse(self, node: Node, report: Report) -> tuple[Any, ...] | None:
        if type(node) is not Sequence:
            hint = f"write [{node.text}]" if type(node) is Scalar and node.text else "write a list"
            report("wrong-type", node, "a single value where a list belongs", hint)
            return None
        if len(node.items) > MAX_ITEMS:
            told = f"{len(node.items):,} items; max_items is {MAX_ITEMS:,}"
            report("too-many", node, told, "keep what matters, or use author_count")
            return None
        parse = self.item.parse
        values = [parse(item, report) for item in node.items if not is_empty(item)]
        known = [value for value in values if value is not None]
        return tuple(dict.fromkeys(known)) if self.unique else tuple(known)

    def schema(self) -> Schema:
        return {"type": ["array", "null"], "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with fields of its own; the value is a plain dict of what is there."""

    words: str
    fields: AbstractMapping[str, Form]

    def parse(self, node: Node, report: Report) -> dict[str, Any] | None:
        if type(node) is not Mapping:
            hint = "write " + ", ".join(f"{key}: …" for key in list(self.fields)[:3])
            report("wrong-type", node, f"a single value where {self.words} belongs", hint)
            return None
        values: dict[str, Any] = {}
        for name, (key, value) in node.pairs.items():
            if name not in self.fields:
                hint = nearest(name, self.fields) or "known are " + ", ".join(self.fields)
                report("unknown-key", key, f'unknown key "{_short(name)}"', hint)
            elif not is_empty(value):
                parsed = self.fields[name].parse(value, report)
                if parsed is not None:
                    values[name] = parsed
        return values

    def schema(self) -> Schema:
        return {
            "type": ["object", "null"],
            "additionalProperties": False,
            "properties": {name: form.schema() for name, form in self.fields.items()},
        }


@dataclass(frozen=True, slots=True)
class Author:
    """A name in one of its three forms."""

    parts: Record
    words: str = '"Given Family", "Family, Given", or a mapping with the parts of the name'

    def parse(self, node: Node, report: Report) -> names.Name | None:
        if type(node) is Mapping:
            return self._from_parts(node, report)
        if (text := Text().parse(node, report)) is None:
            return None
        try:
            return names.parse(text)
        except ValueError as error:
            report("wrong-name", node, f'"{_short(text)}": {error}', "a group: {literal: …}")
            return None

    def _from_parts(self, node: Mapping, report: Report) -> names.Name | None:
        before = len(report.problems)
        values = self.parts.parse(node, report) or {}
        if not (values.get("literal") or values.get("family")):
            if len(report.problems) == before:
                hint = "write family (and given), or literal for a group"
                report("wrong-name", node, "a name without family name", hint)
            return None
        return names.Name(**values)

    def schema(self) -> Schema:
        named = [{"required": [name]} for name in ("family", "literal")]
        return {"anyOf": [{"type": _ANY_SCALAR}, self.parts.schema() | {"anyOf": named}]}


@dataclass(frozen=True, slots=True)
class Free:
    """Anything, as plain data: text, list, dict."""

    words: str = "a free mapping"

    def parse(self, node: Node, report: Report) -> Any:
        if type(node) is not Mapping:
            report("wrong-type", node, "a mapping belongs here", "write key: value below it")
            return None
        return to_plain(node)

    def schema(self) -> Schema:
        return {"type": ["object", "null"]}


def to_plain(node: Node) -> Any:
    """A node as text, list and dict."""
    if type(node) is Scalar:
        return node.text
    if type(node) is Sequence:
        return [to_plain(item) for item in node.items]
    assert type(node) is Mapping
    return {name: to_plain(value) for name, (_, value) in node.pairs.items()}
