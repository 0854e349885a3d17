"""The typed data of pages of which a site has one: guide, map, statistics, basket.

What holds for `records` holds here: every text is `Html`, escaped for its place.
"""

from __future__ import annotations

from typing import NamedTuple

from papershelf.outputs.views.records import NOTHING, Head, Label, Link, Table
from papershelf.text.escape import Html


class Code(NamedTuple):
    """Something to copy and run."""

    title: Html
    language: Html
    """`sh`, `python`, `javascript`."""
    text: Html


class Part(NamedTuple):
    """One heading of a guide, and what stands below it."""

    heading: Html
    words: Html
    rows: tuple[Label, ...] = ()
    examples: tuple[Code, ...] = ()


class GuideView(NamedTuple):
    """A page that explains the site."""

    head: Head
    heading: Html
    lead: Html
    parts: tuple[Part, ...]


class MapView(NamedTuple):
    """The map of all papers."""

    head: Head
    heading: Html
    counted: Html
    about: Html
    """What it shows, or how it would come to be there."""
    papers: int
    """Points to draw; 0 where there is no map."""
    legend: tuple[Link, ...]
    """The topics with a colour, in the order of the colours."""
    others: int
    """Papers of no topic in the legend."""
    topics: Html
    """Address of all topics; empty where there are none."""
    browse: Html
    """Address of the list of all papers."""


class Line(NamedTuple):
    """A term with its number, drawn."""

    link: Link
    bar: Html


class Panel(NamedTuple):
    """One of several small plots that are compared."""

    link: Link
    plot: Html


class Chart(NamedTuple):
    """One heading of the statistics: a sentence, a drawing of one of three kinds, its table."""

    id: Html
    heading: Html
    words: Html
    plot: Html = NOTHING
    lines: tuple[Line, ...] = ()
    panels: tuple[Panel, ...] = ()
    table: Table | None = None
    more: Link | None = None
    """Where the rest is."""


class StatsView(NamedTuple):
    """The collection in numbers."""

    head: Head
    heading: Html
    lead: Html
    figures: tuple[Link, ...]
    """What there is and how many, each with its page."""
    charts: tuple[Chart, ...]


class BasketView(NamedTuple):
    """The page of the papers that a reader keeps: their browser fills it."""

    head: Head
    heading: Html
    lead: Html
    without: Html
    """What to do where no script runs."""
