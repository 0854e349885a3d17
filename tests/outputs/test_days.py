"""The pages of days, and the calendar that leads to them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue.collect import collect as collected
from papershelf.catalogue.model import Collection
from papershelf.catalogue.read import read_files
from papershelf.outputs import citation_files, feeds, render
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import days
from papershelf.outputs.views.addresses import ROOT
from papershelf.outputs.views.pages import all_pages
from papershelf.outputs.views.records import ListView
from papershelf.outputs.views.single_pages import CalendarView, Cell
from papershelf.outputs.views.taxonomies import TAXONOMIES
from support.helpers import entry, pages, write

DAY = st.dates(datetime.date(2023, 12, 1), datetime.date(2024, 3, 31)).map(str)
#: Days, and papers without one, with whether the paper was retracted.
ADDED = st.lists(st.tuples(DAY | st.just(""), st.booleans()), max_size=12)


def shelf(*added: str) -> Collection:
    """A collection with a paper for each day, or without `added` for an empty text. `#` marks a
    retracted one."""
    text = ""
    for number, date in enumerate(added):
        day = date.rstrip("#")
        lines = "  status: retracted\n" if date.endswith("#") else ""
        paper = entry(f"p{number:03}", f"Paper {number}", lines)
        text += paper.replace("  added: 2025-12-23\n", f"  added: {day}\n" if day else "")
    return collected(read_files([("papers.yaml", text.encode())]))


def views(collection: Collection, per_page: int = 100) -> tuple[list[CalendarView], list[ListView]]:
    """The pages of the calendar and those of the days."""
    every = all_pages(collection, Settings(per_page=per_page), {})
    found = [view for view in every if view.head.kind == "days"]
    return (
        [view for view in found if isinstance(view, CalendarView)],
        [view for view in found if isinstance(view, ListView)],
    )


def linked(view: CalendarView) -> list[Cell]:
    """The days with papers, in the order of the calendar."""
    months = (month for year in view.years for month in year.months)
    return [day for month in months for week in month.weeks for day in week if day.url]


@given(ADDED)
def test_each_listed_paper_with_a_day_is_on_one_day_page(added: list[tuple[str, bool]]) -> None:
    """In lists of any length; the calendar counts the same, and later and earlier visit all days."""
    collection = shelf(*(f"{date}{'#' * is_gone}" for date, is_gone in added))
    calendar, lists = views(collection, per_page=2)
    shown = [
        (view.slug, name) for view in lists for section in view.sections for name in section.ids
    ]
    expected = [(str(each.added), each.id) for each in collection.listed.values() if each.has_added]
    assert sorted(shown) == sorted(expected)
    slugs = sorted({slug for slug, _ in expected})
    assert len(calendar) == bool(slugs)
    counts = {day.url: day.papers for view in calendar for day in linked(view)}
    assert counts == {
        f"{ROOT}days/{slug}/": sum(each == slug for each, _ in expected) for slug in slugs
    }
    first = {view.slug: view for view in reversed(lists)}
    for way, order in (("next", slugs), ("previous", slugs[::-1])):
        visited, at = [], order[0] if order else ""
        while at:
            visited.append(at)
            link = getattr(first[at].turn, way, None)
            at = link.url.split("/")[-2] if link else ""
        assert visited == order
    assert all(view.turn == first[view.slug].turn for view in lists), "on each page of a long list"


@pytest.mark.parametrize("year", [1000, 1900, 2000, 2024, 2100])
def test_days_are_below_their_weekday(year: int) -> None:
    """In common and leap years."""
    every = [datetime.date(year, 1, 1) + datetime.timedelta(days=n) for n in range(366)]
    terms = shelf(*map(str, reversed(every[:60]))).terms["days"]
    row = next(each for each in TAXONOMIES if each.name == "days")
    (view,) = days.all_pages(row, list(terms.values())[::-1], shelf(""))
    found = [
        (month.heading, place, day.number)
        for months in view.years
        for month in months.months
        for week in month.weeks
        for place, day in enumerate(week)
        if day.url
    ]
    assert {(f"{day:%B} {year}", day.weekday(), str(day.day)) for day in every[:60]} == set(found)


def test_a_collection_of_one_day_has_one_week() -> None:
    """No empty month, no empty week, nothing to jump to."""
    (calendar,), (day,) = views(shelf(*["2025-12-23"] * 3))
    (year,) = calendar.years
    (month,) = year.months
    ((*week,),) = month.weeks
    assert [each.number for each in week] == ["22", "23", "24", "25", "26", "27", "28"]
    assert (calendar.counted, month.counted, calendar.jumps) == (
        "3 papers on 1 day",
        "3 papers",
        (),
    )
    assert week[1] == Cell("23", f"{ROOT}days/2025-12-23/", "Dec 2025", 3, "papers")
    assert day.turn is None
    assert (day.heading, day.head.title) == ("Tuesday, 23 December 2025", "23 Dec 2025")


def test_months_without_papers_are_left_out() -> None:
    """And so are the weeks of a month before its first and after its last paper."""
    (calendar,), _ = views(shelf("2024-12-31", "2026-03-02", "2026-01-30", "2026-01-05", ""))
    assert calendar.counted == "4 papers on 4 days, 1 more without a day"
    assert [month.heading for year in calendar.years for month in year.months] == [
        "March 2026", "January 2026", "December 2024",
    ]  # fmt: skip
    assert [f"{day.number} {day.month}, {day.papers} {day.noun}" for day in linked(calendar)] == [
        "2 Mar 2026, 1 paper", "5 Jan 2026, 1 paper", "30 Jan 2026, 1 paper", "31 Dec 2024, 1 paper",
    ]  # fmt: skip
    assert [len(month.weeks) for year in calendar.years for month in year.months] == [1, 4, 1]
    assert [link.text for link in calendar.jumps] == ["2026", "2024"]


def test_a_long_calendar_has_numbered_pages() -> None:
    """Each month is whole, and the link to a year leads to the page on which it begins."""
    months = [f"{year}-{month:02}-15" for year in range(2019, 2025) for month in range(1, 13)]
    calendar, _ = views(shelf(*months))
    assert [view.head.url for view in calendar] == ["days/", "days/p/2/"]
    assert [len(linked(view)) for view in calendar] == [48, 24]
    urls = [link.url.removeprefix(ROOT) for link in calendar[1].jumps]
    assert urls == [
        *(f"days/#year-{year}" for year in (2024, 2023, 2022, 2021)),
        *(f"days/p/2/#year-{year}" for year in (2020, 2019)),
    ]
    for view in calendar:
        anchors = {f"{view.head.url}#{year.anchor}" for year in view.years}
        assert anchors == {url for url in urls if url.startswith(f"{view.head.url}#")}


def test_rows_of_a_day_have_the_sentence_and_the_number_of_authors(tmp_path: Path) -> None:
    """As on Daily Papers; other lists have the same row without both. Nothing is there twice."""
    names = "Ada Lovelace, Grace Hopper, Jean Bartik, Alan Turing"
    more = "  summary: It $x$ weaves.\n  abstract: About looms.\n  discussion: {count: 4}\n"
    text = entry(more=more).replace("Ada Lovelace", names) + entry(
        "b1", "Short", "  summary: Only this.\n"
    )
    made = pages(write(tmp_path, {"papers.yaml": text}))
    page = made["days/2025-12-23.md"]
    assert (
        "<span>Ada Lovelace, Grace Hopper, Jean Bartik</span> <span>4\N{NO-BREAK SPACE}authors</span>"
        in page
    )
    assert "and 1 more" not in page and "4 comments" in page and "About looms." in page
    assert page.count('<p class="ps-row__why">It') == 1 and page.count("Only this.") == 1
    for name in ("index.md", "papers/index.md"):
        assert "4\N{NO-BREAK SPACE}authors" not in made[name] and "weaves" not in made[name]
        assert made[name].count('<p class="ps-row__why">Only this.</p>') == 1
        assert "and 1 more" in made[name] and "About looms." in made[name]
    assert "Only this." not in made["authors/ada-lovelace.md"]


def test_pages_lead_to_days(tmp_path: Path) -> None:
    """Home from each of its days, and says if a day has more; a paper from its date; a retracted
    paper has no list to lead to."""
    text = "".join(
        entry(f"p{number}", more="  status: retracted\n" * (number == 9)).replace(
            "2025-12-23", f"2025-12-2{3 - number % 2}"
        )
        for number in range(10)
    )
    made = pages(write(tmp_path, {"papers.yaml": text}), per_page=7)
    heading = '<h2 class="ps-day"><a href="./days/2025-12-{}/">{}, {} December 2025</a> <span>{}</span></h2>'
    assert heading.format(23, "Tuesday", 23, "5 papers") in made["index.md"]
    assert heading.format(22, "Monday", 22, "2 of 4 papers") in made["index.md"]
    assert '<a href="./days/">Days</a>' in made["index.md"]
    assert 'added <a href="../../days/2025-12-23/"><time' in made["papers/p0.md"]
    assert "added <time" in made["papers/p9.md"]
    (crumbs,) = re.findall(r"<nav class=\"ps-crumbs.*</nav>", made["days/2025-12-23.md"])
    assert '<a href="../../days/">Days</a>' in crumbs


def test_without_a_day_there_is_no_calendar(tmp_path: Path) -> None:
    """Nor a link to one: the date of publication says nothing about when a paper was added."""
    text = entry().replace("  added: 2025-12-23\n", "")
    made = pages(write(tmp_path, {"papers.yaml": text}))
    assert not [name for name in made if name.startswith("days")]
    assert "days/" not in made["index.md"] and "days/" not in made["papers/ada2024engine.md"]


def test_days_have_no_feeds_and_no_citation_files() -> None:
    """The browser makes the files of a day from its page, unless there are several pages."""
    collection, settings = shelf(*["2025-12-23"] * 3, "2025-12-22"), Settings(per_page=2)
    made = [*feeds.files(collection, settings), *citation_files.files(collection, settings)]
    assert not [name for name, _ in made if name.startswith("days")]
    renderer = render.Renderer(collection, settings)
    found = {view.head.url: renderer.render(view).body for view in views(collection, 2)[1]}
    assert {url for url, body in found.items() if "data-ps-take" in body} == {"days/2025-12-22/"}
    assert 'rel="next" href="../../days/2025-12-23/p/2/">Next →' in found["days/2025-12-23/"]
