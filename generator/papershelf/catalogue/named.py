"""The named terms of a collection, from `content/people.yaml` and `content/keywords.yaml`.

In: the text of such a file. Out: its terms, with positions and typed values. `collect` decides
which of them an author or a keyword of a paper is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from papershelf.catalogue import advice, forms
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence, as_item, item_of
from papershelf.catalogue.parse import parse
from papershelf.catalogue.recover import recover
from papershelf.catalogue.report import Report
from papershelf.catalogue.structures import Fields, ListOf, takes
from papershelf.problems import SourceText
from papershelf.text import authors, slugs
from papershelf.text.identifiers import SCHEMES

_NAME = forms.Text()
_NAMES = ListOf(_NAME, unique=True)


def _split(text: str) -> list[str]:
    """Return the names in a text, which may have a comma inside: `Byron, Ada; Byron, A.`."""
    return [name for name, _ in authors.read_with_texts(text)[0]]


_PEOPLE = ListOf(_NAME, unique=True, split=_split)


def _slug(example: str) -> forms.Pattern:
    return replace(
        forms.SLUG,
        hint=f"write it like {example}",
        advise=lambda text: advice.slug(re.sub("[,;，；、|]", " ", text)),
    )


_PERSON, _KEYWORD = _slug("ada-lovelace"), _slug("language-models")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFile:
    """A file of named terms: a row."""

    taxonomy: str
    """The taxonomy of its terms, which is also the first segment of their addresses."""
    file: str
    """Its name in the folder of hand-written pages."""
    noun: str
    """A term of it, and the rule for mistakes in it."""
    keys: Fields
    """The keys of a term and their forms."""


#: By taxonomy.
TABLES = {
    table.taxonomy: table
    for table in (
        TermFile(
            taxonomy="authors", file="people.yaml", noun="person",
            keys=Fields("a person", {
                "slug": _PERSON, "name": _NAME, "names": _PEOPLE,
                "papers": ListOf(forms.OTHER_ID, unique=True),
                "orcid": forms.Identifier(SCHEMES["orcid"]),
                "url": forms.Address(), "aliases": ListOf(_PERSON, unique=True),
            }),
        ),
        TermFile(
            taxonomy="keywords", file="keywords.yaml", noun="keyword",
            keys=Fields("a keyword", {
                "slug": _KEYWORD, "name": _NAME, "names": _NAMES,
                "aliases": ListOf(_KEYWORD, unique=True),
            }),
        ),
    )
}  # fmt: skip
#: The same, by name of the file.
FILES = {table.file: table for table in TABLES.values()}


def meant(file: str) -> TermFile | None:
    """Return the table that the name of a file almost is: `Keywords.yaml`, `people.yml`."""
    name = re.sub(r"\.yml$", ".yaml", file.lower())
    return FILES.get(name) if file not in FILES else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTerm:
    """A mapping of such a file as written."""

    table: TermFile
    source: SourceText
    node: Mapping
    values: dict[str, Any]
    """The existing values of its keys; always `slug` and `name`."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the aliases as written, which may include the present slug."""
        return tuple(self.values.get("aliases", ()))

    def item(self, name: str, text: str = "") -> Node:
        """Return the item of a list with this text, or else the value, or else the first key."""
        node = self.node.value(name)
        return item_of(node, text) or node or next(iter(self.node.pairs.values()))[0]


def read(table: TermFile, source: SourceText, report: Report) -> list[WrittenTerm]:
    """Return the terms of a file, and report mistakes in single ones."""
    found: list[WrittenTerm] = []
    known = {name: takes(form) for name, form in table.keys.fields.items()}
    parsed = parse(source.text, partial(recover, known))
    report.take(parsed.findings)
    for root in parsed.roots:
        if type(root) is not Mapping or not (root.pairs or root.broken):
            if not (type(root) is Scalar and not root.text):
                hint = 'write "- {slug: …, name: …}"'
                report("wrong-type", root, f"{table.keys.words} must be a mapping", hint)
        elif pairs := list(_slugs_as_keys(root, table)):
            for key, hint in pairs:
                report("wrong-type", key, f"{table.keys.words} is an item of a list", hint)
        else:
            values = table.keys.parse(root, report) or {}
            _require(root, values, report)
            if "slug" in values and "name" in values:
                found.append(WrittenTerm(table=table, source=source, node=root, values=values))
    return found


def _slugs_as_keys(root: Mapping, table: TermFile) -> Iterator[tuple[Scalar, str]]:
    """Yield the keys of a mapping of terms, or of names, by slug, and of a list in a mapping, which
    other programs write, and how to write them."""
    are_names = table.keys.fields.keys().isdisjoint(root.pairs)
    for key, value in root.pairs.values():
        if key.text in table.keys.fields:
            continue
        if type(value) is Mapping:
            yield key, f"write - slug: {key.text} and indent the keys below it by two spaces"
        elif are_names and type(value) is Sequence:
            yield key, "remove this line, and the spaces that the lines below it begin with"
        elif are_names and type(value) is Scalar and value.text:
            yield key, f"write - {{slug: {key.text}, name: {as_item(value.text)}}}"


def _require(root: Mapping, values: dict[str, Any], report: Report) -> None:
    """Report a missing slug or name, unless it is there and cannot be read."""
    for name in ("slug", "name"):
        value = root.value(name)
        is_broken = any(key.text == name for key in root.broken)
        if is_broken or not (value is None or forms.is_empty(value)):
            continue
        first = next((key for key, _ in root.pairs.values()), *root.broken[:1])
        text = slugs.to_slug(values["name"]) if name == "slug" and "name" in values else "…"
        hint = f"{'add' if value is None else 'write'} {name}: {text}"
        report("missing-field", value or first, f"no {name}", hint)
