"""Read earlier states of a collection from git.

In: the folder of a collection, and a ref. Out: Sources as they were, even if the collection was in
another folder or its files had other names. Only reads the repository, and does not know what a
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
from papershelf.catalogue.disk import CATALOGUE, CONTENT, Place
from papershelf.catalogue.left_out import NOTHING, LeftOut
from papershelf.catalogue.named import TABLES
from papershelf.history import git
from papershelf.history.git import HistoryError, Objects, Tree
from papershelf.history.spots import SiteLayout, Spot, SpotFinder

#: The value of `--since` for the whole history of the main branch.
WHOLE = "root"
#: Refs that may be the published history.
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_PIECE = re.compile(rb"^(?=- )", re.MULTILINE)
#: File name extensions of a collection's files.
_TEXTS = (".yaml", ".yml", ".md")

_SHALLOW = "this clone is shallow; fetch the whole history (fetch-depth: 0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A collection in a git repository."""

    root: Path
    """The folder of the collection."""
    catalogue: str = CATALOGUE
    content: str = CONTENT
    left_out: LeftOut = NOTHING
    """The pages that the site leaves out at present."""

    @classmethod
    def of(cls, place: Place) -> Repository:
        """Return the history of a collection."""
        return cls(
            root=place.root,
            catalogue=place.catalogue,
            content=place.content,
            left_out=place.left_out,
        )

    def git(self, *arguments: str) -> bytes:
        """Return the output of git. Raise HistoryError with git's message."""
        return git.run(self.root, *arguments)

    def resolve(self, ref: str) -> str:
        """Return the commit of a ref. Raise HistoryError."""
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
                raise HistoryError(f"{self.root} is not in a git repository") from error
            message = f'unknown ref "{ref}"'
            if self.is_shallow:
                message += f"; {_SHALLOW}"
            if ref == "HEAD":
                message = "this repository has no commits"
            raise HistoryError(message) from error

    @property
    def is_shallow(self) -> bool:
        """Whether the clone lacks part of its history."""
        return self.git("rev-parse", "--is-shallow-repository").strip() == b"true"

    @property
    def lack(self) -> str:
        """Why the history is incomplete or cannot be read; empty without a repository."""
        folder = self.root.resolve()
        if not any((each / ".git").exists() for each in (folder, *folder.parents)):
            return ""
        try:
            return _SHALLOW if self.is_shallow else ""
        except HistoryError as error:
            return str(error)

    @property
    def exists(self) -> bool:
        """Whether the collection is in a repository. Raise HistoryError if git refuses to tell, for
        example because the folder belongs to another user."""
        try:
            return self.git("rev-parse", "--is-inside-work-tree").strip() == b"true"
        except HistoryError as error:
            if "not a git repository" in str(error) or "not installed" in str(error):
                return False
            raise

    @property
    def takes_new_files(self) -> bool:
        """Whether the collection is in a repository that does not ignore its folder, as one of the
        home directory may."""
        listed = ("ls-files", "--others", "--exclude-standard", "--directory")
        return self.exists and bool(self.git(*listed))

    def base(self, ref: str) -> str:
        """Return the newest commit that the present state and a ref have in common."""
        commit = self.resolve(ref)
        try:
            return self.git("merge-base", commit, "HEAD").decode().strip()
        except HistoryError as error:
            raise HistoryError(
                f'"{ref}" and HEAD have no common commit here;'
                " for a shallow clone, fetch the whole history (fetch-depth: 0)"
            ) from error

    def published(self) -> str:
        """Return the newest commit of the main branch on which the present state is based."""
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
        """Return the collection as it was; empty if there was none."""
        tree = self._tree(commit)
        with Objects(self.root) as objects:
            spot = SpotFinder(self.root, objects, self._present).spot(tree)
            if spot is None:
                return Source()
            source = _read(objects.files(spot.files(tree)), spot)
        source.authority, source.list_id = spot.authority, spot.list_id
        if spot.authority == "":  # a domain of its own
            words = self.text(commit, f"{spot.folder}{spot.content}/CNAME").split()
            source.authority = words[0] if words else ""
        return source

    def text(self, commit: str, path: str) -> str:
        """Return a file as it was, by its path in the repository; empty if there was none."""
        try:
            return self.git("show", f"{commit}:{path}").decode(errors="replace")
        except HistoryError:
            return ""

    @property
    def has_main(self) -> bool:
        """Whether there is a branch `main`, here or in a remote repository."""
        return bool(self.git("for-each-ref", "refs/heads/main", "refs/remotes/*/main"))

    @property
    def prefix(self) -> str:
        """The folder of the collection in its repository, `site`; empty for the top folder."""
        return git.line(self.root, "rev-parse", "--show-prefix").rstrip("/")

    def ids(self, commit: str) -> set[str]:
        """Return the ids of the catalogue as it was."""
        return set(self.source(commit).entries_by_id())

    def sources(self, tip: str) -> Iterator[tuple[str, Source]]:
        """Yield each published state of the main branch with its commit, the newest first, but only
        what is new in it. Entries and pages equal to those of a state yielded before are not read
        again: 500 states of 10,000 entries would take an hour."""
        seen: set[bytes] = set()
        tree = self._tree(tip)
        changed: Iterable[str] = tree
        last: Spot | None = None
        with Objects(self.root) as objects:
            finder = SpotFinder(self.root, objects, self._present)
            for commit, before in self._steps(tip):
                spot = finder.spot(tree)
                if spot is not None:
                    names = changed if spot == last else tree
                    there = {name: tree[name] for name in names if name in tree}
                    new = {
                        name: blob
                        for name, blob in spot.files(there).items()
                        if _note(seen, f"{blob} {_promise(name, spot)}".encode())
                    }
                    files = [
                        (name, _new_pieces(data, seen) if spot.is_catalogue(name) else data)
                        for name, data in objects.files(new)
                    ]
                    if files:
                        files += objects.files(spot.one_topic(tree, new))
                        yield commit, _read(files, spot)
                last, changed = spot, before
                for name, blob in before.items():
                    if blob:
                        tree[name] = blob
                    else:
                        tree.pop(name, None)

    @property
    def _present(self) -> SiteLayout:
        return SiteLayout(self.catalogue, self.content, None, self.left_out, None)

    @property
    def _suffixes(self) -> tuple[str, ...]:
        return (*_TEXTS, posixpath.basename(self.catalogue))

    def _tree(self, commit: str) -> Tree:
        """Return every file of the repository that may belong to a collection."""
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", commit)
        found = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            about, _, name = line.partition("\t")
            if name.endswith(self._suffixes) and about.split()[1] == "blob":
                found[name] = about.split()[2]
        return found

    def _steps(self, tip: str) -> Iterator[tuple[str, Tree]]:
        """Yield commits of the main line, the newest first, and their changes: the objects before,
        by name, empty for a new file."""
        pathspecs = (f":(top,glob)**/*{suffix}" for suffix in self._suffixes)
        for commit, changes in git.log(self.root, "%H", tip, "--", *pathspecs):
            yield (
                commit,
                {
                    each.name: each.before if each.was_mode.startswith("10") else ""
                    for each in changes
                },
            )


def _read(files: Iterable[tuple[str, bytes]], spot: Spot) -> Source:
    """Return a Source with what its settings say about pages of keywords."""
    source = read_files(files, spot.content)
    if spot.keywords is not None:
        source.min_papers = {**source.min_papers, "keywords": spot.keywords}
    return source


def _promise(name: str, spot: Spot) -> str:
    """Return what decides, apart from its text, which addresses a file promises."""
    is_table = name.endswith(f"/{TABLES['keywords'].file}")
    return "with pages" if is_table and spot.keywords else ""


def _note(seen: set[bytes], key: bytes) -> bool:
    """Return whether a key is new, and add it."""
    if key in seen:
        return False
    seen.add(key)
    return True


def _new_pieces(data: bytes, seen: set[bytes]) -> bytes:
    """Return the entries of a file that are not in `seen`, and add them."""
    return b"".join(
        piece
        for piece in _PIECE.split(data)
        if _note(seen, hashlib.sha1(piece, usedforsecurity=False).digest())
    )
