"""What the tests of permanence share: collections as texts, and what is told of one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from papershelf import catalogue, permanence
from papershelf.history import Repository
from papershelf.problems import Problem

Files = dict[str, str]
TOPIC = "---\ntitle: {}\n---\n\nWords.\n"


def source(files: Mapping[str, str]) -> catalogue.Source:
    """A Source from texts, without a disk."""
    order = sorted(files, key=lambda name: (name.startswith("content/"), name))
    return catalogue.read_files((name, files[name].encode()) for name in order)


def lost(before: Files, after: Files) -> list[Problem]:
    """What is told of one step."""
    return permanence.compare([("main", source(before))], source(after), derived=False)


def since(root: Path, ref: str) -> list[Problem]:
    repository = Repository(root=root)
    now = catalogue.read(root)
    if ref == "root":
        states = repository.sources(repository.published())
    else:
        states = iter([(ref, repository.source(repository.base(ref)))])
    return permanence.compare(states, now, derived=False)
