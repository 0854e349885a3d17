"""The type that checks yield: a problem before it has a severity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from papershelf.catalogue import Entry, Source
from papershelf.catalogue.nodes import Node, Scalar
from papershelf.catalogue.report import nearest
from papershelf.problems import SourceText


def name_hint(text: str, source: Source) -> str:
    """Return the hint for an unknown id: the current id if it is an alias, or a similar id."""
    for entry in source.entries:
        if text in entry.values.get("aliases", ()) and "id" in entry.values:
            return f'write "{entry.values["id"]}", its current id'
    return nearest(text, source.entries_by_id())


def replacement_hint(values: Mapping[str, Any]) -> str:
    """Return the hint for a paper that is no longer listed."""
    follower = values.get("superseded_by")
    return f'write "{follower}", which replaces it' if follower else "remove it"


def within(entry: Entry, node: Node, part: str) -> Node:
    """Return the position of a part of a value; that of the value if the part spans lines."""
    start = entry.source.text.find(part, node.start, node.end)
    return node if start < 0 else Scalar("", start, start + len(part))


class Finding(NamedTuple):
    """A problem before it has a severity: place, rule, what is wrong, and how to fix it."""

    source: SourceText
    node: Node
    rule: str
    message: str
    hint: str = ""
