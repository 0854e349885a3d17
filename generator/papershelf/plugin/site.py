"""Building a whole site, from the folder of a collection to the folder to publish.

In: a folder, with or without mkdocs.yml. Out: the site, and a report of sizes and times. A failed
build leaves the last good site unchanged; a build without changes writes nothing.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import mkdocs.commands.build
import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException

from papershelf import problems
from papershelf.catalogue.disk import Place, is_catalogue_file
from papershelf.catalogue.model import Collection
from papershelf.outputs.settings import Settings, to_site_url
from papershelf.plugin import (
    build,
    hosts,
    inert,
    options,
    own_templates,
    places,
    settings_file,
    unchanged,
    zensical,
)
from papershelf.plugin.engine import LOGGERS
from papershelf.plugin.hooks import CheckFailed, PapershelfPlugin
from papershelf.plugin.places import Unusable
from papershelf.storage import bounds, files, locks, publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of `build_site`."""

    summary: str
    """Counts of entries, warnings and notes, as a line for people."""
    has_problems: bool
    """Whether the catalogue has warnings or notes."""
    report: dict[str, Any]
    """The report that `papershelf build --report` writes; in bytes and seconds."""
    sizes: str
    """Files and bytes by kind, and the limits of hosts, as lines for people."""
    warnings: tuple[str, ...]
    """A sentence for each limit of a host that the site is near, or passes."""
    notes: tuple[str, ...]
    """Sentences that say why MkDocs rendered pages that could have been cast."""
    site: Path
    site_url: str
    """The public URL; empty if unknown."""


def build_site(
    root: Path,
    *,
    site_dir: Path | None = None,
    site_url: str | None = None,
    limit: int | None = None,
    strict: bool = False,
    has_search: bool = True,
    has_casting: bool = True,
    engine: str = "mkdocs",
    verified: int = 0,
    is_forced: bool = False,
    notice: Callable[[str], None] | None = None,
) -> Result:
    """Check a collection and build its whole site.

    If nothing has changed since the last build, return its result, unless `is_forced`. `engine` is
    `mkdocs`, `properdocs` (if it runs in place of MkDocs) or `zensical`. Without casting, the
    engine renders every page. With it, `verified` pages are compared with those that the engine
    renders. `notice` is called with the name of each step. Raise CheckFailed, Unreadable or
    MkDocsException.

    MkDocs empties its site folder before it renders, so it gets a working folder; then what differs
    is moved to the real one.
    """
    clock = build.Clock()
    clock.notice = notice or clock.notice
    with locks.hold(root), _work(root, site_dir) as work, _warnings() as warned:
        with clock.step("other"):
            given = (site_dir and site_dir.resolve(), site_url, limit, strict)
            memory = unchanged.LastBuild(work, root, [*given, has_search, has_casting, engine])
            last = None if is_forced or verified else memory.recall()
        if last:
            return _repeated(last, site_dir, clock)
        memory.forget()
        config = load(root, work, site_url=site_url, strict=strict or None)
        target = site_dir or Path(config.site_dir)
        plugin = plugin_of(config)
        place = plugin.place(config)
        places.require_target(config, place, target, is_named=site_dir is not None)
        files.empty(work / "site")  # MkDocs would follow links in it
        config.site_dir, plugin.published = str(work / "site"), target
        plugin.work, plugin.limit, plugin.has_search = work, limit, has_search
        plugin.has_casting, plugin.verified = has_casting, verified
        plugin.clock = clock
        with clock.step("other"):
            memory.note(config, place)
            plugin.found = plugin.read(config)
            with clock.step("mkdocs"):
                _run(engine, config, plugin, work)
            assert plugin.outputs
            with clock.step("publish"), files.uninterrupted():
                changed = plugin.outputs.draft.publish(target)
        written = _written(target)
        result = _result(plugin, target, written, changed)
        if not warned:  # a repeated build could not print them again
            memory.keep(target, written, asdict(result) | {"site": str(target)})
    return result


