"""Which folders the settings may name.

In: MkDocs' configuration. Out: nothing, or Unusable with the setting, its path and the way out. Who
may change mkdocs.yml by a pull request must not make a build write, remove or publish elsewhere.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils.yaml import yaml_load

from papershelf.history import git
from papershelf.outputs.settings import Place
from papershelf.plugin import build, defaults
from papershelf.storage import bounds, files

#: What a theme is made with, and does not bring into a site.
_CODE = (".html", ".py", ".pyc", ".yml")
_TOLD = "the site cannot go to {}: "
_NOT_OURS = "not built here; remove them, or name another folder"


class Unusable(PluginError):
    """The settings, or the folders that a command names, cannot be worked with."""


def root_of(config: MkDocsConfig) -> Path:
    """The folder of the collection."""
    return Path(config.config_file_path).parent.resolve()


def is_preview(config: MkDocsConfig) -> bool:
    """Whether MkDocs serves the site, from a passing folder of this name, and adds its script to
    each page. `on_startup` tells too, but MkDocs 1.6 keeps a plugin that has it between builds."""
    folder = Path(config.site_dir)
    is_passing = folder.parent == Path(tempfile.gettempdir()) and folder.name.startswith("mkdocs_")
    return is_passing and _is_on_command_line(config)


def _is_on_command_line(config: MkDocsConfig) -> bool:
    """Whether the site goes to another folder than mkdocs.yml says."""
    settings = Path(config.config_file_path)
    with settings.open("rb") if settings.is_file() else io.BytesIO() as file:
        own = (yaml_load(file) or {}).get("site_dir", "site")
    return os.path.normpath(settings.parent / str(own)) != os.path.normpath(config.site_dir)


def require_sources(config: MkDocsConfig, place: Place) -> None:
    """The folders and files that are read lie in the collection, and not behind links."""
    root = place.root
    settings = Path(config.config_file_path)
    if settings.is_file():
        bounds.source(root, settings)
        _require_inside("docs_dir", root, Path(config.docs_dir))
    _require_inside("catalogue", root, root / place.catalogue)
    theme = config.theme.custom_dir
    if theme:
        relative = _require_inside("custom_dir", root, Path(theme))
        for _, refused in bounds.walk(root, relative):
            if refused:
                raise refused


def _require_inside(key: str, root: Path, path: Path) -> str:
    relative = bounds.relative_to(root, path)
    if not relative:
        where = "is the collection itself" if relative == "" else "lies outside of the collection"
        raise Unusable(f"{key}: {path} {where}; name a path in it")
    if any(part.startswith(".") for part in relative.split("/")):
        raise Unusable(f"{key}: {path} is hidden; name a path without a leading dot")
    return relative


def require_folders(config: MkDocsConfig, place: Place) -> None:
    """What `mkdocs build` and `mkdocs serve` write to: MkDocs empties the folder of the site, and
    follows links in it."""
    require_work(place.root)
    if not is_preview(config):
        target = Path(config.site_dir)
        require_target(config, place, target, is_named=_is_on_command_line(config))
        _require_published(target)
        bounds.require_no_links(target)
        if name := files.stray(target):  # it would be gone, whatever brought the list of ours
            raise Unusable(
                f"{_TOLD.format(target)}it holds files such as {name} that were {_NOT_OURS}"
            )


def theme_files(config: MkDocsConfig) -> frozenset[str]:
    """Paths of the files that the theme brings into the site, in lower case."""
    found = set(config.theme.static_templates)
    for folder in (*config.theme.dirs, str(defaults.theme_folder())):
        for base, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]  # 12,000 icons
            where = Path(base).relative_to(folder)
            found |= {(where / name).as_posix() for name in names if not name.endswith(_CODE)}
    return frozenset(name.lower() for name in found)


def require_target(config: MkDocsConfig, place: Place, target: Path, *, is_named: bool) -> None:
    """The folder of the site is one of its own: not the collection, nor what it is made from. One
    that mkdocs.yml names lies in the collection and holds nothing but a site that was built there;
    the command line may name any."""
    root = place.root
    relative = bounds.relative_to(root, target)
    told = _TOLD.format(target)
    if relative is None:
        if root.is_relative_to(target.resolve()):
            raise Unusable(f"{told}the collection lies in it; name a folder of its own")
        if not is_named:
            raise Unusable(f"{told}site_dir names a folder in the collection, --site-dir any other")
    else:
        sources = [place.content, place.catalogue, "papers", build.WORK, config.theme.custom_dir]
        if not relative or _is_below(root, relative, [name for name in sources if name]):
            raise Unusable(f"{told}name a folder of its own")
        if any(part.startswith(".") for part in relative.split("/")) and not is_named:
            raise Unusable(f"{told}it is hidden; name a folder of its own")
        bounds.Folder(root).folder(relative)
    if not is_named:
        _require_published(target)
        _require_own_list(root, target)


def _require_own_list(root: Path, target: Path) -> None:
    """The list of what was built was written here. One that came with the repository could name
    anybody's files, for a build to remove."""
    name = bounds.relative_to(root, target / files.MANIFEST)
    try:
        is_theirs = bool(git.line(root, "ls-files", "--", f":(top,literal){name}"))
    except git.HistoryError:
        return
    if is_theirs:
        raise Unusable(
            f"{_TOLD.format(target)}its list of files, {files.MANIFEST}, is in the repository; name"
            f" the folder with --site-dir if you trust that list, or take it out of git"
        )


def _require_published(target: Path) -> None:
    """A folder is new, or what it holds was built there."""
    if not files.is_published(target):
        raise Unusable(f"{_TOLD.format(target)}it holds files that were {_NOT_OURS}")


def require_work(root: Path) -> None:
    """The folders in which a build works are none that a link leads away."""
    for name in ("pages", "assets", "site", "empty"):
        bounds.Folder(root).folder(f"{build.WORK}/{name}")


def _is_below(root: Path, relative: str, sources: list[str]) -> bool:
    """Whether a path is one of these, or lies below it: also where a system knows no case."""
    parts = relative.split("/")
    levels = [root.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    found = [root / source for source in sources]
    return any(
        level == path or (level.exists() and path.exists() and level.samefile(path))
        for level in levels
        for path in found
    )
