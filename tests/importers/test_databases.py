"""Files as databases, programs and groups write them: each record comes in, with a word on the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS, reader_of
from papershelf.importers.values import to_values
from support.drafts import drafts
from support.samples import (
    ACL,
    ADS,
    AL_FOLIO,
    BETTER,
    DEALII,
    EMBASE_RIS,
    ENW,
    JABREF,
    NBIB,
    OPENALEX,
    S2,
    SCOPUS_BIB,
    SCOPUS_RIS,
    WOS_BIB,
    WOS_TAGS,
)


def values(draft: Draft) -> dict[str, Any]:
    assert draft.why_not == ""
    made = to_values(draft)
    shown = {name: str(value) for name, value in made.values.items() if isinstance(value, str)}
    return shown | {
        "published": str(made.values["published"]),
        "authors": [name.shown for name in made.values["authors"]],
        "keywords": list(made.values.get("keywords", ())),
        "left": sorted([*draft.left, *made.lost]),
    }


#: Name, text, and for each record the values that it must have.
FILES: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("x.bib", WOS_BIB, [
        {"title": "Bees & rivers: a 20% rise", "authors": ["Ada Quill", "Eva van Oss"], "published": "2021-05-01",
         "venue": "HIVE LETTERS", "pages": "110203", "doi": "10.5555/hive.3", "language": "en", "type": "article-journal",
         "keywords": ["bees", "rivers"], "left": ["early access date", "issn", "unique-id"]},
        {"title": "Hives that swim", "isbn": "9780262046305", "type": "paper-conference", "pages": "5-9", "left": []},
    ]),
    ("x.ciw", WOS_TAGS, [
        {"title": "Hives and hills", "authors": ["Ada Quill", "Bo Reed"], "published": "2020-03-15",
         "pages": "110203", "doi": "10.5555/hills.1", "pmid": "12345678", "left": ["DT"]},
    ]),
    ("x.bib", SCOPUS_BIB, [
        {"title": "A hive of one's own", "authors": ["Ada Quill", "Bo Reed"], "pages": "10-19", "doi": "10.5555/own.2",
         "keywords": ["hives", "rooms", "Bees"], "left": ["note", "source", "type", "url"]},
        {"title": "Hives in the rain", "pages": "3300001", "type": "paper-conference", "left": ["document_type", "note"]},
    ]),
    ("x.ris", SCOPUS_RIS, [
        {"title": "Hives in the snow", "pmid": "31421429", "notes": "Read twice.", "left": ["DB", "N1", "UR"]},
    ]),
    ("x.ris", EMBASE_RIS, [
        {"title": "Hives under glass", "authors": ["Ada Quill", "Bo Reed"], "published": "2019", "venue": "Hive Reports",
         "doi": "10.5555/glass.1", "pmid": "30396417", "left": ["DB", "M3", "UR"]},
    ]),
    ("x.bib", ADS, [
        {"title": "Honey around H$\\alpha$ emitters", "venue": "The Astrophysical Journal", "arxiv": "2005.00001", "pages": "1",
         "type": "article-journal", "published": "2020-09", "left": ["adsurl"]},
        {"title": "Hives – a view", "type": "article", "arxiv": "2101.00001", "left": []},
        {"title": "Unknown", "left": ["journal, abbreviation"]},
    ]),
    ("x.bib", AL_FOLIO, [
        {"title": "Hives that learn", "arxiv": "2401.00002", "type": "paper-conference",
         "left": ["abbr", "bibtex_show", "pdf", "preview", "selected"]},
    ]),
    ("x.bib", ACL, [
        {"authors": ["Ada Quill", "Bo Reed", "Eva van Oss"], "acl": "2020.acl-main.9999", "published": "2020-07", "pages": "1-10",
         "left": []},
    ]),
    ("x.bib", JABREF, [
        {"title": "Old hives", "language": "de", "published": "2018-05", "left": ["file", "groups"]},
    ]),
    ("x.nbib", NBIB, [
        {"title": "Hives in clinical practice: a randomised trial", "authors": ["Ada Quill", "HIVE Study Group"],
         "published": "2020-05-01", "pages": "1123-1130", "doi": "10.5555/clin.1", "pmid": "12345678", "language": "en",
         "venue": "The Journal of hives", "keywords": ["trial"], "left": ["MH"]},
        {"title": "A retracted hive", "status": "retracted", "status_note": "J Hives. 2020;1:1. PMID: 12345680",
         "published": "2019", "language": "de", "left": ["DP"]},
        {},
    ]),
    ("x.enw", ENW, [
        {"title": "Hives in motion: a survey", "authors": ["Ada Quill", "Bo C Reed", "Hive Research Group"],
         "published": "1984-05-12", "pages": "97-111", "doi": "10.5555/hive.1", "venue": "Hive Letters", "issue": "2",
         "abstract": "First line second line", "keywords": ["hives", "bees"], "language": "en", "left": ["%+", "%@"]},
        {"title": "Hives", "type": "thesis", "venue": "Loomshire University", "left": ["%L"]},
        {"title": "Bees", "type": "paper-conference", "venue": "Proc. of Hives", "published": "2001-03", "left": []},
        {},
    ]),
    ("x.enw", "%A Quill, Ada\n%T One\n%D 2001\n\n%A Reed, Bo\n%T Two\n%8 May 2, 2002\n", [
        {"title": "One", "authors": ["Ada Quill"]}, {"title": "Two", "published": "2002-05-02"},
    ]),
    ("x.bib", BETTER, [
        {"title": "Hives of Brass and bees", "venue": "Hive Letters", "published": "2019-05", "authors": ["José Núñez"],
         "keywords": ["a", "b", "c"], "language": "en", "notes": "tex.entrytype: article",
         "event": "Hive Days", "left": ["date", "file", "options", "pagetotal", "shortjournal"]},
    ]),
    ("x.bib", DEALII, [
        {"title": "Weaving with the “short weft syndrome”", "type": "thesis", "venue": "Texas A&M University",
         "notes": "Bachelor's thesis in Weaving Science", "published": "2012", "left": []},
        {"title": "A fully coupled $hp$-adaptive loom", "authors": ["C. Quill", "M. Röed", "E. Ivers-Tiffée"],
         "arxiv": "1209.28111", "type": "article", "left": []},
        {"title": "Model of looms: I. Warp", "venue": "Looms & Cards", "published": "2012-06", "publisher": "Looms BV",
         "doi": "10.5555/j.loom.2012.04.012", "left": []},
        {"title": "Model of looms: II. Weft", "venue": None, "notes": "Submitted", "doi": None, "left": []},
    ]),
    ("x.ris", "TY  - CONF\nTI  - Hives   of\n   brass   and bees\nAU  - Quill, Ada\nPY  - 2020\nC3  - Proc. of Hives\nER  - \n", [
        {"title": "Hives of brass and bees", "venue": "Proc. of Hives", "left": []},
    ]),
    ("x.json", json.dumps([{"id": "x", "type": "article-journal", "title": "Hives", "genre": "Section",
                            "issued": {"date-parts": [[2020]]}, "author": [{"family": "Quill", "given": "Ada"}]}]), [
        {"title": "Hives", "venue": None, "left": ["genre"]},
    ]),
    ("x.json", json.dumps(S2), [
        {"title": "Hives at scale", "authors": ["Ada Quill"], "published": "2024-02-03", "doi": "10.5555/s2.1",
         "arxiv": "2401.00011", "venue": "ICLR", "type": "paper-conference", "pages": "1-9", "left": ["externalIds.CorpusId", "paperId"]},
    ]),
    ("x.json", json.dumps(OPENALEX), [
        {"title": "Open hives", "abstract": "Hives open Hives", "pages": "5-9", "pmid": "12345678", "pmcid": "PMC7000001", "status": "retracted",
         "venue": "Journal of Hives", "doi": "10.5555/oa.1", "authors": ["Ada Quill"], "keywords": ["Bees"],
         "left": ["id"]},
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), FILES)
def test_files_of_databases(name: str, text: str, wanted: list[dict[str, Any]]) -> None:
    """Each record with its values; what has no place is named."""
    found = drafts(text, name)
    assert len(wanted) == len(found)
    for row, draft in zip(wanted, found):
        if row:
            made = values(draft)
            assert row == {key: made.get(key) for key in row}
        else:
            assert draft.why_not == "no title"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FN Clarivate\nVR 1.0\nPT J\nAU Byron, A\nTI T\nPY 2020\nER\n\nEF\n", "ris"),
        ("\nTY  - JOUR\nTI  - T\nER  - \n", "ris"),
        ("% exported\n@article{key, title={T}}\n", "bibtex"),
        ("PMID- 12\nTI  - T\n", "medline"),
        ("%0 Journal Article\n%T T\n", "endnote"),
    ],
)
def test_a_file_of_any_name(text: str, name: str) -> None:
    """Programs of others name their files in their own way; text says more than `.txt`."""
    reader = reader_of("savedrecs.txt", text)
    assert reader is READERS[name]
    assert reader_of("refs.txt", "We write to a@b.example, and\n@home, too.\n") is None
    assert reader_of("x.csv", text) is READERS["csv"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("MÃ¼ller", "Müller"),
        ("Webenâ€“â€œStrickenâ€\x9d", "Weben–“Stricken”"),
        ("Å½elnik,Ã\x81lvarez", "Želnik,Álvarez"),
        ("ç»‡æœº", "织机"),
        ("São Tomé, Ærø and Čapek", ""),
        ("Å’s, “café”… and Maß…", ""),
        ("Â", ""),
    ],
)
def test_text_in_a_wrong_encoding(text: str, right: str) -> None:
    """It is restored and reported; right text stays."""
    (draft,) = drafts(f'[{{"title": "{text}", "year": 2020}}]'.replace("\x9d", "\\u009d"), "x.json")
    made = to_values(draft)
    assert made.values["title"] == (right or text)
    said = [f'title: "{text}" is read as "{right}"; its encoding was wrong'] if right else []
    assert made.doubts == said


def test_text_that_was_lost() -> None:
    """Nobody can restore it, but the report says so."""
    (draft,) = drafts('[{"title": "W\ufffdrk", "year": 2020}]', "x.json")
    assert to_values(draft).doubts == [
        'title: "W\ufffdrk" has U+FFFD in place of characters that were lost'
    ]
    with pytest.raises(ValueError, match="not valid JSON at line 2, column 1: expected a value"):
        drafts("[1,\n", "x.json")


@pytest.mark.parametrize("depth", [120, 700])
@pytest.mark.parametrize("opening, closing", ["[]", ('{"a": ', "}")])
def test_records_that_are_nested_too_deeply(opening: str, closing: str, depth: int) -> None:
    """Each is refused alone, in an unknown field or in one of an export of ours."""
    deep = opening * depth + "1" + closing * depth
    odd = f'{{"title": "T", "year": 2020, "odd": {deep}}}'
    ours = f'{{"id": "a2020", "title": "T", "published": "2020", "venue": {deep}}}'
    found = drafts(f'{odd}\n{ours}\n{{"title": "Looms", "year": 2020}}\n', "x.jsonl")
    assert [draft.why_not for draft in found] == ["nested too deeply", "nested too deeply", ""]


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0c"])
def test_only_a_line_break_begins_a_tag_of_the_web_of_science(sign: str) -> None:
    """Abstracts that were pasted have other signs for it, and some words look like tags."""
    text = f"PT J\nAU Byron, A\nTI Looms\nAB Words.{sign}ER of looms.{sign}PT J\nPY 2019\nER\n"
    (draft,) = drafts(text, "ris")
    assert (draft.why_not, draft.left) == ("", {})
    assert to_values(draft).values["abstract"] == "Words. ER of looms. PT J"


def test_what_databases_say_beside_a_work() -> None:
    """Groups are authors, marks are not keywords, and a status that is kept is not reported."""
    wos = "PT C\nAU Byron, A\nCA Hive Grp\n   Loom Soc\nTI T\nPY 2019\nER\n"
    (draft,) = drafts(wos, "ris")
    shown = [name.shown for name in to_values(draft).values["authors"]]
    assert (shown, draft.fields["type"]) == (
        ["A Byron", "Hive Grp", "Loom Soc"],
        "paper-conference",
    )
    nbib = (
        "PMID- 1\nTI  - T\nDP  - 2019\nCN  - on behalf of the Hive Group\nOT  - *looms\nPG  - 12\n"
    )
    (draft,) = drafts(f"{nbib}PT  - Retracted Publication\n", "x.nbib")
    made = to_values(draft)
    assert [name.literal for name in made.values["authors"]] == ["Hive Group"]
    assert [str(made.values[name]) for name in ("keywords", "pages", "status")] == [
        "('looms',)", "12", "retracted",
    ]  # fmt: skip
    assert (draft.left, made.lost) == ({}, ["authors: left out: on behalf of the"])
    ris = "TY  - JOUR\nTI  - T\nPY  - 2020\nSP  - No\nEP  - Specified\nN1  - Last updated - 2019-05-03\nER  - \n"
    (draft,) = drafts(ris, "x.ris")  # Ovid's for "No Pagination Specified", and ProQuest's note
    made = to_values(draft)
    assert not {"pages", "notes"} & made.values.keys() and made.lost == ["pages: No-Specified"]
    assert draft.left == {"N1": "Last updated - 2019-05-03"}
    (draft,) = drafts('{"title": "T", "year": 2020, "is_retracted": true}', "x.jsonl")
    assert (draft.fields["status"], draft.left) == ("retracted", {})
