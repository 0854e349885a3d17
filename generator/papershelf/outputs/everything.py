"""All outputs of a collection, by one pure function.

In: a Collection, the settings, the related papers. Out: outputs, each with path and bytes: pages as
Markdown, the files beside them, for each old name a redirect and copies of those files, and a
redirect for each public identifier.
Writes nothing and does not depend on MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from papershelf.catalogue.model import Collection, Day, Places
from papershelf.outputs import citation_files, data, feeds, resolvers
from papershelf.outputs.head import Tags
from papershelf.outputs.render import Page, Renderer
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import Move, addresses, all_moves, all_pages, moves

#: Path and bytes of files for programs, from a collection and its settings.
Producer: TypeAlias = Callable[[Collection, Settings], Iterator[tuple[str, bytes]]]
#: The table of makers of other files than pages.
PRODUCERS: tuple[Producer, ...] = (citation_files.files, feeds.files, *data.FILES)


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


#: A file or a page.
Made = TypeVar("Made", Output, PageOutput)


class Duplicate(Exception):
    """Two outputs for one path; the message names both sources."""


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
    moved = list(all_moves(collection, settings))
    targets = {move.new for move in moved}
    below: dict[str, list[str]] = {target: [] for target in targets}
    copied: dict[str, list[Output]] = {target: [] for target in targets}
    seen: dict[str, str] = {}
    pages: list[str] = []

    def unique(output: Made, url: str) -> Made:
        dest_uri = addresses.to_dest_uri(output.src_uri).lower()
        first = seen.setdefault(dest_uri, url)
        if first is not url:
            raise Duplicate(f"{first} and {url} would be the same file, {dest_uri}")
        return output

    renderer = Renderer(collection, settings)
    tags = Tags(collection, settings, has_search=has_search)
    for view in all_pages(collection, settings, related, places):
        url = view.head.url
        view = view._replace(head=view.head._replace(tags=tags.of(view)))
        page = PageOutput(addresses.to_src_uri(url), renderer.render(view))
        yield unique(page, url)
        pages.append(url)
        for target in addresses.parents(url) if targets else ():
            if target in targets:
                below[target].append(url)
    for src_uri, text in renderer.row_files():
        yield unique(Output(src_uri=src_uri, data=text), src_uri)
    for produce in PRODUCERS:
        if produce is data.opensearch.files and not has_search:
            continue
        for src_uri, text in produce(collection, settings):
            output = Output(src_uri=src_uri, data=text)
            yield unique(output, src_uri)
            for target in _targets(src_uri, targets):
                copied[target].append(output)
    sitemap = data.sitemap.files(pages, collection, settings)
    points = data.points.files(collection, places)
    for src_uri, text in (*sitemap, *data.changes.files(days), *points):
        yield unique(Output(src_uri=src_uri, data=text), src_uri)

    def redirect(old_url: str, new_url: str, title: str, source: str) -> Output:
        moved_page = renderer.redirect(moves.to_view(old_url, new_url, title, settings))
        data = moved_page.encode("utf-8", "replace")
        return unique(Output(src_uri=f"{old_url}index.html", data=data), source)

    for resolver in resolvers.all_resolvers(collection):
        for old_url in resolver.urls:
            # two spellings have one source file: some file systems ignore case
            yield redirect(old_url, resolver.new, resolver.title, resolver.name)
    for move in moved:
        for old_url, new_url in _addresses(move, below[move.new]):
            yield redirect(old_url, new_url, move.title, old_url)
        for output in copied[move.new]:
            src_uri = output.src_uri.replace(move.new[:-1], move.old[:-1], 1)
            yield unique(Output(src_uri=src_uri, data=output.data), src_uri)


def _addresses(move: Move, below: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the old and new address of a move, and of each numbered page below it."""
    yield move.old, move.new
    for url in below:
        if url != move.new:
            yield url.replace(move.new, move.old, 1), url


def _targets(src_uri: str, targets: set[str]) -> list[str]:
    """Return the pages with an old name that a file is beside or below; for an edition, also its
    course."""
    if not targets:
        return []
    pages = (addresses.page_of(src_uri), addresses.folder_of(src_uri))
    return [page for page in pages if page in targets]
