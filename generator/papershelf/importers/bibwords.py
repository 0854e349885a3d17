"""Names of types and fields in BibTeX and BibLaTeX, mapped to the catalogue's names.

In: nothing. Out: tables. Sources: BibTeX 0.99 (btxdoc), BibLaTeX 3.20, and the publication lists of
research groups (al-folio).
"""

from __future__ import annotations

from papershelf.catalogue.fields import CREATORS as CREATOR_FIELDS
from papershelf.catalogue.fields import FIELDS, LINKS, PLAIN

#: Entry type → CSL type; for all other entry types, it is derived from the fields.
TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference",
    "conference": "paper-conference", "proceedings": "collection", "mvproceedings": "collection",
    "collection": "book", "mvcollection": "book", "book": "book", "mvbook": "book",
    "inbook": "chapter", "incollection": "chapter", "bookinbook": "chapter",
    "suppbook": "chapter", "suppcollection": "chapter", "suppperiodical": "article-journal",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report", "unpublished": "manuscript", "periodical": "periodical",
    "inreference": "entry-encyclopedia", "reference": "book", "mvreference": "book",
    "booklet": "pamphlet", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "patent": "patent", "dataset": "dataset", "software": "software", "standard": "standard",
    "artwork": "graphic", "image": "figure", "movie": "motion_picture", "video": "motion_picture",
    "audio": "song", "music": "song", "performance": "performance",
    "letter": "personal_communication", "legislation": "legislation",
    "jurisdiction": "legal_case", "review": "review", "commentary": "article",
}  # fmt: skip
#: CSL type → fields for the venue; the first existing one is used.
VENUES = {
    "thesis": ("school", "institution", "university"),
    "report": ("institution",),
    "book": ("howpublished",),
    "collection": ("howpublished",),
    "manuscript": ("howpublished", "eventtitle"),
}
VENUE = ("journaltitle", "journal", "booktitle", "maintitle", "howpublished", "eventtitle")
#: The same for a preprint, without fields that can name a funder, which is not a venue.
ARCHIVES = ("journaltitle", "journal", "booktitle", "howpublished", "eventtitle")
VENUES["article"] = ARCHIVES
VENUES["webpage"] = VENUES["dataset"] = ("organization", *VENUE)
#: Our field ← their fields, for lists of names.
CREATORS = {name: FIELDS[name].bibtex for name in CREATOR_FIELDS}
NAMES = frozenset(theirs for names in CREATORS.values() for theirs in names)
#: Our field ← their fields, for text with TeX commands.
TEXTS = {field.name: field.bibtex for field in PLAIN if field.bibtex}
#: Their field → our link, in publication lists of research groups (al-folio).
ADDRESSES = {"website": "project", "html": "paper", "supp": "data", "dataset": "data"} | {
    name: name for name in LINKS
}
#: Fields that `crossref` inherits under another name; below, fields that it never inherits.
RENAMED = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}
OWN = frozenset({"crossref", "xdata", "keywords", "abstract", "annotation", "note", "doi", "url"})
#: Fields whose values styles and Biber read verbatim.
VERBATIM = frozenset(
    {*"date doi url eprint file pdf isbn arxiv urn openreview acl verba".split(), *ADDRESSES}
)
#: BibLaTeX's keys for the countries of patents and for series of journals.
KEYS = {
    "countryde": "Germany", "countryeu": "European Union", "countryep": "European Union",
    "countryfr": "France", "countryuk": "United Kingdom", "countryus": "United States",
    "newseries": "new series", "oldseries": "old series",
}  # fmt: skip
#: Fields for notes, in order of preference.
NOTES = ("annotation", "annote", "note")
#: Fields whose text may contain `$TeX$` in the catalogue; in others, `$` is a dollar sign.
WITH_TEX = frozenset({*FIELDS["title"].bibtex, *FIELDS["abstract"].bibtex, *NOTES})
#: Fields that the importer reads individually.
READ = frozenset(
    "title subtitle titleaddon author editor translator date year month day abstract keywords note"
    " annotation annote doi url isbn pmid pmcid pmc arxiv openreview acl crossref xdata"
    " author_keywords award award_name license".split()
)
#: The American Astronomical Society's macros for journals, as exported by ADS:
#: https://ui.adsabs.harvard.edu/help/actions/journal-macros
JOURNALS = {
    "aj": "The Astronomical Journal", "actaa": "Acta Astronomica",
    "araa": "Annual Review of Astronomy and Astrophysics", "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters", "apjlett": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "apjsupp": "The Astrophysical Journal Supplement Series", "ao": "Applied Optics",
    "applopt": "Applied Optics", "apss": "Astrophysics and Space Science",
    "aap": "Astronomy and Astrophysics", "astap": "Astronomy and Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews",
    "aaps": "Astronomy and Astrophysics Supplement Series", "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the American Astronomical Society",
    "bac": "Bulletin of the Astronomical Institutes of Czechoslovakia",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "fcp": "Fundamentals of Cosmic Physics", "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "iaucirc": "International Astronomical Union Circulars", "icarus": "Icarus",
    "jaavso": "Journal of the American Association of Variable Star Observers",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jcp": "The Journal of Chemical Physics", "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "maps": "Meteoritics and Planetary Science",
    "memras": "Memoirs of the Royal Astronomical Society",
    "memsai": "Memorie della Societa Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society", "na": "New Astronomy",
    "nar": "New Astronomy Reviews", "nat": "Nature", "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports", "physscr": "Physica Scripta",
    "planss": "Planetary and Space Science", "pra": "Physical Review A",
    "prb": "Physical Review B", "prc": "Physical Review C", "prd": "Physical Review D",
    "pre": "Physical Review E", "prl": "Physical Review Letters",
    "procspie": "Proceedings of the SPIE",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomia y Astrofisica", "skytel": "Sky and Telescope",
    "solphys": "Solar Physics", "sovast": "Soviet Astronomy", "ssr": "Space Science Reviews",
    "zap": "Zeitschrift fuer Astrophysik",
}  # fmt: skip
JOURNALS |= dict.fromkeys(("aa", "aanda"), "Astronomy and Astrophysics")
