"""Casting: the engine renders one page of each shape, and the others are cast from its mould.

In: the generated pages of a site, and a function by which the engine renders pages. Out: finished
pages, byte for byte what the engine would make of each. Pages wait in a temporary file, since those
of a large site do not fit in memory.
"""

from __future__ import annotations

import hashlib
import marshal
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

from papershelf.outputs import moulds
from papershelf.outputs.moulds import Mould, Shape, Unfit
from papershelf.outputs.render import Page
from papershelf.outputs.views import Head
from papershelf.plugin import beside
from papershelf.problems import count
from papershelf.storage import bounds
from papershelf.text.escape import Html

#: Renders pages as a site has them, in the same order.
Engine: TypeAlias = Callable[[Sequence[Page]], list[str]]
#: Puts HTML into the place of a dest_uri; returns whether it differs from what was published there.
Put: TypeAlias = Callable[[str, str], bool]
#: Pages from which on several processes pay.
LARGE = 500
#: Most pages that the engine renders in one call, since they are in memory together.
GROUP = 500


class Different(Exception):
    """A page that was cast differs from what the engine makes of it."""


class _Waiting(NamedTuple):
    """A page in the temporary file."""

    shape: int
    offset: int
    dest_uri: str
    is_indexed: bool


class Casting:
    """The pages of a site that can be cast."""

    def __init__(
        self, folder: Path, rendered: Collection[str] = (), *, engine: str = "MkDocs"
    ) -> None:
        """Wait in a folder. `rendered` are the addresses of pages that the engine itself renders.
        The pages of one topic, paper and so on stay together, since links to each other differ
        from those to others."""
        self.engine = engine
        """The name of the engine, for messages."""
        self.apart = frozenset(rendered)
        self.below = tuple(
            "/".join(url.split("/")[:2]) + "/" for url in rendered if url.count("/") > 1
        )
        self.shapes: dict[Shape, int] = {}
        """Number of each shape, in the order in which they were seen."""
        self.examples: list[Page] = []
        """The shortest page of each shape."""
        self.pages: list[_Waiting] = []
        self.cast = 0
        """Number of pages that were cast."""
        self.notes: list[str] = []
        """A sentence for each shape that could not be cast."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = bounds.Folder(folder).at("waiting")
        self.path.unlink(missing_ok=True)  # that of a process that was killed
        self.spool: IO[bytes] = self.path.open("x+b")

    def takes(self, page: Page) -> bool:
        """Accept a page, or return False for one that the engine itself has to render."""
        url = page.head.url
        if page.is_written or url in self.apart or url.startswith(self.below):
            return False
        shape = moulds.shape_of(page)
        number = self.shapes.setdefault(shape, len(self.examples))
        if number == len(self.examples):
            self.examples.append(page)
        elif len(page.body) < len(self.examples[number].body):
            self.examples[number] = page
        waiting = _Waiting(number, self.spool.tell(), f"{url}index.html", page.head.is_indexed)
        self.pages.append(waiting)
        _dump(page, self.spool)
        return True

    def finish(self, engine: Engine, put: Put, verified: int = 0) -> list[str]:
        """Put the HTML of every page in its place, those that are cast by several processes. Return
        the dest_uri of each that differs from what was published. Compare this many pages, from
        everywhere in the site and the same in each build, with what the engine makes of them; raise
        Different."""
        known = self._moulds(engine)
        chosen = sorted(range(len(self.pages)), key=_digest)[:verified]
        self.spool.flush()
        cast = [page for page in self.pages if _fits(page, known)]
        self.cast = len(cast)
        parts = 1 if len(cast) < LARGE else beside.processors()
        size = -(-len(cast) // parts) or 1
        begun = [
            beside.begin(partial(_cast, self.path, cast[start : start + size], known, put))
            for start in range(size, len(cast), size)
        ]
        changed = _cast(self.path, cast[:size], known, put)
        others = [page for page in self.pages if not _fits(page, known)]
        for start in range(0, len(others), GROUP):
            group = others[start : start + GROUP]
            pages = [_read(self.spool, page) for page in group]
            rendered = zip(group, engine(pages))
            changed += [page.dest_uri for page, html in rendered if put(page.dest_uri, html)]
        self._verify(engine, [self.pages[number] for number in chosen], known)
        for wait in begun:
            changed += wait()
        self.close()
        return changed

    def close(self) -> None:
        """Remove the temporary file."""
        self.spool.close()
        self.path.unlink(missing_ok=True)

    def _verify(
        self, engine: Engine, chosen: Sequence[_Waiting], known: Mapping[int, Mould]
    ) -> None:
        cast = [waiting for waiting in chosen if _fits(waiting, known)]
        for start in range(0, len(cast), GROUP):
            group = cast[start : start + GROUP]
            pages = [_read(self.spool, waiting) for waiting in group]
            for waiting, page, html in zip(group, pages, engine(pages)):
                if known[waiting.shape].cast(moulds.values_of(page)) != html:
                    raise Different(
                        f"{page.head.url}: casting and {self.engine} make different pages"
                    )

    def _moulds(self, engine: Engine) -> Mapping[int, Mould]:
        """Return the moulds by the number of the shape. For each, the engine renders a page of
        tokens, and an example to compare with; so a mould for two pages would save nothing."""
        numbers = Counter(page.shape for page in self.pages)
        shapes = [(number, shape) for shape, number in self.shapes.items() if numbers[number] > 2]
        pairs = [(moulds.to_page(shape), self.examples[number]) for number, shape in shapes]
        rendered = engine([page for pair in pairs for page in pair])
        found = {}
        for (number, shape), of_tokens, of_example in zip(shapes, rendered[::2], rendered[1::2]):
            example = self.examples[number]
            try:
                found[number] = moulds.to_mould(shape, of_tokens)
                if found[number].cast(moulds.values_of(example)) != of_example:
                    raise Unfit("prints more than the values of a page")
            except Unfit as error:
                found.pop(number, None)
                pages = count(numbers[number], "page")
                self.notes.append(
                    f"{self.engine} renders {pages} such as {example.head.url} one by one, since"
                    f" the theme {error}"
                )
        return found


def _fits(waiting: _Waiting, known: Mapping[int, Mould]) -> bool:
    return waiting.shape in known and known[waiting.shape].fits(waiting.dest_uri)


def _cast(path: Path, pages: Sequence[_Waiting], known: Mapping[int, Mould], put: Put) -> list[str]:
    """Cast pages from the temporary file; return the dest_uri of each that differs."""
    changed = []
    with path.open("rb") as spool:
        for waiting in pages:
            values = moulds.values_of(_read(spool, waiting))
            if put(waiting.dest_uri, known[waiting.shape].cast(values)):
                changed.append(waiting.dest_uri)
    return changed


def _digest(number: int) -> bytes:
    """Return bytes by which numbers sort as if they were shuffled."""
    return hashlib.sha256(str(number).encode()).digest()


def _dump(page: Page, spool: IO[bytes]) -> None:
    head = page.head
    texts = (head.kind, head.url, head.title, head.description, head.tags, page.body)
    # marshal reads and writes nothing but built-in types, ten times faster than pickle
    marshal.dump((*map(str, texts), head.is_indexed, page.has_aside), spool)


def _read(spool: IO[bytes], waiting: _Waiting) -> Page:
    spool.seek(waiting.offset)
    kind, url, title, description, tags, body, is_indexed, has_aside = marshal.load(spool)
    head = Head(kind, url, title, description, is_indexed=is_indexed, tags=Html(tags))
    return Page(head, body, has_aside=has_aside)
