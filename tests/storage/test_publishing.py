"""A site changes only where it differs, and only files that were published are removed."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.plugin import beside
from papershelf.storage import files, publishing
from papershelf.storage.bounds import Refused
from papershelf.storage.publishing import MANIFEST, Draft
from support.helpers import publish, write
from support.skipped import unix

#: Versions of a site: files by name, of which some are in the way of others.
VERSIONS = st.lists(
    st.dictionaries(
        st.sampled_from(("a", "a/b", "a/c/d", "a/c/e", "f/g/h", "f/g/i", "j")),
        st.sampled_from(("1", "2", "33")),
    ).filter(lambda version: "a" not in version or not any(map(re.compile("a/").match, version))),
    min_size=1,
    max_size=4,
)  # fmt: skip


def contents(site: Path) -> dict[str, str]:
    """The files of a site, without the list of them."""
    return {name: (site / name).read_text() for name in files.iter_files(site) if name != MANIFEST}


@given(VERSIONS, st.sets(st.sampled_from(("a", "a/b", "f/g/h", "j"))))
def test_a_site_has_just_the_last_version(versions: list[dict[str, str]], direct: set[str]) -> None:
    """Whichever files another program wrote into the draft; what did not change is not written."""
    with tempfile.TemporaryDirectory() as folder:
        site, before = Path(folder, "site"), dict[str, str]()
        for number, version in enumerate(versions):
            draft = Draft(Path(folder, str(number)), site)
            write(draft.folder, {name: version[name] for name in direct & version.keys()})
            for name in sorted(version.keys() - direct):
                assert draft.put(name, version[name].encode()) == (
                    before.get(name) != version[name]
                )
            for name in version.keys() - direct:
                assert Path(draft.path(name)).read_text() == version[name]
            differ = [name for name in before | version if before.get(name) != version.get(name)]
            assert draft.publish(site) == len(differ)
            assert contents(site) == version
            assert all(Path(draft.path(name)) == site / name for name in version)
            before = version


@given(VERSIONS, st.integers(0, 6))
def test_after_a_stop_the_next_version_is_whole(versions: list[dict[str, str]], moves: int) -> None:
    """The process may be killed after any of its moves; nothing of the old version is left over."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        site, left = Path(folder, "site"), moves
        rename, replace = os.rename, os.replace

        def limited(move: object, source: str, target: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            move(source, target)  # type: ignore[operator]

        for version in versions[:-1]:
            patch.setattr(os, "rename", lambda *names: limited(rename, *names))
            patch.setattr(os, "replace", lambda *names: limited(replace, *names))
            try:
                publish(site, version)
            except KeyboardInterrupt:
                assert publishing.is_published(site)
            patch.undo()
        publish(site, versions[-1])
        assert contents(site) == versions[-1]


def test_publish_into_a_folder_of_others(tmp_path: Path) -> None:
    """What was not published there stays; what was and is gone now is removed."""
    site = write(tmp_path / "site", {"CNAME": "x", ".git/HEAD": "y"})
    assert publish(site, {"index.html": "1", "gone/index.html": "2"}) == 2
    assert publish(site, {"index.html": "1"}) == 1
    assert set(files.iter_files(site)) == {"CNAME", ".git/HEAD", "index.html", MANIFEST}
    assert publish(site, {"index.html": "1"}) == 0


def test_no_file_of_others_is_replaced(tmp_path: Path) -> None:
    """Unless it has the same bytes. Nothing else is published or removed either."""
    site = tmp_path / "site"
    publish(site, {"a": "1", "b": "2"})
    write(site, {"c/index.html": "theirs", "d": "4"})
    version = {"a": "changed", "c/index.html": "ours", "d": "4"}
    with pytest.raises(Refused, match=r"c/index\.html was not built here"):
        publish(site, version)
    assert contents(site) == {"a": "1", "b": "2", "c/index.html": "theirs", "d": "4"}
    (site / "c/index.html").unlink()
    publish(site, version)
    assert contents(site) == version


def test_new_folders_are_moved_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first site of 10,000 papers takes a few moves instead of 70,000."""
    moved: list[str] = []
    rename = os.rename
    monkeypatch.setattr(
        os, "rename", lambda source, target: moved.append(target) or rename(source, target)
    )
    site = tmp_path / "site"
    version = {f"papers/{number}/index.html": "x" for number in range(9)} | {
        "doi/10/a/index.html": "y"
    }
    assert publish(site, version) == 10
    assert moved == [str(site / "doi"), str(site / "papers")]
    assert contents(site) == version


@unix
def test_a_site_on_another_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are copied there, each at once."""

    def refuse(source: str, target: str) -> None:
        if Path(source).parent != Path(target).parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        rename(source, target)

    rename = os.rename
    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, refuse)
    site = tmp_path / "site"
    publish(site, {"a": "old"})
    version = {"a": "1", "b/c/d": "2", "b/c/e": "3"}
    assert publish(site, version) == 3
    assert contents(site) == version


