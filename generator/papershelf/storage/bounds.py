"""Decide which files a command may read and write.

In: the folder of a collection or of a site, and paths in it. Out: paths that stay in it, or
Refused. Links in a repository may lead anywhere: a folder that is a link is never entered, and a
link to a file must lead to another file of the collection.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

#: Emacs marks an open file with a dangling link of this name.
_LOCK = ".#"
_LINK = "is a link, which papershelf does not follow or replace; remove it"
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
)  # fmt: skip


class Refused(OSError):
    """A path that commands do not read, write or remove; the message has the path and the
    reason."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(errno.EPERM, why, str(path))

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str]]:
        """Return what makes an equal error in another process."""
        return type(self), (self.filename, self.why)

    @property
    def why(self) -> str:
        """The reason and the fix, without the path."""
        return str(self.strerror)

    def __str__(self) -> str:
        return f"{self.filename} {self.why}"


class Folder:
    """A folder that papershelf fills. Everything written or removed stays in it: no level of a path
    may be a link."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.prefix = f"{path}{os.sep}"
        """Begins the paths of `spot`; joining texts is ten times faster than joining paths."""
        self.known: set[str] = {""}
        """Levels that are folders or do not exist; each is checked once."""

    def at(self, relative: str) -> Path:
        """Return the path of a regular or missing file. Raise Refused."""
        self.spot(relative)
        return self.path / relative

    def spot(self, relative: str) -> tuple[str, os.stat_result | None]:
        """Return the path of a file, and what the system says about it; None if it is missing.
        Raise Refused unless it is regular."""
        path = self.place(relative)
        return path, _require(path, stat.S_ISREG, "file")

    def place(self, relative: str) -> str:
        """Return the path of a file, whatever is there. Raise Refused if a level above it is not a
        folder."""
        folder, _, name = relative.rpartition("/")
        if folder not in self.known or not name or relative.startswith("/"):
            self._require_levels(folder)
        return self.prefix + relative

    def folder(self, relative: str) -> Path:
        """Return the path of an existing or missing folder. Raise Refused."""
        self._require_levels(relative)
        return self.path / relative

    def _require_levels(self, folder: str) -> None:
        parts = folder.split("/")
        if ".." in parts or "" in parts:  # an empty part: a path that begins with a slash
            raise Refused(self.path / folder, "is outside of the folder")
        for length in range(1, len(parts) + 1):
            level = "/".join(parts[:length])
            if level not in self.known:
                _require(self.prefix + level, stat.S_ISDIR, "folder")
                self.known.add(level)


def _require(path: Path | str, is_right: Callable[[int], bool], what: str) -> os.stat_result | None:
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    mode = found.st_mode
    if stat.S_ISLNK(mode):
        raise Refused(path, _LINK)
    if not is_right(mode):
        raise Refused(path, f"is {_kind(mode)}, not a {what}; {advice(mode)}")
    return found


def advice(mode: int) -> str:
    """Return what to do about a path that is not a file: nobody should remove a device."""
    is_device = stat.S_ISCHR(mode) or stat.S_ISBLK(mode)
    return "name a file" if is_device else "remove it"


def _kind(mode: int) -> str:
    for is_kind, name in _KINDS:
        if is_kind(mode):
            return name
    return "a folder" if stat.S_ISDIR(mode) else "a file"


def require_file(path: Path) -> None:
    """Raise Refused unless a path is that of a regular or missing file."""
    _require(path, stat.S_ISREG, "file")


def target(root: Path, path: Path) -> Path:
    """Return the file that is replaced when a file of the user is saved. Raise Refused for anything
    else, also outside of the collection: a rename would replace the device `/dev/null`."""
    found = source(root, path)
    try:
        mode = found.stat().st_mode
    except OSError:
        return found.resolve()
    if not stat.S_ISREG(mode):
        raise Refused(path, f"is {_kind(mode)}, not a file; name a file")
    return found.resolve()


def refused_link(path: str) -> Refused:
    """Return the error for a link in a folder that another program has filled or will fill."""
    return Refused(path, _LINK)


def relative_to(root: Path, path: Path) -> str | None:
    """Return the POSIX path relative to a folder; None for paths outside of it. The folder may be
    spelled in another way; links in it are not followed."""
    # `resolve()` would follow links
    path, folder = (Path(os.path.abspath(each)) for each in (path, root))  # noqa: PTH100
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix() if path != folder else ""
    for above in reversed((path, *path.parents)):
        if above.exists() and folder.exists() and above.samefile(folder):
            return path.relative_to(above).as_posix() if path != above else ""
    return None


def source(root: Path, path: Path) -> Path:
    """Return the file that a path of a collection leads to, existing or not: itself, or another
    file of the collection if the path is a link. Raise Refused. Paths outside of the collection are
    the user's choice."""
    relative = relative_to(root, path)
    if relative is None:
        return path
    folder, _, _ = relative.rpartition("/")
    if folder:
        Folder(root).folder(folder)
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return path
    if stat.S_ISLNK(mode):
        return _target(root, path)
    if not stat.S_ISREG(mode):
        raise Refused(path, f"is {_kind(mode)}, not a file; {advice(mode)}")
    return path


def _target(root: Path, path: Path) -> Path:
    """Return the target of a link, a file of the collection that is not hidden (those of git
    are)."""
    try:
        target = path.resolve(strict=True)
        mode = os.lstat(target).st_mode
    except (OSError, RuntimeError):  # RuntimeError for a loop
        raise Refused(path, "is a dangling link; remove it") from None
    relative = relative_to(root, target)
    if relative is None:
        raise Refused(path, "is a link out of the collection; copy the file instead")
    if stat.S_ISDIR(mode):
        raise Refused(path, "is a link to a folder; copy the folder instead")
    if not stat.S_ISREG(mode):
        raise Refused(path, f"is a link to {_kind(mode)}; remove it")
    if any(part.startswith(".") for part in relative.split("/")):
        raise Refused(path, "is a link to a hidden file; copy the file instead")
    return target


def read(root: Path, path: Path, most: int = -1) -> bytes:
    """Return the bytes of a file of a collection, or the first `most` of them. Raise Refused:
    devices and pipes may never end."""
    with source(root, path).open("rb") as file:
        return file.read(most)


def walk(root: Path, folder: str) -> Iterator[tuple[str, Refused | None]]:
    """Yield POSIX paths of all files below a folder of a collection, sorted, each with the reason
    why it is not a file of the collection, if there is one. Folders that are links are not
    entered."""
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            path = Folder(root).folder(here)
            found = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
        except FileNotFoundError:
            continue
        except Refused as error:
            yield here, error
            continue
        except OSError as error:
            yield here, Refused(path, f"cannot be read: {error.strerror}")
            continue
        pending += [
            f"{here}/{entry.name}" for entry in found if entry.is_dir(follow_symlinks=False)
        ]
        for entry in reversed(found):
            if entry.is_file(follow_symlinks=False):
                yield f"{here}/{entry.name}", None
            elif entry.is_dir(follow_symlinks=False) or _is_lock(Path(entry.path)):
                continue
            else:
                yield f"{here}/{entry.name}", _refusal(root, Path(entry.path))


def _is_lock(path: Path) -> bool:
    return path.name.startswith(_LOCK) and path.is_symlink() and not path.exists()


def _refusal(root: Path, path: Path) -> Refused | None:
    try:
        source(root, path)
    except Refused as error:
        return error
    return None
