"""The map of 10,000 real papers in a browser: what it loads, and that nothing freezes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gzipped import serving
from support.helpers import build, write
from support.large import LONG_TASKS, RECORDS, write_catalogue
from support.skipped import NO_DATA

pytestmark = [pytest.mark.slow, pytest.mark.large]

#: Bytes of a first visit after gzip, every request with its headers.
MOST = 300_000
#: Milliseconds that one task may block the page.
LONGEST = 200


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of all of them, without pages for authors, which the map knows nothing of."""
    if not RECORDS.is_file():
        pytest.skip(NO_DATA)
    folder = tmp_path_factory.mktemp("large")
    settings = """site_name: Large
docs_dir: content
theme: {name: material}
plugins:
  - papershelf: {authors: {min_papers: 1000}}
"""
    files = {"mkdocs.yml": settings, "content/index.md": "# Large\n"}
    shelf = write(write_catalogue(folder / "shelf"), files)
    build(shelf, folder / "site", has_search=False)
    return folder / "site"


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def page(request: Any, browser: Any, site: Path) -> Iterator[Any]:
    """The map, loaded from an empty cache; it counts bytes and long tasks."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.add_init_script(LONG_TASKS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    page.sizes = []
    session.on(
        "Network.loadingFinished", lambda event: page.sizes.append(event["encodedDataLength"])
    )
    with serving(site) as url:
        page.goto(url + "map/")
        page.wait_for_selector(".ps-map__near-list li")
        page.wait_for_load_state("networkidle")
        yield page
        context.close()


def test_a_first_visit_is_light(page: Any) -> None:
    """All points, and the titles of those in the middle."""
    assert len(page.sizes) > 10
    assert sum(page.sizes) <= MOST


def test_nothing_freezes(page: Any, site: Path) -> None:
    """Loading, dragging, zooming, pointing and choosing a topic never block; zooming with the wheel
    reaches a single paper and shows its title."""
    data = json.loads((site / "map/points.json").read_text())
    assert len(data["x"]) == 10_000
    canvas = page.locator(".ps-map canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    middle = min(range(10_000), key=lambda n: abs(data["x"][n] - 5000) + abs(data["y"][n] - 5000))
    # a map of the whole has 26 pixels around it, as in map-canvas.js
    x = box["x"] + box["width"] / 2 + (data["x"][middle] - 5000) * (box["width"] - 52) / 10_000
    y = box["y"] + box["height"] / 2 + (data["y"][middle] - 5000) * (box["height"] - 52) / 10_000
    tasks = {"load": page.evaluate("tasks.splice(0)")}
    page.mouse.move(x, y)
    for _ in range(3):  # three times nearer; more would make much of half a pixel
        page.mouse.wheel(0, -120)
        page.wait_for_timeout(30)
    page.mouse.move(x + 1, y)
    part, number = divmod(middle, data["part"])
    words = json.loads((site / f"map/papers-{part + 1}.json").read_text())
    page.locator(".ps-map__tip b", has_text=words["title"][number]).wait_for()
    for _ in range(9):
        page.mouse.wheel(0, -120)
        page.wait_for_timeout(30)
    tasks["zoom"] = page.evaluate("tasks.splice(0)")
    page.get_by_role("button", name="Whole map").click()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 60, steps=30)
    page.mouse.up()
    page.mouse.move(x - 80, y - 60, steps=30)
    tasks["move"] = page.evaluate("tasks.splice(0)")
    page.locator(".ps-map__legend button").nth(2).click()
    page.locator(".ps-map__state", has_text="of 10,000").wait_for()
    page.wait_for_timeout(300)
    tasks["topic"] = page.evaluate("tasks.splice(0)")
    assert max((task for found in tasks.values() for task in found), default=0) <= LONGEST
