"""The pages of courses and their editions, and the courses that read a paper.

In: a Collection. Out: views with the written text and, within it, the readings, numbered across the
whole page. A course and an edition are one kind of page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Course, Edition
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import (
    NOTHING,
    CoursePart,
    CourseView,
    Crumb,
    Group,
    Head,
    IndexView,
    Link,
    ReadingItem,
)
from papershelf.outputs.views.rows import files_beside, markdown_beside
from papershelf.problems import count
from papershelf.text import notes, readings, tex
from papershelf.text.escape import Html, html

#: The introduction to the list of courses.
_INDEX = "courses/index.md"
_CRUMB = Crumb(text="Courses", url=addresses.at(addresses.COURSES))


def all_pages(collection: Collection, settings: Settings) -> Iterator[IndexView | CourseView]:
    """Yield the list of courses, every course and every edition; nothing without a course."""
    if not collection.courses:
        return
    yield _index(collection)
    for course in collection.courses.values():
        yield _page(course, None, collection, settings)
        for edition in course.editions:
            yield _page(course, edition, collection, settings)


class Use(NamedTuple):
    """A course, or an edition of it, that reads a paper; the texts are plain."""

    course: str
    edition: str
    """Title of the edition; empty for the course itself."""
    url: str


def uses(collection: Collection) -> dict[str, tuple[Use, ...]]:
    """Return the courses and editions that read each paper, by its id, in the order of their
    list."""
    found: dict[str, dict[Use, None]] = {}
    for course in collection.courses.values():
        use = Use(course.title, "", addresses.course(course.slug))
        for reading in course.readings:
            found.setdefault(reading.id, {})[use] = None
        for edition in course.editions:
            url = addresses.edition(course.slug, edition.slug)
            use = Use(course.title, edition.title, url)
            for reading in edition.readings:
                found.setdefault(reading.id, {})[use] = None
    return {paper_id: tuple(found_uses) for paper_id, found_uses in found.items()}


def read_in(page: Course | Edition, collection: Collection) -> tuple[str, ...]:
    """Return the ids of a course's listed papers in reading order, without duplicates."""
    ids = dict.fromkeys(reading.id for reading in page.readings)
    return tuple(paper_id for paper_id in ids if paper_id in collection.listed)


def _index(collection: Collection) -> IndexView:
    page = collection.pages.get(_INDEX)
    counted = count(len(collection.courses), "course")
    title = (page.title if page else "") or "Courses"
    links = tuple(
        Link(
            text=html(course.title),
            url=addresses.at(addresses.course(course.slug)),
            papers=len(course.readings),
            note=html(course.description),
        )
        for course in collection.courses.values()
    )
    return IndexView(
        head=Head(
            kind="courses",
            url=addresses.COURSES,
            title=title,
            description=(page.description if page else "")
            or f"{counted}: papers in reading order.",
        ),
        heading=html(title),
        introduction=page.body.strip() if page else "",
        counted=html(f"{counted}, with the number of readings"),
        groups=(Group(heading=NOTHING, links=links),),
        is_tree=True,
        pager=None,
        ways=(),
    )


def _page(
    course: Course, edition: Edition | None, collection: Collection, settings: Settings
) -> CourseView:
    page = edition or course
    own = Link(text=html(course.title), url=addresses.at(addresses.course(course.slug)))
    url = addresses.course(course.slug)
    crumbs: tuple[Crumb, ...] = (_CRUMB,)
    name = course.slug
    title = page.title
    if edition:
        url = addresses.edition(course.slug, edition.slug)
        crumbs = (_CRUMB, Crumb(text=course.title, url=own.url))
        name = f"{course.slug}/{edition.slug}"
        title = f"{course.title}: {edition.title}"
    src_uri = f"{settings.content}/courses/{name}.md"
    ids = read_in(page, collection)
    return CourseView(
        slug=course.slug,
        edition=edition.slug if edition else "",
        head=Head(
            kind="courses",
            url=url,
            title=title,
            description=page.description
            or f"{count(len(page.readings), 'paper')} in reading order.",
            is_indexed=True,
            crumbs=crumbs,
        ),
        heading=html(title),
        lead=html(page.description),
        facts=tuple(_facts(page)),
        course=own if edition else None,
        parts=tuple(_parts(page, collection, settings)),
        editions=tuple(_editions(course)) if not edition else (),
        files=(*files_beside(url), markdown_beside(url)) if ids else (),
        edit_url=html(settings.edit_url(src_uri, 1)),
    )


