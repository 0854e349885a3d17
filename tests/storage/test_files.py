"""Files are written whole, only where they changed, and only ours are removed."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from papershelf.plugin import beside
from papershelf.storage import files
from papershelf.storage.bounds import Refused
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


def test_a_second_name_keeps_its_bytes_when_the_first_is_replaced(tmp_path: Path) -> None:
    """Nothing is copied, and yet a later build does not change an existing site."""
    path, site = tmp_path / "a.txt", tmp_path / "site"
    other = site / "b.txt"
    files.write_if_changed(path, b"one")
    for written in (1, 0):
        assert files.publish({"b.txt": str(path)}, site) == written
        assert other.samefile(path)
    files.write_if_changed(path, b"two")
    assert other.read_bytes() == b"one"


@unix
def test_where_no_link_can_be_there_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another file system, as `mkdocs serve` has its folder."""
    link = os.link
    monkeypatch.setattr(os, "link", lambda *_: link("/dev/null", tmp_path / "x"))
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    files.link_or_copy(str(path), str(tmp_path / "b.txt"))
    assert (tmp_path / "b.txt").read_bytes() == b"one"
    assert not (tmp_path / "b.txt").samefile(path)


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


def test_publish_into_a_folder_of_others(tmp_path: Path) -> None:
    """What it did not write stays; what it wrote before and is gone now is removed."""
    built = write(tmp_path / "built", {"index.html": "1", "gone/index.html": "2"})
    site = write(tmp_path / "site", {"CNAME": "x", ".git/HEAD": "y"})
    assert files.publish(files.sources_in(built), site) == 2
    files.remove(built, ["gone/index.html"])
    assert files.publish(files.sources_in(built), site) == 1
    assert set(files.iter_files(site)) == {"CNAME", ".git/HEAD", "index.html", files.MANIFEST}
    assert files.publish(files.sources_in(built), site) == 0


def test_what_was_built_in_a_folder_is_known(tmp_path: Path) -> None:
    """New, empty or published to: hidden files of others do not count, every other one does."""
    built = write(tmp_path / "built", {"index.html": "1"})
    assert files.is_published(tmp_path / "site")
    site = write(tmp_path / "site", {".nojekyll": ""})
    assert files.is_published(site)
    files.publish(files.sources_in(built), site)
    write(site, {"notes.txt": "by hand"})
    assert files.is_published(site)
    (site / files.MANIFEST).unlink()
    assert not files.is_published(site) and not files.is_published(built / "index.html")


def test_a_stopped_publish_knows_its_files(tmp_path: Path) -> None:
    """The next one accepts the folder, and removes what is no longer wanted."""
    built, site = write(tmp_path / "built", {"a.html": "1", "b.html": "2"}), tmp_path / "site"
    with pytest.raises(FileNotFoundError):
        files.publish({**files.sources_in(built), "c.html": str(built / "none")}, site)
    assert files.is_published(site) and (site / "a.html").is_file()
    files.remove(built, ["a.html"])
    files.publish(files.sources_in(built), site)
    assert set(files.iter_files(site)) == {"b.html", files.MANIFEST}


def test_a_manifest_cannot_lead_out(tmp_path: Path) -> None:
    """Anybody can edit it; lines that walk are not followed."""
    built = write(tmp_path / "built", {"index.html": "1"})
    site = write(
        tmp_path / "site",
        {
            files.MANIFEST: "../precious.txt\n/etc/hostname\na/../../precious.txt\n..\n/\n\n/precious\n\xff\n"
        },
    )
    write(tmp_path, {"precious.txt": "mine"})
    files.publish(files.sources_in(built), site)
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_a_file_where_a_folder_was(tmp_path: Path) -> None:
    """And the other way round."""
    built, site = tmp_path / "built", tmp_path / "site"
    files.publish(files.sources_in(write(built, {"a/b.html": "1"})), site)
    files.remove(built, ["a/b.html"])
    write(built, {"a": "now a file"})
    files.publish(files.sources_in(built), site)
    assert (site / "a").read_text() == "now a file"
    files.remove(built, ["a"])
    files.publish(files.sources_in(write(built, {"a/b.html": "1"})), site)
    assert (site / "a/b.html").read_text() == "1"


@unix
def test_a_second_process_reports_its_error(tmp_path: Path) -> None:
    """A link in the half that it publishes."""
    root = write(tmp_path, {"new/a": "a", "new/b/c": "c", "elsewhere/d": "d"})
    sources = files.sources_in(root / "new")
    write(root, {"site/a": "a"})
    (root / "site/b").symlink_to(root / "elsewhere")
    with pytest.raises(Refused, match="site/b is a link"):
        files.publish(sources, root / "site", beside.begin)


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
