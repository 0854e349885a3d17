"""Redirects from identifiers to their papers: `doi/10.1000/182/`, `arxiv/2404.17858/`.

In: a Collection. Out: addresses and their targets; `everything` makes the pages. Characters that
some file systems do not allow are encoded, in the same way as in the script of the 404 page
(docs/decisions/0009-names-of-resolvers.md, overrides/assets/papershelf/resolve.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Paper
from papershelf.outputs.views import addresses
from papershelf.text import tex
from papershelf.text.identifiers import SCHEMES, as_arxiv, lower, to_key

#: Bytes of a file name that every file system allows; the longest real DOI has a third of it.
LONGEST = 200
#: Bytes of all folders of an identifier; systems reject paths of a few thousand bytes.
LONGEST_PATH = 400
_UNSAFE = re.compile(r"[^A-Za-z0-9._;()-]")
#: Names with a special meaning for a web server, git or Windows.
_TAKEN = re.compile(
    r"\.|index\.html$|(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE | re.ASCII
)


class Resolver(NamedTuple):
    """The redirect of one identifier."""

    urls: tuple[str, ...]
    """As written, in lower case, and without arXiv's old classes; relative to the root."""
    new: str
    """The page of the paper."""
    title: str
    """Plain text."""


def all_resolvers(collection: Collection) -> Iterator[Resolver]:
    """Yield the redirects of every paper, including tombstones. If two papers have the same
    identifier, which the settings may allow, the first in final order gets it."""
    seen: set[str] = set()
    for paper in collection.papers.values():
        for name, identifier in _identifiers(paper):
            to_url = addresses.doi if name == "doi" else addresses.arxiv
            key = to_key(SCHEMES[name], lower(identifier))
            spellings = dict.fromkeys((identifier, lower(identifier), key))
            urls = tuple(to_url(path) for text in spellings if (path := to_path(text)))
            kept = tuple(dict.fromkeys(url for url in urls if url.lower() not in seen))
            if kept:
                seen.update(url.lower() for url in kept)
                title = tex.to_plain(paper.title)
                yield Resolver(kept, addresses.paper(paper.id), title)


def _identifiers(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the DOI and the arXiv id, which may follow from the paper's arXiv DOI."""
    if paper.doi:
        yield "doi", paper.doi
    arxiv = paper.arxiv or as_arxiv(paper.doi)
    if arxiv:
        yield "arxiv", arxiv


def to_path(identifier: str) -> str:
    """Return an identifier as names of folders, separated by `/`; empty if they are too long.

    A safe identifier stays as it is. Otherwise it is in lower case, with `~` and two hexadecimal
    digits for each unsafe byte. Different identifiers never get the same path.
    """
    segments = identifier.split("/")
    if not all(map(_is_safe, segments)):
        segments = [_encode(segment) for segment in lower(identifier).split("/")]
    if any(len(segment) > LONGEST for segment in segments):
        return ""
    path = "/".join(segments)
    return path if len(path) <= LONGEST_PATH else ""


def _is_safe(segment: str) -> bool:
    has_name = bool(segment) and segment[-1] != "."
    return has_name and not _UNSAFE.search(segment) and not _TAKEN.match(segment)


def _encode(segment: str) -> str:
    """Encode a segment: `a<b` → `a~3cb`, `..` → `~2e~2e`, `con` → `~63on`, empty → `~`."""
    if not segment:
        return "~"
    coded = _UNSAFE.sub(_bytes, segment)
    if _TAKEN.match(segment):
        coded = _hex(segment[0]) + coded[1:]
    return coded[:-1] + _hex(".") if coded[-1] == "." else coded


def _bytes(match: re.Match[str]) -> str:
    return _hex(match[0])


def _hex(char: str) -> str:
    return "".join(f"~{byte:02x}" for byte in char.encode("utf-8", "replace"))
