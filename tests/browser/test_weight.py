"""What a first visit transfers over gzip, and that nothing moves while a page loads."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gzipped import serving
from support.helpers import PAGES, Pages, Served, goto

pytestmark = pytest.mark.slow

#: Page → bytes of a first visit; a bare page of Material is 69,000.
LIMITS = {"": 130_000, "papers/zheng2024learning/": 90_000}


@pytest.fixture(scope="module")
def gzipped(seed_site: Path) -> Iterator[str]:
    """The address of the example behind such a server."""
    with serving(seed_site) as url:
        yield url


@pytest.mark.parametrize("path", LIMITS)
def test_a_first_visit_is_light(browser: Any, gzipped: str, path: str) -> None:
    """Every request with its headers, from an empty cache, until the page is quiet."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    goto(page, gzipped + path)
    context.close()
    assert len(sizes) > 5
    assert sum(sizes) <= LIMITS[path]


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
  `${entry.value} at ${entry.startTime} ${entry.sources.map(({ node, previousRect, currentRect }) => [
    node?.outerHTML?.slice(0, 100) ?? node?.parentElement?.outerHTML.slice(0, 200), JSON.stringify(previousRect),
    JSON.stringify(currentRect)])}`)))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_moves_by_itself(
    browser: Any, seed_server: Served, width: int, scheme: str
) -> None:
    """Cumulative layout shift 0: scripts fill places that are kept for them."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    for path in PAGES[:-1]:
        goto(page, seed_server.url + path)
        shifts = page.evaluate("window.shifts")
        assert not shifts, f"{path}: {shifts}"
    context.close()


class InPieces(Pages):
    """Pages that come over a slow line, cut where something begins that could take room."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Hand out each piece when the one before has been painted."""
        if not self.path.endswith("/"):
            return super().copyfile(source, outputfile)
        places = rb"(?=<(?:ul class=.ps-header|div class=.ps-find|button class=.ps-theme|h1|details class=.ps-narrow|select|h2))"
        for piece in re.split(places, source.read(), maxsplit=12):
            outputfile.write(piece)
            outputfile.flush()
            time.sleep(0.1)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_arrives(browser: Any, seed_site: Path, width: int) -> None:
    """What comes later gets its place before it comes."""
    with Served(seed_site, InPieces) as served:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.add_init_script(SHIFTS)
        for path in ("papers/", "topics/medical-imaging/", "papers/gao2024aim/"):
            goto(page, served.url + path)
            shifts = page.evaluate("window.shifts")
            assert not shifts, f"{path}: {shifts}"
        context.close()


@pytest.mark.parametrize("path", ["", "topics/medical-imaging/", "papers/gao2024aim/"])
def test_half_of_a_page_stands_where_it_will_stand(
    browser: Any, seed_server: Served, path: str
) -> None:
    """The browser paints the page before the content next to it has arrived."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    goto(page, seed_server.url + path)
    places = "[...document.querySelectorAll('.ps-content > :not(.ps-aside)')].map(e => JSON.stringify(e.getBoundingClientRect()))"
    whole = page.evaluate(places)
    page.evaluate("document.querySelector('.ps-aside').remove()")
    assert len(whole) > 2 and whole == page.evaluate(places)
    context.close()
