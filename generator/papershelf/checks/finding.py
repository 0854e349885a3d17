"""What a check yields, before it has a severity."""

from __future__ import annotations

from typing import NamedTuple

from papershelf.catalogue import Source
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.report import nearest
from papershelf.problems import SourceText


def name_hint(text: str, source: Source, ids: set[str]) -> str:
    """What to write for an id that is not there: the paper's name now, or one that is near."""
    for entry in source.entries:
        if text in entry.values.get("aliases", ()) and "id" in entry.values:
            return f'write "{entry.values["id"]}", as it is called now'
    return nearest(text, ids)


class Finding(NamedTuple):
    """A problem before it has a severity: where, which rule, what, and how to mend it."""

    source: SourceText
    node: Node
    rule: str
    message: str
    hint: str = ""
