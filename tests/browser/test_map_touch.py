"""The map under fingers: a tap tells, two taps open, two fingers zoom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.helpers import PHONE, TOTAL, Served
from support.map_page import points, position, show

pytestmark = pytest.mark.slow


def test_a_finger_tells_first_and_opens_then(browser: Any, seed_server: Served) -> None:
    """There is no hovering on a phone: the first tap shows the paper with a link to it."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    show(page, seed_server.url + "map/")
    data = page.evaluate(
        f"fetch('{seed_server.url}map/points.json').then((answer) => answer.json())"
    )
    x, y = position(page, data, 18)
    page.touchscreen.tap(x, y)
    link = page.get_by_role("link", name="Open this paper")
    link.wait_for()
    assert page.url.endswith("/map/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    target = link.get_attribute("href")
    page.touchscreen.tap(x, y)
    page.wait_for_url(target)
    context.close()


def test_two_fingers_zoom_where_they_are(
    browser: Any, seed_server: Served, seed_site: Path
) -> None:
    """Pinching apart takes the points apart around the fingers, moving both takes the map along, the
    page itself neither zooms nor scrolls, and nothing opens; pinching together goes back."""
    data, words = points(seed_site)
    context = browser.new_context(**PHONE)
    page = context.new_page()
    show(page, seed_server.url + "map/")
    session = context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(places)]},
        )  # fmt: skip

    def pinch(middle: tuple[float, float], before: float, after: float, down: float = 0) -> None:
        """Two fingers side by side, so far from their middle; it ends so much lower."""
        x, y = middle
        page.locator(".ps-map canvas").press("Escape")  # the card of a point would be in the way
        touch("touchStart", (x - before, y), (x + before, y))
        for step in range(1, 11):
            part = step / 10
            reach = before + (after - before) * part
            touch("touchMove", (x - reach, y + down * part), (x + reach, y + down * part))
        touch("touchEnd")
        page.wait_for_timeout(200)

    def told(x: float, y: float) -> str:
        """Tap, and return the title that the map shows then."""
        page.touchscreen.tap(x, y)
        page.locator(".ps-map__tip b").wait_for()
        page.wait_for_timeout(150)
        title: str = page.locator(".ps-map__tip b").inner_text()
        return title

    places = {number: position(page, data, number) for number in range(TOTAL)}
    middle = min(places, key=lambda n: abs(data["x"][n] - 5000) + abs(data["y"][n] - 5000))
    x, y = places[middle]
    far = {n: max(abs(px - x), abs(py - y)) for n, (px, py) in places.items() if n != middle}
    other = min((n for n in far if far[n] > 45), key=lambda n: far[n])
    dx, dy = places[other][0] - x, places[other][1] - y
    scroll = page.evaluate("scrollY")
    pinch((x, y), 40, 80)
    assert words["title"][middle] == told(x, y)
    assert words["title"][other] == told(x + 2 * dx, y + 2 * dy)
    down = -50 if dy > 0 else 50  # so that both stay in sight
    pinch((x, y), 60, 60, down)
    assert words["title"][middle] == told(x, y + down)
    assert words["title"][other] == told(x + 2 * dx, y + 2 * dy + down)
    pinch((x, y), 80, 30)
    assert words["title"][middle] == told(*places[middle])
    assert words["title"][other] == told(*places[other])
    assert page.url.endswith("/map/")
    assert page.evaluate("visualViewport.scale") == 1 and scroll == page.evaluate("scrollY")
    touch("touchStart", places[other], (x, y))  # one of two still fingers on what one would open
    touch("touchEnd")
    page.wait_for_timeout(300)
    assert page.url.endswith("/map/")
    context.close()
