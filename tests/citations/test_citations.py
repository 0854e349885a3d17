"""BibTeX that an independent reader reads back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from papershelf.catalogue.model import Paper
from papershelf.citations import FORMATS, bibtex, coins, to_record
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name
from support import hostile
from support.drafts import drafts

WORD = st.from_regex(r"[A-Z][a-zäöüßéñ]{1,9}", fullmatch=True)


def to_bibtex(paper: Paper) -> str:
    """The entry that the site shows."""
    return bibtex.to_entry(to_record(paper))


def paper(**values: object) -> Paper:
    base = {"id": "ada2024engine", "title": "On the engine", "published": PartialDate(2024, 4),
            "added": PartialDate(2024), "type": "article-journal"}  # fmt: skip
    return Paper(**(base | values))  # type: ignore[arg-type]


@given(
    st.lists(st.tuples(WORD, WORD), min_size=1, max_size=6),
    st.lists(WORD, min_size=1, max_size=8),
    st.integers(1, 2100),
)
def test_reads_back(names: list[tuple[str, str]], words: list[str], year: int) -> None:
    """Title, authors and year come back as they were."""
    authors = tuple(Name(given=given_, family=family) for given_, family in names)
    written = to_bibtex(paper(title=" ".join(words), authors=authors, published=PartialDate(year)))
    entry = parse_string(written, "bibtex").entries["ada2024engine"]
    assert entry.fields["title"].translate({ord("{"): "", ord("}"): ""}) == " ".join(words)
    assert int(entry.fields["year"]) == year
    read = [
        (" ".join(person.first_names), " ".join(person.last_names))
        for person in entry.persons["author"]
    ]
    assert read == names


@pytest.mark.parametrize(
    ("venue", "issued"),
    [
        ("LOOM 2024", PartialDate(2024, 4)),
        ("LOOM 2025", PartialDate(2025)),
        ("Journal of looms 2027", PartialDate(2027)),
        ("LOOM 2028", PartialDate(2024, 4)),
        ("LOOM 2023", PartialDate(2024, 4)),
        ("Looms of 2025 and later", PartialDate(2024, 4)),
        ("Loom2025", PartialDate(2024, 4)),
    ],
)
def test_the_year_is_that_of_the_venue(venue: str, issued: PartialDate) -> None:
    """The catalogue may have the date of the preprint; a citation names one version. A year that is
    much later is part of a name."""
    one = paper(venue=venue)
    assert to_record(one).issued == issued
    assert parse_string(to_bibtex(one), "bibtex").entries[one.id].fields["year"] == str(issued.year)
    assert f"rft.date={issued}&" in f"{coins.to_context(one)}&"


@pytest.mark.parametrize("text", hostile.HOSTILE)
@pytest.mark.parametrize(
    ("kind", "own"),
    [("article-journal", {"journal"}), ("paper-conference", {"booktitle", "publisher"})],
)
def test_hostile_texts_stay_in_their_field(kind: str, own: set[str], text: str) -> None:
    """One entry, its key, and every field that was given; no text begins another."""
    written = to_bibtex(
        paper(type=kind, title=text, venue=text, publisher=text, doi="10.1000/" + text.replace(" ", ""), volume=text,
              authors=(Name(literal=text), Name(given=text, family=text)))
    )  # fmt: skip
    entries = parse_string(written, "bibtex").entries
    assert list(entries) == ["ada2024engine"]
    fields = entries["ada2024engine"].fields
    assert {"title", "volume", "year", "month", "doi"} | own == set(fields)
    assert len(written.split("\n")) == len(fields) + 3


@pytest.mark.parametrize(
    ("kind", "entry", "field"),
    [("article-journal", "article", "journal"), ("paper-conference", "inproceedings", "booktitle"),
     ("chapter", "incollection", "booktitle"), ("thesis", "phdthesis", "school"), ("article", "misc", "howpublished")],
)  # fmt: skip
def test_types(kind: str, entry: str, field: str) -> None:
    """CSL's types in BibTeX's words."""
    written = to_bibtex(paper(type=kind, venue="Place"))
    assert written.startswith(f"@{entry}{{ada2024engine,\n")
    assert f"  {field:<13} = {{Place}},\n" in written


def test_details() -> None:
    """Formulas stay TeX, dashes become two, groups stay whole, cut lists end in others."""
    written = to_bibtex(
        paper(title="In $O(n^2)$ & more_", pages="1–9", author_count=9, arxiv="2404.17858", doi="10.1000/a_b",
              authors=(Name(literal="Sons and Daughters"), Name(given="Jean", family="Bartik", suffix="Jr.")))
    )  # fmt: skip
    for line in (
        r"title         = {In {$O(n^2)$} \& more\_},",
        "author        = {{Sons and Daughters} and Bartik, Jr., Jean and others},",
        "pages         = {1--9},",
        "month         = apr,",
        "doi           = {10.1000/a_b},",
        "eprint        = {2404.17858},",
        "archiveprefix = {arXiv},",
    ):
        assert line in written


def test_languages_have_the_names_of_babel() -> None:
    """BibLaTeX hands `langid` to babel, which knows no BCP 47; a tag without a name stays."""
    for tag, name in (("en", "english"), ("en-GB", "british"), ("de", "ngerman"), ("eo", "eo")):
        written = bibtex.to_biblatex_entry(to_record(paper(language=tag)))
        assert f"  langid        = {{{name}}},\n" in written


@pytest.mark.parametrize("status", ["retracted", "withdrawn", "superseded", "removed"])
def test_nobody_cites_a_retracted_paper_unwarned(status: str) -> None:
    """Every format says what became of the work itself, and an import hears it; that a collection
    left a paper out, or has a later one, is none of a reader's bibliography."""
    record = to_record(paper(status=status, venue="Place"))
    warned = status if status in ("retracted", "withdrawn") else ""
    for name in ("bibtex", "biblatex", "ris", "csl-json"):
        row = FORMATS[name]
        for write in filter(None, (row.to_entry, row.to_full_entry)):
            text = row.join([write(record)])
            assert (re.search("retracted|withdrawn", text.lower()) is not None) is bool(warned), (
                name
            )
            text = re.sub(r', "custom": .*(?=}\n)', "", text)  # as if it were another program's
            (draft,) = drafts(text, name)
            assert draft.fields.get("status", "") == warned, name
            assert not draft.fields.get("notes") and "note" not in draft.left, name
