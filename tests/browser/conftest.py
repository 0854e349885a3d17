"""Shared by the tests of pages in a browser: the example, and the site of the invented collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.model import Collection
from support.helpers import ROOT, Served, collect
from support.keeping import reader, shelf_site


@pytest.fixture(scope="module")
def collection() -> Collection:
    """The example."""
    return collect(ROOT)


@pytest.fixture
def refuse() -> Callable[[Any], Callable[[], int]]:
    """Makes a page refuse to write to the history, as Safari does after too many times; returns what
    counts the refusals."""

    def start(page: Any) -> Callable[[], int]:
        page.evaluate(
            """() => {
                window.refused = 0;
                history.pushState = history.replaceState = () => {
                    window.refused++;
                    throw new DOMException("Attempt to use history too often", "SecurityError");
                };
            }"""
        )
        return lambda: int(page.evaluate("window.refused"))

    return start


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented collection, without a search."""
    return shelf_site(tmp_path_factory.mktemp("keep"))


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Served]:
    """The same, on a server."""
    with Served(site) as server:
        yield server


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """What a reader's browser remembers, for one test."""
    with reader(browser) as context:
        yield context


@pytest.fixture
def page(context: Any) -> Any:
    """A page of that browser."""
    return context.new_page()
