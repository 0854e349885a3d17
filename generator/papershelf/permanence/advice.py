"""Suggest how to keep an address that would break.

In: addresses without a target, the states before and now. Out: a problem for each, with the line to
add: an alias if its target still exists under another name, otherwise a tombstone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from papershelf.catalogue import Entry, write
from papershelf.catalogue.collect import derived_pages
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.fronts import course_of, digest_of
from papershelf.catalogue.named import TABLES
from papershelf.catalogue.nodes import TOP, Node, Scalar
from papershelf.catalogue.report import Report
from papershelf.outputs.views import addresses
from papershelf.permanence.state import TAXONOMIES, Claim, Pages, State, may_be_same, works
from papershelf.problems import Problem, SourceText
from papershelf.text.slugs import is_slug

#: The most authors that a tombstone lists; it counts the others.
_STONE_AUTHORS = 3
#: A file to whose end an entry can be appended: a list without indentation, or an empty file.
_LIST = re.compile(r"^- |\A(?:\s*(?:#.*)?\n)*\Z", re.MULTILINE)


def advice(lost: dict[str, tuple[Claim, State]], now: State) -> Iterator[Problem]:
    """Yield a problem for each lost address; addresses that one line keeps have the same hint."""
    found = [(claim, before, _successor(claim, before, now)) for claim, before in lost.values()]
    names: dict[tuple[str, str], dict[str, list[str]]] = {}
    first: dict[tuple[str, str], str] = {}
    for claim, before, successor in found:
        group = names.setdefault((claim.kind, successor or claim.key), {})
        group[claim.name] = before.names(claim)
        if successor != claim.key and _was_there(claim.kind, successor, before, now):
            kept = before.first(claim.kind, successor)
            first.setdefault((claim.kind, successor), kept)
    derived = _derived(now) if any(claim.kind in now.named for claim, _, _ in found) else set()
    of_url = {claim.url: (claim, before, successor) for claim, before, successor in found}
    for claim, before, successor in found:
        would = "no longer be permanent" if claim.url in derived else "no longer resolve"
        message = f"the address /{claim.url} would {would}"
        course = of_url.get(_course_url(claim))
        if course and course[2]:  # an edition moves with its course
            claim, before, successor = course
        together = names[claim.kind, successor or claim.key]
        if successor:
            key = first.get((claim.kind, successor), "")
            source, node, line, where = alias_line(claim.kind, successor, now, together, key)
            yield to_problem(source, node, "lost-address", message, f"{where}: {line}")
        else:
            source, line = _stone(claim, before, now, together)
            yield to_problem(source, Scalar("", 0, 1), "lost-address", message, line)


def _was_there(kind: str, key: str, before: State, now: State) -> bool:
    """Return whether a successor was there before. An id that another work took was not its own."""
    if kind == "paper" and key in before.entries:
        return may_be_same(before.entries[key], now.entries[key])
    return (kind, key) in before.urls


def _derived(now: State) -> set[str]:
    """Return the addresses that authors and keywords have because they have enough papers."""
    least = {name: now.source.min_papers[name] for name in TABLES if now.has_pages(name)}
    papers = Counter(term for term in derived_pages(now.source) if term[0] in least)
    return {addresses.term(*term) for term, number in papers.items() if number >= least[term[0]]}


def to_problem(source: SourceText, node: Node, rule: str, message: str, hint: str) -> Problem:
    """Return a problem with the severity of its rule."""
    report = Report(source)
    report(rule, node, message, hint)
    return report.problems[0]


def alias_line(
    kind: str, successor: str, now: State, lost: Mapping[str, list[str]], key: str
) -> tuple[SourceText, Node, str, str]:
    """Return the file, the position, the line that keeps all lost names of a successor, and where
    to add it. `key` is the first name of the paper that another was merged into, or empty; it stays
    first."""
    old = list(now.aliases(kind, successor)) or [key] * bool(key)
    if kind == "paper":
        entry = now.entries[successor]
        where = "write in this entry" if "aliases" in entry.node.pairs else "add to this entry"
        return entry.source, entry.at("id"), _aliases(old, lost), where
    if kind in now.named:
        term = now.named[kind][successor]
        is_there = "aliases" in term.node.pairs
        where = f"write for this {kind}" if is_there else f"add to this {kind}"
        return term.source, term.item("slug"), _aliases(old, lost), where
    page = now.topics[successor] if kind == "topic" else now.pages[successor]
    assert page is not None, "a successor has a page"
    where = "add to this front matter"
    if "aliases" in page.front.pairs:
        where = "write in this front matter"
    elif not page.body_start:
        where = "begin the page with three lines, ---, this and ---"
    return page.source, TOP, _aliases(old, lost), where


def _aliases(old: list[str], lost: Mapping[str, list[str]]) -> str:
    # a page is identified by its whole address
    names = [name.rstrip("/").rpartition("/")[2] for name in _in_order(old, lost)]
    return f"aliases: [{', '.join(dict.fromkeys(names))}]"


def _course_url(claim: Claim) -> str:
    """Return the address of the course of an edition; empty for other addresses."""
    is_edition = claim.kind == "page" and course_of(claim.key)[1]
    return addresses.parents(claim.url)[1] if is_edition else ""


def _folder(claim: Claim, now: State) -> str:
    """Return the folder that the page of a claim would be in now; an edition is in that of its
    course."""
    folder = claim.key.rpartition("/")[0]
    url = _course_url(claim)
    course = now.claims.get(url) if url else None
    return course.key.removesuffix(".md") if course else folder


def _in_order(old: list[str], lost: Mapping[str, list[str]]) -> list[str]:
    """Return existing and lost names in the order in which they were given up; the first one never
    changes. `lost` maps each name to all names of its time, the oldest first."""
    names = list(old)
    for name in sorted(lost, key=lambda name: (lost[name], lost[name].index(name))):
        later = lost[name][lost[name].index(name) + 1 :]
        before = (at for at, other in enumerate(names) if other in later)
        place = next(before, len(names)) if later else len(names)  # 1,500 names merged into one
        names.insert(place, name)
    return names


def _stone(
    claim: Claim, before: State, now: State, lost: Mapping[str, list[str]]
) -> tuple[SourceText, str]:
    """Return the file and the hint for something without a successor: how to keep its page."""
    key = claim.key if claim.key in lost else claim.name
    names = _in_order([], lost)
    # after a merge, the own name is among the aliases: the first one never changes
    is_first = len(names) > 1 and names[0] == key
    aliases = tuple(name for name in names if is_first or name != key)
    if claim.kind == "paper":
        line = write.to_line(stone_values(before.entries[claim.key], key, aliases))
        hint = f"add its id to the aliases of its replacement, or add to {_file(now, key)}: {line}"
        return now.top, hint
    taxonomy = TAXONOMIES.get(claim.kind, "")
    if not now.has_pages(taxonomy):
        setting = pages_setting(taxonomy, before)
        return SourceText("mkdocs.yml", ""), f"restore the setting {setting}"
    if claim.kind in before.named:
        term = before.named[claim.kind][claim.key]
        # without its spellings, its slug or an alias would be the address of a term on papers
        values = {name: term.values.get(name, ()) for name in ("name", "names")}
        values = {"slug": key, **values, "aliases": aliases}
        line = write.to_line({name: value for name, value in values.items() if value})
        return SourceText(term.source.name, ""), f"add to {term.source.name}: {line}"
    page = before.topics.get(claim.key) if claim.kind == "topic" else before.pages[claim.key]
    if page is None:
        name = f"content/topics/{claim.key}.md"
        return now.top, f"add pages for the topics to content/topics, this one as {name}"
    file = page.source.name
    old, _, name = page.src_uri.rpartition("/")
    folder = _folder(claim, now) if claim.kind == "page" else old
    if folder != old:
        there = file.replace(page.src_uri, f"{folder}/{name}")
        return SourceText(there, ""), f"restore it: git show {before.name}:./{file} > {there}"
    return SourceText(file, ""), f"restore it: git checkout {before.name} -- {file}"


def pages_setting(taxonomy: str, before: State) -> str:
    """Return the setting that gave pages to the terms of a taxonomy."""
    return f"{taxonomy}: {{min_papers: {before.source.min_papers[taxonomy]}}}"


def _file(now: State, paper_id: str) -> str:
    """Return the file to whose end a line can be appended: one with a list, or a new one."""
    for file in now.source.files[:1]:
        if not file.name.startswith("papers/") and _LIST.search(file.text):
            return file.name
    return f"papers/{paper_id}.yaml"


def stone_values(entry: Entry, key: str, aliases: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields that a tombstone keeps of an entry: enough to identify the work, in one
    line."""
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


