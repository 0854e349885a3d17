"""What only a browser shows: search, themes, keyboard, phone, and life without scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from support.helpers import (
    DISTINCT,
    PAGES,
    ROOT,
    TOTAL,
    Served,
    answered,
    build,
    collect,
    entry,
    goto,
    watched,
    write,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Any, seed_server: Served) -> Iterator[Any]:
    """A page that fails the test on any error, warning of a script, or request elsewhere."""
    host = seed_server.url.partition("/repo/")[0]
    with watched(browser, host, viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


def search(page: Any, query: str) -> list[str]:
    """Titles of the results for a query."""
    if not page.locator("#ps-q").is_visible():
        page.wait_for_selector(".ps-find__open")
        page.keyboard.press("/")
    page.fill("#ps-q", query)
    answered(page, query)
    return list(page.locator(".ps-results b").all_inner_texts())


def test_search_finds(page: Any, seed_server: Served) -> None:
    """By words of the abstract, identifiers as people paste them, names without their diacritics,
    and the titles of topics and hand-written pages; from a page two levels deep."""
    page.goto(seed_server.url + "topics/language-models/")
    for query, title in (
        ("supervised contrastive CUB COCO", "A Framework For Image Synthesis"),
        ("radiology cardiology reports", "MoRE: Multi-Modal Contrastive"),
        ("2407.11351", "Learning Modality-agnostic Representation"),
        ("arXiv:2407.11351v3", "Learning Modality-agnostic Representation"),
        ("https://arxiv.org/abs/2407.11351", "Learning Modality-agnostic Representation"),
        ("10.1109/ICCV51070.2023.01950", "Towards a Single Unified Model"),
        ("https://doi.org/10.1109/ICCV51070.2023.01950", "Towards a Single Unified Model"),
        ("zheng2024learning", "Learning Modality-agnostic Representation"),
        ("Escudero-Vinolo", "GBT-SAM"),
        ("Medical imaging", "Medical imaging"),
        ("trackers cookies", "About this collection"),
    ):
        found = search(page, query)
        assert any(text.startswith(title) for text in found[:3]), (query, found)


def test_search_filters_combine(page: Any, seed_server: Served) -> None:
    """Topic and year narrow the same list; the choices count what would be found."""
    page.goto(seed_server.url)
    everything = len(search(page, "learning"))
    page.get_by_role("button", name="Filter").click()
    page.select_option("[data-filter=topic]", "medical-imaging")
    answered(page, "learning")
    medical = int(page.inner_text(".ps-state").split()[0])
    page.select_option("[data-filter=year]", "2024")
    answered(page, "learning")
    both = int(page.inner_text(".ps-state").split()[0])
    assert 0 < both < medical
    assert everything == 10, "the first ten are shown, more on request"
    assert re.fullmatch(r"Medical imaging \(\d+\)",
                        page.locator("[data-filter=topic] option:checked").inner_text())  # fmt: skip
    page.get_by_role("button", name="Filter · 2").click()
    assert page.locator("[data-filter=topic]").is_hidden()
    page.fill("#ps-q", "qqqq")
    answered(page, "qqqq")
    assert page.inner_text(".ps-state") == "Nothing found for “qqqq” with these filters."


def test_a_key_that_is_held_down_brings_each_result_once(page: Any, seed_server: Served) -> None:
    """While the next ones are on their way, too; no result of an older question comes in late."""
    page.goto(seed_server.url)
    search(page, "learning")
    page.evaluate("""() => { for (let n = 0; n < 24; n++) document.getElementById("ps-q").dispatchEvent(
        new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true })) }""")
    page.wait_for_function("() => document.querySelectorAll('.ps-results li').length > 10")
    page.wait_for_timeout(300)
    found = page.locator(".ps-results a").evaluate_all("all => all.map((link) => link.pathname)")
    assert len(found) == len(set(found)) == 20


def test_search_filters_alone(page: Any, seed_server: Served) -> None:
    """Filters alone list as many papers as their count says; a result opens the page of its paper."""
    page.goto(seed_server.url)
    page.locator(".ps-find__open").click()
    page.get_by_role("button", name="Filter").click()
    page.select_option("[data-filter=topic]", "medical-imaging")
    option = page.locator("[data-filter=topic] option:checked").inner_text()
    number = re.sub(r"\D", "", option)
    page.get_by_text(f"{number} results").wait_for()
    title = page.locator(".ps-results b").first.inner_text()
    page.locator(".ps-results a").first.click()
    page.wait_for_url("**/repo/papers/*/")
    assert page.locator("h1").inner_text() == title


def test_search_results_lead_to_their_page(page: Any, seed_server: Served) -> None:
    """Arrow keys walk the results, Enter opens one, under the base path."""
    page.goto(seed_server.url + "papers/")
    search(page, "2407.11351")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(seed_server.url + "papers/zheng2024learning/")


SEEN = """width => {
    const button = document.querySelector(".ps-find__open");
    const box = document.querySelector(".ps-find");
    box.style.cssText = width ? `flex: none; width: ${width}px` : "";
    const { bottom } = button.getBoundingClientRect();
    const [label, key] = button.children;
    const text = document.createRange();
    text.selectNodeContents(label);
    const end = label.getBoundingClientRect().right;
    const lines = [...text.getClientRects()].filter(({ top }) => top < bottom);
    const hasKey = key.getBoundingClientRect().top < bottom;
    const isWhole = lines.every(({ right }) => right <= end) && (!hasKey || key.getBoundingClientRect().right < box.getBoundingClientRect().right);
    return [lines.length, isWhole, text.getClientRects().length, hasKey];
}"""


def test_the_search_button_is_never_cut_off(page: Any, seed_server: Served) -> None:
    """Without room for the number of papers it says “Search”, and without room for the key, it has
    none; its name always has the number."""
    page.goto(seed_server.url)
    page.evaluate("localStorage.setItem('papershelf /repo/ slash', '\"off\"')")  # Ctrl K is longer
    page.reload()
    page.locator(".ps-find__open[aria-label='Search 37 papers']").wait_for()
    texts = set()
    for width in range(150, 341, 5):
        lines, is_whole, *parts = page.evaluate(SEEN, width)
        assert lines == 1 and is_whole, width
        texts.add(tuple(parts))
    assert texts == {(2, False), (2, True), (1, True)}
    for width in range(710, 1500, 30):
        page.set_viewport_size({"width": width, "height": 600})
        assert page.evaluate(SEEN, 0)[:2] == [1, True], width


def test_search_by_keyboard_opens_and_closes(page: Any, seed_server: Served) -> None:
    """`/` and Ctrl+K focus it, a `/` that is typed elsewhere does not, Escape closes it."""
    page.goto(seed_server.url)
    page.wait_for_selector(".ps-find__open")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "ps-q"
    page.keyboard.type("a/b")
    assert page.input_value("#ps-q") == "a/b"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".ps-panel").is_hidden()


def test_search_opens_from_an_address(page: Any, seed_server: Served) -> None:
    """`?q=` asks the question that other programs put into an address."""
    for path in ("", "papers/", "topics/"):
        page.goto(f"{seed_server.url}{path}?q=2407.11351")
        page.wait_for_selector(".ps-results li")
        assert page.locator(".ps-results b").first.inner_text().startswith("Learning Modality")


def test_a_closed_search_leaves_the_address(page: Any, seed_server: Served) -> None:
    """So that a page which is loaded again, or whose address is passed on, does not ask again. What
    else is in the address stays; without a question, also as it is written."""
    for given, kept in (
        ("?q=looms", ""),
        ("?a=b,c&q=looms#papers", "?a=b%2Cc#papers"),
        ("?a=b,c", "?a=b,c"),
    ):
        page.goto(f"{seed_server.url}{given}")
        page.wait_for_selector(".ps-find__open")
        page.keyboard.press("Control+k")
        page.wait_for_selector(".ps-panel")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.ps-search", state="hidden")
        assert page.url == f"{seed_server.url}{kept}"


def test_new_mark_expires_in_the_browser(page: Any, seed_server: Served) -> None:
    """It appears on the days after `added` and not later, without another build."""
    for day, seen in (
        ("2025-12-23", True),
        ("2025-12-29", True),
        ("2026-01-02", False),
        ("2025-12-20", False),
    ):
        page.clock.set_fixed_time(f"{day}T12:00:00Z")
        page.goto(seed_server.url)
        assert seen == page.locator(".ps-new").first.is_visible(), day


def test_everything_is_there_without_scripts(browser: Any, seed_server: Served) -> None:
    """Lists, whole abstracts that open, a way to browse instead of the search, both themes."""
    for scheme, paper in (("light", "rgb(252, 251, 248)"), ("dark", "rgb(21, 22, 24)")):
        context = browser.new_context(java_script_enabled=False, color_scheme=scheme)
        page = context.new_page()
        page.goto(seed_server.url)
        assert page.locator("article.ps-row").count() == TOTAL
        link = page.locator(".ps-find__link")
        assert link.is_visible()
        first = page.locator(".ps-abstract__text").first
        folded = first.bounding_box()["height"]
        page.locator(".ps-abstract summary").first.click()
        assert first.bounding_box()["height"] > folded * 2
        assert page.locator(".ps-new:visible").count() == 0
        body = page.locator("body")
        assert paper == body.evaluate("e => getComputedStyle(e).backgroundColor")
        link.click()
        page.wait_for_url("**/repo/topics/")
        assert page.locator(".ps-tree li").count() == 18
        context.close()


def test_themes_switch_and_stay(page: Any, seed_server: Served) -> None:
    """The button changes the theme. The next page has it too, and so have other tabs, and pages that Back
    shows as they were left."""
    other = page.context.new_page()
    other.goto(seed_server.url)
    page.goto(seed_server.url)
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(background)
    page.goto(seed_server.url + "papers/")
    assert light != dark == page.evaluate(background)
    other.locator(".ps-theme[aria-pressed=true]").wait_for()
    assert dark == other.evaluate(background)
    key = other.evaluate("Object.keys(localStorage).find((key) => key.endsWith('__palette'))")
    other.evaluate(
        "key => localStorage.setItem(key, localStorage.getItem(key).replace('slate', 'default'))",
        key,
    )
    assert dark == other.evaluate(background)
    other.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert light == other.evaluate(background)


def test_no_page_is_wider_than_the_screen(browser: Any, seed_server: Served) -> None:
    """Nothing has to be scrolled sideways: not on a page that opens at the least width, nor on one
    that was wider."""
    context = browser.new_context()
    page = context.new_page()
    for path in DISTINCT:
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(seed_server.url + path)
        for width in (320, 1440, 1220, 1181, 1000, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert width >= page.evaluate("document.documentElement.scrollWidth"), (path, width)
    context.close()


def test_the_phone_has_drawer_search_and_large_targets(browser: Any, seed_server: Served) -> None:
    """390 pixels: the menu opens by keyboard too, the search fills the screen, actions are 44 high."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(seed_server.url)
    page.locator(".ps-header__menu").focus()
    page.keyboard.press("Enter")
    page.locator(".md-nav__link", has_text="Topics").wait_for()
    page.goto(seed_server.url)
    page.locator(".ps-find__open").tap()
    page.wait_for_selector("#ps-q")
    box = page.locator("dialog.ps-search").bounding_box()
    assert (box["width"], box["y"], box["height"]) == (390, 0, 844)
    page.get_by_role("button", name="Close").click()
    assert page.locator(".ps-panel").is_hidden()
    for target in (".ps-acts a", ".ps-abstract summary", ".ps-header__menu"):
        assert page.locator(target).first.bounding_box()["height"] >= 44, target
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_an_address_leads_to_is_just_below_the_header(
    browser: Any, seed_server: Served, width: int
) -> None:
    """A reading, a session, a section, a letter, what is beside a course: not a screen of what is before it."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    edition = "courses/images-and-words/2026-autumn/"
    for path, place in (
        (edition, "reading-yang2024restore"),
        (edition, "session-models-that-talk"),
        ("papers/zheng2024learning/", "cite"),
        ("topics/medical-imaging/", "ps-main"),
        ("authors/", "letter-s"),
    ):
        goto(page, f"{seed_server.url}{path}#{place}")
        top = page.locator(f"[id='{place}']").evaluate("e => e.getBoundingClientRect().top")
        header = page.locator(".ps-header").evaluate("e => e.getBoundingClientRect().bottom")
        assert header <= top + 1 and top < header + 32, (path, place)
    page.close()


def test_headings_and_landmarks(page: Any, seed_server: Served) -> None:
    """One h1 on each page, no level left out, one main, a way to skip the header."""
    for path in PAGES:
        page.goto(seed_server.url + path)
        found = page.evaluate(OUTLINE)
        levels = found["levels"]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)
        assert found["mains"] == 1
        assert found["skips"] == ["#ps-main"]
        assert found["title"] and found["lang"] == "en"
        assert found["nameless"] == [], path


OUTLINE = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    levels: all("h1,h2,h3,h4,h5,h6").map((heading) => Number(heading.localName[1])),
    mains: all("main").length,
    skips: all(".ps-header a.ps-skip").map((link) => link.getAttribute("href")),
    title: document.title,
    lang: document.documentElement.lang,
    nameless: all("a[href], button, input:not(.md-toggle):not(.md-option), select")
      .filter((e) => e.checkVisibility() && !(e.textContent.trim() || e.ariaLabel || e.title
        || e.labels?.length || e.querySelector("[aria-label],title")))
      .map((e) => e.outerHTML),
  };
}"""


