"""List what happened to the papers of a catalogue, day by day, from git.

In: a Repository. Out: days with the papers added, changed, renamed and removed between the last
state of the day before and that of the day. Only reads the repository, and each version of an entry
only once.
"""

from __future__ import annotations

from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

from papershelf.catalogue import read_files
from papershelf.catalogue.disk import is_catalogue_file
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.statuses import is_listed
from papershelf.history import HistoryError, Repository, git
from papershelf.history.git import Objects

#: Values of entries by id.
_Entries: TypeAlias = dict[str, Mapping[str, Any]]


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
    states = _states(repository, commit)
    pieces: dict[str, dict[bytes, list[Mapping[str, Any]]]] = {}
    found = []
    with Objects(repository.root) as objects:
        for state in states:
            before: _Entries = {}
            after: _Entries = {}
            for name, blob in state.blobs.items():
                old = pieces.get(name, {})
                new = _parse(name, objects.read(blob) if blob else b"", old)
                _note(before, old, new)
                _note(after, new, old)
                pieces[name] = new
            day = _compare(state.date, before, after)
            if any(day[1:]):
                found.append(day)
    return tuple(found[::-1])


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
        for change in changes:
            if is_catalogue_file(change.name, repository.catalogue):
                blob = change.after if change.mode.startswith("10") else ""
                states[-1].blobs.setdefault(change.name, blob)  # the newest of a day comes first
    return states[::-1]


def _split(data: bytes) -> list[bytes]:
    """Return the entries of a file as written; a file without a list is one piece."""
    first, *others = (b"\n" + data.removeprefix(BOM_UTF8)).split(b"\n- ")
    return [piece for piece in (first, *(b"\n- " + other for other in others)) if piece]


def _parse(
    name: str, data: bytes, known: Mapping[bytes, list[Mapping[str, Any]]]
) -> dict[bytes, list[Mapping[str, Any]]]:
    """Return the entries of each piece of a file; pieces in `known` are not read again."""
    pieces = dict.fromkeys(_split(data))
    new = [piece for piece in pieces if piece not in known]
    entries: dict[bytes, list[Mapping[str, Any]]] = {piece: [] for piece in new}
    # a piece begins with the line break before its first line, so the first piece has line 2
    starts = list(accumulate((piece.count(b"\n") for piece in new), initial=2))
    for entry in read_files([(name, b"".join(new))]).entries if new else ():
        line = entry.source.line_of(entry.at().start)
        entries[new[bisect_right(starts, line) - 1]].append(entry.values)
    return {piece: known[piece] if piece in known else entries[piece] for piece in pieces}


def _note(
    entries: _Entries,
    pieces: Mapping[bytes, list[Mapping[str, Any]]],
    others: Mapping[bytes, list[Mapping[str, Any]]],
) -> None:
    """Add the entries of pieces that the other state does not have."""
    for piece, values in pieces.items():
        if piece not in others:
            entries |= {each["id"]: each for each in values if "id" in each}


def _compare(date: str, before: _Entries, after: _Entries) -> Day:
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
