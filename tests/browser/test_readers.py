"""Situations of readers: files, a way back, a phone, a key, other letters, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.plugin.assets import without_comments
from support.browsing import visit
from support.helpers import PHONE, ROOT, TOTAL, Served, answered, ask, build, entry, watched, write

pytestmark = pytest.mark.slow

#: Of Zotero, which takes each for a paper of the page.
COUNT = "document.querySelectorAll('span.Z3988[title]').length"

PAPERS = [
    ("lovelace2024looms", r"'Looms of $O(\sqrt{n})$ threads'", "[Ada Lovelace, Jane Müller]", "  doi: 10.1000/a_b<c>2\n"),
    ("karimi2023book", "کتاب یادگیری ماشین", "[مریم کریمی]", "  doi: 10.1000/percent%2fsign\n"),
    ("noether2022rings", "الـكِتاب في الجبر", "[Emmy Noether]", "  abstract: Rings of rings.\n"),
    ("hopper2021ring", "A ring", "[Grace Hopper, Ada King]", "  related: [lovelace2024looms]\n"),
]  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Four papers with formulas, letters of Arabic script and odd identifiers."""
    root = tmp_path_factory.mktemp("readers")
    text = "".join(
        entry(name, title, more).replace("[Ada Lovelace]", authors)
        for name, title, authors, more in PAPERS
    )
    build(write(root / "shelf", {"papers.yaml": text}), root / "site")
    with Served(root / "site") as server:
        yield server


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


# --- files ---


def test_pages_are_looked_at_from_a_folder(browser: Any, seed_site: Path) -> None:
    """As the artifact of a pull request is: a link to a folder opens its page."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{seed_site.as_uri()}/index.html")
    page.locator(".ps-header__links a", has_text="Papers").click()
    page.wait_for_url(f"{seed_site.as_uri()}/papers/index.html")
    page.locator(".ps-row__title a").first.click()
    page.wait_for_url(f"{seed_site.as_uri()}/papers/*/index.html")
    page.locator(".ps-apa").wait_for()
    assert page.locator("h1").evaluate("node => getComputedStyle(node).fontSize") == "34px"
    context.close()


def test_every_script_and_style_is_named_by_what_is_in_it(seed_site: Path) -> None:
    """Whatever a page or a script names is there."""
    folder = seed_site / "assets/papershelf"
    names = {path.name for path in folder.iterdir() if path.suffix in (".js", ".css")}
    assert {"feed.css"} == {
        name for name in names if not re.fullmatch(r"[\w-]+\.[0-9a-f]{10}\.(css|js)", name)
    }
    ours = [*(ROOT / "overrides/assets/papershelf").glob("*.[cj]*s")]
    joined = ("devices.css", "search.css", "keep.css")  # parts of papershelf.css
    assert len(names) == len(ours) - len(joined)
    [style] = folder.glob("papershelf.*.css")
    for name in ("papershelf.css", *joined):
        text = (ROOT / "overrides/assets/papershelf" / name).read_text()
        assert without_comments(text) in style.read_text()
    named = set()
    for path in (seed_site / "papers/index.html", seed_site / "404.html", *folder.glob("*.js")):
        text = path.read_text()
        named |= set(re.findall(r'assets/papershelf/([\w.-]+\.(?:css|js))"', text))
        named |= set(re.findall(r'"(?:\./)?([\w-]+\.[\w.]*js)"', text))
    assert named <= names and len(named) > 25


# --- the search, and the way back ---


def test_back_from_a_result_leads_to_the_search(page: Any, seed_server: Served) -> None:
    """With its words and filters, and to the result that was read; who closes it does not meet it again."""
    page.goto(f"{seed_server.url}topics/")
    ask(page, "segmentation")
    page.locator(".ps-search__toggle").click()
    page.locator("select[data-filter=year] option[value='2023']").wait_for(state="attached")
    page.select_option("select[data-filter=year]", "2023")
    page.locator(".ps-state", has_text=re.compile(r"^\d results?$")).wait_for()
    told = page.inner_text(".ps-state")
    assert page.get_attribute(".ps-search__whole", "href") == (
        "/repo/papers/?text=segmentation&year=2023"
    )
    page.focus("#ps-q")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/**")
    page.go_back()
    page.locator("dialog[open] .ps-state", has_text=told).wait_for()
    assert page.input_value("#ps-q") == "segmentation"
    page.keyboard.press("Escape")
    page.wait_for_function("() => history.state?.asked === undefined")  # a moment after the key
    page.reload()
    page.wait_for_selector(".ps-find__open")
    assert page.locator("dialog[open]").count() == 0
    ask(page, "learning")
    page.get_by_role("button", name="More results").click()
    page.locator(".ps-results li").nth(11).wait_for()
    read = page.locator(".ps-results a").nth(11).get_attribute("href")
    page.locator(".ps-results a").nth(11).click()
    page.wait_for_url(f"**{read.partition('?')[0]}")
    page.go_back()
    page.locator("dialog[open] .ps-results [aria-selected=true]").wait_for()
    assert page.locator(".ps-results [aria-selected=true]").get_attribute("href") == read
    assert page.locator(".ps-results li").count() == 12


def test_results_are_kept_and_authors_offered(page: Any, seed_server: Served) -> None:
    """The cursor stays in the field; a word of an abstract offers nobody."""
    page.goto(f"{seed_server.url}topics/")
    ask(page, "jie yang")
    offered = page.locator(".ps-near a", has_text="Jie Yang")
    offered.wait_for()
    assert offered.get_attribute("href") == "/repo/authors/jie-yang/"
    page.locator(".ps-results [data-tick=kept]").first.click()
    assert page.inner_text(".ps-kept__n") == "1"
    assert page.locator(".ps-results .ps-tick__on").first.inner_text() == "Kept"
    assert page.evaluate("document.activeElement.id") == "ps-q"
    assert ask(page, "image seg")
    topic = page.locator(".ps-near a")
    assert topic.inner_text().split() == ["Image", "segmentation", "4", "papers"]
    assert topic.get_attribute("href") == "/repo/topics/image-segmentation/"
    assert ask(page, "clinical scans") and page.locator(".ps-near").is_hidden()


def test_the_key_of_a_phone_puts_the_keyboard_away(browser: Any, served: Served) -> None:
    """It opens no result, but for an identifier. The list of all papers does the same."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(served.url)
    page.locator(".ps-find__open").tap()
    page.keyboard.type("looms")
    answered(page, "looms")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id !== 'ps-q'")
    assert page.locator(".ps-results li").count() == 1 and page.url == served.url
    assert page.get_attribute("#ps-q", "enterkeyhint") == "search"
    page.fill("#ps-q", "10.1000%2Fa_b%3Cc%3E2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/lovelace2024looms/")
    page.goto(f"{served.url}papers/")
    page.wait_for_selector("[data-facet] input[type=checkbox]", state="attached")
    page.locator("[name=text]").tap()
    page.keyboard.type("looms")
    page.keyboard.press("Enter")
    page.get_by_text("1 paper of 4 papers").wait_for()
    assert page.evaluate("document.activeElement.name") != "text"
    context.close()


