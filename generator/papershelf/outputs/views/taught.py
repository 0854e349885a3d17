"""Courses and their editions, which are one kind of page.

In: a Collection. Out: each course, followed by its editions, with address, title and file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Course, Edition, key_of
from papershelf.outputs.views import addresses


class Taught(NamedTuple):
    """A course, or an edition of it."""

    course: Course
    edition: Edition | None = None

    @property
    def page(self) -> Course | Edition:
        """Return what is read."""
        return self.edition or self.course

    @property
    def url(self) -> str:
        """Return the address of the page."""
        if self.edition:
            return addresses.edition(self.course.slug, self.edition.slug)
        return addresses.course(self.course.slug)

    @property
    def src_uri(self) -> str:
        """Return the file of the page in `content/`."""
        return addresses.to_src_uri(self.url)

    @property
    def title(self) -> str:
        """Return the whole title: `Images and words`, `Images and words: Autumn 2026`."""
        return ": ".join([self.course.title, *([self.edition.title] if self.edition else [])])

    @property
    def keys(self) -> list[str]:
        """Return the names that stay when course or edition are renamed."""
        return [key_of(each.slug, each.aliases) for each in (self.course, self.edition) if each]


def all_taught(collection: Collection) -> Iterator[Taught]:
    """Yield each course, followed by its editions."""
    for course in collection.courses.values():
        yield Taught(course)
        for edition in course.editions:
            yield Taught(course, edition)
