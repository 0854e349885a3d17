"""Access: languages and directions, the keyboard, zoom, narrow screens, forced colours, reduced
motion. WCAG 2.2 AA; the numbers of its criteria stand at the tests that hold them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from support.helpers import DISTINCT, Served, build, entry, goto, write

pytestmark = pytest.mark.slow


def test_the_language_of_page_and_abstract_is_marked(browser: Any, tmp_path: Path) -> None:
    """3.1.1 and 3.1.2: on the paper's page and in lists; three-letter codes become the two-letter
    ones that BCP 47 wants."""
    more = "  language: fra\n  abstract: Un résumé.\n  topics: [engines]\n"
    root = write(tmp_path / "shelf", {"papers.yaml": entry("ada2024engine", "La machine", more)})
    build(root, tmp_path / "site", has_search=False)
    with Served(tmp_path / "site") as served:
        page = browser.new_page()
        for path in ("", "papers/ada2024engine/", "topics/engines/"):
            page.goto(served.url + path)
            assert page.evaluate("document.documentElement.lang") == "en"
            for text in ("La machine", "Un résumé."):
                marked = page.get_by_text(text, exact=True).first
                assert marked.evaluate("e => e.closest('[lang]').lang") == "fr", (path, text)
        page.close()


#: Where the keyboard is.
FOCUSED = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const around = getComputedStyle(at.closest(".ps-find__field") ?? at);
  const on = document.elementFromPoint(
    Math.min(Math.max(box.x + Math.min(box.width, 20) / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1));
  return {
    name: at === document.body ? "" : at.outerHTML.slice(0, 120),
    outlined: [style, around].some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1),
    inside: box.right > 0 && box.bottom > 0 && box.x < innerWidth && box.y < innerHeight,
    uncovered: Boolean(on) && (at.contains(on) || on.contains(at)),
  };
}"""
#: Notes where each Tab has led, when its key is released, so that many stops are read in one go.
STOPS = f"""window.stops = [];
addEventListener("keyup", () => window.stops.push(({FOCUSED})()), true);"""


ARABIC = """- id: ali2024
  title: "التعلم العميق: للصور (CT)?"
  authors: [محمد علي, فاطمة حسن, Ada Lovelace]
  published: 2024-04-27
  added: 2025-12-23
  language: ar
  venue: مجلة العلوم
  related: [hasan2023]
  topics: [looms]
  abstract: هذا البحث يقترح طريقة جديدة. النتائج جيدة 99%.
- id: hasan2023
  title: شبكات
  authors: [فاطمة حسن]
  published: 2023-04-27
  added: 2025-12-23
  language: ar
"""
#: How far apart two places of an element's text are on the screen, from left to right.
APART = """(element, [one, other]) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  const letters = [];
  while (walker.nextNode()) {
    text += walker.currentNode.data;
    for (let at = 0; at < walker.currentNode.length; at++) letters.push([walker.currentNode, at]);
  }
  const left = (sought) => {
    const [node, at] = letters[text.indexOf(sought)];
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect().left;
  };
  return left(other) - left(one);
}"""


def test_a_text_runs_as_its_letters_do(browser: Any, tmp_path: Path) -> None:
    """In Arabic from right to left, its full stop at the left end; the date behind it is not torn apart
    and stands where it does behind any other venue, and names keep their order. So it is on a site in
    Arabic, whose interface is in English."""
    topic = {
        "content/topics/looms.md": "---\ntitle: Looms\nstart: [ali2024]\n---\n\nأوراق عن اللغة.\n"
    }
    settings = "site_name: Shelf\ndocs_dir: content\ntheme: {name: material, language: ar}\nplugins: [papershelf]\n"
    files = {"papers.yaml": ARABIC, "mkdocs.yml": settings, **topic}
    build(write(tmp_path / "shelf", files), tmp_path / "site", has_search=False)
    with Served(tmp_path / "site") as served:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(served.url + "topics/looms/")
        for meta in page.locator(".ps-meta").all():
            assert meta.evaluate(APART, ["مجلة", "27"]) > 0
            assert 0 < meta.evaluate(APART, ["27", "Apr"]) < 40
            assert meta.evaluate(APART, ["محمد", "فاطمة"]) > 0
            assert meta.evaluate(APART, ["فاطمة", "Ada"]) > 0
        for title in page.locator(":is(.ps-start__title, .ps-row__title) a").all():
            assert title.evaluate(APART, ["التعلم", "?"]) < 0
        assert page.locator(".ps-abstract p").evaluate(APART, ["هذا", "%."]) < 0
        assert page.get_by_text("أوراق").evaluate(APART, ["أوراق", "."]) < 0
        page.goto(served.url + "papers/ali2024/")
        assert page.locator("h1").evaluate(APART, ["التعلم", "?"]) < 0
        assert page.locator(".ps-kind-paper > p[lang]").evaluate(APART, ["هذا", "%."]) < 0
        assert page.locator(".ps-authors").evaluate(APART, ["علي", "فاطمة"]) > 0
        assert page.locator(".ps-authors").evaluate(APART, ["فاطمة", "Ada"]) > 0
        related = page.locator(".ps-related li")
        assert related.locator("a").get_attribute("lang") == "ar"
        assert related.locator(".ps-soft").evaluate(APART, ["فاطمة", "2023"]) > 0
        page.close()


