"""The names of regions of the map.

In: a Collection and the positions of its papers. Out: for each zoom step, names with positions: a
topic that is frequent in a region and rarer elsewhere, or else such a word from titles. Each step
divides the map into four times as many regions.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Places
from papershelf.outputs.related import subject_words
from papershelf.text import tex

#: Regions side by side on the whole map; the next step has twice as many.
SIDE = 3
#: Regions with fewer papers on average than this are not divided further.
LEAST = 12
#: Parts of a region side by side, of which the densest is used.
_PARTS = 4
_GRID = 10_000
#: The least number of papers with a topic or a word, and their least share of a region's papers.
_SHARED, _SHARE = (2, 3), 0.12
#: The end of a plural, but not of `class`, `virus` and `analysis`.
_PLURAL = re.compile(r"(?<=..[^sui])s$")
#: How much more frequent a name must be in its region than on the whole map.
_LIFT = 1.5


class Region(NamedTuple):
    """A name on the map."""

    name: str | int
    """A word, or the number of a topic in the order of the collection."""
    x: int
    y: int


class _Found(NamedTuple):
    """The name of a cell of the grid."""

    cell: tuple[int, int]
    name: str | int
    papers: int
    place: tuple[int, int]


#: The topics or words of each paper, of which one may become the name of a region.
_Names = Sequence[Sequence[str | int]]


class _Kind(NamedTuple):
    """Topics, or words."""

    names: _Names
    often: Counter[str | int]
    """The number of papers with each name."""
    shared: int
    """The least number of a region's papers with a name."""


def find(ids: Sequence[str], places: Places, collection: Collection) -> list[list[Region]]:
    """Return the regions of each step, starting with the whole map, largest first."""
    spots = [places[paper_id] for paper_id in ids]
    listed = {paper_id: number for number, paper_id in enumerate(ids)}
    topics: list[list[str | int]] = [[] for _ in ids]
    for number, term in enumerate(collection.terms["topics"].values()):
        for paper_id in term.ids:
            topics[listed[paper_id]].append(number)
    words, spelled = _words(ids, collection)
    kinds = [
        _Kind(names, Counter(_flat(names)), shared)
        for names, shared in zip((topics, words), _SHARED)
    ]
    steps = []
    side = SIDE
    while ids and (side == SIDE or len(ids) >= LEAST * side * side):
        found = list(_step(spots, side, kinds))
        steps.append([Region(spelled.get(one.name, one.name), *one.place) for one in found])
        side *= 2
    return steps


def _flat(names: _Names) -> Iterator[str | int]:
    for own in names:
        yield from own


def _words(ids: Sequence[str], collection: Collection) -> tuple[_Names, Mapping[str | int, str]]:
    """Return the distinct words of each title as `_singular` has them, and how they are most often
    written."""
    spellings: dict[str, Counter[str]] = {}
    words: list[list[str | int]] = []
    for paper_id in ids:
        own: dict[str | int, None] = {}
        for word in subject_words(tex.to_plain(collection.papers[paper_id].title)):
            own[_singular(word)] = None
            spellings.setdefault(_singular(word), Counter())[word] += 1
        words.append(list(own))
    return words, {
        word: _capital(min(counted, key=lambda text: (-counted[text], text)))
        for word, counted in spellings.items()
    }


def _singular(word: str) -> str:
    """Return one form for `Dynamic` and `dynamics`, which would name two neighbours."""
    return _PLURAL.sub("", word.lower())


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def _step(spots: Sequence[tuple[int, int]], side: int, kinds: Sequence[_Kind]) -> Iterator[_Found]:
    """Yield the names of cells; of neighbours with the same name, only the largest is named."""
    cells: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(spots):
        cells.setdefault((x * side // _GRID, y * side // _GRID), []).append(number)
    found = []
    for cell, numbers in sorted(cells.items()):
        for kind in kinds:
            name = _name(numbers, kind, len(spots))
            if name is not None:
                own = [spots[number] for number in numbers if name in kind.names[number]]
                found.append(_Found(cell, name, len(own), _densest(own, side)))
                break
    found.sort(key=lambda one: (-one.papers, one.cell))
    called: dict[tuple[int, int], str | int] = {}
    for one in found:
        across, down = one.cell
        around = ((across + x, down + y) for x, y in product((-1, 0, 1), repeat=2))
        if all(called.get(cell) != one.name for cell in around):
            called[one.cell] = one.name
            yield one


def _name(numbers: Sequence[int], kind: _Kind, total: int) -> str | int | None:
    """Return the name that best distinguishes these papers from others, or None."""
    best: tuple[float, str] | None = None
    chosen = None
    for name, here in Counter(_flat([kind.names[number] for number in numbers])).items():
        share, usual = here / len(numbers), kind.often[name] / total
        if here < kind.shared or share < _SHARE or share < _LIFT * usual:
            continue
        key = (-here * math.log(1 / usual + 1), str(name))
        if best is None or key < best:
            best, chosen = key, name
    return chosen


def _densest(spots: Sequence[tuple[int, int]], side: int) -> tuple[int, int]:
    """Return the centre of the part of a region that has the most of these positions."""
    fine = side * _PARTS
    parts: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in spots:
        parts.setdefault((x * fine // _GRID, y * fine // _GRID), []).append((x, y))
    most = min(parts.items(), key=lambda part: (-len(part[1]), part[0]))[1]
    return sum(x for x, _ in most) // len(most), sum(y for _, y in most) // len(most)
