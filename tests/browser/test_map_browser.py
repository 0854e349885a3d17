"""The map in a real browser: pointing, moving, keys, topics, themes, and life without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.driver import until
from support.helpers import TOTAL, Served, build, entry, watched, write
from support.map_page import points, position, show

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Any, seed_server: Served) -> Iterator[Any]:
    """The map of the example, where no script fails and no other host is asked."""
    with watched(browser, seed_server.url, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        show(page, seed_server.url + "map/")
        yield page


def colour(page: Any, data: dict[str, Any], number: int) -> list[int]:
    """Red, green, blue of the picture in the middle of a point."""
    x, y = position(page, data, number)
    found: list[int] = page.evaluate(
        """([x, y]) => {
            const canvas = document.querySelector(".ps-map canvas");
            const box = canvas.getBoundingClientRect();
            const scale = canvas.width / canvas.clientWidth;
            const at = (value) => Math.round(value * scale);
            return [...canvas.getContext("2d").getImageData(at(x - box.left), at(y - box.top), 1, 1).data].slice(0, 3);
        }""",
        [x, y],
    )
    return found


def hue(page: Any, number: int) -> list[int]:
    """The colour of a topic in the legend."""
    found: list[int] = page.evaluate(
        """(hue) => getComputedStyle(document.querySelector(`.ps-hue--${hue}`)).color.match(/\\d+/g).map(Number)""",
        number,
    )
    return found


def test_each_point_has_the_colour_of_its_topic(page: Any, seed_site: Path) -> None:
    """As the legend says, in both themes; the picture follows the switch."""
    data, _ = points(seed_site)
    light = {}
    for _ in range(2):
        for number in range(0, TOTAL, 5):
            until(lambda n=number: hue(page, data["hue"][n]) == colour(page, data, n), "a colour")
        light[str(hue(page, 1))] = True
        page.get_by_role("button", name="Dark theme").click()
    assert len(light) == 2


def test_pointing_tells_and_a_click_opens(page: Any, seed_site: Path, seed_server: Served) -> None:
    """Title, authors, year and topics beside the point; away from it they go."""
    data, words = points(seed_site)
    tip = page.locator(".ps-map__tip")
    for number in (0, 7, 35):
        page.mouse.move(*position(page, data, number))
        page.wait_for_function(
            "title => document.querySelector('.ps-map__tip b')?.textContent === title",
            arg=words["title"][number],
        )
        assert tip.is_visible()
        told = tip.inner_text()
        assert words["authors"][number] in told and str(words["year"][number]) in told
        assert all(data["topics"][topic][1] in told for topic in data["of"][number])
    x, y = position(page, data, 35)
    page.mouse.click(x, y)
    page.wait_for_url(seed_server.url + f"papers/{words['id'][35]}/")
    page.go_back()
    page.wait_for_selector(".ps-map__near-list li")
    page.mouse.move(5, 5)
    assert tip.is_hidden()


def test_the_wheel_zooms_where_it_points_and_a_drag_moves(page: Any, seed_site: Path) -> None:
    """The point under the mouse stays there; a drag takes it along and opens nothing."""
    data, words = points(seed_site)
    x, y = position(page, data, 12)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -600)
    page.wait_for_timeout(300)
    page.mouse.move(x + 1, y)
    tip = page.locator(".ps-map__tip b")
    assert words["title"][12] == tip.inner_text()
    page.mouse.down()
    page.mouse.move(x + 41, y + 30, steps=4)
    page.mouse.up()
    page.mouse.move(x + 42, y + 30)
    page.wait_for_timeout(200)
    assert words["title"][12] == tip.inner_text()
    assert page.url.endswith("/map/")
    page.get_by_role("button", name="Whole map").click()
    page.wait_for_timeout(500)
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    assert words["title"][12] == tip.inner_text()


def test_keys_walk_from_paper_to_paper(page: Any, seed_server: Served, seed_site: Path) -> None:
    """Tab reaches the map, arrows walk, + and 0 zoom, Enter opens, a reader hears each paper."""
    data, words = points(seed_site)
    canvas = page.locator(".ps-map canvas")
    assert canvas.get_attribute("aria-label") == f"Map of {TOTAL} papers"
    canvas.focus()
    said = page.locator(".ps-map [role=status].ps-sr")

    def step(key: str) -> int:
        """Press a key, and return the paper that a reader hears of then."""
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        heard = said.inner_text()
        return next(n for n, title in enumerate(words["title"]) if heard.startswith(f"{title}. "))

    here = step("ArrowRight")  # the one in the middle
    ways = {"Right": ("x", 1), "Down": ("y", 1), "Left": ("x", -1), "Up": ("y", -1)}
    for way, (axis, sign) in ways.items():
        there = step(f"Arrow{way}")
        assert sign * data[axis][there] > sign * data[axis][here], way
        here = there
    assert here == step("+") != step("ArrowRight")
    page.keyboard.press("Escape")
    assert page.locator(".ps-map__tip").is_hidden()
    page.keyboard.press("0")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    title = page.locator(".ps-map__tip b").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(seed_server.url + f"papers/{words['id'][words['title'].index(title)]}/")


def test_back_from_a_paper_leads_to_the_same_place(page: Any, seed_server: Served) -> None:
    """A reader who has zoomed finds the map as it was."""
    near = page.locator(".ps-map__near-list a")
    whole = near.all_inner_texts()
    page.mouse.move(300, 400)
    page.mouse.wheel(0, -900)
    page.wait_for_function("() => history.state?.map.zoom > 1.5")
    zoomed = page.evaluate("history.state.map")
    page.wait_for_timeout(300)
    there = near.all_inner_texts()
    near.first.click()
    page.wait_for_url(seed_server.url + "papers/*/")
    page.go_back()
    near.first.wait_for()
    assert page.evaluate("history.state.map") == zoomed
    assert near.all_inner_texts() == there != whole


def test_only_a_view_that_moved_is_written_to_the_history(
    page: Any, seed_site: Path, refuse: Callable[[Any], Callable[[], int]]
) -> None:
    """Pointing and a change of theme also draw the map, and Safari refuses what is written too often.
    Then Back leads to another place, and nothing else is lost."""
    data, _ = points(seed_site)
    page.wait_for_function("() => history.state?.map.zoom === 1")
    refused = refuse(page)
    tip = page.locator(".ps-map__tip")
    for number in (12, 3):
        page.mouse.move(*position(page, data, number))
        tip.wait_for()
        page.wait_for_timeout(250)  # longer than until the map has come to rest
    page.get_by_role("button", name="Dark theme").click()
    page.wait_for_timeout(250)
    assert refused() == 0
    near = page.locator(".ps-map__near-list")
    before = near.inner_text()
    page.mouse.move(*position(page, data, 3))
    page.mouse.wheel(0, -900)
    until(lambda: near.inner_text() != before, "another list")
    assert refused() > 0
    assert page.get_by_text("Titles could not be loaded").is_hidden()


def test_topics_choose_and_stand_in_the_address(
    page: Any, seed_server: Served, seed_site: Path
) -> None:
    """One or more, or one of all; counts are those of the data; the address brings them back."""
    data, _ = points(seed_site)
    topics = {slug: number for number, (slug, *_) in enumerate(data["topics"])}

    def papers(*slugs: str) -> int:
        return sum(any(topics[slug] in own for slug in slugs) for own in data["of"])

    state = page.locator(".ps-map__state")
    legend = page.locator(".ps-map__legend")
    legend.get_by_role("button", name="Medical imaging").click()
    assert state.inner_text().startswith(f"{papers('medical-imaging')} papers of {TOTAL}")
    assert page.url.endswith("/map/?topic=medical-imaging")
    link = state.get_by_role("link", name="The topic Medical imaging")
    assert link.get_attribute("href") == seed_server.url + "topics/medical-imaging/"
    legend.get_by_role("button", name="Language models").click()
    both = papers("medical-imaging", "language-models")
    assert state.inner_text().startswith(f"{both} papers of {TOTAL}")
    show(page, page.url)
    assert page.locator(".ps-map__legend [aria-pressed=true]").count() == 2
    outside = next(n for n in range(TOTAL) if not {topics["medical-imaging"], topics["language-models"]}
                   & set(data["of"][n]))  # fmt: skip
    page.mouse.move(*position(page, data, outside))
    page.wait_for_timeout(200)
    assert page.locator(".ps-map__tip").is_hidden(), "what is not chosen cannot be pointed at"
    page.get_by_role("button", name="Show all").click()
    assert state.inner_text() == "" and page.url.endswith("/map/")
    page.select_option("#ps-map-topic", "cross-modal-retrieval")
    assert state.inner_text().startswith(f"{papers('cross-modal-retrieval')} paper")


def test_the_same_papers_stand_in_a_list(page: Any, seed_site: Path, seed_server: Served) -> None:
    """Those in the middle of the map, as links, in the order of the page; it follows the map."""
    _, words = points(seed_site)
    items = page.locator(".ps-map__near-list a")
    before = items.all_inner_texts()
    assert len(before) == 9 and set(before) <= set(words["title"])
    first = words["title"].index(before[0])
    assert items.first.get_attribute("href") == seed_server.url + f"papers/{words['id'][first]}/"
    page.mouse.move(*position(page, points(seed_site)[0], 0))
    page.mouse.wheel(0, -900)
    until(lambda: items.all_inner_texts() != before, "another list")


def test_papers_of_the_list_are_kept(page: Any, seed_site: Path) -> None:
    """Each has a tick, also those that the list shows after the map has moved."""
    ids = points(seed_site)[1]["id"]
    items = page.locator(".ps-map__near-list li")
    titles = page.locator(".ps-map__near-list li > a")
    before = titles.all_inner_texts()
    first = items.first.locator("[data-tick=kept]")
    assert first.get_attribute("data-id") in ids
    first.click()
    assert first.get_attribute("aria-pressed") == "true"
    for moved in (False, True):
        assert items.count() == items.locator("[data-tick=kept]").count() > 0
        assert moved == (before != titles.all_inner_texts())
        page.mouse.move(*position(page, points(seed_site)[0], 0))
        page.mouse.wheel(0, -900)
        page.wait_for_timeout(900)
    assert page.locator(".ps-kept__n").inner_text() == "1"


def test_without_a_script_it_says_so(browser: Any, seed_server: Served) -> None:
    """And leads on to topics and to the list of all papers."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(seed_server.url + "map/")
    assert page.get_by_text("The map needs JavaScript").is_visible()
    assert page.locator(".ps-map").is_hidden()
    page.get_by_role("link", name="Medical imaging").click()
    page.wait_for_url(seed_server.url + "topics/medical-imaging/")
    context.close()


