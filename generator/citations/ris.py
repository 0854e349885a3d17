"""Room 3, citations: a paper as a RIS record.

In: Papers. Out: text with CRLF line ends, as library systems want it; a value never holds a line
break, so that none can end its record. Form: the RIS specification of 2011.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.model import Paper
from generator.text.identifiers import SCHEMES, address
from generator.text.names import Name

#: CSL item type → RIS type, and the tag of the venue. Whatever is not here: GEN.
_TYPES = {
    "article": ("UNPB", "T2"), "article-journal": ("JOUR", "JF"),
    "article-magazine": ("MGZN", "JF"), "article-newspaper": ("NEWS", "JF"),
    "paper-conference": ("CPAPER", "T2"), "chapter": ("CHAP", "T2"), "book": ("BOOK", "T3"),
    "thesis": ("THES", "T2"), "report": ("RPRT", "T2"), "dataset": ("DATA", "T2"),
    "software": ("COMP", "T2"), "webpage": ("ELEC", "T2"), "post-weblog": ("BLOG", "T2"),
    "patent": ("PAT", "T2"), "standard": ("STAND", "T2"), "collection": ("SER", "T3"),
    "entry-encyclopedia": ("ENCYC", "T2"), "entry-dictionary": ("DICT", "T2"),
    "pamphlet": ("PAMP", "T2"), "manuscript": ("MANSCPT", "T2"), "speech": ("SLIDE", "T2"),
}  # fmt: skip
_OTHER = ("GEN", "T2")
_SPACE = re.compile(r"\s+")
_RANGE = re.compile(r"([^\s,-]+)-([^\s,-]+)")


def to_file(papers: Iterable[Paper]) -> str:
    """All records, an empty line between two."""
    return "\r\n".join(map(to_record, papers))


def to_record(paper: Paper) -> str:
    """One record, from `TY` to `ER`."""
    lines = (f"{tag}  - {_one_line(text)}\r\n" for tag, text in _tags(paper) if text)
    return f"{''.join(lines)}ER  - \r\n"


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _tags(paper: Paper) -> Iterator[tuple[str, str]]:
    kind, venue = _TYPES.get(paper.type, _OTHER)
    yield "TY", kind
    yield "ID", paper.id
    yield "TI", paper.title
    for name in paper.authors:
        yield "AU", _name(name)
    date = paper.published
    yield "PY", f"{date.year:04}"
    month, day = (f"{part:02}" if part else "" for part in date[1:])
    yield "DA", f"{date.year:04}/{month}/{day}/" if month else ""
    yield venue, paper.venue
    # other programs look for the university of a thesis there
    yield "PB", paper.publisher or (paper.venue if kind == "THES" else "")
    yield "VL", paper.volume
    yield "IS", paper.issue
    pages = _RANGE.fullmatch(paper.pages)
    yield "SP", pages[1] if pages else paper.pages
    yield "EP", pages[2] if pages else ""
    yield "ET", paper.edition
    yield "DO", paper.doi
    yield "SN", paper.isbn
    yield "UR", paper.urls.get("paper", "")
    yield "UR", address(SCHEMES["arxiv"], paper.arxiv) if paper.arxiv else ""
    yield "L1", paper.urls.get("pdf", "")
    yield "DB", "PubMed" if paper.pmid else ""
    yield "AN", paper.pmid
    yield "LA", paper.language
    yield "AB", paper.abstract
    for word in paper.keywords:
        yield "KW", word
    yield "N1", paper.notes
    yield "DP", "Papershelf"


def _name(name: Name) -> str:
    """`Family, Given, Suffix`; one name alone keeps a comma, or it would be taken for a group. A
    comma inside of a part would begin the next one."""
    family, given, suffix, literal = (
        part.replace(",", " ") for part in (name.family, name.given, name.suffix, name.literal)
    )
    if literal:
        return literal
    if not given and not suffix:
        return f"{family},"
    return ", ".join((family, given, suffix)) if suffix else f"{family}, {given}"
