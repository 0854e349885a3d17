"""The table of services that look up identifiers.

In: a client, bare identifiers of one scheme. Out: a Draft for each known identifier. Every source
is a function with the same signature. Environment variables can change their addresses, for a
mirror or a test.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias
from urllib.parse import quote

from papershelf.importers import arxiv, bibtex, csl, medline
from papershelf.importers.draft import Draft, links_in, paragraphs
from papershelf.importers.fetch import JSON, Client, FetchError, Question
from papershelf.importers.texts.latex import from_tex
from papershelf.text import dates, pasted

#: The most ids in one request to arXiv.
_AT_ONCE = 50
_CSL = Question("application/vnd.citationstyles.csl+json")

Ask: TypeAlias = Callable[[Client, list[str]], dict[str, Draft]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSource:
    """A service that looks up papers, a row of SOURCES."""

    scheme: str
    """The scheme of its identifiers, `arxiv`."""
    site: str
    """The name of its site, for messages and help."""
    addresses: Mapping[str, str]
    """Its addresses by name; the environment variable `PAPERSHELF_ARXIV` overrides `arxiv`."""
    ask: Ask
    """Returns drafts of known identifiers. Raises FetchError."""


def address(name: str) -> str:
    """Return the address of a source; `PAPERSHELF_ARXIV` and so on override it."""
    known = {key: url for source in SOURCES.values() for key, url in source.addresses.items()}
    return os.environ.get(f"PAPERSHELF_{name.upper()}", "") or known[name]


def _in_lists(ask: Ask) -> Ask:
    """Let a function that looks up ids in one request do so in lists. A service may refuse a list
    with an invalid or unknown id (400); then each id is requested alone."""

    @wraps(ask)
    def ask_all(client: Client, ids: list[str]) -> dict[str, Draft]:
        found: dict[str, Draft] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            try:
                found |= ask(client, some)
            except FetchError as error:
                if error.status != 400:
                    raise
                for one in some if len(some) > 1 else ():
                    found |= ask_all(client, [one])
        return found

    return ask_all


@_in_lists
def ask_arxiv(client: Client, ids: list[str]) -> dict[str, Draft]:
    """Look up ids with the arXiv API. Responses without some of the ids are not cached, because
    arXiv may know them later."""
    names = quote(",".join(ids), safe=",/")
    url = f"{address('arxiv')}?id_list={names}&max_results={len(ids)}"
    try:
        answer = arxiv.to_drafts(client.get(url))
    except arxiv.NotAtom as error:
        client.forget(url)
        raise FetchError(str(error)) from error
    found = {one: answer[one] for one in ids if one in answer}
    if len(found) < len(ids):
        client.forget(url)
    return found


def ask_crossref(client: Client, ids: list[str]) -> dict[str, Draft]:
    """Look up DOIs with Crossref's REST API; DOIs of other agencies (DataCite) with doi.org, as
    CSL-JSON."""
    found = {}
    for doi in ids:
        url, question = address("doi") + quote(doi, safe=""), JSON
        try:
            answer = client.get_json(url)
            item = answer.get("message") if isinstance(answer, dict) else None
        except FetchError as error:
            if error.status != 404:
                raise
            url, question = address("registry") + quote(doi, safe="/:;()"), _CSL
            try:
                item = client.get_json(url, question)
            except FetchError as second:
                if second.status not in (404, 406):
                    raise
                continue
        if not isinstance(item, dict):
            client.forget(url, question)
            raise FetchError(
                f"{'doi.org' if question is _CSL else 'Crossref'} did not return a work"
            )
        found[doi] = draft = csl.to_draft(item, f"DOI {doi}")
        if not draft.fields.get("doi") and not draft.fields.get("arxiv"):
            draft.fields["doi"] = doi
    return found


def ask_openreview(client: Client, ids: list[str]) -> dict[str, Draft]:
    """Look up ids with OpenReview's API, version 2, then version 1, which alone has venues before
    2023: https://docs.openreview.net/getting-started/using-the-api"""
    found = {}
    for forum in ids:
        for name in ("openreview", "openreview1"):
            notes = _notes(client, f"{address(name)}?id={quote(forum, safe='')}")
            if notes:
                found[forum] = _note(notes[0], forum)
                break
    return found


