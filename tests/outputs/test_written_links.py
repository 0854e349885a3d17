"""Links of hand-written pages lead to the same places in mail, feeds and frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.outputs.views.written_links import from_root
from support.helpers import build, entry, write

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


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("../LICENSE", "LICENSE"),
        ("../../LICENSE", "LICENSE"),
        ("../LICENSE#terms", "LICENSE#terms"),
        ("data/Makefile", "digests/data/Makefile"),
        ("../my%20notes/To%20do", "my%20notes/To%20do"),
        ("../my notes/To do", "my%20notes/To%20do"),
        ("loom.csv", "digests/2026-11-30/loom.csv"),  # in the folder of the page's address
        ("../about", "digests/about"),
        ("../LICENSES", "digests/LICENSES"),
    ],
)
def test_a_link_leads_to_a_file_that_exists(written: str, there: str) -> None:
    """Whether its name has a dot or not: the engine looks for it, too."""
    files = {"LICENSE", "digests/data/Makefile", "my notes/To do", "digests/2026-11-30/loom.csv"}
    assert from_root(written, "digests/2026-11-30.md", SITE, files) == f"{SITE}{there}"


@pytest.mark.slow
def test_a_file_without_a_suffix_everywhere(tmp_path: Path) -> None:
    """In feeds and frames as on the page, also in notes."""
    text = "Our [licence](../LICENSE).\n\n- [@ada2024engine] Under [it](../LICENSE).\n"
    root = write(tmp_path, {
        "papers.yaml": entry(), "content/LICENSE": "MIT", "content/courses/ml.md": f"# ML\n\n{text}",
        "content/digests/2026-11-30.md": f"---\nfrom: 2026-11-24\nto: 2026-11-30\n---\n\n{text}",
    })  # fmt: skip
    build(root, tmp_path / "site", site_url=SITE, has_search=False)
    assert (tmp_path / "site/digests/feed.xml").read_text().count(f"{SITE}LICENSE") == 2
    assert (tmp_path / "site/embed/courses/ml/index.html").read_text().count(
        '"../../../LICENSE"'
    ) == 2
    for page in ("courses/ml", "digests/2026-11-30"):
        assert (tmp_path / f"site/{page}/index.html").read_text().count('"../../LICENSE"') == 2


def test_the_host_is_the_root_of_some_links() -> None:
    """They do not begin at the site; if its address is unknown, they stay."""
    assert from_root("/looms/?a", "about.md", SITE) == "https://papers.example.org/looms/?a"
    assert from_root("/looms/?a", "about.md", "") == "/looms/?a"
    assert from_root("//a.example/b", "about.md", SITE) == "https://a.example/b"
