"""Commands that change a catalogue: what they write, and what they never touch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from papershelf.storage import files
from support.command import run
from support.helpers import entry, git, write
from support.skipped import unix

UNSORTED = entry("zed2024", "Zed") + entry("ada2024", "Ada").replace("  added: 2025-12-23\n", "")


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is 24 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")


def test_fmt_puts_a_catalogue_in_order(tmp_path: Path) -> None:
    """Once; then there is nothing to do. `--check` changes nothing and exits with 1."""
    root = write(
        tmp_path, {"papers.yaml": UNSORTED, "papers/one.yaml": "title: One\nid: one2024\n"}
    )
    before = (root / "papers.yaml").read_bytes()
    checked = run("-C", root, "fmt", "--check", "--diff")
    assert checked.exit_code == 1 and "+- id: ada2024" in checked.output
    shown = run("-C", root, "fmt", "--diff")
    assert shown.exit_code == 0 and "papers.yaml: would change" in shown.output
    assert before == (root / "papers.yaml").read_bytes()
    done = run("-C", root, "fmt")
    assert (done.exit_code, done.output) == (
        0,
        f"papers.yaml: formatted\npapers/one.yaml: formatted\nNext: papershelf -C {root} check\n",
    )
    assert (root / "papers.yaml").read_text().startswith("- id: ada2024\n")
    stamp = (root / "papers.yaml").stat().st_mtime_ns
    again = run("-C", root, "fmt")
    assert (again.exit_code, again.output) == (
        0,
        f"already formatted\nNext: papershelf -C {root} check\n",
    )
    assert stamp == (root / "papers.yaml").stat().st_mtime_ns


def test_fmt_fills_in_the_day(tmp_path: Path) -> None:
    """Today for an entry that git's HEAD does not have; for others, and where there is no
    repository, the day of publication, which was used instead so far."""
    root = write(tmp_path, {"papers.yaml": UNSORTED})
    run("-C", root, "fmt")
    assert "added: 2024-04-27" in (root / "papers.yaml").read_text()
    git(root, "init", "-q")
    (root / "papers.yaml").write_text(UNSORTED)
    run("-C", root, "fmt")  # no commit yet: everything is new
    assert "added: 2026-11-24" in (root / "papers.yaml").read_text()
    (root / "papers.yaml").write_text(UNSORTED)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    new = entry("new2024", "New").replace("  added: 2025-12-23\n", "")
    (root / "papers.yaml").write_text(UNSORTED + new)
    run("-C", root, "fmt")
    text = (root / "papers.yaml").read_text()
    assert "added: 2024-04-27" in text.partition("new2024")[0]
    assert "added: 2026-11-24" in text.partition("new2024")[2]


def test_fmt_refuses_what_it_could_lose(tmp_path: Path) -> None:
    """The place is reported; no file of the catalogue is changed, not even a valid one."""
    root = write(tmp_path, {"papers.yaml": UNSORTED, "papers/bad.yaml": "- id: a\n  title: [x\n"})
    done = run("-C", root, "fmt")
    assert done.exit_code == 1
    assert 'papers/bad.yaml:2:10: error: this "[" is not closed properly' in done.output
    assert "nothing was changed" in done.output
    assert (root / "papers.yaml").read_text() == UNSORTED


@unix
def test_fmt_keeps_rights_links_and_marks(tmp_path: Path) -> None:
    """A byte order mark, a symbolic link and the rights of the file stay."""
    data = b"\xef\xbb\xbf" + UNSORTED.encode()
    root = write(tmp_path / "shelf", {"data/real.yaml": data})
    real = root / "data/real.yaml"
    real.chmod(0o640)
    (root / "papers.yaml").symlink_to("data/real.yaml")
    assert run("-C", root, "fmt").exit_code == 0
    assert (root / "papers.yaml").is_symlink()
    assert real.read_bytes().startswith(b"\xef\xbb\xbf- id: ada2024")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_file_is_saved_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves the old bytes."""
    path = write(tmp_path, {"papers.yaml": "old"}) / "papers.yaml"

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.save(path, b"new", tmp_path)
    assert path.read_text() == "old"


def test_check_since(tmp_path: Path) -> None:
    """The whole way: a renamed paper, a new one without a day, a wrong ref."""
    root = write(tmp_path, {"papers.yaml": entry("ada2024engine") + entry("bob2024", "Loom")})
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    text = (
        entry("ada2024mill")
        + entry("bob2024", "Loom")
        + entry("cat2024", "Cat").replace("  added: 2025-12-23\n", "")
    )
    write(root, {"papers.yaml": text})
    assert run("-C", root, "check").exit_code == 0
    done = run("-C", root, "check", "--since", "main")
    assert done.exit_code == 1
    assert "help: add to this entry: aliases: [ada2024engine]" in done.output
    assert "papers.yaml:11:7: error: no added date" in done.output
    assert run("-C", root, "check", "--since", "root").exit_code == 1
    missing = run("-C", root, "check", "--since", "nope")
    assert (missing.exit_code, missing.output) == (2, 'papershelf: unknown ref "nope"\n')
    write(
        root, {"papers.yaml": text + "- id: [\n"}
    )  # entries that a syntax error hides are not gone
    assert "lost-address" not in run("-C", root, "check", "--since", "main").output
