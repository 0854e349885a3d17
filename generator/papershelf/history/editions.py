"""List the earlier versions of editions, and the changes of papers since then, from git.

In: a Repository. Out: for each edition, its sessions and the title of its course after each commit
that changed one of them; the commits that changed papers. Runs git twice for all of it, and reads
each version of a file only once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from papershelf.catalogue import Page, read_files
from papershelf.catalogue.courses import dated_sessions
from papershelf.catalogue.fronts import course_of
from papershelf.catalogue.model import Session
from papershelf.catalogue.topics import to_title
from papershelf.history import HistoryError, Repository, git, ledger
from papershelf.history.git import FileChange, Objects

#: Slugs of course and edition; an empty edition for the course itself.
_Names: TypeAlias = tuple[str, str]


class Version(NamedTuple):
    """What the calendar of an edition depends on, after a commit."""

    number: int
    """Of the commit; later ones have higher numbers."""
    seconds: int
    """When it was made, in seconds since 1970 (UTC)."""
    course: str
    """The title of the course."""
    names: tuple[str, str]
    """The slugs of course and edition."""
    sessions: tuple[Session, ...]
    is_removed: bool = False
    """Whether there is no such page after the commit; then it has no sessions."""


class Past(NamedTuple):
    """What calendars need to know of the history."""

    versions: Mapping[tuple[str, str], tuple[Version, ...]] = {}
    """By the slugs that course and edition had, oldest first."""
    steps: tuple[ledger.Step, ...] = ()
    """The changes of papers since the first edition with a day, oldest first."""
    length: int = 0
    """The number that the next commit would have."""


def past(repository: Repository) -> Past:
    """Return all versions in the present commit's history. Empty without a repository, a commit, or
    the complete history."""
    try:
        if repository.is_shallow:
            return Past()
        return _past(repository, repository.resolve("HEAD"))
    except HistoryError:
        return Past()


@lru_cache(maxsize=4)  # a preview builds repeatedly from one commit
def _past(repository: Repository, commit: str) -> Past:
    files = (f"./{repository.content}/courses", f"./{repository.catalogue}", "./papers")
    log = list(git.log(repository.root, "%ct", "--relative", commit, "--", *files))[::-1]
    commits: list[tuple[int, int, list[FileChange]]] = []
    latest = 0
    for number, (seconds, changes) in enumerate(log):
        if git.day_of(seconds):  # a clock that was not set has no day
            latest = max(latest, int(seconds))
        commits.append((number, latest, changes))
    with Objects(repository.root) as objects:
        versions = _versions(repository, objects, commits)
        dated = (
            version.number
            for each in versions.values()
            for version in each
            if any(session.date or session.due for session in version.sessions)
        )
        first = min(dated, default=len(log))
        steps = tuple(ledger.steps(repository, objects, commits, first))
    return Past(versions, steps, len(log))


def _versions(
    repository: Repository, objects: Objects, commits: Iterable[tuple[int, int, list[FileChange]]]
) -> dict[_Names, tuple[Version, ...]]:
    found: dict[_Names, list[Version]] = {}
    titles: dict[str, str] = {}
    present: dict[_Names, tuple[Session, ...]] = {}
    for number, seconds, changes in commits:
        changed = set[_Names]()
        for change in changes:
            names = course_of(change.name.removeprefix(f"{repository.content}/"))
            if not names[0]:
                continue
            if not change.mode.startswith("10"):
                if present.pop(names, None) is not None and names in found:
                    gone = Version(number, seconds, "", names, (), is_removed=True)
                    found[names].append(gone)
            elif page := _page(change, repository, objects):
                changed.add(names)
                if names[1]:
                    present[names] = dated_sessions(page)
                else:
                    titles[names[0]] = page.title or to_title(names[0])
        for names in sorted(present) if changed else ():
            course = names[0]  # without its course, an edition was never published
            if course in titles and (names in changed or (course, "") in changed):
                version = Version(number, seconds, titles[course], names, present[names])
                found.setdefault(names, []).append(version)
    return {names: tuple(each) for names, each in found.items()}


def _page(change: FileChange, repository: Repository, objects: Objects) -> Page | None:
    """Return the page after a change; None if it was wrong, and so never published."""
    source = read_files([(change.name, objects.read(change.after))], repository.content)
    return source.pages[0] if source.pages and not source.problems else None
