"""What comes after the pages that an engine renders: casting, the list of files, the search index.

In: a site by any engine, and the tree of outputs. Out: the complete site. Needs none of MkDocs'
events.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from mkdocs.exceptions import PluginError

from papershelf.outputs import search_index
from papershelf.plugin import build
from papershelf.plugin.casting import Casting, Different, Engine
from papershelf.storage.files import Tree, publish


def cast(pages: Casting, tree: Tree, render: Engine, verified: int) -> None:
    """Put the pages that can be cast into the tree. Compare some of them with what the engine makes
    of them; raise PluginError."""

    def put(dest_uri: str, html: str) -> bool:
        return tree.put(build.stored(dest_uri), html.encode("utf-8", "replace"))

    try:
        written = pages.finish(render, put, verified)
    except Different as error:
        raise PluginError(str(error)) from error
    tree.add([build.stored(page.dest_uri) for page in pages.pages], written)


def sources(tree: Tree, outputs: Mapping[str, str]) -> dict[str, str]:
    """Return where each output is, by its dest_uri. `outputs` are dest_uri by src_uri."""
    prefix = f"{tree.folder}{os.sep}"
    return {
        dest_uri: prefix + build.stored(dest_uri if src_uri.endswith(".md") else src_uri)
        for src_uri, dest_uri in outputs.items()
    }


def source(tree: Path, dest_uri: str) -> Path:
    """Return where one output is, if there is such an output, in the folder of a tree."""
    return tree / build.stored(f"{dest_uri}.txt" if dest_uri.endswith(".md") else dest_uri)


def index(
    site: Path, indexed: Collection[str], found: Mapping[str, str], folder: Path, language: str
) -> None:
    """Make the search index of pages, each in `found` or in the site, from a folder with these
    alone. Raise PluginError."""
    # Pagefind makes no index of nothing, so a site without such pages has that of its home page
    names = sorted(indexed) or ["index.html"]
    publish({name: found.get(name, str(site / name)) for name in names}, folder)
    try:
        search_index.index(folder, site, language)
    except (search_index.SearchFailed, OSError) as error:
        raise PluginError(f"search index: {error}") from error
