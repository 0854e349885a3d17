"""Renews what is made from the tables: the JSON Schema, the tables in the documentation, and the
tables that the scripts of the pages share with the generator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import javascript
import reference
from papershelf import catalogue
from papershelf.catalogue import schema
from papershelf.catalogue.topics import topic_pages
from papershelf.setup import new_collection
from papershelf.storage.files import write_if_changed

ROOT = Path(__file__).parent.parent
#: Page of the documentation → marks in it → text between them.
TABLES = {
    "reference/fields.md": {
        "fields": schema.fields_table,
        "author": reference.author,
        "types": reference.types,
        "statuses": reference.statuses,
        "limits": reference.maximums,
    },
    "reference/content.md": {"front": reference.front_matter, "access": reference.access},
    "reference/rules.md": {"rules": schema.rules_table},
    "reference/commands.md": {"commands": reference.command_list},
    "reference/settings.md": {"settings": reference.settings, "services": reference.services},
    "reference/addresses.md": {
        "pages": reference.pages,
        "identifiers": reference.identifiers,
        "frames": reference.frames,
        "files": reference.files,
        "promises": reference.promises,
    },
    "reference/formats.md": {
        "readers": reference.readers,
        "exports": reference.exports,
        "in-part": reference.in_part,
        "beside": reference.beside,
        "numbers": reference.numbers,
    },
    "reference/site.md": {"libraries": reference.libraries},
    "decisions.md": {"decisions": reference.decisions},
}


def renewed(text: str, name: str, table: str) -> str:
    """A document with the text between the marks of one table replaced."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    assert marks.search(text), f"no marks for {name}"
    return marks.sub(lambda match: f"{match[1]}\n{table}\n{match[2]}", text)


def github_files() -> Iterator[tuple[str, str]]:
    """The workflows and forms that `papershelf init` writes, for this repository."""
    return new_collection.github_files("make .venv/.site", "/requirements", "make published")


def documents() -> dict[str, str]:
    """Every generated file, and what it should hold."""
    topics = topic_pages(catalogue.read(ROOT).pages)
    made = {
        "schema/papers.schema.json": schema.to_json(topics),
        "schema/catalogue.schema.json": schema.to_catalogue_json(),
        "overrides/assets/papershelf/generated.js": javascript.module(),
        "overrides/assets/papershelf/library-forms.js": javascript.libraries(),
    }
    made |= dict(github_files())
    for page, tables in TABLES.items():
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for name, table in tables.items():
            text = renewed(text, name, table())
        made[f"docs/{page}"] = text
    made["docs/assets/icon.svg"] = (ROOT / "overrides/assets/papershelf/icon.svg").read_text()
    return made


if __name__ == "__main__":
    for file, text in documents().items():
        write_if_changed(ROOT / file, text.encode())
