"""Convert CSL-JSON, also as Crossref and doi.org return it.

In: one item as decoded JSON. Out: a Draft. Formats: the CSL-JSON schema 1.0.2, and Crossref's REST
API, whose works are CSL items with lists as titles and its own types.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.catalogue.item_types import TYPES
from papershelf.citations import parts
from papershelf.citations.csl import from_item
from papershelf.importers import notices
from papershelf.importers.draft import (
    Draft,
    links_in,
    one_line,
    paragraphs,
    set_degree,
    set_institution,
    set_version,
)
from papershelf.importers.texts.markup import from_prose
from papershelf.text import dates, identifiers
from papershelf.text.names import with_particle
from papershelf.text.shorten import cut

#: Crossref's types, and names of CSL before 1.0.2, → CSL's.
_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference",
    "proceedings": "collection", "book-chapter": "chapter", "book-part": "chapter",
    "book-section": "chapter", "book-track": "chapter", "monograph": "book",
    "edited-book": "book", "reference-book": "book", "reference-entry": "entry",
    "posted-content": "article", "preprint": "article", "dissertation": "thesis",
    "report-component": "report", "report-series": "report", "peer-review": "review",
    "database": "dataset", "component": "document", "other": "document", "journal": "periodical",
    "book-series": "collection", "book-set": "collection", "grant": "document",
}  # fmt: skip
#: Ours ← theirs, for plain text. The first that is there counts.
_TEXTS = {field.name: field.csl for field in PLAIN} | {
    name: FIELDS[name].csl for name in ("language", "pmid", "pmcid", "isbn", "doi")
}
_CREATORS = {name: FIELDS[name].csl[0] for name in CREATORS}
_VENUES = FIELDS["venue"].csl
#: Types of parts of books; the book may be part of a series.
_IN_BOOKS = ("chapter", "paper-conference")
#: What is read below, each in its own way.
_READ = frozenset(
    "id type title subtitle author abstract URL license keyword note custom citation-key relation"
    " categories updated-by update-to".split()
)
#: How Crossref and doi.org keep the record, not what the work is; only in their answers.
_SILENT = frozenset(
    "indexed reference-count content-domain created source is-referenced-by-count prefix member"
    " deposited score resource references-count issn-type ISSN reference original-title short-title"
    " short-container-title accepted assertion update-policy funder alternative-id subtype link"
    " institution journal-issue copyright container-title-short version"
    " published-other posted group-title free-to-read subject isbn-type accessed issued published"
    " published-online published-print event status number collection-title archive language genre"
    " container-title event-title article-number".split()
)
#: Keys that only such a response has.
_CROSSREF = frozenset({"indexed", "deposited", "reference-count", "DOI-RA"})
#: The parts of names that are read.
_PARTS = frozenset(
    "given family suffix literal name ORCID affiliation non-dropping-particle dropping-particle"
    " sequence authenticated-orcid role".split()
)
_DATES = ("published-print", "published-online", "published", "issued", "posted", "created")


@dataclass(slots=True)
class _Record:
    """An item while it is read."""

    item: dict[str, Any]
    draft: Draft
    used: set[str] = field(default_factory=set)
    """Variables whose values the draft has."""

    @property
    def is_crossref(self) -> bool:
        """Whether it is an answer of Crossref or doi.org."""
        return not _CROSSREF.isdisjoint(self.item)

    def text(self, name: str, value: Any) -> str:
        """Return a value as the text of a field, on one line."""
        return self.draft.read(name, _first(value), _one_line)


def to_draft(item: dict[str, Any], where: str) -> Draft:
    """Return the draft of an item; fields without a place in the catalogue are in `left`."""
    custom = item.get("custom")
    own = custom.get("papershelf") if isinstance(custom, dict) else None
    if isinstance(own, dict):
        return _our_own(item, own, where)
    draft = Draft(where=where)
    record, fields = _Record(item, draft), draft.fields
    _set_title(record)
    _set_creators(record)
    fields["published"] = _date(item, record.used, draft)
    fields["type"] = _type(item)
    if _text(item.get("type")) and not fields["type"]:
        draft.left["type"] = _text(item["type"])
    _set_texts(record)
    _set_book(record)
    abstract = draft.read("abstract", _first(item.get("abstract")), from_prose)
    fields["abstract"] = paragraphs(abstract)
    fields["keywords"] = _keywords(item.get("keyword"))
    fields["license"] = _license(item)
    fields["notes"] = draft.read("notes", str(item.get("note") or ""), from_prose)
    notices.hear_crossref(item, draft)
    for name in ("genre", "degree"):  # of CSL, of Crossref
        if set_degree(draft, _text(item.get(name))):
            record.used.add(name)
    if set_version(fields, _text(item.get("version"))):
        record.used.add("version")
    if (status := _text(item.get("status"))) in parts.WARNINGS:
        fields["status"] = status
        record.used.add("status")
    _identifiers(item, fields)
    _tell_the_rest(record)
    return draft


def _set_title(record: _Record) -> None:
    item, draft = record.item, record.draft
    title = record.text("title", item.get("title"))
    subtitle = record.text("title", item.get("subtitle"))
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title.rstrip(':')}: {subtitle}"
    if not title:
        draft.why_not = "no title"
    draft.fields["title"] = title
    given = map(_text, item["title"] if isinstance(item.get("title"), list) else ())
    if others := [text for text in list(given)[1:] if text and text != title]:
        draft.left["title"] = "; ".join(others)


def _set_creators(record: _Record) -> None:
    for name, variable in _CREATORS.items():
        people = _names(record.item.get(variable), variable, record.draft.left)
        if record.is_crossref:  # it uses `name` for groups
            people = [_as_group(each) for each in people]
        record.draft.fields[name] = people
        record.used.add(variable)


def _set_texts(record: _Record) -> None:
    """Read the venue and plain texts, from the first variable that is there."""
    item, draft, used = record.item, record.draft, record.used
    for name, variables in (("venue", _VENUES), *_TEXTS.items()):
        is_read = record.is_crossref or not used.isdisjoint(variables)
        if name in ("event", "series", "number") and is_read:
            continue  # Crossref's repeat the venue
        if name == "place" and draft.fields["type"] in parts.PLACELESS:
            continue
        variable = next((each for each in variables if _text(item.get(each))), "")
        values = item.get(variable)
        draft.fields[name] = record.text(name, values)
        used.add(variable)
        if isinstance(values, list) and len(values) > 1:
            draft.left[variable] = "; ".join(map(_text, values[1:]))


def _set_book(record: _Record) -> None:
    """Tell the book from its series, which Crossref names before it, and keep one ISBN."""
    item, draft, fields = record.item, record.draft, record.draft.fields
    titles = item.get("container-title")
    if isinstance(titles, list) and len(titles) > 1 and fields["type"] in _IN_BOOKS:
        fields["venue"] = record.text("venue", titles[-1])
        fields["series"] = record.text("series", titles[0])
        if rest := "; ".join(map(_text, titles[1:-1])):
            draft.left["container-title"] = rest
        else:
            del draft.left["container-title"]
    institution = record.text("venue", item.get("institution")) if record.is_crossref else ""
    set_institution(fields, institution)
    if record.is_crossref and fields["type"] in ("book", "collection"):  # its series contains it
        fields["series"], fields["venue"] = fields["venue"], ""
    # older Crossref records have http://id.crossref.org/isbn/9780262046305
    isbns = [isbn.rpartition("/")[2] for isbn in re.split(r"[\s,;]+", fields["isbn"])]
    if isbns[1:]:
        draft.left["ISBN"] = ", ".join(isbns[1:])
    fields["isbn"] = isbns[0]


def _tell_the_rest(record: _Record) -> None:
    """Move all values without a place in the catalogue into `left`."""
    draft = record.draft
    known = _READ | record.used | (_SILENT if record.is_crossref else set())
    for name, value in record.item.items():
        if name not in known and value:
            draft.left.setdefault(name, _shown(value))
    if custom := record.item.get("custom"):
        draft.left["custom"] = _shown(custom)
    draft.left = {name: cut(text) for name, text in draft.left.items()}


def _shown(value: Any) -> str:
    """Return a value for a report: names and texts in words, anything else as JSON."""
    if isinstance(value, list) and all(isinstance(part, dict) for part in value):
        names = [_name(part) for part in value]
        known = {"family", "literal", "name"}
        if all(isinstance(name, dict) and name.keys() & known for name in names):
            return "; ".join(" ".join(name.values()) for name in names if isinstance(name, dict))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return one_line(from_prose(str(value)))


def _keywords(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_text(word) for word in value]
    return re.split(r"\s*[,;]\s*", str(value or ""))


def _text(value: Any) -> str:
    """Return a value as one line of text."""
    return _one_line(_first(value))


def _one_line(text: str, odd: list[str] | None = None) -> str:
    return one_line(from_prose(text, odd))


def _first(value: Any) -> str:
    """Return the text of a value: Crossref has lists where CSL has text."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("value") or ""
    if isinstance(value, float) and value.is_integer():  # `12.0`
        value = int(value)
    return str(value) if isinstance(value, str | int | float) else ""


