"""“Use this in your course”: what a page offers to copy and to download, with and without scripts."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from support.helpers import TOOLS, Served, build, entry, goto, pages, watched, write
from support.skipped import NO_TOOL

SITE = "https://example.org/shelf/"
FILES = {
    "papers.yaml": "".join(entry(f"a{number}", f"Paper {number}", "  topics: [t]\n") for number in (1, 2)),
    "content/topics/t.md": "---\ntitle: T\n---\n",
    "content/topics/empty.md": "---\ntitle: Empty\n---\n",
    "content/courses/ml.md": "---\ntitle: '\"Learning\" & <more>'\n---\n\n- [@a1]\n- [@a2]\n",
    "content/courses/ml/2025.md": "---\ntitle: Autumn\nstarts: 2025-10-06\nmeets: [mon]\n---\n\n## One\n\n- [@a2]\n",
    "content/courses/bare.md": "---\ntitle: Nothing yet\n---\n\nWords.\n",
}  # fmt: skip
NAMES = ["Link", "Embed", "Citations", "Common Cartridge"]
#: Address of a page → the word for it, and what it offers.
PAGES = {
    "courses/ml/": ("course", NAMES),
    "courses/ml/2025/": ("edition", [*NAMES[:-1], "Calendar", NAMES[-1]]),
    "topics/t/": ("topic", NAMES[:-1]),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("use") / "collection", FILES)


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[Served]:
    site = root.parent / "site"
    build(root, site, site_url=SITE, has_search=False)
    with Served(site) as served:
        yield served


def box(page: str) -> str:
    found = re.findall(r"<details class=\"ps-unfold ps-use\".*?</details>", page, re.DOTALL)
    return str(found[0]) if found else ""


@pytest.mark.parametrize("url", PAGES)
def test_each_page_says_how_to_use_it(root: Path, url: str) -> None:
    """Its address, which is permanent, code for a frame, and the files beside it."""
    made = pages(root, site_url=SITE)
    noun, names = PAGES[url]
    shown = box(made[f"{url.rstrip('/')}.md"])
    assert names == re.findall(r'class="ps-use__name">([^<]+)<', shown)
    assert f"This link never breaks: if the {noun} is renamed, it redirects." in shown
    sentences = re.findall(r'class="ps-use__words">([^<]+)<', shown)
    assert [re.findall(r"[.:] [A-Z]", words) for words in sentences] == [[]] * len(names)
    link, code = map(unescape, re.findall(r"<textarea[^>]*>(.*?)</textarea>", shown))
    assert link == SITE + url
    assert re.fullmatch(rf'<iframe src="{SITE}embed/{url}" title="[^"]+" width="100%" height="600"'
                        r' style="border: 0" loading="lazy"></iframe>', code)  # fmt: skip
    if url == "courses/ml/":
        assert 'title="&#34;Learning&#34; &amp; &lt;more&gt;"' in code


def test_without_an_address_of_the_site_there_is_nothing_to_copy(root: Path) -> None:
    """And no cartridge: both need an absolute address."""
    made = pages(root)
    shown = box(made["courses/ml.md"])
    assert "<textarea" not in shown and NAMES[-1] not in shown
    assert '<a href="../../embed/courses/ml/">Preview</a>' in shown


def test_pages_without_papers_and_further_pages_have_none(root: Path) -> None:
    """There is nothing to use, or the first page of the list says it."""
    made = pages(root, site_url=SITE, per_page=1)
    assert not box(made["courses/bare.md"]) and not box(made["topics/empty.md"])
    assert box(made["topics/t.md"]) and not box(made["topics/t/p/2.md"])


@pytest.mark.slow
@pytest.mark.parametrize("url", PAGES)
def test_its_files_exist(served: Served, url: str) -> None:
    """Each link of the box leads to a file or a page, and one to the program for calendars."""
    page = (served.folder / "repo" / url / "index.html").read_text()
    links = re.findall(r'href="([^"]+)"', box(page))
    assert len(links) == {"course": 5, "edition": 7, "topic": 4}[PAGES[url][0]]
    subscribed = [link for link in links if link.startswith("webcal:")]
    assert subscribed == (
        ["webcal://example.org/shelf/courses/ml/2025.ics"] if "2025" in url else []
    )
    for link in set(links) - set(subscribed):
        with urllib.request.urlopen(f"{served.url}{url}{link}", timeout=5) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("url", ["courses/ml/2025/", "topics/t/"])
def test_one_click_copies(browser: Any, served: Served, url: str) -> None:
    """The whole text, and the page says so."""
    allowed = ["clipboard-read", "clipboard-write"]
    with watched(browser, permissions=allowed) as context:
        context.add_init_script("delete Element.prototype.ariaLabel")  # as in Firefox before 119
        page = context.new_page()
        goto(page, served.url + url)
        assert not page.locator(".ps-use textarea").first.is_visible(), "it is closed"
        page.locator(".ps-use summary").click()
        for name in ("Link", "Embed"):
            page.get_by_role("button", name=f"Copy {name}", exact=True).click()
            field = page.get_by_role("textbox", name=name, exact=True)
            page.get_by_text("Copied.").last.wait_for()
            assert page.evaluate("navigator.clipboard.readText()") == field.input_value()


def test_what_a_page_offers_has_one_size(browser: Any, served: Served) -> None:
    """The APA list and this box are lines of one list."""
    page = browser.new_page()
    goto(page, f"{served.url}courses/ml/")
    sizes = page.locator(".ps-box :is(li, .ps-take, summary)").evaluate_all(
        "all => all.map((each) => getComputedStyle(each)).map(({ fontSize, fontWeight }) => [fontSize, fontWeight])"
    )
    page.close()
    assert len(sizes) >= 4 and all(size == sizes[0] for size in sizes)


def test_without_a_clipboard_the_text_is_selected(browser: Any, served: Served) -> None:
    """As on a page over plain http."""
    with watched(browser) as context:
        context.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
        )
        page = context.new_page()
        goto(page, f"{served.url}topics/t/")
        page.locator(".ps-use summary").click()
        page.get_by_role("button", name="Copy Link", exact=True).click()
        page.get_by_text("Selected. Copy it with Ctrl+C or ⌘C.").wait_for()
        assert page.evaluate("String(getSelection())") == f"{SITE}topics/t/"


def test_it_needs_no_script(browser: Any, served: Served) -> None:
    """The texts are there to select; there is no button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}courses/ml/")
    page.locator(".ps-use summary").click()
    assert page.locator(".ps-use textarea").first.input_value() == f"{SITE}courses/ml/"
    assert page.locator(".ps-use textarea").last.is_visible()
    assert page.locator(".ps-use button").count() == 0
    context.close()


@pytest.mark.skipif(not (TOOLS / "axe-core").is_dir(), reason=NO_TOOL.format("axe-core"))
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_in_the_open_box(
    browser: Any, served: Served, width: int, scheme: str
) -> None:
    """Its fields and buttons have names, its texts enough contrast; nothing is too wide for a phone."""
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    goto(page, f"{served.url}courses/ml/")
    page.locator(".ps-use summary").click()
    page.evaluate((TOOLS / "axe-core/axe.min.js").read_text())
    found = page.evaluate("axe.run('.ps-use').then(({ violations }) => violations.map(({ id }) => id))")  # fmt: skip
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
