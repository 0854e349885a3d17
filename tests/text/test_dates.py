"""Dates as precise as they are known."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.text.dates import PartialDate, parse, readings


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2100, 12, 31)))
def test_days_round_trip(day: datetime.date) -> None:
    """What is read is written again."""
    assert str(parse(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "shown", "long", "padded"),
    [
        ("2024", "2024", "2024", "2024-01-01"),
        ("2024-04", "Apr 2024", "April 2024", "2024-04-01"),
        ("2025-12-23", "23 Dec 2025", "Tuesday, 23 December 2025", "2025-12-23"),
        ("1043-01-02", "2 Jan 1043", "Monday, 2 January 1043", "1043-01-02"),
    ],
)
def test_forms(text: str, shown: str, long: str, padded: str) -> None:
    """For readers, for headings, for sorting."""
    date = parse(text)
    assert (date.shown, date.shown_long, date.padded) == (shown, long, padded)


@pytest.mark.parametrize(
    "text", ["", "soon", "24", "2024-1", "2024-13", "2024-02-30", "0000", "2024-00-00", "２０２４"]
)
def test_refused(text: str) -> None:
    """What no calendar has, and what only looks like digits."""
    with pytest.raises(ValueError, match=r"\w"):
        parse(text)


def test_less_precise_comes_first() -> None:
    """Sorting needs an order for every pair."""
    assert sorted([parse("2024-04-02"), parse("2024"), parse("2024-04")]) == [
        PartialDate(2024), PartialDate(2024, 4), PartialDate(2024, 4, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("May 2, 1952", ["1952-05-02"]),
        ("May 2nd 1952", ["1952-05-02"]),
        ("2 May 1952", ["1952-05-02"]),
        ("2. Mai 1952", ["1952-05-02"]),
        ("2 de mayo de 1952", ["1952-05-02"]),
        ("2 mei 1952", ["1952-05-02"]),
        ("2 мая 1952", ["1952-05-02"]),
        ("květen 1952", ["1952-05"]),
        ("1952年5月2日", ["1952-05-02"]),
        ("１９５２年５月", ["1952-05"]),
        ("１９５２／５／２", ["1952-05-02"]),
        ("۱۳۹۹", []),
        ("1952년 5월", ["1952-05"]),
        ("listopad 1952", []),
        ("02.05.1952", ["1952-05-02"]),
        ("1952/05/02", ["1952-05-02"]),
        ("1952-5-2", ["1952-05-02"]),
        ("1952-05-02T10:00:00Z", ["1952-05-02"]),
        ("19520502", ["1952-05-02"]),
        ("5/2/1952", ["1952-02-05", "1952-05-02"]),
        ("13/5/1952", ["1952-05-13"]),
        ("5/5/1952", ["1952-05-05"]),
        ("Sept. 2017", ["2017-09"]),
        ("août 2001", ["2001-08"]),
        ("05/1952", ["1952-05"]),
        ("Spring 1952", ["1952"]),
        ("c. 1952", ["1952"]),
        ("[1952]", ["1952"]),
        ("1952?", ["1952"]),
        ("“1952”", ["1952"]),
        ("(1952)", ["1952"]),
        ("1952a", ["1952"]),
        ("in 1952", ["1952"]),
        ("1952 (May)", ["1952-05"]),
        ("1952–05–02", ["1952-05-02"]),
        ("1952–1955", []),
        ("published on May 2, 1952", ["1952-05-02"]),
        ("1952-02-30", ["1952-02"]),
        ("1952-13", ["1952"]),
        ("1952/53", []),
        ("1952-1953", []),
        ("5/2/52", []),
        ("n.d.", []),
        ("Mayhem 2001", []),
        ("June-July 2001", []),
        ("0000", []),
        ("May " * 20_000, []),
    ],
)
def test_dates_in_other_forms(text: str, meant: list[str]) -> None:
    """The meanings of a date: two if day and month are ambiguous, none instead of a guess."""
    assert meant == [str(date) for date in readings(text)]
