"""The feeds of the site, their titles, and the links to them.

In: a Collection, the settings, the head of a page. Out: feeds, and links for the head of a page,
for its body, and for the list of all feeds. The contents of feeds are made in `feeds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue.feed_formats import FEED_FORMATS
from papershelf.catalogue.model import Collection, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Box, Head, Link
from papershelf.outputs.views.taxonomies import TAXONOMIES, Taxonomy, has_files, with_files
from papershelf.text.escape import Html

#: The title of the feed of digests.
_DIGESTS = "Digests"
_FOLLOWED = {taxonomy.name: taxonomy for taxonomy in TAXONOMIES if taxonomy.has_feeds}


class Feed(NamedTuple):
    """A feed of papers, or of digests."""

    url: str
    """The address of its page, relative to the root of the site: `topics/nlp/`."""
    name: str
    """The first address of its page, `topics/nlp`, so that renaming does not change its id."""
    title: str
    """Plain text, as shown in feed readers: `Language models · Papers`."""
    short: str
    """The title within the site: `Language models`."""
    description: str
    ids: tuple[str, ...]
    """What its entries are made of, newest first: papers that are listed, or names of digests,
    `digests/2025-12-23`."""
    is_named: bool
    """Whether it is in the list of all feeds. Of authors and keywords, only those described in
    `content/` are: 10,000 papers have 23,000 authors."""


class FeedLink(NamedTuple):
    """A feed in one format, for `<link rel="alternate">`."""

    url: str
    """Relative to the root of the site: `topics/nlp/feed.xml`."""
    title: str
    type: str


def all_feeds(collection: Collection, settings: Settings) -> Iterator[Feed]:
    """Yield the feed of the site, that of digests if there are any, then those of each taxonomy, in
    the order of its terms."""
    yield site_feed(collection, settings)
    if collection.digests:
        yield _digest_feed(collection, settings)
    for taxonomy in _FOLLOWED.values():
        for term in with_files(taxonomy.name, collection, settings).values():
            yield _term_feed(taxonomy, term, collection, settings)


def site_feed(collection: Collection, settings: Settings) -> Feed:
    """Return the feed of all listed papers."""
    return Feed(
        url=addresses.HOME,
        name="papers",
        title=settings.site_name,
        short=settings.site_name,
        description=settings.site_description or f"New papers in {settings.site_name}.",
        ids=tuple(collection.listed),
        is_named=True,
    )


def _digest_feed(collection: Collection, settings: Settings) -> Feed:
    return Feed(
        url=addresses.DIGESTS,
        name="digests",
        title=_title(_DIGESTS, settings),
        short=_DIGESTS,
        description=f"What is new in {settings.site_name}, one digest at a time.",
        ids=tuple(f"digests/{name}" for name in collection.digests),
        is_named=True,
    )


def _term_feed(taxonomy: Taxonomy, term: Term, collection: Collection, settings: Settings) -> Feed:
    aliases: tuple[str, ...] = ()
    about = ""
    named = collection.named.get(taxonomy.name)
    if taxonomy.name == "topics":
        topic = collection.topics[term.slug]
        aliases, about = topic.aliases, topic.description
    elif named and term.slug in named:
        aliases = named[term.slug].aliases
    first = aliases[0] if aliases else term.slug
    return Feed(
        url=addresses.term(taxonomy.name, term.slug),
        name=f"{taxonomy.name}/{first}",
        title=_title(term.label, settings),
        short=term.label,
        description=about or taxonomy.sentence("New papers", term.label),
        ids=term.ids,
        is_named=named is None or term.slug in named,
    )


def _title(text: str, settings: Settings) -> str:
    return f"{text} · {settings.site_name}"


def feeds_of(head: Head, collection: Collection, settings: Settings) -> tuple[FeedLink, ...]:
    """Return the feeds for the `<head>` of a page: its own first, then the site's."""
    site = site_links(settings)
    parts = head.url.split("/")
    if head.kind == "digests":
        return _links(addresses.DIGESTS, _title(_DIGESTS, settings)) + site
    if head.kind not in _FOLLOWED or len(parts) < 3 or parts[1] == "p":  # an index of terms
        return site
    term = collection.terms[head.kind][parts[1]]
    if not has_files(head.kind, term, collection, settings):
        return site
    return _links(addresses.term(head.kind, term.slug), _title(term.label, settings)) + site


def site_links(settings: Settings) -> tuple[FeedLink, ...]:
    """Return links to the feed of the site, for pages without a feed of their own."""
    return _links(addresses.HOME, settings.site_name)


def _links(url: str, title: str) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(addresses.feed(url, row.suffix), f"{title} ({row.label})", row.type)
        for row in FEED_FORMATS
    )


def _in_each_format(url: Html) -> tuple[Link, ...]:
    return tuple(
        Link(text=Html(row.label), url=Html(addresses.feed(url, row.suffix)))
        for row in FEED_FORMATS
    )


#: Links from a page to its own feeds, relative to it and the same on every page.
BESIDE = _in_each_format(Html(addresses.HOME))
#: Links to the feeds of the site, and to those of digests, from any page.
OF_SITE = _in_each_format(addresses.at(addresses.HOME))
OF_DIGESTS = _in_each_format(addresses.at(addresses.DIGESTS))


def box(collection: Collection) -> Box:
    """Return the box on the home page about following the site."""
    order = ", by topic" if collection.terms["topics"] else ""
    whole = Link(text=Html(f"All feeds{order} (OPML)"), url=addresses.at(addresses.FEEDS))
    links = [link._replace(text=Html(f"New papers, {link.text}")) for link in OF_SITE]
    if collection.digests:
        links += [link._replace(text=Html(f"Digests, {link.text}")) for link in OF_DIGESTS]
    return Box(title=Html("Follow"), links=(*links, whole), note=HOW_TO, has_offer=True)


#: A short note on how to use feeds.
HOW_TO = Html("Subscribe in a feed reader to get each paper on the day it is added here.")
