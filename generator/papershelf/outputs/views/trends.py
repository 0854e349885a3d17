"""The page of trending papers, and the blocks on the home page and on pages of topics.

In: what the snapshots tell, a Collection, the settings. Out: a TrendingView, Trends. Each paper
says in a sentence why it is there, and every number appears with its source and its day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import islice

from papershelf.catalogue.metrics import COLUMNS, Column, Count
from papershelf.catalogue.model import Collection, Paper, Term
from papershelf.outputs import trending
from papershelf.outputs.settings import Formula, Settings
from papershelf.outputs.trending import Growth, Trending
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import (
    NOTHING,
    Head,
    Link,
    PaperSection,
    Table,
    TrendRow,
    Trends,
)
from papershelf.outputs.views.rows import to_row
from papershelf.outputs.views.single_pages import TrendingView
from papershelf.problems import count, with_and
from papershelf.text import dates
from papershelf.text.escape import Html, html

#: Papers on the home page, on the page of a topic, and on the page of all.
ON_HOME, ON_TOPIC, ON_PAGE = 5, 3, 30
#: Papers of each list that takes the place of an order.
INSTEAD = 10

#: Keeps a date in one line.
_TOGETHER = "\N{NO-BREAK SPACE}"
_ABOUT = (
    "Papers are ordered by how much their numbers have grown in the last five weeks. Each growth is"
    " ranked among the usual growth of the papers in this collection, so that stars and citations"
    " can be added; the table has the weight of each. A week counts half as much after"
    f" {trending.FADING} days, and a paper after {{half_life}} days.",
    "Stars can be bought. At most {most_stars} in a week count, and they only change the order"
    f" within groups of {trending.BLOCK} papers. A paper whose stars alone grow is not listed.",
)
_DESCRIPTION = "Papers whose stars, citations, upvotes and comments grow."
_HOW = (
    "This site has no numbers yet. To show what is trending, the maintainer of this site can run"
    " <code>papershelf metrics</code> once a week, and commit the folder <code>metrics/</code>."
    " From the second week on, this page shows the papers whose stars, citations, upvotes and"
    " comments grow."
)


def to_view(found: Trending | None, collection: Collection, settings: Settings) -> TrendingView:
    """Return the page: an order, or what is new and discussed, or how to get one."""
    formula = settings.trending
    view = TrendingView(
        head=Head(kind="trending", url=addresses.TRENDING, title="Trending"),
        heading=Html("Trending"),
        lead=_lead(found),
        newest=None,
        listed=NOTHING,
        papers=(),
        about=(Html(_HOW),),
        table=None,
    )
    if found is None:
        return view
    about = (
        text.format(half_life=f"{formula.half_life:,}", most_stars=f"{formula.most_stars:,}")
        for text in _ABOUT
    )
    view = view._replace(about=tuple(map(Html, about)), table=_weights(formula))
    if found.is_telling:
        papers = _trending(found, None, ON_PAGE, collection, settings)
        head = view.head._replace(description=_DESCRIPTION)
        return view._replace(head=head, listed=html(count(len(papers), "paper")), papers=papers)
    ids = tuple(collection.listed)[:INSTEAD]
    newest = PaperSection(heading=Html("Newest"), counted=html(count(len(ids), "paper")), ids=ids)
    papers = _discussed(INSTEAD, collection, settings)
    return view._replace(
        newest=newest if ids else None,
        listed=Html("Most discussed") if papers else NOTHING,
        papers=papers,
    )


def _lead(found: Trending | None) -> Html:
    if found is None:
        return NOTHING
    day = _shown(found.day)
    if found.is_telling:
        return html(f"Papers whose numbers grow, as of {day}.")
    if not found.is_compared:
        why = "there are no two numbers of one source that are a week apart"
    else:
        events = count(found.events, "event") if found.events else "no events"
        why = f"{events} in the week before {day}; {trending.LEAST_EVENTS} are needed"
    return html(f"Too few to tell: {why}.")


def of_home(found: Trending | None, collection: Collection, settings: Settings) -> Trends | None:
    """Return the block of the home page; if there is too little to tell, the most discussed
    papers. None without numbers."""
    if found is None:
        return None
    if not found.is_telling:
        return _block(
            "Most discussed", "Why is nothing trending?", _discussed(ON_HOME, collection, settings)
        )
    return _block(
        "Trending", "All trending papers", _trending(found, None, ON_HOME, collection, settings)
    )


def of_topic(
    found: Trending | None, term: Term, collection: Collection, settings: Settings
) -> Trends | None:
    """Return the block of a topic; None if none of its papers is trending."""
    if found is None or not found.is_telling:
        return None
    ids = frozenset(term.ids)
    return _block(
        "Trending", "All trending papers", _trending(found, ids, ON_TOPIC, collection, settings)
    )


def _block(heading: str, more: str, papers: tuple[TrendRow, ...]) -> Trends | None:
    if not papers:
        return None
    link = Link(text=Html(more), url=addresses.at(addresses.TRENDING))
    return Trends(heading=Html(heading), papers=papers, more=link)


def _trending(
    found: Trending,
    ids: frozenset[str] | None,
    most: int,
    collection: Collection,
    settings: Settings,
) -> tuple[TrendRow, ...]:
    """Return the first trending papers, of these or of all."""
    chosen = (each for each in found.papers if ids is None or each.id in ids)
    return tuple(
        _trend(collection.papers[each.id], why(each.growths), source(each.growths), settings)
        for each in islice(chosen, most)
    )


def _discussed(most: int, collection: Collection, settings: Settings) -> tuple[TrendRow, ...]:
    """Return the papers with the most comments, according to the newest numbers or else to the
    catalogue."""
    found = []
    for paper in collection.listed.values():
        numbers = trending.newest(_DISCUSSED, paper, collection)
        total = sum(each.value for each in numbers.values())
        if not total:
            numbers, total = {}, paper.discussion.get("count", 0)
        if total:
            found.append((total, paper, numbers))
    found.sort(key=lambda each: -each[0])  # stable: newer papers first
    return tuple(
        _trend(paper, count(total, "comment"), sources(numbers.items()), settings)
        for total, paper, numbers in found[:most]
    )


_DISCUSSED = (COLUMNS["comments"], COLUMNS["replies"])


def _trend(paper: Paper, words: str, where: str, settings: Settings) -> TrendRow:
    row = to_row(paper, (), settings.macros)
    return TrendRow(
        id=paper.id,
        paper=Link(text=row.title, url=row.url),
        language=row.language,
        why=html(words),
        source=html(where),
    )


# --- words ---------------------------------------------------------------------------------------


def why(growths: Iterable[Growth]) -> str:
    """Return the sentence that says why a paper is there: `+38 stars and 4 comments in 7 days`."""
    spans: dict[int, list[str]] = {}
    for each in sorted(_said(growths), key=lambda growth: growth.days):
        spans.setdefault(each.days, []).append(count(each.number, each.column.noun))
    return ", ".join(f"+{with_and(texts)} in {count(days, 'day')}" for days, texts in spans.items())


def source(growths: Iterable[Growth]) -> str:
    """Return where the numbers of the sentence are from: `GitHub and Hugging Face, 29 Nov 2026`."""
    return sources((growth.column, growth) for growth in _said(growths))


def _said(growths: Iterable[Growth]) -> list[Growth]:
    """Return the growths that the sentence names: if two sources count the same in as many days,
    the larger."""
    found: dict[tuple[int, str], Growth] = {}
    for each in growths:
        key = (each.days, each.column.noun)
        if key not in found or found[key].number < each.number:
            found[key] = each
    return list(found.values())


def sources(numbers: Iterable[tuple[Column, Count | Growth]]) -> str:
    """Return the sources of numbers, with the day of each."""
    days: dict[datetime.date, dict[str, None]] = {}
    for column, number in numbers:
        days.setdefault(number.day, {})[column.label] = None
    return "; ".join(
        f"{with_and(list(labels))}, {_shown(day).replace(' ', _TOGETHER)}"
        for day, labels in days.items()
    )


def _shown(day: datetime.date) -> str:
    return dates.parse(day.isoformat()).shown


def _weights(formula: Formula) -> Table:
    weights = dict(formula.weights)
    rows = tuple(
        (
            Link(text=html(column.nouns.capitalize())),
            Link(text=html(column.label)),
            Link(text=html(f"{weights[column.name]:g}")),
        )
        for column in COLUMNS.values()
    )
    columns = (Html("Number"), Html("Source"), Html("Weight"))
    return Table(caption=Html("Weights"), columns=columns, rows=rows)
