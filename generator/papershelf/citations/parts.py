"""Small facts of a paper that several formats ask for.

In: a Paper or a part of it. Out: plain text, not escaped. One rule each, so that formats agree.
"""

from __future__ import annotations

import re
from functools import lru_cache

from papershelf.catalogue.fields import LINKS
from papershelf.catalogue.model import Paper
from papershelf.text.identifiers import SCHEMES, address
from papershelf.text.names import Name

#: CSL item type → the variable that the catalogue's `venue` is. Whatever is not here:
#: container-title.
VENUES = {
    "article": "publisher",  # a preprint, and the archive that holds it
    "book": "collection-title",
    "broadcast": "publisher",
    "collection": "collection-title",
    "dataset": "publisher",
    "document": "publisher",
    "manuscript": "publisher",
    "map": "publisher",
    "motion_picture": "publisher",
    "pamphlet": "publisher",
    "patent": "publisher",
    "report": "publisher",
    "software": "publisher",
    "standard": "publisher",
    "thesis": "publisher",
}
#: Types whose number in BibTeX and RIS is not that of an issue.
NUMBERED = frozenset({"book", "report", "standard", "thesis", "collection", "patent"})
#: Types whose number in BibTeX is that of an issue; of all others it is their own, or in a series.
IN_ISSUES = frozenset(
    "article-journal article-magazine article-newspaper periodical review review-book".split()
)
#: Types whose place says nothing about the work: databases write the country or town of a journal's
#: publisher. Zotero has no place for them, and no style of CSL prints it.
PLACELESS = IN_ISSUES - {"article-newspaper", "periodical"}
#: Types whose number is that of their book in its series.
IN_SERIES = frozenset(
    {"book", "chapter", "classic", "collection", "entry", "entry-dictionary",
     "entry-encyclopedia", "paper-conference"}
)  # fmt: skip
_PAGE = r"(?=[^\s,–—-]*\d)[^\s,–—-]++|[ivxlcdm]++|[IVXLCDM]{2,}+"
#: A range of pages, its first and its last: each has a digit or is Roman, so that `B-12` is one.
PAGES = re.compile(rf"(?<![^\s,])({_PAGE})\s*[-–—]+\s*({_PAGE})(?![^\s,])")
_LABEL = re.compile(r"pp?\b\.?\s*(?=\d|[ivxlcdm]+\b)")
#: What became of a work that nobody should cite without knowing it → as bibliographies print it.
WARNINGS = {"retracted": "Retracted", "withdrawn": "Withdrawn"}
#: Where the paper itself may live, the version of record first: identifiers, and `paper` for the
#: publisher's page among its links.
_HOMES = ("doi", "paper", "acl", "openreview", "arxiv", "pmid")


def doi(paper: Paper) -> str:
    """Its DOI; of a preprint the one that DataCite gives to everything on arXiv. What came out
    elsewhere is another version, which arXiv's DOI does not name."""
    if paper.doi or not paper.arxiv or paper.type != "article":
        return paper.doi
    return f"10.48550/arXiv.{paper.arxiv}"


def publisher(paper: Paper) -> str:
    """Who published it: the archive of a preprint, the institution of a report, where those are
    its venue."""
    if VENUES.get(paper.type) != "publisher":
        return paper.publisher
    archive = "arXiv" if paper.arxiv and paper.type == "article" else ""
    return paper.venue or paper.publisher or archive


def warning(paper: Paper) -> str:
    """`Retracted` or `Withdrawn`; empty for all others."""
    return WARNINGS.get(paper.status, "")


def status(text: str) -> str:
    """The status whose warning a text is, `retracted`; empty for any other text."""
    return next((name for name, words in WARNINGS.items() if text == words), "")


def home(paper: Paper) -> str:
    """Where the paper itself lives: the publisher, else the archive; empty where nothing says."""
    return way(paper)[1]


def way(paper: Paper) -> tuple[str, str]:
    """Where the paper itself lives, as a label and an address: `DOI`, `https://doi.org/10.1/a`;
    both are empty where nothing says."""
    for name in _HOMES:
        if name == "paper" and "paper" in paper.urls:
            return LINKS["paper"], paper.urls["paper"]
        if identifier := getattr(paper, name, ""):
            return SCHEMES[name].label, address(SCHEMES[name], identifier)
    return "", ""


def pages(text: str) -> str:
    """Pages as CSL has them, ranges with one hyphen and without the sign that styles and formats
    set themselves: `pp. 3 – 4` → `3-4`."""
    if not text:
        return ""
    bare = _LABEL.sub("", text, count=1) if text.startswith("p") else text
    return PAGES.sub(r"\1-\2", bare)


def page_range(text: str) -> tuple[str, str]:
    """First and last page; what is no range is the first."""
    text = pages(text)
    match = PAGES.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


@lru_cache(maxsize=50_000)  # on the page of a paper and in its row, and on each of an author
def inverted(name: Name) -> str:
    """`Beethoven, Ludwig van`'s form, `Family, Given Suffix`, as meta tags and OpenURL take it; a
    comma behind a group or a single name says that it has no parts."""
    if name.literal or not name.given:
        return f"{(name.shown).replace(',', ' ')},"
    given = f"{name.given} {name.suffix}" if name.suffix else name.given
    return f"{name.family}, {given}".replace(";", " ")
