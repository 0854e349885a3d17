"""The list of all papers, filtered and sorted in the browser, shows what the catalogue contains."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from papershelf.catalogue.model import Collection, Paper
from support.browsing import Choice, counts, matching, shown, silent, terms, tick, visit, wait
from support.driver import until
from support.helpers import TOTAL, Served, watched

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Any, seed_server: Served) -> Iterator[Any]:
    """A page that fails the test on any error of a script, and on any request elsewhere."""
    with watched(browser, seed_server.url, viewport={"width": 1280, "height": 900}) as context:
        yield from silent(context)


CHOICES: list[Choice] = [
    {"topic": ["medical-imaging", "language-models"]},
    {"topic": ["multimodal-learning"], "year": ["2024", "2023"]},
    {"topic": ["multimodal-learning", "cross-modal-retrieval"], "with": ["code", "project"]},
    {"venue": ["aaai-2025", "icml-2023", "cvpr-2025"], "year": ["2024", "2023"]},
    {"with": ["discussion", "project"], "topic": ["medical-imaging", "contrastive-learning"]},
]


def test_filters_combine(page: Any, seed_server: Served, collection: Collection) -> None:
    """OR inside of a filter, AND across them; each count is what one would find with the other
    filters as they are; sub-topics count for the topic above."""
    for chosen in CHOICES:
        page.goto(seed_server.url + "papers/")
        for name, slugs in chosen.items():
            for slug in slugs:
                tick(page, name, slug)
        expected = matching(collection, chosen)
        assert 0 < len(expected) < TOTAL
        wait(page, len(expected))
        page.wait_for_load_state("networkidle")
        more = page.locator(".ps-again")
        while more.is_visible():
            before = len(shown(page))
            more.click()
            page.wait_for_function(
                "n => document.querySelectorAll('.ps-rows:not([hidden]) > article').length > n",
                arg=before,
            )
        assert expected == shown(page), chosen
        for name in ("topic", "year", "venue", "with"):
            found = Counter(
                slug
                for paper in matching(collection, chosen, without=name)
                for slug in terms(collection.papers[paper], collection)[name]
            )
            assert dict(found) == counts(page, name), (chosen, name)


def test_the_first_counts_stand_in_the_page(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """Nothing is loaded to show how many papers each term has."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector("[data-facet] [type=checkbox]")
    found = Counter(
        slug
        for id in collection.listed
        for slug in terms(collection.papers[id], collection)["topic"]
    )
    assert dict(found) == counts(page, "topic")
    assert not [url for url in asked if "pagefind" in url or "/rows/" in url]


