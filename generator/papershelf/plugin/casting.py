"""Casting: the engine renders one page of each shape, and the others are cast from its mould.

In: the generated pages of a site, and a function by which the engine renders pages. Out: finished
pages, byte for byte what the engine would make of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from papershelf.outputs import moulds
from papershelf.outputs.moulds import Mould, Shape, Unfit, Values
from papershelf.outputs.render import Page
from papershelf.outputs.views import addresses
from papershelf.problems import count

#: Renders pages as a site has them, in the same order.
Engine: TypeAlias = Callable[[Sequence[Page]], list[str]]
#: Pages that are in memory together, at most, and the characters of their bodies. Of these, the
#: engine renders those that cannot be cast in one call.
GROUP, TEXT = 500, 8_000_000
#: A mould costs the engine two pages: one of tokens, and an example to compare with.
LEAST = 3
_MORE = "prints more than the values of a page"


class Finished(NamedTuple):
    """A page as the site has it."""

    url: str
    html: str
    is_indexed: bool
    """Whether the search covers it."""
    is_cast: bool

    @property
    def dest_uri(self) -> str:
        """Return the file of the page."""
        return addresses.page_file(self.url)


class _Split(NamedTuple):
    """A page with its shape and its values."""

    page: Page
    shape: Shape
    values: Values


class _Refused(NamedTuple):
    """A shape whose pages the engine has to render."""

    example: str
    """The address of a page."""
    reason: str


class Casting:
    """Makes pages with one engine. It keeps the moulds, so the next pages need no new ones."""

    def __init__(self, engine: Engine, name: str = "MkDocs") -> None:
        """`name` is the name of the engine, for messages."""
        self.engine = engine
        self.name = name
        self.moulds: dict[Shape, Mould | _Refused] = {}
        self.refused: Counter[_Refused] = Counter()
        """How many pages the engine rendered because of their shape."""
        self.rendered = 0
        """Number of pages that the engine rendered."""

    @property
    def notes(self) -> list[str]:
        """Return a sentence for each shape that could not be cast."""
        return [
            f"{self.name} renders {count(pages, 'page')} such as {refused.example} one by one,"
            f" since the theme {refused.reason}"
            for refused, pages in self.refused.items()
        ]

    def finish(self, pages: Iterable[Page]) -> Iterator[Finished]:
        """Yield each page as soon as it is finished, in the same order."""
        group: list[Page] = []
        size = 0
        for page in pages:
            if len(group) == GROUP or size > TEXT:
                yield from self._group(group, 1)  # more pages of these shapes may follow
                group, size = [], 0
            group.append(page)
            size += len(page.body)
        yield from self._group(group, LEAST)

    def _group(self, pages: Sequence[Page], least: int) -> Iterator[Finished]:
        split = [_Split(page, *moulds.split(page)) for page in pages]
        self._learn([each for each in split if not each.page.is_written], least)
        cast = [self._cast(each) for each in split]
        others = [page for page, html in zip(pages, cast) if html is None]
        rendered = iter(self._render(others))
        for page, html in zip(pages, cast):
            url, is_indexed = page.head.url, page.head.is_indexed
            is_cast = html is not None
            yield Finished(url, next(rendered) if html is None else html, is_indexed, is_cast)

    def _cast(self, each: _Split) -> str | None:
        """Return a page that can be cast, or None."""
        mould = self.moulds.get(each.shape)
        if each.page.is_written or mould is None:
            return None
        if isinstance(mould, _Refused):
            self.refused[mould] += 1
            return None
        return mould.cast(each.values) if mould.fits(each.page.head.url) else None

    def _learn(self, split: Sequence[_Split], least: int) -> None:
        """Make the moulds of new shapes with at least so many pages. Each is compared with what the
        engine makes of a page that it fits."""
        new: dict[Shape, list[_Split]] = {}
        for each in split:
            if each.shape not in self.moulds:
                new.setdefault(each.shape, []).append(each)
        shapes = [shape for shape, pages in new.items() if len(pages) >= least]
        examples: list[tuple[_Split, Mould]] = []
        for shape, html in zip(shapes, self._render([moulds.to_page(shape) for shape in shapes])):
            shortest = sorted(new[shape], key=lambda each: len(each.page.body))
            try:
                mould = moulds.to_mould(shape, html)
            except Unfit as error:
                self.moulds[shape] = _Refused(shortest[0].page.head.url, str(error))
                continue
            fitting = (each for each in shortest if mould.fits(each.page.head.url))
            examples += [(each, mould) for each in islice(fitting, 1)]
        rendered = self._render([each.page for each, _ in examples])
        for (each, mould), html in zip(examples, rendered):
            is_same = mould.cast(each.values) == html
            self.moulds[each.shape] = mould if is_same else _Refused(each.page.head.url, _MORE)

    def _render(self, pages: Sequence[Page]) -> list[str]:
        self.rendered += len(pages)
        return self.engine(pages) if pages else []