@pytest.mark.parametrize(("width", "most"), [(1280, 40), (390, 25)])
def test_the_keyboard_reaches_everything_in_sight(
    browser: Any, seed_server: Served, width: int, most: int
) -> None:
    """2.1.1, 2.4.7, 2.4.11: Tab walks through all that can be used, each stop on the screen, outlined
    and not behind the header; nothing is a trap."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.add_init_script(STOPS)
    for path in DISTINCT:
        goto(page, seed_server.url + path)
        if path == "map/":  # the list of papers nearby moves what is below it
            page.wait_for_selector(".ps-map__near-list li")
        found: list[Any] = []
        while len(found) <= most and all(stop["name"] for stop in found):
            for _ in range(5):
                page.keyboard.press("Tab")
            found += page.evaluate("window.stops.splice(0)")
            assert found and len(found) % 5 == 0
        assert "ps-skip" in found[0]["name"], path
        stops = list(itertools.takewhile(lambda stop: stop["name"], found[1:]))
        for stop in stops:
            assert stop["outlined"] and stop["inside"] and stop["uncovered"], (path, stop)
        assert len(stops) >= 8, path
    page.close()


def test_skipping_leads_behind_the_header(browser: Any, seed_server: Served) -> None:
    """2.4.1: the first stop of the keyboard jumps over the header; the next one is in the content."""
    page = browser.new_page()
    for path in ("", "papers/zheng2024learning/"):
        page.goto(seed_server.url + path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('main'))"), path
    page.close()


def test_the_drawer_by_keyboard(browser: Any, seed_server: Served) -> None:
    """Enter opens it with the keyboard inside of it, Escape closes it with the keyboard back."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    goto(page, seed_server.url)
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('#ps-drawer')")
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").startswith("ps-header__menu")
    assert menu.get_attribute("aria-expanded") == "false"
    page.locator("#ps-drawer a").first.wait_for(state="hidden")
    page.close()


def test_the_menu_is_there_without_scripts(browser: Any, seed_server: Served) -> None:
    """On a phone the links of the header stand in the page; nothing is shown that would do nothing."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(seed_server.url)
    assert page.locator(".ps-header__links a", has_text="Topics").is_visible()
    assert page.locator(".ps-theme").is_hidden() and page.locator(".ps-header__menu").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_zoom_and_wide_letters(browser: Any, seed_server: Served) -> None:
    """1.4.10, 1.4.4, 1.4.12: 1280 pixels at 400 % are 320 by 256; nothing goes sideways then, nor
    with the spacing of WCAG 1.4.12."""
    page = browser.new_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    width = "document.documentElement.scrollWidth"
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    for path in DISTINCT:
        goto(page, seed_server.url + path)
        assert page.evaluate(width) <= 320, path
        page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet]; }",
            spacing,
        )
        assert page.evaluate(width) <= 320, path
    page.close()


def test_forced_colours(browser: Any, seed_server: Served) -> None:
    """What shows a state by colour alone shows it by the system's colours too: the bars of years,
    the page that is open, the focus."""
    page = browser.new_page(forced_colors="active", viewport={"width": 1280, "height": 900})
    goto(page, seed_server.url + "topics/medical-imaging/")
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    bar = page.locator(".ps-plot__column").first
    assert bar.evaluate("e => getComputedStyle(e).fill") != canvas
    current = page.locator(".ps-header__links [aria-current]")
    other = page.locator(".ps-header__links a:not([aria-current])").first
    border = "e => getComputedStyle(e).borderBottomColor"
    assert current.evaluate(border) != other.evaluate(border)
    assert (
        current.evaluate("e => getComputedStyle(e).borderTopColor")
        == other.evaluate(border)
        == canvas
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["outlined"]
    page.close()


def test_reduced_motion(browser: Any, seed_server: Served) -> None:
    """2.3.3: whoever asks for less motion gets none: no transition, no animation, no smooth scroll."""
    moving = """() => [...document.querySelectorAll("*")].filter((e) => {
      const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(e);
      return Math.max(...transitionDuration.split(",").map(parseFloat)) > 0.01
        || (animationName !== "none" && parseFloat(animationDuration) > 0.01) || scrollBehavior === "smooth";
    }).map((e) => e.outerHTML.slice(0, 80))"""
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    for path in DISTINCT:
        page.goto(seed_server.url + path)
        assert page.evaluate(moving) == [], path
    page.close()


#: What has links in sentences: WCAG leaves these as high as their line.
SENTENCES = "p:not([class]), .ps-where, .ps-notice, .ps-apa, .ps-schedule__files, .ps-guide dd, .ps-box__note"
#: Targets that are lower than 44 pixels, or begin less than 44 above the next one below them.
SMALL = """(sentences) => {
  const all = [...document.querySelectorAll("a[href], button, select, summary, input:not(.md-toggle), label:has(input)")]
    .filter((e) => e.checkVisibility() && !e.matches("label *") && !e.closest(".ps-sr, .ps-skip, .md-sidebar--primary"))
    .filter((e) => !e.parentElement.closest(sentences))
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, { width, height }]) => width && height);
  const isNear = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && b.top > a.top + 1 && b.top < a.top + 43.5;
  return all.filter(([e, box]) => box.height < 43.5 || all.some(([other, next]) => !e.contains(other) && isNear(box, next)))
    .map(([e, { width, height }]) => `${e.outerHTML.slice(0, 90)} ${width}x${height}`);
}"""


@pytest.mark.parametrize(
    ("width", "paths"),
    [
        (390, DISTINCT),
        (1024, ("", "about/", "courses/images-and-words/", "topics/medical-imaging/")),
    ],
    ids=["phone", "tablet"],
)
def test_targets_are_large_enough(
    browser: Any, seed_server: Served, width: int, paths: tuple[str, ...]
) -> None:
    """2.5.5: whatever a finger touches is 44 pixels high, and its rows are as far apart."""
    device = {"viewport": {"width": width, "height": 844}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(**device)
    page = context.new_page()
    for path in paths:
        goto(page, seed_server.url + path)
        assert page.evaluate(SMALL, SENTENCES) == [], path
    context.close()


@pytest.mark.parametrize("touch", [True, False])
def test_a_finger_has_room_on_a_wide_screen_and_a_mouse_needs_none(
    browser: Any, seed_server: Served, touch: bool
) -> None:
    """Rows of the column beside and of an index, on a tablet and on a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=touch)
    page = context.new_page()
    for path, rows in (("", ".ps-aside .ps-counts li"), ("authors/", ".ps-terms li")):
        goto(page, seed_server.url + path)
        heights = page.locator(rows).evaluate_all("all => all.map((e) => e.offsetHeight)")
        assert (min(heights) >= 44) is touch, (path, heights)
    context.close()


