"""BibTeX and BibLaTeX by type, out and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from papershelf.catalogue.model import Paper
from papershelf.citations import FORMATS, Record, bibtex, csl, ris, to_record
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS
from papershelf.importers.values import to_values
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name

BASE: dict[str, Any] = {
    "id": "ada2024", "title": "Engines", "published": PartialDate(2024), "added": PartialDate(2024),
    "authors": (Name(given="Ada", family="Byron"),),
}  # fmt: skip
Writer = Callable[[Record], str]
writers = pytest.mark.parametrize("write", [bibtex.to_full_entry, bibtex.to_biblatex_entry])


def record(**values: Any) -> Record:
    """A record of a paper with these values."""
    return to_record(Paper(**BASE | values))


def back(text: str) -> Draft:
    """What the import makes of an entry."""
    (draft,) = READERS["bibtex"].read(text, "x.bib")
    return draft


DOLLARS = (
    r"$\$$",
    r"a $\$$ b",
    "$5",
    r"\$",
    "$",
    "$x$",
    "$a$ and $b$",
    r"\\$x",
    "$$x$$",
    r"\(x\)",
    r"$a$ \$",
)


@writers
@pytest.mark.parametrize("text", DOLLARS)
@pytest.mark.parametrize("kind", ["article-journal", "book", "manuscript", "report", "dataset"])
def test_a_dollar_in_a_text_without_tex_is_a_dollar(kind: str, text: str, write: Writer) -> None:
    """Venues and names have no formulas: what looks like one is written and read as it is."""
    values = {
        "venue": text, "keywords": (text,), "notes": "About it.",
        "authors": (Name(literal=f"{text} Group"), Name(family=f"Ab{text}", given="C")),
    }  # fmt: skip
    made = to_values(back(write(record(type=kind, **values)))).values
    assert values == {name: made.get(name) for name in values}


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("HIVE@LoomEval 2024: Bees in Looms", "{HIVE}{@LoomEval} 2024: Bees in Looms"),
        ("Notes of the Meeting @ BeeCon", "Notes of the Meeting {@ BeeCon}"),
        ("From recall@k to P@10", "From recall@k to {P}@10"),
    ],
)
def test_an_at_sign_is_within_the_braces_of_its_word(title: str, value: str) -> None:
    """bibtexparser 2 takes "@{" and "@ {" for the beginning of another entry, and loses this one."""
    text = bibtex.to_entry(record(type="article", title=title))
    assert f"  title         = {{{value}}},\n" in text
    assert back(text).fields["title"] == title


def test_formulas_of_others_stay() -> None:
    """A journal that is named after a space keeps its formula, beside money."""
    draft = back(r"@article{k, title={On $x$ for \$5}, year=2024, journal={$L^2$ and \$5 Letters}}")
    assert (draft.fields["title"], draft.fields["venue"]) == (
        "On $x$ for $5",
        "$L^2$ and $5 Letters",
    )


ADA, GRACE = (Name(given="Ada", family="Byron"),), (Name(given="Grace", family="Hopper"),)
#: Values → entry type in BibTeX, and in BibLaTeX.
TYPES: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"type": "book", "editors": GRACE, "publisher": "House", "series": "Notes"}, "book", "collection"),
    ({"type": "book", "editors": GRACE, "authors": ADA, "publisher": "House"}, "book", "book"),
    ({"type": "book", "authors": ADA, "publisher": "House"}, "book", "book"),
    ({"type": "chapter", "editors": GRACE, "authors": ADA, "venue": "Book", "publisher": "House"},
     "incollection", "incollection"),
    ({"type": "chapter", "authors": ADA, "venue": "Book"}, "incollection", "inbook"),
    ({"type": "collection", "editors": GRACE, "publisher": "House"}, "proceedings", "proceedings"),
    ({"type": "collection", "editors": GRACE, "authors": ADA}, "book", "book"),
    ({"type": "periodical", "editors": GRACE, "volume": "2", "issue": "3", "number": "7"},
     "misc", "periodical"),
    ({"type": "periodical", "editors": GRACE, "issue": "3", "venue": "Shelf"}, "misc", "misc"),
    ({"type": "periodical", "issue": "3"}, "misc", "misc"),
    ({"type": "paper-conference", "authors": ADA, "event": "Meeting"}, "inproceedings", "inproceedings"),
    ({"type": "paper-conference", "authors": ADA, "event": "Meeting", "venue": "Proc."}, "inproceedings", "inproceedings"),
)  # fmt: skip


@pytest.mark.parametrize(("values", "in_bibtex", "in_biblatex"), TYPES)
def test_works_with_editors(values: dict[str, Any], in_bibtex: str, in_biblatex: str) -> None:
    """An edited book is a collection of BibLaTeX, and BibTeX has one type; both come back."""
    given = record(**{"authors": ()} | values)
    for write, kind in ((bibtex.to_full_entry, in_bibtex), (bibtex.to_biblatex_entry, in_biblatex)):
        text = write(given)
        assert text.startswith(f"@{kind}{{")
        made = to_values(back(text)).values
        lost = {"type"} if kind in ("misc", "inbook") or values["type"] == "collection" else set()
        assert {name: values[name] for name in values if name not in lost} == {
            name: made.get(name) for name in values if name not in lost
        }
        assert made.keys() <= values.keys() | {"title", "published", "type"}


@pytest.mark.parametrize(
    ("genre", "kind", "said"),
    [
        ("Master's thesis", "mastersthesis", ""),
        ("PhD thesis", "phdthesis", ""),
        ("Habilitation", "phdthesis", "Habilitation"),
        ("Bachelor's thesis", "mastersthesis", "Bachelor's thesis"),
        ("Diplomarbeit", "mastersthesis", "Diplomarbeit"),
        ("Ph.D. thesis", "phdthesis", "{Ph.D. thesis}"),
    ],
)
def test_the_degree_of_a_thesis(genre: str, kind: str, said: str) -> None:
    """No style prints a bachelor's thesis as a PhD thesis, and every format gives the degree back."""
    given = record(type="thesis", venue="Hive University", extra={"genre": genre})
    for write in (bibtex.to_entry, bibtex.to_full_entry, bibtex.to_biblatex_entry):
        text = write(given)
        assert text.startswith(f"@{kind}{{") and (
            f"  type          = {{{said}}},\n" in text
        ) == bool(said)
        made = back(text).fields.get("extra") or {"genre": "PhD thesis"}  # what most theses are
        assert made == {"genre": genre}
    for name, write in (
        ("ris", ris.to_entry),
        ("csl-json", csl.to_entry),
        ("csl-json", csl.to_full_entry),
    ):
        (draft,) = READERS[name].read(FORMATS[name].join([write(given)]), "x")
        assert (draft.fields["extra"], draft.left) == ({"genre": genre}, {})
    assert csl.to_item(record(type="report", extra={"genre": genre})).get("genre") is None


def test_a_meeting_without_proceedings() -> None:
    """An @inproceedings must have a booktitle: the meeting is its name."""
    given = record(type="paper-conference", event="Meeting of engineers")
    for write in (bibtex.to_entry, bibtex.to_full_entry, bibtex.to_biblatex_entry):
        assert "  booktitle     = {Meeting of engineers},\n" in write(given)


@pytest.mark.parametrize(
    ("aliases", "others"),
    [
        ((), ""),
        (("ada1843",), "ada2024"),
        (("ada2024", "ada1843"), "ada1843"),
        (("ada1842", "ada2024", "ada1843"), "ada2024,ada1843"),
    ],
)
def test_the_other_keys_of_a_renamed_paper(aliases: tuple[str, ...], others: str) -> None:
    """Each once and without the key, also if the paper's own id is among the aliases."""
    written = bibtex.to_biblatex_entry(record(type="article", aliases=aliases))
    assert ("ids " in written) == bool(others)
    assert not others or f"{{{others}}}" in written
