"""The dialog of the search in a real browser: keys, marks, courses and digests, nothing found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from support.helpers import Served, answered, ask, build, entry, settled, watched, write

pytestmark = pytest.mark.slow


@pytest.fixture
def page(looms_page: Any) -> Any:
    """A page from which readers search."""
    return looms_page


def test_nothing_is_loaded_before_somebody_searches(page: Any, looms: Served) -> None:
    """A page has the button alone; the dialog comes with the first key, Pagefind with it."""
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    with settled(page):
        page.reload()
    late = ("/dialog.", "/engine.", "/near.", "/sentence.", "/mark.", "/pagefind/")
    assert not [url for url in urls if any(name in url for name in late)]
    ask(page, "looms")
    assert all(any(name in url for url in urls) for name in ("/dialog.", "/engine.", "pagefind.js"))
    assert not [url for url in urls if "/filter/" in url or "/near/" in url]


def test_letters_typed_before_the_dialog_is_there_are_kept(page: Any) -> None:
    """The field is there at once, what it does arrives later."""
    page.route("**/dialog.*.js", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.keyboard.press("/")
    page.keyboard.type("engines")
    answered(page, "engines")
    assert page.input_value("#ps-q") == "engines"
    assert page.locator(".ps-results li").count() > 0


def test_enter_before_the_dialog_is_there_is_kept(page: Any) -> None:
    """Pasting and pressing Enter immediately opens the result even on a slow line, but not if the
    reader has typed more words since."""
    page.route("**/dialog.*.js", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.keyboard.press("/")
    page.keyboard.type("engines")
    page.keyboard.press("Enter")
    page.keyboard.type(" calculate")
    answered(page, "engines calculate")
    assert page.url.endswith("/topics/looms/")
    page.reload()
    page.wait_for_selector(".ps-find__open")
    page.keyboard.press("/")
    page.keyboard.type("2404.17858")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/lovelace2024looms/")


def test_it_is_a_combobox_with_a_list(page: Any) -> None:
    """Arrows choose while the cursor stays in the field, Escape closes and gives the focus back."""
    page.locator(".ps-header__name").focus()
    assert len(ask(page, "numbers")) == 2
    field = page.get_by_role("combobox", name="Search 3 papers")
    assert (
        field.get_attribute("aria-expanded"),
        field.get_attribute("aria-activedescendant"),
    ) == ("true", None)
    options = page.get_by_role("listbox", name="Results").get_by_role("option")
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        assert options.nth(chosen).get_attribute("id") == field.get_attribute(
            "aria-activedescendant"
        )
        assert page.locator("[role=option][aria-selected=true]").count() == 1
        assert page.evaluate("document.activeElement.id") == "ps-q"
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    assert page.get_by_role("dialog").get_by_role("status").inner_text() == "2 results"
    page.keyboard.press("Escape")
    assert page.locator("dialog.ps-search").is_hidden()
    assert page.evaluate("document.activeElement.matches('.ps-header__name')")


def test_the_key_works_while_the_closed_dialog_still_has_the_focus(page: Any) -> None:
    """The browser takes the focus from a hidden field with the next frame, and readers may be faster."""
    page.keyboard.press("/")
    assert page.evaluate(
        "() => { const field = document.querySelector('#ps-q'); field.closest('dialog').close(); field.focus();"
        " field.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));"
        " return field.closest('dialog').open; }"
    )


def test_results_have_the_height_that_they_need(page: Any) -> None:
    """Not a share of a height that is not set, which is nothing in WebKit (test_engines.py)."""
    assert len(ask(page, "numbers")) == 2
    panel = page.locator(".ps-panel")
    assert panel.evaluate("e => getComputedStyle(e).flexBasis") == "auto"
    assert panel.evaluate("e => e.scrollHeight === e.clientHeight && e.clientHeight > 150")


def test_enter_opens_the_first_even_before_the_answer(page: Any) -> None:
    """Typing and pressing Enter immediately opens a result for the new words, not a previous one."""
    ask(page, "rings")
    page.fill("#ps-q", "punched card")
    # Safari's event for the key that accepts the word of an input method
    page.dispatch_event("#ps-q", "keydown", {"key": "Enter", "keyCode": 229})
    page.wait_for_timeout(300)
    assert "/papers/lovelace2024looms/" not in page.url
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/lovelace2024looms/**")


def test_back_to_a_list_that_is_shorter_today_chooses_nothing(page: Any) -> None:
    """The result that the reader opened is gone; Enter opens the first one, as without a choice."""
    page.evaluate("history.replaceState({ asked: 'numbers', at: 7 }, '')")
    page.reload()
    answered(page, "numbers")
    assert page.locator(".ps-results li").count() == 2
    assert page.locator("[role=option][aria-selected=true]").count() == 0
    first = page.locator(".ps-results a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}".split("?")[0] + "**")


def test_found_words_are_marked_in_their_sentence_and_on_the_page(page: Any, looms: Served) -> None:
    """The sentence that has most of them; the address is clean again, and going back works."""
    assert ask(page, "punched weaves") == ["lovelace2024looms"]
    assert (
        page.locator(".ps-results a span").inner_text()
        == "A punched card tells the loom what to weave."
    )
    assert page.locator(".ps-results a span mark").all_inner_texts() == ["punched", "weave"]
    page.keyboard.press("Enter")
    page.wait_for_url(looms.url + "papers/lovelace2024looms/")
    page.wait_for_selector("mark.ps-hit")
    assert {"punched", "weave", "Weaving"} == set(page.locator("mark.ps-hit").all_inner_texts())
    assert "A punched card tells the loom what to weave." in page.inner_text(".ps-content")
    page.go_back()
    page.wait_for_url(looms.url + "topics/looms/")


def test_a_course_is_found_by_its_words_and_not_by_its_papers(page: Any) -> None:
    """Its own prose and the notes are searched; a reading is found as the paper that it is."""
    for query in ("prelude", "gastropods", "spindles"):
        assert ask(page, query) == ["spindles"], query
    told = page.locator(".ps-results a").inner_text()
    assert "Spindles" in told and "Course" in told
    assert ask(page, "rings are studied") == ["noether2022rings"]


def test_a_digest_is_found_by_its_words_alone(page: Any) -> None:
    """One that only lists papers under their topics is not found: its papers and topics are."""
    for query in ("threshing", "bivalves", "harvest"):
        assert ask(page, query) == ["2025-12-23"], query
    told = page.locator(".ps-results a").inner_text()
    assert "Harvest" in told and "Digest" in told
    assert "2025-12-23" not in ask(page, "distaffs") and "2025-12-30" not in ask(
        page, "hibernation"
    )
    assert ask(page, "rings are studied") == ["noether2022rings"]


def test_marks_are_text_whatever_the_address_says(page: Any, looms: Served) -> None:
    """The parameter only chooses among words of the page."""
    page.goto(
        looms.url + "papers/lovelace2024looms/?hl=<img src=x onerror=alert(1)> patterns&x=1#cite"
    )
    page.wait_for_selector("mark.ps-hit")
    assert page.locator("mark.ps-hit").all_inner_texts() == ["patterns"]
    assert page.locator(".ps-content img").count() == 0
    assert page.url.endswith("/papers/lovelace2024looms/?x=1#cite")


def test_the_page_of_an_author_is_offered(page: Any) -> None:
    """Under each spelling of letters that a keyboard lacks."""
    for typed, name in (("Mueller", "Müller"), ("soegaard", "Søgaard"), ("muller", "Müller")):
        ask(page, typed)
        page.locator(".ps-near a", has_text=name).first.wait_for()


def test_a_result_names_people_as_lists_do(page: Any) -> None:
    """Three, how many more, and their role; one that was searched for, too. A date is in one line."""
    first = "Emmy Noether, Grace Hopper, Mary Somerville"
    ends = {"rings": " and 2 more (eds.)", "bartik": ", Jean Bartik and 1 more (eds.)", "math/0309136": " and 2 more (eds.)"}  # fmt: skip
    for query, end in ends.items():
        ask(page, query)
        facts = page.locator(".ps-results small").first.evaluate("line => line.textContent")
        assert facts.startswith(f"{first}{end}\u00a0· 27\u00a0Apr\u00a02024")


def test_nothing_found_offers_near_words_and_topics(page: Any, looms: Served) -> None:
    """A suggested word starts a new search; a suggested topic links to its page."""
    assert ask(page, "pnuched") == []
    assert page.inner_text(".ps-state") == "Nothing found for “pnuched”."
    assert page.get_by_role("listbox").count() == 0, "an empty list is none"
    page.get_by_role("button", name="punched").click()
    answered(page, "punched")
    assert page.locator(".ps-results li").count() == 1
    assert ask(page, "qqqq") == []
    page.get_by_role("dialog").get_by_role("link", name="Looms and engines").click()
    page.wait_for_url(looms.url + "topics/looms/")


def test_a_word_too_many_is_left_out_and_told(page: Any) -> None:
    """What most of the words find comes with a word, and with a better spelling if one is near."""
    assert ask(page, "punched cart looms") == ["lovelace2024looms"]
    assert page.inner_text(".ps-state").startswith("No paper has all of these words.")
    assert page.locator(".ps-near button").all_inner_texts() == ["punched card looms"]


def test_who_waits_for_an_answer_is_told(page: Any) -> None:
    """On a slow line, what is done is said, and said no more once the answer is there."""
    held: list[Any] = []
    page.route("**/pagefind/pagefind.js*", lambda route: held.append(route))
    page.keyboard.press("/")
    page.fill("#ps-q", "looms")
    page.locator(".ps-state[role=status]", has_text="Searching…").wait_for()
    held[0].continue_()
    answered(page, "looms")
    assert re.fullmatch(r"\d results?", page.inner_text(".ps-state"))
    page.wait_for_timeout(700)
    assert "Searching" not in page.inner_text(".ps-state")


def test_a_key_without_a_name_is_none(page: Any) -> None:
    """Browsers that fill in a form send such events; an error of a script would fail the test."""
    page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))")
    page.keyboard.press("/")
    assert page.locator("#ps-q").is_visible()


#: Firefox's console on a Mac, where Alt makes another sign of the letter, and elsewhere.
CONSOLE = (
    "{key: '˚', code: 'KeyK', metaKey: true, altKey: true}",
    "{key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true}",
)


@pytest.mark.parametrize("keys", CONSOLE)
@pytest.mark.parametrize("has_script", [True, False])
def test_the_keys_of_a_console_are_left_to_the_browser(
    page: Any, keys: str, has_script: bool
) -> None:
    """Also before the script of the search has come."""
    if has_script:
        page.wait_for_selector(".ps-find__open")
    else:
        page.route("**/search.*.js", lambda route: None)
        page.reload(wait_until="commit")
        page.wait_for_selector(".ps-find__link")
    event = f"new KeyboardEvent('keydown', {{...{keys}, bubbles: true, cancelable: true}})"
    assert page.evaluate(f"document.body.dispatchEvent({event})"), "nobody took it"
    assert page.locator("dialog[open], [aria-busy=true]").count() == 0


def test_a_search_that_cannot_be_loaded_says_so_and_may_be_tried_again(page: Any) -> None:
    """The page stays as it is, with a way to go on."""
    page.route("**/pagefind/pagefind.js*", lambda route: route.abort())
    ask(page, "looms")
    assert page.inner_text(".ps-state") == "The search could not be loaded."
    assert page.get_by_role("dialog").get_by_role("link", name="Looms and engines").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("h1").is_visible()


def test_a_search_without_a_worker_finds_the_same(page: Any) -> None:
    """It works in the page, with a script that is loaded only then."""
    expected = ask(page, "looms")
    page.route("**/pagefind/pagefind-worker.js*", lambda route: route.abort())
    page.reload()
    with page.expect_response("**/pagefind/pagefind-alone.js*"):
        assert ask(page, "looms") == expected != []


@pytest.mark.parametrize("has_workers", [True, False])
def test_scripts_of_an_earlier_index_are_not_used(page: Any, has_workers: bool) -> None:
    """A browser may keep them for days, and they cannot read the index of today. Their addresses had no
    end that says which index they read."""
    page.route(re.compile(r"/pagefind[\w-]*\.js$"), lambda route: route.abort())
    if not has_workers:
        page.add_init_script("delete window.Worker")
    page.reload()
    assert ask(page, "looms") != []


def test_a_result_opens_in_another_tab(page: Any) -> None:
    """Results are links: Ctrl and Enter leave the dialog where it is."""
    ask(page, "rings")
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url("**/papers/noether2022rings/**")
    assert page.locator("dialog.ps-search").is_visible()


def test_words_are_found_where_no_blank_parts_them(browser: Any, tmp_path: Path) -> None:
    """In the middle of a Japanese title, an abstract, a name, and of Thai; not beside them. After an
    apostrophe of either form, with another article or none."""
    papers = (
        ("deep2024", "深層学習による画像認識の研究", "[山田太郎]", "  language: ja\n  abstract: 畳み込みニューラルネットワークを用いる。\n"),
        ("speech2023", "雑音に強い音声認識", "[佐藤花子]", "  abstract: We recognize speech.\n"),
        ("thai2022", "การรู้จำภาพด้วยการเรียนรู้เชิงลึก", "[Ada Lovelace]", ""),
        ("french2021", "De l’optimalité d'un algorithme", "[Ada D’Arcy-Somerville]", ""),
    )  # fmt: skip
    text = "".join(
        entry(name, title, more).replace("[Ada Lovelace]", authors)
        for name, title, authors, more in papers
    )
    build(write(tmp_path / "shelf", {"papers.yaml": text}), tmp_path / "site")
    with Served(tmp_path / "site") as served, watched(browser) as context:
        page = context.new_page()
        page.goto(served.url)
        page.wait_for_selector(".ps-find__open")
        for query, found in (
            ("画像認識", {"deep2024"}),
            ("認識", {"deep2024", "speech2023"}),
            ("深層学習", {"deep2024"}),
            ("ネットワーク", {"deep2024"}),
            ("山田太郎", {"deep2024"}),
            ("太郎", {"deep2024"}),
            ("花子 音声", {"speech2023"}),
            ("ภาพ", {"thai2022"}),
            ("量子", set()),
            ("optimalite", {"french2021"}),
            ("d'optimalité", {"french2021"}),
            ("l’algorithme", {"french2021"}),
            ("D'Arcy", {"french2021"}),
        ):
            assert set(ask(page, query)) == found, query
            assert page.locator(".ps-results b[lang=ja]").count() == ("deep2024" in found)
