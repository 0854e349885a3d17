"""Convert records that are mappings in other programs.

In: the text of a YAML catalogue, or pairs from JSON or CSV, and a mapping table. Out: a Draft for
each record. `tables` has the usual field names; the curator's own table takes precedence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from papershelf.catalogue import nodes
from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN, plain
from papershelf.catalogue.item_types import TYPES, TYPES_BY_NAME
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.parse import parse
from papershelf.citations.parts import NUMBERED
from papershelf.importers import notices, tables
from papershelf.importers.draft import Converter, Draft, set_institution, set_version, whole_address
from papershelf.importers.markup import from_prose
from papershelf.importers.tables import Table, to_plain
from papershelf.problems import SourceText
from papershelf.text import dates, identifiers, recordpages, textlists, venues
from papershelf.text.shorten import cut

#: Fields whose values may contain markup.
_TEXTS = frozenset("title abstract summary notes venue keywords".split()) | {
    *CREATORS,
    *(field.name for field in PLAIN),
}
#: Problems that lose no value: an anchor that is used is reported at its aliases.
_HARMLESS = frozenset({"control-character", "invisible-character", "tag", "anchor"})
#: Fields that hold several words; values of several names are joined.
_LISTS = frozenset({"keywords", "awards", "topics"})
#: Names of fields that say whether the work was retracted, and what they say.
_FLAGS = frozenset({"isretracted", "retracted"})
_ANSWERS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
#: Fields with numbers, which data frames write as `2020.0`.
_NUMBERED = frozenset("published volume issue number pages pmid author_count".split())
_WHOLE = re.compile(r"(\d{1,8})\.0", re.ASCII)
#: Brackets around a whole list of words: `[looms, cards]`.
_ENCLOSED = re.compile(r"\A\s*[\[{]([^][{}]*)[\]}]\s*\Z")
_NOTHING = nodes.Mapping({}, 0, 0)
#: Keys with the name of a thing that a program describes by a mapping instead of a text.
_LABELS = ("name", "displayname", "label", "title", "value", "term", "tag", "keyword", "note")

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
        if lookup := table.lookup(theirs):
            value = _looked_up(value, *lookup, rest or {})
        if ours is not None:
            rows.append((theirs, ours, value))
        elif plain(theirs) in _FLAGS and str(value).lower() in _ANSWERS:
            if _ANSWERS[str(value).lower()]:
                others.insert(0, (theirs, "status", "retracted"))
        else:
            others.append((theirs, tables.NAMES.get(plain(theirs), ""), value))
    _take(draft, [row for row in rows if row[1]])
    mapped = frozenset(draft.fields) - _LISTS - {"urls"}
    _take(draft, sorted(others, key=lambda row: row[1] == "extra"), mapped)
    _pages(draft)
    _months(draft)
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
    _take(own, [row for row in rows if row[1] and row[2]], convert=convert)
    draft.left |= own.left
    draft.odd |= own.odd
    for name, value in own.fields.items():
        old = draft.fields.get(name)
        if name == "id":
            draft.key = str(value)
        elif name == "urls" and isinstance(old, dict):
            draft.fields[name] = {**old, **value}
        elif name in _LISTS and isinstance(old, list) and isinstance(value, list):
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


def _read(draft: Draft, ours: str, value: Any, convert: Converter) -> Any:
    """Return a value with its markup converted, also inside lists and mappings."""
    if isinstance(value, list):
        return [_read(draft, ours, item, convert) for item in value]
    if isinstance(value, dict):
        return {key: _read(draft, ours, item, convert) for key, item in value.items()}
    return draft.read(ours, value, convert) if isinstance(value, str) else value


# --- names and values ----------------------------------------------------------------------------


def _flat(pairs: Pairs, table: Table, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield names and values; names of nested values contain dots: `sources.code`. A mapping
    without any known name stays whole."""
    for key, value in pairs:
        name = f"{before}{key}"
        if value in ("", [], {}, None):
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


def _take(
    draft: Draft,
    rows: Iterable[tuple[str, str, Any]],
    taken: frozenset[str] = frozenset(),
    convert: Converter | None = from_prose,
) -> None:
    """Set values under our names; those without a place, or whose place is taken, go into
    `left`."""
    for theirs, ours, value in rows:
        if ours in _NUMBERED and isinstance(value, str) and (whole := _WHOLE.fullmatch(value)):
            value = whole[1]
        if ours in _LISTS and isinstance(value, str):
            found = textlists.items(value)
            value = value if found is None else found
        if convert and ours in _TEXTS:
            value = _read(draft, ours, value, convert)
        if ours in taken:
            if draft.fields[ours] != value:
                draft.left[theirs] = cut(shown(value))
        else:
            _set(draft, theirs, ours, value)


