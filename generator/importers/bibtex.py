"""Room 4, importers: BibTeX and BibLaTeX → drafts.

In: the text of a `.bib` file. Out: a Draft for each entry, those that cannot be read included.
Formats: BibTeX 0.99 (btxdoc) and BibLaTeX 3.20 with its data inheritance, dates (EDTF, level 1)
and names; fields of al-folio where they are addresses.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import bibtexparser
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import Entry, ParsingFailedBlock, String

from generator.catalogue.fields import LINKS
from generator.importers.draft import Draft, one_line, paragraphs
from generator.importers.markup import from_jats, from_latex
from generator.text import identifiers
from generator.text.identifiers import SCHEMES

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
_VENUES = {
    "thesis": ("school", "institution", "publisher"),
    "report": ("institution", "series"),
    "book": ("series",),
    "collection": ("series",),
    "manuscript": ("howpublished", "eventtitle"),
    "periodical": ("series",),
}
_VENUE = ("journaltitle", "journal", "booktitle", "maintitle", "eventtitle", "howpublished")
#: Theirs → ours, for text that is decoded.
_TEXTS = {
    "publisher": ("publisher",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages", "eid"),
    "edition": ("edition",),
}
#: Fields that are addresses in lists of research groups (al-folio).
_LINKS = {"website": "project", "supp": "data", "dataset": "data"} | {name: name for name in LINKS}
#: `langid` and `language` of BibLaTeX → BCP 47.
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB",
    "ukenglish": "en-GB", "german": "de", "ngerman": "de", "austrian": "de-AT", "french": "fr",
    "italian": "it", "spanish": "es", "portuguese": "pt", "brazilian": "pt-BR", "dutch": "nl",
    "danish": "da", "swedish": "sv", "norwegian": "no", "finnish": "fi", "polish": "pl",
    "czech": "cs", "russian": "ru", "greek": "el", "latin": "la", "japanese": "ja",
    "chinese": "zh", "korean": "ko", "turkish": "tr", "hungarian": "hu",
}  # fmt: skip
#: Their `number` is one in a series, or of a report.
_NUMBERED = frozenset({"book", "report", "thesis", "collection", "patent", "chapter"})
#: What `crossref` hands down under another name, and what it never does.
_RENAMED = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}
_OWN = frozenset({"crossref", "xdata", "keywords", "abstract", "annotation", "note", "doi", "url"})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: Values that styles and Biber read verbatim.
_VERBATIM = frozenset({"doi", "url", "eprint", "file", "pdf", "isbn", "arxiv", "urn", *_LINKS})
#: Read below under other names, or silent: they say how to print, sort or file, not what it is.
_READ = frozenset(
    "title subtitle titleaddon author date year month abstract keywords note annotation annote"
    " doi url eprint eprinttype archiveprefix primaryclass eprintclass isbn pmid langid language"
    " arxiv openreview acl".split()
)
_SILENT = frozenset(
    "crossref xref xdata options sortname sortkey sorttitle sortyear presort indextitle"
    " indexsorttitle shorttitle shortauthor shorteditor shorthand shortjournal label hyphenation"
    " urldate file timestamp owner bdsk-url-1 bdsk-url-2 date-added date-modified abbr"
    " bibtex_show selected preview bibsource biburl ids entryset gender execute related"
    " relatedtype relatedstring groups __markedentry creationdate modificationdate"
    " comment-jabref".split()
)

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it logs is in the drafts


def read(text: str, name: str) -> Iterator[Draft]:
    """Every entry of a file, in its order."""
    library = bibtexparser.parse_string(text)  # type: ignore[attr-defined]
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    entries = {entry.key.lower(): entry for entry in library.entries}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        entry: Any = block
        if isinstance(block, ParsingFailedBlock):
            entry = block.ignore_error_block
            if isinstance(entry, String):  # the first of two abbreviations counts
                continue
            if not isinstance(entry, Entry):
                draft = Draft(where=f"{name}:{line}")
                draft.why_not = f"it cannot be read as BibTeX: {one_line(str(block.error))[:200]}"
                yield draft
                continue
        if isinstance(entry, Entry):
            yield _draft(entry, entries, strings, f"{name}:{line} ({entry.key})")


def _draft(
    entry: Entry, entries: Mapping[str, Entry], strings: Mapping[str, str], where: str
) -> Draft:
    draft = Draft(where=where, key=entry.key)
    kind = entry.entry_type.lower()
    raw = {key: _concatenated(value, strings) for key, value in _inherited(entry, entries).items()}
    if kind in ("set", "xdata"):
        what = "a set of other entries" if kind == "set" else "data for other entries"
        draft.why_not = f"it is {what}, not a work"
        return draft
    texts = {
        key: value if key in _VERBATIM else one_line(from_latex(value))
        for key, value in raw.items()
    }
    fields = draft.fields
    fields["title"] = _title(texts)
    if not fields["title"]:
        draft.why_not = "it has no title"
    fields["type"] = TYPES.get(kind, "")
    fields["authors"], others = _authors(raw.get("author", ""))
    if others:
        draft.left["author"] = "and others: how many is not known"
    fields["published"] = _date(texts)
    if not fields["published"] and not draft.why_not:
        draft.why_not = "it has no year"
    used = _venue(texts, fields)
    for field, names in _TEXTS.items():
        found = next((name for name in names if texts.get(name)), "")
        if field == "issue" and fields["type"] in (
            "book",
            "report",
            "thesis",
            "collection",
            "patent",
        ):
            continue  # a number in a series, or of a report
        if found:
            used.add(found)
            fields[field] = texts[found]
    if "pages" in fields:
        fields["pages"] = re.sub(r"\s*[-–—]+\s*", "-", fields["pages"])
    fields["abstract"] = paragraphs(from_jats(_prose(raw.get("abstract", ""))))
    fields["keywords"] = re.split(r"\s*[,;]\s*", texts.get("keywords", ""))
    fields["notes"] = texts.get("annotation") or texts.get("annote") or texts.get("note", "")
    language = texts.get("langid") or texts.get("language", "")
    fields["language"] = _LANGUAGES.get(language.lower(), language)
    _identifiers(texts, fields, used)
    for key, value in texts.items():
        if value and key not in used and key not in _READ and key not in _SILENT:
            draft.left[key] = value[:200]
    if texts.get("note") and fields["notes"] != texts["note"]:
        draft.left["note"] = texts["note"]
    return draft


def _concatenated(value: str, strings: Mapping[str, str]) -> str:
    """`dtv # { and } # gruyter`, which the parser leaves as it is."""
    if not re.fullmatch(
        r"\s*(?:\w+|\{[^{}]*\}|\"[^\"]*\")(?:\s*#\s*(?:\w+|\{[^{}]*\}|\"[^\"]*\"))+\s*", value
    ):
        return value
    parts = re.findall(r"\{[^{}]*\}|\"[^\"]*\"|\w+", value)
    return "".join(strings.get(part.lower(), part.strip('{}"')) for part in parts)


def _inherited(entry: Entry, entries: Mapping[str, Entry], depth: int = 0) -> dict[str, str]:
    """The fields of an entry, and by BibLaTeX's rules those of its `crossref` and `xdata`."""
    own = {field.key.lower(): str(field.value) for field in entry.fields}
    if depth > 4:
        return own
    for key in re.split(r"\s*,\s*", own.get("xdata", "")):
        parent = entries.get(key.lower())
        if parent is not None and parent is not entry:
            own = _inherited(parent, entries, depth + 1) | own
    parent = entries.get(own.get("crossref", "").lower())
    if parent is not None and parent is not entry:
        for key, value in _inherited(parent, entries, depth + 1).items():
            if key not in _OWN:
                own.setdefault(_RENAMED.get(key, key), value)
    return own


