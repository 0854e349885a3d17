"""Files of the search, lists and scripts that do not come: the page says so, and goes on."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.outputs import search_index
from support.browsing import visit
from support.helpers import PHONE, TOTAL, Served, answered, ask, build, entry, watched, write

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


def test_a_new_page_is_found_although_the_browser_has_an_old_file(
    page: Any, tmp_path: Path
) -> None:
    """Pages share files, and hosts let browsers keep these for some minutes. A tab that was open before asks
    to be loaded again instead of showing a list without the new paper, or a paper without its title."""
    old, new = "ada2024engine", "bob2024x2621"
    assert len({search_index.path_of(f"en__{name}") for name in (old, new)}) == 1
    root = write(tmp_path / "shelf", {"papers.yaml": entry(old)})
    build(root, tmp_path / "site")
    with Served(tmp_path / "site") as served:
        page.goto(served.url)
        assert ask(page, "engine") == [old]
        page.goto(f"{served.url}papers/?sort=title")
        page.get_by_text("of 1 paper, by title").wait_for()
        opened = page.context.new_page()
        opened.goto(f"{served.url}papers/?sort=title")
        opened.get_by_text("of 1 paper, by title").wait_for()
        write(root, {"papers.yaml": entry(old) + entry(new, "On zebras")})
        build(root, tmp_path / "site")
        page.goto(f"{served.url}papers/?sort=title")
        page.locator(".ps-rows .ps-row__title", has_text="On zebras").wait_for()
        opened.select_option("[name=sort]", "published")
        opened.get_by_text("This site was updated").wait_for()
        page.goto(served.url)
        assert ask(page, "zebras") == [new]
        page.route("**/fragment/*", lambda route: route.fulfill(body=gzip.compress(b"{}")))
        page.goto(served.url)
        assert ask(page, "engine") == []
        assert page.inner_text(".ps-near .ps-retry") == "Reload the page"


@pytest.mark.parametrize(
    ("files", "status", "told"),
    [
        ("index/*", 0, "Try again"),
        ("index/*", 404, "Reload the page"),
        ("*.pf_meta", 503, "Try again"),
        ("fragment/*", 0, "Try again"),
    ],
)
def test_a_failed_download_is_told_and_tried_again(
    page: Any, seed_server: Served, files: str, status: int, told: str
) -> None:
    """Never as "nothing found"; a file that is gone was one of the site before its last update."""
    pattern = f"**/pagefind/{files}"
    page.route(pattern, lambda route: route.fulfill(status=status) if status else route.abort())
    page.goto(f"{seed_server.url}topics/")
    assert ask(page, "federated") == []
    assert page.inner_text(".ps-state") == "The search could not be loaded."
    assert page.inner_text(".ps-near .ps-retry") == told
    assert ("updated" in page.inner_text(".ps-failed")) == (status == 404)
    page.unroute(pattern)
    if told == "Try again":
        page.click(".ps-retry")
    else:  # the same tab also works again without a reload
        page.keyboard.press("Escape")
        page.locator("dialog.ps-search").wait_for(state="hidden")
        page.keyboard.press("/")
    page.get_by_text(re.compile(r"^\d+ results$")).wait_for()
    assert page.locator(".ps-retry").count() == 0


def test_a_script_of_the_search_that_did_not_come_is_loaded_again(
    page: Any, seed_server: Served
) -> None:
    """The same page goes on, without a reload. Each try asks for another address, since WebKit and
    Firefox remember a module that did not come."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/engine.*", lambda route: route.abort())
    visit(page, seed_server, text="federated")
    for _ in range(2):
        assert page.locator(".ps-failed .ps-retry").inner_text() == "Try again"
        page.get_by_text("The search could not be loaded").wait_for()
        with page.expect_request("**/engine.*.js?*"):
            page.click(".ps-failed .ps-retry")
    page.locator(".ps-failed .ps-retry").wait_for()
    page.unroute("**/engine.*")
    page.click(".ps-failed .ps-retry")
    page.get_by_text(f"of {TOTAL} papers, best first").wait_for()
    assert page.locator(".ps-failed").count() == 0
    tries = [url.partition(".js")[2] for url in asked if "/engine." in url]
    assert list(dict.fromkeys(tries)) == ["", "?2", "?3", "?4"]


def test_a_list_that_cannot_be_searched_says_so(page: Any, seed_server: Served) -> None:
    """The page offers the same button; a row that fails to load is not shown without its authors."""
    page.route("**/pagefind/index/*", lambda route: route.abort())
    visit(page, seed_server, text="federated")
    with page.expect_event("requestfailed"):
        page.click(".ps-failed .ps-retry")
    page.get_by_text("The search could not be loaded").wait_for()
    page.unroute("**/pagefind/index/*")
    page.route("**/rows/*", lambda route: route.fulfill(status=503))
    with page.expect_response("**/rows/*"):
        page.click(".ps-failed .ps-retry")
    page.locator(".ps-failed .ps-retry").wait_for()
    page.unroute("**/rows/*")
    page.click(".ps-failed .ps-retry")
    page.get_by_text(f"of {TOTAL} papers, best first").wait_for()
    assert page.locator(".ps-failed").count() == 0


@pytest.mark.parametrize(("status", "told"), [(0, "Try again"), (404, "Reload the page")])
def test_a_script_that_does_not_come_may_come_later(
    page: Any, seed_server: Served, status: int, told: str
) -> None:
    """The dialog is asked for again, by another address."""
    page.route(
        "**/dialog.*.js", lambda route: route.fulfill(status=status) if status else route.abort()
    )
    page.goto(f"{seed_server.url}topics/")
    page.wait_for_selector(".ps-find__open")
    page.keyboard.press("/")
    page.fill("#ps-q", "federated")
    page.locator(".ps-search__failed .ps-retry", has_text=told).wait_for()
    page.unroute("**/dialog.*.js")
    if status == 0:
        page.click(".ps-retry")
        answered(page, "federated")
        assert page.locator(".ps-results li").count() > 0


@pytest.mark.parametrize("words", ["", "a #b", "document.forms.old.addEventListener()"])
def test_a_phone_whose_script_was_lost_is_as_without_one(
    browser: Any, seed_server: Served, words: str
) -> None:
    """The page shows the links of the menu, but nothing that needs a script. So it is in an old browser
    that cannot read a script, or lacks what it calls."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    answer = {"body": words, "content_type": "text/javascript"}
    page.route(
        f"**/assets/papershelf/{'frame' if words else 'papershelf'}.*.js",
        lambda route: route.fulfill(**answer) if words else route.abort(),
    )
    page.goto(f"{seed_server.url}papers/")
    page.locator(".ps-header__links a", has_text="Topics").wait_for()
    for name in (".ps-header__menu", ".ps-theme", ".ps-kept", ".ps-ask"):
        assert page.locator(name).first.is_hidden(), name
    page.goto(f"{seed_server.url}basket/")
    page.locator(".ps-without").wait_for()
    context.close()
