"""All outputs of a collection: any page alone is the same as among all others."""

from __future__ import annotations

from typing import Any

from papershelf.outputs import related
from papershelf.outputs.everything import Finder
from papershelf.outputs.settings import Settings
from support.helpers import ROOT, collect

FLAGS: dict[str, Any] = {"has_map": True, "has_search": True, "has_changes": lambda: True}


def test_a_page_alone_is_the_same_as_among_all_others() -> None:
    """The preview makes only the page that a browser asks for."""
    collection, settings = collect(ROOT), Settings(per_page=10)
    every = list(Finder(collection, settings, related.find(collection), **FLAGS).all_pages())
    finder = Finder(collection, settings, related.OneByOne(collection), **FLAGS)
    assert len(every) > 100
    for page in reversed(every):
        assert finder.page(page.head.url) == page


def test_there_is_no_other_page() -> None:
    """At an address without a page, also below one."""
    finder = Finder(collect(ROOT), Settings(), {}, **FLAGS)
    for url in ("nothing/", "papers/nothing/", "papers/zheng2024learning/more/", "authors/p/99/"):
        assert finder.page(url) is None
