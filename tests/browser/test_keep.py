"""Ticks on papers, and what a reader's browser remembers: kept, read, the last visit. On no other host."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.helpers import Served, goto
from support.keeping import IDS, basket, is_pressed, remember, remembered, rows, tick

pytestmark = pytest.mark.slow

FIRST, SECOND, THIRD, FOURTH = IDS


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Served]:
    with Served(site) as server:
        (server.folder / "other").symlink_to(site)
        yield server


# --- ticks ---


def test_papers_are_kept_wherever_they_stand(page: Any, served: Served) -> None:
    """On a list by keyboard, on the paper's own page, among related papers; the header counts them
    once there is one, and another page knows them."""
    page.goto(served.url)
    count = page.locator("[data-ps-kept]")
    tick(page, FIRST).wait_for()
    assert not count.is_visible()
    tick(page, FIRST).focus()
    page.keyboard.press("Space")
    assert is_pressed(tick(page, FIRST))
    assert count.inner_text().split() == ["Kept", "1"]
    page.goto(f"{served.url}papers/{SECOND}/")
    tick(page, SECOND).click()
    tick(page, THIRD).click()  # related
    assert count.inner_text().split() == ["Kept", "3"]
    page.goto(f"{served.url}topics/compilers/")
    tick(page, SECOND).wait_for()
    assert is_pressed(tick(page, SECOND)) and is_pressed(tick(page, THIRD))
    tick(page, SECOND).click()
    assert remembered(page) == [FIRST, THIRD]
    count.click()
    page.wait_for_url(f"{served.url}basket/")
    assert rows(page) == [FIRST, THIRD]


def test_what_to_start_with_is_kept_too(page: Any, served: Served) -> None:
    """The curator's picks on a topic page have ticks, named by their titles. If a paper is also
    listed below, both places show whether it is kept and whether it was read."""
    page.goto(f"{served.url}topics/compilers/")
    picks = page.locator(".ps-start > li")
    pick = picks.first.get_by_role("button", name=": Notes on the engine")
    pick.focus()
    page.keyboard.press("Enter")
    assert is_pressed(pick)
    assert is_pressed(page.locator(f".ps-row[data-id={SECOND}] [data-tick=kept]"))
    assert remembered(page) == [SECOND]
    tick(page, THIRD, "read").click()
    assert picks.nth(1).get_attribute("class") == "ps-is-read"
    assert picks.locator("button").count() == picks.count() == 2


def test_a_tick_says_which_paper_it_is_about(page: Any, served: Served) -> None:
    """Its name is the word that is seen, and the title: WCAG 2.5.3."""
    page.goto(served.url)
    page.get_by_role("button", name="Keep: The education of a computer").click()
    button = page.get_by_role("button", name="Kept: The education of a computer")
    button.wait_for()
    assert is_pressed(button)


def test_read_papers_are_told_apart_quietly(page: Any, served: Served) -> None:
    """Marked on a list or on the page of the paper, seen in every list."""
    page.goto(f"{served.url}papers/{THIRD}/")
    tick(page, THIRD, "read").click()
    page.goto(served.url)
    tick(page, THIRD, "read").wait_for()
    assert page.locator(".ps-is-read").evaluate_all("all => all.map((row) => row.dataset.id)") == [
        THIRD
    ]
    assert tick(page, THIRD, "read").inner_text() == "Read"
    assert tick(page, FIRST, "read").inner_text() == "Mark read"


@pytest.mark.parametrize("place", ["", f"papers/{SECOND}/"])
def test_marks_follow_a_renamed_paper(page: Any, served: Served, place: str) -> None:
    """In a list and on its own page it is kept and read as it was under its old name, once."""
    was = "lovelace1842notes"
    remember(page, served, kept=[was, FIRST, SECOND], read=[was])
    page.goto(served.url + place)
    for name in ("kept", "read"):
        tick(page, SECOND, name).wait_for()
        assert is_pressed(tick(page, SECOND, name))
    assert page.locator("[data-ps-kept]").inner_text().split() == ["Kept", "2"]
    assert (remembered(page), remembered(page, "read")) == ([SECOND, FIRST], [SECOND])


PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"


def late(route: Any) -> None:
    """Answers some frames after the script before, and after the first paint unless painting waits
    for this script."""
    if "/early." not in route.request.url:
        route.request.frame.wait_for_function(PAINTED, polling=20)
    time.sleep(0.05)
    route.continue_()


def test_nothing_moves_when_scripts_come(browser: Any, served: Served) -> None:
    """The room for ticks, the number in the header and the buttons to copy is kept free: no element
    of these pages shifts, on a phone or a wide screen, for a reader who comes back."""
    for width in (320, 390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        remember(page, served, kept=list(IDS), read=[SECOND],
                 visit={"at": 1, "seen": {"day": "2025-01-05", "ids": []}, "since": None})  # fmt: skip
        page.add_init_script(
            "window.shifts = []; const inHeader = (node) =>"
            " (node instanceof Element ? node : node?.parentElement)?.closest('.ps-header');"
            "new PerformanceObserver((all) => all.getEntries().forEach((one) =>"
            " one.sources.every((s) => inHeader(s.node)) || shifts.push(one.sources.map((s) => s.node?.className ?? s.node?.textContent?.slice(0, 40) ?? [s.previousRect, s.currentRect]))))"
            ".observe({ type: 'layout-shift', buffered: true })"
        )
        page.route("**/assets/papershelf/*.js", late)
        for path in ("", f"papers/{SECOND}/", "topics/compilers/", f"papers/{SECOND}/#cite"):
            goto(page, served.url + path)
            page.locator(".ps-ticks").first.wait_for()
            before = page.evaluate("document.documentElement.scrollHeight")
            assert page.evaluate("shifts") == [], (width, path)
            place = page.evaluate("document.querySelector('.ps-find').getBoundingClientRect().x")
            page.evaluate("document.querySelector('.ps-kept').classList.remove('ps-kept--some')")
            assert place == page.evaluate(
                "document.querySelector('.ps-find').getBoundingClientRect().x"
            )
            page.evaluate("document.querySelectorAll('.ps-ticks').forEach((node) => node.remove())")
            assert before == page.evaluate("document.documentElement.scrollHeight"), (width, path)
        context.close()


def test_rows_that_come_later_are_ticked_too(page: Any, served: Served) -> None:
    """A script that inserts rows announces them with the event ps:rows."""
    page.goto(served.url)
    tick(page, FIRST).wait_for()
    tick(page, FIRST).click()
    page.evaluate("""() => {
        const root = document.createElement("div");
        root.append(document.querySelector(".ps-row").cloneNode(true));
        root.querySelector(".ps-ticks").remove();
        root.id = "later";
        document.querySelector(".ps-rows").append(root);
        document.dispatchEvent(new CustomEvent("ps:rows", { detail: { root } }));
    }""")
    assert page.locator("#later .ps-ticks").count() == 1
    assert is_pressed(page.locator("#later [data-tick=kept]"))


def test_without_scripts_nothing_pretends(browser: Any, served: Served) -> None:
    """No tick, no number, no room for either; the page says what to do instead."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served.url)
    assert page.locator(".ps-row").count() == 4
    assert page.locator("button:visible").count() == 0
    assert page.locator("[data-ps-kept]").evaluate("e => e.getBoundingClientRect().width") == 0
    page.goto(f"{served.url}basket/")
    assert page.get_by_text("Keeping papers and showing a shared list need JavaScript").is_visible()
    page.get_by_role("link", name="Browse the topics").click()
    page.wait_for_url(f"{served.url}topics/")
    context.close()


