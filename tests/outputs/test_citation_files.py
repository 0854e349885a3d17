"""The citation files next to the pages: which exist, what they contain, and under which key."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rispy

from papershelf.citations import BESIDE
from papershelf.outputs import citation_files, everything
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from support import zotero_ris
from support.helpers import check, collect, entry, write

MORE = "  venue: Engines\n  topics: [weaving]\n  abstract: Of patterns.\n"
FILES = {
    "papers.yaml": (
        entry("ada2024engine", "On the NeRF engine", MORE)
        + entry("ada2025new", "A second look", MORE + "  aliases: [ada2025first, ada2025second]\n")
        + entry("ada2023gone", "Was wrong", MORE + "  status: retracted\n  status_note: It was.\n")
    ),
    "content/topics/weaving.md": "---\ntitle: Weaving\naliases: [looms]\n---\n",
}


def made(root: Path, papers: str = FILES["papers.yaml"], **settings: object) -> dict[str, str]:
    """Path → text of every output."""
    given = Settings(**settings)  # type: ignore[arg-type]
    files = FILES | {"papers.yaml": papers}
    found = everything.make(collect(write(root, files)), given, {})
    return {output.src_uri: output.data.decode() for output in found}


def keys(text: str) -> list[str]:
    """The citation keys of a file of BibTeX, RIS or CSL-JSON."""
    return re.findall(r'(?m)^(?:@\w+\{|ID  - |\{"id": ")([a-z0-9-]+)', text)


@pytest.mark.parametrize("row", BESIDE, ids=lambda row: row.name)
@pytest.mark.parametrize(
    "url", ["papers/", "topics/weaving/", "authors/ada-lovelace/", "venues/engines/", "years/2024/"]
)
def test_every_list_has_its_files(url: str, row: object, tmp_path: Path) -> None:
    """Each with the papers of the list in its order, without tombstones and without abstracts, and
    the page leads to it."""
    suffix = row.suffix  # type: ignore[attr-defined]
    files = made(tmp_path, author_files=True, venue_files=True)
    text = files[addresses.beside(url, suffix)]
    assert keys(text) == ["ada2024engine", "ada2025first"]
    assert "Of patterns" not in text
    page = files[addresses.to_src_uri(url)]
    assert f'{addresses.beside(url, suffix)}" download>' in page


def test_every_paper_has_its_files(tmp_path: Path) -> None:
    """A tombstone, too. Those that programs import have everything, BibTeX is as the page shows it."""
    files = made(tmp_path)
    for paper_id in ("ada2024engine", "ada2025new", "ada2023gone"):
        assert ["Of patterns" in files[f"papers/{paper_id}.{row.suffix}"] for row in BESIDE] == [
            False, True, True,
        ]  # fmt: skip
    (item,) = json.loads(files["papers/ada2023gone.json"])
    assert item["custom"]["papershelf"]["status_note"] == "It was."


def test_the_whole_collection_is_there_with_and_without_abstracts(tmp_path: Path) -> None:
    """Without is the default, because Overleaf takes no file above 50 MB."""
    files = made(tmp_path)
    brief, full = files["papers.bib"], files["papers-abstracts.bib"]
    assert keys(brief) == keys(full) == ["ada2024engine", "ada2025first"]
    assert ("abstract" in brief, full.count("abstract      = {Of patterns.}")) == (False, 2)
    assert "papers-abstracts.bib" in files["papers/index.md"]


def test_a_renamed_paper_keeps_its_key(tmp_path: Path) -> None:
    """Under each of its names the files are the same, and they say the id that it had first; the
    page says so, too; the id of today is in `custom`."""
    files = made(tmp_path)
    for suffix in ("bib", "ris", "json"):
        copies = {files[f"papers/{name}.{suffix}"] for name in ("ada2025new", "ada2025first", "ada2025second")}  # fmt: skip
        assert len(copies) == 1
        assert keys(copies.pop()) == ["ada2025first"]
    page = files["papers/ada2025new.md"]
    assert "<dt data-pagefind-ignore>Cite key</dt><dd>ada2025first</dd>" in page
    assert "<code>@misc{ada2025first,\n" in page or "<code>@article{ada2025first,\n" in page
    (item,) = json.loads(files["papers/ada2025first.json"])
    assert (item["id"], item["custom"]["papershelf"]["id"]) == ("ada2025first", "ada2025new")
    assert files["topics/looms.bib"] == files["topics/weaving.bib"]


def test_only_some_authors_have_files(tmp_path: Path) -> None:
    """Those that people.yaml lists, those with several numbered pages, and all if the settings say
    so. The page of any other says that the browser makes them, and announces no file."""
    beside = ["authors/ada-lovelace.bib", "authors/ada-lovelace/feed.json", "authors/ada-lovelace/feed.xml"]  # fmt: skip

    def found(**settings: object) -> list[str]:
        return [name for name in beside if name in made(tmp_path, **settings)]

    assert found() == found(per_page=2) == []
    assert found(author_files=True) == found(per_page=1) == beside
    page = made(tmp_path)["authors/ada-lovelace.md"]
    assert "data-ps-take" in page and "ps-follow" not in page
    assert "ada-lovelace.bib" not in page and "ada-lovelace/feed" not in page
    write(tmp_path, {"content/people.yaml": "- {slug: ada-lovelace, name: Ada Lovelace}\n"})
    assert found() == beside
    assert "data-ps-take" not in made(tmp_path)["authors/ada-lovelace.md"]


def test_only_large_venues_have_files(tmp_path: Path) -> None:
    """Those with several numbered pages, and all if the settings say so."""
    beside = ["venues/engines.bib", "venues/engines/feed.json", "venues/engines/feed.xml"]

    def found(**settings: object) -> list[str]:
        return [name for name in beside if name in made(tmp_path, **settings)]

    assert found() == found(author_files=True) == found(per_page=2) == []
    assert found(venue_files=True) == found(per_page=1) == beside
    page = made(tmp_path)["venues/engines.md"]
    assert "data-ps-take" in page and "ps-follow" not in page and "engines.bib" not in page


def test_a_list_without_page_has_no_files(tmp_path: Path) -> None:
    """An author with too few papers has neither."""
    files = made(tmp_path, min_papers=3)
    assert not [name for name in files if name.startswith("authors/ada")]


def test_an_entry_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This holds however many lists contain it: a paper has topics, authors, a venue and a year."""
    collection = collect(write(tmp_path, FILES))
    calls = 0
    to_record = citation_files.to_record

    def counted(paper: object) -> object:
        nonlocal calls
        calls += 1
        return to_record(paper)  # type: ignore[arg-type]

    monkeypatch.setattr(citation_files, "to_record", counted)
    list(citation_files.files(collection, Settings()))
    assert calls == len(collection.papers)


