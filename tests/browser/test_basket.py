"""The page of kept papers: seen, ordered, shared, taken away as files, printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from papershelf.citations import BESIDE, to_record
from papershelf.outputs.views.rows import authors_shown, venue_shown
from support.helpers import Served, collect
from support.keeping import (
    HOSTILE_TITLE,
    IDS,
    basket,
    cut,
    is_pressed,
    remember,
    remembered,
    rows,
    tick,
)

pytestmark = pytest.mark.slow

FIRST, SECOND, THIRD, FOURTH = IDS


# --- the list ---


def test_an_empty_basket_says_how_to_fill_it(page: Any, served: Served) -> None:
    """And how long it is remembered, and offers nothing to download."""
    assert basket(page, served) == []
    assert page.get_by_text("You have not kept any papers yet").is_visible()
    assert not page.get_by_role("button", name="Download BibTeX").is_visible()
    assert page.get_by_text("Safari deletes it after seven days").is_visible()
    page.get_by_role("link", name="Browse all papers").click()
    page.wait_for_url(f"{served.url}papers/")


def test_rows_say_what_the_papers_are(page: Any, served: Served) -> None:
    """Title, authors, venue, date, a whole address, each as text, and what became of a paper."""
    remember(page, served, kept=[SECOND, FIRST, FOURTH, "withdrawn2023"])
    assert len(basket(page, served)) == 4
    text = page.locator(f"[data-row={SECOND}]").inner_text()
    assert text.startswith("Notes on the engine, in") and "& <fewer> steps" in text
    assert page.locator(f"[data-row={SECOND}] h3 math").count() == 1  # as in every list
    assert "Ada Lovelace, The Engine & Sons, Jean Bartik Jr. and 2 more" in text
    assert "Scientific Memoirs" in text and "1 Oct 1843" in text
    assert "https://doi.org/10.1000/(notes)_g" in text
    assert HOSTILE_TITLE.strip() in page.locator(f"[data-row={FIRST}] a").first.inner_text()
    assert page.locator(f"[data-row={FIRST}] h3").get_attribute("lang") == "de"
    assert f"{served.url}papers/{FOURTH}/" in page.locator(f"[data-row={FOURTH}]").inner_text()
    assert "RETRACTED" in page.locator("[data-row=withdrawn2023]").inner_text().upper()
    page.locator(f"[data-row={SECOND}] h3 a").click()
    page.wait_for_url(f"{served.url}papers/{SECOND}/")


@pytest.mark.parametrize("rows_come", [True, False])
def test_rows_name_people_as_lists_do(
    page: Any, site: Path, served: Served, rows_come: bool
) -> None:
    """Editors and their role, how many are not named, Japanese names; venue and date follow them,
    that of a preprint with a later publication, too, also where the rows of lists do not come."""
    if not rows_come:
        page.route("**/rows/*.json", lambda route: route.abort())
    papers = collect(site.parent / "shelf").papers
    remember(page, served, kept=[*IDS, "withdrawn2023"])
    for paper_id in basket(page, served):
        paper = papers[paper_id]
        facts = page.locator(f"[data-row={paper_id}] .ps-meta > *").all_inner_texts()
        line = (authors_shown(paper), venue_shown(paper), paper.published.shown)
        assert [text for text in line if text] == facts


def test_the_order_is_made_by_keyboard(page: Any, served: Served) -> None:
    """The button keeps the focus, the new position is announced, the ends are ends, the order is saved."""
    remember(page, served, kept=list(IDS))
    assert list(IDS) == basket(page, served)
    page.get_by_role("button", name="Down: The education").focus()
    page.keyboard.press("Enter")
    order = [FIRST, SECOND, FOURTH, THIRD]
    assert order == rows(page) == remembered(page)
    assert page.locator("[role=status]", has_text="Now 4 of 4.").is_visible()
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Down: The education")
    assert page.evaluate("document.activeElement.ariaDisabled") == "true"
    page.keyboard.press("Enter")
    assert order == rows(page)
    page.get_by_role("button", name="Up: Notes on the engine").click()
    assert basket(page, served) == [SECOND, FIRST, FOURTH, THIRD]


def test_what_is_removed_can_come_back(page: Any, served: Served) -> None:
    """One paper or all of them; the focus goes to a place that is there."""
    remember(page, served, kept=list(IDS), read=[FIRST])
    basket(page, served)
    page.get_by_role("button", name="Remove: Notes on the engine").click()
    assert rows(page) == [FIRST, THIRD, FOURTH]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role(
        "button", name="Remove: Notes on the engine"
    ).dblclick()  # one, not the next, too
    assert rows(page) == [FIRST, THIRD, FOURTH]
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Remove: The education")
    page.get_by_role("button", name="Undo").click()
    assert list(IDS) == rows(page)
    page.get_by_role("button", name="Remove all").click()
    assert rows(page) == [] and page.evaluate("document.activeElement.localName") == "h1"
    page.get_by_role("button", name="Undo").click()
    assert list(IDS) == rows(page)
    page.get_by_role("button", name="Forget everything").click()
    assert remembered(page) == remembered(page, "read") == []
    page.get_by_role("button", name="Undo").click()
    assert list(IDS) == rows(page) and remembered(page, "read") == [FIRST]
    assert page.locator(".ps-basket__state[role=status]").inner_text() == "Undone."
    assert page.evaluate("document.activeElement.localName") == "h1"


def test_what_was_done_since_outlives_an_undo(page: Any, context: Any, served: Served) -> None:
    """What another tab keeps and forgets meanwhile stays so; a way back is gone once it was taken."""
    remember(page, served, kept=[FIRST, SECOND], read=[FIRST, THIRD])
    basket(page, served)
    page.get_by_role("button", name="Remove: Notes on the engine").click()
    other = context.new_page()
    other.goto(served.url)
    tick(other, THIRD).click()
    tick(other, FIRST).click()
    page.get_by_role("button", name="Undo").click()
    assert [SECOND, THIRD] == rows(page) == remembered(page)
    assert page.get_by_role("button", name="Undo").count() == 0
    page.get_by_role("button", name="Forget everything").click()
    tick(other, FIRST).click()
    tick(other, SECOND, "read").click()
    page.get_by_role("button", name="Undo").click()
    assert [SECOND, THIRD, FIRST] == rows(page) == remembered(page)
    assert remembered(page, "read") == [FIRST, THIRD, SECOND]


def test_what_a_basket_does_not_hold_is_told(page: Any, served: Served) -> None:
    """Of a file as of a shared address: nothing is left out without a word."""
    many = [f"ghost{number}" for number in range(1, 999)]
    remember(page, served, kept=many)
    page.goto(f"{served.url}basket/")
    file = {"papershelf": 1, "kept": ["ghost1", *IDS], "read": [FIRST]}
    page.locator("input[type=file]").set_input_files(
        {"name": "b.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
    )
    told = "Added 2 papers and 1 marked as read. 2 did not fit: you can keep 1,000."
    page.locator(".ps-basket__state", has_text=told).wait_for()
    assert remembered(page) == [*many, FIRST, SECOND]


def test_what_was_done_stays_in_sight(page: Any, served: Served) -> None:
    """Far down in a long list, too: what was removed by mistake comes back from where it was."""
    page.route("**/papers/ghost*", lambda route: route.fulfill(status=404))
    remember(page, served, kept=[*(f"ghost{number}" for number in range(60)), SECOND])
    basket(page, served)
    page.get_by_role("button", name="Remove: Notes on the engine").click()
    box = page.get_by_role("button", name="Undo").bounding_box()
    header = page.locator(".ps-header").bounding_box()
    assert page.evaluate("scrollY") > 1000
    assert header["y"] + header["height"] <= box["y"] < 200


def test_old_names_are_followed_and_lost_ones_told(page: Any, served: Served) -> None:
    """A renamed paper is kept under its new name, once; one that is gone can be removed."""
    remember(page, served, kept=["ghost2020", "lovelace1842notes", FIRST, SECOND])
    assert basket(page, served) == ["ghost2020", SECOND, FIRST]
    assert remembered(page) == ["ghost2020", SECOND, FIRST]
    assert basket(page, served, f"#papers=lovelace1842notes,{FIRST},{SECOND}") == [SECOND, FIRST]
    basket(page, served)
    gone = page.locator("[data-row=ghost2020]")
    assert "ghost2020 is not in this collection" in gone.inner_text()
    gone.get_by_role("button").click()
    assert rows(page) == [SECOND, FIRST]


def test_files_that_do_not_come_are_told_and_asked_for_again(page: Any, served: Served) -> None:
    """A row says so; a download has the others and names those that it lacks."""
    remember(page, served, kept=list(IDS))
    page.route(f"**/papers/{SECOND}.*", lambda route: route.abort())
    assert list(IDS) == basket(page, served)
    assert "could not be loaded" in page.locator(f"[data-row={SECOND}]").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download BibTeX").click()
    page.locator("[role=status]", has_text=f"3 papers as BibTeX. Without {SECOND}").wait_for()
    assert waiting.value.path().read_text().count("\n@") == 2
    page.unroute(f"**/papers/{SECOND}.*")
    page.route(f"**/papers/{SECOND}.*", cut)
    for name in ("BibTeX", "RIS", "CSL-JSON"):
        with page.expect_download():
            page.get_by_role("button", name=f"Download {name}").click()
        page.locator("[role=status]", has_text=f"3 papers as {name}. Without {SECOND}").wait_for()
    page.get_by_role("button", name="Copy as Markdown").click()
    page.locator(
        "[role=status]", has_text=f"3 papers copied as Markdown. Without {SECOND}"
    ).wait_for()
    page.unroute(f"**/papers/{SECOND}.*")
    page.get_by_role("button", name="Try again").click()
    page.locator(f"[data-row={SECOND}] h3").wait_for()


# --- away with it ---


def test_a_download_is_what_the_generator_would_write(
    page: Any, site: Path, served: Served
) -> None:
    """In the order of the list, byte by byte, from the files beside the papers."""
    order = [THIRD, "withdrawn2023", FIRST, SECOND]
    papers = collect(site.parent / "shelf").papers
    remember(page, served, kept=order)
    basket(page, served)
    for form in BESIDE:
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Download {form.label}").click()
        assert waiting.value.suggested_filename == f"kept-papers.{form.suffix}"
        make = form.to_full_entry if form.completed else form.to_entry
        assert make is not None
        entries = [make(to_record(papers[paper_id])) for paper_id in order]
        assert form.join(entries) == waiting.value.path().read_bytes().decode()
        for paper_id, text in zip(order, entries, strict=True):
            file = site / f"papers/{paper_id}.{form.suffix}"
            assert form.join([text]) == file.read_bytes().decode()


def test_a_large_basket_asks_for_a_few_files_at_a_time(page: Any, served: Served) -> None:
    """The page never requests more than six files at once, not even for a shared address."""
    page.add_init_script("""
        window.most = 0; let open = 0; const real = fetch;
        window.fetch = async (...args) => {
            window.most = Math.max(window.most, ++open);
            try { return await real(...args) } finally { open-- }
        };
    """)
    ids = ",".join(f"ghost{number}" for number in range(60))
    assert len(basket(page, served, f"#papers={ids},{FIRST}")) == 61
    assert 1 < page.evaluate("most") <= 6


def test_markdown_is_copied(page: Any, site: Path, served: Served) -> None:
    """One line for each paper, as the file beside it has it, with whole addresses."""
    remember(page, served, kept=[THIRD, FIRST])
    basket(page, served)
    page.get_by_role("button", name="Copy as Markdown").click()
    page.locator("[role=status]", has_text="2 papers copied as Markdown.").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    lines = text.splitlines()
    assert lines[0] == (
        "- [The education of a computer](https://doi.org/10.1145/609784.609818). Grace Hopper, Ada Lovelace, ACM 1952, 1952-05."
    )
    own = (site / f"papers/{FIRST}.md").read_text().rpartition("\n- ")[2].split("\n")[0]
    assert (
        lines[1] == "- " + own.replace("](../papers", f"]({served.url}papers") and len(lines) == 2
    )


def test_a_list_is_shared_as_an_address(page: Any, browser: Any, served: Served) -> None:
    """The address keeps the order; readers who open it keep their own list until they add to it."""
    remember(page, served, kept=[THIRD, FIRST, SECOND])
    basket(page, served)
    page.get_by_role("button", name="Copy the address").click()
    page.locator("[role=status]", has_text="is copied").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"{served.url}basket/#papers={THIRD},{FIRST},{SECOND}"
    other = browser.new_context().new_page()
    remember(other, served, kept=[FOURTH, FIRST])
    other.goto(address)
    assert rows(other) == [THIRD, FIRST, SECOND]
    assert remembered(other) == [FOURTH, FIRST]
    assert other.get_by_text("What you have kept, 2 papers, stays as it is.").is_visible()
    assert other.inner_text("h1") == "Shared list"
    assert other.get_by_text("Papers you have kept").is_hidden()
    assert is_pressed(tick(other, FIRST)) and not is_pressed(tick(other, THIRD))
    other.get_by_role("button", name="Keep the other 2 papers").click()
    assert remembered(other) == [FOURTH, FIRST, THIRD, SECOND]
    other.get_by_role("button", name="Undo").click()
    assert remembered(other) == [FOURTH, FIRST]
    other.get_by_role("link", name="Show what I kept").click()
    other.wait_for_url(f"{served.url}basket/")
    assert rows(other) == [FOURTH, FIRST]
    other.context.close()


def test_skipping_the_header_keeps_the_list(page: Any, served: Served) -> None:
    """The link leads to a fragment, and so does the address of a list: it stays what it was, and so do its
    rows. The next list in the same tab is shown all the same, and Back leads to the one before."""
    basket(page, served, f"#papers={FIRST},{SECOND}")
    page.locator(".ps-skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ps-main"
    page.wait_for_url(f"**/#papers={FIRST},{SECOND}")
    assert rows(page) == [FIRST, SECOND]
    page.evaluate(f"location.hash = '#papers={THIRD}'")
    page.locator(f".ps-basket__rows [data-row={THIRD}]").wait_for()
    assert rows(page) == [THIRD]
    page.go_back()
    page.locator(f".ps-basket__rows [data-row={SECOND}]").wait_for()
    assert rows(page) == [FIRST, SECOND]


def test_hostile_addresses_do_no_harm(page: Any, served: Served) -> None:
    """Only what can be an id is asked for; what the reader keeps is as it was."""
    for fragment, expected in (
        (f"#papers={FIRST},{FIRST},,{SECOND}", [FIRST, SECOND]),
        (f"#papers=%2e%2e/x,__proto__,{FIRST}", [FIRST]),
        ("#papers=<img src=x onerror=alert(1)>", []),
        ("#papers=javascript:alert(1)", []),
        ("#papers=%", []),
        ("#papers=%E0%A4%A", []),
        ("#papers=", []),
        (f"#papers={FIRST}%2C{SECOND}", [FIRST, SECOND]),
        # what a program takes for a part of the address, or adds
        (f"#papers={FIRST},{SECOND}.", [FIRST, SECOND]),
        (f"#papers={FIRST}, {SECOND})", [FIRST, SECOND]),
        (f"#papers={FIRST},{SECOND}&utm_source=mail", [FIRST, SECOND]),
    ):
        remember(page, served, kept=[THIRD])
        assert expected == basket(page, served, fragment), fragment
        assert remembered(page) == [THIRD]
        if not expected:
            assert page.get_by_text("This address names no paper.").is_visible()


def test_an_address_of_too_many_papers_is_cut(page: Any, served: Served) -> None:
    """A reader can keep 1,000; the list says so before it has looked for all of them."""
    remember(page, served, kept=[THIRD])
    ghosts = ",".join(f"ghost{number}" for number in range(1200))
    page.goto(f"{served.url}basket/#papers={ghosts}")
    page.get_by_role("heading", name="1,000 papers").wait_for()
    assert remembered(page) == [THIRD]


def test_everything_goes_into_a_file_and_back(
    page: Any, browser: Any, served: Served, tmp_path: Path
) -> None:
    """Merged with what another browser remembers: its order stays, what is new comes behind."""
    remember(page, served, kept=[THIRD, FIRST], read=[SECOND])
    page.goto(served.url)
    page.wait_for_function("() => localStorage.getItem('papershelf /repo/ visit')")
    basket(page, served)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save to a file").click()
    saved = json.loads(waiting.value.path().read_text())
    assert (saved["papershelf"], saved["site"]) == (1, served.url)
    assert (saved["kept"], saved["read"]) == ([THIRD, FIRST], [SECOND])
    assert saved["visit"]["seen"] == {"day": "2025-12-23", "ids": [FIRST]}
    file = tmp_path / "remembered.json"
    file.write_text(json.dumps(saved))
    other = browser.new_context().new_page()
    remember(other, served, kept=[FOURTH, FIRST], read=[THIRD])
    basket(other, served)
    other.locator("input[type=file]").set_input_files(file)
    other.locator("[role=status]", has_text="Added 1 paper and 1 marked as read.").wait_for()
    assert [FOURTH, FIRST, THIRD] == rows(other) == remembered(other)
    assert remembered(other, "read") == [THIRD, SECOND]
    other.locator("input[type=file]").set_input_files(file)
    other.locator("[role=status]", has_text="Added 0 papers and 0 marked as read.").wait_for()
    other.get_by_role("button", name="Forget everything").click()
    other.locator("input[type=file]").set_input_files(file)
    other.locator("[role=status]", has_text="Added 2 papers and 1 marked as read.").wait_for()
    assert rows(other) == [THIRD, FIRST]
    other.context.close()


#: Texts of a file, and what the page says of it.
FILES = (
    ("not json", "it is not JSON"),
    ("[]", "This is not a file of kept papers."),
    ("null", "This is not a file of kept papers."),
    ('{"kept": ["ada2024"]}', "This is not a file of kept papers."),
    ('{"papershelf": 2, "kept": ["ada2024"]}', "newer version"),
    ('{"papershelf": 1}', "Added 0 papers and 0 marked as read."),
    ('{"papershelf": 1, "kept": {"0": "ada2024"}, "read": "ada2024", "visit": 7, "__proto__": {"x": 1}}',
     "Added 0 papers and 0 marked as read."),
    (f'{{"papershelf": 1, "site": "https://example.org/", "kept": ["../x", "<b>", "{SECOND}"]}}',
     "Added 1 paper and 0 marked as read. The file comes from another address"),
    ("x" * 5_000_001, "too large"),
)  # fmt: skip


def test_files_are_held_to_their_form(page: Any, served: Served, tmp_path: Path) -> None:
    """An invalid file changes nothing and is reported; a hostile one contributes only its ids."""
    file = tmp_path / "file.json"
    for text, told in FILES:
        remember(page, served, kept=[FIRST])
        basket(page, served)
        file.write_text(text)
        page.locator("input[type=file]").set_input_files(file)
        page.locator("[role=status]", has_text=told).wait_for()
        expected = [FIRST, SECOND] if "Added 1 paper " in told else [FIRST]
        assert expected == remembered(page), told


def test_the_basket_prints_as_a_list(page: Any, served: Served) -> None:
    """Titles and whole addresses; no button, no header, no word on what the browser remembers."""
    remember(page, served, kept=[THIRD, FIRST])
    basket(page, served)
    page.emulate_media(media="print")
    assert page.locator("button:visible, label:visible, input:visible").count() == 0
    assert (
        not page.locator(".ps-basket__own").is_visible()
        and not page.locator(".ps-header").is_visible()
    )
    homes = [line.get_attribute("data-home") for line in page.locator(".ps-meta:visible").all()]
    assert homes == ["https://doi.org/10.1145/609784.609818", f"{served.url}papers/{FIRST}/"]


def test_the_basket_is_no_page_to_find(site: Path) -> None:
    """It is another one for everybody: robots are asked to leave it out."""
    assert '<meta name="robots" content="noindex">' in (site / "basket/index.html").read_text()
