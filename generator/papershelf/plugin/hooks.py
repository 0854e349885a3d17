"""The plugin's handlers of MkDocs' events.

In: MkDocs' configuration and files. Out: the generated pages among its files, the theme, and the
search index. `mkdocs build`, `mkdocs serve` and `papershelf build` all use this module.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from papershelf import catalogue, problems
from papershelf.catalogue.kinds import is_introduction
from papershelf.catalogue.read import to_checked
from papershelf.checks.taken import REPLACEABLE
from papershelf.history import Repository
from papershelf.outputs import policy, render, search_index
from papershelf.outputs.everything import Duplicate
from papershelf.outputs.head import Tags
from papershelf.outputs.settings import Place, Settings, to_authority, to_site_url
from papershelf.outputs.views import addresses
from papershelf.plugin import assets, build, defaults, finished, places
from papershelf.plugin.build import Build
from papershelf.plugin.frames import Frames
from papershelf.plugin.options import PapershelfConfig
from papershelf.plugin.places import Unusable, root_of
from papershelf.problems.rules import RULES
from papershelf.storage import bounds, locks
from papershelf.storage.files import iter_files, link_or_copy, write_manifest

log = get_plugin_logger("papershelf")

#: Theme files for Material's own search and for debugging, 2.9 MB that no page loads, and MkDocs'
#: sitemap, which has the day of the build for every address.
_UNUSED = re.compile(r"assets/javascripts/(?:lunr/.*|workers/search\..*)|.*\.map|sitemap\.xml")


class CheckFailed(Abort):
    """The catalogue has errors: MkDocs stops before it empties the site folder."""

    def __init__(self, found: Build) -> None:
        super().__init__(problems.to_text(found.problems, found.entries).rstrip())
        self.build = found


class Made(File):
    """A generated file. Files that are not pages, four fifths of a large site, are hard-linked
    instead of copied: they are never modified, only replaced (`files.write_if_changed`)."""

    def copy_file(self, dirty: bool = False) -> None:
        """Put the file into the site folder."""
        assert self.abs_src_path is not None
        link_or_copy(Path(self.abs_src_path), Path(self.abs_dest_path))


class PapershelfPlugin(BasePlugin[PapershelfConfig]):  # type: ignore[no-untyped-call]
    """The plugin in one build. MkDocs makes a new object for each build, also while it serves."""

    def __init__(self) -> None:
        self.clock = build.Clock()
        self.limit: int | None = None
        """Number of newest papers to build; None for all."""
        self.since: str | None = None
        """Git ref against which permanence is checked."""
        self.has_search = True
        self.work: Path | None = None
        """Folder of generated pages; by default `build/` of the collection."""
        self.found: Build | None = None
        self.settings = Settings()
        self.bodies: dict[str, str] = {}
        """HTML of pages that bypass Markdown, by src_uri."""
        self.assets: dict[str, str] = {}
        """Addresses of Papershelf's scripts and styles, set in `on_files`."""
        self.tags: Tags
        """Replaced in `on_config`, with the settings."""
        self.frames: Frames
        """Set in `on_env`."""
        self.held = ExitStack()
        """The lock of the collection, if MkDocs was started directly."""

    def on_config(self, config: MkDocsConfig, /) -> MkDocsConfig:
        """Read and check the catalogue, then set defaults for missing settings."""
        try:
            if self.work is None:  # MkDocs was started directly, and will empty the site folder
                self.held.enter_context(locks.hold(root_of(config)))
                places.require_folders(config, self.place(config))
            self.found = self.found or self.read(config)
        except (catalogue.Unreadable, bounds.Refused) as error:
            raise Unusable(str(error)) from error
        if self.found.has_errors:
            raise CheckFailed(self.found)
        log.info(problems.summary(self.found.problems, self.found.entries))
        collection = self.build.collected
        if not Path(config.config_file_path).is_file():  # a collection without mkdocs.yml
            home = collection.pages.get("index.md")
            config.site_name = (home.title if home else "") or config.site_name
        defaults.set_date(collection)
        defaults.complete_theme(config)
        self.settings = _settings(config, self.config, self.place(config).content)
        if config.nav is None:
            config.nav = list(defaults.navigation(collection, self.settings))
        config.site_url = self.settings.site_url  # also used in MkDocs' own tags
        self.tags = Tags(collection, self.settings)
        # with it, readers' browsers would load star counts from the forge, and Material would add
        # its own edit links
        config.repo_url = config.edit_uri = config.edit_uri_template = None
        return config

    def on_build_error(self, *, error: Exception) -> None:
        """Release the lock."""
        self.held.close()

    def place(self, config: MkDocsConfig) -> Place:
        """Return the location of the collection according to the settings."""
        root = root_of(config)
        if not Path(config.config_file_path).is_file():  # MkDocs may work on an empty substitute
            return Place(
                root=root, catalogue=self.config.catalogue, min_papers=_min_papers(self.config)
            )
        content = bounds.relative_to(root, Path(config.docs_dir))
        if content is None:
            content = Path(os.path.relpath(config.docs_dir, root)).as_posix()
        return Place(
            root=root,
            catalogue=self.config.catalogue,
            content=content,
            min_papers=_min_papers(self.config),
        )

    def repository(self, config: MkDocsConfig) -> Repository:
        """Return the git repository that contains the collection."""
        place = self.place(config)
        return Repository(root=place.root, catalogue=place.catalogue, content=place.content)

    def read(self, config: MkDocsConfig) -> Build:
        """Read the catalogue according to the settings; raise `catalogue.Unreadable`."""
        _check(self.config, config.site_url or "")
        if not config.use_directory_urls:
            raise Unusable(
                "mkdocs.yml: papershelf needs addresses without .html;"
                " remove use_directory_urls: false"
            )
        place = self.place(config)
        places.require_sources(config, place)
        found = build.load(
            place.root,
            self.clock,
            catalogue_file=place.catalogue,
            content=place.content,
            severities={name: str(value or "off") for name, value in self.config.rules.items()},
            limit=self.limit,
            since=self.since,
            theme=places.theme_files(config),
            min_papers=place.min_papers,
        )
        try:
            defaults.complete_addresses(config, place)
        except ValueError as error:
            raise Unusable(str(error)) from None
        return found

    @property
    def build(self) -> Build:
        """Return the build, after `on_config`."""
        assert self.found is not None
        return self.found

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Write the generated pages and add them to MkDocs' files, by path: a file that is added by
        content always counts as modified."""
        folder = (self.work or root_of(config) / build.WORK) / "pages"
        try:
            build.write_outputs(
                self.build,
                self.settings,
                folder,
                self.clock,
                repository=self.repository(config),
                has_search=self.has_search,
            )
        except (Duplicate, bounds.Refused) as error:
            raise PluginError(str(error)) from error
        for file in list(files):
            if file.src_dir != config.docs_dir and _UNUSED.fullmatch(file.src_uri):
                files.remove(file)
            elif file.inclusion == InclusionLevel.UNDEFINED:
                file.inclusion = InclusionLevel.NOT_IN_NAV  # no warning about pages not in the nav
            is_ours = file.src_dir == config.docs_dir and file.is_documentation_page()
            if is_ours and file.inclusion != InclusionLevel.EXCLUDED:
                file.content_string = to_checked(file.content_string)
        self.assets = assets.name(files, config, folder.parent / "assets")
        written = {file.dest_uri.lower(): file for file in files}
        for src_uri in self.build.pages:
            file = Made.generated(
                config,
                src_uri,
                abs_src_path=str(folder / src_uri),
                inclusion=InclusionLevel.NOT_IN_NAV,
            )
            file.dest_uri = addresses.to_dest_uri(src_uri)
            other = written.get(file.dest_uri.lower())
            if other is None or src_uri not in REPLACEABLE:
                _take_place(other, file, files)
        return files

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Turn citations of hand-written pages into links."""
        if page.file.generated_by:
            if not page.meta.get("html"):
                return markdown
            self.bodies[page.file.src_uri] = markdown
            return ""
        page.meta["kind"] = "page"
        page.meta["indexed"] = not page.meta.get("search", {}).get("exclude")
        page.meta.setdefault("hide", ["navigation"])
        root = addresses.to_root(addresses.to_url(page.file.src_uri))
        return render.cite(markdown, root, self.build.collected, self.settings)

    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Set the title as plain text, and return the HTML of pages that bypass Markdown.

        MkDocs' titles are escaped if they come from a heading, but not if they come from front
        matter; the theme escapes both. Markdown would take 1.4 ms to leave a page of HTML as it is.
        """
        html = self.bodies.pop(page.file.src_uri, html)
        if "title" not in page.meta and page.title:
            page.meta["title"] = unescape(page.title)
        if not page.file.generated_by:
            title = str(page.meta.get("title") or page.title or "")
            description = str(page.meta.get("description") or "")
            url = addresses.to_url(page.file.src_uri)
            page.meta["head"] = self.tags.of_page(url, title, description)
        if page.file.src_uri in self.build.collected.written or not page.file.generated_by:
            for refused in policy.iter_refused(html, self.config.policy):
                log.warning(f"{page.file.src_uri}: {refused}")
        return html

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Remove indentation and invalid attributes from a page."""
        return finished.without_indentation(finished.without_invalid_attributes(output))

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the theme its data about the whole collection."""
        collection = self.build.collected
        listed = collection.listed.values()
        env.globals["papershelf"] = {
            "assets": self.assets,
            "papers": problems.count(len(listed), "paper"),
            "shelves": render.shelves(len(listed)),
            "has_topics": bool(collection.terms["topics"]),
            "has_search": self.has_search,
            "new_days": self.settings.new_days,
            "newest": next((paper.added for paper in listed if paper.added.day), ""),
            "repo_url": self.settings.repo_url,
        }
        self.frames = Frames(env, self.config.policy, is_preview=places.is_preview(config))
        return env

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Set the policy of the page, which the theme prints before anything else."""
        return self._with_policy(context, self.frames.of_page(context, page))

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Set the policy of the 404 page."""
        if not template_name.endswith(".html"):
            return context
        return self._with_policy(context, self.frames.of_template(context, template_name))

    def on_post_template(
        self, output_content: str, /, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Remove invalid attributes, as on every page."""
        return finished.without_invalid_attributes(output_content)

    def _with_policy(self, context: TemplateContext, text: str) -> TemplateContext:
        return TemplateContext(**{**context, "policy": text})  # type: ignore[typeddict-unknown-key]

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make the search index of the built site, and write the list of its files."""
        site = Path(config.site_dir)
        if self.has_search:
            with self.clock.step("search"):
                try:
                    search_index.index(site, config.theme["language"] or "en")
                except (search_index.SearchFailed, OSError) as error:
                    raise PluginError(f"search index: {error}") from error
        if self.work is None and not places.is_preview(config):
            write_manifest(site, iter_files(site))
        self.held.close()

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the catalogue, so that edits appear at once."""
        root = root_of(config)
        for path in (root / self.config.catalogue, root / "papers"):
            if path.exists():
                server.watch(str(path))
        return server


