"""Room 4, importers: the YAML or JSON catalogue of another program, by a mapping table → drafts.

In: its text, and a table of theirs → ours. Out: a Draft for each record. The table below knows the
names that such catalogues use most; a curator's own table is read with `read_table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.catalogue import nodes
from generator.catalogue.fields import FIELDS, LINKS
from generator.catalogue.nodes import Node
from generator.catalogue.report import nearest
from generator.importers.draft import Draft
from generator.text import identifiers
from generator.text.identifiers import SCHEMES

#: Names that other catalogues use → ours; `urls.pdf` is a link. Ours are known as they are.
NAMES = {
    "id": "id", "key": "id", "slug": "id", "citekey": "id", "name": "title", "author": "authors",
    "year": "published", "date": "published", "publication_date": "published",
    "published_date": "published", "date_published": "published", "journal": "venue",
    "conference": "venue", "booktitle": "venue", "container-title": "venue", "number": "issue",
    "page": "pages", "tags": "keywords", "categories": "keywords", "tldr": "summary",
    "description": "abstract", "note": "notes", "comment": "notes", "comments": "notes",
    "arxiv_id": "arxiv", "arxivid": "arxiv", "eprint": "arxiv", "url": "urls.paper",
    "link": "urls.paper", "paper": "urls.paper", "paper_url": "urls.paper", "pdf": "urls.pdf",
    "pdf_url": "urls.pdf", "code": "urls.code", "code_url": "urls.code", "github": "urls.code",
    "repo": "urls.code", "data": "urls.data", "dataset": "urls.data", "project": "urls.project",
    "project_page": "urls.project", "website": "urls.project", "homepage": "urls.project",
    "video": "urls.video", "slides": "urls.slides", "poster": "urls.poster", "blog": "urls.blog",
    "demo": "urls.demo", "award": "awards", "lang": "language", "authors_count": "author_count",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How a catalogue is read."""

    list: str = ""
    """The key under which its records stand; empty for the only list there is."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Theirs → ours, before NAMES; an empty text drops a field."""
    lookups: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Their field → another part of the file in which its values are keys, and what to write of
    what stands there: `authors: [coauthors, "{first} {last}"]`."""


def read_table(text: str) -> Table:
    """A mapping table in YAML: `list`, `fields`, `lookups`; raises ValueError."""
    parsed = nodes.parse(text)
    plain = _plain(parsed.roots[0]) if len(parsed.roots) == 1 else None
    if parsed.findings or not isinstance(plain, dict):
        raise ValueError("a mapping table is a YAML mapping of list, fields and lookups")
    for key in plain:
        if key not in ("list", "fields", "lookups"):
            raise ValueError(
                f'unknown key "{key}" in the mapping table; known: list, fields, lookups'
            )
    fields = plain.get("fields") or {}
    for theirs, ours in fields.items():
        known = {*FIELDS, *(f"urls.{name}" for name in LINKS), ""}
        if ours not in known:
            hint = nearest(str(ours), known) or "README.md lists the fields"
            raise ValueError(f'"{theirs}: {ours}" names no field of ours; {hint}')
    lookups = plain.get("lookups") or {}
    for theirs, pair in lookups.items():
        if not (isinstance(pair, list) and len(pair) == 2):
            raise ValueError(f'lookups: write {theirs}: [other-part, "{{first}} {{last}}"]')
    pairs = {theirs: (str(pair[0]), str(pair[1])) for theirs, pair in lookups.items()}
    return Table(list=str(plain.get("list") or ""), fields=fields, lookups=pairs)


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Every record; raises ValueError where none can be found."""
    table = table or Table()
    parsed = nodes.parse(text)
    errors = [finding for finding in parsed.findings if finding.rule == "syntax"]
    for finding in errors:
        line = text.count("\n", 0, finding.start) + 1
        draft = Draft(where=f"{name}:{line}")
        draft.why_not = f"it cannot be read as YAML: {finding.message}"
        yield draft
    rest: dict[str, Any] = {}
    roots: list[nodes.Node] = parsed.roots
    if len(roots) == 1 and type(roots[0]) is nodes.Mapping and "title" not in roots[0].pairs:
        lists = [key for key, (_, node) in roots[0].pairs.items() if type(node) is nodes.Sequence]
        key = table.list or (lists[0] if len(lists) == 1 else "")
        if key not in roots[0].pairs:
            raise ValueError(
                f"{name} has no single list of records; name one in a mapping table: list: …"
            )
        rest = {k: _plain(node) for k, (_, node) in roots[0].pairs.items() if k != key}
        found = roots[0].pairs[key][1]
        roots = (
            list(found.items)
            if type(found) is nodes.Sequence
            else [node for _, node in found.pairs.values()]
            if type(found) is nodes.Mapping
            else []
        )
    for root in roots:
        line = text.count("\n", 0, root.start) + 1
        yield _draft(_plain(root), table, rest, f"{name}:{line}")


