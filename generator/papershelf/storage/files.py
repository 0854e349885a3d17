"""Write files atomically.

In: bytes for paths. Out: files, written through a temporary file and a rename, and only if their
bytes differ. Stale files are removed only if papershelf wrote them. Knows nothing about the
contents. Commands write and remove files only through this module or through MkDocs, which gets
folders without links; `bounds` decides which files may be written.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from papershelf.storage import bounds

#: A list of the files that `publish` wrote into a folder, one POSIX path per line.
MANIFEST = ".papershelf-files"


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file if its bytes differ; return whether it was written. Raise Refused for anything
    that is not a regular file."""
    bounds.require_file(path)
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    _staged(path, data).replace(path)
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
    files = {bounds.source(root, path).resolve(): data for path, data in pairs}
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


def iter_files(folder: Path) -> Iterator[str]:
    """Yield POSIX paths of all files below a folder, relative to it, in a fixed order."""
    start = len(str(folder)) + 1
    for base, folders, names in os.walk(folder):
        folders.sort()
        prefix = f"{base[start:]}/".replace(os.sep, "/") if len(base) > start else ""
        for name in sorted(names):
            yield f"{prefix}{name}"


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
        """Write a file if its bytes differ; return whether it was written. A process that is killed
        may leave a partial file, which the next build replaces before anything is published. Raise
        Refused if a link would lead out of the folder."""
        self.names.add(relative)
        path, found = self.ours.spot(relative)
        if found:
            if found.st_size == len(data) and _bytes(path) == data:
                return False
            os.unlink(path)
        else:
            self.make_folder(relative.rpartition("/")[0])
        with open(path, "xb", buffering=0) as file:
            file.write(data)
        self.written += 1
        return True

    def add(self, names: Iterable[str], written: int) -> None:
        """Count files that another process put into the folder."""
        self.names.update(names)
        self.written += written

    def make_folder(self, relative: str) -> None:
        """Make a folder that the files need."""
        if relative not in self.made:
            os.makedirs(self.ours.prefix + relative, exist_ok=True)
            self.made.add(relative)

    def finish(self) -> None:
        """Remove all other files."""
        stale = [path for path in iter_files(self.folder) if path not in self.names]
        self.written += remove(self.folder, stale)


def _bytes(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


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


#: Begins work that returns a number, and returns a function that waits for it.
Begin: TypeAlias = Callable[[Callable[[], int]], Callable[[], int]]


def publish(sources: Mapping[str, str], site: Path, begin: Begin = lambda work: work) -> int:
    """Make a folder contain these files, each from a path elsewhere, and remove stale files of an
    earlier `publish`. Other files stay. `begin` may begin half of the work elsewhere. Return how
    many were written or removed. Raise Refused if a link would lead out of the folder."""
    known = set(_manifest(bounds.Folder(site)))
    stale = known - set(sources) - {MANIFEST}
    if not known.issuperset(sources):  # if the process is killed, the next one knows its files
        write_manifest(site, known | set(sources))
    written = remove(site, _in_the_way(stale, sources))
    names = sorted(sources)  # so that two processes seldom work in one folder
    parts = names[: len(names) // 2], names[len(names) // 2 :]
    first, second = ({name: sources[name] for name in part} for part in parts)
    wait = begin(lambda: link_all(second, site))
    written += link_all(first, site) + wait()
    written += remove(site, sorted(stale))
    write_manifest(site, sources)
    return written


def link_all(sources: Mapping[str, str], site: Path, *, are_copies: bool = False) -> int:
    """Add these files to a folder, each from a path elsewhere, as hard links or as copies; return
    how many were written. Raise Refused."""
    tree = Tree(site)
    add = shutil.copyfile if are_copies else link_or_copy
    return sum([_add_if_changed(tree, name, path, add) for name, path in sources.items()])


def sources_in(folder: Path) -> dict[str, str]:
    """Return the path of each file below a folder, by its POSIX path relative to it."""
    prefix = f"{folder}{os.sep}"
    return {name: prefix + name for name in iter_files(folder)}


def sizes(site: Path) -> dict[str, int]:
    """Return the size of each file of a site in bytes."""
    return {
        name: os.stat(path).st_size for name, path in sources_in(site).items() if name != MANIFEST
    }


def states(paths: Iterable[str]) -> Iterator[str]:
    """Yield a line for each path that changes if the file does, even if its size and its time of
    modification stay."""
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            yield f"{path} -"
            continue
        times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
        yield f"{path} {found.st_size} {times} {found.st_ino}"


def is_published(site: Path) -> bool:
    """Return whether a folder contains nothing, or a site that `publish` wrote; hidden files are
    allowed."""
    if not site.is_dir():
        return not site.exists()
    names = [path.name for path in site.iterdir()]
    return MANIFEST in names or all(name.startswith(".") for name in names)


def stray(site: Path) -> str:
    """Return the path of a file in a folder that is not in its manifest; empty if there is none.
    Hidden files at its top, which MkDocs ignores, are allowed."""
    known = set(_manifest(bounds.Folder(site)))
    names = (name for name in iter_files(site) if not name.startswith("."))
    return next((name for name in names if name not in known and "\n" not in name), "")


def write_manifest(site: Path, names: Iterable[str]) -> None:
    """Write the list of generated files of a folder."""
    text = "".join(f"{name}\n" for name in sorted(names) if name != MANIFEST and "\n" not in name)
    write_if_changed(site / MANIFEST, text.encode("utf-8", "surrogateescape"))


def _manifest(ours: bounds.Folder) -> list[str]:
    path = ours.at(MANIFEST)
    return path.read_bytes().decode("utf-8", "surrogateescape").split("\n") if path.exists() else []


def published(site: Path) -> list[str]:
    """Return the paths of the files that `publish` wrote into a folder."""
    prefix = f"{site}{os.sep}"
    return [prefix + name for name in _manifest(bounds.Folder(site)) if name]


def _in_the_way(stale: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return stale files that are now folders, and those in folders that are now files."""
    names = set(wanted)
    folders = {above for name in names for above in _above(name)}
    return sorted(path for path in stale if path in folders or names & set(_above(path)))


def _above(relative: str) -> list[str]:
    parts = relative.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def _add_if_changed(
    tree: Tree, relative: str, source: str, add: Callable[[str, str], object]
) -> bool:
    path, found = tree.ours.spot(relative)
    new = os.stat(source)
    if found and os.path.samestat(found, new):
        return False
    if not found:
        tree.make_folder(relative.rpartition("/")[0])
        add(source, path)
        return True
    if found.st_size == new.st_size and filecmp.cmp(source, path, shallow=False):
        return False
    temporary = _free_name(path)
    add(source, temporary)
    os.replace(temporary, path)
    return True


def _free_name(path: str) -> str:
    """Return a name for a temporary file beside another file, after removing anything with this
    name, even a link."""
    folder, _, name = path.rpartition(os.sep)
    temporary = f"{folder}{os.sep}.{name[:200]}.tmp"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    return temporary


def link_or_copy(source: str, target: str) -> None:
    """Make a hard link to a file that is only ever replaced, or a copy where links are not
    possible. The target must not exist."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        temporary = _free_name(target)
        shutil.copyfile(source, temporary)
        os.replace(temporary, target)
