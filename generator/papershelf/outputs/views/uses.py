"""The pages that list a paper by hand: courses, their editions and digests.

In: a Collection. Out: for each paper, links to these pages as plain data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Reading
from papershelf.outputs.views import addresses
from papershelf.outputs.views.taught import all_taught


class Use(NamedTuple):
    """A page that lists a paper; the texts are plain."""

    title: str
    edition: str
    """Title of the edition; empty for other pages."""
    url: str


def uses(collection: Collection) -> dict[str, tuple[Use, ...]]:
    """Return the pages that list each paper, by its id: courses in the order of their list, each
    with its editions, then digests."""
    found: dict[str, dict[Use, None]] = {}
    for use, readings in _pages(collection):
        for reading in readings:
            found.setdefault(reading.id, {})[use] = None
    return {paper_id: tuple(found_uses) for paper_id, found_uses in found.items()}


def _pages(collection: Collection) -> Iterator[tuple[Use, tuple[Reading, ...]]]:
    for each in all_taught(collection):
        edition = each.edition.title if each.edition else ""
        yield Use(each.course.title, edition, each.url), each.page.readings
    for name, digest in collection.digests.items():
        title = f"Digest of {digest.date.shown}"
        yield Use(title, "", addresses.digest(name)), digest.readings
