"""Every feed as files.

In: a Collection, the settings. Out: path and bytes of each document. The main document has the
newest papers, and that of digests the newest digests. Older papers are in archives of the site's
Atom feed, numbered from the oldest, so that a full archive does not change when papers are added
(RFC 5005).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from papershelf.catalogue.feed_formats import ATOM, FEED_FORMATS, JSON_FEED, FeedFormat
from papershelf.catalogue.model import Collection
from papershelf.outputs.feeds import atom, digests, ids, jsonfeed, opml
from papershelf.outputs.feeds.atom import Document
from papershelf.outputs.feeds.entries import Entries, FeedEntry
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, following
from papershelf.outputs.views.following import Feed
from papershelf.text.markers import FEED_ROOT

#: Entries in the feed of a term. The feed of the site has at least as many.
NEWEST = 50
#: Digests in their feed: half a year of weekly ones, each with its whole content.
DIGESTS = 26
#: Entries in an archive. The feed of the site has less than as many more than NEWEST.
ARCHIVED = 100


class _Format(NamedTuple):
    """A format and how its documents are joined: a row of the table."""

    format: FeedFormat
    to_head: Callable[[Document], bytes]
    to_entry: Callable[[FeedEntry], bytes]
    between: bytes
    tail: bytes
    has_archives: bool
    """Whether older papers of the site are in archives: in one format, since each of them has all
    papers with their abstracts."""


_FORMATS = (
    _Format(ATOM, atom.to_head, atom.to_entry, atom.BETWEEN, atom.TAIL, True),
    _Format(JSON_FEED, jsonfeed.to_head, jsonfeed.to_entry, jsonfeed.BETWEEN, jsonfeed.TAIL, False),
)
#: Marker before each address if the site does not know its own, replaced by the path to the root.
#: JSON has no base for relative URLs, and few feed readers support `xml:base`.
_ROOT = FEED_ROOT


class _Text(NamedTuple):
    """An entry as it is written in every format."""

    day: str
    """The day when it was added or made."""
    data: Mapping[str, bytes]
    """By suffix; in a format without archives only if a main document has the entry."""


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield every feed in every format with its archives, and the list of all feeds."""
    base = settings.site_url or _ROOT
    feeds = list(following.all_feeds(collection, settings))
    texts = _texts(feeds, collection, settings, base)
    for feed in feeds:
        root = addresses.to_root(feed.url).encode()
        for row in _FORMATS:
            for src_uri, data in _documents(feed, row, texts, settings, base):
                yield src_uri, data if settings.site_url else data.replace(_ROOT.encode(), root)
    text = opml.to_text(feeds, settings, settings.site_url or "./")
    yield addresses.FEEDS, text.encode("utf-8", "replace")


def _texts(
    feeds: list[Feed], collection: Collection, settings: Settings, base: str
) -> dict[str, _Text]:
    """Return the text of every entry: papers by id, and the newest digests as in `Feed.ids`. Half
    of 10,000 papers are only in archives, which are in one format."""
    newest = set(chain.from_iterable(map(_newest, feeds)))
    texts = {}
    for name, entry in _entries(collection, settings, base):
        data = {
            row.format.suffix: row.to_entry(entry)
            for row in _FORMATS
            if row.has_archives or name in newest
        }
        texts[name] = _Text(entry.day, data)
    return texts


def _entries(
    collection: Collection, settings: Settings, base: str
) -> Iterator[tuple[str, FeedEntry]]:
    entries = Entries(collection, settings, base)
    for paper in collection.listed.values():
        yield paper.id, entries.to_entry(paper)
    writer = digests.DigestWriter(collection, settings, base)
    for name, digest in islice(collection.digests.items(), DIGESTS):
        yield f"digests/{name}", writer.to_entry(digest)


def _documents(
    feed: Feed, row: _Format, texts: Mapping[str, _Text], settings: Settings, base: str
) -> Iterator[tuple[str, bytes]]:
    total = len(feed.ids)
    archives = _archives(feed) if row.has_archives else 0
    suffix = row.format.suffix
    urls = [addresses.feed(feed.url, suffix, number) for number in range(archives + 1)]
    first = Document(
        id=ids.to_tag(feed.name, settings),
        title=feed.title,
        description=feed.description,
        author=settings.site_name,
        updated="",
        page=base + feed.url,
        own=base + urls[0],
        current=base + urls[0],
        older=base + urls[archives] if archives else "",
        newer="",
        style=addresses.to_root(feed.url) + addresses.FEED_STYLE,
        icon=base + addresses.ICON,
        others=tuple(
            (base + addresses.feed(feed.url, other.suffix), other.type)
            for other in FEED_FORMATS
            if other is not row.format
        ),
    )
    yield urls[0], _filled(first, row, _newest(feed), texts)
    for number in range(1, archives + 1):
        end = total - (number - 1) * ARCHIVED
        archive = first._replace(
            own=base + urls[number],
            older=base + urls[number - 1] if number > 1 else "",
            newer=base + urls[number + 1] if number < archives else "",
        )
        yield urls[number], _filled(archive, row, feed.ids[end - ARCHIVED : end], texts)


def _archives(feed: Feed) -> int:
    """Return the number of archives of a feed: only older papers of the site are in archives."""
    return max(0, len(feed.ids) - NEWEST) // ARCHIVED if feed.url == addresses.HOME else 0


def _newest(feed: Feed) -> tuple[str, ...]:
    """Return the names of the entries in the main document of a feed."""
    if feed.url == addresses.HOME:
        return feed.ids[: len(feed.ids) - _archives(feed) * ARCHIVED]
    return feed.ids[: DIGESTS if feed.url == addresses.DIGESTS else NEWEST]


def _filled(
    document: Document, row: _Format, names: tuple[str, ...], texts: Mapping[str, _Text]
) -> bytes:
    """Return a document with its entries; its date is that of the newest one."""
    updated = texts[names[0]].day if names else ids.DAY
    body = row.between.join([texts[name].data[row.format.suffix] for name in names])
    return b"".join((row.to_head(document._replace(updated=updated)), body, row.tail))
