"""The table of page kinds.

A row has the addresses of a kind of pages, and the files of `content/` that introduce them.
Addresses, the checks of hand-written pages and the plugin derive from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of generated page."""

    name: str
    """`topics`; templates, style sheets and scripts recognize a page by it."""
    folder: str = ""
    """First segment of its addresses; empty for the root of the site."""
    segments: tuple[str, ...] = ()
    """What can follow it, `("slug",)` for `topics/nlp/`; empty for a single page."""
    doc: str
    """What its pages show, for the documentation of addresses."""
    is_optional: bool = False
    """Whether its pages exist only if someone writes them or a setting asks for them."""
    introductions: tuple[str, ...] = ()
    """Files of `content/` whose text appears on these pages; `*` matches one name."""
    has_picture: bool = False
    """Whether link previews show a separate picture for this kind."""

    @property
    def url(self) -> str:
        """Return the beginning of its addresses, `topics/`."""
        return f"{self.folder}/" if self.folder else ""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="home", doc="home", introductions=("index.md",), has_picture=True),
        Kind(name="papers", folder="papers", doc="all papers, with filters", has_picture=True),
        Kind(name="paper", folder="papers", segments=("id",), doc="a paper", has_picture=True),
        Kind(name="topics", folder="topics", segments=("slug",), doc="topics", has_picture=True,
             introductions=("topics/index.md", "topics/*.md")),
        Kind(name="authors", folder="authors", segments=("slug",), doc="authors", has_picture=True),
        Kind(name="venues", folder="venues", segments=("slug",), doc="venues", has_picture=True),
        Kind(name="years", folder="years", segments=("year",), doc="years", has_picture=True),
        Kind(name="days", folder="days", segments=("day",), has_picture=True,
             doc="days on which papers were added; `<day>` is a date such as `2025-12-23`"),
        Kind(name="keywords", folder="keywords", segments=("slug",), is_optional=True,
             doc="keywords, if the [setting](settings.md) `keywords` asks for them"),
        Kind(name="courses", folder="courses", segments=("slug", "edition"), is_optional=True,
             doc="courses and their editions", has_picture=True,
             introductions=("courses/index.md", "courses/*.md", "courses/*/*.md")),
        Kind(name="digests", folder="digests", segments=("date",), is_optional=True,
             has_picture=True, doc="digests: what came in since the last one",
             introductions=("digests/index.md", "digests/*.md")),
        Kind(name="trending", folder="trending", has_picture=True,
             doc="papers whose numbers grow; unlinked and `noindex` without"
                 " [snapshots](formats.md#snapshots)"),
        Kind(name="map", folder="map", doc="all papers as points"),
        Kind(name="stats", folder="stats", doc="statistics"),
        Kind(name="developers", folder="developers", doc="files for programs"),
        Kind(name="basket", folder="basket", doc="papers that a reader keeps"),
    )
}  # fmt: skip
#: Folders of many pages, and those of a single one.
LISTS = tuple(dict.fromkeys(kind.folder for kind in KINDS.values() if kind.segments))
SINGLE = tuple(kind.folder for kind in KINDS.values() if kind.folder and kind.folder not in LISTS)
#: Files of `content/` that introduce a generated page. MkDocs treats README as index.
INTRODUCTIONS = frozenset(
    name
    for kind in KINDS.values()
    if not kind.is_optional
    for name in kind.introductions
    if "*" not in name
) | {"README.md"}
_INTRODUCES = re.compile(
    "|".join(
        re.escape(name).replace(r"\*", "[^/]+")
        for kind in KINDS.values()
        for name in kind.introductions
    )
)


def is_introduction(src_uri: str) -> bool:
    """Return whether a file of `content/` appears on the generated page with its address."""
    return bool(_INTRODUCES.fullmatch(src_uri))
