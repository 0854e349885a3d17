"""What happens to each record of another source: the plan of an import, and its changes of files.

In: what `editing.intake` decided, record by record. Out: counts and words for a report, and the
changes. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from papershelf.catalogue import Entry, write
from papershelf.catalogue.disk import Place
from papershelf.editing import changeset, insertion
from papershelf.editing.changeset import Change
from papershelf.storage import bounds
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name
from papershelf.text.shorten import cut


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A record that becomes a new entry."""

    id: str
    values: Mapping[str, Any]
    where: str
    notes: tuple[str, ...] = ()
    """What is not kept, each as `field: text`."""
    doubts: tuple[str, ...] = ()
    """What someone should check: possible duplicates, and what was not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A record of a work that is already in the catalogue, or new in this run."""

    id: str
    where: str
    why: str
    """Why it counts as the same work, `same DOI 10.1000/182`."""
    entry: Entry | None
    """None if the work is new in this run; then `taken` is part of the new entry."""
    taken: Mapping[str, Any]
    """Fields that the entry takes from the record; empty if the record adds nothing."""
    before: Mapping[str, Any]
    """The entry's values before that."""
    notes: tuple[str, ...] = ()
    """What the record says and the entry does not, each as `field: text`."""
    doubts: tuple[str, ...] = ()
    """How values were read that are not as written; empty if nothing is taken."""

    @property
    def changes(self) -> Iterator[str]:
        """Yield each changed field in words."""
        for name, value in self.taken.items():
            old = self.before.get(name)
            if name == "urls" and old:
                value, old = {key: url for key, url in value.items() if key not in old}, None
            yield f"{name}: {shown(value)}" + (f" (was {shown(old)})" if old else "")


@dataclass(slots=True, kw_only=True)
class Plan:
    """What happens to each draft."""

    place: Place
    pages: frozenset[str] = frozenset()
    """Slugs of topics with pages; if there are none, every slug is a topic."""
    new: list[New] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Where a record is and why it is skipped: a notice, or a work that is twice in the
    catalogue."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Where a record is and why it cannot become an entry."""
    topics: dict[str, str] = field(default_factory=dict)
    """Titles of topics without a page, by slug."""

    def page_of(self, slug: str) -> str:
        """Return the name of the file with a topic's page."""
        return f"{self.place.content}/topics/{slug}.md"

    @property
    def updates(self) -> list[Met]:
        """Records that would change an entry of the catalogue."""
        return [item for item in self.met if item.taken and item.entry]

    def counts(self, *, updates: bool) -> dict[str, int]:
        """Return the number of records by what happened to them. One that is a new entry and also
        changes another one counts for both; otherwise the sum is that of all records."""
        changed = sum(bool(item.taken) for item in self.met)
        offered = 0 if updates else len(self.updates)
        return {
            "added": len(self.new),
            "updated": changed - offered,
            "unchanged": len(self.met) - changed,
            "skipped": len(self.skipped) + offered,
            "refused": len(self.refused),
        }

    def not_kept(self) -> dict[str, int]:
        """Return the number of records that lose something, by field, in descending order."""
        found: dict[str, int] = {}
        for notes in (*(item.notes for item in self.new), *(item.notes for item in self.met)):
            for name in {note.partition(":")[0] for note in notes}:
                found[name] = found.get(name, 0) + 1
        return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))

    def changes(self, *, updates: bool) -> list[Change]:
        """Return the changes of files, with or without updates."""
        found = []
        for slug, title in self.topics.items():
            name, text = self.page_of(slug), f"---\n{write.to_field('title', title)[0]}\n---\n"
            found.append(Change(self.place.root / name, name, "", text))
        after: dict[str, str] = {}
        rows = [(item.entry, item.taken) for item in self.updates if item.entry]
        read = {entry.source.name: entry.source.text for entry, _ in rows}
        if updates:
            changeset.require_cuttable(self.place, read)
            after = insertion.with_updates(rows)
        new = {item.id: write.to_entry({"id": item.id} | dict(item.values)) for item in self.new}
        found += _with_new(self.place, after, read, new)
        return found


def with_fields(place: Place, rows: Iterable[tuple[Entry, Mapping[str, Any]]]) -> list[Change]:
    """Return the changes that add fields to entries. Raise Blocked or Meanwhile."""
    rows = list(rows)
    read = {entry.source.name: entry.source.text for entry, _ in rows}
    changeset.require_cuttable(place, read)
    return _with_new(place, insertion.with_updates(rows), read, {})


def shown(value: Any) -> str:
    """Return a value as one short line of a report."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {text}" for name, text in value.items())
    if isinstance(value, tuple) and not isinstance(value, PartialDate):
        return cut("; ".join(v.shown if isinstance(v, Name) else str(v) for v in value))
    return cut(" ".join(str(value).split()))


def _with_new(
    place: Place, after: dict[str, str], read: Mapping[str, str], new: Mapping[str, str]
) -> list[Change]:
    """Return the changes of the catalogue's files: updates, then new entries. `read` has the texts
    for which the updates were prepared."""
    changes = {}
    for name, text in after.items():
        path = place.root / name
        data = bounds.read(place.root, path).decode("utf-8")
        bom = changeset.BOM if data.startswith(changeset.BOM) else ""
        if data.removeprefix(bom) != read[name]:
            raise changeset.Meanwhile(name)
        changes[name] = Change(path, name, data, bom + text)
    if new:
        for change in changeset.insertion(place, new, after):
            first = changes.get(change.name)
            changes[change.name] = change._replace(before=first.before) if first else change
    return list(changes.values())
