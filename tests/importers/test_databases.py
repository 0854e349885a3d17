"""Files as databases, programs and groups write them: each record comes in, with a word on the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.importers.draft import Draft, to_values
from generator.importers.readers import READERS, reader_of

WOS_BIB = """
@article{ WOS:000000000000002,
Author = {Quill, Ada and van Oss, Eva},
Title = {{Bees \\& rivers: a 20\\% rise}},
Journal = {{HIVE LETTERS}},
Year = {{2021}},
Volume = {{12}},
Month = {{MAY 1}},
DOI = {{10.5555/hive.3}},
Article-Number = {{110203}},
Early Access Date = {{DEC 2020}},
ISSN = {{0000-0000}},
Keywords = {{bees; rivers}},
Language = {{English}},
Unique-ID = {{WOS:000000000000002}},
}

@inproceedings{ WOS:000000000000003,
Author = {Reed, Bo},
Title = {{Hives that swim}},
Booktitle = {{2019 IEEE CONFERENCE ON HIVES (HIVECON)}},
Year = {{2019}},
Pages = {{5-9}},
ISBN = {{978-0-262-04630-5}},
}
"""
ENW = """%0 Journal Article
%A Quill, Ada
%A Reed, Bo C
%A Hive Research Group,
%T Hives <i>in</i> motion:   a survey
%J Hive Letters
%V 27
%N 2
%P 97-111
%@ 0010-4620
%D 1984
%8 May 12
%R 10.5555/hive.1
%U https://x.example/hive
%X First line
second line
%K hives
bees
%G English
%F quill1984
%+ Loomshire

%0 Thesis
%A Dow, Cy
%T Hives
%I Loomshire University
%9 Ph.D. thesis
%D 1990
%L 12

%0 Conference Proceedings
%A Vas, Di
%T Bees
%B Proc. of Hives
%8 March 2001
%D 2001

%0 Book
%A Vas, Di
%D 2001
"""
BETTER = r"""
@comment{jabref-meta: databaseType:biblatex;}
@article{nunez2019, title = {{{Hives}} of {{Brass}} and \textit{bees}}, author = {Núñez, José}, date = {2019-05/2019-06},
  journaltitle = {Hive Letters}, shortjournal = {HL}, eventtitle = {Hive Days}, langid = {english}, pagetotal = {12},
  keywords = {a, b, {c}}, options = {useprefix=true}, note = {tex.entrytype: article},
  file = {/home/x/a.pdf:application/pdf;b.html:text/html}}
"""
DEALII = r"""% Encoding: US-ASCII

