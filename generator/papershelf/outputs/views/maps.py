"""The page with the map of all papers, and the topics that have a colour on it.

In: a Collection, and whether there is a map. Out: a MapView that is complete
without JavaScript (a script draws the map between heading and topics), and the coloured topics.
"""

from __future__ import annotations

from papershelf.catalogue.model import Collection, Term
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Head
from papershelf.outputs.views.single_pages import MapView
from papershelf.outputs.views.taxonomies import term_link
from papershelf.problems import count
from papershelf.text.escape import Html, html

#: Topics with a colour; more colours would be hard to distinguish.
HUES = 8
#: With fewer top-level topics than this, the topics below them are coloured instead.
LEAST = 3

_ABOUT = Html(
    "Each point is a paper. Papers that share rare words are close to each other."
    " Distance shows similarity; the axes have no meaning."
)
_HOW = Html(
    "This site was built without a map, because the map needs an optional dependency. To add the"
    " map, the maintainer of this site can write <code>papershelf[map]</code> instead of"
    " <code>papershelf</code> in <code>requirements.txt</code>."
)


def coloured(collection: Collection) -> list[Term]:
    """Return the largest top-level topics, or those of the next level if there are too few."""
    terms = collection.terms["topics"]
    filled = [slug for slug, term in terms.items() if term.ids]
    level = [slug for slug in filled if not collection.topics[slug].parent]
    if len(level) < LEAST:
        level = [slug for slug in filled if collection.topics[slug].parent in level] or level
    largest = sorted(level, key=lambda slug: (-len(terms[slug].ids), slug))
    return [terms[slug] for slug in largest[:HUES]]


def hues(collection: Collection) -> dict[str, int]:
    """Return the number of each paper's first coloured topic, from 1, by id; 0 without one."""
    number = {term.slug: hue for hue, term in enumerate(coloured(collection), 1)}
    reached = {}
    for slug, topic in collection.topics.items():
        above = slug
        while above and above not in number:
            above = collection.topics[above].parent
        reached[topic.slug] = number.get(above, 0)
    return {
        paper.id: next((reached[slug] for slug in paper.topics if reached[slug]), 0)
        for paper in collection.listed.values()
    }


def to_view(collection: Collection, *, has_map: bool) -> MapView:
    """Return the view of the page, with or without a map."""
    papers = count(len(collection.listed), "paper")
    legend = coloured(collection)
    known = hues(collection)
    others = sum(1 for hue in known.values() if not hue)
    return MapView(
        head=Head(
            kind="map",
            url=addresses.MAP,
            title="Map",
            description=f"{papers} as points. Similar papers are close to each other.",
        ),
        heading=Html("Map"),
        counted=html(papers),
        about=_ABOUT if has_map else _HOW,
        papers=len(collection.listed) if has_map else 0,
        legend=tuple(term_link("topics", term) for term in legend),
        others=others if legend else 0,
        topics=addresses.at(addresses.taxonomy("topics")) if collection.terms["topics"] else Html(),
        browse=addresses.at(addresses.PAPERS),
    )
