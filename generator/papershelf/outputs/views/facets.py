"""The filters and orders of the list of all papers.

In: a Collection. Out: the terms of each filter with their papers, the orders, and the part of both
that is in the page itself. The rest is in a file for scripts (data/browse.py, decision 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from papershelf.catalogue.model import Collection, Paper, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Facet, Link
from papershelf.outputs.views.taxonomies import in_index, level_of, with_pages
from papershelf.problems import count
from papershelf.text import tex
from papershelf.text.dates import PartialDate
from papershelf.text.escape import Html, html
from papershelf.text.slugs import to_latin

#: Terms of a filter in the page itself; the file for scripts has the rest.
TERMS = 60
#: Terms shown before a reader asks for more.
SHOWN = 10
#: A filter with at least this many terms has a field to find one by name.
MANY = 25
#: Keywords offered, those with the most papers. Most keywords occur once; all of them would weigh
#: more than everything else in the file for scripts.
KEYWORDS = 500


def _has_link(name: str) -> Callable[[Paper], bool]:
    return lambda paper: name in paper.urls


#: Extras that a paper may have: slug, title, and the test for it.
WITH: tuple[tuple[str, str, Callable[[Paper], bool]], ...] = (
    ("code", "Code", _has_link("code")),
    ("data", "Data", _has_link("data")),
    ("project", "Project page", _has_link("project")),
    ("discussion", "Discussion", lambda paper: bool(paper.discussion)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filter:
    """A filter by a taxonomy: a row of the table."""

    name: str
    """In addresses."""
    title: str
    noun: str
    taxonomy: str
    order: Callable[[Collection], list[str]]
    """Returns the slugs of the terms, in the order of the filter."""


def _by_papers(terms: Mapping[str, Term], slugs: Sequence[str]) -> list[str]:
    return sorted(slugs, key=lambda slug: -len(terms[slug].ids))


def _topics(collection: Collection) -> list[str]:
    """Return the slugs of topics, most used first, each followed by its subtopics."""
    terms = collection.terms["topics"]

    def below(slugs: Sequence[str]) -> Iterator[str]:
        for slug in _by_papers(terms, slugs):
            yield slug
            yield from below(collection.topics[slug].children)

    return list(below([slug for slug in terms if not collection.topics[slug].parent]))


def _years(collection: Collection) -> list[str]:
    return sorted(collection.terms["years"], reverse=True)


def _venues(collection: Collection) -> list[str]:
    terms = collection.terms["venues"]
    return _by_papers(terms, sorted(terms))


def _keywords(collection: Collection) -> list[str]:
    terms = collection.terms["keywords"]
    return _by_papers(terms, sorted(terms))[:KEYWORDS]


def shared_keywords(collection: Collection) -> frozenset[str]:
    """Return the slugs of offered keywords that several papers have."""
    terms = collection.terms["keywords"]
    return frozenset([slug for slug in _keywords(collection) if len(terms[slug].ids) > 1])


FILTERS = (
    _Filter(name="topic", title="Topic", noun="topic", taxonomy="topics", order=_topics),
    _Filter(
        name="keyword", title="Keyword", noun="keyword", taxonomy="keywords", order=_keywords,
    ),
    _Filter(name="year", title="Year", noun="year", taxonomy="years", order=_years),
    _Filter(name="venue", title="Venue", noun="venue", taxonomy="venues", order=_venues),
)  # fmt: skip


def former_topics(collection: Collection) -> dict[str, str]:
    """Return the former slugs of topics, each with the present one. A topic that replaces another
    lists its own slug first among its aliases."""
    return {
        alias: topic.slug
        for topic in collection.topics.values()
        for alias in topic.aliases
        if alias != topic.slug
    }


class FilterTerm(NamedTuple):
    """A term of a filter."""

    slug: str
    title: str
    """Different from the titles of all other terms of the filter."""
    ids: tuple[str, ...]
    """Its papers, newest first; for a topic, including those of its subtopics."""


def choices(collection: Collection) -> dict[str, list[FilterTerm]]:
    """Return all terms that have papers, in order, by the name of the filter."""
    found = {}
    for row in FILTERS:
        terms = collection.terms[row.taxonomy]
        found[row.name] = [
            FilterTerm(slug, terms[slug].label, terms[slug].ids)
            for slug in row.order(collection)
            if terms[slug].ids
        ]
    there = [
        FilterTerm(slug, title, tuple(id for id, paper in collection.listed.items() if has(paper)))
        for slug, title, has in WITH
    ]
    found["with"] = [choice for choice in there if choice.ids]
    return found


def facets(collection: Collection, settings: Settings) -> tuple[Facet, ...]:
    """Return the filters of the list, without empty ones."""
    offered = choices(collection)
    made = [_facet(row, offered[row.name], collection, settings) for row in FILTERS]
    links = [_link(choice) for choice in offered["with"]]
    made.append(_divided("with", "With", links, None))
    return tuple([facet for facet in made if facet.shown])


def _facet(
    row: _Filter, offered: Sequence[FilterTerm], collection: Collection, settings: Settings
) -> Facet:
    """Return a filter. Its terms link to their pages, and a long one to the index of all."""
    there = with_pages(row.taxonomy, collection, settings)
    links = [
        link._replace(
            url=addresses.at(addresses.term(row.taxonomy, choice.slug)),
            level=level_of(choice.slug, collection) if row.taxonomy == "topics" else 0,
        )
        if choice.slug in there
        else link
        for link, choice in zip(map(_link, offered), offered[:TERMS])
    ]
    listed = in_index(row.taxonomy, collection, settings)
    every = Link(
        text=html(f"All {count(len(listed), row.noun)}"),
        url=addresses.at(addresses.taxonomy(row.taxonomy)),
    )
    return _divided(row.name, row.title, links, every if listed and len(offered) > SHOWN else None)


def _link(choice: FilterTerm) -> Link:
    return Link(text=html(choice.title), papers=len(choice.ids), note=html(choice.slug))


def _divided(name: str, title: str, links: list[Link], every: Link | None) -> Facet:
    """Return a filter. A single term beyond the limit is shown instead of hidden."""
    cut = SHOWN if len(links) > SHOWN + 1 else len(links)
    return Facet(
        name=Html(name),
        title=Html(title),
        shown=tuple(links[:cut]),
        others=tuple(links[cut:]),
        every=every,
        is_long=len(links) >= MANY,
    )


#: The orders of the list in addition to newest first. Equal papers stay newest first.
ORDERS: Mapping[str, Callable[[Paper], Any]] = {
    "published": lambda paper: -_number(paper.published),
    "title": lambda paper: to_latin(tex.to_plain(paper.title)),
    "discussed": lambda paper: -paper.discussion.get("count", 0),
}


def in_order(name: str, collection: Collection) -> list[str]:
    """Return the ids of all listed papers in one of these orders."""
    key = ORDERS[name]
    return sorted(collection.listed, key=lambda id: key(collection.listed[id]))


def _number(date: PartialDate) -> int:
    return date.year * 10_000 + date.month * 100 + date.day