def _type(item: dict[str, Any]) -> str:
    name = str(item.get("type") or "")
    return _TYPES.get(name) or (name if name in TYPES else "")


def _names(authors: Any, variable: str, left: dict[str, str]) -> list[dict[str, str] | str]:
    """Return the names. Parts of names without a place in the catalogue go into `left`."""
    if not isinstance(authors, list):
        authors = [authors] if authors else []
    for author in authors:
        if isinstance(author, dict):
            odd = {part: author[part] for part in author if part not in _PARTS and author[part]}
            left |= {f"{variable}, {part}": _shown(value) for part, value in odd.items()}
            if isinstance(author.get("affiliation"), list) and author["affiliation"][1:]:
                rest = "; ".join(map(_text, author["affiliation"][1:]))
                left[f"{variable}, affiliation"] = rest
    return [name for author in authors if (name := _name(author))]


def _name(author: Any) -> dict[str, str] | str:
    if not isinstance(author, dict):
        return _text(author)
    parts = {name: _text(author.get(name)) for name in ("given", "family", "suffix")}
    particles = ("dropping-particle", "non-dropping-particle")
    before = [text for name in particles if (text := _text(author.get(name)))]
    for particle in reversed(before if parts["family"] else []):
        parts["family"] = with_particle(particle, parts["family"])
    name = parts
    if not parts["family"]:
        whole = {"literal": _text(author.get("literal")), "name": _text(author.get("name"))}
        given = " ".join(filter(None, (*before, parts["given"])))
        name = whole if any(whole.values()) else {"name": given} if given else {}
    if name:
        name["orcid"] = _text(author.get("ORCID"))
        name["affiliation"] = _text(author.get("affiliation"))
    return {key: text for key, text in name.items() if text}


