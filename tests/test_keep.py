"""What a reader's browser remembers: kept papers, read papers, the last visit. On no other host."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, Served, build, collect, entry, watched, write

from generator.citations import FORMATS, to_record

pytestmark = pytest.mark.slow

HOSTILE_TITLE = "<img src=x onerror=alert(1)> & [x](javascript:alert(1)) "
HOSTILE = entry(
    "hostile2024", f"'{HOSTILE_TITLE * 9}'", "  venue: '</script><b>'\n  language: de\n"
)
#: In the order of the lists, the newest added first.
IDS = ("hostile2024", "lovelace1843notes", "hopper1952education", "nobody2024")
FIRST, SECOND, THIRD, FOURTH = IDS


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented collection, which has an old name and a tombstone, and a hostile paper."""
    folder = tmp_path_factory.mktemp("keep")
    source = ROOT / "tests/golden/collection"
    shelf = folder / "shelf"
    shutil.copytree(source / "content", shelf / "content")
    text = (source / "papers.yaml").read_text() + "\n" + HOSTILE
    build(write(shelf, {"papers.yaml": text}), folder / "site", has_search=False)
    return folder / "site"


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Served]:
    with Served(site) as server:
        (server.folder / "other").symlink_to(site)
        yield server


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A reader, whose pages fail the test on any error of a script, dialog or request elsewhere."""
    with watched(
        browser,
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    ) as context:
        yield context


@pytest.fixture
def page(context: Any) -> Any:
    return context.new_page()


def remember(page: Any, served: Served, **lists: object) -> None:
    """Writes into the memory of the site before a page of it is opened."""
    page.goto(f"{served.url}assets/papershelf/icon.svg")
    for name, value in lists.items():
        text = value if isinstance(value, str) else json.dumps(value)
        page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)", [f"papershelf /repo/ {name}", text]
        )


def remembered(page: Any, name: str = "kept") -> Any:
    return page.evaluate(
        "(key) => JSON.parse(localStorage.getItem(key))", f"papershelf /repo/ {name}"
    )


def tick(page: Any, paper_id: str, name: str = "kept") -> Any:
    return page.locator(f"[data-tick={name}][data-id='{paper_id}']").first


def is_pressed(locator: Any) -> bool:
    return bool(locator.get_attribute("aria-pressed") == "true")


def basket(page: Any, served: Served, fragment: str = "") -> list[str]:
    """The ids that the basket's page shows, once all are there."""
    page.goto("about:blank")  # another fragment alone would open no new page
    page.goto(f"{served.url}basket/{fragment}")
    return rows(page)


def rows(page: Any) -> list[str]:
    page.locator(".ps-basket__rows[aria-busy=false]").wait_for(state="attached")
    found = page.locator(".ps-basket__rows > li").evaluate_all(
        "all => all.map((row) => row.dataset.row)"
    )
    return list(found)


# --- ticks ---


def test_papers_are_kept_wherever_they_stand(page: Any, served: Served) -> None:
    """On a list by keyboard, on the paper's own page, among related papers; the header counts them
    once there is one, and another page knows them."""
    page.goto(served.url)
    count = page.locator("[data-ps-kept]")
    tick(page, FIRST).wait_for()
    assert not count.is_visible()
    tick(page, FIRST).focus()
    page.keyboard.press("Space")
    assert is_pressed(tick(page, FIRST))
    assert count.inner_text().split() == ["Kept", "1"]
    page.goto(f"{served.url}papers/{SECOND}/")
    tick(page, SECOND).click()
    tick(page, THIRD).click()  # related
    assert count.inner_text().split() == ["Kept", "3"]
    page.goto(f"{served.url}topics/compilers/")
    tick(page, SECOND).wait_for()
    assert is_pressed(tick(page, SECOND)) and is_pressed(tick(page, THIRD))
    tick(page, SECOND).click()
    assert remembered(page) == [FIRST, THIRD]
    count.click()
    assert page.url == f"{served.url}basket/"
    assert rows(page) == [FIRST, THIRD]


def test_a_tick_says_which_paper_it_is_about(page: Any, served: Served) -> None:
    """Its name is the word and the title, and stays when it is pressed: the state says the rest."""
    page.goto(served.url)
    button = page.get_by_role("button", name="Keep: The education of a computer")
    button.click()
    button.wait_for()
    assert is_pressed(button)


