"""The table of file formats that can be imported.

In: the text of a file and its name. Out: drafts. To add a format, add a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from papershelf.catalogue.fields import plain
from papershelf.importers import (
    bibtex,
    csl,
    csvfile,
    data,
    endnote,
    extras,
    foreign,
    medline,
    ris,
    wos,
)
from papershelf.importers.draft import Draft
from papershelf.importers.tables import Table


class Read(Protocol):
    """A function that reads the text of a file, with a mapping table if there is one."""

    def __call__(self, text: str, name: str, table: Table | None = None) -> Iterator[Draft]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A file format."""

    name: str
    """The name for `papershelf import --from`."""
    suffixes: tuple[str, ...]
    """File name extensions of the format."""
    parse: Read
    """Reads what the format itself says."""
    sign: str = ""
    """A pattern of a line that only a file of this format has."""

    def read(self, text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
        """Yield the drafts of a text. The citation key among the notes precedes that of the
        format, but not one that a mapping table names."""
        has_row = table is not None and "id" in table.fields.values()
        for draft in self.parse(text, name, table):
            key = "" if draft.is_ours else extras.take_key(draft.fields)
            if key and not (has_row and draft.key):
                draft.key = key
            yield draft


def _read_tagged(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Return drafts of RIS, or of the Web of Science's export, which has the same suffixes."""
    read: Read = wos.read if wos.is_one(text) else ris.read
    return read(text, name, table)


def _read_json(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Return drafts of CSL items, in a list, alone or in Zotero's object with `items`, and of
    objects of other programs. Raise ValueError."""
    table = table or Table()
    found, rest, lines = data.records(text, table)
    for number, item in enumerate(found, 1):
        where = f"{name}: item {number}"
        work, around = data.unwrapped(item, table)
        if isinstance(work, dict) and _is_csl(work):
            draft = _from_csl(work, where, table)
        else:
            draft = data.to_draft(work, table, where, rest)
        draft.left |= around
        draft.line = lines[number - 1] if lines else 0
        yield draft


#: Keys that only other programs use; those of CSL for the same are in `_CSL`.
_NOT_CSL = frozenset(
    "year date authors creators published publicationdate publicationyear pubyear"
    " publishedat".split()
)
_CSL = frozenset("issued container-title citation-key event-title custom".split())


def _is_csl(item: dict[str, Any]) -> bool:
    """Return whether an object is a CSL item, and not a record of another program."""
    may_be = not {"title", "type", "author"}.isdisjoint(item)
    return not _CSL.isdisjoint(item) or (may_be and _NOT_CSL.isdisjoint(map(plain, item)))


def _from_csl(item: dict[str, Any], where: str, table: Table) -> Draft:
    key = str(item.get("id") or "")[:200]
    item, rows = foreign.split_off(item, table)
    draft = csl.to_draft(item, where + (f" ({key})" if key else ""))
    draft.key = str(draft.fields.get("id") or item.get("citation-key") or key)
    if not draft.fields.get("published") and not draft.why_not:
        issued = draft.left.get("issued", "")
        draft.why_not = f"unreadable date: {issued}" if issued else "no date"
    foreign.apply(draft, rows)
    return draft


READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader(name="bibtex", suffixes=(".bib", ".bibtex"), parse=bibtex.read,
               sign=r"^\s{0,9}@\w{1,30}\s{0,9}[{(]\s{0,9}[^\s,{}]{1,200}\s{0,9},"),
        Reader(name="ris", suffixes=(".ris", ".ciw"), parse=_read_tagged,
               sign=r"^(?:TY {2}- |PT [A-Z]\s*$)"),
        Reader(name="csl-json", suffixes=(".json",), parse=_read_json),
        Reader(name="jsonl", suffixes=(".jsonl", ".ndjson"), parse=data.read),
        Reader(name="yaml", suffixes=(".yaml", ".yml", ".cff"), parse=foreign.read),
        Reader(name="csv", suffixes=(".csv", ".tsv", ".tab"), parse=csvfile.read),
        Reader(name="endnote", suffixes=(".enw",), parse=endnote.read, sign="^%0 [A-Z]"),
        Reader(name="medline", suffixes=(".nbib", ".medline"), parse=medline.read,
               sign=r"^PMID- ?\d"),
    )
}  # fmt: skip

#: File name extensions of other formats → the formats in which their programs can save the same.
_INSTEAD = (
    dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), "CSV")
    | dict.fromkeys((".xml", ".enl", ".rdf"), "RIS or BibTeX")
    | dict.fromkeys((".md", ".qmd"), "YAML, without what is below its front matter")
)


def instead_of(name: str) -> str:
    """Return the formats to save a file in that has no reader; empty if its name does not tell."""
    return next((forms for end, forms in _INSTEAD.items() if name.lower().endswith(end)), "")


def reader_of(name: str, text: str = "") -> Reader | None:
    """Return the reader for a file name, or for the text of a file of another name, such as the
    Web of Science's `savedrecs.txt`; None if neither tells."""
    readers = READERS.values()
    named = (reader for reader in readers if name.lower().endswith(reader.suffixes))
    meant = (reader for reader in readers if reader.sign and re.search(reader.sign, text, re.M))
    return next(named, None) or next(meant, None)
