"""Room 7: records of others become entries of a catalogue: new ones, and updates of what is there.

In: drafts, the Source of a collection, today. Out: a Plan: what is added, what could be brought up
to date, what was there already, and what had to be left out, each with its reason. It writes
nothing; `Plan.changes` says what would be.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator import edits, updating
from generator.catalogue import Entry, Source, forms, write
from generator.catalogue.fields import FIELDS, REQUIRED
from generator.catalogue.topics import to_title, topic_pages
from generator.edits import Change
from generator.importers.draft import Draft, shortened, to_values
from generator.importers.match import Known
from generator.settings import Place
from generator.text import dates
from generator.text.dates import PartialDate
from generator.text.names import Name
from generator.text.slugs import to_slug

#: What a published version of a preprint, or the preprint of a publication, may add to an entry.
UPDATED = (
    "author_count", "type", "venue", "publisher", "volume", "issue", "pages", "edition", "doi",
    "arxiv", "openreview", "acl", "pmid", "isbn", "urls", "abstract", "language", "license",
)  # fmt: skip
#: Values that stand only until something better is known.
_PROVISIONAL = {"venue": frozenset({"arxiv", "preprint", "corr"}), "type": frozenset({"article"})}


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
    """What was lost or has no place, one line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An entry that is there and could have more."""

    entry: Entry
    values: Mapping[str, Any]
    """Fields that would be added or replaced."""
    where: str
    by: str = ""
    """By what one knows that it is the same work."""
    notes: tuple[str, ...] = ()
    """What the record says besides that the entry does not, one line each."""

    @property
    def id(self) -> str:
        return str(self.entry.values["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """A record of a work that is there already."""

    id: str
    where: str
    by: str
    """By what one knows it, `DOI 10.1000/182`."""
    notes: tuple[str, ...] = ()
    """What it says that the entry does not, one line each."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """What comes of some drafts."""

    place: Place
    pages: frozenset[str] = frozenset()
    """Slugs of topics that have pages; where there is none, every slug is a topic."""
    new: list[New] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    there: list[There] = field(default_factory=list)
    twice: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Where, and the ids of entries that are this one work; to update one would be an error."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Where, and why there is no entry in it."""
    topics: dict[str, str] = field(default_factory=dict)
    """Slug → title of topics that have no page yet."""

    def changes(self, *, updates: bool) -> list[Change]:
        """The files before and after; with the updates, or without."""
        found = [_topic_page(self.place, slug, title) for slug, title in self.topics.items()]
        after: dict[str, str] = {}
        read = {item.entry.source.name: item.entry.source.text for item in self.updates}
        if updates:
            edits.require_cuttable(self.place, read)
            after = updating.with_updates((item.entry, item.values) for item in self.updates)
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
) -> Plan:
    """Decides what becomes of each draft."""
    made = Plan(place=place, pages=frozenset(topic_pages(source.pages)))
    known = Known(source.entries)
    ids: dict[str, str] = {}  # a record's own key → the id that it has here
    ours: set[str] = set()
    for draft in drafts:
        if draft.why_not:
            made.refused.append((draft.where, draft.why_not))
            continue
        read = to_values(draft)
        values, lost = read.values, list(read.lost)
        missing = [name for name in REQUIRED if name not in values and name != "id"]
        if missing:
            names = ["date" if name == "published" else name for name in missing]
            why = "; ".join(lost) or f"it has no {' and no '.join(names)}"
            made.refused.append((draft.where, why))
            continue
        several = known.find_all(values)
        if len(several) > 1:
            made.twice.append((draft.where, several))
            continue
        same, by = known.same(values, ours if draft.is_ours else ())
        if same:
            notes = [*lost, *_told(draft)]
            meeting = There(id=same, where=draft.where, by=by, notes=tuple(notes))
            if draft.key:
                ids.setdefault(draft.key, same)
            _meet(made, meeting, values, known)
            continue
        values.pop("id", None)
        for name, other in known.taken_identifiers(values).items():
            lost.append(f"{name}: {values.pop(name)} is already that of {other}, another work")
        _set_topics(values, topics or Topics(), made, lost)
        values.setdefault("added", dates.parse(today.isoformat()))
        paper_id = _id(draft.key, values, known)
        known.add(paper_id, values)
        if draft.is_ours:
            ours.add(paper_id)
        if draft.key:
            ids.setdefault(draft.key, paper_id)
        made.new.append(
            New(id=paper_id, values=values, where=draft.where, notes=(*lost, *_told(draft)))
        )
    # a record may name one that stands below it, so this comes when all of them have their ids
    made.new = [_without_dangling(item, ids, known.taken) for item in made.new]
    return made


def _told(draft: Draft) -> list[str]:
    return [f"{name}: {text}" for name, text in draft.left.items()]


