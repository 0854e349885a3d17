"""A program for `test_fields`: a paper with a field that only a row of the table knows, in every
form that papershelf writes and reads, as one JSON object."""

from __future__ import annotations

import json
import sys

from papershelf.catalogue import schema
from papershelf.catalogue.collect import collect
from papershelf.catalogue.read import read_files
from papershelf.citations import FORMATS
from papershelf.importers.readers import READERS
from papershelf.importers.values import to_values
from papershelf.outputs import everything
from papershelf.outputs.settings import Settings

ENTRY = """\
- id: ada2024engine
  title: Engines
  authors: [Ada Lovelace]
  published: 2024
  type: book
  shelfmark: QA 76
"""
#: The same, as other programs write it.
ITEM = {"id": "x", "type": "book", "title": "Engines", "issued": {"date-parts": [[2024]]}}
FOREIGN = {
    "bibtex": "@book{x, title={Engines}, year=2024, shelfmark={QA 76}}",
    "ris": "TY  - BOOK\nTI  - Engines\nPY  - 2024\nCN  - QA 76\nER  - \n",
    "csl-json": json.dumps([ITEM | {"call-number": "QA 76"}]),
    "jsonl": json.dumps({"title": "Engines", "year": 2024, "shelf": "QA 76"}),
    "csv": "Title,Year,Shelf\nEngines,2024,QA 76\n",
}


def read_back(form: str, text: str) -> str:
    """The value of the field in the one record of a text."""
    (draft,) = READERS["bibtex" if form == "biblatex" else form].read(text, "x")
    return str(to_values(draft).values.get("shelfmark", ""))


def main() -> None:
    collection = collect(read_files([("papers.yaml", ENTRY.encode())]))
    settings = Settings(site_name="Field", site_url="https://example.org/")
    made = {each.src_uri: each.data for each in everything.make(collection, settings, {})}
    exports = {
        name: row.to_text(collection.papers.values())
        for name, row in FORMATS.items()
    }  # fmt: skip
    found = {
        "schema": schema.to_json(),
        "catalogue schema": schema.to_catalogue_json(),
        "documentation": schema.fields_table(),
        "page": made["papers/ada2024engine.md"].decode(),
        "markdown": made["papers/ada2024engine.md.txt"].decode(),
        "catalogue": made["catalogue/1.json"].decode(),
        "exports": exports,
        "again": {name: read_back(name, text) for name, text in exports.items()},
        "of others": {name: read_back(name, text) for name, text in FOREIGN.items()},
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
