"""The preview of a site: a server that shows each edit as soon as it is read and checked.

In: the folder of a collection. Out: its site, at an address of this computer. A page is made when a
browser asks for it. Files for programs and the search index come from a whole build behind the
preview, which begins again at each edit. Writes nothing into the collection.
"""

from __future__ import annotations

import gc
import logging
import posixpath
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import mkdocs.commands.build
from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger

from papershelf.outputs import search_index
from papershelf.plugin import behind, build, own_templates, settings_file, site
from papershelf.plugin.behind import Behind
from papershelf.plugin.hooks import PapershelfPlugin
from papershelf.plugin.places import Unusable
from papershelf.storage import files, locks

log = get_plugin_logger("papershelf")

#: Seconds between two looks at the files of the collection.
INTERVAL = 0.2
_PAGE = "index.html"
#: What MkDocs says after an error, since its own server then answers nothing, and what is so here.
_STUCK = "The server will appear stuck until build errors are resolved."
_STAYS = "The last good pages stay until it is fixed."


def serve_site(root: Path, address: str | None = None) -> None:
    """Serve a live preview at `host:port` until interrupted."""
    with tempfile.TemporaryDirectory(prefix="papershelf-") as work:
        server = Preview(root.resolve(), Path(work), address)
        try:
            server.take_address()
            server.watch_all(server.config)
            server.config.plugins.on_serve(server, config=server.config, builder=server.rebuild)
            server.rebuild()
            threading.Thread(target=server.look, daemon=True).start()
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            log.info("Shutting down...")
        finally:
            server.end()


