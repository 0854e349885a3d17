"""The typed data of pages that exist once per site: guide, map, statistics, trending, calendar,
basket.

As in `records`, every text is `Html`, escaped for its place.
"""

from __future__ import annotations

from typing import NamedTuple

from papershelf.outputs.views.records import (
    NOTHING,
    Head,
    Label,
    Link,
    Pager,
    PaperSection,
    Table,
    TrendRow,
)
from papershelf.text.escape import Html


class Code(NamedTuple):
    """An example to copy and run."""

    title: Html
    language: Html
    """`sh`, `python`, `javascript`."""
    text: Html


class Part(NamedTuple):
    """A heading of a guide with the text, table and examples below it."""

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
    """What the map shows, or how to add one."""
    papers: int
    """Points to draw; 0 without a map."""
    legend: tuple[Link, ...]
    """The topics with a colour, in the order of the colours."""
    others: int
    """The number of papers without a topic in the legend."""
    topics: Html
    """Address of all topics; empty if there are none."""
    browse: Html
    """Address of the list of all papers."""


class RankedTerm(NamedTuple):
    """A term with its number of papers as a bar."""

    link: Link
    bar: Html


class Panel(NamedTuple):
    """One of several small plots to compare."""

    link: Link
    plot: Html


class Chart(NamedTuple):
    """A section of the statistics: a sentence, a plot of one of three kinds, and its table."""

    id: Html
    heading: Html
    words: Html
    plot: Html = NOTHING
    lines: tuple[RankedTerm, ...] = ()
    panels: tuple[Panel, ...] = ()
    table: Table | None = None
    more: Link | None = None
    """A link to the remaining terms."""


class StatsView(NamedTuple):
    """The collection in numbers."""

    head: Head
    heading: Html
    lead: Html
    figures: tuple[Link, ...]
    """Numbers of papers, topics and so on, each with a link to its page."""
    charts: tuple[Chart, ...]


class TrendingView(NamedTuple):
    """The page of trending papers."""

    head: Head
    heading: Html
    lead: Html
    newest: PaperSection | None
    """The newest papers, if there is too little to tell."""
    listed: Html
    """What is listed: `23 papers`, `Most discussed`."""
    papers: tuple[TrendRow, ...]
    """In order."""
    about: tuple[Html, ...]
    """Paragraphs: how the order is made, or how to get one."""
    table: Table | None
    """The weights of the order."""


class Cell(NamedTuple):
    """A day in a calendar."""

    number: Html
    """Of the day; empty for a day of another month."""
    url: Html = NOTHING
    """Empty for a day without papers."""
    month: Html = NOTHING
    """`Dec 2025`"""
    papers: int = 0
    noun: Html = NOTHING
    """`papers` or `paper`."""


class Month(NamedTuple):
    """A month with papers."""

    heading: Html
    """`December 2025`"""
    counted: Html
    weeks: tuple[tuple[Cell, ...], ...]
    """From the first week with papers to the last, each from Monday to Sunday."""


class CalendarYear(NamedTuple):
    """A year with papers."""

    heading: Html
    anchor: Html
    """The fragment of its address: `year-2025`."""
    months: tuple[Month, ...]
    """Newest first."""


class CalendarView(NamedTuple):
    """The days on which papers were added."""

    head: Head
    heading: Html
    counted: Html
    ways: tuple[Html, ...]
    """Links to pages that show the same papers in another way."""
    jumps: tuple[Link, ...]
    """Links to each year, if there are several."""
    weekdays: tuple[Label, ...]
    """`Mo` and `Monday`."""
    years: tuple[CalendarYear, ...]
    """Newest first."""
    pager: Pager | None


class BasketView(NamedTuple):
    """The page of the papers that a reader has saved; the browser fills it."""

    head: Head
    heading: Html
    lead: Html
    without: Html
    """What to do without JavaScript."""
