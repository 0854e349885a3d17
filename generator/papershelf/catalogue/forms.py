"""The forms of fields with single values; `structures` has the others.

In: a node. Out: a typed value, or None and a problem. Each form also describes itself in words and
as JSON Schema, so that the checker, editors and the documentation never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

from papershelf.catalogue import advice, linkhints
from papershelf.catalogue.limits import MAX_CHARACTERS
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence
from papershelf.catalogue.report import Report, nearest
from papershelf.problems import Problem, SourceText
from papershelf.text import dates, identifiers, languages, pasted, slugs
from papershelf.text.shorten import cut
from papershelf.text.slugs import to_slug

Schema: TypeAlias = dict[str, Any]

#: The types that an editor may give to a plain scalar; all of them are read as text.
ANY_SCALAR = ["string", "number", "boolean", "null"]
#: Identifiers that an editor reads as numbers, which a pattern does not apply to.
_NUMBERS = ("12345678", "2301.00010", "9780262046305")
_SPACE = re.compile(r"\s")
# each run of spaces is matched once, not again from each of its characters
_LINE_BREAK = re.compile(r"(?:(?<![ \t])[ \t]+)?\r?\n[ \t]*")
_EMPTY_LINE = re.compile(r"(?:(?<![ \t])[ \t]+)?\n\s*\n[ \t]*")
_BREAKS = re.compile(r"(?:(?<!\s)\s+)?\n\s*")


#: Null values as programs write them; a person may be called Null.
_NULLS = ("null", "~")


class Form(Protocol):
    """The interface of all forms."""

    @property
    def words(self) -> str:
        """Return the form in words, for messages and documentation."""

    def parse(self, node: Node, report: Report) -> Any:
        """Return the value, or None after reporting a problem."""

    def schema(self) -> Schema:
        """Return JSON Schema (draft-07, which editors' YAML language servers support)."""


def is_empty(node: Node) -> bool:
    """Return whether a value counts as absent: it is empty, or YAML's null, as programs write."""
    if type(node) is not Scalar:
        return not node[0]
    return not node.text.strip() or (not node.style and node.text in _NULLS)


def kind(node: Node) -> str:
    """Return what a value is, for messages."""
    if type(node) is Scalar:
        return "a single value"
    return "a list" if type(node) is Sequence else "a mapping"


def _in_one(node: Node) -> str:
    """Return what the parts of a value mean together: nothing, but for dates."""
    return ""


def _scalar(
    node: Node, report: Report, words: str, join: Callable[[Node], str] = _in_one
) -> str | None:
    if type(node) is Scalar:
        return node.text.strip()
    text, hint = report.source.text, "write one value"
    if only := held(node) or join(node):
        is_below = text[: node.start].rstrip(" ")[-1:] == "\n"
        hint = f"write {advice.field_above(text, node.start) if is_below else ''}{only}"
    report("wrong-type", node, f"expected {words}, found {kind(node)}", hint)
    return None


def _bare(form: Form, text: str) -> str:
    """Return the hint for a right value with signs around it: `@looms`; empty for another one."""
    bare = advice.bare(text)
    return f"write {bare}" if bare not in ("", text) and not mistakes(form, bare) else ""


def mistakes(form: Form, text: str) -> list[Problem]:
    """Return what is wrong with a text as a value of a form."""
    report = Report(SourceText("", text))
    form.parse(Scalar(text, 0, len(text)), report)
    return report.problems


def meant(form: Form, text: str) -> tuple[str, str]:
    """Return the valid value that a text means: itself, without the signs around it, or as the hint
    for it says; or an empty text and that hint."""
    bare = advice.bare(text) or text
    hints = [found[0].hint for each in (text, bare) if (found := mistakes(form, each))]
    better = (hint.removeprefix("write ").strip('"') for hint in hints)
    values = (text, bare, *better)
    value = next((each for each in values if each and not mistakes(form, each)), "")
    return value, "" if value else next(reversed(hints), "") or f"write {form.words}"


def held(node: Node) -> str:
    """Return a text, also from within brackets or braces: `[1952]`, `{Looms, and more}`."""
    if type(node) is Scalar:
        return node.text
    if type(node) is Sequence:
        only = node.items[0] if len(node.items) == 1 else None
        return only.text if type(only) is Scalar else ""
    if type(node) is Mapping and all(is_empty(value) for _, value in node.pairs.values()):
        return ", ".join(node.pairs)
    return ""


@dataclass(frozen=True, slots=True)
class Text:
    """Text in one line."""

    words: str = "text"
    limit: str = "max_text"
    paragraphs: bool = False

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        limit = MAX_CHARACTERS[self.limit]
        if len(text) > limit:
            message = f"{len(text):,} characters; the limit {self.limit} is {limit:,}"
            report("too-long", node, message, "shorten it")
            return None
        if self.paragraphs and "\n" in text:
            # a folded block keeps one line break per empty line, a literal block keeps all
            is_literal = type(node) is Scalar and node.style == "|"
            parts = (_EMPTY_LINE if is_literal else _BREAKS).split(text)
            return "\n\n".join(one_line(part) for part in parts)
        return one_line(text)

    def schema(self) -> Schema:
        return {"type": ANY_SCALAR, "maxLength": MAX_CHARACTERS[self.limit]}


def one_line(text: str) -> str:
    """Replace tabs and line breaks by spaces; every other character stays as published."""
    text = text.replace("\t", " ")
    return _LINE_BREAK.sub(" ", text) if "\n" in text else text


@dataclass(frozen=True, slots=True)
class Markdown:
    """Markdown, kept as written."""

    words: str = "Markdown"

    def parse(self, node: Node, report: Report) -> str | None:
        return Text(self.words, "max_prose").parse(node, report) and node[0].strip()  # type: ignore[union-attr]

    def schema(self) -> Schema:
        return Text(limit="max_prose").schema()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A short text that matches a pattern; `convert` raises ValueError for further mistakes."""

    words: str
    pattern: str
    rule: str
    hint: str = ""
    convert: Callable[[str], Any] = str
    advise: Callable[[str], str] = lambda text: ""
    """Returns what to write instead of a text; empty if unknown."""
    join: Callable[[Node], str] = _in_one
    """Returns the value that a list or a mapping of parts means; empty if unknown."""

    def parse(self, node: Node, report: Report) -> Any:
        if (text := _scalar(node, report, self.words, self.join)) is None:
            return None
        if not re.fullmatch(self.pattern, text, re.ASCII):
            message = f'"{short(text)}" is not {self.words}'
            report(self.rule, node, message, _bare(self, text) or self.advise(text) or self.hint)
            return None
        try:
            return self.convert(text)
        except ValueError as error:
            report(self.rule, node, str(error), self.advise(text) or self.hint)
            return None

    def schema(self) -> Schema:
        return {"type": ANY_SCALAR, "pattern": f"^{self.pattern}$"}


def short(text: str) -> str:
    """Return enough of a value to recognize it in a message."""
    return cut(text, 60)


def _not_reserved(text: str) -> str:
    if why := slugs.why_taken(text):
        raise ValueError(why)
    return text


@dataclass(frozen=True, slots=True)
class Id:
    """The catalogue's key of a paper."""

    words: str = "an id of 2 to 80 lower-case letters, digits and hyphens"
    reserved: str = "add a year"
    """What to do about a reserved one."""

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        if why := slugs.why_taken(text):
            report("reserved-id", node, why, self.reserved)
            return None
        if not _ID.fullmatch(text):
            own = _OF_A_PAGE.sub("", text)
            latin = own if own.isascii() else to_slug(own)  # `müller2020` gives `muller2020`
            better = re.sub(r"[^a-z0-9-]+", "-", latin.lower()).strip("-")[:80]
            is_meant = _ID.fullmatch(better) and "://" not in own
            hint = f'write "{better}"' if is_meant else "use a-z, 0-9 and -"
            if self is OTHER_ID and pasted.within("", text)[0]:
                hint = "write the id that this paper has in the catalogue"
            report("wrong-id", node, f'"{short(text)}" is not {self.words}', hint)
            return None
        return text

    def schema(self) -> Schema:
        return {"type": ANY_SCALAR, "pattern": f"^{ID_PATTERN}$"}


ID_PATTERN = "[a-z0-9][a-z0-9-]{1,79}"
_ID = re.compile(ID_PATTERN)
#: What is before and after an id in the URL of its page.
_OF_A_PAGE = re.compile(r"\A(?:\S*/)?papers/(?=[\w-]+/?\Z)|(?<=\w)/\Z")
#: A former id, or the id of another paper.
OTHER_ID = Id(reserved="remove it")


SLUG = Pattern(
    words="a slug of lower-case letters, digits and hyphens",
    pattern=slugs.PATTERN,
    rule="wrong-slug",
    hint="write it as in the name of its file in content/topics",
    convert=_not_reserved,
    advise=advice.slug,
)


def to_day(text: str) -> dates.PartialDate:
    """Return a whole day; raise ValueError with the reason as its message."""
    date = dates.parse(text)
    if not date.day:
        raise ValueError("the day is missing")
    return date


def day(text: str) -> dates.PartialDate | None:
    """Return a whole day; None for any other text."""
    with suppress(ValueError):
        return to_day(text)
    return None


DATE = Pattern(
    words="a date",
    pattern=r"\d{4}(-\d\d(-\d\d)?)?",
    rule="wrong-date",
    hint="write YYYY, YYYY-MM or YYYY-MM-DD",
    convert=dates.parse,
    advise=advice.date,
    join=advice.date_in_parts,
)
DAY = Pattern(
    words="a day",
    pattern=r"\d{4}-\d\d-\d\d",
    rule="wrong-date",
    hint="write YYYY-MM-DD",
    convert=to_day,
    advise=lambda text: f"write {meant}" if (meant := advice.day(text)) else "",
    join=advice.day_in_parts,
)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("must be at least 1")
    return number


COUNT = Pattern(
    words="a whole number",
    pattern=r"\d{1,9}",
    rule="wrong-number",
    hint="write digits only",
    advise=advice.count,
    convert=int,
)
POSITIVE = replace(COUNT, words="a whole number of at least 1", convert=_positive)
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
    convert=languages.tidy,
    advise=advice.language,
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A public identifier, alone or as a URL."""

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
            hint = _bare(self, text) or advice.identifier(self.scheme, text, str(error))
            report("wrong-identifier", node, f'"{short(text)}": {error}', hint)
            return None

    def schema(self) -> Schema:
        addresses = "|".join(self.scheme.addresses)
        looks_like_number = any(re.fullmatch(self.scheme.pattern, text) for text in _NUMBERS)
        kinds = ANY_SCALAR if looks_like_number else ["string", "null"]
        return {"type": kinds, "pattern": f"^(?:{self.scheme.pattern}|(?:{addresses}).+)$"}


#: An address as most are; for others, `urlsplit` takes ten times as long.
_PLAIN_ADDRESS = re.compile(r"https?://(?!https?[:/])[a-z0-9.-]+/[^\s\[\]\\&]*(?<![,;\"`…“”‘’])")
#: What only a slip can make of one: a second scheme, TeX, HTML, and signs copied along.
_SLIP = re.compile(r"https?://https?[:/]|.*(?:\\|&amp;)|.*[,;\"`…“”‘’]\Z", re.IGNORECASE)


def _is_address(text: str) -> bool:
    if _PLAIN_ADDRESS.fullmatch(text):
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_web and not _SPACE.search(text) and not _SLIP.match(text)


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address."""

    words: str = "an http(s) address"

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, self.words)) is None:
            return None
        if not _is_address(text) or len(text) > MAX_CHARACTERS["max_text"]:
            message = f'"{short(text)}" is not {self.words}'
            report("wrong-address", node, message, _bare(self, text) or linkhints.address(text))
            return None
        return text

    def schema(self) -> Schema:
        return {"type": ["string", "null"], "pattern": r"^https?://\S+$"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words."""

    options: tuple[str, ...]

    @property
    def words(self) -> str:
        return "one of " + ", ".join(self.options)

    def parse(self, node: Node, report: Report) -> str | None:
        if (text := _scalar(node, report, "one word")) is None:
            return None
        if text not in self.options:
            hint = _bare(self, text) or advice.choice(text, self.options)
            hint = hint or nearest(text, self.options)
            hint = hint or f"write {self.words}"
            report("wrong-choice", node, f'unknown value "{short(text)}"', hint)
            return None
        return text

    def schema(self) -> Schema:
        return {"enum": [*self.options, None]}
