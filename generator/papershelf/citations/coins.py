"""A paper as an OpenURL context object, for COinS.

In: a Paper. Out: `key=value` pairs joined by `&`, encoded as in a query: a plus for each space. It
needs no escaping for an attribute of HTML: no key begins with the name of a character.
Format: https://ocoins.info and ANSI/NISO Z39.88-2004, as Zotero's OpenURL reader expects it: one
`rft.au` per author, family name first, with a comma after a group's name so that it is not split.
Zotero reads even an encoded plus as a space; other resolvers do not, so a plus is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from papershelf.catalogue.model import Paper
from papershelf.citations import parts
from papershelf.citations.vocabularies import TypeNames, words_for
from papershelf.text import tex
from papershelf.text.identifiers import SCHEMES, address

_FORMAT = "info:ofi/fmt:kev:mtx:"


def to_context(paper: Paper) -> str:
    """Return the context object, without empty values."""
    words = words_for(paper.type)
    return "&".join([f"{key}={_encode(text)}" for key, text in _pairs(paper, words) if text])


def _encode(text: str) -> str:
    if _PLAIN.fullmatch(text):  # most values; quote_plus() works byte by byte
        return text.replace(" ", "+")
    return quote_plus(text, safe=_SAFE)


#: Characters that neither a query nor a reader of context objects takes for separators.
_SAFE = ",:/()"
_PLAIN = re.compile("[A-Za-z0-9_.~ ,:/()-]*")


def _pairs(paper: Paper, words: TypeNames) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"{_FORMAT}{words.openurl}"
    title = tex.to_plain(paper.title)
    if words.openurl == "dc":
        yield "rft.type", words.zotero  # first, because it decides what a title means
        yield "rft.title", title
        yield "rft.source", paper.venue
        yield "rft.publisher", parts.publisher(paper)
        yield "rft.language", paper.language
    else:
        yield "rft.genre", words.genre
        yield from _titles(paper, words, title)
        yield "rft.pub", paper.publisher
        yield "rft.place", paper.place
        yield "rft.edition", paper.edition
    yield "rft.date", str(parts.issued(paper))
    author = {"dc": "rft.creator", "patent": "rft.inventor"}.get(words.openurl, "rft.au")
    for name in paper.authors:
        yield author, parts.inverted(name)
    yield "rft.volume", paper.volume
    yield "rft.issue", paper.issue
    first, last = parts.page_range(paper.pages)
    yield "rft.spage", first
    yield "rft.epage", last
    yield "rft.isbn", paper.isbn
    doi = parts.doi(paper)
    yield "rft_id", f"info:doi/{doi}" if doi else ""
    home = parts.home(paper)
    yield "rft_id", home if home != address(SCHEMES["doi"], doi) else ""


def _titles(paper: Paper, words: TypeNames, title: str) -> Iterator[tuple[str, str]]:
    if words.openurl == "journal":
        yield "rft.atitle", title
        yield "rft.jtitle", paper.venue
    elif words.genre in ("proceeding", "bookitem"):
        yield "rft.atitle", title
        yield "rft.btitle", paper.venue or paper.event
        yield "rft.series", paper.series
    elif words.openurl == "book":
        yield "rft.btitle", title
        yield "rft.series", paper.series or paper.venue
    else:
        yield "rft.title", title
        yield "rft.inst", paper.publisher or paper.venue