# --- successors --------------------------------------------------------------------------------


def _successor(claim: Claim, before: State, now: State) -> str:
    """Return the key of what now replaces a lost address; empty if that is unknown, or if it cannot
    be an alias."""
    if not now.has_pages(TAXONOMIES.get(claim.kind, "")):
        return ""
    found = _found_again(claim, before, now)
    if found and claim.kind == "page":
        name = claim.url.rstrip("/").rpartition("/")[2]
        is_same_file = addresses.to_url(found).lower() == claim.url.lower()
        return "" if is_same_file or not is_slug(name) else found
    return found


def _found_again(claim: Claim, before: State, now: State) -> str:
    # what has another of its names now: the work itself under a newer name, or what it was merged
    # into
    there = [now.claims[url] for url in before.urls[claim.kind, claim.key] if url in now.claims]
    others = [
        other.key
        for other in there
        if other.kind == claim.kind and (claim.kind != "topic" or now.topics[other.key])
    ]
    if claim.kind == "paper":
        entry = before.entries[claim.key]
        same = (key for key in others if set(works(now.entries[key])) & set(works(entry)))
        # an id that another work took leads nowhere, so look for the work itself first
        return next(same, "") or now.find(entry) or next(iter(others), "")
    if others:
        return others[0]
    if claim.kind == "topic":
        return _topic_successor(claim, before, now)
    if claim.kind in before.named:
        return now.find_term(claim.kind, before.named[claim.kind][claim.key])
    return _same_page(claim.key, before.pages, now.pages, _folder(claim, now))


def _same_page(key: str, before: Pages, now: Pages, folder: str) -> str:
    """Return the page of the folder with the same title, or a new one with the same text."""
    page = before[key]
    if page is None:
        return ""
    others = {
        key: other
        for key, other in now.items()
        if other is not None
        and other.src_uri.rpartition("/")[0] == folder
        # digests that exist side by side may have the same title
        and not (digest_of(key) and key in before)
    }
    same = [key for key, other in others.items() if page.title and page.title == other.title]
    if page.introduction:
        new = (key for key in others if key not in before)
        same += [key for key in new if others[key].introduction == page.introduction]
    return same[0] if same else ""


def _topic_successor(claim: Claim, before: State, now: State) -> str:
    """Return the topic with the same title or text, or the one that most of its papers have now."""
    pages = {slug for slug, page in now.topics.items() if page is not None}
    page = before.topics[claim.key]
    same = _same_page(claim.key, before.topics, now.topics, "topics")
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
