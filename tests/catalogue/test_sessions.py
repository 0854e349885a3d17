"""The sessions of a course, and the days that the rule of an edition gives them."""

from __future__ import annotations

import datetime
import itertools
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf import catalogue
from papershelf.catalogue import fronts
from papershelf.catalogue.model import Course, Edition
from papershelf.catalogue.sessions import LONGEST, Timetable, schedule, sections
from papershelf.text.dates import PartialDate, parse, plus
from support.helpers import entry

#: Thursday, 1 October 2026.
FRONT = "title: T\nstarts: 2026-10-01\nmeets: [mon, thu]\n"
A, B, C = ("- [@a1]\n\n", "- [@b1]\n\n", "- [@c1]\n\n")


def edition(body: str, front: str = FRONT, *, name: str = "ml/2026") -> Edition | Course:
    """The edition with this text, or the course."""
    papers = "".join(entry(name) for name in ("a1", "b1", "c1"))
    files = {"papers.yaml": papers, "content/courses/ml.md": "# ML\n\n- [@a1]\n",
             f"content/courses/{name}.md": f"---\n{front}---\n\n{body}"}  # fmt: skip
    source = catalogue.read_files((name, text.encode()) for name, text in files.items())
    assert not source.problems, source.problems
    course = catalogue.collect(source).courses["ml"]
    return course.editions[0] if course.editions else course


def days(body: str, front: str = FRONT) -> list[str]:
    """Title and day of each session, `One 10-01`."""
    found = edition(body, front).sessions
    return [f"{each.title} {str(each.date)[5:] if each.date else '-'}" for each in found]


def test_sections_with_readings_get_the_meeting_days_in_order() -> None:
    """From the first one on; what has no readings has none."""
    assert days(f"Words.\n\n## One\n\n{A}## No\n\nWords.\n\n## Two\n\n{B}## Three\n\n{C}") == [
        "One 10-01", "Two 10-05", "Three 10-08"]  # fmt: skip


def test_skipped_days_are_left_out() -> None:
    """Single ones and ranges, which may overlap."""
    skip = "skip: [2026-10-05, 2026-10-07..2026-10-20, 2026-10-10..2026-10-12]\n"
    assert days(f"## One\n\n{A}## Two\n\n{B}", FRONT + skip) == ["One 10-01", "Two 10-22"]


@pytest.mark.parametrize(
    "written", ["2026-10-05/2026-10-09", "2026-10-05 to 2026-10-09", "2026-10-09 – 2026-10-05",
                "5 Oct 2026 - 9 Oct 2026", "2026-10-05--2026-10-09", "05.10.2026-09.10.2026"],
)  # fmt: skip
def test_ranges_in_other_forms_have_a_hint(written: str) -> None:
    """Whatever is between the two days."""
    assert fronts.DAYS.advise(written) == "write 2026-10-05..2026-10-09"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("skip: [2027-02-30]", "write YYYY-MM-DD or YYYY-MM-DD..YYYY-MM-DD"),
        ("skip: 2027-02-30", "write a list, in which each item is a day or a range of days"),
        ("meets: MWF", "write a list, in which each item is one of mon, tue, wed, thu, fri, sat, sun"),
        ("meets: Monday", "write [mon]"),
    ],
)  # fmt: skip
def test_no_hint_repeats_what_is_wrong(line: str, hint: str) -> None:
    """Days that do not exist and abbreviations that no program can know."""
    page = f"---\nstarts: 2026-10-12\n{line}\n---\n"
    source = catalogue.read_files([("content/courses/w/2026.md", page.encode())], "content")
    assert [problem.hint for problem in source.problems if problem.rule != "missing-field"] == [
        hint
    ]


def test_an_edition_may_start_between_two_meetings() -> None:
    """The first session is on the first meeting day after that."""
    front = FRONT.replace("2026-10-01", "2026-10-02")
    assert days(f"## One\n\n{A}", front) == ["One 10-05"]


def test_sessions_after_the_last_day_have_none() -> None:
    """The check reports them; a term without an end is two years long."""
    text = f"## One\n\n{A}## Two\n\n{B}## Three\n\n{C}"
    assert days(text, f"{FRONT}ends: 2026-10-05\n") == ["One 10-01", "Two 10-05", "Three -"]
    assert days(text, f"{FRONT}ends: 2099-10-05\nskip: [2026-10-02..2098-01-01]\n")[1:] == [
        "Two -", "Three -"]  # fmt: skip