def _as_group(name: dict[str, str] | str) -> dict[str, str] | str:
    if isinstance(name, str) or "name" not in name:
        return name
    return {"literal" if part == "name" else part: text for part, text in name.items()}


def _date(item: dict[str, Any], used: set[str], draft: Draft) -> str:
    """Return the earliest date: `2024-05` for two parts. Ranges, seasons and dates in words go into
    `left`."""
    found, left = list[str](), draft.left
    is_any = "issued" in item or "created" in item or "posted" in item
    for name in _DATES if is_any else ("issued", "published"):
        date = item.get(name)
        if isinstance(date, list) or (isinstance(date, dict) and "year" in date):  # of pandoc
            said, (date, is_whole) = date, dates.find(dates.of_parts(date))
            left |= {name: json.dumps(said)} if said and not is_whole else {}
        if not isinstance(date, dict | str) or (name == "created" and found):
            continue
        if isinstance(date, str):
            date = {"raw": date}
        used.add(name)
        parts = _parts(date)
        if parts:
            day = _real(parts)
            found += [day] if day else []
            if day and name == "created":
                draft.doubts.append(f"published: {day} is when its DOI was created; no other date")
            is_said = not any(str(p or "").strip(" 0") for p in date["date-parts"][0][len(parts) :])
            if day.count("-") < len(parts) - 1 or not day or not is_said:
                left[name] = json.dumps(date)
        else:
            text = str(date.get("raw") or date.get("literal") or "")
            match = re.search(r"\b(\d{4}(?:-\d\d(?:-\d\d)?)?)\b", text)
            found += [match[1]] if match else []
            if text and (not match or match[1] != text):
                left[name] = text
        given = date.get("date-parts")
        is_range = isinstance(given, list) and len(given) > 1
        if date.keys() & {"season", "circa"} or is_range or (given and not parts):
            left[name] = json.dumps(date)
    # the earliest; of two that agree, the more precise
    return min(found, key=lambda text: (text.ljust(10, "9"), -len(text)), default="")


