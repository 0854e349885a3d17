"""Drafts of a text, by the name of its format."""

from __future__ import annotations

from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS


def drafts(text: str, form: str = "bibtex") -> list[Draft]:
    return list(READERS[form].read(text, "x"))
