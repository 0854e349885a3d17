"""The map: places that do not change by themselves, files that are light, a page without a map."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from math import dist
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.disk import Place
from papershelf.catalogue.model import Collection, Places
from papershelf.outputs import everything, map_layout, related
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, maps
from papershelf.plugin import build
from papershelf.plugin.writing import Outputs
from papershelf.storage import bounds
from papershelf.storage.files import Tree
from papershelf.storage.publishing import Draft
from support import hostile
from support.helpers import DATA, ROOT, TOTAL, collect, entry, write
from support.skipped import NO_DATA

LOOMS = "Punched cards drive looms, which weave cotton threads into patterns."


def places_of(collection: Collection, memory: Path) -> Places:
    """Return the positions of its papers; the tests have the extra installed."""
    near = related.compare(collection).near
    found = map_layout.find(tuple(collection.listed), near, memory)
    assert found is not None, "igraph is a part of requirements/test.txt"
    return found


def made(collection: Collection, places: Places | None) -> dict[str, bytes]:
    """The outputs of the map."""
    every = everything.make(collection, Settings(), {}, (), places)
    return {output.src_uri: output.data for output in every if output.src_uri.startswith("map/")}


# --- places ------------------------------------------------------------------------------------


def test_the_same_papers_get_the_same_places(tmp_path: Path) -> None:
    """Two layouts without a memory are equal, and every paper has a column and a row of its own."""
    collection = collect(ROOT)
    first = places_of(collection, tmp_path / "one.json")
    assert first == places_of(collection, tmp_path / "two.json")
    assert set(collection.listed) == set(first)
    for axis in (0, 1):
        assert len({place[axis] for place in first.values()}) == len(first)
        assert all(0 <= place[axis] < map_layout.GRID for place in first.values())


def test_near_texts_stand_near(tmp_path: Path) -> None:
    """In the example, most papers have the nearest text among the eight nearest points; by chance, one
    in four would."""
    collection = collect(ROOT)
    places = places_of(collection, tmp_path / "map.json")
    ids = list(collection.listed)
    kept = 0
    for number, others in enumerate(related.compare(collection).near):
        here = places[ids[number]]
        around = sorted(ids, key=lambda other: dist(here, places[other]))[1:9]
        kept += ids[others[0][1]] in around
    assert kept >= 19


def test_many_papers_need_fewer_neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From MANY papers on, the least similar text of each moves nothing."""
    near = [[(9 - step, (number + step) % 12) for step in range(1, 6)] for number in range(12)]
    fewer = [others[: map_layout.NEAREST] for others in near]
    ids = [f"p{number}" for number in range(12)]

    def places(name: str, given: list[list[tuple[int, int]]]) -> Places | None:
        return map_layout.find(ids, given, tmp_path / name)

    assert places("1", near) != places("2", fewer)
    monkeypatch.setattr(map_layout, "MANY", 12)
    assert places("3", near) == places("4", fewer)


def test_topics_move_no_paper(tmp_path: Path) -> None:
    """The map is one of texts: what a curator calls them colours it and nothing else."""
    rows = [entry(f"p{n}", f"Word{n % 3} and word{n % 4}") for n in range(12)]
    topics = [row + f"  topics: [t{n % 2}]\n" for n, row in enumerate(rows)]
    plain = collect(write(tmp_path / "a", {"papers.yaml": "".join(rows)}))
    sorted_ = collect(write(tmp_path / "b", {"papers.yaml": "".join(topics)}))
    assert places_of(plain, tmp_path / "a.json") == places_of(sorted_, tmp_path / "b.json")


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 40])
@pytest.mark.parametrize("text", ["", f"  abstract: {LOOMS}\n"])
def test_few_papers_and_papers_without_words_in_common(
    number: int, text: str, tmp_path: Path
) -> None:
    """Each has a place, also where nothing is near anything."""
    rows = [entry(f"p{n}", f"{chr(97 + n % 26) * 5}{n}", text) for n in range(number)]
    collection = collect(write(tmp_path, {"papers.yaml": "".join(rows)}))
    assert number == len(places_of(collection, tmp_path / "map.json"))


