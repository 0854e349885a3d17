"""The list of all papers, narrowed and ordered in the browser: what stands there is what the catalogue says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from helpers import ROOT, Served, build, collect, entry, watched, write

from generator.model import Collection, Paper

pytestmark = pytest.mark.slow

Choice = dict[str, list[str]]

#: Each filter's own idea of a paper's terms, apart from the generator's.
HAS: dict[str, Callable[[Paper], bool]] = {
    "code": lambda paper: "code" in paper.urls,
    "data": lambda paper: "data" in paper.urls,
    "project": lambda paper: "project" in paper.urls,
    "discussion": lambda paper: bool(paper.discussion),
}


def terms(paper: Paper, collection: Collection) -> dict[str, set[str]]:
    """The slugs of a paper in each filter; of a topic with those above it."""
    topics = set()
    for slug in paper.topics:
        while slug:
            topics.add(slug)
            slug = collection.topics[slug].parent
    return {
        "topic": topics,
        "year": {f"{paper.published.year}"},
        "venue": set(collection.slugs["venues"][paper.id]),
        "with": {name for name, has in HAS.items() if has(paper)},
    }


def matching(collection: Collection, chosen: Choice, without: str = "") -> list[str]:
    """Ids of the papers with one of the terms of each filter, in the order of the list."""
    return [
        paper.id
        for paper in collection.listed.values()
        if all(
            name == without or terms(paper, collection)[name] & set(slugs)
            for name, slugs in chosen.items()
        )
    ]


@pytest.fixture(scope="module")
def collection() -> Collection:
    """The 36 papers."""
    return collect(ROOT)


@pytest.fixture
def page(browser: Any, seed_server: Served) -> Iterator[Any]:
    """A page that fails the test on any error of a script, and on any request elsewhere."""
    with watched(browser, seed_server.url, viewport={"width": 1280, "height": 900}) as context:
        yield from silent(context)


@pytest.fixture
def phone(browser: Any, seed_server: Served) -> Iterator[Any]:
    """The same, 390 pixels wide and touched by fingers."""
    with watched(
        browser, seed_server.url, viewport={"width": 390, "height": 844}, has_touch=True
    ) as context:
        yield from silent(context)


def silent(context: Any) -> Iterator[Any]:
    """A page on which nothing is said to be wrong."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: line.type == "error" and said.append(line.text))
    yield page
    assert said == []


def shown(page: Any) -> list[str]:
    """Ids of the rows that are seen."""
    rows = page.locator(".ps-rows:not([hidden]) > article.ps-row")
    return [str(row) for row in rows.evaluate_all("rows => rows.map((row) => row.dataset.id)")]


def wait(page: Any, papers: int) -> None:
    """Until the list is one of that many papers, and its counts have come."""
    words = f"{papers} paper" + ("" if papers == 1 else "s")
    page.wait_for_function(
        "words => document.querySelector('.ps-ask ~ .ps-day').textContent.startsWith(`${words} of`)"
        " && !document.querySelector('.ps-rows[aria-busy]')", arg=words,
    )  # fmt: skip


def visit(page: Any, served: Served, **query: object) -> None:
    """The list as an address has it."""
    page.goto(f"{served.url}papers/?{urlencode(query, doseq=True)}")


def counts(page: Any, name: str) -> dict[str, int]:
    """Slug → number, of the terms of a filter that are offered."""
    found = page.locator(f"[data-facet={name}] .ps-choices li").evaluate_all(
        "items => items.map((item) => [item.querySelector('input').value,"
        " item.querySelector('.ps-n').textContent])"
    )
    return {slug: int(number.replace(",", "")) for slug, number in found if number != "0"}


def tick(page: Any, name: str, slug: str) -> None:
    """A term, wherever it is in its list."""
    more = page.locator(f"[data-facet={name}] .ps-others__button")
    box = page.locator(f"[data-facet={name}] input[value='{slug}']")
    if not box.is_visible() and more.is_visible():
        more.click()
    box.check()


CHOICES: list[Choice] = [
    {"topic": ["medical-imaging", "language-models"]},
    {"topic": ["multimodal-learning"], "year": ["2024", "2023"]},
    {"topic": ["multimodal-learning", "cross-modal-retrieval"], "with": ["code", "project"]},
    {"venue": ["aaai-2025", "icml-2023", "cvpr-2025"], "year": ["2024", "2023"]},
    {"with": ["discussion", "project"], "topic": ["medical-imaging", "contrastive-learning"]},
]