def test_a_doi_with_escapes_is_an_identifier(page: Any, served: Served) -> None:
    """As BibTeX, HTML and addresses have it; a percent sign of its own stays one."""
    page.goto(served.url)
    for spelling in (
        r"10.1000/a\_b<c>2",
        "10.1000/a_b&lt;c&gt;2",
        "https://doi.org/10.1000%2Fa_b%3Cc%3E2",
        "10.1000/a&#95;b&#x3c;c&#62;2",
    ):
        assert ask(page, spelling)[:1] == ["lovelace2024looms"], spelling
        assert "with that identifier" in page.inner_text(".ps-state"), spelling
    assert ask(page, "10.1000/percent%2fsign")[:1] == ["karimi2023book"]


def test_a_frequent_word_is_offered_before_a_mistyped_one(
    page: Any, seed_site: Path, seed_server: Served
) -> None:
    """One letter counts as much as ten times the papers; what is spelled well is left alone."""
    words = "transformers 100\ntransformer 40\ntransforms 3\ntranformers\ntransfomer"
    page.route("**/pagefind/near/*", lambda route: route.fulfill(body=""))
    page.route("**/pagefind/near/t.txt", lambda route: route.fulfill(body=words))
    page.goto(f"{seed_server.url}about/")
    (script,) = seed_site.glob("assets/papershelf/near.*.js")
    load = f"(word) => import('/repo/assets/papershelf/{script.name}').then((near) => near.nearWords(word))"
    assert page.evaluate(load, "tranformrs") == ["transformers"]
    assert page.evaluate(load, "transfrmer") == ["transformer", "transformers"]
    assert page.evaluate(load, "transforms") == []


def test_letters_of_arabic_script_find_each_other(page: Any, served: Served) -> None:
    """Those of an Arabic keyboard a Persian title, and the other way; without vowel signs."""
    page.goto(served.url)
    both = {"karimi2023book"}
    assert both == set(ask(page, "كتاب يادگيري")) == set(ask(page, "کتاب یادگیری"))
    assert both == set(ask(page, "كريمي"))
    assert {"noether2022rings"} == set(ask(page, "الکتاب")) == set(ask(page, "الكتاب"))
    assert page.locator(".ps-results mark").count() > 0


