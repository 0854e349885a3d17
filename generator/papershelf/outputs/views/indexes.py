"""The indexes of taxonomies: all topics, authors, venues, years and keywords.

In: a taxonomy with the terms that its index lists. Out: the views of its pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from papershelf.catalogue.model import Collection, Term
from papershelf.catalogue.topics import INDEX as TOPICS_INDEX
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, paging, view_links
from papershelf.outputs.views.records import NOTHING, Head, IndexView, Link, LinkGroup
from papershelf.outputs.views.taxonomies import Taxonomy, index_link, level_of
from papershelf.problems import count
from papershelf.text.escape import html

#: Terms on one page of an index.
TERMS_PER_PAGE = 400


def all_pages(
    taxonomy: Taxonomy,
    terms: Sequence[tuple[str, Term]],
    collection: Collection,
    settings: Settings,
    has_map: bool,
) -> Iterator[IndexView]:
    """Yield the pages of an index."""
    page = collection.page(TOPICS_INDEX if taxonomy.name == "topics" else "")
    counted = count(len(terms), taxonomy.noun)
    papers = count(len(collection.listed), "paper")
    head = Head(
        kind=taxonomy.name,
        url=addresses.taxonomy(taxonomy.name),
        title=page.title or taxonomy.title,
        description=page.description or f"{papers} by {taxonomy.noun}: {counted}.",
    )
    words = paging.BY_TIME if taxonomy.order == "newest" else paging.BY_NAME
    parts = paging.pages(head, terms, TERMS_PER_PAGE, words)
    letters: tuple[Link, ...] = ()
    if taxonomy.order == "letter" and len(terms) >= _MANY:
        letters = paging.jumps(parts, "letter", lambda pair: _initial(taxonomy, pair[0]))
    for part in parts:
        yield IndexView(
            head=part.head,
            heading=html(head.title),
            introduction=page.body.strip() if part.is_first else "",
            counted=html(counted),
            ways=view_links.of_index(taxonomy.name, has_map, bool(collection.courses)),
            groups=tuple(_groups(taxonomy, part.items, collection, settings)),
            is_tree=taxonomy.order == "tree",
            pager=part.pager,
            letters=letters,
        )


def _groups(
    taxonomy: Taxonomy,
    terms: Sequence[tuple[str, Term]],
    collection: Collection,
    settings: Settings,
) -> Iterator[LinkGroup]:
    is_tree = taxonomy.order == "tree"
    for initial, group in groupby(terms, key=lambda pair: _initial(taxonomy, pair[0])):
        links = tuple(index_link(taxonomy.name, term, collection, settings) for _, term in group)
        if is_tree:
            links = tuple(
                link._replace(
                    level=level_of(term.slug, collection),
                    note=html(collection.topics[term.slug].description),
                )
                for link, (_, term) in zip(links, terms)
            )
        anchor = paging.anchor("letter", initial) if initial else NOTHING
        yield LinkGroup(heading=html(initial), links=links, anchor=anchor)


#: An index with at least this many terms has letters to jump to.
_MANY = 30


def _initial(taxonomy: Taxonomy, key: str) -> str:
    """Return the letter under which a term is listed; empty in an index without letters. What has
    neither letters nor digits comes first, with those that begin with digits."""
    if taxonomy.order != "letter":
        return ""
    return key[0].upper() if key[:1].isalpha() else "0–9"
