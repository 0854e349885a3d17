"""The sessions of a course, and the days that an edition gives them by its rule.

In: the Markdown of a page, its readings, and the front matter of an edition. Out: sessions in the
order of the page. Trusts dates that are valid by themselves; checks report what contradicts.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from papershelf.catalogue import forms, fronts
from papershelf.catalogue.model import Reading, Session
from papershelf.text import dates, readings
from papershelf.text.dates import PartialDate
from papershelf.text.headings import Heading
from papershelf.text.slugs import to_slug

#: What `date` of a heading may say other than a day: no day, or the next meeting day also for a
#: section without readings.
NONE, NEXT = "none", "next"
#: After every day.
LAST = PartialDate(9999)
#: The most days from the first to the last of a term.
LONGEST = 731


@dataclass(slots=True, kw_only=True)
class Section:
    """A session as written."""

    heading: Heading
    slug: str = ""
    readings: list[int] = field(default_factory=list)
    """Positions among the readings of the page."""

    @property
    def name(self) -> str:
        """Return the slug that it has if no other session wants the same."""
        return to_slug(self.heading.id or self.heading.title or "session")

    @property
    def day(self) -> PartialDate | None:
        """Return the day that its heading names, or None."""
        return day_of(self.heading, "date")

    @property
    def _says(self) -> str:
        mark = self.heading.mark("date")
        return mark.value if mark else ""

    @property
    def has_day(self) -> bool:
        """Return whether its heading says when it is, or when work is due."""
        return self._says not in ("", NONE) or self.heading.mark("due") is not None

    @property
    def takes_day(self) -> bool:
        """Return whether a meeting day is for it."""
        return self._says != NONE and (bool(self.readings) or self._says == NEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The days on which an edition meets."""

    starts: PartialDate
    ends: PartialDate
    """At most `LONGEST` days after the first."""
    meets: frozenset[int]
    """Days of the week; Monday is 0."""
    skip: tuple[tuple[PartialDate, PartialDate], ...] = ()
    """First and last of days without a meeting, sorted; none begins within another."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Timetable | None:
        """Return the term of an edition's front matter; None if it has no meeting days."""
        starts, meets = values.get("starts"), values.get("meets")
        if not meets or not starts or not starts.day:
            return None
        latest = dates.plus(starts, LONGEST)
        return cls(
            starts=starts,
            ends=min(values.get("ends") or latest, latest),
            meets=frozenset(map(fronts.WEEKDAYS.index, meets)),
            skip=tuple(_merged(values.get("skip", ()))),
        )

    def is_skipped(self, day: PartialDate) -> bool:
        """Return whether nothing meets on a day."""
        before = bisect_right(self.skip, (day, LAST))
        return before > 0 and day <= self.skip[before - 1][1]

    def meets_on(self, day: PartialDate) -> bool:
        """Return whether a day is a meeting day."""
        is_regular = datetime.date(*day).weekday() in self.meets
        return is_regular and self.starts <= day <= self.ends and not self.is_skipped(day)

    def days(self) -> tuple[PartialDate, ...]:
        """Return the meeting days in order."""
        return _days(self)


@lru_cache(maxsize=64)  # the versions of an edition in git rarely differ in them
def _days(term: Timetable) -> tuple[PartialDate, ...]:
    length = (datetime.date(*term.ends) - datetime.date(*term.starts)).days
    every = (dates.plus(term.starts, number) for number in range(length + 1))
    return tuple(filter(term.meets_on, every))


def _merged(
    ranges: Iterable[tuple[PartialDate, PartialDate]],
) -> Iterator[tuple[PartialDate, PartialDate]]:
    latest = PartialDate(0)
    for first, last in sorted(ranges):
        if last > latest:
            yield max(first, latest), last
            latest = last


def day_of(heading: Heading, name: str) -> PartialDate | None:
    """Return the day that a mark of a heading says; None if it says no valid day."""
    mark = heading.mark(name)
    return forms.day(mark.value) if mark else None


def sections(markdown: str) -> list[Section]:
    """Return the sessions of a page. A heading is one if readings are directly below it, or if it
    has a day of its own; deeper headings without a day belong to it."""
    found: list[Section] = []
    above: list[tuple[Heading, Section | None]] = []
    number = 0
    for part in readings.parts(markdown):
        if isinstance(part, Heading):
            while above and above[-1][0].level >= part.level:
                above.pop()
            section = above[-1][1] if above else None
            if part.mark("date") or part.mark("due"):
                section = Section(heading=part)
                found.append(section)
            above.append((part, section))
        elif part.id:
            if above:
                heading, section = above[-1]
                if section is None:
                    section = Section(heading=heading)
                    found.append(section)
                    above[-1] = heading, section
                section.readings.append(number)
            number += 1
    found = [each for each in found if each.readings or each.has_day]
    for section, slug in zip(found, _slugs(found), strict=True):
        section.slug = slug
    return found


def _slugs(found: Sequence[Section]) -> Iterator[str]:
    """Yield a unique slug for each session: its id in braces, or its heading. An id is taken before
    the texts of other headings."""
    taken = {each.name for each in found if each.heading.id}
    given = set[str]()
    numbers = Counter[str]()
    for each in found:
        slug = base = each.name
        while slug in given or (slug in taken and not each.heading.id):
            numbers[base] += 1
            slug = f"{base}-{numbers[base] + 1}"
        given.add(slug)
        yield slug


def schedule(found: Sequence[Section], term: Timetable | None) -> list[PartialDate | None]:
    """Return the day of each session. Sections with readings get the meeting days in order. A
    meeting day that a section names is only for that section; a section that names another day
    leaves its own meeting day unused, so that the sessions after it keep theirs."""
    if term is None:
        return [each.day for each in found]
    named = {each.day for each in found}
    free = (day for day in term.days() if day not in named)
    days: list[PartialDate | None] = []
    for each in found:
        is_moved = each.day is not None and not term.meets_on(each.day)
        regular = next(free, None) if each.takes_day and (is_moved or not each.day) else None
        days.append(each.day or regular)
    return days


def collect_sessions(
    markdown: str, found: Sequence[Reading], values: Mapping[str, Any], *, is_dated: bool
) -> tuple[Session, ...]:
    """Return the sessions of a page with these readings and front matter. Only those of an edition
    are dated."""
    written = sections(markdown)
    days = schedule(written, Timetable.of(values))
    return tuple(
        Session(
            title=each.heading.text,
            slug=each.slug,
            date=day if is_dated else None,
            due=day_of(each.heading, "due") if is_dated else None,
            is_cancelled=is_dated and each.heading.mark("cancelled") is not None,
            readings=tuple(found[number] for number in each.readings),
        )
        for each, day in zip(written, days, strict=True)
    )
