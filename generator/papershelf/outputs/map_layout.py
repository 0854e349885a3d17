"""The position of each paper on the map (decision 11).

In: the similar texts of each paper, and a file that stores the last layout. Out: a position for
each listed paper, or None if igraph, the extra `map`, is not installed. The same graph gives the
same positions, and an unchanged graph is not laid out again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

from papershelf.catalogue.model import Places
from papershelf.outputs.related import UNIT
from papershelf.storage import files

#: Coordinates are integers below this, in both directions.
GRID = 10_000
#: Rounds of the layout times papers: 70 rounds for 10,000 papers, more for fewer.
WORK = 700_000
ROUNDS = (50, 350)
#: From so many papers on, the most similar texts of each are enough, so many: this keeps 36.1
#: instead of 35.6 % of neighbours together, in four fifths of the time. Fewer papers need all.
MANY, NEAREST = 5_000, 4
#: Before the layout, papers move to the middle of their neighbours: so many moves between two
#: spreads, and so many spreads. With this, two thirds of the rounds are enough.
MOVES, SPREADS = 5, 4
#: How close similar papers may be; less makes tight knots, more dissolves groups.
CLOSEST = 0.05
#: Version of the file that stores a layout; change it when the layout changes.
VERSION = 3


def version() -> str:
    """Return the version of igraph, `1.0.0`, or an empty text if it is not installed."""
    try:
        return importlib.metadata.version("igraph")
    except importlib.metadata.PackageNotFoundError:
        return ""


def find(
    ids: Sequence[str], near: Sequence[Sequence[tuple[int, int]]], memory: Path
) -> Places | None:
    """Return the positions of papers; `near` has the similar texts of each, in the same order."""
    installed = version()
    if not installed:
        return None
    graph = _edges([others[:NEAREST] for others in near] if len(ids) >= MANY else near)
    known = json.dumps([VERSION, installed, len(ids), graph], separators=(",", ":"))
    key = hashlib.sha256(known.encode()).hexdigest()
    places = _remembered(memory, key, len(ids))
    if places is None:
        places = _spread(_lay_out(len(ids), graph))
        text = json.dumps({"key": key, "places": places}, separators=(",", ":"))
        files.write_if_changed(memory, text.encode())
    return {paper_id: (across, down) for paper_id, (across, down) in zip(ids, places)}


def _edges(near: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int, int]]:
    """Return pairs of papers with their similarity, each once, in a fixed order."""
    found = {
        (min(number, other), max(number, other)): similarity
        for number, others in enumerate(near)
        for similarity, other in others
    }
    return [(one, other, similarity) for (one, other), similarity in sorted(found.items())]


def _remembered(memory: Path, key: str, number: int) -> list[list[int]] | None:
    """Return the stored layout of the same graph, or None; a damaged file is ignored."""
    try:
        known = json.loads(memory.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(known, dict) or known.get("key") != key:
        return None
    places = known.get("places")
    if not isinstance(places, list) or len(places) != number or not all(map(_is_place, places)):
        return None
    return places


def _is_place(place: object) -> bool:
    """Return whether a value is a valid position: the file may come from the repository."""
    return (
        isinstance(place, list)
        and len(place) == 2
        and all(type(each) is int and 0 <= each < GRID for each in place)
    )


def _lay_out(number: int, graph: list[tuple[int, int, int]]) -> list[list[float]]:
    """Return the UMAP layout of the graph, computed by one thread from a fixed seed."""
    if number < 2:
        return [[0.0, 0.0]] * number
    lots = Random(number)
    start = _start(number, graph, lots)
    if not graph:
        return start
    igraph: Any = importlib.import_module("igraph")
    igraph.set_random_number_generator(lots)
    network = igraph.Graph(n=number, edges=[(one, other) for one, other, _ in graph])
    layout = network.layout_umap(
        dist=[1 - min(1.0, similarity / (UNIT * UNIT)) for _, _, similarity in graph],
        seed=start,
        epochs=max(ROUNDS[0], min(ROUNDS[1], WORK // number)),
        min_dist=CLOSEST,
    )
    coordinates: list[list[float]] = layout.coords
    return coordinates


def _start(number: int, graph: list[tuple[int, int, int]], lots: Random) -> list[list[float]]:
    """Return positions from -10 to 10: random ones, moved towards those of neighbours."""
    near = [[paper] for paper in range(number)]
    for one, other, _ in graph:
        near[one].append(other)
        near[other].append(one)
    # of a single number, itemgetter makes no tuple: a paper that is alone is there twice
    near = [others if len(others) > 1 else others * 2 for others in near]
    picks = [itemgetter(*others) for others in near]
    axes = []
    for _ in range(2):
        places = [lots.random() for _ in near]
        for _ in range(SPREADS):
            for _ in range(MOVES):
                places = [sum(pick(places)) / len(others) for pick, others in zip(picks, near)]
            places = [rank / number for rank in _ranks(places)]
        axes.append([20 * place - 10 for place in places])
    return [list(position) for position in zip(*axes)]


def _spread(coordinates: list[list[float]]) -> list[list[int]]:
    """Return ranks instead of distances, in each direction: dense regions get the space that UMAP
    leaves empty around its islands, and no two papers share a column. Measured: 0.340 instead of
    0.344 of the ten nearest texts stay among the thirty nearest points."""
    number = len(coordinates)
    axes = [_ranks([position[axis] for position in coordinates]) for axis in (0, 1)]
    return [[(2 * rank + 1) * GRID // (2 * number) for rank in ranks] for ranks in zip(*axes)]


def _ranks(values: list[float]) -> list[int]:
    """Return the place of each value among the sorted ones, where equal ones keep their order."""
    ranks = [0] * len(values)
    for rank, number in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        ranks[number] = rank
    return ranks
