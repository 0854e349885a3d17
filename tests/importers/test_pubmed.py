"""Records of PubMed: its own format and its table, and what programs copy from it."""

from __future__ import annotations

import pytest

from papershelf.importers.readers import READERS
from papershelf.importers.values import to_values
from support.drafts import drafts

BOOKS = """PMID- 20000001
STAT- Publisher
PB  - Hive Center (US)
DP  - 2009
TI  - A syndrome of bees
BTI - Handbook of hives
CTI - Notes on Hives
FED - Hopper, Grace M
ED  - Hopper GM
FAU - Byron, Ada
AU  - Byron A
EN  - 2
LA  - eng
PT  - Review
PT  - Book Chapter
PL  - Turin (IT)
CDAT- 2011/01/21 06:00
AID - NBK1 [bookaccession]

PMID- 20000002
PB  - Hive Center (US)
DP  - 2010
BTI - Handbook of hives.
ED  - Hopper GM
ISBN- 9780262046305
PT  - Book
PL  - Turin (IT)

PMID- 20000003
DP  - 2011
TI  - A part whose type is not said.
BTI - Handbook of hives
FAU - Byron, Ada
PT  - Review

PMID- 20000004
DP  - 2012
TI  - An article.
JT  - Journal of hives
FAU - Byron, Ada
PT  - Journal Article
PL  - Netherlands
"""


def test_identifiers_of_people_in_medline() -> None:
    """An ORCID iD belongs to the name above it; other numbers are reported."""
    text = """PMID- 1
TI  - Looms.
DP  - 2020
FAU - Byron, Ada B
AU  - Byron AB
AUID- ORCID: http://orcid.org/0000-0002-1825-0097
FAU - Reed, Bo
AU  - Reed B
AUID- ISNI: 0000000121032683
"""
    (draft,) = drafts(text, "x.nbib")
    ada, bo = to_values(draft).values["authors"]
    assert (ada.orcid, bo.orcid) == ("0000-0002-1825-0097", "") and ada.family == "Byron"
    assert draft.left["AUID"] == "ISNI: 0000000121032683"


def test_books_of_pubmed() -> None:
    """BTI is the book, or what a part is in; CTI is its series, and editors and place are its own.
    The country of a journal is reported, not kept."""
    found = drafts(BOOKS, "x.nbib")
    part, book, other, article = map(to_values, found)
    shown = {name: str(value) for name, value in part.values.items() if isinstance(value, str)}
    assert shown == {
        "title": "A syndrome of bees", "type": "chapter", "venue": "Handbook of hives", "series": "Notes on Hives",
        "publisher": "Hive Center (US)", "place": "Turin (IT)", "edition": "2", "language": "en", "pmid": "20000001",
    }  # fmt: skip
    assert [name.shown for name in part.values["editors"]] == ["Grace M Hopper"]
    assert [name.shown for name in part.values["authors"]] == ["Ada Byron"]
    assert (book.values["title"], book.values["type"]) == ("Handbook of hives", "book")
    assert [name.family for name in book.values["editors"]] == ["Hopper"]
    assert (book.values["isbn"], book.values["place"]) == ("9780262046305", "Turin (IT)")
    assert (other.values["type"], other.values["venue"]) == ("chapter", "Handbook of hives")
    assert "place" not in article.values and found[3].left == {"PL": "Netherlands"}


@pytest.mark.parametrize("kind", ["pubmed", "pmid"])
def test_an_eprint_of_pubmed(kind: str) -> None:
    """BibLaTeX and Better BibTeX name it in two ways."""
    (draft,) = drafts(
        f"@article{{k, title={{T}}, year=2020, eprint=33333333, eprinttype={kind}}}", "x.bib"
    )
    assert to_values(draft).values["pmid"] == "33333333"


def test_titles_in_pubmeds_table() -> None:
    """They end with a period that PubMed adds, as in its other format."""
    (draft,) = READERS["csv"].read(
        "PMID,Title,Authors,Journal/Book,Publication Year\n7,Looms: a trial.,Reed B.,J Loom,2020\n",
        "x",
    )
    assert draft.fields["title"] == "Looms: a trial"


def test_main_topics_of_pubmed_are_keywords() -> None:
    """Programs copy its mark into RIS."""
    words = ["*Looms", "Cards/*history", "C*-algebras", "a *b*; *c"]
    lines = "\n".join(f"KW  - {word}" for word in words)
    (draft,) = READERS["ris"].read(f"TY  - JOUR\nTI  - T\nPY  - 2020\n{lines}\nER  - \n", "x")
    assert draft.fields["keywords"] == ["Looms", "Cards/history", "C*-algebras", "a *b*", "c"]


@pytest.mark.parametrize(
    ("lines", "status", "note", "left"),
    [
        ("EIN - J Loom. 2020;1:2", "corrected", "J Loom. 2020;1:2", {}),
        ("EIN - J Loom. 2020;1:2\nECI - J Loom. 2021;3:4", "expression-of-concern",
         "J Loom. 2021;3:4", {"EIN": "J Loom. 2020;1:2"}),
        ("RIN - J Loom. 2020;1:2", "retracted", "J Loom. 2020;1:2", {}),
        ("PT  - Retracted Publication", "retracted", None, {}),
    ],
)  # fmt: skip
def test_notices_about_a_work(
    lines: str, status: str, note: str | None, left: dict[str, str]
) -> None:
    """Corrections and expressions of concern are heard as at Crossref; the most serious one counts."""
    (draft,) = drafts(f"PMID- 1\nTI  - Looms.\nDP  - 2020\n{lines}\n", "x.nbib")
    found = to_values(draft).values
    assert (found["status"], found.get("status_note"), draft.left) == (status, note, left)


def test_titles_in_one_language_alone() -> None:
    """PubMed has no English title of some old works; all of them would have the same one."""
    text = "PMID- 1\nTI  - [Not Available].\nDP  - 1950\nLA  - und\n"
    (draft,) = drafts(f"{text}TT  - Webstühle.\n", "x.nbib")
    made = to_values(draft)
    assert (made.values["title"], made.lost, draft.left) == ("Webstühle", ["language: und"], {})
    (draft,) = drafts(text, "x.nbib")
    assert draft.why_not == "no title"