def _facts(page: Course | Edition) -> Iterator[Html]:
    """Yield the facts about a course for the line below its heading."""
    yield html(count(len(page.readings), "reading"))
    if isinstance(page, Edition):
        yield Html(f'from <time datetime="{page.starts}">{page.starts.shown}</time>')
    if page.instructors:
        *others, last = page.instructors
        names = f"{', '.join(others)} and {last}" if others else last
        yield html(f"taught by {names}")
    if page.provider:
        yield html(page.provider)
    if page.url:
        yield Html(f'<a href="{html(page.url)}">Course website</a>')


def _editions(course: Course) -> Iterator[Link]:
    for edition in course.editions:
        yield Link(
            text=html(edition.title),
            url=addresses.at(addresses.edition(course.slug, edition.slug)),
            note=Html(edition.starts.shown),
        )


def _parts(
    page: Course | Edition, collection: Collection, settings: Settings
) -> Iterator[CoursePart]:
    """Yield the text and the readings of a page, in order."""
    cite = _to_link(collection, settings)
    number, seen = 0, set[str]()
    for is_read, group in groupby(readings.split(page.body), key=lambda each: bool(each.id)):
        stretches = list(group)
        if not is_read:
            yield CoursePart(markdown="\n\n".join(each.text for each in stretches))
            continue
        items = []
        for each in stretches:
            number += 1
            note = notes.to_html(each.text, settings.macros, cite)
            # named after the paper, so that links survive a new order; ids have no underscore
            anchor = f"{each.id}_{number}" if each.id in seen else each.id
            seen.add(each.id)
            item = _item(number, each.id, Html(note), collection)
            paper = collection.papers.get(each.id)
            aliases = paper.aliases if paper and anchor == each.id else ()
            old = tuple(Html(f"reading-{alias}") for alias in aliases)
            items.append(item._replace(anchor=Html(f"reading-{anchor}"), old_anchors=old))
        is_headed = stretches[0].section or number > len(items)
        heading = NOTHING if is_headed else Html("Readings")
        yield CoursePart(items=tuple(items), heading=heading)


def _item(number: int, paper_id: str, note: Html, collection: Collection) -> ReadingItem:
    """Return a reading with its row, or only its title if the paper is not listed."""
    if paper_id in collection.listed:
        return ReadingItem(number=number, id=paper_id, note=note)
    text = html(tex.to_plain(collection.title_of(paper_id)))
    paper = collection.papers.get(paper_id)
    if paper is None:
        return ReadingItem(number=number, id="", note=note, paper=Link(text=text))
    link = Link(text=text, url=addresses.at(addresses.paper(paper_id)), note=Html(paper.status))
    return ReadingItem(number=number, id="", note=note, paper=link)


def _to_link(collection: Collection, settings: Settings) -> Callable[[str], str]:
    """Return the function that turns a citation in a note into HTML."""

    def to_link(paper_id: str) -> str:
        title = collection.title_of(paper_id)
        if not title:  # code in the whole page, which looks like a citation in a part of it
            return html(f"[@{paper_id}]")
        shown = tex.to_html(title, settings.macros)
        if paper_id not in collection.papers:
            return shown
        url = addresses.at(addresses.paper(paper_id))
        return f'<a class="ps-cite" href="{url}">{shown}</a>'

    return to_link