def test_motion_is_left_out_where_it_is_not_wanted(browser: Any, seed_server: Served) -> None:
    """A button zooms at once: the picture of the next frame is the last one."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    show(page, seed_server.url + "map/")
    frames = page.evaluate(
        """async () => {
            const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const canvas = document.querySelector(".ps-map canvas");
            document.querySelector("[aria-label='Zoom in']").click();
            await frame();
            const first = canvas.toDataURL();
            for (let at = 0; at < 4; at++) await frame();
            return [first, canvas.toDataURL()];
        }"""
    )
    assert frames[0] == frames[1]
    context.close()


def test_a_failure_says_where_the_papers_are(browser: Any, seed_server: Served) -> None:
    """Where the points cannot be loaded, no empty box stays behind."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/map/points.json", lambda route: route.abort())
    page.goto(seed_server.url + "map/")
    page.get_by_text("The map could not be loaded").wait_for()
    assert page.locator(".ps-map__stage").is_hidden()
    assert page.get_by_role("link", name="All papers as a list").is_visible()
    page.unroute("**/map/points.json")
    page.get_by_role("button", name="Try again").click()
    page.locator(".ps-map__stage").wait_for()
    context.close()


def at(page: Any, seconds: float) -> None:
    """The page so many seconds after it opened; it is the style sheet that counts them."""
    page.evaluate(
        "time => document.getAnimations().forEach((one) => { one.pause(); one.currentTime = time })",
        1000 * seconds,
    )


