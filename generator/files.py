"""Room 0: writing files so that nothing is lost or half-written.

In: bytes for paths. Out: files that were written through a temporary one and a rename, and only
where bytes differ. What is stale is removed if it is ours. It knows nothing of what it writes.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
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


def save(path: Path, data: bytes) -> None:
    """Writes a file that people keep: its rights and links stay, and whoever is killed meanwhile
    leaves the old bytes or the new ones, on the disk."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:200]}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, temporary)
    temporary.replace(path)


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
