"""The pipeline of a build: read, check, collect, make outputs, write; and the time of each step.

In: the folder of a collection and its settings. Out: a Build, with problems or with the draft of a
site, and pages for an engine in `build/pages/`. Does not depend on MkDocs and prints nothing.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from papershelf import catalogue, checks, permanence
from papershelf.catalogue.entries import KeptEntries
from papershelf.catalogue.kept import Kept
from papershelf.catalogue.left_out import NOTHING, LeftOut
from papershelf.catalogue.model import Collection
from papershelf.history import WHOLE, Repository, editions, ledger
from papershelf.outputs import calendars, everything, map_layout, related
from papershelf.outputs.data import points
from papershelf.outputs.everything import Finder, Output, PageOutput
from papershelf.outputs.render import Page
from papershelf.outputs.settings import Place, Settings
from papershelf.outputs.views import addresses
from papershelf.plugin import beside
from papershelf.problems import Problem, errors_in
from papershelf.storage import bounds, files
from papershelf.storage.publishing import Draft

T = TypeVar("T")
#: Papers from which on a second process pays: copying this one takes some hundredths of a second.
LARGE = 300
#: The working folder of a build, in the folder of the collection; git-ignored.
WORK = "build"
#: What a site lacks without its history, with the reason, and what its calendars lack.
NO_CHANGES = "the site has no changes.json without the git history: {}"
NO_PAST = "calendars lack earlier changes, so programs may ignore new ones"


@dataclass(slots=True)
class Clock:
    """Seconds of each step, by name, in the order in which they began."""

    seconds: dict[str, float] = field(default_factory=dict)
    notice: Callable[[str], None] = lambda name: None
    """Called with each step's name, to show progress."""
    current: str = ""
    """The innermost current step."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time spent inside towards a step."""
        begun, outer = time.perf_counter(), self.current
        self.seconds.setdefault(name, 0.0)
        self.current = name
        self.notice(name)
        try:
            yield
        finally:
            self.current = outer
            self.notice(outer)
            self.seconds[name] += time.perf_counter() - begun


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
    outputs: list[str] = field(default_factory=list)
    """src_uri of each output, both pages and files."""
    notes: list[str] = field(default_factory=list)
    """What files lack, as sentences."""
    taken: set[str] = field(default_factory=set)
    """src_uri of each page that the caller of `write_outputs` took."""
    finish: Callable[[], None] = lambda: None
    """Waits for the outputs that `write_outputs` leaves to another process."""

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
    root: Path,
    clock: Clock,
    *,
    catalogue_file: str = "papers.yaml",
    content: str = "content",
    severities: Mapping[str, str] | None = None,
    limit: int | None = None,
    since: str | None = None,
    theme: frozenset[str] = frozenset(),
    min_papers: Mapping[str, int] | None = None,
    left_out: LeftOut = NOTHING,
    memory: Memory | None = None,
) -> Build:
    """Read and check a catalogue, and collect it if there are no errors. With `since`, also check
    permanence against a git ref. Raise `catalogue.Unreadable` and `HistoryError`."""
    with without_collector():
        with clock.step("read"):
            kept = memory.entries if memory else None
            source = catalogue.read(root, catalogue_file, content, kept, left_out)
            source.theme = theme
            source.min_papers = min_papers or source.min_papers
        with clock.step("check"):
            problems = checks.check(source, severities)
        if since is not None and source.is_whole:  # otherwise entries only seem to be removed
            repository = Repository(
                root=root, catalogue=catalogue_file, content=content, left_out=left_out
            )
            with clock.step("history"):
                problems = _since(since, source, problems, repository, severities or {})
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
) -> list[Problem]:
    """Return the problems together with those found by comparison with an earlier state."""
    if ref == WHOLE:
        commit = repository.published()
        found = permanence.compare(repository.sources(commit), source, derived=False)
    else:
        commit = repository.base(ref)
        found = permanence.compare([(ref, repository.source(commit))], source, derived=True)
    problems = permanence.new_without_day(problems, repository.ids(commit), source)
    problems += checks.weighed(found, severities)
    return sorted(problems, key=lambda problem: problem.sort_key)