def _notes(client: Client, url: str) -> list[dict[str, Any]]:
    """Return the notes of one API version; empty if it has none."""
    try:
        answer = client.get_json(url)
    except FetchError as error:
        if error.status not in (400, 404):
            raise
        return []
    notes = answer.get("notes") if isinstance(answer, dict) else None
    if not isinstance(notes, list):
        client.forget(url, JSON)
        raise FetchError("OpenReview did not return a note")
    if not notes:
        client.forget(url, JSON)
    return [note for note in notes if isinstance(note, dict)]


#: Venues of works that were not accepted, or not yet: `Submitted to ICLR 2024`.
_NOT_ACCEPTED = re.compile(
    r"\b(?:Submission|Submitted|Withdrawn|(?:Desk )?Reject(?:ed)?|Under review)\b", re.IGNORECASE
)


def _note(note: dict[str, Any], forum: str) -> Draft:
    content = note.get("content")
    content = content if isinstance(content, dict) else {}

    def value(name: str) -> Any:
        given = content.get(name)
        return given.get("value") if isinstance(given, dict) else given

    moment = note.get("pdate") or note.get("odate") or note.get("cdate")
    day = dates.of_milliseconds(moment) if isinstance(moment, int | float) else None
    draft = Draft(where=f"OpenReview {forum}")

    def text(name: str) -> str:
        given = value(name)
        return draft.read(name, given, from_tex) if isinstance(given, str) else ""

    abstract = paragraphs(text("abstract"))
    venue = text("venue").strip()
    if _NOT_ACCEPTED.search(venue):
        venue, draft.left["venue"] = "", venue
    draft.fields = {
        "title": text("title") or value("title") or "",
        "authors": value("authors") or [],
        "published": str(day or ""),
        "venue": venue,
        "openreview": forum,
        "abstract": abstract,
        "keywords": value("keywords") or [],
        "urls": links_in(abstract),
    }
    summary = value("TL;DR") or value("TLDR")
    if summary:
        draft.left["TL;DR"] = str(summary)
    if not draft.fields["title"]:
        draft.why_not = "no title"
    return draft


def ask_acl(client: Client, ids: list[str]) -> dict[str, Draft]:
    """Look up ids with the ACL Anthology, which has BibTeX for each paper."""
    found = {}
    for paper_id in ids:
        url = f"{address('acl')}{quote(paper_id, safe='')}.bib"
        try:
            data = client.get(url)
        except FetchError as error:
            if error.status != 404:
                raise
            continue
        drafts = list(bibtex.read(data.decode("utf-8", "replace"), f"ACL Anthology {paper_id}"))
        if not drafts or drafts[0].why_not:
            client.forget(url)
            raise FetchError("the ACL Anthology did not return BibTeX")
        drafts[0].fields["acl"] = paper_id
        drafts[0].key = ""  # their key is not in our style
        drafts[0].fields["urls"] = links_in(drafts[0].fields["abstract"])
        found[paper_id] = drafts[0]
    return found


#: What PubMed says in place of a record that it does not have.
_NOT_IN_PUBMED = re.compile(rb"PMID is not available|Failed to understand id", re.IGNORECASE)


@_in_lists
def ask_pubmed(client: Client, ids: list[str]) -> dict[str, Draft]:
    """Look up ids with NCBI's E-utilities: https://www.ncbi.nlm.nih.gov/books/NBK25499/. Responses
    without some of the ids are not cached."""
    question = "db=pubmed&rettype=medline&retmode=text&tool=papershelf"
    url = f"{address('pubmed')}?{question}&id={','.join(ids)}"
    data = client.get(url)
    found = {}
    for draft in medline.read(data.decode("utf-8", "replace"), "PubMed"):
        pmid = draft.fields["pmid"]
        draft.where = f"PubMed {pmid}"
        if pmid in ids:
            found[pmid] = draft
    if len(found) < len(ids):
        client.forget(url)
        if not found and not _NOT_IN_PUBMED.search(data):
            raise FetchError("PubMed did not return MEDLINE")
    return found


