"""The courses of a collection, from `content/courses/`.

In: the hand-written pages. Out: courses with their readings and editions, in final order. Checks
report an edition without a course; here it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from papershelf.catalogue.model import Course, Edition, Reading, Session
from papershelf.catalogue.pages import Page
from papershelf.catalogue.sessions import collect_sessions
from papershelf.catalogue.topics import to_title
from papershelf.text import readings

#: The introduction to all courses, not a course.
INDEX = "courses/index.md"


def course_pages(pages: Iterable[Page]) -> dict[str, Page]:
    """Return the pages of courses, by slug."""
    return {page.course: page for page in pages if page.course and not page.edition}


def edition_pages(pages: Iterable[Page]) -> dict[tuple[str, str], Page]:
    """Return the pages of editions, by the slugs of course and edition."""
    return {(page.course, page.edition): page for page in pages if page.edition}


def newest_editions(pages: Iterable[Page]) -> dict[str, Page]:
    """Return the page of each course's newest edition, by the slug of the course."""
    return {course: page for (course, _), page in reversed(_newest_first(pages))}


def _newest_first(pages: Iterable[Page]) -> list[tuple[tuple[str, str], Page]]:
    found = sorted(edition_pages(pages).items(), key=lambda each: each[0])
    return sorted(found, key=lambda each: each[1].values.get("starts", ()), reverse=True)


def collect_courses(pages: Iterable[Page]) -> dict[str, Course]:
    """Return courses by slug, ordered by title."""
    pages = list(pages)
    editions: dict[str, list[Edition]] = {}
    for (course, slug), page in _newest_first(pages):
        edition = Edition(slug=slug, **_values(slug, page, is_dated=True), **page.values)
        editions.setdefault(course, []).append(edition)
    courses = [
        Course(
            slug=slug,
            editions=tuple(editions.get(slug, ())),
            **_values(slug, page, is_dated=False),
            **page.values,
        )
        for slug, page in course_pages(pages).items()
    ]
    courses.sort(key=lambda course: (course.title.casefold(), course.slug))
    return {course.slug: course for course in courses}


def _values(slug: str, page: Page, *, is_dated: bool) -> dict[str, Any]:
    """Return the values that courses and editions have in common."""
    body = page.introduction
    values = values_of(page, body)
    values["readings"] = tuple(_guided(each) for each in values["readings"])
    found = collect_sessions(body, values["readings"], page.values, is_dated=is_dated)
    return {"title": page.title or to_title(slug), "sessions": found, **values}


def dated_sessions(page: Page) -> tuple[Session, ...]:
    """Return the sessions of an edition's page."""
    found: tuple[Session, ...] = _values("", page, is_dated=True)["sessions"]
    return found


def _guided(reading: Reading) -> Reading:
    """Return a reading without the words that its note begins with, but with what they say."""
    importance, pages, note = readings.words(reading.note)
    return Reading(
        id=reading.id, note=note, section=reading.section, importance=importance, pages=pages
    )


def values_of(page: Page, body: str) -> dict[str, Any]:
    """Return the values of a page that lists papers, with its Markdown as `body`."""
    found = readings.split(body)
    above = next(readings.by_heading(body)).below
    return {
        "description": page.text_of("description"),
        "introduction": above[0].text.strip() if above and not above[0].id else "",
        "body": body,
        "readings": tuple(
            Reading(id=each.id, note=each.text, section=each.section) for each in found if each.id
        ),
        "aliases": tuple(alias.text.strip() for alias in page.aliases),
    }