def _take_place(other: File | None, file: File, files: Files) -> None:
    """Add a generated page. A hand-written page with the same address must be its introduction."""
    if other is not None:
        if not is_introduction(other.src_uri):
            raise PluginError(
                f"{other.src_uri} and the generated {file.src_uri} have the same address:"
                " rename the hand-written page"
            )
        files.remove(other)
    files.append(file)


def _check(config: PapershelfConfig, site_url: str) -> None:
    """Check settings beyond MkDocs' option types. Raise Unusable with all mistakes, each with its
    key."""
    wrong = [
        f'rules: unknown rule "{name}"'
        if name not in RULES
        else f'rules: the severity of "{name}" cannot be changed, since every build depends on it'
        for name in config.rules
        if name not in RULES or RULES[name].fixed
    ]
    least = (
        ("per_page", config.per_page, 1),
        ("new_days", config.new_days, 0),
        *((f"{name}: min_papers", papers, 1) for name, papers in _min_papers(config).items()),
    )
    wrong += [f"{key}: at least {low}, not {value}" for key, value, low in least if value < low]
    for name, sources in config.policy.items():
        if name not in policy.OPEN:
            wrong.append(f'policy: unknown directive "{name}"; use one of {", ".join(policy.OPEN)}')
        wrong += [
            f'policy: {name}: "{problems.visible(source)}" is not a host such as *.example.org'
            for source in sources
            if not policy.is_source(source)
        ]
    try:
        to_authority(config.id_authority or "example.org")
    except ValueError as error:
        wrong.append(f'id_authority: "{problems.visible(config.id_authority)}" is {error}')
    if site_url:
        try:
            to_site_url(site_url)
        except ValueError as error:
            raise Unusable(f'site_url: "{problems.visible(site_url)}" is {error}') from None
    if wrong:
        raise Unusable("mkdocs.yml, plugin papershelf: " + "; ".join(wrong))


