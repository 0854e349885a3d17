"""Convert JSON Lines and JSON lists, of our `export` and of other programs.

In: a text of JSON objects, one per line or in one list. Out: a Draft for each. Other formats:
arXiv's metadata file, Semantic Scholar's Academic Graph API, OpenAlex works, and any with field
names in `tables`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from papershelf.catalogue.fields import FIELDS, plain
from papershelf.importers import arxiv, foreign, foreign_fields, tables
from papershelf.importers.draft import Draft
from papershelf.importers.tables import Table
from papershelf.text.shorten import cut

_BETWEEN = re.compile(r"[\s,]*")
#: Levels of lists and objects in a record.
_DEEPEST = 100


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every line that is not empty."""
    table = table or Table()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Draft(where=where, line=number, why_not=_reason(error))
            continue
        work, around = unwrapped(item, table)
        draft = to_draft(work, table, where)
        draft.left |= around
        draft.line = number
        yield draft


def to_draft(item: Any, table: Table, where: str, rest: dict[str, Any] | None = None) -> Draft:
    """Return the draft of an object: an entry of ours, which has an id and only our keys, or a
    record."""
    if not isinstance(item, dict):
        return Draft(where=where, why_not="not a JSON object")
    if _is_deep(item):
        return Draft(where=where, why_not="nested too deeply")
    if "id" in item and item.keys() <= FIELDS.keys() and not table.rows:
        return _ours(item, where)
    if arxiv.is_record(item):
        kept, rows = foreign.split_off(item, table)
        if arxiv.is_record(kept):  # the table does not read these keys in its own way
            draft = arxiv.from_record(kept, where)
            foreign.apply(draft, rows)
            return draft
    index = item.get("abstract_inverted_index")
    if isinstance(index, dict) and not item.get("abstract"):  # OpenAlex stores abstracts this way
        rest = {key: value for key, value in item.items() if key != "abstract_inverted_index"}
        item = rest | {"abstract": _in_order(index)}
    if "itemType" in item and "key" in item:  # Zotero's keys are random
        item = {"Zotero key" if key == "key" else key: value for key, value in item.items()}
    pairs = ((key, _texts(value)) for key, value in item.items())
    return foreign.to_draft(pairs, table, where, rest)