def _run(engine: str, config: MkDocsConfig, plugin: PapershelfPlugin, work: Path) -> None:
    """Have an engine make the site."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        if engine == "zensical":
            zensical.build(config, plugin, work)
        else:
            with own_templates.explained(config):
                mkdocs.commands.build.build(config)
    except Abort as error:
        if isinstance(error.__context__, BuildError):  # MkDocs has logged what it says
            raise Abort("nothing was built; the last site is unchanged") from None
        raise
    finally:
        config.plugins.on_shutdown()


def _written(target: Path) -> dict[str, os.stat_result]:
    """Return the state of each file of the site, by its path."""
    try:
        return publishing.published(target)
    except FileNotFoundError as error:
        message = f"{error.filename} was removed while the site was built; run the build again"
        raise Unusable(message) from None


def _result(
    plugin: PapershelfPlugin, target: Path, written: Mapping[str, os.stat_result], changed: int
) -> Result:
    sizes = {name: found.st_size for name, found in written.items()}
    kinds, used = hosts.by_kind(sizes), hosts.uses(sizes)
    return Result(
        summary=problems.summary(plugin.build.problems, plugin.build.entries),
        has_problems=bool(plugin.build.problems),
        report=_report(plugin, kinds, used, changed),
        sizes=hosts.to_text(kinds, used),
        warnings=tuple(hosts.warnings(used)),
        notes=tuple(plugin.notes),
        site=target,
        site_url=plugin.settings.site_url,
    )


def _repeated(last: dict[str, Any], site_dir: Path | None, clock: build.Clock) -> Result:
    """Return the result of a build that changes nothing."""
    site = site_dir or Path(last["site"])  # a relative path depends on the working directory
    lists = {name: tuple(last[name]) for name in ("warnings", "notes")}
    result = Result(**{**last, **lists, "site": site})
    seconds = {"total": round(clock.total, 3)}
    none = dict.fromkeys(("pages_cast", "pages_rendered", "files_written"), 0)
    report = {**result.report, **none, "seconds": seconds, "peak_memory_bytes": peak_memory()}
    return replace(result, report=report)


@contextmanager
def _warnings() -> Iterator[list[logging.LogRecord]]:
    """Yield a list that gets the warnings which the engine and its plugins log."""
    heard: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = heard.append  # type: ignore[assignment, method-assign]
    logs = [logging.getLogger(name) for name in LOGGERS]
    for log in logs:
        log.addHandler(handler)
    try:
        yield heard
    finally:
        for log in logs:
            log.removeHandler(handler)


def check_site(root: Path, since: str | None = None) -> build.Build:
    """Read and check a collection with its own settings, optionally also against a git ref.

    Raise Unreadable, HistoryError or MkDocsException.
    """
    with tempfile.TemporaryDirectory(prefix="papershelf-") as work:  # a check writes nothing
        config = load(root, Path(work), is_run=False)
        plugin = plugin_of(config)
        plugin.since = since
        places.require_site_dir(config, plugin.place(config), Path(config.site_dir))
        return plugin.read(config)


def read_site(root: Path) -> tuple[Collection, Settings]:
    """Read and check a collection, and return it with the settings of its site. Raise CheckFailed,
    Unreadable or MkDocsException."""
    with tempfile.TemporaryDirectory(prefix="papershelf-") as work:
        config = load(root, Path(work), is_run=False)
        plugin = plugin_of(config)
        found = plugin.read(config)
        if found.has_errors:
            raise CheckFailed(found)
        settings = options.to_settings(config, plugin.config, plugin.place(config).content)
        return found.collected, settings


def locate(root: Path) -> Place:
    """Return the location of a collection with its own settings; raise MkDocsException."""
    return _located(root)[0]


def _located(root: Path) -> tuple[Place, Path]:
    """Return the location of a collection and the folder of its site."""
    with tempfile.TemporaryDirectory(prefix="papershelf-") as work:
        config = load(root, Path(work), is_run=False)
        return plugin_of(config).place(config), Path(config.site_dir)


def owner(root: Path, path: Path, site_dir: Path | None = None) -> tuple[str, str]:
    """Return what a path belongs to, `collection` or `site`, and its name. To the collection belong
    its settings, its catalogue, its pages and the other files of their folder. Both texts are empty
    for other paths. Links are followed, and settings that cannot be read are those of a collection
    without any. `site_dir` replaces the folder in the settings."""
    own, place, site = None, Place(root=root), root / "site"
    logging.disable()  # the command itself prints warnings about the settings
    try:
        own = _own_settings(root)
        place, site = _located(root)
    except (MkDocsException, OSError):  # the command reports it
        pass
    finally:
        logging.disable(logging.NOTSET)
    settings = [each.resolve() for each, *_ in settings_file.chain(own)] if own else []
    real = Path(os.path.realpath(path))  # of loops, too
    if real.is_relative_to(os.path.realpath(site_dir or site)):
        return "site", str(path)
    for name in (bounds.relative_to(root, each) or "" for each in (path, real)):
        is_page = name.startswith(f"{place.content}/")
        is_page = is_page and (real.exists() or name.endswith((".md", ".yaml")))
        is_settings = name in ("mkdocs.yml", "mkdocs.yaml") or real in settings
        if is_page or is_settings or is_catalogue_file(name, place.catalogue):
            return "collection", name or str(path)
    return "", ""


def _report(
    plugin: PapershelfPlugin,
    kinds: Mapping[str, hosts.Size],
    used: Iterable[hosts.Usage],
    changed: int,
) -> dict[str, Any]:
    assert plugin.outputs
    seconds = plugin.clock.seconds | {"total": plugin.clock.total}
    together = hosts.total(kinds)
    return {
        "papers": len(plugin.build.collected.papers),
        "pages": kinds["pages"].files,
        "pages_cast": sum(page.is_cast for page in plugin.outputs.pages),
        "pages_rendered": plugin.rendered,
        "files": together.files,
        "files_written": changed,
        "bytes": together.bytes,
        "kinds": {kind: size._asdict() for kind, size in kinds.items()},
        "limits": [
            {"host": use.limit.host, "limit": use.limit.shown, "used": round(use.part, 4)}
            for use in used
        ],
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "peak_memory_bytes": peak_memory(),
    }


def peak_memory() -> int:
    """Return the peak memory in bytes of the largest process: this one, or one that it has waited
    for, such as Pagefind; 0 if the system does not report it."""
    try:
        import resource
    except ImportError:  # Windows has no such module
        return 0
    processes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    most = max(resource.getrusage(which).ru_maxrss for which in processes)
    return most if sys.platform == "darwin" else most * 1024


# --- settings ----------------------------------------------------------------------------------


class _Settings(io.BytesIO):
    """The mkdocs.yml of a collection without one; MkDocs reads and closes it repeatedly."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name

    def close(self) -> None:
        """Keep it readable."""
        self.seek(0)


