"""Convert BibTeX and BibLaTeX files.

In: the text of a `.bib` file. Out: a Draft for each entry, including unreadable ones. Formats:
BibTeX 0.99 (btxdoc) and BibLaTeX 3.20 with its data inheritance, dates (EDTF, level 1) and names;
al-folio's fields for URLs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from papershelf.catalogue.fields import LINKS
from papershelf.catalogue.item_types import IN_ISSUES
from papershelf.citations import parts
from papershelf.importers import bibclean, bibdates, bibfile, bibnames, bibwords, foreign, notices
from papershelf.importers.bibfile import BibEntry
from papershelf.importers.draft import Draft, one_line, paragraphs, set_degree, set_version
from papershelf.importers.tables import Table
from papershelf.importers.texts.latex import from_names
from papershelf.importers.texts.markup import from_bibtex, plain_from_bibtex
from papershelf.importers.texts.urls import address
from papershelf.text import identifiers, languages
from papershelf.text.shorten import cut


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every entry of a file, in order."""
    blocks = list(bibfile.read(text))
    entries: dict[str, BibEntry] = {}
    for block in blocks:
        if isinstance(block, BibEntry):
            entries.setdefault(block.key.lower(), block)
    for block in blocks:
        where = f"{name}:{block.line}" + (f" ({block.key})" if block.key else "")
        if isinstance(block, BibEntry):
            draft = _draft(block, entries, where, table)
        else:
            draft = Draft(where=where, key=block.key, why_not=block.why)
        draft.line = block.line
        yield draft


@dataclass(slots=True)
class _Record:
    """An entry while it is read."""

    type: str
    raw: dict[str, str]
    """Values as written, without delimiters."""
    texts: dict[str, str]
    """The same values as text."""
    draft: Draft
    used: set[str]
    """Fields whose values the draft has."""


def _draft(
    entry: BibEntry, entries: Mapping[str, BibEntry], where: str, table: Table | None
) -> Draft:
    draft = Draft(where=where, key=entry.key)
    if entry.type in _NO_WORKS:
        draft.notice = f"{_NO_WORKS[entry.type]}, not a work"
        return draft
    raw = bibclean.unwrapped(_inherited(entry, entries, draft.left), draft.left)
    raw, mapped = foreign.split_off(raw, table)
    texts = {
        key: value.strip() if key in bibwords.VERBATIM else one_line(_read(draft, key, value))
        for key, value in raw.items()
    }
    ours = _ours(texts)
    used = {"verba"} if ours else set()
    record = _Record(entry.type, raw | ours, texts | ours, draft, used)
    _set_fields(record)
    _tell_the_rest(record, entry)
    rows = [(key, ours, _mapped(draft, key, text)) for key, ours, text in mapped]
    foreign.apply(draft, rows, convert=None)
    draft.odd = {key: text for key, text in draft.odd.items() if key not in draft.left}
    return draft


def _set_fields(record: _Record) -> None:
    """Read every field, in an order in which each finds what it depends on."""
    raw, texts, draft, used = record.raw, record.texts, record.draft, record.used
    fields = draft.fields
    fields["title"] = _title(texts)
    if not fields["title"]:
        draft.why_not = "no title"
    fields["type"] = bibwords.TYPES.get(record.type, "")
    if set_degree(draft, texts.get("type") or _DEGREES.get(record.type, "")):
        used.add("type")
    for name, (theirs, *_) in bibwords.CREATORS.items():
        fields[name] = bibnames.read(draft.read(name, raw.get(theirs, ""), from_names))
    fields["published"] = bibdates.read(texts, draft.left)
    if bibdates.of_issue(texts) == (fields["published"], True):
        used.add("issue_date")
    if not fields["published"] and not draft.why_not:
        text = texts.get("date") or texts.get("year", "")
        draft.why_not = f'unreadable year: "{text[:60]}"' if text else _NO_YEAR
    _identifiers(texts, raw, fields, used, draft.left)
    bibclean.set_aside(texts, fields, draft.left)
    for name in ("type", "document_type"):
        notices.hear_document(texts.get(name, ""), draft)
    bibclean.retype(texts, fields, draft.left)
    used |= _venue(raw, texts, fields)
    _set_texts(record)
    _set_organization(record)
    fields["abstract"] = paragraphs(from_bibtex(raw.get("abstract", "")))
    words = [texts.get(name, "") for name in ("author_keywords", "keywords")]
    fields["license"] = texts.get("license", "")
    fields["awards"] = [texts[name] for name in ("award", "award_name") if texts.get(name)]
    has_tags = "interhash" in texts and not re.search("[,;]", "".join(words))  # of BibSonomy
    between = r"\s+" if has_tags else r"\s*[,;]\s*"
    fields["keywords"] = [word for text in words for word in re.split(between, text)]
    _set_notes(record)
    _set_language(record)


