"""The calendars of editions (RFC 5545), beside their pages.

In: a Collection, earlier versions of its editions, and changes of papers. Out: path and
bytes of each file: an event for each session with a day, and one for each day on which work is due.
All are events of a whole day, so that no time zone can shift them. Times of changes come from git,
never from the clock.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from papershelf.catalogue.model import Collection, Course, Edition, Paper, Session
from papershelf.citations import parts
from papershelf.history.editions import Past, Version
from papershelf.history.ledger import Step
from papershelf.outputs.feeds import ids
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_parts import guide, to_plain_notes
from papershelf.outputs.views.rows import authors_shown
from papershelf.outputs.views.sessions import fragment, has_calendar, shown_title
from papershelf.outputs.views.taught import Taught, all_taught
from papershelf.text import citing, dates
from papershelf.text.dates import PartialDate
from papershelf.text.identifiers import SCHEMES

if TYPE_CHECKING:
    import icalendar

#: RFC 7986, section 5.7: how often programs ask for the file again.
_REFRESH = datetime.timedelta(hours=12)
#: Seconds of a day.
_DAY = 86_400
#: The fields of a paper that an event may show, or that its address is made of.
_SHOWN = frozenset(
    {"title", "authors", "author_count", "editors", "published", "status", "urls", *SCHEMES}
)
_PROGRAM = "-//Papershelf//Papershelf//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event of a calendar, as the versions of its edition describe it."""

    key: str
    """The slug of its session, with `/due` at the end for the day on which work is due."""
    date: PartialDate
    course: str
    """The title of the course, as it was last."""
    names: tuple[str, str]
    """The slugs of course and edition, as they were last."""
    session: Session
    """As it was last."""
    is_due: bool
    papers: frozenset[str]
    """The ids of all papers that it has ever listed, or cited in a note. Those that it no longer
    has count, too: the number of changes must not fall."""
    is_gone: bool = False
    """Whether the session was removed, or has no day any more."""
    since: int
    """The number of the commit with which it came."""
    seconds: int
    """When it changed last, from 1970 on in UTC."""
    revision: int = 0
    """How often it has changed."""

    @property
    def is_cancelled(self) -> bool:
        """Return whether it does not take place."""
        return self.is_gone or (self.session.is_cancelled and not self.is_due)

    def after(self, before: Event) -> Event:
        """Return the event with the number of its changes, and the time of the last one."""
        made = replace(
            self,
            papers=self.papers | before.papers,
            since=before.since,
            seconds=before.seconds,
            revision=before.revision,
        )
        if made == before:
            return made
        return replace(made, seconds=self.seconds, revision=before.revision + 1)

    def touched(self, steps: Iterable[tuple[int, int]]) -> Event:
        """Return the event after these commits, number and seconds, which changed its papers."""
        later = sorted({each for each in steps if each[0] > self.since})
        if not later:
            return self
        last = max(self.seconds, later[-1][1])
        return replace(self, revision=self.revision + len(later), seconds=last)


def events(versions: Iterable[Version]) -> list[Event]:
    """Return the events of an edition, by day, including those that only earlier versions had; the
    last version is the present one."""
    known: dict[str, Event] = {}
    for version in versions:
        present = {event.key: event for event in _of_version(version)}
        for key, event in present.items():
            known[key] = event.after(known[key]) if key in known else event
        for key, event in known.items():
            if key not in present and not event.is_gone:
                gone = replace(event, is_gone=True, seconds=version.seconds)
                known[key] = gone.after(event)
    return sorted(known.values(), key=lambda event: (event.date, event.key))


def _of_version(version: Version) -> Iterator[Event]:
    for session in version.sessions:
        for date, end, is_due in ((session.date, "", False), (session.due, "/due", True)):
            if date:
                yield Event(
                    key=f"{session.slug}{end}",
                    date=date,
                    course=version.course,
                    names=version.names,
                    session=session,
                    is_due=is_due,
                    papers=frozenset(_papers(session, is_due)),
                    since=version.number,
                    seconds=version.seconds,
                )


def _papers(session: Session, is_due: bool) -> Iterator[str]:
    """Yield the ids of the papers that an event names."""
    yield from (paper_id for _, _, paper_id in citing.iter_citations(session.title))
    for reading in () if is_due else session.readings:
        yield reading.id
        yield from (paper_id for _, _, paper_id in citing.iter_citations(reading.note))


def files(collection: Collection, settings: Settings, past: Past) -> Iterator[tuple[str, bytes]]:
    """Yield the calendar of each edition that has a day, or had one: programs that merge files keep
    the events of a calendar that has gone."""
    changes = _changes(past.steps)
    for each in all_taught(collection):
        if each.edition:
            maker = _Maker(each, each.edition, collection, settings)
            if calendar := maker.calendar(past, changes):
                yield maker.src_uri, calendar.to_ical()


def are_any(collection: Collection) -> bool:
    """Return whether an edition has a calendar without its earlier versions."""
    return any(has_calendar(each.page) for each in all_taught(collection))


