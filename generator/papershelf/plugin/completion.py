"""What comes after the pages that an engine renders: casting and the search index.

In: a site by any engine, and the draft that it is in. Out: the complete site. Needs none of MkDocs'
events.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from mkdocs.exceptions import PluginError

from papershelf.outputs import search_index
from papershelf.outputs.pagefind import SearchFailed
from papershelf.plugin import beside, build
from papershelf.plugin.casting import LARGE, Casting, Different, Engine
from papershelf.storage import bounds
from papershelf.storage.files import content, iter_files
from papershelf.storage.publishing import Draft, write_manifest


def cast(pages: Casting, draft: Draft, render: Engine, verified: int) -> None:
    """Put the pages that can be cast into the site. Compare some of them with what the engine makes
    of them; raise PluginError."""

    def put(dest_uri: str, html: str) -> bool:
        return draft.put(dest_uri, html.encode("utf-8", "replace"))

    try:
        changed = pages.finish(render, put, verified)
    except Different as error:
        raise PluginError(str(error)) from error
    draft.add([page.dest_uri for page in pages.pages], changed)


def join(draft: Draft, site: Path) -> None:
    """Move the files of a draft to what MkDocs wrote, unless it wrote into the same folder."""
    folder = draft.folder
    if folder != site:
        write_manifest(site, [*iter_files(site), *draft.names])  # in case the process is killed
        draft.move(list(iter_files(folder)), bounds.Folder(site))


def index(site: Path, indexed: Collection[str], draft: Draft, language: str) -> None:
    """Put the search index of pages into the site. Raise PluginError."""
    # a plugin can have MkDocs write nothing for a page
    there = [name for name in indexed if name in draft.names or (site / name).is_file()]
    # Pagefind makes no index of nothing, so a site without such pages has that of its home page
    names = sorted(there) or ["index.html"]
    begin = beside.begin if len(names) >= LARGE else build.later

    def read(name: str) -> str:
        path = draft.path(name) if name in draft.names else str(site / name)
        return content(path).decode("utf-8", "replace")

    try:
        for name, data in search_index.files(
            ((name, read(name)) for name in names), language, begin
        ):
            draft.put(name, data)
    except (SearchFailed, OSError) as error:
        raise PluginError(f"search index: {error}") from error
