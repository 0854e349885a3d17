"""Turn records of other sources into new entries and updates of existing ones.

In: drafts, the Source of a collection, today's date. Out: an `editing.plan.Plan`: which entries are
added, which could be updated, which are already in the catalogue, and what had to be left out, each
with a reason. `catalogue.works` decides whether two records are one work, `catalogue.merge` what an
entry takes from one. Writes nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from papershelf.catalogue import Source, forms, works
from papershelf.catalogue.disk import Place
from papershelf.catalogue.fields import FIELDS, REQUIRED
from papershelf.catalogue.merge import merge
from papershelf.catalogue.topics import to_title, topic_pages
from papershelf.catalogue.works import IDENTIFIERS
from papershelf.editing.plan import Met, New, Plan, shown
from papershelf.importers import notices
from papershelf.importers.draft import Draft
from papershelf.importers.match import Known, Match
from papershelf.importers.values import to_values
from papershelf.text import dates
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
    planner.take_again()
    planner.finish()
    return made


class _Record(NamedTuple):
    """A draft with its typed values."""

    draft: Draft
    values: Mapping[str, Any]
    notes: tuple[str, ...]
    doubts: tuple[str, ...]
    others: Mapping[str, Any] = {}
    """Its identifiers that belong to other works; they are not among the values."""


#: What happens to a record: a new entry, a known work, or where it is and why it is skipped.
_Outcome: TypeAlias = New | Met | tuple[str, str]
#: How often records of the same works are taken again; of 30,000 drawn files, all needed fewer.
_MOST_TIMES = 10


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
    ours: set[str] = field(default_factory=set)
    """Ids of new entries from another Papershelf catalogue."""
    decided: list[tuple[_Record | None, list[_Outcome]]] = field(default_factory=list)
    """What happens to each record; None for a notice."""
    changed: set[str] = field(default_factory=set)
    """Ids of works that changed or were added after earlier records were compared with them."""

    def take(self, draft: Draft) -> None:
        """Decide what happens to one draft."""
        if draft.why_not:
            self.made.refused.append((draft.where, draft.why_not))
            return
        word = "" if draft.is_ours else notices.hear_title(draft)
        if draft.notice and self.is_asked:
            self.made.refused.append((draft.where, draft.notice))
            return
        if draft.notice:
            self.decided.append((None, [(draft.where, draft.notice)]))
            return
        read = to_values(draft)
        missing = [name for name in REQUIRED if name not in read.values and name != "id"]
        if missing:
            names = ["date" if name == "published" else name for name in missing]
            why = "; ".join(read.lost) or f"no {' and no '.join(names)}"
            self.made.refused.append((draft.where, why))
            return
        doubts = [f"this may be a notice about another paper ({word})"] if word else []
        notes = (*read.lost, *(f"{name}: {cut(text)}" for name, text in draft.left.items()))
        record = _Record(draft, read.values, notes, (*doubts, *read.doubts))
        outcome = self._decide(record)
        self.decided.append((record, [outcome] if outcome else []))

    def take_again(self) -> None:
        """Compare records again with entries that later records changed, until nothing changes.

        Without this, a second import of the same records would change something.
        """
        for _ in range(_MOST_TIMES):
            changed, self.changed = self.changed, set()
            if not changed:
                return
            self.known = self.known.reread()
            self.ours.clear()
            again = [
                (record, outcomes)
                for record, outcomes in self.decided
                if record and not changed.isdisjoint(self.known.candidates(record.values))
            ]
            if not sum(self._take_again(record, outcomes) for record, outcomes in again):
                return

    def _take_again(self, record: _Record, outcomes: list[_Outcome]) -> bool:
        """Decide again what happens to a record; return whether it changes or adds an entry."""
        can_add = not any(isinstance(each, New) for each in outcomes)
        outcome = self._decide(record, can_add=can_add)
        if outcome is None or not _is_news(outcome):
            return False
        last = outcomes[-1]
        if isinstance(outcome, Met) and isinstance(last, New | Met) and last.id == outcome.id:
            if isinstance(last, Met):
                both = {**last.taken, **outcome.taken}
                outcomes[-1] = replace(outcome, taken=both, before=last.before)
        elif _is_news(last):
            outcomes.append(outcome)
        else:
            outcomes[-1] = outcome
        return True

    def finish(self) -> None:
        """Put what was decided into the plan."""
        for outcome in (outcome for _, outcomes in self.decided for outcome in outcomes):
            if isinstance(outcome, New):
                # it may have taken values of others, and refer to a later one
                new = replace(outcome, values=self.known.values[outcome.id])
                self.made.new.append(_without_dangling(new, self.ids, self.known.taken))
            elif isinstance(outcome, Met):
                now = self.known.values[outcome.id]
                kept = {name: value for name, value in outcome.taken.items() if value == now[name]}
                self.made.met.append(replace(outcome, taken=kept))
            else:
                self.made.skipped.append(outcome)

    def _decide(self, record: _Record, *, can_add: bool = True) -> _Outcome | None:
        """Find the entry of a record's work, or make one if it can be added."""
        where, values = record.draft.where, record.values
        several = self.known.find_all(values)
        if len(several) > 1:
            why = f"its identifiers belong to several entries ({', '.join(several)}); {_SEVERAL}"
            return where, why
        # an identifier of a work that is not this one proves nothing
        others = self.known.taken_identifiers(values, *several)
        own = {name: value for name, value in values.items() if name not in others}
        ours = self.ours if record.draft.is_ours else ()
        same, _ = self.known.find(own, ours)
        if not same and others and self.is_asked:
            there = {other: self.known.values[other] for other in others.values()}
            named = " and ".join(f'{key} ("{its.get("title", "")}")' for key, its in there.items())
            same_title = [its for its in there.values() if works.titles_agree(values, its)]
            this = f'is "{values["title"]}"'
            if same_title:
                this = f"has {works.compare(values, same_title[0]).why.partition(', but ')[2]}"
            why = f"but this record {this}; the record was skipped"
            return where, f"{' and '.join(others)} already in {named}, {why}"
        notes = (*_taken(values, others), *record.notes)
        theirs = {name: values[name] for name in others}
        record = record._replace(values=own, notes=notes, others=theirs)
        if same:
            return self._meet(record, same)
        return self._add(record, self.known.find(values, ours)[1]) if can_add else None

    def _add(self, record: _Record, likely: Iterable[Match]) -> New:
        """Make a new entry."""
        draft, values = record.draft, dict(record.values)
        notes = list(record.notes)
        values.pop("id", None)
        has_others = bool(self.known.candidates(values))
        _set_topics(values, self.topics, self.made, notes)
        values.setdefault("added", dates.parse(self.today.isoformat()))
        paper_id = _id(draft.key, values, self.known)
        aliases = values.pop("aliases", ())
        taken = [alias for alias in aliases if alias in self.known.taken]
        notes += [f"aliases: {alias} already belongs to another entry" for alias in taken]
        if free := tuple(alias for alias in aliases if alias not in (*taken, paper_id)):
            values["aliases"] = free
        self.known.add(paper_id, values)
        self.known.learn(paper_id, values, record.others)
        if has_others:
            self.changed.add(paper_id)
        if draft.is_ours:
            self.ours.add(paper_id)
        if draft.key:
            self.ids.setdefault(draft.key, paper_id)
        doubts = (f"possible duplicate of {each.id}: {each.verdict.why}" for each in likely)
        return New(
            id=paper_id,
            values=values,
            where=draft.where,
            notes=tuple(notes),
            doubts=(*record.doubts, *doubts),
        )

    def _meet(self, record: _Record, same: Match) -> Met:
        """Note what an entry takes from another record of its work, and what it does not."""
        draft, values, doubts = record.draft, record.values, record.doubts
        if draft.key:
            self.ids.setdefault(draft.key, same.id)
        mine = self.known.values[same.id]
        refused = self.known.taken_identifiers(values, same.id)
        merged = merge(mine, values, refused)
        notes = [*_taken(values, refused), *record.notes]
        notes += [f"{name}: {shown(value)}" for name, value in merged.not_taken.items()
                  if name not in refused]  # fmt: skip
        # a third record may use these identifiers
        others = {name: values[name] for name in IDENTIFIERS if name in merged.not_taken}
        self.known.learn(same.id, {**mine, **merged.taken}, {**record.others, **others})
        if merged.taken or others:
            self.changed.add(same.id)
        return Met(
            id=same.id, where=draft.where, why=same.verdict.why,
            entry=self.known.entries.get(same.id), taken=merged.taken, before=mine,
            notes=tuple(notes), doubts=doubts if merged.taken else (),
        )  # fmt: skip


