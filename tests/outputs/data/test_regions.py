"""The names of regions of the map: what is frequent there and rarer elsewhere, at its densest place."""

from __future__ import annotations

from pathlib import Path

from papershelf.catalogue.model import Collection, Places
from papershelf.outputs.data import regions
from papershelf.outputs.data.regions import Region
from support.helpers import collect, entry, write

CORNERS = {"bees": (1_000, 1_000), "rivers": (9_000, 1_000), "looms": (5_000, 9_000)}


def shelf(root: Path, topics: dict[str, str], per_corner: int = 6) -> tuple[Collection, Places]:
    """Papers about a word at each corner of the map; those of some words have a topic, too."""
    text, places = "", {}
    for word, (x, y) in CORNERS.items():
        for n in range(per_corner):
            more = f"  topics: [{topics[word]}]\n" if word in topics else ""
            text += entry(f"{word}{n}", f"A study of {word} number{word}{n}", more)
            places[f"{word}{n}"] = (x + 40 * n, y + 30 * n)
    return collect(write(root, {"papers.yaml": text})), places


def named(collection: Collection, places: Places) -> list[set[str]]:
    """The names of each step."""
    titles = [term.title for term in collection.terms["topics"].values()]
    steps = regions.find(list(places), places, collection)
    return [{one.name if isinstance(one.name, str) else titles[one.name] for one in step}
            for step in steps]  # fmt: skip


def test_topics_name_regions_and_words_where_there_is_none(tmp_path: Path) -> None:
    """`study` is in every title and says nothing of any place; words begin with a capital."""
    assert named(*shelf(tmp_path / "a", {})) == [{"Bees", "Rivers", "Looms"}]
    topics = {"bees": "apiary", "rivers": "water"}
    assert named(*shelf(tmp_path / "b", topics)) == [{"Apiary", "Water", "Looms"}]
    everywhere = dict.fromkeys(CORNERS, "everything")
    assert named(*shelf(tmp_path / "c", everywhere)) == [{"Bees", "Rivers", "Looms"}]


def test_a_name_is_written_where_most_of_its_papers_are(tmp_path: Path) -> None:
    """An outlier in the same region does not move it."""
    collection, places = shelf(tmp_path, {})
    places = {**places, "bees5": (3_200, 3_200)}
    [step] = regions.find(list(places), places, collection)
    assert Region("Bees", 1_080, 1_060) in step


def test_large_maps_are_parted_further_and_neighbours_share_a_name(tmp_path: Path) -> None:
    """Each step has regions as long as papers are many; a name is written once where it goes on."""
    collection, places = shelf(tmp_path, {}, per_corner=160)
    steps = regions.find(list(places), places, collection)
    assert len(steps) == 2 and len(steps[0]) < len(steps[1])
    assert regions.find(list(places), places, collection) == steps
    ids = list(places)
    line = {
        paper_id: (n * 75, 5_000) if n < 80 else (n * 40, 9_000)
        for n, paper_id in enumerate(ids[:160])
    }
    some = collect(write(tmp_path / "line", {"papers.yaml": "".join(
        entry(paper_id, "A study of bees" if n < 80 else f"Other{n} things{n}")
        for n, paper_id in enumerate(line))}))  # fmt: skip
    assert [one.name for one in regions.find(list(line), line, some)[0]] == ["Bees"]


def test_two_forms_of_a_word_name_one_region(tmp_path: Path) -> None:
    """As it is most often written; neighbours that differ in a plural alone are one."""
    places = {f"a{n}": (n * 200, 5_000) for n in range(30)}
    words = ["Dynamic" if n < 12 else "dynamics" for n in range(30)]
    text = "".join(
        entry(paper_id, f"A study of {word} number{paper_id}")
        for paper_id, word in zip(places, words, strict=True)
    )
    more = {f"b{n}": (n * 300, 9_500) for n in range(30)}
    text += "".join(entry(paper_id, f"Other{paper_id} things{paper_id}") for paper_id in more)
    collection = collect(write(tmp_path, {"papers.yaml": text}))
    places |= more
    assert [one.name for one in regions.find(list(places), places, collection)[0]] == ["Dynamics"]


def test_an_empty_map_has_no_regions(tmp_path: Path) -> None:
    """Nor does one of papers that share no word."""
    empty = collect(write(tmp_path / "a", {"papers.yaml": "[]\n"}))
    assert regions.find([], {}, empty) == []
    lone = collect(
        write(tmp_path / "b", {"papers.yaml": entry("a1", "Bees") + entry("b1", "Looms")})
    )
    assert regions.find(["a1", "b1"], {"a1": (0, 0), "b1": (9_999, 9_999)}, lone) == [[]]
