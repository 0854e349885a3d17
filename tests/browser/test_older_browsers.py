"""Browsers of early 2023, which readers on Windows 7 and iOS 16 have: what newer ones added is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.helpers import Served, watched

pytestmark = pytest.mark.slow

#: Chrome 109 has none of the methods of arrays, Safari 16.6 has no `size`, and Firefox 115 has neither `:has()`
#: nor attributes of ARIA as properties.
MISSING = """
    for (const name of ["toSorted", "toSpliced", "toReversed", "with"]) delete Array.prototype[name];
    for (const name of ["ariaLabel", "ariaBusy", "ariaHidden"]) delete Element.prototype[name];
    delete URLSearchParams.prototype.size;
    for (const kind of [Document, DocumentFragment, Element])
        for (const name of ["querySelector", "querySelectorAll", "matches", "closest"]) {
            const own = kind.prototype[name];
            if (own) kind.prototype[name] = function (selector) {
                if (selector.includes(":has(")) throw new DOMException(selector, "SyntaxError");
                return own.call(this, selector);
            };
        }
"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(MISSING)
        yield context.new_page()


def test_papers_are_narrowed_and_the_address_says_so(page: Any, seed_server: Served) -> None:
    """The back button leads to what was asked before."""
    page.goto(f"{seed_server.url}papers/")
    page.locator(".ps-choices input").first.check()
    page.wait_for_url("**/papers/?topic=*")
    page.locator("h2.ps-day", has_text="of 37 papers").wait_for()
    page.fill(".ps-ask input", "segmentation")
    page.wait_for_url("**?text=segmentation&topic=*")
    page.go_back()
    page.wait_for_url("**/papers/?topic=*")
    assert page.input_value(".ps-ask input") == ""
    assert page.locator(".ps-failed").count() == 0


def test_words_are_searched_with_one_too_many(page: Any, seed_server: Served) -> None:
    """A word is left out in turn, and neighbours are joined."""
    page.goto(seed_server.url)
    page.keyboard.press("/")
    page.fill("#ps-q", "segmentation zzqq")
    page.locator(".ps-state", has_text="contain most of them").wait_for()
    assert page.locator(".ps-results .ps-ticks").first.get_attribute("aria-hidden") == "true"


def without(page: Any, words: str) -> None:
    """Styles that use these words are as in a browser that does not know them."""

    def rewrite(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(words, "(unknown:"))

    page.route("**/*.css", rewrite)


def test_a_site_without_a_search_has_no_field_that_does_nothing(page: Any, served: Served) -> None:
    """Firefox 115 leaves out what has `:has()` in its selector."""
    without(page, ":has(")
    page.goto(f"{served.url}papers/")
    page.locator("[data-facet=topic] a").first.wait_for()
    assert not page.locator(".ps-ask").is_visible()


def test_the_sign_of_the_filters_is_no_arrow(page: Any, seed_server: Served) -> None:
    """Chrome knows `mask` since 120: the plus was what Material's arrow left of it."""
    without(page, " mask:")
    page.goto(f"{seed_server.url}papers/")
    sign = "getComputedStyle(document.querySelector('.ps-narrow > summary'), '::after')"
    assert page.evaluate(f"{sign}.content.includes('+') && {sign}.webkitMaskImage") == "none"


def test_styles_need_no_word_about_scripts(page: Any, seed_server: Served) -> None:
    """Chrome knows `(scripting: enabled)` since 120, Safari since 17. The buttons of related papers were on top of each
    other, and the page of kept papers said that it needs JavaScript."""
    without(page, "(scripting:")
    page.goto(f"{seed_server.url}papers/zheng2024learning/")
    page.locator(".ps-related .ps-ticks").first.wait_for()
    rows = page.locator(".ps-related li").evaluate_all(
        """rows => rows.map((row) => [row, row.querySelector("a"), row.querySelector("button")].map((each) => each.getBoundingClientRect()))
            .map(([row, link, button]) => [row.top <= button.top && button.bottom <= row.bottom, link.right <= button.left])"""
    )
    assert rows == [[True, True]] * 5
    page.goto(f"{seed_server.url}basket/")
    page.locator(".ps-basket__intro").wait_for()
    assert not page.locator(".ps-without").is_visible()
