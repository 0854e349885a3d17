"""Related papers: near in words or topics, the same whatever the order, never the paper itself."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import pytest

from papershelf.catalogue.model import Collection
from papershelf.outputs import related
from support.helpers import DATA, ROOT, collect, entry, write
from support.skipped import NO_DATA

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


def test_most_of_the_nearest_texts_are_found() -> None:
    """Of the five papers found, three quarters are among the ten with the highest cosine of whole
    TF-IDF vectors, which would take quadratic time."""
    if not (DATA / "gaussian-splatting").is_dir():
        pytest.skip(NO_DATA)
    collection = collect(DATA / "gaussian-splatting")
    near = related.compare(collection).near
    vectors = whole_vectors(collection)
    found = []
    for number in range(0, len(near), 7):
        cosines = Counter({
            other: sum(weight * vector.get(word, 0) for word, weight in vectors[number].items())
            for other, vector in enumerate(vectors)
            if other != number
        })  # fmt: skip
        nearest = {other for other, _ in cosines.most_common(10)}
        found += [other in nearest for _, other in near[number]]
    assert sum(found) > 0.72 * len(found)


def whole_vectors(collection: Collection) -> list[dict[str, float]]:
    """The words of each text with their weights, as vectors of length 1."""
    texts = [related._text(paper, collection) for paper in collection.listed.values()]
    counts = related._counts(texts, None)
    frequency = Counter(word for counted in counts for word in counted)
    vectors = []
    for counted in counts:
        weights = {
            word: (1 + math.log(number)) * math.log(len(counts) / frequency[word])
            for word, number in counted.items()
            if 1 < frequency[word] <= len(counts) // 3
        }
        length = math.hypot(*weights.values()) or 1
        vectors.append({word: weight / length for word, weight in weights.items()})
    return vectors


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
