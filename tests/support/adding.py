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


def feed(*ids: str) -> bytes:
    """An answer of arXiv with works of these ids."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{name}v1</id><title>Of {name}</title><published>2003-09-08T0"
        "</published><author><name>Ada Lovelace</name></author></entry>"
        for name in ids
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()