class Preview(LiveReloadServer):
    """MkDocs' server, which also reloads browsers, with a folder that is filled on demand."""

    def __init__(self, collection: Path, work: Path, address: str | None) -> None:
        self.collection = collection
        self.work = work
        self.dev_addr = address
        self.site = work / "site"
        """What the server shows: what MkDocs rendered, and all files that were asked for since."""
        self.plugin: PapershelfPlugin | None = None
        """The build that the server shows."""
        self.old: list[PapershelfPlugin] = []
        """Builds to forget when nobody waits, which takes half a second for 10,000 papers."""
        self.behind: Behind | None = None
        """None before the first build, and if that one made all files."""
        self.memory = build.Memory()
        self.making = threading.Lock()
        """Held while a page is made, since MkDocs renders one at a time."""
        self.news = threading.Condition()
        """Notified when there is more from the build behind."""
        self.indexes: list[Path] = []
        """The folders of the last two search indexes, the newest first."""
        self.state: list[str] | None = None
        """The state of the watched files before the last build, successful or not."""
        self.warned: set[str] = set()
        """Warnings that were printed since the last edit."""
        self.hooks: dict[str, str] = {}
        """The state of each hook's file when it was loaded."""
        self.config = self._load()
        self.config.plugins.on_startup(command="serve", dirty=False)
        host, port = self.config.dev_addr
        path = urlsplit(self.config.site_url or "/").path
        super().__init__(self.rebuild, host, port, str(self.site), path)
        self.error_handler = self._error_page
        for handler in logging.getLogger("mkdocs").handlers:
            handler.addFilter(self._is_new)

    def _load(self) -> MkDocsConfig:
        folder = str(self.work / "new")
        if [*self.hooks.values()] != [*files.states(self.hooks)]:  # MkDocs keeps them for ever
            Hooks._load_hook.cache_clear()
        try:
            found = site.load(self.collection, self.work, site_dir=folder, dev_addr=self.dev_addr)
        except Unusable as error:
            raise Abort(str(error)) from None
        hooks = [str(hook.__file__) for hook in found["hooks"].values()]
        self.hooks = dict(zip(hooks, files.states(hooks), strict=True))
        return found

    def _is_new(self, record: logging.LogRecord) -> bool:
        """Return whether to print a message: the build behind repeats warnings."""
        record.msg = str(record.msg).replace(_STUCK, _STAYS)
        text = record.getMessage()
        is_repeated = text in self.warned
        if record.levelno >= logging.WARNING:
            self.warned.add(text)
        return not is_repeated

    def take_address(self) -> None:
        """Listen before the first build, which may take a while. Raise Unusable."""
        host, port = self.config.dev_addr
        try:
            super().server_bind()
            super().server_activate()
        except (OSError, OverflowError) as error:  # OverflowError for a port above 65535
            why = getattr(error, "strerror", None) or "there is no such port"
            raise Unusable(
                f"cannot serve at {host}:{port}: {why}; choose another address with --address"
            ) from None
        host = f"[{host}]" if ":" in host else host
        self.url = f"http://{host}:{self.server_port}{self.mount_path}"

    def server_bind(self) -> None:
        """Do nothing: `take_address` has done it, and `serve` would do it again."""

    def server_activate(self) -> None:
        """Do nothing, for the same reason."""

    # --- builds --------------------------------------------------------------------------------

    def watch_all(self, config: MkDocsConfig) -> None:
        """Watch the files of the collection, and those that it may get."""
        place = site.plugin_of(config).place(config)
        settings = Path(config.config_file_path)
        inherited = (str(path) for path, *_ in settings_file.chain(settings))
        sources = (str(place.root / name) for name in place.sources)
        templates = filter(None, [config.theme.custom_dir])
        watched = (config.docs_dir, str(settings), *inherited, *templates, *sources, *self.hooks)
        for path in (*watched, *config.watch):
            self.watch(path)

    def watch(self, path: str, func: object = None, *, recursive: bool = True) -> None:
        """Watch a file or a folder, even one that does not exist: MkDocs' own observer stops for
        ever if one is missing for a moment, as while git changes branches."""
        self._watched_paths[str(Path(path).absolute())] = 1

    def look(self) -> None:
        """Have the site built again whenever a watched file differs from the last build."""
        while not self._shutdown:
            time.sleep(INTERVAL)
            if list(self._state()) != self.state:
                with self._rebuild_cond:
                    self._want_rebuild = True
                    self._rebuild_cond.notify_all()

    def _state(self) -> Iterator[str]:
        """Yield the state of each watched file."""
        for path in sorted(self._watched_paths):
            names = files.sources_in(Path(path)).values() if Path(path).is_dir() else (path,)
            yield from files.states(names)

    def rebuild(self) -> None:
        """Read and check the collection, and show it. If that fails, show the last good site."""
        state = list(self._state())
        if state == self.state:  # noticed twice, as while an editor was writing
            return
        self.state = state
        if self.behind:
            self.behind.pause()
        try:
            self._rebuild()
        except BaseException:
            if self.behind:
                self.behind.go_on()
            with self._epoch_cond:  # otherwise requests would wait for the next edit
                self._wanted_epoch = self._visible_epoch
                self._epoch_cond.notify_all()
            raise

    def _rebuild(self) -> None:
        self.warned.clear()
        config = self._load()
        self.watch_all(config)  # the settings may name other folders than before
        config.site_url = self.url
        plugin = site.plugin_of(config)
        plugin.work, plugin.is_preview, plugin.memory = self.work / "shown", True, self.memory
        with locks.hold(self.collection), build.without_collector():
            self._render(config)
            gc.freeze()  # checking millions of objects again and again takes seconds
        if self.behind:
            self.behind.end()
        with self.making:
            if self.site.exists():
                self.site.rename(self.work / "old")
            Path(config.site_dir).rename(self.site)
            self.old += filter(None, [self.plugin])
            self.plugin, self.config = plugin, config
        files.empty(self.work / "old")
        self.behind = None
        if plugin.finder:
            work = self.work / "behind"
            self.behind = Behind(self.collection, work, self.url, self._hear)

    def _render(self, config: MkDocsConfig) -> None:
        try:
            with own_templates.explained(config):
                mkdocs.commands.build.build(config, serve_url=self.url)
        except Unusable as error:
            raise Abort(f"papershelf: {error}") from None  # without a traceback

    def _hear(self, kind: str, text: str) -> None:
        """Act on a message of the build behind."""
        with self.news:
            while self.old and kind != "warning":
                _forget(self.old.pop())
            if kind == "warning":
                logging.getLogger("mkdocs.commands.build").warning(text)
            elif kind == "search":
                number = int(self.indexes[0].name) + 1 if self.indexes else 1
                folder = self.work / "search" / str(number)
                folder.parent.mkdir(exist_ok=True)
                (self.work / "behind" / behind.SEARCH).rename(folder)
                for old in self.indexes[1:]:
                    files.empty(old)
                self.indexes = [folder, *self.indexes[:1]]
                gc.unfreeze()  # nobody waits for anything now
                gc.collect()
                gc.freeze()
            self.news.notify_all()

    def end(self) -> None:
        """End the server and the build behind."""
        self.shutdown()
        if self.behind:
            self.behind.end()
        self.config.plugins.on_shutdown()

    # --- answers -------------------------------------------------------------------------------

    def _serve_request(self, request: Any, respond: Any) -> Iterable[bytes] | None:
        while True:
            with self._epoch_cond:
                self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
                epoch = self._visible_epoch
            request["PATH_INFO"] = request["PATH_INFO"].replace("\0", "%00")  # no file has it
            path = request["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if path.startswith(self.mount_path):
                self._provide(path.removeprefix(self.mount_path))
            answer = super()._serve_request(request, respond)
            if answer is not None or epoch == self._visible_epoch:
                return answer  # otherwise another build has emptied the folder

    def _provide(self, path: str) -> None:
        """Put what a browser asks for into the folder, if there is such a page or file."""
        name = posixpath.normpath(f"/{path}{_PAGE if path.endswith('/') or not path else ''}")[1:]
        if name.startswith(f"{search_index.FOLDER}/"):
            self._provide_search(name)
            return
        for each in dict.fromkeys((name, f"{name}/{_PAGE}")):  # MkDocs adds a missing slash
            if (self.site / each).is_file() or self._provide_page(each):
                return
        self._provide_file(name)

    def _provide_page(self, name: str) -> bool:
        if posixpath.basename(name) != _PAGE:
            return False
        with self.making:
            plugin = self.plugin
            page = plugin and plugin.finder and plugin.finder.page(name.removesuffix(_PAGE))
            if not plugin or not page:
                return False
            (html,) = plugin.mkdocs.render([page])
            files.write_if_changed(self.site / name, html.encode("utf-8", "replace"))
            return True

    def _provide_file(self, name: str) -> None:
        """Wait for the build behind, and take a file or a redirect from there."""
        whole = self.behind
        if whole is None:
            return
        with self.news:
            self.news.wait_for(lambda: whole.has_files or whole.has_ended)
        if not whole.has_files:
            return
        for each in (name, f"{name}/{_PAGE}"):
            if path := whole.find(each):
                with self.making:
                    files.Tree(self.site).link(each, str(path))
                return

    def _provide_search(self, name: str) -> None:
        """Take a file from the newest search index, or from the one before, with which an open page
        may have begun. A file of results has the newest pages in any case."""
        whole = self.behind
        if whole is None:
            return
        with self.news:
            self.news.wait_for(lambda: self.indexes or whole.has_ended)
            for folder in self.indexes:
                path = folder / name.partition("/")[2]
                if path.is_file():
                    files.Tree(self.site).link(name, str(path))
                    return

    def _error_page(self, code: int) -> bytes | None:
        path = self.site / f"{code}.html"
        return path.read_bytes() if path.is_file() else None


def _forget(plugin: PapershelfPlugin) -> None:
    """Free the memory of a build that is not shown any more, without the garbage collector."""
    del plugin.mkdocs, plugin.tags, plugin.files
    plugin.finder = plugin.found = None