@pytest.mark.parametrize("lacking", ["map", "map-canvas", "papershelf"])
def test_a_script_that_does_not_come_leaves_the_way_to_the_papers(
    browser: Any, seed_server: Served, lacking: str
) -> None:
    """Whichever is missing, the page says so in place of the map, also where motion is not wanted;
    nobody sees that while the map is on its way."""
    for motion in ("no-preference", "reduce"):
        context = browser.new_context(reduced_motion=motion)
        page = context.new_page()
        page.route(f"**/papershelf/{lacking}.*.js", lambda route: route.abort())
        page.goto(seed_server.url + "map/")
        told = page.get_by_text("The map needs JavaScript")
        assert told.is_hidden() or lacking == "papershelf"  # which is missed at once
        at(page, 2.9)
        assert told.is_hidden() or lacking == "papershelf"
        at(page, 3.1)
        assert told.is_visible()
        assert page.locator("canvas").count() == 0
        told.get_by_role("link", name="The list of all papers").click()
        page.wait_for_url(seed_server.url + "papers/")
        context.close()


def test_a_map_that_comes_says_nothing_of_scripts(page: Any) -> None:
    """Not even after the time in which it could have been missed."""
    at(page, 3.5)
    assert page.get_by_text("The map needs JavaScript").is_hidden()


