"""Room 4, importers: CSL-JSON, and what Crossref and doi.org answer, → drafts.

In: one item as decoded JSON. Out: a Draft. Formats: the CSL-JSON schema 1.0.2, and Crossref's REST
API, whose works are CSL items with lists for titles and types of their own.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from generator.catalogue.fields import TYPES
from generator.importers.draft import Draft, links_in, one_line, paragraphs
from generator.importers.markup import from_html
from generator.text import dates, identifiers
from generator.text.identifiers import SCHEMES

#: Crossref's types, and names of CSL before 1.0.2, → CSL's.
_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "proceedings": "collection",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-track": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "reference-entry": "entry",
    "posted-content": "article",
    "preprint": "article",
    "dissertation": "thesis",
    "report-component": "report",
    "report-series": "report",
    "peer-review": "review",
    "dataset": "dataset",
    "database": "dataset",
    "component": "document",
    "other": "document",
    "journal": "periodical",
    "book-series": "collection",
    "book-set": "collection",
    "grant": "document",
}
#: Theirs → ours, for plain text. The first that is there counts.
_TEXTS = {
    "publisher": ("publisher",),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("page", "article-number"),
    "edition": ("edition", "edition-number"),
    "language": ("language",),
    "pmid": ("PMID",),
    "isbn": ("ISBN", "isbn-type"),
    "doi": ("DOI",),
}
_VENUES = ("container-title", "event-title", "event", "genre")
#: What is read below, and what only says how the record came to be.
_READ = frozenset(
    "id type title subtitle author issued published published-online published-print abstract URL"
    " license keyword note custom citation-key original-title container-title collection-title"
    " event-title event genre language link number relation status version archive".split()
)
_SILENT = frozenset(
    "indexed reference-count content-domain created source is-referenced-by-count prefix member"
    " deposited score resource references-count ISSN issn-type subject reference short-title"
    " short-container-title accepted accessed assertion update-policy funder alternative-id subtype"
    " institution journal-issue updated-by update-to categories copyright container-title-short"
    " title-short issn journalAbbreviation published-other posted group-title free-to-read".split()
)
_DATES = ("published-print", "published-online", "published", "issued", "posted", "created")


def to_draft(item: dict[str, Any], where: str) -> Draft:
    """One item; what has no place with us is in `left`."""
    custom = item.get("custom")
    own = custom.get("papershelf") if isinstance(custom, dict) else None
    if isinstance(own, dict):
        return _our_own(item, own, where)
    draft = Draft(where=where)
    fields = draft.fields
    title = _text(item.get("title"))
    subtitle = _text(item.get("subtitle"))
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title.rstrip(':')}: {subtitle}"
    if not title:
        draft.why_not = "it has no title"
    fields["title"] = title
    fields["authors"] = [name for author in _list(item.get("author")) if (name := _name(author))]
    fields["published"] = _date(item)
    fields["type"] = _type(item)
    for field, names in _TEXTS.items():
        text = next((text for name in names if (text := _text(item.get(name)))), "")
        if field == "isbn":
            # some publishers' records have http://id.crossref.org/isbn/9780262046305
            text = text.split()[0].rpartition("/")[2] if text else ""
        fields[field] = text
    fields["venue"] = next((text for name in _VENUES if (text := _text(item.get(name)))), "")
    titles = _list(item.get("container-title"))
    if len(titles) > 1 and fields["type"] in ("chapter", "paper-conference"):
        # Crossref names the series before the book
        draft.left["collection-title"] = fields["venue"]
        fields["venue"] = _text(titles[-1])
    fields["abstract"] = paragraphs(from_html(str(item.get("abstract") or "")))
    keywords = item.get("keyword") or ""
    fields["keywords"] = (
        keywords if isinstance(keywords, list) else re.split(r"\s*[,;]\s*", str(keywords))
    )
    fields["license"] = _license(item)
    fields["notes"] = str(item.get("note") or "")
    _identifiers(item, fields)
    # what neither a field of ours nor a silent one takes
    used = {name for names in _TEXTS.values() for name in names}
    for name, value in item.items():
        if name not in _READ and name not in _SILENT and name not in used and value:
            draft.left[name] = one_line(from_html(str(value)))[:200]
    for name in ("collection-title", "number", "version", "status", "archive"):
        if item.get(name) and name not in fields:
            draft.left[name] = _text(item[name])
    return draft


def _text(value: Any) -> str:
    """Crossref has lists where CSL has text."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("value") or ""
    return one_line(from_html(str(value or "")))