def test_text_of_plots_has_enough_contrast(browser: Any, seed_server: Served) -> None:
    """WCAG AA, 4.5 to 1, in both themes. What axe (test_axe.py) finds of other texts, it does not decide
    of those on pictures."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    for path in ("topics/medical-imaging/", "stats/"):
        page.goto(seed_server.url + path)
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(SHOWN, arg=scheme)
            assert page.evaluate(CONTRAST) == [], (scheme, path)
    page.close()


#: Whether the page has the colours of a theme.
SHOWN = """scheme =>
  (document.body.dataset.mdColorScheme === "slate") === (scheme === "dark")"""


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgb = (color) => known.get(color) ?? known.set(color, drawn(color)).get(color);
  const drawn = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const backs = new Map();
  const behind = (element) => {
    if (!element) return [255, 255, 255, 255];
    if (!backs.has(element)) {
      const color = rgb(getComputedStyle(element).backgroundColor);
      backs.set(element, color[3] > 200 ? color : behind(element.parentElement));
    }
    return backs.get(element);
  };
  const low = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest("[aria-hidden=true], .ps-sr, .ps-dot")) continue;
    const { color, fill } = getComputedStyle(element);
    const [a, b] = [luminance(rgb(element.ownerSVGElement ? fill : color)), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.add(`${element.getAttribute("class") || element.localName}: ${ratio.toFixed(2)}`);
  }
  return [...low];
}"""


