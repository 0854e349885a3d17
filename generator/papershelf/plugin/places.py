"""Checks of the folders that the settings name.

In: MkDocs' configuration. Out: nothing, or Unusable with the setting, its path and how to fix it. A
pull request that changes mkdocs.yml must not make a build write, remove or publish files elsewhere.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from papershelf.catalogue.disk import Place
from papershelf.history import git
from papershelf.plugin import build, defaults, inert
from papershelf.storage import bounds, files, publishing

#: Suffixes of theme files that MkDocs does not copy to the site.
_CODE = (".html", ".py", ".pyc", ".yml")
_REFUSED = "the site cannot be written to {}: "
_NOT_OURS = "not built here; remove them, or choose another folder"


class Unusable(PluginError):
    """The settings, or the folders given to a command, cannot be used."""


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the collection."""
    return Path(config.config_file_path).parent.resolve()


def is_preview(config: MkDocsConfig) -> bool:
    """Return whether MkDocs serves the site from its temporary folder, and adds its script to each
    page. `on_startup` would also say so, but MkDocs 1.6 keeps plugins with it between builds."""
    folder = Path(config.site_dir)
    is_temporary = folder.parent == Path(tempfile.gettempdir())
    is_temporary = is_temporary and folder.name.startswith("mkdocs_")
    return is_temporary and _is_on_command_line(config)


def _is_on_command_line(config: MkDocsConfig) -> bool:
    """Return whether the site goes to a folder other than that in mkdocs.yml."""
    settings = Path(config.config_file_path)
    with settings.open("rb") if settings.is_file() else io.BytesIO() as file:
        own = inert.values(file).get("site_dir", "site")
    return os.path.normpath(settings.parent / str(own)) != os.path.normpath(config.site_dir)


def require_sources(config: MkDocsConfig, place: Place) -> None:
    """Raise Unusable unless all sources are inside the collection and not behind links."""
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
        where = "is the collection itself" if relative == "" else "is outside the collection"
        raise Unusable(f"{key}: {path} {where}; use a path inside the collection")
    if any(part.startswith(".") for part in relative.split("/")):
        raise Unusable(f"{key}: {path} is hidden; use a path without a leading dot")
    return relative


def require_folders(config: MkDocsConfig, place: Place) -> None:
    """Check the folders that `mkdocs build` and `mkdocs serve` write to: MkDocs empties the site
    folder, and follows links in it. Raise Unusable."""
    require_work(place.root)
    if not is_preview(config):
        target = Path(config.site_dir)
        require_target(config, place, target, is_named=_is_on_command_line(config))
        _require_published(target)
        # MkDocs would remove it, even if the list of files comes from the repository
        if name := publishing.stray(target):
            raise Unusable(
                f"{_REFUSED.format(target)}it contains files such as {name} that were {_NOT_OURS}"
            )


def theme_files(config: MkDocsConfig) -> frozenset[str]:
    """Return the paths of files that the theme adds to the site, in lower case."""
    found = set(config.theme.static_templates)
    for folder in (*config.theme.dirs, str(defaults.theme_folder())):
        for base, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]  # 12,000 icons
            where = Path(base).relative_to(folder)
            found |= {(where / name).as_posix() for name in names if not name.endswith(_CODE)}
    return frozenset(name.lower() for name in found)


def require_target(config: MkDocsConfig, place: Place, target: Path, *, is_named: bool) -> None:
    """Raise Unusable unless a folder may hold the site. The command line may name any folder; one
    that is named in mkdocs.yml must contain nothing except a site built there."""
    require_site_dir(config, place, target, is_named=is_named)
    if not is_named:
        _require_published(target)
        _require_own_list(place.root, target)


def require_site_dir(
    config: MkDocsConfig, place: Place, target: Path, *, is_named: bool = False
) -> None:
    """Raise Unusable unless the site may be in a folder, whatever is there now. It must not contain
    the collection or its sources. A folder named in mkdocs.yml must be inside the collection."""
    root = place.root
    relative = bounds.relative_to(root, target)
    refused = _REFUSED.format(target)
    if relative is None:
        if root.is_relative_to(target.resolve()):
            raise Unusable(f"{refused}it contains the collection; choose a separate folder")
        if not is_named:
            raise Unusable(
                f"{refused}site_dir must be inside the collection; use --site-dir for other folders"
            )
        return
    sources = [*place.sources, build.WORK, config.theme.custom_dir]
    if not relative or _is_below(root, relative, [name for name in sources if name]):
        raise Unusable(f"{refused}it belongs to the collection; choose a separate folder")
    if any(part.startswith(".") for part in relative.split("/")) and not is_named:
        raise Unusable(f"{refused}it is hidden; choose a folder without a leading dot")
    bounds.Folder(root).folder(relative)


def _require_own_list(root: Path, target: Path) -> None:
    """Raise Unusable if the list of built files comes from the repository: it could name any files,
    which a build would remove."""
    name = bounds.relative_to(root, target / publishing.MANIFEST)
    try:
        is_theirs = bool(git.line(root, "ls-files", "--", f":(top,literal){name}"))
    except git.HistoryError:
        return
    if is_theirs:
        raise Unusable(
            f"{_REFUSED.format(target)}its list of files, {publishing.MANIFEST}, is in the"
            " repository; remove the list from git, or use --site-dir if you trust it"
        )


def _require_published(target: Path) -> None:
    """Raise Unusable unless a folder is new or contains a site that was built there."""
    if not publishing.is_published(target):
        raise Unusable(f"{_REFUSED.format(target)}it contains files that were {_NOT_OURS}")


def draft_folder(config: MkDocsConfig, work: Path | None) -> Path:
    """Return an empty folder for the files of a site: where MkDocs writes, unless that is the site
    itself. If a build fails, the site must not have files that are not in its list. `work` is None
    if MkDocs was started directly."""
    if work or is_preview(config):
        return Path(config.site_dir)
    folder = root_of(config) / build.WORK / "site"
    files.empty(folder)
    return folder


def require_work(root: Path) -> None:
    """Raise an error if a working folder of a build is a link."""
    for name in ("pages", "assets", "rendered", "site", "zensical", "empty"):
        bounds.Folder(root).folder(f"{build.WORK}/{name}")


def _is_below(root: Path, relative: str, sources: list[str]) -> bool:
    """Return whether a path is one of these or below it, also if the file system ignores case."""
    parts = relative.split("/")
    levels = [root.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    found = [root / source for source in sources]
    return any(
        level == path or (level.exists() and path.exists() and level.samefile(path))
        for level in levels
        for path in found
    )