def _draft(item: Any, table: Table, rest: Mapping[str, Any], where: str) -> Draft:
    draft = Draft(where=where)
    if not isinstance(item, dict):
        draft.why_not = "it is not a mapping"
        return draft
    fields = draft.fields
    urls: dict[str, str] = {}
    for theirs, value in item.items():
        ours = table.fields.get(theirs)
        if ours is None:
            ours = theirs if theirs in FIELDS else NAMES.get(theirs.lower().replace(" ", "_"), "")
        if value in ("", [], {}, "null", "~", None) or (ours == "" and theirs in table.fields):
            continue
        if theirs in table.lookups:
            value = _looked_up(value, *table.lookups[theirs], rest)
        _set(draft, urls, theirs, ours, value)
    draft.key = str(fields.pop("id", ""))
    if urls:
        given = fields.get("urls")
        fields["urls"] = (given if isinstance(given, dict) else {}) | urls
    if not fields.get("title"):
        draft.why_not = "it has no title"
    elif not fields.get("published"):
        draft.why_not = "it has no date"
    return draft


def _set(draft: Draft, urls: dict[str, str], theirs: str, ours: str, value: Any) -> None:
    """One field of theirs, where it has a place."""
    fields = draft.fields
    if ours.startswith("urls.") and isinstance(value, str):
        if value.startswith(("http://", "https://")):
            urls.setdefault(ours.removeprefix("urls."), value)
        else:
            draft.left[theirs] = value[:200]
        for scheme in ("arxiv", "doi", "openreview", "acl"):  # an address that holds one
            if "/" in value:
                try:
                    fields.setdefault(scheme, identifiers.parse(SCHEMES[scheme], value))
                except ValueError:
                    continue
    elif ours == "published":
        match = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", str(value))
        if match and len(match[0]) > len(str(fields.get(ours, ""))):
            fields[ours] = match[0]
    elif ours == "authors" and isinstance(value, str):
        fields[ours] = re.split(r"\s*;\s*|\s+and\s+|,\s*and\s+|,\s+(?=[^,]*\s)", value)
        if not re.search(r";|\sand\s|,", value):
            fields[ours] = [value]
        elif "," in value and ";" not in value and " and " not in value:
            fields[ours] = [part.strip() for part in value.split(",") if part.strip()]
    elif ours in ("keywords", "awards", "topics") and isinstance(value, str):
        fields[ours] = [part for part in re.split(r"\s*[,;]\s*", value) if part]
    elif ours:
        fields.setdefault(ours, value)
    else:
        draft.left[theirs] = str(value)[:200]


def _plain(node: Node) -> Any:
    """A node as text, list and dict; an empty line in folded or quoted text parts paragraphs."""
    if type(node) is nodes.Sequence:
        return [_plain(item) for item in node.items]
    if type(node) is nodes.Mapping:
        return {name: _plain(value) for name, (_, value) in node.pairs.items()}
    assert type(node) is nodes.Scalar
    return node.text if node.style == "|" else node.text.replace("\n", "\n\n")


def _looked_up(value: Any, part: str, pattern: str, rest: Mapping[str, Any]) -> Any:
    """Keys as what they stand for in another part of the file; `me*` is the key `me`, marked."""
    if isinstance(value, list):
        return [_looked_up(item, part, pattern, rest) for item in value]
    others = rest.get(part)
    found = others.get(str(value).rstrip("*†‡ ")) if isinstance(others, dict) else None
    if not isinstance(found, dict):
        return value
    return re.sub(r"\{(\w+)\}", lambda match: str(found.get(match[1], "")), pattern).strip()
