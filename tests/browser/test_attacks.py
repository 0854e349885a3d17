"""Attacks that ran on the stock stack, and their family, in a real browser: nothing executes,
nothing is loaded from elsewhere, and every text is shown as it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.model import Paper
from papershelf.text import tex
from support import hostile
from support.helpers import Served, answered, build, collect, write
from support.sites import Built

pytestmark = pytest.mark.slow

#: Text of an element with a sign in the place of each formula, and without our own marks.
READ = """(element) => {
  const copy = element.cloneNode(true);
  for (const mark of copy.querySelectorAll(".ps-new, .ps-status, .headerlink")) mark.remove();
  for (const math of copy.querySelectorAll("math, .ps-tex")) math.replaceWith("\\u2211");
  return copy.textContent;
}"""


SETTINGS = """site_name: X
theme: {name: material}
docs_dir: content
plugins: [{papershelf: {authors: {min_papers: 1}, keywords: {min_papers: 1}}}]
"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    more = {"content/courses/hostile.md": hostile.course(has_notes=True), "mkdocs.yml": SETTINGS}
    root = write(tmp_path_factory.mktemp("hostile"), hostile.files() | more)
    site = tmp_path_factory.mktemp("hostile-site") / "site"
    build(root, site, site_url="https://example.org/repo/")
    with Served(site) as served:
        yield served


def expected(text: str) -> str:
    """A text as READ returns it."""
    pieces = tex.split(text)
    return words("".join("∑" if piece.is_math else piece.text for piece in pieces))


def words(text: str) -> str:
    """White space as browsers fold it."""
    return " ".join(text.replace("\n", " ").split(" ")).strip(" ").replace("  ", " ")


class Watched:
    """A page that notes whatever should not happen."""

    def __init__(self, browser: Any, base: str) -> None:
        self.page = browser.new_page()
        self.base = base
        self.wrong: list[str] = []
        self.page.on("dialog", lambda dialog: (self.wrong.append("dialog"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.wrong.append(f"request: {url}")

    def visit(self, path: str) -> Any:
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("load")
        if self.page.evaluate("window.pwned"):
            self.wrong.append(f"script ran on {path}")
        return self.page


def test_nothing_runs_on_any_page(hostile_site: Served, browser: Any) -> None:
    """Every page of a hostile collection, hovered and clicked where an attack would wait."""
    watched = Watched(browser, hostile_site.url)
    pages = [
        "",
        "papers/",
        "topics/",
        "topics/hostile/",
        "authors/",
        "venues/",
        "keywords/",
        "years/",
        "stats/",
        "about/",
        "courses/",
        "courses/hostile/",
        "courses/hostile/2024/",
        "courses/old-course/",
    ]
    for name in ("hostile", "hostile-gone", "hostile-old"):
        pages += [f"papers/{name}-{number:02}/" for number in range(len(hostile.HOSTILE))]
    pages += ["topics/hostile-old/", "authors/old-person/", "keywords/old-keyword/"]
    site = hostile_site.folder / "repo"
    for taxonomy in ("authors", "venues", "years", "keywords"):
        pages += [
            f"{taxonomy}/{path.name}/"
            for path in sorted((site / taxonomy).iterdir())
            if path.is_dir()
        ]
    for path in pages:
        page = watched.visit(path)
        handlers = page.evaluate(
            "[...document.querySelectorAll('.ps-content *, head *')].flatMap(e =>"
            " [...e.attributes].filter(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value))"
            ".map(a => a.name + '=' + a.value))"
        )
        assert handlers == [], path
        assert (
            page.locator(
                ".ps-content script, .ps-content style, .ps-content base, .ps-content img"
            ).count()
            == 0
        )
    page.mouse.move(300, 300)
    assert watched.wrong == []


def test_found_rows_run_nothing(hostile_site: Served, browser: Any) -> None:
    """The list of all papers, narrowed, with every row it can show and words to mark in them."""
    watched = Watched(browser, hostile_site.url)
    for query in (
        "sort=title&show=200",
        "text=script",
        "text=pwned&sort=newest",
        "venue=<img src=x onerror=window.pwned=1>",
    ):
        page = watched.visit(f"papers/?{query}")
        page.wait_for_function(
            "() => document.querySelector('.ps-ask ~ .ps-day').textContent.includes(' of ')"
        )
        page.wait_for_load_state("networkidle")
        assert not page.evaluate("window.pwned"), query
        inside = page.evaluate(
            "[...document.querySelectorAll('.ps-content script, .ps-content img, .ps-content iframe')].length"
        )
        assert inside == 0, query
    assert watched.wrong == []


def test_search_shows_text_only(hostile_site: Served, browser: Any) -> None:
    """Results for the words of attacks are text."""
    watched = Watched(browser, hostile_site.url)
    page = watched.visit("about/")
    page.wait_for_selector(".ps-find__open")
    page.keyboard.press("/")
    for query in ("script", "onerror", "<img src=x onerror=window.pwned=1>", "pwned", "javascript"):
        page.fill("#ps-q", query)
        answered(page, query)
        inside = page.evaluate(
            "[...document.querySelectorAll('.ps-results a *')].filter(e => !e.closest('math')).map(e => e.localName)"
            ".filter(n => !['li','a','b','small','span','mark'].includes(n))"
        )
        assert inside == []
    assert page.locator(".ps-results li").count() > 0
    assert not page.evaluate("window.pwned")
    assert watched.wrong == []


def test_texts_stand_as_written(hostile_site: Served, browser: Any, tmp_path: Path) -> None:
    """Title, abstract, authors, keywords and BibTeX key of each hostile paper read as written."""
    collection = collect(write(tmp_path, hostile.files()))
    page = browser.new_page()
    for paper in collection.papers.values():
        page.goto(f"{hostile_site.url}papers/{paper.id}/")
        assert_shown(page, paper)
        for keyword in paper.keywords:
            assert page.locator(".ps-keywords").inner_text().strip(" ") == words(keyword)
        if paper.status and "$" not in paper.status_note:
            assert words(expected(paper.status_note)) in words(
                page.locator(".ps-notice").inner_text()
            )
        assert page.locator(".ps-bibtex code").inner_text().startswith(f"@article{{{paper.key},")


def assert_shown(page: Any, paper: Paper) -> None:
    """The page of a paper shows its title and abstract as the catalogue has them."""
    title = words(page.locator("h1").evaluate(READ))
    assert expected(paper.title) == title, paper.id
    if paper.abstract:
        shown = page.evaluate(
            f"""() => {{
              const read = {READ};
              const heading = document.getElementById("abstract");
              const parts = [];
              for (let at = heading.nextElementSibling; at; at = at.nextElementSibling) {{
                if (at.matches("h2, aside, .ps-bibtex")) break;
                if (at.matches("p")) parts.push(read(at));
                else for (const part of at.querySelectorAll("p")) parts.push(read(part));
              }}
              return parts;
            }}"""
        )
        assert [expected(part) for part in paper.abstract.split("\n\n")] == [
            words(part) for part in shown
        ], paper.id


def test_real_nasty_records_stand_as_written(built: Callable[[str], Built], browser: Any) -> None:
    """127 of the worst real records build strictly, and show title and abstract as written."""
    root, site, _, _ = built("nasty")
    collection = collect(root)
    assert len(collection.papers) == 127
    with Served(site) as served:
        watched = Watched(browser, served.url)
        for paper in collection.papers.values():
            assert_shown(watched.visit(f"papers/{paper.id}/"), paper)
        assert watched.wrong == []
