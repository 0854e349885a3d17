"""The dialog of the search in a real browser: keys, names, identifiers, marks, nothing found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.helpers import Served, answered, ask, build, entry, settled, watched, write

pytestmark = pytest.mark.slow

#: Papers whose authors and identifiers are asked for in other spellings.
PAPERS = [
    ("lovelace2024looms", "Weaving looms", "[Jane Müller, Anders Søgaard]",
     "  doi: 10.1000/Loom.1\n  arxiv: 2404.17858\n  openreview: B1xsqj09Fm\n  acl: 2020.acl-main.1\n  pmid: 31452104\n"
     "  isbn: 9780262046305\n  aliases: [lovelace2023looms]\n"
     "  abstract: Looms weave patterns. A punched card tells the loom what to weave.\n"),
    ("hopper2023engines", "Calculating engines", "[Kurt Müller, Łukasz Kaiser, Ruket Çakıcı]",
     "  abstract: Unlike 2404.17858 of the looms, engines calculate numbers.\n"),
    ("noether2022rings", "Rings of numbers", "",
     "  editors: [Emmy Noether, Grace Hopper, Mary Somerville, Ada Lovelace, Jean Bartik]\n"
     "  arxiv: math/0309136\n  abstract: Rings are studied.\n"),
]  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Three papers, a topic, a course and two digests under a base path."""
    root = tmp_path_factory.mktemp("dialog")
    text = "".join(
        entry(name, title, more + "  topics: [looms]\n").replace("[Ada Lovelace]", authors or "[]")
        for name, title, authors, more in PAPERS
    )
    topic = "---\ntitle: Looms and engines\ndescription: Machines.\n---\n\nMachines.\n"
    front = "from: 2025-12-17\nto: {}\n---\n\n"
    digest = "---\ntitle: Harvest\n" + front.format("2025-12-23")
    digest += "Threshing.\n\n## Distaffs\n\n- [@noether2022rings] Mind the bivalves.\n"
    silent = "---\ntitle: Hibernation\n" + front.format("2025-12-30")
    course = "# Spindles\n\nPrelude.\n\n- [@noether2022rings] Mind the gastropods.\n"
    settings = (
        "site_name: Shelf\ndocs_dir: content\ntheme: {name: material}\n"
        "plugins:\n  - papershelf: {authors: {min_papers: 1}}\n"
    )
    write(
        root / "shelf",
        {
            "mkdocs.yml": settings,
            "papers.yaml": text,
            "content/topics/looms.md": topic,
            "content/courses/spindles.md": course,
            "content/digests/2025-12-23.md": digest,
            "content/digests/2025-12-30.md": f"{silent}- [@lovelace2024looms]\n",
        },
    )
    build(root / "shelf", root / "site")
    with Served(root / "site") as server:
        yield server


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    """A page two levels deep; an error of a script fails the test."""
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(served.url + "topics/looms/")
        page.wait_for_selector(".ps-find__open")
        yield page


def test_nothing_is_loaded_before_somebody_searches(page: Any, served: Served) -> None:
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


def test_found_words_are_marked_in_their_sentence_and_on_the_page(
    page: Any, served: Served
) -> None:
    """The sentence that has most of them; the address is clean again, and going back works."""
    assert ask(page, "punched weaves") == ["lovelace2024looms"]
    assert (
        page.locator(".ps-results a span").inner_text()
        == "A punched card tells the loom what to weave."
    )
    assert page.locator(".ps-results a span mark").all_inner_texts() == ["punched", "weave"]
    page.keyboard.press("Enter")
    page.wait_for_url(served.url + "papers/lovelace2024looms/")
    page.wait_for_selector("mark.ps-hit")
    assert {"punched", "weave", "Weaving"} == set(page.locator("mark.ps-hit").all_inner_texts())
    assert "A punched card tells the loom what to weave." in page.inner_text(".ps-content")
    page.go_back()
    page.wait_for_url(served.url + "topics/looms/")


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


def test_marks_are_text_whatever_the_address_says(page: Any, served: Served) -> None:
    """The parameter only chooses among words of the page."""
    page.goto(
        served.url + "papers/lovelace2024looms/?hl=<img src=x onerror=alert(1)> patterns&x=1#cite"
    )
    page.wait_for_selector("mark.ps-hit")
    assert page.locator("mark.ps-hit").all_inner_texts() == ["patterns"]
    assert page.locator(".ps-content img").count() == 0
    assert page.url.endswith("/papers/lovelace2024looms/?x=1#cite")


