"""The pages for frames of other sites: a course, an edition or a topic without the site's frame.

In: a Collection. Out: views with the papers as lines, and with the numbers, notes and anchors that
the readings have on the page itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Paper, ReadingList, Session, Term
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, courses, reading_parts
from papershelf.outputs.views.reading_views import AccessView, ReadingItem
from papershelf.outputs.views.records import NOTHING, Link
from papershelf.outputs.views.rows import authors_shown, row_links, venue_shown
from papershelf.outputs.views.sessions import by_heading, fragment, shown_title, when_of
from papershelf.outputs.views.taught import Taught, all_taught
from papershelf.outputs.views.taxonomies import with_pages
from papershelf.problems import count
from papershelf.text import prose, readings, tex
from papershelf.text.escape import Html, html
from papershelf.text.headings import Heading
from papershelf.text.prose import Prose
from papershelf.text.tex import Macros

#: Papers of a topic that an embed shows, the newest first.
SHOWN = 30


class FrameLine(NamedTuple):
    """A paper, or a reading of a course."""

    title: Link
    """With the paper's status as its note."""
    name: Html = NOTHING
    """The title without formulas, for the names of the links."""
    facts: tuple[Html, ...] = ()
    """Authors, venue and date."""
    guide: Html = NOTHING
    """Whether the reading is required, and its pages."""
    links: tuple[Link, ...] = ()
    """PDF, code and so on."""
    language: Html = NOTHING
    number: int = 0
    """Of the reading on its page; 0 in a topic."""
    url: Html = NOTHING
    """Address of the reading on its page."""
    anchors: tuple[Html, ...] = ()
    """Fragments of the reading, the current one first."""
    note: Html = NOTHING
    access: AccessView | None = None
    """What a student should know before opening the reading."""


class FrameLines(NamedTuple):
    """Papers below a text, or below a heading with a text."""

    lines: tuple[FrameLine, ...] = ()
    text: Html = NOTHING
    """Clean HTML of the hand-written text above them."""
    heading: Html = NOTHING
    """Empty for what has none."""
    anchor: Html = NOTHING
    """The fragment of a session."""
    facts: tuple[Html, ...] = ()
    """When a session is, and whether it is cancelled."""


class EmbedView(NamedTuple):
    """A page for a frame."""

    url: str
    """Its own address, relative to the root of the site."""
    page: Link
    """The page that it shows."""
    canonical: Html
    site: Html
    """Name of the site."""
    home: Html
    address: Html
    """The public URL of the page, for frames in which links do not open; empty if unknown."""
    lead: Html
    facts: tuple[Html, ...]
    parts: tuple[FrameLines, ...]
    more: Link | None = None
    """The page with all papers, if some are missing here."""


def urls(collection: Collection, settings: Settings) -> Iterator[str]:
    """Yield the address of each page that has an embed."""
    for slug in with_pages("topics", collection, settings):
        yield addresses.term("topics", slug)
    for each in all_taught(collection):
        yield each.url


def all_views(collection: Collection, settings: Settings) -> Iterator[EmbedView]:
    """Yield the view of each topic with a page, each course and each edition."""
    for term in with_pages("topics", collection, settings).values():
        yield _of_topic(term, collection, settings)
    for each in all_taught(collection):
        yield _of_course(each, collection, settings)


def _view(url: str, title: str, lead: str, settings: Settings) -> EmbedView:
    way = addresses.at(url)
    address = html(settings.site_url + url) if settings.site_url else NOTHING
    return EmbedView(
        url=addresses.embed(url),
        page=Link(text=html(title), url=way),
        canonical=address or way,
        site=html(settings.site_name),
        home=addresses.at(addresses.HOME),
        address=address,
        lead=html(lead),
        facts=(),
        parts=(),
    )


def _of_topic(term: Term, collection: Collection, settings: Settings) -> EmbedView:
    topic = collection.topics[term.slug]
    url = addresses.term("topics", term.slug)
    shown = [collection.listed[paper_id] for paper_id in term.ids[:SHOWN]]
    counted = count(len(term.ids), "paper")
    more = None
    if len(term.ids) > SHOWN:
        more = Link(text=html(f"All {counted}"), url=addresses.at(url))
    lines = tuple(_line(paper, settings.macros) for paper in shown)
    return _view(url, term.label, topic.description, settings)._replace(
        facts=(html(f"{counted}, newest first"),) if shown else (Html("No papers at the moment"),),
        parts=(FrameLines(lines),) if lines else (),
        more=more,
    )


def _of_course(taught: Taught, collection: Collection, settings: Settings) -> EmbedView:
    page, url = taught.page, taught.url
    parts = _parts(page, url, collection, settings)
    return _view(url, taught.title, page.description, settings)._replace(
        facts=tuple(courses.facts(page, collection)),
        parts=tuple(part for part in parts if part != FrameLines()),
    )


def _parts(
    page: ReadingList, url: str, collection: Collection, settings: Settings
) -> Iterator[FrameLines]:
    """Yield the text and the readings of a page in their order, divided by its headings."""
    headings: list[Heading] = []

    def to_text(heading: Heading) -> str:
        headings.append(heading)
        return ""

    words = reading_parts.to_words(page, url, collection, settings)
    starts = [each.start for each in readings.split(page.body) if not each.id]
    sessions_ = by_heading(page)
    part, done = FrameLines(), 0
    found = reading_parts.parts(page, collection, settings, url=url, heading="", to_text=to_text)
    for each in found:
        if each.items:
            lines = (_reading(item, url, collection, settings) for item in each.items)
            part = part._replace(lines=tuple(lines))
            continue
        if part.lines:
            yield part
            part = FrameLines()
        part = part._replace(text=_shown(words, starts.pop(0)))
        for heading in headings[done:]:
            yield part
            part = _headed(heading, sessions_.get(heading.start), words, collection)
            part = part._replace(text=_shown(words, heading.end))
        done = len(headings)
    yield part
    notes = (prose.with_number(*each) for each in words.footnotes.items())
    yield FrameLines(text=Html(prose.without_images("".join(notes))))


def _shown(words: Prose, start: int) -> Html:
    """Return what begins at a place of the page; no frame loads images."""
    return Html(prose.without_images(words.pieces.get(start, "")))


def _headed(
    heading: Heading, session: Session | None, words: Prose, collection: Collection
) -> FrameLines:
    shown = prose.without_images(words.headings.get(heading.start, ""))
    part = FrameLines(heading=Html(shown) or html(shown_title(heading.text, collection)))
    if session is None:
        return part
    return part._replace(anchor=fragment(session), facts=tuple(when_of(session)))


def _reading(item: ReadingItem, url: str, collection: Collection, settings: Settings) -> FrameLine:
    paper = collection.listed.get(item.id)
    line = _line(paper, settings.macros) if paper else FrameLine(title=item.paper or Link(NOTHING))
    return line._replace(
        guide=item.guide,
        number=item.number,
        url=addresses.at(f"{url}#{item.anchor}"),
        anchors=(item.anchor, *item.old_anchors),
        note=item.note,
        access=item.access,
    )


def _line(paper: Paper, macros: Macros) -> FrameLine:
    facts = (authors_shown(paper), venue_shown(paper), paper.published.shown)
    return FrameLine(
        title=Link(
            text=tex.to_html(paper.title, macros),
            url=addresses.at(addresses.paper(paper.id)),
            note=Html(paper.status),
        ),
        name=html(tex.to_plain(paper.title)),
        facts=tuple(html(fact) for fact in facts if fact),
        links=tuple(row_links(paper)),
        language=html(paper.language),
    )
