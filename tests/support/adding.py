"""Add papers to a small catalogue, and read the last line of a report."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result

from support.command import run
from support.helpers import entry, write

CATALOGUE = (
    "# A list.\n\n"
    + entry("ada2020first", "First")
    + "\n"
    + entry("zed2020last", "Last", "  # kept\n")
)
TOPIC = {"content/topics/nlp.md": "---\ntitle: Language\n---\n\nWords.\n"}


def collection(tmp_path: Path, text: str = CATALOGUE) -> Path:
    return write(tmp_path / "shelf", {"papers.yaml": text, **TOPIC})


def add(root: Path, *arguments: str) -> Result:
    return run("-C", root, "add", *arguments)


def last(done: Result) -> str:
    """The last line of a report without the next command."""
    return str(done.output.splitlines()[-1].partition(". Next: ")[0])


def counted(**numbers: int) -> str:
    """The last line of a report on so many records."""
    words = "added updated unchanged skipped refused".split()
    return ", ".join(f"{numbers.get(word, 0)} {word}" for word in words)
