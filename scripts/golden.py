"""Renews what is made from the tables: the JSON Schema, and the tables in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

from papershelf import catalogue
from papershelf.catalogue import schema
from papershelf.catalogue.topics import topic_pages
from papershelf.setup import new_collection
from papershelf.storage.files import write_if_changed

ROOT = Path(__file__).parent.parent
#: File → marks in it → text between them.
TABLES = {
    "README.md": {"fields": schema.fields_table},
    "CONTRIBUTING.md": {"rules": schema.rules_table},
}


def renewed(text: str, name: str, table: str) -> str:
    """A document with the text between the marks of one table replaced."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    assert marks.search(text), f"no marks for {name}"
    return marks.sub(lambda match: f"{match[1]}{table}{match[2]}", text)


def documents() -> dict[str, str]:
    """Every generated file, and what it should hold."""
    topics = topic_pages(catalogue.read(ROOT).pages)
    made = {
        "schema/papers.schema.json": schema.to_json(topics),
        "schema/catalogue.schema.json": schema.to_catalogue_json(),
    }
    # the workflows and forms of this repository are those that `papershelf init` writes
    made |= dict(new_collection.github_files("make .venv/.site", "/requirements"))
    for file, tables in TABLES.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        for name, table in tables.items():
            text = renewed(text, name, table())
        made[file] = text
    return made


if __name__ == "__main__":
    for file, text in documents().items():
        write_if_changed(ROOT / file, text.encode())
