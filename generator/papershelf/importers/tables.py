"""The field names of other programs, and a curator's own mapping table.

In: names in other programs, with dots for nesting. Out: our field names, or None. Names match
regardless of case, spaces, hyphens and underscores: `Publication Date`, `publication-date` and
`publicationDate` are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from papershelf.catalogue import nodes
from papershelf.catalogue.fields import FIELDS, LINKS, OTHER_NAMES, plain
from papershelf.catalogue.nodes import Node, Scalar
from papershelf.catalogue.parse import parse
from papershelf.catalogue.plain import from_node
from papershelf.catalogue.report import nearest
from papershelf.text.identifiers import SCHEMES

#: Our link ← its other names in YAML, JSON and CSV. Those of fields are in the table of fields.
_LINKS = {
    "paper": "url link href article_url external_url primary_location.landing_page_url",
    "pdf": "open_access_pdf.url open_access.oa_url primary_location.pdf_url"
    " best_oa_location.pdf_url",
    "code": "github git repo repository repository_code source_code",
    "data": "dataset",
    "project": "project_page website homepage",
}
#: Names of the first page; below, of the last page.
FIRST_PAGES = frozenset({"pagestart", "startpage", "biblio.firstpage", "firstpage"})
LAST_PAGES = frozenset({"pageend", "endpage", "biblio.lastpage", "lastpage"})
#: Names of mappings that contain links by name.
CONTAINERS = ("links", "urls", "resources")


def _spellings(link: str) -> tuple[str, ...]:
    """Return the names of a link: `pdf`, `pdf_url`, `url_pdf` and `pdf_link`; a path is the only
    one."""
    return (link,) if "." in link else (link, f"{link}_url", f"url_{link}", f"{link}_link")


NAMES = {plain(name): name for name in FIELDS}
NAMES |= OTHER_NAMES
NAMES |= {
    plain(theirs): f"urls.{name}"
    for name in LINKS
    for other in (name, *_LINKS.get(name, "").split())
    for theirs in _spellings(other)
}
NAMES = {
    plain(f"{name}_{end}"): name for name in FIELDS.keys() & SCHEMES for end in ("url", "link")
} | NAMES
# in `links: [{name: Code, url: …}]`, the name says which link it is
NAMES |= {
    f"{holder}.{theirs}": ours
    for holder in CONTAINERS
    for theirs, ours in list(NAMES.items())
    if "." not in theirs
    and theirs not in ("url", "link", "href")
    and (ours.startswith("urls.") or ours in SCHEMES)
}
#: Names of mappings that contain a known name.
_HOLDERS = frozenset(name.rpartition(".")[0] for name in NAMES if "." in name)
HOLDERS = _HOLDERS | {holder.rpartition(".")[0] for holder in _HOLDERS if "." in holder}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A mapping table: how to read the records of a file."""

    list: str = ""
    """The key that contains the records, with dots for nesting; empty for the only list."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Our field names by theirs, which precede NAMES; an empty text drops a field."""
    lookups: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """For each of their fields, the part of the file in which its values are keys, and a template
    for the value: `authors: [coauthors, "{first} {last}"]`."""
    rows: Mapping[str, str] = field(default_factory=dict)
    """Names in `fields` by plain name."""
    matched: set[str] = field(default_factory=set, compare=False)
    """Rows that matched at least one record."""

    def ours(self, theirs: str) -> str | None:
        """Return our field for one of theirs; None if the table has no row for it."""
        row = self.rows.get(plain(theirs))
        if row is None:
            return None
        self.matched.add(row)
        return self.fields[row]

    def lookup(self, theirs: str, rest: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return the lookup of a field; None if it has none. `rest` has the other parts of the
        file: a row whose part is not a mapping there matches nothing."""
        row = next((name for name in self.lookups if plain(name) == plain(theirs)), None)
        if row is None:
            return None
        if isinstance(rest.get(self.lookups[row][0]), dict):
            self.matched.add(f"lookups: {row}")
        return self.lookups[row]

    def leads_into(self, theirs: str) -> bool:
        """Return whether the table has a row for something nested in a field."""
        return any(row.startswith(f"{plain(theirs)}.") for row in self.rows)

    def reads(self, theirs: str) -> bool:
        """Return whether the table has a row for a field, or for something nested in it."""
        return plain(theirs) in self.rows or self.leads_into(theirs)

    def unmatched(self) -> Iterator[str]:
        """Yield rows that matched no record."""
        names = [*self.fields, *(f"lookups: {name}" for name in self.lookups)]
        names += [f"list: {self.list}"] if self.list else []
        yield from (name for name in names if name not in self.matched)


def read_table(text: str) -> Table:
    """Read a mapping table in YAML: `list`, `fields`, `lookups`. Raise ValueError."""
    parsed = parse(text)
    root = to_plain(parsed.roots[0]) if len(parsed.roots) == 1 else None
    if parsed.findings or not isinstance(root, dict):
        raise ValueError("a mapping table must be a YAML mapping with list, fields and lookups")
    for key in root:
        if key not in ("list", "fields", "lookups"):
            raise ValueError(
                f'unknown key "{key}" in the mapping table; known keys: list, fields, lookups'
            )
    fields, lookups = root.get("fields") or {}, root.get("lookups") or {}
    for name, part in (("fields", fields), ("lookups", lookups)):
        if not isinstance(part, dict):
            raise ValueError(f"{name} in the mapping table: write theirs: ours, one per line")
    fields = dict(_flat(fields))
    known = {*FIELDS, *(f"urls.{name}" for name in LINKS), ""}
    for theirs, ours in fields.items():
        if ours not in known:
            hint = nearest(str(ours), known) or "`papershelf schema --table` lists the fields"
            raise ValueError(f'"{theirs}: {ours}": unknown catalogue field; {hint}')
    for theirs, pair in lookups.items():
        if not (isinstance(pair, list) and len(pair) == 2):
            raise ValueError(f'lookups: write {theirs}: [other-part, "{{first}} {{last}}"]')
    return Table(
        list=str(root.get("list") or ""),
        fields=fields,
        lookups={theirs: (str(pair[0]), str(pair[1])) for theirs, pair in lookups.items()},
        rows={plain(name): name for name in fields},
    )


def _flat(pairs: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield `sources.code: urls.code` for `{sources: {code: urls.code}}`; an empty value drops a
    field."""
    for name, value in pairs.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", "" if value is None else value


def names_of(item: Mapping[str, Any], table: Table) -> set[str]:
    """Return our names of the fields of an object, and of what the table reads inside of them."""
    names = {plain(key) for key in item}
    rows = {ours for row, ours in table.fields.items() if plain(row.partition(".")[0]) in names}
    return rows | {NAMES.get(name, "") for name in names}


def is_work(item: Any, table: Table) -> bool:
    """Return whether a value is a work: a journal, an interface and a person have names, too, but
    no authors and no date."""
    return isinstance(item, dict) and len(_WORK & names_of(item, table)) > 1


_WORK = frozenset({"title", "authors", "published"})


def are_works(part: Mapping[str, Any], table: Table) -> bool:
    """Return whether the values of an object are works, of which some may lack a date."""
    works = list(part.values())
    if not all(isinstance(work, dict) and "title" in names_of(work, table) for work in works):
        return False
    return any(is_work(work, table) for work in works)


def keyed(works: nodes.Mapping) -> list[tuple[str, Node]]:
    """Return the works of a mapping in YAML, each with its key."""
    return [(key, node) for key, (_, node) in works.pairs.items()]


def with_keys(works: Mapping[str, Any]) -> list[Any]:
    """Return the works of an object, each with its key as its id unless it has one."""
    return [{"id": key} | item if isinstance(item, dict) else item for key, item in works.items()]


def records_of(whole: Mapping[str, Any], lists: Iterable[str], table: Table) -> str:
    """Return the key of a file that contains the records. Raise ValueError if it is ambiguous."""
    names = list(lists)
    if table.list:
        last = plain(table.list.rpartition(".")[2])
        key = next((key for key in whole if plain(key) == last), "")
        table.matched.add(f"list: {table.list}")
        if not key:
            raise ValueError(f"the mapping table says list: {table.list}, but nothing is there")
        return key
    if len(names) != 1:
        raise ValueError(
            "the file does not have exactly one list of records; set it in a mapping table: list: …"
        )
    return names[0]


_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def to_plain(node: Node) -> Any:
    """Return a node as text, list and dict. An empty line in folded or quoted text separates
    paragraphs."""
    return from_node(node, _text)


def _text(scalar: Scalar) -> str | None:
    if not scalar.style and scalar.text in _NOTHING:
        return None
    return scalar.text if scalar.style == "|" else scalar.text.replace("\n", "\n\n")
