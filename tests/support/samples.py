"""Files as databases, programs and groups write them; all works are invented."""

from __future__ import annotations

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
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678", "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/7000001"},
    "type": "article", "language": "en",
    "primary_location": {"source": {"display_name": "Journal of Hives"}},
    "authorships": [{"author": {"display_name": "Ada Quill", "orcid": "https://orcid.org/0000-0002-1825-0097"}}],
    "biblio": {"volume": "3", "issue": "1", "first_page": "5", "last_page": "9"},
    "abstract_inverted_index": {"Hives": [0, 2], "open": [1]}, "is_retracted": True,
    "keywords": [{"display_name": "Bees", "score": 0.5}],
}], "group_by": []}  # fmt: skip
