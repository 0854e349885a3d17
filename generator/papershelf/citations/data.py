"""Papers with the fields of the catalogue, as JSON Lines and as YAML.

In: a Record. Out: text with every field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from papershelf.catalogue import write
from papershelf.citations.csl import to_data
from papershelf.citations.record import Record


def to_line(record: Record) -> str:
    """Return one JSON object in a line; its keys are the catalogue's fields."""
    return json.dumps(to_data(record.paper), ensure_ascii=False) + "\n"


def to_yaml(record: Record) -> str:
    """Return one entry of a catalogue."""
    return write.to_entry(to_data(record.paper))


def to_lines(entries: Iterable[str]) -> str:
    """Join lines."""
    return "".join(entries)


def to_catalogue(entries: Iterable[str]) -> str:
    """Return a catalogue sorted by id. Each entry begins with its id: `- id: …`."""
    return "\n".join(sorted(entries, key=_id_of))


def _id_of(entry: str) -> str:
    return entry.partition("\n")[0].removeprefix("- id: ").strip("'")
