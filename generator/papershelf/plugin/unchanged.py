"""Whether a build would only repeat the last one.

In: the folder of a collection and the options of a build. Out: the result of the last build, if
nothing that it read has changed since, nor anything that it wrote. Compares sizes, times and inodes
of files instead of their bytes, so it takes a second for 80,000 files.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from papershelf.catalogue.disk import Place
from papershelf.history import HistoryError, Repository
from papershelf.plugin import defaults
from papershelf.storage import bounds, files, publishing
from papershelf.text.prose import EXTENSIONS

#: Markdown extensions that read no files: Papershelf's, and those that MkDocs always loads.
_EXTENSIONS = frozenset({*EXTENSIONS, "fenced_code"})
#: What in mkdocs.yml reads other files, or any variable of the environment.
_READS_OTHERS = re.compile(r"!ENV|!relative|\bINHERIT\b")


class LastBuild:
    """What the last build read and wrote, in the working folder. Use one object for each build, and
    make it before anything is read: what changes during a build counts as changed."""

    def __init__(self, work: Path, root: Path, options: Sequence[object]) -> None:
        self.path = work / "last.json"
        self.root = root
        #: Everything that is known before the settings are read.
        self.begun = _digest([repr((root.resolve(), options)), *_programs(root)])
        self.paths: list[str] = []
        self.now = ""
        """The state of what this build reads; empty if its settings do not name everything."""

    def recall(self) -> dict[str, Any] | None:
        """Return the result of the last build, if this one would repeat it."""
        try:
            bounds.require_file(self.path)  # a pull request may add anything with this name
            last = json.loads(self.path.read_bytes())
            if last["begun"] != self.begun or last["read"] != self._state(last["paths"]):
                return None
            site = Path(last["site"])
            if last["written"] != _written(site, publishing.published(site)):
                return None
            return dict(last["result"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None  # no build before, or one of another version

    def note(self, config: MkDocsConfig, place: Place) -> None:
        """Note the state of everything that the build is about to read."""
        # without mkdocs.yml, docs_dir is an empty substitute until there is a folder content/
        paths = [str(place.root / name) for name in place.sources]
        self.paths = [*paths, *filter(None, [config.theme.custom_dir])]
        self.now = self._state(self.paths) if _is_known(config) else ""

    def keep(
        self, site: Path, written: Mapping[str, os.stat_result], result: Mapping[str, Any]
    ) -> None:
        """Keep the result of a build that succeeded without a warning, and wrote these files."""
        if not self.now:
            return
        site = site.resolve()
        last = {
            "begun": self.begun,
            "paths": self.paths,
            "read": self.now,
            "site": str(site),
            "written": _written(site, written),
            "result": result,
        }
        files.write_if_changed(self.path, json.dumps(last).encode())

    def forget(self) -> None:
        """Forget the last build before the site changes."""
        self.path.unlink(missing_ok=True)

    def _state(self, paths: Iterable[str]) -> str:
        repository = Repository(root=self.root)
        try:  # a shallow clone may get the rest of its history later
            history = f"{repository.resolve('HEAD')} {repository.is_shallow}"
        except HistoryError:
            history = ""
        return _digest([history, *(line for path in paths for line in _below(Path(path)))])


def _is_known(config: MkDocsConfig) -> bool:
    """Return whether the settings name everything that a build reads."""
    path = Path(config.config_file_path)
    settings = path.read_text("utf-8", "replace") if path.is_file() else ""
    return (
        list(config.plugins) == ["papershelf"]
        and not config.hooks
        and _EXTENSIONS.issuperset(config.markdown_extensions)
        and not _READS_OTHERS.search(settings)
    )


def _programs(root: Path) -> Iterator[str]:
    """Yield the environment of a build: versions of Python and its packages, our own files, and the
    settings."""
    yield sys.version
    yield from (repr(value) for value in defaults.environment())
    for entry in sys.path:  # installing the same version again makes a new folder
        yield from files.states(sorted(map(str, Path(entry).glob("*-info"))))
    for folder in (Path(__file__).parent.parent, defaults.theme_folder()):
        yield from _below(folder)
    yield from files.states(str(root / name) for name in ("mkdocs.yml", "mkdocs.yaml"))


def _below(path: Path) -> Iterator[str]:
    """Yield the state of a file, or of each file below a folder."""
    names = files.sources_in(path).values() if path.is_dir() else (str(path),)
    yield from files.states(name for name in names if not name.endswith(".pyc"))


def _written(site: Path, found: Mapping[str, os.stat_result]) -> str:
    return _digest([str(site), *(files.state(name, each) for name, each in found.items())])


def _digest(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
