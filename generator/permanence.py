"""Room 5: the promise that an address, once published, resolves for ever (design: URLs).

In: the collection as it was and as it is. Out: a problem for each address that would no longer
resolve, or would lead to something else, with the one line to add. It reads no history itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from generator.catalogue import Entry, Page, Source, write
from generator.catalogue.collect import Authors
from generator.catalogue.fields import FIELDS
from generator.catalogue.nodes import Node, Scalar
from generator.catalogue.people import Person as WrittenPerson
from generator.catalogue.report import Report
from generator.catalogue.topics import topic_pages, topic_slug, used_topics
from generator.model import Person
from generator.problems import Problem, Severity, SourceText
from generator.text.identifiers import SCHEMES, to_key
from generator.text.slugs import to_slug
from generator.views import addresses

#: Authors that a tombstone names; the others are counted.
_STONE_AUTHORS = 3
_LETTERS = re.compile(r"\w+")


Pages: TypeAlias = Mapping[str, Page | None]


class Claim(NamedTuple):
    """An address of a state, and what stood there."""

    url: str
    kind: str
    """`paper`, `topic`, `person` or `page`."""
    key: str
    """Id, slug or src_uri of what it led to."""
    name: str
    """The id, slug or name in the address itself."""


@dataclass(slots=True)
class State:
    """The addresses of a Source, and how to find things in it."""

    source: Source
    claims: dict[str, Claim] = field(default_factory=dict)
    """By address, `papers/wang2024/`."""
    entries: dict[str, Entry] = field(default_factory=dict)
    topics: dict[str, Page | None] = field(default_factory=dict)
    """By slug; None for a topic without a page of its own."""
    people: dict[str, WrittenPerson] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    by_work: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Identifier or title → ids."""

    def __post_init__(self) -> None:
        self._add_papers()
        self._add_topics()
        for person in self.source.people:
            slug = person.values["slug"]
            self.people[slug] = person
            for name in (slug, *person.values.get("aliases", ())):
                self._claim(addresses.term("authors", name), "person", slug, name)
        for page in self.source.pages:
            if topic_slug(page) or page.src_uri in _GENERATED:
                continue
            self.pages[page.src_uri] = page
            url = addresses.to_url(page.src_uri)
            self._claim(url, "page", page.src_uri, url)
            for alias in page.aliases:
                name = alias.text.strip()
                self._claim(addresses.sibling(url, name), "page", page.src_uri, name)

    def _add_papers(self) -> None:
        for entry in self.source.entries:
            paper_id = entry.values.get("id")
            if not paper_id:
                continue
            self.entries[paper_id] = entry
            for name in (paper_id, *entry.values.get("aliases", ())):
                self._claim(addresses.paper(name), "paper", paper_id, name)
            for work in _works(entry):
                self.by_work.setdefault(work, []).append(paper_id)

    def _add_topics(self) -> None:
        pages = topic_pages(self.source.pages)
        slugs = pages or dict.fromkeys(sorted(used_topics(self.source.entries)))
        for slug in slugs:
            page = pages.get(slug)
            self.topics[slug] = page
            aliases = [alias.text.strip() for alias in page.aliases] if page else []
            for name in (slug, *aliases):
                self._claim(addresses.term("topics", name), "topic", slug, name)

    def _claim(self, url: str, kind: str, key: str, name: str) -> None:
        self.claims.setdefault(url, Claim(url, kind, key, name))

    def find(self, entry: Entry) -> str:
        """The id under which a work of another state stands in this one; empty for none."""
        for work in _works(entry):
            if work in self.by_work:
                return self.by_work[work][0]
        return ""


#: Pages that the generator makes whether or not they are written.
_GENERATED = frozenset({"index.md", "topics/index.md", "README.md"})


def _works(entry: Entry) -> Iterator[tuple[str, str]]:
    """What tells a work from others, the surest first."""
    for name in ("doi", "arxiv", "openreview", "acl", "pmid", "isbn"):
        if name in entry.values:
            yield name, to_key(SCHEMES[name], entry.values[name])
    letters = "".join(_LETTERS.findall(entry.values.get("title", "").casefold()))
    if letters:
        yield "title", letters


# --- what is lost ------------------------------------------------------------------------------


def compare(states: Iterable[Source], now: Source, *, ref: str, derived: bool) -> list[Problem]:
    """Problems of the present state against earlier ones, the newest of them first.

    `ref` names the earlier state in advice; `derived` also notes pages of authors, venues and years
    that are gone.
    """
    present = State(now)
    lost: dict[str, tuple[Claim, State]] = {}
    problems: list[Problem] = []
    for source in states:
        before = State(source)
        for url, claim in before.claims.items():
            if url not in present.claims:
                lost.setdefault(url, (claim, before))
        problems += _reused(before, present)
        if derived:
            problems += _gone(before, present)
    return problems + list(_advice(lost, present, ref))


