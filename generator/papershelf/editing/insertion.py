"""Add fields to existing entries and keep every other byte of their files.

In: entries as they were read, and typed values for some of their fields. Out: the texts of their
files. An entry keeps its layout, in lines or in braces, and its comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from papershelf.catalogue import Entry, nodes, write
from papershelf.catalogue.entries import parse_entry
from papershelf.catalogue.fields import PLACES
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.report import Report
from papershelf.editing import layout
from papershelf.editing.changeset import Blocked
from papershelf.problems import SourceText

#: Start, end and replacement.
Cut = tuple[int, int, str]
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")


def with_updates(updates: Iterable[tuple[Entry, Mapping[str, Any]]]) -> dict[str, str]:
    """Return the texts of files with fields of entries added or replaced, by file name. Raise
    Blocked if an entry in its current layout would not read as it should."""
    by_file: dict[str, dict[int, tuple[Entry, dict[str, Any]]]] = {}
    for entry, values in updates:  # several records may describe one work: its entry changes once
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
        if not any(start >= len(text) for start, _, _ in cuts):  # nothing was added at the end
            texts[name] = texts[name][: len(texts[name]) - len(whole) + len(text)]
        _require(texts[name], rows)
    return texts


def _applied(text: str, cuts: Iterable[Cut]) -> str:
    """Return the text with all cuts applied, the last one first, so that offsets stay valid. Of
    cuts at one position, the last is applied first."""
    for _, (start, end, new) in sorted(enumerate(cuts), key=lambda cut: (-cut[1][0], -cut[0])):
        text = text[:start] + new + text[end:]
    return text


def _require(text: str, rows: list[tuple[Entry, dict[str, Any]]]) -> None:
    """Read the new text, and raise Blocked unless exactly the updated entries changed their
    meaning."""
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
        message = "this entry cannot be updated in its current layout"
        for entry, _ in rows:
            report(
                "syntax",
                entry.node,
                message,
                "write each field on its own line, or add the new fields by hand",
            )
        raise Blocked(report.problems)


def _cuts(text: str, entry: Entry, values: Mapping[str, Any]) -> Iterable[Cut]:
    """Yield the cuts for one entry, with fields in the order of the table."""
    ordered = sorted(values, key=lambda name: PLACES[name])
    is_flow = text[entry.node.start] == "{"
    for name in ordered:
        old = entry.node.value(name)
        if type(old) is nodes.Mapping and old.pairs and name == "urls":
            yield from _links(text, old, entry.values.get(name, {}), values[name])
        elif is_flow:
            yield _in_braces(text, entry.node, name, write.to_pair(name, values[name]))
        else:
            yield _in_lines(text, entry.node, name, values[name])


def _links(
    text: str, node: nodes.Mapping, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterable[Cut]:
    """Return the cut that adds new links after the existing ones."""
    added = [name for name in new if new[name] != old.get(name)]
    last_key, last = list(node.pairs.values())[-1]
    end = max(_colon_end(text, last_key), layout.value_end(text, last))
    for name in added:
        pair = write.to_pair(name, new[name])
        if name in node.pairs:  # empty, or refused until now
            key, value = node.pairs[name]
            yield key.start, max(_colon_end(text, key), layout.value_end(text, value)), pair
        elif text[node.start] == "{":
            yield end, end, f", {pair}"
        else:
            at = layout.line_end(text, end)
            column = last_key.start - (text.rfind("\n", 0, last_key.start) + 1)
            yield at, at, _as_lines(text, " " * column, [pair])


def _in_lines(text: str, node: nodes.Mapping, name: str, value: Any) -> Cut:
    """Return the cut for a field of an entry in lines."""
    pairs = node.pairs
    first = next(iter(pairs.values()))[0]
    margin = " " * (first.start - (text.rfind("\n", 0, first.start) + 1))
    written = write.to_field(name, value)
    if name in pairs:
        key, old = pairs[name]
        end = max(_colon_end(text, key), layout.value_end(text, old))
        comment = _COMMENT.match(text, end)
        if comment and len(written) > 1:  # `>-  # why`: after the last line it would be text
            written[0] += f"  {comment[1]}"
            end = comment.end()
        lines = _as_lines(text, margin, written)
        return key.start, end, lines[len(margin) :].rstrip("\r\n")
    key, old = _before(node, name)
    at = layout.line_end(text, max(key.end, layout.value_end(text, old)))
    return at, at, _as_lines(text, margin, written)


def _as_lines(text: str, margin: str, lines: Iterable[str]) -> str:
    """Return lines with a margin and the file's line break."""
    line_break = layout.Layout(text=text).line_break
    return "".join(f"{margin if line else ''}{line}{line_break}" for line in lines)


def _in_braces(text: str, node: nodes.Mapping, name: str, pair: str) -> Cut:
    """Return the cut for a field of an entry in braces."""
    if name in node.pairs:
        key, old = node.pairs[name]
        return key.start, max(_colon_end(text, key), layout.value_end(text, old)), pair
    key, old = _before(node, name)
    end = max(_colon_end(text, key), layout.value_end(text, old))
    return end, end, f", {pair}"


def _before(node: nodes.Mapping, name: str) -> tuple[nodes.Scalar, Node]:
    """Return the pair after which a field is inserted."""
    known = [key for key in node.pairs if key in PLACES and PLACES[key] < PLACES[name]]
    first = next(iter(node.pairs))
    return node.pairs[max(known, key=lambda key: PLACES[key], default=first)]


def _colon_end(text: str, key: nodes.Scalar) -> int:
    """Return the offset after the colon of a key without a value."""
    colon = re.compile(r"[ \t]*:").match(text, key.end)
    return colon.end() if colon else key.end
