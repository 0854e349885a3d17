"""The page of trending papers, and the blocks on home and topic pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from papershelf.outputs.settings import Formula
from support import helpers
from support.helpers import entry, write

TOPIC = "---\ntitle: Looms\n---\n\nWords.\n"
#: Eight papers; of the first five, the citations grow.
PAPERS = "".join(
    entry(f"p{n}", f"Paper {n}", "  topics: [looms]\n" if n % 2 else "") for n in range(8)
)


def week(day: int, **columns: dict[str, int]) -> str:
    """A file of numbers of a day in November 2026."""
    ids = sorted({key for column in columns.values() for key in column})
    rows = ",".join(["id", "date", *columns])
    for key in ids:
        cells = (str(column.get(key, "")) for column in columns.values())
        rows += f"\n{key},2026-11-{day},{','.join(cells)}"
    return f"{rows}\n"


def pages(tmp_path: Path, papers: str = PAPERS, **files: str) -> dict[str, str]:
    """The pages of a collection with these weeks, `W47` and so on."""
    weeks = {f"metrics/2026-{name}.csv": text for name, text in files.items()}
    root = write(tmp_path, {"papers.yaml": papers, "content/topics/looms.md": TOPIC, **weeks})
    return helpers.pages(root)


def titles(block: str) -> list[str]:
    return re.findall(r'<p class="ps-trends__title"><a [^>]*>([^<]*)</a>', block)


GROWN = {
    "W47": week(22, citations={f"p{n}": 10 for n in range(8)}, stars={"p1": 100}, comments={"p1": 1}),
    "W48": week(29, citations={f"p{n}": 10 + max(5 - n, 0) for n in range(8)}, stars={"p1": 138}, comments={"p1": 5}),
}  # fmt: skip


def test_an_order(tmp_path: Path) -> None:
    """All on the page, five at home, three in a topic; each with its reason, its sources, its day."""
    made = pages(tmp_path, **GROWN)
    home, topic, page = (
        made[name] for name in ("index.md", "topics/looms.md", "trending/index.md")
    )
    assert titles(home) == ["Paper 1", "Paper 0", "Paper 2", "Paper 3", "Paper 4"]
    assert titles(topic) == ["Paper 1", "Paper 3"]
    assert re.findall(r'data-id="(\w+)"', page) == ["p1", "p0", "p2", "p3", "p4"]
    why = "+4 comments, 38 stars and 4 citations in 7 days&nbsp;<span>Hugging Face, GitHub and OpenAlex, 29 Nov 2026</span>"
    assert all(why in text for text in (home, topic, page))
    assert "+1 citation in 7 days&nbsp;<span>OpenAlex, 29 Nov 2026</span>" in home
    assert "Papers whose numbers grow, as of 29 Nov 2026." in page
    assert '<h2 class="ps-day">5 papers</h2>' in page
    assert "ps-trends" not in made["papers/index.md"] + made["authors/ada-lovelace.md"]
    head = json.loads(re.findall(r"<script type=.*?>(.*?)</script>", page.replace('\\"', '"'))[0])
    items = head["@graph"][0]["mainEntity"]
    assert items["numberOfItems"] == 5
    assert items["itemListElement"][0]["url"] == "../papers/p1/"
    assert "noindex" not in page


def test_the_formula_is_on_the_page(tmp_path: Path) -> None:
    """With the weights of the settings."""
    root = write(
        tmp_path,
        {
            "papers.yaml": PAPERS,
            **{f"metrics/2026-{name}.csv": text for name, text in GROWN.items()},
        },
    )
    weights = tuple((name, 0.125) for name, _ in Formula().weights)
    page = helpers.pages(root, trending=Formula(weights=weights, half_life=1234, most_stars=56))[
        "trending/index.md"
    ]
    assert "a paper after 1,234 days" in page and "At most 56 in a week" in page
    assert page.count("<td>0.125</td>") == len(weights)


def test_numbers_of_several_days(tmp_path: Path) -> None:
    """Sources that failed in the last run have an older day; missing weeks a longer span."""
    made = pages(
        tmp_path,
        W46=week(15, citations={"p1": 1}, stars={"p1": 1}),
        W47=week(22, citations={"p1": 1}),
        W48="id,date,stars,citations\np1,2026-11-29,41,9@2026-11-28\n",
    )
    why = re.findall(r'<p class="ps-why">(.*?)</p>', made["index.md"])
    assert why == [
        "+8 citations in 6 days, +40 stars in 14 days&nbsp;<span>GitHub, 29 Nov 2026; OpenAlex, 28 Nov 2026</span>"
    ]


def test_two_sources_of_one_number(tmp_path: Path) -> None:
    """Both count citations: the sentence has the larger number, not the sum, and its source. For
    readers, comments are comments, wherever they are."""
    made = pages(
        tmp_path,
        W47=week(22, citations={"p1": 1}, s2_citations={"p1": 1}),
        W48=week(29, citations={"p1": 7}, s2_citations={"p1": 9}),
    )
    assert (
        "+8 citations in 7 days&nbsp;<span>Semantic Scholar, 29 Nov 2026</span>" in made["index.md"]
    )
    made = pages(
        tmp_path / "comments",
        W47=week(22, comments={"p1": 1}, replies={"p1": 1, "p2": 1}),
        W48=week(29, comments={"p1": 7}, replies={"p1": 3, "p2": 2}),
    )
    whys = re.findall(r'<p class="ps-why">(.*?)</p>', made["index.md"])
    assert whys == [
        "+6 comments in 7 days&nbsp;<span>Hugging Face, 29 Nov 2026</span>",
        "+1 comment in 7 days&nbsp;<span>GitHub Discussions, 29 Nov 2026</span>",
    ]
    assert "eplies" not in made["trending/index.md"]


def test_too_few_to_tell(tmp_path: Path) -> None:
    """The newest and the most discussed papers take the place of an order."""
    papers = PAPERS + entry("q1", "Talk", "  discussion: {count: 7}\n")
    made = pages(
        tmp_path,
        papers,
        W47=week(22, comments={"p1": 10, "p2": 4}),
        W48=week(29, comments={"p1": 12, "p2": 5}),
    )
    page = made["trending/index.md"]
    assert "Too few to tell: 3 events in the week before 29 Nov 2026; 5 are needed." in page
    newest, discussed = page.split('<h2 class="ps-day">')[1:3]
    assert newest.startswith("Newest <span>9 papers</span>")
    assert discussed.startswith("Most discussed<")
    assert re.findall(r'data-id="(\w+)"', discussed) == ["p1", "q1", "p2"]
    assert titles(made["index.md"]) == ["Paper 1", "Talk", "Paper 2"]
    assert "12 comments&nbsp;<span>Hugging Face, 29 Nov 2026</span>" in made["index.md"]
    assert 'id="trending" data-pagefind-ignore>Most discussed <a' in made["index.md"]
    assert ">Why is nothing trending?</a>" in made["index.md"]
    assert "ps-trends" not in made["topics/looms.md"]


def test_a_first_snapshot(tmp_path: Path) -> None:
    """There is nothing to compare it with, and nothing is discussed: no block."""
    made = pages(tmp_path, W48=GROWN["W47"].replace("-22,", "-29,").replace(",1\n", ",\n"))
    assert (
        "there are no two numbers of one source that are a week apart" in made["trending/index.md"]
    )
    assert "Most discussed" not in made["trending/index.md"] + made["index.md"]


@pytest.mark.parametrize("files", [{}, {"W48": "id,date,stars\n"}])
def test_without_numbers(tmp_path: Path, files: dict[str, str]) -> None:
    """No block, and a page for curators that search engines do not list."""
    made = pages(tmp_path, **files)
    page = made["trending/index.md"]
    assert "<code>papershelf metrics</code>" in page and "noindex" in page
    assert "ps-day" not in page
    assert "ps-trends" not in made["index.md"] + made["topics/looms.md"]


def test_only_listed_papers(tmp_path: Path) -> None:
    """A tombstone does not trend, nor a paper that is gone; a renamed one does."""
    papers = entry("a1", "Gone", "  status: withdrawn\n") + entry(
        "b1", "New", "  aliases: [old1]\n"
    )
    rows = dict.fromkeys(("a1", "old1", "zz1"), 1)
    made = pages(
        tmp_path,
        papers,
        W47=week(22, citations=rows),
        W48=week(29, citations=dict.fromkeys(rows, 9)),
    )
    assert titles(made["index.md"]) == ["New"]


def test_texts_are_escaped(tmp_path: Path) -> None:
    """Titles come with formulas and with anything else."""
    papers = entry("a1", "'<img src=x> $x^2$'")
    made = pages(
        tmp_path, papers, W47=week(22, citations={"a1": 1}), W48=week(29, citations={"a1": 9})
    )
    assert "&lt;img src=x&gt; <math" in made["index.md"] and "<img src=x>" not in made["index.md"]
