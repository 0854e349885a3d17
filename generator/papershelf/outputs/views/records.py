"""The typed data that the templates get.

Whatever a template prints is `Html`: it was escaped for its place when the view was made, once for
all pages that share it. The type checker refuses a plain string there, and a test renders hostile
texts a second time with escaping templates, which must change nothing.
Addresses inside of the site begin with `addresses.ROOT`. They are named tuples: 10,000 papers need
200,000 of them, and a frozen dataclass takes four times as long to make.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, Self

from papershelf.text.escape import Html

NOTHING = Html()


class Link(NamedTuple):
    """A text that leads somewhere."""

    text: Html
    url: Html = NOTHING
    """Empty where the target is not part of this build: the text stands alone."""
    papers: int = 0
    """Papers behind it; 0 where it doesn't count any."""
    note: Html = NOTHING
    """Small words behind it: `Ada Lovelace and 2 more · 2024`."""
    level: int = 0
    """Depth in a tree."""
    lead: Html = NOTHING
    """What stands before it in a sentence: a comma."""


class File(NamedTuple):
    """A file to download, beside a page."""

    title: str
    """Plain: `BibTeX`."""
    url: Html


class Crumb(NamedTuple):
    """One step on the way to a page."""

    text: str
    """Plain, as the title in a head."""
    url: Html


class Head(NamedTuple):
    """What every page has."""

    kind: str
    """`home`, `papers`, `paper`, `courses`, or the name of a taxonomy."""
    url: str
    """Relative to the root of the site, `papers/wang2024/`."""
    title: str
    """Plain text, for front matter."""
    description: str = ""
    language: Html = NOTHING
    """BCP 47 tag of the content, where it is known."""
    is_indexed: bool = False
    """Whether the search covers it."""
    crumbs: tuple[Crumb, ...] = ()
    tags: Html = NOTHING
    """What programs read in the page's `<head>`: elements of HTML, one a line."""


class Row(NamedTuple):
    """A paper in a list."""

    id: str
    url: Html
    title: Html
    plain_title: Html
    """Without markup, for the names of links."""
    language: Html
    authors: Html
    """`Ada Lovelace, Grace Hopper and 3 more`, `5 authors`, or empty."""
    venue: Html
    published: Html
    published_iso: Html
    added_iso: Html
    """Only a real day: without one, nothing is ever "new"."""
    comments: Html
    """`1 comment`, or empty."""
    discussion: Html
    """Address, or empty."""
    abstract: tuple[Html, ...]
    """Paragraphs of HTML; without an abstract the curator's sentence."""
    abstract_language: Html
    """That of an abstract; empty for the curator's sentence."""
    is_long: bool
    """Whether the abstract is folded in lists."""
    topics: tuple[Link, ...]
    links: tuple[Link, ...]
    """The first leads to the paper, where anything does."""
    context: Html
    """The paper as an OpenURL context object, for COinS."""


class Neighbours(NamedTuple):
    """The papers before and after this one in one of its topics."""

    topic: Link
    previous: Link | None
    next: Link | None


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


class PaperView(NamedTuple):
    """The page of a paper."""

    id: str
    head: Head
    title: Html
    """One line of Markdown."""
    plain_title: Html
    authors: tuple[Link, ...]
    """Those that are shown."""
    folded: tuple[Link, ...]
    """Those that are shown on request, where there are many."""
    more_authors: Html
    """`and 3 more`, `5 authors`, or empty."""
    where: Html
    """Venue with volume, issue and pages."""
    venue: Link | None
    published: Html
    published_iso: Html
    added: Html
    added_iso: Html
    status: Html
    """`This paper was retracted.`, or empty."""
    is_listed: bool
    """Whether it is in lists, or a tombstone."""
    status_note: Html
    superseded_by: Link | None
    awards: tuple[Html, ...]
    main_link: Link | None
    """Where to read it."""
    links: tuple[Link, ...]
    summary: Html
    abstract: tuple[Html, ...]
    """Paragraphs, each one line of Markdown."""
    notes: Html
    """Clean HTML without an empty line."""
    topics: tuple[Link, ...]
    keywords: tuple[Link, ...]
    """The note is the slug by which all papers are filtered, if others have the word, too."""
    identifiers: tuple[Label, ...]
    details: tuple[Label, ...]
    apa: Html
    """The reference in APA style."""
    bibtex: Html
    markdown: Html
    """The paper in one line of Markdown."""
    files: tuple[File, ...]
    """The same for programs, beside this page."""
    discussion: Link | None
    used: tuple[Link, ...]
    """The courses and editions that read it."""
    related: tuple[Link, ...]
    neighbours: tuple[Neighbours, ...]
    edit_url: Html
    report_url: Html
    finding: Html
    """Hidden words for the search."""


class Pager(NamedTuple):
    """Where a page stands among the pages of one list."""

    number: int
    total: int
    first_item: int
    last_item: int
    previous: Html
    next: Html
    pages: tuple[Link | None, ...]
    """The pages to jump to; None is a gap. The present one has no address."""
    words: tuple[Html, Html]
    """What the pages before and after are called: `Newer` and `Older`."""


