"""A paper in lists and on its page: a way to read it, its sentence, its authors, its keywords."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from papershelf.outputs.views.facets import KEYWORDS, shared_keywords
from papershelf.outputs.views.papers import AUTHORS_SHOWN, MANY_AUTHORS
from papershelf.outputs.views.rows import to_row
from papershelf.text.slugs import to_slug
from support.browsing import shown, wait
from support.helpers import Served, build, collect, entry, one_page, pages, watched, write

WAYS = [
    ("urls: {pdf: 'https://a.org/p.pdf', paper: 'https://a.org/p'}", ["PDF", "https://a.org/p.pdf"]),
    ("arxiv: '2404.17858'", ["PDF", "https://arxiv.org/pdf/2404.17858"]),
    ("doi: 10.1000/182\\n  urls: {paper: 'https://a.org/p', code: 'https://a.org/c'}",
     ["DOI", "https://doi.org/10.1000/182", "Code", "https://a.org/c"]),
    ("openreview: B1xsqj09Fm\\n  urls: {paper: 'https://a.org/p'}", ["Paper", "https://a.org/p"]),
    ("openreview: B1xsqj09Fm", ["OpenReview", "https://openreview.net/forum?id=B1xsqj09Fm"]),
    ("acl: 2020.acl-main.1", ["ACL Anthology", "https://aclanthology.org/2020.acl-main.1/"]),
    ("pmid: '31452104'", ["PubMed", "https://pubmed.ncbi.nlm.nih.gov/31452104/"]),
    ("isbn: '9780262046305'", []),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), WAYS)
def test_a_row_leads_to_its_paper(fields: str, expected: list[str], tmp_path: Path) -> None:
    """A row links to the PDF, or else to the first known address; extras are next to it."""
    more = "  " + fields.replace("\\n", "\n") + "\n"
    paper = collect(write(tmp_path, {"papers.yaml": entry(more=more)})).papers["ada2024engine"]
    links = to_row(paper, (), {}).links
    assert [text for link in links for text in (link.text, link.url)] == expected


def test_a_doi_written_as_an_address_is_offered_once(tmp_path: Path) -> None:
    """In any spelling; a page that merely names it in its address is another place."""
    urls = ("http://dx.doi.org/10.1000/A0", "https://a.org/?of=doi.org/10.1000/a1")
    text = "".join(
        entry(f"p{n}", f"Engine {n}", f"  doi: 10.1000/a{n}\n  urls: {{paper: '{url}'}}\n")
        for n, url in enumerate(urls)
    )
    made = pages(write(tmp_path, {"papers.yaml": text}))
    assert [f'href="{url}"' in made[f"papers/p{n}.md"] for n, url in enumerate(urls)] == [
        False,
        True,
    ]


def test_without_an_abstract_a_row_has_the_curators_sentence(tmp_path: Path) -> None:
    """In the language of the site, not in that of the paper; an abstract comes before it."""
    more = "  language: fr\n  summary: Read <it> first, for $n^2$.\n"
    both = more + "  abstract: Un texte.\n"
    text = entry("a1", more=more) + entry("b1", more=both)
    made = pages(write(tmp_path, {"papers.yaml": text}))["papers/index.md"]
    assert '<p class="ps-row__why">Read &lt;it&gt; first' in made
    assert '<div class="ps-abstract" lang="fr"><div class="ps-abstract__text"><p>Un texte.' in made
    assert made.count("Read &lt;it&gt;") == 1


def test_long_lists_of_authors_are_folded(tmp_path: Path) -> None:
    """The page and its data have all names; a list slightly longer than the limit is not folded."""

    def crowd(number: int) -> str:
        return ", ".join(f"Ada Lovelace{n}" for n in range(number))

    text = entry("few1").replace("Ada Lovelace", crowd(MANY_AUTHORS))
    text += entry("many1", more="  author_count: 90\n").replace("Ada Lovelace", crowd(60))
    made = pages(write(tmp_path, {"papers.yaml": text}), min_papers=1)
    assert "ps-unfold" not in made["papers/few1.md"]
    page = made["papers/many1.md"]
    first, rest = page.split('<span class="ps-authors__rest">')
    assert first.count('<a href="../../authors/ada-lovelace') == AUTHORS_SHOWN
    assert rest.partition("</span>")[0].count("authors/ada-lovelace") == 60 - AUTHORS_SHOWN
    assert rest.partition("</span>")[0].endswith(" and 30 more")
    assert "48 more names" in rest
    assert page.count('name=\\"citation_author\\"') == 60
    text = entry("most1").replace("Ada Lovelace", crowd(AUTHORS_SHOWN + 1000))
    root = write(tmp_path / "most", {"papers.yaml": text})
    assert "1,000 more names" in one_page(root, "papers/most1/")


def test_the_most_used_keywords_are_a_filter(tmp_path: Path) -> None:
    """Spellings of one word are one; of a thousand words used once, as many as stay light."""
    text = entry("a1", more="  keywords: [Deep Learning, 'bees, wild']\n")
    text += entry("b1", more="  keywords: [deep learning, C++]\n") + entry(
        "c1", more="  keywords: [C++]\n"
    )
    root = write(tmp_path / "some", {"papers.yaml": text})
    collection = collect(root)
    assert shared_keywords(collection) == {"deep-learning", to_slug("C++")}
    page = pages(root)["papers/a1.md"]
    assert '<li data-slug="deep-learning">Deep Learning</li>\n<li>bees, wild</li>' in page
    words = ", ".join(f"word{n}" for n in range(KEYWORDS + 40))
    text = entry("a1", more=f"  keywords: [{words}]\n") + entry(
        "b1", more="  keywords: [word539]\n"
    )
    offered = shared_keywords(collect(write(tmp_path / "many", {"papers.yaml": text})))
    assert offered == {"word539"}


NAMES = (
    "Homotopy Type Theory and Univalent Foundation",
    "Donaudampfschifffahrtselektrizitaetenbetriebe",
)
#: The boxes of the header that are seen: whether two of them meet, whether the name fits, in four lines
#: at most, and whether one leaves the window.
HEADER = """() => {
  const parts = [...document.querySelectorAll(".ps-header__inner > *")].map((part) => part.getBoundingClientRect())
    .filter(({ width, height }) => width && height);
  const meet = parts.some((a, at) => parts.slice(at + 1).some((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
  const name = document.querySelector(".ps-header__name");
  const range = document.createRange();
  range.selectNodeContents(name);
  const text = range.getBoundingClientRect();
  const header = document.querySelector(".ps-header").getBoundingClientRect();
  const fits = text.top >= header.top && text.bottom <= header.bottom && text.height < 72 && text.right <= name.getBoundingClientRect().right + 1;
  return [meet, fits, document.documentElement.scrollWidth > innerWidth];
}"""


@pytest.mark.slow
def test_keywords_authors_and_a_long_name_in_a_browser(browser: Any, tmp_path: Path) -> None:
    """A keyword leads to all papers with it, names unfold without a script, paper has them all, and
    a name of 45 letters fits into the header."""
    crowd = ", ".join(f"Ada Lovelace{n}" for n in range(40))
    text = entry("p1", more="  keywords: [Bees, rivers]\n").replace("Ada Lovelace", crowd)
    text += entry("p2", more="  keywords: [bees]\n") + entry("p3", more="  keywords: [looms]\n")
    plugins = "plugins: [{papershelf: {authors: {min_papers: 1}}}]\n"
    settings = f"site_name: {NAMES[0]}\ndocs_dir: content\ntheme: {{name: material}}\n{plugins}"
    shelf = write(
        tmp_path / "shelf", {"papers.yaml": text, "mkdocs.yml": settings, "content/a.md": "# A"}
    )
    build(shelf, tmp_path / "site")
    with Served(tmp_path / "site") as served:
        plain = browser.new_page(java_script_enabled=False)
        plain.goto(served.url + "papers/p1/")
        last = plain.get_by_role("link", name="Ada Lovelace39")
        assert last.is_hidden() and not plain.locator(".ps-keywords a").count()
        plain.get_by_text("28 more names").click()
        assert last.is_visible()
        plain.get_by_text("Fewer names").click()
        plain.emulate_media(media="print")
        assert last.is_visible() and plain.get_by_text("28 more names").is_hidden()
        plain.close()
        with watched(browser, served.url, viewport={"width": 1280, "height": 900}) as context:
            page = context.new_page()
            page.goto(served.url + "papers/p1/")
            page.get_by_role("link", name="Bees (keyword)", exact=True).click()  # not a topic
            page.wait_for_url("**/papers/?keyword=bees")
            wait(page, 2)
            assert sorted(shown(page)) == ["p1", "p2"]
            assert page.get_by_role("checkbox", name="Bees").is_checked()
            for name in NAMES:
                page.evaluate(
                    "name => document.querySelector('.ps-header__name').textContent = name", name
                )
                for width in (1280, 1110, 390, 320):
                    page.set_viewport_size({"width": width, "height": 900})
                    assert page.evaluate(HEADER) == [False, True, False], (name, width)


@pytest.mark.slow
def test_days_of_the_home_page_are_apart(browser: Any, tmp_path: Path) -> None:
    """The heading of the second day has more room above it than one within a list."""
    text = entry("p1") + entry("p2").replace("2025-12-23", "2025-12-22")
    settings = (
        "site_name: Shelf\ndocs_dir: content\ntheme: {name: material}\nplugins: [papershelf]\n"
    )
    shelf = write(
        tmp_path / "shelf", {"papers.yaml": text, "mkdocs.yml": settings, "content/a.md": "# A"}
    )
    build(shelf, tmp_path / "site", has_search=False)
    with Served(tmp_path / "site") as served:
        page = browser.new_page()
        page.goto(served.url)
        margins = page.locator(".ps-day").evaluate_all(
            "all => all.map((e) => getComputedStyle(e).marginTop)"
        )
        assert len(margins) == 2 and margins[1] == "40px"
        page.close()


LONG = "a keyword of so many words that they take two lines beside each other on a phone"


@pytest.mark.slow
def test_details_and_keywords_have_even_rows_on_a_phone(browser: Any, tmp_path: Path) -> None:
    """Rows with a link and without one are 44 pixels high; the lines of a keyword stay together."""
    more = f"  doi: 10.1000/loom.1\n  language: fr\n  keywords: [{LONG}]\n"
    text = entry("p1", more=more) + entry("p2", more=f"  keywords: [{LONG}]\n")
    build(write(tmp_path / "shelf", {"papers.yaml": text}), tmp_path / "site")
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with Served(tmp_path / "site") as served, watched(browser, served.url, **phone) as context:
        page = context.new_page()
        page.goto(served.url + "papers/p1/")
        keyword = page.locator(".ps-keywords a")
        keyword.wait_for()
        heights = "all => all.map((e) => Math.round(e.getBoundingClientRect().height))"
        assert page.locator(".ps-box > dl > dt").evaluate_all(heights) == [44, 44, 44]
        tops = "e => { const range = document.createRange(); range.selectNodeContents(e); return [...range.getClientRects()].map(({ top }) => top); }"
        first, second, *_ = keyword.evaluate(tops)
        assert second - first == 20
        assert keyword.evaluate_all(heights)[0] >= 64
        page.set_viewport_size({"width": 1200, "height": 844})
        assert page.locator(".ps-box > dl > dt").evaluate_all(heights) == [44, 44, 44]
