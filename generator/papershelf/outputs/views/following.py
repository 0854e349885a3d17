"""What readers can follow: the feeds, their titles, and the links to them.

In: a Collection, the settings, the head of a page. Out: feeds, and links for the head of a page,
for its body, and for the list of all feeds. `feeds` makes what is in a feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Box, Head, Link
from papershelf.outputs.views.taxonomies import TAXONOMIES, Taxonomy, has_page
from papershelf.text.escape import Html


class Format(NamedTuple):
    """A form that every feed has: a row."""

    label: str
    suffix: str
    type: str
    """Media type."""


FORMATS = (
    Format("Atom feed", "xml", "application/atom+xml"),
    Format("JSON Feed", "json", "application/feed+json"),
)
_FOLLOWED = {taxonomy.name: taxonomy for taxonomy in TAXONOMIES if taxonomy.has_feeds}


class Feed(NamedTuple):
    """Papers that somebody can follow."""

    url: str
    """Its page, relative to the root of the site: `topics/nlp/`."""
    name: str
    """The address that its page had first, `topics/nlp`: no renaming changes the feed's id."""
    title: str
    """Plain text, as feed readers list it: `Language models · Papers`."""
    short: str
    """The same within the site: `Language models`."""
    description: str
    ids: tuple[str, ...]
    """The newest added first; no tombstones."""
    is_named: bool
    """Whether the list of all feeds names it: all but authors whom `people.yaml` does not know, of
    whom 10,000 papers have 23,000."""


class FeedLink(NamedTuple):
    """A feed in one format, for `<link rel="alternate">`."""

    url: str
    """Relative to the root of the site: `topics/nlp/feed.xml`."""
    title: str
    type: str


def all_feeds(collection: Collection, settings: Settings) -> Iterator[Feed]:
    """The site's, then those of each taxonomy, in the order of its terms."""
    yield site_feed(collection, settings)
    for taxonomy in _FOLLOWED.values():
        for term in collection.terms[taxonomy.name].values():
            if taxonomy.name != "authors" or has_page(term, collection, settings):
                yield _term_feed(taxonomy, term, collection, settings)


def site_feed(collection: Collection, settings: Settings) -> Feed:
    """Every paper that is listed."""
    return Feed(
        url=addresses.HOME,
        name="papers",
        title=settings.site_name,
        short=settings.site_name,
        description=settings.site_description or f"New papers of {settings.site_name}.",
        ids=tuple(collection.listed),
        is_named=True,
    )


def _term_feed(taxonomy: Taxonomy, term: Term, collection: Collection, settings: Settings) -> Feed:
    aliases: tuple[str, ...] = ()
    about = ""
    if taxonomy.name == "topics":
        topic = collection.topics[term.slug]
        aliases, about = topic.aliases, topic.description
    elif taxonomy.name == "authors" and term.slug in collection.people:
        aliases = collection.people[term.slug].aliases
    first = aliases[0] if aliases else term.slug
    return Feed(
        url=addresses.term(taxonomy.name, term.slug),
        name=f"{taxonomy.name}/{first}",
        title=_title(term.title, settings),
        short=term.title,
        description=about or f"New papers {taxonomy.words} {term.title}.",
        ids=term.ids,
        is_named=taxonomy.name != "authors" or term.slug in collection.people,
    )


def _title(text: str, settings: Settings) -> str:
    return f"{text} · {settings.site_name}"


def feeds_of(head: Head, collection: Collection, settings: Settings) -> tuple[FeedLink, ...]:
    """The feeds that a page should name in its `<head>`: its own first, then the site's."""
    site = site_links(settings)
    parts = head.url.split("/")
    if head.kind not in _FOLLOWED or len(parts) < 3 or parts[1] == "p":  # an index of terms
        return site
    term = collection.terms[head.kind][parts[1]]
    return _links(addresses.term(head.kind, term.slug), _title(term.title, settings)) + site


@lru_cache(maxsize=8)  # every page asks
def site_links(settings: Settings) -> tuple[FeedLink, ...]:
    """The site's feed, for pages that have none of their own."""
    return _links(addresses.HOME, settings.site_name)


def _links(url: str, title: str) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(addresses.feed(url, row.suffix), f"{title} ({row.label})", row.type)
        for row in FORMATS
    )


#: The ways from a page to its own feeds; the same words on 23,000 pages of authors.
BESIDE = tuple(
    Link(text=Html(row.label), url=Html(addresses.feed(addresses.HOME, row.suffix)))
    for row in FORMATS
)


#: The ways to the site's feeds, from any page.
OF_SITE = tuple(
    Link(text=Html(row.label), url=addresses.at(addresses.feed(addresses.HOME, row.suffix)))
    for row in FORMATS
)


def box() -> Box:
    """How to follow the site, for its first page."""
    whole = Link(
        text=Html("All feeds, by topic and venue (OPML)"), url=addresses.at(addresses.FEEDS)
    )
    links = tuple(link._replace(text=Html(f"New papers, {link.text}")) for link in OF_SITE)
    return Box(title=Html("Follow"), links=(*links, whole), note=HOW_TO)


#: One word on how feeds are used.
HOW_TO = Html("Give an address to a feed reader: it shows each paper on the day it is added here.")
