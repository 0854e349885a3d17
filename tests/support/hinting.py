"""An entry with a mistake, beside a good one: what the check says of it, and what it is after the hints
were followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papershelf import catalogue, checks
from papershelf.catalogue.write import to_data
from papershelf.problems import Problem
from support.following import follow
from support.helpers import write

GOOD = {
    "title": "The education of a computer",
    "authors": "[Grace Hopper]",
    "published": "1952-05-02",
    "added": "2025-12-23",
    "topics": "[compilers]",
}
TOPICS = {
    f"content/topics/{slug}.md": f"---\ntitle: {slug.title()}\n---\n\nAbout {slug}.\n"
    for slug in ("compilers", "graph-learning")
}
#: An entry that keeps every topic from being empty.
OTHER = """- id: ada1843notes
  title: Notes
  authors: [Ada Lovelace]
  published: 1843
  added: 2025-12-23
  topics: [compilers, graph-learning]

"""


def problems_of(root: Path, text: str) -> list[Problem]:
    """What the check says of the entry below the good one."""
    source = catalogue.read(write(root, {"papers.yaml": OTHER + text, **TOPICS}))
    return checks.check(source)


def values_of(root: Path) -> dict[str, Any]:
    """The values of the entry, as plain data."""
    entry = catalogue.read(root).entries[1]
    return {name: to_data(value) for name, value in entry.values.items()}


def after_rounds(root: Path, text: str, rounds: int) -> list[Problem]:
    """The problems that are left after the hints were followed so many times."""
    facts = {"title": '"The facts"', "published": "1952-05-02", "added": "2025-12-23"}
    for _ in range(rounds):
        found = problems_of(root, text)
        text = follow(OTHER + text, found, facts).removeprefix(OTHER)
    return problems_of(root, text)


def entry(**fields: str) -> str:
    """An entry with some fields as a curator may write them; an empty text leaves a field out."""
    lines = [f"  {name}: {text}" for name, text in (GOOD | fields).items() if text]
    return "\n".join(["- id: hopper1952education", *lines, ""])
