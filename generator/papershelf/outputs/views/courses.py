"""The pages of courses and their editions.

In: a Collection. Out: views with the written text and, within it, the readings. A course and an
edition are one kind of page.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue.courses import INDEX
from papershelf.catalogue.fronts import WEEKDAYS
from papershelf.catalogue.model import Collection, Course, Edition
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, reading_access, reading_parts, sessions, sharing
from papershelf.outputs.views.reading_parts import read_in
from papershelf.outputs.views.reading_views import CourseView
from papershelf.outputs.views.records import NOTHING, Crumb, Head, IndexView, Link, LinkGroup
from papershelf.outputs.views.rows import files_beside, markdown_beside
from papershelf.outputs.views.taught import Taught, all_taught
from papershelf.problems import count, with_and
from papershelf.text import dates
from papershelf.text.escape import Html, html

_WEEKDAYS = {name: f"{day}s" for name, day in zip(WEEKDAYS, dates.WEEKDAYS)}
_CRUMB = Crumb(text="Courses", url=addresses.at(addresses.COURSES))


def all_pages(collection: Collection, settings: Settings) -> Iterator[IndexView | CourseView]:
    """Yield the list of courses, every course and every edition; nothing without a course."""
    if not collection.courses:
        return
    yield _index(collection)
    for each in all_taught(collection):
        yield _page(each, collection, settings)


def _index(collection: Collection) -> IndexView:
    page = collection.page(INDEX)
    counted = count(len(collection.courses), "course")
    title = page.title or "Courses"
    links = tuple(
        Link(
            text=html(course.title),
            url=addresses.at(addresses.course(course.slug)),
            papers=len(course.readings),
            note=html(course.description),
        )
        for course in collection.courses.values()
    )
    each = "each " if len(links) > 1 else ""
    return IndexView(
        head=Head(
            kind="courses",
            url=addresses.COURSES,
            title=title,
            description=page.description or f"{counted}: papers in reading order.",
        ),
        heading=html(title),
        introduction=page.body.strip(),
        counted=html(f"{counted}, {each}with its number of readings"),
        groups=(LinkGroup(heading=NOTHING, links=links),),
        is_tree=True,
    )


def _page(taught: Taught, collection: Collection, settings: Settings) -> CourseView:
    course, edition = taught
    page, url, title = taught.page, taught.url, taught.title
    own = Link(text=html(course.title), url=addresses.at(addresses.course(course.slug)))
    crumbs: tuple[Crumb, ...] = (_CRUMB,)
    calendar = None
    if edition:
        crumbs = (_CRUMB, Crumb(text=course.title, url=own.url))
        if sessions.has_calendar(edition):
            calendar = sessions.calendar(course, edition, settings)
    noun = "edition" if edition else "course"
    ids = read_in(page, collection)
    return CourseView(
        slug=course.slug,
        edition=edition.slug if edition else "",
        head=Head(
            kind="courses",
            url=url,
            title=title,
            description=description(page),
            is_indexed=True,
            crumbs=crumbs,
        ),
        heading=html(title),
        lead=html(page.description),
        facts=tuple(facts(page, collection)),
        course=own if edition else None,
        sibling=_sibling(course, edition) if edition else None,
        schedule=tuple(sessions.schedule(page, url, collection)),
        calendar=calendar,
        parts=tuple(
            reading_parts.parts(
                page,
                collection,
                settings,
                url=url,
                heading="Readings",
                to_text=sessions.to_heading(page),
            )
        ),
        editions=tuple(_editions(course)) if not edition else (),
        closed=reading_access.closed(page, collection),
        files=(*files_beside(url), markdown_beside(url)) if ids else (),
        edit_url=html(settings.edit_url(f"{settings.content}/{taught.src_uri}", 1)),
        shares=tuple(sharing.of_course(url, title, noun, calendar, settings)) if ids else (),
    )


def description(page: Course | Edition) -> str:
    """Return the words of its front matter, or the number of its papers."""
    return page.description or f"{count(len(page.readings), 'paper')} in reading order."


def facts(page: Course | Edition, collection: Collection) -> Iterator[Html]:
    """Yield the facts about a course for the line below its heading."""
    yield html(reading_access.counted(page, collection))
    if isinstance(page, Edition):
        yield _term(page)
        if page.meets:
            days = [_WEEKDAYS[name] for name in WEEKDAYS if name in page.meets]
            yield html(f"on {with_and(days)}")
    if page.instructors:
        yield html(f"taught by {with_and(page.instructors)}")
    if page.provider:
        yield html(page.provider)
    if page.url:
        yield Html(f'<a href="{html(page.url)}">Course website</a>')


def _term(edition: Edition) -> Html:
    """Return when an edition is, or when it begins."""
    begins = f'<time datetime="{edition.starts}">'
    if edition.ends and edition.starts.day:
        return Html(f"{begins}{dates.span(edition.starts, edition.ends)}</time>")
    return Html(f"from {begins}{edition.starts.shown}</time>")


def _sibling(course: Course, edition: Edition) -> Link | None:
    """Return the way from an edition to the newest one, or from that one to the one before it."""
    newest, *others = course.editions
    if edition is not newest:
        return _link(course, newest)._replace(lead=Html("The newest edition is"))
    return (
        _link(course, others[0])._replace(lead=Html("The previous edition is")) if others else None
    )


def _editions(course: Course) -> Iterator[Link]:
    for edition in course.editions:
        yield _link(course, edition)._replace(note=Html(edition.starts.shown))


def _link(course: Course, edition: Edition) -> Link:
    url = addresses.at(addresses.edition(course.slug, edition.slug))
    return Link(text=html(edition.title), url=url)
