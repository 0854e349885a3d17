"""Room 3, checks: what a check yields, before it has a severity."""

from __future__ import annotations

from typing import NamedTuple

from generator.catalogue.nodes import Node
from generator.problems import SourceText


class Finding(NamedTuple):
    """A problem before it has a severity: where, which rule, what, and how to mend it."""

    source: SourceText
    node: Node
    rule: str
    message: str
    hint: str = ""
