"""What the repository offers to its developers: the targets of make, the locks, the usual files."""

from __future__ import annotations

import re
import subprocess

import pytest

from support.helpers import ROOT

LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))


def test_make_lists_every_target() -> None:
    """`make` alone shows each target with what it does."""
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    shown = re.findall(r"^ +make ([a-z-]+) +\S", done.stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony and sorted(shown) == sorted(phony[1].split())


def test_make_lock_renews_every_lock() -> None:
    """A lock that no command makes would become old."""
    makefile = (ROOT / "Makefile").read_text()
    assert sorted(set(re.findall(r"-o requirements/(\S+)", makefile))) == LOCKS


@pytest.mark.parametrize("name", LOCKS)
def test_locks_are_hashed_and_name_no_index(name: str) -> None:
    """What is installed is what was locked, wherever it comes from."""
    text = (ROOT / "requirements" / name).read_text()
    assert text.count("--hash=sha256:") > 60
    assert not re.search(r"https?://|--index|--find-links|-i ", text)


def test_a_repository_has_the_usual_files() -> None:
    """The files that people expect in a repository."""
    for name in ("LICENSE", "CHANGELOG.md", ".gitignore", ".ci/run", "docs/images/home.png"):
        assert (ROOT / name).is_file(), name
