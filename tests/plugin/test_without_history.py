"""Building in a repository whose history is incomplete or cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from papershelf.plugin.writing import NO_PAST
from support import skipped
from support.helpers import build, entry, write
from support.repo import Repo

TERM = "---\ntitle: Autumn\nstarts: 2026-10-05\nmeets: [mon]\n---\n\n## One\n\n- [@a1]\n"
FILES: dict[str, str | None] = {
    "papers.yaml": entry("a1", "A"),
    "content/courses/ml.md": "# ML\n\n- [@a1]\n",
    "content/courses/ml/2026.md": TERM.replace("One", "Zero"),
}


def notes(root: Path, site: Path) -> tuple[str, ...]:
    """What a build says, which has a `changes.json` if it says nothing."""
    found = build(root, site, has_search=False).notes
    assert (site / "changes.json").exists() == (not found)
    return found


def test_a_build_says_what_lacks_the_history(tmp_path: Path) -> None:
    """Calendars would go back in time; with the whole history, there is nothing to say."""
    repo = Repo(tmp_path / "repo")
    repo.commit("2026-09-01T12:00:00+00:00", FILES)
    repo.commit("2026-09-02T12:00:00+00:00", {"content/courses/ml/2026.md": TERM})
    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(shallow))
    missing, past = notes(shallow, tmp_path / "site")
    assert "changes.json" in missing and "fetch-depth: 0" in missing and past == NO_PAST
    repo.git("-C", str(shallow), "fetch", "-q", "--unshallow")
    assert notes(shallow, tmp_path / "site") == ()


@skipped.root
def test_a_build_says_why_git_reads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The repository of another user, as in a container, is trusted by the command of the note."""
    repo = Repo(tmp_path / "repo")
    repo.commit("2026-09-01T12:00:00+00:00", {"papers.yaml": entry("a1", "A")})
    monkeypatch.setenv("HOME", str(tmp_path))
    for path in (repo.root, repo.root / ".git"):
        os.chown(path, 12345, 12345)
    (note,) = notes(repo.root, tmp_path / "site")
    command = note.partition("if you trust it, run git ")[2]
    repo.git(*command.split())
    assert notes(repo.root, tmp_path / "site") == ()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in notes(repo.root, tmp_path / "site")[0]


def test_a_folder_without_a_history_lacks_nothing(tmp_path: Path) -> None:
    """A work tree whose repository is elsewhere, as in a container, does."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry("a1", "A")})
    assert build(root, tmp_path / "site", has_search=False).notes == ()
    write(root, {".git": "gitdir: /nowhere\n"})
    assert "not a git repository: /nowhere" in notes(root, tmp_path / "site")[0]
