"""Room 4, views: what the list of all papers is filtered and ordered by.

In: a Collection. Out: for each paper the values of the filters and a key for each order, which the
search index takes from its page; for the list itself the terms of each filter, with their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from generator.model import Collection, Paper, Term
from generator.problems import count
from generator.text import tex
from generator.text.dates import PartialDate
from generator.text.escape import Html, html
from generator.text.slugs import to_slug
from generator.views import addresses
from generator.views.records import Facet, Link, Tag
from generator.views.taxonomies import level_of

#: Terms of one filter in the page itself; the index has the rest. Years are all there: that a
#: paper has one of them tells the search that nothing but papers is wanted.
TERMS = 60
#: Terms that are seen before the others are asked for.
SHOWN = 10
#: From this many terms on they are looked for by name.
MANY = 25
#: Between the slug and the title in a value of the index: a slug has none.
_BETWEEN = "|"
_LAST = 99_999_999

_Terms: TypeAlias = Mapping[str, Term]


def _has_link(name: str) -> Callable[[Paper], bool]:
    return lambda paper: name in paper.urls


#: What may be there with a paper: slug, title, and how one sees it.
WITH: tuple[tuple[str, str, Callable[[Paper], bool]], ...] = (
    ("code", "Code", _has_link("code")),
    ("data", "Data", _has_link("data")),
    ("project", "Project page", _has_link("project")),
    ("discussion", "Discussion", lambda paper: bool(paper.discussion)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filter:
    """One filter by a taxonomy: a row of the table."""

    name: str
    """In the index and in addresses."""
    title: str
    noun: str
    taxonomy: str
    order: Callable[[Collection], list[str]]
    """The slugs of all terms, as they are offered."""


def _by_papers(terms: _Terms, slugs: Sequence[str]) -> list[str]:
    return sorted(slugs, key=lambda slug: -len(terms[slug].ids))


def _topics(collection: Collection) -> list[str]:
    """The most used first, each with its sub-topics below it."""
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


FILTERS = (
    _Filter(name="topic", title="Topic", noun="topic", taxonomy="topics", order=_topics),
    _Filter(name="year", title="Year", noun="year", taxonomy="years", order=_years),
    _Filter(name="venue", title="Venue", noun="venue", taxonomy="venues", order=_venues),
)


@lru_cache(maxsize=4096)  # a term has many papers
def _tag(name: str, slug: str, title: str) -> Tag:
    return Tag(name=Html(name), value=_value(slug, title))


def _value(slug: str, title: str) -> Html:
    """`neurips|NeurIPS`: the index alone then knows the page of each term, and two terms of one
    title stay two."""
    return html(slug if slug == title else f"{slug}{_BETWEEN}{title}")


def facets(collection: Collection) -> tuple[Facet, ...]:
    """The filters of the list; one that could not divide it is left out."""
    made = [_facet(row, collection) for row in FILTERS]
    made.append(_with(collection))
    return tuple([facet for facet in made if facet.shown])


def _facet(row: _Filter, collection: Collection) -> Facet:
    terms = collection.terms[row.taxonomy]
    slugs = [slug for slug in row.order(collection) if terms[slug].ids]
    links = [
        Link(
            text=html(terms[slug].title),
            url=addresses.at(addresses.term(row.taxonomy, slug)),
            papers=len(terms[slug].ids),
            note=_value(slug, terms[slug].title),
            level=level_of(slug, collection) if row.taxonomy == "topics" else 0,
        )
        for slug in (slugs if row.name == "year" else slugs[:TERMS])
    ]
    every = Link(
        text=html(f"All {count(len(slugs), row.noun)}"),
        url=addresses.at(addresses.taxonomy(row.taxonomy)),
    )
    return _divided(row.name, row.title, links, every if len(slugs) > SHOWN else None)


def _with(collection: Collection) -> Facet:
    counted = [
        (slug, title, sum(1 for paper in collection.listed.values() if has(paper)))
        for slug, title, has in WITH
    ]
    links = [
        Link(text=html(title), papers=papers, note=_value(slug, title))
        for slug, title, papers in counted
        if papers
    ]
    return _divided("with", "With", links, None)


def _divided(name: str, title: str, links: list[Link], every: Link | None) -> Facet:
    """One more than fits is shown, too: nobody has to ask for a single term."""
    cut = SHOWN if len(links) > SHOWN + 1 else len(links)
    return Facet(
        name=Html(name),
        title=Html(title),
        shown=tuple(links[:cut]),
        others=tuple(links[cut:]),
        every=every,
        is_long=len(links) >= MANY,
    )


def tags(paper: Paper, collection: Collection) -> tuple[Tag, ...]:
    """The values by which the index finds a paper; a topic's are those above it, too."""
    if not paper.is_listed:
        return ()
    found: dict[Tag, None] = {}
    for row in FILTERS:
        for slug in collection.slugs[row.taxonomy][paper.id]:
            above = slug
            while above:
                title = collection.terms[row.taxonomy][above].title
                found[_tag(row.name, above, title)] = None
                above = collection.topics[above].parent if row.taxonomy == "topics" else ""
    for slug, title, has in WITH:
        if has(paper):
            found[_tag("with", slug, title)] = None
    return tuple(found)


def orders(paper: Paper) -> tuple[Tag, ...]:
    """A key for each order, all of them ascending, and each ends with the id: Pagefind compares
    bytes and leaves ties as it met the pages. What is newest or most has the smallest number."""
    if not paper.is_listed:
        return ()
    added, published = _newest_first(paper.added), _newest_first(paper.published)
    comments = _LAST - min(paper.discussion.get("count", 0), _LAST)
    keys = {
        "newest": f"{_newest_first(_padded(paper.added))}{published}",
        "published": f"{published}{added}",
        "title": to_slug(tex.to_plain(paper.title)),
        "discussed": f"{comments:08}{added}{published}",
    }
    return tuple([Tag(Html(name), Html(f"{key} {paper.id}")) for name, key in keys.items()])


def _padded(date: PartialDate) -> PartialDate:
    """As lists of papers are ordered: a month without a day is its first."""
    return PartialDate(date.year, date.month or 1, date.day or 1)


@lru_cache(maxsize=4096)
def _newest_first(date: PartialDate) -> str:
    return f"{_LAST - (date.year * 10_000 + date.month * 100 + date.day):08}"
