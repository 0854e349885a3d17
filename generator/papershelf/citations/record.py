"""A paper in the words of CSL 1.0.2, from which every format is written.

In: a Paper. Out: a Record, made once however many files it stands in. Texts are as in the
catalogue, not escaped for any format. The variables and what they mean:
https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

from typing import NamedTuple

from papershelf.catalogue.model import Paper
from papershelf.citations import parts
from papershelf.text import tex
from papershelf.text.dates import PartialDate
from papershelf.text.identifiers import SCHEMES, address
from papershelf.text.names import PARTICLES, Name

#: Where a paper without an address of its own can be read, the first that is there.
_HOMES = ("arxiv", "acl", "openreview", "pmid")


class Creator(NamedTuple):
    """One author, a CSL name."""

    family: str = ""
    """Without particles: `Beethoven`."""
    given: str = ""
    suffix: str = ""
    """`Jr.`, `III`"""
    particle: str = ""
    """CSL's non-dropping particle: `van`."""
    literal: str = ""
    """A group."""


class Record(NamedTuple):
    """What all formats say of a paper. Empty where it is not known."""

    paper: Paper
    """For the fields that CSL has no variable for."""
    key: str
    """The citation key: the id that the paper had first."""
    type: str
    """CSL item type."""
    title: str
    """With `$TeX$`."""
    plain_title: str
    """Without: `Sorting in O(n log n)`."""
    authors: tuple[Creator, ...]
    """All that are named; `is_cut` where there are more."""
    is_cut: bool
    editors: tuple[Creator, ...]
    translators: tuple[Creator, ...]
    issued: PartialDate
    container_title: str
    collection_title: str
    publisher: str
    event: str
    collection_number: str
    """Of a book in its series."""
    number: str
    """Of a preprint `arXiv:2404.17858`; of a report its own."""
    volume: str
    issue: str
    page: str
    """`117-134`"""
    edition: str
    doi: str
    """Bare. That of arXiv for a preprint that has none of its own."""
    isbn: str
    pmid: str
    url: str
    """Where it can be read."""

    @property
    def other_names(self) -> tuple[str, ...]:
        """The ids that it had or has besides its key, today's first."""
        paper = self.paper
        return (paper.id, *paper.aliases[1:]) if paper.aliases else ()


def to_record(paper: Paper) -> Record:
    """The record of a paper."""
    arxiv = paper.arxiv if paper.type == "article" else ""
    venue_is = parts.VENUES.get(paper.type, "container-title")
    is_in_series = paper.type in parts.IN_SERIES
    own_number = "" if is_in_series else paper.number
    return Record(
        paper=paper,
        key=paper.key,
        type=paper.type,
        title=paper.title,
        plain_title=tex.to_plain(paper.title),
        authors=tuple([_creator(name) for name in paper.authors]),
        is_cut=paper.number_of_authors > len(paper.authors) > 0,
        editors=tuple([_creator(name) for name in paper.editors]),
        translators=tuple([_creator(name) for name in paper.translators]),
        issued=paper.published,
        container_title=paper.venue if venue_is == "container-title" else "",
        collection_title=paper.series or (paper.venue if venue_is == "collection-title" else ""),
        publisher=parts.publisher(paper),
        event=paper.event,
        collection_number=paper.number if is_in_series else "",
        number=f"arXiv:{arxiv}" if arxiv else own_number,
        volume=paper.volume,
        issue=paper.issue,
        page=parts.pages(paper.pages),
        edition=paper.edition,
        doi=parts.doi(paper),
        isbn=paper.isbn,
        pmid=paper.pmid,
        url=paper.urls.get("paper") or _home(paper),
    )


def _home(paper: Paper) -> str:
    for name in _HOMES:
        if identifier := getattr(paper, name):
            return address(SCHEMES[name], identifier)
    return ""


def _creator(name: Name) -> Creator:
    """A name with its particles apart; one that has no parts keeps what it has as `family`."""
    if name.literal:
        return Creator(literal=name.literal)
    first, blank, rest = name.family.partition(" ")
    if not blank or first not in PARTICLES:
        return Creator(name.family, name.given, name.suffix)
    particle = first
    while True:
        first, blank, after = rest.partition(" ")
        if not blank or first not in PARTICLES:
            return Creator(rest, name.given, name.suffix, particle)
        particle, rest = f"{particle} {first}", after
