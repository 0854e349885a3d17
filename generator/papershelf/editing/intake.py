"""Turn records of other sources into new entries and updates of existing ones.

In: drafts, the Source of a collection, today's date. Out: a Plan: which entries are added, which
could be updated, which are already in the catalogue, and what had to be left out, each with a
reason. `catalogue.works` decides whether two records are one work, `catalogue.merge` what an entry
takes from one. Writes nothing; `Plan.changes` returns the changes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from papershelf.catalogue import Entry, Source, forms, write
from papershelf.catalogue.fields import FIELDS, REQUIRED
from papershelf.catalogue.merge import merge
from papershelf.catalogue.topics import to_title, topic_pages
from papershelf.catalogue.works import IDENTIFIERS
from papershelf.editing import changeset, insertion
from papershelf.editing.changeset import Change
from papershelf.importers import notices
from papershelf.importers.draft import Draft, to_values
from papershelf.importers.match import Known, Match
from papershelf.outputs.settings import Place
from papershelf.storage import bounds
from papershelf.text import dates
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name
from papershelf.text.shorten import cut
from papershelf.text.slugs import to_slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """How topics and keywords of records become topics of entries."""

    always: tuple[str, ...] = ()
    """Slugs for every new entry."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Our slugs by the record's topics and keywords, case-folded."""
    takes_words: bool = False
    """Whether every keyword becomes a topic."""


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
            yield f"{name}: {_shown(value)}" + (f" (was {_shown(old)})" if old else "")


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

    @property
    def updates(self) -> list[Met]:
        """Records that would change an entry of the catalogue."""
        return [item for item in self.met if item.taken and item.entry]

    def counts(self, *, updates: bool) -> dict[str, int]:
        """Return the number of records by what happened to them; the sum is that of all records."""
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
        found = [_topic_page(self.place, slug, title) for slug, title in self.topics.items()]
        after: dict[str, str] = {}
        rows = [(item.entry, item.taken) for item in self.updates if item.entry]
        read = {entry.source.name: entry.source.text for entry, _ in rows}
        if updates:
            changeset.require_cuttable(self.place, read)
            after = insertion.with_updates(rows)
        new = {item.id: write.to_entry({"id": item.id} | dict(item.values)) for item in self.new}
        found += _with_new(self.place, after, read, new)
        return found


def plan(
    drafts: Iterable[Draft],
    source: Source,
    place: Place,
    today: datetime.date,
    *,
    topics: Topics | None = None,
    is_asked: bool = False,
) -> Plan:
    """Decide what happens to each draft.

    `is_asked` means that a person gave the identifiers of these works: then a record whose
    identifier belongs to another entry is skipped, and a notice is refused.
    """
    made = Plan(place=place, pages=frozenset(topic_pages(source.pages)))
    planner = _Planner(made, Known(source.entries), today, topics or Topics(), is_asked)
    for draft in drafts:
        planner.take(draft)
    # a record may refer to a later one, so this runs after all have their ids
    made.new = [_without_dangling(item, planner.ids, planner.known.taken) for item in made.new]
    return made


