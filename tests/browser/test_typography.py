"""Type: where lines begin and end, what lists have before them, marks that cover nothing, drawings in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.helpers import PAGES, Served, build, entry, goto, write

pytestmark = pytest.mark.slow

GUIDE = """---
title: A guide
---

- one
    - within
- two

1. first
    1. within

> - quoted

!!! note "A note"
    - noted

- [ ] to do

A claim.[^1]

| Loom | Metres | Warp | Weft | Weavers | Patterns | Remarks |
|------|--------|------|------|---------|----------|---------|
| Jacquard | 2.5 | 1,200 | 1,400 | 2 | 24 | Punched cards |

![Looms](loom.svg) ![Wefts](loom.svg#only-dark)

[^1]: Its source.
"""
SETTINGS = """site_name: Looms
docs_dir: content
theme: {name: material}
markdown_extensions: [admonition, footnotes, pymdownx.tasklist]
plugins: [papershelf]
"""
COURSE = "---\ntitle: Weaving\n---\n\n- [@ada2024engine] Optional.\n- [@ada2024engine] Required. A note on it.\n"
DIGEST = "---\ntitle: New\nfrom: 2025-12-22\nto: 2025-12-23\n---\n\n- [@ada2024engine] The best of the week.\n"
EVERYTHING = (
    "  doi: 10.5555/12345678\n  openreview: B1xsqj09Fm\n  discussion: {url: https://example.org/d, count: 3}\n"
    "  venue: Transactions on Looms\n  volume: '27'\n  topics: [looms]\n  awards: [Best paper of the year, Prize of the weavers]\n"
)
#: Between letters of these scripts, a line may end anywhere.
HAN = entry("yamada2024looms", "織機", "  venue: 織機と環の理論織機と環の理論織機と環の理論織機と環の理論論文誌\n  topics: [looms]\n").replace(
    "Ada Lovelace", "山田太郎山田太郎山田太郎, 佐藤花子佐藤花子佐藤花子佐藤花子, 李小龙李小龙李小龙"
).replace("added: 2025-12-23", "added: 2024-04-27")  # fmt: skip


@pytest.fixture(scope="module")
def looms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("looms")
    files = {
        "mkdocs.yml": SETTINGS,
        "papers.yaml": entry(more=EVERYTHING) + HAN,
        "content/guide.md": GUIDE,
        "content/loom.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "content/courses/weaving.md": COURSE,
        "content/digests/2025-12-23.md": DIGEST,
        "content/topics/looms.md": "---\ntitle: Looms\n---\n",
        **{
            f"metrics/2025-W{week}.csv": f"id,date,citations\nada2024engine,2025-12-{day},{number}\n"
            for week, day, number in ((50, 14, 4), (51, 21, 9))
        },
    }
    build(write(folder / "shelf", files), folder / "site", has_search=False)
    with Served(folder / "site") as served:
        yield served


#: Lines that begin with a dot between two facts, and dates that are split.
LINES = """() => {
  const wrong = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    if (!text.parentElement.checkVisibility() || text.parentElement.closest(".ps-sr")) continue;
    for (let at = text.data.indexOf("·"); at >= 0; at = text.data.indexOf("·", at + 1)) {
      let block = text.parentElement;
      while (getComputedStyle(block).display === "inline") block = block.parentElement;
      const range = new Range();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const left = block.getBoundingClientRect().left + parseFloat(getComputedStyle(block).paddingLeft);
      if (range.getBoundingClientRect().left < left + 8) wrong.push(block.innerText);
    }
  }
  for (const fact of document.querySelectorAll(":is(.ps-meta, .facts) > :not(:last-child)")) { // its last box is the dot
    const { left } = [...fact.getClientRects()].at(-1);
    if (left < fact.parentElement.getBoundingClientRect().left + 2) wrong.push(fact.innerText);
  }
  for (const time of document.querySelectorAll(".ps-content time")) {
    if (new Set([...time.getClientRects()].map(({ top }) => top)).size > 1) wrong.push(time.innerText);
  }
  return wrong;
}"""


def test_no_line_begins_with_a_dot(browser: Any, seed_server: Served, looms: Served) -> None:
    """On no page and at no width of a phone; no date of a paper is split."""
    page = browser.new_page()
    for url in [
        *(seed_server.url + path for path in PAGES),
        *(looms.url + path for path in ("", "trending/", "embed/topics/looms/")),
        *(f"{looms.url}papers/{paper_id}/" for paper_id in ("ada2024engine", "yamada2024looms")),
    ]:
        goto(page, url)
        for width in range(320, 440, 10):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(LINES) == [], (url, width)
    page.close()


def test_lists_have_their_bullets_and_numbers(browser: Any, looms: Served) -> None:
    """Also lists within lists, quotations and notes, and footnotes; a box to tick is on the page."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    goto(page, looms.url + "guide/")
    markers = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll(".ps-content li")].map((item) =>
          [item.innerText.match(/[\\w ]+/)[0].trim(), getComputedStyle(item).listStyleType]))"""
    )
    assert markers == {
        "one": "disc",
        "within": "decimal",
        "two": "disc",
        "first": "disc",
        "quoted": "disc",
        "noted": "disc",
        "to do": "none",
        "Its source": "decimal",
    }
    edge = page.locator(".ps-content h1").bounding_box()["x"]
    assert page.locator(".task-list-item input").bounding_box()["x"] >= edge
    note, title = (
        page.locator(name).bounding_box() for name in (".admonition", ".admonition-title")
    )
    assert note["width"] - title["width"] <= 4
    page.close()


def test_a_drawing_has_white_paper_in_the_dark(browser: Any, looms: Served) -> None:
    """Lines of a transparent image are mostly black. One for the dark theme is as it is."""
    for scheme, grounds in (
        ("dark", ["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"]),
        ("light", ["rgba(0, 0, 0, 0)"] * 2),
    ):
        page = browser.new_page(color_scheme=scheme)
        goto(page, looms.url + "guide/")
        assert grounds == page.eval_on_selector_all(
            ".ps-content img", "all => all.map((image) => getComputedStyle(image).backgroundColor)"
        )
        page.close()


@pytest.mark.parametrize("path", ["courses/weaving/", "trending/", "digests/2025-12-23/"])
@pytest.mark.parametrize("width", [320, 390, 960, 1280])
def test_the_mark_of_a_new_paper_covers_nothing(
    browser: Any, looms: Served, path: str, width: int
) -> None:
    """Neither what the curator says of the paper nor why it is trending, also with the longest words."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.clock.set_fixed_time("2025-12-24T12:00:00Z")
    goto(page, looms.url + path)
    covered = page.evaluate(
        """() => [...document.querySelectorAll(".ps-new")].filter((mark) => mark.checkVisibility()).map((mark) => {
          mark.textContent = "New to you";
          const box = mark.getBoundingClientRect();
          const around = mark.closest(".ps-reading, .ps-announced").querySelectorAll("p, b, .ps-reading__note, .ps-reading__n, .ps-row__title a");
          return [...around].filter((other) => {
            const text = new Range(); // a finger can touch more of a title than its words
            text.selectNodeContents(other);
            const { left, right, top, bottom } = (other.matches("a") ? text : other).getBoundingClientRect();
            return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
          }).map((other) => other.className || other.innerText);
        })"""
    )
    page.close()
    assert covered and [names for names in covered if names] == []


