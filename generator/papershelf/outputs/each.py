"""The type of functions that do work on many items, in this process or in several.

`map` is one; `plugin/beside.py` has the others.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

S = TypeVar("S")
T = TypeVar("T")


class Each(Protocol):
    """Yields the results of work on items, in their order."""

    def __call__(self, work: Callable[[S], T], items: Sequence[S], /) -> Iterator[T]: ...