def test_formulas_look_the_same_everywhere(page: Any, served: Served) -> None:
    """In a list, in related papers, in the search and in the basket."""
    page.goto(f"{served.url}papers/hopper2021ring/")
    formula = "node => node.querySelector('math').outerHTML"
    related = page.locator(".ps-related a", has_text="Looms of").evaluate(formula)
    assert "msqrt" in related
    ask(page, "looms")
    assert related == page.locator(".ps-results b").evaluate(formula)
    page.locator(".ps-results [data-tick=kept]").click()
    page.goto(f"{served.url}basket/")
    page.locator(".ps-basket__rows[aria-busy=false] math").wait_for()
    assert related == page.locator(".ps-basket__rows h3").evaluate(formula)


# --- lists ---


def test_zotero_is_offered_what_is_shown(page: Any, seed_server: Served) -> None:
    """On a filtered list, after it, and in the basket. On paper a filtered list says so."""
    visit(page, seed_server, topic="image-segmentation", text="ct")
    page.get_by_text(f"of {TOTAL} papers, best first").wait_for()
    found = page.locator(".ps-rows article").count()
    assert 0 < found == page.evaluate(COUNT)
    printed = page.locator(".ps-asked")
    assert printed.is_hidden()
    page.emulate_media(media="print")
    assert printed.inner_text().startswith(
        "Only papers with “ct”; Topic: Image segmentation · http"
    )
    page.emulate_media(media="screen")
    page.locator(".ps-rows [data-tick=kept]").first.click()
    page.locator(".ps-clear").click()
    page.get_by_text(f"of {TOTAL} papers").wait_for(state="detached")
    assert page.evaluate(COUNT) == TOTAL
    assert page.locator(".ps-rows [data-tick=kept][aria-pressed=true]").count() == 1
    page.goto(f"{seed_server.url}basket/")
    page.locator(".ps-basket__rows[aria-busy=false] li").wait_for()
    assert page.evaluate(COUNT) == 1


def test_the_filters_are_skipped(page: Any, seed_server: Served) -> None:
    """One key leads behind them, once the link before them has the focus."""
    page.goto(f"{seed_server.url}papers/")
    skip = page.locator(".ps-skip--filters")
    skip.focus()
    assert skip.bounding_box()["height"] >= 40
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.ps-row, .ps-day') !== null")


def test_the_slash_is_given_up(page: Any, seed_server: Served) -> None:
    """By a choice that this browser remembers (WCAG 2.1.4); Ctrl+K stays."""
    page.goto(f"{seed_server.url}basket/")
    page.get_by_label("Open the search with the / key").uncheck()
    page.goto(f"{seed_server.url}papers/")
    page.wait_for_selector(".ps-find__open")
    assert page.get_attribute(".ps-find__open", "aria-keyshortcuts") == "Control+K"
    page.keyboard.press("/")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+k")
    assert page.locator("dialog[open]").count() == 1


def test_a_row_with_four_links_takes_one_line_on_a_phone(browser: Any, seed_server: Served) -> None:
    """Its buttons show their icons alone there, keep their names, and are large enough to touch."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(f"{seed_server.url}papers/")
    page.wait_for_selector(".ps-acts > .ps-ticks")
    acts = page.locator(".ps-row .ps-acts:has(> a:nth-of-type(4))")
    assert acts.count() == 3
    for row in acts.all():
        assert row.bounding_box()["height"] == 44
        keep = row.get_by_role("button", name="Keep: ")
        assert keep.bounding_box()["width"] == keep.bounding_box()["height"] == 44
    context.close()


def test_links_of_rows_name_their_paper(page: Any, seed_server: Served) -> None:
    """No two links of a list have one name and two targets."""
    page.goto(f"{seed_server.url}papers/")
    named = page.locator(".ps-acts a, .ps-abstract summary, .ps-meta a").evaluate_all(
        "all => all.map(a => [a.ariaLabel ?? a.textContent, a.closest('article').querySelector('h3 a').textContent])"
    )
    assert len(named) > 100
    assert all(name.endswith(f": {title}") for name, title in named)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_need_no_new_function(browser: Any, seed_server: Served, scheme: str) -> None:
    """light-dark() came with Safari 17.5, color-mix() with 16.2; dialogs are opaque without."""
    context = browser.new_context(color_scheme=scheme, **PHONE)
    page = context.new_page()

    def older(route: Any) -> None:
        answer = route.fetch()
        text = re.sub("light-dark|color-mix", "not-known", answer.text())
        route.fulfill(response=answer, body=text)

    page.route("**/*.css", older)
    page.goto(seed_server.url)
    page.locator(".ps-find__open").tap()
    seen = {
        page.locator(name).evaluate("node => getComputedStyle(node).backgroundColor")
        for name in ("dialog.ps-search", "#ps-drawer", ".md-nav__title", ".ps-header", "body")
    }
    assert seen == {"rgb(252, 251, 248)" if scheme == "light" else "rgb(21, 22, 24)"}
    context.close()
