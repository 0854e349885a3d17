"""The calendars of editions (RFC 5545), beside their pages.

In: a Collection, earlier states of its editions, and days on which papers changed. Out: path and
bytes of each file: an event for each session with a day, and one for each day on which work is due.
All are events of a whole day, so that no time zone can shift them. Times of changes come from git,
never from the clock.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from papershelf.catalogue.model import Collection, Course, Edition, Paper, Session, key_of
from papershelf.citations import parts
from papershelf.history.editions import Past, State
from papershelf.history.ledger import Day
from papershelf.outputs.feeds import ids
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_parts import guide
from papershelf.outputs.views.rows import authors_shown
from papershelf.outputs.views.sessions import fragment, has_calendar, shown_title
from papershelf.text import dates, notes
from papershelf.text.dates import PartialDate

if TYPE_CHECKING:
    from icalendar import Calendar, Event

#: RFC 7986, section 5.7: how often programs ask for the file again.
_REFRESH = datetime.timedelta(hours=12)
#: Seconds of a day.
_DAY = 86_400
#: The fields of a paper that an event shows.
_SHOWN = frozenset({"title", "authors", "author_count", "editors", "published", "status"})
_PROGRAM = "-//Papershelf//Papershelf//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event of a calendar, as the states of its edition tell it."""

    key: str
    """The slug of its session, with `/due` at the end for the day on which work is due."""
    date: PartialDate
    session: Session
    """As it was last."""
    is_due: bool
    is_gone: bool = False
    """Whether the session was removed, or has no day any more."""
    since: int
    """When it came, in seconds from 1970 on in UTC."""
    seconds: int
    """When it changed last."""
    revision: int = 0
    """How often it has changed."""

    @property
    def is_cancelled(self) -> bool:
        """Return whether it does not take place."""
        return self.is_gone or (self.session.is_cancelled and not self.is_due)

    def after(self, before: Entry) -> Entry:
        """Return the event with the number of its changes, and the time of the last one."""
        made = replace(self, since=before.since, revision=before.revision)
        if (self.session, self.is_gone) == (before.session, before.is_gone):
            return replace(made, seconds=before.seconds)
        return replace(made, revision=before.revision + 1)

    def touched(self, found: Iterable[str]) -> Entry:
        """Return the event after these days, on which its papers changed."""
        later = sorted(day for day in set(found) if _begins(day) + _DAY > self.since)
        if not later:
            return self
        last = max(self.seconds, _begins(later[-1]) + _DAY - 1)
        return replace(self, revision=self.revision + len(later), seconds=last)


def entries(past: Sequence[State], sessions: Sequence[Session], first: int) -> list[Entry]:
    """Return the events of an edition, by day, including those that earlier states had. `first` is
    the time of an edition without earlier states."""
    known: dict[str, Entry] = {}
    seconds = past[-1].seconds if past else first
    for each in (*past, State(len(past), seconds, tuple(sessions))):
        present = {entry.key: entry for entry in _of_state(each)}
        for key, entry in present.items():
            known[key] = entry.after(known[key]) if key in known else entry
        for key, entry in known.items():
            if key not in present and not entry.is_gone:
                gone = replace(entry, is_gone=True, seconds=each.seconds)
                known[key] = gone.after(entry)
    return sorted(known.values(), key=lambda entry: (entry.date, entry.key))


def _of_state(state: State) -> Iterator[Entry]:
    for session in state.sessions:
        for date, end, is_due in ((session.date, "", False), (session.due, "/due", True)):
            if date:
                yield Entry(
                    key=f"{session.slug}{end}",
                    date=date,
                    session=session,
                    is_due=is_due,
                    since=state.seconds,
                    seconds=state.seconds,
                )


def files(
    collection: Collection, settings: Settings, past: Past, days: Sequence[Day]
) -> Iterator[tuple[str, bytes]]:
    """Yield the calendar of each edition that has one."""
    changes = _changes(days)
    for course in collection.courses.values():
        for edition in course.editions:
            if has_calendar(edition):
                maker = _Maker(course, edition, collection, settings)
                states = _states(course, edition, past)
                yield maker.src_uri, maker.calendar(states, changes).to_ical()


def _changes(days: Sequence[Day]) -> dict[str, list[str]]:
    """Return the days on which what a calendar says about a paper changed, by id."""
    found: dict[str, list[str]] = {}
    for day in days:
        changed = [name for name, fields in day.changed if not _SHOWN.isdisjoint(fields)]
        for name in (*changed, *(name for name, _ in day.removed)):
            found.setdefault(name, []).append(day.date)
    return found


