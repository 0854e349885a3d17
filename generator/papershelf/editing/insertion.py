"""Entries that are there get more fields, and every other byte of their files stays.

In: entries as they were read, and typed values for some of their fields. Out: the texts of their
files. An entry keeps its form, in lines or in braces, and its comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from papershelf.catalogue import Entry, nodes, write
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.read import parse_entry
from papershelf.catalogue.report import Report
from papershelf.editing import layout
from papershelf.editing.changeset import Blocked
from papershelf.problems import SourceText

#: From, to, and what stands there instead.
Cut = tuple[int, int, str]
_PLACES = {name: place for place, name in enumerate(FIELDS)}
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")


def with_updates(updates: Iterable[tuple[Entry, Mapping[str, Any]]]) -> dict[str, str]:
    """File → its text with fields of entries put in or replaced. Raises Blocked where an entry is
    written so that it would not read as it should."""
    by_file: dict[str, dict[int, tuple[Entry, dict[str, Any]]]] = {}
    for entry, values in updates:  # several records may be of one work: its entry is cut once
        of_file = by_file.setdefault(entry.source.name, {})
        of_file.setdefault(entry.node.start, (entry, {}))[1].update(values)
    texts = {}
    for name, by_place in by_file.items():
        rows = list(by_place.values())
        text = rows[0][0].source.text
        line_break = layout.Layout(text=text).line_break
        whole = text if text.endswith("\n") else text + line_break
        cuts = [cut for entry, values in rows for cut in _cuts(whole, entry, values)]
        texts[name] = _applied(whole, cuts)
        if not any(start >= len(text) for start, _, _ in cuts):  # nothing was put at the end
            texts[name] = texts[name][: len(texts[name]) - len(whole) + len(text)]
        _require(texts[name], rows)
    return texts


def _applied(text: str, cuts: Iterable[Cut]) -> str:
    """From below, so that offsets stay right; of those at one place the last goes in first."""
    for _, (start, end, new) in sorted(enumerate(cuts), key=lambda cut: (-cut[1][0], -cut[0])):
        text = text[:start] + new + text[end:]
    return text


def _require(text: str, rows: list[tuple[Entry, dict[str, Any]]]) -> None:
    """Reads what was made: the entries that were updated, and no other, mean something new."""
    name = rows[0][0].source.name
    wanted = {entry.node.start: {**entry.values, **values} for entry, values in rows}
    old, new = layout.cut(rows[0][0].source.text), layout.cut(text)
    source, before = SourceText(name, text), rows[0][0].source
    is_right = len(old.pieces) == len(new.pieces) and not new.findings
    for was, now in zip(old.pieces, new.pieces):
        if was.node.start in wanted:
            found = parse_entry(source, now.node, Report(source)).values
            is_right = is_right and found == wanted[was.node.start]
        else:
            is_right = is_right and was.body.rstrip() == now.body.rstrip()
    if not is_right:
        report = Report(before)
        told = "an entry cannot be brought up to date as it is written"
        for entry, _ in rows:
            report("syntax", entry.node, told, "write one field a line, or add them by hand")
        raise Blocked(report.problems)


def _cuts(text: str, entry: Entry, values: Mapping[str, Any]) -> Iterable[Cut]:
    """The cuts for one entry, its fields in the order of the table."""
    ordered = sorted(values, key=lambda name: _PLACES[name])
    is_flow = text[entry.node.start] == "{"
    for name in ordered:
        old = entry.node.pairs.get(name, (None, None))[1]
        if type(old) is nodes.Mapping and old.pairs and name == "urls":
            yield from _links(text, old, entry.values.get(name, {}), values[name])
        elif is_flow:
            yield _in_braces(text, entry.node, name, write.to_pair(name, values[name]))
        else:
            yield _in_lines(text, entry.node, name, values[name])


def _links(
    text: str, node: nodes.Mapping, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterable[Cut]:
    """Links that are not there yet, behind those that are."""
    added = [name for name in new if new[name] != old.get(name)]
    last_key, last = list(node.pairs.values())[-1]
    end = max(_colon_end(text, last_key), layout.value_end(text, last))
    for name in added:
        pair = write.to_pair(name, new[name])
        if name in node.pairs:  # empty, or refused so far
            key, value = node.pairs[name]
            yield key.start, max(_colon_end(text, key), layout.value_end(text, value)), pair
        elif text[node.start] == "{":
            yield end, end, f", {pair}"
        else:
            at = layout.line_end(text, end)
            column = last_key.start - (text.rfind("\n", 0, last_key.start) + 1)
            yield at, at, _as_lines(text, " " * column, [pair])


def _in_lines(text: str, node: nodes.Mapping, name: str, value: Any) -> Cut:
    """A field of an entry of lines."""
    pairs = node.pairs
    first = next(iter(pairs.values()))[0]
    margin = " " * (first.start - (text.rfind("\n", 0, first.start) + 1))
    written = write.to_field(name, value)
    if name in pairs:
        key, old = pairs[name]
        end = max(_colon_end(text, key), layout.value_end(text, old))
        comment = _COMMENT.match(text, end)
        if comment and len(written) > 1:  # `>-  # why`: behind the last line it would be text
            written[0] += f"  {comment[1]}"
            end = comment.end()
        lines = _as_lines(text, margin, written)
        return key.start, end, lines[len(margin) :].rstrip("\r\n")
    key, old = _before(node, name)
    at = layout.line_end(text, max(key.end, layout.value_end(text, old)))
    return at, at, _as_lines(text, margin, written)


def _as_lines(text: str, margin: str, lines: Iterable[str]) -> str:
    """Lines with a margin and the line break of this file."""
    line_break = layout.Layout(text=text).line_break
    return "".join(f"{margin if line else ''}{line}{line_break}" for line in lines)


def _in_braces(text: str, node: nodes.Mapping, name: str, pair: str) -> Cut:
    """A field of an entry in braces."""
    if name in node.pairs:
        key, old = node.pairs[name]
        return key.start, max(_colon_end(text, key), layout.value_end(text, old)), pair
    key, old = _before(node, name)
    end = max(_colon_end(text, key), layout.value_end(text, old))
    return end, end, f", {pair}"


def _before(node: nodes.Mapping, name: str) -> tuple[nodes.Scalar, Node]:
    """The pair behind which a field has its place."""
    known = [key for key in node.pairs if key in _PLACES and _PLACES[key] < _PLACES[name]]
    first = next(iter(node.pairs))
    return node.pairs[max(known, key=lambda key: _PLACES[key], default=first)]


def _colon_end(text: str, key: nodes.Scalar) -> int:
    """Offset behind the colon of a key, for values that are not there."""
    colon = re.compile(r"[ \t]*:").match(text, key.end)
    return colon.end() if colon else key.end
