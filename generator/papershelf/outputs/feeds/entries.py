"""Entries of feeds, for every format.

In: a Paper, its topics. Out: a FeedEntry with plain texts, and with XHTML that is escaped here.

The date of an entry is the day on which the paper was added, so that an old paper added today
appears as new: feed readers also sort by `published`. The content has the paper's own date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue.fields import LINKS
from papershelf.catalogue.model import Collection, Paper, Person
from papershelf.citations import parts
from papershelf.outputs.feeds import ids
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, rows
from papershelf.text import tex
from papershelf.text.escape import uri, xml
from papershelf.text.identifiers import SCHEMES, address
from papershelf.text.names import Name

PDF = "application/pdf"


class FeedAuthor(NamedTuple):
    """An author."""

    name: str
    uri: str
    """A URL of this person only: a page or an ORCID iD; empty without one."""


class Related(NamedTuple):
    """A link to the paper or to material about it."""

    label: str
    url: str
    type: str
    """Media type; empty if unknown."""


class FeedEntry(NamedTuple):
    """A paper or a digest in a feed."""

    id: str
    url: str
    """Its page."""
    title: str
    authors: tuple[FeedAuthor, ...]
    """At least one: without names, an author such as `5 authors`; the site is that of digests."""
    day: str
    """The day when it was added or made, `2025-12-23`, padded if only a month or year is known."""
    has_day: bool
    """Whether that day is known; a padded one is not shown to readers."""
    summary: str
    content: str
    """A few paragraphs of XHTML, with formulas as plain text: Atom's schema has no MathML."""
    language: str
    topics: tuple[tuple[str, str], ...]
    """Slug and title."""
    scheme: str
    """The URL of all topics; empty if the site does not know its own."""
    home: str
    """The URL of the paper itself, or empty."""
    related: tuple[Related, ...]
    is_html: bool = False
    """Whether the content is HTML, which need not be well-formed XML."""


class Entries:
    """Makes entries of a collection's papers; `base` is the URL of the site's root."""

    def __init__(self, collection: Collection, settings: Settings, base: str) -> None:
        self.collection = collection
        self.settings = settings
        self.base = base

    def to_entry(self, paper: Paper) -> FeedEntry:
        """Return the entry of a listed paper."""
        url = self.base + addresses.paper(paper.id)
        related = tuple(_related(paper))
        topics = self.collection.topics
        return FeedEntry(
            id=ids.to_tag(f"papers/{paper.key}", self.settings),
            url=url,
            title=tex.to_plain(paper.title),
            authors=tuple(self._authors(paper)),
            day=paper.added.padded,
            has_day=bool(paper.added.day),
            summary=tex.to_plain(paper.summary),
            content="".join(_content(paper, url, related)),
            language=paper.language,
            topics=tuple((slug, topics[slug].title) for slug in paper.topics),
            scheme=self.base + addresses.taxonomy("topics") if self.settings.site_url else "",
            home=uri(parts.home(paper)),
            related=related,
        )

    def _authors(self, paper: Paper) -> Iterator[FeedAuthor]:
        people = self.collection.people
        for name, slug in zip(paper.authors, self.collection.slugs["authors"][paper.id]):
            known = _uri_of(people[slug]) if slug in people else ""
            yield FeedAuthor(name.shown, uri(known or _uri_of(name)))
        if paper.authors:
            return
        for name in paper.creators:  # editors of a book without authors
            yield FeedAuthor(name.shown, uri(_uri_of(name)))
        if not paper.creators:
            yield FeedAuthor(rows.authors_shown(paper) or "Unknown authors", "")


def _uri_of(who: Name | Person) -> str:
    return who.url or (address(SCHEMES["orcid"], who.orcid) if who.orcid else "")


def _related(paper: Paper) -> Iterator[Related]:
    """Yield links to the paper and to related material, without duplicates, the paper first."""
    found = {"paper": parts.home(paper), "pdf": rows.pdf_url(paper)}
    seen = set()
    for name, label in LINKS.items():
        given = found.get(name) or paper.urls.get(name)
        if given and (url := uri(given)) not in seen:
            seen.add(url)
            yield Related(label, url, PDF if name == "pdf" else "")


def _content(paper: Paper, url: str, related: tuple[Related, ...]) -> Iterator[str]:
    """Yield paragraphs: authors, venue, date; abstract or, without one, the summary; links."""
    facts = (rows.authors_shown(paper), paper.venue, paper.published.shown)
    yield f"<p>{xml(' · '.join(filter(None, facts)))}</p>"
    for paragraph in rows.paragraphs(paper.abstract or paper.summary):
        yield f"<p>{xml(tex.to_plain(paragraph))}</p>"
    links = (Related("About this paper", url, ""), *related)
    shown = (f'<a href="{xml(link.url)}">{xml(link.label)}</a>' for link in links)
    yield f"<p>{' · '.join(shown)}</p>"
