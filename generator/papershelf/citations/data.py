"""Papers as the catalogue writes them, as JSON Lines and as YAML.

In: a Record. Out: text that holds every field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from papershelf.catalogue import write
from papershelf.citations.csl import to_data
from papershelf.citations.record import Record


def to_line(record: Record) -> str:
    """One JSON object in a line, its keys the fields of the catalogue."""
    return json.dumps(to_data(record.paper), ensure_ascii=False) + "\n"


def to_yaml(record: Record) -> str:
    """One entry of a catalogue."""
    return write.to_entry(to_data(record.paper))


def to_lines(entries: Iterable[str]) -> str:
    """One after the other."""
    return "".join(entries)


def to_catalogue(entries: Iterable[str]) -> str:
    """A catalogue, sorted by id, with which each entry begins: `- id: …`."""
    return "\n".join(sorted(entries, key=_id_of))


def _id_of(entry: str) -> str:
    return entry.partition("\n")[0].removeprefix("- id: ").strip("'")