def test_a_thumb_hits_every_button(browser: Any, served: Served) -> None:
    """44 pixels high on a phone, and nothing wider than the screen."""
    for width in (320, 390):
        context = browser.new_context(viewport={"width": width, "height": 844}, has_touch=True)
        page = context.new_page()
        remember(page, served, kept=list(IDS))
        for path in ("", f"papers/{SECOND}/", "basket/", f"basket/#papers={FIRST},{SECOND}"):
            page.goto(served.url + path)
            page.locator(".ps-ticks").first.wait_for()
            low = page.evaluate(
                "[...document.querySelectorAll('main button, main label, [data-ps-kept]')]"
                ".filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"
            )
            assert low == [], path
            assert width >= page.evaluate("document.documentElement.scrollWidth"), path
        context.close()


# --- memory ---


def test_two_tabs_agree(context: Any, served: Served) -> None:
    """What is kept in one is pressed in the other at once, and its basket has a row more."""
    one, other, third = context.new_page(), context.new_page(), context.new_page()
    one.goto(served.url)
    other.goto(f"{served.url}topics/compilers/")
    assert basket(third, served) == []
    tick(other, SECOND).wait_for()
    tick(one, SECOND).click()
    other.locator(f".ps-row [data-tick=kept][data-id={SECOND}][aria-pressed=true]").wait_for()
    third.locator(f".ps-basket__rows [data-row={SECOND}]").wait_for()
    tick(other, THIRD).click()
    one.locator(f"[data-tick=kept][data-id={THIRD}][aria-pressed=true]").wait_for()
    assert remembered(one) == [SECOND, THIRD]


