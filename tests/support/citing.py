"""Papers of every type, real collections as records, and the script that asks other programs."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.item_types import TYPES
from papershelf.catalogue.model import Paper
from papershelf.citations import Record, to_record
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name
from support.helpers import DATA, ROOT, collect, named
from support.skipped import NO_DATA, NO_TOOL

TOOLS = ROOT / ".venv/tools"
SCRIPT = ROOT / "tests/citations/citations.js"
COLLECTIONS = {
    "example": ROOT,
    "gaussian": DATA / "gaussian-splatting",
    "nasty": DATA / "nasty",
    "types": None,
}
collections = pytest.mark.parametrize("name", named(COLLECTIONS))

#: Types of law, for which APA points to another manual, and an event, which CSL-JSON has not yet.
LAW = {"bill", "hearing", "legal_case", "legislation", "regulation", "treaty"}
FULL: dict[str, Any] = {
    "venue": "Place of things", "publisher": "House", "volume": "12", "issue": "3",
    "pages": "117-134", "edition": "2", "doi": "10.1000/a_b(1)", "isbn": "9780262046305",
    "arxiv": "2404.17858", "pmid": "31452104", "language": "en", "keywords": ("one", "two"),
    "abstract": "With $O(n)$.", "notes": "Of *note*.", "openreview": "B1xsqj09Fm",
    "acl": "2020.acl-main.1", "urls": {"paper": "https://example.org/a_b", "code": "https://example.org/c%20d"},
}  # fmt: skip
#: Fields that bibliographies outside machine learning also have.
MORE: dict[str, Any] = {
    "editors": (Name(given="Grace", family="Hopper"), Name(given="Jean", family="van Bartik", suffix="Jr.")),
    "translators": (Name(given="Luigi", family="Menabrea"), Name(given="Ada", family="Byron")),
    "event": "Meeting of engineers", "series": "Notes on things", "place": "Turin", "number": "report A-12",
}  # fmt: skip
HYPHENS = (
    Name(given="Olatz", family="Perez-de-Viñaspre"), Name(given="Jean-luc", family="al-Bannā"),
    Name(given="Matias", family="Valdenegro - Toro"), Name(given="Ana", family="Ruiz-Gómez"),
)  # fmt: skip
NAMES = (
    Name(given="Ada", family="Lovelace"),
    Name(given="Grace Brewster", family="van der Hopper", suffix="Jr."),
    Name(literal="Analytical Engine Group"),
    Name(family="Hypatia"),
    Name(given="明", family="王"),
)


def paper(paper_id: str = "ada2024engine", **values: Any) -> Paper:
    """A paper with few fields."""
    base = {"id": paper_id, "title": "On the BERT of engines", "published": PartialDate(2024, 4, 27),
            "added": PartialDate(2024), "type": "article-journal", "authors": NAMES}  # fmt: skip
    return Paper(**(base | values))


@cache
def every_type() -> tuple[Paper, ...]:
    """Of each type one with all fields, one with few, one whose date is a year."""
    found = [paper("hyphens", authors=HYPHENS)]
    for kind in TYPES:
        slug = kind.replace("_", "-")
        found.append(paper(f"full-{slug}", type=kind, **FULL))
        found.append(paper(f"some-{slug}", type=kind, venue="Place of things", pages="e117"))
        found.append(paper(f"bare-{slug}", type=kind, published=PartialDate(1843), authors=()))
        # the venue of a book is its series
        venue = {"venue": "" if kind in ("book", "collection") else FULL["venue"]}
        found.append(paper(f"more-{slug}", type=kind, **FULL | MORE | venue))
        found.append(paper(f"edited-{slug}", type=kind, authors=(), publisher="House", **MORE))
        found.append(paper(f"part-{slug}", type=kind, authors=(), **MORE | venue))
        found.append(
            paper(f"talk-{slug}", type=kind, event="a meeting", number="TR A-12", authors=NAMES[:1])
        )
        found.append(
            paper(f"odd-{slug}", type=kind, title='Is it "so"?', published=PartialDate(1843, 2),
                  authors=(Name(given="J.-L. de", family="O'Neil"),) * 22, publisher="House",
                  volume="B", pages="117-34, 140", edition="Second")
        )  # fmt: skip
    for genre in ("PhD thesis", "Master's thesis", "bachelor's thesis"):
        slug = genre[:2].lower()
        thesis: dict[str, Any] = {"type": "thesis", "extra": {"genre": genre}}
        found.append(paper(f"{slug}-full-thesis", **FULL | MORE | thesis))
        found.append(paper(f"{slug}-some-thesis", venue="Place of things", **thesis))
    return tuple(found)


@cache
def records(name: str) -> tuple[Record, ...]:
    """All papers of a collection as records."""
    root = COLLECTIONS[name]
    if root is None:
        return tuple(map(to_record, every_type()))
    if not root.is_dir():
        pytest.skip(NO_DATA)
    return tuple(map(to_record, collect(root).papers.values()))


def node(*arguments: str | Path, data: Any) -> Any:
    """The answer of the script."""
    if not shutil.which("node") or not (TOOLS / "node_modules/citation-js").is_dir():
        pytest.skip(NO_TOOL.format("citation-js or node"))
    done = subprocess.run(
        ["node", SCRIPT, *arguments], input=json.dumps(data), capture_output=True, text=True, timeout=300
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)
