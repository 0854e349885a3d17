"""A collection for other programs: `from papershelf import load`."""

from __future__ import annotations

import copy
import doctest
import os
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import papershelf
from papershelf import Collection, Course, Edition, LoadError, Reading, library, load
from papershelf.citations import csl, to_record
from support.helpers import ROOT, entry, write

FILES = {
    "papers.yaml": entry(
        more="  doi: 10.1000/ABC\n  arxiv: math.GT/0309136\n  aliases: [ada2023, ada2022]\n  topics: [engines]\n"
    )
    + entry("only2024", "Only a preprint", "  doi: 10.48550/arXiv.2404.17858\n")
    + entry("gone2024", "Gone", "  status: withdrawn\n"),
    "content/topics/engines.md": "---\ntitle: Engines\n---\n",
    "content/people.yaml": "- slug: ada\n  name: Ada Lovelace\n",
    "content/keywords.yaml": "- slug: engines\n  name: Engines\n",
    "content/courses/ml.md": "---\ntitle: Learning\ninstructors: [Ada Lovelace]\nprovider: A school\n"
    "url: https://example.org/ml\naliases: [ai]\n---\n\nWords.\n\n## One\n\n- [@only2024] Why.\n- [@ada2024engine]\n",
    "content/courses/ml/2024.md": "---\ntitle: Spring\nstarts: 2024-04\n---\n\n- [@only2024]\n",
    "content/digests/2024-05-01.md": "---\ntitle: May\nfrom: 2024-04-24\nto: 2024-05-01\naliases: [may]\n---\n\n"
    "<!-- [@only2024] -->\n\nWords.\n\n## C\\#\n\n- [@ada2023] Why.\n",
    "content/digests/2024-05-08.md": "---\nfrom: 2024-05-02\nto: 2024-05-08\n---\n\n- [@gone2024]\n",
    "content/courses/ml/2025.md": "---\ntitle: Spring\nstarts: 2025\n---\n\n- [@ada2024engine]\n",
}


