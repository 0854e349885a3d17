"""Scripts that come late, or not at all: what a reader did until then is done, and no page is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.helpers import PHONE, TOTAL, Served

pytestmark = pytest.mark.slow
DIALOG = "dialog.ps-search[open]"
#: Ctrl+K on a Russian keyboard.
OTHER_LAYOUT = "new KeyboardEvent('keydown', {key: 'л', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true})"
#: Opens a page without waiting for a script, and returns what lets that script come, or fail.
Held = Callable[[str, str], Callable[[bool], None]]


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    context = browser.new_context(**PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def held(phone: Any, seed_server: Served) -> Held:
    def hold(path: str, script: str) -> Callable[[bool], None]:
        routes: list[Any] = []
        phone.route(f"**/{script}.*.js", lambda route: routes.append(route))
        phone.goto(seed_server.url + path, wait_until="commit")
        phone.locator(".ps-footer").wait_for()

        def release(comes: bool) -> None:
            phone.wait_for_timeout(50)
            while not routes:  # a module that another one imports
                phone.wait_for_timeout(20)
            for route in routes:
                route.continue_() if comes else route.abort()
            phone.unroute(f"**/{script}.*.js")

        return release

    return hold


# --- what a reader did before ---


@pytest.mark.parametrize("act", ["click", "/", "Control+k", OTHER_LAYOUT])
def test_the_search_opens_when_its_script_has_come(phone: Any, held: Held, act: str) -> None:
    """The button is a link until then, which is not followed."""
    release = held("venues/", "search")
    if act == OTHER_LAYOUT:
        phone.evaluate(f"document.body.dispatchEvent({act})")
    else:
        phone.click(".ps-find a") if act == "click" else phone.keyboard.press(act)
    phone.locator(".ps-find[aria-busy=true]").wait_for()
    release(True)
    phone.locator(DIALOG).wait_for()
    assert phone.evaluate("document.activeElement.id") == "ps-q"
    assert phone.url.endswith("/venues/")
    assert phone.locator(".ps-find[aria-busy]").count() == 0


@pytest.mark.parametrize("path", ["", "papers/"])
def test_a_search_that_was_opened_without_a_network_works_with_one(
    phone: Any, seed_server: Served, path: str
) -> None:
    """The search begins to load when it is opened; a reader in a tunnel types after it."""
    phone.goto(seed_server.url + path)
    phone.route("**/pagefind/**", lambda route: route.abort())
    field, found = ("#ps-q", ".ps-results a") if not path else (".ps-ask input", ".ps-rows mark")
    if path:  # its script listens from then on
        phone.locator(".ps-choices input").first.wait_for(state="attached")
    with phone.expect_event("requestfailed"):
        phone.focus(field) if path else phone.click(".ps-find button")
    phone.locator(field).wait_for()
    phone.wait_for_timeout(300)
    phone.unroute("**/pagefind/**")
    phone.fill(field, "segmentation")
    phone.locator(found).first.wait_for()
    assert phone.locator(".ps-failed").count() == 0


@pytest.mark.parametrize("script", ["search", "papershelf"])
def test_a_search_whose_script_is_lost_is_a_link(phone: Any, held: Held, script: str) -> None:
    release = held("venues/", script)
    phone.click(".ps-find a")
    release(False)
    phone.wait_for_url("**/topics/")


def test_a_slash_in_a_field_or_given_up_asks_for_nothing(phone: Any, held: Held) -> None:
    release = held("papers/", "search")
    phone.locator("[name=text]").press_sequentially("a/b")
    phone.evaluate("localStorage.setItem('papershelf /repo/ slash', '\"off\"')")
    phone.locator("[name=text]").blur()
    phone.keyboard.press("/")
    release(True)
    phone.locator(".ps-find__open").wait_for()
    phone.locator(".ps-find[aria-busy]").wait_for(state="detached")
    assert phone.locator(DIALOG).count() == 0
    assert phone.input_value("[name=text]") == "a/b"


def test_the_menu_and_the_theme_work_when_their_script_has_come(phone: Any, held: Held) -> None:
    """Once, also for a reader who tries again; a script that is lost leaves links (test_readers.py)."""
    release = held("venues/", "frame")
    phone.click(".ps-header__menu")
    phone.click(".ps-header__menu")
    release(True)
    phone.locator("#ps-drawer a", has_text="Topics").wait_for()
    release = held("venues/", "frame")
    phone.click(".ps-theme")
    release(True)
    phone.locator("body[data-md-color-scheme=slate]").wait_for()


EARLY = {"search": ".ps-find a", "menu": ".ps-header__menu", "theme": ".ps-theme"}
#: What is done: "search", "menu", "theme", or several of them.
DONE = """() => Object.entries({
  search: document.querySelector("dialog.ps-search[open]"),
  menu: document.querySelector("#__drawer").checked,
  theme: document.body.matches("[data-md-color-scheme=slate]"),
}).filter(([, isDone]) => isDone).map(([name]) => name)"""
#: Sets `isReady` after the last script of the header has come, and what was remembered for it is done.
READY = "addEventListener('ps:ready', ({ detail }) => { if (detail.includes('search')) window.isReady = true; })"


@pytest.mark.parametrize(
    ("first", "last"),
    [("menu", "theme"), ("theme", "menu"), ("menu", "search"), ("search", "menu")],
)
def test_only_the_last_press_before_the_scripts_is_done(
    phone: Any, held: Held, first: str, last: str
) -> None:
    """Once, and not the one before it, which no longer waits for anything."""
    release = held("venues/", "frame")
    phone.evaluate(READY)
    phone.click(EARLY[first])
    phone.click(EARLY[last])
    assert phone.locator("[aria-busy=true]").count() == 1
    release(True)
    phone.wait_for_function("() => window.isReady")
    assert phone.evaluate(DONE) == [last]
    assert phone.locator("[aria-busy=true]").count() == 0


# --- what a page says where a script does not come ---


def test_a_name_that_was_sought_is_found_when_the_script_has_come(phone: Any, held: Held) -> None:
    """Also among names that the page does not hold."""
    release = held("papers/", "browse")
    phone.locator(".ps-narrow > summary").click()
    phone.get_by_label("Find a venue").fill("aaai")
    release(True)
    phone.locator("[data-facet=venue] li:visible label").first.wait_for()
    assert phone.get_by_text("could be loaded").count() == 0


@pytest.mark.parametrize("script", ["browse", "table", "basket-message"])
def test_a_list_that_cannot_be_filtered_says_so(phone: Any, held: Held, script: str) -> None:
    """It does not pass all papers off as those that an address asks for, and has no field that does nothing."""
    release = held("papers/?year=2023", script)
    release(False)
    alert = phone.get_by_role("alert")
    alert.get_by_text("This list has all papers").wait_for()
    assert phone.inner_text("h2.ps-day").startswith(f"{TOTAL} papers")
    phone.click(".ps-narrow > summary")
    assert phone.locator(".ps-narrow a").first.is_visible()
    for name in ("[name=text]", "[name=sort]", ".ps-facet__find"):
        assert phone.locator(name).locator("visible=true").count() == 0, name
    alert.get_by_role("button", name="Reload the page").click()
    phone.get_by_text(f"of {TOTAL} papers, newest first").wait_for()
    assert alert.count() == 0


@pytest.mark.parametrize("script", ["basket", "basket-list", "calendar"])
def test_kept_papers_that_cannot_be_shown_are_not_none(phone: Any, held: Held, script: str) -> None:
    held("basket/", script)(False)
    phone.get_by_role("alert").get_by_text("Your kept papers could not be loaded.").wait_for()
    assert phone.get_by_text("You have not kept any papers").count() == 0
