"""Atom (RFC 4287) with paged archives (RFC 5005).

In: entries, and data about a feed. Out: XML. Every text is escaped here, except content that
already is XHTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue.feed_formats import ATOM
from papershelf.outputs.feeds.entries import FeedEntry
from papershelf.text.escape import xml

_XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
_HISTORY = 'xmlns:fh="http://purl.org/syndication/history/1.0"'


class Document(NamedTuple):
    """A document of a feed, in any format."""

    id: str
    title: str
    description: str
    author: str
    """The name of the site."""
    updated: str
    """Date of its newest entry."""
    page: str
    """The page with the same entries. All URLs here are absolute, or relative to this document if
    the site does not know its own address."""
    own: str
    """The document's own URL."""
    current: str
    """The document to subscribe to; the same as `own`, unless this is an archive."""
    older: str
    """The previous document, or empty."""
    newer: str
    """The next archive, or empty."""
    style: str
    """The style sheet."""
    icon: str
    others: tuple[tuple[str, str], ...]
    """URL and media type of the same feed in other formats."""


def to_head(document: Document) -> bytes:
    """Return everything before the entries."""
    return "\n".join(_head(document)).encode("utf-8", "replace") + b"\n"


def _head(document: Document) -> Iterator[str]:
    is_archive = document.own != document.current
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<?xml-stylesheet type="text/css" href="{xml(document.style)}"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom"{f" {_HISTORY}" if is_archive else ""}>'
    yield f"<id>{xml(document.id)}</id>"
    yield f"<title>{xml(document.title)}</title>"
    way = f'<a href="{xml(document.page)}">Read them on the web.</a>'
    yield f'<subtitle type="xhtml"><div {_XHTML}>{xml(document.description)} {way}</div></subtitle>'
    yield f"<updated>{to_instant(document.updated)}</updated>"
    yield f"<author><name>{xml(document.author)}</name></author>"
    yield _link("self", document.own, ATOM.type)
    yield _link("alternate", document.page, "text/html")
    if is_archive:
        yield "<fh:archive/>"
        yield _link("current", document.current, ATOM.type)
    else:
        for url, media_type in document.others:
            yield _link("alternate", url, media_type)
    if document.older:
        yield _link("prev-archive", document.older, ATOM.type)
    if document.newer:
        yield _link("next-archive", document.newer, ATOM.type)
    yield f"<icon>{xml(document.icon)}</icon>"
    yield "<generator>Papershelf</generator>"


TAIL = b"</feed>\n"
BETWEEN = b""


def to_entry(entry: FeedEntry) -> bytes:
    """Return one entry."""
    return "\n".join(_entry(entry)).encode("utf-8", "replace") + b"\n"


def _entry(entry: FeedEntry) -> Iterator[str]:
    instant = to_instant(entry.day)
    yield f'<entry xml:lang="{xml(entry.language)}">' if entry.language else "<entry>"
    yield f"<id>{xml(entry.id)}</id>"
    yield f"<title>{xml(entry.title)}</title>"
    if entry.has_day:
        yield f"<published>{instant}</published>"
    yield f"<updated>{instant}</updated>"
    for author in entry.authors:
        uri = f"<uri>{xml(author.uri)}</uri>" if author.uri else ""
        yield f"<author><name>{xml(author.name)}</name>{uri}</author>"
    yield _link("alternate", entry.url, "text/html")
    for related in entry.related:
        yield _link("related", related.url, related.type, related.label)
    kind = f' scheme="{xml(entry.scheme)}"' if entry.scheme else ""
    for slug, title in entry.topics:
        yield f'<category term="{slug}"{kind} label="{xml(title)}"/>'
    if entry.summary:
        yield f"<summary>{xml(entry.summary)}</summary>"
    if entry.is_html:
        yield f'<content type="html">{xml(entry.content)}</content>'
    else:
        yield f'<content type="xhtml"><div {_XHTML}>{entry.content}</div></content>'
    yield "</entry>"


def _link(relation: str, url: str, media_type: str = "", title: str = "") -> str:
    kind = f' type="{media_type}"' if media_type else ""
    named = f' title="{xml(title)}"' if title else ""
    return f'<link rel="{relation}"{kind}{named} href="{xml(url)}"/>'


def to_instant(day: str) -> str:
    """Return the start of a day in the format of RFC 3339: the catalogue has no times."""
    return f"{day}T00:00:00Z"
