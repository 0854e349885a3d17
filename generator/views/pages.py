"""Room 3, views: which pages there are, and the lists among them.

In: a Collection, settings, related papers. Out: the views of all pages, in a fixed order.
A taxonomy is a row of TAXONOMIES; its index, its terms and their numbered pages follow from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from generator.catalogue.topics import INDEX as TOPICS_INDEX
from generator.model import Collection, Term
from generator.problems import count
from generator.settings import Settings
from generator.text.slugs import to_slug
from generator.views import addresses
from generator.views.papers import PaperPages
from generator.views.records import (
    Box,
    Crumb,
    Group,
    Head,
    HomeView,
    IndexView,
    Link,
    ListView,
    Pager,
    Section,
    View,
)

#: Papers on the first page; more are one click away.
HOME_PAPERS = 50
#: Terms on one page of an index.
TERMS_PER_PAGE = 400
#: Links in a box beside a page.
BOX_LINKS = 12

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """One dimension of the collection: a row of the table."""

    name: str
    """In addresses and indexes, `topics`."""
    title: str
    noun: str
    has_abstracts: bool = False
    """Whether the lists of its terms show them: 10,000 papers have 23,000 authors."""
    is_indexed: bool = False
    """Whether the search covers the pages of its terms."""
    groups: str = "letter"
    """How its index is divided: by `tree`, `letter`, or `none`."""


TAXONOMIES = (
    Taxonomy(
        name="topics", title="Topics", noun="topic", has_abstracts=True, is_indexed=True,
        groups="tree",
    ),
    Taxonomy(name="authors", title="Authors", noun="author"),
    Taxonomy(name="venues", title="Venues", noun="venue"),
    Taxonomy(name="years", title="Years", noun="year", groups="none"),
)  # fmt: skip


def all_pages(
    collection: Collection, settings: Settings, related: Mapping[str, tuple[str, ...]]
) -> Iterator[View]:
    """Every generated page of the site."""
    yield _home(collection, settings)
    yield from _browse(collection, settings)
    papers = PaperPages(collection, settings, related)
    for paper in collection.papers.values():
        yield papers.view(paper)
    for taxonomy in TAXONOMIES:
        terms = _terms(taxonomy, collection, settings)
        if terms:
            yield from _index(taxonomy, terms, collection)
            for term in terms:
                yield from _term(taxonomy, term, collection, settings)


def _terms(taxonomy: Taxonomy, collection: Collection, settings: Settings) -> list[Term]:
    """The terms that have pages, in the order of their index."""
    terms = list(collection.terms[taxonomy.name].values())
    if taxonomy.name == "authors":
        keys = _author_keys(collection)
        terms = [term for term in terms if len(term.ids) >= settings.min_papers]
        return sorted(terms, key=lambda term: (keys[term.slug], term.slug))
    if taxonomy.groups == "letter":
        return sorted(terms, key=lambda term: (to_slug(term.title), term.slug))
    return terms[::-1] if taxonomy.groups == "none" else terms


def _author_keys(collection: Collection) -> dict[str, str]:
    """Slug of an author → sort key by family name, in plain letters."""
    keys: dict[str, str] = {}
    for paper in collection.papers.values():
        for name, slug in zip(paper.authors, collection.slugs["authors"][paper.id]):
            if slug not in keys:
                keys[slug] = to_slug(name.sort_key)
    return keys


# --- lists of papers ---------------------------------------------------------------------------


def _home(collection: Collection, settings: Settings) -> HomeView:
    page = collection.pages.get("index.md")
    papers = list(collection.papers.values())
    shown = papers[: min(HOME_PAPERS, settings.per_page)]
    sections = tuple(
        Section(
            heading=added.shown_long,
            count=count(len(ids), "paper"),
            ids=tuple(ids),
        )
        for added, group in groupby(shown, key=lambda paper: paper.added)
        for ids in ([paper.id for paper in group],)
    )
    more = None
    if len(papers) > len(shown):
        more = Link(text=f"All {count(len(papers), 'paper')}", url=_at(addresses.PAPERS))
    return HomeView(
        head=Head(
            kind="home",
            url=addresses.HOME,
            title=(page.title if page else "") or settings.site_name,
            description=(page.description if page else "") or settings.site_description,
        ),
        introduction=page.body.strip() if page else "",
        count=_counted(collection),
        sections=sections,
        more=more,
        boxes=tuple(_boxes((_topic_box(collection),))),
    )


def _counted(collection: Collection) -> str:
    """`36 papers in 18 topics`"""
    topics = len(collection.terms["topics"])
    papers = count(len(collection.papers), "paper")
    return f"{papers} in {count(topics, 'topic')}" if topics else papers


def _browse(collection: Collection, settings: Settings) -> Iterator[ListView]:
    ids = tuple(collection.papers)
    boxes = (
        _topic_box(collection),
        _years_box(ids, collection),
        _term_box("venues", "Venues", collection),
    )
    template = ListView(
        head=Head(kind="papers", url=addresses.PAPERS, title="Papers",
                  description=f"All {count(len(ids), 'paper')}, the newest first."),
        heading="Papers",
        lead="",
        introduction="",
        count=count(len(ids), "paper"),
        sections=(),
        has_abstracts=True,
        pager=None,
        boxes=tuple(_boxes(boxes)),
        empty="No paper yet: add an entry to the catalogue.",
    )  # fmt: skip
    yield from _numbered(template, ids, settings.per_page)


def _term(
    taxonomy: Taxonomy, term: Term, collection: Collection, settings: Settings
) -> Iterator[ListView]:
    url = addresses.term(taxonomy.name, term.slug)
    crumbs = [Crumb(text=taxonomy.title, url=_at(addresses.taxonomy(taxonomy.name)))]
    papers = count(len(term.ids), "paper")
    template = ListView(
        head=Head(kind=taxonomy.name, url=url, title=term.title, crumbs=tuple(crumbs),
                  description=_described(taxonomy, term.title, papers)),
        heading=term.title,
        lead="",
        introduction="",
        count=papers,
        sections=(),
        has_abstracts=taxonomy.has_abstracts,
        pager=None,
        boxes=(),
    )  # fmt: skip
    if taxonomy.name == "topics":
        template = _with_topic(template, term, collection, settings)
    yield from _numbered(template, term.ids, settings.per_page)


def _described(taxonomy: Taxonomy, title: str, papers: str) -> str:
    words = {"authors": "by", "venues": "in", "years": "of"}.get(taxonomy.name, "about")
    return f"{papers} {words} {title}."


def _with_topic(
    view: ListView, term: Term, collection: Collection, settings: Settings
) -> ListView:
    """What a curated topic has besides its list."""
    topic = collection.topics[term.slug]
    crumbs = list(view.head.crumbs)
    above = topic.parent
    while above:
        parent = collection.topics[above]
        crumbs.insert(1, Crumb(text=parent.title, url=_at(addresses.term("topics", above))))
        above = parent.parent
    below = tuple(_term_link("topics", collection.terms["topics"][slug]) for slug in topic.children)
    boxes = (
        Box(title="Narrower topics", links=below),
        _years_box(term.ids, collection),
        Box(title="Near topics", links=tuple(_near(term, collection))),
    )
    head = replace(
        view.head,
        crumbs=tuple(crumbs),
        description=topic.description or view.head.description,
        is_indexed=True,
    )
    is_written = f"topics/{term.slug}.md" in collection.written
    return replace(
        view,
        head=head,
        lead=topic.description,
        introduction=topic.introduction,
        boxes=tuple(_boxes(boxes)),
        edit_url=settings.edit_url(f"content/topics/{term.slug}.md", 1) if is_written else "",
        empty="No paper here yet: name this topic in an entry of the catalogue.",
    )


def _near(term: Term, collection: Collection) -> Iterator[Link]:
    """Topics that share most papers with this one, without those above and below it."""
    shared: Counter[str] = Counter()
    for paper_id in term.ids:
        shared.update(collection.slugs["topics"][paper_id])
    terms = collection.terms["topics"]
    topic = collection.topics[term.slug]
    known = {term.slug, topic.parent, *topic.children}
    ranked = sorted(shared, key=lambda slug: (-shared[slug], slug))
    for slug in [slug for slug in ranked if slug not in known][:5]:
        yield _term_link("topics", terms[slug])


def _numbered(view: ListView, ids: Sequence[str], per_page: int) -> Iterator[ListView]:
    """A list, cut into pages."""
    parts = _parts(ids, per_page)
    for number, part in enumerate(parts, 1):
        pager = _pager(view.head.url, number, len(parts), per_page, len(ids))
        sections = (Section(heading="", count="", ids=tuple(part)),) if part else ()
        if number == 1:
            yield replace(view, sections=sections, pager=pager)
        else:
            yield replace(
                view,
                head=_numbered_head(view.head, number),
                introduction="",
                sections=sections,
                pager=pager,
            )


def _numbered_head(head: Head, number: int) -> Head:
    return replace(
        head,
        url=addresses.numbered(head.url, number),
        title=f"{head.title}, page {number}",
        is_indexed=False,
        crumbs=(*head.crumbs, Crumb(text=head.title, url=_at(head.url))),
    )


def _pager(first: str, number: int, total: int, size: int, items: int) -> Pager | None:
    if total == 1:
        return None
    shown = sorted({1, total, *range(max(1, number - 2), min(total, number + 2) + 1)})
    pages: list[Link | None] = []
    for before, page in zip([0, *shown], shown):
        if page - before > 1:
            pages.append(None)
        url = "" if page == number else _at(addresses.numbered(first, page))
        pages.append(Link(text=f"{page:,}", url=url))
    return Pager(
        number=number,
        total=total,
        first_paper=(number - 1) * size + 1,
        last_paper=min(number * size, items),
        previous=_at(addresses.numbered(first, number - 1)) if number > 1 else "",
        next=_at(addresses.numbered(first, number + 1)) if number < total else "",
        pages=tuple(pages),
    )


# --- indexes of terms --------------------------------------------------------------------------


def _index(
    taxonomy: Taxonomy, terms: Sequence[Term], collection: Collection
) -> Iterator[IndexView]:
    url = addresses.taxonomy(taxonomy.name)
    page = collection.pages.get(TOPICS_INDEX) if taxonomy.name == "topics" else None
    counted = count(len(terms), taxonomy.noun)
    head = Head(
        kind=taxonomy.name,
        url=url,
        title=(page.title if page else "") or taxonomy.title,
        description=(page.description if page else "")
        or f"{counted} of {count(len(collection.papers), 'paper')}.",
    )
    initials = _initials(taxonomy, terms, collection)
    parts = _parts(terms, TERMS_PER_PAGE)
    for number, part in enumerate(parts, 1):
        groups = tuple(
            Group(
                heading=initial,
                links=tuple(_term_link(taxonomy.name, term, collection) for term in group),
            )
            for initial, group in groupby(part, key=lambda term: initials.get(term.slug, ""))
        )
        yield IndexView(
            head=head if number == 1 else _numbered_head(head, number),
            heading=head.title,
            introduction=page.body.strip() if page and number == 1 else "",
            count=counted,
            groups=groups,
            is_tree=taxonomy.groups == "tree",
            pager=_pager(url, number, len(parts), TERMS_PER_PAGE, len(terms)),
        )


def _initials(
    taxonomy: Taxonomy, terms: Iterable[Term], collection: Collection
) -> dict[str, str]:
    """Slug → the letter under which a term stands; nothing where an index has no letters."""
    if taxonomy.groups != "letter":
        return {}
    keys = _author_keys(collection) if taxonomy.name == "authors" else {}
    found = {}
    for term in terms:
        first = keys.get(term.slug, to_slug(term.title))[0]
        found[term.slug] = first.upper() if first.isalpha() else "0–9"
    return found


# --- pieces ------------------------------------------------------------------------------------


def _at(url: str) -> str:
    return addresses.ROOT + url


def _term_link(taxonomy: str, term: Term, collection: Collection | None = None) -> Link:
    level = 0
    if collection and taxonomy == "topics":
        above = collection.topics[term.slug].parent
        while above:
            level, above = level + 1, collection.topics[above].parent
    url = _at(addresses.term(taxonomy, term.slug))
    return Link(text=term.title, url=url, count=len(term.ids), level=level)


def _topic_box(collection: Collection) -> Box:
    """The tree of topics, or its upper level where it is large."""
    terms = collection.terms["topics"]
    links = [_term_link("topics", term, collection) for term in terms.values()]
    more = None
    if len(links) > 2 * BOX_LINKS:
        more = Link(text=f"All {count(len(links), 'topic')}", url=_at(addresses.taxonomy("topics")))
        tops = [link for link in links if not link.level]
        links = sorted(tops, key=lambda link: -link.count)[:BOX_LINKS]
    return Box(title="Topics", links=tuple(links), more=more)


def _term_box(taxonomy: str, title: str, collection: Collection) -> Box:
    """The terms with most papers."""
    terms = collection.terms[taxonomy].values()
    ranked = sorted(terms, key=lambda term: (-len(term.ids), term.slug))
    more = None
    if len(ranked) > BOX_LINKS:
        words = f"All {count(len(ranked), taxonomy.rstrip('s'))}"
        more = Link(text=words, url=_at(addresses.taxonomy(taxonomy)))
    links = tuple(_term_link(taxonomy, term) for term in ranked[:BOX_LINKS])
    return Box(title=title, links=links, more=more)


def _years_box(ids: Sequence[str], collection: Collection) -> Box:
    """Papers per year, gaps included, the oldest first."""
    years = Counter(collection.papers[paper_id].published.year for paper_id in ids)
    if len(years) < 2:
        return Box(title="", links=())
    span = range(max(min(years), max(years) - 19), max(years) + 1)
    links = tuple(
        Link(
            text=f"{year:04}",
            url=_at(addresses.term("years", f"{year:04}")) if years[year] else "",
            count=years[year],
        )
        for year in span
    )
    return Box(title="Papers per year", links=links, is_chart=True)


def _boxes(boxes: Iterable[Box]) -> Iterator[Box]:
    return (box for box in boxes if box.links)


def _parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]

