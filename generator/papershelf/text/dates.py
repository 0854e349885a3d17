"""Dates of year, month or day precision.

In: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`. Out: dates for people, and padded dates for sorting; for a date
in another format, its possible meanings. Never reads the clock, and never shows a padded date as a
day.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any, NamedTuple

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LONG_MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

#: Years that a work can have: earlier there were no papers, later ones are typing errors. Feeds,
#: calendars and lists of years support all of them.
YEARS = range(1000, 2101)
_MONTH = rf"(?P<month>{'|'.join([*LONG_MONTHS, *MONTHS])})\b"
#: A day of any year in a text: `5 Nov`, `November 5th`, `2026-11-05`.
_DAY_IN_TEXT = re.compile(
    rf"\b(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\.? +)?{_MONTH}\.?(?: +(?P<later>[0-3]?\d)(?!\d))?"
    r"|\b\d{4}-(?P<number>[01]\d)-(?P<last>[0-3]\d)\b",
    re.ASCII,
)
_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


class PartialDate(NamedTuple):
    """A year, a month or a day. Dates compare by time; of two that agree, the less precise is
    first."""

    year: int
    month: int = 0
    """1 to 12, or 0 if unknown."""
    day: int = 0
    """1 to 31, or 0 if unknown."""

    def __str__(self) -> str:
        """Return ISO 8601 with the known parts: `2024-04`."""
        return _iso(self)

    @property
    def padded(self) -> str:
        """The first day of the date, `2024-04-01`, where a full date is required."""
        return f"{self.year:04}-{self.month or 1:02}-{self.day or 1:02}"

    @property
    def shown(self) -> str:
        """The date for readers: `23 Dec 2025`, `Dec 2025`, `2025`."""
        return _shown(self)

    @property
    def shown_day(self) -> str:
        """A whole day with its name: `Tue, 23 Dec 2025`."""
        return f"{WEEKDAYS[datetime.date(*self).weekday()][:3]}, {self.shown}"

    @property
    def shown_long(self) -> str:
        """The date for headings: `Tuesday, 23 December 2025`, `December 2025`, `2025`."""
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


@lru_cache(maxsize=4096)
def parse(text: str) -> PartialDate:
    """Return a date of the catalogue. Raise ValueError with the reason as its message."""
    match = _FORM.fullmatch(text)
    if not match:
        raise ValueError("not a date in the format YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part or 0) for part in match.groups())
    if year not in YEARS:
        raise ValueError(f"the year {year:04} is not between {YEARS[0]} and {YEARS[-1]}")
    try:
        datetime.date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        raise ValueError(f"{text} does not exist in the calendar") from None
    return PartialDate(year, month, day)


#: Days of a week, which a first digest covers.
WEEK = 7


def plus(day: PartialDate, days: int) -> PartialDate:
    """Return the day so many days later, or earlier if the number is negative."""
    date = datetime.date(*day) + datetime.timedelta(days=days)
    return PartialDate(date.year, date.month, date.day)


def span(first: PartialDate, last: PartialDate) -> str:
    """Return the days from one to another for readers: `17–23 Dec 2025`, `28 Nov – 4 Dec 2025`."""
    if first == last:
        return last.shown
    if first[:2] == last[:2]:
        return f"{first.day}–{last.shown}"
    begun = first.shown.removesuffix(f" {last.year}")
    return f"{begun} – {last.shown}"


# --- dates in other formats ----------------------------------------------------------------------

#: Names of months in the languages of most bibliographies; three letters are enough.
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
#: More languages, whose names of months come from Babel.
_LANGUAGES = "nl sv da nb fi et lv lt pl cs sk sl hr sr hu ro bg ru uk el tr ca eu id".split()
_WORD = r"(?P<name>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º|er)?"
#: One of YEARS.
_YEAR = r"(?P<year>1\d{3}|20\d\d|2100)"
_SEASON = r"(?:early|mid|late|spring|summer|autumn|fall|winter|easter|christmas|michaelmas)"
#: Formats with the month in words or in a fixed position, each with its known parts.
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WORD}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_DAY}[\s-]\s*{_WORD}[\s,-]\s*{_YEAR}",
        rf"{_YEAR}[\s,/-]+{_WORD}(?:[\s/-]+{_DAY})?",
        rf"{_WORD}\s*,?\s*{_YEAR}",
        rf"{_YEAR}[-/.](?P<month>[01]?\d)(?:[-/.](?P<day>\d{{1,2}}))?(?:[T ]\d\d:\d\d.*)?",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?P<month>\d{{1,2}})[-/]{_YEAR}",
        rf"{_YEAR}[年년]\s?(?P<month>\d{{1,2}})[月월](?:\s?(?P<day>\d{{1,2}})[日일])?",
    )
)
#: Two numbers of which either may be the month, unless one is too large.
_TWO_NUMBERS = re.compile(rf"(\d{{1,2}})[-/](\d{{1,2}})[-/]{_YEAR}", re.ASCII)
#: A year with additions that are less precise than a month.
_VAGUE = re.compile(
    rf"(?:c\.|ca?\.?\s|circa|about|around|ca\.|©|copyright|{_SEASON}(?:\s+term)?,?)?\s*\[?{_YEAR}[a-z年년]?[\]?.]*"
    rf"(?:,?\s*(?:{_SEASON}|(?:\?|\(?in press\)?|\(?est\.?\)?)))?",
    re.IGNORECASE,
)


#: Quotes and brackets around a date.
_WRAPPED = re.compile(r"[\"'“”„‘’«»(){}]")
_DASHES = re.compile(r"(?<=\d)[\u2010-\u2015\u2212](?=\d)")
#: Wide digits and signs, as typed in Chinese and Japanese. Digits of other scripts stay, since they
#: often write a year of another calendar: `۱۳۹۹`, `२०७७`.
WIDE = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)}
#: What e-mail and feeds add to a date (RFC 5322): `Mon, 2 Apr 2007 19:18:42 GMT`.
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? ", re.I)
_TIME = re.compile(r" \d{1,2}:\d\d(?::\d\d)?(?: (?:[A-Z]{1,4}|[+-]\d{4}))?$")
_BEFORE = re.compile(
    r"(?:(?:first |published |publication date:? ?|online:? ?)?(?:in |on )?)(?=\w)", re.IGNORECASE
)


#: A moment as OpenReview writes it.
_MILLISECONDS = re.compile(r"\d{13}", re.ASCII)


def of_milliseconds(moment: float) -> PartialDate | None:
    """Return the day of a moment in milliseconds since 1970; None outside of the calendar."""
    with suppress(ValueError, OverflowError):
        day = datetime.date(1970, 1, 1) + datetime.timedelta(milliseconds=moment)
        return PartialDate(day.year, day.month, day.day)
    return None


def readings(text: str) -> tuple[PartialDate, ...]:
    """Return the possible dates of a text in another format: none, one, or two if either number may
    be the day. A day that does not exist is left out: `2024-02-30` gives `2024-02`."""
    text = _DASHES.sub("-", _WRAPPED.sub(" ", text.translate(WIDE)))
    words = (word for word in text.split() if word not in ("de", "of"))
    text = _TIME.sub("", _WEEKDAY.sub("", " ".join(words)))
    text = _BEFORE.sub("", text).rstrip(" .,;")
    moment = of_milliseconds(int(text)) if _MILLISECONDS.fullmatch(text) else None
    if moment and moment.year in YEARS:  # an ISBN is later
        return (moment,)
    for pattern in _NAMED:
        match = pattern.fullmatch(text)
        parts = match.groupdict() if match else {}
        if "name" in parts:
            parts["month"] = month_of(parts["name"])
        if parts.get("month"):
            return (_likely(parts["year"], parts["month"], parts.get("day")),)
    numbers = _TWO_NUMBERS.fullmatch(text)
    if numbers:
        orders = ((numbers[2], numbers[1]), (numbers[1], numbers[2]))
        found = {_likely(numbers["year"], month, day) for month, day in orders}
        return tuple(sorted(date for date in found if date.day))
    vague = _VAGUE.fullmatch(text)
    return (PartialDate(int(vague["year"])),) if vague else ()


#: The most characters of a text that is searched for words and numbers.
_LONGEST = 100
_TOKENS = re.compile(r"[^\W\d_]+|\d+")
#: A date followed by more text: `2014-05-12/2014-05-15`, `2014/05/12/other`, but not `2019-2020`.
_BEGUN = re.compile(r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?![\d.-]|/\d{1,3}(?!\d))", re.ASCII)
#: Words around the parts of a date that carry no meaning.
_SILENT = frozenset("st nd rd th of de er 年 月 日 년 월 일".split())


def find(text: str) -> tuple[str, bool]:
    """Return the date in a text of another program, in ISO 8601, and whether the text says no more:
    `2024-05-01T12:00`, `May 2, 1952`, `published 2020`. The result is only the year if either
    number may be the day (`1/5/2020`), the beginning of a range, and empty without a year."""
    text = text.translate(WIDE)
    found = readings(text)
    if len(found) == 1:
        return str(found[0]), _says_no_more(text, found[0])
    if (begun := _BEGUN.match(text.strip())) and (found := readings(begun[0])):
        return str(found[0]), False
    words = _TOKENS.findall(text[:_LONGEST])
    years = [word for word in words if re.fullmatch("[0-9]{4}", word) and int(word) in YEARS]
    months = [number for word in words if (number := month_of(word))]
    others = [word for word in words if word.isdigit() and word not in years]
    if not years:
        return "", False
    if len(set(years)) > 1 or len(months) != 1:
        return years[0], False
    day = others[0] if len(others) == 1 and len(others[0]) <= 2 else None
    return str(_likely(years[0], months[0], day)), False


def beside(text: str, year: str) -> tuple[str, bool]:
    """Return what `find` does; a text without a year, such as `SEP 30`, is of the given year."""
    found = find(text)
    return found if found[0] else find(f"{text} {year}")


def of_parts(value: Any) -> str:
    """Return the text of a date in parts, `2020-5`: `{year: 2020, month: 5}`, `[2020, 5]`, or
    `{date-parts: [[2020, 5]]}`, as in CSL and pandoc. Missing parts before others stay empty, so
    that a day is never the month: `2020--3`. Empty for other values."""
    if isinstance(value, Mapping) and "date-parts" in value:
        value = value["date-parts"]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, Mapping) and "year" in value and value.keys() <= {"year", "month", "day"}:
        value = [value.get(part) for part in ("year", "month", "day")]
    if not isinstance(value, list) or not all(isinstance(part, str | int | None) for part in value):
        return ""
    return "-".join(str(part or "") for part in value).rstrip("-")


def _says_no_more(text: str, date: PartialDate) -> bool:
    """Return whether all words and numbers of a text belong to the date or a time of day."""
    words = _TOKENS.findall(re.sub(r"[T ]\d\d:\d\d.*", "", _WEEKDAY.sub("", text.strip())))
    if len(words) == 1 and len(words[0]) in (8, 13):  # `20240501`, or milliseconds
        return bool(date.day)
    said = [word for word in words if word.lower() not in _SILENT]
    return "?" not in text and len(said) == 1 + bool(date.month) + bool(date.day)


def month_of(name: str) -> int:
    """Return the number of a month from its name or the beginning of its name; 0 for other
    words."""
    name = name.lower()
    if len(name) < 3 or name.isdigit():
        return 0
    for number, names in enumerate(_MONTH_NAMES, 1):
        if any(known.startswith(name) for known in names):
            return number
    return _other_months().get(name, 0)


@cache
def _other_months() -> dict[str, int]:
    """Return the numbers of months by their whole names in more languages. A name of two months,
    such as `listopad`, is left out."""
    from babel import Locale  # 0.1 s, which most runs save

    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        months = Locale(language).months
        for context in months:
            for number, name in months[context]["wide"].items():
                found.setdefault(name.lower(), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _likely(year: str, month: str | int, day: str | None) -> PartialDate:
    """Return as many parts, from the year on, as make an existing date."""
    date = PartialDate(int(year), int(month), int(day or 0))
    for known in (date, date._replace(day=0)):
        try:
            return parse(str(known))
        except ValueError:
            continue
    return PartialDate(date.year)


def named_days(text: str) -> set[tuple[int, int]]:
    """Return month and day of each day that a text names in English or as YYYY-MM-DD."""
    found = set()
    for match in _DAY_IN_TEXT.finditer(text):
        if match["number"]:
            found.add((int(match["number"]), int(match["last"])))
        elif day := match["day"] or match["later"]:
            names = MONTHS if len(match["month"]) == 3 else LONG_MONTHS
            found.add((names.index(match["month"]) + 1, int(day)))
    return found
