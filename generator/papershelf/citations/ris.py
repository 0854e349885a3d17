"""A record in RIS.

In: a Record. Out: text with CRLF line ends, as library systems expect. A value never contains a
line break, so that it cannot end its record. Format: the RIS specification of 2011.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.citations import parts
from papershelf.citations.record import Creator, Record
from papershelf.citations.ristags import tags_of
from papershelf.text.identifiers import SCHEMES, address

#: CSL item type → RIS type; GEN for all other types.
_TYPES = {
    "article": "UNPB", "article-journal": "JOUR", "article-magazine": "MGZN",
    "article-newspaper": "NEWS", "paper-conference": "CPAPER", "chapter": "CHAP", "book": "BOOK",
    "thesis": "THES", "report": "RPRT", "dataset": "DATA", "software": "COMP", "webpage": "ELEC",
    "post-weblog": "BLOG", "patent": "PAT", "standard": "STAND", "collection": "SER",
    "entry-encyclopedia": "ENCYC", "entry-dictionary": "DICT", "pamphlet": "PAMP",
    "manuscript": "MANSCPT", "speech": "SLIDE",
}  # fmt: skip
_OF_JOURNALS = frozenset({"article-journal", "article-magazine", "article-newspaper"})


def to_file(entries: Iterable[str]) -> str:
    """Join records with empty lines."""
    return "\r\n".join(entries)


def to_entry(record: Record) -> str:
    """Return one record, from `TY` to `ER`, without the abstract."""
    return _lines(_tags(record))


def to_full_entry(record: Record) -> str:
    """Return one record with everything that RIS can hold."""
    return completed(to_entry(record), record)


def completed(entry: str, record: Record) -> str:
    """Add to a record of `to_entry` what it omits."""
    return _with(entry, (("AB", record.paper.abstract), ("N1", record.paper.notes)))


def with_reading(entry: str, importance: str, note: str) -> str:
    """Return a record with what a course says about it. Talis Aspire takes `U1` as the importance
    and one `N1` as the note for students; Zotero keeps the note:
    https://support.talis.com/hc/en-gb/articles/17338816364189-Mapping-RIS-fields-to-Talis-Aspire
    """
    return _with(entry, (("N1", note), ("U1", importance)))


def _with(entry: str, tags: Iterable[tuple[str, str]]) -> str:
    return entry.removesuffix(_END) + _lines(tags)


def _lines(tags: Iterable[tuple[str, str]]) -> str:
    lines = [f"{tag}  - {_one_line(text)}\r\n" for tag, text in tags if text]
    return f"{''.join(lines)}{_END}"


_END = "ER  - \r\n"


def _one_line(text: str) -> str:
    """Replace white space of any kind by one space."""
    return " ".join(text.split())


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    paper = record.paper
    yield "TY", _type(record)
    yield "ID", record.key
    yield "TI", record.plain_title
    for name in CREATORS:
        for creator in getattr(record, name):
            yield tags_of(name, record.type)[0], _name(creator)
    date = record.issued
    yield "PY", f"{date.year:04}"
    if date.month:
        yield "DA", f"{date.year:04}/{date.month:02}/{f'{date.day:02}' if date.day else ''}/"
    yield "M3", record.genre
    yield from _places(record)
    for field in PLAIN:
        text = paper.value(field.name)
        if text and field.name == "pages":
            yield from zip(field.ris, parts.page_range(record.page))
        elif text and field.ris and field.name not in ("publisher", "event"):
            yield tags_of(field.name, record.type)[0], text
    yield "DO", record.doi
    yield "SN", record.isbn
    yield "UR", paper.urls.get("paper", "")
    yield "UR", address(SCHEMES["arxiv"], paper.arxiv) if paper.arxiv else ""
    yield "L1", paper.urls.get("pdf", "")
    yield "DB", "PubMed" if record.pmid else ""
    yield "AN", record.pmid
    yield "C2", paper.pmcid
    yield "LA", paper.language
    for word in paper.keywords:
        yield "KW", word
    yield "N1", parts.warning(paper)
    yield "DP", "Papershelf"


def _type(record: Record) -> str:
    """Return the RIS type. Only `CONF` has separate tags for proceedings and event."""
    if record.type == "paper-conference" and record.event:
        return "CONF"
    return _TYPES.get(record.type, "GEN")


def _places(record: Record) -> Iterator[tuple[str, str]]:
    """Yield venue, event and publisher."""
    kind, (venue, publisher) = _type(record), (record.paper.venue, record.paper.publisher)
    if kind == "CONF":
        yield "C3", venue
        yield "T2", record.event
    else:
        yield FIELDS["event"].ris[0], record.event
    if tags_of("publisher", record.type) == ("A3",):
        yield "PB", venue or publisher
        yield "A3", publisher if publisher != venue else ""
        return
    if kind != "CONF":
        yield "JF" if record.type in _OF_JOURNALS else "T2", venue
    if kind == "THES":  # other programs expect the university here
        yield "PB", venue or publisher
    elif parts.VENUES.get(record.type) == "publisher" and kind != "UNPB":
        yield "PB", publisher or venue
    else:
        yield "PB", publisher


def _name(creator: Creator) -> str:
    """Return `Family, Given, Suffix`. A single name keeps a comma, or it would be read as a group.
    Commas inside a part are removed, since they would begin the next part."""
    family, given, suffix, particle, literal = creator
    if literal:
        return literal.replace(",", " ")
    family = (f"{particle} {family}" if particle else family).replace(",", " ")
    given = given.replace(",", " ")
    if suffix:
        return f"{family}, {given}, {suffix.replace(',', ' ')}"
    return f"{family}, {given}" if given else f"{family},"
