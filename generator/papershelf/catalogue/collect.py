"""Turning a Source without errors into the Collection.

In: entries with checked values. Out: frozen papers and the indexes of every taxonomy, all in final
order. Trusts its input and reports nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias, TypeVar

from papershelf.catalogue.courses import collect_courses
from papershelf.catalogue.digests import collect_digests, current_ids
from papershelf.catalogue.entries import Entry
from papershelf.catalogue.fields import LINKS, REQUIRED
from papershelf.catalogue.model import (
    CROWD,
    Collection,
    HandPage,
    NamedTerm,
    Paper,
    Person,
    Term,
    Topic,
)
from papershelf.catalogue.named import TABLES
from papershelf.catalogue.pages import Page
from papershelf.catalogue.read import Source
from papershelf.catalogue.statuses import is_listed
from papershelf.catalogue.topics import collect_topics, topic_pages, used_topics
from papershelf.text import venues
from papershelf.text.identifiers import SCHEMES, as_arxiv, to_key
from papershelf.text.names import Name
from papershelf.text.slugs import to_slug, to_spelling
from papershelf.text.venues import VenueType

#: Slugs of a paper's terms, each with its name as printed on the paper.
Printed: TypeAlias = Callable[[Paper], Iterable[tuple[str, str]]]
N = TypeVar("N", bound=NamedTerm)


def derived_pages(source: Source) -> Iterator[tuple[str, str]]:
    """Yield taxonomy and slug of each term that can have a page, for every paper that counts
    towards it; see `CROWD`."""
    printed = {
        name: function
        for name, function in _printed(*named_terms(source)).items()
        if name not in TABLES or name in source.min_papers
    }
    for entry in source.entries:
        if entry.values.keys() >= set(REQUIRED) and is_listed(entry.values.get("status", "")):
            paper = to_paper(entry)
            for name, function in printed.items():
                slugs = [slug for slug, _ in function(paper)]
                if name not in TABLES or len(slugs) <= CROWD:
                    yield from ((name, slug) for slug in dict.fromkeys(slugs))


def named_terms(source: Source) -> tuple[dict[str, Person], dict[str, NamedTerm]]:
    """Return the people and the keywords that the files of a source describe, by slug."""
    people = (Person(**each.values) for each in source.named["authors"])
    keywords = (NamedTerm(**each.values) for each in source.named["keywords"])
    return {each.slug: each for each in people}, {each.slug: each for each in keywords}


def _printed(people: Mapping[str, Person], keywords: Mapping[str, NamedTerm]) -> dict[str, Printed]:
    """Return the taxonomies other than topics, with the function that yields a paper's terms. A new
    taxonomy is a row here and, if its terms have pages, in `views.taxonomies`."""
    return {
        "authors": Authors(people.values()).printed,
        "venues": lambda paper: ((to_slug(paper.venue), paper.venue),) if paper.venue else (),
        "years": lambda paper: ((f"{paper.published.year:04}",) * 2,),
        "days": lambda paper: ((str(paper.added), paper.added.shown),) if paper.has_added else (),
        "keywords": Keywords(keywords.values()).printed,
    }


def collect(source: Source, limit: int | None = None) -> Collection:
    """Return the collection of a checked source, or only its newest `limit` papers."""
    every = in_final_order(to_paper(entry) for entry in source.entries)
    papers = dict(list(every.items())[:limit])
    listed = {paper.id: paper for paper in papers.values() if paper.is_listed}
    people, keywords = named_terms(source)
    left_out = {paper.id: paper.title for paper in every.values() if paper.id not in papers}
    topics = collect_topics(topic_pages(source.pages), used_topics(source.entries))
    slugs: dict[str, Mapping[str, tuple[str, ...]]] = {
        "topics": {paper.id: paper.topics for paper in papers.values()}
    }
    terms: dict[str, Mapping[str, Term]] = {"topics": _topic_terms(listed, topics)}
    for name, printed in _printed(people, keywords).items():
        terms[name], slugs[name] = _derived_terms(papers, printed)
    terms["authors"] = _with_named(terms["authors"], people)
    terms["keywords"] = _with_named(terms["keywords"], keywords)
    pages = {page.src_uri: _hand_page(page) for page in source.pages if not page.is_ours}
    return Collection(
        papers=papers,
        listed=listed,
        topics=topics,
        terms={
            name: _told_apart(each, topics if name == "topics" else {})
            for name, each in terms.items()
        },
        slugs=slugs,
        people=people,
        keywords=keywords,
        courses=collect_courses(source.pages),
        digests=collect_digests(source.pages, current_ids(source)),
        pages=pages,
        written=frozenset(page.src_uri for page in source.pages),
        files=frozenset(name.removeprefix(f"{source.content}/") for name in source.others),
        left_out=left_out,
        keys=_keys(papers),
        snapshots=tuple(each for each in source.snapshots if any(each.numbers.values())),
    )


def _keys(papers: Mapping[str, Paper]) -> dict[tuple[str, str], str]:
    """Return ids by alias, DOI and arXiv id; if two papers have the same one, the first gets it."""
    keys: dict[tuple[str, str], str] = {}
    for paper in papers.values():
        for alias in paper.aliases:
            keys.setdefault(("id", alias), paper.id)
        if paper.doi:
            keys.setdefault(("doi", to_key(SCHEMES["doi"], paper.doi)), paper.id)
        arxiv = paper.arxiv or as_arxiv(paper.doi)
        if arxiv:
            keys.setdefault(("arxiv", to_key(SCHEMES["arxiv"], arxiv)), paper.id)
    return keys


def in_final_order(papers: Iterable[Paper]) -> dict[str, Paper]:
    """Return papers in the order of every list: newest added, then newest published, then id."""
    ordered = sorted(papers, key=lambda paper: paper.id)
    ordered.sort(key=lambda paper: (paper.added.padded, paper.published), reverse=True)
    return {paper.id: paper for paper in ordered}


def to_paper(entry: Entry) -> Paper:
    """Return the paper of an entry; missing values are derived where possible."""
    values = dict(entry.values)
    urls = values.get("urls")
    if urls:
        values["urls"] = {name: urls[name] for name in LINKS if name in urls}
    values["has_added"] = "added" in values
    values.setdefault("added", values["published"])
    values.setdefault("type", derive_type(values))
    line = entry.source.line_of(entry.at().start)
    more = {name: values.pop(name) for name in values.keys() - Paper.__slots__}
    return Paper(**values, more=more, file=entry.source.name, line=line)


_JOURNAL_FIELDS = ("volume", "issue")
#: Ids of the journals among the proceedings of the ACL Anthology.
_ACL_JOURNAL = re.compile(r"\d{4}\.(?:tacl|cl)-|[JQ]\d")


def derive_type(values: Mapping[str, object]) -> str:
    """Return the CSL item type suggested by the other fields; CSL's `article` is a preprint."""
    venue = str(values.get("venue", ""))
    kind = venues.kind_of(venue)
    if not venue or kind is VenueType.ARCHIVE:
        return "book" if "isbn" in values and "arxiv" not in values else str(VenueType.ARCHIVE)
    acl = str(values.get("acl", ""))
    if _ACL_JOURNAL.match(acl):
        return str(VenueType.JOURNAL)
    if kind is None and acl:
        kind = VenueType.CONFERENCE
    if kind is None and not any(name in values for name in _JOURNAL_FIELDS):
        kind = VenueType.CONFERENCE if venues.is_dated(venue) else None
    return str(kind or VenueType.JOURNAL)


