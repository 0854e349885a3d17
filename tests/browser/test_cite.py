"""Citations copied with one click: the clipboard has the text of the files, and the page says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.citations import apa, bibtex, to_record
from support.helpers import ROOT, Served, build, collect, entry, watched, write
from support.keeping import cut

pytestmark = pytest.mark.slow

#: Texts that mean something to BibTeX, RIS, Markdown or HTML.
HOSTILE = entry(
    "hostile2024",
    r"'a](../b) <img src=x onerror=alert(1)> [x](javascript:alert(1)) $x^2$ & \{ # 100 %'",
    "  venue: '*Bold* _& `code`'\n  abstract: |-\n    One.\n\n    ## Reference\n\n    - [no](no)\n",
)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented collection and hostile texts, on a site that does not know its address."""
    folder = tmp_path_factory.mktemp("cite")
    source = ROOT / "tests/golden/collection"
    text = (source / "papers.yaml").read_text() + "\n" + HOSTILE
    shelf = folder / "shelf"
    shutil.copytree(source / "content", shelf / "content")
    build(write(shelf, {"papers.yaml": text}), folder / "site", has_search=False)
    with Served(folder / "site") as served:
        yield served


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page with a clipboard, which fails the test on any error of a script."""
    with watched(browser, permissions=["clipboard-read", "clipboard-write"]) as context:
        yield context.new_page()


def copied(page: Any, name: str) -> str:
    """Return what a click puts on the clipboard, once the page says so."""
    page.get_by_role("button", name=f"Copy {name}").click()
    page.locator(".ps-cites [role=status]", has_text=f"{name} copied.").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


def beside(served: Served, paper_id: str, suffix: str) -> str:
    return (served.folder / f"repo/papers/{paper_id}.{suffix}").read_bytes().decode()


IDS = ("hopper1952education", "lovelace1843notes", "nobody2024", "withdrawn2023", "hostile2024")


@pytest.mark.parametrize("paper_id", IDS)
def test_the_clipboard_has_what_the_files_have(page: Any, golden: Served, paper_id: str) -> None:
    """BibTeX and RIS byte by byte, the reference in APA style, and the line of Markdown, whose
    addresses within the site are whole."""
    page.goto(f"{golden.url}papers/{paper_id}/")
    assert beside(golden, paper_id, "bib") == copied(page, "BibTeX")
    assert beside(golden, paper_id, "ris") == copied(page, "RIS")
    paper = collect(golden.folder.parent / "shelf").papers[paper_id]
    record = to_record(paper)
    assert apa.to_plain(record) == copied(page, "APA")
    assert f"{bibtex.to_entry(record)}\n" == beside(golden, paper_id, "bib")
    line = (
        beside(golden, paper_id, "md")
        .rpartition("\n## Reference\n")[2]
        .split("\n- ")[1]
        .split("\n")[0]
    )
    own = f"](../papers/{paper_id}/)"
    expected = line.replace(own, f"]({golden.url}papers/{paper_id}/)")
    assert expected == copied(page, "Markdown")
    assert expected.startswith("[") and "](http" in expected


def test_a_reference_keeps_its_italics(page: Any, golden: Served) -> None:
    """A word processor takes the HTML, a text editor the text."""
    page.goto(f"{golden.url}papers/lovelace1843notes/")
    copied(page, "APA")
    html = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert "Scientific Memoirs</i>" in html and "<script" not in html


def test_the_example_knows_its_markdown_line(page: Any, seed_server: Served) -> None:
    """A line for a README or notes, which leads to the version of record."""
    page.goto(f"{seed_server.url}papers/zheng2024learning/")
    assert copied(page, "Markdown") == (
        "[Learning Modality-agnostic Representation for Semantic Segmentation from Any Modalities]"
        "(https://doi.org/10.1007/978-3-031-72754-2_9). Xu Zheng, Yuanhuiyi Lyu, Lin Wang, ECCV 2024,"
        " 2024-07-15."
    )


def test_without_a_clipboard_the_text_is_selected(page: Any, golden: Served) -> None:
    """The page shows the whole text, focused and selected, as it does over plain HTTP."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{golden.url}papers/lovelace1843notes/")
    for name, suffix in (("BibTeX", "bib"), ("RIS", "ris")):
        page.get_by_role("button", name=f"Copy {name}").click()
        page.locator("[role=status]", has_text=f"{name} is selected").wait_for()
        expected = beside(golden, "lovelace1843notes", suffix).replace("\r\n", "\n")
        # a text field has one kind of line end
        assert expected == page.evaluate("getSelection().toString()")
        assert page.evaluate("document.activeElement.className") == "ps-select"


