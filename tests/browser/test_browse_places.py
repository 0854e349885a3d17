"""The list of all papers on a phone, at odd widths, and where a file of it does not come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.model import Collection
from papershelf.outputs import search_index
from support.browsing import matching, shown, silent, visit, wait
from support.helpers import TOTAL, Served, build, entry, watched, write

pytestmark = pytest.mark.slow


@pytest.fixture
def phone(browser: Any, seed_server: Served) -> Iterator[Any]:
    """The same, 390 pixels wide and touched by fingers."""
    with watched(
        browser, seed_server.url, viewport={"width": 390, "height": 844}, has_touch=True
    ) as context:
        yield from silent(context)


def test_rows_come_without_what_the_search_knows_of_them(browser: Any, seed_server: Served) -> None:
    """Where the texts of pages fail in the middle, what was found is shown, without marks."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{seed_server.url}papers/?text=medical+imaging")
    page.wait_for_selector(".ps-rows:not([hidden]) mark")
    found = shown(page)
    kept = search_index.path_of(f"en__{found[0]}")
    page.route(
        lambda url: url.endswith(".pf_fragment") and not url.endswith(kept),
        lambda route: route.abort(),
    )
    page.reload()
    page.get_by_text("best first").wait_for()
    assert found == shown(page)
    context.close()


@pytest.mark.parametrize(
    ("files", "asked", "told"),
    [
        ("browse", "topic=medical-imaging", "The filters"),
        ("pagefind", "text=imaging", "The search"),
    ],
)
def test_what_cannot_be_loaded_is_told(
    browser: Any, seed_server: Served, files: str, asked: str, told: str
) -> None:
    """The page's own list is there then, and says why it is whole."""
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**/{files}/**", lambda route: route.abort())
    page.goto(f"{seed_server.url}papers/?{asked}")
    page.get_by_text(f"{told} could not be loaded").wait_for()
    assert len(shown(page)) == TOTAL
    context.close()


def test_more_papers_that_do_not_come_are_loaded_again(browser: Any, tmp_path: Path) -> None:
    """The list says so, with a button, and goes on where it was. There are more papers than fit on
    the shelves that the first rows are from."""
    papers = "".join(entry(f"p{number}", f"Paper {number:03}") for number in range(200))
    build(write(tmp_path / "shelf", {"papers.yaml": papers}), tmp_path / "site")
    with Served(tmp_path / "site") as served:
        _again(browser, served)


def _again(browser: Any, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.url}papers/?sort=title")
    page.get_by_text("of 200 papers, by title").wait_for()
    assert len(shown(page)) == 10
    page.route("**/rows/*", lambda route: route.abort())
    page.click(".ps-again")
    page.locator(".ps-failed", has_text="More papers could not be loaded.").wait_for()
    assert page.evaluate("document.activeElement.matches('.ps-failed .ps-retry')")
    page.unroute("**/rows/*")
    page.click(".ps-failed .ps-retry")
    page.locator(".ps-rows .ps-row").nth(29).wait_for()
    assert page.locator(".ps-failed").count() == 0
    context.close()


def test_on_a_phone_filters_open_on_request(
    phone: Any, seed_server: Served, collection: Collection
) -> None:
    """One button opens them, targets are 44 pixels, another one shows what was found."""
    phone.goto(seed_server.url + "papers/")
    phone.wait_for_selector("[data-facet] [type=checkbox]", state="attached")
    assert phone.locator("[data-facet=topic]").is_hidden()
    phone.locator(".ps-narrow > summary").tap()
    label = phone.locator("[data-facet=topic] label", has_text="Medical imaging")
    label.tap()
    expected = matching(collection, {"topic": ["medical-imaging"]})
    wait(phone, len(expected))
    for target in (".ps-narrow > summary", ".ps-choices label", ".ps-goto", ".ps-others__button",
                   ".ps-set button", ".ps-ask input", ".ps-ask select", ".ps-narrow__done"):  # fmt: skip
        for found in phone.locator(f"{target}:visible").all():
            assert found.bounding_box()["height"] >= 44, target
    assert phone.locator(".ps-goto:visible").first.bounding_box()["width"] >= 44
    phone.set_viewport_size({"width": 320, "height": 400})  # as at a zoom of 400 %
    boxes = phone.locator(".ps-choices input:visible")
    for number in range(boxes.count()):
        boxes.nth(number).focus()
        ends = phone.evaluate("['.ps-choices input:focus', '.ps-narrow__done'].map((each) => document.querySelector(each).getBoundingClientRect())")  # fmt: skip
        assert ends[0]["bottom"] <= ends[1]["top"], (
            "the button at the bottom covers nothing that has the focus"
        )
    phone.get_by_role("button", name=f"Show {len(expected)} papers").tap()
    assert phone.locator("[data-facet=topic]").is_hidden()
    assert phone.evaluate("document.activeElement.matches('.ps-day')")
    assert expected == shown(phone)


def test_what_is_set_before_the_script_comes_stays(phone: Any, seed_server: Served) -> None:
    """A slow connection takes nothing back from a reader: filters that were opened, words, an order."""
    late: list[Any] = []
    phone.route("**/browse.*.js", lambda route: late.append(route))
    with phone.expect_request("**/browse.*.js"):
        phone.goto(seed_server.url + "papers/")
    phone.locator(".ps-narrow > summary").tap()
    phone.fill("[name=text]", "imaging")
    phone.select_option("[name=sort]", "title")
    late[0].continue_()
    phone.wait_for_url("**/papers/?text=imaging&sort=title")
    phone.get_by_role("button", name=re.compile(r"^Show \d+ papers$")).wait_for()
    assert phone.input_value("[name=text]") == "imaging"
    phone.fill("[name=text]", "image")
    phone.wait_for_url("**/papers/?text=image&sort=title")
    phone.go_back()  # all letters are one step, as where the script is there before
    phone.wait_for_url("**/papers/")
    assert phone.input_value("[name=text]") == ""
    late.clear()
    with phone.expect_request("**/browse.*.js"):
        phone.goto(seed_server.url + "papers/?topic=medical-imaging")
    phone.fill("[name=text]", "image")
    late[0].continue_()
    phone.wait_for_url("**/papers/?text=image&topic=medical-imaging")


def test_nothing_is_wider_than_the_screen(browser: Any, seed_server: Served) -> None:
    """With filters set and opened, nothing has to be scrolled sideways."""
    page = browser.new_page()
    topics = ["multimodal-learning", "transformer-architectures"]
    for width in (320, 390, 1000, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        visit(page, seed_server, topic=topics, text="learning")
        page.wait_for_selector(".ps-rows:not([hidden]) mark")
        summary = page.locator(".ps-narrow > summary")
        if summary.is_visible():
            summary.click()
        assert width >= page.evaluate("document.documentElement.scrollWidth")
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_the_page_loads(browser: Any, seed_server: Served, width: int) -> None:
    """Links become boxes in their places."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "window.moved = []; new PerformanceObserver((list) => window.moved.push("
        "...list.getEntries().map((entry) => entry.value))).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector("[data-facet] [type=checkbox]", state="attached")
    page.wait_for_timeout(300)
    assert sum(page.evaluate("window.moved")) < 0.01
    context.close()
