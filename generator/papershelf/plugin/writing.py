"""The outputs of a build, put into its site by several processes.

In: a collection without errors, and its settings. Out: pages and files in the draft of a site. For
a large collection, one process makes the citations, one the other files for programs, one lays out
the map, one or two make lists, and others share the papers. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import NamedTuple, TypeVar

from papershelf.catalogue.disk import Place
from papershelf.history import Repository, editions, ledger
from papershelf.outputs import calendars, everything, map_layout, pagefind, related
from papershelf.outputs.data import points
from papershelf.outputs.each import Each
from papershelf.outputs.everything import Finder, Output
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.plugin import beside
from papershelf.plugin.build import Build, Clock, Memory, without_collector
from papershelf.plugin.casting import Casting, Effort, Finished
from papershelf.storage import bounds
from papershelf.storage.files import Tree
from papershelf.storage.publishing import Draft

T = TypeVar("T")
#: Papers from which on other processes pay: copying this one takes some hundredths of a second.
LARGE = 300
#: Papers whose pages one process makes at a time.
PART = 100
#: What a site lacks without its history, with the reason, and what its calendars lack.
NO_CHANGES = "the site has no changes.json without the git history: {}"
NO_PAST = "calendars lack earlier changes, so programs may ignore new ones"


class _Written(NamedTuple):
    """What a process put into the site."""

    src_uris: list[str]
    changed: list[str]
    """dest_uri of each file that differs from the published one."""

    def with_others(self, others: _Written) -> _Written:
        return _Written(self.src_uris + others.src_uris, self.changed + others.changed)


class _Made(NamedTuple):
    """Pages that a process put into the site."""

    written: _Written
    pages: list[Finished]
    """With what the search reads of those of papers in place of their HTML."""
    effort: Effort


class Outputs:
    """The outputs of one build, while they are made."""

    def __init__(
        self,
        build: Build,
        settings: Settings,
        draft: Draft,
        clock: Clock,
        memory: bounds.Folder,
        *,
        place: Place | None = None,
        has_search: bool = True,
        replaced: Collection[str] = (),
    ) -> None:
        """Begin with the files for programs and with the map, whose layout is kept in the folder
        `memory`. With the place of the collection, also read its history in git. Without a search,
        announce none. Leave out the files that are `replaced` by hand-written ones."""
        collection = build.collected
        self.collection = collection
        self.settings = settings
        self.draft = draft
        self.clock = clock
        self.replaced = frozenset(replaced)
        self.src_uris: list[str] = []
        """src_uri of each output that is made so far, both pages and files."""
        self.rendered: frozenset[str] = frozenset()
        """Addresses of the pages that the engine gets as Markdown; `pages` has the others."""
        self.is_complete = False
        """Whether everything but the map is in the site."""
        self.pages: list[Finished] = []
        """The pages that were put into the site as HTML, without it."""
        self.effort = Effort()
        """What the engine rendered of them."""
        self.notes: list[str] = []
        """What files lack, as sentences."""
        is_large = len(collection.papers) >= LARGE
        self.begin = beside.begin if is_large else later
        self.each: Each = beside.each if is_large else map
        with clock.step("history"):
            days, past = self._history(place)

        def write_files() -> _Written:
            made = everything.files(collection, settings, days, past, has_search=has_search)
            return self._put(made)

        def write_citations() -> _Written:
            return self._put(everything.citations(collection, settings))

        # Pagefind takes longest, so nothing may keep it waiting that the search does not need
        begin = partial(self.begin, is_patient=has_search)
        self._wait_for_files = [begin(write_files), begin(write_citations)]
        with clock.step("related"):
            similar = related.compare(collection, self.each)
        has_map = bool(map_layout.version())
        write_map = partial(self._write_map, similar.near, memory)
        self._wait_for_map = begin(write_map) if has_map else _nothing
        self.finder = Finder(
            collection,
            settings,
            similar.related,
            has_map=has_map,
            has_search=has_search,
            has_changes=lambda: bool(days),
        )

    def _write_map(
        self, near: Sequence[Sequence[tuple[int, int]]], memory: bounds.Folder
    ) -> _Written:
        # a layout depends only on the graph, so the working folder stores the last one
        places = map_layout.find(tuple(self.collection.listed), near, memory.at("map.json"))
        return self._put(everything.points(self.collection, places))

    def _history(self, place: Place | None) -> tuple[Sequence[ledger.Day], editions.Past]:
        """Return the days of the collection's history, and earlier versions of its editions."""
        if place is None:
            return (), editions.Past()
        repository = Repository.of(place)
        days = ledger.days(repository)
        past = editions.past(repository) if self.collection.courses else editions.Past()
        if lack := repository.lack:
            self.notes.append(NO_CHANGES.format(lack))
            self.notes += [NO_PAST] if calendars.are_any(self.collection) else []
        return days, past

    @cached_property
    def _files(self) -> _Written:
        with self.clock.step("files"):
            made, citations = (wait() for wait in self._wait_for_files)
        return made.with_others(citations)

    @cached_property
    def files(self) -> frozenset[str]:
        """Return the paths of files for programs; wait until they are made."""
        return frozenset([*self._files.src_uris, *self.finder.files_of_pages()])

    def write_markdown(self, pages: Tree) -> list[str]:
        """Put every page into a folder as Markdown, for an engine, and all files but those of the
        map into the site. Return the src_uris of the pages."""
        urls = []
        with self.clock.step("pages"), without_collector():
            for page in self.finder.all_pages():
                urls.append(page.head.url)
                text = page.to_markdown()
                pages.put(addresses.to_src_uri(urls[-1]), text.encode("utf-8", "replace"))
            self._add(self._put(self.finder.row_files()))
        src_uris = list(map(addresses.to_src_uri, urls))
        self.rendered = frozenset(urls)
        self.src_uris += src_uris
        self.complete()
        return src_uris

    def finish_pages(
        self, rendered: Collection[str], casting: Casting, *, is_shared: bool, has_index: bool
    ) -> Iterator[Finished]:
        """Put pages into the site as HTML, and the rows for scripts, except for the pages whose
        addresses are `rendered`. Yield those of papers, by address, as soon as each is finished; if
        the site `has_index`, with what the search reads. The search does not need the last ones,
        for which `finish_others` waits. `is_shared` says whether the engine can render pages in
        several processes."""
        begin = self.begin if is_shared else later
        each: Each = self.each if is_shared else map
        self.rendered, finder = frozenset(rendered), self.finder
        urls = [url for url in finder.papers if url not in self.rendered]
        parts = [urls[start : start + PART] for start in range(0, len(urls), PART)]
        are_all = len(parts) == 1
        finish = partial(self._finish_papers, casting, has_index=has_index, are_all=are_all)
        searched, others = finder.lists(are_searched=True), finder.lists()
        if not has_index:
            searched, others = [], others + searched
        with self.clock.step("pages"), without_collector():
            wait = begin(partial(self._finish_lists, casting, searched))
            self._wait_for_others = begin(
                partial(self._finish_others, casting, others), is_patient=has_index
            )
            # the first part here, so that all processes know its moulds
            made = [finish(part) for part in parts[:1]]
            return self._finished(chain(made, each(finish, parts[1:])), wait)

    def _finished(self, parts: Iterable[_Made], wait: Callable[[], _Made]) -> Iterator[Finished]:
        with self.clock.step("pages"), without_collector():
            for made in parts:
                self._take(made)
                yield from made.pages
            self._take(wait())

    def finish_others(self) -> None:
        """Wait for the last pages."""
        with self.clock.step("pages"), without_collector():
            self._take(self._wait_for_others())

    def _finish_papers(
        self, casting: Casting, urls: Sequence[str], *, has_index: bool, are_all: bool
    ) -> _Made:
        pages = casting.finish(self.finder.pages(urls), are_all=are_all)
        return self._finish(casting, pages, has_index=has_index)

    def _finish_lists(self, casting: Casting, urls: Sequence[str]) -> _Made:
        pages = (page for page in self.finder.pages(urls) if page.head.url not in self.rendered)
        return self._finish(casting, casting.finish(pages), has_index=False)

    def _finish_others(self, casting: Casting, urls: Sequence[str]) -> _Made:
        made, rows = self._finish_lists(casting, urls), self._put(self.finder.row_files())
        return made._replace(written=made.written.with_others(rows))

    def _finish(self, casting: Casting, pages: Iterable[Finished], *, has_index: bool) -> _Made:
        finished: list[Finished] = []

        def outputs() -> Iterator[Output]:
            for page in pages:
                is_read = has_index and page.is_indexed
                finished.append(page._replace(html=pagefind.indexed(page.html) if is_read else ""))
                src_uri = addresses.to_src_uri(page.url)
                yield Output(src_uri, page.html.encode("utf-8", "replace"))

        return _Made(self._put(outputs()), finished, casting.take())

    def _take(self, made: _Made) -> None:
        """Note what a process made."""
        self._add(made.written)
        self.pages += [page._replace(html="") for page in made.pages]
        self.effort.add(made.effort)

    def complete(self) -> None:
        """Put what depends on the addresses of all pages into the site, unless it is there, and
        wait for the files for programs. Raise `everything.Duplicate`."""
        if self.is_complete:
            return
        self.is_complete = True
        urls = sorted(self.rendered.union(page.url for page in self.pages))
        self._add(self._put(everything.linked(urls, self.collection, self.settings)))
        self._add(self._files)
        if self._wait_for_map is not _nothing:
            self.src_uris += points.paths(len(self.collection.listed))
        everything.require_unique(self.src_uris)

    def finish(self) -> None:
        """Wait for the map."""
        with self.clock.step("map"):
            written = self._wait_for_map()
        self.draft.add(map(addresses.to_dest_uri, written.src_uris), written.changed)

    def _put(self, outputs: Iterable[Output]) -> _Written:
        written = _Written([], [])
        for src_uri, data in outputs:
            if src_uri in self.replaced:
                continue
            dest_uri = addresses.to_dest_uri(src_uri)
            written.src_uris.append(src_uri)
            if self.draft.put(dest_uri, data):
                written.changed.append(dest_uri)
        return written

    def _add(self, written: _Written) -> None:
        """Note what was put into the site, by this process or by one with a copy of the draft."""
        self.src_uris += written.src_uris
        self.draft.add(map(addresses.to_dest_uri, written.src_uris), written.changed)