def _min_papers(config: PapershelfConfig) -> dict[str, int]:
    """Return the papers that a term needs for a page, by taxonomy."""
    least = {"authors": config.authors.min_papers, "keywords": config.keywords.min_papers}
    return {name: papers for name, papers in least.items() if papers is not None}


def _settings(config: MkDocsConfig, ours: PapershelfConfig, content: str) -> Settings:
    site_url = to_site_url(config.site_url) if config.site_url else ""
    edit_path = ours.edit_path.strip("/")
    return Settings(
        content=content,
        site_name=config.site_name,
        site_description=config.site_description or "",
        site_url=site_url,
        id_authority=_authority(ours.id_authority or urlsplit(site_url).hostname or ""),
        repo_url=(config.repo_url or "").rstrip("/"),
        edit_branch=ours.edit_branch,
        edit_path=f"{edit_path}/" if edit_path else "",
        per_page=ours.per_page,
        new_days=ours.new_days,
        min_papers=ours.authors.min_papers,
        author_files=ours.authors.files,
        venue_files=ours.venues.files,
        min_keyword_papers=ours.keywords.min_papers,
        macros=tuple(sorted(ours.tex_macros.items())),
    )


def _authority(name: str) -> str:
    """Return the authority for feed ids; empty for a host without a name, `http://[::1]:8000/`."""
    try:
        return to_authority(name)
    except ValueError:
        return ""
