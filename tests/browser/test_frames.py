"""Pages of ours in frames of another origin, with and without a sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.framing import SANDBOXES, documented, host
from support.helpers import Served, goto, watched

COURSE, TOPIC = "embed/courses/images-and-words/", "embed/topics/medical-imaging/"
FIRST = "papers/zhang2021explainable/"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture(scope="module")
def hosted(seed_server: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site at another port, which is another origin."""
    site = host(tmp_path_factory.mktemp("host") / "site", seed_server.url + COURSE)
    with Served(site) as served:
        yield served


@pytest.fixture
def page(browser: Any, hosted: Served) -> Iterator[Any]:
    """The page of the other site, with all frames loaded; nothing of a third one is asked for."""
    with watched(browser, viewport={"width": 1000, "height": 900}) as context:
        page = context.new_page()
        goto(page, hosted.url)
        yield page


def frame_of(page: Any, name: str) -> Any:
    return page.frame_locator(f"#{name}")


def test_the_list_is_complete(page: Any) -> None:
    """Also where no script runs."""
    for name in SANDBOXES:
        frame = frame_of(page, name)
        assert frame.locator("h1").inner_text() == "Images and words"
        assert frame.locator("main > ol > li").count() == 7
        assert frame.locator("h2").first.inner_text() == "One space for both"
        title = frame.locator(".title").first
        assert title.is_visible()
        assert title.evaluate("node => getComputedStyle(node).fontWeight") == "600"


def test_one_file_is_loaded(browser: Any, hosted: Served, seed_server: Served) -> None:
    """A frame asks for its page and for nothing else."""
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    goto(page, hosted.url)
    page.close()
    ours = [url for url in asked if url.startswith(seed_server.url)]
    assert set(ours) == {seed_server.url + COURSE} and len(ours) <= len(SANDBOXES)


def test_the_height_is_reported_where_scripts_run(page: Any) -> None:
    """That of the page at the width of its frame; it changes with the width."""
    heard = "heard.filter(([id]) => id === '{}').at(-1)"
    for name in ("open", "scripts"):
        page.wait_for_function(heard.format(name))
        wide = page.evaluate(heard.format(name))
        height = frame_of(page, name).locator("html").evaluate("node => node.offsetHeight")
        assert wide[1] == "lti.frameResize" and wide[2] == pytest.approx(height, abs=1)
        page.evaluate(f"document.querySelector('#{name}').width = 320")
        page.wait_for_function(f"{heard.format(name)}[2] > {wide[2]} + 200")
    senders = page.evaluate("[...new Set(heard.map(([id]) => id))].sort()")
    assert senders == ["open", "scripts"]


def test_the_documented_script_sets_the_height(
    browser: Any, seed_server: Served, tmp_path: Path
) -> None:
    """Then no frame has a scroll bar of its own, at any width."""
    with Served(host(tmp_path / "site", seed_server.url + TOPIC, script=documented())) as served:
        page = browser.new_page(viewport={"width": 1000, "height": 900})
        page.goto(served.url)
        frame = page.locator("#open")
        for width in (900, 320, 600):
            frame.evaluate(f"node => node.width = {width}")
            inner = frame_of(page, "open").locator("html")
            inner.evaluate("""async (node) => {
              while (innerHeight !== Math.ceil(node.getBoundingClientRect().height)) await new Promise(requestAnimationFrame);
            }""")
            assert inner.evaluate("node => node.scrollHeight <= innerHeight")
            assert inner.evaluate("node => node.scrollWidth <= innerWidth")
        assert page.locator("#sealed").evaluate("node => node.offsetHeight") < 400
        page.close()


@pytest.mark.parametrize("name", ["open", "popups"])
def test_links_open_in_a_new_tab(page: Any, seed_server: Served, name: str) -> None:
    """Without access to the page that they come from; the frame stays, also for links in notes."""
    frame = frame_of(page, name)
    for selector, target in (
        (".title a", FIRST),
        (".n", "courses/images-and-words/#reading-zhang2021explainable"),
        (".note a", "papers/ni2023continual/"),
    ):
        with page.context.expect_page() as opened:
            frame.locator(selector).first.click()
        tab = opened.value
        tab.wait_for_url(seed_server.url + target)
        assert tab.evaluate("opener") is None
        tab.locator(".ps-find__open").wait_for()
        tab.close()
    assert frame.locator("h1").inner_text() == "Images and words"


def test_every_link_leaves_the_frame(browser: Any, seed_server: Served) -> None:
    """Those of publishers, too, which refuse to be shown in one."""
    page = browser.new_page()
    for path in (COURSE, TOPIC):
        page.goto(seed_server.url + path)
        links = page.eval_on_selector_all("a", "all => all.map((a) => a.target || document.querySelector('base').target)")  # fmt: skip
        assert set(links) == {"_blank"} and len(links) > 20
    page.close()


def test_a_sealed_frame_stays_where_it_is(page: Any) -> None:
    """It can open nothing; the address of the page is there as text, if the site knows it."""
    frame = frame_of(page, "sealed")
    frame.locator(".title a").first.click()
    page.wait_for_timeout(200)
    assert frame.locator("h1").inner_text() == "Images and words"
    assert len(page.context.pages) == 1


@pytest.mark.parametrize(
    ("system", "query", "expected"),
    [
        ("light", "", "light"),
        ("dark", "", "dark"),
        ("dark", "?theme=light", "light"),
        ("light", "?theme=dark", "dark"),
        ("dark", "?theme=<b>", "dark"),
    ],
)
def test_the_theme(
    browser: Any, seed_server: Served, system: str, query: str, expected: str
) -> None:
    """That of the reader's system, unless the address has one; the same colours as on the site."""
    grounds = {"light": "rgb(252, 251, 248)", "dark": "rgb(21, 22, 24)"}
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    page.goto(seed_server.url + TOPIC + query)
    assert page.evaluate(GROUND) == grounds[expected]
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") in (expected, "light dark")  # fmt: skip
    context.close()


@pytest.mark.parametrize("path", [COURSE, f"{COURSE}2026-autumn/", TOPIC])
def test_it_fits_a_narrow_frame(browser: Any, seed_server: Served, path: str) -> None:
    """Nothing is wider than a phone, and links are large enough for a finger."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(seed_server.url + path)
    for width in (390, 280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    lines = page.eval_on_selector_all(".facts span:last-child", "all => all.map((fact) => new Set([...fact.getClientRects()].map(({ top }) => top)).size)")  # fmt: skip
    assert path != TOPIC or set(lines) == {1}, "a date is split"
    heights = page.eval_on_selector_all(".links a, .title a", "all => all.map((a) => a.getBoundingClientRect().height)")  # fmt: skip
    assert min(heights) >= 44
    page.close()
