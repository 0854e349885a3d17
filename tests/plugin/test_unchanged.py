"""A build that would only repeat the last one does nothing; any change makes it build again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from papershelf.plugin import CheckFailed, Result, build_site, unchanged
from support.helpers import entry, write

pytestmark = pytest.mark.slow
SETTINGS = "site_name: Papers\ndocs_dir: content\nplugins: [papershelf]\ntheme:\n  name: material\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small collection that has been built."""
    texts = {
        "mkdocs.yml": f"{SETTINGS}  custom_dir: look\n",
        "papers.yaml": entry(),
        "content/about.md": "# About\n",
        "look/partials/source-file.html": "",
    }
    folder = write(tmp_path / "collection", texts)
    built(folder)
    return folder


def built(root: Path, **options: object) -> Result:
    return build_site(root, **{"has_search": False} | options)  # type: ignore[arg-type]


def is_repeated(result: Result) -> bool:
    """Whether nothing was read."""
    return "read" not in result.report["seconds"]


def test_nothing_changed(root: Path) -> None:
    """The same result, without reading the catalogue or touching a file."""
    first = built(root, is_forced=True)
    times = {path: path.stat().st_ctime_ns for path in root.rglob("*")}
    again = built(root)
    assert is_repeated(again) and not is_repeated(first)
    assert times == {path: path.stat().st_ctime_ns for path in root.rglob("*")}
    own = ("pages_cast", "pages_rendered", "files_written", "seconds", "peak_memory_bytes")
    for report in (first.report, again.report):
        assert report["pages"] > 5
        for name in own:
            del report[name]
    assert again == first


def edit(root: Path) -> None:
    """As many bytes, and the time of the file before."""
    path = root / "papers.yaml"
    before = path.stat()
    path.write_text(path.read_text().replace("On the engine", "On an engine."))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def commit(root: Path) -> None:
    """The history of the catalogue is published."""
    name = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), ("add", "papers.yaml"), (*name, "commit", "-qm", "one")):
        subprocess.run(["git", *command], cwd=root, check=True)


def add_site(root: Path) -> None:
    (root / "mkdocs.yml").write_text(f"{SETTINGS}site_url: https://example.org/\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit that keeps size and time": edit,
    "a new file of the catalogue": lambda root: write(
        root, {"papers/b.yaml": entry("b2020b", "Looms")}
    ),
    "a new page": lambda root: write(root, {"content/new.md": "# New\n"}),
    "a page less": lambda root: (root / "content/about.md").unlink(),
    "a page renamed": lambda root: (root / "content/about.md").rename(root / "content/us.md"),
    "a snapshot of numbers": lambda root: write(root, {"metrics/2026-W48.csv": "id,date,stars\n"}),
    "a setting": add_site,
    "a template": lambda root: write(root, {"look/partials/source-file.html": "x"}),
    "a commit": commit,
    "a file of the site is gone": lambda root: (root / "site/about/index.html").unlink(),
    "a file of the site is another": lambda root: write(root, {"site/about/index.html": "x"}),
    "the site is gone": lambda root: (root / "site").rename(root / "elsewhere"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_built(root: Path, change: str) -> None:
    """Whatever a build reads or writes."""
    assert is_repeated(built(root))
    CHANGES[change](root)
    assert not is_repeated(built(root))
    assert is_repeated(built(root))


@pytest.mark.parametrize(
    "options",
    [
        {"limit": 1},
        {"site_url": "https://example.org/x/"},
        {"has_casting": False},
        {"strict": True},
    ],
)
def test_other_options_are_another_build(root: Path, options: dict[str, object]) -> None:
    assert not is_repeated(built(root, **options))


def test_another_environment_is_another_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of the site may come from GitHub's variables, and the program may be updated."""
    monkeypatch.setenv("GITHUB_REPOSITORY", "ada/papers")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    assert built(root).site_url == "https://ada.github.io/papers/"
    assert is_repeated(built(root))
    monkeypatch.setattr(unchanged.sys, "version", "4.0")
    assert not is_repeated(built(root))


def test_a_failed_build_is_not_the_last_one(root: Path) -> None:
    """What was right before is built again."""
    text = (root / "papers.yaml").read_text()
    (root / "papers.yaml").write_text("- id: x\n")
    with pytest.raises(CheckFailed):
        built(root)
    (root / "papers.yaml").write_text(text)
    assert not is_repeated(built(root))


def test_an_edit_during_a_build_is_built_next(root: Path) -> None:
    """The state of the files is noted before they are read."""

    def change(step: str) -> None:
        if step == "publish":
            edit(root)

    built(root, is_forced=True, notice=change)
    assert not is_repeated(built(root))


@pytest.mark.parametrize(
    "more",
    [
        "hooks: [own.py]\n",
        "markdown_extensions: [pymdownx.snippets]\n",
        "site_author: !ENV [AUTHOR, nobody]\n",
        '"INHERIT": base.yml\n',
        'copyright: "[x](nowhere.md)"\nnav: [gone.md]\n',
    ],
)
def test_what_may_read_anything_is_built_each_time(root: Path, more: str) -> None:
    """Hooks, extensions and variables that Papershelf does not know; and what logs a warning."""
    write(root, {"mkdocs.yml": SETTINGS + more, "own.py": "", "base.yml": "{}"})
    built(root)
    assert not is_repeated(built(root))


def test_a_first_page_without_settings(tmp_path: Path) -> None:
    """Until there is a folder `content/`, MkDocs works on an empty substitute."""
    root = write(tmp_path, {"papers.yaml": entry()})
    built(root)
    assert is_repeated(built(root))
    write(root, {"content/about.md": "# About\n"})
    assert not is_repeated(built(root))
    assert (root / "site/about/index.html").exists()


def test_a_relative_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report names it as the user did, in whatever folder that was."""
    monkeypatch.chdir(root.parent)
    built(root, site_dir=Path("out"))
    monkeypatch.chdir(root)
    again = built(root, site_dir=Path("../out"))
    assert is_repeated(again)
    assert again.site == Path("../out")


def test_the_rest_of_the_history(root: Path, tmp_path: Path) -> None:
    """A shallow clone publishes no history of its entries."""
    commit(root)
    (root / "papers.yaml").write_text(entry(title="On Looms"))
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *who, "commit", "-qam", "two"], cwd=root, check=True)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", root.as_uri(), str(clone)], check=True)
    built(clone)
    assert is_repeated(built(clone))
    subprocess.run(["git", "fetch", "-q", "--unshallow"], cwd=clone, check=True)
    assert not is_repeated(built(clone))


def link_to_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a link": link_to_endless,
    "a pipe": os.mkfifo,
    "nested lists": lambda path: path.write_text("[" * 200_000),
    "a list": lambda path: path.write_text("[1]"),
    "a number": lambda path: path.write_text("1" * 5000),
    "bytes": lambda path: path.write_bytes(b"\xff\0"),
    "nothing": lambda path: path.touch(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory(root: Path, damage: str) -> None:
    """A pull request may add a file with this name: it is replaced."""
    memory = root / "build/last.json"
    memory.unlink()
    DAMAGES[damage](memory)
    assert not is_repeated(built(root))
    assert is_repeated(built(root))
