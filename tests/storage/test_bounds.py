"""Links at every level, loops, pipes: nothing outside is read, written or removed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from papershelf.storage import bounds, files
from papershelf.storage.publishing import MANIFEST
from support.helpers import publish, write
from support.planting import PLANTED, plant, untouched
from support.skipped import unix

pytestmark = unix

#: Levels of a file that is written.
LEVELS = ("papers", "papers/wang2024", "papers/wang2024/index.html")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", PLANTED)
def test_no_output_leaves_its_folder(name: str, level: str, tmp_path: Path, victim: Path) -> None:
    """Whatever is in its way is refused by its path, and stays; so does what it leads to."""
    ours = tmp_path / "build/pages"
    plant(name, ours / level, victim)
    for run in (
        lambda: files.sync(ours, [(LEVELS[-1], b"new")]),
        lambda: publish(ours, {LEVELS[-1]: "new"}),
    ):
        with pytest.raises(bounds.Refused) as caught:
            run()
        assert str(ours / level) in str(caught.value)
    assert os.path.lexists(ours / level) and untouched(victim)


@pytest.mark.parametrize("level", LEVELS[:2])
def test_nothing_behind_a_link_is_removed(level: str, tmp_path: Path, victim: Path) -> None:
    """Neither as stale output nor by the list of what was published before."""
    write(victim, {"wang2024/index.html": "mine"})
    site = write(tmp_path / "site", {MANIFEST: f"{level}/thesis.tex\n{level}/index.html\n"})
    plant("a link to a folder", site / level, victim)
    publish(site, {"index.html": "1"})
    assert files.sync(site, [("index.html", b"1")]) == 1  # the list of what was published
    assert (victim / "thesis.tex").exists() and (victim / "wang2024/index.html").exists()


@pytest.mark.parametrize("name", ["a link to a file", "a dangling link"])
def test_temporary_files_follow_no_link(name: str, tmp_path: Path, victim: Path) -> None:
    """Their names are known beforehand: a link of that name is replaced, not followed."""
    for target in (".index.html.tmp", f".index.html.{os.getpid()}.tmp"):
        plant(name, tmp_path / "site" / target, victim)
    publish(tmp_path / "site", {"index.html": "new"})
    files.write_if_changed(tmp_path / "site/index.html", b"newer")
    files.save(tmp_path / "site/index.html", b"newest", tmp_path)
    assert (tmp_path / "site/index.html").read_text() == "newest" and untouched(victim)


def test_a_link_to_a_file_of_the_collection_is_followed(tmp_path: Path) -> None:
    """It stays a link when the file is saved; whatever leads elsewhere is refused."""
    root = write(tmp_path / "shelf", {"data/real.yaml": "1", ".git/config": "token"})
    (root / "papers.yaml").symlink_to("data/real.yaml")
    assert bounds.read(root, root / "papers.yaml") == b"1"
    files.save(root / "papers.yaml", b"2", root)
    assert (root / "papers.yaml").is_symlink() and (root / "data/real.yaml").read_bytes() == b"2"
    (root / "secret.txt").symlink_to(".git/config")
    with pytest.raises(bounds.Refused, match="a link to a hidden file"):
        bounds.read(root, root / "secret.txt")


def test_only_a_file_is_replaced_outside_of_the_collection(tmp_path: Path) -> None:
    """A rename would put a file in the place of `/dev/null`, and root may do that."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with pytest.raises(bounds.Refused, match="is a named pipe, not a file; name a file"):
            files.save(tmp_path / name, b"new", tmp_path / "shelf")
    assert (tmp_path / "pipe").is_fifo() and (tmp_path / "link").is_symlink()
    assert bounds.advice(os.lstat("/dev/null").st_mode) == "name a file", "nobody removes it"


@pytest.mark.parametrize("name", PLANTED)
def test_no_source_is_read_or_saved_elsewhere(name: str, tmp_path: Path, victim: Path) -> None:
    """In the place of the file and of each folder above it; a pipe is not opened."""
    for level in ("papers.yaml", "content", "content/topics"):
        root = tmp_path / level.replace("/", "-")
        path = root / level if level.endswith(".yaml") else root / level / "index.html"
        plant(name, root / level, victim)
        with pytest.raises(bounds.Refused, match=level):
            bounds.read(root, path)
        with pytest.raises(bounds.Refused, match=level):
            files.save(path, b"new", root)
    assert untouched(victim)


def test_a_walk_ends(tmp_path: Path, victim: Path) -> None:
    """Two loops, a socket and what leads out: each is named once, and nothing is entered."""
    root = write(tmp_path / "shelf", {"content/b/page.md": "x", "content/.#page.md": "x"})
    for name in ("a", "c"):
        (root / f"content/{name}").symlink_to(".")
    (root / "content/b/up").symlink_to("../..")
    (root / "content/b/out.txt").symlink_to(victim / "thesis.tex")
    (root / "content/.#page.md").unlink()
    (root / "content/.#page.md").symlink_to("somebody@host.7")  # an editor's mark
    (root / "content/.#loop").symlink_to(".")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(root / "content/s"))
        found = {name: str(why.why) if why else "" for name, why in bounds.walk(root, "content")}
    assert found == {
        "content/.#loop": "is a link to a folder; copy the folder instead",
        "content/a": "is a link to a folder; copy the folder instead",
        "content/c": "is a link to a folder; copy the folder instead",
        "content/s": "is a socket, not a file; remove it",
        "content/b/out.txt": "is a link out of the collection; copy the file instead",
        "content/b/page.md": "",
        "content/b/up": "is a link to a folder; copy the folder instead",
    }


def test_a_folder_may_be_spelt_in_another_way(tmp_path: Path) -> None:
    """A link above the collection is the user's; one in it counts, however the way to it begins."""
    root = write(tmp_path / "real", {"a.txt": "1", "deep/b.txt": "2"})
    (tmp_path / "link").symlink_to(root)
    (root / "again").symlink_to(".")
    assert bounds.relative_to(root, tmp_path / "link/deep/b.txt") == "deep/b.txt"
    assert bounds.relative_to(tmp_path / "link", root / "a.txt") == "a.txt"
    assert bounds.relative_to(root, root) == "" and bounds.relative_to(root, tmp_path) is None
    assert bounds.relative_to(root, root / "deep/../../x") is None
    assert bounds.relative_to(root, tmp_path / "link/again/new") == "again/new"
    with pytest.raises(bounds.Refused, match="again"):
        bounds.read(root, tmp_path / "link/again/a.txt")
