"""The names of regions of the map.

In: a Collection and the places of its papers. Out: for each step of nearness the names that are
written there, with their places: topics where one is frequent in a region and rarer elsewhere, else
a word of titles of which that is true. Each step parts the map into four times as many regions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Places
from papershelf.outputs.related import subject_words
from papershelf.text import tex

#: Regions side by side on the whole map; the next step has twice as many.
SIDE = 3
#: Papers of a region, on the average, below which regions are not parted further.
LEAST = 12
#: Parts of a region side by side, among which the densest is looked for.
_PARTS = 4
_GRID = 10_000
#: Papers that must share a topic or a word, and the part of a region's papers that they must be.
_SHARED, _SHARE = (2, 3), 0.12
#: How much more frequent a name must be in its region than on the whole map.
_LIFT = 1.5


class Region(NamedTuple):
    """A name on the map."""

    name: str | int
    """A word, or the number of a topic in the order of the collection."""
    x: int
    y: int


class _Found(NamedTuple):
    """What a cell of the grid is called."""

    cell: tuple[int, int]
    name: str | int
    papers: int
    place: tuple[int, int]


#: The names of each paper, of which one may become that of a region.
_Names = Sequence[Sequence[str | int]]


class _Kind(NamedTuple):
    """Topics, or words."""

    names: _Names
    often: Counter[str | int]
    """How many papers have a name."""
    shared: int
    """Papers of a region that must have it."""


def find(ids: Sequence[str], places: Places, collection: Collection) -> list[list[Region]]:
    """The regions of each step, from the whole map on, those of most papers first."""
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
    """The words of each title in lower case, each once, and how most titles write them."""
    spellings: dict[str, Counter[str]] = {}
    words: list[list[str | int]] = []
    for paper_id in ids:
        own: dict[str | int, None] = {}
        for word in subject_words(tex.to_plain(collection.papers[paper_id].title)):
            own[word.lower()] = None
            spellings.setdefault(word.lower(), Counter())[word] += 1
        words.append(list(own))
    return words, {
        word: _capital(min(counted, key=lambda text: (-counted[text], text)))
        for word, counted in spellings.items()
    }


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def _step(spots: Sequence[tuple[int, int]], side: int, kinds: Sequence[_Kind]) -> Iterator[_Found]:
    """What the cells of a grid are called; of neighbours with one name, that of most papers is."""
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
    """What these papers have in common more often than others: the most telling name, if any."""
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
    """The middle of the part of a region in which most of these places are."""
    fine = side * _PARTS
    parts: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in spots:
        parts.setdefault((x * fine // _GRID, y * fine // _GRID), []).append((x, y))
    most = min(parts.items(), key=lambda part: (-len(part[1]), part[0]))[1]
    return sum(x for x, _ in most) // len(most), sum(y for _, y in most) // len(most)
