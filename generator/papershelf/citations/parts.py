"""Details of a paper that several formats need.

In: a Paper or a part of it. Out: plain text, not escaped. All formats use the same rules.
"""

from __future__ import annotations

import re

from papershelf.catalogue.fields import LINKS
from papershelf.catalogue.item_types import ARTICLES, IN_BOOKS, degree_of
from papershelf.catalogue.model import Paper
from papershelf.text.dates import PartialDate
from papershelf.text.identifiers import SCHEMES, address
from papershelf.text.names import Name

#: CSL item type → the variable for the catalogue's `venue`; container-title for all other types.
VENUES = dict.fromkeys(("book", "collection"), "collection-title") | dict.fromkeys(
    "article broadcast dataset document manuscript map motion_picture pamphlet patent report"
    " software standard thesis".split(),
    "publisher",  # for an article, the archive of a preprint
)
#: Types whose number in BibTeX and RIS is not an issue.
NUMBERED = frozenset({"book", "report", "standard", "thesis", "collection", "patent"})
#: Types whose place says nothing about the work: databases give the country or town of a journal's
#: publisher. Zotero has no such field for them, and no CSL style prints it.
PLACELESS = ARTICLES
#: Types whose number is the position of the book in its series.
IN_SERIES = IN_BOOKS | {"book", "classic", "collection"}
_PAGE = r"(?=[^\s,–—-]*\d)[^\s,–—-]++|[ivxlcdm]++|[IVXLCDM]{2,}+"
#: First and last page of a range: each has a digit or is Roman, so that `B-12` is one page.
PAGES = re.compile(rf"(?<![^\s,])({_PAGE})\s*[-–—]+\s*({_PAGE})(?![^\s,])")
_LABEL = re.compile(r"pp?\b\.?\s*(?=\d|[ivxlcdm]+\b)")
#: Status that every citation should mention → as bibliographies print it.
WARNINGS = {"retracted": "Retracted", "withdrawn": "Withdrawn"}
#: What leads to the paper itself after its DOI, the version of record first: identifiers, and
#: `paper`, the link to the publisher's page.
_HOMES = ("paper", "acl", "openreview", "arxiv", "pmcid", "pmid")


def doi(paper: Paper) -> str:
    """Return the DOI; for a preprint on arXiv without one, the DOI that arXiv registers. That DOI
    does not identify a version published elsewhere, so other types do not get it."""
    if paper.doi or not paper.arxiv or paper.type != "article":
        return paper.doi
    return f"10.48550/arXiv.{paper.arxiv}"


def publisher(paper: Paper) -> str:
    """Return the publisher. For types whose venue is the publisher, this is the venue: the archive
    of a preprint, the institution of a report."""
    if VENUES.get(paper.type) != "publisher":
        return paper.publisher
    archive = "arXiv" if paper.arxiv and paper.type == "article" else ""
    return paper.venue or paper.publisher or archive


#: The year at the end of a venue: `CVPR 2025`.
_VENUE_YEAR = re.compile(r"\s((?:19|20)\d\d)\Z")
#: The most years between a preprint and its publication.
_YEARS_TO_PRINT = 3


def issued(paper: Paper) -> PartialDate:
    """Return the date for citations, which name the publication: if the venue has a later year than
    `published`, that is the date of the preprint, and the citation has the year of the venue."""
    found = _VENUE_YEAR.search(paper.venue)
    later = int(found[1]) - paper.published.year if found else 0
    return (
        PartialDate(paper.published.year + later)
        if 0 < later <= _YEARS_TO_PRINT
        else paper.published
    )


def warning(paper: Paper) -> str:
    """Return `Retracted` or `Withdrawn`; empty for any other status."""
    return WARNINGS.get(paper.status, "")


def status(text: str) -> str:
    """Return the status of a warning, `retracted`; empty for any other text."""
    return next((name for name, words in WARNINGS.items() if text == words), "")


def genre(paper: Paper) -> str:
    """Return the kind of a thesis as an import keeps it, `Master's thesis`; empty if unknown."""
    text = paper.extra.get("genre", "") if paper.type == "thesis" else ""
    return " ".join(text.split()) if isinstance(text, str) and degree_of(text) else ""


def home(paper: Paper) -> str:
    """Return the URL of the paper itself, at the publisher or the archive; empty if unknown."""
    return way(paper)[1]


def way(paper: Paper) -> tuple[str, str]:
    """Return a label and the URL of the paper itself, `DOI` and `https://doi.org/10.1/a`; both are
    empty if it is unknown."""
    if paper.doi:
        return SCHEMES["doi"].label, address(SCHEMES["doi"], paper.doi)
    return _other_way(paper)


def url(paper: Paper) -> str:
    """Return the URL of a paper for formats that have a field for the DOI; empty if there is no
    other one."""
    return _other_way(paper)[1]


def _other_way(paper: Paper) -> tuple[str, str]:
    for name in _HOMES:
        if name == "paper" and "paper" in paper.urls:
            return LINKS["paper"], paper.urls["paper"]
        if identifier := getattr(paper, name, ""):
            return SCHEMES[name].label, address(SCHEMES[name], identifier)
    return "", ""


def pages(text: str) -> str:
    """Return pages in CSL's form, `3-4` for `pp. 3 – 4`: ranges have one hyphen; styles and formats
    add the label."""
    if not text:
        return ""
    bare = _LABEL.sub("", text, count=1) if text.startswith("p") else text
    return PAGES.sub(r"\1-\2", bare)


def page_range(text: str) -> tuple[str, str]:
    """Return the first and last page; text that is not a range is the first."""
    text = pages(text)
    match = PAGES.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def inverted(name: Name) -> str:
    """Return `Family, Given Suffix`, the form for meta tags and OpenURL. A comma after a group or a
    single name marks that it has no parts."""
    if name.literal or not name.given:
        return f"{' '.join(name.shown.replace(',', ' ').split())},"
    given = f"{name.given} {name.suffix}" if name.suffix else name.given
    return f"{name.family}, {given}".replace(";", " ")
