"""The people of a collection, from `content/people.yaml`.

In: the text of that file. Out: people with positions and typed values. `collect` decides which
person an author of a paper is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papershelf.catalogue import forms
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence
from papershelf.catalogue.parse import parse
from papershelf.catalogue.report import Report
from papershelf.catalogue.structures import ListOf, Record
from papershelf.problems import SourceText
from papershelf.text import slugs
from papershelf.text.identifiers import SCHEMES

_NAME = forms.Text()
_SLUG = forms.Pattern(
    words="a slug of lower-case letters, digits and hyphens",
    pattern=slugs.PATTERN,
    rule="wrong-slug",
    hint="write it like ada-lovelace",
    convert=forms.not_reserved,
)
#: The keys of a person and their forms.
PERSON = Record(
    "a person",
    {
        "slug": _SLUG,
        "name": _NAME,
        "names": ListOf(_NAME, unique=True),
        "papers": ListOf(forms.Id(), unique=True),
        "orcid": forms.Identifier(SCHEMES["orcid"]),
        "url": forms.Address(),
        "aliases": ListOf(_SLUG, unique=True),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A mapping of `people.yaml` as written."""

    source: SourceText
    node: Mapping
    values: dict[str, Any]
    """The existing values of `slug`, `name`, `names`, `papers`, `orcid`, `url`, `aliases`."""

    def item(self, name: str, text: str = "") -> Node:
        """Return the item of a list with this text, or else the value, or else the first key."""
        _, node = self.node.pairs.get(name, (None, None))
        if type(node) is Sequence:
            for item in node.items:
                if type(item) is Scalar and item.text.strip() == text:
                    return item
        return node or next(iter(self.node.pairs.values()))[0]


def read(source: SourceText, report: Report, people: list[Person]) -> None:
    """Add the people of a file, and report mistakes in single ones."""
    parsed = parse(source.text)
    report.take(parsed.findings)
    for root in parsed.roots:
        if type(root) is not Mapping or not root.pairs:
            if not (type(root) is Scalar and not root.text):
                hint = 'write "- slug: …, name: …"'
                report("wrong-type", root, "a person must be a mapping", hint)
            continue
        values = PERSON.parse(root, report) or {}
        for name in ("slug", "name"):
            _, value = root.pairs.get(name, (None, None))
            if value is None or forms.is_empty(value):
                place = value or next(iter(root.pairs.values()))[0]
                hint = f"{'add' if value is None else 'write'} {name}: …"
                report("missing-field", place, f"no {name}", hint)
        if "slug" in values and "name" in values:
            people.append(Person(source=source, node=root, values=values))
