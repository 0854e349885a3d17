"""Room 3, citations: a paper as an item of CSL-JSON.

In: Papers. Out: JSON. What CSL has no variable for stands in `custom`, its place for such things,
so that nothing is lost. Form: the CSL-JSON schema 1.0.2, csl-data.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.catalogue import write
from generator.catalogue.fields import FIELDS
from generator.model import Paper
from generator.text.names import Name

#: Our fields → CSL's variables, for plain text.
_TEXTS = {
    "title": "title",
    "venue": "container-title",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "edition": "edition",
    "doi": "DOI",
    "isbn": "ISBN",
    "pmid": "PMID",
    "abstract": "abstract",
    "notes": "note",
    "language": "language",
}
_NAME = ("family", "given", "suffix", "literal")


def to_file(papers: Iterable[Paper]) -> str:
    """A list of items."""
    return json.dumps([to_item(paper) for paper in papers], ensure_ascii=False, indent=2) + "\n"


def to_item(paper: Paper) -> dict[str, Any]:
    """One item; its id is the paper's."""
    data = to_data(paper)
    item: dict[str, Any] = {"id": paper.id, "type": paper.type}
    if paper.authors:
        item["author"] = [_name(name) for name in paper.authors]
    item["issued"] = {"date-parts": [[part for part in paper.published if part]]}
    for name, variable in _TEXTS.items():
        if data.get(name):
            item[variable] = data[name]
    if paper.urls.get("paper"):
        item["URL"] = paper.urls["paper"]
    if paper.keywords:
        item["keyword"] = ", ".join(paper.keywords)
    shown = {"id", "type", "published", *_TEXTS}
    if not any(name.orcid or name.affiliation or name.url for name in paper.authors):
        shown.add("authors")
    own = {name: value for name, value in data.items() if name not in shown}
    item["custom"] = {"papershelf": own}  # also an empty one: it says who wrote this
    return item


def _name(name: Name) -> dict[str, str]:
    return {part: text for part in _NAME if (text := getattr(name, part))}


def to_data(paper: Paper) -> dict[str, Any]:
    """All fields of a paper as plain data, in the order of the table; empty ones are left out, and
    a day of adding that the catalogue does not say."""
    values = {name: getattr(paper, name) for name in FIELDS}
    if not paper.added.day:
        del values["added"]
    return {
        name: write.to_data(value)
        for name, value in values.items()
        if value not in ("", (), None) and value != {}
    }
