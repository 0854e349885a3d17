"""MkDocs renders pages outside of its own loop.

In: pages of Markdown. Out: their HTML, after all plugins, as MkDocs would write it; the plugins
that may treat each page differently; the pages that the navigation names.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, PluginCollection
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from papershelf.outputs.render import Page
from papershelf.outputs.views import addresses

#: Events of a single page: https://www.mkdocs.org/dev-guide/plugins/#page-events
OF_PAGES = (
    "pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page",
)  # fmt: skip

#: Events with which a plugin adds pages, or changes where their links lead.
_OF_LINKS = ("files", "page_read_source", "page_markdown", "page_content")

#: How MkDocs names who generated a page of ours; other plugins and hooks generate pages, too.
OURS = "papershelf"
#: Why a build takes longer than others.
EVERY_PAGE = (
    "MkDocs renders every page, which takes several times as long, because these may read or"
    " change single pages: {}"
)
#: The loggers of MkDocs and of ProperDocs, which takes its place.
LOGGERS = ("mkdocs", "properdocs")
#: The programs that make pages, as pages name them.
MADE_WITH = ("MkDocs", "Material for MkDocs")


#: Plugins of Material with which no site can be built, and what to do.
_REFUSED = {
    "blog": "its posts need front matter that pages cannot have; write digests or pages instead",
    "offline": "it changes addresses to ….html; remove it",
}


def refused(plugins: PluginCollection) -> str:
    """Return the name of a plugin with which no site can be built, and why; empty without one."""
    found = ((name, _REFUSED.get(name.removeprefix("material/"))) for name in plugins)
    return next((f"{name}: {reason}" for name, reason in found if reason), "")


def others(plugins: PluginCollection, ours: BasePlugin[Any], events: Sequence[str]) -> list[str]:
    """Return the names of other plugins and hooks that have any of these events."""
    owners = [owner for event in events for owner in _owners(plugins, event)]
    return _names(plugins, [owner for owner in owners if owner is not ours])


def later(plugins: PluginCollection, ours: BasePlugin[Any], event: str) -> list[str]:
    """Return the names of plugins and hooks that have an event after ours."""
    owners = _owners(plugins, event)
    return _names(plugins, owners[owners.index(ours) + 1 :])


def readers(config: MkDocsConfig, ours: BasePlugin[Any]) -> list[str]:
    """Return the names of everything that may read or change single pages."""
    of_pages, of_all = others(config.plugins, ours, OF_PAGES), later(config.plugins, ours, "files")
    return list(dict.fromkeys((*of_pages, *of_all, *map(str, config.extra_templates))))


def may_add_pages(config: MkDocsConfig) -> bool:
    """Return whether hooks or other plugins may add pages and files, or change links."""
    ours = config.plugins["papershelf"]
    return bool(config.hooks or config.extra_templates or others(config.plugins, ours, _OF_LINKS))


def _owners(plugins: PluginCollection, event: str) -> list[object]:
    return [getattr(method, "__self__", method) for method in plugins.events[event]]


def _names(plugins: PluginCollection, owners: Sequence[object]) -> list[str]:
    names = {id(plugin): name for name, plugin in plugins.items()}
    found = [names.get(id(owner), f"a hook, {owner.__module__}") for owner in owners]
    return list(dict.fromkeys(found))


def named(nav: object) -> Iterator[str]:
    """Yield the addresses of the pages that a navigation names."""
    if isinstance(nav, str) and nav.endswith(".md"):
        yield addresses.to_url(posixpath.normpath(nav))
    elif isinstance(nav, Mapping):
        for part in nav.values():
            yield from named(part)
    elif isinstance(nav, list):
        for part in nav:
            yield from named(part)


class MkDocs:
    """One build of MkDocs, after its events `nav` and `env`."""

    def __init__(
        self, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment, folder: Path
    ) -> None:
        self.config = config
        self.files = files
        self.nav = nav
        self.env = env
        self.folder = folder
        """Where MkDocs writes the pages, which are read and removed at once."""
        self.pages = files.documentation_pages()

    def render(self, pages: Sequence[Page]) -> list[str]:
        """Return the HTML of each page. Several processes can do so at the same time."""
        return [self._render(page) for page in pages]

    def _render(self, page: Page) -> str:
        file = File.generated(
            self.config,
            addresses.to_src_uri(page.head.url),
            content=page.to_markdown(),
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.generated_by = OURS
        file.dest_dir = str(self.folder / str(os.getpid()))
        shown = MkDocsPage(None, file, self.config)
        _populate_page(shown, self.config, self.files)
        _build_page(shown, self.config, self.pages, self.nav, self.env)
        written = Path(file.abs_dest_path)
        html = written.read_bytes().decode()
        written.unlink()
        return html
