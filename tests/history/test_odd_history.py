"""Histories that no sensible person makes, by a real git: they break no build and no command."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from papershelf.history import HistoryError, Repository, ledger
from papershelf.history.git import day_of
from support.command import run
from support.helpers import entry, git, write

#: Names that git's own listings quote, part or cut.
NAMES = (
    b'quo"te.yaml', b"new\nline.yaml", b"tab\tname.yaml", b"caf\xe9.yaml", b"back\\slash.yaml",
    b"-n.yaml", b"--output=x.yaml", b"one\x01two.yaml", b"\x01" + b"0" * 40 + b".md", b":colon.yaml",
    b" lead.yaml", b"end .yaml", b"'.yaml", b"$(touch x).yaml", b"papers/odd\x01\n\xff.yaml",
    b"content/caf\xe9\n.md",
)  # fmt: skip
ONE, TWO = entry("ada2024engine"), entry("bob2024loom", "The loom")


def committed(root: Path, date: str, files: dict[str, str | bytes]) -> str:
    """The name of a commit whose date is written into it as it is, which git itself would refuse."""
    write(root, files)
    git(root, "add", "-A")
    tree = said(root, "write-tree")
    head = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "-q", "--verify", "HEAD"],
        capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    parent = f"parent {head}\n" if head else ""
    people = "".join(f"{who} A <a@example.org> {date}\n" for who in ("author", "committer"))
    text = f"tree {tree}\n{parent}{people}\nA change\n".encode()
    name = said(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", text=text)
    git(root, "update-ref", "HEAD", name)
    return name


def said(root: Path, *arguments: str, text: bytes = b"") -> str:
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A collection whose history has every oddity."""
    root = tmp_path / "shelf"
    root.mkdir()
    git(root, "init", "-q")
    committed(root, "1700000000 +0000", {"papers.yaml": ONE})
    for name in NAMES:
        write(root, {os.fsdecode(name): b"- 1\n" if name.endswith(b"yaml") else b"# Words\n"})
    committed(root, "0 +0000", {})
    committed(root, "-1 +0000", {"papers/big.yaml": b"\x00\xff\x1b" * 400_000})
    committed(root, "99999999999999999999 +9999", {"papers/big.yaml": b"\xff\xfe- id: x\n"})
    committed(root, "253402300800 +0000", {"papers.yaml": ONE + TWO})
    committed(root, "soon", {"papers.yaml": ONE + TWO + "# words\n"})
    (root / "papers" / "big.yaml").unlink()
    (root / "papers" / "link.yaml").symlink_to("papers.yaml")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "\x01 -- \n\n:100644", "--date", "2038-01-19T03:14:08")
    for name in NAMES:
        (root / os.fsdecode(name)).unlink()
    (root / "papers" / "link.yaml").unlink()
    git(root, "switch", "-q", "-c", "side")
    committed(root, "1800000000 -0000", {"content/about.md": "# About\n"})
    git(root, "switch", "-q", "main")
    git(root, "commit", "-q", "--allow-empty", "-m", "Empty")
    git(root, "merge", "-q", "--no-ff", "-X", "theirs", "-m", "Merge", "side")
    return root


@pytest.mark.slow
def test_every_oddity_at_once(odd: Path) -> None:
    """Names, dates, bytes, merges: the ledger tells its days, and each command that asks git works."""
    days = ledger.days(Repository(root=odd))
    assert [name for day in days for name in day.added] == ["bob2024loom", "ada2024engine"]
    assert days[-1].date == "2023-11-14" < days[0].date  # a commit without a day has the next one's
    first = said(odd, "rev-list", "--max-parents=0", "HEAD")
    for ref in ("root", first, "HEAD~1"):
        done = run("-C", odd, "check", "--since", ref)
        assert done.exit_code in (0, 1) and "Traceback" not in done.output, done.output
        assert "problems" in done.output or "error" in done.output or "warning" in done.output
    assert run("-C", odd, "changes", "--since", first).exit_code == 0
    assert run("-C", odd, "fmt", "--diff").exit_code == 0
    bib = write(odd, {"refs.bib": "@misc{a, title={New}, author={A, B}, year=2024}\n"})
    committed(odd, "99999999999999999999 +0000", {})
    done = run("-C", odd, "import", bib / "refs.bib", "--added", "git", "--dry-run")
    assert done.exit_code == 0, done.output


