"""Write files atomically, and fill generated folders.

In: bytes for paths. Out: files, written only if their bytes differ; those of the user and of other
programs through a temporary file and a rename. Stale files are removed only if papershelf wrote
them. Knows nothing about the contents. Commands write and remove files only through this module,
`publishing`, or MkDocs, which gets folders without links; `bounds` decides which files may be
written.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import os
import re
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from papershelf.storage import bounds


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file if its bytes differ; return whether it was written. Raise Refused for anything
    that is not a regular file."""
    bounds.require_file(path)
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers([path])
    temporary = _staged(path, data)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def save(path: Path, data: bytes, root: Path) -> None:
    """Write a file that belongs to the user. Its permissions and links stay, and if the process is
    killed, the disk has either the old or the new bytes. Raise Refused if it is in the collection
    in `root` and a link would lead out of it."""
    save_all([(path, data)], root)


def save_all(pairs: Iterable[tuple[Path, bytes]], root: Path) -> None:
    """Write several files of the user: all are on the disk before the first is replaced, and Ctrl+C
    waits for the last one."""
    staged: list[tuple[Path, Path]] = []
    files = {bounds.target(root, path): data for path, data in pairs}
    _remove_leftovers(files)
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged.append((_staged(path, data, is_kept=True), path))
        with uninterrupted():
            for temporary, path in staged:
                temporary.replace(path)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _staged(path: Path, data: bytes, *, is_kept: bool = False) -> Path:
    """Write the bytes to a temporary file next to their target. Its name contains the process id,
    because two processes must not write into one file."""
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)  # anything with this name, even a link
    try:
        with temporary.open("xb") as file:
            file.write(data)
            if is_kept:
                file.flush()
                os.fsync(file.fileno())
        if is_kept and path.exists():
            shutil.copymode(path, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


_LEFTOVER = re.compile(r"\.(.+)\.(\d{1,10})\.tmp")


def _remove_leftovers(paths: Iterable[Path]) -> None:
    """Remove temporary files of killed processes next to these files."""
    names: dict[Path, set[str]] = {}
    for path in paths:
        names.setdefault(path.parent, set()).add(path.name[:200])
    for folder, ours in names.items():
        for path in folder.iterdir() if folder.is_dir() else ():
            found = _LEFTOVER.fullmatch(path.name)
            if found and found[1] in ours and not _is_running(int(found[2])):
                path.unlink(missing_ok=True)


def _is_running(number: int) -> bool:
    """Return whether a process with this id exists; True if the system does not tell."""
    if os.name != "posix":  # elsewhere, signal 0 would end it
        return True
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay Ctrl+C until the block ends, so that no set of files is half new."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def iter_files(folder: Path, *, has_links: bool = True) -> Iterator[str]:
    """Yield POSIX paths of all files below a folder, relative to it, in a fixed order. Do not enter
    links; without `has_links`, raise Refused for the first one at any level."""
    left = [""]
    while left:  # `os.walk` takes twice as long
        level = left.pop()
        names, folders = [], []
        for entry in _entries(f"{folder}{os.sep}{level}"):
            is_link = entry.is_symlink()
            # `entry.is_dir` fails for a link to itself
            is_folder = os.path.isdir(entry.path) if is_link else entry.is_dir()
            if is_link and not has_links:
                raise bounds.refused_link(entry.path)
            if not is_folder:
                names.append(entry.name)
            elif not is_link:
                folders.append(entry.name)
        for name in sorted(names):
            yield level + name
        left += [f"{level}{name}/" for name in sorted(folders, reverse=True)]


def _entries(path: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder; nothing if it is missing or not readable."""
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except OSError:
        return []


def remove(folder: Path, paths: Iterable[str]) -> int:
    """Remove files, and folders that become empty; return the number of files. Anything behind a
    link, or that is not a file, stays."""
    ours, removed = bounds.Folder(folder), 0
    parents: set[Path] = set()
    for relative in paths:
        try:
            path = ours.at(relative)
        except bounds.Refused:
            continue
        if path.is_file():
            path.unlink()
            removed += 1
        parents.add(path.parent)
    # once for each folder: listing one with many files for each of them would take quadratic time
    for parent in parents:
        with contextlib.suppress(OSError):  # it is not empty, or gone
            while parent != folder:
                parent.rmdir()
                parent = parent.parent
    return removed


class Tree:
    """A generated folder that holds exactly the files that are put into it. They are never
    modified, only replaced, so a hard link to one keeps its bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ours = bounds.Folder(folder)
        self.names: set[str] = set()
        self.written = 0
        """Number of files that were written or removed."""
        self.made: set[str] = set()
        """Folders that exist."""

    def put(self, relative: str, data: bytes) -> bool:
        """Write a file if its bytes differ; return whether it was written. Raise Refused if a link
        would lead out of the folder."""
        self.names.add(relative)
        path, found = self.ours.spot(relative)
        if found and found.st_size == len(data) and content(path) == data:
            return False
        if found:
            os.unlink(path)
        else:
            self._make_room(relative)
        write_new(path, data)
        self.written += 1
        return True

    def link(self, relative: str, source: str) -> None:
        """Make a file a hard link to one elsewhere, which is only ever replaced; a copy where links
        are not possible. Raise Refused."""
        self.names.add(relative)
        path, found = self.ours.spot(relative)
        if found and is_same(source, path, found):
            return
        if not found:
            self._make_room(relative)
        new = _free_name(path) if found else path  # somebody may be reading the old file
        try:
            os.link(source, new)
        except OSError:  # another file system, or one without hard links
            _copy(source, path)
        else:
            if found:
                os.replace(new, path)

    def _make_room(self, relative: str) -> None:
        """Make the folder that a new file needs."""
        folder = relative.rpartition("/")[0]
        if folder not in self.made:
            make_folder(self.ours.prefix + folder)
            self.made.add(folder)

    def finish(self) -> None:
        """Remove all other files."""
        stale = [path for path in iter_files(self.folder) if path not in self.names]
        self.written += remove(self.folder, stale)


def make_folder(path: str) -> None:
    """Make a folder and those above it, unless they exist."""
    try:
        os.mkdir(path)  # the one above nearly always exists
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)


#: A new file, with bytes as they are also on Windows.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_new(path: str, data: bytes) -> None:
    """Write a file that does not exist, faster than a Path does. Raise FileExistsError."""
    handle = os.open(path, _NEW, 0o666)
    try:
        if os.write(handle, data) != len(data):  # the system may write a part
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
    finally:
        os.close(handle)


def content(path: str) -> bytes:
    """Return the bytes of a file, faster than a Path does."""
    with open(path, "rb", buffering=0) as file:
        return file.read()


def is_same(source: str, target: str, found: os.stat_result) -> bool:
    """Return whether two files are one or have the same bytes. `found` is what the system says
    about the second one."""
    new = os.stat(source)
    if os.path.samestat(found, new):
        return True
    return found.st_size == new.st_size and filecmp.cmp(source, target, shallow=False)


def sync(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Make a folder contain exactly these files; return how many were written or removed. Raise
    Refused if a link would lead out of the folder."""
    tree = Tree(folder)
    for relative, data in files:
        tree.put(relative, data)
    tree.finish()
    return tree.written


def empty(folder: Path) -> None:
    """Remove a generated folder with all its contents; links in it are removed, not followed."""
    if folder.is_dir():
        shutil.rmtree(folder)


def sources_in(folder: Path) -> dict[str, str]:
    """Return the path of each file below a folder, by its POSIX path relative to it."""
    prefix = f"{folder}{os.sep}"
    return {name: prefix + name for name in iter_files(folder)}


def states(paths: Iterable[str]) -> Iterator[str]:
    """Yield a line for each path that changes if the file does."""
    for path in paths:
        try:
            yield state(path, os.stat(path))
        except OSError:
            yield f"{path} -"


def state(path: str, found: os.stat_result) -> str:
    """Return a line that changes if a file does, even if its size and its time of modification
    stay."""
    times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
    return f"{path} {found.st_size} {times} {found.st_ino}"


def _free_name(path: str) -> str:
    """Return a name for a temporary file beside another file, after removing anything with this
    name, even a link."""
    folder, _, name = path.rpartition(os.sep)
    temporary = f"{folder}{os.sep}.{name[:200]}.tmp"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    return temporary


def move(source: str, target: str) -> None:
    """Move a file into the place of another one, or of none."""
    try:
        os.replace(source, target)
    except OSError:  # another file system
        _copy(source, target)


def _copy(source: str, target: str) -> None:
    temporary = _free_name(target)
    shutil.copyfile(source, temporary)
    os.replace(temporary, target)
