"""Check `content/people.yaml` and `content/keywords.yaml` against each other and the papers.

In: a Source. Out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Entry, Source
from papershelf.catalogue.collect import Authors, Keywords, named_terms
from papershelf.catalogue.named import TABLES, TermFile, WrittenTerm
from papershelf.catalogue.nodes import Node
from papershelf.checks.finding import Finding, name_hint
from papershelf.text.slugs import to_slug, to_spelling

#: What to do about a slug that is also the address of a term on papers.
_APART = {
    "authors": "add the paper to papers:, or choose another slug",
    "keywords": "add the spelling to names:, or choose another slug",
}


def slugs(source: Source) -> Iterator[Finding]:
    """Yield slugs and aliases that another term has, described or only on papers."""
    for table in TABLES.values():
        yield from _taken_twice(table, source.named[table.taxonomy])
        yield from _taken_by_papers(table, source)


def _taken_twice(table: TermFile, terms: list[WrittenTerm]) -> Iterator[Finding]:
    seen: dict[str, tuple[str, Node]] = {}
    for what in ("slug", "aliases"):
        for term in terms:
            for slug in term.aliases if what == "aliases" else (term.values["slug"],):
                if what == "aliases" and slug == term.values["slug"]:
                    continue  # an own slug among the aliases only fixes the order
                node = term.item(what, slug)
                place = f"{term.source.name}:{term.source.line_of(node.start)}"
                first, other = seen.setdefault(slug, (place, node))
                if other is not node:
                    message = f'"{slug}" is already taken in {first}'
                    yield Finding(term.source, node, table.noun, message, "choose another slug")


def _taken_by_papers(table: TermFile, source: Source) -> Iterator[Finding]:
    terms = source.named[table.taxonomy]
    others = _others(table, source) if terms else {}
    for term in terms:
        own = term.values["slug"]
        for slug in (own, *term.aliases):
            if slug in others:
                name, place = others[slug]
                node = term.item("slug" if slug == own else "aliases", slug)
                what = table.taxonomy.removesuffix("s")
                message = f'"{slug}" is also the address of the {what} "{name}" in {place}'
                yield Finding(term.source, node, table.noun, message, _APART[table.taxonomy])


def _others(table: TermFile, source: Source) -> dict[str, tuple[str, str]]:
    """Return name and place of each author or keyword on papers that is not described, by slug."""
    found: dict[str, tuple[str, str]] = {}
    for entry, slug, name in _UNDESCRIBED[table.taxonomy](source):
        place = f"{entry.source.name}:{entry.source.line_of(entry.at().start)}"
        found.setdefault(slug, (name, place))
    return found


def _authors(source: Source) -> Iterator[tuple[Entry, str, str]]:
    people = Authors(named_terms(source)[0].values())
    for entry in source.entries:
        for name in entry.values.get("authors", ()):
            if not people.find(entry.values.get("id", ""), name):
                yield entry, to_spelling(name.shown), name.shown


def _keywords(source: Source) -> Iterator[tuple[Entry, str, str]]:
    keywords = Keywords(named_terms(source)[1].values())
    for entry in source.entries:
        for word in entry.values.get("keywords", ()):
            if not keywords.find(word):
                yield entry, to_slug(word), word


_UNDESCRIBED = {"authors": _authors, "keywords": _keywords}


def names(source: Source) -> Iterator[Finding]:
    """Yield names on papers and ORCID iDs that belong to two people, and unknown papers in
    `papers`."""
    if not source.named["authors"]:
        return
    authors = Authors(named_terms(source)[0].values())
    written = {person.values["slug"]: person for person in source.named["authors"]}
    ids = source.entries_by_id()
    reported: set[tuple[str, str]] = set()
    for entry in source.entries:
        for name in entry.values.get("authors", ()):
            found = authors.find(entry.values.get("id", ""), name)
            pair = tuple(person.slug for person in found)
            if len(pair) > 1 and pair[:2] not in reported:
                reported.add((pair[0], pair[1]))
                second = written[pair[1]]
                message = f'"{name.shown}" is a name of both "{pair[0]}" and "{pair[1]}"'
                hint = "list the papers of each person under papers:"
                yield Finding(second.source, second.item("slug"), "person", message, hint)
    yield from _same_orcid(source.named["authors"])
    for person in source.named["authors"]:
        for paper_id in person.values.get("papers", ()):
            if paper_id not in ids:
                node: Node = person.item("papers", paper_id)
                hint = name_hint(paper_id, source) or "remove it"
                message = f'unknown paper "{paper_id}"'
                yield Finding(person.source, node, "unknown-paper", message, hint)


def _same_orcid(people: list[WrittenTerm]) -> Iterator[Finding]:
    first: dict[str, WrittenTerm] = {}
    for person in people:
        orcid = person.values.get("orcid")
        if orcid and (other := first.setdefault(orcid, person)) is not person:
            message = f'{orcid} is already the ORCID iD of "{other.values["name"]}"'
            hint = "compare it with the source; for one person, write the other name under names:"
            yield Finding(person.source, person.item("orcid"), "person", message, hint)


def spellings(source: Source) -> Iterator[Finding]:
    """Yield spellings that two keywords list, because a paper's keyword belongs to one of them, and
    aliases that are a spelling of another keyword, where readers would look for that one."""
    first: dict[str, WrittenTerm] = {}
    for term in source.named["keywords"]:
        own = term.values["slug"]
        for what in ("slug", "name", "names"):
            value = term.values.get(what, ())
            for text in (value,) if isinstance(value, str) else value:
                other = first.setdefault(to_spelling(text), term)
                if other.values["slug"] != own:
                    message = f'"{text}" is a spelling of both "{other.values["slug"]}" and "{own}"'
                    node = term.item(what, text)
                    yield Finding(term.source, node, "keyword", message, "list it only once")
    for term in source.named["keywords"]:
        for alias in term.aliases:
            other = first.get(alias, term)
            # an address of both is reported as taken
            if other is not term and alias not in (other.values["slug"], *other.aliases):
                message = f'the alias "{alias}" is a spelling of "{other.values["slug"]}"'
                node = term.item("aliases", alias)
                hint = "move the alias there, or the spelling here"
                yield Finding(term.source, node, "keyword", message, hint)
