"""The sizes of a site by kind of file, and the limits of hosts.

In: the files of a built site with their sizes. Out: counts, and how much of each limit they use.
Asks no network: the table below is what the hosts document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from papershelf.catalogue.feed_formats import FEED_FORMATS
from papershelf.catalogue.kinds import LISTS
from papershelf.citations import BESIDE

_SUFFIXES = "|".join(re.escape(row.suffix) for row in BESIDE)
_LISTS = "|".join(LISTS)
_FEEDS = "|".join(row.suffix for row in FEED_FORMATS)
#: Kinds of files, and the paths of each; the first that matches counts.
KINDS = {
    "redirects of identifiers": r"(?:doi|arxiv)/.*",
    "pages": r".*\.html",
    "feeds": rf"(?:.*/)?feed(?:-\d+)?\.(?:{_FEEDS})|feeds\.opml",
    "citations": rf"(?:{_LISTS})(?:/[^.]*)?\.(?:{_SUFFIXES})|papers-abstracts\.bib",
    "Markdown": r".*\.md",
    "search": r"pagefind/.*",
    "scripts and styles": r"assets/.*",
    "data and other files": r".*",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}


class Size(NamedTuple):
    """Files of one kind."""

    files: int
    bytes: int


class Limit(NamedTuple):
    """A limit of a host: a row of the table."""

    host: str
    what: str
    """What it limits: `bytes` or `files` of a site, `largest` for the bytes of one file."""
    most: int
    shown: str


#: https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits
#: https://developers.cloudflare.com/pages/platform/limits/
LIMITS = (
    Limit("GitHub Pages", "bytes", 1_000_000_000, "1 GB"),
    Limit("Cloudflare Pages", "files", 20_000, "20,000 files"),
    Limit("Cloudflare Pages", "largest", 25 * 1024 * 1024, "25 MiB in the largest file"),
)
#: The part of a limit from which a build warns.
NEAR = 0.8


class Usage(NamedTuple):
    """How much of a limit a site uses."""

    limit: Limit
    part: float
    """1.0 is the whole limit."""


def by_kind(sizes: Mapping[str, int]) -> dict[str, Size]:
    """Return the files and bytes of each kind that a site has; `sizes` are bytes by path."""
    found = dict.fromkeys(KINDS, Size(0, 0))
    for path, size in sizes.items():
        kind = next(kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(path))
        files, total = found[kind]
        found[kind] = Size(files + 1, total + size)
    return {kind: size for kind, size in found.items() if size.files}


def total(kinds: Mapping[str, Size]) -> Size:
    """Return the files and bytes of all kinds together."""
    return Size(*map(sum, zip(*kinds.values())))


def uses(sizes: Mapping[str, int]) -> list[Usage]:
    """Return how much of each limit a site uses."""
    values = {
        "bytes": sum(sizes.values()),
        "files": len(sizes),
        "largest": max(sizes.values(), default=0),
    }
    return [Usage(limit, values[limit.what] / limit.most) for limit in LIMITS]


def to_text(kinds: Mapping[str, Size], used: Iterable[Usage]) -> str:
    """Return the counts and the limits as lines for people."""
    rows = [*kinds.items(), ("together", total(kinds))]
    width = max(len(kind) for kind, _ in rows)
    lines = [
        f"  {kind:{width}} {size.files:>9,} {'file ' if size.files == 1 else 'files'}"
        f" {size.bytes / 1e6:>9.1f} MB"
        for kind, size in rows
    ]
    lines += [
        f"  {use.part:.0%} of the limit of {use.limit.host}: {use.limit.shown}" for use in used
    ]
    return "\n".join(lines)


def warnings(used: Iterable[Usage]) -> list[str]:
    """Return a sentence for each limit that is near or passed."""
    return [
        f"The site {'exceeds' if use.part > 1 else 'is near'} a limit of {use.limit.host}:"
        f" {use.part:.0%} of {use.limit.shown}."
        for use in used
        if use.part >= NEAR
    ]
