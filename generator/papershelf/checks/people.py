"""Check `content/people.yaml` against the names on papers.

In: a Source. Out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Source
from papershelf.catalogue.collect import Authors
from papershelf.catalogue.model import Person
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.people import Person as Written
from papershelf.checks.finding import Finding, name_hint
from papershelf.text.slugs import to_slug


def slugs(source: Source) -> Iterator[Finding]:
    """Yield slugs and aliases of people that another person or author has."""
    seen: dict[str, tuple[str, Node]] = {}
    for what in ("slug", "aliases"):
        for person in source.people:
            value = person.values.get(what, ())
            for slug in (value,) if isinstance(value, str) else value:
                if what == "aliases" and slug == person.values["slug"]:
                    continue  # an own slug among the aliases only fixes the order
                node = person.item(what, slug)
                place = f"{person.source.name}:{person.source.line_of(node.start)}"
                first, other = seen.setdefault(slug, (place, node))
                if other is not node:
                    message = f'"{slug}" is already taken in {first}'
                    yield Finding(person.source, node, "person", message, "choose another slug")
    others = _others(source) if source.people else {}
    for person in source.people:
        for slug in (person.values["slug"], *person.values.get("aliases", ())):
            if slug in others:
                name, place = others[slug]
                node = person.item("slug" if slug == person.values["slug"] else "aliases", slug)
                message = f'"{slug}" is also the address of the author "{name}" in {place}'
                hint = "add the paper to papers:, or choose another slug"
                yield Finding(person.source, node, "person", message, hint)


def names(source: Source) -> Iterator[Finding]:
    """Yield names on papers that belong to two people, and unknown papers in `papers`."""
    if not source.people:
        return
    authors, written = _authors(source)
    ids = {entry.values["id"] for entry in source.entries if "id" in entry.values}
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
    for person in source.people:
        for paper_id in person.values.get("papers", ()):
            if paper_id not in ids:
                node: Node = person.item("papers", paper_id)
                hint = name_hint(paper_id, source, ids) or "remove it"
                message = f'unknown paper "{paper_id}"'
                yield Finding(person.source, node, "unknown-paper", message, hint)


def _authors(source: Source) -> tuple[Authors, dict[str, Written]]:
    written = {person.values["slug"]: person for person in source.people}
    return Authors(Person(**person.values) for person in written.values()), written


def _others(source: Source) -> dict[str, tuple[str, str]]:
    """Return name and place of each author who is not in people.yaml, by slug."""
    authors, _ = _authors(source)
    found: dict[str, tuple[str, str]] = {}
    for entry in source.entries:
        for name in entry.values.get("authors", ()):
            if not authors.find(entry.values.get("id", ""), name):
                place = f"{entry.source.name}:{entry.source.line_of(entry.at().start)}"
                found.setdefault(to_slug(name.shown), (name.shown, place))
    return found