@unix
def test_bytes_of_a_reader_stay(tmp_path: Path) -> None:
    """A file is replaced, not changed: who has it open, or a link to it, keeps the old one."""
    site = tmp_path / "site"
    publish(site, {"a/b": "old"})
    os.link(site / "a/b", tmp_path / "linked")
    with (site / "a/b").open() as file:
        publish(site, {"a/b": "new"})
        assert file.read() == "old"
    assert (tmp_path / "linked").read_text() == "old" and (site / "a/b").read_text() == "new"


def test_names_that_differ_in_case_alone(tmp_path: Path) -> None:
    """Where the system ignores case, they are one file, and the last one counts."""
    site = tmp_path / "site"
    publish(site, {"doi/a": "2"})
    draft = Draft(tmp_path / "new", site)
    for text in ("1", "2"):
        draft.put("doi/a", text.encode())
    draft.publish(site)
    assert contents(site) == {"doi/a": "2"}


@unix
def test_links_of_other_programs_are_not_published(tmp_path: Path) -> None:
    """They could lead anywhere, also from a folder that is moved as a whole."""
    draft = Draft(tmp_path / "new", tmp_path / "site")
    draft.put("a/b", b"1")
    (tmp_path / "new/a/out").symlink_to("/etc")
    with pytest.raises(Refused, match="new/a/out is a link"):
        draft.publish(tmp_path / "site")
    assert not (tmp_path / "site").exists()


@unix
def test_files_of_another_process(tmp_path: Path) -> None:
    """What it put into its copy of the draft is published as well."""
    publish(tmp_path / "site", {"same": "1", "other": "1"})
    draft = Draft(tmp_path / "new", tmp_path / "site")
    wait = beside.begin(lambda: [draft.put("same", b"1"), draft.put("other", b"2")])
    draft.put("mine", b"3")
    assert wait() == [False, True]
    draft.add(["same", "other"], ["other"])
    assert Path(draft.path("same")) == tmp_path / "site/same"
    assert Path(draft.path("other")) == tmp_path / "new/other"
    assert draft.publish(tmp_path / "site") == 2
    assert contents(tmp_path / "site") == {"same": "1", "other": "2", "mine": "3"}


def test_another_program_may_remove_files(tmp_path: Path) -> None:
    """What it took out of the draft is not published, and goes if it was."""
    publish(tmp_path / "site", {"a": "1", "b": "1"})
    draft = Draft(tmp_path / "new")
    draft.put("a", b"1")
    draft.put("b", b"2")
    (tmp_path / "new/b").unlink()
    assert draft.publish(tmp_path / "site") == 1
    assert contents(tmp_path / "site") == {"a": "1"}
    assert publishing.published(tmp_path / "site").keys() == {"a"}


def test_what_was_built_in_a_folder_is_known(tmp_path: Path) -> None:
    """New, empty or published to: hidden files of others do not count, every other one does."""
    assert publishing.is_published(tmp_path / "site")
    site = write(tmp_path / "site", {".nojekyll": ""})
    assert publishing.is_published(site)
    publish(site, {"index.html": "1"})
    write(site, {"notes.txt": "by hand"})
    assert publishing.is_published(site)
    (site / MANIFEST).unlink()
    assert not publishing.is_published(site) and not publishing.is_published(site / "index.html")


def test_a_manifest_cannot_lead_out(tmp_path: Path) -> None:
    """Anybody can edit it; lines that walk are not followed."""
    lines = "../precious.txt\n/etc/hostname\na/../../precious.txt\n..\n/\n\n/precious\n\xff\n"
    site = write(tmp_path / "site", {MANIFEST: lines})
    write(tmp_path, {"precious.txt": "mine"})
    publish(site, {"index.html": "1"})
    assert (tmp_path / "precious.txt").read_text() == "mine"


@unix
def test_what_is_in_the_way_of_a_file_is_refused(tmp_path: Path) -> None:
    """It is not compared either: a link could lead to a file that never ends."""
    site = write(tmp_path / "site", {"a": "a"})
    (site / "b").symlink_to("/dev/zero")
    draft = Draft(tmp_path / "new", site)
    assert not draft.put("a", b"a") and draft.put("b", b"c")
    with pytest.raises(Refused, match="site/b is a link"):
        draft.publish(site)


@unix
@pytest.mark.parametrize("name", ["../x", "a/../../b/x", "new/../x", "link/x", "link/b/x", "/b/x"])
def test_a_draft_makes_nothing_outside(tmp_path: Path, name: str) -> None:
    """A folder is made without a look at it, unless something is there, such as a link."""
    (tmp_path / "draft").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "draft" / "link").symlink_to(tmp_path / "out")
    with pytest.raises(Refused):
        Draft(tmp_path / "draft").put(name, b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft", "out"]
    assert not any((tmp_path / "out").iterdir())
