"""The collection as the rest of the program sees it: frozen records and indexes of ids.

In: values that were checked at the border. Out: themselves. Nothing here reads, checks or renders;
whoever holds a Collection may trust its types, its ids and its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from papershelf.text import identifiers
from papershelf.text.dates import PartialDate
from papershelf.text.identifiers import SCHEMES
from papershelf.text.names import Name


def key_of(paper_id: str, aliases: Sequence[str]) -> str:
    """The id that a paper had first. Aliases stand in the order in which they were given up; the
    present id among them holds the place of a name that never was, where another paper's follows.
    """
    return aliases[0] if aliases else paper_id


class Status(NamedTuple):
    """What became of a work: a row of the table below."""

    sentence: str
    """For readers, `This paper was retracted.`"""
    is_listed: bool = False
    """Whether the paper stays in lists, feeds and the search; otherwise its page alone stays."""


STATUSES: Mapping[str, Status] = {
    "withdrawn": Status("This paper was withdrawn."),
    "retracted": Status("This paper was retracted."),
    "superseded": Status("This paper was superseded."),
    "removed": Status("This paper was removed."),
    "corrected": Status("This paper was corrected.", is_listed=True),
    "expression-of-concern": Status(
        "An expression of concern about this paper was published.", is_listed=True
    ),
}


def is_listed(status: str) -> bool:
    """Return whether a paper with this status, or with none, is listed."""
    return not status or STATUSES[status].is_listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One validated work. The attributes are the fields of the catalogue, under their names; a new
    plain field needs none."""

    id: str
    title: str
    """With `$TeX$`; never escaped."""
    published: PartialDate
    added: PartialDate
    """As precise as `published` where the catalogue does not say when it was added."""
    type: str
    """CSL item type, derived where the catalogue leaves it out."""
    authors: tuple[Name, ...] = ()
    author_count: int | None = None
    """At least `len(authors)`; None where the list is complete."""
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    venue: str = ""
    event: str = ""
    series: str = ""
    publisher: str = ""
    place: str = ""
    """Of the publisher."""
    number: str = ""
    """Of a report, standard or patent, or of a book in its series."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    doi: str = ""
    arxiv: str = ""
    openreview: str = ""
    acl: str = ""
    pmid: str = ""
    isbn: str = ""
    urls: Mapping[str, str] = field(default_factory=dict)
    """Link name to address, in the order of `fields.LINKS`."""
    abstract: str = ""
    """With `$TeX$`; paragraphs separated by an empty line."""
    summary: str = ""
    notes: str = ""
    """Markdown."""
    topics: tuple[str, ...] = ()
    """Slugs, each a key of `Collection.topics`."""
    keywords: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """Ids, each a key of `Collection.papers`."""
    language: str = ""
    awards: tuple[str, ...] = ()
    license: str = ""
    discussion: Mapping[str, Any] = field(default_factory=dict)
    """`url` and `count`, either may be missing."""
    aliases: tuple[str, ...] = ()
    status: str = ""
    status_note: str = ""
    superseded_by: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    """Plain fields that have no attribute here, since no code asks for them by name."""
    file: str = ""
    """Where its entry stands, `papers.yaml`."""
    line: int = 0
    """Line of the entry's `id`, from 1."""

    def value(self, name: str) -> Any:
        """Return the value of a field of the catalogue; an empty one where there is none."""
        return getattr(self, name) if name in _ATTRIBUTES else self.more.get(name, "")

    @property
    def is_listed(self) -> bool:
        """Whether it is in lists, feeds and the search; a tombstone keeps its page alone."""
        return is_listed(self.status)

    @property
    def status_sentence(self) -> str:
        """What became of it, for readers: `This paper was retracted.`; empty without a status."""
        return STATUSES[self.status].sentence if self.status else ""

    @property
    def key(self) -> str:
        """The id that it had first: its citation key and its name in feeds, which no renaming
        changes."""
        return key_of(self.id, self.aliases)

    @property
    def creators(self) -> tuple[Name, ...]:
        """Who is named first: the authors, or the editors of a book that has no authors."""
        return self.authors or (() if self.author_count else self.editors)

    @property
    def number_of_authors(self) -> int:
        """All of them, named or not; 0 where nothing is known."""
        return self.author_count or len(self.authors)


