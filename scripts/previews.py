"""Draws the pictures that previews of links show, one for each kind of page.

Usage: scripts/previews.py. It needs the browser of the tests; the pictures are part of the theme.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from papershelf.outputs.head.tags import PICTURES

FOLDER = Path(__file__).parent.parent / "overrides" / "assets" / "papershelf" / "previews"
SIZE = {"width": 1200, "height": 630}
#: Kind → the words of its picture.
WORDS = {
    "home": "New papers", "papers": "All papers", "paper": "A paper", "topics": "A topic",
    "authors": "An author", "venues": "A venue", "years": "A year", "page": "About papers",
    "days": "A day", "courses": "A course", "digests": "A digest", "trending": "Trending",
}  # fmt: skip
#: Spines on the shelf: width and height; each kind pulls another one out.
SPINES = (
    (34, 300), (46, 340), (28, 280), (52, 360), (38, 320), (30, 350), (48, 300), (36, 330),
    (44, 370), (30, 290), (50, 345), (34, 315),
)  # fmt: skip


def draw(kind: str) -> str:
    """The picture as a page."""
    chosen = (1 + PICTURES.index(kind)) % len(SPINES)
    shapes, x = [], 592
    for number, (width, height) in enumerate(SPINES):
        is_chosen = number == chosen
        top = 500 - height - (34 if is_chosen else 0)
        fill = "#8c2f1b" if is_chosen else ("#e7e3da", "#d9d3c6", "#efece5")[number % 3]
        line = "#fcfbf8" if is_chosen else "#b9b2a4"
        shapes.append(
            f'<rect x="{x}" y="{top}" width="{width}" height="{height}" fill="{fill}"/>'
            f'<rect x="{x + width / 2 - 2}" y="{top + 28}" width="4" height="{height / 3}"'
            f' fill="{line}"/>'
        )
        x += width + 4
    return (
        '<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"'
        ' width="1200" height="630"><rect width="1200" height="630" fill="#fcfbf8"/>'
        f'{"".join(shapes)}<rect x="90" y="500" width="1020" height="3" fill="#8f8a80"/>'
        '<text x="90" y="474" font-family="DejaVu Serif, Georgia, serif" font-size="78"'
        f' letter-spacing="-1" fill="#1f1e1b">{WORDS[kind]}</text></svg></body>'
    )


def main() -> None:
    """Writes all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = (
        os.environ.get("PAPERSHELF_BROWSER")
        or shutil.which("chromium")
        or shutil.which("chromium-headless-shell")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE)
        for kind in PICTURES:
            page.set_content(draw(kind))
            page.screenshot(path=str(FOLDER / f"{kind}.png"))
        browser.close()


if __name__ == "__main__":
    main()
