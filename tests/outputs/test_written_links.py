"""Links of hand-written pages lead to the same places in mail, feeds and frames."""

from __future__ import annotations

import pytest

from papershelf.outputs.views.written_links import from_root

SITE = "https://papers.example.org/repo/"


@pytest.mark.parametrize(
    ("written", "there"),
    [
        # files, from the folder of the page, as MkDocs resolves them
        ("../index.md", ""),
        ("../about.md?print=1#team", "about/?print=1#team"),
        ("../papers/ada2024looms.md", "papers/ada2024looms/"),  # generated
        ("../topics/looms.md#start", "topics/looms/#start"),
        ("2026-11-23.md", "digests/2026-11-23/"),
        ("./index.md", "digests/"),
        ("../guide/README.md#a", "guide/#a"),
        ("loom.1.png", "digests/loom.1.png"),
        ("../The plan.pdf", "The%20plan.pdf"),
        ("../../papers/ada2024looms.bib", "papers/ada2024looms.bib"),
        # addresses, from the address of the page, as browsers follow them
        ("../2026-11-23/", "digests/2026-11-23/"),
        ("../../about/#team", "about/#team"),
        ("../about", "digests/about"),
        ("..", "digests/"),
        (".", "digests/2026-11-30/"),
        ("../../../..", ""),
        ("#looms", "digests/2026-11-30/#looms"),
        ("?print=1", "digests/2026-11-30/?print=1"),
    ],
)
def test_a_link_leads_where_it_does_on_the_page(written: str, there: str) -> None:
    """Files begin at the file of the page, other paths at its address."""
    assert from_root(written, "digests/2026-11-30.md", SITE) == f"{SITE}{there}"


def test_the_host_is_the_root_of_some_links() -> None:
    """They do not begin at the site; if its address is unknown, they stay."""
    assert from_root("/looms/?a", "about.md", SITE) == "https://papers.example.org/looms/?a"
    assert from_root("/looms/?a", "about.md", "") == "/looms/?a"
    assert from_root("//a.example/b", "about.md", SITE) == "https://a.example/b"