def _topic_terms(papers: Mapping[str, Paper], topics: Mapping[str, Topic]) -> dict[str, Term]:
    """Return each topic with its own and its descendants' papers."""
    ids: dict[str, list[str]] = {slug: [] for slug in topics}
    for paper in papers.values():
        reached: dict[str, None] = {}
        for slug in paper.topics:
            while slug:
                reached[slug] = None
                slug = topics[slug].parent
        for slug in reached:
            ids[slug].append(paper.id)
    return {
        slug: Term(slug=slug, title=topic.title, ids=tuple(ids[slug]))
        for slug, topic in topics.items()
    }


def by_spelling(terms: Iterable[N]) -> dict[str, list[N]]:
    """Return the terms that have a spelling, by its slugs."""
    found: dict[str, list[N]] = {}
    for term in terms:
        names = (term.name, *term.names)
        for slug in dict.fromkeys((term.slug, *map(to_spelling, names), *map(to_slug, names))):
            found.setdefault(slug, []).append(term)
    return found


class Authors:
    """The people behind names on papers: a person of `people.yaml`, or anyone with that name."""

    def __init__(self, people: Iterable[Person]) -> None:
        every = list(people)
        self.by_orcid = {person.orcid: person for person in every if person.orcid}
        self.by_name = by_spelling(every)

    def find(self, paper_id: str, name: Name) -> list[Person]:
        """Return the people whom a name on a paper means; more than one is an error."""
        if name.orcid in self.by_orcid:
            return [self.by_orcid[name.orcid]]
        if not self.by_name:
            return []
        same = self.by_name.get(to_spelling(name.shown), [])
        named = [person for person in same if paper_id in person.papers]
        return named or [person for person in same if not person.papers]

    def printed(self, paper: Paper) -> Iterator[tuple[str, str]]:
        """Yield slug and name of each author of a paper, with people.yaml applied."""
        for name in paper.authors:
            found, shown = self.find(paper.id, name), name.shown
            yield found[0].slug if found else to_spelling(shown), shown


