"""The list of all feeds, to import into a feed reader (OPML 2.0).

In: feeds, the URL of the site's root. Out: XML with the feeds in groups: topics, venues, people.
The feeds of the site and of its digests come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from papershelf.catalogue.feed_formats import ATOM
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.following import Feed
from papershelf.outputs.views.taxonomies import TAXONOMIES
from papershelf.text.escape import xml

_GROUPS = {taxonomy.name: taxonomy.title for taxonomy in TAXONOMIES}


def to_text(feeds: Iterable[Feed], settings: Settings, base: str) -> str:
    """Return the whole file."""
    return "\n".join(_lines(feeds, settings, base)) + "\n"


def _lines(feeds: Iterable[Feed], settings: Settings, base: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<opml version="2.0">'
    yield f"<head><title>{xml(f'Feeds of {settings.site_name}')}</title></head>"
    yield "<body>"
    named = (feed for feed in feeds if feed.is_named)
    for group, members in groupby(named, key=lambda feed: feed.url.partition("/")[0]):
        if group in _GROUPS:
            yield f'<outline text="{_GROUPS[group]}">'
        for feed in members:
            yield _outline(feed, base)
        if group in _GROUPS:
            yield "</outline>"
    yield "</body>"
    yield "</opml>"


def _outline(feed: Feed, base: str) -> str:
    values = {
        "text": feed.short,
        "title": feed.title,
        "type": "rss",  # OPML's type of every feed
        "description": feed.description,
        "htmlUrl": base + feed.url,
        "xmlUrl": base + addresses.feed(feed.url, ATOM.suffix),
    }
    return "<outline " + " ".join(f'{name}="{xml(text)}"' for name, text in values.items()) + "/>"