def test_words_narrow_at_the_same_time(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """Text and filters work together; the words are highlighted in context."""
    visit(page, seed_server, topic="medical-imaging", text="segmentation")
    page.wait_for_selector(".ps-rows:not([hidden]) mark")
    found = shown(page)
    among = set(matching(collection, {"topic": ["medical-imaging"]}))
    having = {
        paper.id for paper in collection.listed.values()
        if re.search(r"\bsegment", f"{paper.title} {paper.abstract} {paper.keywords}", re.IGNORECASE)
    }  # fmt: skip
    assert among & having <= set(found) <= among
    assert len(found) < len(among)
    assert "best first" in page.locator("#ps-list").inner_text()
    marked = page.locator(".ps-rows:not([hidden]) mark").all_inner_texts()
    assert marked and all(text.lower().startswith("segment") for text in marked)


def orders(collection: Collection) -> dict[str, list[str]]:
    """The ids in each order, from the papers themselves."""
    ids = list(collection.listed)
    papers = collection.papers

    def by(key: Callable[[Paper], Any]) -> list[str]:
        return sorted(ids, key=lambda id: key(papers[id]), reverse=True)

    ids.sort()
    newest = by(lambda paper: (paper.added.padded, paper.published))
    published = by(lambda paper: (paper.published, paper.added.padded))
    ids = newest
    discussed = by(lambda paper: paper.discussion.get("count", 0))
    return {"newest": newest, "published": published, "discussed": discussed}


def test_orders(page: Any, seed_server: Served, collection: Collection) -> None:
    """Each order is that of the catalogue, ties by id as in every list."""
    everything = [str(paper.published.year) for paper in collection.listed.values()]
    for order in ("newest", "published", "discussed"):
        visit(page, seed_server, sort=order, year=sorted(set(everything)), show=100)
        wait(page, TOTAL)
        assert orders(collection)[order] == shown(page), order


def test_titles_in_order(page: Any, seed_server: Served, collection: Collection) -> None:
    """By the letters of the titles, whatever their case and marks."""
    visit(page, seed_server, sort="title", show=100)
    wait(page, TOTAL)
    titles = [collection.papers[id].title for id in shown(page)]
    plain = [re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") for title in titles]
    assert sorted(plain) == plain and len(titles) == TOTAL


def test_the_state_stands_in_the_address(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """What is asked can be linked, and gone back to and forward; nothing asked is the plain address."""
    page.goto(seed_server.url + "papers/")
    plain = page.url
    tick(page, "topic", "medical-imaging")
    wait(page, len(matching(collection, {"topic": ["medical-imaging"]})))
    tick(page, "year", "2024")
    both = matching(collection, {"topic": ["medical-imaging"], "year": ["2024"]})
    wait(page, len(both))
    page.select_option("[name=sort]", "title")
    page.wait_for_function(
        "() => document.querySelector('.ps-day').textContent.includes('by title')"
    )
    address = page.url
    assert address.endswith("/repo/papers/?topic=medical-imaging&year=2024&sort=title")
    linked = shown(page)
    page.goto("about:blank")
    page.goto(address)
    wait(page, len(both))
    assert linked == shown(page)
    assert page.locator("[data-facet=year] input[value='2024']").is_checked()
    for _ in ("the address", "nothing", "the order"):
        page.go_back()
    page.wait_for_url("**/papers/?topic=medical-imaging&year=2024")
    page.wait_for_function(
        "() => document.querySelector('.ps-day')?.textContent.includes('newest first')"
    )
    assert both == shown(page)
    page.go_back()
    wait(page, len(matching(collection, {"topic": ["medical-imaging"]})))
    assert not page.locator("[data-facet=year] input[value='2024']").is_checked()
    page.go_back()
    page.wait_for_url(plain)
    page.wait_for_selector(f".ps-rows:not([hidden]) > article >> nth={TOTAL - 1}")
    assert list(collection.listed) == shown(page)
    page.go_forward()
    wait(page, len(matching(collection, {"topic": ["medical-imaging"]})))


def test_an_address_of_nonsense_is_no_question(page: Any, seed_server: Served) -> None:
    """Property names of JavaScript objects are not accepted as orders; unknown values find nothing."""
    for order in ("constructor", "__proto__", "toString"):
        visit(page, seed_server, sort=order, show="1e9")
        page.wait_for_selector(".ps-narrow__done", state="attached")
        assert page.locator("[name=sort]").input_value() == "newest"
        assert len(shown(page)) == TOTAL
    visit(page, seed_server, topic="", year=["2024", ""], venue="", text="")  # as a form sends it
    wait(page, 15)
    assert page.locator(".ps-set button").all_inner_texts() == ["2024", "Clear all"]
    visit(page, seed_server, topic="__proto__", sort="constructor", show="-1", text="")
    wait(page, 0)
    page.get_by_role("button", name="Without __proto__").click()
    page.wait_for_url("**/papers/")
    assert len(shown(page)) == TOTAL


def test_one_step_back_undoes_what_was_typed(page: Any, seed_server: Served) -> None:
    """Enter adds one step to the history, but not twice for the same words; Back cancels a search
    that waits for the next letter."""
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector(
        ".ps-narrow__done", state="attached"
    )  # before, the form is the browser's
    steps = page.evaluate("history.length")
    page.fill("[name=text]", "imaging")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/?text=imaging")
    page.get_by_text("best first").wait_for()
    page.keyboard.press("Enter")
    assert page.evaluate("history.length") == steps + 1
    page.locator("[name=text]").press_sequentially("x")
    page.evaluate("history.back()")
    page.wait_for_url("**/papers/")
    page.wait_for_timeout(400)  # longer than a letter waits
    assert page.url.endswith("/papers/") and page.locator("[name=text]").input_value() == ""
    page.locator("[name=text]").press_sequentially("video")
    page.wait_for_url("**/papers/?text=video")
    page.go_back()
    page.wait_for_url("**/papers/")
    assert len(shown(page)) == TOTAL


def test_a_list_whose_address_is_refused_is_still_searched(
    page: Any, seed_server: Served, refuse: Callable[[Any], Callable[[], int]]
) -> None:
    """Safari refuses what is written too often to the history, as by a reader who types for long."""
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector(".ps-narrow__done", state="attached")
    refused = refuse(page)
    for steps, text in enumerate(("imaging", "video"), 1):  # a step of the history, and none
        before = shown(page)
        page.fill("[name=text]", text)
        page.get_by_text("best first").wait_for()
        until(lambda before=before: shown(page) not in ([], before), "another list")
        assert steps == refused()
    assert page.url.endswith("/papers/")


def test_more_papers_are_gone_back_to(page: Any, seed_server: Served) -> None:
    """After more rows were asked for, a paper was read and Back was pressed, the rows are there, and the
    reader is where they were; a new question shows its answer from the top."""
    visit(page, seed_server, sort="title")
    wait(page, TOTAL)
    assert len(shown(page)) == 10
    page.locator(".ps-again").click()
    page.wait_for_selector(".ps-rows:not([hidden]) > article >> nth=29")
    before = shown(page)
    assert page.evaluate("document.activeElement.closest('article').dataset.id") == before[10]
    link = page.locator(f".ps-rows:not([hidden]) [data-id={before[20]}] h3 a")
    link.scroll_into_view_if_needed()
    place = link.bounding_box()["y"]
    link.click()
    page.wait_for_url("**/papers/*/")
    page.go_back()
    wait(page, TOTAL)
    assert before == shown(page)
    assert link.bounding_box()["y"] == pytest.approx(place, abs=60)
    tick(page, "topic", "medical-imaging")
    wait(page, 8)
    assert 0 <= page.locator("h2.ps-day").bounding_box()["y"] < 200


def test_rows_are_those_of_every_list(page: Any, seed_server: Served) -> None:
    """Rows equal those of the page, including the "new" mark; other scripts are notified of them."""
    page.clock.set_fixed_time("2025-12-24T12:00:00Z")
    page.goto(seed_server.url + "papers/")
    page.evaluate(
        "document.addEventListener('ps:rows', (event) => (window.told = event.detail.root))"
    )
    take = "rows => Object.fromEntries(rows.map((row) => [row.dataset.id, row.outerHTML]))"
    page.wait_for_selector("article.ps-row:not(:has(.ps-ticks))", state="detached")
    own = page.locator("article.ps-row").evaluate_all(take)
    page.select_option("[name=sort]", "title")
    wait(page, TOTAL)
    found = page.locator(".ps-rows:not([hidden]) > article.ps-row")
    rows = found.evaluate_all(take)
    assert len(rows) == 10 and rows == {id: own[id] for id in rows}
    assert page.evaluate("window.told.querySelectorAll('article.ps-row').length") == 10
    assert found.locator(".ps-new:visible").count() == 10
    folded = found.first.locator(".ps-abstract__text").bounding_box()["height"]
    found.first.locator("summary").click()
    assert found.first.locator(".ps-abstract__text").bounding_box()["height"] > folded


def test_filters_that_are_set_can_be_taken_away(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """Each has a button, one clears all; the focus stays among them."""
    visit(page, seed_server, topic=["medical-imaging", "language-models"], text="learning")
    page.wait_for_selector(".ps-rows:not([hidden]) mark")
    page.get_by_role("button", name="Without Medical imaging").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/?text=learning&topic=language-models")
    assert page.evaluate("document.activeElement.textContent") == "Language models"
    page.get_by_role("button", name="Clear all").click()
    page.wait_for_selector(f".ps-rows:not([hidden]) > article >> nth={TOTAL - 1}")
    assert page.url == seed_server.url + "papers/"
    assert page.input_value("[name=text]") == "" and page.locator(".ps-set").is_hidden()


def test_all_of_it_by_keyboard(page: Any, seed_server: Served, collection: Collection) -> None:
    """Space ticks a box, which keeps the focus; a live region tells how many papers there are."""
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector("[data-facet] [type=checkbox]")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
    slug = page.evaluate("document.activeElement.value")
    page.keyboard.press("Space")
    expected = len(matching(collection, {"topic": [slug]}))
    wait(page, expected)
    page.wait_for_load_state("networkidle")
    assert slug == page.evaluate("document.activeElement.value")
    told = page.locator("p[role=status]", has_text="papers found")
    assert told.inner_text() == f"{expected} papers found"
    assert page.evaluate("document.activeElement.ariaDescription") == f"{expected} papers"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.ps-goto')")
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Page of ")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/topics/{slug}/")


def test_nothing_found_says_so(page: Any, seed_server: Served) -> None:
    """Unknown terms and words find nothing, and the page says so, with ways to go on."""
    visit(page, seed_server, topic="no-such-topic")
    page.wait_for_selector(".ps-empty")
    assert "Nothing found" in page.locator(".ps-rows:not([hidden])").inner_text()
    assert page.locator(".ps-set button").first.inner_text() == "no-such-topic"
    visit(page, seed_server, text="xylophonists")
    page.wait_for_selector(".ps-empty")
    assert page.locator("p[role=status]", has_text="Nothing found").count() == 1
    hint = page.locator(".ps-empty")
    assert hint.inner_text() == "Nothing found. Try other words, or browse the topics."
    clear = page.get_by_role("button", name="Clear all")  # its word begins where the field does
    padding = clear.evaluate("e => parseFloat(getComputedStyle(e).paddingLeft) + e.clientLeft")
    assert clear.bounding_box()["x"] + padding == page.locator("[name=text]").bounding_box()["x"]
    hint.get_by_role("link", name="browse the topics").click()
    page.wait_for_url("**/repo/topics/")


def test_a_filter_that_could_not_narrow_is_left_out(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """No heading without a box below it; it comes back with what it could narrow."""
    topic = {"topic": ["reinforcement-learning"]}
    visit(page, seed_server, **topic)
    found = matching(collection, topic)
    wait(page, len(found))
    is_there = any(terms(collection.papers[paper_id], collection)["with"] for paper_id in found)
    assert not is_there and page.locator("[data-facet=with]").is_hidden()
    assert page.locator("[data-facet=year]").is_visible()
    page.get_by_role("button", name="Clear all").click()
    page.locator("[data-facet=with]").wait_for()


def test_filters_load_no_search(page: Any, seed_server: Served, collection: Collection) -> None:
    """Without words nothing of the search is asked for, whatever is ticked and ordered."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, seed_server, topic="medical-imaging", year="2024", sort="discussed")
    wait(page, len(matching(collection, {"topic": ["medical-imaging"], "year": ["2024"]})))
    assert not [url for url in asked if "/pagefind/" in url]


def test_words_find_as_in_the_search(page: Any, seed_server: Served) -> None:
    """An identifier in any spelling, an author by the initial, words around a name."""
    for text, first in (
        ("arXiv:2407.11351", "zheng2024learning"),
        ("https://arxiv.org/abs/2407.11351v2", "zheng2024learning"),
        ("arxiv.org/pdf/2407.11351", "zheng2024learning"),
        ("B. Azad", "azad2024transdae"),
        ("the segmentation of Azad et al.", "azad2024transdae"),
    ):
        visit(page, seed_server, text=text)
        page.wait_for_function(
            "() => !document.querySelector('.ps-rows:not([hidden])[aria-busy]')"
            f" && document.querySelector('#ps-list').textContent.includes(' of {TOTAL}')"
        )
        assert shown(page)[:1] == [first], text


def test_most_of_the_words_are_told(page: Any, seed_server: Served) -> None:
    """Where no paper has all of them, the list says so."""
    visit(page, seed_server, text="segmentation transformer xylophonists")
    page.get_by_text("with most of the words").wait_for()
    assert shown(page)
