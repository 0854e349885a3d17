"""Records of the Web of Science: its tagged format, and what its RIS has in the same way."""

from __future__ import annotations

import pytest

from papershelf.importers.values import to_values
from support.drafts import drafts


def tagged(*lines: str) -> str:
    """Return a file with one record of these lines."""
    return "\n".join(["FN Clarivate Analytics Web of Science", "VR 1.0", *lines, "ER", "", "EF"])


@pytest.mark.parametrize(
    ("year", "said", "published", "left"),
    [
        ("2015", "NOV 15 2015", "2015-11-15", ""),
        ("2015", "NOV 15", "2015-11-15", ""),
        ("2012", "2012", "2012", ""),
        ("2012", "DEC 2011", "2012", "DEC 2011"),
        ("2012", "FAL", "2012", "FAL"),
        ("2012", "JAN-APR", "2012", "JAN-APR"),
    ],
)
def test_a_day_with_or_without_its_year(year: str, said: str, published: str, left: str) -> None:
    """Older files repeat the year in the day; a month of another year is reported."""
    (draft,) = drafts(tagged("PT J", "AU Byron, A", "TI Looms", f"PD {said}", f"PY {year}"), "ris")
    assert (draft.fields["published"], draft.left.get("PD", "")) == (published, left)


@pytest.mark.parametrize(
    ("said", "published", "left"),
    [
        ("JAN 1", "2021-01-01", ""),
        ("SEP", "2021-09", ""),
        ("Sep 30", "2021-09-30", ""),
        ("WIN", "2021", "WIN"),
        ("JUL-AUG", "2021", "JUL-AUG"),
        ("10/05", "2021", "10/05"),
    ],
)
def test_a_day_of_ris_without_its_year(said: str, published: str, left: str) -> None:
    """RIS of the Web of Science has the month in DA and the year in PY."""
    text = f"TY  - JOUR\nAU  - Byron, A\nTI  - Looms\nDA  - {said}\nPY  - 2021\nER  -\n"
    (draft,) = drafts(text, "ris")
    assert (draft.fields["published"], draft.left.get("DA", "")) == (published, left)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("PT S", "SO 3RD SYMPOSIUM ON LOOMS", "SE Looms", "CT 3rd Symposium", "BP 1"), "paper-conference"),
        (("PT S", "SO LOOMS OF THE NORTH", "DT Proceedings Paper", "AR 65130K"), "paper-conference"),
        (("PT S", "SO ADVANCES IN LOOMS, VOL 4", "DT Review; Book Chapter", "BP 1"), "chapter"),
        (("PT B", "SO THE BOOK OF LOOMS", "DT Article; Book Chapter", "BP 10"), "chapter"),
        (("PT B", "SO LOOMS AND CARDS", "DT Book", "BP 1"), "book"),
        (("PT B", "SO LOOMS AND CARDS", "DT Editorial Material; Book", "BP 1"), "book"),
        (("PT B", "SO LOOMS AND CARDS"), "book"),
        (("PT J", "SO LOOM LETTERS", "DT Article; Proceedings Paper", "CT Looms", "BP 1"), "article-journal"),
    ],
)  # fmt: skip
def test_parts_of_books_and_series(lines: tuple[str, ...], kind: str) -> None:
    """PT names the source: what has pages in a book or a series is a paper or a chapter."""
    (draft,) = drafts(tagged(*lines, "AU Byron, A", "TI Looms and cards", "PY 2012"), "ris")
    assert draft.fields["type"] == kind
    if kind == "book":  # its source is itself
        assert not draft.fields["series"] and not draft.fields["venue"]


def test_names_without_a_comma() -> None:
    """Some journals have names without a comma, always with the family name first."""
    lines = ("AF Vas Ada-Lin", "   Reed Van Bo", "   Quill, Bo", "   Ondine", "   [Anonymous Loom]")
    (draft,) = drafts(tagged("PT J", *lines, "TI Looms", "PY 2012"), "ris")
    names = [(name.family, name.given) for name in to_values(draft).values["authors"]]
    assert names[:4] == [("Vas", "Ada-Lin"), ("Reed", "Van Bo"), ("Quill", "Bo"), ("Ondine", "")]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Loom Consortium", ("", "", "Loom Consortium")),
        ("CERN Collaboration", ("", "", "CERN Collaboration")),
        ("de la Cruz M", ("de la Cruz", "M.", "")),
        ("Kim JH", ("Kim", "J. H.", "")),
        ("van der Berg Ada", ("van der Berg Ada", "", "")),
    ],
)
def test_groups_and_initials_without_a_comma(name: str, wanted: tuple[str, str, str]) -> None:
    """The reader of names knows them; the first word alone is no family name there."""
    (draft,) = drafts(tagged("PT J", f"AU {name}", "TI Looms", "PY 2012"), "ris")
    (read,) = to_values(draft).values["authors"]
    assert (read.family, read.given, read.literal) == wanted


@pytest.mark.parametrize(
    ("said", "published", "is_left"),
    [("MAR 15", "2021-03-15", False), ("SPR", "2021", True)],
)
def test_its_table(said: str, published: str, is_left: bool) -> None:
    """It has the day without the year, editors of books and their series."""
    text = (
        "Publication Type,Book Editors,Author Full Names,Article Title,Source Title,Book Series Title,"
        f'Publication Date,Publication Year\nJ,"Reed, Bo","Byron, Ada",Looms,CARDS,Cards,{said},2021\n'
    )
    (draft,) = drafts(text, "csv")
    made = to_values(draft).values
    assert (str(made["published"]), "Publication Date" in draft.left) == (published, is_left)
    assert [name.shown for name in made["editors"]] == ["Bo Reed"]
