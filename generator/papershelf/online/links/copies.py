"""Look for open copies of papers that may need a library.

In: the entries of a catalogue, a client. Out: what to add to which entry, and what was refused. An
answer counts only if DOI, title and year are those of the entry. No address is taken over that
another entry has. OpenAlex knows the copies that Unpaywall collects, for many papers at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from papershelf.catalogue import Entry, Source, works
from papershelf.catalogue.access import ARCHIVES, open_copy
from papershelf.catalogue.limits import MAX_CHARACTERS
from papershelf.catalogue.statuses import is_listed
from papershelf.importers.fetch import Client, FetchError, from_environment
from papershelf.importers.texts.markup import from_html
from papershelf.online import openalex
from papershelf.problems import count
from papershelf.text.identifiers import SCHEMES, bare, lower, to_key
from papershelf.text.shorten import cut

#: A work that appears online in December may be in an issue of the next year.
_MOST_YEARS = 1
_VERSIONS = {
    "publishedVersion": "published version",
    "acceptedVersion": "accepted version",
    "submittedVersion": "submitted version",
}
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+", re.IGNORECASE)
_FIELDS = "title,publication_year,best_oa_location,locations"


class Proposal(NamedTuple):
    """An open copy, and what the entry of its paper takes."""

    entry: Entry
    taken: Mapping[str, Any]
    version: str
    """`accepted version`, or empty if unknown."""

    @property
    def words(self) -> str:
        """Return `pdf: https://example.org/a.pdf (accepted version)`."""
        ((name, value),) = self.taken.items()
        if name == "urls":
            old = self.entry.values.get("urls", {})
            ((name, value),) = ((key, url) for key, url in value.items() if key not in old)
        return f"{name}: {value}" + (f" ({self.version})" if self.version else "")


@dataclass(slots=True, kw_only=True)
class Search:
    """What was found about the papers that may need a library."""

    wanted: dict[str, Entry]
    """Entries by DOI in lower case."""
    without_doi: int
    found: list[Proposal] = field(default_factory=list)
    refused: list[tuple[Entry, str]] = field(default_factory=list)
    """Entries for which the answer is about another work, and which one."""
    answered: int = 0
    reason: str = ""
    """Why not all were asked about; empty if all were."""

    @property
    def words(self) -> str:
        """Return `4 papers may need a library: 2 with an open copy, 2 without one`."""
        others = self.answered - len(self.found) - len(self.refused)
        counts = {
            "with an open copy": len(self.found),
            "without one": others,
            "under the DOI of another work": len(self.refused),
            "without a DOI": self.without_doi,
            "without an answer": len(self.wanted) - self.answered,
        }
        shown = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
        total = count(len(self.wanted) + self.without_doi, "paper")
        return f"{total} may need a library" + (f": {shown}" if shown else "")


def wanted(source: Source) -> Search:
    """Return the search for all papers that may need a library, readings of courses first."""
    closed = {
        entry.values["id"]: entry
        for entry in source.entries
        if entry.values.keys() >= {"id", "title", "published"}
        and is_listed(entry.values.get("status", ""))
        and open_copy(entry.values.get) is None
    }
    pages = (page for page in source.pages if page.course)
    read = (each.id for page in pages for each in page.readings if each.id in closed)
    ordered = [closed[paper_id] for paper_id in dict.fromkeys((*read, *closed))]
    dois: dict[str, Entry] = {}
    for entry in ordered:
        if doi := lower(entry.values.get("doi", "")):
            dois.setdefault(doi, entry)
    without = sum(not entry.values.get("doi") for entry in ordered)
    return Search(wanted=dois, without_doi=without)


def look(source: Source, client: Client) -> Search:
    """Ask OpenAlex about all papers that may need a library, until it fails."""
    search = wanted(source)
    address = os.environ.get(openalex.VARIABLE, "") or openalex.ADDRESS
    token = from_environment(openalex.TOKEN)
    used = {key for entry in source.entries for key in _keys(entry.values)}
    dois = list(search.wanted)
    for start in range(0, len(dois), openalex.AT_ONCE):
        some = dois[start : start + openalex.AT_ONCE]
        try:
            answers = openalex.works(client, address, token, some, _FIELDS, _work)
        except FetchError as error:
            search.reason = str(error)
            break
        search.answered += len(some)
        for doi in some:
            _decide(search, doi, [work for work in answers if work.doi == doi], used)
    return search


def _decide(search: Search, doi: str, answers: list[_Work], used: set[tuple[str, str]]) -> None:
    entry = search.wanted[doi]
    same = [work for work in answers if _is_same(entry, work)]
    if answers and not same:
        title = cut(" ".join(answers[0].title.split())) or "without a title"
        search.refused.append((entry, f"{title}, {answers[0].year}"))
    for proposal in (each for work in same for each in _proposals(entry, work)):
        keys = {*_keys(proposal.taken)} - {*_keys(entry.values)}
        if used.isdisjoint(keys):
            used |= keys
            search.found.append(proposal)
            return


# --- an answer ------------------------------------------------------------------------------------


class _Location(NamedTuple):
    pdf: str
    page: str
    version: str


class _Work(NamedTuple):
    doi: str
    title: str
    year: int
    locations: tuple[_Location, ...]
    """The open ones, the best first."""


def _work(work: Any) -> _Work:
    """Return what an answer says about a work. Raise an error if it has another form."""
    given = [work["best_oa_location"], *(work["locations"] or [])]
    return _Work(
        doi=openalex.doi_of(work),
        title=from_html(str(work["title"] or "")),
        year=int(work["publication_year"] or 0),
        locations=tuple(_location(each) for each in given if each and each["is_oa"] is True),
    )


def _location(location: Any) -> _Location:
    return _Location(
        pdf=_address(location.get("pdf_url")),
        page=_address(location.get("landing_page_url")),
        version=_VERSIONS.get(str(location.get("version")), ""),
    )


def _address(value: object) -> str:
    """Return an address of the public web that an entry can hold; empty for anything else."""
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS["max_text"]:
        return ""
    try:
        parts = urlsplit(value)
        is_plain = value.isascii() and value.isprintable() and " " not in value
        is_public = parts.username is None and _HOST.fullmatch(parts.hostname or "")
    except ValueError:
        return ""
    return value if is_plain and is_public and parts.scheme in ("http", "https") else ""


def _is_same(entry: Entry, work: _Work) -> bool:
    """Return whether a work with the DOI of an entry has its title and about its year. The DOI
    stands for the authors, so that one of two titles may lack the subtitle."""
    theirs = {"title": work.title, "authors": entry.values.get("authors", ())}
    years = abs(work.year - works.year_of(entry.values))
    return years <= _MOST_YEARS and works.titles_agree(entry.values, theirs)


# --- what an entry takes --------------------------------------------------------------------------


def _proposals(entry: Entry, work: _Work) -> Iterator[Proposal]:
    """Yield what an entry could take, the best first: an identifier of an archive, a PDF, a page of
    an open site."""
    for values, version in _values(entry.values, work):
        if open_copy({**entry.values, **values}.get):
            yield Proposal(entry, values, version)


def _values(mine: Mapping[str, Any], work: _Work) -> Iterator[tuple[dict[str, Any], str]]:
    own = mine.get("urls", {})
    for at in work.locations:
        for name in ARCHIVES:
            for url in filter(None, (at.page, at.pdf)):
                if not mine.get(name) and (identifier := bare(name, url)):
                    yield {name: identifier}, at.version
    for at in work.locations:
        if at.pdf and "pdf" not in own:
            yield {"urls": {**own, "pdf": at.pdf}}, at.version
    for at in work.locations:
        if at.page and "paper" not in own:
            yield {"urls": {**own, "paper": at.page}}, at.version


def _keys(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield keys of the identifiers and addresses of a work; an address of an archive is its
    identifier, too."""
    for name in ARCHIVES:
        if identifier := values.get(name):
            yield name, to_key(SCHEMES[name], identifier)
    for url in values.get("urls", {}).values():
        yield "url", url.partition("://")[2].rstrip("/")
        for name in ARCHIVES:
            if identifier := bare(name, url):
                yield name, to_key(SCHEMES[name], identifier)
