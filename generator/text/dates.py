"""Room 0: dates as precise as they are known.

In: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`. Out: the same, for people, and padded for sorting; of a date in
another form, what it may mean. It never asks for today and never shows a padded date as a day.
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


_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d/.-])(T.*|\s+\d\d:\d\d.*)?", re.ASCII
)
_TOKENS = re.compile(r"[^\W\d_]+|\d+")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "of"})


def find(text: str) -> tuple[str, bool]:
    """The date that a text of another program begins with or consists of, in ISO 8601, and whether
    the text says no more: `2024-05-01T12:00`, `2024/5`, `May 2, 1952`, `1 May 2020`. Of a day whose
    month is not clear (`1/5/2020`) the year; nothing where there is no year of four digits."""
    text = text.strip()
    if match := _ISO.fullmatch(text):
        date = _real(match[1], match[2] or "", match[3] or "")
        return date, date.count("-") == 2 - (match[2], match[3]).count(None)
    words = _TOKENS.findall(text[:100])
    years = [word for word in words if len(word) == 4 and word.isdigit()]
    months = [n for word in words for n in _months(word)]
    if not months and (match := _ISO.match(text)):
        return _real(match[1], match[2] or "", match[3] or ""), False
    if len(set(years)) != 1:  # of a range its beginning
        return _real(years[0], "", "") if years else "", False
    others = [word for word in words if word.isdigit() and word not in years]
    days = others if len(others) == 1 and len(others[0]) <= 2 else []
    month = str(months[0]) if len(months) == 1 else ""
    date = _real(years[0], month, days[0] if days and month else "")
    said = len(years) + len(months) + len(days) + sum(word.lower() in _ORDINALS for word in words)
    return date, said == len(words) and date.count("-") == len(months) + len(days)


def _months(word: str) -> list[int]:
    """The month that an English word is, `Sept` or `September`."""
    word = word.lower()
    names = [name.lower() for name in LONG_MONTHS]
    return [n for n, name in enumerate(names, 1) if len(word) >= 3 and name.startswith(word)]


def _real(year: str, month: str, day: str) -> str:
    """A date as far as it is one of the calendar."""
    parts = [year, *(part.zfill(2) for part in (month, day) if part)]
    for length in range(len(parts), 0, -1):
        try:
            return str(parse("-".join(parts[:length])))
        except ValueError:
            continue
    return ""


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


# --- dates in other forms ------------------------------------------------------------------------

#: Names of months in the languages that most bibliographies are written in; three letters do.
_MONTH_NAMES = tuple(
    names.split()
    for names in (
        "january januar jänner janvier enero janeiro gennaio",
        "february februar février fevrier febrero fevereiro febbraio",
        "march märz mrz maerz mars marzo março marco",
        "april avril abril aprile",
        "may mai mayo maio maggio",
        "june juni juin junio junho giugno",
        "july juli juillet julio julho luglio",
        "august août aout agosto",
        "september septembre septiembre setembro settembre",
        "october oktober octobre octubre outubro ottobre",
        "november novembre noviembre novembro",
        "december dezember décembre decembre diciembre dezembro dicembre",
    )
)
_WORD = r"(?P<name>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º|er)?"
_YEAR = r"(?P<year>\d{4})"
_SEASON = r"(?:early|mid|late|spring|summer|autumn|fall|winter|easter|christmas|michaelmas)"
#: Dates with the month in words or in its place, each with the parts that are known.
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WORD}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_DAY}[\s-]\s*{_WORD}[\s,-]\s*{_YEAR}",
        rf"{_YEAR}[\s,-]+{_WORD}(?:[\s-]+{_DAY})?",
        rf"{_WORD}\s*,?\s*{_YEAR}",
        rf"{_YEAR}[-/.](?P<month>[01]?\d)(?:[-/.](?P<day>\d{{1,2}}))?(?:[T ]\d\d:\d\d.*)?",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?P<month>\d{{1,2}})[-/]{_YEAR}",
    )
)
#: Two numbers of which nobody knows the month, unless one is too large.
_TWO_NUMBERS = re.compile(rf"(\d{{1,2}})[-/](\d{{1,2}})[-/]{_YEAR}", re.ASCII)
#: A year with something around it that says less than a month.
_VAGUE = re.compile(
    rf"(?:c\.|ca?\.?\s|circa|about|around|ca\.|©|copyright|{_SEASON}(?:\s+term)?,?)?\s*\[?{_YEAR}[a-z]?[\]?.]*"
    rf"(?:,?\s*(?:{_SEASON}|(?:\?|\(?in press\)?|\(?est\.?\)?)))?",
    re.IGNORECASE,
)


#: Quotes, brackets and words around a date; the dashes of word processors between its numbers.
_WRAPPED = re.compile(r"[\"'“”„‘’«»(){}]")
_DASHES = re.compile(r"(?<=\d)[\u2010-\u2015\u2212](?=\d)")
_BEFORE = re.compile(
    r"(?:(?:first |published |publication date:? ?|online:? ?)?(?:in |on )?)(?=\w)", re.IGNORECASE
)


def readings(text: str) -> tuple[PartialDate, ...]:
    """Return the dates that a text in another form may mean: none, one, or two where day and month
    cannot be told apart. A day that no month has is left out: `2024-02-30` is `2024-02`."""
    text = _DASHES.sub("-", _WRAPPED.sub(" ", text))
    text = _BEFORE.sub("", " ".join(word for word in text.split() if word != "de"))
    text = text.rstrip(" .,;")
    for pattern in _NAMED:
        match = pattern.fullmatch(text)
        parts = match.groupdict() if match else {}
        if "name" in parts:
            parts["month"] = _month(parts["name"].lower())
        if parts.get("month"):
            return (_likely(parts["year"], parts["month"], parts.get("day")),)
    numbers = _TWO_NUMBERS.fullmatch(text)
    if numbers:
        orders = ((numbers[2], numbers[1]), (numbers[1], numbers[2]))
        found = {_likely(numbers["year"], month, day) for month, day in orders}
        return tuple(sorted(date for date in found if date.day))
    vague = _VAGUE.fullmatch(text)
    return (PartialDate(int(vague["year"])),) if vague and int(vague["year"]) else ()


def _month(name: str) -> int:
    """Return the number of a month from its name or the beginning of it; 0 for another word."""
    for number, names in enumerate(_MONTH_NAMES, 1):
        if len(name) > 2 and any(known.startswith(name) for known in names):
            return number
    return 0


def _likely(year: str, month: str | int, day: str | None) -> PartialDate:
    """Return as many parts, from the year on, as make a date of the calendar."""
    date = PartialDate(int(year), int(month), int(day or 0))
    for known in (date, date._replace(day=0)):
        try:
            return parse(str(known))
        except ValueError:
            continue
    return PartialDate(date.year)
