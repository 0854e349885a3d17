"""The collection as git remembers it (design: git history is the ledger).

In: the folder of a collection, and a ref. Out: Sources as they were, wherever the collection lay
and whatever its files were called then. It asks git, never writes, and knows nothing of what a
change means.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from papershelf.catalogue import Source, read_files
from papershelf.history import git
from papershelf.history.git import HistoryError, Objects, Tree
from papershelf.history.spots import Past, Spot

#: What `--since` takes for the whole history of the main branch.
WHOLE = "root"
#: Where the published history is looked for.
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_PIECE = re.compile(rb"^(?=- )", re.MULTILINE)
#: How files end that a collection is read from.
_TEXTS = (".yaml", ".yml", ".md")

_SHALLOW = "this clone is shallow: fetch the whole history (fetch-depth: 0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A collection that lies in a git repository."""

    root: Path
    """Folder of the collection."""
    catalogue: str = "papers.yaml"
    content: str = "content"

    def git(self, *arguments: str) -> bytes:
        """What git says; raises HistoryError with its words."""
        return git.run(self.root, *arguments)

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
            if "not installed" in str(error):
                raise
            if not self.exists:
                raise HistoryError(f"{self.root} is in no git repository") from error
            told = f'there is no "{ref}" in this repository'
            if self.is_shallow:
                told += f"; {_SHALLOW}"
            raise HistoryError(told if ref != "HEAD" else "there is no commit yet") from error

    @property
    def is_shallow(self) -> bool:
        """Whether a clone lacks its history."""
        return self.git("rev-parse", "--is-shallow-repository").strip() == b"true"

    @property
    def exists(self) -> bool:
        """Whether the collection lies in a repository at all; raises HistoryError where git does
        not say, because the folder belongs to somebody else for instance."""
        try:
            return self.git("rev-parse", "--is-inside-work-tree").strip() == b"true"
        except HistoryError as error:
            if "not a git repository" in str(error) or "not installed" in str(error):
                return False
            raise

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

    def published(self) -> str:
        """The newest commit of the main branch that the present state comes from."""
        tip = self.resolve("HEAD")
        if self.is_shallow:
            raise HistoryError(_SHALLOW)
        for ref in _MAIN:
            try:
                return self.base(ref)
            except HistoryError:
                continue
        return tip

    def source(self, commit: str) -> Source:
        """The collection as it was; empty where there was none."""
        tree = self._tree(commit)
        with Objects(self.root) as objects:
            spot = Past(self.root, objects, (self.catalogue, self.content)).spot(tree)
            if spot is None:
                return Source()
            return read_files(objects.files(spot.files(tree)), spot.content)

    def text(self, commit: str, path: str) -> str:
        """A file as it was, by its path from the top of the repository; empty for none."""
        try:
            return self.git("show", f"{commit}:{path}").decode(errors="replace")
        except HistoryError:
            return ""

    @property
    def prefix(self) -> str:
        """The folder of the collection in its repository, `site`; empty where they are one."""
        return git.line(self.root, "rev-parse", "--show-prefix").rstrip("/")

    def ids(self, commit: str) -> set[str]:
        """The ids of the catalogue as it was."""
        return {entry.values["id"] for entry in self.source(commit).entries if "id" in entry.values}

    def sources(self, tip: str) -> Iterator[tuple[str, Source]]:
        """Each state that readers of the main branch could see, the newest first, with what was
        new in it: an entry or a page that was the same in a state before is read once, or 500
        states of 10,000 entries would take an hour. Each comes with its commit."""
        seen: set[bytes] = set()
        tree = self._tree(tip)
        changed: Iterable[str] = tree
        last: Spot | None = None
        with Objects(self.root) as objects:
            past = Past(self.root, objects, (self.catalogue, self.content))
            for commit, before in self._steps(tip):
                spot = past.spot(tree)
                if spot is not None:
                    names = changed if spot == last else tree
                    there = {name: tree[name] for name in names if name in tree}
                    new = {
                        name: blob
                        for name, blob in spot.files(there).items()
                        if _note(seen, blob.encode())
                    }
                    files = [
                        (name, _new_pieces(data, seen) if spot.is_catalogue(name) else data)
                        for name, data in objects.files(new)
                    ]
                    if files:
                        files += objects.files(spot.one_topic(tree, new))
                        yield commit, read_files(files, spot.content)
                last, changed = spot, before
                for name, blob in before.items():
                    if blob:
                        tree[name] = blob
                    else:
                        tree.pop(name, None)

    @property
    def _suffixes(self) -> tuple[str, ...]:
        return (*_TEXTS, posixpath.basename(self.catalogue))

    def _tree(self, commit: str) -> Tree:
        """Every file of the repository that could be one of a collection's."""
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", commit)
        found = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            about, _, name = line.partition("\t")
            if name.endswith(self._suffixes) and about.split()[1] == "blob":
                found[name] = about.split()[2]
        return found

    def _steps(self, tip: str) -> Iterator[tuple[str, Tree]]:
        """Commits of the main line, the newest first, and what each found: name → the object that
        was there before it, empty for a new file."""
        pathspecs = (f":(top,glob)**/*{suffix}" for suffix in self._suffixes)
        for commit, changes in git.log(self.root, "%H", tip, "--", *pathspecs):
            yield (
                commit,
                {
                    each.name: each.before if each.was_mode.startswith("10") else ""
                    for each in changes
                },
            )


def _note(seen: set[bytes], key: bytes) -> bool:
    """Whether something was not there before; now it is."""
    if key in seen:
        return False
    seen.add(key)
    return True


def _new_pieces(data: bytes, seen: set[bytes]) -> bytes:
    """The entries of a file that no state before had."""
    return b"".join(
        piece
        for piece in _PIECE.split(data)
        if _note(seen, hashlib.sha1(piece, usedforsecurity=False).digest())
    )
