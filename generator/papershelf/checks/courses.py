"""Courses, their editions and their readings.

In: a Source. Out: findings. That a reading is known at all is held by the check of citations.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Entry, Page, Source, forms
from papershelf.catalogue.courses import course_of, course_pages, edition_pages
from papershelf.catalogue.model import is_listed
from papershelf.catalogue.nodes import Scalar
from papershelf.catalogue.report import nearest
from papershelf.checks.finding import Finding
from papershelf.checks.pages import name_of
from papershelf.text import readings

_TOP = Scalar("", 0, 3)


def files(source: Source) -> Iterator[Finding]:
    """Names of courses and editions; an edition has a course and a beginning."""
    courses = course_pages(source.pages)
    for slug, page in courses.items():
        yield from name_of(slug, page)
    for (course, slug), page in edition_pages(source.pages).items():
        yield from name_of(slug, page)
        if course not in courses:
            told = f'an edition of "{course}", which is no course'
            place = page.source.name.removesuffix(f"/{slug}.md").rpartition("/")[0]
            near = nearest(course, courses)
            hint = f"add {place}/{course}.md" + (f"; {near}" if near else "")
            yield Finding(page.source, _TOP, "edition-course", told, hint)
        _, starts = page.front.pairs.get("starts", (None, None))
        if starts is None or forms.is_empty(starts):
            hint = "add to the front matter starts: YYYY-MM, when it began"
            yield Finding(page.source, starts or _TOP, "missing-field", "no starts", hint)


def readings_of(source: Source) -> Iterator[Finding]:
    """A course has readings, each once, and they stand in lists."""
    entries: dict[str, Entry] | None = None
    for page in source.pages:
        course, edition = course_of(page.src_uri)
        if not course:
            continue
        if entries is None:
            entries = {each.values["id"]: each for each in source.entries if "id" in each.values}
        found = [each for each in readings.split(page.body) if each.id]
        if not found:
            hint = "begin items of a list with [@id]: - [@id] Why to read it."
            yield Finding(page.source, _TOP, "no-readings", "a course without a reading", hint)
        seen: set[str] = set()
        for each in found:
            node = _at(page, each)
            if each.id in seen:
                told = f'"{forms.short(each.id)}" is read a second time'
                yield Finding(page.source, node, "reading-twice", told, "cite it in a sentence")
            elif not edition:  # which stands as it was
                yield from _gone(page, node, entries.get(each.id))
            seen.add(each.id)


def _gone(page: Page, node: Scalar, entry: Entry | None) -> Iterator[Finding]:
    values = entry.values if entry else {}
    if not is_listed(values.get("status", "")):
        told = f'"{values["id"]}" is {values["status"]}'
        follower = values.get("superseded_by")
        hint = f'write "{follower}", which replaces it' if follower else "remove it"
        yield Finding(page.source, node, "reading-gone", told, hint)


def _at(page: Page, reading: readings.Stretch) -> Scalar:
    return Scalar("", reading.start + page.body_start, reading.end + page.body_start)
