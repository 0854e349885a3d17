"""Related papers: near in words or topics, the same whatever the order, never the paper itself."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from papershelf.outputs import related
from support.helpers import ROOT, collect, entry, write

SORTING = "Sorting algorithms compare keys; quicksort partitions an array of keys around a pivot."
PIVOTS = "Choosing the pivot of quicksort well makes partitions of the array balanced."
WEAVING = "Looms weave cotton threads; punched cards select the threads of a pattern."
CARDS = "Punched cards drive looms, which weave threads into cotton patterns."
ROWS = [
    entry(
        "sorting2024", "Sorting with a pivot", f"  abstract: {SORTING}\n  topics: [algorithms]\n"
    ),
    entry(
        "pivots2024", "On the pivot of quicksort", f"  abstract: {PIVOTS}\n  topics: [algorithms]\n"
    ),
    entry("weaving2024", "Weaving with cards", f"  abstract: {WEAVING}\n  topics: [looms]\n"),
    entry("cards2024", "Punched cards and cotton", f"  abstract: {CARDS}\n  topics: [looms]\n"),
    entry("alone2024", "Entirely different words", "  topics: [looms]\n"),
]


@pytest.mark.parametrize("seed", range(4))
def test_neighbours_are_near_and_stable(seed: int, tmp_path: Path) -> None:
    """A paper with the same words is the nearest neighbour, whatever the order of entries."""
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)
    found = related.find(collect(write(tmp_path, {"papers.yaml": "".join(rows)})))
    assert found["sorting2024"][0] == "pivots2024" and found["pivots2024"][0] == "sorting2024"
    assert found["weaving2024"][0] == "cards2024" and found["cards2024"][0] == "weaving2024"


def test_a_shared_topic_is_a_relation(tmp_path: Path) -> None:
    """Also where no word is shared."""
    found = related.find(collect(write(tmp_path, {"papers.yaml": "".join(ROWS)})))
    assert set(found["alone2024"]) == {"weaving2024", "cards2024"}


def test_at_most_five_and_never_itself() -> None:
    """In the example, each id is that of another paper and is listed once."""
    found = related.find(collect(ROOT))
    for paper_id, others in found.items():
        assert len(others) == len(set(others)) <= related.KEPT
        assert paper_id not in others


def test_sensible_on_the_real_papers() -> None:
    """Two papers on continual learning of CLIP find each other; organs find organs."""
    found = related.find(collect(ROOT))
    assert "ni2023continual" in found["zhang2024multistage"]
    assert "chen2023single" in found["azad2024transdae"]


@pytest.mark.slow
def test_many_papers_of_the_same_words_stay_linear(tmp_path: Path) -> None:
    """A thousand entries with one text: postings are capped, and ties go by id."""
    text = "".join(
        entry(f"p{n:04}", "The same title", f"  abstract: {SORTING}\n") for n in range(1000)
    )
    found = related.find(collect(write(tmp_path, {"papers.yaml": text})))
    assert all(len(others) <= related.KEPT for others in found.values())


def test_an_empty_collection(tmp_path: Path) -> None:
    """Nothing is related to nothing."""
    assert related.find(collect(write(tmp_path, {"papers.yaml": ""}))) == {}


def test_joined_keywords_are_the_same_words(tmp_path: Path) -> None:
    """Two spellings that `content/keywords.yaml` joins relate papers as one spelling does."""
    rows = entry("one2024", "Alpha", "  keywords: [MRI]\n") + entry(
        "two2024", "Beta", "  keywords: [Magnetic resonance]\n"
    )
    files = {"papers.yaml": rows + "".join(ROWS)}
    assert "two2024" not in related.find(collect(write(tmp_path, files)))["one2024"]
    files["content/keywords.yaml"] = "- {slug: mri, name: Magnetic resonance, names: [MRI]}\n"
    assert "two2024" in related.find(collect(write(tmp_path, files)))["one2024"]
