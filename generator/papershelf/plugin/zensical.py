"""Zensical as the engine of a build, in place of MkDocs.

In: the settings of a site, and the plugin. Out: the site, as MkDocs makes it with the plugin's
events. Reasons: docs/decisions/0017-any-engine.md.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.utils.meta import get_data

from papershelf.outputs import policy, shields
from papershelf.outputs.views import addresses
from papershelf.plugin import defaults, engine
from papershelf.plugin.hooks import PapershelfPlugin
from papershelf.plugin.project import MARK, POLICY, Project, ZensicalPage, generated
from papershelf.storage import bounds, files
from papershelf.text import citing

log = get_plugin_logger("papershelf")

_INCLUDED = (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV)
#: A link of Markdown to a page.
_LINK = re.compile(
    rf"{citing.CODE}|(?:\]\(\s*<?|^ {{0,3}}\[[^\]]+\]:\s*<?)(?P<path>[^\s()<>:#]+\.md)(?=[)>#\s])",
    re.DOTALL | re.MULTILINE,
)


def build(config: MkDocsConfig, plugin: PapershelfPlugin, work: Path) -> None:
    """Build the site of a collection. Raise MkDocsException."""
    plugin.engine = ("Zensical",)
    _leave_out_others(config, plugin)
    config = plugin.on_config(config)
    found = get_files(config)
    found.add_files_from_theme(config.theme.get_env(), config)
    try:
        _render(config, plugin, plugin.on_files(found, config=config), work)
    except Exception as error:
        plugin.on_build_error(error=error)
        raise


def _render(config: MkDocsConfig, plugin: PapershelfPlugin, found: Files, work: Path) -> None:
    config.extra["papershelf"] = {**plugin.extra, "policy": POLICY, "mark": MARK}
    project = Project(config, work / "zensical", plugin.allowed)
    site = bounds.Folder(Path(config.site_dir))

    def put(dest_uri: str, html: str) -> None:
        files.write_if_changed(site.at(dest_uri), html.encode("utf-8", "replace"))

    _copy_files(config, found)
    pages = [file for file in found.documentation_pages() if file.inclusion in _INCLUDED]
    project.base = [_source(file, plugin) for file in pages]
    warned = 0
    for source, (html, content) in zip(project.base, project.run(project.base)):
        dest_uri = addresses.to_dest_uri(source.src_uri)
        put(dest_uri, html)
        if source.front.get("indexed"):
            plugin.indexed.add(dest_uri)
        for sentence in _wrong(source, content, plugin):
            log.warning(f"{source.src_uri}: {sentence}")
            warned += 1
    if warned and config.strict:
        raise Abort(f"Aborted with {warned} warnings in strict mode!")
    missing = project.read("404.html")
    put("404.html", project.finish(missing, missing))
    theme = files.Tree(site.path)
    for name, path in project.assets().items():
        theme.link(name, path)
    plugin.rendered = len(project.base)
    plugin.complete(config, project.render, is_shared=False)
    files.empty(project.folder)


def _leave_out_others(config: MkDocsConfig, plugin: PapershelfPlugin) -> None:
    """Say which plugins, hooks and templates are for MkDocs alone."""
    others = engine.others(config.plugins, plugin, tuple(config.plugins.events))
    ignored = dict.fromkeys((*others, *config.extra_templates))
    if ignored:
        plugin.note([f"Zensical does not run these, which need MkDocs: {', '.join(ignored)}"])
    for methods in config.plugins.events.values():
        methods[:] = [method for method in methods if getattr(method, "__self__", None) is plugin]
    config.extra_templates = []


def _copy_files(config: MkDocsConfig, found: Files) -> None:
    """Copy files of the content and of our theme. Zensical brings those of its own."""
    folders = (None, config.docs_dir, config.theme.custom_dir, str(defaults.theme_folder()))
    for file in found:
        is_static = not file.is_documentation_page() and file.inclusion in _INCLUDED
        if is_static and file.src_dir in folders:
            file.copy_file()


def _source(file: File, plugin: PapershelfPlugin) -> ZensicalPage:
    """Return a page that the engine has to render: a hand-written one, or a generated one that
    cannot be cast."""
    collection = plugin.build.collected
    if file.generated_by == engine.OURS:
        is_written = file.src_uri in collection.written
        return generated(file.src_uri, file.content_string, is_written=is_written)
    body, front = get_data(file.content_string)
    body = plugin.begin_page(file.src_uri, front, body)
    page = collection.pages.get(file.src_uri)
    front.setdefault("title", _plain(page.title) if page else file.name)
    front["head"] = plugin.head_of(file.src_uri, front, "")
    return ZensicalPage(file.src_uri, front, shields.with_marks(body))


def _plain(heading: str) -> str:
    """Return the text of a heading in Markdown."""
    html = markdown.markdown(f"# {heading}", extensions=["attr_list"])
    return unescape(re.sub(r"<[^<>]*>", "", html))


def _wrong(source: ZensicalPage, content: str, plugin: PapershelfPlugin) -> Iterator[str]:
    """Yield what browsers will not run or load on a page with Markdown by a person, and its links
    to pages that do not exist."""
    if source.blocks:
        return
    yield from policy.iter_refused(content, plugin.allowed)
    for match in _LINK.finditer(source.body):
        path = unquote(match["path"] or "")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source.src_uri), path))
        if path and not path.startswith("/") and not plugin.files.get_file_from_path(target):
            yield f"link to {path}, which does not exist"
