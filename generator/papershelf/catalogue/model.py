"""The collection as the rest of the program sees it: frozen records and indexes of ids.

In: checked values. Out: the same values. Nothing here reads, checks or renders; code that has a
Collection can rely on its types, its ids and its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from papershelf.catalogue.item_types import CONTAINED
from papershelf.catalogue.metrics import Snapshot
from papershelf.catalogue.statuses import STATUSES, is_listed
from papershelf.text import identifiers, tex
from papershelf.text.dates import PartialDate
from papershelf.text.identifiers import SCHEMES
from papershelf.text.names import Name

#: A paper with more authors or keywords than this does not count towards their pages.
CROWD = 100


def key_of(paper_id: str, aliases: Sequence[str]) -> str:
    """Return the first id of a paper. Aliases are listed in the order in which they were given up.
    The current id among them marks that the following alias came from another paper.
    """
    return aliases[0] if aliases else paper_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One validated work. The attributes are the fields of the catalogue, under their names; a new
    plain field needs none."""

    id: str
    title: str
    """With `$TeX$`; never escaped."""
    published: PartialDate
    added: PartialDate
    """Equal to `published` if the catalogue does not say when it was added."""
    type: str
    """CSL item type, derived if the catalogue does not have it."""
    authors: tuple[Name, ...] = ()
    author_count: int | None = None
    """At least `len(authors)`; None if the list is complete."""
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
    pmcid: str = ""
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
    has_added: bool = True
    """Whether the catalogue says when it was added."""
    file: str = ""
    """The file of its entry, `papers.yaml`."""
    line: int = 0
    """Line of the entry's `id`, from 1."""

    def value(self, name: str) -> Any:
        """Return the value of a field of the catalogue; an empty one where there is none."""
        return getattr(self, name) if name in _ATTRIBUTES else self.more.get(name, "")

    @property
    def is_listed(self) -> bool:
        """Return whether it is in lists, feeds and the search; a tombstone only has its page."""
        return is_listed(self.status)

    @property
    def status_sentence(self) -> str:
        """Return its status for readers, `This paper was retracted.`; empty without a status."""
        return STATUSES[self.status].sentence if self.status else ""

    @property
    def key(self) -> str:
        """Return its first id: the citation key and the name in feeds, which do not change when it
        is renamed."""
        return key_of(self.id, self.aliases)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return its id, then its former ones."""
        return (self.id, *self.former)

    @property
    def former(self) -> tuple[str, ...]:
        """Return the ids that it had before. Its own may be among the aliases, where it has the
        place of the key."""
        return tuple([alias for alias in self.aliases if alias != self.id])

    @property
    def creators(self) -> tuple[Name, ...]:
        """Who is named first: the authors, or the editors of a book that has no authors."""
        is_whole = self.type not in CONTAINED and not self.author_count
        return self.authors or (self.editors if is_whole else ())

    @property
    def number_of_authors(self) -> int:
        """Return the number of all authors, named or not; 0 if unknown."""
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
    """Slugs of the topics directly below, by title."""
    introduction: str = ""
    """The hand-written Markdown."""
    aliases: tuple[str, ...] = ()
    """Former slugs."""
    start: tuple[str, ...] = ()
    """Ids of the papers to read first, in the curator's order; some may not be in this build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A paper in a course or a digest."""

    id: str
    """A key of `Collection.papers`, or of `left_out`."""
    note: str = ""
    """The curator's Markdown, or empty; in a course, without importance and pages."""
    section: str = ""
    """The heading above it, or empty."""
    importance: str = ""
    """`required` or `optional`; empty if the course does not say."""
    pages: str = ""
    """The pages to read, `3–7` or `3, 5–9`; empty for all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A section of a course, and the day on which an edition treats it."""

    title: str
    """The Markdown of its heading; may be empty."""
    slug: str
    """Unique on its page, where `#session-<slug>` is its fragment."""
    date: PartialDate | None = None
    """A whole day; None if the section has none. Sessions of a course have none."""
    due: PartialDate | None = None
    """The day on which work for it is due."""
    is_cancelled: bool = False
    """Whether it does not take place."""
    readings: tuple[Reading, ...] = ()
    """In the order of the page, including those below deeper headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPage:
    """A page that lists papers by hand."""

    title: str
    description: str = ""
    introduction: str = ""
    """The Markdown before the first heading and the first reading."""
    body: str = ""
    """All of the hand-written Markdown, readings included."""
    readings: tuple[Reading, ...] = ()
    """In the order of the page."""
    aliases: tuple[str, ...] = ()
    """Former names of its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingList(ReadingPage):
    """What a course and each of its editions have."""

    slug: str
    sessions: tuple[Session, ...] = ()
    """In the order of the page."""
    instructors: tuple[str, ...] = ()
    provider: str = ""
    """Who offers it, a university for instance."""
    url: str = ""
    """Its own page elsewhere, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(ReadingList):
    """A term of a course, from `content/courses/<slug>/<edition>.md`."""

    starts: PartialDate
    """A whole day if it meets on days of the week."""
    meets: tuple[str, ...] = ()
    """Days of the week: `mon`, `thu`."""
    skip: tuple[tuple[PartialDate, PartialDate], ...] = ()
    """First and last of days on which nothing meets."""
    ends: PartialDate | None = None
    """The last day of the term, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(ReadingList):
    """A course, from `content/courses/<slug>.md`."""

    editions: tuple[Edition, ...] = ()
    """Newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(ReadingPage):
    """The papers that came in since the last digest, from `content/digests/<date>.md`. In all of
    its texts, comments are removed and papers have their current ids. The section of a reading is
    the topic of the paper."""

    date: PartialDate
    """The day it was made, and the name of its file: `2025-12-23`."""
    since: PartialDate
    """The first day that it covers, `from` in its front matter."""
    until: PartialDate
    """The last day that it covers, `to` in its front matter."""
    dropped: tuple[str, ...] = ()
    """Current ids of papers that it mentions in comments: no digest announces them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTerm:
    """A term described in a file of `content/`: a keyword of `keywords.yaml`, or a person."""

    slug: str
    name: str
    names: tuple[str, ...] = ()
    """Other spellings on papers, in addition to `name`."""
    aliases: tuple[str, ...] = ()
    """Former slugs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(NamedTerm):
    """A person described in `content/people.yaml`."""

    papers: tuple[str, ...] = ()
    """The only papers on which the names mean this person; empty for all papers."""
    orcid: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A value of a taxonomy with its papers."""

    slug: str
    title: str
    """As printed on most papers."""
    ids: tuple[str, ...]
    """Ids in final order, newest first; for a topic, including papers of its descendants."""
    details: tuple[str, ...] = ()
    """What differs from other terms of the same title: the topic above, the slug."""

    @property
    def label(self) -> str:
        """Return the title where other terms can appear next to it: `Evaluation (Vision)`."""
        return f"{self.title} ({', '.join(self.details)})" if self.details else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPage:
    """A hand-written page of `content/` that is not a topic, course or digest."""

    src_uri: str
    """POSIX path in `content/`: `about.md`."""
    title: str = ""
    description: str = ""
    body: str = ""
    """Markdown without front matter and without the heading that is its title."""
    aliases: tuple[str, ...] = ()
    """Former names in the same folder."""