def _set_texts(record: _Record) -> None:
    """Read plain texts, from the first field that is there."""
    texts, fields, used = record.texts, record.draft.fields, record.used
    for field, names in bibwords.TEXTS.items():
        if field in ("issue", "number"):  # of a report, or in a series
            is_article = record.type == "article" or not {"journal", "journaltitle"}.isdisjoint(
                texts
            )
            in_issue = is_article or fields["type"] in IN_ISSUES
            meant = "issue" if in_issue else "number"
            names = tuple(name for name in names if name != "number" or field == meant)
        elif field == "event":
            names = tuple(name for name in names if name not in used)  # it is the venue
        found = next((name for name in names if texts.get(name)), "")
        if found:
            used.add(found)
            fields[field] = bibclean.in_words(texts[found])
    venue = one_line(fields.get("venue", ""))
    if "howpublished" in used and one_line(fields.get("series", "")) == venue:
        fields.pop("series", "")  # our export prints the venue of a book as its series
    used |= {"version"} if set_version(fields, texts.get("version", "")) else set()
    used |= bibclean.pages(texts, fields, record.draft.left)


def _set_organization(record: _Record) -> None:
    """Read who made a manual: BibTeX's styles print it in place of an author; else it is the
    publisher."""
    fields, group = record.draft.fields, record.raw.get("organization")
    if record.type != "manual" or not group:
        return
    if not fields["authors"]:
        fields["authors"] = bibnames.read(record.draft.read("authors", f"{{{group}}}", from_names))
    elif not fields.get("publisher"):
        fields["publisher"] = record.texts["organization"]
    else:
        return
    record.used.add("organization")


def _set_notes(record: _Record) -> None:
    """Read notes, and the status that our own export has among them."""
    raw, texts, fields = record.raw, record.texts, record.draft.fields
    if status := parts.status(texts.get("note", "")):
        fields["status"] = status
        texts["note"] = ""
    notes = [
        name
        for name in bibwords.NOTES
        if texts.get(name) and one_line(plain_from_bibtex(raw[name])) != fields.get("venue")
    ]
    linked = _HREF.sub(r"[\2](\\url{\1})", raw[notes[0]]) if notes else ""
    fields["notes"] = paragraphs(from_bibtex(linked))
    for key in notes[1:]:
        if texts[key] != fields["notes"] and key not in record.used:
            record.draft.left[key] = texts[key]


#: Entry types of BibLaTeX that describe no work, in words.
_NO_WORKS = {"set": "a set of other entries", "xdata": "data for other entries"}
_NO_YEAR = "no year"
#: Degrees of entry types; most theses are `@phdthesis`.
_DEGREES = {"mastersthesis": "Master's thesis"}
#: Types of a PubMed eprint; Better BibTeX writes the short one.
_PUBMED = frozenset({"pubmed", "pmid"})
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")


def _set_language(record: _Record) -> None:
    texts, names = record.texts, ("langid", "language")
    record.draft.fields["language"] = next(filter(None, map(texts.get, names)), "")
    tag, _ = languages.read(record.draft.fields["language"])
    record.used |= {name for name in names if languages.read(texts.get(name, ""))[0] == tag}


