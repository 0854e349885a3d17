"""List what happened to the papers of a catalogue, from git.

In: a Repository. Out: days with the papers added, changed, renamed and removed between the last
state of the day before and that of the day; the same for single commits. Only reads the repository,
and each version of an entry only once.
"""

from __future__ import annotations

from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

from papershelf.catalogue import read_files
from papershelf.catalogue.disk import is_catalogue_file
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.statuses import is_listed
from papershelf.history import HistoryError, Repository, git
from papershelf.history.git import FileChange, Objects

#: Values of entries by id.
_Values: TypeAlias = dict[str, Mapping[str, Any]]
_ENTRY = b"\n- "
#: Bytes that are compared at once; copies of them stay in the cache of the processor.
_BLOCK = 32_768


class Day(NamedTuple):
    """A day on which papers changed; ids are sorted."""

    date: str
    """The day of the commit, in UTC: `2025-12-23`."""
    added: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    """Ids and the fields that changed."""
    renamed: tuple[tuple[str, str], ...]
    """Former ids and their new ids."""
    removed: tuple[tuple[str, str], ...]
    """Ids and statuses; without a status, the entry itself was removed."""


class Step(NamedTuple):
    """A commit that changed papers."""

    number: int
    """Its place in the history, the oldest first."""
    seconds: int
    """When it was made, in seconds since 1970 (UTC)."""
    day: Day
    """What it changed."""


class _State(NamedTuple):
    """The last state of a day."""

    date: str
    blobs: dict[str, str]
    """git objects of changed files, by name; empty for a removed file."""


def days(repository: Repository) -> tuple[Day, ...]:
    """Return all days of the present state's history, the newest first. Empty without a repository,
    a commit, or the complete history."""
    try:
        if repository.git("rev-parse", "--is-shallow-repository").strip() == b"true":
            return ()
        return _days(repository, repository.resolve("HEAD"))
    except HistoryError:
        return ()


@lru_cache(maxsize=4)  # a preview builds repeatedly from one commit
def _days(repository: Repository, commit: str) -> tuple[Day, ...]:
    found = []
    with Objects(repository.root) as objects:
        entries = _Entries(objects, _differences(repository))
        for state in _states(repository, commit):
            day = _compare(state.date, *entries.step(state.blobs))
            if any(day[1:]):
                found.append(day)
    return tuple(found[::-1])


def steps(
    repository: Repository,
    objects: Objects,
    commits: Iterable[tuple[int, int, list[FileChange]]],
    first: int,
) -> Iterator[Step]:
    """Yield the commits after the number `first` that changed papers. `commits` are number, seconds
    and changes of each, the oldest first."""
    before: dict[str, str] = {}
    entries = _Entries(objects, _differences(repository))
    for number, seconds, changes in commits:
        blobs = _blobs(repository, changes)
        if number <= first:
            before |= blobs
            continue
        entries.start(before)
        before = {}
        day = _compare(git.day_of(str(seconds)), *entries.step(blobs))
        if any(day[1:]):
            yield Step(number, seconds, day)


def _blobs(repository: Repository, changes: Iterable[FileChange]) -> dict[str, str]:
    """Return the git objects of a catalogue's changed files, by name; empty for a removed file."""
    return {
        each.name: each.after if each.mode.startswith("10") else ""
        for each in changes
        if is_catalogue_file(each.name, repository.catalogue)
    }


def _states(repository: Repository, commit: str) -> list[_State]:
    """Return the last state of each day, the oldest first."""
    files = (f"./{repository.catalogue}", "./papers")
    steps = list(git.log(repository.root, "%ct", "--relative", commit, "--", *files))
    days = [git.day_of(seconds) for seconds, _ in steps]
    # one wrong clock must not put a day after the days that followed
    latest = next(filter(None, days), "1970-01-01")
    states: list[_State] = []
    for day, (_, changes) in zip(days, steps, strict=True):
        latest = min(day or latest, latest)
        if not states or states[-1].date != latest:
            states.append(_State(latest, {}))
        for name, blob in _blobs(repository, changes).items():
            states[-1].blobs.setdefault(name, blob)  # the newest of a day comes first
    return states[::-1]


@lru_cache(maxsize=4)
def _differences(repository: Repository) -> dict[tuple[str, str], tuple[_Values, _Values]]:
    """Return the differences between two git objects that `_Entries` has found. A day with one
    commit is compared once for both, and a preview compares only what came since the last one."""
    return {}


