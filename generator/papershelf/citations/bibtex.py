"""A record as an entry of BibTeX or BibLaTeX.

In: a Record. Out: the text of one entry, each value escaped for BibTeX. Never writes files.
Format: the standard styles of BibTeX 0.99 (btxdoc) with the eprint fields that arXiv recommends,
and the data model of BibLaTeX 3.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.catalogue.item_types import ARTICLES, IN_BOOKS, degree_of
from papershelf.citations import parts, titles
from papershelf.citations.record import Creator, Record
from papershelf.text import escape, languages, tex
from papershelf.text.dates import MONTHS
from papershelf.text.markers import DASH
from papershelf.text.names import is_family_first

_CREATORS = {name: FIELDS[name].bibtex for name in CREATORS}
_PLAIN = {field.name: field.bibtex for field in PLAIN if field.bibtex}
#: An entry type and its field for the venue.
Kind: TypeAlias = tuple[str, str]
Types: TypeAlias = Mapping[str, Kind]
#: Names and values of fields, values with delimiters; a field with an empty value is omitted.
Fields: TypeAlias = tuple[tuple[str, str], ...]

#: CSL item type → BibTeX entry type and the field for the venue. All other types become misc.
_TYPES = {
    **dict.fromkeys((*ARTICLES, "article-newspaper"), ("article", "journal")),
    **dict.fromkeys(IN_BOOKS, ("incollection", "booktitle")),
    "paper-conference": ("inproceedings", "booktitle"),
    "book": ("book", "series"),
    "collection": ("proceedings", "series"),
    "report": ("techreport", "institution"),
    "standard": ("techreport", "institution"),
    "thesis": ("phdthesis", "school"),
    "manuscript": ("unpublished", "note"),
}
_MISC = ("misc", "howpublished")
#: Entry types of theses → what styles print if the entry has no `type`.
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_CONFERENCE = "paper-conference"
_CHAPTERS = IN_BOOKS - {_CONFERENCE}
#: The same for BibLaTeX, whose types and fields differ. See `_EDITED` for works with editors.
_BIBLATEX_TYPES = {
    **_TYPES,
    **dict.fromkeys(_CHAPTERS, ("inbook", "booktitle")),
    "webpage": ("online", "organization"),
    "dataset": ("dataset", "organization"),
    "software": ("software", "howpublished"),
}
#: BibLaTeX's types for edited books, their parts, and issues of periodicals. These types require
#: editors, as `book` requires authors.
_EDITED = {
    **dict.fromkeys(_CHAPTERS, ("incollection", "booktitle")),
    "book": ("collection", "series"),
    "periodical": ("periodical", "howpublished"),
}
#: Entry types whose `number` is the issue.
_IN_ISSUES = frozenset({"article", "periodical"})
_OF_BOOKS = frozenset("editor translator publisher series volume number edition isbn".split())
#: Entry type → fields that BibLaTeX's data model does not allow for it and no style prints.
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
#: Fields that it does not allow for any type.
_UNKNOWN = frozenset({"event", "reportnumber"})
_BIBLATEX = {
    "journal": "journaltitle",
    "address": "location",
    "archiveprefix": "eprinttype",
    "annote": "annotation",
}
#: Fields without a counterpart in BibLaTeX's data model; they go into `verba` together.
_OWN = ("pmid", "pmcid", "openreview", "acl")
#: BCP 47 → babel's name; if there are two, the first.
_LANGIDS = {tag: name for name, tag in reversed(languages.BABEL.items())}


def to_entry(record: Record) -> str:
    """Return one entry, without a final line break."""
    kind = _kind(record, _TYPES)
    return _entry(record, kind, _fitting(record, kind))


def with_abstract(entry: str, record: Record) -> str:
    """Add the abstract to an entry of `to_entry`, which omits it as most bibliographies do."""
    if not record.paper.abstract:
        return entry
    return f"{entry[:-1]}{_line('abstract', _prose(record.paper.abstract))}}}"


def to_full_entry(record: Record) -> str:
    """Return an entry with everything that BibTeX can hold."""
    links = record.paper.urls.items()
    own = [(name, _verbatim(getattr(record.paper, name))) for name in _OWN]
    own += [(name, _verbatim(url)) for name, url in links if name != "paper"]
    kind = _kind(record, _TYPES)
    if kind[1] in ("note", "series"):  # not read as the venue on import
        own.append(("howpublished", _braced(record.paper.venue)))
    if kind[0] not in _IN_ISSUES:
        own.append(("issue", _braced(record.issue)))
    return _entry(record, kind, (*_fields(record, kind, is_whole=True), *_more(record), *own))


def to_biblatex_entry(record: Record) -> str:
    """Return an entry with everything for BibLaTeX; `\\cite` finds it by each of its keys."""
    fields = [("ids", f"{{{','.join(record.other_names)}}}" if record.other_names else "")]
    kind = _kind(record, _BIBLATEX_TYPES)
    fitting = _fitting(record, kind, is_whole=True)
    for name, value in (*fitting, *_more(record)):
        if name == "year":
            fields.append(("date", f"{{{record.issued}}}"))
        elif name not in ("month", "day"):
            fields.append((_BIBLATEX.get(name, name), value))
    paper = record.paper
    own = {name: text for name in _OWN if (text := getattr(paper, name))}
    own |= {name: url for name, url in paper.urls.items() if name != "paper"}
    unfit = _unfit(kind)
    texts = _plain_texts(record, kind, is_whole=True)
    for name, text in (*texts, ("isbn", record.isbn)):
        if text and name in unfit:
            own[name] = quote(text, safe="")
    for field, (name, *_) in _CREATORS.items():
        if name in unfit and (names := _names(record, field)):
            own[name] = quote(names[1:-1], safe="")
    entry_type, venue_field = kind
    if entry_type not in _IN_ISSUES and record.issue:
        own["issue"] = quote(record.issue, safe="")
    is_elsewhere = venue_field in ("note", "series")  # not read as the venue on import
    is_elsewhere |= bool(paper.arxiv) and venue_field == "organization"
    if is_elsewhere and paper.venue:
        own["howpublished"] = quote(paper.venue, safe="")
    fields.append(("verba", _verbatim(" ".join(f"{name}={text}" for name, text in own.items()))))
    return _entry(record, kind, fields)


def to_file(entries: Iterable[str]) -> str:
    """Join entries of BibTeX or BibLaTeX with empty lines."""
    return "".join([f"{entry}\n\n" for entry in entries])[:-1]


def _entry(record: Record, kind: Kind, fields: Iterable[tuple[str, str]]) -> str:
    lines = [_line(name, value) for name, value in fields if value]
    return f"@{kind[0]}{{{record.key},\n{''.join(lines)}}}"


def _line(name: str, value: str) -> str:
    return f"  {name:<13} = {value},\n"


def _kind(record: Record, types: Types) -> Kind:
    """Return the entry type and the field for the venue."""
    kind, venue_field = types.get(record.type, _MISC)
    if types is _BIBLATEX_TYPES and record.editors and record.type in _EDITED:
        edited, field = _EDITED[record.type]
        is_lost = edited == "periodical" and record.paper.venue  # it has no field for the venue
        if field == "booktitle" or not (record.authors or is_lost):
            return edited, field
    if kind == "proceedings" and record.authors:  # proceedings have no authors, only editors
        return "book", venue_field
    if kind == "phdthesis" and record.genre and degree_of(record.genre) != "phd":
        return "mastersthesis", venue_field
    if kind == "online" and not (record.doi or record.url):
        return _MISC
    if venue_field == "note" and parts.warning(record.paper):  # the warning takes this field
        return kind, "howpublished"
    return kind, venue_field


def _unfit(kind: Kind) -> frozenset[str]:
    """Return names of fields that BibLaTeX's data model does not allow for an entry type."""
    return _UNKNOWN.union(_UNFIT.get(kind[0], ()))