def test_repositories_that_are_broken(odd: Path, tmp_path: Path) -> None:
    """Shallow, without its objects, without its refs, without a commit: reported, or built without
    the history."""
    git(tmp_path, "clone", "-q", "--depth", "1", odd.as_uri(), "shallow")
    assert ledger.days(Repository(root=tmp_path / "shallow")) == ()
    blobs = said(odd, "rev-list", "--objects", "HEAD", "--", "papers.yaml").splitlines()
    for line in blobs:
        name = line.split()[0]
        path = odd / ".git" / "objects" / name[:2] / name[2:]
        if line.endswith("papers.yaml"):
            path.chmod(0o600)
            path.write_bytes(b"not an object")
    for damage in ("objects", "HEAD"):
        if damage == "HEAD":
            (odd / ".git" / "HEAD").write_bytes(b"\xff\x00 nonsense")
        assert ledger.days(Repository(root=odd)) == ()
        for command in (["check", "--since", "root"], ["changes", "--since", "HEAD~3"]):
            done = run("-C", odd, *command)
            assert done.exit_code == 2 and done.output.startswith("papershelf: "), done.output
    git(odd, "init", "-q", str(tmp_path / "empty"))
    assert ledger.days(Repository(root=tmp_path / "empty")) == ()


def test_files_that_look_like_a_repository_run_nothing(tmp_path: Path) -> None:
    """In a collection below the top git would find them first, and the program for missing objects
    in their settings."""
    git(tmp_path, "init", "-q")
    commit = committed(tmp_path, "1700000000 +0000", {"shelf/papers.yaml": ONE})
    ran = tmp_path / "ran"
    told = f'promisor = true\nurl = {tmp_path}\nuploadpack = "touch {ran}; false"\n'
    root = write(
        tmp_path / "shelf",
        {
            "HEAD": "ref: refs/heads/main\n",
            "refs/heads/main": f"{'1' * 40}\n",
            "objects/keep": "",
            "config": f"[core]\nrepositoryformatversion = 1\nbare = false\nworktree = .\n"
            f'[extensions]\npartialClone = x\n[remote "x"]\n{told}',
            "refs.bib": "@misc{a, title={New}, author={A, B}, year=2024}\n",
        },
    )
    assert ledger.days(Repository(root=root)) == ()
    asking = (["check", "--since", "root"], ["changes", "--since", commit], ["fmt"],
              ["import", root / "refs.bib", "--added", "git"])  # fmt: skip
    for command in asking:
        done = run("-C", root, *command)
        assert done.exit_code == 2 and "bare repository" in done.output, (command, done.output)
    assert not ran.exists()


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has none builds all the same; commands that need history say so."""
    write(tmp_path, {"papers.yaml": ONE})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ledger.days(Repository(root=tmp_path)) == ()
    with pytest.raises(HistoryError, match="git is not installed"):
        Repository(root=tmp_path).source("HEAD")
    assert run("-C", tmp_path, "fmt").exit_code == 0
    assert "git is not installed" in run("-C", tmp_path, "check", "--since", "main").output


@pytest.mark.parametrize(
    ("seconds", "minutes", "day"),
    [("1700000000", 0, "2023-11-14"), ("1700000000", 120, "2023-11-15"), ("2147483648", 0, "2038-01-19"),
     ("0", 0, ""), ("-1", 0, ""), ("", 0, ""), ("soon", 0, ""), ("9" * 30, 0, ""), ("9" * 5000, 0, ""),
     ("253402300800", 0, ""), ("99999999999999", 0, "")],
)  # fmt: skip
def test_days_of_moments(seconds: str, minutes: int, day: str) -> None:
    """Dates of a clock that was never set, and dates outside the calendar, do not count as days."""
    assert day_of(seconds, minutes) == day