class _Entries:
    """The entries of a catalogue in one state after another."""

    def __init__(
        self, objects: Objects, differences: dict[tuple[str, str], tuple[_Values, _Values]]
    ) -> None:
        self._objects = objects
        self._differences = differences
        self._blobs: dict[str, str] = {}
        """The git objects of the last state, by name."""
        self._texts: dict[str, tuple[str, bytes]] = {}
        """The last object that was read, and its text, by name."""
        self._known: dict[str, dict[bytes, list[Mapping[str, Any]]]] = {}
        """Values by the piece of a file that has them."""

    def start(self, blobs: Mapping[str, str]) -> None:
        """Add files to the last state, whose entries are not read before they change."""
        self._blobs |= blobs

    def step(self, blobs: Mapping[str, str]) -> tuple[_Values, _Values]:
        """Return the entries that only the last state had, and those that only this one has."""
        before: _Values = {}
        after: _Values = {}
        for name, blob in blobs.items():
            old, new = self._difference(name, self._blobs.get(name, ""), blob)
            before |= old
            after |= new
        self._blobs |= blobs
        return before, after

    def _difference(self, name: str, old: str, new: str) -> tuple[_Values, _Values]:
        """Return the entries that only one of two git objects of a file has."""
        if known := self._differences.get((old, new)):
            return known
        pieces = _differing_pieces(self._text(name, old), self._text(name, new))
        found = (self._read(name, pieces[0]), self._read(name, pieces[1]))
        if old:  # a first version may have 10,000 entries, and is read only once
            self._differences[old, new] = found
        return found

    def _text(self, name: str, blob: str) -> bytes:
        """Return a file with a line break before its first line."""
        if not blob:
            return b""
        if self._texts.get(name, ("",))[0] != blob:
            self._texts[name] = blob, b"\n" + self._objects.read(blob).removeprefix(BOM_UTF8)
        return self._texts[name][1]

    def _read(self, name: str, pieces: list[bytes]) -> _Values:
        known = self._known.setdefault(name, {})
        if new := [piece for piece in pieces if piece not in known]:
            known |= _parse(name, new)
        return {each["id"]: each for piece in pieces for each in known[piece] if "id" in each}


def _differing_pieces(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the entries as written that only one of two versions of a file has. A file without a
    list is one piece."""
    # most of a large file is the same: 12 MB are compared in 2 ms, and split in 45 ms
    shortest = min(len(old), len(new))
    same = _equal_blocks(old, new, range(0, shortest, _BLOCK))
    begin = max(0, old.rfind(_ENTRY, 0, same))
    ends = range(-_BLOCK, begin - shortest, -_BLOCK)
    end = old.find(_ENTRY, len(old) - _equal_blocks(old, new, ends))
    end = end - len(old) if end >= 0 else 0
    before = dict.fromkeys(_split(old[begin : len(old) + end]))
    after = dict.fromkeys(_split(new[begin : len(new) + end]))
    return [each for each in before if each not in after], [
        each for each in after if each not in before
    ]


def _equal_blocks(old: bytes, new: bytes, starts: range) -> int:
    """Return the number of bytes in the blocks before the first one that differs. Blocks start at
    offsets, which are negative to count from the end."""
    for number, start in enumerate(starts):
        end = start + _BLOCK or None  # the last block ends with the file
        if old[start:end] != new[start:end]:
            return number * _BLOCK
    return len(starts) * _BLOCK


def _split(text: bytes) -> list[bytes]:
    """Return the entries of a file as written."""
    first, *others = text.split(_ENTRY)
    return [piece for piece in (first, *(_ENTRY + other for other in others)) if piece]


def _parse(name: str, pieces: list[bytes]) -> dict[bytes, list[Mapping[str, Any]]]:
    """Return the entries of each piece of a file."""
    entries: dict[bytes, list[Mapping[str, Any]]] = {piece: [] for piece in pieces}
    # a piece begins with the line break before its first line, so the first piece has line 2
    starts = list(accumulate((piece.count(b"\n") for piece in pieces), initial=2))
    for entry in read_files([(name, b"".join(pieces))]).entries:
        line = entry.source.line_of(entry.at().start)
        entries[pieces[bisect_right(starts, line) - 1]].append(entry.values)
    return entries


def _compare(date: str, before: _Values, after: _Values) -> Day:
    was = {name for name, values in before.items() if is_listed(values.get("status", ""))}
    now = {name for name, values in after.items() if is_listed(values.get("status", ""))}
    aliases = {alias: name for name in after for alias in after[name].get("aliases", ())}
    here = {name: name if name in after else aliases.get(name, "") for name in was - now}
    gone = {name: after.get(new, {}).get("status", "") for name, new in here.items()}
    renamed = {name: new for name, new in here.items() if name != new and new in now}
    came = now - was
    changed = {name: _differing(before[name], after[name]) for name in was & now}
    for old, new in sorted(renamed.items()):
        fields = _differing(before[old], after[new]) if new in came else changed.get(new, ())
        changed[new] = tuple(name for name in fields if name not in ("id", "aliases"))
    return Day(
        date=date,
        added=tuple(sorted(came - set(renamed.values()))),
        changed=tuple(sorted((name, fields) for name, fields in changed.items() if fields)),
        renamed=tuple(sorted(renamed.items())),
        removed=tuple(sorted((name, gone[name]) for name in gone if name not in renamed)),
    )


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if before.get(name) != after.get(name))
