"""Old names: redirects, copies of files, and tombstones, as a browser and a program meet them."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from papershelf.outputs import everything, related
from papershelf.outputs.settings import Settings
from support.helpers import Served, build, collect, entry, texts, write

FILES = {
    "papers.yaml": entry("ada2024engine", more="  aliases: [ada2023engine]\n  topics: [engines]\n")
    + entry("ada2025gone", "A wrong turn", "  status: retracted\n  status_note: It was wrong.\n"
            "  superseded_by: ada2024engine\n  topics: [engines, left]\n"),
    "content/topics/engines.md": "---\ntitle: Engines\naliases: [machines]\n---\n\nWords.\n",
    "content/topics/left.md": "---\ntitle: Left\n---\n",
    "content/people.yaml": "- slug: ada\n  name: Ada Lovelace\n  aliases: [ada-byron]\n"
    "- slug: mary\n  name: Mary Somerville\n",
    "content/courses/ml.md": "---\ntitle: Machine learning\naliases: [learning]\n---\n\nWords.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = write(tmp_path_factory.mktemp("moved"), FILES)
    site = tmp_path_factory.mktemp("moved-site") / "site"
    build(root, site, site_url="https://example.org/shelf/")
    with Served(site) as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("papers/ada2023engine/", "papers/ada2024engine/"),
        ("topics/machines/", "topics/engines/"),
        ("authors/ada-byron/", "authors/ada/"),
        ("courses/learning/", "courses/ml/"),
        ("embed/topics/machines/", "embed/topics/engines/"),
        ("embed/courses/learning/", "embed/courses/ml/"),
    ],
)
def test_old_addresses_lead_to_the_new_ones(
    old: str, new: str, served: Served, browser: Any
) -> None:
    """With JavaScript the query and the fragment come along, without it the page does."""
    page = browser.new_page()
    page.goto(f"{served.url}{old}?a=1&b=%20#cite")
    page.wait_for_url(f"{served.url}{new}?a=1&b=%20#cite", timeout=5000)
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{served.url}{old}")
    plain.wait_for_url(f"{served.url}{new}", timeout=5000)
    context.close()
    page.close()


@pytest.mark.slow
def test_files_are_copied_to_the_old_names(served: Served) -> None:
    """HTML cannot redirect a .bib file: it is there under both names."""

    def fetch(path: str) -> bytes:
        with urllib.request.urlopen(served.url + path, timeout=5) as response:
            return bytes(response.read())

    assert fetch("papers/ada2023engine.bib") == fetch("papers/ada2024engine.bib")
    assert b"@misc{ada2023engine," in fetch("papers/ada2023engine.bib")
    assert fetch("topics/machines.bib") == fetch("topics/engines.bib")
    assert fetch("courses/learning.imscc") == fetch("courses/ml.imscc")


@pytest.mark.slow
def test_redirects_are_kept_from_indexes(served: Served) -> None:
    """They say `noindex`, name the canonical page, and are not in the sitemap."""
    site = served.folder / "repo"
    text = (site / "papers/ada2023engine/index.html").read_text()
    assert '<meta name="robots" content="noindex">' in text
    assert '<link rel="canonical" href="https://example.org/shelf/papers/ada2024engine/">' in text
    sitemap = (site / "sitemap.xml").read_text()
    assert "ada2023engine" not in sitemap and "/papers/ada2024engine/<" in sitemap


def pages(tmp_path: Path, **settings: Any) -> dict[str, str]:
    collection = collect(write(tmp_path, FILES))
    return texts(everything.make(collection, Settings(**settings), related.find(collection)))


def test_the_canonical_address_is_whole_where_it_is_known(tmp_path: Path) -> None:
    """Search engines want it so; the way that readers go stays relative, for previews."""
    own = pages(tmp_path)["papers/ada2023engine/index.html"]
    assert '<link rel="canonical" href="../../papers/ada2024engine/">' in own
    page = pages(tmp_path, site_url="https://example.org/shelf/")["papers/ada2023engine/index.html"]
    assert '<link rel="canonical" href="https://example.org/shelf/papers/ada2024engine/">' in page
    assert 'content="0; url=../../papers/ada2024engine/"' in page


def test_a_tombstone_keeps_its_page_alone(tmp_path: Path) -> None:
    """It says why and what replaces it, and is not in lists, the search or exports of a topic."""
    made = pages(tmp_path)
    stone = made.pop("papers/ada2025gone.md")
    assert "This paper was retracted." in stone and "It was wrong." in stone
    assert '<a href="../../papers/ada2024engine/">On the engine</a>' in stone
    assert "indexed: true" not in stone and "indexed: true" in made["papers/ada2024engine.md"]
    assert "@misc{ada2025gone," in made.pop("papers/ada2025gone.bib")
    assert "**This paper was retracted.** It was wrong." in made.pop("papers/ada2025gone.md.txt")
    assert "ID  - ada2025gone\r\n" in made.pop("papers/ada2025gone.ris")
    assert '{"id": "ada2025gone",' in made.pop("papers/ada2025gone.json")
    for name, text in made.items():
        assert "ada2025gone" not in text and "wrong turn" not in text, name


def test_a_tombstone_that_a_curator_chose_is_marked(tmp_path: Path) -> None:
    """`related` may name it, as a warning; the list says what became of it."""
    files = FILES | {
        "papers.yaml": FILES["papers.yaml"] + entry("p2024", "Chosen", "  related: [ada2025gone]\n")
    }
    collection = collect(write(tmp_path, files))
    made = {o.src_uri: o.data.decode() for o in everything.make(collection, Settings(), {})}
    assert "Ada Lovelace, 2024, retracted" in made["papers/p2024.md"]


def test_a_corrected_paper_stays_in_lists(tmp_path: Path) -> None:
    """Its page has the notice, with its address as a link; what looks like one is inert."""
    note = 'Erratum: https://doi.org/10.5555/e\\"><script>x</script>.'
    files = {
        "papers.yaml": entry(
            "ada2024engine", more=f'  status: corrected\n  status_note: "{note}"\n'
        )
        + entry("bob2024loom", "Loom", "  status: expression-of-concern\n")
    }
    collection = collect(write(tmp_path, files))
    found = {o.src_uri: o.data.decode() for o in everything.make(collection, Settings(), {})}
    assert (
        "<strong>This paper was corrected.</strong> Erratum: " in found["papers/ada2024engine.md"]
    )
    assert '<a href="https://doi.org/10.5555/e">' in found["papers/ada2024engine.md"]
    assert "<script>x" not in found["papers/ada2024engine.md"]
    assert (
        "An expression of concern about this paper was published." in found["papers/bob2024loom.md"]
    )
    assert "ada2024engine" in found["papers/index.md"] and "bob2024loom" in found["papers/index.md"]


def test_what_lost_its_last_paper_keeps_its_page(tmp_path: Path) -> None:
    """A topic and a person without papers say so; the derived pages of others go."""
    made = pages(tmp_path)
    for name in ("topics/left.md", "authors/mary.md"):
        assert "0 papers" in made[name] and "No papers here at the moment" in made[name]


def test_numbered_pages_move_with_their_list(tmp_path: Path) -> None:
    """The second page of a topic is linked, too."""
    papers = "".join(entry(f"p{n}2024", f"Title {n}", "  topics: [engines]\n") for n in range(5))
    root = write(tmp_path, FILES | {"papers.yaml": papers})
    collection = collect(root)
    made = {
        output.src_uri: output.data.decode()
        for output in everything.make(collection, Settings(per_page=2), {})
    }
    assert "url=../../../../topics/engines/p/2/" in made["topics/machines/p/2/index.html"]


def test_two_outputs_for_one_address_are_an_error(tmp_path: Path) -> None:
    """Both sources are named; nothing overwrites anything."""
    collection = collect(write(tmp_path, FILES))
    paper = replace(collection.papers["ada2024engine"], aliases=("ada2025gone",))
    clashing = replace(collection, papers={**collection.papers, paper.id: paper})
    with pytest.raises(
        everything.Duplicate,
        match=r"papers/ada2025gone/index.html and papers/ada2025gone/index.html",
    ):
        list(everything.make(clashing, Settings(), {}))
