"""The table of taxonomies, and the terms that have pages.

In: a Collection. Out: terms in the order of their index, and links to them.
A taxonomy is a row of the table, from which its index, its terms and their numbered pages follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from papershelf.catalogue.model import CROWD, Collection, Person, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import NOTHING, Link
from papershelf.text import names
from papershelf.text.escape import html
from papershelf.text.slugs import to_latin

_STOPS = (".", "!", "?", "…", "。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """A dimension of the collection: a row of the table."""

    name: str
    """The name in addresses and indexes, `topics`."""
    title: str
    noun: str
    words: str
    """The word between papers and a term, as in `8 papers by Ada Lovelace`."""
    rows: str = "short"
    """The form of rows in its lists; `short` for authors, since 10,000 papers have 23,000."""
    is_indexed: bool = False
    """Whether the search covers the pages of its terms."""
    has_feeds: bool = False
    """Whether readers can follow its terms."""
    order: str = "letter"
    """The order of its index: a `tree`, by `letter`, the `newest` first, or a `calendar`."""
    min_papers: Callable[[Settings], int | None] = lambda settings: 0
    """The papers that a term needs for a page if no file of `content/` describes it. None: no term
    has a page."""
    has_files: Callable[[Settings], bool | None] = lambda settings: True
    """Whether all its terms with pages have citation files and feeds; see the function. None: no
    term has."""
    lists_all: bool = False
    """Whether its index also lists terms without a page. Of these, a term with one paper leads to
    the paper."""
    sort_keys: Callable[[Collection], Mapping[str, str]] = lambda collection: {}
    """Sort keys by slug, where they are not the titles."""

    def sentence(self, which: str, label: str) -> str:
        """Return `8 papers by Ada Lovelace.`; a label may end as a sentence does."""
        text = f"{which} {self.words} {label}"
        return text if text.endswith(_STOPS) else f"{text}."


def _author_keys(collection: Collection) -> dict[str, str]:
    """Return sort keys by family name, in plain letters, by slug of the author."""
    keys = {slug: to_latin(_sort_key(person)) for slug, person in collection.people.items()}
    for paper in collection.papers.values():
        for name, slug in zip(paper.authors, collection.slugs["authors"][paper.id]):
            if slug not in keys:
                keys[slug] = to_latin(name.sort_key)
    return keys


def _sort_key(person: Person) -> str:
    try:
        return names.parse(person.name).sort_key
    except ValueError:
        return person.name


TAXONOMIES = (
    Taxonomy(
        name="topics", title="Topics", noun="topic", words="about", rows="full",
        is_indexed=True, has_feeds=True, order="tree",
    ),
    Taxonomy(
        name="authors", title="Authors", noun="author", words="by", has_feeds=True, lists_all=True,
        min_papers=lambda settings: settings.min_papers, sort_keys=_author_keys,
        has_files=lambda settings: settings.author_files,
    ),
    Taxonomy(
        name="venues", title="Venues", noun="venue", words="in", has_feeds=True,
        has_files=lambda settings: settings.venue_files,
    ),
    Taxonomy(name="years", title="Years", noun="year", words="from", order="newest"),
    Taxonomy(
        name="days", title="Days", noun="day", words="added on", rows="daily", order="calendar",
        has_files=lambda settings: None,
    ),
    Taxonomy(
        name="keywords", title="Keywords", noun="keyword", words="with the keyword",
        has_feeds=True, min_papers=lambda settings: settings.min_keyword_papers,
    ),
)  # fmt: skip
_ROWS = {row.name: row for row in TAXONOMIES}


def terms_of_index(
    taxonomy: Taxonomy, collection: Collection, settings: Settings
) -> list[tuple[str, Term]]:
    """Return pairs of sort key and term, in the order of the index."""
    terms = in_index(taxonomy.name, collection, settings)
    keys = taxonomy.sort_keys(collection)
    found = [(keys.get(slug) or to_latin(term.title), term) for slug, term in terms.items()]
    if taxonomy.order == "letter":
        found.sort(key=lambda pair: (pair[0], pair[1].slug))
    return found[::-1] if taxonomy.order in ("newest", "calendar") else found


def has_index(taxonomy: Taxonomy, collection: Collection, settings: Settings) -> bool:
    """Return whether the index lists any term: otherwise there is no index to link to."""
    return bool(in_index(taxonomy.name, collection, settings))


def in_index(name: str, collection: Collection, settings: Settings) -> dict[str, Term]:
    """Return the terms that the index of a taxonomy lists, by slug."""
    if not _ROWS[name].lists_all:
        return with_pages(name, collection, settings)
    return {
        slug: term
        for slug, term in collection.terms[name].items()
        if term.ids or has_page(name, term, collection, settings)
    }


def with_pages(name: str, collection: Collection, settings: Settings) -> dict[str, Term]:
    """Return the terms of a taxonomy that have pages, by slug."""
    terms = collection.terms[name].items()
    return {slug: term for slug, term in terms if has_page(name, term, collection, settings)}


def has_page(name: str, term: Term, collection: Collection, settings: Settings) -> bool:
    """Return whether a term of a taxonomy has enough papers for a page, or is described in a file
    of `content/`.

    Papers with more than CROWD terms do not count: one paper with 1,351 authors produced 390 MB of
    pages, files and feeds, each of which named all authors.
    """
    least = _ROWS[name].min_papers(settings)
    if least is None:
        return False
    if least == 0 or term.slug in collection.named.get(name, ()):
        return True
    if len(term.ids) < least:  # most authors have one paper
        return False
    slugs = collection.slugs[name]
    return sum(len(slugs[paper_id]) <= CROWD for paper_id in term.ids) >= least


def with_files(name: str, collection: Collection, settings: Settings) -> dict[str, Term]:
    """Return the terms of a taxonomy that have citation files and feeds, by slug."""
    terms = with_pages(name, collection, settings).items()
    return {slug: term for slug, term in terms if has_files(name, term, collection, settings)}


def has_files(name: str, term: Term, collection: Collection, settings: Settings) -> bool:
    """Return whether a term with a page has citation files and feeds. Terms that a file of
    `content/` describes always have them, and so do those with several numbered pages: where the
    browser makes citation files, it makes them of the papers on one page."""
    every = _ROWS[name].has_files(settings)
    if every is None:
        return False
    is_described = term.slug in collection.named.get(name, ())
    return every or is_described or len(term.ids) > settings.per_page


def topics_above(slug: str, collection: Collection) -> list[str]:
    """Return the slugs of the topics above one, the nearest first."""
    found: list[str] = []
    while slug := collection.topics[slug].parent:
        found.append(slug)
    return found


def level_of(slug: str, collection: Collection) -> int:
    """Return the depth of a topic in the tree, from 0."""
    return len(topics_above(slug, collection))


def term_link(taxonomy: str, term: Term, level: int = 0) -> Link:
    """Return the link to a term with its number of papers."""
    url = addresses.at(addresses.term(taxonomy, term.slug))
    return Link(text=html(term.label), url=url, papers=len(term.ids), level=level)


def index_link(taxonomy: str, term: Term, collection: Collection, settings: Settings) -> Link:
    """Return the link to a term in its index: to its page, or without one to its only paper. A term
    with neither is a name without a link."""
    found = term_link(taxonomy, term)
    if has_page(taxonomy, term, collection, settings):
        return found
    url = addresses.at(addresses.paper(term.ids[0])) if len(term.ids) == 1 else NOTHING
    return found._replace(url=url)


def topic_links(collection: Collection) -> list[Link]:
    """Return links to all topics, in the order of the tree."""
    terms = collection.terms["topics"]
    return [term_link("topics", term, level_of(slug, collection)) for slug, term in terms.items()]