AUTHORS = {
    "lovelace2024looms": ["J. Müller", "Muller J", "Mueller J", "sogaard", "Soegaard et al. (2024)", "Søgaard & Müller"],
    "hopper2023engines": ["muller, k.", "L Kaiser", "lukasz kaiser", "Cakici R", "X. Kaiser"],
    "hopper2023engines lovelace2024looms": ["müller", "mueller"],
}  # fmt: skip


def test_authors_are_found_as_people_write_them(page: Any) -> None:
    """Names match without accents, by initials on either side, and next to other words; an initial
    that no author has is ignored."""
    for paper_ids, spellings in AUTHORS.items():
        for spelling in spellings:
            assert paper_ids.split() == sorted(ask(page, spelling)), spelling


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


IDENTIFIERS = {
    "lovelace2024looms": [
        "2404.17858", "arXiv:2404.17858v3", "arxiv 2404.17858", "2404.17858v2.pdf", "arXiv:2404.17858 [cs.CL]",
        "https://arxiv.org/abs/2404.17858", "http://export.arxiv.org/pdf/2404.17858v1.pdf", "10.48550/arXiv.2404.17858",
        "https://doi.org/10.48550/ARXIV.2404.17858", "https://huggingface.co/papers/2404.17858",
        "10.1000/loom.1", "10.1000/LOOM.1", "doi: 10.1000/Loom.1", "https://dx.doi.org/10.1000%2Floom.1",
        "https://openreview.net/forum?id=B1xsqj09Fm&noteId=x", "B1xsqj09Fm", "openreview:B1xsqj09Fm",
        "https://aclanthology.org/2020.acl-main.1/", "https://www.aclweb.org/anthology/2020.acl-main.1.pdf", "2020.acl-main.1",
        "pmid: 31452104", "https://pubmed.ncbi.nlm.nih.gov/31452104/", "https://pubmed.ncbi.nlm.nih.gov/31452104/citations/",
        "978-0-262-04630-5", "isbn:9780262046305",
        "lovelace2024looms", "Lovelace2024Looms", "lovelace2023looms",
        # within what is pasted
        "10.1000/loom.1.", "(doi:10.1000/loom.1)", "“10.1000/loom.1”", "DOI 10.1000/loom.1,", "doi = {10.1000/loom.1},", "\u200b10.1000/loom.1",
        "https://publisher.example.org/content/pdf/10.1000/loom.1.pdf", "https://example.org/url?q=https://doi.org/10.1000%2Floom.1&sa=D",
        "Ada Lovelace. Something else. 2024. https://doi.org/10.1000/loom.1.", "[arXiv:2404.17858]", "<2404.17858>", "arXiv:2404.17858v1 [cs.CL] 27 Apr 2024",
        "A. Lovelace, arXiv preprint arXiv:2404.17858, 2024", "https://ar5iv.labs.arxiv.org/html/2404.17858", "ISBN 978-0-262-04630-5", "978\u20110\u2011262\u201104630\u20115",
        "J. Eng. 3 (2024), doi:10.9999/other.5, arXiv:2404.17858", "CoRR abs/2404.17858 (2024)", "https://www.alphaxiv.org/overview/2404.17858",
        "see https://huggingface.co/papers/2404.17858 and others", "https://www.biorxiv.org/content/10.1000/loom.1v2.full.pdf",
        "[10.1000/loom.1](https://doi.org/10.1000/loom.1)", '<a href="https://doi.org/10.1000/loom.1">10.1000/loom.1</a>', "*10.1000/loom.1*", "10.1000/loom.1。",
        "arXiv preprint 2404.17858", "arXiv ID: 2404.17858v1", "eprint = {2404.17858},", "[2404.17858] Weaving", "2404.17858v2 [cs.CL]",
        "https://scholar.google.com/scholar_url?url=https%3A%2F%2Farxiv.org%2Fabs%2F2404.17858&hl=en", "https://scholar.google.com/scholar?hl=en&q=10.1000%2Floom.1&btnG=",
        "ISBN: 978-0-262-04630-5 (hardcover)", "isbn = {9780262046305},", "ISBN-13 : 978-0262046305", "978-0-262-04630-5 (print)", "https://openlibrary.org/isbn/9780262046305",
        "PMID: 31452104; PMCID: PMC1", "pmid = {31452104},", "Epub 2019 Aug 26. PubMed PMID: 31452104.", "https://pubmed.ncbi.nlm.nih.gov/?term=31452104",
        "In ICLR. URL https://openreview.net/forum?id=B1xsqj09Fm.", "url = {https://aclanthology.org/2020.acl-main.1},",
    ],
    "noether2022rings": ["math/0309136", "math.GT/0309136v2", "https://arxiv.org/abs/math.GT/0309136"],
}  # fmt: skip


