"""A paper in the terms of CSL 1.0.2, from which every format is written.

In: a Paper. Out: a Record, made once for all files that contain it. Texts are as in the catalogue,
not escaped for any format. The variables and their meanings:
https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

from typing import NamedTuple

from papershelf.catalogue.model import Paper
from papershelf.citations import parts
from papershelf.text import tex
from papershelf.text.dates import PartialDate
from papershelf.text.names import PARTICLES, Name


class Creator(NamedTuple):
    """An author, editor or translator as a CSL name."""

    family: str = ""
    """Without particles: `Beethoven`."""
    given: str = ""
    suffix: str = ""
    """`Jr.`, `III`"""
    particle: str = ""
    """CSL's non-dropping particle: `van`."""
    literal: str = ""
    """The name of a group."""


class Record(NamedTuple):
    """The data of a paper for all formats; unknown values are empty."""

    paper: Paper
    """Source of the fields without a CSL variable."""
    key: str
    """The citation key: the first id of the paper."""
    type: str
    """CSL item type."""
    genre: str
    """Of a thesis: `Master's thesis`."""
    title: str
    """With `$TeX$`."""
    plain_title: str
    """Without TeX: `Sorting in O(n log n)`."""
    authors: tuple[Creator, ...]
    """The named authors; `is_cut` if there are more."""
    is_cut: bool
    editors: tuple[Creator, ...]
    translators: tuple[Creator, ...]
    issued: PartialDate
    """Of the publication that the citation names, which may be later than `published`."""
    container_title: str
    collection_title: str
    publisher: str
    event: str
    collection_number: str
    """The number of a book in its series."""
    number: str
    """For a preprint, `arXiv:2404.17858`; for a report, its number."""
    volume: str
    issue: str
    page: str
    """`117-134`"""
    edition: str
    doi: str
    """Without `https://doi.org/`. For a preprint without its own DOI, the one from arXiv."""
    isbn: str
    pmid: str
    url: str
    """Where the paper can be read."""

    @property
    def other_names(self) -> tuple[str, ...]:
        """Return all ids except the key, the current one first."""
        return tuple([name for name in self.paper.ids if name != self.paper.key])


def to_record(paper: Paper) -> Record:
    """Return the record of a paper."""
    arxiv = paper.arxiv if paper.type == "article" else ""
    venue_is = parts.VENUES.get(paper.type, "container-title")
    is_in_series = paper.type in parts.IN_SERIES
    own_number = "" if is_in_series else paper.number
    return Record(
        paper=paper,
        key=paper.key,
        type=paper.type,
        genre=parts.genre(paper),
        title=paper.title,
        plain_title=tex.to_plain(paper.title),
        authors=tuple([_creator(name) for name in paper.authors]),
        is_cut=paper.number_of_authors > len(paper.authors) > 0,
        editors=tuple([_creator(name) for name in paper.editors]),
        translators=tuple([_creator(name) for name in paper.translators]),
        issued=parts.issued(paper),
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
        url=parts.url(paper),
    )


def _creator(name: Name) -> Creator:
    """Separate the particle from a family name; keep a name without given names as `family`."""
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
