"""Dates as precise as they are known."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.dates import PartialDate, parse


@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_days_round_trip(day: datetime.date) -> None:
    """What is read is written again."""
    assert str(parse(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "shown", "long", "padded"),
    [
        ("2024", "2024", "2024", "2024-01-01"),
        ("2024-04", "Apr 2024", "April 2024", "2024-04-01"),
        ("2025-12-23", "23 Dec 2025", "Tuesday, 23 December 2025", "2025-12-23"),
        ("0843-01-02", "2 Jan 843", "Friday, 2 January 843", "0843-01-02"),
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