def _own_settings(root: Path) -> Path | None:
    names = (root / "mkdocs.yml", root / "mkdocs.yaml")
    return next((path for path in names if bounds.source(root, path).is_file()), None)


def _config_file(root: Path, work: Path) -> str | _Settings:
    own = _own_settings(root)
    if own:
        settings_file.require_readable(own)
        return str(own)
    docs = root / "content"
    if not docs.is_dir():  # MkDocs requires a folder
        docs = work / "empty"
        docs.mkdir(parents=True, exist_ok=True)
    settings = {
        "site_name": "Papers",
        "docs_dir": str(docs.resolve()),
        "theme": {"name": "material"},
        "plugins": ["papershelf"],
    }
    data = yaml.safe_dump(settings, allow_unicode=True).encode()
    return _Settings(data, str(root.resolve() / "mkdocs.yml"))


def load(root: Path, work: Path, *, is_run: bool = True, **options: Any) -> MkDocsConfig:
    """Return the settings of a collection; unless `is_run`, nothing that they name is run, such as
    hooks. Raise MkDocsException."""
    messages: list[str] = []
    own = _own_settings(root) or root / "mkdocs.yml"

    def hear(record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:  # without a handler, it is printed as it is
            text = settings_file.explain(own, record.getMessage())
            record.msg, record.args = problems.visible(text), ()
            return True
        messages.append(record.getMessage())
        return False

    log = logging.getLogger(MkDocsConfig.__module__.rpartition(".")[0])
    log.addFilter(hear)
    try:
        _require_site_url(options.get("site_url") or "")
        file = _config_file(root, work)
        return load_config(config_file=file, **options) if is_run else inert.load_config(file)
    except MkDocsException as error:  # its own message only says that there was an error
        text = "; ".join(settings_file.explain(own, each) for each in messages)
        text = text or error.format_message()
        if ": docs_dir: " in text and (root / "content").is_dir():
            text += "; write docs_dir: content"
        if ": site_dir: " in text:
            text += "; write site_dir: site"
        raise Unusable(text) from error
    except (TypeError, ValueError) as error:  # of `urlsplit`, for `https://[::1`
        raise Unusable(f"mkdocs.yml: a value is wrong: {error}") from error
    finally:
        log.removeFilter(hear)


def _require_site_url(text: str) -> None:
    """Raise Unusable for an address on the command line that is not that of a site: messages about
    settings lead to mkdocs.yml."""
    try:
        to_site_url(text or "https://example.org/")
    except ValueError as error:
        raise Unusable(f'--site-url: "{problems.visible(text)}" is {error}') from None


def plugin_of(config: MkDocsConfig) -> PapershelfPlugin:
    plugin = config.plugins.get("papershelf")
    if not isinstance(plugin, PapershelfPlugin):
        raise Unusable('mkdocs.yml does not load the plugin; add "plugins: [papershelf]"')
    return plugin


# --- folders -----------------------------------------------------------------------------------


@contextmanager
def _work(root: Path, site_dir: Path | None) -> Iterator[Path]:
    """Yield the working folder: `build/` of the collection, or a temporary folder if it has no
    settings and its site goes elsewhere, or if it is not writable."""
    is_ours = _own_settings(root) is not None or site_dir is None
    if is_ours and os.access(root, os.W_OK):
        places.require_work(root)
        yield root / build.WORK
    else:
        with tempfile.TemporaryDirectory(prefix="papershelf-") as folder:
            yield Path(folder)