def _parts(date: dict[str, Any]) -> list[int]:
    """Return year, month and day of `date-parts`, up to the first that is not a number."""
    given = date.get("date-parts")
    first = given[0] if isinstance(given, list) and given else []
    numbers: list[int] = []
    for part in first[:3] if isinstance(first, list) else ():
        if not re.fullmatch(r"[ ]*\d{1,4}[ ]*", str(part), re.ASCII) or int(part) == 0:
            break
        numbers.append(int(part))
    return numbers


def _real(parts: list[int]) -> str:
    """Return year, month and day up to the first that does not exist: `[2020, 13]` gives 2020."""
    texts = [f"{part:0{2 if place else 4}}" for place, part in enumerate(parts)]
    for length in range(len(texts), 0, -1):
        with suppress(ValueError):
            return str(dates.parse("-".join(texts[:length])))
    return ""


def _license(item: dict[str, Any]) -> str:
    """Return a license that grants rights to readers; publishers' text-mining terms do not."""
    rows = item.get("license")
    for row in rows if isinstance(rows, list) else [rows] if rows else []:
        url = str(row.get("URL") or "") if isinstance(row, dict) else str(row)
        if "creativecommons.org" in url or not isinstance(row, dict):
            return str(url)
    return ""


def _identifiers(item: dict[str, Any], fields: dict[str, Any]) -> None:
    """Read arXiv ids from all fields that may hold them, and links."""
    doi = str(fields.get("doi") or "")
    urls = {}
    address = _text(item.get("URL"))
    relation = item.get("relation") or {}
    preprints = relation.get("has-preprint", []) if isinstance(relation, dict) else []
    preprints = preprints if isinstance(preprints, list) else []
    others = [str(row.get("id", "")) for row in preprints if isinstance(row, dict)]
    number = _text(item.get("number")) if "arxiv" in str(fields.get("venue")).lower() else ""
    if arxiv := identifiers.bare("arxiv", doi, address, number, *others):
        fields["arxiv"] = arxiv
    if fields.get("arxiv") and fields["arxiv"] in number:
        fields["number"] = ""
    if fields.get("arxiv") and doi.lower().startswith("10.48550/"):
        fields["doi"] = ""
    elif not doi and not fields.get("arxiv") and "doi.org/10." in address:
        fields["doi"] = address
    if address and "doi.org/" not in address and "arxiv.org/" not in address:
        urls["paper"] = address
    fields["urls"] = urls | links_in(str(fields["abstract"]))


def _our_own(item: dict[str, Any], own: dict[str, Any], where: str) -> Draft:
    """Return the draft of an item of our own export: there is no markup, and nothing to guess."""
    draft = Draft(where=where, is_ours=True)
    found = {"published": _date(item, set(), Draft(where=""))} | from_item(item)
    draft.fields = {name: value for name, value in found.items() if name in FIELDS}
    for name, value in own.items():
        if name not in FIELDS:
            draft.left[f"custom, {name}"] = cut(_shown(value))
    if not draft.fields.get("title"):
        draft.why_not = "no title"
    return draft
