"""The page of statistics: the collection in numbers, as plots and tables.

In: a Collection and the settings. Out: a StatsView. Every number belongs to a list with a page, so
that readers can verify it there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from papershelf.catalogue.model import Collection, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, boxes, plots
from papershelf.outputs.views.records import NOTHING, Head, Link, Table
from papershelf.outputs.views.single_pages import Chart, Panel, RankedTerm, StatsView
from papershelf.outputs.views.taxonomies import TAXONOMIES, has_page, in_index, term_link
from papershelf.problems import count
from papershelf.text.dates import PartialDate
from papershelf.text.escape import Html, html

#: Terms in a plot, and rows in its table.
DRAWN, TABLED = 12, 50
#: Topics compared over time.
COMPARED = 8
#: Spans of time in a table with a column for each topic.
MOST_SPANS = 24


def to_view(collection: Collection, settings: Settings) -> StatsView:
    """Return the view of the page."""
    ids = list(collection.listed)
    charts = (
        _years(ids, collection),
        _topics(collection),
        _topics_over_time(collection),
        _frequent("authors", "Authors", collection, settings),
        _frequent("venues", "Journals, conferences and archives", collection, settings),
        _growth(collection),
    )
    return StatsView(
        head=Head(
            kind="stats",
            url=addresses.STATS,
            title="Statistics",
            description=f"{settings.site_name} in numbers: papers by year, topic, author and venue,"
            " and how the collection grew.",
        ),
        heading=Html("Statistics"),
        lead=Html("The collection in numbers. Below each plot is a table with its data.")
        if ids
        else Html("No papers yet. Add an entry to the catalogue to see its numbers here."),
        figures=tuple(_figures(collection, settings)) if ids else (),
        charts=tuple(chart for chart in charts if chart is not None),
    )


def _figures(collection: Collection, settings: Settings) -> Iterator[Link]:
    """Yield the number of papers, and of terms in each taxonomy."""
    papers = len(collection.listed)
    words = "paper" if papers == 1 else "papers"
    yield Link(text=Html(words), url=addresses.at(addresses.PAPERS), papers=papers)
    for taxonomy in TAXONOMIES:
        number = len(in_index(taxonomy.name, collection, settings))
        if number:
            words = taxonomy.noun if number == 1 else taxonomy.name
            url = addresses.at(addresses.taxonomy(taxonomy.name))
            yield Link(text=Html(words), url=url, papers=number)


# --- time --------------------------------------------------------------------------------------


def _years(ids: Sequence[str], collection: Collection) -> Chart | None:
    found = Counter([collection.papers[paper_id].published.year for paper_id in ids])
    if not found:
        return None
    spans = plots.year_spans(found)
    words = f"{boxes.year_words(found, spans)}."
    plot = NOTHING
    if len(spans) > 1:
        shown = boxes.year_columns(found, spans)
        plot = plots.columns(shown, f"Columns: {words}", height=220)
    table = boxes.years_table(found)
    return _chart("years", boxes.years_heading(spans), words, plot=plot, table=table)


def _growth(collection: Collection) -> Chart | None:
    """Return the number of papers over time, by `added`. Papers without `added` count as added
    before all others."""
    added = [paper.added for paper in collection.listed.values()]
    days = [day for day in added if day.day]
    heading = "Growth of the collection"
    if not days:
        words = "No entry has an “added” date yet."
        return _chart("growth", heading, words) if added else None
    spans, found, when_added = _added(days)
    before = len(added) - len(days)
    new = plots.in_spans(found, spans)
    total, shown = before, []
    for span, number in zip(spans, new):
        shown.append(plots.Column(span.label, number, below=total))
        total += number
    first, last = min(days).shown, max(days).shown
    when = f"on {first}" if first == last else f"from {first} to {last}"
    words = f"{count(len(days), 'paper')} added {when}."
    if before:
        words += f" Another {count(before, 'paper')} {'has' if before == 1 else 'have'} no date."
    plot = NOTHING
    if len(spans) > 1:
        plot = plots.columns(shown, f"Columns: {words}", height=220)
        words += f" The coloured part of a column shows the papers added {when_added}."
    rows = tuple(
        (_cell(column.label), _cell(column.papers), _cell(column.below + column.papers))
        for column in reversed(shown)
        if column.papers
    )
    columns = (Html("Time"), Html("Added"), Html("Total"))
    table = Table(caption=html(heading), columns=columns, rows=rows)
    return _chart("growth", heading, words, plot=plot, table=table)


def _added(days: Sequence[PartialDate]) -> tuple[list[plots.TimeSpan], Counter[int], str]:
    """Return spans of days if there are few, otherwise of months, quarters or years; the number of
    papers added in each; and a phrase for such a span, `in that month`."""
    if spans := plots.day_spans(days):
        return spans, Counter([plots.day_of(day) for day in days]), "on that day"
    if spans := plots.month_spans(days):
        return spans, Counter([plots.month_of(day) for day in days]), _in_that("month", spans)
    spans = plots.year_spans([day.year for day in days])
    return spans, Counter([day.year for day in days]), _in_that("year", spans)


def _in_that(unit: str, spans: Sequence[plots.TimeSpan]) -> str:
    number = plots.length(spans)
    return f"in that {unit}" if number == 1 else f"in those {number} {unit}s"


# --- terms -------------------------------------------------------------------------------------


def _topics(collection: Collection) -> Chart | None:
    ranked = _ranked(collection.terms["topics"].values())
    if not ranked:
        return None
    words = (
        f"{_having(ranked, 'topics', collection)}. Each counts the papers of its subtopics, too."
        " A paper with two topics counts in both."
    )
    return _terms("topics", "Papers per topic", "topic", words, ranked, ranked)


def _topics_over_time(collection: Collection) -> Chart | None:
    """Return small plots of the largest topics, all with the same scale and without colours."""
    ranked = _ranked(collection.terms["topics"].values())[:COMPARED]
    years = {
        term.slug: Counter([collection.papers[paper_id].published.year for paper_id in term.ids])
        for term in ranked
    }
    spans = plots.year_spans([year for found in years.values() for year in found], MOST_SPANS)
    if len(spans) < 2:
        return None
    numbers = {slug: plots.in_spans(found, spans) for slug, found in years.items()}
    most = max(max(row) for row in numbers.values())
    panels = []
    for term in ranked:
        shown = boxes.year_columns(years[term.slug], spans)
        words = boxes.year_words(years[term.slug], spans)
        plot = plots.columns(shown, words, height=84, most=most, is_labelled=False)
        panels.append(Panel(link=term_link("topics", term), plot=plot))
    rows = tuple(
        (
            boxes.year_link(span.first, span.last),
            *[_cell(numbers[term.slug][place]) for term in ranked],
        )
        for place, span in reversed(list(enumerate(spans)))
        if any(numbers[term.slug][place] for term in ranked)
    )
    heading, each = "Topics over time", plots.length(spans)
    scale = "" if each == 1 else f", with {each} years per column"
    table = Table(
        caption=html(heading),
        columns=(Html("Years" if scale else "Year"), *[html(term.label) for term in ranked]),
        rows=rows,
    )  # fmt: skip
    which = "" if len(collection.terms["topics"]) <= COMPARED else "largest "
    words = f"The {which}topics by year of publication{scale}. All plots have the same scale."
    return _chart("topics-over-time", heading, words, panels=tuple(panels), table=table)


def _frequent(
    taxonomy: str, heading: str, collection: Collection, settings: Settings
) -> Chart | None:
    """Return the authors or venues with the most papers, and how many have only one."""
    row = next(row for row in TAXONOMIES if row.name == taxonomy)
    every = _ranked(collection.terms[taxonomy].values())
    if not every:
        return None
    linked = [term for term in every if has_page(taxonomy, term, collection, settings)]
    single = sum(1 for term in every if len(term.ids) == 1)
    words = f"{_having(every, taxonomy, collection)}{_with_one(single, len(every))}."
    several = [term for term in linked if len(term.ids) > 1]
    return _terms(taxonomy, heading, row.noun, words, linked, several)


def _having(ranked: Sequence[Term], taxonomy: str, collection: Collection) -> str:
    """Return how many terms there are, and how many of them have papers, if not all."""
    every = len(collection.terms[taxonomy])
    noun = next(row.noun for row in TAXONOMIES if row.name == taxonomy)
    if len(ranked) == every:
        return count(every, noun)
    return f"{len(ranked):,} of {count(every, noun)} {'has' if len(ranked) == 1 else 'have'} papers"


def _with_one(number: int, total: int) -> str:
    """Return how many terms have only one paper, or an empty text if none has."""
    if not number:
        return ""
    return f", {'all' if number == total > 1 else f'{number:,}'} with one paper here"


def _ranked(terms: Iterable[Term]) -> list[Term]:
    """Return the terms that have papers, those with the most papers first."""
    found = [term for term in terms if term.ids]
    return sorted(found, key=lambda term: (-len(term.ids), term.title.casefold(), term.slug))


def _terms(
    taxonomy: str,
    heading: str,
    noun: str,
    words: str,
    tabled: Sequence[Term],
    drawn: Sequence[Term],
) -> Chart:
    most = len(drawn[0].ids) if drawn else 0
    lines = tuple(
        RankedTerm(link=term_link(taxonomy, term), bar=plots.bar(len(term.ids), most))
        for term in drawn[:DRAWN]
    )
    rows = tuple(
        (term_link(taxonomy, term)._replace(papers=0), _cell(len(term.ids)))
        for term in tabled[:TABLED]
    )
    table = Table(
        caption=html(heading), columns=(html(noun.capitalize()), Html("Papers")), rows=rows
    )
    more = None
    if len(tabled) > len(lines):
        url = addresses.at(addresses.taxonomy(taxonomy))
        more = Link(text=html(f"All {taxonomy}"), url=url)
    return _chart(taxonomy, heading, words, lines=lines, table=table if rows else None, more=more)


def _cell(value: int | str) -> Link:
    return Link(text=html(value if isinstance(value, str) else f"{value:,}"))


def _chart(
    name: str,
    heading: str,
    words: str,
    *,
    plot: Html = NOTHING,
    lines: tuple[RankedTerm, ...] = (),
    panels: tuple[Panel, ...] = (),
    table: Table | None = None,
    more: Link | None = None,
) -> Chart:
    return Chart(
        id=Html(name), heading=html(heading), words=html(words), plot=plot, lines=lines,
        panels=panels, table=table, more=more,
    )  # fmt: skip
