"""The page of the next edition: which days move, and that all else stays."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf import catalogue, checks
from papershelf.catalogue import Page
from papershelf.catalogue.sessions import sections
from papershelf.editing import editions
from papershelf.editing.editions import NewEdition, NextTerm
from papershelf.text.dates import PartialDate, parse
from support.helpers import entry

PAPERS = entry("ada2024engine", more='  arxiv: "2404.17858"\n')
PAPERS += entry("bob2024loom", "The loom", '  arxiv: "2404.17859"\n')
#: Monday, 5 October 2026, with everything that may move.
TERM = """---
title: Autumn 2026  # as in the programme
starts: 2026-10-05
meets: [mon, thu]
aliases: [first]
skip: [2026-10-12, 2026-12-24..2027-01-06]  # holidays
ends: 2026-10-30
instructors: [Ada Lovelace]
---

<!-- 2026-10-05 is a date in a comment. -->

## Engines {date=2026-10-08 cancelled}

- [@ada2024engine] Required. On 2026-10-08, bring a pencil.

## Looms {.x due="2026-10-14"}

- [@bob2024loom] `{date=2026-10-08}` is code.

## Your talks {date=2026-10-29}
"""


def page(text: str, src_uri: str = "courses/ml/first.md") -> Page:
    return catalogue.read_files([(f"content/{src_uri}", text.encode())]).pages[0]


def next_term(
    text: str, starts: str = "2027-02-08", *meets: str, src_uri: str = "courses/ml/first.md"
) -> NewEdition:
    plan = NextTerm(src_uri="courses/ml/new.md", title="Next", starts=parse(starts), meets=meets)
    return editions.draft(page(text, src_uri), plan)


def rules(new: NewEdition) -> set[str]:
    """The rules that the new page breaks."""
    course = ("content/courses/ml.md", b"# Learning\n\n- [@ada2024engine]\n")
    files = [("papers.yaml", PAPERS.encode()), course, (new.page.source.name, new.text.encode())]
    return {
        each.rule
        for each in checks.check(catalogue.read_files(files))
        if "ml/new" in each.span.file
    }


@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_days_move_by_whole_weeks_and_all_else_stays(line: str) -> None:
    """18 weeks later, on the same weekday, with the comments and line breaks of the curator."""
    new = next_term(TERM.replace("\n", line))
    expected = TERM
    for old, text in (
        ("title: Autumn 2026", "title: Next"),
        ("starts: 2026-10-05", "starts: 2027-02-08"),
        ("aliases: [first]\n", ""),
        ("skip: [2026-10-12, 2026-12-24..2027-01-06]  # holidays\n", ""),
        ("ends: 2026-10-30", "ends: 2027-03-05"),
        ("{date=2026-10-08 cancelled}", "{date=2027-02-11}"),
        ('due="2026-10-14"', 'due="2027-02-17"'),
        ("{date=2026-10-29}", "{date=2027-03-04}"),
    ):
        assert expected.count(old) == 1
        expected = expected.replace(old, text)
    assert new.text == expected.replace("\n", line)
    assert new.days == [
        ("Engines", PartialDate(2027, 2, 11)),
        ("Looms", PartialDate(2027, 2, 8)),
        ("Your talks", PartialDate(2027, 3, 4)),
    ]


def test_each_date_to_look_at_has_its_line() -> None:
    """In the new page, in its order."""
    assert next_term(TERM).notes == (
        (5, "ends: 2026-10-30 is now 2027-03-05"),
        (5, "skip: 2026-10-12 is not in this term, so it was left out"),
        (5, "skip: 2026-12-24..2027-01-06 is not in this term, so it was left out"),
        (5, "skip: add the days of this term without a meeting"),
        (11, '"Engines" is no longer cancelled'),
        (11, "date: 2026-10-08 is now 2027-02-11"),
        (15, "due: 2026-10-14 is now 2027-02-17"),
        (19, "date: 2026-10-29 is now 2027-03-04"),
    )


@pytest.mark.parametrize(
    ("skip", "kept"),
    [
        ("skip: [2026-10-12, 2027-02-15, 2027-02-18..2027-02-19]",
         "skip: [2027-02-15, 2027-02-18..2027-02-19]"),
        ("skip:\n- 2026-10-12  # a fair\n- 2027-02-15  # carnival\n", "skip:\n- 2027-02-15  # carnival\n"),
        ("skip: [2027-02-15]", "skip: [2027-02-15]"),
        ("skip:\n-\n- 2026-10-12\n- 2027-02-15\n", "skip:\n-\n- 2027-02-15\n"),
        ("skip:\n  - 2026-10-12\n  - 2026-10-15\n# words\n", "# words\n"),
    ],
)  # fmt: skip
def test_holidays_of_the_new_term_stay(skip: str, kept: str) -> None:
    """Those of the old one go, each with its comment."""
    text = TERM.replace("skip: [2026-10-12, 2026-12-24..2027-01-06]  # holidays", skip)
    assert kept in next_term(text).text
    assert "2026-10-12" not in next_term(text).text


def test_a_session_on_a_holiday_gets_the_next_meeting_day() -> None:
    """A day that nobody may meet would be an error."""
    new = next_term(TERM.replace("2026-10-12,", "2027-02-11,"))
    assert "## Engines {date=2027-02-15}" in new.text and "session-days" not in rules(new)
    words = "date: 2026-10-08 would be 2027-02-11, which is skipped; it is 2027-02-15 now"
    assert (12, words) in new.notes
    assert new.days[0] == ("Engines", PartialDate(2027, 2, 15))


def test_an_exam_on_a_holiday_stays_at_the_end() -> None:
    """On the first meeting day after it that no heading names, even if the term ends later; what
    was on a holiday before, such as the holiday itself, stays there."""
    exam = "## Exam {date=2026-10-26}\n\n## Fair {date=2026-10-12}\n\n## Talks {date=2026-10-29}\n"
    text = TERM.partition("## Your talks")[0] + exam
    text = text.replace("ends: 2026-10-30", "ends: 2026-10-29")
    new = next_term(text.replace("2026-10-12,", "2026-10-12, 2027-03-01, 2027-02-15,"))
    assert {title: str(day) for title, day in new.days[2:]} == {
        "Exam": "2027-03-08", "Fair": "2027-02-15", "Talks": "2027-03-04"}  # fmt: skip
    assert "ends: 2027-03-08\n" in new.text and "session-days" not in rules(new)


@pytest.mark.parametrize(
    ("braces", "left"),
    [(" {cancelled}", ""), (" {#a cancelled}", " {#a}"), (" {cancelled #a}", " {#a}"),
     (" {: cancelled}", ""), (" {:cancelled}", ""), (" {cancelled cancelled}", ""),
     (" {cancelled} ##", " ##"), (" {.x cancelled .y}", " {.x .y}")],
)  # fmt: skip
def test_a_cancelled_session_takes_place(braces: str, left: str) -> None:
    """Other words of its heading stay."""
    text = TERM.replace(" {date=2026-10-08 cancelled}", braces)
    assert f"## Engines{left}\n" in next_term(text).text


def test_a_term_is_as_long_as_its_sessions_need() -> None:
    """Where it meets on fewer days than before."""
    many = "".join(f"\n## Week {n}\n\n- [@ada2024engine]\n" for n in range(1, 7))
    text = TERM.partition("<!--")[0] + many
    new = next_term(text, "2027-02-08", "wed")
    assert "ends: 2027-03-17\n" in new.text and "meets: [wed]\n" in new.text
    assert (
        5,
        "ends: 2026-10-30 is now 2027-03-17, the last day that the sessions need",
    ) in new.notes
    assert new.days[-1] == ("Week 6", PartialDate(2027, 3, 17)) and "session-days" not in rules(new)


@pytest.mark.parametrize(
    ("course", "edition"),
    [
        ("# Learning\n\n- [@ada2024engine]\n",
         "---\ntitle: Next\nstarts: 2027-02-08\nmeets: [mon]\n---\n\n- [@ada2024engine]\n"),
        ("---\ntitle: Learning\naliases:\n- teaching\nmeets:\nprovider: A school\n---\n\n- [@ada2024engine]\n",
         "---\ntitle: Next\nmeets: [mon]\nprovider: A school\nstarts: 2027-02-08\n---\n\n- [@ada2024engine]\n"),
        ("---\ntitle: >\n  Learning\n  machines\nmeets:\n  - tue # and\n  - fri\nurl: https://example.org/\n---\n\n- [@ada2024engine]\n",
         "---\ntitle: Next\nmeets:\n  [mon]\nurl: https://example.org/\nstarts: 2027-02-08\n---\n\n- [@ada2024engine]\n"),
    ],
)  # fmt: skip
def test_a_course_becomes_its_first_edition(course: str, edition: str) -> None:
    """With a title of its own and without the former names of the course."""
    new = next_term(course, "2027-02-08", "mon", src_uri="courses/ml.md")
    assert new.text == edition and not rules(new) and not new.notes


def test_days_before_the_first_are_reported() -> None:
    """A term that begins later in its week than the last one."""
    new = next_term(TERM.replace("2026-10-08 cancelled", "2026-10-06"), "2027-02-10")
    assert (11, "date: 2026-10-06 is now 2027-02-09, before the term starts") in new.notes
    assert sum("before the term starts" in words for _, words in new.notes) == 1
    assert "session-order" in rules(new)


def test_without_meets_there_are_no_days() -> None:
    """The message says so."""
    new = next_term("# Learning\n\n- [@ada2024engine]\n", src_uri="courses/ml.md")
    assert [words for _, words in new.notes] == ["no meets, so sessions have no days of their own"]


DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2080, 1, 1))


@given(old=DAYS, new=DAYS, later=st.lists(st.integers(0, 200), max_size=5), is_month=st.booleans())
def test_any_term_moves_as_a_whole(
    old: datetime.date, new: datetime.date, later: list[int], is_month: bool
) -> None:
    """All days by the same number of weeks, to the week in which the new term begins."""
    given_days = [old + datetime.timedelta(days=each) for each in later]
    starts = f"{old:%Y-%m}" if is_month else f"{old}"
    text = f"---\ntitle: A\nstarts: {starts}\n---\n\n"
    text += "".join(f"## S {{date={day}}}\n\n- [@ada2024engine]\n\n" for day in given_days)
    found = next_term(text, f"{new}")
    moved = [datetime.date(*each.day) for each in sections(found.page.introduction) if each.day]
    first = old.replace(day=1) if is_month else old
    weeks = [day - datetime.timedelta(days=day.weekday()) for day in (first, new)]
    assert [day - (weeks[1] - weeks[0]) for day in moved] == given_days
    assert (weeks[1] - weeks[0]).days % 7 == 0


LINKS = """---
title: Learning
---