@pytest.mark.parametrize(
    ("two", "expected"),
    [
        ("{date=2026-10-06}", "10-06"),  # moved: its own day stays empty
        ("{date=2026-10-05}", "10-05"),
        ("{date=next}", "10-05"),
    ],
)
def test_a_moved_session_shifts_no_other(two: str, expected: str) -> None:
    """The session after it is on the day on which it would be anyway."""
    assert days(f"## One\n\n{A}## Two {two}\n\n{B}## Three\n\n{C}") == [
        "One 10-01", f"Two {expected}", "Three 10-08"]  # fmt: skip


def test_a_day_that_one_section_names_is_for_no_other() -> None:
    """Two that changed places, and an exam without readings in between."""
    text = f"## One {{date=2026-10-05}}\n\n{A}## Two {{date=2026-10-01}}\n\n{B}"
    exam = "## Exam {date=2026-10-08}\n\n"
    assert days(f"{text}{exam}## Three\n\n{C}") == [
        "One 10-05", "Two 10-01", "Exam 10-08", "Three 10-12"]  # fmt: skip


def test_a_section_without_readings_may_be_a_session() -> None:
    """On a day that it names, which need not be a meeting day, on the next one, or to hand in
    work."""
    text = f"## Holiday {{date=2026-10-02}}\n\n## Guest {{date=next}}\n\n## Paper {{due=2026-10-03}}\n\n## One\n\n{A}"
    assert days(text) == ["Holiday 10-02", "Guest 10-01", "Paper -", "One 10-05"]
    assert str(edition(text).sessions[2].due) == "2026-10-03"


def test_a_section_may_have_no_day() -> None:
    """With readings it is a session all the same; its deeper headings belong to it."""
    text = f"## Books {{date=none}}\n\n### Old\n\n{A}### New\n\n{B}## None {{date=none}}\n\n## One\n\n{C}"
    assert days(text) == ["Books -", "One 10-01"]
    assert [each.id for each in edition(text).sessions[0].readings] == ["a1", "b1"]


def test_a_deeper_heading_belongs_to_the_session_above_it() -> None:
    """Unless it has a day of its own, or nothing is read directly below the heading above."""
    text = f"## Part\n\n### One\n\n{A}#### More\n\n{B}### Lab {{date=2026-10-02}}\n\n## Two\n\n{C}"
    assert days(text) == ["One 10-01", "Lab 10-02", "Two 10-05"]
    assert [len(each.readings) for each in edition(text).sessions] == [2, 0, 1]
    assert [each.section for each in edition(text).sessions[0].readings] == ["One", "More"]


def test_a_session_may_be_cancelled() -> None:
    """It keeps its day, and the others keep theirs."""
    text = f"## One {{cancelled}}\n\n{A}## Two\n\n{B}"
    assert days(text) == ["One 10-01", "Two 10-05"]
    assert [each.is_cancelled for each in edition(text).sessions] == [True, False]


def test_without_meeting_days_only_a_heading_gives_a_day() -> None:
    """An edition needs no more than the month in which it began, as before."""
    text = f"## One\n\n{A}## Two {{date=2026-10-05}}\n\n{B}## Three {{date=next}}\n"
    assert days(text, "title: T\nstarts: 2026-10\n") == ["One -", "Two 10-05", "Three -"]