#: Positions of papers on the map, by id: x and y, 0 to 9999 from the upper left.
Places: TypeAlias = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """All data that the site is made from."""

    papers: Mapping[str, Paper]
    """By id, in final order: newest added first, then newest published, then by id."""
    listed: Mapping[str, Paper]
    """The papers that appear in lists."""
    topics: Mapping[str, Topic]
    """By slug, in the order of the tree."""
    terms: Mapping[str, Mapping[str, Term]]
    """By name of the taxonomy (`topics`, `authors`, `venues`, `years`, `days`, `keywords`), then
    slug."""
    slugs: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By name of the taxonomy, then by paper: the slugs of its terms, in the paper's order."""
    people: Mapping[str, Person] = field(default_factory=dict)
    """By slug: the authors whose addresses are permanent."""
    keywords: Mapping[str, NamedTerm] = field(default_factory=dict)
    """By slug: the keywords that `content/keywords.yaml` describes."""
    courses: Mapping[str, Course] = field(default_factory=dict)
    """By slug, ordered by title."""
    digests: Mapping[str, Digest] = field(default_factory=dict)
    """By date, newest first."""
    pages: Mapping[str, HandPage] = field(default_factory=dict)
    """Hand-written pages by src_uri."""
    written: frozenset[str] = frozenset()
    """src_uri of every page of `content/`, topics included."""
    files: frozenset[str] = frozenset()
    """POSIX paths in `content/` of the files that are published unchanged."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Id to title of papers that are not part of this build (`--limit`)."""
    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Id of the paper that has an alias, a DOI or an arXiv id: `("doi", "10.1000/182")`."""
    snapshots: tuple[Snapshot, ...] = ()
    """The numbers about papers that `papershelf metrics` collected in the last weeks, oldest first;
    each has at least one."""

    @property
    def named(self) -> Mapping[str, Mapping[str, NamedTerm]]:
        """Return the described terms by taxonomy, then slug, if the taxonomy has such a file."""
        return {"authors": self.people, "keywords": self.keywords}

    def keywords_of(self, paper: Paper) -> tuple[str, ...]:
        """Return the keywords of a paper by the names that `content/keywords.yaml` gives them."""
        if not self.keywords:
            return paper.keywords
        pairs = zip(paper.keywords, self.slugs["keywords"][paper.id], strict=True)
        named = self.keywords
        return tuple(dict.fromkeys(named[s].name if s in named else word for word, s in pairs))

    def by_id(self, name: str) -> Paper | None:
        """Return the paper with an id, current or former; None if there is none."""
        return self.papers.get(name) or self.papers.get(self.keys.get(("id", name), ""))

    def page(self, src_uri: str) -> HandPage:
        """Return a hand-written page, one without texts if there is no such file."""
        return self.pages.get(src_uri) or HandPage(src_uri=src_uri)

    def title_of(self, paper_id: str) -> str:
        """Return the title of a paper, even if it is not part of this build; empty if unknown."""
        paper = self.papers.get(paper_id)
        return paper.title if paper else self.left_out.get(paper_id, "")

    def plain_title_of(self, paper_id: str) -> str:
        """Return that title without markup, for texts that cite a paper; `[@id]` if unknown."""
        return tex.to_plain(self.title_of(paper_id)) or f"[@{paper_id}]"

    def by_doi(self, text: str) -> Paper | None:
        """Return the paper with a DOI, in any spelling and with any prefix, such as
        `https://doi.org/10.1000/182`. arXiv's own DOIs are arXiv ids."""
        doi = identifiers.bare("doi", text)
        return self._by("doi", doi) or self.by_arxiv(doi)

    def by_arxiv(self, text: str) -> Paper | None:
        """Return the paper with an arXiv id, in any version and with any prefix, such as
        `arXiv:2404.17858v2`."""
        return self._by("arxiv", identifiers.bare("arxiv", text))

    def _by(self, name: str, identifier: str) -> Paper | None:
        key = (name, identifiers.to_key(SCHEMES[name], identifier))
        return self.papers.get(self.keys.get(key, ""))

    @property
    def newest_day(self) -> str:
        """Return the newest `added`, `2025-12-23`, which a build uses instead of today's date."""
        first = next(iter(self.papers.values()), None)
        return first.added.padded if first else "1980-01-01"