def _fitting(record: Record, kind: Kind, *, is_whole: bool = False) -> Fields:
    """Return the fields of `_fields` that BibLaTeX's data model allows for the entry type."""
    unfit = _unfit(kind)
    fields = _fields(record, kind, is_whole=is_whole)
    return tuple([field for field in fields if field[0] not in unfit])


def _fields(record: Record, kind: Kind, *, is_whole: bool) -> Fields:
    """Return the fields that bibliographies print. With `is_whole`, the caller adds the issue in a
    separate field where `number` has another meaning."""
    entry_type, venue_field = kind
    has_series = venue_field == "series" and record.paper.series
    paper = record.paper
    issued = record.issued
    return (
        ("title", titles.to_bibtex(record.title, paper.language)),
        *[(names[0], _names(record, field)) for field, names in _CREATORS.items()],
        (venue_field, "" if has_series else _braced(paper.venue or _event(record, venue_field))),
        ("type", "" if record.genre == _THESES.get(entry_type) else _genre(record.genre)),
        *[
            (name, _pages(text) if name == "pages" else _braced(text))
            for name, text in _plain_texts(record, kind, is_whole=is_whole)
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
    """Return the event as `booktitle`, which is required, of a paper without named proceedings."""
    return record.event if venue_field == "booktitle" and record.type == _CONFERENCE else ""


def _plain_texts(record: Record, kind: Kind, *, is_whole: bool) -> Iterator[tuple[str, str]]:
    """Yield names and texts of plain fields, not escaped."""
    paper, is_in_issues = record.paper, kind[0] in _IN_ISSUES
    for field, names in _PLAIN.items():
        name, text = names[0], record.page if field == "pages" else paper.value(field)
        if field == "number" and is_in_issues:
            name = "reportnumber"
        elif field == "event" and not paper.venue:  # else an import reads it as the venue
            name = "event"
        elif field == "issue" and not is_in_issues and (paper.number or is_whole):
            continue
        yield name, text


def _more(record: Record) -> Fields:
    """Return the fields that bibliographies do not print."""
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


def _genre(text: str) -> str:
    """Keep the capitals of `Ph.D. thesis`, of which the styles of BibTeX keep only the first."""
    return _braced(text) if text[1:].islower() else f"{{{_braced(text)}}}" if text else ""


def _pages(text: str) -> str:
    """Write ranges with two hyphens, whatever the catalogue uses."""
    if not text:
        return ""
    marked = parts.PAGES.sub(rf"\1{DASH}\2", text)
    return _braced(marked).replace(DASH, "--")


#: Characters that could end a value → percent-encoded.
_ENCODED = {ord(char): quote(char) for char in "\\{}"}


def _verbatim(text: str) -> str:
    """Return an identifier or URL unescaped: styles and Biber read it verbatim, so that `\\_` would
    break it."""
    if "\\" in text or "{" in text or "}" in text:
        text = text.translate(_ENCODED)
    return f"{{{text}}}" if text else ""


#: Separates authors in BibTeX, in any case, even at the beginning of a name.
_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)


def _names(record: Record, field: str) -> str:
    """Return the names of one field, in braces."""
    names = [_author(creator) for creator in getattr(record, field)]
    if field == "authors" and record.is_cut:
        names.append("others")
    return f"{{{' and '.join(names)}}}" if names else ""


#: Words and initials, in which only "and" has a meaning for TeX or BibTeX.
_PLAIN_NAME = re.compile(r"[^\W\d_]+\.?(?:[ -][^\W\d_]+\.?)*")


@lru_cache(maxsize=50_000)  # used for BibTeX and BibLaTeX, and for each paper of an author
def _author(creator: Creator) -> str:
    family, given, suffix, particle, literal = creator
    if literal or not given:  # braces keep BibTeX from splitting a group
        shown = literal or " ".join(filter(None, (particle, family, suffix)))
        return f"{{{escape.bibtex(shown)}}}"
    words = " ".join(filter(None, (particle, family, suffix, given)))
    is_plain = _PLAIN_NAME.fullmatch(words) and "and" not in words.lower() and "-" not in family
    is_plain = is_plain and not _LAST_MARK.search(given)
    if is_plain and not (" " in family and _looks_whole(family.split(" "))):
        last = f"{particle} {family}" if particle else family
        return ", ".join([last, suffix, given] if suffix else [last, given])
    last = " ".join(filter(None, (_name_part(particle), _family(family))))
    before = _LAST_MARK.sub("", given)  # initials, if the braces are only around the letter
    first = _name_part(before) + (f" {{{given[-1]}}}" if before != given else "")
    return ", ".join(filter(None, (last, _name_part(suffix), first)))


def _family(text: str) -> str:
    """Escape a family name. Some programs read a lower-case part next to a hyphen as a particle and
    split `Perez-de-Viñaspre`, or take `B. Reed` for a person; braces prevent that. Given names in
    braces would lose initials."""
    part = _name_part(text)
    is_parted = "-" in text and any(not each[:1].isupper() for each in text.split("-"))
    is_held = is_parted or _looks_whole(text.split())
    return f"{{{part}}}" if is_held and not part.startswith("{") else part


#: What programs read as a mark after a name, or as a separator between two names.
_MARKS = re.compile(r"[^\w\s.'’…-]|\d|\b[a-h]$|^[a-h]$|[⁰¹²³⁴-⁹ᵃ-ᶻ]")
#: The same as the last word of a given name: `J. da Costa e`.
_LAST_MARK = re.compile(r"(?<=\S) [a-h]$")


def _looks_whole(words: list[str]) -> bool:
    """Return whether programs read a family name as a whole name: `Reed AB`, `B. Reed`."""
    return is_family_first(words) or (len(words) > 1 and words[0].endswith("."))


def _name_part(text: str) -> str:
    """Escape a part of a name. A comma would begin another part, " and " another author, and `*`
    would be a footnote mark; braces prevent that."""
    escaped = escape.bibtex(text)
    if "," in text or _MARKS.search(text) or is_family_first(text.split()):
        return f"{{{escaped}}}"
    return _AND.sub(r"{\g<0>}", escaped) if "and" in escaped.lower() else escaped