class Table(NamedTuple):
    """What a plot shows, for those who cannot see it or want the numbers."""

    caption: Html
    columns: tuple[Html, ...]
    rows: tuple[tuple[Link, ...], ...]
    """Cells; the first of a row heads it."""


class Box(NamedTuple):
    """A small list beside the page."""

    title: Html
    links: tuple[Link, ...] = ()
    more: Link | None = None
    plot: Html = NOTHING
    """A drawing instead of links."""
    table: Table | None = None
    """What it shows."""
    note: Html = NOTHING
    """A sentence below the links."""


class Facet(NamedTuple):
    """A filter of the list of all papers."""

    name: Html
    """In addresses: `topic`."""
    title: Html
    shown: tuple[Link, ...]
    """Its first terms; the note is the slug."""
    others: tuple[Link, ...]
    """Terms that are seen on request."""
    every: Link | None
    """Where all of them are."""
    is_long: bool
    """Whether a term has to be looked for; where scripts run there is a field for that."""


class Section(NamedTuple):
    """Papers below one heading."""

    heading: Html
    counted: Html
    ids: tuple[str, ...]


class Pick(NamedTuple):
    """A paper that a curator would begin with."""

    paper: Link
    facts: tuple[Html, ...]
    """Authors, venue, date."""
    summary: Html
    """The curator's sentence, or empty."""
    language: Html
    home: Html
    """Where the paper itself lives, for paper; empty where nothing says."""


class ListView(NamedTuple):
    """A list of papers: browse, a topic, an author, a venue, a year."""

    slug: str
    """Of the term; empty for all papers."""
    head: Head
    heading: Html
    lead: Html
    """One sentence under the heading."""
    facts: tuple[Html, ...]
    """What is known of the term itself, in a quiet line."""
    introduction: str
    """Hand-written Markdown, trusted; only on the first page."""
    counted: Html
    """`8 papers`"""
    sections: tuple[Section, ...]
    has_abstracts: bool
    pager: Pager | None
    boxes: tuple[Box, ...]
    facets: tuple[Facet, ...] = ()
    """How the list can be narrowed; they stand in place of the boxes."""
    edit_url: Html = NOTHING
    files: tuple[File, ...] = ()
    """These papers for programs, beside this page."""
    feeds: tuple[Link, ...] = ()
    """The ways to follow these papers."""
    empty: Html = NOTHING
    """What to do about an empty list."""
    start: tuple[Pick, ...] = ()
    """What to read first; only on the first page."""


class HomeView(NamedTuple):
    """The first page."""

    head: Head
    heading: Html
    introduction: str
    """Hand-written Markdown."""
    counted: Html
    sections: tuple[Section, ...]
    browse: Html
    """Address of the list of all papers."""
    ways: tuple[Html, ...]
    """Links to the map and to the page of numbers."""
    feed: Html
    """Address of the site's feed."""
    more: Link | None
    boxes: tuple[Box, ...]


class Group(NamedTuple):
    """Terms below one heading."""

    heading: Html
    links: tuple[Link, ...]
    anchor: Html = NOTHING
    """Where the page's address leads to it: `letter-k`."""


class IndexView(NamedTuple):
    """All terms of a taxonomy."""

    head: Head
    heading: Html
    introduction: str
    counted: Html
    ways: tuple[Html, ...]
    """Links to pages that show the same otherwise."""
    groups: tuple[Group, ...]
    is_tree: bool
    pager: Pager | None
    letters: tuple[Link, ...] = ()
    """The way to each letter, also on another page of a long index."""


class ReadingItem(NamedTuple):
    """A paper in a course, with its number there."""

    number: int
    id: str
    """The paper whose row is shown; empty where it stands in no list."""
    note: Html
    """The curator's words, clean HTML without an empty line."""
    paper: Link | None = None
    """What is shown in place of a row: a title, with what became of it."""
    anchor: Html = NOTHING
    """Where the page's address leads to it: `reading-wang2024broad`."""
    old_anchors: tuple[Html, ...] = ()
    """The same, by names that the paper had before."""


class CoursePart(NamedTuple):
    """A stretch of a course: hand-written words, or readings."""

    markdown: str = ""
    """Trusted, as every page of the site."""
    items: tuple[ReadingItem, ...] = ()
    heading: Html = NOTHING
    """Above readings that no heading of the page stands above."""


class CourseView(NamedTuple):
    """The page of a course, or of one of its editions."""

    slug: str
    edition: str
    """Slug of the edition; empty for the course itself."""
    head: Head
    heading: Html
    lead: Html
    facts: tuple[Html, ...]
    course: Link | None
    """The course of an edition."""
    parts: tuple[CoursePart, ...]
    editions: tuple[Link, ...]
    """Those of a course, the newest first, each with its beginning as a note."""
    files: tuple[File, ...]
    edit_url: Html


class MoveView(NamedTuple):
    """The page at an address that something had before."""

    title: Html
    """Of what has moved."""
    url: Html
    """The way to where it is now."""
    canonical: Html
    """The whole address of that, where the site's is known."""
