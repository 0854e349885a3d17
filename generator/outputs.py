"""Room 6: everything that a collection says, as files (design: one pure function).

In: a Collection, the settings, the related papers. Out: outputs, a path and bytes each: pages as
Markdown, the files beside them, and for each old name a redirect and copies of those files.
It writes nothing and knows no engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator import beside, feeds
from generator.metadata import Tags
from generator.model import Collection
from generator.render import Renderer
from generator.settings import Settings
from generator.views import Move, addresses, all_moves, all_pages, moves

#: Path and bytes of files for programs, from a collection and its settings.
Producer: TypeAlias = Callable[[Collection, Settings], Iterator[tuple[str, bytes]]]
#: What is made besides the pages; a row each.
PRODUCERS: tuple[Producer, ...] = (beside.files, feeds.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file of the site before the engine."""

    src_uri: str
    """POSIX path below the folder of outputs: `papers/wang2024.md`, `papers/wang2024.bib`."""
    data: bytes


class Duplicate(Exception):
    """Two outputs for one path; the message names both sources."""


def make(
    collection: Collection, settings: Settings, related: Mapping[str, tuple[str, ...]]
) -> Iterator[Output]:
    """Every output, pages first."""
    moved = list(all_moves(collection))
    targets = {move.new for move in moved}
    below: dict[str, list[str]] = {target: [] for target in targets}
    copied: dict[str, list[Output]] = {target: [] for target in targets}
    seen: dict[str, str] = {}

    def unique(output: Output, url: str) -> Output:
        dest_uri = addresses.to_dest_uri(output.src_uri).lower()
        first = seen.setdefault(dest_uri, url)
        if first is not url:
            raise Duplicate(f"{first} and {url} would be one file, {dest_uri}")
        return output

    renderer = Renderer(collection, settings)
    tags = Tags(collection, settings)
    for view in all_pages(collection, settings, related):
        url = view.head.url
        view = view._replace(head=view.head._replace(tags=tags.of(view)))
        data = renderer.render(view).encode("utf-8", "replace")
        yield unique(Output(src_uri=addresses.to_src_uri(url), data=data), url)
        for target in addresses.parents(url) if targets else ():
            if target in targets:
                below[target].append(url)
    for produce in PRODUCERS:
        for src_uri, data in produce(collection, settings):
            output = Output(src_uri=src_uri, data=data)
            yield unique(output, src_uri)
            target = _target(src_uri, targets)
            if target:
                copied[target].append(output)
    for move in moved:
        for old_url, new_url in _addresses(move, below[move.new]):
            page = renderer.redirect(moves.to_view(old_url, new_url, move.title, settings))
            src_uri = f"{old_url}index.html"
            yield unique(Output(src_uri=src_uri, data=page.encode("utf-8", "replace")), old_url)
        for output in copied[move.new]:
            src_uri = output.src_uri.replace(move.new[:-1], move.old[:-1], 1)
            yield unique(Output(src_uri=src_uri, data=output.data), src_uri)


def _addresses(move: Move, below: list[str]) -> Iterator[tuple[str, str]]:
    """An old address and the further pages of its list, each with the new one."""
    yield move.old, move.new
    for url in below:
        if url != move.new:
            yield url.replace(move.new, move.old, 1), url


def _target(src_uri: str, targets: set[str]) -> str:
    """The page with an old name that a file stands beside or below, or nothing."""
    if not targets:
        return ""
    pages = (addresses.page_of(src_uri), addresses.folder_of(src_uri))
    return next((page for page in pages if page in targets), "")
