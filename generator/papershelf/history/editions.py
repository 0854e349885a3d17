"""List the earlier states of the sessions of editions, from git.

In: a Repository. Out: for each file of an edition, its sessions after each commit that changed it.
Runs git twice for all editions, and reads each version of a file only once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from papershelf.catalogue import read_files
from papershelf.catalogue.courses import dated_sessions
from papershelf.catalogue.fronts import course_of
from papershelf.catalogue.model import Session
from papershelf.history import HistoryError, Repository, git
from papershelf.history.git import Objects


class State(NamedTuple):
    """The sessions of an edition after a commit."""

    number: int
    """Of the commit; later ones have higher numbers."""
    seconds: int
    """When it was made, from 1970 on in UTC."""
    sessions: tuple[Session, ...]


#: States by the slugs that course and edition had, oldest first. A file that is deleted has no
#: state for that: it was renamed, or its calendar has gone with it.
Past: TypeAlias = Mapping[tuple[str, str], tuple[State, ...]]


def states(repository: Repository) -> Past:
    """Return all states of the present commit's history. Empty without a repository, a commit, or
    the complete history."""
    try:
        if repository.is_shallow:
            return {}
        return _states(repository, repository.resolve("HEAD"))
    except HistoryError:
        return {}


@lru_cache(maxsize=4)  # a preview builds repeatedly from one commit
def _states(repository: Repository, commit: str) -> Past:
    folder = f"{repository.content}/courses"
    steps = list(git.log(repository.root, "%ct", "--relative", commit, "--", f"./{folder}"))[::-1]
    found: dict[tuple[str, str], list[State]] = {}
    latest = 0
    with Objects(repository.root) as objects:
        for number, (seconds, changes) in enumerate(steps):
            if git.day_of(seconds):  # a clock that was not set has no day
                latest = max(latest, int(seconds))
            for change in changes:
                names = course_of(change.name.removeprefix(f"{repository.content}/"))
                if not names[1] or not change.mode.startswith("10"):
                    continue
                source = read_files([(change.name, objects.read(change.after))], repository.content)
                if source.pages and not source.problems:  # otherwise it was never published
                    state = State(number, latest, dated_sessions(source.pages[0]))
                    found.setdefault(names, []).append(state)
    return {names: tuple(each) for names, each in found.items()}
