"""Real collections that were not made for us build as they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.sites import Built, state_of


@pytest.mark.parametrize(
    ("name", "papers", "topics"), [("gaussian-splatting", 503, 51), ("haskell", 602, 0)]
)
def test_builds_unchanged(
    name: str, papers: int, topics: int, built: Callable[[str], Built]
) -> None:
    """Strictly, with its search, and without writing into the collection."""
    root, site, report, before = built(name)
    assert before == state_of(root)
    assert papers == report["papers"]
    assert papers == len([path for path in (site / "papers").iterdir() if path.is_dir()]) - 1
    found = site / "topics"
    assert topics == (
        len([path for path in found.iterdir() if path.is_dir()]) if found.is_dir() else 0
    )
    assert (site / "papers/p/2/index.html").is_file()
