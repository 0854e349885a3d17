"""The typed data that templates get.

Everything that a template prints is `Html`: it is escaped for its place when the view is made, once
for all pages that share it. The type checker rejects plain strings there, and a test renders
hostile texts again with escaping templates, which must not change anything.
Addresses within the site begin with `addresses.ROOT`. Views are named tuples: 10,000 papers need
200,000 of them, and a frozen dataclass takes four times as long to create.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, Self

from papershelf.text.escape import Html

NOTHING = Html()


class Link(NamedTuple):
    """A text with a link."""

    text: Html
    url: Html = NOTHING
    """Empty if the target is not part of this build; only the text is shown."""
    papers: int = 0
    """Number of papers at the target; 0 shows none."""
    note: Html = NOTHING
    """Small text after it: `Ada Lovelace and 2 more · 2024`."""
    level: int = 0
    """Depth in a tree."""
    lead: Html = NOTHING
    """Text before it in a sentence: a comma."""
    language: Html = NOTHING
    """BCP 47 tag of the text, if it is the title of a paper and known."""


class File(NamedTuple):
    """A file to download, beside a page."""

    title: str
    """Plain: `BibTeX`."""
    url: Html


class Share(NamedTuple):
    """One way to use a page elsewhere."""

    name: Html
    words: Html
    text: Html = NOTHING
    """To copy, or empty."""
    link: Link | None = None
    files: tuple[File, ...] = ()


class Crumb(NamedTuple):
    """A step of the breadcrumb."""

    text: str
    """Plain, as the title in a head."""
    url: Html


class Head(NamedTuple):
    """What every page has in common."""

    kind: str
    """`home`, `papers`, `paper`, `courses`, or the name of a taxonomy."""
    url: str
    """Relative to the root of the site, `papers/wang2024/`."""
    title: str
    """Plain text, for front matter."""
    description: str = ""
    language: Html = NOTHING
    """BCP 47 tag of the content, if known."""
    is_indexed: bool = False
    """Whether the search covers it."""
    crumbs: tuple[Crumb, ...] = ()
    tags: Html = NOTHING
    """Metadata for programs in the page's `<head>`: HTML elements, one per line."""


class Row(NamedTuple):
    """A paper in a list."""

    id: str
    former: Html
    """The ids that it had before, separated by spaces."""
    url: Html
    title: Html
    plain_title: Html
    """Without markup, for accessible names of links."""
    language: Html
    authors: Html
    """`Ada Lovelace, Grace Hopper and 3 more`, `5 authors`, or empty."""
    venue: Html
    published: Html
    published_iso: Html
    added_iso: Html
    """Only a full date: without one, a paper is never marked as new."""
    comments: Html
    """`1 comment`, or empty."""
    discussion: Html
    """Address, or empty."""
    named: Html
    """`Ada Lovelace, Grace Hopper`: the names in `authors` alone."""
    more: Html
    """` and 3 more`: what follows them in `authors`."""
    rest: Html
    """`, Annie Easley, Mary Jackson`: what follows them on paper; empty if it is the same."""
    home: Html
    """Where to find the paper, printed instead of its links; empty if unknown."""
    number: Html
    """`6 authors`, if some of them are named but not all."""
    summary: Html
    """The curator's sentence, or empty."""
    abstract: tuple[Html, ...]
    """Paragraphs of HTML."""
    is_long: bool
    """Whether the abstract is folded in lists."""
    topics: tuple[Link, ...]
    links: tuple[Link, ...]
    """The first leads to the paper, if any does."""
    context: Html
    """The paper as an OpenURL context object, for COinS."""


class Label(NamedTuple):
    """A name with a value."""

    name: Html
    text: Html
    url: Html = NOTHING


class View(Protocol):
    """What all views of pages have in common. `templates/paper.md.jinja` renders a `PaperView`."""

    @property
    def head(self) -> Head:
        """What the theme shows around the page."""

    def _replace(self, *, head: Head = ...) -> Self: ...


class Pager(NamedTuple):
    """The position of a page among the pages of a list."""

    number: int
    total: int
    first_item: int
    last_item: int
    previous: Html
    next: Html
    pages: tuple[Link | None, ...]
    """The pages to jump to; None is a gap. The current page has no address."""
    words: tuple[Html, Html]
    """The labels for the previous and next page: `Newer` and `Older`."""


class Table(NamedTuple):
    """The data of a plot, for readers who cannot see it or need the numbers."""

    caption: Html
    columns: tuple[Html, ...]
    rows: tuple[tuple[Link, ...], ...]
    """Cells; the first cell of a row is its header."""