def test_an_identifier_in_any_spelling_leads_to_its_paper(page: Any, served: Served) -> None:
    """It comes first and is labelled as such, even if another paper's text contains it; Enter opens it."""
    for paper_id, spellings in IDENTIFIERS.items():
        for spelling in [*spellings, f"{served.url}papers/{paper_id}/"]:
            assert [paper_id] == ask(page, spelling)[:1], spelling
            assert page.inner_text(".ps-state") == "This is the paper with that identifier.", (
                spelling
            )
    page.keyboard.press("Enter")
    page.wait_for_url(served.url + "papers/noether2022rings/")
    assert page.locator("mark").count() == 0


def test_nothing_found_offers_near_words_and_topics(page: Any, served: Served) -> None:
    """A suggested word starts a new search; a suggested topic links to its page."""
    assert ask(page, "pnuched") == []
    assert page.inner_text(".ps-state") == "Nothing found for “pnuched”."
    assert page.get_by_role("listbox").count() == 0, "an empty list is none"
    page.get_by_role("button", name="punched").click()
    answered(page, "punched")
    assert page.locator(".ps-results li").count() == 1
    assert ask(page, "qqqq") == []
    page.get_by_role("dialog").get_by_role("link", name="Looms and engines").click()
    page.wait_for_url(served.url + "topics/looms/")


def test_a_word_too_many_is_left_out_and_told(page: Any) -> None:
    """What most of the words find comes with a word, and with a better spelling if one is near."""
    assert ask(page, "punched cart looms") == ["lovelace2024looms"]
    assert page.inner_text(".ps-state").startswith("No paper has all of these words.")
    assert page.locator(".ps-near button").all_inner_texts() == ["punched card looms"]


def test_who_waits_for_an_answer_is_told(page: Any) -> None:
    """On a slow line, what is done is said, and said no more once the answer is there."""
    held: list[Any] = []
    page.route("**/pagefind/pagefind.js", lambda route: held.append(route))
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


COUNTED = """import * as real from "./pagefind.js?real";
export const { options, init } = real;
export const search = (text) => {
  (globalThis.searched ??= []).push(text);
  return real.search(text);
};"""


def test_a_whole_abstract_is_asked_for_a_few_times(page: Any) -> None:
    """What somebody pastes is cut where no question goes on; its many words are not tried in turn, each
    of which would be a search that loads a part of the index."""
    page.route(
        "**/pagefind/pagefind.js",
        lambda route: route.fulfill(body=COUNTED, content_type="text/javascript"),
    )
    ask(page, "punched cart looms")
    assert len(page.evaluate("globalThis.searched.splice(0)")) > 4
    pasted = "looms engines punched cards of gastropods " * 100
    page.locator("#ps-q").fill(pasted)
    assert page.locator("#ps-q").input_value() == pasted[:300]
    answered(page, pasted[:300])
    assert 1 <= len(page.evaluate("globalThis.searched")) <= 12


def test_a_whole_reference_finds_its_paper(page: Any) -> None:
    """Its journal and its pages are nowhere here, and an initial has no full stop."""
    reference = "Müller, J., & Søgaard, A. (2019). Weaving looms: a punched card tells the loom what to weave."
    assert ask(page, f"{reference} Quarterly of Qqqq, 42(4), 1199–1203. https://example.org/x")[
        :1
    ] == ["lovelace2024looms"]
    assert page.inner_text(".ps-state").startswith(
        "No paper has all of these words. These contain some"
    )
    entry = "@inproceedings{mueller24, title = {Weaving {Looms}}, author={Jane Müller and Søgaard}}"
    assert ask(page, entry)[:1] == ["lovelace2024looms"]
    assert ask(page, " ".join(f"qq{n}zz" for n in range(12))) == []


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
    page.route("**/pagefind/pagefind-worker.js", lambda route: route.abort())
    page.reload()
    with page.expect_response("**/pagefind/pagefind-alone.js"):
        assert ask(page, "looms") == expected != []


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
