"""The days on which papers were added: their calendar, and the way from one day to the next.

In: the terms of the taxonomy, newest first. Out: the views of the calendar's pages, and the links
between the pages of days.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from itertools import groupby

from papershelf.catalogue.model import Collection, Term
from papershelf.outputs.views import addresses, paging, view_links
from papershelf.outputs.views.records import NOTHING, Head, Label, Link, PaperSection, Turn
from papershelf.outputs.views.single_pages import CalendarView, CalendarYear, Cell, Month
from papershelf.outputs.views.taxonomies import Taxonomy
from papershelf.problems import count
from papershelf.text import dates
from papershelf.text.dates import PartialDate
from papershelf.text.escape import Html, html

#: Months on one page of the calendar: at least four years.
MONTHS_PER_PAGE = 48
_WEEKDAYS = tuple(Label(Html(name[:2]), Html(name)) for name in dates.WEEKDAYS)


def all_pages(
    taxonomy: Taxonomy, terms: Sequence[Term], collection: Collection
) -> Iterator[CalendarView]:
    """Yield the pages of the calendar. Months without papers are left out, and so are the weeks of
    a month before its first and after its last paper."""
    papers = sum(len(term.ids) for term in terms)
    counted = f"{count(papers, 'paper')} on {count(len(terms), taxonomy.noun)}"
    undated = len(collection.listed) - papers
    head = Head(
        kind=taxonomy.name,
        url=addresses.taxonomy(taxonomy.name),
        title=taxonomy.title,
        description=f"{counted}: when each paper was added.",
    )
    if undated:
        counted += f", {undated:,} more without a day"
    months = [tuple(group) for _, group in groupby(terms, key=lambda term: term.slug[:7])]
    parts = paging.pages(head, months, MONTHS_PER_PAGE, paging.BY_TIME)
    jumps = paging.jumps(parts, "year", _year)
    for part in parts:
        yield CalendarView(
            head=part.head,
            heading=html(head.title),
            counted=html(counted),
            ways=view_links.of_index(taxonomy.name, has_map=False, has_courses=False),
            jumps=jumps if len(jumps) > 1 else (),
            weekdays=_WEEKDAYS,
            years=tuple(_years(part.items)),
            pager=part.pager,
        )


def _year(days: Sequence[Term]) -> str:
    return days[0].slug[:4]


def _years(months: Sequence[Sequence[Term]]) -> Iterator[CalendarYear]:
    for year, group in groupby(months, key=_year):
        anchor = paging.anchor("year", year)
        yield CalendarYear(heading=Html(year), anchor=anchor, months=tuple(map(_month, group)))


def _month(terms: Sequence[Term]) -> Month:
    """Return a month from its days with papers."""
    year, month, _ = dates.parse(terms[0].slug)
    known = {int(term.slug[8:]): term for term in terms}
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    used = [number for number, week in enumerate(weeks) if not known.keys().isdisjoint(week)]
    return Month(
        heading=Html(f"{dates.LONG_MONTHS[month - 1]} {year:04}"),
        counted=html(count(sum(len(term.ids) for term in terms), "paper")),
        weeks=tuple(
            tuple(_cell(day, known.get(day)) for day in week)
            for week in weeks[used[0] : used[-1] + 1]
        ),
    )


def _cell(day: int, term: Term | None) -> Cell:
    """Return a day of a week, or 0 for one of another month."""
    number = Html(day or "")
    if term is None:
        return Cell(number)
    url = addresses.at(addresses.term("days", term.slug))
    papers = len(term.ids)
    month = html(dates.parse(term.slug[:7]).shown)
    return Cell(number, url, month, papers, Html("paper" if papers == 1 else "papers"))


def turns(terms: Sequence[Term]) -> dict[str, Turn]:
    """Return the way from each day to the one before and the one after it, by slug; nothing if
    there is no other day."""
    if len(terms) == 1:
        return {}
    links = [
        Link(text=html(term.title), url=addresses.at(addresses.term("days", term.slug)))
        for term in terms
    ]
    around = zip(terms, [*links[1:], None], [None, *links])
    return {term.slug: Turn(previous, later) for term, previous, later in around}


def heading(term: Term) -> Html:
    """Return a day with its weekday: `Tuesday, 23 December 2025`."""
    return html(dates.parse(term.slug).shown_long)


def section(added: PartialDate, ids: tuple[str, ...], day: Term | None) -> PaperSection:
    """Return papers added on one day, with a link to the page of the day, which can have more."""
    counted = count(len(ids), "paper")
    if day and len(day.ids) > len(ids):
        counted = f"{len(ids)} of {count(len(day.ids), 'paper')}"
    return PaperSection(
        heading=html(added.shown_long),
        counted=html(counted),
        ids=ids,
        url=addresses.at(addresses.term("days", day.slug)) if day else NOTHING,
    )
