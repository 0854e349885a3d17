"""Tables with a header row, of spreadsheets and databases."""

from __future__ import annotations

from typing import Any

import pytest

from papershelf.importers.values import to_values
from support.drafts import drafts


def test_a_csv_of_a_spreadsheet() -> None:
    """Formulas are text, cells hold lines and delimiters, empty rows are none, each row has its line."""
    text = (
        "Title;Authors;Year;Note\n=cmd|' /C calc'!A0;Ada Quill;2020;=1+1\n"
        '"Semi; ""colon""";"Quill, Ada; Reed, Bo";2021;"Two\nlines"\n;;;\nMore;Ada Quill;2022;;extra\nLate;;;\n'
    )
    first, second, third, last = drafts(text, "x.csv")
    assert (first.fields["title"], first.fields["notes"]) == ("=cmd|' /C calc'!A0", "=1+1")
    assert (second.fields["title"], second.where) == ('Semi; "colon"', "x.csv:3")
    assert (third.left, third.line) == ({"column 5": "extra"}, 6)
    assert last.why_not == "no date"
    for text in (
        "Heading,Year\nT,2020\n",
        "",
        "author,year,topic\nQuill,2020,Title\nName,2021,Journal\n",
    ):
        with pytest.raises(ValueError, match=f'no title column in the header "{text[:6]}'):
            drafts(text, "x.csv")
    assert [draft.why_not for draft in drafts("Title,When\nT,2020\n", "x.csv")] == ["no date"]


def test_rows_of_a_csv_end_where_they_should() -> None:
    """A quote that is never closed is reported; only line breaks end a row."""
    text = 'Title,Year,Abstract\nOne,2020,"a\nb"\nTwo\u2028x,2021,a\x0cb\nThree,2022,"open\nFour,2023,c\n'
    first, second, third = drafts(text, "x.csv")
    assert (first.why_not, second.why_not, second.fields["abstract"]) == ("", "", "a\x0cb")
    assert third.why_not == "a quote is not closed; this row has the rest of the file in it"
    (last,) = drafts('Title,Year,Abstract\nOne,2020,"a\nb"', "x.csv")
    assert last.why_not == ""


def test_what_a_spreadsheet_changed() -> None:
    """Errors, days and rounded numbers in place of values are left out and reported."""
    text = (
        "Title,Authors,Year,Volume,Issue,Pages,DOI\n"
        "T,#NAME?,2020,#REF!,4-Mar,1.2E+07,#N/A\n#VALUE!,Ada Quill,2020,,,,\n"
    )
    draft, without_title = drafts(text, "x.csv")
    assert draft.left == {"Authors": "#NAME?", "Volume": "#REF!", "DOI": "#N/A"}
    found = to_values(draft)
    assert found.values.keys() == {"title", "published"}
    assert [line.split(" is ")[0] for line in found.lost] == ['issue: "4-Mar"', 'pages: "1.2E+07"']
    assert without_title.why_not == "no title"


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ("Authors,Author full names,Title,Year,Source title,Page start,Page end,Art. No.,Link,Document Type",
         'Quill A.,"Quill, Ada (57200000001); Reed, Bo (57200000002)",T,2023,Journal of Hives,11,20,,https://www.scopus.com/x,Conference Paper',
         {"names": ["Ada Quill", "Bo Reed"], "pages": "11-20", "type": "paper-conference", "venue": "Journal of Hives"}),
        ("Key,Item Type,Publication Year,Author,Title,Publication Title,Date,Manual Tags",
         'ABCD2345,journalArticle,2017,"Quill, Ada; Reed, Bo",T,Hive Letters,2017-06-01,bees; rooms',
         {"names": ["Ada Quill", "Bo Reed"], "type": "article-journal", "keywords": ("bees", "rooms"), "venue": "Hive Letters"}),
        ("PMID,Title,Authors,Citation,Journal/Book,Publication Year,DOI", "12345678,T,Ada Quill,c,J Hives,2020,10.5555/pm.1",
         {"names": ["Ada Quill"], "pmid": "12345678", "venue": "J Hives", "doi": "10.5555/pm.1"}),
        ("Document Title,Authors,Publication Title,Publication Year,Start Page,End Page,PDF Link,Author Keywords",
         "T,A. Quill; B. Reed,2024 Hive Conference,2024,1,9,https://a.b/p.pdf,a;b",
         {"names": ["A. Quill", "B. Reed"], "pages": "1-9", "venue": "2024 Hive Conference", "keywords": ("a", "b")}),
        ("PT\tAU\tAF\tTI\tSO\tPY\tDI", "J\tQuill, A; Reed, B\tQuill, Ada; Reed, Bo\tT\tHIVE LETTERS\t2020\t10.5555/w.1",
         {"names": ["Ada Quill", "Bo Reed"], "venue": "HIVE LETTERS", "doi": "10.5555/w.1"}),
        ("Authors,Title,Publication,Volume,Number,Pages,Year,Publisher", '"Quill, Ada; Reed, Bo; ",T,hive letters,31,57,50-57,2006,Hive Press',
         {"names": ["Ada Quill", "Bo Reed"], "venue": "hive letters", "volume": "31", "issue": "57", "publisher": "Hive Press"}),
        ("Lens ID,Title,Publication Year,Author/s,Start Page,End Page,External URL",
         "000-1,T,2020,Ada Quill; Bo Reed,1,9,https://a.example/p", {"names": ["Ada Quill", "Bo Reed"], "pages": "1-9", "urls": {"paper": "https://a.example/p"}}),
        ('"About the data: exported on 1 January, 2021"\n\nRank,DOI,Title,Source title,PubYear,Pagination,Authors',
         '1,10.5555/d.1,T,Hive Letters,2020,1-9,"Quill, Ada; Reed, Bo"', {"names": ["Ada Quill", "Bo Reed"], "doi": "10.5555/d.1", "pages": "1-9"}),
        ("id,display_name,publication_year,primary_location.landing_page_url,authorships.author.display_name,keywords.display_name",
         "https://openalex.org/W1,T,2020,http://arxiv.org/abs/2401.00001,Ada Quill|Bo Reed,Hives|Bees",
         {"names": ["Ada Quill", "Bo Reed"], "arxiv": "2401.00001", "keywords": ("Hives", "Bees")}),
    ],
    ids=["scopus", "zotero", "pubmed", "ieee", "web-of-science", "google-scholar", "lens", "dimensions", "openalex"],
)  # fmt: skip
def test_tables_of_databases(header: str, row: str, wanted: dict[str, Any]) -> None:
    """Their columns, and the best of two that hold the same."""
    (draft,) = drafts(f"{header}\n{row}\n", "x.csv")
    assert (draft.why_not, draft.key) == ("", "")
    found = to_values(draft).values
    found["names"] = [name.shown for name in found["authors"]]
    assert wanted == {key: found.get(key) for key in wanted}
