"""Find authors that are valid but most likely wrong.

In: a Source. Out: findings. Following a hint literally gives the right entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Entry, Source, authorhints
from papershelf.catalogue.fields import CREATORS
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence, as_item
from papershelf.checks.finding import Finding
from papershelf.problems import SourceText
from papershelf.text.authors import ORCID
from papershelf.text.names import Name, looks_like_initials


def names(source: Source) -> Iterator[Finding]:
    """Yield initials read as people, several people in one item, and marks at names."""
    for entry, field in _lists(source):
        node = entry.node.pairs[field][1]
        if type(node) is Sequence:
            cut_up = list(_cut_up(entry.source, node))
            # if there are any, findings on single items would be wrong
            yield from cut_up or _items(entry, field, node)


def people(source: Source) -> Iterator[Finding]:
    """Yield several people in one name of people.yaml, marks at it, and spellings that were split
    inside of names. A name that papers give to a group is one."""
    groups: set[str] | None = None
    for person in source.named["authors"]:
        name, spellings = person.item("name"), person.item("names")
        text = person.values["name"]
        if doubt := authorhints.of_person(text):
            if groups is None:
                groups = {
                    each.literal
                    for entry, field in _lists(source)
                    for each in entry.values.get(field, ())
                }
            if text not in groups:
                yield Finding(person.source, name, doubt.rule, doubt.message, doubt.hint)
        texts = _texts(spellings) if type(spellings) is Sequence else []
        if texts and (doubt := authorhints.of_spellings(texts, text)):
            yield Finding(person.source, spellings, doubt.rule, doubt.message, doubt.hint)


def _cut_up(source: SourceText, node: Sequence) -> Iterator[Finding]:
    """Yield the finding on a list that was split inside of names."""
    texts = _texts(node)
    doubt = authorhints.of_list(texts) if len(texts) == len(node.items) else None
    if doubt is not None:
        yield Finding(source, node, doubt.rule, doubt.message, doubt.hint)


def _texts(node: Sequence) -> list[str]:
    return [item.text.strip() for item in node.items if type(item) is Scalar]


def _lists(source: Source) -> Iterator[tuple[Entry, str]]:
    """Yield the entry and the field of each list of names."""
    for entry in source.entries:
        yield from ((entry, field) for field in CREATORS if field in entry.node.pairs)


def _items(entry: Entry, field: str, node: Sequence) -> Iterator[Finding]:
    is_listed = authorhints.are_inverted(_texts(node))
    for item in node.items:
        if type(item) is Mapping:
            yield from _parts(entry, item)
        if type(item) is not Scalar or item.text.count(",") > 2:  # an error already
            continue
        doubt = authorhints.of_item(item.text.strip(), is_listed)
        if doubt is not None:
            hint = doubt.hint
            is_counted = field == "authors" and "author_count" not in entry.node.pairs
            if doubt.more is not None and is_counted:
                hint += f", and add author_count: {len(node.items) + doubt.more}"
            yield Finding(entry.source, item, doubt.rule, doubt.message, hint)


def _parts(entry: Entry, item: Mapping) -> Iterator[Finding]:
    """Yield ORCID iDs inside a part of a name."""
    for part in ("given", "family", "literal"):
        node = item.value(part)
        if type(node) is Scalar and (found := ORCID.search(node.text)):
            rest = node.text.replace(found[0], "").strip()
            message = f'the ORCID iD in "{node.text}" is not part of the name'
            hint = f'write {as_item(rest)}, orcid: "{found[1]}"'
            yield Finding(entry.source, node, "name-mark", message, hint)


def repeated(source: Source) -> Iterator[Finding]:
    """Yield names and ORCID iDs that a paper lists twice; most often this is a mistake."""
    for entry, field in _lists(source):
        found = entry.values.get(field, ())
        yield from _same_orcid(entry, field, found)
        if len(set(found)) == len(found):
            continue
        seen: set[Name] = set()
        for place, name in enumerate(found):
            if name in seen and not looks_like_initials(name.shown):  # `names` reports initials
                message = f'"{name.shown}" is listed twice'
                hint = "remove one; for two people of one name, add {…, affiliation: …} or orcid"
                node = _at(entry, field, place)
                yield Finding(entry.source, node, "repeated-author", message, hint)
            seen.add(name)


def _same_orcid(entry: Entry, field: str, found: tuple[Name, ...]) -> Iterator[Finding]:
    first: dict[str, Name] = {}
    for place, name in enumerate(found):
        if name.orcid and (other := first.setdefault(name.orcid, name)) != name:
            message = f'{name.orcid} is also the ORCID iD of "{other.shown}"'
            node = _at(entry, field, place)
            hint = "compare both with the source"
            yield Finding(entry.source, node, "repeated-author", message, hint)


def _at(entry: Entry, field: str, place: int) -> Node:
    """Return the item at a position; the whole list if invalid items were left out."""
    node = entry.at(field)
    if type(node) is Sequence and len(node.items) == len(entry.values[field]):
        return node.items[place]
    return node
