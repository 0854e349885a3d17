"""Redirects from old addresses to current ones.

In: a Collection. Out: moves, and the view of the page at an old address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papershelf.catalogue.model import Collection, HandPage
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import NOTHING
from papershelf.outputs.views.taxonomies import with_pages
from papershelf.text import tex
from papershelf.text.escape import Html, html


class Move(NamedTuple):
    """An old address and its target."""

    old: str
    """Relative to the root of the site, `papers/wang2023/`."""
    new: str
    title: str
    """Plain text."""


class MoveView(NamedTuple):
    """The page at an old address."""

    title: Html
    """The title of the page that has moved."""
    url: Html
    """The new address, relative to this page."""
    canonical: Html
    """The absolute new address, if the site knows its own."""


def all_moves(collection: Collection, settings: Settings) -> Iterator[Move]:
    """Yield a move for every alias of papers, topics, people and keywords with pages, courses,
    editions, digests and hand-written pages."""
    for paper in collection.papers.values():
        for alias in paper.former:
            title = tex.to_plain(paper.title)
            yield Move(addresses.paper(alias), addresses.paper(paper.id), title)
    for topic in collection.topics.values():
        for alias in _others(topic.aliases, topic.slug):
            new = addresses.term("topics", topic.slug)
            yield Move(addresses.term("topics", alias), new, topic.title)
    for taxonomy, named in collection.named.items():
        for slug, term in with_pages(taxonomy, collection, settings).items():
            for alias in _others(named[slug].aliases, slug) if slug in named else ():
                new = addresses.term(taxonomy, slug)
                yield Move(addresses.term(taxonomy, alias), new, term.title)
    for course in collection.courses.values():
        others = tuple(_others(course.aliases, course.slug))
        for alias in others:  # its editions move with it
            new = addresses.course(course.slug)
            yield Move(addresses.course(alias), new, course.title)
        for edition in course.editions:
            new = addresses.edition(course.slug, edition.slug)
            for name in (course.slug, *others):
                for alias in _others(edition.aliases, edition.slug):
                    yield Move(addresses.edition(name, alias), new, edition.title)
    for name, digest in collection.digests.items():
        for alias in _others(digest.aliases, name):
            yield Move(addresses.digest(alias), addresses.digest(name), digest.title)
    for page in collection.pages.values():
        for alias in page.aliases:
            yield _page_move(page, alias)


def _others(aliases: Iterable[str], own: str) -> Iterator[str]:
    """Yield the aliases without the current name, which may be among them to mark its position."""
    return (alias for alias in aliases if alias != own)


def _page_move(page: HandPage, alias: str) -> Move:
    new = addresses.to_url(page.src_uri)
    return Move(addresses.sibling(new, alias), new, page.title or page.src_uri)


def to_view(old: str, new: str, title: str, settings: Settings) -> MoveView:
    """Return the view of the page at an old address."""
    way = html(addresses.to_root(old) + new)
    return MoveView(
        title=html(title),
        url=way,
        canonical=html(settings.site_url + new) if settings.site_url else NOTHING,
    )
