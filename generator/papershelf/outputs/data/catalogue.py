"""The whole catalogue as JSON, in parts, with an index and its JSON Schema.

In: the listed papers. Out: `catalogue.json`, `catalogue/1.json` and so on, and
`catalogue.schema.json`. The fields are those of the catalogue, with the same names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from papershelf.catalogue import schema
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.model import Collection, Paper
from papershelf.catalogue.plain import from_value
from papershelf.outputs.data.relative import LinkBase
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.text.names import Name

#: Papers in one part: at most a megabyte with abstracts, which a phone can parse at once.
PER_PART = 500

_encode = json.JSONEncoder(ensure_ascii=False).encode


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the index, then the parts. The first part has the papers added first, so that a full
    part does not change when papers are added."""
    papers = list(collection.listed.values())[::-1]
    parts = [papers[start : start + PER_PART] for start in range(0, len(papers), PER_PART)]
    here = LinkBase(addresses.CATALOGUE, settings)
    index = {
        "$schema": here.to(addresses.CATALOGUE_SCHEMA),
        "version": schema.VERSION,
        "title": settings.site_name,
        "home": here.to(addresses.HOME),
        **({"updated": str(papers[-1].added)} if papers else {}),
        "papers": len(papers),
        "parts": [
            {"url": here.to(addresses.catalogue_part(number)), "papers": len(part)}
            for number, part in enumerate(parts, 1)
        ],
    }
    yield addresses.CATALOGUE, _bytes(json.dumps(index, ensure_ascii=False, indent=2) + "\n")
    for number, part in enumerate(parts, 1):
        src_uri = addresses.catalogue_part(number)
        yield src_uri, _part(part, number, len(parts), LinkBase(src_uri, settings))
    own = here.to(addresses.CATALOGUE_SCHEMA) if settings.site_url else ""
    yield addresses.CATALOGUE_SCHEMA, _bytes(schema.to_catalogue_json(own))


def _part(papers: list[Paper], number: int, total: int, here: LinkBase) -> bytes:
    """Return a part with one paper per line, so that changing a paper changes one line."""
    about = {
        "$schema": here.to(addresses.CATALOGUE_SCHEMA),
        "version": schema.VERSION,
        "part": number,
        "parts": total,
    }
    lines = ",\n".join([_encode(to_record(paper, here)) for paper in papers])
    return _bytes(f'{_encode(about)[:-1]}, "papers": [\n{lines}\n]}}\n')


def to_record(paper: Paper, here: LinkBase) -> dict[str, Any]:
    """Return the fields of a paper in the order of the table, and the address of its page."""
    record: dict[str, Any] = {"id": paper.id, "url": here.to(addresses.paper(paper.id))}
    for name in FIELDS:
        value = paper.value(name)
        if value:
            record[name] = from_value(value, _single)
    if not paper.added.day:  # a padded day would not be true
        del record["added"]
    return record


def _single(value: Any) -> Any:
    """Return a text, number, name or date as JSON holds it."""
    if type(value) is Name:
        return value.parts
    return value if type(value) is int else str(value)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
