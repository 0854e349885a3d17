"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

In: the same entries and documents as for Atom. Out: JSON, one item per line.
"""

from __future__ import annotations

import json
from typing import Any

from papershelf.outputs.feeds.atom import Document, to_instant
from papershelf.outputs.feeds.entries import PDF, FeedEntry

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

BETWEEN = b",\n"
TAIL = b"\n]}\n"


def to_head(document: Document) -> bytes:
    """Return everything before the items."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "description": document.description,
        "home_page_url": document.page,
        "feed_url": document.current,
    }
    text = _encode({name: value for name, value in data.items() if value})
    return f'{text[:-1]},"items":[\n'.encode("utf-8", "replace")


def to_entry(entry: FeedEntry) -> bytes:
    """Return one item. It has no date if the day when it was added is unknown."""
    data: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.home,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "date_published": to_instant(entry.day) if entry.has_day else "",
        "authors": [
            {"name": author.name, "url": author.uri} if author.uri else {"name": author.name}
            for author in entry.authors
        ],
        "tags": [title for _, title in entry.topics],
        "language": entry.language,
        "attachments": [
            {"url": related.url, "mime_type": PDF, "title": related.label}
            for related in entry.related
            if related.type == PDF
        ],
    }
    return _encode({name: value for name, value in data.items() if value}).encode(
        "utf-8", "replace"
    )
