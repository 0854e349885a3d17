"""The page of a topic: where to begin, who and where, the plot of its years; and how to follow."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest

from papershelf.outputs import everything
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import following
from papershelf.outputs.views.pages import all_pages
from support.helpers import Served, collect, entry, errors, pages, write

NAMES = ("Ada Lovelace", "Grace Hopper", "Jean Bartik", "Alan Turing")


def topic(**front: str) -> str:
    """A topic page with this front matter."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\ntitle: Sorting\n{lines}---\n\nThe introduction.\n"


def shelf(root: Path, papers: int = 3, **front: str) -> Path:
    """`p00` … of one topic, each by one person more than the one before."""
    text = ""
    for number in range(papers):
        names = ", ".join(NAMES[: number % len(NAMES) + 1])
        text += entry(f"p{number:02}", f"Paper {number}").replace("[Ada Lovelace]", f"[{names}]")
        text += (
            f"  topics: [sorting]\n  venue: Meeting {number % 2}\n  summary: Because {number}.\n"
        )
        text = text.replace("2024-04-27", f"{2020 + number}-04-27")
    return write(root, {"papers.yaml": text, "content/topics/sorting.md": topic(**front)})


def test_introduction_start_and_list_stand_in_this_order(tmp_path: Path) -> None:
    """The curator's words first, then the picks in their order with the sentence for each, then
    the list, which still holds every paper once."""
    page = pages(shelf(tmp_path, start="[p02, p00]"))["topics/sorting.md"]
    marks = ("The introduction.", 'class="ps-follow"', ">Start here</h2>", ">Paper 2</a>", "Because 2.",
             ">Paper 0</a>", "Because 0.", ">3 papers</h2>", '<article class="ps-row"')  # fmt: skip
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert re.findall(r'class="ps-row" data-id="(\w+)"', page) == ["p02", "p01", "p00"]


def test_picks_stand_on_the_first_page_alone(tmp_path: Path) -> None:
    """Where a list goes on, nobody begins."""
    made = pages(shelf(tmp_path, start="[p00]"), per_page=1)
    assert "Start here" in made["topics/sorting.md"]
    assert "Start here" not in made["topics/sorting/p/2.md"]


def test_a_topic_without_picks_has_no_heading_for_them(tmp_path: Path) -> None:
    """An empty list is an absent one."""
    for number, front in enumerate(({}, {"start": "[]"}, {"start": ""})):
        page = pages(shelf(tmp_path / str(number), **front))["topics/sorting.md"]
        assert "Start here" not in page and "ps-start" not in page


def test_one_pick_needs_no_brackets(tmp_path: Path) -> None:
    """As with aliases."""
    assert collect(shelf(tmp_path, start="p01")).topics["sorting"].start == ("p01",)


def test_a_pick_of_a_topic_below_is_one_of_this(tmp_path: Path) -> None:
    """A parent lists the papers of its children, so that it may begin with one."""
    root = shelf(tmp_path, start="[p00]")
    write(root, {"content/topics/order.md": "---\ntitle: Order\nstart: [p01]\n---\n",
                 "content/topics/sorting.md": topic(parent="order")})  # fmt: skip
    assert errors(root) == []
    assert ">Paper 1</a>" in pages(root)["topics/order.md"].partition(">3 papers</h2>")[0]


def test_picks_outside_of_this_build_are_left_out(tmp_path: Path) -> None:
    """`--limit` builds the newest papers alone; a pick among the others leads nowhere."""
    page = pages(shelf(tmp_path, start="[p00, p02]"), limit=1)["topics/sorting.md"]
    assert page.count('class="ps-start__title"') == 1
    assert "p00" not in page


def test_picks_stand_in_the_markdown_beside_the_page(tmp_path: Path) -> None:
    """Language models begin where people do."""
    text = pages(shelf(tmp_path, start="[p02]"))["topics/sorting.md.txt"]
    start = text[text.index("## Start here") : text.index("## 3 papers")]
    assert "[Paper 2]" in start and "[Paper 1]" not in start


def test_people_and_venues_are_counted_within_the_topic(tmp_path: Path) -> None:
    """Those with most papers first, each with how many of this topic; equal ones by their place."""
    root = shelf(tmp_path, 4)
    other = entry("x0", "Elsewhere").replace("Ada Lovelace", "Alan Turing")
    write(root, {"papers.yaml": (root / "papers.yaml").read_text() + other})
    page = pages(root, min_papers=1)["topics/sorting.md"]
    box = page[page.index('aria-label="People"') :]
    found = re.findall(r'/authors/([\w-]+)/">[^<]+</a> <span class="ps-n">(\d+)</span>', box)
    assert found == [("ada-lovelace", "4"), ("grace-hopper", "3"), ("jean-bartik", "2"),
                     ("alan-turing", "1")]  # fmt: skip
    assert re.findall(r'/venues/([\w-]+)/">[^<]+</a> <span class="ps-n">(\d+)', box) == [
        ("meeting-1", "2"), ("meeting-0", "2")]  # fmt: skip


def test_people_without_a_page_are_not_named(tmp_path: Path) -> None:
    """A link to an author needs the author's page."""
    page = pages(shelf(tmp_path, 4), min_papers=3)["topics/sorting.md"]
    box = page[page.index('aria-label="People"') :]
    assert "/authors/grace-hopper/" in box and "/authors/jean-bartik/" not in box


