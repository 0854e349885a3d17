"""What `import` makes of words and days, as its options say: `--topics` and `--added`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import run
from support.helpers import check, entry, git, write

NLP = {"content/topics/nlp.md": "---\ntitle: Language\n---\n"}
HIVES = "- title: T\n  authors: [Ada Quill]\n  date: 2025-05-01\n  envs: [NLP, General Hive]\n"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")


@pytest.mark.parametrize(
    ("spec", "topics", "told"),
    [
        (None, "topics: [nlp]", 'General Hive has no page; --topics "General Hive=general-hive" creates one'),
        ("General Hive=hives", "topics: [nlp, hives]", "+ content/topics/hives.md: General Hive"),
        ("*", "topics: [nlp, general-hive]", "+ content/topics/general-hive.md: General Hive"),
        ("NLP=words,general hive=words", "topics: [words]", "+ content/topics/words.md"),
    ],
)  # fmt: skip
def test_topics_of_a_mapped_field(spec: str | None, topics: str, told: str, tmp_path: Path) -> None:
    """A word whose slug has a page is that topic; others are named with the option that takes them."""
    root = write(
        tmp_path,
        {
            "papers.yaml": entry(),
            **NLP,
            "x.yaml": HIVES,
            "map.yaml": "fields: {envs: topics, nix: venue}",
        },
    )
    options = ["--topics", spec] if spec else []
    done = run("-C", root, "import", "--map", root / "map.yaml", *options, root / "x.yaml")
    assert done.exit_code == 0 and told in done.output and "not a slug" not in done.output
    assert "! map: nix matches no field of the file" in done.output
    assert topics in (root / "papers.yaml").read_text()
    assert [problem for problem in check(root) if problem.severity == "error"] == []


BIB = "@misc{a, title={One}, author={Quill, Ada}, year=2020, month=may}\n\n@misc{b, title={Two}, author={Quill, Ada}, year=2021}\n"


@pytest.mark.parametrize(
    ("added", "days", "told"),
    [
        ("2024-01-02", ["2024-01-02", "2024-01-02"], "added: 2 records as given, 2024-01-02\n"),
        ("published", ["2020-05-01", "2021-01-01"], "added: 2 records as published, 2020-05-01 to 2021-01-01\n"),
    ],
)  # fmt: skip
def test_added(added: str, days: list[str], told: str, tmp_path: Path) -> None:
    """One day for all, or that of the publication; a record's own day counts before it."""
    root = write(
        tmp_path,
        {
            "papers.yaml": "",
            "x.bib": BIB,
            "y.jsonl": '{"title": "Y", "authors": ["Bo Reed"], "year": 2022, "added": "2023-03-03"}',
        },
    )
    done = run("-C", root, "import", "--added", added, root / "x.bib", root / "y.jsonl")
    assert done.exit_code == 0 and told in done.output
    assert "added: 0 records" in done.output and "; 1 with their own date" in done.output
    lines = (root / "papers.yaml").read_text().splitlines()
    assert [*days, "2023-03-03"] == [
        line.removeprefix("  added: ") for line in lines if "added: " in line
    ]


@pytest.mark.parametrize("added", ["2024", "2024-13-01", "yesterday", ""])
def test_added_is_a_day_or_a_mode(added: str, tmp_path: Path) -> None:
    """Anything else is an error, and nothing is written."""
    root = write(tmp_path, {"papers.yaml": entry(), "x.bib": BIB})
    done = run("-C", root, "import", "--added", added, root / "x.bib")
    assert (
        done.exit_code == 2 and "is not a date; write YYYY-MM-DD, published or git" in done.output
    )


def test_added_by_git(tmp_path: Path) -> None:
    """The day on which the first line of a record came into its file, where its author was."""
    root = write(tmp_path, {"papers.yaml": "", "x.bib": BIB.partition("\n\n")[0] + "\n"})
    git(root, "init", "-q")
    _commit(root, "2021-03-04T23:30:00-05:00")
    write(root, {"x.bib": BIB})
    _commit(root, "2022-05-06T00:30:00+09:00")
    write(root, {"x.bib": BIB + "@misc{c, title={Three}, author={Quill, Ada}, year=2022}\n"})
    done = run("-C", root, "import", "--added", "git", root / "x.bib")
    assert done.exit_code == 0
    assert "added: 3 records by git, 2021-03-04 to 2026-11-24\n" in done.output
    lines = (root / "papers.yaml").read_text().splitlines()
    days = [line.removeprefix("  added: ") for line in lines if "added: " in line]
    assert days == ["2021-03-04", "2022-05-06", "2026-11-24"]


def test_added_by_git_without_git(tmp_path: Path) -> None:
    """No repository, a file that git does not have, records without a line: errors; a shallow clone
    is reported."""
    root = write(tmp_path / "one", {"papers.yaml": "", "x.bib": BIB})
    done = run("-C", root, "import", "--added", "git", root / "x.bib")
    assert done.exit_code == 2 and "not a git repository" in done.output
    git(root, "init", "-q")
    _commit(root, "2021-03-04T12:00:00Z")
    write(root, {"y.bib": BIB, "z.json": json.dumps({"papers": [{"title": "T", "year": 2020}]})})
    done = run("-C", root, "import", "--added", "git", root / "y.bib")
    assert done.exit_code == 2 and "no such path" in done.output
    _commit(root, "2022-03-04T12:00:00Z")
    done = run("-C", root, "import", "--added", "git", root / "z.json")
    assert done.exit_code == 2 and "item 1 has no line of its own in z.json" in done.output
    clone = tmp_path / "two"
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(clone))
    done = run("-C", clone, "import", "--added", "git", clone / "x.bib")
    assert done.exit_code == 0 and "! x.bib: this clone is shallow" in done.output


def test_a_file_whose_fields_are_not_known(tmp_path: Path) -> None:
    """The last line says how to name them."""
    root = write(tmp_path, {"papers.yaml": "", "x.csv": "Title,Year published\nOn looms,2020\n"})
    done = run("-C", root, "import", root / "x.csv")
    assert done.exit_code == 1
    assert done.output.endswith("or name the fields of title and date with --map\n")


def test_a_citation_file(tmp_path: Path) -> None:
    """`CITATION.cff` is YAML; what it says of other works is reported."""
    text = (
        "cff-version: 1.2.0\ntype: software\ntitle: Loom\nversion: 2.1\ndate-released: 2021-08-11\n"
        "authors: [{family-names: Horst, given-names: Bo, name-particle: van der}]\n"
        "preferred-citation: {type: article, title: On looms, year: 2020}\n"
    )
    root = write(tmp_path, {"papers.yaml": "", "CITATION.cff": text})
    done = run("-C", root, "import", root / "CITATION.cff")
    assert done.exit_code == 0 and "not kept: preferred-citation: " in done.output
    assert "authors: [Bo van der Horst]" in (root / "papers.yaml").read_text()


def _commit(root: Path, moment: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "A change", "--date", moment)
