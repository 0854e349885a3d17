"""Records of others become entries of a catalogue: new ones, and updates of what is there.

In: drafts, the Source of a collection, today. Out: a Plan: what is added, what an entry could take
over, what is in the catalogue already, and what had to be left out, each with its reason. Whether
two records are one work is for `catalogue.works`, what one takes over for `catalogue.merge`. It
writes nothing; `Plan.changes` says what would be.
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
    """What becomes of topics and keywords of records."""

    always: tuple[str, ...] = ()
    """Slugs that every new entry gets."""
    words: Mapping[str, str] = field(default_factory=dict)
    """A topic or keyword of theirs, case folded → a slug of ours."""
    takes_words: bool = False
    """Whether every keyword becomes a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A record that becomes an entry."""

    id: str
    values: Mapping[str, Any]
    where: str
    notes: tuple[str, ...] = ()
    """What is not kept, `field: text` each."""
    doubts: tuple[str, ...] = ()
    """What somebody should look at: possible duplicates, what was not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A record of a work that is in the catalogue already, or new in this very run."""

    id: str
    where: str
    why: str
    """Why it counts as the same work, `same DOI 10.1000/182`."""
    entry: Entry | None
    """None where the work is new in this run: then what is taken is part of the new entry."""
    taken: Mapping[str, Any]
    """Fields that the entry takes over; empty where the record adds nothing."""
    before: Mapping[str, Any]
    """The values of the entry without them."""
    notes: tuple[str, ...] = ()
    """What the record says and the entry does not, `field: text` each."""
    doubts: tuple[str, ...] = ()
    """How the record was read, where it is not as it is written; empty where nothing is taken."""

    @property
    def changes(self) -> Iterator[str]:
        """Each field that is taken over, in words."""
        for name, value in self.taken.items():
            old = self.before.get(name)
            if name == "urls" and old:
                value, old = {key: url for key, url in value.items() if key not in old}, None
            yield f"{name}: {_shown(value)}" + (f" (was {_shown(old)})" if old else "")


@dataclass(slots=True, kw_only=True)
class Plan:
    """What comes of some drafts."""

    place: Place
    pages: frozenset[str] = frozenset()
    """Slugs of topics that have pages; where there is none, every slug is a topic."""
    new: list[New] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Where, and why a record is left alone: a notice, a work that is there twice."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Where, and why there is no entry in it."""
    topics: dict[str, str] = field(default_factory=dict)
    """Slug → title of topics that have no page yet."""

    @property
    def updates(self) -> list[Met]:
        """Records that would change an entry of the catalogue."""
        return [item for item in self.met if item.taken and item.entry]

    def counts(self, *, updates: bool) -> dict[str, int]:
        """Return what became of each record, in numbers; together they are all records."""
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
        """Return how many records lose something, by field, the most first."""
        found: dict[str, int] = {}
        for notes in (*(item.notes for item in self.new), *(item.notes for item in self.met)):
            for name in {note.partition(":")[0] for note in notes}:
                found[name] = found.get(name, 0) + 1
        return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))

    def changes(self, *, updates: bool) -> list[Change]:
        """Return the files before and after; with the updates, or without."""
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
    """Decide what becomes of each draft.

    `is_asked` says that somebody asked for these works by their identifiers: none comes in without
    the one that another entry has already, and a notice is refused.
    """
    made = Plan(place=place, pages=frozenset(topic_pages(source.pages)))
    planner = _Planner(made, Known(source.entries), today, topics or Topics(), is_asked)
    for draft in drafts:
        planner.take(draft)
    # a record may name one that comes after it, so this waits until all of them have their ids
    made.new = [_without_dangling(item, planner.ids, planner.known.taken) for item in made.new]
    return made


