"""Find out which papers a catalogue had before a day, from git.

In: a Repository, a day. Out: the names of the papers in the last state before that day. Only reads
the repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papershelf.history import HistoryError, Repository, git


class Earlier(NamedTuple):
    """An earlier state of a catalogue."""

    names: frozenset[str]
    """The ids and aliases of its papers."""
    is_first: bool
    """Whether no commit is older than the day. Then it is the state of the first digest: its papers
    may have come before the day or after it."""


def before(repository: Repository, day: str) -> Earlier | None:
    """Return the last state before a day, `2025-12-23` in UTC. If no catalogue is that old, return
    the one that the first digest came with, or the present one. None without the complete history
    of a catalogue."""
    if not repository.exists or repository.is_shallow:
        return None
    try:
        tip = repository.resolve("HEAD")
    except HistoryError:  # no commit yet
        return None
    # a commit of a computer whose clock was not set has no day
    older = (commit for commit, made in _commits(repository, tip) if made and made < day)
    commit = next(older, "")
    if commit and (names := _names(repository, commit)):
        return Earlier(names, is_first=False)
    digests = [commit for commit, _ in _commits(repository, tip, "--", f"./{_digests(repository)}")]
    names = _names(repository, digests[-1] if digests else tip)
    return Earlier(names, is_first=True) if names else None


def _digests(repository: Repository) -> str:
    return f"{repository.content}/digests"


def _commits(repository: Repository, tip: str, *paths: str) -> Iterator[tuple[str, str]]:
    """Yield the commits of the main line with their days, the newest first."""
    output = repository.git("log", "--first-parent", "--format=%H %ct", tip, *paths)
    for line in output.decode().splitlines():
        commit, _, seconds = line.partition(" ")
        yield commit, git.day_of(seconds)


def _names(repository: Repository, commit: str) -> frozenset[str]:
    values = [entry.values for entry in repository.source(commit).entries]
    return frozenset(
        name for each in values if "id" in each for name in (each["id"], *each.get("aliases", ()))
    )
