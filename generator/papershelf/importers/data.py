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
from papershelf.importers import arxiv, foreign, tables
from papershelf.importers.draft import Draft
from papershelf.importers.tables import Table

_BETWEEN = re.compile(r"[\s,]*")


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every line that is not empty."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Draft(where=where, line=number, why_not=_reason(error))
            continue
        draft = to_draft(item, table or Table(), where)
        draft.line = number
        yield draft


def to_draft(item: Any, table: Table, where: str, rest: dict[str, Any] | None = None) -> Draft:
    """Return the draft of an object: an entry of ours, which has an id and only our keys, or a
    record."""
    if not isinstance(item, dict):
        return Draft(where=where, why_not="not a JSON object")
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
    pairs = ((key, _texts(value)) for key, value in item.items())
    return foreign.to_draft(pairs, table, where, rest)


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


def records(text: str, name: str, table: Table) -> tuple[list[Any], dict[str, Any], list[int]]:
    """Return the objects of a document, the other values in it, and the line of each object if the
    document is a list. Raise ValueError."""
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
    if isinstance(decoded.get("message"), dict):  # a response of Crossref
        decoded = decoded["message"]
    if any(plain(key) in ("title", "displayname", "doi") for key in decoded):
        return [decoded], {}, [1]
    lists = [
        key
        for key, value in decoded.items()
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    ]
    lists = ["items"] if "items" in decoded else lists  # Zotero and Crossref
    if not lists and not table.list:
        return [decoded], {}, [1]
    key = tables.records_of(decoded, lists, table, name)
    found = decoded.pop(key)
    return list(found.values()) if isinstance(found, dict) else found, decoded, []


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
