"""Files are written whole, only where they changed, and only ours are removed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from papershelf.storage import files
from support.helpers import write
from support.skipped import unix


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """The time of a file tells whether it was."""
    path = tmp_path / "a/b.txt"
    assert files.write_if_changed(path, b"one")
    time = path.stat().st_mtime_ns
    assert not files.write_if_changed(path, b"one")
    assert path.stat().st_mtime_ns == time
    assert files.write_if_changed(path, b"two") and path.read_bytes() == b"two"
    assert [found.name for found in path.parent.iterdir()] == ["b.txt"]


def test_a_link_keeps_its_bytes_when_the_file_is_replaced(tmp_path: Path) -> None:
    """Nothing is copied, and yet a later build does not change what another program reads."""
    path, tree = tmp_path / "a.txt", files.Tree(tmp_path / "linked")
    other = tmp_path / "linked/b.txt"
    files.write_if_changed(path, b"one")
    for _ in range(2):
        tree.link("b.txt", str(path))
        assert other.samefile(path)
    files.write_if_changed(path, b"two")
    assert other.read_bytes() == b"one"
    tree.link("b.txt", str(path))
    assert other.samefile(path)


def test_a_link_is_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser may be loading the old file from there."""
    root, tree = write(tmp_path, {"old": "old", "new": "new"}), files.Tree(tmp_path / "shown")
    tree.link("a", str(root / "old"))
    shown, seen, replace = root / "shown/a", list[str](), os.replace

    def replaced(source: str, target: str) -> None:
        seen.append(shown.read_text())
        replace(source, target)

    monkeypatch.setattr(os, "replace", replaced)
    tree.link("a", str(root / "new"))
    assert seen == ["old"] and shown.read_text() == "new"


@unix
def test_where_no_link_can_be_there_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another file system; it is made once."""
    link, path, tree = os.link, write(tmp_path, {"a.txt": "one"}) / "a.txt", files.Tree(tmp_path)
    monkeypatch.setattr(os, "link", lambda *_: link("/dev/null", tmp_path / "x"))
    tree.link("b.txt", str(path))
    other = tmp_path / "b.txt"
    assert other.read_bytes() == b"one" and not other.samefile(path)
    time = other.stat().st_mtime_ns
    tree.link("b.txt", str(path))
    assert other.stat().st_mtime_ns == time


@unix
def test_a_full_disk_is_an_error(tmp_path: Path) -> None:
    """Not a file that ends early: the system writes what fits."""
    code = (
        "import resource, signal, sys\n"
        "from papershelf.storage import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "files.write_new(sys.argv[1], b'x' * 2000)\n"
    )
    command = [sys.executable, "-c", code, tmp_path / "a"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert b"No space left on device" in done.stderr


def test_sync_makes_a_folder_hold_just_these(tmp_path: Path) -> None:
    """What is stale goes, and the folders that it leaves empty."""
    write(tmp_path, {"old/x.md": "x", "same.md": "s"})
    assert files.sync(tmp_path, [("same.md", b"s"), ("new/y.md", b"y")]) == 2
    assert list(files.iter_files(tmp_path)) == ["same.md", "new/y.md"]
    assert not (tmp_path / "old").exists()


def test_removing_files_lists_no_folder_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took minutes for a folder of 20,000 files."""
    names = [f"a/{number}" for number in range(50)]
    write(tmp_path, dict.fromkeys([*names, "b/c/1"], ""))
    listed: list[object] = []
    for name in ("listdir", "scandir"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda path, real=real: listed.append(path) or real(path))
    assert files.remove(tmp_path, [*names[1:], "b/c/1"]) == 50
    assert len(listed) <= 2
    monkeypatch.undo()
    assert list(files.iter_files(tmp_path)) == ["a/0"] and not (tmp_path / "b").exists()


def test_several_files_take_their_places_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one of them cannot be written, none of the others is, and nothing is left beside them."""
    write(tmp_path, {"a.yaml": "1", "b.yaml": "2"})
    synced: list[int] = []

    def full(number: int) -> None:
        synced.append(number)
        if len(synced) == 2:
            raise OSError("no space left")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        files.save_all([(tmp_path / name, b"new") for name in ("a.yaml", "b.yaml")], tmp_path)
    assert (tmp_path / "a.yaml").read_text() == "1"
    assert sorted(files.iter_files(tmp_path)) == ["a.yaml", "b.yaml"]


@unix
def test_ctrl_c_waits_until_all_are_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it counts."""
    replace = Path.replace

    def pressed(self: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", pressed)
    with pytest.raises(KeyboardInterrupt):
        files.save_all([(tmp_path / name, b"new") for name in ("a.yaml", "b.yaml")], tmp_path)
    assert [(tmp_path / name).read_bytes() for name in ("a.yaml", "b.yaml")] == [b"new", b"new"]


def test_leftovers_of_the_killed_are_removed(tmp_path: Path) -> None:
    """Those beside the file that is written, of programs that are no more, and no others."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    names = {f".a.yaml.{gone.pid}.tmp", f".b.yaml.{gone.pid}.tmp"}
    mine = f".a.yaml.{os.getppid()}.tmp"
    write(tmp_path, dict.fromkeys({*names, mine, ".a.yaml.tmp", "notes.tmp"}, "x"))
    files.save(tmp_path / "a.yaml", b"new", tmp_path)
    left = set(files.iter_files(tmp_path))
    assert left == {"a.yaml", f".b.yaml.{gone.pid}.tmp", mine, ".a.yaml.tmp", "notes.tmp"}
