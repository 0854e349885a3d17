"""Pages on paper: what Chromium prints of them, as text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from papershelf.catalogue import access
from papershelf.citations import parts
from papershelf.outputs.views.reading_parts import guide
from papershelf.outputs.views.rows import authors_printed
from support.helpers import ROOT, Served, build, collect, entry, goto, write

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


def pages_of(page: Any, form: str) -> list[str]:
    """The text of each printed page, in which a line may break anywhere."""
    page.emulate_media(media="print")
    page.wait_for_function("() => document.documentElement.style.getPropertyValue('--ps-title')")
    pdf = PdfReader(io.BytesIO(page.pdf(format=form)))
    page.emulate_media(media="screen")
    return [" ".join(sheet.extract_text().split()) for sheet in pdf.pages]


@pytest.mark.parametrize("form", ["A4", "Letter"])
def test_a_course_prints_as_a_handout(browser: Any, seed_server: Served, form: str) -> None:
    """Each reading with all its authors, where it is, how to read it and the note on it, on one page;
    the days of an edition; nothing of the page around them."""
    collection = collect(ROOT)
    course = collection.courses["images-and-words"]
    page = browser.new_page()
    for each, path in ((course, ""), (course.editions[0], f"{course.editions[0].slug}/")):
        goto(page, f"{seed_server.url}courses/images-and-words/{path}")
        (text,) = pages_of(page, form)
        assert text.startswith(course.title) and " 1 / 1 " in text
        for reading in each.readings:
            paper = collection.papers[reading.id]
            assert authors_printed(paper) in text
            assert parts.home(paper) in text.replace(" ", "")
            assert f"{guide(reading)} {' '.join(reading.note.split())[:30]}".strip() in text
            is_open = access.open_copy(paper.value) is not None
            assert is_open or " · May need a library" in text
        for session in each.sessions:
            assert not session.date or session.date.shown in text
            assert not session.due or session.due.shown in text
            assert not session.is_cancelled or f"{session.date.shown} · cancelled" in text
        for word in (" more", "PDF", "/pdf/", "Cite", "Abstract", "Editions", "This page"):
            assert word not in text
    page.close()


@pytest.mark.parametrize("form", ["A4", "Letter"])
def test_a_dozen_readings_fit_on_a_page(browser: Any, seed_server: Served, form: str) -> None:
    """Two dozen under six headings, most with a note, take two pages, and none is cut at their ends."""
    page = browser.new_page()
    goto(page, seed_server.url + "courses/images-and-words/")
    page.evaluate("""() => {
      const lists = [...document.querySelectorAll(".ps-readings")];
      const readings = lists.flatMap((list) => [...list.children]);
      const heading = lists[0].previousElementSibling;
      const parts = Array.from({ length: 24 }, (_, at) => {
        const reading = readings[at % readings.length].cloneNode(true);
        reading.querySelector(".ps-row__title a").prepend(`(${at}) `);
        if (at % 3 === 2) reading.querySelector(".ps-reading__note").remove();
        else reading.querySelector(".ps-reading__note :last-child").append(` (end ${at})`);
        return reading;
      });
      const content = document.querySelector(".ps-content");
      while (heading.nextElementSibling) heading.nextElementSibling.remove();
      for (let at = 0; at < 24; at += 4) {
        const list = lists[0].cloneNode();
        list.append(...parts.slice(at, at + 4));
        content.append(heading.cloneNode(true), list);
      }
      heading.remove();
    }""")
    found = pages_of(page, form)
    page.close()
    assert len(found) == 2
    for number in range(24):
        (whole,) = (text for text in found if f" ({number}) " in text)
        assert number % 3 == 2 or f"(end {number})" in whole


def test_a_topic_and_a_basket_print_all_authors(browser: Any, seed_server: Served) -> None:
    """Of 25 authors, 19 and the last, as in a reference; no abstract."""
    context = browser.new_context()
    page = context.new_page()
    goto(page, seed_server.url + "topics/medical-imaging/")
    whole = (
        "Jieneng Chen, Yingda Xia, Jiawen Yao, Ke Yan, Jianpeng Zhang, Le Lu, Fakai Wang, Bo Zhou"
    )
    row = page.locator(".ps-rows .ps-row", has_text="Eight Major Cancers")
    row.get_by_role("button", name="Keep").click()
    text = " ".join(pages_of(page, "A4"))
    assert whole in text and "Xiaoli Yin, …, Ling Zhang · ICCV 2023" in text
    assert "Full abstract" not in text and "Topics" not in text
    assert " more" not in text, "also not of those to start with"
    goto(page, seed_server.url + "basket/")
    page.wait_for_selector(".ps-basket__rows article")
    (text,) = pages_of(page, "A4")
    assert whole in text and "Xiaoli Yin, …, Ling Zhang · ICCV 2023" in text
    assert "https://doi.org/10.1109/" in text and "22 more" not in text
    context.close()


def test_a_topic_prints_as_a_list_with_addresses(browser: Any, seed_server: Served) -> None:
    """Titles and where each paper is; no menu, no search, no abstract that nobody opened."""
    text = printed(browser, seed_server.url + "topics/medical-imaging/",
                   "h1, .ps-row__title, .ps-row .ps-meta, .ps-acts a, .ps-header, .ps-aside, .ps-abstract, .ps-find")  # fmt: skip
    assert text.startswith("Medical imaging")
    assert '"https://arxiv.org/abs/' in text and "arxiv.org/pdf" not in text
    assert "Full abstract" not in text and "Cite" not in text and "Browse" not in text


@pytest.mark.parametrize("scripts", [True, False])
def test_every_row_prints_an_address(browser: Any, tmp_path: Path, scripts: bool) -> None:
    """A paper prints its DOI instead of its links; one that is nowhere else prints its page on this
    site, where a script knows the address. So does each paper to start with."""
    text = "".join((
        entry("a2020", "One", "  doi: 10.1000/a&b\n  topics: [looms]\n"),
        entry("b2020", "Two", "  topics: [looms]\n"),
        entry("c2020", "Three", "  doi: 10.1000/c\n  arxiv: 2401.00001\n  topics: [looms]\n"),
    ))  # fmt: skip
    topic = "---\ntitle: Looms\nstart: [c2020, b2020, a2020]\n---\n"
    files = {"papers.yaml": text, "content/topics/looms.md": topic}
    build(write(tmp_path / "shelf", files), tmp_path / "site", has_search=False)
    after = "e => getComputedStyle(e, '::after').content"
    with Served(tmp_path / "site") as served:
        printed_homes = {}
        for path in ("", "papers/", "topics/looms/", "authors/ada-lovelace/"):
            context = browser.new_context(java_script_enabled=scripts)
            page = context.new_page()
            page.goto(served.url + path)
            page.emulate_media(media="print")
            if scripts:
                page.wait_for_function(
                    "() => document.querySelector('.ps-row[data-id=b2020] .ps-meta').dataset.home"
                )
            for row in page.locator(".ps-row").all():
                assert not row.locator(".ps-acts a:visible").count()
                home = row.locator(".ps-meta").evaluate(after)
                printed_homes[row.get_attribute("data-id")] = home.replace(served.url, "/")
            homes = {
                "a2020": '"https://doi.org/10.1000/a%26b"',
                "b2020": '"/papers/b2020/"' if scripts else "none",
                "c2020": '"https://doi.org/10.1000/c"',
            }
            assert printed_homes == homes, path
            picks = [pick.evaluate(after) for pick in page.locator(".ps-start .ps-meta").all()]
            if path.startswith("topics/"):
                found = [pick.replace(served.url, "/") for pick in picks]
                assert found == [homes[name] for name in ("c2020", "b2020", "a2020")]
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
    assert [line.strip() for line in legend if line.strip()] == ["Multimodal learning", "18"]
    assert page.locator(".ps-map__near-list a:visible").count() == 9
    assert wrong == []
    symbol, heading = (page.locator(selector).first.bounding_box()
                       for selector in (".ps-map__legend svg", "h1"))  # fmt: skip
    assert symbol["x"] >= heading["x"]  # not cut at the edge of the paper
    context.close()


def test_the_days_print(browser: Any, seed_server: Served) -> None:
    """The calendar of days, but not the links to the calendar of an edition."""
    days = printed(browser, seed_server.url + "days/", ".ps-calendar")
    assert "2025" in days and "23" in days
    edition = f"{seed_server.url}courses/images-and-words/2026-autumn/"
    assert printed(browser, edition, ".ps-schedule__files") == ""


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
    homes = page.locator(".ps-row .ps-meta:visible").evaluate_all(
        "all => all.map(e => getComputedStyle(e, '::after').content)"
    )
    assert len(homes) == 2 and all(home.startswith('"https://') for home in homes)
    assert page.locator(".ps-address:visible").count() == 0
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
