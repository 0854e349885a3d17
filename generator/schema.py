"""Room 4: the table of fields and the table of rules in the forms that others read.

In: the tables. Out: JSON Schema for editors, Markdown tables for the documentation. It writes
nothing; `make golden` puts the results into `schema/` and README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.catalogue.fields import FIELDS, REQUIRED, Field
from generator.rules import RULES

#: Draft-07: what the YAML language servers of editors know.
DIALECT = "http://json-schema.org/draft-07/schema#"


def to_schema(topics: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON Schema of a file of the catalogue: a list of entries, or one entry.

    With the topics of a collection, an editor completes them and underlines others.
    """
    properties = {name: _property(field) for name, field in FIELDS.items()}
    if topics:
        properties["topics"]["items"] = {"enum": sorted(topics)}
    return {
        "$schema": DIALECT,
        "title": "Papershelf catalogue",
        "description": "papers.yaml and papers/*.yaml of a Papershelf collection",
        "anyOf": [
            {"type": "array", "items": {"$ref": "#/definitions/entry"}},
            {"$ref": "#/definitions/entry"},
            {"type": "null"},
        ],
        "definitions": {
            "entry": {
                "type": "object",
                "required": list(REQUIRED),
                "additionalProperties": False,
                "properties": properties,
            }
        },
    }


def _property(field: Field) -> dict[str, Any]:
    words = f"{field.doc} Form: {field.form.words}. Example: {field.name}: {field.example}"
    return {"description": words, **field.form.schema()}


def topics_in(made: dict[str, Any]) -> tuple[str, ...]:
    """The topics that a schema knows; none where it takes any."""
    entry = made.get("definitions", {}).get("entry", {}).get("properties", {})
    return tuple(entry.get("topics", {}).get("items", {}).get("enum", ()))


def to_json(topics: Iterable[str] = ()) -> str:
    """The JSON Schema as text."""
    return json.dumps(to_schema(topics), indent=2, ensure_ascii=False) + "\n"


def fields_table() -> str:
    """The fields as a Markdown table."""
    rows = (
        f"| `{field.name}` | {_cell(field.doc)}{' **Required.**' if field.required else ''} "
        f"| `{_cell(field.example)}` |\n"
        for field in FIELDS.values()
    )
    return "| field | what it is | for example |\n| --- | --- | --- |\n" + "".join(rows)


def rules_table() -> str:
    """The rules as a Markdown table."""
    rows = (
        f"| `{rule.name}` | {rule.severity} | {_cell(rule.summary)} |\n" for rule in RULES.values()
    )
    return "| rule | | what holds |\n| --- | --- | --- |\n" + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
