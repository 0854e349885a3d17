"""The list of 10,000 real papers in a browser: what it loads, how long it blocks, what it finds."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from support.helpers import Served, build
from support.large import LONG_TASKS, RECORDS, write_catalogue
from support.skipped import NO_DATA

pytestmark = [pytest.mark.slow, pytest.mark.large]

#: Bytes after gzip until the requested papers appear, with all counts.
MOST = 300_000
#: What a web server compresses; the index is compressed already.
TEXTS = ("", ".html", ".css", ".js", ".json", ".txt", ".svg")
FOUND = "() => document.querySelector('#ps-list').textContent.includes(' of 10,000 papers, ')"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of all of them, with its index."""
    if not RECORDS.is_file():
        pytest.skip(NO_DATA)
    folder = tmp_path_factory.mktemp("large")
    build(write_catalogue(folder / "shelf"), folder / "site")
    with Served(folder / "site") as served:
        yield served


class Loaded:
    """What a page has asked for, as bytes over the wire."""

    def __init__(self, page: Any, served: Served) -> None:
        self.site = served.folder / "repo"
        self.urls: list[str] = []
        page.context.on("request", lambda request: self.urls.append(request.url))

    def take(self) -> int:
        """Bytes since the last time."""
        urls, self.urls = self.urls, []
        return sum(self._weigh(url) for url in urls)

    def _weigh(self, url: str) -> int:
        path = self.site / urlsplit(url).path.removeprefix("/repo/")
        data = (path / "index.html" if path.is_dir() else path).read_bytes()
        return len(gzip.compress(data, 6)) if Path(url.split("?")[0]).suffix in TEXTS else len(data)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that counts long tasks."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(LONG_TASKS)
    yield page
    context.close()


def test_first_papers_after_little_transfer(page: Any, served: Served) -> None:
    """A first visit by an address with a filter: page, styles, scripts, rows and every count."""
    loaded = Loaded(page, served)
    page.goto(served.url + "papers/?topic=acl&sort=title")
    page.wait_for_function(FOUND)
    page.wait_for_load_state("networkidle")
    assert loaded.take() <= MOST


def test_little_more_for_each_question(page: Any, served: Served) -> None:
    """The page alone, the first filter that is ticked, the second one, then words."""
    loaded = Loaded(page, served)
    page.goto(served.url + "papers/")
    page.wait_for_selector("[data-facet] input[type=checkbox]")
    steps = [loaded.take()]
    for number in range(2):
        page.locator("[data-facet=topic] input[type=checkbox]").nth(number).check()
        page.wait_for_function(FOUND)
        page.wait_for_load_state("networkidle")
        steps.append(loaded.take())
    page.fill("[name=text]", "sarcasm detection")
    page.wait_for_selector(".ps-rows:not([hidden]) mark")
    page.wait_for_load_state("networkidle")
    steps.append(loaded.take())
    assert all(step <= most for step, most in zip(steps, (150_000, 125_000, 30_000, MOST))), steps


def test_nothing_freezes(page: Any, served: Served) -> None:
    """No task of an answer blocks for 200 ms, in the quietest of three tries: other work of the
    machine counts as if it were the page's."""
    longest = []
    for _ in range(3):
        page.goto(served.url + "papers/")
        page.wait_for_selector("[data-facet] input[type=checkbox]")
        page.evaluate("window.tasks.length = 0")
        page.locator("[data-facet=topic] input[type=checkbox]").first.check()
        page.wait_for_function(FOUND)
        page.wait_for_load_state("networkidle")
        longest.append(max(page.evaluate("window.tasks"), default=0))
    assert min(longest) < 200, longest


def test_filters_words_and_orders_at_once(page: Any, served: Served) -> None:
    """Counts say what is found, a second filter narrows it to what its count said."""
    page.goto(served.url + "papers/?topic=acl&text=translation&sort=title")
    page.wait_for_function(FOUND)
    page.wait_for_load_state("networkidle")
    rows = page.locator(".ps-rows:not([hidden]) > article.ps-row")
    titles = rows.locator("h3").all_inner_texts()
    assert len(titles) == 10 and titles == sorted(titles, key=str.lower)
    item = page.locator("[data-facet=year] li:visible").first
    expected = item.locator(".ps-n").inner_text()
    item.locator("input").check()
    page.wait_for_function(
        "n => document.querySelector('#ps-list').textContent.startsWith(`${n} paper`)", arg=expected
    )  # fmt: skip


def test_a_term_that_the_page_does_not_hold(page: Any, served: Served) -> None:
    """959 venues are more than the page lists: the others are found by name, linked and ticked."""
    page.goto(served.url + "papers/?year=2020")
    page.wait_for_function(FOUND)
    page.wait_for_load_state("networkidle")
    page.get_by_label("Find a venue").fill("figurative")
    item = page.locator("[data-facet=venue] li:visible").first
    expected, name = item.locator(".ps-n").inner_text(), item.locator("label").inner_text()
    link = item.locator(".ps-goto").get_attribute("href")
    item.locator("input").check()
    page.wait_for_function(
        "n => document.querySelector('#ps-list').textContent.startsWith(`${n} paper`)", arg=expected
    )  # fmt: skip
    page.reload()
    page.wait_for_function(FOUND)
    assert page.locator(".ps-set button", has_text=name).count() == 1
    page.goto(link)
    assert name in page.locator("h1").inner_text()


def test_numbered_pages_without_scripts(browser: Any, served: Served) -> None:
    """100 pages list all papers."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + "papers/p/100/")
    assert page.locator("article.ps-row").count() == 100
    assert page.locator(".ps-pager [rel=next]").count() == 0
    context.close()
