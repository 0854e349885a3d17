"""The small lists beside a page.

In: a Collection and the ids of a page. Out: boxes, without empty ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from papershelf.catalogue.model import Collection, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, plots
from papershelf.outputs.views.records import NOTHING, Box, Link, Table
from papershelf.outputs.views.taxonomies import has_page, term_link, topic_links
from papershelf.problems import count
from papershelf.text.escape import Html, html

#: Links in one box.
SHOWN = 12
#: Authors and venues of a topic.
FREQUENT = 6
#: Related topics.
NEAR = 5


def filled(*boxes: Box) -> tuple[Box, ...]:
    """Return the boxes that are not empty."""
    return tuple(box for box in boxes if box.links or box.plot)


def topics(collection: Collection) -> Box:
    """Return the tree of topics, or the largest top-level topics if there are many."""
    links = topic_links(collection)
    more = None
    if len(links) > 2 * SHOWN:
        more = _all(len(links), "topic", "topics")
        tops = [link for link in links if not link.level]
        links = sorted(tops, key=lambda link: -link.papers)[:SHOWN]
    return Box(title=Html("Topics"), links=tuple(links), more=more)


def venues(collection: Collection) -> Box:
    """Return the venues with the most papers."""
    terms = collection.terms["venues"].values()
    ranked = sorted(terms, key=lambda term: (-len(term.ids), term.slug))
    more = _all(len(ranked), "venue", "venues") if len(ranked) > SHOWN else None
    links = tuple(term_link("venues", term) for term in ranked[:SHOWN])
    return Box(title=Html("Venues"), links=links, more=more)


def _all(number: int, noun: str, taxonomy: str) -> Link:
    url = addresses.at(addresses.taxonomy(taxonomy))
    return Link(text=html(f"All {count(number, noun)}"), url=url)


def years(ids: Sequence[str], collection: Collection) -> Box:
    """Return the papers per year including gaps, oldest first; empty for a single year."""
    found = Counter([collection.papers[paper_id].published.year for paper_id in ids])
    if len(found) < 2:
        return Box(title=NOTHING)
    spans = plots.year_spans(found)
    shown = year_columns(found, spans)
    plot = plots.columns(shown, year_words(found, spans), height=104)
    return Box(title=Html(years_heading(spans)), plot=plot, table=years_table(found))


def year_columns(found: Mapping[int, int], spans: Sequence[plots.TimeSpan]) -> list[plots.Column]:
    """Return a column with the number of papers for each span of years."""
    numbers = plots.in_spans(found, spans)
    return [plots.Column(span.label, number) for span, number in zip(spans, numbers)]


def years_heading(spans: Sequence[plots.TimeSpan]) -> str:
    """Return what each column counts: `Papers per year`, `Papers per 5 years`."""
    years = plots.length(spans)
    return "Papers per year" if years == 1 else f"Papers per {years} years"


def year_words(found: Mapping[int, int], spans: Sequence[plots.TimeSpan]) -> str:
    """Return a description of a plot of years: `8 papers from 2020 to 2025, most in 2024: 3`."""
    papers = count(sum(found.values()), "paper")
    if len(found) == 1:
        return f"{papers} from {min(found):04}"
    words = f"{papers} from {min(found):04} to {max(found):04}"
    shown = [column for column in year_columns(found, spans) if column.papers]
    best = max(reversed(shown), key=lambda column: column.papers)
    if best.papers == min(column.papers for column in shown):
        return words
    return f"{words}, most in {best.label}: {best.papers:,}"


def years_table(found: Mapping[int, int]) -> Table:
    """Return a table of papers per year, newest first, with links; years without papers are left
    out."""
    rows = tuple(
        (year_link(year, year), Link(text=Html(f"{found[year]:,}")))
        for year in sorted(found, reverse=True)
    )
    return Table(caption=Html("Papers per year"), columns=(Html("Year"), Html("Papers")), rows=rows)


def year_link(first: int, last: int) -> Link:
    """Return a year with a link to its page, or several years without a link."""
    if first != last:
        return Link(text=html(plots.years_label(first, last)))
    return Link(text=Html(f"{first:04}"), url=addresses.at(addresses.term("years", f"{first:04}")))


def narrower(term: Term, collection: Collection) -> Box:
    """Return the topics directly below this one."""
    terms = collection.terms["topics"]
    below = collection.topics[term.slug].children
    links = tuple(term_link("topics", terms[slug]) for slug in below)
    return Box(title=Html("Narrower topics"), links=links)


def near(term: Term, collection: Collection) -> Box:
    """Return the topics that share the most papers with this one, without parent and children."""
    shared = Counter(_topics_of(term.ids, collection))
    topic = collection.topics[term.slug]
    known = {term.slug, topic.parent, *topic.children}
    ranked = sorted(shared.keys() - known, key=lambda slug: (-shared[slug], slug))
    terms = collection.terms["topics"]
    links = tuple(term_link("topics", terms[slug]) for slug in ranked[:NEAR])
    return Box(title=Html("Related topics"), links=links)


def people(term: Term, collection: Collection, settings: Settings) -> Box:
    """Return the authors with the most papers in a topic."""

    def has_page_of(author: Term) -> bool:
        return has_page("authors", author, collection, settings)

    return _frequent("People", "authors", "author", term, collection, has_page_of)


def venues_of(term: Term, collection: Collection) -> Box:
    """Return the venues with the most papers in a topic."""
    return _frequent("Venues", "venues", "venue", term, collection, lambda _: True)


def _frequent(
    title: str,
    taxonomy: str,
    noun: str,
    term: Term,
    collection: Collection,
    is_shown: Callable[[Term], bool],
) -> Box:
    """Return the most frequent terms of a topic's papers, with the number of these papers. Ties are
    ordered by the term's best position on a paper, then by the newest paper."""
    slugs, terms = collection.slugs[taxonomy], collection.terms[taxonomy]
    found: Counter[str] = Counter()
    ranks: dict[str, int] = {}
    for paper_id in term.ids:
        for rank, slug in enumerate(dict.fromkeys(slugs[paper_id])):
            found[slug] += 1
            if rank < ranks.get(slug, rank + 1):
                ranks[slug] = rank
    # the sort is stable: terms of newer papers come first
    ranked = sorted(found, key=lambda slug: (-found[slug], ranks[slug]))
    shown = (terms[slug] for slug in ranked if is_shown(terms[slug]))
    links = tuple(
        term_link(taxonomy, shown_term)._replace(papers=found[shown_term.slug])
        for shown_term in islice(shown, FREQUENT)
    )
    more = count(len(found), noun)
    note = html(f"The most frequent of {more}.") if len(found) > len(links) else NOTHING
    return Box(title=Html(title), links=links, note=note)


def _topics_of(ids: Iterable[str], collection: Collection) -> Iterable[str]:
    for paper_id in ids:
        yield from collection.slugs["topics"][paper_id]
