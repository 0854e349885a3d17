"""Write files atomically.

In: bytes for paths. Out: files, written through a temporary file and a rename, and only if their
bytes differ. Stale files are removed only if papershelf wrote them. Knows nothing about the
contents. Commands write and remove files only through this module or through MkDocs, which gets
folders without links; `bounds` decides which files may be written.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import signal
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

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


def link_or_copy(source: Path, target: Path) -> None:
    """Hard-link a file that is only ever replaced; copy it if that is not possible."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)


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
    for base, folders, names in os.walk(folder):
        folders.sort()
        relative = Path(base).relative_to(folder).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        for name in sorted(names):
            yield f"{prefix}{name}"


def remove(folder: Path, paths: Iterable[str]) -> int:
    """Remove files, and folders that become empty; return the number of files. Anything behind a
    link, or that is not a file, stays."""
    ours, removed = bounds.Folder(folder), 0
    for relative in paths:
        try:
            path = ours.at(relative)
        except bounds.Refused:
            continue
        if path.is_file():
            path.unlink()
            removed += 1
        parent = path.parent
        while parent != folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
    return removed


def sync(
    folder: Path, files: Iterable[tuple[str, bytes]], kept: Collection[str] = frozenset()
) -> int:
    """Make a folder contain exactly these files, and those of `kept` that exist; return how many
    were written or removed. Raise Refused if a link would lead out of the folder."""
    ours, written, wanted = bounds.Folder(folder), 0, set()
    for relative, data in files:
        wanted.add(relative)
        written += write_if_changed(ours.at(relative), data)
    stale = [path for path in iter_files(folder) if path not in wanted and path not in kept]
    return written + remove(folder, stale)


def empty(folder: Path) -> None:
    """Remove a generated folder with all its contents; links in it are removed, not followed."""
    if folder.is_dir():
        shutil.rmtree(folder)


def publish(built: Path, site: Path) -> int:
    """Copy changed files from one folder to another, and remove stale files of an earlier
    `publish`. Other files stay. Return how many were written or removed. Raise Refused if a link
    would lead out of the folder."""
    ours, wanted = bounds.Folder(site), list(iter_files(built))
    stale = set(_manifest(ours)) - set(wanted) - {MANIFEST}
    written = remove(site, _in_the_way(stale, wanted))
    for relative in wanted:
        written += _copy_if_changed(built / relative, ours.at(relative))
    written += remove(site, sorted(stale))
    write_manifest(site, wanted)
    return written


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
    text = "".join(f"{name}\n" for name in names if name != MANIFEST and "\n" not in name)
    write_if_changed(site / MANIFEST, text.encode("utf-8", "surrogateescape"))


def _manifest(ours: bounds.Folder) -> list[str]:
    path = ours.at(MANIFEST)
    return path.read_bytes().decode("utf-8", "surrogateescape").split("\n") if path.exists() else []


def _in_the_way(stale: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return stale files that are now folders, and those in folders that are now files."""
    names = set(wanted)
    folders = {above for name in names for above in _above(name)}
    return sorted(path for path in stale if path in folders or names & set(_above(path)))


def _above(relative: str) -> list[str]:
    parts = relative.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def _copy_if_changed(source: Path, target: Path) -> bool:
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name[:200]}.tmp")
    temporary.unlink(missing_ok=True)  # anything with this name, even a link
    shutil.copyfile(source, temporary)
    temporary.replace(target)
    return True