[a](about.md#x), [b]( <../plan.pdf> "B"), ![c](c.png) and <a class="d" href='../../d/'>d</a>.[^e]

- [@ada2024engine] See [f].

[f]: ../f.md
[Update]: The room is another.
[^e]: Words `[g](g.md)`, [h](#h), [i](/i), [j](https://j.example), [k](mailto:k@b.example).
"""


def test_links_of_a_course_lead_to_the_same_places_from_its_edition() -> None:
    """Its file is one folder deeper; that of the next edition is not."""
    shown = LINKS.partition("---\n\n")[2]
    for old in ("about.md", "../plan.pdf", "c.png", "../../d/", "../f.md"):
        shown = shown.replace(old, f"../{old}")
    first = next_term(LINKS, src_uri="courses/ml.md").text
    assert first.partition("---\n\n")[2] == shown
    assert next_term(first).text.partition("---\n\n")[2] == shown


@pytest.mark.parametrize(
    ("heading", "is_other"),
    [
        ("Engines, 19 Oct", True), ("Engines (Oct. 19th)", True), ("2026-10-19: engines", True),
        ("Engines, 8 Feb", False), ("February 8: engines", False), ("2027-02-08", False),
        ("Engines of May 1952", False), ("Marching 3 octets", False), ("Week 8", False),
    ],
)  # fmt: skip
def test_a_heading_that_names_another_day_is_reported(heading: str, is_other: bool) -> None:
    """Its words stay: only a person knows what they mean."""
    term = "---\ntitle: T\nstarts: 2026-10-19\nmeets: [mon]\n---\n\n## {}\n\n- [@ada2024engine]\n"
    notes = next_term(term.format(heading)).notes
    words = "this heading names another day; the session is on 2027-02-08"
    assert notes == (((7, words),) if is_other else ())
