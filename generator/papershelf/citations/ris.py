"""A record in RIS.

In: a Record. Out: text with CRLF line ends, as library systems want it; a value never holds a line
break, so that none can end its record. Form: the RIS specification of 2011.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.citations import parts
from papershelf.citations.record import Creator, Record
from papershelf.text.identifiers import SCHEMES, address

#: CSL item type → RIS type, and the tag of the venue. Whatever is not here: GEN.
_TYPES = {
    "article": ("UNPB", "T2"), "article-journal": ("JOUR", "JF"),
    "article-magazine": ("MGZN", "JF"), "article-newspaper": ("NEWS", "JF"),
    "paper-conference": ("CPAPER", "T2"), "chapter": ("CHAP", "T2"), "book": ("BOOK", "T2"),
    "thesis": ("THES", "T2"), "report": ("RPRT", "T2"), "dataset": ("DATA", "T2"),
    "software": ("COMP", "T2"), "webpage": ("ELEC", "T2"), "post-weblog": ("BLOG", "T2"),
    "patent": ("PAT", "T2"), "standard": ("STAND", "T2"), "collection": ("SER", "T2"),
    "entry-encyclopedia": ("ENCYC", "T2"), "entry-dictionary": ("DICT", "T2"),
    "pamphlet": ("PAMP", "T2"), "manuscript": ("MANSCPT", "T2"), "speech": ("SLIDE", "T2"),
}  # fmt: skip
_OTHER = ("GEN", "T2")


def to_file(entries: Iterable[str]) -> str:
    """Records, an empty line between two."""
    return "\r\n".join(entries)


def to_entry(record: Record) -> str:
    """One record, from `TY` to `ER`, without an abstract."""
    return _lines(_tags(record))


def to_full_entry(record: Record) -> str:
    """One record with everything that RIS can hold."""
    return _lines([*_tags(record), *_more(record)])


def _lines(tags: Iterable[tuple[str, str]]) -> str:
    lines = [f"{tag}  - {_one_line(text)}\r\n" for tag, text in tags if text]
    return f"{''.join(lines)}ER  - \r\n"


def _one_line(text: str) -> str:
    """White space of any kind as one blank."""
    return " ".join(text.split())


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    kind, venue = _TYPES.get(record.type, _OTHER)
    paper = record.paper
    yield "TY", kind
    yield "ID", record.key
    yield "TI", record.plain_title
    for name in CREATORS:
        for creator in getattr(record, name):
            # of a book A2 means those of its series
            is_third = name == "editors" and kind in ("BOOK", "SER")
            yield "A3" if is_third else FIELDS[name].ris[0], _name(creator)
    date = record.issued
    yield "PY", f"{date.year:04}"
    if date.month:
        yield "DA", f"{date.year:04}/{date.month:02}/{f'{date.day:02}' if date.day else ''}/"
    yield venue, paper.venue
    for field in PLAIN:
        if field.name == "publisher":
            # other programs look for the university of a thesis there
            yield "PB", (paper.venue if kind == "THES" else "") or paper.publisher
        elif field.name == "pages":
            yield from zip(field.ris, parts.page_range(record.page))
        elif field.ris:
            yield field.ris[0], paper.value(field.name)
    yield "DO", record.doi
    yield "SN", record.isbn
    yield "UR", paper.urls.get("paper", "")
    yield "UR", address(SCHEMES["arxiv"], paper.arxiv) if paper.arxiv else ""
    yield "L1", paper.urls.get("pdf", "")
    yield "DB", "PubMed" if record.pmid else ""
    yield "AN", record.pmid
    yield "LA", paper.language
    for word in paper.keywords:
        yield "KW", word
    yield "N1", parts.warning(paper)
    yield "DP", "Papershelf"


def _more(record: Record) -> Iterator[tuple[str, str]]:
    yield "AB", record.paper.abstract
    yield "N1", record.paper.notes


def _name(creator: Creator) -> str:
    """`Family, Given, Suffix`; one name alone keeps a comma, or it would be taken for a group. A
    comma inside of a part would begin the next one."""
    family, given, suffix, particle, literal = creator
    if literal:
        return literal.replace(",", " ")
    family = (f"{particle} {family}" if particle else family).replace(",", " ")
    given = given.replace(",", " ")
    if suffix:
        return f"{family}, {given}, {suffix.replace(',', ' ')}"
    return f"{family}, {given}" if given else f"{family},"