def test_an_unchanged_graph_is_not_laid_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last layout is remembered; another graph, another igraph or a damaged file forgets it."""
    laid_out: list[int] = []
    real = map_layout._lay_out

    def counted(number: int, graph: Any) -> Any:
        laid_out.append(number)
        return real(number, graph)

    monkeypatch.setattr(map_layout, "_lay_out", counted)
    memory = tmp_path / "build" / "map.json"
    rows = [entry(f"p{n}", "Looms weave", f"  abstract: {LOOMS}\n") for n in range(6)]
    collection = collect(write(tmp_path, {"papers.yaml": "".join(rows)}))
    first = places_of(collection, memory)
    assert first == places_of(collection, memory)
    assert laid_out == [6]
    longer = collect(write(tmp_path, {"papers.yaml": "".join([*rows, entry("p9", "Looms weave")])}))
    places_of(longer, memory)
    assert laid_out == [6, 7]
    places_of(collection, memory)
    key = json.loads(memory.read_text())["key"]
    wrong = (
        '"x"',
        "[]",
        "[[1, 2]]",
        str([["<b>", 1]] * 6),
        str([[0, -1]] * 6),
        str([[0, 10**9]] * 6),
    )
    planted = [f'{{"key": "{key}", "places": {each}}}'.replace("'", '"') for each in wrong]
    deep = "[" * 100_000
    for damaged in ("", "[]", "{}", '{"key": 1}', "{\x00", deep, *planted):
        memory.write_text(damaged)
        assert first == places_of(collection, memory)
    assert [6, 7, 6, *[6] * 12] == laid_out
    monkeypatch.setattr(map_layout, "version", lambda: "1.99")
    places_of(collection, memory)
    assert len(laid_out) == 16


def test_a_build_remembers_its_layout(tmp_path: Path) -> None:
    """In `build/`, beside the pages; and the second build writes nothing."""
    write(tmp_path, {"papers.yaml": "".join(entry(f"p{n}", "Looms weave") for n in range(4))})
    clock = build.Clock()
    found = build.load(Place(root=tmp_path), clock)
    pages, site = Tree(tmp_path / build.WORK / "pages"), tmp_path / "site"
    memory = bounds.Folder(tmp_path / build.WORK)
    outputs = Outputs(found, Settings(), Draft(site), clock, memory)
    outputs.write_markdown(pages)
    outputs.finish()
    assert (tmp_path / "build/map.json").is_file() and "map" in clock.seconds
    before = (site / "map/points.json").read_bytes()
    again, draft = Tree(pages.folder), Draft(tmp_path / "new", site)
    outputs = Outputs(found, Settings(), draft, clock, memory)
    outputs.write_markdown(again)
    outputs.finish()
    again.finish()
    assert again.written == 0 and not draft.changed
    assert before == (site / "map/points.json").read_bytes()


# --- what is drawn -----------------------------------------------------------------------------


def test_the_script_gets_every_paper_once(tmp_path: Path) -> None:
    """Columns of one length, the words of each point in the part that its number names."""
    collection = collect(ROOT)
    places = places_of(collection, tmp_path / "map.json")
    files = made(collection, places)
    points = json.loads(files[addresses.MAP_POINTS])
    words = json.loads(files[addresses.map_part(1)])
    assert words.pop("version") == points["version"]
    assert {TOTAL} == {len(points[name]) for name in ("x", "y", "hue", "of")}
    assert {TOTAL} == {len(column) for column in words.values()}
    assert set(collection.listed) == set(words["id"])
    hues = maps.hues(collection)
    for number, paper_id in enumerate(words["id"]):
        assert places[paper_id] == (points["x"][number], points["y"][number])
        assert hues[paper_id] == points["hue"][number]
        own = {points["topics"][topic][0] for topic in points["of"][number]}
        assert set(collection.papers[paper_id].topics) <= own
    counted = Counter(topic for topics in points["of"] for topic in topics)
    assert [counted[number] for number in range(len(points["topics"]))] == [
        topic[3] for topic in points["topics"]
    ]


def test_texts_are_data(tmp_path: Path) -> None:
    """Titles and names come back from the files as they are; the page itself holds none of them."""
    collection = collect(write(tmp_path, {"papers.yaml": hostile.catalogue()}))
    files = made(collection, places_of(collection, tmp_path / "map.json"))
    words = [json.loads(data) for name, data in files.items() if "papers-" in name]
    titles = {title for part in words for title in part["title"]}
    assert f'"><script>{hostile.RUN}</script>' in titles
    assert b"<script>window" not in files["map/index.md"]


def test_at_most_eight_topics_are_coloured(tmp_path: Path) -> None:
    """The largest of the upper level; a paper takes the first that it has, by its parents too."""
    tree = {f"content/topics/t{n}.md": f"---\ntitle: Topic {n}\n---\n" for n in range(10)}
    tree["content/topics/below.md"] = "---\ntitle: Below\nparent: t9\n---\n"
    rows = [
        entry(f"p{n}x{m}", f"Title {n} {m}", f"  topics: [t{n}]\n")
        for n in range(10)
        for m in range(n + 1)
    ]
    rows.append(entry("deep", "A deep one", "  topics: [below, t8]\n"))
    rows.append(entry("none", "Without any"))
    collection = collect(write(tmp_path, {"papers.yaml": "".join(rows), **tree}))
    coloured = [term.slug for term in maps.coloured(collection)]
    assert coloured == ["t9", "t8", "t7", "t6", "t5", "t4", "t3", "t2"]
    hues = maps.hues(collection)
    assert (hues["deep"], hues["p8x0"], hues["p1x0"], hues["none"]) == (1, 2, 0, 0)


def test_one_root_gives_way_to_what_is_below_it(tmp_path: Path) -> None:
    """A tree with a single trunk would be a map of one colour."""
    tree = {f"content/topics/t{n}.md": f"---\ntitle: T{n}\nparent: all\n---\n" for n in range(4)}
    tree["content/topics/all.md"] = "---\ntitle: All\n---\n"
    rows = [entry(f"p{n}", f"Title {n}", f"  topics: [t{n}]\n") for n in range(4)]
    collection = collect(write(tmp_path, {"papers.yaml": "".join(rows), **tree}))
    assert [term.slug for term in maps.coloured(collection)] == ["t0", "t1", "t2", "t3"]


# --- where it was left out ---------------------------------------------------------------------


def test_without_the_extra_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells how to get the map, and leads on to topics; nothing is loaded for it."""
    monkeypatch.setattr(map_layout.importlib.metadata, "version", _missing)
    collection = collect(ROOT)
    assert map_layout.find(tuple(collection.listed), [], tmp_path / "map.json") is None
    files = made(collection, None)
    page = files.pop("map/index.md").decode()
    assert files == {} and not (tmp_path / "map.json").exists()
    assert "built without a map" in page and "<code>papershelf[map]</code>" in page
    assert "data-ps-map" not in page and "ps-hue" not in page
    assert 'href="../topics/multimodal-learning/"' in page and 'href="../papers/"' in page


