"""The entries of a catalogue: typed values, and where each of them is written.

In: a mapping that the YAML reader found. Out: an Entry, and all problems within single fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from papershelf.catalogue import advice, forms, nodes, unknown
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.kept import Kept
from papershelf.catalogue.nodes import Mapping, Node
from papershelf.catalogue.report import Report
from papershelf.problems import SourceText


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mapping of the catalogue as written."""

    source: SourceText
    node: Mapping
    values: dict[str, Any]
    """Typed values of valid fields."""
    misspelt: frozenset[str] = frozenset()
    """Fields that unknown keys were probably meant for."""

    def has(self, name: str) -> bool:
        """Return whether a field exists, even if unreadable or misspelled; not if it is empty."""
        if name in self.node.pairs:
            return not forms.is_empty(self.node.pairs[name][1])
        return name in self.misspelt or any(key.text == name for key in self.node.broken)

    def at(self, *names: str) -> Node:
        """Return the node of the first of these fields that exists, or else the id or first key."""
        broken = {key.text: key for key in self.node.broken}
        for name in (*names, "id"):
            if name in broken:
                return broken[name]
            if name in self.node.pairs:
                return self.node.pairs[name][1]
        for key, _ in self.node.pairs.values():
            return key
        return self.node

    def item(self, name: str, text: str) -> Node:
        """Return the item of a list field with this text, otherwise the field."""
        node = self.at(name)
        return nodes.item_of(node, text) or node


#: The values of an entry without problems, by its text.
KeptEntries: TypeAlias = Kept[dict[str, Any]]


def parse_kept(
    source: SourceText, node: Mapping, report: Report, written: str, kept: KeptEntries
) -> Entry:
    """Return an entry, with the values that the same text had before. An entry with problems is
    parsed each time, since they have positions."""

    def parse_alone(written: str) -> dict[str, Any] | None:
        alone = Report(source)
        values = parse_entry(source, node, alone).values
        return None if alone.problems else values

    values = kept.find(written, parse_alone)
    if values is None:
        return parse_entry(source, node, report)
    return Entry(source=source, node=node, values=values)


def parse_entry(source: SourceText, node: Mapping, report: Report) -> Entry:
    """Parse each field of an entry by its form, and report all mistakes within single fields."""
    values: dict[str, Any] = {}
    cut = advice.cut(source.text, node, FIELDS) if source.text.startswith("{", node.start) else {}
    above, misspelt = "", set()
    for name, (key, value) in node.pairs.items():
        field_ = FIELDS.get(name)
        if field_ is None:
            if name not in cut:
                misspelt.add(unknown.report_key(node, key, value, above, report))
            continue
        above = name
        if not forms.is_empty(value):
            whole = cut.get(name)
            if whole and isinstance(field_.form, forms.Text):
                hint = f"write {name}: {nodes.quoted(whole.text)}"
                report("unknown-key", whole, f'"{name}" is cut off at the comma', hint)
            parsed = field_.form.parse(whole or value, report)
            if parsed is not None:
                values[name] = parsed
    for key in node.broken:
        if key.text not in FIELDS:
            misspelt.add(unknown.report_key(node, key, key, "", report))
    return Entry(source=source, node=node, values=values, misspelt=frozenset(misspelt))
