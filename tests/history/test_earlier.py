"""What a catalogue had before a day: what decides which papers a digest announces."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from papershelf.history import Repository
from papershelf.history.earlier import Earlier, before
from support.helpers import entry, write
from support.repo import Repo

A, B, C = entry("a1", "A"), entry("b1", "B", "  aliases: [b0]\n"), entry("c1", "C")


def found(root: Path, day: str) -> Earlier | None:
    return before(Repository(root=root), day)


def state(is_first: bool, *names: str) -> Earlier:
    return Earlier(frozenset(names), is_first)


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Three commits in December; the clock of one was not set. Before them, another project."""
    made = Repo(tmp_path_factory.mktemp("earlier") / "repo")
    made.commit("2025-11-01T12:00:00+00:00", {"README.md": "Something else"})
    made.commit("2025-12-01T12:00:00+00:00", {"papers.yaml": A})
    made.commit("2025-12-10T23:30:00-02:00", {"papers.yaml": A + B})
    made.commit("1970-01-01T00:00:00+00:00", {"papers.yaml": A + B + C})
    made.commit("2025-12-20T12:00:00+00:00", {"README.md": "Papers"})
    return made


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-21", state(False, "a1", "b1", "b0", "c1")),
        ("2025-12-20", state(False, "a1", "b1", "b0")),
        ("2025-12-11", state(False, "a1")),
        ("2025-12-02", state(False, "a1")),
        ("2025-12-01", state(True, "a1", "b1", "b0", "c1")),
        ("2025-11-01", state(True, "a1", "b1", "b0", "c1")),
    ],
)
def test_the_last_state_before_a_day(repo: Repo, day: str, expected: Earlier) -> None:
    """In UTC, with former names; if no catalogue is that old, the present one."""
    assert found(repo.root, day) == expected


def test_without_a_whole_history_nothing_is_known(repo: Repo, tmp_path: Path) -> None:
    """No repository, no commit, no commit of the catalogue, a shallow clone."""
    assert found(write(tmp_path / "bare", {"papers.yaml": A}), "2025-12-20") is None
    empty = Repo(tmp_path / "empty")
    assert found(write(empty.root, {"papers.yaml": A}), "2025-12-20") is None
    empty.git("commit", "-q", "--allow-empty", "-m", "nothing")
    assert found(empty.root, "2025-12-20") is None
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", f"file://{repo.root}", str(shallow)], check=True
    )
    assert found(shallow, "2025-12-20") is None


def test_of_a_young_history_the_first_digest_counts(tmp_path: Path) -> None:
    """An import on the second day, or a history that was written again, brings nothing new."""
    made = Repo(tmp_path / "repo")
    made.commit("2025-12-18T12:00:00+00:00", {"papers.yaml": A})
    made.commit("2025-12-19T12:00:00+00:00", {"papers.yaml": A + B})
    made.commit("2025-12-23T12:00:00+00:00", {"content/digests/2025-12-23.md": "- [@a1]\n"})
    made.commit("2025-12-24T12:00:00+00:00", {"papers.yaml": A + B + C})
    assert found(made.root, "2025-12-17") == state(True, "a1", "b1", "b0")


def test_what_was_merged_late_was_not_there_before(tmp_path: Path) -> None:
    """A branch counts when it is merged, whatever the dates of its commits."""
    made = Repo(tmp_path / "repo")
    made.commit("2025-12-01T12:00:00+00:00", {"papers.yaml": A})
    made.git("switch", "-q", "-c", "late")
    made.commit("2025-12-02T12:00:00+00:00", {"papers/b1.yaml": B})
    made.git("switch", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", "merge", "late", date="2025-12-20T12:00:00+00:00")
    assert found(made.root, "2025-12-20") == state(False, "a1")
    assert found(made.root, "2025-12-21") == state(False, "a1", "b1", "b0")
