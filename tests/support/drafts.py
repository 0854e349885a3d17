"""Drafts of a text, by the name of its file, or of its format for `import` or `export`; their names."""

from __future__ import annotations

from collections.abc import Iterable

from papershelf.citations import FORMATS
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS, reader_of
from papershelf.text.names import Name


def drafts(text: str, form: str = "bibtex") -> list[Draft]:
    name = form if "." in form else f"x.{FORMATS[form].suffix}" if form in FORMATS else ""
    reader = READERS.get(form) or reader_of(name)
    assert reader, form
    return list(reader.read(text, "x"))


def in_parts(names: Iterable[Name]) -> list[str]:
    """`Family|Given|Suffix`, groups in braces."""
    return [
        f"{{{name.literal}}}"
        if name.literal
        else "|".join(filter(None, (name.family, name.given, name.suffix)))
        for name in names
    ]
