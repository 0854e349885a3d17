"""The table of taxonomies, and the terms that have pages.

In: a Collection. Out: terms in the order of their index, and links to them.
A taxonomy is a row of the table, from which its index, its terms and their numbered pages follow.
"""

from __future__ import annotations

from dataclasses import dataclass

from papershelf.catalogue.model import Collection, Person, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Link
from papershelf.text import names
from papershelf.text.escape import html
from papershelf.text.slugs import to_slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """A dimension of the collection: a row of the table."""

    name: str
    """The name in addresses and indexes, `topics`."""
    title: str
    noun: str
    words: str
    """The word between a number of papers and a term, as in `8 papers by Ada Lovelace`."""
    has_abstracts: bool = False
    """Whether lists show abstracts; not for authors, since 10,000 papers have 23,000 of them."""
    is_indexed: bool = False
    """Whether the search covers the pages of its terms."""
    has_feeds: bool = False
    """Whether readers can follow its terms."""
    order: str = "letter"
    """The order of its index: a `tree`, by `letter`, or the `newest` first."""


#: A paper with more authors than this does not count towards their pages.
CROWD = 100

TAXONOMIES = (
    Taxonomy(
        name="topics", title="Topics", noun="topic", words="about", has_abstracts=True,
        is_indexed=True, has_feeds=True, order="tree",
    ),
    Taxonomy(name="authors", title="Authors", noun="author", words="by", has_feeds=True),
    Taxonomy(name="venues", title="Venues", noun="venue", words="in", has_feeds=True),
    Taxonomy(name="years", title="Years", noun="year", words="of", order="newest"),
)  # fmt: skip


def terms_with_pages(
    taxonomy: Taxonomy, collection: Collection, settings: Settings
) -> list[tuple[str, Term]]:
    """Return pairs of sort key and term, in the order of the index."""
    terms = list(collection.terms[taxonomy.name].values())
    if taxonomy.name == "authors":
        keys = _author_keys(collection)
        found = [(keys[term.slug], term) for term in terms if has_page(term, collection, settings)]
    else:
        found = [(to_slug(term.title), term) for term in terms]
    if taxonomy.order == "letter":
        found.sort(key=lambda pair: (pair[0], pair[1].slug))
    return found[::-1] if taxonomy.order == "newest" else found


def has_index(taxonomy: Taxonomy, collection: Collection, settings: Settings) -> bool:
    """Return whether any term has a page: without one, there is no index to link to."""
    terms = collection.terms[taxonomy.name].values()
    if taxonomy.name == "authors":
        return any(has_page(term, collection, settings) for term in terms)
    return bool(terms)


def has_page(author: Term, collection: Collection, settings: Settings) -> bool:
    """Return whether an author has enough papers for a page, or is listed in people.yaml.

    Papers with more than CROWD authors do not count: one paper with 1,351 authors produced 390 MB
    of pages, files and feeds, each of which named all authors.
    """
    if author.slug in collection.people:
        return True
    papers = collection.papers
    counted = sum(len(papers[paper_id].authors) <= CROWD for paper_id in author.ids)
    return counted >= settings.min_papers


def _author_keys(collection: Collection) -> dict[str, str]:
    """Return sort keys by family name, in plain letters, by slug of the author."""
    keys = {slug: to_slug(_sort_key(person)) for slug, person in collection.people.items()}
    for paper in collection.papers.values():
        for name, slug in zip(paper.authors, collection.slugs["authors"][paper.id]):
            if slug not in keys:
                keys[slug] = to_slug(name.sort_key)
    return keys


def _sort_key(person: Person) -> str:
    try:
        return names.parse(person.name).sort_key
    except ValueError:
        return person.name


def level_of(slug: str, collection: Collection) -> int:
    """Return the depth of a topic in the tree, from 0."""
    level, above = 0, collection.topics[slug].parent
    while above:
        level, above = level + 1, collection.topics[above].parent
    return level


def term_link(taxonomy: str, term: Term, level: int = 0) -> Link:
    """Return the link to a term with its number of papers."""
    url = addresses.at(addresses.term(taxonomy, term.slug))
    return Link(text=html(term.title), url=url, papers=len(term.ids), level=level)


def topic_links(collection: Collection) -> list[Link]:
    """Return links to all topics, in the order of the tree."""
    terms = collection.terms["topics"]
    return [term_link("topics", term, level_of(slug, collection)) for slug, term in terms.items()]