def write_outputs(
    build: Build,
    settings: Settings,
    pages: files.Tree,
    draft: Draft,
    clock: Clock,
    *,
    place: Place | None = None,
    has_search: bool = True,
    takes: Callable[[Page], bool] = lambda page: False,
) -> None:
    """Put the outputs into the site, each as soon as it is made: 10,000 papers have 71,000 of them.
    Pages are put as Markdown into a folder of their own, except for those that `takes` accepts: the
    caller puts them into the site as HTML. With the place of the collection, also write its history
    in git by day; without a search, write nothing that announces one. Call `build.finish` after all
    other work: it waits for the map, which another process lays out. Raise `outputs.Duplicate`."""
    collection = build.collected
    repository = _repository(place) if place else None
    begin = beside.begin if len(collection.papers) >= LARGE else later
    with without_collector():
        with clock.step("related"):
            similar = related.compare(collection, begin)
        with clock.step("history"):
            days = ledger.days(repository) if repository else ()
            past = (
                editions.past(repository) if repository and collection.courses else editions.Past()
            )
            if repository and (lack := repository.lack):
                build.notes.append(NO_CHANGES.format(lack))
                build.notes += [NO_PAST] if calendars.are_any(collection) else []
        # a layout depends only on the graph, so the working folder stores the last one
        memory = bounds.Folder(pages.folder.parent).at("map.json")

        has_map = bool(map_layout.version())

        def write_map() -> _Written:
            places = map_layout.find(tuple(collection.listed), similar.near, memory)
            return _put(everything.points(collection, places), draft)

        # Pagefind will leave a processor idle, long enough for the whole map
        wait_for_map = begin(write_map, is_patient=has_search) if has_map else write_map

        def write_files() -> _Written:
            made = everything.files(collection, settings, days, past, has_search=has_search)
            return _put(made, draft)

        wait_for_files = begin(write_files)
        made = everything.pages(
            collection,
            settings,
            similar.related,
            has_map=has_map,
            has_search=has_search,
            has_changes=lambda: bool(days),
        )
        with clock.step("pages"):
            build.outputs, build.taken = [], set()
            kept = _without_pages(made, takes, pages, build)
            build.outputs += _put(kept, draft).src_uris
        with clock.step("files"):
            build.outputs += _add(wait_for_files(), draft)
        if has_map:
            build.outputs += points.paths(len(collection.listed))
        everything.require_unique(build.outputs)

    def finish() -> None:
        with clock.step("map"):
            _add(wait_for_map(), draft)

    build.finish = finish


def _repository(place: Place) -> Repository:
    return Repository(root=place.root, catalogue=place.catalogue, content=place.content)


def finder(
    build: Build, settings: Settings, memory: Memory | None, place: Place, *, has_search: bool
) -> Finder:
    """Return what makes single pages of a build, the same as `write_outputs`."""
    return Finder(
        build.collected,
        settings,
        related.OneByOne(build.collected, memory.words if memory else None),
        has_map=bool(map_layout.version()),
        has_search=has_search,
        has_changes=lambda: bool(ledger.days(_repository(place))),
    )


def write_named(
    build: Build, finder: Finder, named: Iterable[str], written: Iterable[str], pages: files.Tree
) -> None:
    """Write the pages at the addresses that the navigation names. List these, and the pages with
    the address of a hand-written page."""
    urls = dict.fromkeys(map(addresses.to_url, written), False) | dict.fromkeys(named, True)
    for url, is_named in urls.items():
        if page := finder.page(url):
            output = PageOutput(addresses.to_src_uri(url), page)
            build.outputs.append(output.src_uri)
            if is_named:
                pages.put(output.src_uri, output.data)
            else:
                build.taken.add(output.src_uri)


class _Written(NamedTuple):
    """What a process put into the site."""

    src_uris: list[str]
    changed: list[str]
    """dest_uri of each file that differs from the published one."""


def _put(outputs: Iterable[Output], draft: Draft) -> _Written:
    written = _Written([], [])
    for src_uri, data in outputs:
        dest_uri = addresses.to_dest_uri(src_uri)
        written.src_uris.append(src_uri)
        if draft.put(dest_uri, data):
            written.changed.append(dest_uri)
    return written


def _add(written: _Written, draft: Draft) -> list[str]:
    """Add what another process put into a copy of a draft; return the src_uris."""
    draft.add(map(addresses.to_dest_uri, written.src_uris), written.changed)
    return written.src_uris


def _without_pages(
    outputs: Iterator[Output | PageOutput],
    takes: Callable[[Page], bool],
    pages: files.Tree,
    build: Build,
) -> Iterator[Output]:
    """Yield all outputs but pages. Put pages that the caller does not take into a folder,
    for the engine."""
    for output in outputs:
        if isinstance(output, Output):
            yield output
            continue
        build.outputs.append(output.src_uri)
        if takes(output.page):
            build.taken.add(output.src_uri)
        else:
            pages.put(output.src_uri, output.data)


def later(work: Callable[[], T], *, is_patient: bool = False) -> Callable[[], T]:
    """Do work when its result is asked for, as `beside.begin` where there is one processor."""
    return work


@contextmanager
def without_collector() -> Iterator[None]:
    """Disable the garbage collector. Reading makes millions of small objects that stay alive, and
    checking them repeatedly takes three quarters of the time (measured: 1.8 s against 0.47 s for
    10,000 entries)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
