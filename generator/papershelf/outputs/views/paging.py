"""Numbered pages of long lists and indexes.

In: the head of the first page, items. Out: pages with their heads, pagers and items, and links to
the first item of each letter or year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import NOTHING, Crumb, Head, Link, Pager
from papershelf.text.escape import Html, html

T = TypeVar("T")

#: The labels of links to the previous and the next page.
BY_TIME = (Html("Newer"), Html("Older"))
BY_NAME = (Html("Previous"), Html("Next"))


class Numbered(NamedTuple, Generic[T]):
    """A page of a long list."""

    head: Head
    items: Sequence[T]
    pager: Pager | None
    is_first: bool


def pages(head: Head, items: Sequence[T], size: int, words: tuple[Html, Html]) -> list[Numbered[T]]:
    """Return the pages of a list, one without items if there are none."""
    parts = [items[start : start + size] for start in range(0, len(items), size)] or [items]
    return [
        Numbered(
            head=_numbered_head(head, number),
            items=part,
            pager=_pager(head.url, number, len(parts), size, len(items), words),
            is_first=number == 1,
        )
        for number, part in enumerate(parts, 1)
    ]


def jumps(pages: Iterable[Numbered[T]], what: str, name_of: Callable[[T], str]) -> tuple[Link, ...]:
    """Return a link to the first item of each `letter` or `year`, in the order of the list."""
    found: dict[str, Link] = {}
    for page in pages:
        for name in map(name_of, page.items):
            if name not in found:
                url = Html(f"{addresses.at(page.head.url)}#{anchor(what, name)}")
                found[name] = Link(text=html(name), url=url)
    return tuple(found.values())


def anchor(what: str, name: str) -> Html:
    """Return the fragment of the address of a letter or a year: `letter-k`, `year-2025`."""
    return html(f"{what}-{name.lower().replace('–', '-')}")


def _numbered_head(head: Head, number: int) -> Head:
    if number == 1:
        return head
    return head._replace(
        url=addresses.numbered(head.url, number),
        title=f"{head.title}, page {number}",
        is_indexed=False,
        crumbs=(*head.crumbs, Crumb(text=head.title, url=addresses.at(head.url))),
    )


def _pager(
    first: str, number: int, total: int, size: int, items: int, words: tuple[Html, Html]
) -> Pager | None:
    """Return the pager: page 7 of 20 links to 1 … 5 6 7 8 9 … 20. None for a single page."""
    if total == 1:
        return None
    shown = sorted({1, total, *range(max(1, number - 2), min(total, number + 2) + 1)})
    pages: list[Link | None] = []
    for before, page in zip([0, *shown], shown):
        if page - before > 1:
            pages.append(None)
        url = NOTHING if page == number else addresses.at(addresses.numbered(first, page))
        pages.append(Link(text=html(f"{page:,}"), url=url))
    return Pager(
        number=number,
        total=total,
        first_item=(number - 1) * size + 1,
        last_item=min(number * size, items),
        previous=addresses.at(addresses.numbered(first, number - 1)) if number > 1 else NOTHING,
        next=addresses.at(addresses.numbered(first, number + 1)) if number < total else NOTHING,
        pages=tuple(pages),
        words=words,
    )
