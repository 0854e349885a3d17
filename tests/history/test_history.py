"""The collection as git remembers it, wherever it lay and whatever its files were called."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from papershelf.history import HistoryError, Repository
from support import skipped
from support.command import run
from support.helpers import entry, git, write
from support.promises import TOPIC, Files, since

ONE, TWO = entry("ada2024engine"), entry("bob2024loom", "The loom")
LOST = {"the address /papers/bob2024loom/ would no longer resolve"}


def mkdocs(catalogue: str = "papers.yaml", docs: str = "content") -> str:
    """Settings, with a tag that only MkDocs knows."""
    return (
        f"site_name: !ENV [NAME, x]\ndocs_dir: {docs}\ntheme: {{name: material}}\n"
        f"plugins:\n  - papershelf:\n      catalogue: {catalogue}\n"
    )


def commits(root: Path, *states: Files) -> None:
    """A repository with one commit for each state, all of its files."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q")
    for files in states:
        for path in root.rglob("*"):
            if path.is_file() and ".git" not in path.parts:
                path.unlink()
        write(root, files)
        git(root, "add", "-A")
        git(root, "commit", "-q", "--allow-empty", "-m", "A change")


def told(root: Path, ref: str) -> set[str]:
    return {problem.message for problem in since(root, ref)}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"papers.yaml": ONE + TWO}, {"papers/ada2024engine.yaml": ONE}),
        ({"papers/a.yaml": ONE, "papers/b.yaml": TWO}, {"papers.yaml": ONE}),
        ({"papers.yaml": ONE + TWO}, {"list.yaml": ONE, "mkdocs.yml": mkdocs("list.yaml")}),
        (
            {"list.yaml": ONE + TWO, "mkdocs.yml": mkdocs("list.yaml")},
            {"papers.yaml": ONE, "mkdocs.yml": mkdocs()},
        ),
        (
            {"list.txt": ONE + TWO, "mkdocs.yml": mkdocs("list.txt")},
            {"list.txt": ONE, "mkdocs.yml": mkdocs("list.txt")},
        ),
        ({"papers.yaml": ONE + TWO}, {"shelf/papers.yaml": ONE}),
        ({"old/papers.yaml": ONE + TWO}, {"shelf/papers.yaml": ONE}),
        ({"old/papers/a.yaml": ONE + TWO}, {"shelf/papers.yaml": ONE}),
        ({"shelf/papers.yaml": ONE + TWO}, {"papers.yaml": ONE}),
    ],
)
def test_a_catalogue_that_moved_keeps_its_promise(
    before: Files, now: Files, tmp_path: Path
) -> None:
    """To other files, under another name, to another folder: git knows what it held."""
    commits(tmp_path, {"README": "", "x.yaml": "- 1\n"}, before, now, now | {"more.md": "# More"})
    root = tmp_path / "shelf" if "shelf/papers.yaml" in now else tmp_path
    (root / "content").mkdir()  # that docs_dir names
    name = "list.txt" if "list.txt" in now else "papers.yaml"
    assert Repository(root=root, catalogue=name).ids("HEAD~2") == {"ada2024engine", "bob2024loom"}
    for ref in ("HEAD~2", "root"):
        done = run("-C", root, "check", "--since", ref)
        assert done.exit_code == 1 and done.output.count("would no longer resolve") == 1
        assert "the address /papers/bob2024loom/" in done.output


def test_a_catalogue_renamed_by_its_setting(tmp_path: Path) -> None:
    """The console script reads both by their own settings."""
    commits(
        tmp_path,
        {"papers.yaml": ONE + TWO, "content/about.md": "# About"},
        {"list.yaml": ONE, "mkdocs.yml": mkdocs("list.yaml", "words"), "words/about.md": "# Us"},
    )
    for ref in ("HEAD~1", "root"):
        done = run("-C", tmp_path, "check", "--since", ref)
        assert done.exit_code == 1, done.output
        assert "/papers/bob2024loom/" in done.output and "/about/" not in done.output


def test_pages_of_keywords_are_those_of_the_earlier_settings(tmp_path: Path) -> None:
    """Also where a setting gave them for a while, and the file of keywords stayed the same."""
    table = "- {slug: looms, name: Looms}\n- {slug: mills, name: Mills}\n"
    off = {"papers.yaml": ONE, "content/keywords.yaml": table, "mkdocs.yml": mkdocs()}
    on = off | {"mkdocs.yml": mkdocs() + "      keywords: {min_papers: 3}\n"}
    fewer = {"content/keywords.yaml": table.partition("\n")[0]}
    both = {"/keywords/looms/", "/keywords/mills/"}
    commits(tmp_path, off, on, off, off | {"README": ""})
    for ref, expected in (("HEAD~3", set()), ("HEAD~2", both), ("HEAD~1", set()), ("root", both)):
        assert lost(tmp_path, ref) == expected, ref
    commits(tmp_path, on | fewer)  # it had no pages in the last state
    assert lost(tmp_path, "HEAD~1") == set() and lost(tmp_path, "root") == {"/keywords/mills/"}
    inherits = f"INHERIT: base.yml\n{on['mkdocs.yml'].partition('plugins')[0]}"
    base = {"base.yml": "plugins: [papershelf: {keywords: {min_papers: 2}}]\n"}
    inherited = on | base | {"mkdocs.yml": inherits}
    commits(tmp_path, inherited, inherited | fewer)
    assert lost(tmp_path, "HEAD~1") == {"/keywords/mills/"}


