"""Room 4: the collection as git remembers it (design: git history is the ledger).

In: the folder of a collection, and a ref. Out: Sources as they were. It asks git, never writes, and
knows nothing of what a change means.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.catalogue import Source, read_files
from generator.catalogue.read import PEOPLE, is_catalogue_file

#: What `--since` takes for the whole history of the main branch.
WHOLE = "root"
#: Where the published history is looked for.
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_PIECE = re.compile(rb"^(?=- )", re.MULTILINE)


class HistoryError(Exception):
    """There is no repository, no such ref, or not enough of its history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A collection that lies in a git repository."""

    root: Path
    """Folder of the collection."""
    catalogue: str = "papers.yaml"
    content: str = "content"

    def git(self, *arguments: str, data: bytes | None = None) -> bytes:
        """What git says; raises HistoryError with its words."""
        # a hook's variables would point git at another repository; pagers and prompts wait for ever
        env = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-c", "core.quotePath=false", "-C", str(self.root), *arguments]
        try:
            done = subprocess.run(
                command,
                input=data if data is not None else b"",
                capture_output=True,
                check=False,
                env=env | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
            )
        except OSError as error:
            raise HistoryError("git is not installed") from error
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip().splitlines()
            raise HistoryError(words[-1].removeprefix("fatal: ") if words else "git failed")
        return done.stdout

    def resolve(self, ref: str) -> str:
        """The commit that a ref names; raises HistoryError."""
        try:
            return (
                self.git(
                    "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
                )
                .decode()
                .strip()
            )
        except HistoryError as error:
            if "not installed" in str(error) or not self.exists:
                raise HistoryError(f"{self.root} is in no git repository") from error
            raise HistoryError(f'there is no "{ref}" in this repository') from error

    @property
    def exists(self) -> bool:
        """Whether the collection lies in a repository at all."""
        try:
            return self.git("rev-parse", "--is-inside-work-tree").strip() == b"true"
        except HistoryError:
            return False

    def base(self, ref: str) -> str:
        """The commit that the present state and a ref have in common."""
        commit = self.resolve(ref)
        try:
            return self.git("merge-base", commit, "HEAD").decode().strip()
        except HistoryError as error:
            raise HistoryError(
                f'"{ref}" and the present state have no common commit here;'
                " a shallow clone needs the whole history (fetch-depth: 0)"
            ) from error

    def published(self) -> list[str]:
        """Every state of the main branch that readers could see, the newest first."""
        if self.git("rev-parse", "--is-shallow-repository").strip() == b"true":
            raise HistoryError("this clone is shallow: fetch the whole history (fetch-depth: 0)")
        tip = "HEAD"
        for ref in _MAIN:
            try:
                tip = self.base(ref)
                break
            except HistoryError:
                continue
        commits = self.git("rev-list", "--first-parent", tip, "--", *self._paths())
        return commits.decode().split()

    def _paths(self) -> tuple[str, ...]:
        # the folder of the collection is where git runs: "./" keeps paths relative to it
        return (f"./{self.catalogue}", "./papers", f"./{self.content}")

    def source(self, commit: str) -> Source:
        """The collection as it was; without a catalogue it has no entries."""
        blobs = self._blobs(commit)
        return read_files(self._read(blobs), self.content)

    def ids(self, commit: str) -> set[str]:
        """The ids of the catalogue as it was."""
        blobs = {
            name: blob
            for name, blob in self._blobs(commit).items()
            if is_catalogue_file(name, self.catalogue)
        }
        entries = read_files(self._read(blobs), self.content).entries
        return {entry.values["id"] for entry in entries if "id" in entry.values}

    def sources(self, commits: list[str]) -> Iterator[tuple[str, Source]]:
        """Each state with what was new in it, in the order given: an entry or a page that was the
        same in a state before is read once, or 500 states of 10,000 entries would take an hour."""
        seen: set[bytes] = set()
        for commit in commits:
            blobs = {
                name: blob
                for name, blob in self._blobs(commit).items()
                if _note(seen, blob.encode())
            }
            files = []
            for name, data in self._read(blobs):
                if is_catalogue_file(name, self.catalogue):
                    pieces = [
                        piece
                        for piece in _PIECE.split(data)
                        if _note(seen, hashlib.sha1(piece, usedforsecurity=False).digest())
                    ]
                    data = b"".join(pieces)
                files.append((name, data))
            if files:
                yield commit, read_files(files, self.content)

    def _blobs(self, commit: str) -> dict[str, str]:
        """Name → object of each file that a collection is read from."""
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{self._prefix()}")
        found = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            about, _, name = line.partition("\t")
            if not name or about.split()[1] != "blob":
                continue
            in_content = name.startswith(f"{self.content}/") and not re.search(r"/\.", name)
            if is_catalogue_file(name, self.catalogue) or (
                in_content and (name.endswith(".md") or name == f"{self.content}/{PEOPLE}")
            ):
                found[name] = about.split()[2]
        # the order in which a folder is read, catalogue first
        order = sorted(
            found,
            key=lambda name: (name != self.catalogue, name.startswith(f"{self.content}/"), name),
        )
        return {name: found[name] for name in order}

    def _prefix(self) -> str:
        return self.git("rev-parse", "--show-prefix").decode().strip().rstrip("/")

    def _read(self, blobs: dict[str, str]) -> Iterator[tuple[str, bytes]]:
        """Names and bytes of objects, in one call of git."""
        if not blobs:
            return
        data = self.git(
            "cat-file", "--batch", data="".join(f"{b}\n" for b in blobs.values()).encode()
        )
        at = 0
        for name in blobs:
            end = data.index(b"\n", at)
            size = int(data[at:end].split()[2])
            yield name, data[end + 1 : end + 1 + size]
            at = end + 1 + size + 1


def _note(seen: set[bytes], key: bytes) -> bool:
    """Whether something was not there before; now it is."""
    if key in seen:
        return False
    seen.add(key)
    return True
