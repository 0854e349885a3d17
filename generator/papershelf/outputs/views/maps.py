"""The page with the map of all papers, and which topics colour it.

In: a Collection, the places of its papers if they were laid out. Out: a MapView: complete without
a script, which draws the map between its heading and its topics; and the topics that have a colour.
"""

from __future__ import annotations

from papershelf.catalogue.model import Collection, Places, Term
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Head
from papershelf.outputs.views.single_pages import MapView
from papershelf.outputs.views.taxonomies import term_link
from papershelf.problems import count
from papershelf.text.escape import Html, html

#: Topics with a colour; more are not told apart.
HUES = 8
#: Fewer topics than this on the upper level colour nothing: those below them do.
LEAST = 3

_ABOUT = Html(
    "Each point is a paper. Papers whose texts share rare words are close to each other."
    " Distance shows similarity; the axes have no meaning."
)
_HOW = Html(
    "This site was built without its map: the places of papers are worked out by an optional part"
    " of the generator. Whoever builds the site adds it with"
    ' <code>pip install "igraph&gt;=1,&lt;2"</code>.'
)


def coloured(collection: Collection) -> list[Term]:
    """The largest topics of the upper level, or of the one below where it has too few."""
    terms = collection.terms["topics"]
    filled = [slug for slug, term in terms.items() if term.ids]
    level = [slug for slug in filled if not collection.topics[slug].parent]
    if len(level) < LEAST:
        level = [slug for slug in filled if collection.topics[slug].parent in level] or level
    largest = sorted(level, key=lambda slug: (-len(terms[slug].ids), slug))
    return [terms[slug] for slug in largest[:HUES]]


def hues(collection: Collection) -> dict[str, int]:
    """Id → number of the first of its coloured topics, from 1; 0 for a paper without any."""
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


def to_view(collection: Collection, places: Places | None) -> MapView:
    """The page, with or without a map."""
    papers = count(len(collection.listed), "paper")
    legend = coloured(collection)
    known = hues(collection)
    others = sum(1 for hue in known.values() if not hue)
    return MapView(
        head=Head(
            kind="map",
            url=addresses.MAP,
            title="Map",
            description=f"{papers} as points: near each other where their texts are.",
        ),
        heading=Html("Map"),
        counted=html(papers),
        about=_ABOUT if places is not None else _HOW,
        papers=len(collection.listed) if places is not None else 0,
        legend=tuple(term_link("topics", term) for term in legend),
        others=others if legend else 0,
        topics=addresses.at(addresses.taxonomy("topics")) if collection.terms["topics"] else Html(),
        browse=addresses.at(addresses.PAPERS),
    )
