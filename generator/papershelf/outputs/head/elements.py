"""Elements of a `<head>`.

In: plain texts and data. Out: escaped HTML. An element without a value is an empty text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from papershelf.text import escape
from papershelf.text.escape import Html, html

#: Nodes are made for one page and never contain themselves.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def meta(name: str, content: str) -> str:
    """Return a `<meta name>`, as in Highwire's tags."""
    return f'<meta name="{name}" content="{html(content)}">' if content else ""


def property_(name: str, content: str) -> str:
    """Return a `<meta property>`, as in Open Graph."""
    return f'<meta property="{name}" content="{html(content)}">' if content else ""


def link(rel: str, href: str, media_type: str = "") -> str:
    """Return a typed link (RFC 8288)."""
    return link_within(rel, html(escape.uri(href)), media_type) if href else ""


def link_within(rel: str, href: Html, media_type: str = "", title: str = "") -> str:
    """Return a typed link to an escaped address, such as those of the site. Media types need no
    escaping."""
    if not href:
        return ""
    more = f' type="{media_type}"' if media_type else ""
    more += f' title="{html(title)}"' if title else ""
    return f'<link rel="{rel}" href="{href}"{more}>'


def json_ld(data: Mapping[str, Any]) -> str:
    """Return linked data, escaped so that no text can end the element."""
    text = escape.json_script(_encode(data))
    return f'<script type="application/ld+json">{text}</script>'