def _begins(day: str) -> int:
    """Return the first second of a day, from 1970 on in UTC."""
    return (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * _DAY


def _states(course: Course, edition: Edition, past: Past) -> list[State]:
    """Return the states of an edition under all its names, oldest first."""
    names = (
        (one, other)
        for one in (course.slug, *course.aliases)
        for other in (edition.slug, *edition.aliases)
    )
    found = [state for name in dict.fromkeys(names) for state in past.get(name, ())]
    return sorted(found, key=lambda state: state.number)


class _Maker:
    """Makes the calendar of an edition."""

    def __init__(
        self, course: Course, edition: Edition, collection: Collection, settings: Settings
    ) -> None:
        self.course, self.edition = course, edition
        self.collection, self.settings = collection, settings
        self.src_uri = addresses.calendar(course.slug, edition.slug)
        self.page = addresses.edition(course.slug, edition.slug)
        names = (key_of(each.slug, each.aliases) for each in (course, edition))
        self.name = f"{addresses.COURSES}{'/'.join(names)}"
        """Stays when course or edition are renamed."""
        self.numbers = {id(each): number for number, each in enumerate(edition.readings, 1)}

    def calendar(self, states: Sequence[State], changes: Mapping[str, Sequence[str]]) -> Calendar:
        """Return the calendar."""
        from icalendar import (
            Calendar,
            vDuration,
        )  # takes a tenth of a second, which few commands need

        made = Calendar()
        made.add("prodid", _PROGRAM)
        made.add("version", "2.0")
        made.add("method", "PUBLISH")
        title = f"{self.course.title}: {self.edition.title}"
        for key in ("name", "x-wr-calname"):
            made.add(key, title)
        made.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(_REFRESH))
        if self.settings.site_url:
            url = self.settings.site_url + self.src_uri
            made.add("source", url, parameters={"VALUE": "URI"})
            made.add("url", self.settings.site_url + self.page)
        for entry in entries(states, self.edition.sessions, self._first_seconds()):
            days = self._changes(entry, changes) if states else ()
            made.add_component(self._event(entry.touched(days)))
        return made

    def _first_seconds(self) -> int:
        """Return the newest day on which one of the readings was added, or the day on which the
        edition starts: what else comes into the catalogue changes no calendar."""
        papers = self.collection.papers
        added = [papers[each.id].added for each in self.edition.readings if each.id in papers]
        return max(0, _begins(max(added, default=self.edition.starts).padded))

    def _changes(self, entry: Entry, changes: Mapping[str, Sequence[str]]) -> Iterator[str]:
        if not entry.is_due and not entry.is_gone:
            for reading in entry.session.readings:
                paper = self.collection.papers.get(reading.id)
                for name in paper.ids if paper else ():
                    yield from changes.get(name, ())

    def _event(self, entry: Entry) -> Event:
        from icalendar import Event

        made = Event()
        changed = datetime.datetime.fromtimestamp(entry.seconds, datetime.UTC)
        made.add("uid", f"{self.name}/{entry.key}@{ids.authority(self.settings)}")
        made.add("dtstamp", changed)
        made.add("last-modified", changed)
        made.add("sequence", entry.revision)
        made.add("dtstart", datetime.date(*entry.date))
        made.add("dtend", datetime.date(*dates.plus(entry.date, 1)))
        made.add("summary", self._summary(entry))
        made.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
        made.add("transp", "TRANSPARENT")
        made.add("categories", [self.course.title])
        if not entry.is_gone:
            if text := "\n\n".join(self._description(entry)):
                made.add("description", text)
            if self.settings.site_url:
                place = f"{self.settings.site_url}{self.page}#{fragment(entry.session)}"
                made.add("url", place)
        return made

    def _summary(self, entry: Entry) -> str:
        words = ("Cancelled" if entry.is_cancelled else "", "Due" if entry.is_due else "")
        before = ": ".join(filter(None, (*words, self.course.title)))
        return f"{before}: {shown_title(entry.session)}"

    def _description(self, entry: Entry) -> Iterator[str]:
        for reading in () if entry.is_due else entry.session.readings:
            paper = self.collection.papers.get(reading.id)
            facts = [f"{authors_shown(paper)}, {paper.published.year}" if paper else ""]
            facts += [guide(reading), paper.status_sentence.rstrip(".") if paper else ""]
            lines = [f"{self.numbers[id(reading)]}. {self.collection.plain_title_of(reading.id)}"]
            lines += [". ".join(filter(None, facts)), self._url(paper) if paper else ""]
            lines += [notes.to_plain(reading.note, self.collection.plain_title_of)]
            yield "\n".join(filter(None, lines))

    def _url(self, paper: Paper) -> str:
        """Return the address of a paper on the site, or that of the paper itself."""
        site_url = self.settings.site_url
        return site_url + addresses.paper(paper.id) if site_url else parts.home(paper)
