"""Sizes by kind of file, and the limits of hosts."""

from __future__ import annotations

import pytest

from papershelf.plugin import hosts


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "pages"),
        ("authors/p/2/index.html", "pages"),
        ("doi/10.1000/182/index.html", "redirects of identifiers"),
        ("papers.bib", "citations"),
        ("papers-abstracts.bib", "citations"),
        ("papers/ada2024engine.json", "citations"),
        ("courses/ml/2024.ris", "citations"),
        ("papers/ada2024engine.md", "Markdown"),
        ("feed.json", "feeds"),
        ("topics/nlp/feed-2.xml", "feeds"),
        ("feeds.opml", "feeds"),
        ("catalogue/1.json", "data and other files"),
        ("rows/0.json", "data and other files"),
        ("pagefind/fragment/a.pf_fragment", "search"),
        ("assets/papershelf/search.js", "scripts and styles"),
    ],
)
def test_every_file_is_of_one_kind(path: str, kind: str) -> None:
    """As readers of the report would call it."""
    assert hosts.by_kind({path: 3}) == {kind: hosts.Size(1, 3)}


def test_limits_are_those_of_the_whole_site_and_of_its_largest_file() -> None:
    """20,000 files are exactly what Cloudflare Pages takes; one more is too many."""
    sizes = {f"{number}.html": 10 for number in range(19_999)} | {"papers.bib": 25 * 1024 * 1024}
    assert [round(use.part, 2) for use in hosts.uses(sizes)] == [0.03, 1.0, 1.0]
    assert [text.startswith("The site is near") for text in hosts.warnings(hosts.uses(sizes))] == [
        True, True,
    ]  # fmt: skip
    passed = hosts.warnings(hosts.uses(sizes | {"a.html": 1}))
    assert passed[0].startswith(
        "The site exceeds a limit of Cloudflare Pages: 100% of 20,000 files"
    )
    assert hosts.warnings(hosts.uses({"index.html": 1})) == []