@pytest.mark.parametrize("chosen", CHOICES)
def test_filters_combine(
    page: Any, seed_server: Served, collection: Collection, chosen: Choice
) -> None:
    """OR inside of a filter, AND across them; each count is what one would find with the other
    filters as they are; sub-topics count for the topic above."""
    page.goto(seed_server.url + "papers/")
    for name, slugs in chosen.items():
        for slug in slugs:
            tick(page, name, slug)
    expected = matching(collection, chosen)
    assert 0 < len(expected) < 36
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
    assert expected == shown(page)
    for name in ("topic", "year", "venue", "with"):
        found = Counter(
            slug
            for paper in matching(collection, chosen, without=name)
            for slug in terms(collection.papers[paper], collection)[name]
        )
        assert dict(found) == counts(page, name), name


def test_the_first_counts_stand_in_the_page(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """Nothing is loaded to show how many papers each term has."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector("[data-facet] input")
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
    """Text and filters together; the words are marked where they stand."""
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
    assert "best first" in page.locator(".ps-ask ~ .ps-day").inner_text()
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


@pytest.mark.parametrize("order", ["newest", "published", "discussed"])
def test_orders(page: Any, seed_server: Served, collection: Collection, order: str) -> None:
    """Each order is that of the catalogue, ties by id as in every list."""
    everything = [str(paper.published.year) for paper in collection.listed.values()]
    visit(page, seed_server, sort=order, year=sorted(set(everything)), show=100)
    wait(page, 36)
    assert orders(collection)[order] == shown(page)


def test_titles_in_order(page: Any, seed_server: Served, collection: Collection) -> None:
    """By the letters of the titles, whatever their case and marks."""
    visit(page, seed_server, sort="title", show=100)
    wait(page, 36)
    titles = [collection.papers[id].title for id in shown(page)]
    plain = [re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") for title in titles]
    assert sorted(plain) == plain and len(titles) == 36


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
    page.wait_for_selector(".ps-rows:not([hidden]) > article >> nth=35")
    assert list(collection.listed) == shown(page)
    page.go_forward()
    wait(page, len(matching(collection, {"topic": ["medical-imaging"]})))


def test_an_address_of_nonsense_is_no_question(page: Any, seed_server: Served) -> None:
    """Names that every object of JavaScript has are no orders; what no paper has finds nothing."""
    for order in ("constructor", "__proto__", "toString"):
        visit(page, seed_server, sort=order, show="1e9")
        page.wait_for_selector(".ps-narrow__done", state="attached")
        assert page.locator("[name=sort]").input_value() == "newest"
        assert len(shown(page)) == 36
    visit(page, seed_server, topic="__proto__", sort="constructor", show="-1", text="")
    wait(page, 0)
    page.get_by_role("button", name="Without __proto__").click()
    page.wait_for_url("**/papers/")
    assert len(shown(page)) == 36


def test_one_step_back_undoes_what_was_typed(page: Any, seed_server: Served) -> None:
    """Enter at once makes a step, and no second one for the same words; a letter that waits for the
    next one is no question any more after Back."""
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
    assert len(shown(page)) == 36


def test_rows_come_without_what_the_search_knows_of_them(browser: Any, seed_server: Served) -> None:
    """Where the texts of pages fail in the middle, what was found is shown, without marks."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{seed_server.url}papers/?text=medical+imaging")
    page.wait_for_selector(".ps-rows:not([hidden]) mark")
    found = shown(page)
    kept = found[0]
    page.route(
        re.compile(rf"(?<!{kept})\.pf_fragment"),
        lambda route: route.abort(),
    )
    page.reload()
    page.get_by_text("best first").wait_for()
    assert found == shown(page)
    context.close()


def test_more_papers_are_gone_back_to(page: Any, seed_server: Served) -> None:
    """After more rows were asked for, a paper was read and Back was pressed, the rows are there."""
    visit(page, seed_server, sort="title")
    wait(page, 36)
    assert len(shown(page)) == 10
    page.locator(".ps-again").click()
    page.wait_for_selector(".ps-rows:not([hidden]) > article >> nth=29")
    before = shown(page)
    assert page.evaluate("document.activeElement.closest('article').dataset.id") == before[10]
    page.locator(f".ps-rows:not([hidden]) [data-id={before[20]}] h3 a").click()
    page.wait_for_url("**/papers/*/")
    page.go_back()
    wait(page, 36)
    assert before == shown(page)


