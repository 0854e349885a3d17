"""What comes after the pages that an engine renders: the search index, and the site as a whole.

In: a site by any engine, and the draft that it is in. Out: the complete site. Needs none of MkDocs'
events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.exceptions import PluginError

from papershelf.outputs import pagefind, search_index
from papershelf.outputs.everything import Duplicate
from papershelf.outputs.pagefind import SearchFailed
from papershelf.outputs.views import addresses
from papershelf.plugin.build import without_collector
from papershelf.plugin.casting import GROUP, Engine, Finished
from papershelf.plugin.file_list import WithOutputs
from papershelf.plugin.writing import Outputs
from papershelf.storage import bounds
from papershelf.storage.files import content, iter_files
from papershelf.storage.publishing import Draft, write_manifest

_HOME = addresses.page_file(addresses.HOME)


def verify(outputs: Outputs, render: Engine, name: str, number: int) -> None:
    """Compare so many pages that were cast, from everywhere in the site and the same in each build,
    with what the engine of this name makes of them; raise PluginError."""
    if not number:
        return
    cast = [page.url for page in outputs.pages if page.is_cast]
    chosen = [cast[each] for each in sorted(range(len(cast)), key=_digest)[:number]]
    for start in range(0, len(chosen), GROUP):
        found = map(outputs.finder.page, chosen[start : start + GROUP])
        pages = [page for page in found if page]
        for page, html in zip(pages, render(pages)):
            path = outputs.draft.path(addresses.page_file(page.head.url))
            if content(path) != html.encode("utf-8", "replace"):
                raise PluginError(f"{page.head.url}: casting and {name} make different pages")


def _digest(number: int) -> bytes:
    """Return bytes by which numbers sort as if they were shuffled."""
    return hashlib.sha256(str(number).encode()).digest()


@contextmanager
def refusals() -> Iterator[None]:
    """Raise PluginError for outputs that cannot be written."""
    try:
        yield
    except (Duplicate, bounds.Refused) as error:
        raise PluginError(str(error)) from error


def join(outputs: Outputs, files: WithOutputs, site: Path) -> None:
    """Wait for the last outputs of a build, and move the files of its draft to what MkDocs wrote,
    unless it wrote into the same folder. Raise Duplicate, Refused or PluginError."""
    outputs.complete()
    files.require_free(outputs.src_uris)
    outputs.finish()
    draft = outputs.draft
    if draft.folder != site:
        write_manifest(site, [*iter_files(site), *draft.names])  # in case the process is killed
        draft.move(list(iter_files(draft.folder)), bounds.Folder(site))


def searched(
    pages: Iterable[Finished],
    first: Iterable[str],
    indexed: Callable[[], Collection[str]],
    outputs: Outputs,
    site: Path,
) -> Iterator[tuple[str, str]]:
    """Yield dest_uri of the pages that the search covers, and what it reads of them: some as they
    are finished, and those that are `indexed` then. The index depends on their order, which is the
    same with any engine: those at the addresses `first`, then all others."""
    known = set()
    for page in pages:
        if page.is_indexed:
            known.add(page.dest_uri)
            yield page.dest_uri, page.html
    leading = {*map(addresses.page_file, first)}
    left = sorted({*indexed()} - known, key=lambda name: (name not in leading, name))
    yield from _read(left, outputs.draft, site)


def _read(names: Iterable[str], draft: Draft, site: Path) -> Iterator[tuple[str, str]]:
    """Yield what the search reads of pages. A plugin can have MkDocs write nothing for a page."""
    for name in names:
        path = draft.path(name) if name in draft.names else str(site / name)
        if name in draft.names or Path(path).is_file():
            yield name, pagefind.indexed(content(path).decode("utf-8", "replace"))


def index(pages: Iterable[tuple[str, str]], outputs: Outputs, site: Path, language: str) -> None:
    """Put the search index of pages into the site. Raise PluginError."""

    failed: list[OSError] = []

    def some() -> Iterator[tuple[str, str]]:
        is_empty = True
        try:
            for page in pages:
                is_empty = False
                yield page
        except OSError as error:  # of the pages, which are made while the search reads them
            failed.append(error)
            raise
        if is_empty:  # Pagefind makes no index of nothing
            yield from _read([_HOME], outputs.draft, site)

    try:
        with without_collector():
            for name, data in search_index.files(some(), language, outputs.each):
                outputs.draft.put(name, data)
    except (SearchFailed, OSError) as error:
        if failed:
            raise
        raise PluginError(f"search index: {error}") from error
