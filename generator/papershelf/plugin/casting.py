"""Casting: the engine renders one page of each shape, and the others are cast from its mould.

In: the generated pages of a site, and a function by which the engine renders pages. Out: finished
pages, byte for byte what the engine would make of each. Pages wait in a temporary file, since those
of a large site do not fit in memory.
"""

from __future__ import annotations

import hashlib
import marshal
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeAlias

from papershelf.outputs import moulds
from papershelf.outputs.moulds import Mould, Shape, Unfit
from papershelf.outputs.render import Page
from papershelf.outputs.views import Head
from papershelf.problems import count
from papershelf.text.escape import Html

#: Renders pages as a site has them, in the same order.
Engine: TypeAlias = Callable[[Sequence[Page]], list[str]]


class Different(Exception):
    """A page that was cast differs from what the engine makes of it."""


class Casting:
    """The pages of a site that can be cast."""

    def __init__(self, folder: Path, rendered: Collection[str] = ()) -> None:
        """Wait in a folder. `rendered` are the addresses of pages that the engine itself renders.
        The pages of one topic, paper and so on stay together, since links to each other differ
        from those to others."""
        self.apart = frozenset(rendered)
        self.below = tuple(
            "/".join(url.split("/")[:2]) + "/" for url in rendered if url.count("/") > 1
        )
        self.shapes: dict[Shape, int] = {}
        """Number of each shape, in the order in which they were seen."""
        self.examples: list[Page] = []
        """The first page of each shape."""
        self.pages: list[int] = []
        """The shape of each page."""
        self.rendered = 0
        """Number of pages that the engine rendered, of tokens and others."""
        self.cast = 0
        """Number of pages that were cast."""
        self.notes: list[str] = []
        """A sentence for each shape that could not be cast."""
        folder.mkdir(parents=True, exist_ok=True)
        # closed after the last page, or by `close`
        self.spool: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115

    def takes(self, page: Page) -> bool:
        """Accept a page, or return False for one that the engine itself has to render."""
        url = page.head.url
        if page.is_written or url in self.apart or url.startswith(self.below):
            return False
        self._add(page)
        return True

    def _add(self, page: Page) -> None:
        shape = moulds.shape_of(page)
        number = self.shapes.setdefault(shape, len(self.examples))
        if number == len(self.examples):
            self.examples.append(page)
        self.pages.append(number)
        _dump(page, self.spool)

    def finished(self, engine: Engine, verified: int = 0) -> Iterator[tuple[Head, str]]:
        """Yield the head and the HTML of each page, in the order in which they came. Compare this
        many of them, from everywhere in the site and the same in each build, with what the engine
        makes of them; raise Different."""
        known = self._moulds(engine)
        chosen = set(sorted(range(len(self.pages)), key=_digest)[:verified])
        self.spool.seek(0)
        for index, number in enumerate(self.pages):
            page = _load(self.spool)
            mould = known.get(number)
            html = mould.cast(moulds.values_of(page)) if mould else ""
            self.cast += mould is not None
            if not mould or index in chosen:
                [rendered] = self._render(engine, [page])
                if mould and html != rendered:
                    raise Different(f"{page.head.url}: casting and MkDocs make different pages")
                html = rendered
            yield page.head, html
        self.close()

    def close(self) -> None:
        """Forget the pages."""
        self.spool.close()

    def _moulds(self, engine: Engine) -> Mapping[int, Mould]:
        """Return the moulds by the number of the shape. For each, the engine renders a page of
        tokens, and an example to compare with; so a mould for two pages would save nothing."""
        numbers = Counter(self.pages)
        shapes = [(number, shape) for shape, number in self.shapes.items() if numbers[number] > 2]
        pages = [(moulds.to_page(shape), self.examples[number]) for number, shape in shapes]
        rendered = self._render(engine, [page for pair in pages for page in pair])
        found = {}
        for (number, shape), of_tokens, of_example in zip(shapes, rendered[::2], rendered[1::2]):
            example = self.examples[number]
            try:
                found[number] = moulds.to_mould(shape, of_tokens)
                if found[number].cast(moulds.values_of(example)) != of_example:
                    raise Unfit("prints more than the values of a page")
            except Unfit as error:
                found.pop(number, None)
                self.notes.append(
                    f"MkDocs renders {count(numbers[number], 'page')} such as {example.head.url}"
                    f" one by one, since the theme {error}"
                )
        return found

    def _render(self, engine: Engine, pages: Sequence[Page]) -> list[str]:
        self.rendered += len(pages)
        return engine(pages)


def _digest(number: int) -> bytes:
    """Return bytes by which numbers sort as if they were shuffled."""
    return hashlib.sha256(str(number).encode()).digest()


def _dump(page: Page, spool: IO[bytes]) -> None:
    head = page.head
    texts = (head.kind, head.url, head.title, head.description, head.tags, page.body)
    # marshal reads and writes nothing but built-in types, ten times faster than pickle
    marshal.dump((*map(str, texts), head.is_indexed, page.has_aside), spool)


def _load(spool: IO[bytes]) -> Page:
    kind, url, title, description, tags, body, is_indexed, has_aside = marshal.load(spool)
    head = Head(kind, url, title, description, is_indexed=is_indexed, tags=Html(tags))
    return Page(head, body, has_aside=has_aside)