class Keywords:
    """The terms behind keywords on papers: a keyword of `keywords.yaml`, or the word itself."""

    def __init__(self, keywords: Iterable[NamedTerm]) -> None:
        self.by_name = by_spelling(keywords)

    def find(self, word: str) -> list[NamedTerm]:
        """Return the keywords that have a word as a spelling; more than one is an error."""
        return self.by_name.get(to_spelling(word), [])

    def printed(self, paper: Paper) -> Iterator[tuple[str, str]]:
        """Yield slug and spelling of each keyword of a paper, with keywords.yaml applied."""
        for word in paper.keywords:
            found = self.find(word)
            yield found[0].slug if found else to_slug(word), word


def _with_named(terms: Mapping[str, Term], named: Mapping[str, NamedTerm]) -> dict[str, Term]:
    """Return the terms with all that a file describes, which keep their pages without papers."""
    every = dict(terms)
    for slug, described in named.items():
        ids = terms[slug].ids if slug in terms else ()
        every[slug] = Term(slug=slug, title=described.name, ids=ids)
    return dict(sorted(every.items())) if named else every


def _derived_terms(
    papers: Mapping[str, Paper], printed: Printed
) -> tuple[dict[str, Term], dict[str, tuple[str, ...]]]:
    ids: dict[str, list[str]] = defaultdict(list)
    spellings: dict[str, list[str]] = defaultdict(list)
    slugs: dict[str, tuple[str, ...]] = {}
    for paper in papers.values():
        names = tuple(printed(paper))
        slugs[paper.id] = tuple([slug for slug, _ in names])
        if paper.is_listed:
            for slug, name in dict(names).items():
                ids[slug].append(paper.id)
                spellings[slug].append(name)
    terms = {
        slug: Term(slug=slug, title=_most_frequent(spellings[slug]), ids=tuple(ids[slug]))
        for slug in sorted(ids)
    }
    return terms, slugs


def _told_apart(terms: Mapping[str, Term], topics: Mapping[str, Topic]) -> Mapping[str, Term]:
    """Return the terms of a taxonomy with what differs where several titles look alike: the topic
    above, and the slug if that is not enough and does not only repeat the title."""

    def above(term: Term) -> str:
        parent = topics[term.slug].parent if term.slug in topics else ""
        return topics[parent].title if parent else ""

    def own(term: Term) -> str:
        return term.slug if term.slug not in (to_slug(term.title), to_spelling(term.title)) else ""

    for difference in (above, own):
        alike = Counter(term.label.casefold() for term in terms.values())
        terms = {
            slug: replace(term, details=(*term.details, words))
            if alike[term.label.casefold()] > 1 and (words := difference(term))
            else term
            for slug, term in terms.items()
        }
    return terms


def _most_frequent(spellings: list[str]) -> str:
    if len(set(spellings)) == 1:
        return spellings[0]
    number = Counter(spellings)
    return min(number, key=lambda name: (-number[name], name))


def _hand_page(page: Page) -> HandPage:
    return HandPage(
        src_uri=page.src_uri,
        title=page.title,
        description=page.text_of("description"),
        body=page.introduction,
        aliases=tuple(alias.text.strip() for alias in page.aliases),
    )