def _list(value: Any) -> list[Any]:
    """A list; anything else that an answer has in its place says nothing."""
    return value if isinstance(value, list) else []


def _type(item: dict[str, Any]) -> str:
    name = str(item.get("type") or "")
    if name in _TYPES and not (name == "dataset" and "dataset" in TYPES):
        return _TYPES[name]
    return name if name in TYPES else ""


def _name(author: Any) -> dict[str, str] | str:
    if not isinstance(author, dict):
        return _text(author)
    parts = {name: _text(author.get(name)) for name in ("given", "family", "suffix")}
    particle = _text(author.get("non-dropping-particle")) or _text(author.get("dropping-particle"))
    if particle:
        parts["family"] = f"{particle} {parts['family']}"
    literal = _text(author.get("literal")) or _text(author.get("name"))
    if not parts["family"]:
        literal = literal or parts["given"]
        parts = {}
    name = parts if parts else {"literal": literal} if literal else {}
    if name:
        name["orcid"] = _text(author.get("ORCID"))
        name["affiliation"] = _text(author.get("affiliation"))
    return {key: text for key, text in name.items() if text}


def _date(item: dict[str, Any]) -> str:
    """The first day that is known to any precision; `2024-05` for two parts."""
    found: list[str] = []
    for name in (
        _DATES if "issued" in item or "created" in item or "posted" in item else ("issued",)
    ):
        date = item.get(name)
        if not isinstance(date, dict) or (name == "created" and found):
            continue
        parts = next(iter(_list(date.get("date-parts"))), None)
        if isinstance(parts, list) and parts and parts[0]:
            found += filter(None, [_day(parts)])
        else:
            text = str(date.get("raw") or date.get("literal") or "")
            match = re.search(r"\b(\d{4}(?:-\d\d(?:-\d\d)?)?)\b", text)
            found += [match[1]] if match else []
    # the earliest; of two that agree, the more precise
    return min(found, key=lambda text: (text.ljust(10, "9"), -len(text)), default="")


def _day(parts: list[Any]) -> str:
    """A year, month and day as far as they are real: `[2020, 0]` and `[2020, 13]` are 2020."""
    texts = [str(part).strip() for part in parts[:3]]
    for length in (3, 2, 1):
        some = [text.zfill(2 if place else 4) for place, text in enumerate(texts[:length])]
        with suppress(ValueError):
            return str(dates.parse("-".join(some)))
    return ""


def _license(item: dict[str, Any]) -> str:
    """A licence that lets readers do something; the publisher's text-mining terms do not."""
    for row in _list(item.get("license")):
        url = str(row.get("URL") or "") if isinstance(row, dict) else str(row)
        if "creativecommons.org" in url or not isinstance(row, dict):
            return str(url)
    return ""


def _identifiers(item: dict[str, Any], fields: dict[str, Any]) -> None:
    """arXiv ids, from wherever they stand; links."""
    doi = str(fields.get("doi") or "")
    urls = {}
    address = _text(item.get("URL"))
    relation = item.get("relation") or {}
    preprints = relation.get("has-preprint") if isinstance(relation, dict) else None
    others = [str(row.get("id", "")) for row in _list(preprints) if isinstance(row, dict)]
    number = _text(item.get("number")) if "arxiv" in str(fields.get("venue")).lower() else ""
    for text in (doi, address, number, *others):
        try:
            fields["arxiv"] = identifiers.parse(SCHEMES["arxiv"], text)
            break
        except ValueError:
            continue
    if fields.get("arxiv") and doi.lower().startswith("10.48550/"):
        fields["doi"] = ""
    if address and "doi.org/" not in address and "arxiv.org/" not in address:
        urls["paper"] = address
    fields["urls"] = urls | links_in(str(fields["abstract"]))


#: CSL's variables → ours, in what we wrote ourselves: no markup, nothing to guess.
_OURS = {
    "title": "title", "container-title": "venue", "publisher": "publisher", "volume": "volume",
    "issue": "issue", "page": "pages", "edition": "edition", "DOI": "doi", "ISBN": "isbn",
    "PMID": "pmid", "abstract": "abstract", "note": "notes", "language": "language",
    "author": "authors", "type": "type",
}  # fmt: skip


def _our_own(item: dict[str, Any], own: dict[str, Any], where: str) -> Draft:
    """An item of our own export: its variables, and what stands in `custom` besides."""
    draft = Draft(where=where)
    draft.fields = {ours: item[name] for name, ours in _OURS.items() if name in item}
    draft.fields |= {"published": _date(item)} | own
    if not draft.fields.get("title"):
        draft.why_not = "it has no title"
    return draft
