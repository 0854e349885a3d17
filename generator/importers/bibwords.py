"""Room 4, importers: what BibTeX and BibLaTeX call things, and what the catalogue calls them.

In: nothing. Out: tables. Types and fields of BibTeX 0.99 (btxdoc), of BibLaTeX 3.20, and of lists
that research groups keep (al-folio).
"""

from __future__ import annotations

from generator.catalogue.fields import LINKS

#: Their types → CSL's. Whatever is not here is derived from the other fields.
TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "collection",
    "mvproceedings": "collection",
    "collection": "book",
    "mvcollection": "book",
    "book": "book",
    "mvbook": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "manuscript",
    "periodical": "periodical",
    "inreference": "entry-encyclopedia",
    "reference": "book",
    "mvreference": "book",
    "booklet": "pamphlet",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
    "standard": "standard",
    "artwork": "graphic",
    "image": "figure",
    "movie": "motion_picture",
    "video": "motion_picture",
    "audio": "song",
    "music": "song",
    "performance": "performance",
    "letter": "personal_communication",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "review": "review",
    "commentary": "article",
}
#: Type → the fields that name the venue, the first that is there.
VENUES = {
    "thesis": ("school", "institution"),
    "report": ("institution", "series"),
    "book": ("series",),
    "collection": ("series",),
    "manuscript": ("howpublished", "eventtitle"),
    "periodical": ("series",),
}
VENUE = ("journaltitle", "journal", "booktitle", "maintitle", "eventtitle", "howpublished")
VENUES["webpage"] = VENUES["dataset"] = ("organization", *VENUE)
#: Theirs → ours, for text that is decoded.
TEXTS = {
    "publisher": ("publisher",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages", "eid"),
    "edition": ("edition",),
}
#: Fields that are addresses in lists of research groups (al-folio).
ADDRESSES = {"website": "project", "supp": "data", "dataset": "data"} | {
    name: name for name in LINKS
}
#: What `crossref` hands down under another name, and what it never does.
RENAMED = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}
OWN = frozenset({"crossref", "xdata", "keywords", "abstract", "annotation", "note", "doi", "url"})
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: Values that styles and Biber read verbatim.
VERBATIM = frozenset(
    {
        "doi",
        "url",
        "eprint",
        "file",
        "pdf",
        "isbn",
        "arxiv",
        "urn",
        "openreview",
        "acl",
        "verba",
        *ADDRESSES,
    }
)
#: Read below, each in its own way.
READ = frozenset(
    "title subtitle titleaddon author date year month day abstract keywords note annotation annote"
    " doi url isbn pmid arxiv openreview acl crossref xdata".split()
)
