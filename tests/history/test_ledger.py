"""What happened to the papers, day by day, as real repositories tell it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from papershelf.history import Repository, editions, ledger
from papershelf.history.ledger import Day
from papershelf.outputs.data import changes
from support.helpers import ROOT, build, entry, write
from support.repo import Repo


class Days(Repo):
    """With what the ledger reports."""

    def days(self) -> list[dict[str, Any]]:
        return [changes.to_record(day) for day in ledger.days(Repository(root=self.folder))]


@pytest.fixture
def repo(tmp_path: Path) -> Days:
    return Days(tmp_path / "repo")


def test_a_life_of_a_catalogue(repo: Days) -> None:
    """Added, changed, renamed, merged, withdrawn, removed, moved to a file of its own, sorted."""
    a, b, c = entry("a1", "A"), entry("b1", "B"), entry("c1", "C")
    repo.commit("2025-01-01T12:00:00+00:00", {"papers.yaml": a + b})
    repo.commit("2025-01-02T12:00:00+00:00", {"papers.yaml": "# words\n" + b + "\n" + a + c})
    repo.commit(
        "2025-01-03T12:00:00+00:00", {"papers.yaml": a.replace("title: A", "title: Aa") + b + c}
    )
    renamed = entry("a2", "Aa", "  aliases: [a1]\n  venue: Here\n")
    repo.commit("2025-01-04T12:00:00+00:00", {"papers.yaml": renamed + b + c})
    merged = entry("a2", "Aa", "  aliases: [a1, b1]\n  venue: Here\n")
    repo.commit("2025-01-05T12:00:00+00:00", {"papers.yaml": merged + c})
    gone = entry("c1", "C", "  status: retracted\n")
    repo.commit("2025-01-06T12:00:00+00:00", {"papers.yaml": merged, "papers/c1.yaml": gone})
    repo.commit("2025-01-07T12:00:00+00:00", {"papers.yaml": merged, "papers/c1.yaml": None})
    repo.commit("2025-01-08T12:00:00+00:00", {"papers.yaml": None, "papers/a2.yaml": merged})
    repo.commit("2025-01-09T12:00:00+00:00", {"papers/a2.yaml": None, "papers.yaml": ""})
    assert repo.days() == [
        {"date": "2025-01-09", "removed": [{"id": "a2"}]},
        {"date": "2025-01-06", "removed": [{"id": "c1", "status": "retracted"}]},
        {"date": "2025-01-05", "renamed": [{"from": "b1", "to": "a2"}]},
        {"date": "2025-01-04", "changed": [{"id": "a2", "fields": ["venue"]}],
         "renamed": [{"from": "a1", "to": "a2"}]},
        {"date": "2025-01-03", "changed": [{"id": "a1", "fields": ["title"]}]},
        {"date": "2025-01-02", "added": [{"id": "c1"}]},
        {"date": "2025-01-01", "added": [{"id": "a1"}, {"id": "b1"}]},
    ]  # fmt: skip


def test_a_paper_that_is_renamed_and_withdrawn_on_one_day(repo: Days) -> None:
    """It is reported under the name that people know, with its status."""
    repo.commit("2025-01-01T12:00:00+00:00", {"papers.yaml": entry("a1", "A")})
    gone = entry("a2", "A", "  aliases: [a1]\n  status: retracted\n")
    repo.commit("2025-01-02T12:00:00+00:00", {"papers.yaml": gone})
    assert repo.days()[0] == {
        "date": "2025-01-02",
        "removed": [{"id": "a1", "status": "retracted"}],
    }


def test_a_day_is_told_as_a_whole(repo: Days) -> None:
    """What comes and goes on one day (in UTC) did not happen; a clock that ran ahead is set right."""
    repo.commit("2030-01-01T00:00:00+00:00", {"papers.yaml": entry("a1", "A")})
    repo.commit("2025-03-01T23:30:00-01:00", {"papers.yaml": entry("a1", "A") + entry("b1", "B")})
    repo.commit("2025-03-02T12:00:00+00:00", {"papers.yaml": entry("a1", "A") + entry("c1", "C")})
    assert repo.days() == [{"date": "2025-03-02", "added": [{"id": "a1"}, {"id": "c1"}]}]


def test_branches_count_when_they_are_merged(repo: Days) -> None:
    """On the day of the merge, which is when readers saw it."""
    repo.commit("2025-01-01T12:00:00+00:00", {"papers.yaml": entry("a1", "A")})
    repo.git("switch", "-q", "-c", "topic")
    repo.commit("2025-01-02T12:00:00+00:00", {"papers/b1.yaml": entry("b1", "B")})
    repo.git("switch", "-q", "main")
    repo.commit("2025-01-03T12:00:00+00:00", {"papers/c1.yaml": entry("c1", "C")})
    repo.git("merge", "-q", "--no-ff", "topic", date="2025-01-04T12:00:00+00:00")
    assert [(day["date"], day["added"][0]["id"]) for day in repo.days()] == [
        ("2025-01-04", "b1"),
        ("2025-01-03", "c1"),
        ("2025-01-01", "a1"),
    ]


def test_a_collection_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    """Its own files count, those of a neighbour do not; damaged entries hide no other."""
    repo = Days(tmp_path / "repo", "lists/papers-of-ours")
    broken = "- id: [\n" + entry("b1", "B")
    write(repo.root, {"papers.yaml": entry("other", "Other")})
    repo.commit(
        "2025-01-01T12:00:00+00:00", {"papers.yaml": broken, "content/about.md": "# About\n"}
    )
    assert repo.days() == [{"date": "2025-01-01", "added": [{"id": "b1"}]}]


def test_without_a_whole_history_nothing_is_told(repo: Days, tmp_path: Path) -> None:
    """No repository, no commit, a shallow clone: no half of the truth, and no error."""
    assert ledger.days(Repository(root=tmp_path)) == ()
    assert repo.days() == []
    for number in range(3):
        repo.commit(
            f"2025-01-0{number + 1}T12:00:00+00:00", {"papers.yaml": entry(f"a{number}", "A")}
        )
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{repo.root}", str(shallow)], check=True
    )
    assert ledger.days(Repository(root=shallow)) == ()
    assert len(ledger.days(Repository(root=repo.root))) == 3
    assert list(changes.files(())) == []


def test_an_entry_is_read_once(repo: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only changed entries are parsed, however many states contain an entry."""
    every = [entry(f"paper{number:03}", f"Title {number}") for number in range(60)]
    for number in range(20):
        day = f"2025-01-{number + 1:02}T12:00:00+00:00"
        repo.commit(day, {"papers.yaml": "".join(every[: 40 + number])})
    read: list[int] = []
    original = ledger.read_files
    monkeypatch.setattr(
        ledger,
        "read_files",
        lambda files: read.append(files[0][1].count(b"- id:")) or original(files),
    )
    assert len(repo.days()) == 20
    assert read[0] == 40 and sum(read) <= 40 + 2 * 19, (
        "the entry before a new one gains a line break"
    )
    edition = "---\ntitle: L\nstarts: 2025-01-01\nmeets: [mon]\n---\n\n## One\n\n- [@paper000]\n"
    pages = {"content/courses/x.md": "- [@paper000]\n", "content/courses/x/2025.md": edition}
    repo.commit("2025-01-21T12:00:00+00:00", pages)
    for number, title in enumerate(("Other", "Title 0", "Other")):  # the third is as the first
        day = f"2025-01-{number + 22}T12:00:00+00:00"
        repo.commit(day, {"papers.yaml": "".join([entry("paper000", title), *every[1:]])})
    days, before = repo.days(), len(read)
    changed = [day["changed"] for day in days[:3]]
    assert changed == [[{"id": "paper000", "fields": ["title"]}]] * 3
    steps = editions.past(Repository(root=repo.folder)).steps
    assert [step.day.changed for step in steps] == [(("paper000", ("title",)),)] * 3
    assert len(read) == before, "calendars take what days with one commit have shown"


