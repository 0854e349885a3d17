"""Pages on paper: what Chromium prints of them, as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.helpers import Served, build, entry, goto, write

pytestmark = pytest.mark.slow


def printed(browser: Any, url: str, styles: str) -> str:
    """What can be read on paper; `styles` asks what of the page is shown there."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    goto(page, url)
    page.emulate_media(media="print")
    shown = page.locator(styles).evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => [e.innerText,"
        " getComputedStyle(e, '::after').content.replace('attr(href)', e.getAttribute('href'))].join(' '))"
    )
    context.close()
    return "\n".join(shown)


def test_a_topic_prints_as_a_list_with_addresses(browser: Any, seed_server: Served) -> None:
    """Titles and where each paper is; no menu, no search, no abstract that nobody opened."""
    text = printed(browser, seed_server.url + "topics/medical-imaging/",
                   "h1, .ps-row__title, .ps-acts a, .ps-header, .ps-aside, .ps-abstract, .ps-find")  # fmt: skip
    assert text.startswith("Medical imaging")
    assert '": https://arxiv.org/' in text
    assert "Full abstract" not in text and "Cite" not in text and "Browse" not in text


@pytest.mark.parametrize("scripts", [True, False])
def test_every_row_prints_an_address(browser: Any, tmp_path: Path, scripts: bool) -> None:
    """A paper without a PDF prints its DOI, one that lives nowhere its page on this site, where a script
    knows the address; a row with links prints those alone. So does each paper to start with."""
    text = "".join((
        entry("a2020", "One", "  doi: 10.1000/a&b\n  topics: [looms]\n"),
        entry("b2020", "Two", "  topics: [looms]\n"),
        entry("c2020", "Three", "  doi: 10.1000/c\n  arxiv: 2401.00001\n  topics: [looms]\n"),
    ))  # fmt: skip
    topic = "---\ntitle: Looms\nstart: [c2020, b2020, a2020]\n---\n"
    files = {"papers.yaml": text, "content/topics/looms.md": topic}
    build(write(tmp_path / "shelf", files), tmp_path / "site", has_search=False)
    after = "e => [getComputedStyle(e, '::after').content, getComputedStyle(e, '::after').display].join(' ')"
    with Served(tmp_path / "site") as served:
        told = {}
        for path in ("", "papers/", "topics/looms/", "authors/ada-lovelace/"):
            context = browser.new_context(java_script_enabled=scripts)
            page = context.new_page()
            page.goto(served.url + path)
            page.emulate_media(media="print")
            if scripts:
                page.wait_for_function(
                    "() => getComputedStyle(document.querySelector('.ps-row[data-id=b2020] h3'), '::after')"
                    ".display === 'block'"
                )
            for row in page.locator(".ps-row").all():
                home = row.locator("h3").evaluate(after)
                links = row.locator(".ps-acts a:visible").evaluate_all(
                    "all => all.map((a) => a.href)"
                )
                told[row.get_attribute("data-id")] = [home.replace(served.url, "/"), *links]
            own = '"/papers/b2020/" block' if scripts else "none inline"
            assert told == {
                "a2020": ["none inline", "https://doi.org/10.1000/a%26b"],
                "b2020": [own],
                "c2020": ["none inline", "https://arxiv.org/pdf/2401.00001"],
            }, path
            picks = [pick.evaluate(after) for pick in page.locator(".ps-start__title").all()]
            if path.startswith("topics/"):
                assert [pick.replace(served.url, "/") for pick in picks] == [
                    '"https://doi.org/10.1000/c" block', own, '"https://doi.org/10.1000/a%26b" block',
                ]  # fmt: skip
            context.close()


def test_the_map_prints_its_words(browser: Any, seed_server: Served) -> None:
    """The printout has topics with names and numbers, and the papers in the middle; no empty frame."""
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    goto(page, seed_server.url + "map/")
    page.wait_for_selector(".ps-map__near-list li")
    page.emulate_media(media="print")
    page.wait_for_timeout(100)  # the map hears that it is hidden
    assert page.locator(".ps-map__stage").is_hidden()
    legend = page.locator(".ps-map__legend li").first.inner_text().split("\n")
    assert [line.strip() for line in legend if line.strip()] == ["Multimodal learning", "17"]
    assert page.locator(".ps-map__near-list a:visible").count() == 9
    assert wrong == []
    symbol, heading = (page.locator(selector).first.bounding_box()
                       for selector in (".ps-map__legend svg", "h1"))  # fmt: skip
    assert symbol["x"] >= heading["x"]  # not cut at the edge of the paper
    context.close()


def test_a_paper_prints_whole(browser: Any, seed_server: Served) -> None:
    """Title, authors, abstract, reference with its address; without buttons that need a screen."""
    text = printed(browser, seed_server.url + "papers/zheng2024learning/",
                   "h1, .ps-authors, .ps-kind-paper > p, .ps-buttons a, .ps-copy, .ps-related, .ps-crumbs")  # fmt: skip
    assert text.startswith("Learning Modality-agnostic Representation")
    assert "Xu Zheng" in text and "https://doi.org/" in text
    assert "Copy" not in text and "#cite" not in text


def test_a_basket_prints_as_a_list_with_addresses(browser: Any, seed_server: Served) -> None:
    """What was kept, each paper once with its address once; no buttons."""
    context = browser.new_context()
    page = context.new_page()
    goto(page, seed_server.url + "topics/medical-imaging/")
    for _ in range(2):
        page.locator(".ps-rows").get_by_role("button", name="Keep").first.click()
    goto(page, seed_server.url + "basket/")
    page.wait_for_selector(".ps-basket__rows article")
    page.emulate_media(media="print")
    assert page.locator(".ps-content button:visible").count() == 0
    assert page.locator(".ps-row__title:visible").count() == 2
    for link in page.locator(".ps-address a:visible").all():
        assert link.inner_text().startswith("https://")
        assert link.evaluate("e => getComputedStyle(e, '::after').content") == "none"
    assert page.locator(".ps-address a:visible").count() == 2
    context.close()


def test_paper_is_white_in_the_dark_theme(
    browser: Any, seed_server: Served, tmp_path: Path
) -> None:
    """Black on white whatever the theme; a PDF has more than one page of a long list."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    goto(page, seed_server.url + "papers/")
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    path = tmp_path / "papers.pdf"
    page.pdf(path=path, format="A4")
    context.close()
    assert path.read_bytes().count(b"/Type /Page\n") > 1


def test_the_number_of_a_trending_paper_is_beside_its_reason(
    browser: Any, seed_server: Served
) -> None:
    """Not between the reason and the title, on A4 and on a narrow sheet."""
    html = (
        '<ol class="ps-readings ps-trending"><li class="ps-reading"><p class="ps-why"><b class="ps-why__n">'
        '1</b> +4 citations in 7 days <span>OpenAlex</span></p><div class="ps-rows">Title</div></li></ol>'
    )
    page = browser.new_page()
    goto(page, seed_server.url + "trending/")
    page.evaluate("html => document.querySelector('.ps-content').innerHTML += html", html)
    page.emulate_media(media="print")
    for width in (1280, 700, 390):
        page.set_viewport_size({"width": width, "height": 900})
        number, why, rows = (
            page.locator(name).last.bounding_box()
            for name in (".ps-why__n", ".ps-why", ".ps-trending .ps-rows")
        )
        middle = number["y"] + number["height"] / 2
        assert abs(middle - why["y"] - why["height"] / 2) < 4, width
        assert number["y"] + number["height"] <= rows["y"] + 1, width
    page.close()