def new_without_day(problems: Iterable[Problem], known: set[str], now: Source) -> list[Problem]:
    """The same problems; that a new entry does not say when it was added is an error."""
    places = {
        (entry.source.name, entry.source.line_of(entry.at().start))
        for entry in now.entries
        if entry.values.get("id") not in known
    }
    hint = "add added: YYYY-MM-DD, today; papershelf fmt fills it in"
    return [
        _replaced(problem, Severity.ERROR, hint)
        if problem.rule == "no-added" and (problem.span.file, problem.span.line) in places
        else problem
        for problem in problems
    ]


def _replaced(problem: Problem, severity: Severity, hint: str) -> Problem:
    return Problem(
        rule=problem.rule, severity=severity, span=problem.span, message=problem.message, hint=hint
    )


def _advice(lost: dict[str, tuple[Claim, State]], now: State, ref: str) -> Iterator[Problem]:
    """One problem for each lost address; those that one line saves share it."""
    found = [(claim, before, _successor(claim, before, now)) for claim, before in lost.values()]
    names: dict[tuple[str, str], list[str]] = {}
    for claim, _, successor in found:
        names.setdefault((claim.kind, successor or claim.key), []).append(claim.name)
    for claim, before, successor in found:
        told = f"the address /{claim.url} would no longer resolve"
        together = sorted(names[claim.kind, successor or claim.key])
        if successor:
            source, node, line, where = _alias_line(claim.kind, successor, now, together)
            yield _problem(source, node, "lost-address", told, f"{where}: {line}")
        else:
            source, line = _stone(claim, before, now, ref, together)
            yield _problem(source, Scalar("", 0, 1), "lost-address", told, line)


def _problem(source: SourceText, node: Node, rule: str, told: str, hint: str) -> Problem:
    report = Report(source)
    report(rule, node, told, hint)
    return report.problems[0]


def _alias_line(
    kind: str, successor: str, now: State, lost: list[str]
) -> tuple[SourceText, Node, str, str]:
    """File, place and the line that saves all lost names of one successor, and what to do."""
    if kind == "paper":
        entry = now.entries[successor]
        old = list(entry.values.get("aliases", ()))
        where = "write in this entry" if old else "add to this entry"
        return entry.source, entry.at("id"), _aliases(old, lost), where
    if kind == "person":
        person = now.people[successor]
        old = list(person.values.get("aliases", ()))
        where = "write for this person" if old else "add to this person"
        return person.source, person.item("slug"), _aliases(old, lost), where
    page = now.topics[successor] if kind == "topic" else now.pages[successor]
    assert page is not None, "a successor has a page"
    old = [alias.text.strip() for alias in page.aliases]
    where = "write in this front matter" if old else "add to this front matter"
    names_there = lost if kind == "topic" else [name.rstrip("/").split("/")[-1] for name in lost]
    return page.source, Scalar("", 0, 3), _aliases(old, names_there), where


def _aliases(old: list[str], lost: list[str]) -> str:
    return f"aliases: [{', '.join([*old, *lost])}]"


def _stone(
    claim: Claim, before: State, now: State, ref: str, lost: list[str]
) -> tuple[SourceText, str]:
    """Where nothing took the place of what is gone: the line that lets its page stay."""
    top = now.source.files[0] if now.source.files else SourceText("papers.yaml", "")
    key = claim.key if claim.key in lost else claim.name
    aliases = tuple(name for name in lost if name != key)
    if claim.kind == "paper":
        line = write.to_line(_stone_values(before.entries[claim.key], key, aliases))
        hint = f"add its name to the aliases of what replaces it, or add to {top.name}: {line}"
        return top, hint
    if claim.kind == "person":
        person = before.people[claim.key]
        values = {"slug": key, "name": person.values["name"], "aliases": aliases}
        line = write.to_line({name: value for name, value in values.items() if value})
        return SourceText(person.source.name, ""), f"add to {person.source.name}: {line}"
    page = before.topics.get(claim.key) if claim.kind == "topic" else before.pages[claim.key]
    if page is None:
        name = f"content/topics/{claim.key}.md"
        return top, f"describe the topics in content/topics, this one in {name}"
    file = page.source.name
    return SourceText(file, ""), f"put it back: git checkout {ref} -- {file}"


def _stone_values(entry: Entry, key: str, aliases: tuple[str, ...]) -> dict[str, Any]:
    """What a tombstone keeps of an entry: enough to know the work, in one line."""
    kept = ("title", "published", "added", "doi", "arxiv")
    values: dict[str, Any] = {name: entry.values[name] for name in kept if name in entry.values}
    authors = entry.values.get("authors", ())
    number = max(entry.values.get("author_count", 0), len(authors))
    values |= {"id": key, "status": "removed"}
    if authors:
        values["authors"] = authors[:_STONE_AUTHORS]
    if number > min(len(authors), _STONE_AUTHORS):
        values["author_count"] = number
    if aliases:
        values["aliases"] = aliases
    return {name: values[name] for name in FIELDS if name in values}