@dataclass(slots=True)
class _Planner:
    """The state while the drafts of one run are processed."""

    made: Plan
    known: Known
    today: datetime.date
    topics: Topics
    is_asked: bool
    ids: dict[str, str] = field(default_factory=dict)
    """Ids here by the records' own keys."""
    places: dict[str, int] = field(default_factory=dict)
    """Positions of new entries by id."""
    ours: set[str] = field(default_factory=set)
    """Ids of new entries from another Papershelf catalogue."""

    def take(self, draft: Draft) -> None:
        """Decide what happens to one draft."""
        if draft.why_not:
            self.made.refused.append((draft.where, draft.why_not))
            return
        word = "" if draft.is_ours else notices.hear_title(draft)
        if draft.notice:
            kind = self.made.refused if self.is_asked else self.made.skipped
            kind.append((draft.where, draft.notice))
            return
        read = to_values(draft)
        missing = [name for name in REQUIRED if name not in read.values and name != "id"]
        if missing:
            names = ["date" if name == "published" else name for name in missing]
            why = "; ".join(read.lost) or f"no {' and no '.join(names)}"
            self.made.refused.append((draft.where, why))
            return
        doubts = [f"this may be a notice about another paper ({word})"] if word else []
        doubts += read.doubts
        self._place(draft, read.values, [*read.lost, *_left(draft)], doubts)

    def _place(
        self, draft: Draft, values: dict[str, Any], notes: list[str], doubts: list[str]
    ) -> None:
        """Find the entry of a record's work, or make one."""
        several = self.known.find_all(values)
        if len(several) > 1:
            why = f"its identifiers belong to several entries ({', '.join(several)}); {_SEVERAL}"
            self.made.skipped.append((draft.where, why))
            return
        same, likely = self.known.find(values, self.ours if draft.is_ours else ())
        if same:
            self._meet(draft, same, values, notes, doubts)
        elif self.is_asked and self.known.taken_identifiers(values):
            found = self.known.taken_identifiers(values)
            others = {other: self.known.values[other].get("title", "") for other in found.values()}
            named = " and ".join(f'{other} ("{title}")' for other, title in others.items())
            why = (
                f'{" and ".join(found)} already in {named}, but this record is "{values["title"]}"'
            )
            self.made.skipped.append((draft.where, f"{why}; the record was skipped"))
        else:
            doubts += (f"possible duplicate of {each.id}: {each.verdict.why}" for each in likely)
            self._add(draft, values, notes, doubts)

    def _add(
        self, draft: Draft, values: dict[str, Any], notes: list[str], doubts: list[str]
    ) -> None:
        """Make a new entry."""
        notes += _taken(self.known, values)
        others = {name: values.pop(name) for name in self.known.taken_identifiers(values)}
        values.pop("id", None)
        _set_topics(values, self.topics, self.made, notes)
        values.setdefault("added", dates.parse(self.today.isoformat()))
        paper_id = _id(draft.key, values, self.known)
        self.known.add(paper_id, values)
        self.known.learn(paper_id, values, others)
        if draft.is_ours:
            self.ours.add(paper_id)
        if draft.key:
            self.ids.setdefault(draft.key, paper_id)
        self.places[paper_id] = len(self.made.new)
        self.made.new.append(
            New(
                id=paper_id,
                values=values,
                where=draft.where,
                notes=tuple(notes),
                doubts=tuple(doubts),
            )
        )

    def _meet(
        self,
        draft: Draft,
        same: Match,
        values: dict[str, Any],
        notes: list[str],
        doubts: list[str],
    ) -> None:
        """Note what an entry takes from another record of its work, and what it does not."""
        if draft.key:
            self.ids.setdefault(draft.key, same.id)
        entry, mine = self.known.entries.get(same.id), self.known.values[same.id]
        refused = self.known.taken_identifiers(values, same.id)
        merged = merge(mine, values, refused)
        notes = [*_taken(self.known, values, same.id), *notes]
        notes += [f"{name}: {_shown(value)}" for name, value in merged.not_taken.items()
                  if name not in refused]  # fmt: skip
        if merged.taken and entry is None:  # new in this run
            place = self.places[same.id]
            item = self.made.new[place]
            self.made.new[place] = replace(item, values={**item.values, **merged.taken})
        # a third record may use these identifiers
        others = {name: values[name] for name in IDENTIFIERS if name in merged.not_taken}
        self.known.learn(same.id, {**mine, **merged.taken}, others)
        self.made.met.append(
            Met(id=same.id, where=draft.where, why=same.verdict.why, entry=entry,
                taken=merged.taken, before=mine, notes=tuple(notes),
                doubts=tuple(doubts) if merged.taken else ())
        )  # fmt: skip


#: What to do about entries that the identifiers of one record belong to.
_SEVERAL = (
    "if they are the same work, keep one and add the other id to its aliases;"
    " if not, correct the identifier of one"
)


