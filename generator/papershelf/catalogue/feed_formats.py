"""The table of feed formats. Every feed exists in every format."""

from __future__ import annotations

from typing import NamedTuple


class FeedFormat(NamedTuple):
    """A format of feeds: a row of the table."""

    label: str
    suffix: str
    type: str
    """Media type."""


ATOM = FeedFormat("Atom feed", "xml", "application/atom+xml")
JSON_FEED = FeedFormat("JSON Feed", "json", "application/feed+json")
FEED_FORMATS = (ATOM, JSON_FEED)