def test_rows_are_those_of_every_list(page: Any, seed_server: Served) -> None:
    """Element for element what the page itself has, with its "new" mark; others are told of them."""
    page.clock.set_fixed_time("2025-12-24T12:00:00Z")
    page.goto(seed_server.url + "papers/")
    page.evaluate(
        "document.addEventListener('ps:rows', (event) => (window.told = event.detail.root))"
    )
    take = "rows => Object.fromEntries(rows.map((row) => [row.dataset.id, row.outerHTML]))"
    page.wait_for_selector("article.ps-row:not(:has(.ps-ticks))", state="detached")
    own = page.locator("article.ps-row").evaluate_all(take)
    page.select_option("[name=sort]", "title")
    wait(page, 36)
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
    page.wait_for_selector(".ps-rows:not([hidden]) > article >> nth=35")
    assert page.url == seed_server.url + "papers/"
    assert page.input_value("[name=text]") == "" and page.locator(".ps-set").is_hidden()


def test_all_of_it_by_keyboard(page: Any, seed_server: Served, collection: Collection) -> None:
    """Space ticks a box, which keeps the focus; a live region tells how many papers there are."""
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector("[data-facet] input")
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
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.ps-goto')")
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Page of ")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/topics/{slug}/")


def test_nothing_found_says_so(page: Any, seed_server: Served) -> None:
    """A term that nobody knows and words that nobody wrote find nothing, and that is told."""
    visit(page, seed_server, topic="no-such-topic")
    page.wait_for_selector(".ps-empty")
    assert "Nothing found" in page.locator(".ps-rows:not([hidden])").inner_text()
    assert page.locator(".ps-set button").first.inner_text() == "no-such-topic"
    visit(page, seed_server, text="xylophonists")
    page.wait_for_selector(".ps-empty")
    assert page.locator("p[role=status]", has_text="Nothing found").count() == 1


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


