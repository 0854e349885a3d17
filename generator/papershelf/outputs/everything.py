"""All outputs of a collection, by one pure function.

In: a Collection, the settings, the related papers. Out: outputs, each with path and bytes: pages as
Markdown, the files beside them, for each old name a redirect and copies of those files, and a
redirect for each public identifier.
Writes nothing and does not depend on MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as Sized
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeAlias

from papershelf.catalogue.model import Collection, Places
from papershelf.history.editions import Past
from papershelf.history.ledger import Day
from papershelf.outputs import calendars, citation_files, data, embeds, feeds, render, resolvers
from papershelf.outputs.head import Tags
from papershelf.outputs.render import Page, Renderer
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, moves
from papershelf.outputs.views.embeds import urls as embedded_urls
from papershelf.outputs.views.moves import Move, all_moves
from papershelf.outputs.views.pages import Group, all_groups
from papershelf.outputs.views.records import View

#: Path and bytes of files for programs, from a collection and its settings.
Producer: TypeAlias = Callable[[Collection, Settings], Iterator[tuple[str, bytes]]]
#: The table of makers of all files but pages and citations.
PRODUCERS: tuple[Producer, ...] = (feeds.files, embeds.files, *data.FILES)
_NO_PAST = Past()


class Output(NamedTuple):
    """A file of the site."""

    src_uri: str
    """POSIX path below the folder of outputs: `papers/wang2024.bib`."""
    data: bytes


class PageOutput(NamedTuple):
    """A page of the site before an engine renders it."""

    src_uri: str
    """POSIX path below the folder of outputs: `papers/wang2024.md`."""
    page: Page

    @property
    def data(self) -> bytes:
        """Return the page as a Markdown file."""
        return self.page.to_markdown().encode("utf-8", "replace")


class Duplicate(Exception):
    """Two outputs for one path; the message names both."""


def make(
    collection: Collection,
    settings: Settings,
    related: Mapping[str, tuple[str, ...]],
    days: Sequence[Day] = (),
    places: Places | None = None,
    *,
    has_search: bool = True,
) -> Iterator[Output | PageOutput]:
    """Yield every output, pages first. `days` is the history of the catalogue in git, `places` are
    the positions of papers on the map, None without a map. Without a search, `?q=` does not work
    and is not announced to programs. Raise Duplicate if two outputs have one path."""
    finder = Finder(
        collection,
        settings,
        related,
        has_map=places is not None,
        has_search=has_search,
        has_changes=lambda: bool(days),
    )
    src_uris, urls = [], []
    for page in finder.all_pages():
        urls.append(page.head.url)
        output = PageOutput(addresses.to_src_uri(page.head.url), page)
        src_uris.append(output.src_uri)
        yield output
    for file in chain(
        finder.row_files(),
        linked(urls, collection, settings),
        files(collection, settings, days, has_search=has_search),
        citations(collection, settings),
        points(collection, places),
    ):
        src_uris.append(file.src_uri)
        yield file
    require_unique(src_uris)


def require_unique(src_uris: Iterable[str]) -> None:
    """Raise Duplicate if two outputs are one file, also where case is ignored. Redirects of one
    identifier may differ in case alone; `resolvers` gives no identifier to two papers."""
    seen: dict[str, str] = {}
    for src_uri in src_uris:
        dest_uri = addresses.to_dest_uri(src_uri)
        key = dest_uri.lower()
        if key in seen and not key.startswith((addresses.DOI, addresses.ARXIV)):
            raise Duplicate(f"{seen[key]} and {dest_uri} would be the same file")
        seen[key] = dest_uri


class Finder:
    """Makes the pages of a collection, all of them or one."""

    def __init__(
        self,
        collection: Collection,
        settings: Settings,
        related: Mapping[str, tuple[str, ...]],
        *,
        has_map: bool,
        has_search: bool,
        has_changes: Callable[[], bool] = lambda: False,
    ) -> None:
        self.collection = collection
        self.settings = settings
        self.has_search = has_search
        self.renderer = Renderer(collection, settings)
        self.tags = Tags(collection, settings, has_search=has_search)
        self.groups: dict[str, list[Group]] = {}
        """By the beginning of their addresses, in the order of the site."""
        for group in all_groups(
            collection,
            settings,
            related,
            has_map=has_map,
            has_search=has_search,
            has_changes=has_changes,
        ):
            self.groups.setdefault(group.url, []).append(group)

    def all_pages(self) -> Iterator[Page]:
        """Yield every page."""
        return self.pages([*self.papers, *self.lists(), *self.lists(are_searched=True)])

    @cached_property
    def papers(self) -> list[str]:
        """Return the addresses of all papers, sorted."""
        return sorted(map(addresses.paper, self.collection.papers))

    def lists(self, *, are_searched: bool = False) -> list[str]:
        """Return where the addresses of all other pages begin: of those that the search covers, and
        what belongs to them, or of those that it does not need."""
        papers = frozenset(self.papers)
        return [
            url
            for url, groups in self.groups.items()
            if url not in papers and any(each.is_searched for each in groups) == are_searched
        ]

    def pages(self, urls: Iterable[str]) -> Iterator[Page]:
        """Yield the pages of groups, which begin at these addresses."""
        for url in urls:
            for group in self.groups[url]:
                yield from map(self._render, group.views())

    def row_files(self) -> Iterator[Output]:
        """Yield the files of which scripts make lists."""
        return map(Output._make, self.renderer.row_files())

    def page(self, url: str) -> Page | None:
        """Return the page at an address, without making any outside of its group."""
        for start in (*addresses.parents(url), addresses.HOME):
            for group in self.groups.get(start, ()):
                for view in group.views():
                    if view.head.url == url:
                        return self._render(view)
        return None

    def has_page(self, src_uri: str) -> bool:
        """Return whether there is such a page."""
        url = addresses.to_url(src_uri)
        return addresses.to_src_uri(url) == src_uri and self.page(url) is not None

    @cached_property
    def files(self) -> frozenset[str]:
        """Return the paths of files for programs, which takes as long as making them, except for
        what needs more than the catalogue: the history and the positions on the map."""
        made = files(self.collection, self.settings, has_search=self.has_search)
        made = chain(made, citations(self.collection, self.settings))
        return frozenset([*(file.src_uri for file in made), *self.files_of_pages()])

    def files_of_pages(self) -> Iterator[str]:
        """Yield the paths of the files that are made with the pages."""
        total = render.shelves(len(self.collection.listed))
        shelves = {render.shelf_of(paper_id, total) for paper_id in self.collection.listed}
        yield from map(addresses.rows, sorted(shelves))
        yield from (file.src_uri for file in linked((), self.collection, self.settings))

    def _render(self, view: View) -> Page:
        head = view.head._replace(tags=self.tags.of(view))
        return self.renderer.render(view._replace(head=head))


def linked(urls: Iterable[str], collection: Collection, settings: Settings) -> Iterator[Output]:
    """Yield what leads to pages, which have these addresses: the sitemap, and the redirects of old
    names."""
    urls = list(urls)
    yield from map(Output._make, data.sitemap.files(urls, collection, settings))
    moved = list(all_moves(collection, settings))
    if not moved:
        return
    below: dict[str, list[str]] = {move.new: [] for move in moved}
    for url in urls:
        for target in addresses.parents(url):
            if target in below:
                below[target].append(url)
    embedded = frozenset(embedded_urls(collection, settings))
    for move in moved:
        for old_url, new_url in _addresses(move, below[move.new]):
            yield _redirect(old_url, new_url, move.title, settings)
            if new_url in embedded:
                old_embed, new_embed = map(addresses.embed, (old_url, new_url))
                yield _redirect(old_embed, new_embed, move.title, settings)


def files(
    collection: Collection,
    settings: Settings,
    days: Sequence[Day] = (),
    past: Past = _NO_PAST,
    *,
    has_search: bool,
) -> Iterator[Output]:
    """Yield the files for programs but citations, also under the old names of their pages. `past`
    has earlier versions of editions in git."""
    made = (
        produce(collection, settings)
        for produce in PRODUCERS
        if produce is not data.opensearch.files or has_search
    )
    some = chain(*made, calendars.files(collection, settings, past))
    yield from _with_old_names(map(Output._make, some), collection, settings)
    yield from map(Output._make, data.changes.files(days))


def citations(collection: Collection, settings: Settings) -> Iterator[Output]:
    """Yield the files of citations, also under the old names of their pages, and the redirects of
    identifiers."""
    made = map(Output._make, citation_files.files(collection, settings))
    yield from _with_old_names(made, collection, settings)
    for resolver in resolvers.all_resolvers(collection):
        for old_url in resolver.urls:
            # two spellings have one source file: some file systems ignore case
            yield _redirect(old_url, resolver.new, resolver.title, settings)


def _with_old_names(
    outputs: Iterable[Output], collection: Collection, settings: Settings
) -> Iterator[Output]:
    """Yield files, then those of renamed pages again, in their old places."""
    moved = list(all_moves(collection, settings))
    copied: dict[str, list[Output]] = {move.new: [] for move in moved}
    for output in outputs:
        yield output
        for target in _targets(output.src_uri, copied):
            copied[target].append(output)
    for move in moved:
        for output in copied[move.new]:
            yield output._replace(src_uri=output.src_uri.replace(move.new[:-1], move.old[:-1], 1))


def points(collection: Collection, places: Places | None) -> Iterator[Output]:
    """Yield the files of the map."""
    yield from map(Output._make, data.points.files(collection, places))


def _redirect(old_url: str, new_url: str, title: str, settings: Settings) -> Output:
    page = render.redirect(moves.to_view(old_url, new_url, title, settings))
    return Output(f"{old_url}index.html", page.encode("utf-8", "replace"))


def _addresses(move: Move, below: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the old and new address of a move, and of each numbered page below it."""
    yield move.old, move.new
    for url in below:
        if url != move.new:
            yield url.replace(move.new, move.old, 1), url


def _targets(src_uri: str, targets: Sized[str]) -> list[str]:
    """Return the pages with an old name that a file is beside or below; for an edition, also its
    course."""
    if not targets:
        return []
    beside = (addresses.page_of(src_uri), addresses.folder_of(src_uri))
    return [url for url in beside if url in targets]
