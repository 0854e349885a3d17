"""Shared by the tests of permanence: collections as texts, and the problems of one step."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from papershelf import catalogue, permanence
from papershelf.history import Repository
from papershelf.problems import Problem, Severity
from support.helpers import entry

Files = dict[str, str]
#: The settings of collections whose keywords have pages.
PAGED = {"authors": 1, "keywords": 2}
TOPIC = "---\ntitle: {}\n---\n\nWords.\n"


def source(files: Mapping[str, str]) -> catalogue.Source:
    """A Source from texts, without a disk; keywords have pages."""
    order = sorted(files, key=lambda name: (name.startswith("content/"), name))
    found = catalogue.read_files((name, files[name].encode()) for name in order)
    found.min_papers = PAGED
    return found


def state(files: Files) -> catalogue.Source:
    """A Source that is only read: a step compares the same few states again and again."""
    return _state(tuple(files.items()))


@functools.lru_cache(maxsize=4)
def _state(files: tuple[tuple[str, str], ...]) -> catalogue.Source:
    return source(dict(files))


def lost(before: Files, after: Files) -> list[Problem]:
    """Return the problems of one step."""
    return permanence.compare([("main", state(before))], state(after), derived=False)


def since(root: Path, ref: str) -> list[Problem]:
    repository = Repository(root=root)
    now = catalogue.read(root)
    now.min_papers = PAGED
    if ref == "root":
        states = repository.sources(repository.published())
    else:
        states = iter([(ref, repository.source(repository.base(ref)))])
    return permanence.compare(states, now, derived=False)


START = {
    "papers.yaml": entry("ada2024engine", more="  topics: [nlp]\n  doi: 10.1000/1\n")
    + entry(
        "bob2024loom",
        "The loom",
        "  topics: [nlp, weaving]\n  acl: 2024.loom-1.1\n  aliases: [bob2023loom]\n",
    ),
    "content/topics/nlp.md": TOPIC.format("Language"),
    "content/topics/weaving.md": TOPIC.format("Weaving"),
    "content/people.yaml": "- slug: ada\n  name: Ada Lovelace\n",
    "content/courses/ml.md": TOPIC.format("Learning") + "\n- [@bob2024loom]\n",
}


def told(after: Files) -> list[tuple[str, str, str]]:
    """Place, address and advice of each problem against START."""
    return sorted(
        (f"{problem.span.file}:{problem.span.line}", problem.message, problem.hint)
        for problem in lost(START, after)
    )


def changed(name: str, *pairs: tuple[str, str]) -> Files:
    text = START[name]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return START | {name: text}


def against(before: Files, after: Files, *, derived: bool = True) -> list[tuple[str, str, str]]:
    """Rule, message and advice of each error of one step."""
    found = permanence.compare([("main", source(before))], source(after), derived=derived)
    return [(p.rule, p.message, p.hint) for p in found if p.severity is Severity.ERROR]
