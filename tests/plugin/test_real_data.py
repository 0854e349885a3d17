"""Real collections that were not made for us build as they are."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from support.helpers import DATA, build
from support.skipped import NO_DATA

pytestmark = pytest.mark.slow


def state(root: Path) -> dict[str, str]:
    """What a folder holds."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("name", "papers", "topics"), [("gaussian-splatting", 503, 51), ("haskell", 602, 0)]
)
def test_builds_unchanged(name: str, papers: int, topics: int, tmp_path: Path) -> None:
    """Strictly, with its search, and without writing into the collection."""
    root = DATA / name
    if not root.is_dir():
        pytest.skip(NO_DATA)
    before = state(root)
    result = build(root, tmp_path / "site")
    assert before == state(root)
    assert papers == result.report["papers"]
    assert papers == len(
        [path for path in (tmp_path / "site/papers").iterdir() if path.is_dir()]
    ) - (papers > 100)
    found = tmp_path / "site/topics"
    assert topics == (
        len([path for path in found.iterdir() if path.is_dir()]) if found.is_dir() else 0
    )
    assert (tmp_path / "site/papers/p/2/index.html").is_file()
