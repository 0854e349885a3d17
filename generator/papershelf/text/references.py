"""Links by reference in parts of a page that are converted apart from it.

In: a page of Markdown, a part of it. Out: the part with `[this](url)` in place of `[this][1]` or
`[this]`, if a line of the page defines it: `[1]: url`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from papershelf.text import citing

_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]^][^\[\]\n]*)\]:[ \t]*(?P<url><[^<>\n]*>|[^\s<>]+)"
    r"(?:[ \t]+(?:(?P<title>\"[^\n]*\"|'[^\n]*')|\((?P<words>[^\n]*)\)))?[ \t]*\r?$",
    re.MULTILINE,
)
#: Code, which stays, and what may be a link.
_REFERENCE = re.compile(
    rf"{citing.CODE}|(?<![\\!\]])\[(?P<text>[^\[\]]+)\](?: ?\[(?P<label>[^\[\]]*)\])?(?![\[(:])",
    re.DOTALL | re.MULTILINE,
)


def definitions(page: str) -> dict[str, str]:
    """Return the address of each label, with its title, as a link has them in round brackets."""
    if "]:" not in page:
        return {}
    found = {}
    for match in _DEFINITION.finditer(citing.without_code(page)):
        url, title = match["url"].strip("<>"), match["title"]
        if match["words"]:  # links have no titles in brackets
            title = f'"{match["words"]}"'
        found[_folded(match["label"])] = f"<{url}> {title}" if title else f"<{url}>"
    return found


def inlined(part: str, defined: Mapping[str, str]) -> str:
    """Return a part of a page whose links need no definition."""
    if not defined or "[" not in part:
        return part

    def to_link(match: re.Match[str]) -> str:
        url = defined.get(_folded(match["label"] or match["text"] or ""))
        return f"[{match['text']}]({url})" if url else match[0]

    return _REFERENCE.sub(to_link, part)


#: The URL of a link or an image, which may have single spaces, or of HTML.
_URL = re.compile(
    r"(?:\]\([ \n]*|\s(?P<attribute>href|src)=[\"']?)"
    r"(?P<url><[^<>\n]*>|[^\s<>\"')]+(?(attribute)|(?: [^\s<>\"'()]+)*))",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?![a-z][a-z0-9+.-]*:|[/?])", re.IGNORECASE)
_TAG = re.compile("<[a-z][^<>]*>")
_ATTRIBUTE = re.compile(r"\s(?:href|src)=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


class Link(NamedTuple):
    """A URL in a page, which is relative to the page or its file."""

    url: str
    start: int
    """Offset in the page."""
    is_html: bool
    """Whether it is that of HTML, which engines leave as it is."""


def iter_links(page: str) -> Iterator[Link]:
    """Yield each link and image with a relative URL, which may be a fragment alone; some may be
    code that only an engine knows."""
    if not any(mark in page for mark in ("](", "]:", "=")):
        return
    bare = citing.without_code(page)
    for pattern in (_URL, _DEFINITION):
        for match in pattern.finditer(bare):
            url, start = match["url"], match.start("url")
            if url.startswith("<"):
                url, start = url[1:].removesuffix(">"), start + 1
            if _RELATIVE.match(bare, start):
                is_html = pattern is _URL and bool(match["attribute"])
                yield Link(url, start, is_html)


def urls_in(html: str) -> set[str]:
    """Return the URLs of the elements in HTML."""
    found = (each for tag in _TAG.finditer(html) for each in _ATTRIBUTE.finditer(tag[0]))
    return {unescape(each[1] or each[2] or each[3] or "") for each in found}


def _folded(label: str) -> str:
    return " ".join(label.split()).lower()
