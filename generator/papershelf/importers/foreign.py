"""Convert records that are mappings in other programs.

In: the text of a YAML catalogue, or pairs from JSON or CSV, and a mapping table. Out: a Draft for
each record. `tables` has the usual field names; the curator's own table takes precedence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from papershelf.catalogue import nodes
from papershelf.catalogue.fields import FIELDS, plain
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.parse import parse
from papershelf.citations.parts import NUMBERED
from papershelf.importers import foreign_fields, tables
from papershelf.importers.draft import Converter, Draft, set_institution, set_version
from papershelf.importers.tables import Table, to_plain
from papershelf.importers.texts.markup import from_prose
from papershelf.problems import SourceText
from papershelf.text import venues

#: Problems that lose no value: an anchor that is used is reported at its aliases.
_HARMLESS = frozenset({"control-character", "invisible-character", "tag", "anchor"})
#: Names of fields that say whether the work was retracted, and what they say.
_FLAGS = frozenset({"isretracted", "retracted"})
_ANSWERS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NOTHING = nodes.Mapping({}, 0, 0)
Pairs = Iterable[tuple[str, Any]]
Keyed = Iterable[tuple[str, Node]]


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every record. Raise ValueError if there are none."""
    table = table or Table()
    parsed = parse(text)
    source = SourceText(name, text)
    for finding in parsed.findings:
        if finding.rule in _HARMLESS:
            continue
        draft = Draft(where=f"{name}:{source.line_of(finding.start)}")
        draft.why_not = f"not valid YAML: {finding.message}"
        yield draft
    roots, rest = _roots(parsed.roots, table)
    for key, root in roots:
        line = source.line_of(root.start)
        where = f"{name}:{line}"
        pairs = root.pairs if type(root) is nodes.Mapping else {}
        if "id" in pairs and pairs.keys() <= FIELDS.keys() and not table.rows:
            draft = _ours_draft(root, where)
        elif type(root) is nodes.Mapping:
            record = {"id": key} if key else {}
            draft = to_draft((record | to_plain(root)).items(), table, where, rest)
        else:
            draft = Draft(where=where, why_not="not a mapping")
        draft.line = line
        yield draft


def _roots(roots: list[Node], table: Table) -> tuple[Keyed, Mapping[str, Any]]:
    """Return the records of a file, with their keys if they have some, and the other values."""
    root = roots[0] if len(roots) == 1 else None
    for part in table.list.split(".")[:-1]:
        pairs = root.pairs.items() if type(root) is nodes.Mapping else ()
        root = next((node for key, (_, node) in pairs if plain(key) == plain(part)), _NOTHING)
    if type(root) is not nodes.Mapping or any(plain(key) == "title" for key in root.pairs):
        return [("", each) for each in roots], {}
    lists = [key for key, (_, node) in root.pairs.items() if type(node) is nodes.Sequence]
    if not lists and not table.list and tables.are_works(to_plain(root), table):
        return tables.keyed(root), {}
    key = tables.records_of(root.pairs, lists, table)
    rest = {k: to_plain(node) for k, (_, node) in root.pairs.items() if k != key}
    found = root.pairs[key][1]
    if type(found) is nodes.Mapping:
        return tables.keyed(found), rest
    return [("", item) for item in found.items] if type(found) is nodes.Sequence else (), rest


def _ours_draft(root: Node, where: str) -> Draft:
    """Return the draft of an entry of another Papershelf catalogue, read by the same forms."""
    assert type(root) is nodes.Mapping
    draft = Draft(where=where, is_ours=True)
    draft.fields = {name: node for name, (_, node) in root.pairs.items() if name != "id"}
    draft.key = str(to_plain(root.pairs["id"][1]) or "")
    return draft


def to_draft(
    pairs: Pairs, table: Table, where: str, rest: Mapping[str, Any] | None = None
) -> Draft:
    """Return the draft of a record of another program. Of two names for one field, the first
    counts; names in the table take precedence."""
    draft = Draft(where=where)
    flat = list(_flat(pairs, table))
    rows: list[tuple[str, str, Any]] = []
    others: list[tuple[str, str, Any]] = []
    for theirs, value in flat:
        ours = table.ours(theirs)
        if lookup := table.lookup(theirs, rest or {}):
            value = foreign_fields.looked_up(value, *lookup, rest or {})
        if ours is not None:
            rows.append((theirs, ours, value))
        elif plain(theirs) in _FLAGS and str(value).lower() in _ANSWERS:
            if _ANSWERS[str(value).lower()]:
                others.insert(0, (theirs, "status", "retracted"))
        else:
            others.append((theirs, tables.NAMES.get(plain(theirs), ""), value))
    foreign_fields.take(draft, [row for row in rows if row[1]])
    mapped = frozenset(draft.fields) - foreign_fields.LISTS - {"urls"}
    foreign_fields.take(draft, sorted(others, key=lambda row: row[1] == "extra"), mapped)
    foreign_fields.join_pages(draft)
    foreign_fields.join_date(draft)
    if draft.fields.get("type") in NUMBERED and "number" in {plain(name) for name, _ in flat}:
        draft.fields["number"] = draft.fields.pop("issue", "")  # of a report, or in a series
    set_institution(draft.fields)
    name = next((name for name in draft.left if plain(name) == "version"), "")
    if name and set_version(draft.fields, draft.left[name]):
        del draft.left[name]
    venue = draft.fields.get("venue", "")
    if isinstance(venue, str) and "type" in draft.fields:
        draft.fields["type"] = venues.type_beside(draft.fields["type"], venue)
    key = draft.fields.pop("id", "")
    draft.key = str(key) if isinstance(key, str | int) else ""
    _require(draft, [row[0] for row in (*rows, *others) if row[1] == "published"])
    return draft