@_in_lists
def ask_pmc(client: Client, ids: list[str]) -> dict[str, Draft]:
    """Look up ids of PubMed Central with its converter, then the papers with PubMed, or by DOI if
    PubMed does not have them: https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/. Responses
    without some of the ids are not cached."""
    url = f"{address('pmc')}?idtype=pmcid&format=json&tool=papershelf&ids={','.join(ids)}"
    answer = client.get_json(url)
    records = answer.get("records") if isinstance(answer, dict) else None
    if not isinstance(records, list):
        client.forget(url, JSON)
        raise FetchError("PubMed Central did not return ids")
    known = {str(row.get("pmcid")): row for row in records if isinstance(row, dict)}
    pmids = {one: str(known[one].get("pmid") or "") for one in ids if one in known}
    by_pmid = ask_pubmed(client, list(filter(str.isdecimal, pmids.values())))
    found = {}
    for one, pmid in pmids.items():
        doi = str(known[one].get("doi") or "")
        draft = by_pmid.get(pmid) or (ask_crossref(client, [doi]).get(doi) if doi else None)
        if draft:
            draft.fields["pmcid"] = one
            found[one] = draft
    if len(found) < len(ids):
        client.forget(url, JSON)
    return found


#: Sources by scheme, in the order of attempts on a pasted text: an arXiv DOI is an arXiv id.
SOURCES: dict[str, PaperSource] = {
    source.scheme: source
    for source in (
        PaperSource(
            scheme="arxiv",
            site="arXiv",
            addresses={"arxiv": "https://export.arxiv.org/api/query"},
            ask=ask_arxiv,
        ),
        PaperSource(
            scheme="doi",
            site="doi.org",
            addresses={"doi": "https://api.crossref.org/works/", "registry": "https://doi.org/"},
            ask=ask_crossref,
        ),
        PaperSource(
            scheme="openreview",
            site="OpenReview",
            addresses={
                "openreview": "https://api2.openreview.net/notes",
                "openreview1": "https://api.openreview.net/notes",
            },
            ask=ask_openreview,
        ),
        PaperSource(
            scheme="acl",
            site="the ACL Anthology",
            addresses={"acl": "https://aclanthology.org/"},
            ask=ask_acl,
        ),
        PaperSource(
            scheme="pmid",
            site="PubMed",
            addresses={"pubmed": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"},
            ask=ask_pubmed,
        ),
        PaperSource(
            scheme="pmcid",
            site="PubMed Central",
            addresses={"pmc": "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"},
            ask=ask_pmc,
        ),
    )
}
#: Accepted texts, for messages and help.
ACCEPTED = (
    f"an arXiv id, a DOI, an address at {', '.join(each.site for each in SOURCES.values())}"
    " or Hugging Face papers, or a publisher's address that contains a DOI"
)


def identify(text: str) -> tuple[str, str]:
    """Return scheme and identifier of a pasted text. Raise ValueError with what is accepted."""
    try:
        return pasted.identify(text, SOURCES)
    except ValueError:
        raise ValueError(f'"{text[:80]}" is not {ACCEPTED}') from None


def ask(client: Client, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Draft]:
    """Return drafts of all known identifiers, by scheme and identifier. Raise FetchError."""
    by_scheme: dict[str, list[str]] = {}
    for scheme, identifier in dict.fromkeys(wanted):
        by_scheme.setdefault(scheme, []).append(identifier)
    found = {}
    for scheme, ids in by_scheme.items():
        for identifier, draft in SOURCES[scheme].ask(client, ids).items():
            found[scheme, identifier] = draft
    return found