def test_the_collection_of_these_tests_is_right(tmp_path: Path) -> None:
    """No problem hides in it."""
    assert [problem.rule for problem in check(write(tmp_path, FILES)) if problem.severity == "error"] == []  # fmt: skip


COURSE = """---
title: Looms
---

- [@ada2024engine] Required, pages 3 to 7. See *all* of [@ada2025new] in [a table](https://a.example/t),
  ER  - and $x^2$.

    TY  - BOOK

- [@ada2025new]
- [@ada2023gone] Gone.
- [@ada2024engine] Once more.
"""


def test_ris_of_a_course_says_what_the_course_says(tmp_path: Path) -> None:
    """As Talis Aspire reads it: one note for students, the importance, a bare DOI, lines that end with
    CRLF. No note can end its record."""
    more = MORE + "  doi: https://doi.org/10.1000/182\n"
    papers = FILES["papers.yaml"].replace(MORE, more, 1)
    files = made(write(tmp_path, {"content/courses/looms.md": COURSE}), papers=papers)
    text = files["courses/looms.ris"]
    assert text.count("\r\n") == text.count("\n")
    engine, second = rispy.loads(text)
    assert engine["doi"] == "10.1000/182"
    assert engine["notes"] == [
        "Required, pages 3–7. See all of A second look in a table (https://a.example/t), ER - and x²."
        " TY - BOOK Once more."
    ]
    assert engine["unknown_tag"] == {"U1": ["Required"]}
    assert "notes" not in second and "unknown_tag" not in second
    assert "U1" not in files["papers/ada2024engine.ris"] and "U1" not in files["papers.ris"]
    assert "pages 3" not in files["courses/looms.bib"] + files["courses/looms.json"]
    _, fields, _ = zotero_ris.read(text.partition("ER  - \r\n")[0])
    assert fields["DOI"] == "10.1000/182"
