"""The terms of the list's filters in other collections: many, of one title, of another name before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.browsing import shown, visit, wait
from support.helpers import Served, build, entry, watched, write
from support.map_page import show
from support.planting import SETTINGS

pytestmark = pytest.mark.slow


def test_many_terms_are_found_by_name(browser: Any, tmp_path: Path) -> None:
    """From 25 terms on there is a field to find one, which moves nothing and needs a script; it
    finds those that the page does not hold, too, and they stay when nothing is asked any more. It says
    where it finds none, and where it could not look among all. A name is found as the search finds it."""
    names = {67: "Łódź Looms", 68: "Zürich Æther", 69: "Café"}
    text = "".join(
        entry(f"p{n}", f"Paper {n}", f"  venue: {names.get(n, f'Venue {n:02}')}\n")
        for n in range(70)
    )
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
        page.get_by_label("Find a venue").fill("venue")  # in as many names, the first are enough
        page.get_by_role("button", name="17 more: venue").click()
        assert page.locator("[data-facet=venue] li:visible").count() == 67
        page.get_by_role("button", name="Fewer: venue").click()
        assert page.locator("[data-facet=venue] li:visible").count() == 50
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
        page.route("**/browse/papers.json", lambda route: route.abort())
        page.get_by_label("Find a venue").fill("cafe")
        page.get_by_text("Not all names could be loaded.").wait_for()
        page.unroute("**/browse/papers.json")
        page.get_by_role("button", name="Try again").click()
        page.locator("[data-facet=venue] li:visible input[value=cafe]").wait_for()
        page.get_by_label("Find a venue").fill("venue 70")
        page.get_by_text("No match.").wait_for()
        spellings = {"lodz": "Łódź Looms", "łódź l": "Łódź Looms", "ZUERICH": "Zürich Æther", "zurich ae": "Zürich Æther"}  # fmt: skip
        for spelling, name in spellings.items():
            page.get_by_label("Find a venue").fill(spelling)
            assert page.locator("[data-facet=venue] li:visible label").all_inner_texts() == [name]
        page.get_by_label("Find a venue").fill("CAFÉ")
        page.locator("[data-facet=venue] li:visible input[value=cafe]").check()
        assert page.locator(".ps-facet__state").all_inner_texts() == [""]
        wait(page, 1)
        assert shown(page) == ["p69"]
        page.get_by_role("button", name="Clear all").click()
        page.wait_for_url("**/papers/")
        assert page.locator("[data-facet=venue] li:visible .ps-n").all_inner_texts() == ["1"]
        page.fill("[name=text]", "xylophonists")
        page.get_by_text("Nothing found. Try other words.", exact=True).wait_for()  # no topics here
        page.close()


def test_an_address_outlives_the_name_of_a_topic(browser: Any, tmp_path: Path) -> None:
    """A list or a map that was linked by an old slug is that of the topic as it is called today, also if
    the topic lists its own slug first because it replaces another."""
    root = write(tmp_path / "shelf", {
        "papers.yaml": entry("alpha2024", "Alpha", "  topics: [looms]\n") + entry("beta2024", "Beta"),
        "content/topics/looms.md": "---\ntitle: Looms\naliases: [looms, weaving]\n---\n",
    })  # fmt: skip
    build(root, tmp_path / "site")
    page = browser.new_page()
    with Served(tmp_path / "site") as served:
        visit(page, served, topic="weaving", sort="constructor")
        wait(page, 1)
        assert shown(page) == ["alpha2024"]
        assert page.locator(".ps-set button").first.inner_text() == "Looms"
        assert page.locator("[data-facet=topic] li:visible").count() == 1
        show(page, served.url + "map/?topic=weaving")
        page.get_by_role("status").filter(has_text="1 paper of 2").wait_for()
    page.close()


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


def test_terms_that_only_the_table_holds_are_text(browser: Any, tmp_path: Path) -> None:
    """A venue beyond those of the page gets its box from a script: nothing of its name runs."""
    title = "Zz <img src=x onerror=alert(1)> & ]]> {{ x }} %2e%2e {:02}"  # after those of the page
    text = "".join(
        entry(
            f"p{n}", f"Paper {n}", f"  venue: '{title.format(n) if n > 65 else f'Venue {n:02}'}'\n"
        )
        for n in range(70)
    )
    build(write(tmp_path / "shelf", {"papers.yaml": text}), tmp_path / "site")
    with (
        Served(tmp_path / "site") as served,
        watched(browser, served.url, viewport={"width": 1280, "height": 900}) as context,
    ):
        page = context.new_page()
        page.goto(served.url + "papers/")
        assert page.locator(".ps-narrow").get_by_text("onerror").count() == 0
        page.get_by_label("Find a venue").fill("onerror")
        labels = page.locator("[data-facet=venue] li:visible label")
        labels.filter(has_text="onerror").first.wait_for()  # the table comes when it is asked for
        assert labels.all_inner_texts() == [title.format(n) for n in range(66, 70)]
        labels.first.click()
        wait(page, 1)
        assert page.locator(".ps-set button").first.inner_text() == title.format(66)
        assert page.locator(".ps-narrow img, .ps-set img").count() == 0


def test_keywords_lead_to_their_pages(browser: Any, tmp_path: Path) -> None:
    """Those that have one, also where only the script knows them. A shared address with an earlier
    spelling keeps its filter, and the page of a paper links to keywords without a script."""
    words = ", ".join(f"Word {n:02}" for n in range(70))
    root = write(tmp_path / "shelf", {
        "papers.yaml": entry("alpha2024", "Alpha", f"  keywords: [NLP, {words}]\n")
        + entry("beta2024", "Beta", f"  keywords: [Rare, Text, {words}]\n"),
        "content/keywords.yaml": "- {slug: language, name: Language, names: [NLP, Text]}\n",
        "mkdocs.yml": SETTINGS.replace("[papershelf]", "[{papershelf: {keywords: {min_papers: 2}}}]"),
    })  # fmt: skip
    build(root, tmp_path / "site")
    with Served(tmp_path / "site") as served:
        plain = browser.new_page(java_script_enabled=False)
        plain.goto(served.url + "papers/beta2024/")
        plain.get_by_role("link", name="Text", exact=True).click()
        plain.wait_for_url("**/keywords/language/")
        assert plain.locator("article h3").all_inner_texts() == ["Alpha", "Beta"]
        plain.close()
        page = browser.new_page()
        page.goto(served.url + "papers/?keyword=nlp")
        wait(page, 2)
        page.get_by_label("Find a keyword").fill("rare")
        rare = page.locator("[data-facet=keyword] li:visible", has_text="Rare")
        rare.wait_for()
        assert not rare.locator("a").count()
        page.get_by_label("Find a keyword").fill("word 69")
        page.get_by_role("link", name="Page of Word 69").click()
        page.wait_for_url("**/keywords/word-69/")
        page.close()
