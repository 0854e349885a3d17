"""Entries to the collection: order, derived values, taxonomies."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from papershelf.catalogue.collect import derive_type
from support.helpers import collect, entry, write


def dated(paper_id: str, added: str, published: str = "2024-04-27", more: str = "") -> str:
    return (
        entry(paper_id, f"Title of {paper_id}", more)
        .replace("2025-12-23", added)
        .replace("2024-04-27", published)
    )


ROWS = [
    dated("newest2025", "2025-12-23"),
    dated("bb2025", "2025-12-22", "2025-02"),
    dated("aa2025", "2025-12-22", "2025-02"),
    dated("earlier2025", "2025-12-22", "2025"),
]


@pytest.mark.parametrize("seed", range(5))
def test_order_does_not_depend_on_the_file(seed: int, tmp_path: Path) -> None:
    """Papers are sorted by `added`, then by `published`, newest first, then by id, in any file order."""
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)
    papers = collect(write(tmp_path, {"papers.yaml": "".join(rows)})).papers
    assert list(papers) == ["newest2025", "aa2025", "bb2025", "earlier2025"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({}, "article"),
        ({"venue": "arXiv"}, "article"),
        ({"isbn": "9780262046305"}, "book"),
        ({"venue": "Nature", "volume": "1"}, "article-journal"),
        ({"venue": "Nature"}, "article-journal"),
        ({"venue": "NeurIPS 2024"}, "paper-conference"),
        ({"venue": "Proceedings of X"}, "paper-conference"),
        ({"venue": "Findings", "acl": "2020.acl-main.1"}, "paper-conference"),
        ({"venue": "IEEE Transactions on Image Processing 2026"}, "article-journal"),
        ({"venue": "International Journal of Computer Vision 2022"}, "article-journal"),
        ({"venue": "Journal of X, Volume 25, December 2020"}, "article-journal"),
        ({"venue": "Proceedings of the Workshop on X, Letters 2020"}, "paper-conference"),
        ({"venue": "TPAMI 2024"}, "article-journal"),
        ({"venue": "Computational Linguistics 2020", "acl": "2020.cl-1.2"}, "article-journal"),
        ({"venue": "Computational Linguistics 1999", "acl": "J99-1001"}, "article-journal"),
    ],
)
def test_types_are_derived(values: dict[str, str], kind: str) -> None:
    """CSL's type from what the entry says."""
    assert derive_type(values) == kind


def test_a_topic_counts_its_descendants_once(tmp_path: Path) -> None:
    """A paper in a child and in its parent is listed once in the parent."""
    topics = {
        "content/topics/top.md": "---\ntitle: Top\n---\n",
        "content/topics/mid.md": "---\ntitle: Mid\nparent: top\n---\n",
        "content/topics/low.md": "---\ntitle: Low\nparent: mid\n---\n",
    }
    text = entry("a2024", "A", "  topics: [low, top]\n") + entry("b2024", "B", "  topics: [mid]\n")
    collection = collect(write(tmp_path, topics | {"papers.yaml": text}))
    counts = {slug: term.ids for slug, term in collection.terms["topics"].items()}
    assert counts == {"top": ("a2024", "b2024"), "mid": ("a2024", "b2024"), "low": ("a2024",)}
    assert list(collection.topics) == ["top", "mid", "low"]


def test_the_most_frequent_spelling_is_shown(tmp_path: Path) -> None:
    """One slug is one term; ties go by text, never by order in the file."""
    rows = [
        entry(f"p{n}2024", f"T {n}", f"  venue: {venue}\n")
        for n, venue in enumerate(("NEURIPS", "NeurIPS", "NeurIPS", "ICML", "icml"))
    ]
    terms = collect(write(tmp_path, {"papers.yaml": "".join(rows)})).terms["venues"]
    assert {slug: term.title for slug, term in terms.items()} == {
        "icml": "ICML",
        "neurips": "NeurIPS",
    }


def test_an_author_is_one_with_any_apostrophe(tmp_path: Path) -> None:
    """Also a person of people.yaml. Addresses of titles and venues stay as they are."""
    names = ("O'Neil", "O’Neil", "OʼNeil", "O‘Neil", "O`Neil", "O´Neil")
    rows = [
        entry(f"p{n}2024", f"T {n}", "  venue: Ada’s\n").replace("Ada Lovelace", f'"Ada {name}"')
        for n, name in enumerate(names)
    ]
    files = {"papers.yaml": "".join(rows)}
    terms = collect(write(tmp_path / "a", files)).terms
    assert [(slug, len(term.ids)) for slug, term in terms["authors"].items()] == [("ada-o-neil", 6)]
    assert list(terms["venues"]) == ["adas"]
    people = "- slug: ada\n  name: Ada O’Neil\n"
    named = collect(write(tmp_path / "b", files | {"content/people.yaml": people}))
    assert [(slug, len(term.ids)) for slug, term in named.terms["authors"].items()] == [("ada", 6)]


def test_one_author_twice_on_a_paper_counts_once(tmp_path: Path) -> None:
    """Two people of one name on one paper share a page, which lists it once."""
    text = entry().replace("[Ada Lovelace]", "[Ada Lovelace, 'Lovelace, Ada']")
    assert collect(write(tmp_path, {"papers.yaml": text})).terms["authors"]["ada-lovelace"].ids == (
        "ada2024engine",
    )


def test_limit_keeps_titles_of_the_others(tmp_path: Path) -> None:
    """Links to them become text, so their titles are needed."""
    collection = collect(write(tmp_path, {"papers.yaml": "".join(ROWS)}), limit=1)
    assert list(collection.papers) == ["newest2025"]
    assert collection.left_out["aa2025"] == "Title of aa2025"


def test_positions_of_entries(tmp_path: Path) -> None:
    """The line of the id, for the link to the forge."""
    collection = collect(
        write(tmp_path, {"papers.yaml": "# first\n" + entry("a2024") + "\n" + entry("b2024")})
    )
    assert {paper.id: paper.line for paper in collection.papers.values()} == {
        "a2024": 2,
        "b2024": 8,
    }


def test_an_empty_collection(tmp_path: Path) -> None:
    """It has a day all the same: builds need one."""
    collection = collect(write(tmp_path, {"papers.yaml": "# nothing yet\n"}))
    assert (dict(collection.papers), collection.newest_day) == ({}, "1980-01-01")
