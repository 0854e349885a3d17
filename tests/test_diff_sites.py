"""`make diff-sites`: what a change does to sites, as a reviewer reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

import diff_sites
from support.helpers import git, write

#: A program with the one command that the script runs; `{}` is what its pages say.
PROGRAM = """import pathlib, sys
root, site = pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[-1])
site.mkdir()
for number, line in enumerate((root / "papers.yaml").read_text().split()):
    (site / "papers" / line).mkdir(parents=True)
    (site / "papers" / line / "index.html").write_text(f"<h1>{line}</h1><p>%s</p>")
"""


def test_files_are_compared_by_kind() -> None:
    """Each kind has its number and the first difference; a new digest does not count as a change."""
    before = {f"papers/{name}/index.html": b"<h1>A</h1><p>old</p>" for name in "abc"}
    after = before | {"papers/b/index.html": b"<h1>A</h1><p>new</p>", "papers/c/index.html": b""}
    before |= {"gone.txt": b""}
    after |= {"feeds/x.xml": b"", "feeds/y.xml": b""}
    assert diff_sites.compare(before, after) == [
        "2 added, 1 removed, 2 changed of 5 files",
        "  2 added: feeds/**/*.xml, first feeds/x.xml",
        "  2 changed: papers/**/*.html, first papers/b/index.html",
        "      -<p>old</p>",
        "      +<p>new</p>",
        "  1 removed: gone.txt, first gone.txt",
    ]


def test_digests_are_not_compared(tmp_path: Path) -> None:
    """A script with another digest is another script of the same name."""
    one = {"a/search.0123abcd.js": "1", "index.html": '<script src="a/search.0123abcd.js">'}
    two = {"a/search.deadbeef.js": "2", "index.html": '<script src="a/search.deadbeef.js">'}
    report = diff_sites.compare(
        diff_sites.files(write(tmp_path / "one", one)),
        diff_sites.files(write(tmp_path / "two", two)),
    )
    assert report[:2] == [
        "0 added, 0 removed, 1 changed of 2 files",
        "  1 changed: a/**/*.js, first a/search.js",
    ]


def test_two_states_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old code on the old example, the new code on the new one; nothing is left behind."""
    root, temporary = tmp_path / "shelf", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    code = "generator/papershelf/__main__.py"
    write(root, {code: PROGRAM % "old", "papers.yaml": "a"})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "One")
    write(root, {code: PROGRAM % "new", "papers.yaml": "a b"})
    assert diff_sites.main(["HEAD"], root) == 0
    assert capsys.readouterr().out.splitlines() == [
        "shelf: 1 added, 0 removed, 1 changed of 2 files",
        "  1 added: papers/**/*.html, first papers/b/index.html",
        "  1 changed: papers/**/*.html, first papers/a/index.html",
        "      -<p>old</p>",
        "      +<p>new</p>",
    ]
    write(root, {code: "raise SystemExit(1)"})
    assert diff_sites.main(["HEAD"], root) == 1
    capsys.readouterr()
    assert diff_sites.main(["nowhere"], root) == 2
    assert capsys.readouterr().err == "There is no commit nowhere\n"
    assert list(temporary.iterdir()) == []


def test_only_the_top_of_a_collection_has_folders_that_are_left_out(tmp_path: Path) -> None:
    """A topic can have the name of a folder of the code."""
    program = PROGRAM.replace(
        '(root / "papers.yaml").read_text().split()', "(p.parent.name for p in root.rglob('a.md'))"
    )
    code = write(tmp_path / "code", {"generator/papershelf/__main__.py": program % ""})
    shelf = write(tmp_path / "shelf", {"content/tests/a.md": "", "tests/a.md": "", "site/a.md": ""})
    made = diff_sites.site_of(code, shelf, tmp_path / "work")
    assert list(made) == ["papers/tests/index.html"]
