"""JSON Lines and JSON lists, of our `export` and of other programs, → drafts.

In: a text of JSON objects, one on each line or in one list. Out: a Draft for each. Formats of
others: Semantic Scholar's Academic Graph API, OpenAlex' works, and whatever `tables` has names for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from papershelf.catalogue.fields import FIELDS
from papershelf.importers import foreign, tables
from papershelf.importers.draft import Draft
from papershelf.importers.tables import Table

_BETWEEN = re.compile(r"[\s,]*")


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Every line that is not empty."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Draft(where=where, line=number, why_not=f"it is not JSON: {error}")
            continue
        draft = to_draft(item, table or Table(), where)
        draft.line = number
        yield draft


def to_draft(item: Any, table: Table, where: str, rest: dict[str, Any] | None = None) -> Draft:
    """One object: an entry of ours, which has an id and no key that is not ours, or a record."""
    if not isinstance(item, dict):
        return Draft(where=where, why_not="it is not an object")
    if "id" in item and item.keys() <= FIELDS.keys() and not table.rows:
        return _ours(item, where)
    if item.get("is_retracted") is True and not item.get("status"):
        item = item | {"status": "retracted"}
    index = item.get("abstract_inverted_index")
    if isinstance(index, dict) and not item.get("abstract"):  # as OpenAlex keeps abstracts
        rest = {key: value for key, value in item.items() if key != "abstract_inverted_index"}
        item = rest | {"abstract": _in_order(index)}
    pairs = ((key, _texts(value)) for key, value in item.items())
    return foreign.to_draft(pairs, table, where, rest)


def _ours(item: dict[str, Any], where: str) -> Draft:
    draft = Draft(where=where, key=str(item["id"]), is_ours=True)
    draft.fields = {key: value for key, value in item.items() if key != "id"}
    if not draft.fields.get("title"):
        draft.why_not = "it has no title"
    elif not draft.fields.get("published"):
        draft.why_not = "it has no date"
    return draft


def _texts(value: Any) -> Any:
    """Numbers and truth values as text; a field that says no says nothing."""
    if isinstance(value, dict):
        return {str(key): _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if value is None or value is False:
        return None
    return value if isinstance(value, str) else str(value)


def _in_order(index: dict[str, Any]) -> str:
    """The text of an index of words: word → its places."""
    places = {
        place: word
        for word, found in index.items()
        if isinstance(found, list)
        for place in found
        if isinstance(place, int)
    }
    return " ".join(places[place] for place in sorted(places))


# --- lists in one document -----------------------------------------------------------------------


def records(text: str, name: str, table: Table) -> tuple[list[Any], dict[str, Any], list[int]]:
    """The objects of a document, what is beside them in it, and the line of each where the
    document is a list; raises ValueError."""
    try:
        decoded = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if isinstance(decoded, list):
        return decoded, {}, _lines(text)
    if not isinstance(decoded, dict):
        raise ValueError("JSON of papers is a list of objects")
    if isinstance(decoded.get("message"), dict):  # Crossref's answer
        decoded = decoded["message"]
    if any(tables.plain(key) in ("title", "displayname", "doi") for key in decoded):
        return [decoded], {}, [1]
    lists = [
        key
        for key, value in decoded.items()
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    ]
    lists = ["items"] if "items" in decoded else lists  # Zotero's, and Crossref's
    if not lists and not table.list:
        return [decoded], {}, [1]
    key = tables.records_of(decoded, lists, table, name)
    found = decoded.pop(key)
    return list(found.values()) if isinstance(found, dict) else found, decoded, []


def _lines(text: str) -> list[int]:
    """The line on which each item of a list begins."""
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