def _tell_the_rest(record: _Record, entry: BibEntry) -> None:
    """Move all fields without a place in the catalogue into `left`."""
    texts, used, left = record.texts, record.used, record.draft.left
    for key, value in texts.items():
        is_said = value in ("", texts.get("title")) or key in used or key in bibwords.READ
        if not is_said:
            left.setdefault(key, value)
        elif key not in (*bibwords.VERBATIM, *bibwords.NOTES):
            kept = record.draft.fields["urls"].values()
            links = [link for link, _ in _HREF.findall(record.raw[key]) if link not in kept]
            left |= {f"{key}, link": " ".join(links)} if links else {}
    for key, value in entry.again:
        left[f"{key}, again"] = one_line(from_bibtex(value))
    for key, word in entry.unknown.items():
        if key in used | bibwords.READ:
            left[f"{key}, abbreviation"] = f"@string {word} is not defined"
    for key, value in left.items():
        left[key] = cut(value)


def _inherited(
    entry: BibEntry, entries: Mapping[str, BibEntry], left: dict[str, str], depth: int = 0
) -> dict[str, str]:
    """Return the fields of an entry, with those inherited by BibLaTeX's `crossref` and `xdata`."""
    own = dict(entry.fields)
    if depth > 4:
        return own
    for name in ("xdata", "crossref"):
        for key in filter(None, re.split(r"\s*,\s*", own.get(name, "").strip().lower())):
            parent = entries.get(key)
            if parent is None:
                left[name] = f"{key} is not in this file"
            if parent is None or parent is entry:
                continue
            given = _inherited(parent, entries, {}, depth + 1)
            if name == "xdata":
                own = given | own
                continue
            # in BibTeX, a parent may say itself what its children appeared in
            never = bibwords.OWN | ({"title", "subtitle"} if "booktitle" in given else set())
            for theirs, value in given.items():
                if theirs not in never:
                    own.setdefault(bibwords.RENAMED.get(theirs, theirs), value)
    return own


def _title(texts: Mapping[str, str]) -> str:
    title = texts.get("title", "")
    for name, separator in (("subtitle", ": "), ("titleaddon", ". ")):
        if texts.get(name) and title:
            title = f"{title.rstrip(':')}{separator}{texts[name]}"
    return title


def _venue(raw: Mapping[str, str], texts: Mapping[str, str], fields: dict[str, Any]) -> set[str]:
    """Set the venue; return the names of the fields used."""
    kind = fields["type"]
    names = bibwords.VENUES.get(kind) or bibwords.VENUE
    name = next((name for name in names if texts.get(name)), "")
    if not name:
        return set()
    used = {name}
    if name == "howpublished" or _is_link(texts[name]):
        text = texts[name]
        if (href := _HREF.search(raw[name])) and href[1] not in text:  # \href{https://…}{Loom Blog}
            text += f" {address(href[1])}"
        fields["venue"], link, is_whole = bibclean.howpublished(text)
        is_kept = not link or fields["urls"].setdefault("paper", link) == link
        return used if is_whole and is_kept else set()
    # our export says it twice, here with single spaces
    if name == "booktitle" and texts[name] == one_line(texts.get("event", "")):
        return used
    fields["venue"] = texts[name]
    for part, separator in _PARTS.get(name, ()):
        if texts.get(part):
            fields["venue"] += f"{separator}{texts[part]}"
            used.add(part)
    return used


#: Parts of the name of a venue.
_PARTS = {
    "journaltitle": (("journalsubtitle", ": "), ("journaltitleaddon", ". ")),
    "booktitle": (("booksubtitle", ": "), ("booktitleaddon", ". ")),
    "maintitle": (("mainsubtitle", ": "), ("maintitleaddon", ". ")),
}


def _is_link(venue: str) -> bool:
    """Return whether a venue is only an address: Google Scholar has `journal={URL http://…}`."""
    said, link, _ = bibclean.howpublished(venue) if "://" in venue else (venue, "", True)
    return bool(link) and not said


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


