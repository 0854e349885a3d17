"""The filters and orders for the script of the list of all papers (decision 10).

In: a Collection. Out: `browse/papers.json` with every paper, the terms of each filter and their
former slugs; an order in each `browse/by-<name>.json`; the topics for the search, largest first.
Papers are numbers in these files: their positions in the list, from 0 for the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from papershelf.catalogue.model import Collection, NamedTerm
from papershelf.outputs.data.compact import to_json
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, facets
from papershelf.outputs.views.taxonomies import with_pages
from papershelf.text.slugs import to_slug


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each file."""
    places = {paper_id: place for place, paper_id in enumerate(collection.listed)}
    offered = facets.choices(collection)
    # in a collection with pages of keywords, a fourth value says which of them have one
    paged = {"keyword": with_pages("keywords", collection, settings)}
    filters = {
        name: [
            [slug, title, _gaps(ids, places), *[1] * (slug in paged.get(name, ()))]
            for slug, title, ids in terms
        ]
        for name, terms in offered.items()
    }
    moved = {"topic": facets.former_topics(collection)}
    if collection.keywords:
        moved["keyword"] = _former(collection.keywords.values())
    table = {"ids": list(places), "filters": filters, "moved": moved}
    yield addresses.BROWSE_TABLE, to_json(table)
    for name in facets.ORDERS:
        order = [places[paper_id] for paper_id in facets.in_order(name, collection)]
        yield addresses.order(name), to_json(order)
    largest = sorted(offered["topic"], key=lambda topic: -len(topic.ids))
    links = [
        [topic.title, addresses.term("topics", topic.slug), len(topic.ids)] for topic in largest
    ]
    yield addresses.BROWSE_TOPICS, to_json(links)


def _former(keywords: Iterable[NamedTerm]) -> dict[str, str]:
    """Return the slugs that filtered papers before, each with that of its keyword: former slugs,
    and those of spellings that were keywords of their own."""
    former: dict[str, str] = {}
    for keyword in keywords:
        for slug in (*keyword.aliases, *map(to_slug, (keyword.name, *keyword.names))):
            if slug != keyword.slug:
                former.setdefault(slug, keyword.slug)
    return former


def _gaps(ids: Iterable[str], places: Mapping[str, int]) -> list[int]:
    """Return the first position, then the gaps between positions: small numbers compress well."""
    found = [0, *sorted(places[paper_id] for paper_id in ids)]
    return [after - before for before, after in pairwise(found)]