def _taken(known: Known, values: Mapping[str, Any], own: str = "") -> list[str]:
    """Return a line for each identifier that belongs to another entry."""
    return [
        f"{name}: {values[name]} already belongs to {other}"
        for name, other in known.taken_identifiers(values, own).items()
    ]


def _left(draft: Draft) -> list[str]:
    return [f"{name}: {text}" for name, text in draft.left.items()]


def _id(key: str, values: dict[str, Any], known: Known) -> str:
    """Return the record's own key, in our letters, if it can be an id; otherwise a new id."""
    wanted = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:80]
    is_telling = wanted == key or bool(re.search("[a-z]{2}", wanted))
    if is_telling and re.fullmatch(forms.ID_PATTERN, wanted) and wanted not in known.taken:
        return wanted
    return known.new_id(values)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {text}" for name, text in value.items())
    if isinstance(value, tuple) and not isinstance(value, PartialDate):
        return cut("; ".join(v.shown if isinstance(v, Name) else str(v) for v in value))
    return cut(" ".join(str(value).split()))


def _set_topics(values: dict[str, Any], wanted: Topics, made: Plan, lost: list[str]) -> None:
    """Set our topics for the record's words; note those without a page, with a title."""
    slugs = dict.fromkeys(wanted.always)
    titles: dict[str, str] = {}
    for word in values.get("topics", ()):
        slug = wanted.words.get(word.casefold()) or to_slug(word)
        is_slug = slug == word or slug in made.pages
        if is_slug or wanted.takes_words or word.casefold() in wanted.words:
            slugs[slug] = None
            titles |= {} if slug == word else {slug: word}
        else:
            lost.append(_no_page(word, slug))
    for word in values.get("keywords", ()):
        slug = wanted.words.get(word.casefold()) or (to_slug(word) if wanted.takes_words else "")
        if slug:
            slugs[slug] = None
            titles.setdefault(slug, word)
    asked = {*wanted.always, *wanted.words.values(), *titles}
    for slug in [slug for slug in slugs if made.pages and slug not in made.pages]:
        if slug in asked or wanted.takes_words:
            made.topics.setdefault(slug, titles.get(slug) or to_title(slug))
        else:
            del slugs[slug]
            lost.append(_no_page(slug, slug))
    values.pop("topics", None)
    if slugs:
        values["topics"] = tuple(slugs)


def _no_page(word: str, slug: str) -> str:
    """Return why a word does not become a topic, and how to change that."""
    spec = f"{word}={slug}"
    shown = f'"{spec}"' if re.search(r"[^\w=.-]", spec) else spec
    return f"topics: {word} has no page; --topics {shown}{MAKES_ONE}"


#: The end of that line; the report counts equal lines of all records.
MAKES_ONE = " creates one"


def _without_dangling(item: New, ids: Mapping[str, str], taken: Collection[str]) -> New:
    """Return an entry with references to papers by their ids here, and without those to papers that
    are not in this catalogue, which would be errors."""
    values, gone = dict(item.values), []
    for name in ("related", "superseded_by"):
        wanted = values.pop(name, ())
        wanted = (wanted,) if isinstance(wanted, str) else wanted
        found = [ids.get(text, text) for text in wanted]
        kept = tuple(dict.fromkeys(text for text in found if text in taken and text != item.id))
        gone += [text for text, now in zip(wanted, found) if now not in kept]
        if kept:
            values[name] = kept if name == "related" else kept[0]
    notes = item.notes
    if gone:
        notes = (*notes, f"related: not in this catalogue: {', '.join(gone)}")
    ordered = {name: values[name] for name in FIELDS if values.get(name) not in (None, ())}
    return replace(item, values=ordered, notes=notes)


# --- files ---------------------------------------------------------------------------------------


def _topic_page(place: Place, slug: str, title: str) -> Change:
    name = f"{place.content}/topics/{slug}.md"
    text = f"---\n{write.to_field('title', title)[0]}\n---\n"
    return Change(place.root / name, name, "", text)


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
