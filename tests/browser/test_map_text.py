"""What is written on the map: titles and names of topics, readable and beside the points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.helpers import Served
from support.map_page import MARGIN, points, show

pytestmark = pytest.mark.slow

WRITTEN = """const { fillText } = CanvasRenderingContext2D.prototype;
window.written = [];
CanvasRenderingContext2D.prototype.fillText = function (...all) {
  window.written.push([this.fillStyle, this.strokeStyle]);
  return fillText.apply(this, all);
};"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_titles_are_read_where_colours_are_forced(
    browser: Any, seed_server: Served, scheme: str
) -> None:
    """The edge around their letters is as the ground, not as the letters."""
    context = browser.new_context(forced_colors="active", color_scheme=scheme)
    context.add_init_script(WRITTEN)
    page = context.new_page()
    show(page, f"{seed_server.url}map/")
    page.wait_for_function("() => window.written.length > 3")
    ground = page.evaluate(
        "getComputedStyle(document.querySelector('.ps-map__stage')).backgroundColor"
    )
    assert ground in ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    for letters, edge in page.evaluate("window.written"):
        assert letters != edge and edge == ("#000000" if ground == "rgb(0, 0, 0)" else "#ffffff")
    context.close()


NAMED = """const { fillText } = CanvasRenderingContext2D.prototype;
window.named = [];
CanvasRenderingContext2D.prototype.fillText = function (text, left, middle) {
  if (this.font.startsWith("600")) window.named.push([text, left, middle - 8, left + this.measureText(text).width, middle + 8]);
  return fillText.call(this, text, left, middle);
};"""
SHAPES = """async ({ module, radius }) => {
  const { Pixels } = await import(module);
  const pixels = new Pixels(60, 30);
  return [0, 1, 2, 3].map((shape) => {
    pixels.stamp([30, 15, -1, 15], shape, "#ff0000", radius);
    const count = pixels.data.reduce((sum, pixel, at) => sum + Number(pixel !== 0 && at % 60 > 10), 0);
    pixels.show(pixels.context);
    return count;
  });
}"""


def test_names_of_regions_cover_no_point_at_any_zoom(
    browser: Any, seed_server: Served, seed_site: Path
) -> None:
    """Topics are written on the map, between the points, from the whole of it to the nearest view;
    and the smallest points have the four shapes of the legend."""
    data, _ = points(seed_site)
    topics = {title for _, title, *_ in data["topics"]}
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(NAMED)
    page = context.new_page()
    show(page, seed_server.url + "map/")
    box = page.locator(".ps-map canvas").bounding_box()
    wide, high = box["width"], box["height"]
    zoom = 1.0
    for _ in range(6):
        page.wait_for_timeout(250)
        page.evaluate("window.named.length = 0; document.body.dataset.mdColorScheme += ''")
        page.wait_for_timeout(250)
        named = page.evaluate("window.named")
        assert named and {text for text, *_ in named} <= topics
        across, down = (wide - 2 * MARGIN) * zoom / 10_000, (high - 2 * MARGIN) * zoom / 10_000
        for x, y in zip(data["x"], data["y"]):
            x, y = wide / 2 + (x - 5000) * across, high / 2 + (y - 5000) * down
            assert not [text for text, left, top, right, bottom in named
                        if left < x < right and top < y < bottom]  # fmt: skip
        page.get_by_role("button", name="Zoom in").click()
        zoom *= 1.6
    script = next((seed_site / "assets/papershelf").glob("map-pixels.*.js"))
    module = f"{seed_server.url}assets/papershelf/{script.name}"
    found = page.evaluate(SHAPES, {"module": module, "radius": 2.4})
    assert found == [21, 25, 17, 13]
    context.close()