def shown(value: Any) -> str:
    """Return a value for a report."""
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return "; ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _set(draft: Draft, theirs: str, ours: str, value: Any) -> None:
    """Set one field; of two values for one field, keep the first."""
    if ours.startswith("urls.") and isinstance(value, list) and value:
        value, *others = value
        if others:
            draft.left[theirs] = cut(shown(others))
    if ours.startswith("urls.") and isinstance(value, str):
        _set_link(draft, theirs, ours.removeprefix("urls."), value)
    elif ours == "urls" and isinstance(value, dict):
        draft.fields["urls"] = value | (draft.fields.get("urls") or {})
    elif ours in ("published", "added"):
        _set_date(draft, theirs, ours, dates.of_parts(value) or shown(value))
    elif ours == "type":
        for kind in value if isinstance(value, list) else _words(shown(value), ";"):
            _set_type(draft, theirs, shown(kind))
    elif ours in CREATORS or (ours == "status" and isinstance(value, str)):
        _keep(draft, theirs, ours, value.lower() if ours == "status" else value)
    elif ours in _LISTS and isinstance(value, str):
        value = _ENCLOSED.sub(r"\1", value)
        separator = "[,;]" if re.search("[,;]", value) else r"\|"
        _keep(draft, theirs, ours, _words(value, separator))
    elif ours in _LISTS and isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], str):  # one RIS tag may hold several words
            value = _words(value[0], ";")
        _keep(draft, theirs, ours, [_label(item) for item in value])
    elif ours == "id" and str(value).startswith(("http://", "https://")):
        draft.left[theirs] = cut(str(value))
    elif ours == "extra" and isinstance(value, str):  # Zotero's notes for programs
        draft.fields["notes"] = f"{draft.fields.get('notes') or ''}\n\n{value}".strip()
    elif ours in FIELDS:
        if ours == "notes" and isinstance(value, list):  # Zotero's are several
            value = "\n\n".join(shown(_label(note)) for note in value)
        elif isinstance(value, list) and len(value) == 1:
            value = value[0]
        _keep(draft, theirs, ours, _label(value) if ours != "extra" else value)
    else:
        draft.left[theirs] = cut(shown(value))


def _words(text: str, separator: str) -> list[str]:
    """Return the words between separators, a pattern without white space, which takes longer."""
    return [word for part in re.split(separator, text) if (word := part.strip())]


def _label(value: Any) -> Any:
    """Return the name of a thing that a program describes by a mapping; other values unchanged."""
    if isinstance(value, dict):
        found = {plain(key): text for key, text in value.items()}
        return next((found[name] for name in _LABELS if found.get(name)), value)
    return value


def _months(draft: Draft) -> None:
    """Add the month and the day to a year if they have fields of their own, or are `MAR 15` in
    another field for the date."""
    left = {plain(name): name for name in draft.left}
    parts = [draft.left[left[name]] for name in ("month", "day") if name in left]
    year = str(draft.fields.get("published", ""))
    dated = [name for key, name in left.items() if tables.NAMES.get(key) == "published"]
    for name in dated if len(year) == 4 else ():
        date, is_whole = dates.beside(draft.left[name], year)
        if is_whole and date.startswith(year):
            draft.fields["published"] = year = date
            del draft.left[name]
    if not parts or "month" not in left or len(year) != 4:
        return
    date, is_whole = dates.find("-".join([year, *parts]))
    if is_whole and len(date) > 4:
        draft.fields["published"] = date
        for name in ("month", "day"):
            draft.left.pop(left.get(name, ""), None)


def _set_date(draft: Draft, theirs: str, ours: str, text: str) -> None:
    """Set a date; of two that agree, keep the more precise."""
    date, is_whole = dates.find(text)
    old = str(draft.fields.get(ours, ""))
    is_day = ours == "published" or date.count("-") == 2
    if date and is_day and len(date) > len(old):
        draft.fields[ours] = date
        if old and not date.startswith(old):
            draft.left[f"{ours}, also"] = old
    if not date or not is_day or not is_whole or not str(draft.fields[ours]).startswith(date):
        draft.left[theirs] = cut(text)


def _set_type(draft: Draft, theirs: str, text: str) -> None:
    """Set the CSL type for a word of another program; for a vague one, the venue decides later."""
    if notices.hear_document(text, draft):
        return
    said = draft.left.get(theirs, "")
    name = text if text in TYPES and text != "article" else TYPES_BY_NAME.get(plain(text))
    if name:
        _keep(draft, theirs, "type", name)
    elif name is None:
        draft.left[theirs] = cut(f"{said}; {text}" if said else text)


def _pages(draft: Draft) -> None:
    """Join the first and last page if they have separate names."""
    left = {plain(name): name for name in draft.left}
    first, last = (
        next((left[name] for name in sorted(names) if name in left), "")
        for names in (tables.FIRST_PAGES, tables.LAST_PAGES)
    )
    if first and not draft.fields.get("pages"):
        start = draft.left.pop(first)
        end = draft.left.pop(last) if last else ""
        draft.fields["pages"] = start if end in ("", start) else f"{start}-{end}"


def _keep(draft: Draft, theirs: str, ours: str, value: Any) -> None:
    old = draft.fields.setdefault(ours, value)
    if old is value or old == value:
        return
    if ours in _LISTS and isinstance(old, list):
        draft.fields[ours] = [*old, *(value if isinstance(value, list) else [value])]
    else:
        draft.left[theirs] = cut(shown(value))


def _set_link(draft: Draft, theirs: str, link: str, value: str) -> None:
    """Set a URL, and the identifier that it may contain."""
    urls = draft.fields.setdefault("urls", {})
    whole = str(whole_address(value))
    is_address = whole.startswith(("http://", "https://")) and not recordpages.is_one(whole)
    if is_address:
        urls.setdefault(link, value)
    found = ""
    for scheme in ("arxiv", "doi", "openreview", "acl") if "/" in value else ():
        if found := identifiers.bare(scheme, value):
            draft.fields.setdefault(scheme, found)
            break
    if not is_address or (urls[link] != value and found not in draft.fields.values()):
        draft.left[theirs] = cut(value)


def _looked_up(value: Any, part: str, pattern: str, rest: Mapping[str, Any]) -> Any:
    """Return keys replaced by what they refer to in another part of the file; `me*` is the key `me`
    with a mark."""
    if isinstance(value, list):
        return [_looked_up(item, part, pattern, rest) for item in value]
    others = rest.get(part)
    found = others.get(str(value).rstrip("*†‡ ")) if isinstance(others, dict) else None
    if not isinstance(found, dict):
        return value
    return re.sub(r"\{(\w+)\}", lambda match: str(found.get(match[1], "")), pattern).strip()
