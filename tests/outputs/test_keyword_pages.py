"""Pages of keywords, which a setting asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from papershelf.outputs import everything, related
from papershelf.outputs.settings import Settings
from papershelf.plugin import check_site
from papershelf.plugin.hooks import CheckFailed
from support.helpers import build, collect, entry, pages, write

TABLE = """- {slug: language, name: "Language & text", names: [NLP], aliases: [old-name]}
- {slug: rare, name: Rare, names: [Rarely]}
- {slug: unused, name: Unused}
"""
FILES = {
    "papers.yaml": entry("a1", more="  keywords: [NLP, Looms, Rarely]\n")
    + entry("b1", more="  keywords: [looms, Once, nlp]\n")
    + entry("c1", "Withdrawn", "  keywords: [Gone]\n  status: retracted\n"),
    "content/keywords.yaml": TABLE,
}
SETTINGS = """site_name: X
theme: {name: material}
docs_dir: content
site_url: https://example.org/x/
plugins: [{papershelf: {keywords: {min_papers: 2}}}]
"""


def made(root: Path, **settings: object) -> dict[str, str]:
    """Path → text of every output."""
    collection = collect(root)
    whole = Settings(site_url="https://example.org/", **settings)  # type: ignore[arg-type]
    outputs = everything.make(collection, whole, related.find(collection))
    return {output.src_uri: output.data.decode() for output in outputs}


def test_keywords_have_what_venues_have(tmp_path: Path) -> None:
    """A page for those of enough papers and those of the table, with feeds and citation files; an
    index, redirects from former slugs, addresses in the sitemap and, for the table, in the OPML."""
    found = made(write(tmp_path, FILES), min_keyword_papers=2)
    ours = {name for name in found if name.startswith("keywords")}
    ends = (".md", ".bib", ".ris", ".json", "/feed.xml", "/feed.json")
    expected = {
        f"keywords/{slug}{end}" for slug in ("language", "looms", "rare", "unused") for end in ends
    }
    moved = {"keywords/old-name/index.html"}
    moved |= {f"keywords/old-name{end}" for end in ends if end != ".md"}
    assert ours == expected | moved | {"keywords/index.md"}
    page = found["keywords/language.md"]
    assert "<h1>Language &amp; text</h1>" in page and "2 papers with the keyword Language" in page
    assert "keywords/looms/" in found["sitemap.xml"] and "keywords/once" not in found["sitemap.xml"]
    named = [
        slug
        for slug in ("language", "looms", "rare", "unused")
        if f"keywords/{slug}/feed.xml" in found["feeds.opml"]
    ]
    assert named == ["language", "rare", "unused"]
    feed = found["keywords/language/feed.xml"]
    assert "<id>tag:" in feed and ":keywords/old-name</id>" in feed, "the first alias names it"


def test_pages_of_papers_lead_to_keywords(tmp_path: Path) -> None:
    """As printed, without a script; a keyword without a page is a filter, if others have it."""
    root = write(
        tmp_path,
        FILES | {"papers.yaml": FILES["papers.yaml"] + entry("d1", more="  keywords: [Once]\n")},
    )
    page = pages(root, min_keyword_papers=3)["papers/b1.md"]
    assert '<li><a href="../../keywords/language/">nlp</a></li>' in page
    assert '<li data-slug="looms">looms</li>' in page and '<li data-slug="once">Once</li>' in page
    assert "keywords/" not in pages(root)["papers/b1.md"]


def test_the_filter_leads_to_pages_where_there_are_any(tmp_path: Path) -> None:
    """The terms in the page, and those that only the script knows; former slugs and other spellings
    are known as well, so that shared links keep their filter."""
    found = made(write(tmp_path, FILES), min_keyword_papers=2)
    filters = (
        found["papers/index.md"].partition('data-facet="keyword"')[2].partition("</fieldset>")[0]
    )
    assert "keywords/language/" in filters and "<span>Once</span>" in filters
    table = json.loads(found["browse/papers.json"])
    assert table["filters"]["keyword"] == [
        ["language", "Language & text", [0, 1], 1], ["looms", "Looms", [0, 1], 1],
        ["once", "Once", [1]], ["rare", "Rare", [0], 1],
    ]  # fmt: skip
    assert table["moved"]["keyword"] == {
        "old-name": "language", "language-and-text": "language", "nlp": "language", "rarely": "rare",
    }  # fmt: skip


def test_the_filter_counts_as_the_index_does(tmp_path: Path) -> None:
    """A keyword of the table without papers is on both."""
    words = ", ".join(f"Word {number}" for number in range(12))
    files = FILES | {"papers.yaml": entry("a1", more=f"  keywords: [NLP, {words}]\n")}
    found = pages(write(tmp_path, files), min_keyword_papers=1)
    assert "All 15 keywords" in found["papers/index.md"]
    assert "15 keywords" in found["keywords/index.md"]


def test_without_the_setting_there_are_no_pages(tmp_path: Path) -> None:
    """The table still joins spellings, and nothing leads to a page."""
    found = made(write(tmp_path, FILES))
    assert not [
        name for name, text in found.items() if name.startswith("keywords") or "/keywords/" in text
    ]
    table = json.loads(found["browse/papers.json"])["filters"]["keyword"]
    assert ["language", "Language & text", [0, 1]] in table
    assert (
        check_site(tmp_path).problems
        == check_site(write(tmp_path, {"mkdocs.yml": SETTINGS})).problems
    )


def test_keywords_without_papers_enough_have_no_index(tmp_path: Path) -> None:
    """Neither a page nor an entry in the menu."""
    files = {
        "papers.yaml": FILES["papers.yaml"],
        "content/about.md": "# About\n",
        "mkdocs.yml": SETTINGS.replace("2}", "5}"),
    }
    build(write(tmp_path, files), tmp_path / "site", has_search=False)
    assert not (tmp_path / "site/keywords").exists()
    assert "keywords/" not in (tmp_path / "site/index.html").read_text()


def test_a_site_has_a_tab_for_keywords(tmp_path: Path) -> None:
    """Built strictly; the page has its crumbs in linked data."""
    build(write(tmp_path, FILES | {"mkdocs.yml": SETTINGS}), tmp_path / "site", has_search=False)
    home = (tmp_path / "site/index.html").read_text()
    assert 'href="keywords/"' in home
    page = (tmp_path / "site/keywords/language/index.html").read_text()
    assert '"name":"Keywords","item":"https://example.org/x/keywords/"' in page.replace(
        ": ", ":"
    ).replace(", ", ",")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["keywords.md", "keywords/index.md", "keywords/looms.md", "keywords/once.md", "keywords/language.md",
     "keywords/old-name.md", "keywords/p/2.md", "keywords/looms.bib", "keywords/Looms/feed.xml"],
)  # fmt: skip
def test_hand_written_pages_of_keywords(name: str, tmp_path: Path) -> None:
    """An address of a keyword is taken where keywords have pages, and free everywhere else."""
    files = FILES | {f"content/{name}": "# Mine\n", "content/about.md": "# About\n"}
    root = write(
        tmp_path,
        files
        | {
            "mkdocs.yml": SETTINGS.replace(
                "{papershelf: {keywords: {min_papers: 2}}}", "papershelf"
            )
        },
    )
    assert [each.rule for each in check_site(root).problems if each.severity == "error"] == []
    build(root, tmp_path / "site", has_search=False)
    write(root, {"mkdocs.yml": SETTINGS})
    (problem,) = [each for each in check_site(root).problems if each.severity == "error"]
    assert (problem.rule, problem.span.file) == ("address-taken", f"content/{name}")
    with pytest.raises(CheckFailed):
        build(root, tmp_path / "site", has_search=False)


def test_a_page_may_have_another_address_below(tmp_path: Path) -> None:
    """One that no keyword has."""
    root = write(
        tmp_path,
        FILES | {"content/keywords/how-we-choose.md": "# How we choose\n", "mkdocs.yml": SETTINGS},
    )
    build(root, tmp_path / "site", has_search=False)
    assert (tmp_path / "site/keywords/how-we-choose/index.html").is_file()


def test_programs_learn_of_keywords(tmp_path: Path) -> None:
    """The page for programs names their files and promises their addresses, if there are any."""
    root = write(tmp_path, FILES)
    page = pages(root, min_keyword_papers=2)["developers/index.md"]
    assert (
        "keywords in keywords.yaml" in page and "a large venue, a keyword or a year as RIS" in page
    )
    assert "keyword" not in pages(root)["developers/index.md"]
