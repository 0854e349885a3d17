"""The typed data of the page of a paper.

As in `records`, every text that the template prints is `Html`, escaped for its place.
"""

from __future__ import annotations

from typing import NamedTuple

from papershelf.citations import Record
from papershelf.outputs.views.records import File, Head, Label, Link
from papershelf.text.escape import Html


class Neighbours(NamedTuple):
    """The papers before and after this one in its topics, which may be the same in several."""

    topics: tuple[Link, ...]
    previous: Link | None
    next: Link | None


class Thread(NamedTuple):
    """The discussion of a paper on GitHub, which giscus finds by the citation key."""

    key: Html
    repo: Html
    repo_id: Html
    category: Html
    category_id: Html
    url: Html
    """Search for it on GitHub."""
    comments: int
    """Their number; 0 if it is not known."""
    numbers: Html
    """`3 comments and 5 reactions`, or empty."""
    source: Html
    """Where they are from: `GitHub Discussions, 29 Nov 2026`."""


class PaperView(NamedTuple):
    """The page of a paper."""

    id: str
    former: Html
    """The ids that it had before, separated by spaces."""
    record: Record
    """The paper as its citations have it, for the metadata in the head."""
    head: Head
    title: Html
    plain_title: Html
    authors: tuple[Link, ...]
    """The authors shown at first."""
    folded: tuple[Link, ...]
    """The authors shown on request, if there are many."""
    more_authors: Html
    """`and 3 more`, `5 authors`, or empty."""
    where: Html
    """Volume, issue and pages."""
    venue: Link | None
    published: Html
    published_iso: Html
    added: Html
    added_iso: Html
    added_url: Html
    """The page of that day; empty without one."""
    status: Html
    """`This paper was retracted.`, or empty."""
    is_listed: bool
    """Whether it appears in lists; False for a tombstone."""
    status_note: Html
    superseded_by: Link | None
    awards: tuple[Html, ...]
    main_link: Link | None
    """Where to read it."""
    links: tuple[Link, ...]
    summary: Html
    abstract: tuple[Html, ...]
    """Its paragraphs."""
    notes: Html
    """Clean HTML without an empty line."""
    topics: tuple[Link, ...]
    keywords: tuple[Link, ...]
    """Linked to the page of the keyword. Without one, the note is the slug for the filter of all
    papers, if other papers also have the keyword."""
    identifiers: tuple[Label, ...]
    details: tuple[Label, ...]
    apa: Html
    """The reference in APA style."""
    bibtex: Html
    files: tuple[File, ...]
    """The same data for programs, beside this page."""
    discussion: Link | None
    thread: Thread | None
    used: tuple[Link, ...]
    """The courses, editions and digests that list it."""
    related: tuple[Link, ...]
    neighbours: tuple[Neighbours, ...]
    edit_url: Html
    report_url: Html
    finding: Html
    """Hidden words for the search."""
