"""What the tests of ticks, memory and basket share: a site, and what a browser remembers of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.helpers import ROOT, Served, build, entry, watched, write

HOSTILE_TITLE = "<img src=x onerror=alert(1)> & [x](javascript:alert(1)) "
HOSTILE = entry(
    "hostile2024",
    f"'{HOSTILE_TITLE * 9}'",
    "  type: book\n  venue: '</script><b>'\n  language: de\n",
).replace(
    "authors: [Ada Lovelace]",
    "editors: [Ludwig van Beethoven, 山田 太郎, Jean Bartik Jr., Ada Lovelace, Grace Hopper]",
)
#: In the order of the lists, the newest added first.
IDS = ("hostile2024", "lovelace1843notes", "hopper1952education", "nobody2024")


def shelf_site(folder: Path) -> Path:
    """The invented collection, which has an old name and a tombstone, and a hostile paper; two books
    have editors alone, and a chapter, whose editors are not named in its place."""
    source = ROOT / "tests/golden/collection"
    shelf = folder / "shelf"
    shutil.copytree(source / "content", shelf / "content")
    text = (source / "papers.yaml").read_text() + "\n" + HOSTILE
    text = text.replace("  published: 2023-02\n", "  published: 2023-02\n  venue: LOOM 2024\n")
    # an author page lists those with two papers
    text = text.replace('authors: ["Hopper, Grace"]', 'authors: ["Hopper, Grace", Ada Lovelace]')
    text = text.replace("authors: [Grace Hopper]\n  author_count: 2", "editors: [Grace Hopper]")
    text = text.replace(
        "  published: 2024\n", "  published: 2024\n  type: chapter\n  editors: [Grace Hopper]\n"
    )
    build(write(shelf, {"papers.yaml": text}), folder / "site", has_search=False)
    return folder / "site"


@contextmanager
def reader(browser: Any) -> Iterator[Any]:
    """A reader, whose pages fail the test on any error of a script, dialog or request elsewhere."""
    with watched(
        browser,
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    ) as context:
        yield context


def remember(page: Any, served: Served, **lists: object) -> None:
    """Writes into the memory of the site before a page of it is opened."""
    page.goto(f"{served.url}assets/papershelf/icon.svg")
    for name, value in lists.items():
        text = value if isinstance(value, str) else json.dumps(value)
        page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)", [f"papershelf /repo/ {name}", text]
        )


def remembered(page: Any, name: str = "kept") -> Any:
    return page.evaluate(
        "(key) => JSON.parse(localStorage.getItem(key))", f"papershelf /repo/ {name}"
    )


def tick(page: Any, paper_id: str, name: str = "kept") -> Any:
    return page.locator(f"[data-tick={name}][data-id='{paper_id}']").first


def is_pressed(locator: Any) -> bool:
    return bool(locator.get_attribute("aria-pressed") == "true")


def basket(page: Any, served: Served, fragment: str = "") -> list[str]:
    """The ids that the basket's page shows, once all are there."""
    page.goto("about:blank")  # another fragment alone would open no new page
    page.goto(f"{served.url}basket/{fragment}")
    return rows(page)


def rows(page: Any) -> list[str]:
    # of a hostile address 1,000 papers are asked for, and a machine may be slow
    page.locator(".ps-basket__rows[aria-busy=false]").wait_for(state="attached", timeout=120_000)
    found = page.locator(".ps-basket__rows > li").evaluate_all(
        "all => all.map((row) => row.dataset.row)"
    )
    return list(found)


def cut(route: Any) -> None:
    """A file of which a server, or what is between it and the browser, sends a half."""
    answer = route.fetch()
    body = answer.body()
    form = {"content-type": answer.headers["content-type"]}
    route.fulfill(status=200, headers=form, body=body[: len(body) // 2])
