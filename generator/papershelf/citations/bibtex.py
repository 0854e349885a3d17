"""A record as an entry of BibTeX or BibLaTeX.

In: a Record. Out: the text of one entry, each value escaped for BibTeX. It never touches a file.
Form: the standard styles of BibTeX 0.99 (btxdoc), with the eprint fields that arXiv asks for, and
the data model of BibLaTeX 3.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.citations import parts, titles
from papershelf.citations.record import Creator, Record
from papershelf.text import escape, languages, tex
from papershelf.text.dates import MONTHS
from papershelf.text.degrees import degree_of
from papershelf.text.markers import DASH
from papershelf.text.names import is_family_first

_CREATORS = {name: FIELDS[name].bibtex for name in CREATORS}
_PLAIN = {field.name: field.bibtex for field in PLAIN if field.bibtex}
Types: TypeAlias = Mapping[str, tuple[str, str]]
#: Name of a field and its value, delimiters included; an empty value is no field.
Fields: TypeAlias = tuple[tuple[str, str], ...]

#: CSL item type → BibTeX entry type and the field that takes the venue. Whatever is not here: misc.
_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "review": ("article", "journal"),
    "review-book": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "entry": ("incollection", "booktitle"),
    "entry-dictionary": ("incollection", "booktitle"),
    "entry-encyclopedia": ("incollection", "booktitle"),
    "book": ("book", "series"),
    "collection": ("proceedings", "series"),
    "report": ("techreport", "institution"),
    "standard": ("techreport", "institution"),
    "thesis": ("phdthesis", "school"),
    "manuscript": ("unpublished", "note"),
}
_MISC = ("misc", "howpublished")
_CONFERENCE = "paper-conference"
#: What BibLaTeX says otherwise: types, and names of fields. See `_EDITED` for works with editors.
_BIBLATEX_TYPES = _TYPES | {
    "chapter": ("inbook", "booktitle"),
    "entry": ("inbook", "booktitle"),
    "entry-dictionary": ("inbook", "booktitle"),
    "entry-encyclopedia": ("inbook", "booktitle"),
    "webpage": ("online", "organization"),
    "dataset": ("dataset", "organization"),
    "software": ("software", "howpublished"),
}
#: BibLaTeX's types of edited books, their parts and issues of periodicals, which must have editors;
#: a book must have authors.
_EDITED = {
    "book": ("collection", "series"),
    "chapter": ("incollection", "booktitle"),
    "entry": ("incollection", "booktitle"),
    "entry-dictionary": ("incollection", "booktitle"),
    "entry-encyclopedia": ("incollection", "booktitle"),
    "periodical": ("periodical", "howpublished"),
}
#: Entry types whose `number` is that of an issue.
_IN_ISSUES = frozenset({"article", "periodical"})
_OF_BOOKS = frozenset("editor translator publisher series volume number edition isbn".split())
#: Entry type → fields that the data model of BibLaTeX has not for it, and no style prints.
_UNFIT = {
    "article": {"publisher", "address", "eventtitle", "edition", "isbn"},
    "inproceedings": {"translator", "edition"},
    "incollection": {"eventtitle"},
    "inbook": {"eventtitle"},
    "book": {"eventtitle"},
    "collection": {"eventtitle"},
    "periodical": (_OF_BOOKS - {"editor", "series", "volume", "number"})
    | {"address", "pages", "eventtitle"},
    "proceedings": {"translator", "edition"},
    "techreport": (_OF_BOOKS - {"number"}) | {"eventtitle"},
    "phdthesis": _OF_BOOKS | {"eventtitle"},
    "mastersthesis": _OF_BOOKS | {"eventtitle"},
    "unpublished": _OF_BOOKS | {"pages"},
    "misc": _OF_BOOKS | {"pages", "eventtitle"},
    "online": _OF_BOOKS | {"pages", "eventtitle", "address"},
    "software": _OF_BOOKS | {"pages", "eventtitle"},
    "dataset": {"translator", "volume", "pages", "isbn", "eventtitle"},
}
#: Names of fields that it has for no type.
_UNKNOWN = frozenset({"event", "reportnumber"})
_BIBLATEX = {
    "journal": "journaltitle",
    "address": "location",
    "archiveprefix": "eprinttype",
    "annote": "annotation",
}
#: What BibLaTeX's data model has no field for; they stand together in its field for such things.
_OWN = ("pmid", "openreview", "acl")
#: BCP 47 → babel's name, the first of two.
_LANGIDS = {tag: name for name, tag in reversed(languages.BABEL.items())}


def to_entry(record: Record) -> str:
    """One entry, without a line break at its end."""
    return _entry(record, _TYPES, _fitting(record, _TYPES))


def with_abstract(entry: str, record: Record) -> str:
    """An entry of `to_entry` with the abstract, which most bibliographies never print."""
    if not record.paper.abstract:
        return entry
    return f"{entry[:-1]}{_line('abstract', _prose(record.paper.abstract))}}}"


def to_full_entry(record: Record) -> str:
    """Everything that BibTeX can hold."""
    links = record.paper.urls.items()
    own = [(name, _verbatim(getattr(record.paper, name))) for name in _OWN]
    own += [(name, _verbatim(url)) for name, url in links if name != "paper"]
    if _kind(record, _TYPES)[1] in ("note", "series"):  # it is not the venue when read again
        own.append(("howpublished", _braced(record.paper.venue)))
    if _kind(record, _TYPES)[0] not in _IN_ISSUES:
        own.append(("issue", _braced(record.issue)))
    return _entry(record, _TYPES, (*_fields(record, _TYPES, is_whole=True), *_more(record), *own))


def to_biblatex_entry(record: Record) -> str:
    """Everything in the words of BibLaTeX; `\\cite` finds it under each of its names."""
    fields = [("ids", f"{{{','.join(record.other_names)}}}" if record.other_names else "")]
    fitting = _fitting(record, _BIBLATEX_TYPES, is_whole=True)
    for name, value in (*fitting, *_more(record)):
        if name == "year":
            fields.append(("date", f"{{{record.issued}}}"))
        elif name not in ("month", "day"):
            fields.append((_BIBLATEX.get(name, name), value))
    paper = record.paper
    own = {name: text for name in _OWN if (text := getattr(paper, name))}
    own |= {name: url for name, url in paper.urls.items() if name != "paper"}
    unfit = _unfit(record, _BIBLATEX_TYPES)
    texts = _plain_texts(record, _BIBLATEX_TYPES, is_whole=True)
    for name, text in (*texts, ("isbn", record.isbn)):
        if text and name in unfit:
            own[name] = quote(text, safe="")
    for field, (name, *_) in _CREATORS.items():
        if name in unfit and (names := _names(record, field)):
            own[name] = quote(names[1:-1], safe="")
    kind, venue_field = _kind(record, _BIBLATEX_TYPES)
    if kind not in _IN_ISSUES and record.issue:
        own["issue"] = quote(record.issue, safe="")
    is_elsewhere = venue_field in ("note", "series")  # and is no venue when read again
    is_elsewhere |= bool(paper.arxiv) and venue_field == "organization"
    if is_elsewhere and paper.venue:
        own["howpublished"] = quote(paper.venue, safe="")
    fields.append(("verba", _verbatim(" ".join(f"{name}={text}" for name, text in own.items()))))
    return _entry(record, _BIBLATEX_TYPES, fields)


def to_file(entries: Iterable[str]) -> str:
    """Entries of either, an empty line between two."""
    return "".join([f"{entry}\n\n" for entry in entries])[:-1]


def _entry(record: Record, types: Types, fields: Iterable[tuple[str, str]]) -> str:
    kind, _ = _kind(record, types)
    lines = [_line(name, value) for name, value in fields if value]
    return f"@{kind}{{{record.key},\n{''.join(lines)}}}"


def _line(name: str, value: str) -> str:
    return f"  {name:<13} = {value},\n"


def _kind(record: Record, types: Types) -> tuple[str, str]:
    """Entry type, and the field that takes the venue."""
    kind, venue_field = types.get(record.type, _MISC)
    if types is _BIBLATEX_TYPES and record.editors and record.type in _EDITED:
        edited, field = _EDITED[record.type]
        is_lost = edited == "periodical" and record.paper.venue  # it has no field for that
        if field == "booktitle" or not (record.authors or is_lost):
            return edited, field
    if kind == "proceedings" and record.authors:  # they have editors alone
        return "book", venue_field
    if kind == "phdthesis" and degree_of(str(record.paper.extra.get("genre", ""))) == "master":
        return "mastersthesis", venue_field
    if kind == "online" and not (record.doi or record.url):
        return _MISC
    if venue_field == "note" and parts.warning(record.paper):  # which stands there then
        return kind, "howpublished"
    return kind, venue_field


def _unfit(record: Record, types: Types) -> frozenset[str]:
    """Names of fields that the data model of BibLaTeX has not for the type."""
    return _UNKNOWN.union(_UNFIT.get(_kind(record, types)[0], ()))


def _fitting(record: Record, types: Types, *, is_whole: bool = False) -> Fields:
    """What bibliographies print, as far as the data model of BibLaTeX has it for the type."""
    unfit = _unfit(record, types)
    fields = _fields(record, types, is_whole=is_whole)
    return tuple([field for field in fields if field[0] not in unfit])


def _fields(record: Record, types: Types, *, is_whole: bool) -> Fields:
    """What bibliographies print; `is_whole` where an import tells fields of one name apart."""
    _, venue_field = _kind(record, types)
    has_series = venue_field == "series" and record.paper.series
    paper = record.paper
    issued = record.issued
    return (
        ("title", titles.to_bibtex(record.title, paper.language)),
        *[(names[0], _names(record, field)) for field, names in _CREATORS.items()],
        (venue_field, "" if has_series else _braced(paper.venue or _event(record, venue_field))),
        *[
            (name, _pages(text) if name == "pages" else _braced(text))
            for name, text in _plain_texts(record, types, is_whole=is_whole)
        ],
        ("year", f"{{{issued.year:04}}}"),
        ("month", MONTHS[issued.month - 1].lower() if issued.month else ""),
        ("doi", _verbatim(record.doi)),
        ("eprint", _verbatim(paper.arxiv)),
        ("archiveprefix", "{arXiv}" if paper.arxiv else ""),
        ("isbn", _braced(record.isbn)),
        ("url", _verbatim(paper.urls.get("paper", ""))),
        ("note", _braced(parts.warning(paper))),
    )


def _event(record: Record, venue_field: str) -> str:
    """The meeting of a paper whose proceedings have no name: its entry must have a `booktitle`."""
    return record.event if venue_field == "booktitle" and record.type == _CONFERENCE else ""


def _plain_texts(record: Record, types: Types, *, is_whole: bool) -> Iterator[tuple[str, str]]:
    """Names and texts of plain fields, not escaped."""
    paper, is_in_issues = record.paper, _kind(record, types)[0] in _IN_ISSUES
    for field, names in _PLAIN.items():
        name, text = names[0], record.page if field == "pages" else paper.value(field)
        if field == "number" and is_in_issues:
            name = "reportnumber"
        elif field == "event" and not paper.venue:  # it is not the venue when it is read again
            name = "event"
        elif field == "issue" and not is_in_issues and (paper.number or is_whole):
            continue
        yield name, text


def _more(record: Record) -> Fields:
    """What they do not."""
    paper = record.paper
    return (
        ("day", f"{{{record.issued.day}}}" if record.issued.day else ""),
        ("langid", _braced(_LANGIDS.get(paper.language, paper.language))),
        ("keywords", _braced(", ".join(paper.keywords))),
        ("abstract", _prose(paper.abstract)),
        ("annote", _prose(paper.notes)),
    )


def _prose(text: str) -> str:
    paragraphs = (tex.to_bibtex(part) for part in text.split("\n\n"))
    return f"{{{chr(10).join(part + chr(10) for part in paragraphs).strip()}}}" if text else ""


def _braced(text: str) -> str:
    return f"{{{escape.bibtex(text)}}}" if text else ""


def _pages(text: str) -> str:
    """Ranges with two hyphens, however many there are in the catalogue."""
    if not text:
        return ""
    marked = parts.PAGES.sub(rf"\1{DASH}\2", text)
    return _braced(marked).replace(DASH, "--")


#: What would end a value, percent-encoded.
_ENCODED = {ord(char): quote(char) for char in "\\{}"}


def _verbatim(text: str) -> str:
    """Identifiers and addresses, which styles and Biber read verbatim: `\\_` would break them."""
    if "\\" in text or "{" in text or "}" in text:
        text = text.translate(_ENCODED)
    return f"{{{text}}}" if text else ""


#: Parts authors in BibTeX, in any case, also where it begins a name.
_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)


def _names(record: Record, field: str) -> str:
    """The names of one field, in braces."""
    names = [_author(creator) for creator in getattr(record, field)]
    if field == "authors" and record.is_cut:
        names.append("others")
    return f"{{{' and '.join(names)}}}" if names else ""


#: Words and initials: nothing that TeX or BibTeX reads as anything else but " and ".
_PLAIN_NAME = re.compile(r"[^\W\d_]+\.?(?:[ -][^\W\d_]+\.?)*")


@lru_cache(maxsize=50_000)  # the same in BibTeX and BibLaTeX, and on each paper of an author
def _author(creator: Creator) -> str:
    family, given, suffix, particle, literal = creator
    if literal or not given:  # braces keep BibTeX from taking a group apart
        shown = literal or " ".join(filter(None, (particle, family, suffix)))
        return f"{{{escape.bibtex(shown)}}}"
    words = " ".join(filter(None, (particle, family, suffix, given)))
    is_plain = _PLAIN_NAME.fullmatch(words) and "and" not in words.lower() and "-" not in family
    if is_plain and not (" " in family and is_family_first(family.split(" "))):
        last = f"{particle} {family}" if particle else family
        return ", ".join([last, suffix, given] if suffix else [last, given])
    last = " ".join(filter(None, (_name_part(particle), _family(family))))
    return ", ".join(filter(None, (last, _name_part(suffix), _name_part(given))))


def _family(text: str) -> str:
    """Some programs take what stands beside a hyphen in lower case for a particle, and part
    `Perez-de-Viñaspre`: braces hide it. A given name would lose its initials by them."""
    part = _name_part(text)
    is_parted = "-" in text and any(not each[:1].isupper() for each in text.split("-"))
    return f"{{{part}}}" if is_parted and not part.startswith("{") else part


#: What programs take for a mark behind a name, or for a separator between two.
_MARKS = re.compile(r"[^\w\s.'’…-]|\d|\b[a-h]$|^[a-h]$|[⁰¹²³⁴-⁹ᵃ-ᶻ]")


def _name_part(text: str) -> str:
    """A comma would begin another part of the name, " and " another author, `*` would be a mark of
    a footnote: braces hide them."""
    escaped = escape.bibtex(text)
    if "," in text or _MARKS.search(text) or is_family_first(text.split()):
        return f"{{{escaped}}}"
    return _AND.sub(r"{\g<0>}", escaped) if "and" in escaped.lower() else escaped
