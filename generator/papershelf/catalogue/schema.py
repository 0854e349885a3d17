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
from papershelf.catalogue.structures import Author, Free, ListOf, Record
from papershelf.problems.rules import RULES

#: Draft-07: what the YAML language servers of editors know.
DIALECT = "http://json-schema.org/draft-07/schema#"
#: Of the files that sites publish. It grows when a program that reads them would have to change:
#: a field goes, or means something else. New fields leave it as it is.
VERSION = 1


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


# --- what a site publishes ---------------------------------------------------------------------


def to_catalogue_schema(address: str = "") -> dict[str, Any]:
    """The JSON Schema of `catalogue.json` and of its parts, as every site publishes them."""
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
        "description": "When the newest paper was added; not there where there is none."
    }
    papers = {"type": "array", "items": {"$ref": "#/definitions/paper"}}
    return {
        "$schema": DIALECT,
        **({"$id": address} if address else {}),
        "title": f"Papershelf's published catalogue, version {VERSION}",
        "description": "catalogue.json, and the parts that it lists. Readers ignore what they do"
        " not know: fields may come, none goes within a version.",
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
    """The one form in which a value is published, of the several in which it may be written."""
    if isinstance(form, Author):
        return _output(form.parts) | form.needs
    if isinstance(form, Record):
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
    """That schema as text."""
    return json.dumps(to_catalogue_schema(address), indent=2, ensure_ascii=False) + "\n"


# --- tables of the documentation ---------------------------------------------------------------


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
    return "| rule | severity | requirement |\n| --- | --- | --- |\n" + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
