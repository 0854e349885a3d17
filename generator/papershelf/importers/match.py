"""Find the papers of a catalogue that a record may describe, and unused ids.

In: values of entries and records. Out: papers that are the same work, papers that may be, ids. Uses
no network. `catalogue.works` decides whether two records are one work.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from papershelf.catalogue import Entry, works
from papershelf.catalogue.works import Sameness, Verdict
from papershelf.text.slugs import RESERVED, to_slug

_FORMULA = re.compile(r"\$[^$]*\$")
#: Words of a title that carry no meaning.
_STOP = frozenset(
    "a an and are as at by can do does for from how if in into is it its not of on or our over the"
    " their there this to toward towards under using via we what when where which why with"
    " der die das ein eine und le la les un une des de el los las".split()
)


class Match(NamedTuple):
    """A paper that a record may describe."""

    id: str
    verdict: Verdict


#: The most works of one title to compare with a record: columns keep one title for decades, and a
#: hostile file could have 10,000 such records. Works of the same year come first.
_MOST = 10
#: The most possible duplicates in a report.
_NAMED = 3


class Known:
    """An index of the entries of a catalogue by identifier and title."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {}
        self.taken: set[str] = set(RESERVED)
        self.values: dict[str, Mapping[str, Any]] = {}
        self.refused: dict[str, Mapping[str, Any]] = {}
        """Identifiers of a work's records that its entry did not take. It takes no others: those
        records would not be found again."""
        self.by_identifier: dict[tuple[str, str], list[str]] = {}
        self.by_title: dict[tuple[str, ...], list[str]] = {}
        for entry in entries:
            if "id" in entry.values:
                self.add(entry.values["id"], entry.values, entry)

    def add(self, paper_id: str, values: Mapping[str, Any], entry: Entry | None = None) -> None:
        """Add an entry of the catalogue or a new one."""
        if entry is not None:
            self.entries[paper_id] = entry
        self.taken |= {paper_id.lower(), *values.get("aliases", ())}
        self.learn(paper_id, values)

    def learn(
        self, paper_id: str, values: Mapping[str, Any], refused: Mapping[str, Any] | None = None
    ) -> None:
        """Index the current values of a work, and note identifiers that it did not take."""
        self.values[paper_id] = values
        if refused:
            self.refused[paper_id] = {**self.refused.get(paper_id, {}), **refused}
        for key in works.keys_of(values):
            _note(self.by_identifier, key, paper_id)
        title = works.title_key(values)
        if title:
            for names in _title_keys(title, values):
                _note(self.by_title, names, paper_id)

    def reread(self) -> Known:
        """Return an index of the current values, as a later run would make it."""
        index = Known(())
        for paper_id, values in self.values.items():
            index.add(paper_id, values, self.entries.get(paper_id))
        return index

    def find(
        self, values: Mapping[str, Any], others: Collection[str] = frozenset()
    ) -> tuple[Match | None, tuple[Match, ...]]:
        """Return the paper that is the same work, and those that may be.

        The papers of `others` are different works, unless they have the same DOI or arXiv id.
        """
        same, likely = [], []
        for paper_id in self.candidates(values):
            if paper_id in others and not self._is_named_by(values, paper_id):
                continue
            mine = {**self.refused.get(paper_id, {}), **self.values[paper_id]}
            verdict = works.compare(values, mine)
            if verdict.kind is Sameness.LIKELY and works.is_repeated(values, self.values[paper_id]):
                verdict = Verdict(Sameness.SAME, "the record says nothing else")
            if verdict.kind is Sameness.SAME:
                same.append(Match(paper_id, verdict))
            if verdict.kind is Sameness.LIKELY:
                likely.append(Match(paper_id, verdict))
        if not same:
            return None, tuple(likely[:_NAMED])
        # an entry that says all of it already was made of this record by an earlier import
        made = (match for match in same if works.is_repeated(values, self.values[match.id]))
        return next(made, same[0]), ()

    def candidates(self, values: Mapping[str, Any]) -> Collection[str]:
        """Return ids of works with one of the identifiers, or with the title."""
        title = works.title_key(values)
        keys = works.keys_of(values)
        found = [paper_id for key in keys for paper_id in self.by_identifier.get(key, ())]
        if title:
            for key in _title_keys(title, values):
                found += self.by_title.get(key, ())[:_MOST]
        return dict.fromkeys(found).keys()

    def _is_named_by(self, values: Mapping[str, Any], paper_id: str) -> bool:
        theirs = set(works.keys_of(self.values[paper_id]))
        return any(key in theirs for key in works.keys_of(values) if key[0] in _UNIQUE)

    def taken_identifiers(self, values: Mapping[str, Any], *own: str) -> dict[str, str]:
        """Return the ids of other works that already have the DOI or arXiv id, by field."""
        found = {}
        for field, scheme, key in works.named_keys(values):
            ids = [name for name in self.by_identifier.get((scheme, key), ()) if name not in own]
            if scheme in _UNIQUE and ids:
                found[field] = ids[0]
        return found

    def find_all(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the ids of all papers with this DOI or arXiv id; several if the catalogue has a
        work twice."""
        keys = [key for key in works.keys_of(values) if key[0] in _UNIQUE]
        found = {paper_id for key in keys for paper_id in self.by_identifier.get(key, ())}
        same = (works.compare(values, self.values[name]).kind is Sameness.SAME for name in found)
        return tuple(sorted(name for name, is_same in zip(found, same) if is_same))

    def new_id(self, values: Mapping[str, Any]) -> str:
        """Return an unused id in citation style: `wang2024broad`."""
        return new_id(values, self.taken)


#: Identifiers that only one entry of a catalogue may have.
_UNIQUE = frozenset({"doi", "arxiv"})


def _note(index: dict[Any, list[str]], key: tuple[str, ...], paper_id: str) -> None:
    ids = index.setdefault(key, [])
    if paper_id not in ids[-_MOST:]:
        ids.append(paper_id)


def _title_keys(title: str, values: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return the keys by which works with a title are found, the most specific first."""
    authors = works.creators(values)
    first = works.family_key(authors[0]) if authors else ""
    return (title, first, str(works.year_of(values))), (title, first), (title,)


def new_id(values: Mapping[str, Any], taken: Collection[str]) -> str:
    """Return an unused id: family name of the first author (or editor), year, first meaningful word
    of the title."""
    authors = works.creators(values)
    name = (authors[0].family or authors[0].literal) if authors else ""
    title = _FORMULA.sub(" ", works.without_warning(values.get("title", ""))).replace("-", " ")
    words = [_plain(word) for word in title.split()]
    telling = [word for word in words if word and word not in _STOP] or ["paper"]
    who = _plain(name) if name else telling.pop(0)
    telling = telling or ["paper"]
    year = f"{values['published'].year:04}" if "published" in values else ""
    for length in range(1, 4):
        candidate = f"{who}{year}{''.join(telling[:length])}"[:80]
        if candidate not in taken and len(candidate) > 1:
            return candidate
    base = candidate[:76]
    return next(key for n in range(2, 10**6) if (key := f"{base}-{n}") not in taken)


def _plain(word: str) -> str:
    """Return a word as letters and digits; empty if it has none."""
    slug = to_slug(re.sub(r"[^\w]", "", word) or "-")
    return "" if slug.startswith("x-") else slug.replace("-", "")[:30]