def _is_news(outcome: _Outcome) -> bool:
    return isinstance(outcome, New) or (isinstance(outcome, Met) and bool(outcome.taken))


#: What to do about entries that the identifiers of one record belong to.
_SEVERAL = (
    "if they are the same work, keep one and add the other id to its aliases;"
    " if not, correct the identifier of one"
)


def _taken(values: Mapping[str, Any], others: Mapping[str, str]) -> list[str]:
    """Return a line for each identifier that belongs to another entry."""
    return [f"{name}: {values[name]} already belongs to {other}" for name, other in others.items()]


def _id(key: str, values: dict[str, Any], known: Known) -> str:
    """Return the record's own key, in our letters, if it can be an id; otherwise a new id, as for
    the addresses by which Zotero and OpenAlex call their records."""
    latin = key if key.isascii() else to_slug(key)  # `müller2020` gives `muller2020`
    wanted = re.sub(r"[^a-z0-9]+", "-", latin.lower()).strip("-")[:80]
    is_telling = wanted == key or ("://" not in key and bool(re.search("[a-z]{2}", wanted)))
    if is_telling and re.fullmatch(forms.ID_PATTERN, wanted) and wanted not in known.taken:
        return wanted
    return known.new_id(values)


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
            # the check reports a page that the site leaves out
            if not (made.place.root / made.page_of(slug)).exists():
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
