"""What the list of all papers is filtered and ordered by, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from papershelf.outputs.data import browse
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import facets, indexes
from papershelf.outputs.views.taxonomies import TAXONOMIES, terms_of_index
from support.helpers import collect, entry, pages, write

TOPIC = "---\ntitle: {}\nparent: {}\n---\n"


def files(root: Path) -> dict[str, Any]:
    """What the script of the list loads, by the name of the file."""
    made = browse.files(collect(root), Settings())
    return {path.removeprefix("browse/"): json.loads(data) for path, data in made}


def test_a_paper_has_the_topics_above_its_own(tmp_path: Path) -> None:
    """Each term with slug, title and its papers, as the gaps between their places in the list."""
    more = "  venue: NeurIPS\n  topics: [deep, wide]\n  urls: {code: 'https://example.org/c'}\n"
    root = write(tmp_path, {
        "papers.yaml": entry("a1", more=more) + entry("b1", more="  topics: [top]\n")
        + entry("c1", more="  topics: [wide]\n"),
        "content/topics/top.md": "---\ntitle: Top & more\n---\n",
        "content/topics/wide.md": TOPIC.format("Wide", "top"),
        "content/topics/deep.md": TOPIC.format("Deep", "wide").replace("---\n", "---\naliases: [low]\n", 1),
    })  # fmt: skip
    assert files(root)["papers.json"] == {
        "ids": ["a1", "b1", "c1"],
        "filters": {
            "topic": [
                ["top", "Top & more", [0, 1, 1]],
                ["wide", "Wide", [0, 2]],
                ["deep", "Deep", [0]],
            ],
            "keyword": [],
            "year": [["2024", "2024", [0, 1, 1]]],
            "venue": [["neurips", "NeurIPS", [0]]],
            "with": [["code", "Code", [0]]],
        },
        "moved": {"topic": {"low": "deep"}},
    }


def test_equal_titles_say_what_differs(tmp_path: Path) -> None:
    """The topic above, or the slug where that is equal, too, unless it is the title again."""
    topics = ("vision", "text", "text-2", "eval", "vision-eval", "text-eval", "text-eval-2")
    titles = {"vision": "Vision", "text": "Text", "text-2": "TEXT"}
    parents = {"vision-eval": "vision", "text-eval": "text", "text-eval-2": "text"}
    root = write(tmp_path, {
        "papers.yaml": entry(more=f"  topics: [{', '.join(topics)}]\n"),
        **{
            f"content/topics/{slug}.md": f"---\ntitle: {titles.get(slug, 'Evaluation')}\n"
            + (f"parent: {parents[slug]}\n" if slug in parents else "") + "---\n"
            for slug in topics
        },
    })  # fmt: skip
    found = {slug: title for slug, title, *_ in files(root)["papers.json"]["filters"]["topic"]}
    assert found == {
        "vision": "Vision",
        "text": "Text",
        "text-2": "TEXT (text-2)",
        "eval": "Evaluation",
        "vision-eval": "Evaluation (Vision)",
        "text-eval": "Evaluation (Text, text-eval)",
        "text-eval-2": "Evaluation (Text, text-eval-2)",
    }
    made = pages(root)
    naming = {name for name, text in made.items() if "Evaluation (Vision)" in text}
    assert naming >= {
        "papers/ada2024engine.md",
        "papers/ada2024engine.md.txt",
        "papers/index.md",
        "topics/index.md",
        "topics/vision.md",
        "topics/vision-eval.md",
        "topics/eval.md",
        "topics/vision-eval/feed.xml",
        "feeds.opml",
        "llms.txt",
    }
    assert "<h1>Evaluation</h1>" in made["topics/vision-eval.md"]


def test_people_of_one_name_say_what_differs(tmp_path: Path) -> None:
    """Two authors called the same are different lines of the index."""
    people = [
        f"- {{slug: ada-{who}, name: Ada Lovelace, papers: [{who[0]}2024]}}"
        for who in ("b", "lovelace")
    ]
    root = write(tmp_path, {
        "papers.yaml": entry("b2024", "One") + entry("l2024", "Two"),
        "content/people.yaml": "\n".join(people),
    })  # fmt: skip
    collection = collect(root)
    row = next(row for row in TAXONOMIES if row.name == "authors")
    terms = terms_of_index(row, collection, Settings())
    (page,) = indexes.all_pages(row, terms, collection, Settings(), has_map=False)
    texts = [link.text for group in page.groups for link in group.links]
    assert texts == ["Ada Lovelace (ada-b)", "Ada Lovelace"]


def test_terms_and_titles_are_ordered_by_their_own_letters(tmp_path: Path) -> None:
    """Not by those of their addresses, which differ for names that addresses cannot have."""
    names = ("Zoo", "Index", "p", "9 to 5", "☃")
    text = "".join(
        entry(f"a{at}", f"'{name}'", f"  venue: '{name}'\n") for at, name in enumerate(names)
    )
    collection = collect(write(tmp_path, {"papers.yaml": text}))
    row = next(row for row in TAXONOMIES if row.name == "venues")
    terms = terms_of_index(row, collection, Settings())
    (page,) = indexes.all_pages(row, terms, collection, Settings(), has_map=False)
    groups = {group.heading: [link.text for link in group.links] for group in page.groups}
    assert groups == {"0–9": ["☃", "9 to 5"], "I": ["Index"], "P": ["p"], "Z": ["Zoo"]}
    titles = [collection.papers[id].title for id in facets.in_order("title", collection)]
    assert titles == ["☃", "9 to 5", "Index", "p", "Zoo"]


def test_a_tombstone_is_not_found(tmp_path: Path) -> None:
    """A retracted paper is not listed, filtered or not."""
    text = entry() + entry("gone2024", "Gone", "  status: retracted\n")
    found = files(write(tmp_path, {"papers.yaml": text}))
    assert found["papers.json"]["ids"] == ["ada2024engine"]
    assert [found[f"by-{name}.json"] for name in facets.ORDERS] == [[0]] * 3


def test_each_order_leaves_equals_as_they_are(tmp_path: Path) -> None:
    """The newest first among those of one date, one title or as many comments."""
    papers = [("Zebra", "2024-04-01", 0), ("Éclair", "2024-04", 7), ("alpha", "1999", 0),
              ("Beta", "2024", 7), ("Beta", "2024-04-02", 12)]  # fmt: skip
    text = "".join(
        f"- id: p{number}\n  title: {title}\n  published: {published}\n  authors: [Ada Lovelace]\n"
        f"  added: 2025-01-0{9 - number}\n"
        + (f"  discussion: {{count: {comments}}}\n" if comments else "")
        for number, (title, published, comments) in enumerate(papers)
    )
    found = files(write(tmp_path, {"papers.yaml": text}))
    assert found["papers.json"]["ids"] == ["p0", "p1", "p2", "p3", "p4"]
    assert found["by-published.json"] == [4, 0, 1, 3, 2]
    assert found["by-title.json"] == [2, 3, 4, 1, 0]
    assert found["by-discussed.json"] == [4, 1, 3, 0, 2]


def test_topics_are_offered_to_the_search(tmp_path: Path) -> None:
    """Title, address and number of papers of each that has some, the most used first."""
    root = write(tmp_path, {
        "papers.yaml": entry("a1", more="  topics: [small]\n") + entry("b1", more="  topics: [large]\n")
        + entry("c1", more="  topics: [large]\n"),
        "content/topics/small.md": "---\ntitle: A small one\n---\n",
        "content/topics/large.md": "---\ntitle: Large\n---\n",
        "content/topics/none.md": "---\ntitle: None\n---\n",
    })  # fmt: skip
    expected = [["Large", "topics/large/", 2], ["A small one", "topics/small/", 1]]
    assert files(root)["topics.json"] == expected


def test_the_most_used_terms_come_first(tmp_path: Path) -> None:
    """Topics by their papers, each with what is below it; an empty one is left out."""
    root = write(tmp_path, {
        "papers.yaml": entry("a1", more="  topics: [small]\n") + entry("b1", more="  topics: [below]\n")
        + entry("c1", more="  topics: [large]\n"),
        "content/topics/small.md": "---\ntitle: A small one\n---\n",
        "content/topics/large.md": "---\ntitle: Large\n---\n",
        "content/topics/below.md": TOPIC.format("Below", "large"),
        "content/topics/none.md": "---\ntitle: None\n---\n",
    })  # fmt: skip
    topic = facets.facets(collect(root), Settings())[0]
    found = [(link.text, link.papers, link.level) for link in topic.shown]
    assert found == [("Large", 2, 0), ("Below", 1, 1), ("A small one", 1, 0)]