def test_titles_that_do_not_come_are_told_and_asked_for_again(
    browser: Any, seed_server: Served, seed_site: Path
) -> None:
    """The points stay; pointing at the next one loads the titles, and no script fails."""
    data, words = points(seed_site)
    with watched(browser, seed_server.url, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.route("**/map/papers-1.json", lambda route: route.abort())
        page.goto(seed_server.url + "map/")
        page.get_by_text("Titles could not be loaded").wait_for()
        assert page.get_by_text("In the middle of the map").is_hidden()
        page.mouse.click(*position(page, data, 3))
        page.wait_for_timeout(300)
        assert page.url.endswith("/map/")
        page.unroute("**/map/papers-1.json")
        page.mouse.move(*position(page, data, 12))
        page.locator(".ps-map__tip b", has_text=words["title"][12]).wait_for()
        page.locator(".ps-map__near-list li").first.wait_for()
        assert page.get_by_text("Titles could not be loaded").is_hidden()


def test_titles_of_another_version_belong_to_no_point(
    browser: Any, seed_server: Served, seed_site: Path
) -> None:
    """A tab that stayed open while the site was updated would show them at the wrong points."""
    _, words = points(seed_site)
    with watched(browser, seed_server.url, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.route(
            "**/map/papers-1.json", lambda route: route.fulfill(json={**words, "version": "other"})
        )
        page.goto(seed_server.url + "map/")
        page.get_by_text("This site was updated").wait_for()
        assert page.locator(".ps-map__near-list li").count() == 0


@pytest.mark.parametrize("number", [1, 2, 5])
def test_few_papers(browser: Any, number: int, tmp_path: Path) -> None:
    """A map of one paper is a map, with titles that are shown as they are written."""
    title = "<img src=x onerror=window.pwned=1> & co"
    rows = [entry(f"p{n}", json.dumps(f"{title} {n}")) for n in range(number)]
    site = tmp_path / "site"
    build(write(tmp_path / "collection", {"papers.yaml": "".join(rows)}), site, has_search=False)
    with Served(site) as served:
        context = browser.new_context()
        page = context.new_page()
        show(page, served.url + "map/")
        data, words = points(site)
        page.mouse.move(*position(page, data, number - 1))
        page.wait_for_selector(".ps-map__tip b")
        assert words["title"][number - 1] == page.locator(".ps-map__tip b").inner_text()
        assert page.locator(".ps-map__near-list li").count() == number
        assert page.evaluate("window.pwned") is None
        context.close()