LINES = st.lists(
    st.sampled_from(["- a", "- b", "- id: c", "  d: e", "- ", "-x", "", "f"]), max_size=9
)


@example(["- a", "- b"], ["-x"], 1, 2, 3)  # the equal blocks end within a line
@given(LINES, LINES, st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
def test_only_what_differs_is_split(
    old: list[str], other: list[str], begin: int, end: int, block: int
) -> None:
    """The same entries as if both files were split, whatever lines are replaced, and however many
    bytes are compared at once."""
    new = [*old[:begin], *other, *old[max(begin, end) :]]
    texts = [b"".join(f"\n{line}".encode() for line in lines) for lines in (old, new)]
    pieces = [ledger._split(text) for text in texts]
    assume(all(len(set(each)) == len(each) for each in pieces))
    one, two = pieces
    expected = [each for each in one if each not in two], [each for each in two if each not in one]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "_BLOCK", block)
        assert ledger._differing_pieces(*texts) == expected


@pytest.mark.slow
def test_a_build_publishes_it(tmp_path: Path) -> None:
    """As JSON with a version, the same bytes again, and by no other name without a history."""
    repo = Days(tmp_path / "repo")
    repo.commit("2025-01-01T12:00:00+00:00", {"papers.yaml": (ROOT / "papers.yaml").read_text()})
    build(repo.root, tmp_path / "site", has_search=False)
    path = tmp_path / "site" / "changes.json"
    told = json.loads(path.read_text())
    assert told["version"] == 1
    assert [day["date"] for day in told["days"]] == ["2025-01-01"]
    assert len(told["days"][0]["added"]) == 36
    again = build(repo.root, tmp_path / "site", has_search=False)
    assert again.report["files_written"] == 0
    bare = write(tmp_path / "bare", {"papers.yaml": entry()})
    build(bare, tmp_path / "other", has_search=False)
    assert not (tmp_path / "other" / "changes.json").exists()


def test_what_is_empty_is_left_out() -> None:
    """A day is its date and what happened on it."""
    day = Day("2025-01-01", ("a1",), (), (), ())
    assert changes.to_record(day) == {"date": "2025-01-01", "added": [{"id": "a1"}]}
