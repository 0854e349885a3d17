"""The command `edition`, which begins the next term of a course."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from papershelf import catalogue
from papershelf.catalogue import Page
from papershelf.catalogue.disk import Place
from papershelf.catalogue.fronts import WEEKDAYS
from papershelf.catalogue.model import Collection, Course, Paper
from papershelf.catalogue.report import nearest
from papershelf.cli.base import DayParam, command, fail, guarded, main, say_next
from papershelf.editing import changeset, editions
from papershelf.editing.changeset import BOM, Change
from papershelf.editing.editions import NewEdition, NextTerm
from papershelf.outputs.views.sessions import shown_title
from papershelf.plugin import check_site, locate
from papershelf.problems import count, visible
from papershelf.storage import bounds
from papershelf.text import tex
from papershelf.text.dates import PartialDate
from papershelf.text.slugs import is_new_slug

#: The most new papers that are listed.
SHOWN = 20


class Weekdays(click.ParamType[tuple[str, ...]]):
    """Days of the week, `mon,thu`."""

    name = "days"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the days, or report a wrong one."""
        given = [name.strip().lower() for name in value.split(",")]
        for name in given:
            if name not in WEEKDAYS:
                words = f'"{visible(name)}" is not a day of the week; write {",".join(WEEKDAYS)}'
                self.fail(words, param, ctx)
        return tuple(given)


@main.command()
@click.argument("course", metavar="COURSE")
@click.option(
    "--starts", metavar="DATE", type=DayParam(), required=True, help="The first day of the term."
)
@click.option(
    "--meets",
    metavar="DAYS",
    type=Weekdays(),
    multiple=True,
    help="The days of the week on which it meets, such as mon,thu. By default, those of the copied"
    " edition.",
)
@click.option(
    "--name",
    metavar="SLUG",
    help="The last part of its address. By default, year and month of the first day: 2027-02.",
)
@click.option("--dry-run", is_flag=True, help="Show the new page without writing it.")
@click.pass_obj
def edition(
    root: Path,
    course: str,
    starts: PartialDate,
    meets: tuple[tuple[str, ...], ...],
    name: str | None,
    dry_run: bool,
) -> None:
    """Write content/courses/COURSE/SLUG.md, the next term of a course: a copy of its newest
    edition, or of the course itself, with other days.

    Days move by whole weeks and keep their weekday. The command lists the dates to check, the
    readings that were retracted, superseded or corrected, and the new papers on its topics.
    """
    place = guarded(lambda: locate(root))
    found = guarded(lambda: check_site(root), "reading…")
    if found.has_errors:
        fail(f"the collection has errors; run {command('check')} to see them", 1)
    collection = found.collected
    if course not in collection.courses:
        fail(f'unknown course "{visible(course)}"; {_courses(course, collection)}')
    taught = collection.courses[course]
    slug = _slug(name, starts)
    path = f"{place.content}/courses/{course}/{slug}.md"
    if (place.root / path).exists():
        fail(f"{path} exists, and an edition is never overwritten; choose another --name", 1)
    _require_later(taught, starts, place)
    page, bom = guarded(lambda: _newest(place, taught))
    title = PartialDate(starts.year, starts.month).shown_long
    src_uri = f"courses/{course}/{slug}.md"
    days = tuple(day for day in WEEKDAYS if any(day in each for each in meets))
    plan = NextTerm(src_uri=src_uri, title=title, starts=starts, meets=days)
    new = editions.draft(page, plan)
    change = Change(place.root / path, path, "", bom + new.text)
    if dry_run:
        guarded(lambda: changeset.require_sound(place, [change]))
        click.echo(changeset.to_diff([change]), nl=False)
    else:
        guarded(lambda: changeset.apply(place, [change]))
    for line in _report(path, page, new, taught, collection):
        click.echo(visible(line), err=dry_run)
    if not dry_run:
        say_next(False, "edition", "serve")


def _courses(word: str, collection: Collection) -> str:
    """Return the hint for a course that does not exist."""
    known = sorted(collection.courses)
    if not known:
        return "there are no courses yet; add content/courses/<slug>.md first"
    return nearest(word, known) or f"write one of {', '.join(known)}"


def _slug(name: str | None, starts: PartialDate) -> str:
    """Return the name of the edition: the one asked for, or the month in which it begins."""
    slug = name or str(PartialDate(starts.year, starts.month))
    if not is_new_slug(slug):
        fail(f'"{visible(slug)}" cannot be the end of an address; use a-z, 0-9 and -')
    return slug


def _require_later(course: Course, starts: PartialDate, place: Place) -> None:
    """Exit if an edition begins on this day or later."""
    newest = next(iter(course.editions), None)
    if newest and newest.starts.padded >= str(starts):
        name = f"{place.content}/courses/{course.slug}/{newest.slug}.md"
        fail(f"{name} starts on {newest.starts}; choose a later day for --starts", 1)


def _newest(place: Place, course: Course) -> tuple[Page, str]:
    """Return the page of the newest edition, or of the course if there is none, and its byte order
    mark."""
    newest = next(iter(course.editions), None)
    name = f"{place.content}/courses/{course.slug}{f'/{newest.slug}' if newest else ''}.md"
    data = bounds.read(place.root, place.root / name)
    (page,) = catalogue.read_files([(name, data)], place.content).pages
    return page, BOM if data.startswith(BOM.encode()) else ""


def _report(
    path: str, page: Page, new: NewEdition, course: Course, collection: Collection
) -> Iterator[str]:
    """Yield the lines about the new page."""
    yield f"{path}: copied from {page.source.name}, with {count(len(new.days), 'session')}"
    for heading, day in new.days:
        title = shown_title(heading, collection)
        yield f"  {day.shown_day if day else 'no day':<16}  {title}"
    if new.notes:
        yield "Check these dates and words:"
        yield from (f"  {path}:{line}: {words}" for line, words in new.notes)
    troubled = list(editions.troubled(new.page, collection))
    if troubled:
        yield "Check these readings:"
        for line, paper in troubled:
            follower = f"; [@{paper.superseded_by}] replaces it" if paper.superseded_by else ""
            yield f"  {path}:{line}: [@{paper.id}] is {paper.status}{follower}"
    newest = next(iter(course.editions), course)
    papers = editions.new_papers(newest, collection)
    if papers:
        yield f"New on its topics since {editions.begin_of_news(newest, collection).shown}:"
        yield from map(_item, papers[:SHOWN])
        if len(papers) > SHOWN:
            yield f"  … and {len(papers) - SHOWN:,} more"


def _item(paper: Paper) -> str:
    return f"  - [@{paper.id}] {tex.to_plain(paper.title)} ({paper.added})"