@pytest.mark.parametrize(
    ("files", "asked", "told"),
    [
        ("browse", "topic=medical-imaging", "The filters"),
        ("pagefind", "text=imaging", "The search"),
    ],
)
def test_what_cannot_be_loaded_is_told(
    browser: Any, seed_server: Served, files: str, asked: str, told: str
) -> None:
    """The page's own list is there then, and says why it is whole."""
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**/{files}/**", lambda route: route.abort())
    page.goto(f"{seed_server.url}papers/?{asked}")
    page.get_by_text(f"{told} could not be loaded").wait_for()
    assert len(shown(page)) == 36
    context.close()


def test_filters_load_no_search(page: Any, seed_server: Served, collection: Collection) -> None:
    """Without words nothing of the search is asked for, whatever is ticked and ordered."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, seed_server, topic="medical-imaging", year="2024", sort="discussed")
    wait(page, len(matching(collection, {"topic": ["medical-imaging"], "year": ["2024"]})))
    assert not [url for url in asked if "/pagefind/" in url]


@pytest.mark.parametrize(
    ("text", "first", "number"),
    [
        ("arXiv:2407.11351", "{arxiv}", 1),
        ("https://arxiv.org/abs/2407.11351v2", "{arxiv}", 1),
        ("arxiv.org/pdf/2407.11351", "{arxiv}", 1),
        ("B. Azad", "azad2024transdae", 1),
        ("the segmentation of Azad et al.", "azad2024transdae", 1),
    ],
)
def test_words_find_as_in_the_search(
    page: Any, seed_server: Served, collection: Collection, text: str, first: str, number: int
) -> None:
    """An identifier in any spelling, an author by the initial, words around a name."""
    arxiv = next(paper.id for paper in collection.listed.values() if paper.arxiv == "2407.11351")
    visit(page, seed_server, text=text)
    page.wait_for_function(
        "() => !document.querySelector('.ps-rows:not([hidden])[aria-busy]')"
        " && document.querySelector('.ps-ask ~ .ps-day').textContent.includes(' of 36')"
    )
    assert shown(page)[:number] == [first.format(arxiv=arxiv)]


def test_most_of_the_words_are_told(page: Any, seed_server: Served) -> None:
    """Where no paper has all of them, the list says so."""
    visit(page, seed_server, text="segmentation transformer xylophonists")
    page.get_by_text("with most of the words").wait_for()
    assert shown(page)


def test_without_scripts_terms_are_links(
    browser: Any, seed_server: Served, seed_site: Path
) -> None:
    """Every term of topics, years and venues leads to its page; nothing is offered that does nothing."""
    for width in (1280, 390):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        page.goto(seed_server.url + "papers/")
        assert page.locator(".ps-ask").is_hidden() and page.locator(".ps-narrow input").count() == 0
        if width < 960:
            page.locator(".ps-narrow > summary").click()
        assert page.locator("[data-facet=topic] a").first.is_visible()
        for name, folder in (("topic", "topics"), ("year", "years"), ("venue", "venues")):
            links = page.locator(f"[data-facet={name}] .ps-choices a").evaluate_all(
                "all => all.map((a) => a.href)"
            )
            assert len(links) > 5
            assert all(link.startswith(f"{seed_server.url}{folder}/") for link in links)
            assert all(
                (seed_site / folder / link.split("/")[-2] / "index.html").is_file()
                for link in links
            )
        page.locator("[data-facet=topic] .ps-others summary").click()
        page.get_by_role("link", name="Reinforcement learning").first.click()
        assert page.url == seed_server.url + "topics/reinforcement-learning/"
        context.close()


def test_many_terms_are_found_by_name(browser: Any, tmp_path: Path) -> None:
    """From 25 terms on there is a field to find one, which moves nothing and needs a script; it
    finds those that the page does not hold, too, and they stay when nothing is asked any more."""
    text = "".join(entry(f"p{n}", f"Paper {n}", f"  venue: Venue {n:02}\n") for n in range(70))
    build(write(tmp_path / "shelf", {"papers.yaml": text}), tmp_path / "site")
    with Served(tmp_path / "site") as served:
        page = browser.new_page(java_script_enabled=False)
        page.goto(served.url + "papers/")
        assert page.get_by_label("Find a venue").is_hidden()
        page.close()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(served.url + "papers/")
        page.wait_for_selector("[data-facet=venue] input[type=checkbox]")
        assert page.locator("[data-facet=venue] li:visible").count() == 10
        page.get_by_label("Find a venue").fill("venue 2")
        assert page.locator("[data-facet=venue] li:visible").count() == 10
        page.get_by_label("Find a venue").fill("venue 27")
        assert (
            page.locator("[data-facet=venue] li:visible")
            .all_inner_texts()[0]
            .startswith("Venue 27")
        )
        page.locator("[data-facet=venue] li:visible input").check()
        wait(page, 1)
        assert shown(page) == ["p27"]
        page.goto(served.url + "papers/")
        page.wait_for_selector("[data-facet=venue] input[type=checkbox]")
        page.get_by_label("Find a venue").fill("venue 69")
        page.locator("[data-facet=venue] li:visible input[value=venue-69]").check()
        wait(page, 1)
        assert shown(page) == ["p69"]
        page.get_by_role("button", name="Clear all").click()
        page.wait_for_url("**/papers/")
        assert page.locator("[data-facet=venue] li:visible .ps-n").all_inner_texts() == ["1"]
        page.close()


def test_long_lists_go_on_without_scripts(browser: Any, tmp_path: Path) -> None:
    """Numbered pages hold every paper once; filters stand on the first, links on the others."""
    text = "".join(entry(f"paper{number:03}", f"Paper {number}") for number in range(7))
    files = {
        "papers.yaml": text,
        "content/about.md": "# About\n",
        "mkdocs.yml": "site_name: Long\ndocs_dir: content\ntheme: {name: material}\n"
        "plugins:\n  - papershelf: {per_page: 3}\n",
    }
    build(write(tmp_path / "shelf", files), tmp_path / "site")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    found = []
    with Served(tmp_path / "site") as served:
        for path in ("papers/", "papers/p/2/", "papers/p/3/"):
            page.goto(served.url + path)
            found += shown(page)
            assert page.locator(".ps-narrow").count() == (path == "papers/")
    assert [f"paper{number:03}" for number in range(7)] == found
    context.close()


def test_an_address_outlives_the_name_of_a_topic(browser: Any, tmp_path: Path) -> None:
    """A list that was linked by an old slug is the list of the topic as it is called today."""
    root = write(tmp_path / "shelf", {
        "papers.yaml": entry("alpha2024", "Alpha", "  topics: [looms]\n") + entry("beta2024", "Beta"),
        "content/topics/looms.md": "---\ntitle: Looms\naliases: [weaving]\n---\n",
    })  # fmt: skip
    build(root, tmp_path / "site")
    page = browser.new_page()
    with Served(tmp_path / "site") as served:
        visit(page, served, topic="weaving", sort="constructor")
        wait(page, 1)
        assert shown(page) == ["alpha2024"]
        assert page.locator(".ps-set button").first.inner_text() == "Looms"
        assert page.locator("[data-facet=topic] li:visible").count() == 1
    page.close()


