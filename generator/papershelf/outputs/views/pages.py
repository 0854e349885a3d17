"""The list of all pages, and the views of lists and indexes.

In: a Collection, settings, related papers. Out: the views of all pages, in a fixed order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Paper, Person, Term, Topic
from papershelf.outputs import trending
from papershelf.outputs.settings import Settings
from papershelf.outputs.trending import Trending
from papershelf.outputs.views import (
    addresses,
    basket,
    boxes,
    courses,
    days,
    developers,
    digests,
    facets,
    following,
    indexes,
    maps,
    paging,
    sharing,
    stats,
    trends,
    view_links,
)
from papershelf.outputs.views.papers import PaperPages
from papershelf.outputs.views.records import (
    NOTHING,
    Crumb,
    File,
    Head,
    HomeView,
    Link,
    ListView,
    PaperSection,
    Row,
    View,
)
from papershelf.outputs.views.rows import files_beside, markdown_beside, to_row
from papershelf.outputs.views.taxonomies import (
    TAXONOMIES,
    Taxonomy,
    has_files,
    has_page,
    terms_of_index,
    topics_above,
)
from papershelf.problems import count
from papershelf.text.escape import Html, html
from papershelf.text.identifiers import SCHEMES, address

#: Papers on the home page.
HOME_PAPERS = 50

_WITH_ABSTRACTS = File(title="BibTeX with abstracts", url=addresses.at(addresses.WITH_ABSTRACTS))


class Group(NamedTuple):
    """Pages that are made together."""

    url: str
    """Where the addresses of all of them begin: `topics/nlp/`."""
    views: Callable[[], Iterator[View]]
    """Makes their views."""
    is_searched: bool = False
    """Whether the search may cover one of them."""


def all_pages(
    collection: Collection,
    settings: Settings,
    related: Mapping[str, tuple[str, ...]],
    *,
    has_map: bool = False,
) -> Iterator[View]:
    """Yield every generated page of the site. Without a map, its page explains how to get one."""
    for group in all_groups(collection, settings, related, has_map=has_map):
        yield from group.views()


def all_groups(
    collection: Collection,
    settings: Settings,
    related: Mapping[str, tuple[str, ...]],
    *,
    has_map: bool = False,
    has_search: bool = False,
    has_changes: Callable[[], bool] = lambda: False,
) -> Iterator[Group]:
    """Yield every generated page of the site, in groups whose views are not made yet. Whether it
    has a history of changes is asked only for the page that says so: git may take seconds."""
    found = cache(lambda: trending.find(collection, settings.trending))
    papers = cache(lambda: PaperPages(collection, settings, related))
    home = partial(_single, lambda: _home(collection, settings, has_map, found()))
    yield Group(addresses.HOME, home)
    yield Group(addresses.PAPERS, partial(_browse, collection, settings, has_map))
    for paper in collection.papers.values():
        yield Group(addresses.paper(paper.id), partial(_paper, papers, paper), is_searched=True)
    for taxonomy in TAXONOMIES:
        terms = terms_of_index(taxonomy, collection, settings)
        url = addresses.taxonomy(taxonomy.name)
        if taxonomy.order == "calendar":
            listed = [term for _, term in terms]
            yield Group(url, partial(_days, taxonomy, listed, collection, settings))
        elif terms:
            index = partial(indexes.all_pages, taxonomy, terms, collection, settings, has_map)
            yield Group(url, index)
            for _, term in terms:
                if has_page(taxonomy.name, term, collection, settings):
                    make = partial(_term, taxonomy, term, collection, settings, has_map, found)
                    url = addresses.term(taxonomy.name, term.slug)
                    yield Group(url, make, taxonomy.is_indexed)

    def for_programs() -> View:
        return developers.to_view(
            collection, settings, has_search=has_search, has_changes=has_changes()
        )

    for url, make_all in (
        (addresses.COURSES, courses.all_pages),
        (addresses.DIGESTS, digests.all_pages),
    ):
        yield Group(url, partial(make_all, collection, settings), is_searched=True)
    for url, to_view in (
        (addresses.TRENDING, lambda: trends.to_view(found(), collection, settings)),
        (addresses.MAP, lambda: maps.to_view(collection, has_map=has_map)),
        (addresses.STATS, lambda: stats.to_view(collection, settings)),
        (addresses.DEVELOPERS, for_programs),
        (addresses.BASKET, lambda: basket.to_view(collection)),
    ):
        yield Group(url, partial(_single, to_view))


def _paper(papers: Callable[[], PaperPages], paper: Paper) -> Iterator[View]:
    yield papers().view(paper)


def _single(to_view: Callable[[], View]) -> Iterator[View]:
    yield to_view()


# --- lists of papers ---------------------------------------------------------------------------


def _home(
    collection: Collection, settings: Settings, has_map: bool, found: Trending | None
) -> HomeView:
    page = collection.page("index.md")
    papers = list(collection.listed.values())
    shown = papers[: min(HOME_PAPERS, settings.per_page)]
    by_day = [
        (added, tuple(paper.id for paper in group))
        for added, group in groupby(shown, key=lambda paper: paper.added)
    ]
    terms = collection.terms["days"]
    more = None
    if len(papers) > len(shown):
        words = f"All {count(len(papers), 'paper')}"
        more = Link(text=html(words), url=addresses.at(addresses.PAPERS))
    topics = collection.terms["topics"].values()
    counted = count(len(papers), "paper")
    if any(term.ids for term in topics):  # a new collection may have topics without papers
        counted += f" in {count(len(topics), 'topic')}"
    title = page.title or settings.site_name
    return HomeView(
        head=Head(
            kind="home",
            url=addresses.HOME,
            title=title,
            description=page.description or settings.site_description,
        ),
        heading=html(title),
        introduction=page.body.strip(),
        counted=html(counted),
        sections=tuple(days.section(added, ids, terms.get(str(added))) for added, ids in by_day),
        browse=addresses.at(addresses.PAPERS),
        ways=view_links.of_home(has_map, collection, has_days=bool(terms)),
        feed=following.OF_SITE[0].url,
        more=more,
        boxes=boxes.filled(boxes.topics(collection), following.box(collection)),
        trending=trends.of_home(found, collection, settings),
    )


def _browse(collection: Collection, settings: Settings, has_map: bool) -> Iterator[ListView]:
    ids = tuple(collection.listed)
    counted = count(len(ids), "paper")
    first = ListView(
        slug="",
        head=Head(
            kind="papers",
            url=addresses.PAPERS,
            title="Papers",
            description=f"{counted}, newest first.",
        ),
        heading=Html("Papers"),
        facts=view_links.of_all(has_map),
        counted=html(counted),
        rows="full",
        boxes=boxes.filled(
            boxes.topics(collection), boxes.years(ids, collection), boxes.venues(collection)
        ),
        feeds=following.OF_SITE,
        files=(*files_beside(addresses.PAPERS), _WITH_ABSTRACTS) if ids else (),
        empty=Html("No papers yet. Add an entry to the catalogue."),
    )
    narrowing = facets.facets(collection, settings)
    for view in _numbered(first, ids, settings.per_page):
        if not view.pager or view.pager.number == 1:
            yield view._replace(facets=narrowing, boxes=())
        else:
            yield view._replace(facts=(view_links.NARROW, *view.facts))


def _days(
    taxonomy: Taxonomy, terms: Sequence[Term], collection: Collection, settings: Settings
) -> Iterator[View]:
    """Yield the calendar, and the list of each day with links to the days around it."""
    if terms:
        yield from days.all_pages(taxonomy, terms, collection)
    turns = days.turns(terms)
    for term in terms:
        for view in _term(taxonomy, term, collection, settings, has_map=False, found=lambda: None):
            # its papers came on the same day, so that no page of them is newer
            pager = view.pager._replace(words=paging.BY_NAME) if view.pager else None
            yield view._replace(heading=days.heading(term), pager=pager, turn=turns.get(term.slug))


def _term(
    taxonomy: Taxonomy,
    term: Term,
    collection: Collection,
    settings: Settings,
    has_map: bool,
    found: Callable[[], Trending | None],
) -> Iterator[ListView]:
    counted = count(len(term.ids), "paper")
    is_beside = has_files(taxonomy.name, term, collection, settings)
    url = addresses.term(taxonomy.name, term.slug)
    first = ListView(
        slug=term.slug,
        head=Head(
            kind=taxonomy.name,
            url=url,
            title=term.label,
            description=taxonomy.sentence(counted, term.label),
            is_indexed=taxonomy.is_indexed,
            crumbs=_index_crumbs(taxonomy),
        ),
        heading=html(term.title),
        counted=html(counted),
        rows=taxonomy.rows,
        feeds=following.BESIDE if taxonomy.has_feeds and is_beside else (),
        files=files_beside(url) if term.ids and is_beside else (),
        is_taken=0 < len(term.ids) <= settings.per_page and not is_beside,
        empty=Html("No papers here at the moment."),
    )
    if taxonomy.name == "topics":
        first = _with_topic(first, term, collection, settings)
        first = first._replace(
            facts=view_links.of_topic(term.slug, has_map and bool(term.ids)),
            trending=trends.of_topic(found(), term, collection, settings),
        )
    elif taxonomy.name == "authors" and term.slug in collection.people:
        first = first._replace(facts=tuple(_facts(collection.people[term.slug])))
    yield from _numbered(first, term.ids, settings.per_page)


def _index_crumbs(taxonomy: Taxonomy) -> tuple[Crumb, ...]:
    url = addresses.at(addresses.taxonomy(taxonomy.name))
    return (Crumb(text=taxonomy.title, url=url),)


def _with_topic(view: ListView, term: Term, collection: Collection, settings: Settings) -> ListView:
    """Return the list of a curated topic with its description, introduction, boxes and picks."""
    topic = collection.topics[term.slug]
    above = (
        Crumb(text=collection.topics[slug].title, url=addresses.at(addresses.term("topics", slug)))
        for slug in reversed(topics_above(term.slug, collection))
    )
    src_uri = f"topics/{term.slug}.md"
    edit_url = (
        settings.edit_url(f"{settings.content}/{src_uri}", 1)
        if src_uri in collection.written
        else ""
    )
    return view._replace(
        head=view.head._replace(
            crumbs=(*view.head.crumbs, *above),
            description=topic.description or view.head.description,
        ),
        lead=html(topic.description),
        introduction=topic.introduction,
        boxes=boxes.filled(
            boxes.narrower(term, collection),
            boxes.years(term.ids, collection),
            boxes.near(term, collection),
            boxes.people(term, collection, settings),
            boxes.venues_of(term, collection),
        ),
        start=tuple(_picks(topic, collection, settings)),
        edit_url=html(edit_url),
        files=(*view.files, markdown_beside(view.head.url)) if term.ids else (),
        shares=tuple(sharing.of_topic(view.head.url, term.title, settings)) if term.ids else (),
    )


def _picks(topic: Topic, collection: Collection, settings: Settings) -> Iterator[Row]:
    """Yield the papers to read first, without those that are not part of this build."""
    for paper_id in topic.start:
        paper = collection.listed.get(paper_id)
        if paper is not None:
            yield to_row(paper, (), settings.macros)


def _facts(person: Person) -> Iterator[Html]:
    """Yield other names, ORCID and home page of a person."""
    others = [name for name in person.names if name != person.name]
    if others:
        yield html(f"Also published as {', '.join(others)}")
    if person.orcid:
        url = html(address(SCHEMES["orcid"], person.orcid))
        yield Html(f'ORCID <a href="{url}" rel="me">{person.orcid}</a>')
    if person.url:
        yield Html(f'<a href="{html(person.url)}">Home page</a>')


def _numbered(view: ListView, ids: Sequence[str], per_page: int) -> Iterator[ListView]:
    """Yield a list in pages. Only the first page has the introduction, feeds, picks and trends."""
    for page in paging.pages(view.head, ids, per_page, paging.BY_TIME):
        section = PaperSection(heading=NOTHING, counted=NOTHING, ids=tuple(page.items))
        view = view._replace(
            head=page.head, sections=(section,) if page.items else (), pager=page.pager
        )
        yield view
        view = view._replace(introduction="", feeds=(), start=(), trending=None, shares=())
