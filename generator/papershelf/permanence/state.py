"""The addresses that a state of the collection promises.

In: a Source. Out: claims, each an address and its target, and lookups of works.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from papershelf.catalogue import Entry, Page, Source, kinds
from papershelf.catalogue.courses import course_pages
from papershelf.catalogue.disk import CATALOGUE
from papershelf.catalogue.fields import REQUIRED as REQUIRED_FIELDS
from papershelf.catalogue.fronts import course_of, digest_of
from papershelf.catalogue.model import key_of
from papershelf.catalogue.named import TABLES, TermFile, WrittenTerm
from papershelf.catalogue.topics import topic_pages, used_topics
from papershelf.catalogue.works import creators, keys_of, title_key
from papershelf.outputs.views import addresses
from papershelf.problems import SourceText
from papershelf.text.slugs import is_slug, to_slug, to_spelling

REQUIRED = frozenset(REQUIRED_FIELDS)

#: The taxonomy of the terms whose addresses are promised, by kind of claim.
TAXONOMIES = {"topic": "topics"} | {table.noun: name for name, table in TABLES.items()}

Pages: TypeAlias = Mapping[str, Page | None]


def with_pages(before: Source, now: Source) -> Source:
    """Return an earlier state with the present numbers of papers that a term needs for a page,
    where it had such pages: whether it had some, its own settings say, unless they are unknown."""
    every = {**before.min_papers, **now.min_papers}
    least = {name: papers for name, papers in every.items() if before.min_papers.get(name, 1)}
    return replace(before, min_papers=least)


class Claim(NamedTuple):
    """An address of a state, and its target."""

    url: str
    kind: str
    """`paper`, `topic`, `person`, `keyword` or `page`."""
    key: str
    """Id, slug or src_uri of the target."""
    name: str
    """The id, slug or name that is part of the address."""


@dataclass(slots=True)
class State:
    """The addresses of a Source, with lookups."""

    source: Source
    name: str = ""
    """The ref or commit of an earlier state."""
    claims: dict[str, Claim] = field(default_factory=dict)
    """Claims by address, `papers/wang2024/`."""
    urls: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """All addresses of a target, by kind and key."""
    entries: dict[str, Entry] = field(default_factory=dict)
    topics: dict[str, Page | None] = field(default_factory=dict)
    """Topic pages by slug; None for a topic without a page."""
    named: dict[str, dict[str, WrittenTerm]] = field(default_factory=dict)
    """The described terms by kind, `person` or `keyword`, then slug."""
    by_spelling: dict[tuple[str, str], str] = field(default_factory=dict)
    """Slugs of described terms by kind and ORCID iD or spelling; the first term has it."""
    pages: dict[str, Page] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    """Titles or names of all topics, described terms and pages, by kind, then key."""
    by_label: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Their keys, by kind and title or name."""
    by_work: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Ids by identifier or title."""
    unnamed: set[tuple[str, str]] = field(default_factory=set)
    """Identifiers and titles of entries without a valid id, which only seem to be removed."""

    def __post_init__(self) -> None:
        self._add_papers()
        self._add_topics()
        for table in TABLES.values():
            self._add_named(table)
        self._add_pages()
        self._add_labels()

    def _add_papers(self) -> None:
        for entry in self.source.entries:
            paper_id = entry.values.get("id")
            if not paper_id:
                self.unnamed.update(works(entry))
                continue
            self.entries[paper_id] = entry
            for name in dict.fromkeys((paper_id, *self.aliases("paper", paper_id))):
                self._claim(addresses.paper(name), "paper", paper_id, name)
            for work in works(entry):
                self.by_work.setdefault(work, []).append(paper_id)

    def _add_topics(self) -> None:
        pages = topic_pages(self.source.pages)
        slugs = pages or dict.fromkeys(sorted(used_topics(self.source.entries)))
        for slug in slugs:
            self.topics[slug] = pages.get(slug)
            for name in dict.fromkeys((slug, *self.aliases("topic", slug))):
                self._claim(addresses.term("topics", name), "topic", slug, name)

    def _add_named(self, table: TermFile) -> None:
        terms = {each.values["slug"]: each for each in self.source.named[table.taxonomy]}
        self.named[table.noun] = terms
        for slug, term in terms.items():
            for key in _spellings(term):
                self.by_spelling.setdefault((table.noun, key), slug)
        if not self.has_pages(table.taxonomy):
            return
        for slug, term in terms.items():
            for name in dict.fromkeys((slug, *term.aliases)):
                self._claim(addresses.term(table.taxonomy, name), table.noun, slug, name)

    def _add_pages(self) -> None:
        """Add pages, including courses and editions, whose addresses move with their course."""
        courses = course_pages(self.source.pages)
        for page in self.source.pages:
            if page.topic or page.src_uri in kinds.INTRODUCTIONS:
                continue
            self.pages[page.src_uri] = page
            url = addresses.to_url(page.src_uri)
            aliases = [alias.text.strip() for alias in page.aliases]
            self._claim(url, "page", page.src_uri, url)
            for name in aliases:
                if addresses.sibling(url, name) != url:
                    self._claim(addresses.sibling(url, name), "page", page.src_uri, name)
            course, edition = page.course, page.edition
            if edition and course in courses:
                for other in courses[course].aliases:
                    for name in (edition, *aliases):
                        below = addresses.edition(other.text.strip(), name)
                        self._claim(below, "page", page.src_uri, name)

    def _add_labels(self) -> None:
        for kind, terms in self.named.items():
            self.labels[kind] = {slug: str(term.values["name"]) for slug, term in terms.items()}
        for kind, pages in (("topic", self.topics), ("page", self.pages)):
            self.labels[kind] = {key: page.title if page else "" for key, page in pages.items()}
        for kind, labels in self.labels.items():
            for key, label in labels.items():
                self.by_label.setdefault((kind, label), []).append(key)

    def _claim(self, url: str, kind: str, key: str, name: str) -> None:
        if self.claims.setdefault(url, Claim(url, kind, key, name)).key == key:
            self.urls.setdefault((kind, key), []).append(url)

    def find(self, entry: Entry) -> str:
        """Return the id that a work of another state has in this one; empty if it has none."""
        for work in works(entry):
            for paper_id in self.by_work.get(work, ()):
                # "Introduction" by other authors is another work
                if work[0] != "title" or not are_strangers(entry, self.entries[paper_id]):
                    return paper_id
        return ""

    def id_of(self, name: str, before: State) -> str:
        """Return the id that a paper of an earlier state has in this one, also if its name there
        leads nowhere any more, which is reported once, as a lost address; empty if it is gone."""
        here, there = (state.claims.get(addresses.paper(name)) for state in (self, before))
        if here or not there:
            return here.key if here else ""
        return self.find(before.entries[there.key])

    def find_term(self, kind: str, term: WrittenTerm) -> str:
        """Return the slug of the described term with the same ORCID iD or a common spelling; empty
        if there is none."""
        found = (self.by_spelling.get((kind, key)) for key in _spellings(term))
        return next(filter(None, found), "")

    def has_pages(self, taxonomy: str) -> bool:
        """Return whether the terms of a taxonomy have pages: keywords only if a setting says so."""
        return taxonomy not in TABLES or taxonomy in self.source.min_papers

    def names(self, claim: Claim) -> list[str]:
        """Return all names of a claim's target, each once, the oldest first. An edition has each of
        its names below every name of its course."""
        urls = self.urls[claim.kind, claim.key]
        own, *aliases = dict.fromkeys(self.claims[url].name for url in urls)
        if self.first(claim.kind, claim.key) == own:
            return [own, *aliases]
        return [*aliases, own]

    def aliases(self, kind: str, key: str) -> tuple[str, ...]:
        """Return the aliases as written, which may include the present name."""
        if kind == "paper":
            return tuple(self.entries[key].values.get("aliases", ()))
        if kind in self.named:
            return self.named[kind][key].aliases
        page = (self.topics if kind == "topic" else self.pages)[key]
        return tuple(alias.text.strip() for alias in page.aliases) if page else ()

    def keys(self, kind: str) -> Set[str]:
        """Return the slugs of all topics, people or keywords."""
        return (self.topics if kind == "topic" else self.named[kind]).keys()

    def first(self, kind: str, key: str) -> str:
        """Return the first name: the citation key of a paper, and the id in feeds of a paper,
        topic, described term or digest; of a course or an edition, its part of the ids in
        calendars. Empty for other pages."""
        course, edition = course_of(key)
        own = digest_of(key) or edition or course if kind == "page" else key
        return key_of(own, self.aliases(kind, key)) if own else ""

    @property
    def top(self) -> SourceText:
        """The file at whose beginning problems without a position are reported."""
        return self.source.files[0] if self.source.files else SourceText(CATALOGUE, "")

    def was_published(self, claim: Claim) -> bool:
        """Return whether a state with this claim could be built; otherwise it was never
        published."""
        if claim.kind == "paper":
            return self.entries[claim.key].values.keys() >= REQUIRED
        if claim.kind == "topic":
            return is_slug(claim.key) and is_slug(claim.name)
        return claim.kind in self.named or claim.name == claim.url or is_slug(claim.name)


def works(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield keys that identify a work, the most reliable first."""
    yield from keys_of(entry.values)
    if title := title_key(entry.values):
        yield "title", title


def _spellings(term: WrittenTerm) -> Iterator[str]:
    """Yield the ORCID iD of a described term, which is the most reliable, and its spellings."""
    if orcid := term.values.get("orcid"):
        yield f"orcid:{orcid}"
    for name in (term.values["name"], *term.values.get("names", ())):
        yield to_spelling(name)


def may_be_same(one: Entry, other: Entry) -> bool:
    """Return whether entries of two states with the same id may be about one work."""
    return not set(works(one)).isdisjoint(works(other)) or not are_strangers(one, other)


def are_strangers(one: Entry, other: Entry) -> bool:
    """Return whether both have authors or editors, and none in common."""
    first, second = (
        {to_slug(name.family or name.literal) for name in creators(entry.values)}
        for entry in (one, other)
    )
    return bool(first and second) and not first & second