def _changes(steps: Iterable[Step]) -> dict[str, list[tuple[int, int]]]:
    """Return the commits that changed what a calendar says about a paper, by id."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, seconds, day in steps:
        changed = [name for name, fields in day.changed if not _SHOWN.isdisjoint(fields)]
        for name in (*changed, *(name for name, _ in (*day.renamed, *day.removed))):
            found.setdefault(name, []).append((number, seconds))
    return found


def _begins(day: str) -> int:
    """Return the first second of a day, from 1970 on in UTC."""
    return (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * _DAY


def lives(course: Course, edition: Edition, past: Past) -> list[list[Version]]:
    """Return the versions of an edition under all its names, oldest first. A new list begins where
    it is there again after it had been removed; the last version of each list before says that."""
    names = (
        (one, other)
        for one in (course.slug, *course.aliases)
        for other in (edition.slug, *edition.aliases)
    )
    versions = [each for name in dict.fromkeys(names) for each in past.versions.get(name, ())]
    found: list[list[Version]] = [[]]
    there = set[tuple[str, str]]()
    # of one commit, those of a new name come before the end of the old one: it was renamed
    for version in sorted(versions, key=lambda each: (each.number, each.is_removed)):
        if not version.is_removed:
            there.add(version.names)
            found[-1].append(version)
            continue
        there.discard(version.names)
        if not there:
            found[-1].append(version)
            found.append([])
    return found


class _Maker:
    """Makes the calendar of an edition."""

    def __init__(
        self, taught: Taught, edition: Edition, collection: Collection, settings: Settings
    ) -> None:
        self.course, self.edition, self.title = taught.course, edition, taught.title
        self.collection, self.settings = collection, settings
        self.src_uri = addresses.calendar(self.course.slug, edition.slug)
        self.page = taught.url
        self.to_plain = to_plain_notes(self.page, collection, settings)
        self.name = f"{addresses.COURSES}{'/'.join(taught.keys)}"
        """Stays when course or edition are renamed."""

    def calendar(
        self, past: Past, changes: Mapping[str, Sequence[tuple[int, int]]]
    ) -> icalendar.Calendar | None:
        """Return the calendar; None if no version of the edition has a day."""
        *earlier, present = lives(self.course, self.edition, past)
        found = [
            (number, event)
            for number, life in enumerate(earlier, start=1)
            for event in events(life)
            if _begins(event.date.padded) + _DAY > life[-1].seconds  # others have taken place
        ]
        names = (self.course.slug, self.edition.slug)
        seconds = present[-1].seconds if present else self._first_seconds()
        now = Version(past.length, seconds, self.course.title, names, self.edition.sessions)
        found += [(len(earlier) + 1, event) for event in events((*present, now))]
        if not found:
            return None
        import icalendar  # takes a tenth of a second, which few commands need

        made = icalendar.Calendar()
        made.add("prodid", _PROGRAM)
        made.add("version", "2.0")
        made.add("method", "PUBLISH")
        # icalendar escapes only texts of the properties that RFC 5545 has
        title = icalendar.vText(self.title)
        for key in ("name", "x-wr-calname"):
            made.add(key, title)
        made.add(
            "refresh-interval", icalendar.vDuration(_REFRESH), parameters={"VALUE": "DURATION"}
        )
        made.add("x-published-ttl", icalendar.vDuration(_REFRESH))
        if self.settings.site_url:
            url = self.settings.site_url + self.src_uri
            made.add("source", url, parameters={"VALUE": "URI"})
            made.add("url", self.settings.site_url + self.page)
        for number, event in found:
            touched = event.touched(self._changes(event, changes))
            made.add_component(self._component(touched, number))
        return made

    def _first_seconds(self) -> int:
        """Return the newest day on which one of the readings was added, or the day on which the
        edition starts: what else comes into the catalogue changes no calendar."""
        papers = self.collection.papers
        added = [papers[each.id].added for each in self.edition.readings if each.id in papers]
        return max(0, _begins(max(added, default=self.edition.starts).padded))

    def _changes(
        self, event: Event, changes: Mapping[str, Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, int]]:
        """Yield the commits that changed a paper of an event."""
        for paper_id in sorted(event.papers):
            paper = self.collection.papers.get(paper_id)
            for name in paper.ids if paper else (paper_id,):
                yield from changes.get(name, ())

    def _component(self, event: Event, life: int) -> icalendar.Event:
        import icalendar

        # a name that is used again is that of other events; slugs have no tilde
        name = self.name if life == 1 else f"{self.name}~{life}"
        made = icalendar.Event()
        changed = datetime.datetime.fromtimestamp(event.seconds, datetime.UTC)
        made.add("uid", f"{name}/{event.key}@{ids.authority(self.settings)}")
        made.add("dtstamp", changed)
        made.add("last-modified", changed)
        made.add("sequence", event.revision)
        made.add("dtstart", datetime.date(*event.date))
        made.add("dtend", datetime.date(*dates.plus(event.date, 1)))
        made.add("summary", self._summary(event))
        made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
        made.add("transp", "TRANSPARENT")
        made.add("categories", [event.course])
        if not event.is_gone:
            if text := "\n\n".join(self._description(event)):
                made.add("description", text)
            if self.settings.site_url:
                place = f"{self.settings.site_url}{self.page}#{fragment(event.session)}"
                made.add("url", place)
        return made

    def _summary(self, event: Event) -> str:
        words = ("Cancelled" if event.is_cancelled else "", "Due" if event.is_due else "")
        before = ": ".join(filter(None, (*words, event.course)))
        return f"{before}: {shown_title(event.session.title, self.collection)}"

    def _description(self, event: Event) -> Iterator[str]:
        for reading in () if event.is_due else event.session.readings:
            paper = self.collection.papers.get(reading.id)
            facts = [f"{authors_shown(paper)}, {paper.published.year}" if paper else ""]
            facts += [guide(reading), paper.status_sentence.rstrip(".") if paper else ""]
            lines = [self.collection.plain_title_of(reading.id), ". ".join(filter(None, facts))]
            lines += [self._url(paper) if paper else ""]
            lines += [self.to_plain(reading.note)]
            yield "\n".join(filter(None, lines))

    def _url(self, paper: Paper) -> str:
        """Return the address of a paper on the site, or that of the paper itself."""
        site_url = self.settings.site_url
        return site_url + addresses.paper(paper.id) if site_url else parts.home(paper)