def test_words_of_a_paper_are_whole(browser: Any, looms: Served) -> None:
    """Names of identifiers are not broken, beside the text and below it."""
    page = browser.new_page()
    goto(page, looms.url + "papers/ada2024engine/")
    for width in (320, 390, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        lines = page.eval_on_selector_all(
            ".ps-box dt",
            """all => all.filter((name) => !name.innerText.includes(" ")).map((name) => {
              const range = new Range();
              range.selectNodeContents(name);
              return range.getClientRects().length;
            })""",
        )
        assert set(lines) == {1}, width
    page.close()


def test_numbers_are_level_with_their_links(browser: Any, seed_server: Served) -> None:
    """Beside the topics of a paper and of the collection."""
    page = browser.new_page()
    for path in ("papers/zheng2024learning/", "topics/"):
        goto(page, seed_server.url + path)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            apart = page.eval_on_selector_all(
                ".ps-counts li",
                """all => all.map((item) => {
                  const [link, number] = ["a", ".ps-n"].map((part) => {
                    const range = new Range();
                    range.selectNodeContents(item.querySelector(part).firstChild);
                    return range.getClientRects()[0].bottom;
                  });
                  return Math.abs(link - number);
                })""",
            )
            assert apart and max(apart) < 2, (path, width)
    page.close()


def test_a_notice_is_as_wide_as_the_lines_below_it(browser: Any, seed_server: Served) -> None:
    """Its box and the schedule of an edition end at the same edge."""
    page = browser.new_page()
    goto(page, seed_server.url + "courses/images-and-words/2026-autumn/")
    for width in (390, 900, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        boxes = [page.locator(name).bounding_box() for name in (".ps-notice", ".ps-schedule")]
        assert boxes[0]["width"] == boxes[1]["width"], width
    page.close()


def test_links_among_words_are_underlined(browser: Any, looms: Served) -> None:
    """In “All papers as BibTeX, RIS”; a link that is a line of its own is not."""
    page = browser.new_page()
    goto(page, looms.url + "topics/looms/")
    lines = "all => all.map((link) => getComputedStyle(link).textDecorationLine)"
    assert set(page.eval_on_selector_all(".ps-box a[download]", lines)) == {"underline"}
    assert set(page.eval_on_selector_all(".ps-box .ps-counts a", lines)) == {"none"}
    page.close()


def test_the_search_says_its_word_or_nothing(browser: Any, seed_server: Served) -> None:
    """With letters twice as large, for which there may be no room: never the upper half of a word."""
    page = browser.new_page(bypass_csp=True)
    goto(page, seed_server.url)
    page.eval_on_selector(
        ".ps-header__name", "name => { name.textContent = 'A library of papers '.repeat(3); }"
    )
    page.add_style_tag(content=".ps-find__open, .ps-header__name { font-size: 32px !important; }")
    for width in range(701, 1181, 40):
        page.set_viewport_size({"width": width, "height": 900})
        top, bottom = page.eval_on_selector(
            ".ps-find__open",
            "open => [open.querySelector('span').offsetTop - open.offsetTop, open.clientHeight]",
        )
        assert top < 4 or top >= bottom, width
    page.close()


def test_a_table_is_as_wide_as_the_paper(browser: Any, looms: Served) -> None:
    """Nobody can scroll it there. Titles of trending papers are as large as those of other lists."""
    page = browser.new_page(viewport={"width": 600, "height": 900})
    goto(page, looms.url + "guide/")
    page.emulate_media(media="print")
    cells = page.eval_on_selector_all("th, td", "all => all.map((cell) => cell.getBoundingClientRect().right)")  # fmt: skip
    assert len(cells) == 14 and max(cells) <= 600
    goto(page, looms.url)
    sizes = page.eval_on_selector_all(
        ".ps-trends__title, .ps-row__title", "all => all.map((title) => getComputedStyle(title).fontSize)"
    )  # fmt: skip
    assert len(sizes) == 3 and len(set(sizes)) == 1
    page.close()


def test_short_titles_are_large_enough_for_a_finger(browser: Any, seed_server: Served) -> None:
    """Also those of one line, below a paper and below the map."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for path, links in (
        ("papers/zheng2024learning/", ".ps-related a"),
        ("map/", ".ps-map__near-list a"),
    ):
        goto(page, seed_server.url + path)
        page.wait_for_selector(links)
        heights = page.eval_on_selector_all(
            links,
            "all => all.map((link) => { link.textContent = 'Looms'; return link.getBoundingClientRect().height; })",
        )
        assert heights and min(heights) >= 28, path
    page.close()


def test_a_formula_that_scrolls_takes_the_focus(browser: Any, tmp_path: Path) -> None:
    """2.1.1: with a name, where it is wider than its place and only there; also in a list that is filtered."""
    formula = " + ".join(f"x_{n}" for n in range(1, 12))
    more = f"  keywords: [sums]\n  abstract: We have $y = {formula}$ and $x_1$.\n"
    files = {"papers.yaml": entry(more=more) + entry("b2024", "Another", "  keywords: [sums]\n")}
    build(write(tmp_path / "shelf", files), tmp_path / "site")
    with Served(tmp_path / "site") as served:
        page = browser.new_page(viewport={"width": 320, "height": 800})
        for path in ("papers/ada2024engine/", "papers/?keyword=sums"):
            goto(page, served.url + path)
            group = page.get_by_role("group", name="Formula")
            group.wait_for()
            assert group.count() == 1 and group.get_attribute("tabindex") == "0", path
            page.set_viewport_size({"width": 1440, "height": 800})
            group.wait_for(state="detached")
            assert not page.locator(".ps-long[tabindex]").count(), path
            page.set_viewport_size({"width": 320, "height": 800})
        page.close()
