"""RIS means other things by the same tags in records of other types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.item_types import TYPES
from papershelf.catalogue.model import Paper
from papershelf.citations import ris, to_record
from papershelf.importers.readers import READERS
from papershelf.importers.values import to_values
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name
from support import zotero_ris
from support.helpers import collect, entry, write

BASE: dict[str, Any] = {
    "id": "ada2024", "title": "Engines", "published": PartialDate(2024), "added": PartialDate(2024),
    "authors": (Name(given="Ada", family="Byron"),),
}  # fmt: skip
MORE = {"series": "Notes", "place": "Turin", "number": "TR-7"}

#: Values of a paper → what Zotero reads in its own fields.
EXPORTED = [
    ({"type": "report", "venue": "Hive", **MORE},
     {"institution": "Hive", "seriesTitle": "Notes", "place": "Turin", "reportNumber": "TR-7"}),
    ({"type": "report", "publisher": "House", "isbn": "9780262046305"},
     {"institution": "House", "reportNumber": "9780262046305"}),
    ({"type": "standard", "venue": "Hive", **MORE},
     {"institution": "Hive", "seriesTitle": "Notes", "place": "Turin", "reportNumber": "TR-7"}),
    ({"type": "patent", "venue": "Hive", "number": "US 7", "place": "Italy"},
     {"assignee": "Hive", "patentNumber": "US 7", "place": "Italy"}),
    ({"type": "paper-conference", "venue": "Proc. of X", "event": "X 2024", "series": "LNCS", "place": "Turin"},
     {"proceedingsTitle": "Proc. of X", "conferenceName": "X 2024", "series": "LNCS", "place": "Turin"}),
    ({"type": "paper-conference", "event": "X 2024"}, {"conferenceName": "X 2024"}),
    ({"type": "paper-conference", "venue": "X 2024"}, {"conferenceName": "X 2024"}),
    ({"type": "thesis", "venue": "University", "place": "Turin"}, {"university": "University", "place": "Turin"}),
    ({"type": "software", "venue": "Hub", "series": "Tools"}, {"company": "Hub", "seriesTitle": "Tools"}),
    ({"type": "dataset", "venue": "Zenodo"}, {"publisher": "Zenodo"}),
    ({"type": "book", "publisher": "House", **MORE},
     {"publisher": "House", "series": "Notes", "place": "Turin", "seriesNumber": "TR-7"}),
    ({"type": "article-journal", "venue": "J", "issue": "7"}, {"publicationTitle": "J", "issue": "7"}),
]  # fmt: skip


@pytest.mark.parametrize(("values", "wanted"), EXPORTED)
def test_zotero_reads_each_field_in_its_place(
    values: dict[str, Any], wanted: dict[str, str]
) -> None:
    """The number of a report is in SN, its institution in PB, the place of proceedings in C1."""
    _, fields, creators = zotero_ris.read(ris.to_entry(to_record(Paper(**BASE, **values))))
    assert {**wanted, "title": "Engines"} == fields
    assert [name for _, name in creators] == [
        "Byron, Ada",
        *([values["publisher"]] if "A3" in fields else []),
    ]


@pytest.mark.parametrize(("values", "wanted"), EXPORTED)
def test_an_export_comes_back(values: dict[str, Any], wanted: dict[str, str]) -> None:
    """Every field in its own, whatever the tag."""
    paper = Paper(**BASE, **values)
    (draft,) = READERS["ris"].read(ris.to_full_entry(to_record(paper)), "x")
    made = to_values(draft).values
    assert values == {name: made[name] for name in values}
    assert made.keys() - values.keys() == {"title", "published", "authors"} | {"id"} & made.keys()
    assert draft.left == {}


@pytest.mark.parametrize("kind", TYPES)
def test_a_venue_comes_back_alone(kind: str) -> None:
    """PB may repeat it for other programs; RIS has no type for a document or a broadcast."""
    values = {"type": kind, "venue": "Hive"}
    (draft,) = READERS["ris"].read(ris.to_full_entry(to_record(Paper(**BASE, **values))), "x")
    made = to_values(draft).values
    assert "Hive" in (made.get("venue"), made.get("series"))
    assert "publisher" not in made


#: Type, Zotero's fields → ours.
IMPORTED = [
    ("report", {"title": "T", "institution": "Hive", "seriesTitle": "Notes", "place": "Turin", "reportNumber": "TR-7"},
     {"venue": "Hive", "series": "Notes", "place": "Turin", "number": "TR-7"}),
    ("report", {"title": "T", "institution": "Hive", "reportNumber": "9780262046305"},
     {"venue": "Hive", "isbn": "9780262046305"}),
    ("patent", {"title": "T", "patentNumber": "US 7", "assignee": "Hive", "place": "Italy"},
     {"number": "US 7", "publisher": "Hive", "place": "Italy"}),
    ("conferencePaper", {"title": "T", "proceedingsTitle": "Proc. of X", "conferenceName": "X 2024", "series": "LNCS",
                         "place": "Turin", "publisher": "House", "ISBN": "9780262046305"},
     {"venue": "Proc. of X", "event": "X 2024", "series": "LNCS", "place": "Turin", "publisher": "House",
      "isbn": "9780262046305"}),
    ("computerProgram", {"title": "T", "company": "Hub", "seriesTitle": "Tools"}, {"publisher": "Hub", "series": "Tools"}),
    ("book", {"title": "T", "series": "Notes", "seriesNumber": "3", "place": "Turin", "publisher": "House"},
     {"series": "Notes", "number": "3", "place": "Turin", "publisher": "House"}),
    ("bookSection", {"title": "T", "bookTitle": "Book", "series": "Notes", "publisher": "House"},
     {"venue": "Book", "series": "Notes", "publisher": "House"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "wanted"), IMPORTED)
def test_records_of_zotero(kind: str, fields: dict[str, str], wanted: dict[str, str]) -> None:
    """Nothing is left, and nothing is anywhere else."""
    text = zotero_ris.write(kind, fields, [("author" if kind != "patent" else "inventor", "Byron, Ada")]
                            if kind != "computerProgram" else [("programmer", "Byron, Ada")])  # fmt: skip
    (draft,) = READERS["ris"].read(text, "x")
    made = to_values(draft).values
    assert wanted | {"title": "T"} == {
        name: made[name] for name in made if name not in ("authors", "published", "type")
    }
    assert draft.left == {}


@pytest.mark.parametrize(
    ("tags", "wanted", "left"),
    [
        # neither ISSN nor ISBN is the number of a report, which may come with one of them
        ("TY  - RPRT\nSN  - 0010-4620\nM1  - 7\n", {"number": "7"}, {"SN": "0010-4620"}),
        ("TY  - RPRT\nSN  - 978-0-262-04630-5\nSN  - TR-7\n", {"isbn": "9780262046305", "number": "TR-7"}, {}),
        # the application beside the patent itself
        ("TY  - PAT\nSN  - US 7\nM1  - 16/1\n", {"number": "US 7"}, {"M1": "16/1"}),
        ("TY  - PAT\nM1  - 16/1\n", {"number": "16/1"}, {}),
        # of a standard M1 is a page, and T3 the number of a paper
        ("TY  - STAND\nSN  - RFC 1\nM1  - 3\n", {"number": "RFC 1"}, {"M1": "3"}),
        # the place of publication comes before that of the meeting, which Springer writes for it
        ("TY  - CONF\nC1  - Cham\nCY  - Turin\n", {"place": "Cham"}, {"CY": "Turin"}),
        ("TY  - CPAPER\nCY  - Cham\n", {"place": "Cham"}, {}),
        # an institution alone, as other programs write it
        ("TY  - RPRT\nT2  - Hive\nT3  - Notes\n", {"venue": "Hive", "series": "Notes"}, {}),
        ("TY  - RPRT\nT2  - Notes\nPB  - Hive\nA3  - House\n", {"venue": "Hive", "series": "Notes"}, {"A3": "House"}),
        ("TY  - SER\nA2  - Hopper, Grace\n", {"editors": ["Grace Hopper"]}, {}),
    ],
)  # fmt: skip
def test_tags_by_type(tags: str, wanted: dict[str, Any], left: dict[str, str]) -> None:
    """As the specification has them, and as programs write them."""
    (draft,) = READERS["ris"].read(f"{tags}TI  - T\nPY  - 2024\nER  - \n", "x")
    made = to_values(draft).values
    shown = {name: made[name] for name in made if name not in ("title", "published", "type")}
    if "editors" in shown:
        shown["editors"] = [name.shown for name in shown["editors"]]
    assert (wanted, left) == (shown, draft.left)


@pytest.mark.parametrize("number", ["1234-5678", "2049-363X", "123-X"])
def test_a_number_like_an_issn_comes_back(number: str, tmp_path: Path) -> None:
    """Our own export has no ISSN; in the file of another program, it is the ISSN of the series."""
    text = entry("ada2024", more=f"  type: report\n  number: {number}\n")
    papers = collect(write(tmp_path, {"papers.yaml": text})).papers.values()
    exported = ris.to_file(ris.to_full_entry(to_record(paper)) for paper in papers)
    ours, theirs = (
        next(READERS["ris"].read(each, "x")).fields["number"]
        for each in (exported, exported.replace("DP  - Papershelf", "DP  - Another"))
    )
    assert (ours, theirs) == (number, number if number == "123-X" else "")