#: The tops of the lines of a link, without those that end beside each other.
LINES = """(e) => { const range = document.createRange(); range.selectNodeContents(e);
  return [...new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom)))].sort((a, b) => a - b); }"""


def test_the_lines_of_a_title_stay_together_on_a_phone(browser: Any, seed_server: Served) -> None:
    """The papers before and after this one: their titles are high enough without room between lines."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    goto(page, seed_server.url + "papers/zheng2024learning/")
    links = page.locator(".ps-neighbours__pair a").all()
    for link in links:
        lines = link.evaluate(LINES)
        assert len(lines) > 2 and max(b - a for a, b in itertools.pairwise(lines)) < 26, lines
    assert links
    page.close()


@pytest.mark.parametrize(
    ("path", "link", "beside"),
    [
        ("courses/images-and-words/2026-autumn/", ".ps-schedule a", ".ps-schedule__date"),
        ("papers/zheng2024learning/", ".ps-box dd a", ".ps-box dt"),
        ("papers/", ".ps-choices label", ".ps-choices .ps-n"),
        ("stats/", ".ps-panels a", ".ps-panels .ps-n"),
    ],
)
def test_what_is_beside_a_link_is_on_its_first_line(
    browser: Any, seed_server: Served, path: str, link: str, beside: str
) -> None:
    """On a tablet, where links have room around them: days of sessions, names of identifiers, counts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
    page = context.new_page()
    goto(page, seed_server.url + path)
    page.locator(link).first.wait_for()
    for one, other in list(zip(page.locator(link).all(), page.locator(beside).all()))[:6]:
        assert abs(one.evaluate(LINES)[0] - other.evaluate(LINES)[0]) < 5, one.inner_text()
    context.close()


@pytest.mark.parametrize("width", [390, 1180])
def test_no_field_is_enlarged_by_a_finger(browser: Any, seed_server: Served, width: int) -> None:
    """Safari of iPhones and iPads enlarges the page around a field whose letters are below 16 pixels."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sizes = """() => [...document.querySelectorAll("input:not([type=checkbox], [type=file]), select, textarea")]
      .filter((e) => e.checkVisibility()).map((e) => [e.outerHTML.slice(0, 60), parseFloat(getComputedStyle(e).fontSize)])"""
    found = []
    for path in ("papers/", "map/", "papers/zheng2024learning/"):
        goto(page, seed_server.url + path)
        if path == "papers/zheng2024learning/":  # without a clipboard the text is shown in a field
            page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
            page.get_by_role("button", name="Copy APA").click()
            page.wait_for_selector("textarea")
        found += page.evaluate(sizes)
        page.locator(".ps-find__open").click()
        page.get_by_role("button", name="Filter", exact=True).last.click()
        page.wait_for_selector(".ps-filters select:visible")
        found += page.evaluate(sizes)
    context.close()
    assert len(found) > 15 and [field for field in found if field[1] < 16] == []
