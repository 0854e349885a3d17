"""Numbered pages of long lists and indexes.

In: heads of first pages, items. Out: heads of the other pages, pagers, and the items of each page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import NOTHING, Crumb, Head, Link, Pager
from papershelf.text.escape import Html, html

T = TypeVar("T")


def numbered_head(head: Head, number: int) -> Head:
    """Return the head of a numbered page of a list."""
    if number == 1:
        return head
    return head._replace(
        url=addresses.numbered(head.url, number),
        title=f"{head.title}, page {number}",
        is_indexed=False,
        crumbs=(*head.crumbs, Crumb(text=head.title, url=addresses.at(head.url))),
    )


#: The labels of links to the previous and the next page.
BY_TIME = (Html("Newer"), Html("Older"))
BY_NAME = (Html("Previous"), Html("Next"))


def pager(
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


def parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Return the items of each page; one empty page without items."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]
