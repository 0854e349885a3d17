"""Room 0: dates as precise as they are known.

In: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`. Out: the same, for people, and padded for sorting.
It never asks for today and never shows a padded date as a day.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LONG_MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


class PartialDate(NamedTuple):
    """A year, a month or a day; compares by time, the less precise first."""

    year: int
    month: int = 0
    """1 to 12, or 0 where it is not known."""
    day: int = 0
    """1 to 31, or 0 where it is not known."""

    def __str__(self) -> str:
        """ISO 8601 with as many parts as are known: `2024-04`."""
        return _iso(self)

    @property
    def padded(self) -> str:
        """A full day, `2024-04-01`, for what must have one."""
        return f"{self.year:04}-{self.month or 1:02}-{self.day or 1:02}"

    @property
    def shown(self) -> str:
        """For readers: `23 Dec 2025`, `Dec 2025`, `2025`."""
        return _shown(self)

    @property
    def shown_long(self) -> str:
        """For headings: `Tuesday, 23 December 2025`, `December 2025`, `2025`."""
        if not self.month:
            return str(self.year)
        month = f"{LONG_MONTHS[self.month - 1]} {self.year}"
        if not self.day:
            return month
        weekday = WEEKDAYS[datetime.date(*self).weekday()]
        return f"{weekday}, {self.day} {month}"


@lru_cache(maxsize=4096)  # a collection of 10,000 papers has a few hundred days
def _iso(date: PartialDate) -> str:
    return "-".join([f"{date.year:04}", *(f"{part:02}" for part in date[1:] if part)])


@lru_cache(maxsize=4096)
def _shown(date: PartialDate) -> str:
    if not date.month:
        return str(date.year)
    month = f"{MONTHS[date.month - 1]} {date.year}"
    return f"{date.day} {month}" if date.day else month


def parse(text: str) -> PartialDate:
    """A date of the catalogue; raises ValueError with the reason as its message."""
    match = _FORM.fullmatch(text)
    if not match:
        raise ValueError("not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part or 0) for part in match.groups())
    if year == 0:
        raise ValueError("there is no year 0000")
    try:
        datetime.date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        raise ValueError(f"there is no such day in the calendar as {text}") from None
    return PartialDate(year, month, day)