def test_two_sites_on_one_host_do_not_mix(page: Any, served: Served) -> None:
    """The memory goes by the base path."""
    page.goto(served.url)
    tick(page, FIRST).click()
    other = served.url.replace("/repo/", "/other/")
    page.goto(other)
    tick(page, FIRST).wait_for()
    assert not is_pressed(tick(page, FIRST))
    tick(page, SECOND).click()
    assert remembered(page) == [FIRST]
    page.goto(f"{other}basket/")
    assert rows(page) == [SECOND]


HOSTILE_MEMORY = [
    "", "{", "null", "true", "12", '"text"', "{}", '{"length": 1e9}', "[[[[]]]]",
    '[null, 1, {}, "../../x", "<img src=x onerror=alert(1)>", "__proto__", "a b", "A1", ""]',
    json.dumps(["x" * 81] * 10),
]  # fmt: skip


def test_corrupted_memory_does_no_harm(page: Any, served: Served) -> None:
    """Whatever somebody wrote there, every page works and goes on remembering."""
    for text in HOSTILE_MEMORY:
        remember(page, served, kept=text, read=text, visit=text)
        page.goto(served.url)
        tick(page, FIRST).wait_for()
        tick(page, FIRST, "read").click()
        assert is_pressed(tick(page, FIRST, "read")), text
        tick(page, FIRST).click()
        assert remembered(page) == [FIRST], text
        assert basket(page, served) == [FIRST], text


def test_a_full_basket_takes_no_more(page: Any, served: Served) -> None:
    """It holds 1,000 papers, whatever somebody wrote there; what was read is still remembered."""
    ghosts = [f"ghost{n}" for n in range(5000)]
    remember(page, served, kept=ghosts, read=ghosts, visit=ghosts)
    page.goto(served.url)
    tick(page, FIRST, "read").click()
    assert is_pressed(tick(page, FIRST, "read"))
    tick(page, FIRST).click()
    page.locator(".ps-toast", has_text="it holds 1,000 papers").wait_for()
    assert not is_pressed(tick(page, FIRST))
    assert page.locator(".ps-kept__n").inner_text() == "1000"


def test_hostile_visits_do_no_harm(page: Any, served: Served) -> None:
    """Neither do times that are none."""
    for value in (
        {"at": "now", "seen": {"day": "<b>", "ids": "x"}, "since": {"day": 3}},
        {
            "at": -1e99,
            "seen": {"day": "2025-99-99", "ids": {}},
            "since": {"day": "0000-00-00", "at": {}},
        },
        {
            "at": 1e300,
            "seen": [],
            "since": {"day": "9999-12-31", "ids": [None, "<i>"], "at": 1e300},
        },
    ):
        remember(page, served, visit=value)
        page.goto(served.url)
        tick(page, FIRST).wait_for()
        assert set(remembered(page, "visit")) == {"at", "seen", "since"}


def test_a_browser_that_stores_nothing_says_so(page: Any, served: Served) -> None:
    """Ticks work until the reader leaves the page, and a message says so."""
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    page.goto(served.url)
    tick(page, FIRST).wait_for()
    regions = [
        node for node in page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        if node.get("role", {}).get("value") == "status" and not node["ignored"]
    ]  # fmt: skip
    assert len(regions) == 1, "a region that is there before it speaks is heard"
    tick(page, FIRST).click()
    page.locator(".ps-toast[role=status]", has_text="can't save it").wait_for()
    assert is_pressed(tick(page, FIRST)) and page.locator(".ps-kept__n").inner_text() == "1"


FORBIDDEN = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('', 'SecurityError') },
})"""
SPOILT = "localStorage.setItem('/repo/.__palette', '{')"


@pytest.mark.parametrize("script", [FORBIDDEN, SPOILT], ids=["forbidden", "spoilt"])
def test_what_storage_refuses_stops_no_script(
    browser: Any, seed_server: Served, script: str
) -> None:
    """Material's code for the theme throws if storage is forbidden or contains invalid JSON; search,
    ticks and the theme still work."""
    context = browser.new_context(color_scheme="light")
    context.add_init_script(script)
    page = context.new_page()
    page.goto(seed_server.url)
    tick = page.locator("[data-tick=kept]").first
    tick.click()
    assert is_pressed(tick)
    page.locator(".ps-find__open").wait_for()
    for pressed in ("true", "false", "true"):
        page.get_by_role("button", name="Dark theme").click()
        assert page.locator(".ps-theme").get_attribute("aria-pressed") == pressed
        scheme = page.locator("body").get_attribute("data-md-color-scheme")
        assert (scheme == "slate") is (pressed == "true")
    context.close()