@dataclass(slots=True)
class _Planner:
    """What is known while the drafts of one run are looked at."""

    made: Plan
    known: Known
    today: datetime.date
    topics: Topics
    is_asked: bool
    ids: dict[str, str] = field(default_factory=dict)
    """A record's own key → the id that it has here."""
    places: dict[str, int] = field(default_factory=dict)
    """Id of a new entry → its place among them."""
    ours: set[str] = field(default_factory=set)
    """Ids of new entries that were entries of one catalogue like this one."""

    def take(self, draft: Draft) -> None:
        """Decide what becomes of one draft."""
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
            why = "; ".join(read.lost) or f"it has no {' and no '.join(names)}"
            self.made.refused.append((draft.where, why))
            return
        doubts = [f"perhaps not a paper but a notice about another one ({word})"] if word else []
        doubts += read.doubts
        self._place(draft, read.values, [*read.lost, *_left(draft)], doubts)

    def _place(
        self, draft: Draft, values: dict[str, Any], notes: list[str], doubts: list[str]
    ) -> None:
        """Find the entry that a record belongs to, or make one."""
        several = self.known.find_all(values)
        if len(several) > 1:
            told = f"the catalogue has this work twice ({', '.join(several)}): keep one entry"
            self.made.skipped.append((draft.where, f"{told}, with the other id in its aliases"))
            return
        same, likely = self.known.find(values, self.ours if draft.is_ours else ())
        if same:
            self._meet(draft, same, values, notes, doubts)
        elif self.is_asked and self.known.taken_identifiers(values):
            found = self.known.taken_identifiers(values)
            others = {other: self.known.values[other].get("title", "") for other in found.values()}
            named = " and ".join(f'{other} ("{title}")' for other, title in others.items())
            told = f'{" and ".join(found)} already in {named}, but this is "{values["title"]}"'
            self.made.skipped.append((draft.where, f"{told}; nothing was taken over"))
        else:
            doubts += (f"possible duplicate of {each.id}: {each.verdict.why}" for each in likely)
            self._add(draft, values, notes, doubts)

    def _add(
        self, draft: Draft, values: dict[str, Any], notes: list[str], doubts: list[str]
    ) -> None:
        """Make a new entry."""
        notes += _taken(self.known, values)
        for name in self.known.taken_identifiers(values):
            del values[name]
        values.pop("id", None)
        _set_topics(values, self.topics, self.made, notes)
        values.setdefault("added", dates.parse(self.today.isoformat()))
        paper_id = _id(draft.key, values, self.known)
        self.known.add(paper_id, values)
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
        """Note what an entry takes over from another record of its work, and what it does not."""
        if draft.key:
            self.ids.setdefault(draft.key, same.id)
        entry, mine = self.known.entries.get(same.id), self.known.values[same.id]
        refused = self.known.taken_identifiers(values, same.id)
        merged = merge(mine, values, refused)
        notes = [*_taken(self.known, values, same.id), *notes]
        notes += [f"{name}: {_shown(value)}" for name, value in merged.not_taken.items()
                  if name not in refused]  # fmt: skip
        if merged.taken and entry is None:  # it is new in this very run
            place = self.places[same.id]
            item = self.made.new[place]
            self.made.new[place] = replace(item, values={**item.values, **merged.taken})
        self.known.learn(same.id, {**mine, **merged.taken})  # a third record may name it by these
        self.made.met.append(
            Met(id=same.id, where=draft.where, why=same.verdict.why, entry=entry,
                taken=merged.taken, before=mine, notes=tuple(notes),
                doubts=tuple(doubts) if merged.taken else ())
        )  # fmt: skip


def _taken(known: Known, values: Mapping[str, Any], own: str = "") -> list[str]:
    """Return a line for each identifier that belongs to another entry."""
    return [
        f"{name}: {values[name]} already belongs to {other}"
        for name, other in known.taken_identifiers(values, own).items()
    ]


def _left(draft: Draft) -> list[str]:
    return [f"{name}: {text}" for name, text in draft.left.items()]


def _id(key: str, values: dict[str, Any], known: Known) -> str:
    """The record's own key where it can be an id, in our letters; else a new one."""
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
    """Topics of ours for words of theirs; what has no page yet is noted with its title."""
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
    """Why a word of theirs is no topic, and what makes it one."""
    spec = f"{word}={slug}"
    shown = f'"{spec}"' if re.search(r"[^\w=.-]", spec) else spec
    return f"topics: {word} has no page here; --topics {shown}{MAKES_ONE}"


#: How the line ends that says why a word is no topic: one for all records with this word.
MAKES_ONE = " makes one"


def _without_dangling(item: New, ids: Mapping[str, str], taken: Collection[str]) -> New:
    """An entry with the ids that the papers it names have here; names of papers that this catalogue
    does not have would be errors."""
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
    """Changes of the catalogue's files: updates, and then what is new. `read` has the texts that
    the updates were thought out for."""
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
