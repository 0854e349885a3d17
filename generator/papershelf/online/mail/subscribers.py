"""Read the list of subscribers, as CSV or YAML.

In: a file outside of the repository, or the text of an environment variable. Out: subscribers in
the order of the list. Mistakes are reported all at once by file and line, and never quote an
address: reports end up in public logs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection as AbstractCollection
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import yaml
from babel import Locale, UnknownLocaleError

from papershelf.importers.csvfile import delimiter_of
from papershelf.text.mailboxes import to_address

#: The key of what is wrong with a row of CSV.
_WRONG = "\0"
#: The columns of a list. All but the first may be missing.
COLUMNS = ("address", "topics", "language")
_UNKNOWN = f"a column is unknown; the columns are {', '.join(COLUMNS)}"
_TOO_MANY = f"more cells than columns; the columns are {', '.join(COLUMNS)}"
#: In YAML `null`, `~` or nothing: JSON of databases has it for a cell that is empty.
_NULL = "tag:yaml.org,2002:null"
_SEVERAL = "write several topics in one cell, with spaces between them"


class Subscriber(NamedTuple):
    """Somebody who gets digests by mail."""

    address: str
    """`ada@example.org`; its domain is in ASCII."""
    topics: frozenset[str] = frozenset()
    """Slugs; empty for all papers."""
    language: str = "en"
    """Of dates, as a name of Unicode's locales: `de`, `pt_BR`."""


class Invalid(ValueError):
    """The list has mistakes; one line for each, without addresses."""


def parse(
    text: str, file: str, topics: Mapping[str, str] | AbstractCollection[str]
) -> tuple[Subscriber, ...]:
    """Return the subscribers of a list. `topics` has the slugs of all topics; a mapping also has
    former ones, each with the current slug. Raise Invalid with all mistakes."""
    current = topics if isinstance(topics, Mapping) else {slug: slug for slug in topics}
    found: dict[str, Subscriber] = {}
    wrong: list[str] = []
    try:
        rows = list(_iter_rows(text, topics))
    except _Unreadable as error:
        raise Invalid(f"{file}:{error.line}: error: {error.why}") from None
    for line, row in rows:
        try:
            subscriber = _subscriber(row, current)
        except ValueError as error:
            wrong.append(f"{file}:{line}: error: {error}")
            continue
        key = subscriber.address.casefold()
        if key in found:
            wrong.append(f"{file}:{line}: error: this address is already in the list; remove one")
        found[key] = subscriber
    if wrong:
        raise Invalid("\n".join(wrong))
    return tuple(found.values())


class _Unreadable(Exception):
    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def _iter_rows(
    text: str, topics: AbstractCollection[str]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield line and values of each subscriber: a YAML list, or CSV with a line of names."""
    text = text.removeprefix("\ufeff")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    if first.startswith(("-", "[")):
        yield from _iter_yaml(text)
    elif first:
        yield from _iter_csv(text, delimiter_of(first), topics)


def _iter_yaml(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _Unreadable(mark.line + 1 if mark else 1, "this is not YAML") from None
    except yaml.YAMLError:
        raise _Unreadable(1, "this is not YAML") from None
    if not isinstance(root, yaml.SequenceNode):
        raise _Unreadable(1, "expected a list of subscribers")
    for node in root.value:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):  # a list of nothing but addresses
            yield line, {"address": node.value}
        elif isinstance(node, yaml.MappingNode):
            yield line, _mapping(node, line)
        else:
            raise _Unreadable(line, "expected an address, or a mapping with address and topics")


def _mapping(node: yaml.MappingNode, line: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if _text(key) in found:
            raise _Unreadable(line, "a subscriber has the same key twice")
        found[_text(key)] = _plain(value)
    return found


def _text(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _plain(node: yaml.Node) -> str | list[str] | None:
    if isinstance(node, yaml.SequenceNode):
        return [_text(each) for each in node.value]
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag == _NULL else node.value


def _iter_csv(
    text: str, delimiter: str, topics: AbstractCollection[str]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    names: list[str] = []
    try:
        for row in rows:
            while row and not row[-1].strip():  # spreadsheets write cells behind the last column
                row.pop()
            if not row or row[0].startswith("#"):
                continue
            if not names:
                names = [cell.strip().lower() for cell in row]
                if "address" not in names or len(set(names)) < len(names):
                    why = f"the first line must name the columns: {','.join(COLUMNS)}"
                    raise _Unreadable(rows.line_num, why)
                if not {*names} <= {*COLUMNS}:
                    raise _Unreadable(rows.line_num, _UNKNOWN)
            else:
                found = dict(zip(names, row, strict=False))
                wrong = _wrong(found, is_long=len(row) > len(names), slugs=topics)
                yield rows.line_num, {_WRONG: wrong} if wrong else found
    except csv.Error as error:
        raise _Unreadable(rows.line_num, f"this is not CSV: {error}") from None


def _wrong(row: Mapping[str, str], *, is_long: bool, slugs: AbstractCollection[str]) -> str:
    """Return what is wrong with a row of CSV whose topics may be in several cells, `nlp,cv`; empty
    if nothing is."""
    topics, language = row.get("topics", "").strip(), row.get("language", "").strip()
    if is_long:
        return f"{_TOO_MANY}; {_SEVERAL}" if topics else _TOO_MANY
    if topics in slugs and language in slugs and ("topics", "language") in pairwise(row):
        either = f'"{language}" is the language here, and also a topic'
        return f"{either}; {_SEVERAL}, or add a region to the language, as in pt-BR"
    return ""


def _subscriber(row: Mapping[str, Any], topics: Mapping[str, str]) -> Subscriber:
    """Return the subscriber of a row; raise ValueError with its first mistake."""
    if _WRONG in row:
        raise ValueError(row[_WRONG])
    if any(name not in COLUMNS for name in row):
        raise ValueError(_UNKNOWN)
    wanted = frozenset(topics[slug] for slug in _topics(row.get("topics", ""), topics))
    return Subscriber(
        address=to_address(str(row.get("address") or "")),
        topics=wanted,
        language=_language(row.get("language") or "en"),
    )


def _topics(given: object, topics: Mapping[str, str]) -> Iterable[str]:
    if isinstance(given, str):
        given = re.split(r"[\s;,|]+", given.strip())
    if not isinstance(given, list):
        raise ValueError("topics must be a list of slugs")
    slugs = [slug.strip() for slug in given if slug.strip()]
    unknown = [slug for slug in slugs if slug not in topics]
    if unknown:
        # a cell that slipped into another column may be an address
        name = f' "{unknown[0]}"' if re.fullmatch(r"[a-z0-9-]{1,80}", unknown[0]) else ""
        raise ValueError(f"unknown topic{name}; use the slugs of content/topics/")
    return slugs


def _language(text: object) -> str:
    try:
        return str(Locale.parse(str(text).strip().replace("-", "_")))
    except (ValueError, UnknownLocaleError, TypeError):
        raise ValueError("the language is not one such as de or pt-BR") from None