def _title(texts: Mapping[str, str]) -> str:
    title = texts.get("title", "")
    for name, separator in (("subtitle", ": "), ("titleaddon", ". ")):
        if texts.get(name) and title:
            title = f"{title.rstrip(':')}{separator}{texts[name]}"
    return title


def _venue(texts: Mapping[str, str], fields: dict[str, Any]) -> set[str]:
    """Sets the venue; the names of the fields that were used."""
    names = _VENUES.get(fields["type"], ()) + (() if fields["type"] in _VENUES else _VENUE)
    name = next((name for name in names if texts.get(name)), "")
    if not name:
        return set()
    fields["venue"] = texts[name]
    subtitle = {"journaltitle": "journalsubtitle", "booktitle": "booksubtitle"}.get(name, "")
    if texts.get(subtitle):
        fields["venue"] += f": {texts[subtitle]}"
    return {name, subtitle, "booktitleaddon"} if subtitle else {name}


def _prose(value: str) -> str:
    """An abstract keeps its paragraphs."""
    return "\n\n".join(from_latex(part) for part in re.split(r"\n\s*\n", value))


# --- names -------------------------------------------------------------------------------------


def _authors(text: str) -> tuple[list[dict[str, str]], bool]:
    """The names, and whether others are meant besides."""
    if not text.strip():
        return [], False
    try:
        persons = split_multiple_persons_names(text)
    except InvalidNameError:
        persons = re.split(r"\s+and\s+", text)
    names = [_name(one_line(person)) for person in persons if person.strip()]
    others = bool(names) and names[-1] == {"literal": "others"}
    return (names[:-1] if others else names), others


