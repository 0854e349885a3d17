"""The filters of all papers where they are links: without scripts, and on a site without a search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from helpers import Served, build, entry, write

pytestmark = pytest.mark.slow

#: So many that a box to find one stands above them, where it can be used.
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


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_terms_stand_below_their_heading(
    browser: Any, served: Served, scripts: bool, width: int
) -> None:
    """Each is one line that leads to its page; nothing is offered that would do nothing."""
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
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
    assert "/topics/weaving-with-looms-" in page.url
    context.close()