def _read(draft: Draft, key: str, value: str) -> str:
    """Return a value as text. Names are read elsewhere, and links are reported elsewhere."""
    if key in bibwords.NAMES:
        return plain_from_bibtex(value)
    read = from_bibtex if key in bibwords.WITH_TEX else plain_from_bibtex

    def convert(text: str, odd: list[str]) -> str:
        found: list[str] = []
        shown = read(text, found)
        odd += (command for command in found if not command.startswith("\\href{"))
        return shown

    return draft.read(key, value, convert)


def _mapped(draft: Draft, key: str, value: str) -> str:
    """Return a value that a mapping table refers to: a URL or a text."""
    found = address(value)
    return found if _is_address(found) else one_line(_read(draft, key, value))


# --- identifiers --------------------------------------------------------------------------------


#: URLs and identifiers in our own export, which are not encoded; then texts, which are.
_BARE = ("openreview", "acl", "pmid", "pmcid", *LINKS)
_ENCODED = (
    "isbn",
    "howpublished",
    *bibwords.NAMES,
    *(name for names in bibwords.TEXTS.values() for name in names),
)
_PAIR = re.compile(rf"({'|'.join(_BARE + _ENCODED)})=(\S+)")


def _ours(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that our own export writes into BibLaTeX's `verba`: `code=https://…`."""
    words = texts.get("verba", "").split()
    pairs = [match for word in words if (match := _PAIR.fullmatch(word))]
    if len(pairs) < len(words):
        return {}
    return {m[1]: unquote(m[2]) if m[1] in _ENCODED else m[2] for m in pairs}


def _identifiers(
    texts: Mapping[str, str],
    raw: Mapping[str, str],
    fields: dict[str, Any],
    used: set[str],
    left: dict[str, str],
) -> None:
    """Read DOI, arXiv, PubMed and ISBN from all fields that may hold them, and all other URLs."""
    doi = address(texts.get("doi", "")).replace("\\", "")
    # our own export encodes these characters, which no value of BibTeX can contain
    doi = re.sub("%(?:7B|7D|5C)", lambda match: unquote(match[0]), doi)
    kind = (texts.get("eprinttype") or texts.get("archiveprefix", "")).lower()
    eprint = texts.get("eprint", "")
    fields["pmid"] = texts.get("pmid", "") or (eprint if kind in _PUBMED else "")
    fields["pmcid"] = texts.get("pmcid", "") or texts.get("pmc", "")
    isbns = [text for text in re.split(r"[,;]\s*|\s+and\s+", texts.get("isbn", "")) if text]
    fields["isbn"] = isbns[0] if isbns else ""
    if isbns[1:]:
        left["isbn"] = ", ".join(isbns[1:])
    url = address(texts.get("url", ""))
    fields["openreview"] = texts.get("openreview", "")
    fields["acl"] = texts.get("acl", "")
    named = texts.get("journal", "") + " " + texts.get("journaltitle", "")
    preprint = re.search(r"arXiv:\s*(\S+)", named)
    by_eprint = eprint if kind in ("arxiv", "") else ""
    note = _HREF.fullmatch(raw.get("note", "").strip())  # a note that is only a link
    candidates = [by_eprint, texts.get("arxiv", ""), doi, url, preprint[1] if preprint else ""]
    pdf = address(texts.get("pdf", ""))
    candidates += [address(note[1]) if note else "", pdf if _is_address(pdf) else ""]
    # the field's own form reports what is wrong with it
    if arxiv := identifiers.bare("arxiv", *candidates) or texts.get("arxiv"):
        fields["arxiv"] = arxiv
    if kind in _PUBMED or (by_eprint and fields.get("arxiv")):
        # the class of an arXiv id is read with the id
        used |= {"eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass"}
    if doi and not (fields.get("arxiv") and doi.lower().startswith("10.48550/")):
        fields["doi"] = doi
    elif "doi.org/10." in url and not (fields.get("arxiv") and "/10.48550/" in url):
        fields["doi"] = url
    fields["urls"] = {"paper": url} if url else {}
    for name, link in bibwords.ADDRESSES.items():
        text = address(texts.get(name, ""))
        if _is_address(text) and link not in fields["urls"]:
            used.add(name)
            fields["urls"][link] = text