def test_without_a_search_nothing_is_offered(browser: Any, tmp_path: Path) -> None:
    """A site that was built without its index has links where the filters would be."""
    build(write(tmp_path / "shelf", {"papers.yaml": entry()}), tmp_path / "site", has_search=False)
    context = browser.new_context()
    page = context.new_page()
    with Served(tmp_path / "site") as served:
        page.goto(served.url + "papers/?year=2024")
        page.wait_for_load_state("networkidle")
        assert page.locator(".ps-ask").is_hidden() and page.locator(".ps-narrow input").count() == 0
        assert shown(page) == ["ada2024engine"]
    context.close()


def test_on_a_phone_filters_open_on_request(
    phone: Any, seed_server: Served, collection: Collection
) -> None:
    """One button opens them, targets are 44 pixels, another one shows what was found."""
    phone.goto(seed_server.url + "papers/")
    phone.wait_for_selector("[data-facet] input", state="attached")
    assert phone.locator("[data-facet=topic]").is_hidden()
    phone.locator(".ps-narrow > summary").tap()
    label = phone.locator("[data-facet=topic] label", has_text="Medical imaging")
    label.tap()
    expected = matching(collection, {"topic": ["medical-imaging"]})
    wait(phone, len(expected))
    for target in (".ps-narrow > summary", ".ps-choices label", ".ps-goto", ".ps-others__button",
                   ".ps-set button", ".ps-ask input", ".ps-ask select", ".ps-narrow__done"):  # fmt: skip
        for found in phone.locator(f"{target}:visible").all():
            assert found.bounding_box()["height"] >= 44, target
    assert phone.locator(".ps-goto:visible").first.bounding_box()["width"] >= 44
    phone.get_by_role("button", name=f"Show {len(expected)} papers").tap()
    assert phone.locator("[data-facet=topic]").is_hidden()
    assert phone.evaluate("document.activeElement.matches('.ps-day')")
    assert expected == shown(phone)


@pytest.mark.parametrize("width", [320, 390, 1000, 1440])
def test_nothing_is_wider_than_the_screen(browser: Any, seed_server: Served, width: int) -> None:
    """With filters set and opened, nothing has to be scrolled sideways."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    visit(
        page,
        seed_server,
        topic=["multimodal-learning", "transformer-architectures"],
        text="learning",
    )
    page.wait_for_selector(".ps-rows:not([hidden]) mark")
    summary = page.locator(".ps-narrow > summary")
    if summary.is_visible():
        summary.click()
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_the_page_loads(browser: Any, seed_server: Served, width: int) -> None:
    """Links become boxes in their places."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "window.moved = []; new PerformanceObserver((list) => window.moved.push("
        "...list.getEntries().map((entry) => entry.value))).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(seed_server.url + "papers/")
    page.wait_for_selector("[data-facet] input", state="attached")
    page.wait_for_timeout(300)
    assert sum(page.evaluate("window.moved")) < 0.01
    context.close()


def test_two_topics_of_one_title_stay_two(browser: Any, tmp_path: Path) -> None:
    """A value of the index begins with the slug."""
    topic = "---\ntitle: Applications\nparent: {}\n---\n"
    root = write(tmp_path / "shelf", {
        "papers.yaml": entry("alpha2024", "Alpha", "  topics: [vision-applications]\n")
        + entry("beta2024", "Beta", "  topics: [text-applications]\n"),
        "content/topics/vision.md": "---\ntitle: Vision\n---\n",
        "content/topics/text.md": "---\ntitle: Text\n---\n",
        "content/topics/vision-applications.md": topic.format("vision"),
        "content/topics/text-applications.md": topic.format("text"),
    })  # fmt: skip
    build(root, tmp_path / "site")
    context = browser.new_context()
    page = context.new_page()
    with Served(tmp_path / "site") as served:
        visit(page, served, topic="text-applications")
        wait(page, 1)
        assert shown(page) == ["beta2024"]
        page.wait_for_load_state("networkidle")
        assert page.locator("[data-facet=topic] input:checked").count() == 1
    context.close()