_ATTRIBUTES = frozenset(Paper.__slots__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A term of the curated taxonomy, from `content/topics/<slug>.md`."""

    slug: str
    title: str
    description: str = ""
    parent: str = ""
    """Slug of the topic above, or empty."""
    children: tuple[str, ...] = ()
    """Slugs of the topics right below, by title."""
    introduction: str = ""
    """The hand-written Markdown."""
    aliases: tuple[str, ...] = ()
    """Slugs that it had before."""
    start: tuple[str, ...] = ()
    """Ids of the papers to begin with, in the curator's order; some may be left out of a build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One paper in a course."""

    id: str
    """A key of `Collection.papers`, or of `left_out`."""
    note: str = ""
    """The curator's Markdown, or empty."""
    section: str = ""
    """The heading under which it stands, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One term of a course, which stays as it was: `content/courses/<slug>/<edition>.md`."""

    slug: str
    """In the address of its course: `2025-autumn`."""
    title: str
    starts: PartialDate
    description: str = ""
    introduction: str = ""
    """The Markdown before the first heading and the first reading."""
    body: str = ""
    """All of the hand-written Markdown, readings included."""
    readings: tuple[Reading, ...] = ()
    """In the order in which they are read."""
    instructors: tuple[str, ...] = ()
    provider: str = ""
    """Who offers it, a university for instance."""
    url: str = ""
    """Its own page elsewhere, or empty."""
    aliases: tuple[str, ...] = ()
    """Slugs that it had before, in the address of its course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An ordered, annotated reading list, from `content/courses/<slug>.md`."""

    slug: str
    title: str
    description: str = ""
    introduction: str = ""
    """The Markdown before the first heading and the first reading."""
    body: str = ""
    """All of the hand-written Markdown, readings included."""
    readings: tuple[Reading, ...] = ()
    """In the order in which they are read."""
    editions: tuple[Edition, ...] = ()
    """The newest first."""
    instructors: tuple[str, ...] = ()
    provider: str = ""
    """Who offers it, a university for instance."""
    url: str = ""
    """Its own page elsewhere, or empty."""
    aliases: tuple[str, ...] = ()
    """Slugs that it had before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom `content/people.yaml` describes."""

    slug: str
    name: str
    names: tuple[str, ...] = ()
    """As printed on papers, besides `name`."""
    papers: tuple[str, ...] = ()
    """The only papers on which the names mean this person; empty where they always do."""
    orcid: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()
    """Slugs that they had before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One value of a taxonomy with its papers."""

    slug: str
    title: str
    """As most papers print it."""
    ids: tuple[str, ...]
    """Ids in final order, the newest first; of a topic with its descendants' papers, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPage:
    """A hand-written page of `content/` that is no topic and no course."""

    src_uri: str
    """POSIX path in `content/`: `about.md`."""
    title: str
    description: str
    body: str
    """Markdown without front matter and without the heading that gives its title."""
    aliases: tuple[str, ...] = ()
    """Names that it had before, beside its own."""


class Day(NamedTuple):
    """One day on which something happened to papers; ids are sorted."""

    date: str
    """Of the commit, in UTC: `2025-12-23`."""
    added: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    """Id and the fields that are different."""
    renamed: tuple[tuple[str, str], ...]
    """The id before and the one that it leads to."""
    removed: tuple[tuple[str, str], ...]
    """Id and its status; without one the entry itself is gone."""


#: Where papers stand on the map: id → across and down, 0 to 9999 from the upper left.
Places: TypeAlias = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Everything that the site is made from."""

    papers: Mapping[str, Paper]
    """By id, in final order: newest added first, then newest published, then by id."""
    listed: Mapping[str, Paper]
    """Those of them that stand in lists."""
    topics: Mapping[str, Topic]
    """By slug, in the order of the tree."""
    terms: Mapping[str, Mapping[str, Term]]
    """By name of the taxonomy (`topics`, `authors`, `venues`, `years`, `keywords`), then slug."""
    slugs: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By name of the taxonomy, then by paper: the slugs of its terms, in the paper's order."""
    people: Mapping[str, Person] = field(default_factory=dict)
    """By slug: the authors whose addresses are promised."""
    courses: Mapping[str, Course] = field(default_factory=dict)
    """By slug, in the order of their titles."""
    pages: Mapping[str, HandPage] = field(default_factory=dict)
    """Hand-written pages by src_uri."""
    written: frozenset[str] = frozenset()
    """src_uri of every file of `content/`, topics included."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Id to title of papers that are not part of this build (`--limit`)."""
    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Id of the paper that has an alias, a DOI or an arXiv id: `("doi", "10.1000/182")`."""

    def by_id(self, name: str) -> Paper | None:
        """The paper of an id, also of one that it had before; None where there is none."""
        return self.papers.get(name) or self.papers.get(self.keys.get(("id", name), ""))

    def title_of(self, paper_id: str) -> str:
        """The title of a paper, also of one that is not part of this build; else empty."""
        paper = self.papers.get(paper_id)
        return paper.title if paper else self.left_out.get(paper_id, "")

    def by_doi(self, text: str) -> Paper | None:
        """The paper of a DOI, in any spelling and with any prefix: `https://doi.org/10.1000/182`.
        arXiv's own DOIs are arXiv ids."""
        try:
            doi = identifiers.parse(SCHEMES["doi"], text)
        except ValueError:
            return None
        return self._by("doi", doi) or self.by_arxiv(doi)

    def by_arxiv(self, text: str) -> Paper | None:
        """The paper of an arXiv id, in any version and with any prefix: `arXiv:2404.17858v2`."""
        try:
            return self._by("arxiv", identifiers.parse(SCHEMES["arxiv"], text))
        except ValueError:
            return None

    def _by(self, name: str, identifier: str) -> Paper | None:
        key = (name, identifiers.to_key(SCHEMES[name], identifier))
        return self.papers.get(self.keys.get(key, ""))

    @property
    def newest_day(self) -> str:
        """The newest `added`, `2025-12-23`: it stands wherever a build needs a date."""
        first = next(iter(self.papers.values()), None)
        return first.added.padded if first else "1980-01-01"
