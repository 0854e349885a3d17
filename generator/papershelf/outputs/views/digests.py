"""The pages of digests and their list.

In: a Collection. Out: views with the written text and, within it, the papers under their topics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby

from papershelf.catalogue.digests import INDEX
from papershelf.catalogue.model import Collection, Digest
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, following, paging, reading_parts
from papershelf.outputs.views.reading_parts import read_in
from papershelf.outputs.views.reading_views import DigestView
from papershelf.outputs.views.records import Crumb, Head, IndexView, Link, LinkGroup
from papershelf.outputs.views.rows import files_beside, markdown_beside
from papershelf.problems import count
from papershelf.text import dates, notes, readings
from papershelf.text.escape import Html, html

#: Digests on one page of their list: five years of weekly ones.
PER_PAGE = 260
_CRUMB = Crumb(text="Digests", url=addresses.at(addresses.DIGESTS))


def all_pages(collection: Collection, settings: Settings) -> Iterator[IndexView | DigestView]:
    """Yield the list of digests and every digest; nothing without a digest."""
    digests = tuple(collection.digests.values())
    if not digests:
        return
    yield from _index(digests, collection)
    for digest, after, before in zip(digests, (None, *digests), (*digests[1:], None)):
        yield _page(digest, before, after, collection, settings)


def url_of(digest: Digest) -> str:
    """Return the address of a digest."""
    return addresses.digest(str(digest.date))


def period(digest: Digest) -> str:
    """Return the days that a digest covers: `17–23 Dec 2025`."""
    return dates.span(digest.since, digest.until)


def _index(digests: Sequence[Digest], collection: Collection) -> Iterator[IndexView]:
    page = collection.page(INDEX)
    counted = count(len(digests), "digest")
    order = "newest first, each " if len(digests) > 1 else ""
    head = Head(
        kind="digests",
        url=addresses.DIGESTS,
        title=page.title or "Digests",
        description=page.description or f"{counted} of new papers, newest first.",
    )
    parts = paging.pages(head, digests, PER_PAGE, paging.BY_TIME)
    years = paging.jumps(parts, "year", _year) if len(digests) > 2 * _FEW else ()
    # digests have the headings of others: without it, a list of 520 takes three times as long
    to_plain = cache(partial(notes.heading_to_plain, to_title=collection.plain_title_of))
    for part in parts:
        yield IndexView(
            head=part.head,
            heading=html(head.title),
            introduction=page.body.strip() if part.is_first else "",
            counted=html(f"{counted}, {order}with its number of papers"),
            groups=tuple(
                LinkGroup(
                    heading=Html(year),
                    links=tuple(_link(digest, to_plain) for digest in group),
                    anchor=paging.anchor("year", year),
                )
                for year, group in groupby(part.items, key=_year)
            ),
            is_tree=True,
            pager=part.pager,
            letters=years,
            letters_name=Html("Years"),
            feeds=following.OF_DIGESTS if part.is_first else (),
        )


#: Digests that fit on a screen.
_FEW = 12
#: Topics of a digest in the list.
_TOPICS = 3


def _year(digest: Digest) -> str:
    return f"{digest.date.year}"


def _link(digest: Digest, to_plain: Callable[[str], str]) -> Link:
    about = digest.description or _topics(digest, to_plain)
    note = "\u00a0· ".join(filter(None, (period(digest), about)))
    return Link(
        text=html(digest.title),
        url=addresses.at(url_of(digest)),
        papers=len(digest.readings),
        note=html(note),
    )


def _topics(digest: Digest, to_plain: Callable[[str], str]) -> str:
    """Return the first headings of a digest: `Looms, Engines and 3 more`."""
    above = (
        section.heading
        for section in readings.by_heading(digest.body)
        if section.heading and any(each.id for each in section.below)
    )
    found = list(dict.fromkeys(filter(None, map(to_plain, above))))
    hidden = len(found) - _TOPICS
    return ", ".join(found[:_TOPICS]) + (f" and {hidden} more" if hidden > 0 else "")


def _page(
    digest: Digest,
    before: Digest | None,
    after: Digest | None,
    collection: Collection,
    settings: Settings,
) -> DigestView:
    url = url_of(digest)
    counted = count(len(digest.readings), "paper")
    ids = read_in(digest, collection)
    found = tuple(reading_parts.parts(digest, collection, settings, url=url, heading="Papers"))
    return DigestView(
        date=str(digest.date),
        head=Head(
            kind="digests",
            url=url,
            title=digest.title,
            description=digest.description or f"{counted}, {period(digest)}.",
            is_indexed=_has_words(digest),
            crumbs=(_CRUMB,),
        ),
        heading=html(digest.title),
        lead=html(digest.description),
        facts=(html(counted), html(period(digest))),
        feeds=following.OF_DIGESTS,
        parts=tuple(reading_parts.headed(found)),
        previous=_neighbour(before),
        next=_neighbour(after),
        files=(*files_beside(url), markdown_beside(url)) if ids else (),
        edit_url=html(settings.edit_url(f"{settings.content}/digests/{digest.date}.md", 1)),
    )


def _has_words(digest: Digest) -> bool:
    """Return whether a digest says more than which papers are in it. Otherwise the search would
    find hundreds of digests by their dates, with papers that it finds anyway."""
    parts = (each for section in readings.by_heading(digest.body) for each in section.below)
    return any((digest.description, *(each.text for each in parts)))


def _neighbour(digest: Digest | None) -> Link | None:
    if digest is None:
        return None
    return Link(text=html(digest.title), url=addresses.at(url_of(digest)))
