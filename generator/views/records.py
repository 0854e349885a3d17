"""Room 3, views: the typed data that the templates get.

Plain strings are escaped by the templates; what is `Markup` was escaped for its place before.
Addresses inside of the site begin with `addresses.ROOT`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text that leads somewhere."""

    text: str
    url: str = ""
    """Empty where the target is not part of this build: the text stands alone."""
    count: int = 0
    """Papers behind it; 0 where it doesn't count any."""
    note: str = ""
    """Small words behind it: `Ada Lovelace and 2 more · 2024`."""
    level: int = 0
    """Depth in a tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """One step on the way to a page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every page has."""

    kind: str
    """`home`, `papers`, `paper`, or the name of a taxonomy."""
    url: str
    """Relative to the root of the site, `papers/wang2024/`."""
    title: str
    """Plain text."""
    description: str = ""
    language: str = ""
    """BCP 47 tag of the content, where it is known."""
    is_indexed: bool = False
    """Whether the search covers it."""
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paper in a list."""

    id: str
    url: str
    title: Markup
    """HTML."""
    language: str
    authors: str
    """`Ada Lovelace, Grace Hopper and 3 more`, `5 authors`, or empty."""
    venue: str
    published: str
    published_iso: str
    added_iso: str
    """Only a real day: without one, nothing is ever "new"."""
    comments: str
    """`1 comment`, or empty."""
    discussion: str
    """Address, or empty."""
    status: str
    abstract: tuple[Markup, ...]
    """Paragraphs of HTML."""
    is_long: bool
    """Whether the abstract is folded in lists."""
    topics: tuple[Link, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The papers before and after this one in one of its topics."""

    topic: Link
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name with a value."""

    name: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """The page of a paper."""

    head: Head
    id: str
    title: Markup
    """One line of Markdown."""
    authors: tuple[Link, ...]
    more_authors: str
    """`and 3 more`, `5 authors`, or empty."""
    where: str
    """Venue with volume, issue and pages."""
    venue: Link | None
    published: str
    published_iso: str
    year: str
    added: str
    added_iso: str
    status: str
    """`retracted`, or empty."""
    status_note: Markup
    superseded_by: Link | None
    awards: tuple[str, ...]
    main_link: Link | None
    """Where to read it."""
    links: tuple[Link, ...]
    summary: Markup
    abstract: tuple[Markup, ...]
    """Paragraphs, each one line of Markdown."""
    notes: Markup
    """Clean HTML without an empty line."""
    topics: tuple[Link, ...]
    keywords: tuple[str, ...]
    identifiers: tuple[Label, ...]
    details: tuple[Label, ...]
    bibtex: str
    discussion: Link | None
    related: tuple[Link, ...]
    neighbours: tuple[Neighbours, ...]
    edit_url: str
    report_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page stands among the pages of one list."""

    number: int
    total: int
    first_paper: int
    last_paper: int
    previous: str
    next: str
    pages: tuple[Link | None, ...]
    """The pages to jump to; None is a gap. The present one has no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A small list beside the page."""

    title: str
    links: tuple[Link, ...]
    more: Link | None = None
    is_chart: bool = False
    """Whether counts are drawn as bars, in the order of the links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Papers below one heading."""

    heading: str
    count: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list of papers: browse, a topic, an author, a venue, a year."""

    head: Head
    heading: str
    lead: str
    """One sentence under the heading."""
    introduction: str
    """Hand-written Markdown, trusted; only on the first page."""
    count: str
    """`8 papers`"""
    sections: tuple[Section, ...]
    has_abstracts: bool
    pager: Pager | None
    boxes: tuple[Box, ...]
    edit_url: str = ""
    empty: str = ""
    """What to do about an empty list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The first page."""

    head: Head
    introduction: str
    """Hand-written Markdown."""
    count: str
    sections: tuple[Section, ...]
    more: Link | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Terms below one heading."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """All terms of a taxonomy."""

    head: Head
    heading: str
    introduction: str
    count: str
    groups: tuple[Group, ...]
    is_tree: bool
    pager: Pager | None


View: TypeAlias = PaperView | ListView | HomeView | IndexView