def _missing(name: str) -> str:
    raise map_layout.importlib.metadata.PackageNotFoundError(name)


def test_the_extra_is_locked_apart() -> None:
    """A site without a map installs nothing of it; the tests have it, so that they run."""
    locks = {
        name: (ROOT / f"requirements/{name}.txt").read_text() for name in ("site", "map", "test")
    }
    assert {name: "\nigraph==" in text for name, text in locks.items()} == {
        "site": False,
        "map": True,
        "test": True,
    }
    assert set(_pins(locks["site"])) < set(_pins(locks["map"])) <= set(_pins(locks["test"]))


def _pins(text: str) -> Iterator[str]:
    """Name and version of each package; a lock may need one for some versions of Python alone."""
    lines = (line for line in text.splitlines() if "==" in line and not line.startswith(" "))
    return (re.split(r" [;\\]", line)[0] for line in lines)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
def test_real_papers_keep_their_neighbours(tmp_path: Path) -> None:
    """Of 503 real papers, two in five nearest texts are among the thirty nearest points: by
    chance, one in seventeen would. The files are small."""
    collection = collect(DATA / "gaussian-splatting")
    places = places_of(collection, tmp_path / "map.json")
    ids = list(collection.listed)
    kept = found = 0
    for number, others in enumerate(related.compare(collection).near):
        here = places[ids[number]]
        around = set(sorted(ids, key=lambda other: dist(here, places[other]))[1:31])
        kept += sum(ids[other] in around for _, other in others)
        found += len(others)
    assert kept / found > 0.4
    files = made(collection, places)
    assert len(gzip.compress(files[addresses.MAP_POINTS])) < 8_000
    assert sum("papers-" in name for name in files) == 2
