"""What comes after the pages that an engine renders: casting and the search index.

In: a site by any engine, and the draft that it is in. Out: the complete site. Needs none of MkDocs'
events.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from mkdocs.exceptions import PluginError

from papershelf.outputs import search_index
from papershelf.plugin import beside, build
from papershelf.plugin.casting import LARGE, Casting, Different, Engine
from papershelf.storage import bounds
from papershelf.storage.files import Tree, iter_files
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


def index(site: Path, indexed: Collection[str], draft: Draft, folder: Path, language: str) -> None:
    """Make the search index of pages from a folder with these alone. Raise PluginError."""
    # Pagefind makes no index of nothing, so a site without such pages has that of its home page
    names = sorted(indexed) or ["index.html"]
    begin = beside.begin if len(names) >= LARGE else build.later
    tree, half = Tree(folder), len(names) // 2

    def link(part: Sequence[str]) -> None:
        for name in part:
            tree.link(name, draft.path(name) if name in draft.names else str(site / name))

    wait = begin(lambda: link(names[half:]))
    link(names[:half])
    wait()
    tree.names.update(names)
    tree.finish()
    try:
        search_index.index(folder, site, language, begin)
    except (search_index.SearchFailed, OSError) as error:
        raise PluginError(f"search index: {error}") from error