def test_read_papers_are_told_apart_quietly(page: Any, served: Served) -> None:
    """Marked on a list or on the page of the paper, seen in every list."""
    page.goto(f"{served.url}papers/{THIRD}/")
    tick(page, THIRD, "read").click()
    page.goto(served.url)
    tick(page, THIRD, "read").wait_for()
    assert page.locator(".ps-is-read").evaluate_all("all => all.map((row) => row.dataset.id)") == [
        THIRD
    ]
    assert tick(page, THIRD, "read").inner_text() == "Read"
    assert tick(page, FIRST, "read").inner_text() == "Mark read"


def late(route: Any) -> None:
    """Answers so late that the page is painted before its scripts are there."""
    time.sleep(0.15)
    route.continue_()


def test_nothing_moves_when_scripts_come(browser: Any, served: Served) -> None:
    """The room for ticks, the number in the header and the buttons to copy is kept free: no element
    of these pages shifts, on a phone or a wide screen, for a reader who comes back."""
    for width in (320, 390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        remember(page, served, kept=list(IDS), read=[SECOND],
                 visit={"at": 1, "seen": {"day": "2025-01-05", "ids": []}, "since": None})  # fmt: skip
        page.add_init_script(
            "window.shifts = []; const inHeader = (node) =>"
            " (node instanceof Element ? node : node?.parentElement)?.closest('.ps-header');"
            "new PerformanceObserver((all) => all.getEntries().forEach((one) =>"
            " one.sources.every((s) => inHeader(s.node)) || shifts.push(one.sources.map((s) => s.node?.className ?? s.node?.textContent?.slice(0, 40) ?? [s.previousRect, s.currentRect]))))"
            ".observe({ type: 'layout-shift', buffered: true })"
        )
        page.route("**/assets/papershelf/*.js", late)
        for path in ("", f"papers/{SECOND}/", "topics/compilers/", f"papers/{SECOND}/#cite"):
            page.goto(served.url + path)
            page.locator(".ps-ticks").first.wait_for()
            page.wait_for_timeout(300)
            before = page.evaluate("document.documentElement.scrollHeight")
            assert page.evaluate("shifts") == [], (width, path)
            place = page.evaluate("document.querySelector('.ps-find').getBoundingClientRect().x")
            page.evaluate("document.querySelector('.ps-kept').classList.remove('ps-kept--some')")
            assert place == page.evaluate(
                "document.querySelector('.ps-find').getBoundingClientRect().x"
            )
            page.evaluate("document.querySelectorAll('.ps-ticks').forEach((node) => node.remove())")
            assert before == page.evaluate("document.documentElement.scrollHeight"), (width, path)
        context.close()


def test_rows_that_come_later_are_ticked_too(page: Any, served: Served) -> None:
    """Whoever inserts rows says so with the event ps:rows."""
    page.goto(served.url)
    tick(page, FIRST).wait_for()
    tick(page, FIRST).click()
    page.evaluate("""() => {
        const root = document.createElement("div");
        root.append(document.querySelector(".ps-row").cloneNode(true));
        root.querySelector(".ps-ticks").remove();
        root.id = "later";
        document.querySelector(".ps-rows").append(root);
        document.dispatchEvent(new CustomEvent("ps:rows", { detail: { root } }));
    }""")
    assert page.locator("#later .ps-ticks").count() == 1
    assert is_pressed(page.locator("#later [data-tick=kept]"))


def test_without_scripts_nothing_pretends(browser: Any, served: Served) -> None:
    """No tick, no number, no room for either; the basket says what to do instead."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served.url)
    assert page.locator(".ps-row").count() == 4
    assert page.locator("button:visible").count() == 0
    assert page.locator("[data-ps-kept]").evaluate("e => e.getBoundingClientRect().width") == 0
    page.goto(f"{served.url}basket/")
    assert page.get_by_text("The basket needs JavaScript").is_visible()
    page.get_by_role("link", name="Browse the topics").click()
    assert page.url == f"{served.url}topics/"
    context.close()


def test_a_thumb_hits_every_button(browser: Any, served: Served) -> None:
    """44 pixels high on a phone, and nothing wider than the screen."""
    for width in (320, 390):
        context = browser.new_context(viewport={"width": width, "height": 844}, has_touch=True)
        page = context.new_page()
        remember(page, served, kept=list(IDS))
        for path in ("", f"papers/{SECOND}/", "basket/", f"basket/#papers={FIRST},{SECOND}"):
            page.goto(served.url + path)
            page.locator(".ps-ticks").first.wait_for()
            low = page.evaluate(
                "[...document.querySelectorAll('main button, main label, [data-ps-kept]')]"
                ".filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"
            )
            assert low == [], path
            assert width >= page.evaluate("document.documentElement.scrollWidth"), path
        context.close()


# --- memory ---


def test_two_tabs_agree(context: Any, served: Served) -> None:
    """What is kept in one is pressed in the other at once, and its basket has a row more."""
    one, other, third = context.new_page(), context.new_page(), context.new_page()
    one.goto(served.url)
    other.goto(f"{served.url}topics/compilers/")
    assert basket(third, served) == []
    tick(other, SECOND).wait_for()
    tick(one, SECOND).click()
    other.locator(f"[data-tick=kept][data-id={SECOND}][aria-pressed=true]").wait_for()
    third.locator(f".ps-basket__rows [data-row={SECOND}]").wait_for()
    tick(other, THIRD).click()
    one.locator(f"[data-tick=kept][data-id={THIRD}][aria-pressed=true]").wait_for()
    assert remembered(one) == [SECOND, THIRD]


def test_two_sites_on_one_host_do_not_mix(page: Any, served: Served) -> None:
    """The memory goes by the base path."""
    page.goto(served.url)
    tick(page, FIRST).click()
    other = served.url.replace("/repo/", "/other/")
    page.goto(other)
    tick(page, FIRST).wait_for()
    assert not is_pressed(tick(page, FIRST))
    tick(page, SECOND).click()
    assert remembered(page) == [FIRST]
    page.goto(f"{other}basket/")
    assert rows(page) == [SECOND]


HOSTILE_MEMORY = [
    "", "{", "null", "true", "12", '"text"', "{}", '{"length": 1e9}', "[[[[]]]]",
    '[null, 1, {}, "../../x", "<img src=x onerror=alert(1)>", "__proto__", "a b", "A1", ""]',
    json.dumps(["x" * 81] * 10), json.dumps([f"ghost{n}" for n in range(5000)]),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_MEMORY, ids=range(len(HOSTILE_MEMORY)))
def test_corrupted_memory_does_no_harm(page: Any, served: Served, text: str) -> None:
    """Whatever somebody wrote there, every page works and goes on remembering."""
    remember(page, served, kept=text, read=text, visit=text)
    page.goto(served.url)
    tick(page, FIRST).wait_for()
    tick(page, FIRST, "read").click()
    assert is_pressed(tick(page, FIRST, "read"))
    if "ghost" in text:
        tick(page, FIRST).click()
        assert not is_pressed(tick(page, FIRST))
        page.locator(".ps-told", has_text="it holds 1,000 papers").wait_for()
        assert page.locator(".ps-kept__n").inner_text() == "1000"
        return
    tick(page, FIRST).click()
    assert remembered(page) == [FIRST]
    assert basket(page, served) == [FIRST]


def test_hostile_visits_do_no_harm(page: Any, served: Served) -> None:
    """Neither do times that are none."""
    for value in (
        {"at": "now", "seen": {"day": "<b>", "ids": "x"}, "since": {"day": 3}},
        {
            "at": -1e99,
            "seen": {"day": "2025-99-99", "ids": {}},
            "since": {"day": "0000-00-00", "at": {}},
        },
        {
            "at": 1e300,
            "seen": [],
            "since": {"day": "9999-12-31", "ids": [None, "<i>"], "at": 1e300},
        },
    ):
        remember(page, served, visit=value)
        page.goto(served.url)
        tick(page, FIRST).wait_for()
        assert set(remembered(page, "visit")) == {"at", "seen", "since"}


def test_a_browser_that_stores_nothing_says_so(page: Any, served: Served) -> None:
    """Ticks work until the page is left, and the reader is told."""
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    page.goto(served.url)
    tick(page, FIRST).click()
    page.locator(".ps-told[role=status]", has_text="does not store").wait_for()
    assert is_pressed(tick(page, FIRST)) and page.locator(".ps-kept__n").inner_text() == "1"


# --- the basket ---


def test_an_empty_basket_says_how_to_fill_it(page: Any, served: Served) -> None:
    """And offers nothing to download."""
    assert basket(page, served) == []
    assert page.get_by_text("Nothing is kept yet").is_visible()
    assert not page.get_by_role("button", name="Download BibTeX").is_visible()
    page.get_by_role("link", name="Browse all papers").click()
    assert page.url == f"{served.url}papers/"


def test_rows_say_what_the_papers_are(page: Any, served: Served) -> None:
    """Title, authors, venue, date, a whole address, each as text, and what became of a paper."""
    remember(page, served, kept=[SECOND, FIRST, FOURTH, "withdrawn2023"])
    assert len(basket(page, served)) == 4
    text = page.locator(f"[data-row={SECOND}]").inner_text()
    assert "Notes on the engine, in O(n²) & <fewer> steps" in text
    assert "Ada Lovelace, The Engine & Sons, Jean Bartik Jr. and 2 more" in text
    assert "Scientific Memoirs" in text and "1 Oct 1843" in text
    assert "https://doi.org/10.1000/(notes)_g" in text
    assert HOSTILE_TITLE.strip() in page.locator(f"[data-row={FIRST}] a").first.inner_text()
    assert page.locator(f"[data-row={FIRST}] h3").get_attribute("lang") == "de"
    assert f"{served.url}papers/{FOURTH}/" in page.locator(f"[data-row={FOURTH}]").inner_text()
    assert "RETRACTED" in page.locator("[data-row=withdrawn2023]").inner_text().upper()
    page.locator(f"[data-row={SECOND}] h3 a").click()
    assert page.url == f"{served.url}papers/{SECOND}/"


def test_the_order_is_made_by_keyboard(page: Any, served: Served) -> None:
    """The button keeps the focus, its new place is told, the ends are ends, and the order stays."""
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
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Remove: The education")
    page.get_by_role("button", name="Undo").click()
    assert list(IDS) == rows(page)
    page.get_by_role("button", name="Empty the basket").click()
    assert rows(page) == [] and page.evaluate("document.activeElement.localName") == "h1"
    page.get_by_role("button", name="Undo").click()
    assert list(IDS) == rows(page)
    page.get_by_role("button", name="Forget everything").click()
    assert remembered(page) == remembered(page, "read") == []
    page.get_by_role("button", name="Undo").click()
    assert list(IDS) == rows(page) and remembered(page, "read") == [FIRST]


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
    page.get_by_role("button", name="Try again").click()
    page.locator(f"[data-row={SECOND}] h3").wait_for()


# --- away with it ---


@pytest.mark.parametrize(
    ("name", "row"), [("BibTeX", "bibtex"), ("RIS", "ris"), ("CSL-JSON", "csl-json")]
)
def test_a_download_is_what_the_generator_would_write(
    page: Any, site: Path, served: Served, name: str, row: str
) -> None:
    """In the order of the basket, byte by byte, from the files beside the papers."""
    order = [THIRD, "withdrawn2023", FIRST, SECOND]
    remember(page, served, kept=order)
    basket(page, served)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download {name}").click()
    form = FORMATS[row]
    assert waiting.value.suggested_filename == f"basket.{form.suffix}"
    files = [
        (site / f"papers/{paper_id}.{form.suffix}").read_bytes().decode() for paper_id in order
    ]
    papers = collect(site.parent / "shelf").papers
    make = form.to_full_entry if form.is_full_beside else form.to_entry
    assert make is not None
    expected = form.join([make(to_record(papers[paper_id])) for paper_id in order])
    assert expected == waiting.value.path().read_bytes().decode()
    assert len(files) == 4 and all(
        form.join([make(to_record(papers[i]))]) == file for i, file in zip(order, files)
    )


def test_a_large_basket_asks_for_a_few_files_at_a_time(page: Any, served: Served) -> None:
    """Never more than six at once, whoever shared the address."""
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
        "- [The education of a computer](https://doi.org/10.1145/609784.609818). Grace Hopper, ACM 1952, 1952-05."
    )
    own = (site / f"papers/{FIRST}.md").read_text().rpartition("\n- ")[2].split("\n")[0]
    assert (
        lines[1] == "- " + own.replace("](../papers", f"]({served.url}papers") and len(lines) == 2
    )


def test_a_list_is_shared_as_an_address(page: Any, browser: Any, served: Served) -> None:
    """The order comes along; whoever opens it keeps their own list until they add to it."""
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
    assert other.get_by_text("Your own basket, 2 papers, stays as it is.").is_visible()
    assert is_pressed(tick(other, FIRST)) and not is_pressed(tick(other, THIRD))
    other.get_by_role("button", name="Add 2 to mine").click()
    assert remembered(other) == [FOURTH, FIRST, THIRD, SECOND]
    other.get_by_role("button", name="Undo").click()
    assert remembered(other) == [FOURTH, FIRST]
    other.get_by_role("link", name="Show mine").click()
    other.wait_for_url(f"{served.url}basket/")
    assert rows(other) == [FOURTH, FIRST]
    other.context.close()


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        (f"#papers={FIRST},{FIRST},,{SECOND}", [FIRST, SECOND]),
        (f"#papers=%2e%2e/x,__proto__,{FIRST}", [FIRST]),
        ("#papers=<img src=x onerror=alert(1)>", []),
        ("#papers=javascript:alert(1)", []),
        ("#papers=%", []),
        ("#papers=%E0%A4%A", []),
        ("#papers=", []),
        (f"#papers={FIRST}%2C{SECOND}", [FIRST, SECOND]),
        ("#papers=" + ",".join(f"ghost{number}" for number in range(1200)), 1000),
    ],
)  # fmt: skip
def test_hostile_addresses_do_no_harm(
    page: Any, served: Served, fragment: str, expected: list[str] | int
) -> None:
    """Only what can be an id is asked for; one's own basket is as it was."""
    remember(page, served, kept=[THIRD])
    found = basket(page, served, fragment)
    assert expected in (found, len(found))
    assert remembered(page) == [THIRD]
    if not found:
        assert page.get_by_text("This address names no paper.").is_visible()


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
    file = tmp_path / "basket.json"
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("not json", "it is not JSON"),
        ("[]", "This is no file of a basket."),
        ("null", "This is no file of a basket."),
        ('{"kept": ["ada2024"]}', "This is no file of a basket."),
        ('{"papershelf": 2, "kept": ["ada2024"]}', "newer version"),
        ('{"papershelf": 1}', "Added 0 papers and 0 marked as read."),
        ('{"papershelf": 1, "kept": {"0": "ada2024"}, "read": "ada2024", "visit": 7, "__proto__": {"x": 1}}',
         "Added 0 papers and 0 marked as read."),
        (f'{{"papershelf": 1, "site": "https://example.org/", "kept": ["../x", "<b>", "{SECOND}"]}}',
         "Added 1 paper and 0 marked as read. The file comes from another address"),
        ("x" * 5_000_001, "too large"),
    ],
)  # fmt: skip
def test_files_are_held_to_their_form(
    page: Any, served: Served, tmp_path: Path, text: str, told: str
) -> None:
    """A file that is none changes nothing and is told; of a hostile one the ids alone come in."""
    remember(page, served, kept=[FIRST])
    basket(page, served)
    file = tmp_path / "file.json"
    file.write_text(text)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("[role=status]", has_text=told).wait_for()
    assert remembered(page) in ([FIRST], [FIRST, SECOND])
    assert (remembered(page) == [FIRST, SECOND]) == ("Added 1 paper " in told)


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
    assert page.get_by_text("https://doi.org/10.1145/609784.609818").is_visible()
    assert page.get_by_text(f"{served.url}papers/{FIRST}/").is_visible()


def test_the_basket_is_no_page_to_find(site: Path) -> None:
    """It is another one for everybody: robots are asked to leave it out."""
    assert '<meta name="robots" content="noindex">' in (site / "basket/index.html").read_text()
