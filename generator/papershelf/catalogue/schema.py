"""The table of fields and the table of rules in the forms that others read.

In: the tables. Out: JSON Schema for editors, Markdown tables for the documentation. It writes
nothing; `make golden` puts the results into `schema/` and docs/reference/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from papershelf.catalogue import forms
from papershelf.catalogue.fields import FIELDS, REQUIRED, Field
from papershelf.catalogue.structures import Author, Fields, Free, ListOf
from papershelf.problems.rules import RULES

#: Draft-07, which the YAML language servers of editors support.
DIALECT = "http://json-schema.org/draft-07/schema#"
#: Version of the files that sites publish. Raise it if programs that read them have to change: a
#: field is removed or changes its meaning. New fields do not change it.
VERSION = 1


def to_schema(topics: Iterable[str] = ()) -> dict[str, Any]:
    """Return the JSON Schema of a catalogue file: a list of entries, or one entry.

    With the topics of a collection, editors complete them and mark others as unknown.
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
    """Return the topics in a schema; empty if it allows any."""
    entry = made.get("definitions", {}).get("entry", {}).get("properties", {})
    return tuple(entry.get("topics", {}).get("items", {}).get("enum", ()))


def to_json(topics: Iterable[str] = ()) -> str:
    """Return the JSON Schema as text."""
    return json.dumps(to_schema(topics), indent=2, ensure_ascii=False) + "\n"


# --- what a site publishes ---------------------------------------------------------------------


def to_catalogue_schema(address: str = "") -> dict[str, Any]:
    """Return the JSON Schema of the published `catalogue.json` and its parts."""
    about = {"$schema": {"type": "string"}, "version": {"const": VERSION}}
    count = {"type": "integer", "minimum": 0}
    part = _object({"url": {"type": "string"}, "papers": count})
    index = _object(
        about
        | {
            "title": {"type": "string"},
            "home": {"type": "string"},
            "papers": count,
            "parts": {"type": "array", "items": part},
        }
    )
    index["properties"]["updated"] = _published(FIELDS["published"]) | {
        "description": "When the newest paper was added; absent if there are no papers."
    }
    papers = {"type": "array", "items": {"$ref": "#/definitions/paper"}}
    return {
        "$schema": DIALECT,
        **({"$id": address} if address else {}),
        "title": f"Papershelf's published catalogue, version {VERSION}",
        "description": "catalogue.json, and the parts that it lists. Ignore fields that you do not"
        " know: fields may be added, but none is removed within a version.",
        "oneOf": [{"$ref": "#/definitions/index"}, {"$ref": "#/definitions/part"}],
        "definitions": {
            "index": index,
            "part": _object(about | {"part": count, "parts": count, "papers": papers}),
            "paper": {
                "type": "object",
                "required": ["id", "url", "title", "published", "type"],
                "properties": {"url": {"description": "Its page.", "type": "string"}}
                | {name: _published(field) for name, field in FIELDS.items()},
            },
        },
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _published(field: Field) -> dict[str, Any]:
    return {"description": field.doc, **_output(field.form)}


def _output(form: forms.Form) -> dict[str, Any]:
    """Return the one form in which a value is published; it may be written in several forms."""
    if isinstance(form, Author):
        return _output(form.parts) | form.needs
    if isinstance(form, Fields):
        values = {name: _output(inner) for name, inner in form.fields.items()}
        return {"type": "object", "properties": values}
    if isinstance(form, ListOf):
        return {"type": "array", "items": _output(form.item)}
    if isinstance(form, Free):
        return {"type": "object"}
    if isinstance(form, forms.Choice):
        return {"enum": list(form.options)}
    if isinstance(form, forms.Identifier):
        return {"type": "string", "pattern": f"^(?:{form.scheme.pattern})$"}
    if form in (forms.COUNT, forms.POSITIVE):
        return {"type": "integer", "minimum": int(form is forms.POSITIVE)}
    written = form.schema()
    return {"type": "string"} | {key: written[key] for key in ("pattern",) if key in written}


def to_catalogue_json(address: str = "") -> str:
    """Return this schema as text."""
    return json.dumps(to_catalogue_schema(address), indent=2, ensure_ascii=False) + "\n"


# --- tables of the documentation ---------------------------------------------------------------


def fields_table() -> str:
    """Return the fields as a Markdown table."""
    rows = (
        f"| `{field.name}` | {_cell(field.doc)}{' **Required.**' if field.required else ''} "
        f"| `{_cell(field.example)}` |\n"
        for field in FIELDS.values()
    )
    return "| field | what it is | for example |\n| --- | --- | --- |\n" + "".join(rows)


def rules_table() -> str:
    """Return the rules as a Markdown table."""
    rows = (
        f"| `{rule.name}` | {rule.severity} | {_cell(rule.summary)} |\n" for rule in RULES.values()
    )
    return "| rule | severity | requirement |\n| --- | --- | --- |\n" + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
