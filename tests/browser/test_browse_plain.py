"""The filters of all papers where they are links: without scripts, and on a site without a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.browsing import shown
from support.helpers import Served, build, entry, goto, write

pytestmark = pytest.mark.slow

#: Enough terms for a search box above them, where it can be used.
TOPICS = 30


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Many topics, each with a paper."""
    folder = tmp_path_factory.mktemp("plain")
    text = "".join(
        entry(f"a{n:02}", f"Paper {n}", f"  topics: [weaving-with-looms-{n}]\n")
        for n in range(TOPICS)
    )
    build(write(folder / "shelf", {"papers.yaml": text}), folder / "site", has_search=False)
    with Served(folder / "site") as served:
        yield served


@pytest.mark.parametrize("scripts", [True, False])
def test_terms_stand_below_their_heading(browser: Any, served: Served, scripts: bool) -> None:
    """Each is one line that leads to its page; nothing is offered that would do nothing."""
    page = browser.new_page(java_script_enabled=scripts)
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(served.url + "papers/")
        if width < 960:
            page.locator(".ps-narrow > summary").click()
        facet = page.locator("[data-facet=topic]")
        heading = facet.locator("legend").bounding_box()
        terms = facet.locator(".ps-choices li:visible")
        assert terms.count() == 10
        for term in terms.all():
            link = term.locator("a")
            box = link.bounding_box()
            assert box["y"] >= heading["y"] + heading["height"], link.inner_text()
            assert box["x"] < heading["x"] + 40 and box["width"] > 130 and box["height"] <= 48
        assert page.locator(".ps-narrow input:visible, .ps-ask:visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        terms.first.locator("a").click()
        page.wait_for_url("**/topics/weaving-with-looms-*/")
    page.close()


def test_without_scripts_terms_are_links(
    browser: Any, seed_server: Served, seed_site: Path
) -> None:
    """Every term of topics, years and venues leads to its page; nothing is offered that does nothing."""
    for width in (1280, 390):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        page.goto(seed_server.url + "papers/")
        if width < 960:
            page.locator(".ps-narrow > summary").click()
        assert page.locator(".ps-ask:visible, .ps-narrow input:visible").count() == 0
        assert page.locator("[data-facet=topic] a").first.is_visible()
        for name, folder in (("topic", "topics"), ("year", "years"), ("venue", "venues")):
            links = page.locator(f"[data-facet={name}] .ps-choices a").evaluate_all(
                "all => all.map((a) => a.href)"
            )
            assert len(links) > 5
            assert all(link.startswith(f"{seed_server.url}{folder}/") for link in links)
            assert all(
                (seed_site / folder / link.split("/")[-2] / "index.html").is_file()
                for link in links
            )
        summary = page.locator("[data-facet=topic] .ps-others summary")
        summary.click()
        others = page.locator("[data-facet=topic] .ps-others .ps-choices")
        above, below = summary.bounding_box(), others.bounding_box()
        assert below["y"] <= above["y"] + above["height"], "a gap in the list"
        page.get_by_role("link", name="Reinforcement learning").first.click()
        page.wait_for_url(seed_server.url + "topics/reinforcement-learning/")
        context.close()


def test_long_lists_go_on_without_scripts(browser: Any, tmp_path: Path) -> None:
    """Numbered pages list every paper once; the first page has filters, the others have links."""
    text = "".join(entry(f"paper{number:03}", f"Paper {number}") for number in range(7))
    files = {
        "papers.yaml": text,
        "content/about.md": "# About\n",
        "mkdocs.yml": "site_name: Long\ndocs_dir: content\ntheme: {name: material}\n"
        "plugins:\n  - papershelf: {per_page: 3}\n",
    }
    build(write(tmp_path / "shelf", files), tmp_path / "site")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    found = []
    with Served(tmp_path / "site") as served:
        for path in ("papers/", "papers/p/2/", "papers/p/3/"):
            page.goto(served.url + path)
            found += shown(page)
            assert page.locator(".ps-narrow").count() == (path == "papers/")
    assert [f"paper{number:03}" for number in range(7)] == found
    context.close()


def test_without_a_search_nothing_is_offered(browser: Any, tmp_path: Path) -> None:
    """A site that was built without its index has links where the filters would be."""
    build(write(tmp_path / "shelf", {"papers.yaml": entry()}), tmp_path / "site", has_search=False)
    context = browser.new_context()
    page = context.new_page()
    with Served(tmp_path / "site") as served:
        goto(page, served.url + "papers/?year=2024")
        assert page.locator(".ps-ask").is_hidden() and page.locator(".ps-narrow input").count() == 0
        assert shown(page) == ["ada2024engine"]
    context.close()
