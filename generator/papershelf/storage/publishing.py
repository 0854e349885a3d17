"""A published site, and the draft of its next version.

In: files of a site by name. Out: a folder with exactly these. While a site is built, those that
differ from the published ones wait in a draft. Then they are moved into place, so a build that
fails leaves the site as it was. Knows nothing about the contents.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from papershelf.storage import bounds
from papershelf.storage.files import (
    content,
    is_same,
    iter_files,
    make_folder,
    move,
    remove,
    write_if_changed,
    write_new,
)

#: A list of the files that were published in a folder, one POSIX path per line.
MANIFEST = ".papershelf-files"
_THEIRS = "was not built here, but the site has a file of this name; move it to another folder"


class Draft:
    """The next version of a site, in a folder that other programs may also write to. A file that is
    the same in the published site is not written again. Files are never modified, only replaced, so
    a hard link to one keeps its bytes."""

    def __init__(self, folder: Path, site: Path | None = None) -> None:
        """Begin in an empty folder. Without a published site, the folder gets every file."""
        self.folder = folder
        self.ours = bounds.Folder(folder)
        self.site = bounds.Folder(site) if site and site.is_dir() else None
        self.names: set[str] = set()
        """Names of all files that were put here, also by other processes."""
        self.changed: set[str] = set()
        """Those of them that are in the folder, since they differ from the published ones."""
        self.made: set[str] = set()
        """Levels of the folder that exist."""

    def put(self, name: str, data: bytes) -> bool:
        """Add a file; return whether it differs from the published one. A process that is killed
        may leave a partial file, which the next build removes. Raise Refused if a name leads out
        of the folder."""
        self.names.add(name)
        if self.site and name not in self.changed and _has(self.site, name, data):
            return False
        self.changed.add(name)
        level = name.rpartition("/")[0]
        if level not in self.made:
            self._make(level)
        path = self.ours.place(name)
        try:
            write_new(path, data)
        except FileExistsError:  # two names that differ in case, where the system ignores case
            os.unlink(path)
            write_new(path, data)
        return True

    def _make(self, level: str) -> None:
        """Make a level of the folder, and those above it. Only one that exists may be a link."""
        if not self.made:
            make_folder(self.ours.prefix)
            self.made.add("")
        for each in _above(f"{level}/"):
            if each not in self.made:
                try:
                    os.mkdir(self.ours.prefix + each)
                except FileExistsError:
                    self.ours.folder(each)
                self.ours.known.add(each)
                self.made.add(each)

    def add(self, names: Iterable[str], changed: Iterable[str]) -> None:
        """Add files that another process put into a copy of this draft."""
        self.names.update(names)
        self.changed.update(changed)

    def path(self, name: str) -> str:
        """Return where a file is that was put here."""
        folder = self.site if self.site and name not in self.changed else self.ours
        return folder.prefix + name

    def publish(self, site: Path) -> int:
        """Move the files into a folder, and remove those of its last version that this version
        does not have. Other files stay. Return how many were written or removed. Raise Refused if
        there is a link in the draft, if one would lead out of the folder, or if a file of others
        is in the place of one of ours."""
        there = bounds.Folder(site)
        # another program may have made a link
        moved = list(iter_files(self.folder, has_links=False))
        names, known = (self.names - self.changed).union(moved), set(_manifest(there))
        stale = known - names - {MANIFEST}
        if site.is_dir():
            self._require_ours((name for name in moved if name not in known), there)
        if not known.issuperset(names):  # if the process is killed, the next one knows its files
            write_manifest(site, known | names)
        written = remove(site, _in_the_way(stale, names))
        written += self.move(moved, there)
        written += remove(site, sorted(stale))
        write_manifest(site, names)
        self.site, self.names, self.changed = there, names, set()
        return written

    def _require_ours(self, names: Iterable[str], site: bounds.Folder) -> None:
        """Raise Refused if a folder has another file with one of these names."""
        for name in names:
            path = site.prefix + name
            try:
                found = os.lstat(path)
            except OSError:  # it is missing, or below a file
                continue
            if stat.S_ISREG(found.st_mode) and not is_same(self.ours.prefix + name, path, found):
                raise bounds.Refused(path, _THEIRS)

    def move(self, names: Sequence[str], site: bounds.Folder) -> int:
        """Move files into a folder; return the number of those that differ. They are sorted by
        folder, and one that the other folder lacks is moved as a whole."""
        written, whole, known = 0, os.sep, set[str]()
        for name in names:
            if name.startswith(whole):
                written += 1
                continue
            levels = [level for level in _above(name) if level not in known]
            missing = next((each for each in levels if not site.folder(each).exists()), "")
            known.update(levels)
            if missing:
                try:
                    os.rename(self.ours.prefix + missing, site.prefix + missing)
                except OSError:  # another file system
                    os.makedirs(site.prefix + levels[-1])
                else:
                    written, whole = written + 1, f"{missing}/"
                    continue
            source = self.ours.prefix + name
            target, found = site.spot(name)
            if not found or not is_same(source, target, found):
                move(source, target)
                written += 1
        return written


def _has(site: bounds.Folder, name: str, data: bytes) -> bool:
    """Return whether a site has a file with these bytes. What is in the way of a file is found when
    it is published."""
    try:
        path, found = site.spot(name)
    except bounds.Refused:
        return False
    return found is not None and found.st_size == len(data) and content(path) == data


def is_published(site: Path) -> bool:
    """Return whether a folder contains nothing, or a site that was published; hidden files are
    allowed."""
    if not site.is_dir():
        return not site.exists()
    names = [path.name for path in site.iterdir()]
    return MANIFEST in names or all(name.startswith(".") for name in names)


def stray(site: Path) -> str:
    """Return the path of a file in a folder that is not in its manifest; empty if there is none.
    Hidden files at its top, which MkDocs ignores, are allowed. Raise Refused if there is a link."""
    known = set(_manifest(bounds.Folder(site)))
    found = list(iter_files(site, has_links=False))
    names = (name for name in found if not name.startswith("."))
    return next((name for name in names if name not in known and "\n" not in name), "")


def write_manifest(site: Path, names: Iterable[str]) -> None:
    """Write the list of generated files of a folder."""
    text = "".join(f"{name}\n" for name in sorted(names) if name != MANIFEST and "\n" not in name)
    write_if_changed(site / MANIFEST, text.encode("utf-8", "surrogateescape"))


def _manifest(ours: bounds.Folder) -> list[str]:
    path = ours.at(MANIFEST)
    return path.read_bytes().decode("utf-8", "surrogateescape").split("\n") if path.exists() else []


def published(site: Path) -> dict[str, os.stat_result]:
    """Return what the system says about each file that was published in a folder, by its name.
    Raise FileNotFoundError if one is missing."""
    prefix = f"{site}{os.sep}"
    return {name: os.stat(prefix + name) for name in _manifest(bounds.Folder(site)) if name}


def _in_the_way(stale: set[str], wanted: Iterable[str]) -> list[str]:
    """Return stale files that are now folders, and those in folders that are now files."""
    if not stale:
        return []
    names = set(wanted)
    folders = {above for name in names for above in _above(name)}
    return sorted(path for path in stale if path in folders or names & set(_above(path)))


def _above(relative: str) -> list[str]:
    parts = relative.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]
