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
from generator.importers.draft import Draft, shortened
from generator.problems import SourceText
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


OURS = frozenset(FIELDS)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
#: Findings that cost no value here: an anchor that is used is told by its aliases.
_HARMLESS = frozenset({"control-character", "invisible-character", "tag", "anchor"})


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
    source = SourceText(name, text)
    for finding in parsed.findings:
        if finding.rule in _HARMLESS:
            continue
        draft = Draft(where=f"{name}:{source.line_of(finding.start)}")
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
        where = f"{name}:{source.line_of(root.start)}"
        is_ours = type(root) is nodes.Mapping and "id" in root.pairs and root.pairs.keys() <= OURS
        yield _ours_draft(root, where) if is_ours else _draft(_plain(root), table, rest, where)


def _ours_draft(root: Node, where: str) -> Draft:
    """An entry as it stands in a catalogue of ours, read by the same forms."""
    assert type(root) is nodes.Mapping
    draft = Draft(where=where, is_ours=True)
    draft.fields = {name: node for name, (_, node) in root.pairs.items() if name != "id"}
    draft.key = str(_plain(root.pairs["id"][1]) or "")
    return draft


def _draft(item: Any, table: Table, rest: Mapping[str, Any], where: str) -> Draft:
    draft = Draft(where=where)
    if not isinstance(item, dict):
        draft.why_not = "it is not a mapping"
        return draft
    fields = draft.fields
    urls: dict[str, str] = {}
    for theirs, value in item.items():
        ours = _ours(theirs, table)
        if value in ("", [], {}, None) or (ours == "" and theirs in table.fields):
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
        names = [key for key in item if _ours(key, table) == "published" and key in draft.left]
        told = "".join(f' that can be read: "{draft.left[key][:60]}"' for key in names[:1])
        draft.why_not = f"it has no date{told}"
    return draft


def _ours(theirs: str, table: Table) -> str:
    """The field of ours for a name of theirs."""
    if theirs in table.fields:
        return table.fields[theirs]
    return theirs if theirs in FIELDS else NAMES.get(theirs.lower().replace(" ", "_"), "")


def _set(draft: Draft, urls: dict[str, str], theirs: str, ours: str, value: Any) -> None:
    """One field of theirs, where it has a place; of two for one place the first is kept."""
    fields = draft.fields
    if ours.startswith("urls.") and isinstance(value, str):
        _set_link(draft, urls, theirs, ours.removeprefix("urls."), value)
    elif ours == "published":
        match = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", str(value))
        if match and len(match[0]) > len(str(fields.get(ours, ""))):
            fields[ours] = match[0]
        text = str(value).partition("T" if match and len(match[0]) == 10 else "\n")[0]
        if not match or (text != match[0] and not str(fields[ours]).startswith(text)):
            draft.left[theirs] = shortened(str(value))
    elif ours in ("keywords", "awards", "topics") and isinstance(value, str):
        _keep(draft, theirs, ours, [part for part in re.split(r"\s*[,;]\s*", value) if part])
    elif ours in FIELDS:
        _keep(draft, theirs, ours, value)
    else:
        draft.left[theirs] = shortened(str(value))


def _keep(draft: Draft, theirs: str, ours: str, value: Any) -> None:
    old = draft.fields.setdefault(ours, value)
    if old is value or old == value:
        return
    if ours in ("keywords", "awards", "topics") and isinstance(old, list):
        draft.fields[ours] = [*old, *(value if isinstance(value, list) else [value])]
    else:
        draft.left[theirs] = shortened(str(value))


def _set_link(draft: Draft, urls: dict[str, str], theirs: str, link: str, value: str) -> None:
    """An address, and the identifier that it may hold."""
    is_address = value.startswith(("http://", "https://"))
    if is_address:
        urls.setdefault(link, value)
    found = ""
    for scheme in ("arxiv", "doi", "openreview", "acl"):
        if "/" in value:
            try:
                found = identifiers.parse(SCHEMES[scheme], value)
            except ValueError:
                continue
            draft.fields.setdefault(scheme, found)
            break
    if not is_address or (urls[link] != value and found not in draft.fields.values()):
        draft.left[theirs] = shortened(value)


def _plain(node: Node) -> Any:
    """A node as text, list and dict; an empty line in folded or quoted text parts paragraphs."""
    if type(node) is nodes.Sequence:
        return [_plain(item) for item in node.items]
    if type(node) is nodes.Mapping:
        return {name: _plain(value) for name, (_, value) in node.pairs.items()}
    assert type(node) is nodes.Scalar
    if not node.style and node.text in _NOTHING:
        return None
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
