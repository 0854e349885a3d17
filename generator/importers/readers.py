"""Room 4, importers: the table of files that can be read.

In: the text of a file and its name. Out: drafts. A further format is a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.importers import bibtex, csl, data, foreign, ris
from generator.importers.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One row."""

    name: str
    """As `papershelf import --from` takes it."""
    suffixes: tuple[str, ...]
    """Of files that are taken for it."""
    read: Callable[[str, str], Iterator[Draft]]


def _read_csl(text: str, name: str) -> Iterator[Draft]:
    """A list of items, one item, or Zotero's object with `items`; raises ValueError."""
    try:
        decoded = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if isinstance(decoded, dict):
        decoded = decoded.get("items", [decoded])
    if not isinstance(decoded, list):
        raise ValueError("CSL-JSON is a list of items")
    for number, item in enumerate(decoded, 1):
        if not isinstance(item, dict):
            draft = Draft(where=f"{name}: item {number}", why_not="it is not an object")
            yield draft
            continue
        key = str(item.get("id") or "")[:200]
        draft = csl.to_draft(item, f"{name}: item {number}" + (f" ({key})" if key else ""))
        draft.key = str(draft.fields.get("id") or key)
        if not draft.fields.get("published") and not draft.why_not:
            told = draft.left.get("issued", "")
            draft.why_not = f"it has no date that can be read: {told}" if told else "it has no date"
        yield draft


READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader(name="bibtex", suffixes=(".bib", ".bibtex"), read=bibtex.read),
        Reader(name="ris", suffixes=(".ris",), read=ris.read),
        Reader(name="csl-json", suffixes=(".json",), read=_read_csl),
        Reader(name="jsonl", suffixes=(".jsonl", ".ndjson"), read=data.read),
        Reader(name="yaml", suffixes=(".yaml", ".yml"), read=foreign.read),
    )
}


def reader_of(name: str) -> Reader | None:
    """The reader for a file's name; None where it does not say."""
    return next(
        (reader for reader in READERS.values() if name.lower().endswith(reader.suffixes)), None
    )
