"""The sessions of a course on its page: what is known of each below its heading, and the schedule.

In: a course or an edition. Out: Markdown with blocks of HTML for its headings, and links to its
sessions with days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from papershelf.catalogue.model import Collection, Course, Edition, ReadingList, Session
from papershelf.catalogue.sessions import sections
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_views import CalendarLink, SessionLink
from papershelf.outputs.views.records import NOTHING, Link
from papershelf.text import notes
from papershelf.text.dates import PartialDate
from papershelf.text.escape import Html, html
from papershelf.text.headings import Heading

#: The heading of a session without one.
_UNTITLED = "Session"


def by_heading(page: ReadingList) -> dict[int, Session]:
    """Return the sessions of a page by the offsets of their headings in its text."""
    found = (each.heading.start for each in sections(page.body))
    return dict(zip(found, page.sessions, strict=True))


def to_heading(page: ReadingList) -> Callable[[Heading], str]:
    """Return the function that turns a heading into Markdown. A session gets the place of its
    fragment above it, and its days below. Headings get other ids than the fragments because
    those are read as Markdown, too."""
    found = by_heading(page)

    def to_text(heading: Heading) -> str:
        session = found.get(heading.start)
        if session is None:
            return heading.markdown
        place = f'<div class="ps-session" id="{fragment(session)}" markdown="1"></div>'
        facts = '&nbsp;<span class="ps-dot">·</span> '.join(when_of(session))
        when = f'<p class="ps-when" data-pagefind-ignore>{facts}</p>' if facts else ""
        return "\n\n".join(filter(None, ("", place, _titled(heading), when, "")))

    return to_text


def schedule(page: ReadingList, url: str, collection: Collection) -> Iterator[SessionLink]:
    """Yield the sessions with days of an edition at an address, in the order of the page."""
    for session in page.sessions:
        if session.date or session.due:
            link = f"{addresses.at(url)}#{fragment(session)}"
            yield SessionLink(
                link=Link(text=html(shown_title(session.title, collection)), url=Html(link)),
                date=_date(session),
                note=_note(session),
            )


def shown_title(heading: str, collection: Collection) -> str:
    """Return the Markdown of a heading as plain text, never empty."""
    return notes.heading_to_plain(heading, collection.plain_title_of) or _UNTITLED


def _titled(heading: Heading) -> str:
    """Return a heading as Markdown, never empty."""
    return heading.markdown if heading.text else f"{'#' * heading.level} {_UNTITLED}"


def has_calendar(page: ReadingList) -> bool:
    """Return whether a session has a day, which only those of editions have."""
    return any(session.date or session.due for session in page.sessions)


def calendar(course: Course, edition: Edition, settings: Settings) -> CalendarLink:
    """Return the links to the calendar of an edition."""
    file = addresses.calendar(course.slug, edition.slug)
    _, _, site = settings.site_url.partition("://")
    subscribe = html(f"webcal://{site}{file}") if site else NOTHING
    return CalendarLink(url=addresses.at(file), subscribe=subscribe)


def fragment(session: Session) -> Html:
    """Return the fragment of a session on its page; slugs need no escaping."""
    return Html(f"session-{session.slug}")


def day(date: PartialDate) -> Html:
    """Return a whole day with its name."""
    return Html(f'<time datetime="{date}">{date.shown_day}</time>')


def when_of(session: Session) -> Iterator[Html]:
    """Yield the day of a session, struck out if it is cancelled, and the other facts about it."""
    yield from filter(None, (_date(session), _note(session)))


def session_facts(session: Session) -> Iterator[str]:
    """Yield when a session is, whether it is cancelled, and when its work is due."""
    if session.date:
        yield session.date.shown_day
    yield from _status(session, lambda date: date.shown_day)


def _status(session: Session, shown: Callable[[PartialDate], str]) -> Iterator[str]:
    if session.is_cancelled:
        yield "cancelled"
    if session.due:
        yield f"due {shown(session.due)}"


def _note(session: Session) -> Html:
    """Return whether a session is cancelled, and when work for it is due."""
    return Html(", ".join(_status(session, day)))


def _date(session: Session) -> Html:
    if session.date is None:
        return NOTHING
    return Html(f"<s>{day(session.date)}</s>") if session.is_cancelled else day(session.date)
