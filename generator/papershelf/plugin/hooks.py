"""The plugin's handlers of MkDocs' events.

In: MkDocs' configuration and files. Out: the generated pages among its files, the theme, and the
search index. `mkdocs build`, `mkdocs serve` and `papershelf build` all use this module.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from papershelf import catalogue, problems
from papershelf.catalogue.disk import Place
from papershelf.outputs import finished, moulds, policy, render
from papershelf.outputs.everything import Finder
from papershelf.outputs.head import Tags
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.plugin import (
    assets,
    beside,
    build,
    completion,
    defaults,
    engine,
    file_list,
    options,
    places,
    reading,
    settings_check,
    writing,
)
from papershelf.plugin.build import Build
from papershelf.plugin.casting import Casting, Engine, Finished
from papershelf.plugin.file_list import Found, WithOutputs
from papershelf.plugin.frames import Frames
from papershelf.plugin.options import PapershelfConfig
from papershelf.plugin.places import Unusable, root_of
from papershelf.plugin.writing import Outputs
from papershelf.storage import bounds, locks
from papershelf.storage.files import Tree, empty, iter_files
from papershelf.storage.publishing import Draft, write_manifest
from papershelf.text.escape import Html

log = get_plugin_logger("papershelf")


class CheckFailed(Abort):
    """The catalogue has errors: MkDocs stops before it empties the site folder."""

    def __init__(self, found: Build) -> None:
        super().__init__(problems.to_text(found.problems, found.entries).rstrip())
        self.build = found


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
        self.has_casting = True
        self.verified = 0
        """Number of cast pages to compare with what MkDocs makes of them."""
        self.notes: list[str] = []
        """What `note` said."""
        self.engine: tuple[str, ...] = engine.MADE_WITH
        """Names of the programs that make pages, of which the first is the engine."""
        self.is_preview = False
        """Whether `papershelf serve` shows the site, from folders of its own."""
        self.has_index = True
        """Whether the search index is a part of this build, or is made later."""
        self.memory: build.Memory | None = None
        """What a preview keeps from build to build."""
        self.finder: Finder | None = None
        """Makes pages outside of MkDocs' loop; None if MkDocs has to render all of them."""
        self.outputs: Outputs | None = None
        """All outputs; None in a preview, which makes pages when a browser asks for them."""
        self.first: set[str] = set()
        """Addresses of the pages that MkDocs renders in its loop."""
        self.published: Path | None = None
        """The site that this build will replace; None if MkDocs writes into the site itself."""
        self.files: WithOutputs
        self.pages: Tree
        self.rendered = 0
        """Number of pages that MkDocs rendered."""
        self.indexed: set[str] = set()
        """dest_uri of each page that the search covers."""
        self.nav: Navigation
        self.env: Environment
        self.mkdocs: engine.MkDocs
        """Set in MkDocs' events of these names."""
        self.assets: dict[str, str] = {}
        """Addresses of Papershelf's scripts and styles, set in `on_files`."""
        self.tags: Tags
        """Replaced with the settings, in `on_files`."""
        self.frames: Frames
        """Set in `on_env`."""
        self.held = ExitStack()
        """The lock of the collection, if MkDocs was started directly."""

    def on_config(self, config: MkDocsConfig, /) -> MkDocsConfig:
        """Read and check the catalogue, then complete the theme."""
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
            config.site_name = collection.page("index.md").title or config.site_name
        defaults.set_date(collection)
        defaults.complete_theme(config)
        return config

    def _settle(self, config: MkDocsConfig) -> None:
        """Take over the settings, after other plugins and hooks may have changed them."""
        settings_check.check(config, self.config)
        self.settings = options.to_settings(config, self.config, self.place(config).content)
        self.tags = Tags(self.build.collected, self.settings)
        defaults.complete(config, self.build.collected, self.settings)

    def on_build_error(self, *, error: Exception) -> None:
        """Release the lock, and end other processes."""
        beside.end()
        self.held.close()

    def place(self, config: MkDocsConfig) -> Place:
        """Return the location of the collection according to the settings."""
        return options.locate(config, self.config, is_preview=self.serves(config))

    def serves(self, config: MkDocsConfig) -> bool:
        """Return whether a preview shows the site, with drafts."""
        return self.is_preview or places.is_preview(config)

    def read(self, config: MkDocsConfig) -> Build:
        """Read the catalogue according to the settings; raise `catalogue.Unreadable`."""
        settings_check.check(config, self.config)
        place = self.place(config)
        return reading.read(
            config, self.config, place, self.clock, self.memory, self.limit, self.since
        )

    @property
    def build(self) -> Build:
        """Return the build, after `on_config`."""
        assert self.found is not None
        return self.found

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Write the pages that MkDocs renders and add them to its files, and begin with all other
        outputs."""
        self._settle(config)
        work = self.work or root_of(config) / build.WORK
        self.pages = Tree(work / "pages")
        file_list.prepare(files, config, is_preview=self.serves(config))
        for sentence in assets.iter_unloaded(files, config, self.allowed):
            log.warning(sentence)
        self.assets = assets.name(files, config, work / "assets")
        others = engine.readers(config, self) if self.has_casting else []
        if others:
            self.note([engine.EVERY_PAGE.format(", ".join(others))])
        with completion.refusals(), build.without_collector():
            self._begin(files, config, work, can_cast=self.has_casting and not others)
        return self.files

    def _begin(self, files: Files, config: MkDocsConfig, work: Path, *, can_cast: bool) -> None:
        """Write the pages that MkDocs renders, and begin with all other outputs."""
        place = self.place(config)
        if self.memory and can_cast:
            self.finder = writing.finder(
                self.build, self.settings, self.memory, place, has_search=self.has_search
            )
        else:
            # other plugins need the whole site, and files that they may modify
            readers = engine.others(config.plugins, self, ("post_build",))
            folder = places.draft_folder(config, self.work)
            self.outputs = Outputs(
                self.build,
                self.settings,
                Draft(folder, None if readers else self.published),
                self.clock,
                bounds.Folder(work),
                place=place,
                has_search=self.has_search,
                replaced=file_list.replaced(files),
            )
            self.finder = self.outputs.finder if can_cast else None
        if self.finder:
            written = [file.src_uri for file in files if file.is_documentation_page()]
            named = engine.named(config.nav)
            # a preview renders each page when a browser asks for it
            has_written = bool(self.outputs)
            found = writing.write_named(self.finder, named, written, self.pages, has_written)
            names: Mapping[str, str] = Found(self.finder, self.outputs or self.finder)
        else:
            assert self.outputs
            found = dict.fromkeys(self.outputs.write_markdown(self.pages), True)
            names = {each: addresses.to_dest_uri(each) for each in self.outputs.src_uris}
        self.first = {addresses.to_url(src_uri) for src_uri, is_put in found.items() if is_put}
        self.files = WithOutputs(files, found, self.pages.folder, names, config)
        if not self.finder:
            self.files.require_free(names)

    @property
    def extra(self) -> dict[str, object]:
        """Return what the theme knows of the collection, after `on_files`: templates read it as
        `config.extra.papershelf`, with any engine."""
        more = {
            "made_with": ["Papershelf", *self.engine],
            "assets": self.assets,
            "has_search": self.has_search,
        }
        return defaults.for_theme(self.build.collected, self.settings) | more

    @event_priority(-100)
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation for pages that MkDocs renders later, after others have changed it."""
        self.nav = nav
        return nav

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Turn citations of hand-written pages into links."""
        if page.file.generated_by == engine.OURS:
            if not moulds.is_html(markdown):
                return markdown
            self.bodies[page.file.src_uri] = markdown
            return ""
        return self.begin_page(page.file.src_uri, page.meta, markdown)

    def begin_page(self, src_uri: str, front: MutableMapping[str, Any], markdown: str) -> str:
        """Complete the front matter of a hand-written page, and return its Markdown with links in
        place of citations."""
        front["kind"] = "page"
        front["indexed"] = not front.get("search", {}).get("exclude")
        front.setdefault("hide", ["navigation"])
        root = addresses.to_root(addresses.to_url(src_uri))
        return render.cite(markdown, root, self.build.collected, self.settings)

    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Set the title as plain text, and return the HTML of pages that bypass Markdown.

        MkDocs' titles are escaped if they come from a heading, but not if they come from front
        matter; the theme escapes both. Markdown would take 0.3 s to leave a long page of HTML as
        it is.
        """
        html = self.bodies.pop(page.file.src_uri, html)
        if "title" not in page.meta and page.title:
            page.meta["title"] = unescape(page.title)
        is_ours = page.file.generated_by == engine.OURS
        if not is_ours:
            page.meta["head"] = self.head_of(page.file.src_uri, page.meta, page.title or "")
        if page.file.src_uri in self.build.collected.written or not is_ours:
            for refused in policy.iter_refused(html, self.allowed):
                log.warning(f"{page.file.src_uri}: {refused}")
        return html

    def head_of(self, src_uri: str, front: Mapping[str, Any], title: str) -> Html:
        """Return the metadata of a hand-written page; `title` is for one without its own."""
        title = str(front.get("title") or title)
        description = str(front.get("description") or "")
        return self.tags.of_page(addresses.to_url(src_uri), title, description)

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Remove indentation and leftovers of the theme from a page."""
        self.rendered += 1
        if page.meta.get("indexed"):
            self.indexed.add(page.file.dest_uri)
        return finished.without_indentation(finished.without_leftovers(output))

    @event_priority(-100)
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the theme its data about the whole collection, after others have changed it."""
        config.extra["papershelf"] = self.extra
        self.frames = Frames(env, self.allowed, is_preview=self.serves(config))
        self.env = env
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
        """Remove what no page needs, as on every page."""
        return finished.without_leftovers(output_content)

    def _with_policy(self, context: TemplateContext, text: str) -> TemplateContext:
        return TemplateContext(**{**context, "policy": text})  # type: ignore[typeddict-unknown-key]

    @event_priority(200)
    def _complete(self, *, config: MkDocsConfig) -> None:
        """Complete the site before any other plugin sees it."""
        folder = self.pages.folder.parent / "rendered"
        empty(folder)  # MkDocs would follow links in it
        self.mkdocs = engine.MkDocs(config, self.files, self.nav, self.env, folder)
        if self.outputs:
            self.complete(config, self.mkdocs.render, is_shared=True)
            empty(folder)

    @completion.refusals()
    def complete(self, config: MkDocsConfig, render: Engine, *, is_shared: bool) -> None:
        """Complete the site by any engine, once it has rendered the pages that cannot be cast. Say
        with `is_shared` whether it can render pages in several processes."""
        assert self.outputs
        has_index = self.has_search and self.has_index
        made: Iterator[Finished] = iter(())
        # MkDocs also renders pages of tokens
        indexed, rendered = set(self.indexed), self.rendered
        if self.finder:
            casting = Casting(render, is_ours=not config.theme.custom_dir)
            made = self.outputs.finish_pages(
                self.first, casting, is_shared=is_shared, has_index=has_index
            )
            made = self._noted(made, indexed)
        if has_index:
            with self.clock.step("search"):
                self.index(config, made)
        deque(made, maxlen=0)
        if self.finder:
            self.outputs.finish_others()
        self.rendered = rendered + self.outputs.effort.rendered
        self.pages.finish()
        completion.verify(self.outputs, render, self.engine[0], self.verified)
        self.note(self.outputs.notes + self.outputs.effort.notes(self.engine[0]))
        completion.join(self.outputs, self.files, Path(config.site_dir))

    def _noted(self, pages: Iterator[Finished], indexed: set[str]) -> Iterator[Finished]:
        """Yield pages as they are finished. After the last one, note which pages the search covers
        in addition to those that are `indexed`."""
        assert self.outputs
        yield from pages
        self.indexed = indexed | {page.dest_uri for page in self.outputs.pages if page.is_indexed}

    def index(self, config: MkDocsConfig, pages: Iterable[Finished] = ()) -> None:
        """Make the search index of the site, from these pages and then from all others."""
        assert self.outputs
        language = config.theme["language"] or "en"
        papers = {*map(addresses.paper, self.build.collected.papers)}
        first = papers.difference(engine.named(config.nav))
        site = Path(config.site_dir)
        searched = completion.searched(pages, first, lambda: self.indexed, self.outputs, site)
        completion.index(searched, self.outputs, site, language)

    @event_priority(-200)
    def _list_files(self, *, config: MkDocsConfig) -> None:
        """Write the list of the site's files, with those of other plugins."""
        site = Path(config.site_dir)
        if self.work is None and not places.is_preview(config):
            write_manifest(site, iter_files(site))
        self.held.close()

    on_post_build = CombinedEvent(_complete, _list_files)

    @property
    def allowed(self) -> policy.Sources:
        """Return what pages may load from other hosts."""
        return policy.to_sources(self.settings, self.config.policy)

    def note(self, sentences: Sequence[str]) -> None:
        """Say why pages were not cast, what an engine does not do, or what files lack."""
        for sentence in sentences:
            log.info(sentence)
        self.notes += sentences

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the catalogue, so that edits appear at once."""
        place = self.place(config)
        for path in (place.root / name for name in place.sources):
            if path.exists():
                server.watch(str(path))
        return server
