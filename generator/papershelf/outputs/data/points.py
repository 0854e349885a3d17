"""The data of the map for the script that draws it (decision 11).

In: a Collection and the positions of its papers. Out: `map/points.json` with everything to draw, in
columns; and `map/papers-<n>.json` with the texts of 500 papers that are near each other, which are
loaded when a reader points at one. All of them name the same version, since the columns belong
together and a browser can get them from two versions of the site.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from papershelf.catalogue.model import Collection, Paper, Places
from papershelf.outputs.data import regions
from papershelf.outputs.data.compact import to_json
from papershelf.outputs.views import addresses, facets, maps
from papershelf.outputs.views.rows import authors_shown
from papershelf.outputs.views.taxonomies import level_of
from papershelf.text import tex

#: Papers with their texts in one file.
PART = 500
#: Vertical strips of the map, each ordered from top to bottom.
STRIPS = 6
_GRID = 10_000


def files(collection: Collection, places: Places | None) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each file; nothing without a layout."""
    if places is None:
        return
    papers = sorted(collection.listed.values(), key=lambda paper: _strip(places[paper.id]))
    points, *parts = paths(len(papers))
    version = hashlib.sha256("\n".join(paper.id for paper in papers).encode()).hexdigest()[:10]
    yield points, _points(papers, places, collection, version)
    for number, path in enumerate(parts):
        yield path, _words(papers[number * PART : (number + 1) * PART], version)


def paths(papers: int) -> list[str]:
    """Return the path of each file for so many papers."""
    return [addresses.MAP_POINTS, *map(addresses.map_part, range(1, -(-papers // PART) + 1))]


def _strip(place: tuple[int, int]) -> tuple[int, int, int]:
    across, down = place
    return across * STRIPS // _GRID, down, across


def _points(papers: list[Paper], places: Places, collection: Collection, version: str) -> bytes:
    terms = collection.terms["topics"]
    listed = collection.listed
    known = maps.hues(collection)
    of: dict[str, list[int]] = {paper.id: [] for paper in papers}
    for number, term in enumerate(terms.values()):
        for paper_id in term.ids:
            if paper_id in of:
                of[paper_id].append(number)
    return to_json(
        {
            "version": version,
            "part": PART,
            "x": [places[paper.id][0] for paper in papers],
            "y": [places[paper.id][1] for paper in papers],
            "hue": [known[paper.id] for paper in papers],
            "of": [of[paper.id] for paper in papers],
            "topics": [
                [term.slug, term.label, level_of(term.slug, collection),
                 sum(1 for paper_id in term.ids if paper_id in listed)]
                for term in terms.values()
            ],
            "moved": facets.former_topics(collection),
            "coloured": [term.slug for term in maps.coloured(collection)],
            "regions": regions.find([paper.id for paper in papers], places, collection),
        }
    )  # fmt: skip


def _words(papers: list[Paper], version: str) -> bytes:
    return to_json(
        {
            "version": version,
            "id": [paper.id for paper in papers],
            "title": [tex.to_plain(paper.title) for paper in papers],
            "authors": [authors_shown(paper) for paper in papers],
            "year": [paper.published.year for paper in papers],
        }
    )