# --- who took its place ------------------------------------------------------------------------


def _successor(claim: Claim, before: State, now: State) -> str:
    """The key of what stands for a lost address now; empty where nobody can tell."""
    # whoever has another of its names now: itself under the newest one, or what it went into
    others = [c.url for c in before.claims.values() if c[1:3] == claim[1:3] and c.url in now.claims]
    for url in others:
        other = now.claims[url]
        if other.kind == claim.kind and (claim.kind != "topic" or now.topics[other.key]):
            return other.key
    if claim.kind == "paper":
        return now.find(before.entries[claim.key])
    if claim.kind == "topic":
        return _topic_successor(claim, before, now)
    if claim.kind == "person":
        return _person_successor(before.people[claim.key], now)
    return _same_page(claim.key, before.pages, now.pages)


def _same_page(key: str, before: Pages, now: Pages) -> str:
    """The page of the same folder with the same title, or a new one with the same words."""
    page = before[key]
    if page is None:
        return ""
    folder = page.src_uri.rpartition("/")[0]
    others = {
        key: other
        for key, other in now.items()
        if other is not None and other.src_uri.rpartition("/")[0] == folder
    }
    same = [key for key, other in others.items() if page.title and page.title == other.title]
    if page.introduction:
        new = (key for key in others if key not in before)
        same += [key for key in new if others[key].introduction == page.introduction]
    return same[0] if same else ""


def _topic_successor(claim: Claim, before: State, now: State) -> str:
    """The topic of the same title or words, or the one to which most of its papers went."""
    pages = {slug for slug, page in now.topics.items() if page is not None}
    page = before.topics[claim.key]
    same = _same_page(claim.key, before.topics, now.topics)
    if same:
        return same
    went: Counter[str] = Counter()
    for paper_id, entry in before.entries.items():
        topics = entry.values.get("topics", ())
        if claim.key in topics:
            there = now.entries.get(paper_id) or now.entries.get(now.find(entry))
            went.update(set(there.values.get("topics", ())) - set(topics) if there else ())
    ranked = sorted((slug for slug in went if slug in pages), key=lambda s: (-went[s], s))
    parent = page.text_of("parent") if page else ""
    return ranked[0] if ranked else parent if parent in pages else ""


def _person_successor(person: WrittenPerson, now: State) -> str:
    names = _names(person)
    for slug, other in now.people.items():
        same_orcid = person.values.get("orcid") and person.values["orcid"] == other.values.get(
            "orcid"
        )
        if same_orcid or names & _names(other):
            return slug
    return ""


def _names(person: WrittenPerson) -> set[str]:
    return {to_slug(name) for name in (person.values["name"], *person.values.get("names", ()))}


# --- what is something else now, and what is only derived ----------------------------------------


def _reused(before: State, now: State) -> Iterator[Problem]:
    """An id that was a work which has another id now: links silently change their meaning."""
    for paper_id, entry in before.entries.items():
        here = now.entries.get(paper_id)
        if here is None or here.values == entry.values:
            continue
        if set(_works(here)) & set(_works(entry)):
            continue
        other = now.find(entry)
        if other and other != paper_id:
            told = f'"{paper_id}" was the paper that is "{other}" now'
            hint = "give the new paper an id of its own, and this one to the old"
            yield _problem(here.source, here.at("id"), "reused-id", told, hint)


def _gone(before: State, now: State) -> Iterator[Problem]:
    """Pages of authors, venues and years that go with their last paper; nobody promised them."""
    there, here = _derived(before), _derived(now)
    top = now.source.files[0] if now.source.files else SourceText("papers.yaml", "")
    for url in sorted(there - here - now.claims.keys() - before.claims.keys()):
        told = f"the page /{url} goes with its last paper"
        hint = "nothing to do, unless somebody links to it"
        if url.startswith("authors/"):
            hint = "to keep it, describe the person in content/people.yaml"
        yield _problem(top, Scalar("", 0, 1), "page-gone", told, hint)


def _derived(state: State) -> set[str]:
    people = (Person(**person.values) for person in state.people.values())
    authors = Authors(people)
    found = set()
    for paper_id, entry in state.entries.items():
        if "status" in entry.values:
            continue
        for name in entry.values.get("authors", ()):
            known = authors.find(paper_id, name)
            found.add(addresses.term("authors", known[0].slug if known else to_slug(name.shown)))
        if "venue" in entry.values:
            found.add(addresses.term("venues", to_slug(entry.values["venue"])))
        if "published" in entry.values:
            found.add(addresses.term("years", f"{entry.values['published'].year:04}"))
    return found
