"""Room 2, citations: the table of formats.

In: papers. Out: the text of one file of theirs. A format is a row; the files beside the pages and
`papershelf export` are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.citations import bibtex
from generator.model import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row."""

    name: str
    """As `papershelf export` takes it, `bibtex`."""
    label: str
    """For readers, `BibTeX`."""
    suffix: str
    """Of its files, `bib`."""
    to_text: Callable[[Iterable[Paper]], str]
    is_beside: bool = False
    """Whether each paper and each topic has a file of it."""


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(name="bibtex", label="BibTeX", suffix="bib", to_text=bibtex.to_file, is_beside=True),
    )
}
#: The files beside a page.
BESIDE = tuple(row for row in FORMATS.values() if row.is_beside)