def _name(text: str) -> dict[str, str]:
    if text.startswith("{") and text.endswith("}") and text.count("{") == text.count("}") == 1:
        return {"literal": one_line(from_latex(text[1:-1]))}
    extended = dict(re.findall(r"(\w[\w-]*)\s*=\s*(\{[^{}]*\}|[^,]+)", text)) if "=" in text else {}
    if "family" in extended:
        parts = {key: one_line(from_latex(value)) for key, value in extended.items()}
        family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
        name = {
            "given": parts.get("given", ""),
            "family": family,
            "suffix": parts.get("suffix", ""),
        }
    else:
        try:
            split = parse_single_name_into_parts(text, strict=False)
        except InvalidNameError:
            return {"literal": one_line(from_latex(text))}
        given, jr = " ".join(split.first), " ".join(split.jr)
        family = " ".join((*split.von, *split.last))
        name = {"given": given, "family": family, "suffix": jr}
        name = {key: one_line(from_latex(value)) for key, value in name.items()}
        if not name["given"]:  # a group, or somebody with one name: braces, or one word
            return {"literal": name["family"]}
    return {key: value for key, value in name.items() if value}


# --- dates and identifiers ---------------------------------------------------------------------


def _date(texts: Mapping[str, str]) -> str:
    """The day, month or year; of a range its beginning (EDTF, level 1)."""
    date = texts.get("date") or texts.get("year", "")
    match = re.search(r"(?<![\d-])(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date.partition("/")[0] or date)
    if not match:
        return ""
    year, month, day = match[1], match[2] or "", match[3] or ""
    if not month:
        month = _month(texts.get("month", ""))
        found = re.search(r"\b(\d{1,2})\b", texts.get("month", "")) if month else None
        own_day = texts.get("day", "")
        if own_day.isdigit():
            day = own_day.zfill(2)
        elif found and not texts["month"].strip().isdigit():
            day = found[1].zfill(2)
    if month and not 1 <= int(month) <= 12:  # a season
        month = day = ""
    return "-".join(filter(None, (year, month, day if month else "")))


def _month(text: str) -> str:
    text = text.strip().lower()
    if text.isdigit():
        return text.zfill(2)
    found = next((word for word in re.findall("[a-z]+", text) if word[:3] in _MONTHS), "")
    return f"{_MONTHS.index(found[:3]) + 1:02}" if found else ""


def _identifiers(texts: Mapping[str, str], fields: dict[str, Any], used: set[str]) -> None:
    """DOI, arXiv, PubMed and ISBN, from wherever they stand; every other address."""
    urls: dict[str, str] = {}
    doi = texts.get("doi", "").replace("\\", "")
    kind = (texts.get("eprinttype") or texts.get("archiveprefix", "")).lower()
    eprint = texts.get("eprint", "")
    fields["pmid"] = texts.get("pmid", "") or (eprint if kind == "pubmed" else "")
    fields["isbn"] = re.split(r"[,;]\s*|\s+and\s+", texts.get("isbn", ""))[0].strip()
    for name in ("openreview", "acl"):
        fields[name] = texts.get(name, "")
    url = texts.get("url", "").strip()
    named = texts.get("journal", "") + " " + texts.get("journaltitle", "")
    preprint = re.search(r"arXiv:\s*(\S+)", named)
    candidates = [eprint if kind in ("arxiv", "") else "", texts.get("arxiv", ""), doi, url]
    for text in (*candidates, preprint[1] if preprint else ""):
        try:
            fields["arxiv"] = identifiers.parse(SCHEMES["arxiv"], text)
            break
        except ValueError:
            continue
    if doi and not doi.lower().startswith("10.48550/"):
        fields["doi"] = doi
    elif url and "doi.org/10." in url and not fields.get("arxiv"):
        fields["doi"] = url
    if url:
        urls["paper"] = url
    for name, link in _LINKS.items():
        text = texts.get(name, "")
        if text.startswith(("http://", "https://")):
            used.add(name)
            urls.setdefault(link, text)
    fields["urls"] = urls
