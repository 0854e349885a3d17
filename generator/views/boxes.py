"""Room 4, views: the small lists beside a page.

In: a Collection and the ids of a page. Out: boxes; those without links are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.model import Collection, Term
from generator.problems import count
from generator.text.escape import Html, html
from generator.views import addresses
from generator.views.records import NOTHING, Box, Link
from generator.views.taxonomies import term_link, topic_links

#: Links in one box.
SHOWN = 12
#: Years in a chart.
YEARS = 20
#: Topics that are near to one.
NEAR = 5


def filled(*boxes: Box) -> tuple[Box, ...]:
    """The boxes that have something in them."""
    return tuple(box for box in boxes if box.links)


def topics(collection: Collection) -> Box:
    """The tree of topics, or the largest of its upper level where it is large."""
    links = topic_links(collection)
    more = None
    if len(links) > 2 * SHOWN:
        more = _all(len(links), "topic", "topics")
        tops = [link for link in links if not link.level]
        links = sorted(tops, key=lambda link: -link.papers)[:SHOWN]
    return Box(title=Html("Topics"), links=tuple(links), more=more)


def venues(collection: Collection) -> Box:
    """The venues with most papers."""
    terms = collection.terms["venues"].values()
    ranked = sorted(terms, key=lambda term: (-len(term.ids), term.slug))
    more = _all(len(ranked), "venue", "venues") if len(ranked) > SHOWN else None
    links = tuple(term_link("venues", term) for term in ranked[:SHOWN])
    return Box(title=Html("Venues"), links=links, more=more)


def _all(number: int, noun: str, taxonomy: str) -> Link:
    url = addresses.at(addresses.taxonomy(taxonomy))
    return Link(text=html(f"All {count(number, noun)}"), url=url)


def years(ids: Sequence[str], collection: Collection) -> Box:
    """Papers per year, gaps included, the oldest first; nothing where there is only one."""
    found = Counter(collection.papers[paper_id].published.year for paper_id in ids)
    newest = max(found, default=0)
    shown = [year for year in found if year > newest - YEARS]
    if len(shown) < 2:
        return Box(title=NOTHING, links=())
    links = tuple(
        Link(
            text=Html(f"{year:04}"),
            url=addresses.at(addresses.term("years", f"{year:04}")) if found[year] else NOTHING,
            papers=found[year],
        )
        for year in range(min(shown), newest + 1)
    )
    return Box(title=Html("Papers per year"), links=links, is_chart=True)


def narrower(term: Term, collection: Collection) -> Box:
    """The topics right below one."""
    terms = collection.terms["topics"]
    below = collection.topics[term.slug].children
    links = tuple(term_link("topics", terms[slug]) for slug in below)
    return Box(title=Html("Narrower topics"), links=links)


def near(term: Term, collection: Collection) -> Box:
    """Topics that share most papers with this one, without those right above and below it."""
    shared = Counter(_topics_of(term.ids, collection))
    topic = collection.topics[term.slug]
    known = {term.slug, topic.parent, *topic.children}
    ranked = sorted(shared.keys() - known, key=lambda slug: (-shared[slug], slug))
    terms = collection.terms["topics"]
    links = tuple(term_link("topics", terms[slug]) for slug in ranked[:NEAR])
    return Box(title=Html("Near topics"), links=links)


def _topics_of(ids: Iterable[str], collection: Collection) -> Iterable[str]:
    for paper_id in ids:
        yield from collection.slugs["topics"][paper_id]