def lost(root: Path, ref: str) -> set[str]:
    """The addresses that `check --since` reports."""
    output = run("-C", root, "check", "--since", ref).output
    return set(re.findall(r"the address (\S+) would no longer resolve", output))


def test_other_collections_of_the_repository_are_others(tmp_path: Path) -> None:
    """A new collection beside one that is still there does not inherit its promise; a folder of
    pages without a catalogue promised nothing."""
    first = {"one/papers.yaml": ONE + TWO, "content/old.md": "# Another program's page"}
    commits(tmp_path, first, first | {"two/papers.yaml": ONE})
    assert told(tmp_path / "two", "HEAD~1") == told(tmp_path / "two", "root") == set()
    commits(tmp_path / "three", {"content/old.md": "# Old"}, {"papers.yaml": ONE})
    assert told(tmp_path / "three", "root") == set()


def test_a_collection_that_was_away_for_a_while(tmp_path: Path) -> None:
    """States without a catalogue, or with one that does not parse, hide nothing before them."""
    commits(
        tmp_path,
        {"shelf/papers.yaml": ONE + TWO},
        {"README": "nothing"},
        {"shelf/papers.yaml": ONE + "- id: [broken\n"},
        {"shelf/papers.yaml": ONE},
    )
    assert told(tmp_path / "shelf", "root") == LOST
    assert told(tmp_path / "shelf", "HEAD~2") == set()


def test_an_entry_beside_a_broken_one_is_remembered(tmp_path: Path) -> None:
    """An unclosed quote hides no other entry of its state."""
    commits(tmp_path, {"papers.yaml": f'- id: "cat\n  title: x\n{ONE}{TWO}'}, {"papers.yaml": ONE})
    assert told(tmp_path, "root") == LOST


def test_what_was_merged_into_main_was_published(tmp_path: Path) -> None:
    """States of the main line, not those of the branches that were merged into it."""
    commits(tmp_path, {"papers.yaml": ONE})
    git(tmp_path, "branch", "-M", "main")
    git(tmp_path, "switch", "-q", "-c", "change")
    for text in (ONE + TWO, ONE + entry("cat2024mill", "A mill")):
        write(tmp_path, {"papers.yaml": text})
        git(tmp_path, "commit", "-qam", "A draft")
    git(tmp_path, "switch", "-q", "main")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "Merge", "change")
    write(tmp_path, {"papers.yaml": ONE})
    assert told(tmp_path, "root") == {"the address /papers/cat2024mill/ would no longer resolve"}


def test_slugs_without_a_page_were_no_topics(tmp_path: Path) -> None:
    """Also where the pages that there were did not change: a typing error promised nothing."""
    wrong = entry("bob2024loom", "The loom", "  topics: [weavign]\n")
    right = wrong.replace("weavign", "weaving")
    pages = {"content/topics/weaving.md": TOPIC.format("Weaving")}
    commits(tmp_path, pages | {"papers.yaml": wrong}, pages | {"papers.yaml": right})
    assert told(tmp_path, "root") == told(tmp_path, "HEAD~1") == set()


def test_the_advice_names_a_commit_that_has_the_page(tmp_path: Path) -> None:
    """`git checkout` of the whole history's advice does what it says."""
    page = {"content/about.md": "# About\n\nUs.\n"}
    commits(tmp_path, page | {"papers.yaml": ONE}, {"papers.yaml": ONE}, {"papers.yaml": ONE + TWO})
    (problem,) = since(tmp_path, "root")
    words = problem.hint.removeprefix("restore it: git ").split()
    git(tmp_path, *words)
    assert since(tmp_path, "root") == []


def test_refs_that_say_nothing(tmp_path: Path) -> None:
    """An empty variable in a workflow must not pass for a check."""
    commits(tmp_path, {"papers.yaml": ONE})
    done = run("-C", tmp_path, "check", "--since", "")
    assert (done.exit_code, done.output.strip()) == (
        2, 'papershelf: unknown ref ""',
    )  # fmt: skip
    subprocess.run(["git", "init", "-q", str(tmp_path / "empty")], check=True)
    with pytest.raises(HistoryError, match="this repository has no commits"):
        Repository(root=tmp_path / "empty").published()


@skipped.root
def test_a_repository_of_somebody_else(tmp_path: Path) -> None:
    """As in a container: the message of git is printed, and fmt does not guess what is new."""
    commits(tmp_path, {"papers.yaml": ONE.replace("  added: 2025-12-23\n", "")})
    os.chown(tmp_path, 12345, 12345)
    os.chown(tmp_path / ".git", 12345, 12345)
    before = (tmp_path / "papers.yaml").read_bytes()
    for arguments in (("check", "--since", "HEAD"), ("fmt",)):
        done = run("-C", tmp_path, *arguments)
        assert done.exit_code == 2 and "dubious ownership" in done.output, arguments
    assert before == (tmp_path / "papers.yaml").read_bytes()


def test_a_machine_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs it says so; what does not goes on."""
    write(tmp_path, {"papers.yaml": ONE})
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("-C", tmp_path, "check", "--since", "main")
    assert (done.exit_code, done.output.strip()) == (2, "papershelf: git is not installed")
    assert run("-C", tmp_path, "check").exit_code == 0
    assert run("-C", tmp_path, "fmt", "--check").exit_code == 0
