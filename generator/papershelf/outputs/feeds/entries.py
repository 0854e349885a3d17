"""A paper → what every format says of it.

In: a Paper, its topics. Out: an Entry, of plain texts and of XHTML that was escaped here.

Its date is the day on which the paper was added, so that an old paper that is added today shows up
today: readers sort by `published`, too. The date of the work stands in the content.
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


class Author(NamedTuple):
    """An author."""

    name: str
    uri: str
    """Of them alone: a page of theirs, an ORCID iD, or empty."""


class Related(NamedTuple):
    """Where else something about a paper is."""

    label: str
    url: str
    type: str
    """Media type, or empty where it is not known."""


class Entry(NamedTuple):
    """A paper in a feed."""

    id: str
    url: str
    """Its page."""
    title: str
    authors: tuple[Author, ...]
    """At least one: where nobody is named, how many there are."""
    day: str
    """When it was added, `2025-12-23`, padded where only a month or a year is known."""
    has_day: bool
    """Whether that day is known: a padded one is shown to nobody."""
    summary: str
    content: str
    """XHTML of a few paragraphs, formulas in plain characters: the schema of Atom has no MathML."""
    language: str
    topics: tuple[tuple[str, str], ...]
    """Slug and title."""
    home: str
    """Where the paper itself is, or empty."""
    related: tuple[Related, ...]


class Entries:
    """Papers of one collection → entries; `base` leads to the root of the site."""

    def __init__(self, collection: Collection, settings: Settings, base: str) -> None:
        self.collection = collection
        self.settings = settings
        self.base = base

    def to_entry(self, paper: Paper) -> Entry:
        """The entry of a paper that is listed."""
        url = self.base + addresses.paper(paper.id)
        related = tuple(_related(paper))
        topics = self.collection.topics
        return Entry(
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
            home=uri(parts.home(paper)),
            related=related,
        )

    def _authors(self, paper: Paper) -> Iterator[Author]:
        people = self.collection.people
        for name, slug in zip(paper.authors, self.collection.slugs["authors"][paper.id]):
            known = _uri_of(people[slug]) if slug in people else ""
            yield Author(name.shown, uri(known or _uri_of(name)))
        if not paper.authors:
            yield Author(rows.authors_shown(paper) or "Unknown authors", "")


def _uri_of(who: Name | Person) -> str:
    return who.url or (address(SCHEMES["orcid"], who.orcid) if who.orcid else "")


def _related(paper: Paper) -> Iterator[Related]:
    """The paper itself first, each address once."""
    found = {"paper": parts.home(paper), "pdf": rows.pdf_url(paper)}
    seen = set()
    for name, label in LINKS.items():
        url = uri(found.get(name) or paper.urls.get(name, ""))
        if url and url not in seen:
            seen.add(url)
            yield Related(label, url, PDF if name == "pdf" else "")


def _content(paper: Paper, url: str, related: tuple[Related, ...]) -> Iterator[str]:
    """Who, where and when; the abstract; the ways on."""
    facts = (rows.authors_shown(paper), paper.venue, paper.published.shown)
    yield f"<p>{xml(' · '.join(filter(None, facts)))}</p>"
    for paragraph in rows.paragraphs(paper.abstract):
        yield f"<p>{xml(tex.to_plain(paragraph))}</p>"
    links = (Related("About this paper", url, ""), *related)
    shown = (f'<a href="{xml(link.url)}">{xml(link.label)}</a>' for link in links)
    yield f"<p>{' · '.join(shown)}</p>"