@pytest.mark.parametrize("module", [papershelf, library], ids=lambda module: module.__name__)
def test_examples_run(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the documentation, on the example collection."""
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(module, raise_on_error=False)  # type: ignore[arg-type]
    assert found.attempted >= 3 and found.failed == 0


@pytest.fixture
def shelf(tmp_path: Path) -> Collection:
    return load(write(tmp_path, FILES))


@pytest.mark.parametrize(
    "doi",
    ["10.1000/ABC", "10.1000/abc", "doi:10.1000/aBc", "https://doi.org/10.1000/ABC",
     "http://dx.doi.org/10.1000/abc", " 10.1000/abc "],
)  # fmt: skip
def test_a_doi_finds_its_paper(doi: str, shelf: Collection) -> None:
    """In any spelling."""
    paper = shelf.by_doi(doi)
    assert paper and paper.id == "ada2024engine"


@pytest.mark.parametrize(
    ("arxiv", "paper_id"),
    [("math.GT/0309136", "ada2024engine"), ("math/0309136", "ada2024engine"), ("math/0309136v2", "ada2024engine"),
     ("2404.17858", "only2024"), ("arXiv:2404.17858v3", "only2024"), ("10.48550/arXiv.2404.17858", "only2024"),
     ("https://arxiv.org/pdf/2404.17858v1.pdf", "only2024"), ("https://doi.org/10.48550/ARXIV.2404.17858", "only2024")],
)  # fmt: skip
def test_an_arxiv_id_finds_its_paper(arxiv: str, paper_id: str, shelf: Collection) -> None:
    """In any version and with any address, also where the catalogue has its DOI alone."""
    paper = shelf.by_arxiv(arxiv)
    assert paper and paper.id == paper_id
    if "10.48550" in arxiv:
        assert shelf.by_doi(arxiv) is paper


def test_an_id_finds_its_paper(shelf: Collection) -> None:
    """Also one that it had before; what is not there is None and no error."""
    paper = shelf.papers["ada2024engine"]
    assert paper is shelf.by_id("ada2024engine") is shelf.by_id("ada2023") is shelf.by_id("ada2022")
    for found in (shelf.by_id("x"), shelf.by_id(""), shelf.by_doi("x"), shelf.by_doi("10.1000/other"),
                  shelf.by_arxiv("x"), shelf.by_arxiv("2404.00001")):  # fmt: skip
        assert found is None


def test_it_has_papers_topics_and_people(shelf: Collection) -> None:
    """Which papers are in lists, and which are not."""
    assert {"ada2024engine", "only2024", "gone2024"} == set(shelf.papers)
    assert "gone2024" not in shelf.listed
    assert shelf.topics["engines"].title == "Engines"
    assert shelf.terms["topics"]["engines"].ids == ("ada2024engine",)
    assert shelf.people["ada"].name == "Ada Lovelace"
    assert shelf.keywords["engines"].name == shelf.terms["keywords"]["engines"].title == "Engines"
    with pytest.raises(FrozenInstanceError):
        shelf.papers = {}  # type: ignore[misc]
    for index in (shelf.papers, shelf.listed, shelf.topics, shelf.people, shelf.keywords, shelf.terms,
                  shelf.slugs, shelf.keys, shelf.pages, shelf.terms["topics"], shelf.slugs["authors"]):  # fmt: skip
        with pytest.raises(TypeError):
            index["new"] = None  # type: ignore[index]
    assert shelf.listed["only2024"] is shelf.papers["only2024"]


def test_nothing_in_a_paper_changes_either(tmp_path: Path) -> None:
    """Its own mappings, and what a curator has put into `extra`."""
    more = "  urls: {pdf: https://example.org/a.pdf}\n  extra: {a: {b: [1, {c: d}]}}\n"
    loaded = load(write(tmp_path, {"papers.yaml": entry("ada2024engine", "On", more)}))
    paper = loaded.papers["ada2024engine"]
    assert paper.extra == {"a": {"b": ("1", {"c": "d"})}}
    for index in (
        paper.urls,
        paper.discussion,
        paper.extra,
        paper.extra["a"],
        paper.extra["a"]["b"][1],
    ):
        with pytest.raises(TypeError):
            index["new"] = ""
    assert '"extra": {"a": {"b": ["1", {"c": "d"}]}}' in csl.to_full_entry(to_record(paper))


def test_it_goes_to_other_processes(shelf: Collection) -> None:
    """And comes back the same, frozen as before."""
    for other in (pickle.loads(pickle.dumps(shelf)), copy.deepcopy(shelf)):
        assert other == shelf
        with pytest.raises(TypeError):
            other.papers["ada2024engine"].urls["pdf"] = ""


def test_it_has_courses_with_their_readings_and_editions(shelf: Collection) -> None:
    """In the order of reading, the newest edition first, all of it frozen."""
    course = shelf.courses["ml"]
    assert (course.title, course.introduction, course.instructors, course.provider, course.url,
            course.aliases) == ("Learning", "Words.", ("Ada Lovelace",), "A school", "https://example.org/ml",
                                ("ai",))  # fmt: skip
    assert course.readings == (
        Reading(id="only2024", note="Why.", section="One"),
        Reading(id="ada2024engine", section="One"),
    )
    assert [(each.slug, str(each.starts)) for each in course.editions] == [
        ("2025", "2025"), ("2024", "2024-04")]  # fmt: skip
    assert all(isinstance(each, Edition) for each in course.editions) and isinstance(course, Course)
    frozen = ((course, "title"), (course.readings[0], "note"), (course.editions[0], "title"))
    for record, name in frozen:
        with pytest.raises(FrozenInstanceError):
            setattr(record, name, "Another")
    with pytest.raises(TypeError):
        shelf.courses["new"] = course  # type: ignore[index]


def test_it_has_digests_with_current_ids(shelf: Collection) -> None:
    """The newest first, without comments, whatever names their papers have in the files."""
    assert list(shelf.digests) == ["2024-05-08", "2024-05-01"]
    digest = shelf.digests["2024-05-01"]
    assert (digest.title, digest.introduction, digest.aliases) == ("May", "Words.", ("may",))
    assert tuple(map(str, (digest.date, digest.since, digest.until))) == (
        "2024-05-01", "2024-04-24", "2024-05-01")  # fmt: skip
    assert digest.readings == (Reading(id="ada2024engine", note="Why.", section="C#"),)
    assert digest.dropped == ("only2024",) and "<!--" not in digest.body
    assert shelf.digests["2024-05-08"].title == "8 May 2024"
    with pytest.raises(FrozenInstanceError):
        digest.title = "Another"  # type: ignore[misc]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """By one exception with the report of `papershelf check`, and the problems as data."""
    text = entry("a1", "A", "  topics: [Nope]\n  colour: red\n") + entry("a1", "B")
    with pytest.raises(LoadError, match="unknown key") as caught:
        load(write(tmp_path, {"papers.yaml": text}))
    rules = {problem.rule for problem in caught.value.problems}
    assert {"unknown-key", "wrong-slug", "duplicate-id"} <= rules
    assert "papers.yaml:7:" in str(caught.value)


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    """A folder without a catalogue, one that is not there, settings without the plugin."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LoadError, match=r"papers\.yaml"):
            load(path)
    other = write(tmp_path / "other", FILES | {"mkdocs.yml": "site_name: x\ndocs_dir: content\n"})
    with pytest.raises(LoadError, match="does not load the plugin"):
        load(other)


def test_it_works_by_the_settings_of_the_collection(tmp_path: Path) -> None:
    """Another name of the catalogue, a rule that is off; or a file alone, without them."""
    settings = ("site_name: x\ndocs_dir: content\ntheme: {name: material}\n"
                "plugins: [{papershelf: {catalogue: list.yaml, rules: {duplicate-doi: off}}}]\n")  # fmt: skip
    text = entry("a1", "A", "  doi: 10.1000/x\n") + entry("b1", "B", "  doi: 10.1000/X\n")
    write(tmp_path, {"list.yaml": text, "mkdocs.yml": settings, "content/about.md": "# About\n"})
    collection = load(tmp_path)
    assert list(collection.papers) == ["a1", "b1"]
    found = collection.by_doi("10.1000/X")
    assert found and found.id == "a1"
    with pytest.raises(LoadError):
        load(str(tmp_path / "list.yaml"))


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    """`import papershelf` costs nothing; each public name is there, and no other."""
    code = ("import sys, papershelf; names = [m for m in sys.modules if m.startswith('papershelf.')];"
            " assert not names, names; assert set(papershelf.__all__) <= set(dir(papershelf));"
            " [getattr(papershelf, name) for name in papershelf.__all__];"
            " assert not hasattr(papershelf, 'nothing')")  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_it_is_typed_for_other_programs(tmp_path: Path) -> None:
    """mypy knows what comes back, and what does not."""
    good = "from papershelf import load\np = load('.').by_doi('x')\nif p:\n    t: str = p.title\n"
    bad = "from papershelf import load\nx: int = load('.').by_doi('x')\n"
    for name, text, code in (("good.py", good, 0), ("bad.py", bad, 1)):
        path = tmp_path / name
        path.write_text(text)
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--cache-dir", str(tmp_path / "cache"), str(path)],
            cwd=tmp_path, env=os.environ | {"MYPYPATH": str(ROOT / "generator")}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert code == done.returncode, done.stdout
