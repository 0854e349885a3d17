"""Casting: the engine renders one page of each shape, and the others are cast from its mould.

In: the generated pages of a site, and a function by which the engine renders pages. Out: finished
pages, byte for byte what the engine would make of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
#: One of so many pages of a shape is compared, or more of few, if some templates are not ours:
#: they may ask for words of a title, for example.
EVERY = 20
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


@dataclass(slots=True)
class Effort:
    """What an engine had to render, since it could not be cast."""

    rendered: int = 0
    """Number of pages, with those of tokens."""
    refused: dict[tuple[Shape, str], list[str]] = field(default_factory=dict)
    """Addresses of the pages of shapes that cannot be cast, by shape and reason."""

    def add(self, other: Effort) -> None:
        """Add what the engine did in another process."""
        self.rendered += other.rendered
        for refused, urls in other.refused.items():
            self.refused.setdefault(refused, []).extend(urls)

    def notes(self, name: str) -> list[str]:
        """Return a sentence for each shape that could not be cast by the engine of this name."""
        return [
            f"{name} renders {count(len(urls), 'page')} such as {min(urls)} one by one, since the"
            f" theme {reason}"
            for (_, reason), urls in sorted(self.refused.items(), key=lambda item: min(item[1]))
        ]


class Casting:
    """Makes pages with one engine. It keeps the moulds, so the next pages need no new ones."""

    def __init__(self, engine: Engine, *, is_ours: bool = True) -> None:
        self.engine = engine
        self.is_ours = is_ours
        """Whether all templates are those of the theme."""
        self.moulds: dict[Shape, Mould | str] = {}
        """The reason for a shape that cannot be cast."""
        self.effort = Effort()
        """Of the pages since `take`."""

    def take(self) -> Effort:
        """Return the effort of the pages since the last time."""
        effort, self.effort = self.effort, Effort()
        return effort

    def finish(self, pages: Iterable[Page], *, are_all: bool = True) -> Iterator[Finished]:
        """Yield each page as soon as it is finished, in the same order. A shape of few pages gets a
        mould unless these `are_all` pages."""
        group: list[Page] = []
        size = 0
        for page in pages:
            if len(group) == GROUP or size > TEXT:
                yield from self._group(group, 1)  # more pages of these shapes may follow
                group, size = [], 0
            group.append(page)
            size += len(page.body)
        yield from self._group(group, LEAST if are_all else 1)

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
        url = each.page.head.url
        if each.page.is_written or mould is None:
            return None
        if isinstance(mould, str):
            self.effort.refused.setdefault((each.shape, mould), []).append(url)
            return None
        return mould.cast(each.values) if mould.fits(url) else None

    def _learn(self, split: Sequence[_Split], least: int) -> None:
        """Make the moulds of new shapes with at least so many pages. Each is compared with what the
        engine makes of a page that it fits, or of several that differ in length."""
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
                self.moulds[shape] = str(error)
                continue
            fitting = (each for each in shortest if mould.fits(each.page.head.url))
            step = max(2, min(EVERY, len(shortest) // 5))
            some = islice(fitting, 0, 1 if self.is_ours else None, step)
            examples += [(each, mould) for each in some]
        rendered = self._render([each.page for each, _ in examples])
        for (each, mould), html in zip(examples, rendered):
            self.moulds.setdefault(each.shape, mould)
            if mould.cast(each.values) != html:
                self.moulds[each.shape] = _MORE

    def _render(self, pages: Sequence[Page]) -> list[str]:
        self.effort.rendered += len(pages)
        return self.engine(pages) if pages else []
