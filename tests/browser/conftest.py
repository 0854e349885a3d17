"""Shared by the tests of pages in a browser: the example, the site of the invented collection, and one
of three papers to search for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.model import Collection
from support.helpers import ROOT, Served, build, collect, entry, watched, write
from support.keeping import reader, shelf_site

#: Papers of `looms`, whose authors and identifiers are asked for in other spellings.
LOOMS = [
    ("lovelace2024looms", "Weaving looms", "[Jane Müller, Anders Søgaard]",
     "  doi: 10.1000/Loom.1\n  arxiv: 2404.17858\n  openreview: B1xsqj09Fm\n  acl: 2020.acl-main.1\n  pmid: 31452104\n"
     "  isbn: 9780262046305\n  aliases: [lovelace2023looms]\n"
     "  abstract: Looms weave patterns. A punched card tells the loom what to weave.\n"),
    ("hopper2023engines", "Calculating engines", "[Kurt Müller, Łukasz Kaiser, Ruket Çakıcı]",
     "  abstract: Unlike 2404.17858 of the looms, engines calculate numbers.\n"),
    ("noether2022rings", "Rings of numbers", "",
     "  editors: [Emmy Noether, Grace Hopper, Mary Somerville, Ada Lovelace, Jean Bartik]\n"
     "  arxiv: math/0309136\n  abstract: Rings are studied.\n"),
]  # fmt: skip


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


@pytest.fixture(scope="session")
def looms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Three papers, a topic, a course and two digests under a base path."""
    root = tmp_path_factory.mktemp("looms")
    text = "".join(
        entry(name, title, more + "  topics: [looms]\n").replace("[Ada Lovelace]", authors or "[]")
        for name, title, authors, more in LOOMS
    )
    topic = "---\ntitle: Looms and engines\ndescription: Machines.\n---\n\nMachines.\n"
    front = "from: 2025-12-17\nto: {}\n---\n\n"
    digest = "---\ntitle: Harvest\n" + front.format("2025-12-23")
    digest += "Threshing.\n\n## Distaffs\n\n- [@noether2022rings] Mind the bivalves.\n"
    silent = "---\ntitle: Hibernation\n" + front.format("2025-12-30")
    course = "# Spindles\n\nPrelude.\n\n- [@noether2022rings] Mind the gastropods.\n"
    settings = (
        "site_name: Shelf\ndocs_dir: content\ntheme: {name: material}\n"
        "plugins:\n  - papershelf: {authors: {min_papers: 1}}\n"
    )
    write(
        root / "shelf",
        {
            "mkdocs.yml": settings,
            "papers.yaml": text,
            "content/topics/looms.md": topic,
            "content/courses/spindles.md": course,
            "content/digests/2025-12-23.md": digest,
            "content/digests/2025-12-30.md": f"{silent}- [@lovelace2024looms]\n",
        },
    )
    build(root / "shelf", root / "site")
    with Served(root / "site") as server:
        yield server


@pytest.fixture
def looms_page(browser: Any, looms: Served) -> Iterator[Any]:
    """A page of `looms`, two levels deep; an error of a script fails the test."""
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(looms.url + "topics/looms/")
        page.wait_for_selector(".ps-find__open")
        yield page