@MastersThesis{quill:optimal,
  author  = {T. A. Quill},
  title   = {Weaving with the ``short weft syndrome''},
  school  = {Texas A\&M University},
  note    = {Bachelor's thesis in Weaving Science},
  year    = {2012},
  volume  = {},
  pages   = {},
  url     = {},
  doi     = {}
}

@Article{quill.reed.ea:fully,
  author  = {C. Quill and M. R\"{o}ed and E. Ivers-Tiff\'{e}e},
  title   = {A fully coupled $hp$-adaptive loom },
  journal = {arXiv:1209.28111 [math.NA]},
  year    = {2012},
  volume  = {},
  url     = {},
  doi     = {}
}

@Article{quill.reed.ea:fully*1,
  doi     = {10.5555/j.loom.2012.04.012},
  url     = {https://doi.org/10.5555/j.loom.2012.04.012},
  year    = {2012},
  month   = jun,
  publisher = {Looms {BV}},
  pages   = {135--147},
  author  = {Ada Quill and Bo Reed},
  title   = {Model of looms: I. Warp},
  journal = {Looms {\&} Cards}
}

@Article{quill.reed.ea:fully*2,
  author  = {Ada Quill and Bo Reed},
  title   = {Model of looms: II. Weft},
  journal = {},
  note    = {Submitted},
  year    = {2012},
}
"""
WOS_TAGS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Quill, A
   Reed, B
AF Quill, Ada
   Reed, Bo
TI Hives and
   hills
SO JOURNAL OF HIVES
DT Article
PD MAR 15
PY 2020
AR 110203
DI 10.5555/hills.1
PM 12345678
ER

EF
"""
SCOPUS_BIB = """Scopus
EXPORT DATE: 01 February 2024

@ARTICLE{Quill et al 2022,
	author = {Quill, Ada and Reed, Bo},
	title = {A hive of one's own},
	year = {2022},
	journal = {Journal of Hives},
	pages = {10 – 19},
	doi = {10.5555/own.2},
	url = {https://www.scopus.com/inward/record.uri?eid=2-s2.0-85000000001&partnerID=40},
	author_keywords = {hives; rooms},
	keywords = {Bees},
	type = {Article},
	source = {Scopus},
	note = {Cited by: 12; All Open Access}
}
@CONFERENCE{Reed2019,
	author={Reed, B.}, title={Hives in the rain}, journal={ACM International Conference Proceeding Series},
	year={2019}, art_number={3300001}, note={cited By 3}, document_type={Conference Paper},
}
"""
SCOPUS_RIS = """TY  - CPAPER
TI  - Hives in the snow
AU  - Quill, Ada
T2  - Proceedings of the Hive Conference
PY  - 2021
DO  - 10.5555/snow.1
UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-85000000002
N1  - Export Date: 1 February 2024; Cited By: 4
N1  - Read twice.
DB  - Scopus
C2  - 31421429
ER  -
"""
EMBASE_RIS = """TY  - JOUR
M3  - Article
Y1  - 2019
T1  - Hives under glass
JF  - Hive Reports
A1  - Quill, Ada
A1  - Reed, Bo
DB  - Embase
C5  - 30396417
L3  - http://dx.doi.org/10.5555/glass.1
LK  - http://sfx.library.example.org/sfx?sid=EMBASE&id=doi:10.5555%2Fglass.1
ER  -
"""
ADS = """@ARTICLE{2020ApJ...900....1Q,
       author = {{Quill}, Ada and {van Oss}, E.~F.},
        title = "{Honey around H\\ensuremath{\\alpha} emitters}",
      journal = {\\apj},
         year = 2020,
        month = sep,
          eid = {1},
        pages = {1},
archivePrefix = {arXiv},
       eprint = {2005.00001},
 primaryClass = {astro-ph.GA},
          doi = {10.3847/0000-0000/abc1},
       adsurl = {https://ui.adsabs.harvard.edu/abs/2020ApJ...900....1Q},
}
@ARTICLE{2021arXiv210100001R, author = {{Reed}, Bo}, title = "{Hives \\textendash\\ a view}",
      journal = {arXiv e-prints}, year = 2021, eid = {arXiv:2101.00001}, pages = {arXiv:2101.00001},
archivePrefix = {arXiv}, eprint = {2101.00001}, primaryClass = {astro-ph.SR}}
@ARTICLE{2021foo, author = {{Reed}, Bo}, title = "{Unknown}", journal = {\\foo}, year = 2021}
"""
AL_FOLIO = """---
---

@string{aps = {American Hive Society,}}

@inproceedings{quill2024hive,
  abbr={ICLR}, title={Hives that learn}, author={Quill, Ada and Reed, Bo},
  booktitle={International Conference on Learning Representations}, year={2024},
  html={https://example.org/hive}, pdf={quill2024hive.pdf}, code={https://github.com/example/hive},
  preview={hive.png}, selected={true}, bibtex_show={true}, award={Best Paper}, arxiv={2401.00002},
}
"""
ACL = """@inproceedings{quill-reed-2020-hives,
    title = "Hives of words",
    author = "Quill, Ada  and
      Reed, Bo  and
      {van Oss}, Eva",
    booktitle = "Proceedings of the 58th Annual Meeting of the Association for Hives",
    month = jul,
    year = "2020",
    url = "https://aclanthology.org/2020.acl-main.9999/",
    doi = "10.18653/v1/2020.acl-main.9999",
    pages = "1--10",
}
"""
JABREF = """% Encoding: UTF-8

@Article{Quill2018,
  author       = {Quill, Ada},
  date         = {2018-05},
  journaltitle = {Journal of Hives},
  title        = {Old hives},
  file         = {:Quill2018.pdf:PDF},
  groups       = {bees},
  langid       = {ngerman},
}

@Comment{jabref-meta: databaseType:biblatex;}
"""
NBIB = """
PMID- 12345678
OWN - NLM
VI  - 12
DP  - 2020 May 1
TI  - Hives in clinical practice: a randomised
      trial.
PG  - 1123-30
AB  - BACKGROUND: Words.
FAU - Quill, Ada
AU  - Quill A
CN  - HIVE Study Group
LA  - eng
PT  - Journal Article
JT  - The Journal of hives
MH  - Bees
OT  - trial
AID - S0000-0000(20)00001-1 [pii]
AID - 10.5555/clin.1 [doi]

PMID- 12345679
TI  - A retracted hive.
DP  - 2019 Nov-Dec
FAU - Reed, Bo
PT  - Journal Article
PT  - Retracted Publication
RIN - J Hives. 2020;1:1. PMID: 12345680
JT  - The Journal of hives
LA  - ger

PMID- 12345680
DP  - 2020
"""
S2 = {"total": 1, "data": [{
    "paperId": "aaaa", "externalIds": {"DOI": "10.5555/s2.1", "ArXiv": "2401.00011", "CorpusId": 1},
    "title": "Hives at scale", "abstract": "Words.", "venue": "ICLR", "year": 2024,
    "publicationDate": "2024-02-03", "authors": [{"authorId": "1", "name": "Ada Quill"}],
    "openAccessPdf": {"url": "https://example.org/a.pdf"}, "publicationTypes": ["Conference"],
    "journal": {"name": "ICLR", "pages": "1-9", "volume": None}, "isOpenAccess": False,
}]}  # fmt: skip
OPENALEX = {"meta": {"count": 1}, "results": [{
    "id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/oa.1", "title": "Open hives",
    "display_name": "Open hives", "publication_year": 2022, "publication_date": "2022-03-04",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678"}, "type": "article", "language": "en",
    "primary_location": {"source": {"display_name": "Journal of Hives"}},
    "authorships": [{"author": {"display_name": "Ada Quill", "orcid": "https://orcid.org/0000-0002-1825-0097"}}],
    "biblio": {"volume": "3", "issue": "1", "first_page": "5", "last_page": "9"},
    "abstract_inverted_index": {"Hives": [0, 2], "open": [1]}, "is_retracted": True,
    "keywords": [{"display_name": "Bees", "score": 0.5}],
}], "group_by": []}  # fmt: skip


def drafts(text: str, name: str) -> list[Draft]:
    reader = READERS.get(name) or reader_of(name)
    assert reader
    return list(reader.read(text, "x"))


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
         "published": "2019", "language": "de", "left": ["DP", "PT"]},
        {},
    ]),
    ("x.enw", ENW, [
        {"title": "Hives in motion: a survey", "authors": ["Ada Quill", "Bo C Reed", "Hive Research Group"],
         "published": "1984-05-12", "pages": "97-111", "doi": "10.5555/hive.1", "venue": "Hive Letters", "issue": "2",
         "abstract": "First line second line", "keywords": ["hives", "bees"], "language": "en", "left": ["%+", "%@"]},
        {"title": "Hives", "type": "thesis", "publisher": "Loomshire University", "left": ["%L"]},
        {"title": "Bees", "type": "paper-conference", "venue": "Proc. of Hives", "published": "2001-03", "left": []},
        {},
    ]),
    ("x.enw", "%A Quill, Ada\n%T One\n%D 2001\n\n%A Reed, Bo\n%T Two\n%8 May 2, 2002\n", [
        {"title": "One", "authors": ["Ada Quill"]}, {"title": "Two", "published": "2002-05-02"},
    ]),
    ("x.bib", BETTER, [
        {"title": "Hives of Brass and bees", "venue": "Hive Letters", "published": "2019-05", "authors": ["José Núñez"],
         "keywords": ["a", "b", "c"], "language": "en", "notes": "tex.entrytype: article",
         "left": ["date", "eventtitle", "file", "options", "pagetotal", "shortjournal"]},
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
        {"title": "Open hives", "abstract": "Hives open Hives", "pages": "5-9", "pmid": "12345678", "status": "retracted",
         "venue": "Journal of Hives", "doi": "10.5555/oa.1", "authors": ["Ada Quill"], "keywords": ["Bees"],
         "left": ["id", "is_retracted"]},
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
            assert draft.why_not == "it has no title"


def test_links_of_others() -> None:
    """Pages of databases about their records are no links of the work."""
    (folio,) = drafts(AL_FOLIO, "x.bib")
    assert folio.fields["urls"] == {
        "paper": "https://example.org/hive",
        "code": "https://github.com/example/hive",
    }
    assert folio.fields["awards"] == ["Best Paper"]
    for text, name in ((SCOPUS_BIB, "x.bib"), (SCOPUS_RIS, "x.ris"), (EMBASE_RIS, "x.ris")):
        assert drafts(text, name)[0].fields["urls"] == {}


@pytest.mark.parametrize(
    ("entry", "kind", "venue"),
    [
        ("@misc{k, eprint={2201.00004}, archivePrefix={arXiv}, institution={Hive University}, ", "", ""),
        ("@techreport{k, eprint={2201.00004}, archivePrefix={arXiv}, institution={Hive University}, ", "report", "Hive University"),
        ("@article{k, eprint={2201.00004}, archivePrefix={arXiv}, institution={Hive University}, ", "article", ""),
        ("@online{k, eprint={2201.00004}, eprinttype={arxiv}, organization={Hive University}, ", "article", ""),
        ("@unpublished{k, eprint={2201.00004}, eprinttype={arxiv}, institution={Hive University}, ", "article", ""),
        ("@techreport{k, number={TR-1}, institution={Hive University}, ", "report", "Hive University"),
        ("@article{k, journal={arXiv preprint arXiv:2301.00003}, ", "article", "arXiv"),
        ("@article{k, journal={CoRR}, volume={abs/2301.00003}, eprint={2301.00003}, eprinttype={arXiv}, ", "article", "CoRR"),
        ("@article{k, journal={bioRxiv}, ", "article", "bioRxiv"),
        ("@article{k, journal={ICLR 2026 (Poster)}, ", "paper-conference", "ICLR 2026 (Poster)"),
        ("@article{k, journal={Proceedings of the National Academy of Sciences}, ", "article-journal", "Proceedings of the National Academy of Sciences"),
    ],
)  # fmt: skip
def test_preprints_and_conferences_among_articles(entry: str, kind: str, venue: str) -> None:
    """An institution is no venue of a preprint, and search engines call everything an article."""
    (draft,) = drafts(f"{entry} title={{T}}, author={{Quill, Ada}}, year=2022}}", "x.bib")
    assert (kind, venue) == (draft.fields["type"], draft.fields.get("venue", ""))
    left = {"institution", "organization"} & draft.left.keys()
    assert bool(left) == ("Hive University" in entry and kind != "report")
    assert ("type" in draft.left) == (kind == "paper-conference")


@pytest.mark.parametrize(
    ("doi", "wanted"),
    [
        ("{{10.5555/x}}", "10.5555/x"), ("{{{10.5555/x}}}", "10.5555/x"), ("{ {10.5555/x} }", "10.5555/x"),
        ('"{10.5555/x}"', "10.5555/x"), ("{10.5555/(a)b}", "10.5555/(a)b"), ("{10.5555/x_y}", "10.5555/x_y"),
    ],
)  # fmt: skip
def test_braces_around_identifiers(doi: str, wanted: str) -> None:
    """However many: identifiers and addresses hold no markup."""
    (draft,) = drafts(
        f"@article{{k, title={{T}}, author={{Quill, Ada}}, year=2020, doi = {doi}}}", "x.bib"
    )
    assert wanted == to_values(draft).values["doi"]


def test_words_in_the_place_of_values() -> None:
    """A database's word for "none" is no value, and an identifier may have words around it."""
    (draft,) = drafts(
        "Authors,Title,Year,Abstract,DOI\n[No author name available],Hives,2019,"
        "[No abstract available],\n",
        "x.csv",
    )
    made = to_values(draft)
    assert {"title", "published"} == set(made.values)
    assert sorted(made.lost) == [
        "abstract: [No abstract available]",
        "authors: left out: [No author name available]",
    ]
    (draft,) = drafts('- {title: T, year: 2024, arxiv: "arXiv:2403.00010v2 [cs.CL]"}', "x.yaml")
    made = to_values(draft)
    assert made.values["arxiv"] == "2403.00010"
    assert made.lost == ['arxiv: "arXiv:2403.00010v2 [cs.CL]" is taken as 2403.00010']


@pytest.mark.parametrize("kind", ["pubmed", "pmid"])
def test_an_eprint_of_pubmed(kind: str) -> None:
    """BibLaTeX and Better BibTeX name it in two ways."""
    (draft,) = drafts(
        f"@article{{k, title={{T}}, year=2020, eprint=33333333, eprinttype={kind}}}", "x.bib"
    )
    assert to_values(draft).values["pmid"] == "33333333"


def test_the_university_of_a_thesis() -> None:
    """EndNote has a field of its own for it."""
    (draft,) = drafts("@phdthesis{k, title={T}, year=2020, university={Loom University}}", "x.bib")
    assert draft.fields["venue"] == "Loom University"