class Box(NamedTuple):
    """A small list beside the page."""

    title: Html
    links: tuple[Link, ...] = ()
    more: Link | None = None
    plot: Html = NOTHING
    """A plot instead of links."""
    table: Table | None = None
    """The data of the plot."""
    note: Html = NOTHING
    """A sentence below the links."""
    has_offer: bool = False
    """Whether ways to get mail follow it."""


class Facet(NamedTuple):
    """A filter of the list of all papers."""

    name: Html
    """In addresses: `topic`."""
    title: Html
    shown: tuple[Link, ...]
    """Its first terms; the note is the slug."""
    others: tuple[Link, ...]
    """Terms shown on request."""
    every: Link | None
    """A link to the index of all terms."""
    is_long: bool
    """Whether there is a field to find a term, which needs JavaScript."""


class PaperSection(NamedTuple):
    """Papers below one heading."""

    heading: Html
    counted: Html
    ids: tuple[str, ...]
    url: Html = NOTHING
    """The page that the heading leads to, if there is one."""


class TrendRow(NamedTuple):
    """A paper whose numbers grow."""

    id: str
    paper: Link
    language: Html
    why: Html
    """`+38 stars and 4 comments in 7 days`"""
    source: Html
    """Where the numbers are from, and of which day: `GitHub, 29 Nov 2026`."""


class Trends(NamedTuple):
    """The block of trending papers on a page."""

    heading: Html
    papers: tuple[TrendRow, ...]
    more: Link
    """The page of all of them."""


class Turn(NamedTuple):
    """The way from a day to those before and after it on which papers were added."""

    previous: Link | None
    next: Link | None


class ListView(NamedTuple):
    """A list of papers: browse, a topic, an author, a venue, a year, a day."""

    slug: str
    """The slug of the term; empty for all papers."""
    head: Head
    heading: Html
    counted: Html
    """`8 papers`"""
    rows: str
    """The form of its rows, an attribute of `RenderedRow`."""
    lead: Html = NOTHING
    """One sentence under the heading."""
    facts: tuple[Html, ...] = ()
    """Facts about the term, and links, in the line below the heading."""
    introduction: str = ""
    """Hand-written, trusted Markdown; only on the first page."""
    sections: tuple[PaperSection, ...] = ()
    pager: Pager | None = None
    boxes: tuple[Box, ...] = ()
    facets: tuple[Facet, ...] = ()
    """Filters of the list, shown instead of boxes."""
    edit_url: Html = NOTHING
    files: tuple[File, ...] = ()
    """These papers for programs, beside this page."""
    is_taken: bool = False
    """Whether the browser makes the citation files, since none are beside this page."""
    feeds: tuple[Link, ...] = ()
    """Links to the feeds of these papers."""
    empty: Html = NOTHING
    """What to do about an empty list."""
    start: tuple[Row, ...] = ()
    """What to read first; only on the first page."""
    trending: Trends | None = None
    """Papers of the topic whose numbers grow; only on the first page."""
    turn: Turn | None = None
    shares: tuple[Share, ...] = ()
    """Only on the first page of a topic."""


class HomeView(NamedTuple):
    """The first page."""

    head: Head
    heading: Html
    introduction: str
    """Hand-written Markdown."""
    counted: Html
    sections: tuple[PaperSection, ...]
    browse: Html
    """Address of the list of all papers."""
    ways: tuple[Html, ...]
    """Links to courses, map and statistics."""
    feed: Html
    """Address of the site's feed."""
    more: Link | None
    boxes: tuple[Box, ...]
    trending: Trends | None = None


class LinkGroup(NamedTuple):
    """Terms below one heading."""

    heading: Html
    links: tuple[Link, ...]
    anchor: Html = NOTHING
    """The fragment of its address: `letter-k`."""


class IndexView(NamedTuple):
    """All terms of a taxonomy."""

    head: Head
    heading: Html
    introduction: str
    counted: Html
    groups: tuple[LinkGroup, ...]
    is_tree: bool
    ways: tuple[Html, ...] = ()
    """Links to pages that show the same papers in another way."""
    pager: Pager | None = None
    letters: tuple[Link, ...] = ()
    """Links to each letter or year, which may be on another page of a long index."""
    letters_name: Html = Html("Letters")
    """What these links lead to, for screen readers."""
    feeds: tuple[Link, ...] = ()
    """Links to the feeds of what is listed."""
