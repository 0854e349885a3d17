"""Drafts of a text, by the name of its format for `import` or `export`."""

from __future__ import annotations

from papershelf.citations import FORMATS
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS, reader_of


def drafts(text: str, form: str = "bibtex") -> list[Draft]:
    reader = READERS.get(form) or reader_of(f"x.{FORMATS[form].suffix}")
    assert reader, form
    return list(reader.read(text, "x"))
