"""Convert tables with a header row.

In: the text of a `.csv` or `.tsv` file. Out: a Draft for each row below the header, which decides
the delimiter: a comma, a semicolon or a tab. Format: RFC 4180 as spreadsheets, Scopus, PubMed and
Zotero write it. Every cell is text, even if a spreadsheet would read it as something else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from papershelf.catalogue.fields import plain
from papershelf.importers import foreign, medline, tables, wos
from papershelf.importers.draft import Draft
from papershelf.importers.tables import Table
from papershelf.text import spreadsheets, textlists

_DELIMITERS = ",;\t|"
#: Excel declares the delimiter on a separate line.
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
#: The most characters of a cell.
_MAX_CELL = 1_000_000
#: Scopus writes the author's number after the full name: `Quill, Ada (57200000001)`.
_NUMBERS = re.compile(r" ?\(\d{6,}\)")
#: Cells of data frames and spreadsheets without a value.
_NOTHING = frozenset("nan NaN NaT None null NULL N/A n/a #N/A".split())
#: Columns that take precedence over others for the same field.
_BETTER = ("authorfullnames",)
#: OpenAlex's columns for what is nested in its JSON.
_NESTED = {"authorships.author.displayname": "authors", "keywords.displayname": "keywords"}
#: The most rows above the header: Dimensions says there what was exported, and when.
_MOST_ABOVE = 20


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every row that is not empty. Raise ValueError if the file is not a
    table."""
    table = table or Table()
    text = text.removeprefix("\ufeff")
    skipped = 0
    if mark := _SEPARATOR.match(text):
        text, skipped = text[mark.end() :], 1
    delimiter = mark[1] if mark else delimiter_of(text)
    csv.field_size_limit(_MAX_CELL)
    lines = list(io.StringIO(text, newline=""))  # no other characters end a line
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        header = _header(rows, table)
        begun = rows.line_num
        for row in rows:
            line, begun = begun + 1 + skipped, rows.line_num
            if any(cell.strip() for cell in row):
                draft = _draft(header, row, table, f"{name}:{line}")
                draft.line = line
                if rows.line_num == len(lines) and _is_open(lines[line - 1 - skipped :], delimiter):
                    draft.why_not = "a quote is not closed; this row has the rest of the file in it"
                yield draft
    except csv.Error as error:
        raise ValueError(f"line {rows.line_num + skipped}: {error}") from None


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Return whether the last row ends inside quotes."""
    try:
        return not list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)


def _draft(header: list[str], row: list[str], table: Table, where: str) -> Draft:
    if not _is_web_of_science(header):
        pairs = ((name, _value(name, cell, table)) for name, cell in _pairs(header, row))
        draft = foreign.to_draft(pairs, table, where)
        cells = _pairs(header, row)
        draft.left |= {name: cell for name, cell in cells if spreadsheets.is_error(cell)}
        if "Item Type" in header or any(plain(name) in _BETTER for name in header):
            draft.order = "family"
        return draft
    tags = {tag: [cell.strip()] for tag, cell in zip(header, row) if cell.strip()}
    lists = {tag: tags[tag][0].split("; ") for tag in ("AU", "AF", "BA", "BF") if tag in tags}
    kept, rows = foreign.split_off(tags | lists, table)
    draft = wos.to_draft(kept, where)
    foreign.apply(draft, rows)
    return draft


def _value(name: str, cell: str, table: Table) -> Any:
    """Return what a cell means that a data frame wrote: a list, or nothing."""
    ours = table.ours(name) or tables.NAMES.get(plain(name))
    if spreadsheets.is_error(cell) or (cell in _NOTHING and ours != "title"):
        return ""
    found = textlists.items(cell)
    if ours == "title":  # Crossref has a list of titles; a title may have quotes
        return found[0] if found and len(found) == 1 and cell[0] == "[" else cell
    return cell if found is None else found


def _is_web_of_science(header: list[str]) -> bool:
    """Return whether a header has tags of the Web of Science: `PT`, `AU`, `TI`, …"""
    return {"PT", "AU", "TI", "PY"} <= set(header)


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits the first line with one into the most names; a comma if
    there is none."""
    lines = (re.sub(r'"[^"]*"', "", line) for line in text.split("\n", _MOST_ABOVE))
    header = next((line for line in lines if not {*line}.isdisjoint(_DELIMITERS)), "")
    return max(_DELIMITERS, key=header.count)


def _header(rows: Iterator[list[str]], table: Table) -> list[str]:
    """Return the names in the header: those of the first row, or of the first one with two known
    names. Raise ValueError if none of them is that of a title."""
    first: list[str] = []
    for row in islice(rows, _MOST_ABOVE):
        header = [cell.strip() for cell in row]
        known = _known(header, table)
        if _is_web_of_science(header) or ("title" in known and (len(known) > 1 or not first)):
            return header
        first = first or header
        if len(known) > 1:  # what is below are values
            first = header
            break
    shown = ", ".join(first)[:80]
    raise ValueError(f'no title column in the header "{shown}"; set one with --map')


def _known(header: list[str], table: Table) -> set[str]:
    """Return our names of the columns of a header."""
    found = {table.ours(name) or tables.NAMES.get(plain(name)) or "" for name in header}
    table.matched.clear()
    return found - {""}


def _pairs(header: list[str], row: list[str]) -> Iterator[tuple[str, str]]:
    """Yield names and cells, those of higher precedence first. Cells beyond the header have a
    number as name."""
    names = [*header, *(f"column {n}" for n in range(len(header) + 1, len(row) + 1))]
    is_zotero, is_pubmed = "Item Type" in header, {"PMID", "Journal/Book"} <= set(header)
    pairs = [(name or f"column {n}", cell) for n, (name, cell) in enumerate(zip(names, row), 1)]
    pairs.sort(key=lambda pair: plain(pair[0]) not in _BETTER)
    for name, cell in pairs:
        if plain(name) in _BETTER:
            cell = _NUMBERS.sub("", cell)
        elif is_pubmed and name == "Title":
            cell = medline.title(cell.strip())
        name = _NESTED.get(plain(name), name)
        # Zotero's keys are random
        yield (f"Zotero {name}" if is_zotero and name == "Key" else name), cell.strip()