def _is_deep(item: Any) -> bool:
    """Return whether a value has more levels than any record: other code recurses into it."""
    level = [item]
    for _ in range(_DEEPEST):
        lists = [each.values() if isinstance(each, dict) else each for each in level]
        level = [value for each in lists for value in each if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def _ours(item: dict[str, Any], where: str) -> Draft:
    draft = Draft(where=where, key=str(item["id"]), is_ours=True)
    draft.fields = {key: value for key, value in item.items() if key != "id"}
    if not draft.fields.get("title"):
        draft.why_not = "no title"
    elif not draft.fields.get("published"):
        draft.why_not = "no date"
    return draft


def _texts(value: Any) -> Any:
    """Return numbers and booleans as text, at any depth; false becomes None."""
    if isinstance(value, dict):
        return {str(key): _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if value is None or value is False:
        return None
    return value if isinstance(value, str) else str(value)


def _in_order(index: dict[str, Any]) -> str:
    """Return the text of an inverted index: word → its positions."""
    places = {
        place: word
        for word, found in index.items()
        if isinstance(found, list)
        for place in found
        if isinstance(place, int)
    }
    return " ".join(places[place] for place in sorted(places))


def _reason(error: Exception) -> str:
    """Return why a text cannot be read."""
    if not isinstance(error, json.JSONDecodeError):
        return "not valid JSON: nested too deeply"
    what = error.msg.replace("Expecting", "expected").replace("expected value", "expected a value")
    place = (
        f"line {error.lineno}, column {error.colno}"
        if error.lineno > 1
        else f"column {error.colno}"
    )
    return f"not valid JSON at {place}: {what}"


# --- lists in one document -----------------------------------------------------------------------

#: Levels of an answer above its list of works: `{"result": {"hits": {"hit": […]}}}`.
_LEVELS = 4


def records(text: str, table: Table) -> tuple[list[Any], dict[str, Any], list[int]]:
    """Return the objects of a document, the other values beside them, and the line of each object
    if the document is a list. Raise ValueError."""
    if not text.strip():
        return [], {}, []
    try:
        decoded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(_reason(error)) from None
    if isinstance(decoded, list):
        return decoded, {}, _lines(text)
    if not isinstance(decoded, dict):
        raise ValueError("expected a JSON list of objects")
    if table.list:
        whole = _named_part(decoded, table)
    elif tables.is_work(decoded, table):
        return [decoded], {}, [1]
    else:
        whole = _part_with_works(decoded, table)
        if len(whole) > 1 and tables.are_works(whole, table):
            return tables.with_keys(whole), {}, []
    is_items = isinstance(whole.get("items"), list | dict)
    lists = ["items"] if is_items else _lists(whole)  # Zotero and Crossref
    if not lists and not table.list:
        return ([], whole, []) if _is_empty(whole, table) else ([whole], {}, [1])
    key = tables.records_of(whole, lists, table)
    found = whole.pop(key)
    return tables.with_keys(found) if isinstance(found, dict) else found, whole, []


def _named_part(whole: dict[str, Any], table: Table) -> dict[str, Any]:
    """Return the part that has the list which a mapping table names, `data.papers`."""
    for name in table.list.split(".")[:-1]:
        inner = next((value for key, value in whole.items() if plain(key) == plain(name)), None)
        whole = inner if isinstance(inner, dict) else {}
    return whole


def _part_with_works(whole: dict[str, Any], table: Table) -> dict[str, Any]:
    """Return the part of an answer that has a list of works, or else a work, or else an empty list;
    the whole if there is not exactly one."""
    for has in (_has_list, _has_work, _is_empty):
        level = [whole]
        for _ in range(_LEVELS):
            found = [part for part in level if has(part, table)]
            if found:
                return found[0] if len(found) == 1 else whole
            inner = [value for part in level for value in part.values() if isinstance(value, dict)]
            level = [part for part in inner if not tables.is_work(part, table)]
    return whole


def _has_list(part: dict[str, Any], table: Table) -> bool:
    return bool(_lists(part)) or tables.are_works(part, table)


def _has_work(part: dict[str, Any], table: Table) -> bool:
    return any(tables.is_work(value, table) for value in part.values())


def _is_empty(part: dict[str, Any], table: Table) -> bool:
    """Return whether a part has an empty list in place of works."""
    return [] in part.values() and not _has_work(part, table)


def _lists(part: dict[str, Any]) -> list[str]:
    """Return the keys of lists with objects."""
    return [
        key
        for key, value in part.items()
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    ]


def unwrapped(item: Any, table: Table) -> tuple[Any, dict[str, str]]:
    """Return the work in an object around it, and what else is in that: DataCite has
    `{"id": …, "attributes": {"titles": […]}}`, Zotero `data`, DBLP `info`. What a mapping table
    reads around a work becomes a part of it; what it reads in a work keeps its place."""
    if not isinstance(item, dict):
        return item, {}
    keys = [key for key, value in item.items() if _is_wrapped(key, value, table)]
    if len(keys) != 1 or plain(keys[0]) in table.rows:
        return item, {}
    (key,) = keys
    around = {name: value for name, value in item.items() if name != key}
    if {"title", "authors"} & tables.names_of(around, table):
        return item, {}
    inside = {name: value for name, value in item[key].items() if table.reads(f"{key}.{name}")}
    work = {name: value for name, value in item[key].items() if name not in inside}
    has_date = "published" in tables.names_of(work, table)
    read = {
        name: value
        for name, value in around.items()
        if (table.reads(name) and name not in work)
        or (tables.NAMES.get(plain(name)) == "published" and not has_date)  # OpenReview
    }
    said = {*read, *(_ZOTERO if "itemType" in item[key] else ())}
    left = {
        name: cut(foreign_fields.shown(value))
        for name, value in around.items()
        if name not in said and value not in ("", [], {}, None)
    }
    return read | ({key: inside} if inside else {}) | work, left


#: What Zotero's API says of its record, not of the work; the work has the key again.
_ZOTERO = frozenset("key version library links meta".split())


def _is_wrapped(key: str, value: Any, table: Table) -> bool:
    """Return whether a value is the work in an object, and not its journal or its book."""
    if not tables.is_work(value, table):
        return False
    is_field = not tables.NAMES.get(plain(key), "urls").startswith("urls")
    return not is_field or "authors" in tables.names_of(value, table)


def _lines(text: str) -> list[int]:
    """Return the line on which each item of a list begins."""
    decoder = json.JSONDecoder()
    lines: list[int] = []
    at = text.index("[") + 1
    line, counted = 1, 0
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] in ("]", ""):
            return lines
        line, counted = line + text.count("\n", counted, at), at
        lines.append(line)
        _, at = decoder.raw_decode(text, at)