def test_a_course_has_sessions_without_days() -> None:
    """The same headings as in its editions, whatever they say."""
    body = f"## One {{date=2026-10-05 due=2026-10-06 cancelled}}\n\n{A}## Two\n\n{B}"
    found = edition(body, "title: T\n", name="ml").sessions
    assert [(each.title, each.date, each.due, each.is_cancelled) for each in found] == [
        ("One", None, None, False), ("Two", None, None, False)]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "slugs"),
    [
        (["One", "One", "one"], ["one", "one-2", "one-3"]),
        (["A", "B {#a}"], ["a-2", "a"]),
        (["A {#x}", "B {#x}", "X"], ["x", "x-2", "x-3"]),
        (["{date=next}", "☃"], ["session", "x-"]),
        (["C++ & C\\#"], ["c-plus-plus-and-c-sharp"]),
        (["Index", "*Two* \\* {#Week_2 .wide}"], ["x-", "week-2"]),
    ],
)
def test_slugs_are_unique_and_an_id_keeps_its_name(headings: list[str], slugs: list[str]) -> None:
    """An id is taken before the text of another heading, wherever it is."""
    found = edition("".join(f"## {text}\n\n{A}" for text in headings)).sessions
    assert len({each.slug for each in found}) == len(found)
    assert all(each.slug.startswith(slug) for each, slug in zip(found, slugs, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        f"One {{date=2026-10-09}}\n---\n\n{A}", f"One {{ .x date='2026-10-09' }}\r\n---\r\n\r\n{A}",
        f"## One {{#id date=2026-10-09}} ##\n\n{A}", f"## One {{: date=\"2026-10-09\" title=\"a date=b\"}}\r\n\r\n{A}",
        f"```\n## No {{date=2026-10-02}}\n```\n\n<!--\n## No {{date=2026-10-02}}\n-->\n\n## One {{date=2026-10-09}}\n\n{A}",
        f"Words.\n\n    ## No {{date=2026-10-02}}\n\n> ## No {{date=2026-10-02}}\n\n## One {{date=2026-10-09}}\n\n{A}",
    ],
    ids=["underlined", "windows", "closed", "attributes", "code", "indented"],
)  # fmt: skip
def test_a_heading_is_found_in_each_of_its_forms(text: str) -> None:
    """Also with Windows line ends; code and comments have none."""
    assert days(text) == ["One 10-09"]


DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)).map(
    lambda day: PartialDate(day.year, day.month, day.day)
)
RANGES = st.tuples(DAYS, st.integers(0, 30)).map(lambda each: (each[0], plus(*each)))
VALUES = st.fixed_dictionaries(
    {"starts": DAYS, "meets": st.sets(st.sampled_from(fronts.WEEKDAYS), min_size=1).map(tuple)},
    optional={"ends": DAYS, "skip": st.lists(RANGES, max_size=4).map(tuple)},
)


@given(VALUES, st.integers(1, 12))
def test_every_day_of_the_rule_is_a_meeting_day(values: dict[str, Any], number: int) -> None:
    """In order, not skipped, not after the end, and none left out in between."""
    text = "".join(f"## S\n\n- [@a{each}]\n\n" for each in range(number))
    found = schedule(sections(text), Timetable.of(values))
    dated = [day for day in found if day]
    assert dated == sorted(set(dated)) and found == dated + [None] * (number - len(dated))
    for day in dated:
        assert fronts.WEEKDAYS[datetime.date(*day).weekday()] in values["meets"]
        assert values["starts"] <= day <= values.get("ends", parse("2100-01-01"))
        assert not any(first <= day <= last for first, last in values.get("skip", ()))
    term = Timetable.of(values)
    assert term is not None
    assert list(itertools.islice(term.days(), number)) == dated
    assert not dated or dated[-1] <= plus(values["starts"], LONGEST)


_WORDS = ["## ", "# ", "### ", "A", " {date=2026-10-05}", " {date=none}", " {date=next}", " {#a}", " {due=2026-10-06 cancelled}",
          "\n", "\n\n", "- [@a1]\n", "```\n", "<!--", "-->", "---\n", "\r\n", "{", "}", "    "]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS), max_size=30).map("".join))
def test_any_text_has_sessions_with_unique_slugs(text: str) -> None:
    """Each reading is in at most one session, and the order is that of the page."""
    found = sections(text)
    assert len({each.slug for each in found}) == len(found)
    numbers = [number for each in found for number in each.readings]
    assert len(set(numbers)) == len(numbers)
    starts = [each.heading.start for each in found]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("## One\n\n- [@a1]\n\n" * 10_000, {}),
        ("## One {#one}\n\n- [@a1]\n\n" * 10_000, {}),
        ("<!-- -->\n## One {date=next}\n" * 10_000, {}),
        ("# {{{{{{ date= " * 10_000, {}),
        ("## One {date=next}\n" * 2_000, {"skip": tuple((parse("1000-01-01"), parse("2100-01-01")) for _ in range(20_000))}),
    ],
    ids=["titles", "ids", "comments", "braces", "skip"],
)  # fmt: skip
def test_the_work_is_bounded(text: str, values: dict[str, Any]) -> None:
    """Whatever a page of an edition repeats: a few seconds at most (each takes about half of one)."""
    term = Timetable.of({"starts": parse("2026-10-01"), "meets": ("mon",), **values})
    begun = time.process_time()
    found = sections(text)
    assert len(schedule(found, term)) == len(found)
    assert time.process_time() - begun < 5
