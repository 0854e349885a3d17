"""Room 3, citations: papers as they stand in a catalogue, as JSON Lines and as YAML.

In: Papers. Out: text that holds every field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from generator.catalogue import write
from generator.citations.csl import to_data
from generator.model import Paper


def to_lines(papers: Iterable[Paper]) -> str:
    """One JSON object a line, its keys the fields of the catalogue."""
    return "".join(json.dumps(to_data(paper), ensure_ascii=False) + "\n" for paper in papers)


def to_yaml(papers: Iterable[Paper]) -> str:
    """A catalogue, sorted by id."""
    entries = (write.to_entry(to_data(paper)) for paper in sorted(papers, key=lambda p: p.id))
    return "\n".join(entries)