def test_bibtex_is_copied(browser: Any, seed_server: Served) -> None:
    """The button puts the whole entry on the clipboard."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(seed_server.url + "papers/zheng2024learning/")
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("status").filter(has_text="BibTeX copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{zheng2024learning,\n") and copied.endswith("}\n")
    context.close()


def test_every_paper_is_found_by_a_word_of_its_abstract(page: Any, seed_server: Served) -> None:
    """Each paper is found by the word whose stem is in the fewest abstracts."""
    papers = collect(ROOT).papers
    words = {
        paper.id: set(re.findall(r"[a-z]{6,}", paper.abstract.lower())) for paper in papers.values()
    }
    often = Counter(stem for found in words.values() for stem in {word[:5] for word in found})
    page.goto(seed_server.url + "papers/")
    for paper in papers.values():
        rarest = min(words[paper.id], key=lambda word: (often[word[:5]], -len(word), word))
        assert paper.title in search(page, rarest), (paper.id, rarest)


def test_formulas_are_searched_as_text(browser: Any, tmp_path: Path) -> None:
    """The index holds the plain form of a formula, not the letters of its MathML."""
    text = entry("alpha2024", r"'Bounds for $\alpha$-mixing'") + entry(
        "other2024", "Something else"
    )
    build(write(tmp_path / "shelf", {"papers.yaml": text}), tmp_path / "site")
    with Served(tmp_path / "site") as served:
        page = browser.new_page()
        page.goto(served.url)
        (title,) = search(page, "α")
        assert title.startswith("Bounds for") and title.endswith("-mixing")
        assert page.locator(".ps-results b math").count() == 1  # as in every list