def split_off(
    pairs: Mapping[str, Any], table: Table | None
) -> tuple[dict[str, Any], list[tuple[str, str, Any]]]:
    """Return the fields that the table does not name, and for those that it names: their name, our
    name and the value."""
    if table is None or not table.rows:
        return dict(pairs), []
    kept, rows = {}, []
    for theirs, value in pairs.items():
        ours = table.ours(theirs)
        if ours is None and isinstance(value, dict | list) and table.leads_into(theirs):
            for name, part in _flat([(theirs, value)], table):
                inner = table.ours(name)
                rows += [(name, inner, part)] if inner is not None else []
        if ours is None:
            kept[theirs] = value
        else:
            rows.append((theirs, ours, value))
    return kept, rows


def apply(
    draft: Draft, rows: list[tuple[str, str, Any]], convert: Converter | None = from_prose
) -> None:
    """Replace values of a draft with those that a mapping table names."""
    if not rows:
        return
    own = Draft(where=draft.where)
    foreign_fields.take(own, [row for row in rows if row[1] and row[2]], convert=convert)
    draft.left |= own.left
    draft.odd |= own.odd
    for name, value in own.fields.items():
        old = draft.fields.get(name)
        if name == "id":
            draft.key = str(value)
        elif name == "urls" and isinstance(old, dict):
            draft.fields[name] = {**old, **value}
        elif name in foreign_fields.LISTS and isinstance(old, list) and isinstance(value, list):
            draft.fields[name] = list(dict.fromkeys([*old, *value]))
        else:
            draft.fields[name] = value
    if draft.why_not.startswith(_INCOMPLETE):
        draft.why_not = ""
        _require(draft, [theirs for theirs, ours, _ in rows if ours == "published"])


def mapped(
    record: Mapping[str, Any], table: Table | None, line: int, to_draft: Callable[[Any], Draft]
) -> Draft:
    """Return the draft of a record on a line; what a mapping table names precedes the format."""
    kept, rows = split_off(record, table)
    draft = to_draft(kept)
    apply(draft, rows)
    draft.line = line
    return draft


#: Beginnings of `why_not` for a missing field that a mapping table may set.
_INCOMPLETE = ("no title", "no year", "no date", "unreadable year", "unreadable date")


def _require(draft: Draft, dates_of: list[str]) -> None:
    """Set `why_not` if a required field is missing."""
    if not draft.fields.get("title"):
        draft.why_not = "no title"
    elif not draft.fields.get("published"):
        names = [key for key in dates_of if key in draft.left]
        draft.why_not = f'unreadable date: "{draft.left[names[0]][:60]}"' if names else "no date"


def _are_named(name: str, links: list[Any], table: Table) -> bool:
    """Return whether links in a list have the names that their labels say: no row of the table is
    about the list or a key of its items."""
    keys = [key for link in links if isinstance(link, dict) for key in link]
    rows = {plain(name), *(plain(f"{name}.{key}") for key in keys)}
    return plain(name) in tables.CONTAINERS and rows.isdisjoint(table.rows)


def _flat(pairs: Pairs, table: Table, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield names and values; names of nested values contain dots: `sources.code`. A mapping
    without any known name stays whole."""
    for key, value in pairs:
        name = f"{before}{key}"
        if value in ("", [], {}, None):
            continue
        if isinstance(value, list) and _are_named(name, value, table):
            links, value = foreign_fields.named_links(value)
            yield from _flat(links.items(), table, f"{name}.")
            if not value:
                continue
        is_known = table.rows.get(plain(name)) is not None
        leads = not is_known and (table.leads_into(name) or plain(name) in tables.HOLDERS)
        if leads and isinstance(value, dict):
            yield from _flat(value.items(), table, f"{name}.")
        elif leads and isinstance(value, list) and all(isinstance(item, dict) for item in value):
            inner: dict[str, list[Any]] = {}
            for item in value:
                for part, found in item.items():
                    inner.setdefault(part, []).append(found)
            yield from _flat(inner.items(), table, f"{name}.")
        else:
            yield name, value
