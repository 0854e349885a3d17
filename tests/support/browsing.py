"""What the tests of the list of all papers share: what it has to show, and how it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from papershelf.catalogue.model import Collection, Paper
from support.helpers import Served

Choice = dict[str, list[str]]


#: Each filter's own idea of a paper's terms, apart from the generator's.
HAS: dict[str, Callable[[Paper], bool]] = {
    "code": lambda paper: "code" in paper.urls,
    "data": lambda paper: "data" in paper.urls,
    "project": lambda paper: "project" in paper.urls,
    "discussion": lambda paper: bool(paper.discussion),
}


def terms(paper: Paper, collection: Collection) -> dict[str, set[str]]:
    """The slugs of a paper in each filter; of a topic with those above it."""
    topics = set()
    for slug in paper.topics:
        while slug:
            topics.add(slug)
            slug = collection.topics[slug].parent
    return {
        "topic": topics,
        "year": {f"{paper.published.year}"},
        "venue": set(collection.slugs["venues"][paper.id]),
        "with": {name for name, has in HAS.items() if has(paper)},
    }


def matching(collection: Collection, chosen: Choice, without: str = "") -> list[str]:
    """Ids of the papers with one of the terms of each filter, in the order of the list."""
    return [
        paper.id
        for paper in collection.listed.values()
        if all(
            name == without or terms(paper, collection)[name] & set(slugs)
            for name, slugs in chosen.items()
        )
    ]


def silent(context: Any) -> Iterator[Any]:
    """A page on which nothing is said to be wrong."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: line.type == "error" and said.append(line.text))
    yield page
    assert said == []


def shown(page: Any) -> list[str]:
    """Ids of the rows that are seen."""
    rows = page.locator(".ps-rows:not([hidden]) > article.ps-row")
    return [str(row) for row in rows.evaluate_all("rows => rows.map((row) => row.dataset.id)")]


def wait(page: Any, papers: int) -> None:
    """Until the list is one of that many papers, and its counts have come."""
    words = f"{papers} paper" + ("" if papers == 1 else "s")
    page.wait_for_function(
        "words => document.querySelector('#ps-list').textContent.startsWith(`${words} of`)"
        " && !document.querySelector('.ps-rows[aria-busy]')", arg=words,
    )  # fmt: skip


def visit(page: Any, served: Served, **query: object) -> None:
    """The list as an address has it."""
    page.goto(f"{served.url}papers/?{urlencode(query, doseq=True)}")


def counts(page: Any, name: str) -> dict[str, int]:
    """Slug → number, of the terms of a filter that are offered."""
    found = page.locator(f"[data-facet={name}] .ps-choices li").evaluate_all(
        "items => items.map((item) => [item.querySelector('input').value,"
        " item.querySelector('.ps-n').textContent])"
    )
    return {slug: int(number.replace(",", "")) for slug, number in found if number != "0"}


def tick(page: Any, name: str, slug: str) -> None:
    """A term, wherever it is in its list."""
    more = page.locator(f"[data-facet={name}] .ps-others__button")
    box = page.locator(f"[data-facet={name}] input[value='{slug}']")
    if not box.is_visible() and more.is_visible():
        more.click()
    box.check()
