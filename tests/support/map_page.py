"""Open a map in a browser, and find where a point is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: As in map-canvas.js: pixels around the whole map.
MARGIN = 26


def show(page: Any, url: str) -> None:
    """Open a map and wait until it is drawn."""
    page.goto(url)
    page.wait_for_selector(".ps-map__near-list li")


def points(site: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the script draws, and the words of the first part."""
    folder = site / "map"
    return (
        json.loads((folder / "points.json").read_text()),
        json.loads((folder / "papers-1.json").read_text()),
    )


def position(page: Any, data: dict[str, Any], number: int) -> tuple[float, float]:
    """Return the position in the window of a point of the whole map."""
    page.locator(".ps-map canvas").scroll_into_view_if_needed()
    box = page.locator(".ps-map canvas").bounding_box()
    across = (box["width"] - 2 * MARGIN) / 10_000
    down = (box["height"] - 2 * MARGIN) / 10_000
    return (
        box["x"] + box["width"] / 2 + (data["x"][number] - 5000) * across,
        box["y"] + box["height"] / 2 + (data["y"][number] - 5000) * down,
    )
