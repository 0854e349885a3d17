"""List the earlier versions of editions, from git.

In: a Repository. Out: for each file of an edition, its sessions and the title of its
course after each commit that changed one of them. Runs git twice for all editions, and reads each
version of a file only once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from papershelf.catalogue import Page, read_files
from papershelf.catalogue.courses import dated_sessions
from papershelf.catalogue.fronts import course_of
from papershelf.catalogue.model import Session
from papershelf.catalogue.topics import to_title
from papershelf.history import HistoryError, Repository, git
from papershelf.history.git import Change, Objects


class Version(NamedTuple):
    """What the calendar of an edition depends on, after a commit."""

    number: int
    """Of the commit; later ones have higher numbers."""
    seconds: int
    """When it was made, from 1970 on in UTC."""
    course: str
    """The title of the course."""
    names: tuple[str, str]
    """The slugs of course and edition."""
    sessions: tuple[Session, ...]


#: Versions by the slugs that course and edition had, oldest first. A file that is deleted has no
#: version for that: it was renamed, or its calendar has gone with it.
Past: TypeAlias = Mapping[tuple[str, str], tuple[Version, ...]]


def versions(repository: Repository) -> Past:
    """Return all versions in the present commit's history. Empty without a repository, a commit, or
    the complete history."""
    try:
        if repository.is_shallow:
            return {}
        return _versions(repository, repository.resolve("HEAD"))
    except HistoryError:
        return {}


@lru_cache(maxsize=4)  # a preview builds repeatedly from one commit
def _versions(repository: Repository, commit: str) -> Past:
    folder = f"{repository.content}/courses"
    steps = list(git.log(repository.root, "%ct", "--relative", commit, "--", f"./{folder}"))[::-1]
    found: dict[tuple[str, str], list[Version]] = {}
    titles: dict[str, str] = {}
    present: dict[tuple[str, str], tuple[Session, ...]] = {}
    latest = 0
    with Objects(repository.root) as objects:
        for number, (seconds, changes) in enumerate(steps):
            if git.day_of(seconds):  # a clock that was not set has no day
                latest = max(latest, int(seconds))
            changed = set[tuple[str, str]]()
            for change in changes:
                names = course_of(change.name.removeprefix(f"{repository.content}/"))
                if not names[0]:
                    continue
                changed.add(names)
                page = _page(change, repository, objects)
                if page and not names[1]:
                    titles[names[0]] = page.title or to_title(names[0])
                elif page:
                    present[names] = dated_sessions(page)
                else:
                    present.pop(names, None)
            for names in sorted(present):
                course = names[0]  # without its course, an edition was never published
                if course in titles and (names in changed or (course, "") in changed):
                    version = Version(number, latest, titles[course], names, present[names])
                    found.setdefault(names, []).append(version)
    return {names: tuple(each) for names, each in found.items()}


def _page(change: Change, repository: Repository, objects: Objects) -> Page | None:
    """Return the page after a change; None if it was deleted, or was wrong and never published."""
    if not change.mode.startswith("10"):
        return None
    source = read_files([(change.name, objects.read(change.after))], repository.content)
    return source.pages[0] if source.pages and not source.problems else None
