"""Room 0: writing files so that nothing is lost or half-written.

In: bytes for paths. Out: files that were written through a temporary one and a rename, and only
where bytes differ. What is stale is removed if it is ours. It knows nothing of what it writes.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

#: Names what `publish` wrote into a folder, one POSIX path a line.
MANIFEST = ".papershelf-files"


def write_if_changed(path: Path, data: bytes) -> bool:
    """Writes a file whose bytes differ; True if it did."""
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:200]}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
    return True


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a file that is only ever replaced; a copy where it cannot have one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def save(path: Path, data: bytes) -> None:
    """Writes a file that people keep: its rights and links stay, and whoever is killed meanwhile
    leaves the old bytes or the new ones, on the disk."""
    save_all([(path, data)])


def save_all(pairs: Iterable[tuple[Path, bytes]]) -> None:
    """The same for some files at once: all of them lie on the disk before the first takes its
    place, and Ctrl+C waits until the last has."""
    staged: list[tuple[Path, Path]] = []
    files = {path.resolve(): data for path, data in pairs}
    _remove_leftovers(files)
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged.append((_staged(path, data), path))
        with uninterrupted():
            for temporary, path in staged:
                temporary.replace(path)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _staged(path: Path, data: bytes) -> Path:
    """The bytes in a file of its own beside the one that they are for. Two programs at once must
    not write into one, so each has its number."""
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


_LEFTOVER = re.compile(r"\.(.+)\.(\d{1,10})\.tmp")


def _remove_leftovers(paths: Iterable[Path]) -> None:
    """What programs left beside these files that were killed while they wrote them."""
    names: dict[Path, set[str]] = {}
    for path in paths:
        names.setdefault(path.parent, set()).add(path.name[:200])
    for folder, ours in names.items():
        for path in folder.iterdir() if folder.is_dir() else ():
            found = _LEFTOVER.fullmatch(path.name)
            if found and found[1] in ours and not _is_running(int(found[2])):
                path.unlink(missing_ok=True)


def _is_running(number: int) -> bool:
    """Whether there is a process of this number; yes where the system does not tell."""
    if os.name != "posix":  # elsewhere signal 0 would end it
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
    """Lets Ctrl+C wait: what is half new would be a lie."""
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
    """POSIX paths of all files below a folder, relative to it, in a fixed order."""
    for base, folders, names in os.walk(folder):
        folders.sort()
        relative = Path(base).relative_to(folder).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        for name in sorted(names):
            yield f"{prefix}{name}"


def remove(folder: Path, paths: Iterable[str]) -> int:
    """Removes files, and the folders that became empty; how many files."""
    removed = 0
    for relative in paths:
        path = folder / relative
        if path.is_file() or path.is_symlink():
            path.unlink()
            removed += 1
        parent = path.parent
        while parent != folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
    return removed


def sync(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Makes a folder of ours hold just these files; how many were written or removed."""
    written = 0
    kept = set()
    for relative, data in files:
        kept.add(relative)
        written += write_if_changed(folder / relative, data)
    stale = [path for path in iter_files(folder) if path not in kept]
    return written + remove(folder, stale)


def publish(built: Path, site: Path, *, is_ours: bool) -> int:
    """Brings what differs from one folder into another and removes what is stale there.

    `is_ours` says that the whole target is made by us, as MkDocs treats its site folder; in any
    other folder only what an earlier `publish` wrote is removed, and files whose names begin with
    a dot (`.git`) never are. Returns how many files were written or removed.
    """
    wanted = list(iter_files(built))
    written = 0
    for relative in wanted:
        written += _copy_if_changed(built / relative, site / relative)
    manifest = site / MANIFEST
    owned = set(manifest.read_text(encoding="utf-8").splitlines()) if manifest.is_file() else set()
    if is_ours:
        owned |= {path for path in iter_files(site) if not path.startswith(".")}
    stale = owned - set(wanted) - {MANIFEST}
    written += remove(site, sorted(path for path in stale if _is_inside(path)))
    write_if_changed(manifest, "".join(f"{path}\n" for path in wanted).encode())
    return written


def _is_inside(relative: str) -> bool:
    """Whether a line of a manifest, which anybody can edit, stays in its folder."""
    parts = relative.split("/")
    return bool(relative) and ".." not in parts and "" not in parts


def _copy_if_changed(source: Path, target: Path) -> bool:
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return False
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    for parent in target.parents:  # what was a file may have become a folder
        if parent.is_file():
            parent.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name[:200]}.tmp")
    shutil.copyfile(source, temporary)
    temporary.replace(target)
    return True
