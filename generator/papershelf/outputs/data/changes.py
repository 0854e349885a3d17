"""Changes of the papers by day, as JSON.

In: the days of the git history. Out: `changes.json`; nothing without a history. It has ids only, so
that a title that was removed is not published again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from papershelf.catalogue.schema import VERSION
from papershelf.history.ledger import Day
from papershelf.outputs.views import addresses


def files(days: Sequence[Day]) -> Iterator[tuple[str, bytes]]:
    """Yield the file: one day per line, newest first."""
    if not days:
        return
    lines = ",\n".join(json.dumps(to_record(day)) for day in days)
    text = f'{{"version": {VERSION}, "days": [\n{lines}\n]}}\n'
    yield addresses.CHANGES, text.encode()


def to_record(day: Day) -> dict[str, Any]:
    """Return a day as plain data, without empty lists."""
    record: dict[str, Any] = {"date": day.date}
    if day.added:
        record["added"] = [{"id": name} for name in day.added]
    if day.changed:
        record["changed"] = [{"id": name, "fields": list(fields)} for name, fields in day.changed]
    if day.renamed:
        record["renamed"] = [{"from": old, "to": new} for old, new in day.renamed]
    if day.removed:
        record["removed"] = [
            {"id": name, "status": status} if status else {"id": name}
            for name, status in day.removed
        ]
    return record
