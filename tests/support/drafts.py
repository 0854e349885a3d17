"""Drafts of a text, by the name of its file, or of its format for `import` or `export`; their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from papershelf.citations import FORMATS
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS, reader_of
from papershelf.importers.tables import read_table
from papershelf.importers.values import to_values
from papershelf.text.names import Name


def drafts(text: str, form: str = "bibtex", table: str = "") -> list[Draft]:
    """`table` is a curator's mapping table."""
    name = form if "." in form else f"x.{FORMATS[form].suffix}" if form in FORMATS else ""
    reader = READERS.get(form) or reader_of(name)
    assert reader, form
    where = form if "." in form else "x"
    return list(reader.read(text, where, read_table(table) if table else None))


def values_in(text: str, form: str = "bibtex", table: str = "") -> dict[str, Any]:
    """The values of the one record of a text, what is `left` of it, and what is `lost`."""
    (draft,) = drafts(text, form, table)
    assert draft.why_not == ""
    made = to_values(draft)
    return made.values | {"left": draft.left, "lost": made.lost}


def in_parts(names: Iterable[Name]) -> list[str]:
    """`Family|Given|Suffix`, groups in braces."""
    return [
        f"{{{name.literal}}}"
        if name.literal
        else "|".join(filter(None, (name.family, name.given, name.suffix)))
        for name in names
    ]