def _nothing() -> _Written:
    return _Written([], [])


def finder(
    build: Build, settings: Settings, memory: Memory, place: Place, *, has_search: bool
) -> Finder:
    """Return what makes single pages of a build, the same as `Outputs`."""
    return Finder(
        build.collected,
        settings,
        related.OneByOne(build.collected, memory.words),
        has_map=bool(map_layout.version()),
        has_search=has_search,
        has_changes=lambda: bool(ledger.days(Repository.of(place))),
    )


def write_named(
    finder: Finder, named: Iterable[str], written: Iterable[str], pages: Tree, has_written: bool
) -> dict[str, bool]:
    """Write the pages at the addresses that the navigation names as Markdown, for an engine; with
    `has_written`, also those with Markdown by a person. Return their src_uris, and those of other
    pages with the address of a hand-written page; True for those that were written."""
    urls = dict.fromkeys(map(addresses.to_url, written), False) | dict.fromkeys(named, True)
    found = {}
    for url, is_named in urls.items():
        if page := finder.page(url):
            src_uri = addresses.to_src_uri(url)
            found[src_uri] = is_named or (has_written and page.is_written)
            if found[src_uri]:
                pages.put(src_uri, page.to_markdown().encode("utf-8", "replace"))
    return found


def later(work: Callable[[], T], *, is_patient: bool = False) -> Callable[[], T]:
    """Do work when its result is asked for, as `beside.begin` where there is one processor."""
    return work
