"""Drafts of a text, by the name of its file, or of its format for `import` or `export`."""

from __future__ import annotations

from papershelf.citations import FORMATS
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS, reader_of


def drafts(text: str, form: str = "bibtex") -> list[Draft]:
    name = form if "." in form else f"x.{FORMATS[form].suffix}" if form in FORMATS else ""
    reader = READERS.get(form) or reader_of(name)
    assert reader, form
    return list(reader.read(text, "x"))
