"""When two records are one work: what proves it, and what speaks against it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue import preprints, works
from papershelf.catalogue.item_types import IN_BOOKS
from papershelf.catalogue.works import Sameness
from support.entries import paper

SAME = [
    # an identifier and the title, however they are written
    ({"doi": "10.5555/a"}, {"doi": "https://doi.org/10.5555/A", "published": "2021", "venue": "Hive Lett."}),
    ({"doi": "10.5555/a"}, {"doi": "10.5555/a", "title": "HIVES of the north."}),
    ({"doi": "10.5555/a"}, {"doi": "10.5555/a", "title": "Hives of the North: A Survey"}),
    ({"doi": "10.5555/a"}, {"doi": "10.5555/a", "authors": ["A. Quill", "Bo Reed", "The Hive Group"]}),
    ({"doi": "10.5555/a"}, {"doi": "10.5555/a", "authors": None}),
    ({"doi": "10.5555/a", "title": "Müller & Sons"}, {"doi": "10.5555/a", "title": "Muller and Sons"}),
    ({"doi": "10.5555/a", "title": "RETRACTED ARTICLE: Looms"}, {"doi": "10.5555/a", "title": "Looms"}),
    ({"arxiv": "2401.00001", "venue": None}, {"doi": "10.48550/arXiv.2401.00001", "venue": "arXiv"}),
    ({"title": "Sorting in $O(n \\log n)$", "pmid": "12345"}, {"title": "Sorting in O(n log n)", "pmid": "12345"}),
    # title, all authors and year
    ({}, {"authors": ["A. Quill", "B. Reed"], "volume": "3"}),
    ({"authors": ["Müller, Ada"]}, {"authors": ["Mueller, A."]}),
    ({"authors": ["van Oss, E. G."]}, {"authors": ["Oss, EG"]}),
    ({"author_count": "7"}, {"authors": ["Ada Quill", "Bo Reed", "Cy Tarn"]}),
    ({"type": "thesis", "venue": "Hive U"}, {"type": "thesis", "venue": "Hive U", "extra": {"genre": "PhD thesis"}}),
    ({"authors": ["Ada Byron Jr"]}, {"authors": ["Byron, Jr., Ada"]}),
    ({"doi": "10.5555/a", "authors": ["Ada Byron"]}, {"doi": "10.5555/a", "authors": ["Ada Byron Jr."]}),
    # a preprint and its publication
    ({"venue": "arXiv", "published": "2018"}, {"published": "2020", "volume": "3"}),
    ({"venue": None, "published": "2018"}, {"doi": "10.5555/a", "type": "article-journal"}),
    ({"venue": "CoRR", "volume": "abs/2401.00001", "arxiv": "2401.00001"}, {"volume": "3", "published": "2021"}),
    ({"venue": "arXiv", "pages": "1-12"}, {"pages": "447-459", "doi": "10.5555/a"}),
    ({"venue": "bioRxiv", "type": "article"}, {"type": "paper-conference", "venue": "HIVE 2021", "published": "2021"}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_work(one: dict[str, Any], other: dict[str, Any]) -> None:
    """An identifier with the title, title with authors and year, or a preprint with its publication."""
    found = works.compare(paper(**one), paper(**other))
    assert (
        found.kind,
        works.compare(paper(**other), paper(**one)).kind,
    ) == (Sameness.SAME, Sameness.SAME), found


LIKELY = [
    ("another title", {"doi": "10.5555/a"}, {"doi": "10.5555/a", "title": "Orchards of the South"}),
    ("another title", {"doi": "10.5555/a"}, {"doi": "10.5555/a", "title": "Hives of the North: Part 2"}),
    ("another title", {"doi": "10.5555/a", "title": "The C++ hive"}, {"doi": "10.5555/a", "title": "The C# hive"}),
    ("another title", {"doi": "10.5555/a", "title": "Hive, version 8.1"}, {"doi": "10.5555/a", "title": "Hive, version 81"}),
    ("other authors", {"doi": "10.5555/a"}, {"doi": "10.5555/a", "authors": ["Cy Tarn", "Di Vas"]}),
    ("another volume", {"doi": "10.5555/a", "volume": "3"}, {"doi": "10.5555/a", "volume": "4"}),
    ("another DOI", {"doi": "10.5555/a"}, {"doi": "10.5555/b"}),
    ("another DOI", {"doi": "10.1101/a", "venue": "bioRxiv"}, {"doi": "10.5555/b"}),
    ("another arXiv", {"arxiv": "2401.00001"}, {"arxiv": "2401.00002"}),
    ("another type", {"type": "thesis"}, {"type": "article-journal"}),
    ("another type", {"type": "paper-conference"}, {"type": "article-journal"}),
    ("another volume", {"volume": "3"}, {"volume": "4"}),
    ("another edition", {"edition": "8.0"}, {"edition": "8.1"}),
    ("other pages", {"pages": "1-9"}, {"pages": "447"}),
    ("other pages", {"pages": "11-9"}, {"pages": "119"}),
    ("other pages", {"venue": None, "pages": "1-9"}, {"pages": "11-20"}),
    ("another volume", {"volume": "1.2"}, {"volume": "12"}),
    ("another book", {"type": "chapter", "venue": "The Hive"}, {"type": "chapter", "venue": "The Orchard"}),
    ("another year", {"type": "report", "venue": None, "publisher": "Hive House"}, {"published": "2021"}),
    ("another degree", {"type": "thesis", "venue": "Hive U", "extra": {"genre": "Master's thesis"}},
     {"type": "thesis", "venue": "Hive U"}),
    ("another degree", {"type": "thesis", "venue": "Hive U", "extra": {"genre": "Diplomarbeit"}},
     {"type": "thesis", "venue": "Hive U", "extra": {"genre": "Ph.D. thesis"}}),
    ("first author", {"authors": ["Ada Byron"]}, {"authors": ["Ada Byron Jr."]}),
    ("first author", {"authors": ["Ada Byron III"]}, {"authors": ["Byron, II, Ada"]}),
    ("another issue", {"volume": "3", "issue": "1"}, {"volume": "3", "issue": "2"}),
    ("another year", {}, {"published": "2021"}),
    ("another year", {"venue": None}, {"venue": "arXiv", "published": "2022"}),
    ("first author", {}, {"authors": ["Ada Quill", "Cy Tarn"]}),
    ("first author", {}, {"authors": ["Ada Quill"]}),
    ("authors unknown", {"authors": None}, {"authors": None}),
    ("authors unknown", {"authors": None, "venue": None}, {"venue": "arXiv"}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other"), LIKELY)
def test_perhaps_one_work(why: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    """Something agrees and something speaks against it: both come in, and the report says what."""
    found = works.compare(paper(**one), paper(**other))
    assert (found.kind, why in found.why) == (Sameness.LIKELY, True), found


@pytest.mark.parametrize(
    "other",
    [{"title": "Hives of the South"}, {"authors": ["Cy Tarn"]},
     {"isbn": "9783161484100", "title": "Another chapter"}, {"title": "北の巣箱"}],
)  # fmt: skip
def test_different_works(other: dict[str, Any]) -> None:
    """Nothing agrees, or only what a volume has in common."""
    assert Sameness.OTHER is works.compare(paper(isbn="9783161484100"), paper(**other)).kind


@pytest.mark.parametrize("kind", sorted(IN_BOOKS))
def test_the_isbn_of_a_book_identifies_no_part_of_it(kind: str) -> None:
    """It is that of all the others, too; with other types, it identifies the work."""
    values = {"isbn": "9783161484100"}
    assert list(works.keys_of(values | {"type": kind})) == []
    assert list(works.keys_of(values | {"type": "book"})) == [("isbn", "9783161484100")]


@pytest.mark.parametrize(
    ("venue", "expected"),
    [("arXiv", True), ("arXiv preprint arXiv:2401.00001", True), ("bioRxiv", True), ("ChemRxiv", True), ("PsyArXiv", True),
     ("SSRN Electronic Journal", True), ("Preprints.org", True), ("CoRR", True), ("", True), ("Submitted to Hive", True),
     ("Hive Preprints", False), ("Corrosion", False), ("Advances in Hives", False), ("Halide Letters", False)],
)  # fmt: skip
def test_archives(venue: str, expected: bool) -> None:
    """Archives of preprints, and nothing; a venue whose name only begins like one is none."""
    assert expected is preprints.is_archive(venue)


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_verdict_does_not_depend_on_the_order(one: str, other: str) -> None:
    """Whatever the titles hold."""
    first, second = ({"title": text, "doi": "10.5555/a"} for text in (one, other))
    assert works.compare(first, second).kind is works.compare(second, first).kind


def test_two_theses() -> None:
    """One person may write one for each degree, under one title and in one year."""
    theses = [paper(type="thesis", venue=venue) for venue in ("Master's thesis", "PhD thesis")]
    assert works.compare(*theses).kind is Sameness.LIKELY
    assert works.compare(theses[0], theses[0]).kind is Sameness.SAME
