"""The typed data of pages whose papers are within prose: courses, editions and digests.

As in `records`, every text is `Html`, escaped for its place.
"""

from __future__ import annotations

from typing import NamedTuple

from papershelf.outputs.views.records import NOTHING, File, Head, Link, Share
from papershelf.text.escape import Html


class AccessView(NamedTuple):
    """What a student should know before opening a reading."""

    copy: Link | None = None
    """An open copy to which no link of the row leads; None if the paper may need a library."""
    doi: Html = NOTHING
    url: Html = NOTHING
    """Where its publisher has it, or empty."""


class ReadingItem(NamedTuple):
    """A paper in a course or a digest, with its number there."""

    number: int
    id: str
    """The paper whose row is shown; empty if it is not listed."""
    note: Html
    """The curator's note, clean HTML without an empty line."""
    guide: Html = NOTHING
    """`Required, pages 3–7`, or empty."""
    paper: Link | None = None
    """Shown instead of a row: the title, with the paper's status."""
    anchor: Html = NOTHING
    """The fragment of its address: `reading-wang2024broad`."""
    old_anchors: tuple[Html, ...] = ()
    """Fragments with the paper's former ids."""
    access: AccessView | None = None
    """None if its row leads to an open copy, or if the page says nothing about that."""


class ReadingPart(NamedTuple):
    """A part of a course or a digest: hand-written text, or papers."""

    markdown: str = ""
    """Trusted, like every page of the site."""
    items: tuple[ReadingItem, ...] = ()
    heading: Html = NOTHING
    """The heading for papers that have none in a text above them."""


class SessionLink(NamedTuple):
    """A session in the schedule of an edition."""

    link: Link
    date: Html
    """A day with its name, `Mon, 12 Oct 2026`; struck out if it is cancelled. Empty if it has
    none."""
    note: Html
    """`cancelled`, the day on which work is due, or empty."""


class CalendarLink(NamedTuple):
    """The calendar of an edition."""

    url: Html
    """Its file."""
    subscribe: Html
    """The address for programs that follow it, `webcal://…`; empty if the site's is unknown."""


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
    sibling: Link | None
    """The newest edition; on that one, the edition before it. `lead` is the beginning of the
    sentence."""
    schedule: tuple[SessionLink, ...]
    """The sessions of an edition with days."""
    calendar: CalendarLink | None
    """The calendar of an edition with days."""
    parts: tuple[ReadingPart, ...]
    editions: tuple[Link, ...]
    """The editions of a course, newest first, each with its start date as a note."""
    closed: Html
    """How many readings may need a library; empty if none does."""
    files: tuple[File, ...]
    edit_url: Html
    shares: tuple[Share, ...]


class DigestView(NamedTuple):
    """The page of a digest."""

    date: str
    """The name of its file: `2025-12-23`."""
    head: Head
    heading: Html
    lead: Html
    facts: tuple[Html, ...]
    feeds: tuple[Link, ...]
    """Links to the feeds of digests."""
    parts: tuple[ReadingPart, ...]
    previous: Link | None
    """The digest before it."""
    next: Link | None
    files: tuple[File, ...]
    edit_url: Html