def test_a_clipboard_that_refuses_is_no_dead_end(page: Any, golden: Served) -> None:
    """A browser may forbid it: the text is selected then, too."""
    page.add_init_script(
        "navigator.clipboard.writeText = navigator.clipboard.write = () => Promise.reject(new Error())"
    )
    page.goto(f"{golden.url}papers/lovelace1843notes/")
    page.get_by_role("button", name="Copy APA").click()
    page.locator("[role=status]", has_text="APA is selected").wait_for()
    assert page.input_value(".ps-select").startswith("Lovelace, A.")


def test_a_file_that_does_not_come_is_told(page: Any, golden: Served) -> None:
    """Nothing is on the clipboard then, and the reader knows; nor is the page with which a network asks
    for a password."""
    page.goto(f"{golden.url}papers/lovelace1843notes/")
    page.route("**/*.ris", lambda route: route.abort())
    page.get_by_role("button", name="Copy RIS").click()
    page.locator("[role=status]", has_text="RIS could not be loaded").wait_for()
    page.get_by_role("button", name="Copy BibTeX").click()
    page.locator("[role=status]", has_text="BibTeX copied.").wait_for()
    page.unroute("**/*.ris")
    page.route("**/*.ris", lambda route: route.fulfill(body="<p>Sign in", content_type="text/html"))
    page.get_by_role("button", name="Copy RIS").click()
    page.locator("[role=status]", has_text="RIS could not be loaded").wait_for()
    assert "Sign in" not in page.evaluate("navigator.clipboard.readText()")
    page.unroute("**/*.ris")
    for suffix, name in (("ris", "RIS"), ("md", "Markdown")):
        page.route(f"**/*.{suffix}", cut)
        page.get_by_role("button", name=f"Copy {name}").click()
        page.locator("[role=status]", has_text=f"{name} could not be loaded").wait_for()


def test_without_scripts_there_is_no_dead_button(browser: Any, golden: Served) -> None:
    """The page has the reference and BibTeX, the other formats are files; no room is wasted."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{golden.url}papers/lovelace1843notes/")
    assert page.locator(".ps-apa").is_visible() and page.locator(".ps-bibtex").is_visible()
    assert page.locator("#cite ~ * button").count() == 0
    assert page.locator(".ps-cites").evaluate("e => e.getBoundingClientRect().height") == 0
    assert page.locator(".ps-files a").count() == 4
    context.close()


def test_buttons_can_be_hit_with_a_thumb(browser: Any, golden: Served) -> None:
    """They are 44 pixels high on a phone, and the keyboard reaches them in their order on the page."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{golden.url}papers/lovelace1843notes/")
    page.locator(".ps-cites button").first.focus()
    for name in ("BibTeX", "RIS", "APA", "Markdown"):
        assert page.evaluate("document.activeElement.textContent") == name
        assert page.evaluate("document.activeElement.getBoundingClientRect().height") >= 44
        page.keyboard.press("Tab")
    context.close()


def test_the_folder_is_moved_without_a_trace(page: Any, golden: Served, tmp_path: Path) -> None:
    """The files are found under any base path."""
    moved = tmp_path / "site"
    moved.symlink_to(golden.folder / "repo")
    (tmp_path / "any").mkdir()
    (tmp_path / "any/base").symlink_to(golden.folder / "repo")
    with Served(tmp_path / "any") as served:
        page.goto(f"{served.url}base/papers/hopper1952education/")
        assert beside(golden, "hopper1952education", "ris") == copied(page, "RIS")
