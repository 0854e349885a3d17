"""Results that a program keeps from one reading of a collection to the next.

In: a pure function of a text. Out: its results, made again only for new texts. A preview reads
10,000 entries after an edit of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """Results by text. Those that the last reading did not use are forgotten."""

    def __init__(self) -> None:
        self.last: dict[str, V] = {}
        self.now: dict[str, V] = {}

    def begin(self) -> None:
        """Begin a reading."""
        self.last, self.now = self.now or self.last, {}

    def find(self, text: str, make: Callable[[str], V | None]) -> V | None:
        """Return the result for a text; None is not kept."""
        found = self.last.get(text)
        if found is None:
            found = make(text)
        if found is not None:
            self.now[text] = found
        return found
