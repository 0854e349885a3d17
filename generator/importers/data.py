"""Room 4, importers: JSON Lines of our own `export` → drafts.

In: a text with one JSON object on each line, its keys our fields. Out: a Draft for each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.catalogue.fields import FIELDS
from generator.catalogue.report import nearest
from generator.importers.draft import Draft, shortened


def read(text: str, name: str) -> Iterator[Draft]:
    """Every line that is not empty."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        draft = Draft(where=f"{name}:{number}", is_ours=True)
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            draft.why_not = f"it is not JSON: {error}"
            yield draft
            continue
        if not isinstance(item, dict):
            draft.why_not = "it is not an object"
            yield draft
            continue
        draft.key = str(item.get("id", ""))
        for key, value in item.items():
            if key in FIELDS and key != "id":
                draft.fields[key] = value
            elif key != "id":
                draft.left[key] = nearest(key, FIELDS) or shortened(str(value))
        if not draft.fields.get("title"):
            draft.why_not = "it has no title"
        elif not draft.fields.get("published"):
            draft.why_not = "it has no date"
        yield draft