def _id(key: str, values: dict[str, Any], known: Known) -> str:
    """The record's own key where it can be an id, in our letters; else a new one."""
    wanted = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:80]
    is_telling = wanted == key or bool(re.search("[a-z]{2}", wanted))
    if is_telling and re.fullmatch(forms.ID_PATTERN, wanted) and wanted not in known.taken:
        return wanted
    return known.new_id(values)


def _meet(made: Plan, there: There, values: dict[str, Any], known: Known) -> None:
    """The work is there: what it could take over from the record, and what else the record says."""
    entry = known.entries.get(there.id)
    mine = dict(known.values[there.id])
    for update in made.updates:  # what an earlier record of the same work brings
        if update.id == there.id:
            mine |= update.values
    more = updates_of(mine, values)
    known.learn(there.id, {**mine, **more})  # a third record may name it by what this one says
    others = {
        name: values[name]
        for name in FIELDS
        if name not in more and name in values and name not in ("id", "added", "type")
        if not _is_in(values[name], mine.get(name))
    }
    lines = [f"{name}: {_shown(value)}" for name, value in others.items()]
    notes = (*lines, *there.notes)
    if entry is not None and more:
        update = Update(entry=entry, values=more, where=there.where, by=there.by, notes=notes)
        made.updates.append(update)
    elif more:  # it is new in this very run
        place = next(n for n, item in enumerate(made.new) if item.id == there.id)
        item = made.new[place]
        made.new[place] = replace(item, values={**item.values, **more})
        made.there.append(replace(there, notes=notes))
    else:
        made.there.append(replace(there, notes=notes))


def _is_in(new: Any, old: Any) -> bool:
    """Whether an entry says what a record says, or more of it."""
    if isinstance(new, Mapping):
        return isinstance(old, Mapping) and new.items() <= old.items()
    if isinstance(new, PartialDate):
        return isinstance(old, PartialDate) and str(old).startswith(str(new))
    if isinstance(new, tuple):
        names = {_letters(item) for item in old or ()}
        return all(_letters(item) in names for item in new)
    return _letters(new) == _letters(old or "")


def _letters(value: Any) -> str:
    text = value.shown if isinstance(value, Name) else str(value)
    return re.sub(r"\W+", "", text).casefold() or text


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {text}" for name, text in value.items())
    if isinstance(value, tuple) and not isinstance(value, PartialDate):
        return shortened("; ".join(v.shown if isinstance(v, Name) else str(v) for v in value))
    return shortened(" ".join(str(value).split()))


def updates_of(mine: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a record of the same work has that the values of an entry lack, or have only
    provisionally."""
    more: dict[str, Any] = {}
    for name in UPDATED:
        old, new = mine.get(name), values.get(name)
        if new in (None, "", ()) or new == old:
            continue
        if name == "author_count" and mine.get("authors"):  # "et al." counts no list that is there
            continue
        if name == "urls":
            links = {key: url for key, url in new.items() if key not in (old or {})}
            if links:
                more[name] = {**(old or {}), **links}
        elif old is None or str(old).casefold() in _PROVISIONAL.get(name, ()):
            more[name] = new
    # a type alone says nothing: it is derived where it is missing
    return {} if set(more) <= {"type", "language", "license"} else more


def _set_topics(values: dict[str, Any], wanted: Topics, made: Plan, lost: list[str]) -> None:
    """Topics of ours for words of theirs; what has no page yet is noted with its title."""
    slugs = dict.fromkeys(wanted.always)
    titles = {}
    for word in values.get("topics", ()):
        slugs[wanted.words.get(word.casefold(), word)] = None
    for word in values.get("keywords", ()):
        slug = wanted.words.get(word.casefold()) or (to_slug(word) if wanted.takes_words else "")
        if slug:
            slugs[slug] = None
            titles[slug] = word
    unknown = [slug for slug in slugs if made.pages and slug not in made.pages]
    asked = {*wanted.always, *wanted.words.values(), *titles}
    for slug in unknown:
        if slug in asked or wanted.takes_words:
            made.topics.setdefault(slug, titles.get(slug) or to_title(slug))
        else:
            del slugs[slug]
            lost.append(f"topics: {slug} has no page here; --topics {slug}={slug} makes one")
    values.pop("topics", None)
    if slugs:
        values["topics"] = tuple(slugs)


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
        data = path.read_bytes().decode("utf-8")
        bom = edits.BOM if data.startswith(edits.BOM) else ""
        if data.removeprefix(bom) != read[name]:
            raise edits.Meanwhile(name)
        changes[name] = Change(path, name, data, bom + text)
    if new:
        for change in edits.insertion(place, new, after):
            first = changes.get(change.name)
            changes[change.name] = change._replace(before=first.before) if first else change
    return list(changes.values())