def test_the_plot_of_years_has_its_table(tmp_path: Path) -> None:
    """A sentence and a table contain what the columns show; each year links to its page."""
    page = pages(shelf(tmp_path))["topics/sorting.md"]
    box = page[page.index('aria-label="Papers per year"') : page.index("</details>")]
    assert 'role="img" aria-label="3 papers from 2020 to 2022"' in box
    assert [f"<title>{year}: 1</title>" in box for year in (2020, 2021, 2022)] == [True] * 3
    assert re.findall(r'/years/(\d+)/">\1</a></th><td>1</td>', box) == ["2022", "2021", "2020"]


def test_every_list_that_has_feeds_says_what_they_are_for(tmp_path: Path) -> None:
    """Topic, author, venue and the whole site; further pages leave it to the first."""
    made = pages(shelf(tmp_path, start="[p00]"), per_page=1)
    for name in ("topics/sorting", "authors/ada-lovelace", "venues/meeting-0"):
        first = made[f"{name}.md"]
        assert '<a href="feed.xml">Atom feed</a> <a href="feed.json">JSON Feed</a>' in first
        assert "in a feed reader" in first
    assert "ps-follow" not in made["topics/sorting/p/2.md"]
    assert '<a href="../feed.xml">Atom feed</a>' in made["papers/index.md"]
    assert '<a href="./feed.xml">Follow in a feed reader</a>' in made["index.md"]
    assert following.HOW_TO in made["index.md"]


def test_an_index_by_letters_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pages are previous and next ones, and each letter is one click away; years have no letters,
    and a list of papers has newer and older ones."""
    monkeypatch.setattr("papershelf.outputs.views.indexes.TERMS_PER_PAGE", 15)
    names = [f"Ada {letter}ing" for letter in string.ascii_uppercase] + [
        f"Ada {letter}ong" for letter in "ABCDEF"
    ]
    text = "".join(
        entry(f"p{number:02}", f"Paper {number}").replace("Ada Lovelace", name)
        for number, name in enumerate(names)
    )
    made = pages(write(tmp_path, {"papers.yaml": text}), per_page=10)
    first, last = made["authors/index.md"], made["authors/p/3.md"]
    assert 'rel="next" href="../authors/p/2/">Next →' in first and "Older" not in first
    assert 'rel="prev" href="../../../authors/p/2/">← Previous' in last
    letters = re.search(r'<nav class="ps-letters".*?</nav>', first)
    assert letters
    for url in re.findall(r'href="\.\./([^"]+)"', letters[0]):
        page, _, anchor = url.partition("#")
        name = "authors/index.md" if page == "authors/" else f"{page.rstrip('/')}.md"
        assert f'id="{anchor}"' in made[name], url
    assert "ps-letters" not in made["years/index.md"] and "Older →" in made["papers/index.md"]


def test_lists_lead_to_the_map_and_to_the_statistics(tmp_path: Path) -> None:
    """From home, all papers, each topic, the indexes of topics and years; to the map only where it is
    there. Further pages of all papers link back to the filters, which only the first page has."""
    root = shelf(tmp_path, start="[p00]")
    collection, settings = collect(root), Settings(per_page=1)
    places = {paper_id: (number, number) for number, paper_id in enumerate(collection.listed)}
    with_map, without = (
        {output.src_uri: output.data.decode() for output in everything.make(collection, settings, {}, (), found)}
        for found in (places, None)
    )  # fmt: skip
    for name, way in (
        ("index", "./map/"), ("papers/index", "../map/"), ("papers/p/2", "../../../map/"),
        ("topics/index", "../map/"), ("topics/sorting", "../../map/?topic=sorting"),
    ):  # fmt: skip
        assert f'href="{way}"' in with_map[f"{name}.md"]
        assert "map/" not in without[f"{name}.md"]
    for name, way in (
        ("index", "./stats/"), ("papers/index", "../stats/"), ("papers/p/2", "../../../stats/"),
        ("topics/index", "../stats/"), ("years/index", "../stats/"),
    ):  # fmt: skip
        assert f'href="{way}">Statistics</a>' in without[f"{name}.md"]
    assert 'href="../../../papers/">Filter and sort all papers</a>' in without["papers/p/2.md"]
    assert "Filter and sort" not in without["papers/index.md"]


def test_views_are_the_same_in_whatever_order_entries_stand(tmp_path: Path) -> None:
    """Nothing depends on the order of a file or of a set."""
    one = shelf(tmp_path / "one", 4, start="[p01]")
    entries = re.split(r"(?=^- id)", (one / "papers.yaml").read_text(), flags=re.MULTILINE)
    two = write(tmp_path / "two", {"papers.yaml": "".join(reversed(entries)),
                                   "content/topics/sorting.md": topic(start="[p01]")})  # fmt: skip
    made = [list(all_pages(collect(root), Settings(), {})) for root in (one, two)]
    assert [view for view in made[0] if view.head.kind in ("topics", "stats")] == [
        view for view in made[1] if view.head.kind in ("topics", "stats")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1440])
def test_start_here_in_a_browser(browser: Any, seed_server: Served, width: int) -> None:
    """Picks lead to their papers without scripts, and nothing scrolls sideways."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{seed_server.url}topics/medical-imaging/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".ps-table summary").click()
    assert page.locator(".ps-table td").first.is_visible()
    page.locator(".ps-start a").first.click()
    page.wait_for_url(f"{seed_server.url}papers/chen2023single/")
    context.close()


def test_a_topic_without_papers_has_none_in_it(tmp_path: Path) -> None:
    """A bibliography imported into a new collection is in none of its topics."""
    written = {"papers.yaml": entry(), "content/topics/sorting.md": topic()}
    home = pages(write(tmp_path, written))["index.md"]
    assert ">1 paper. <" in home and " in 1 topic" not in home
