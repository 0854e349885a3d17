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
from support.helpers import Served, answered, build, collect, settled, write
from support.sites import Built

pytestmark = pytest.mark.slow

#: Text of an element with a sign in the place of each formula, and without our own marks.
READ = """(element) => {
  const copy = element.cloneNode(true);
  for (const mark of copy.querySelectorAll(".ps-new, .ps-status, .headerlink")) mark.remove();
  for (const math of copy.querySelectorAll("math, .ps-tex")) math.replaceWith("\\u2211");
  return copy.textContent;
}"""


#: Attributes of a page that run a script, and elements that no text may bring.
DANGEROUS = """(page) => [
  ...[...page.querySelectorAll(".ps-content *, head *")]
    .flatMap((element) => [...element.attributes])
    .filter(({ name, value }) => /^on/i.test(name) || /^\\s*javascript:/i.test(value))
    .map(({ name, value }) => `${name}=${value}`),
  ...[...page.querySelectorAll(".ps-content :is(script, style, base, img)")]
    .map((element) => element.outerHTML),
]"""
SETTINGS = """site_name: X
theme: {name: material}
docs_dir: content
plugins: [{papershelf: {authors: {min_papers: 1}, keywords: {min_papers: 1}}}]
"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    more = {
        "content/courses/hostile.md": hostile.course(has_notes=True),
        "content/digests/2025-12-23.md": hostile.digest(has_notes=True),
        "mkdocs.yml": SETTINGS,
    }
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
        # a small window is painted in a fifth less of the processor's time
        self.page = browser.new_page(viewport={"width": 320, "height": 200})
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
        if self.page.evaluate("window.pwned"):
            self.wrong.append(f"script ran on {path}")
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{path} is wider than the window")
        return self.page

    def parse(self, look: str, paths: list[str]) -> dict[str, Any]:
        """Path → what a function returns of a page, as the browser parses it. Nothing is drawn or run,
        which takes a tenth of the time."""
        found: dict[str, Any] = self.page.evaluate(
            f"""async ([base, paths]) => Object.fromEntries(await Promise.all(paths.map(async (path) => {{
              const text = await (await fetch(base + path)).text();
              return [path, ({look})(new DOMParser().parseFromString(text, "text/html"))];
            }})))""",
            [self.base, paths],
        )
        return found

    def close(self) -> None:
        """Nothing of it has happened."""
        self.page.close()
        assert self.wrong == []


def test_no_page_has_anything_to_run(hostile_site: Served, browser: Any) -> None:
    """Each page of the site of a hostile collection, redirects and frames too: no handler, no address
    of a script, no element that a text could bring."""
    site = hostile_site.folder / "repo"
    pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    assert len(pages) > 300
    bad = "bad.html"  # so that this test can fail
    (site / bad).write_text("<p class=ps-content><img src=x onerror=run()>")
    watched = Watched(browser, hostile_site.url)
    watched.visit("about/")
    found = watched.parse(DANGEROUS, [*pages, bad])
    assert {bad} == {path for path, dangers in found.items() if dangers}
    watched.close()


def test_nothing_runs_on_any_kind_of_page(hostile_site: Served, browser: Any) -> None:
    """Pages with all texts, and of each taxonomy another fifth of the pages with one; those of
    papers, where test_texts_stand_as_written looks at them."""
    watched = Watched(browser, hostile_site.url)
    pages = """/ papers/ topics/ topics/hostile/ authors/ venues/ keywords/ years/ days/ stats/ about/
        courses/ courses/hostile/ courses/hostile/2024/ courses/old-course/ embed/courses/hostile/
        embed/courses/hostile/2024/ embed/topics/hostile/ digests/ digests/2025-12-23/
        digests/old-digest/ papers/hostile-old-00/ topics/hostile-old/ authors/old-person/
        keywords/old-keyword/ years/2024/ days/2025-12-23/""".split()
    site = hostile_site.folder / "repo"
    for number, taxonomy in enumerate(("authors", "venues", "keywords")):
        terms = sorted((site / taxonomy).glob("*/index.html"))
        pages += [f"{taxonomy}/{path.parent.name}/" for path in terms[number::5]]
    for path in pages:
        page = watched.visit(path.removeprefix("/"))
        assert page.evaluate(f"({DANGEROUS})(document)") == [], path
    page.mouse.move(300, 300)
    watched.close()


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
            "() => document.querySelector('#ps-list').textContent.includes(' of ')"
        )
        with settled(page):
            pass
        assert not page.evaluate("window.pwned"), query
        inside = page.evaluate(
            "[...document.querySelectorAll('.ps-content script, .ps-content img, .ps-content iframe')].length"
        )
        assert inside == 0, query
    watched.close()


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
    watched.close()


def test_texts_stand_as_written(hostile_site: Served, browser: Any, tmp_path: Path) -> None:
    """Title, abstract, authors, keywords and BibTeX key of each hostile paper read as written, and
    nothing runs."""
    collection = collect(write(tmp_path, hostile.files()))
    assert len(collection.papers) == 2 * len(hostile.HOSTILE)
    watched = Watched(browser, hostile_site.url)
    for paper in collection.papers.values():
        page = watched.visit(f"papers/{paper.id}/")
        assert page.evaluate(f"({DANGEROUS})(document)") == [], paper.id
        shown = page.evaluate(f"({SHOWN})(document)")
        assert_shown(shown, paper)
        for keyword in paper.keywords:
            assert shown["keywords"].strip(" ") == words(keyword)
        if paper.status and "$" not in paper.status_note:
            assert words(expected(paper.status_note)) in words(shown["notice"])
        assert shown["bibtex"].startswith(f"@article{{{paper.key},")
    watched.close()


#: What a page shows, read in one go: each question to a new page costs it some milliseconds.
SHOWN = f"""(page) => {{
  const read = {READ};
  const abstract = [];
  for (let at = page.getElementById("abstract")?.nextElementSibling; at; at = at.nextElementSibling) {{
    if (at.matches("h2, aside, .ps-bibtex")) break;
    if (at.matches("p")) abstract.push(read(at));
    else for (const part of at.querySelectorAll("p")) abstract.push(read(part));
  }}
  const [title, ...more] = page.querySelectorAll("h1");
  const text = (selector) => {{
    const [element, ...others] = page.querySelectorAll(selector);
    return others.length ? null : element?.innerText;
  }};
  return {{
    title: more.length ? null : read(title),
    abstract,
    keywords: text(".ps-keywords"),
    notice: text(".ps-notice"),
    bibtex: text(".ps-bibtex code"),
  }};
}}"""


def assert_shown(shown: Any, paper: Paper) -> None:
    """The page of a paper shows its title and abstract as the catalogue has them."""
    assert expected(paper.title) == words(shown["title"]), paper.id
    if paper.abstract:
        assert [expected(part) for part in paper.abstract.split("\n\n")] == [
            words(part) for part in shown["abstract"]
        ], paper.id


def test_real_nasty_records_stand_as_written(built: Callable[[str], Built], browser: Any) -> None:
    """127 of the worst real records build strictly, and have title and abstract as written; no
    script of the site fails on a tenth of them."""
    root, site, _, _ = built("nasty")
    collection = collect(root)
    assert len(collection.papers) == 127
    with Served(site) as served:
        watched = Watched(browser, served.url)
        pages = {f"papers/{paper.id}/": paper for paper in collection.papers.values()}
        for path in list(pages)[::10]:
            watched.visit(path)
        for path, shown in watched.parse(SHOWN, list(pages)).items():
            assert_shown(shown, pages[path])
        watched.close()
