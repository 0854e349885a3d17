"""Find the known word that is most similar to another.

In: a word and the known ones. Out: the most similar, if it is similar enough. Results are cached: a
file may repeat a wrong key ten thousand times.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache


def closest(word: str, known: Iterable[str], likeness: float) -> str:
    """Return the most similar known word; empty if none has this similarity (0 to 1)."""
    return _closest(word, tuple(known), likeness)


@lru_cache(maxsize=4_096)
def _closest(word: str, known: tuple[str, ...], likeness: float) -> str:
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=likeness)), "")
