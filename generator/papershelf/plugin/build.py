"""The first half of a build: read, check, collect; and the time of each step.

In: the folder of a collection and its settings. Out: a Build, with problems or with a collection.
`writing` is the second half. Does not depend on MkDocs and prints nothing.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from papershelf import catalogue, checks, permanence
from papershelf.catalogue.disk import Place
from papershelf.catalogue.entries import KeptEntries
from papershelf.catalogue.kept import Kept
from papershelf.catalogue.model import Collection
from papershelf.history import WHOLE, Repository
from papershelf.outputs import related
from papershelf.problems import Problem, errors_in

#: The working folder of a build, in the folder of the collection; git-ignored.
WORK = "build"


@dataclass(slots=True)
class Clock:
    """Seconds of each step, by name, in the order in which they began. Those of a step inside of
    another one count once, towards the inner one."""

    seconds: dict[str, float] = field(default_factory=dict)
    notice: Callable[[str], None] = lambda name: None
    """Called with each step's name, to show progress."""
    current: str = ""
    """The innermost current step."""
    since: float = 0.0
    """When time was last counted."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time spent inside towards a step."""
        outer = self.current
        self._enter(name)
        try:
            yield
        finally:
            self._enter(outer)

    def _enter(self, name: str) -> None:
        now = time.perf_counter()
        if self.current:
            self.seconds[self.current] += now - self.since
        if name:
            self.seconds.setdefault(name, 0.0)
        self.current, self.since = name, now
        self.notice(name)

    @property
    def total(self) -> float:
        """Return the seconds of all steps."""
        return sum(self.seconds.values())


@dataclass(slots=True)
class Memory:
    """What a program keeps from one build to the next: 10,000 entries take half of the time."""

    entries: KeptEntries = field(default_factory=Kept)
    words: related.KeptWords = field(default_factory=Kept)


@dataclass(slots=True, kw_only=True)
class Build:
    """The result of one run of the pipeline."""

    problems: list[Problem]
    entries: int
    """Number of entries in the catalogue, readable or not."""
    collection: Collection | None = None
    """None if there are errors."""
    discussions_url: str = ""
    """Address of the repository in which papers are discussed; empty without one."""
    discussions_category: str = ""
    """Id of the category of these discussions; empty for all."""

    @property
    def collected(self) -> Collection:
        """Return the collection of a build without errors."""
        assert self.collection is not None, "a catalogue with errors was not collected"
        return self.collection

    @property
    def has_errors(self) -> bool:
        """Return whether errors in the catalogue prevent the build."""
        return bool(errors_in(self.problems))


def load(
    place: Place,
    clock: Clock,
    *,
    severities: Mapping[str, str] | None = None,
    limit: int | None = None,
    since: str | None = None,
    theme: frozenset[str] = frozenset(),
    has_all_pages: bool = True,
    authority: str = "",
    home: str = "",
    list_id: str | None = None,
    memory: Memory | None = None,
) -> Build:
    """Read and check a catalogue, and collect it if there are no errors. With `since`, also check
    permanence against a git ref. Without `has_all_pages`, the site may have others. `authority`
    names the site in the ids of its feeds, `home` is the host of a site whose settings name none,
    and `list_id` is the setting of a site that sends mail. Raise `catalogue.Unreadable` and
    `HistoryError`."""
    with without_collector():
        with clock.step("read"):
            kept = memory.entries if memory else None
            source = catalogue.read(place, kept)
            source.theme, source.authority = theme, authority
            source.has_all_pages, source.list_id = has_all_pages, list_id
        with clock.step("check"):
            problems = checks.check(source, severities)
        if since is not None and source.is_whole:  # otherwise entries only seem to be removed
            with clock.step("history"):
                repository = Repository.of(place)
                problems = _since(since, source, problems, repository, severities or {}, home)
        build = Build(problems=problems, entries=source.found)
        if not build.has_errors:
            with clock.step("collect"):
                build.collection = catalogue.collect(source, limit)
    return build


def _since(
    ref: str,
    source: catalogue.Source,
    problems: list[Problem],
    repository: Repository,
    severities: Mapping[str, str],
    home: str,
) -> list[Problem]:
    """Return the problems together with those found by comparison with an earlier state."""
    if ref == WHOLE:
        commit = repository.published()
        found = permanence.compare(repository.sources(commit), source, derived=False)
    else:
        commit = repository.base(ref)
        before = repository.source(commit)
        if before.authority == "":
            before.authority = home
        found = permanence.compare([(ref, before)], source, derived=True)
    problems = permanence.new_without_day(problems, repository.ids(commit), source)
    problems += checks.weighed(found, severities)
    return sorted(problems, key=lambda problem: problem.sort_key)


@contextmanager
def without_collector() -> Iterator[None]:
    """Disable the garbage collector. Reading makes millions of small objects that stay alive, and
    checking them repeatedly takes three quarters of the time (measured: 1.8 s against 0.47 s for
    10,000 entries). Afterwards, they count as old, or the collector would look through all of them
    at once."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()
