"""Calendars of a collection with a history, and somebody who follows them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from icalendar import Calendar

from papershelf.history import Repository, editions
from papershelf.outputs import calendars
from papershelf.outputs.settings import Settings
from support.helpers import collect, entry

SETTINGS = Settings(site_url="https://example.org/shelf/", id_authority="example.org")
#: Monday, 5 October 2026.
FRONT = "title: Autumn\nstarts: 2026-10-05\nmeets: [mon, thu]\n"
BODY = """## One

- [@a1] Required, pages 3 to 7. Why *this*, see [the page](https://example.org/?a=1&b=2) and
  [@b1].
- [@b1]

## Two {due=2026-10-09}

- [@c1] Last.

## Three

- [@a1]
"""
PAPERS = "".join(entry(name, f"Paper {name[0].upper()}") for name in ("a1", "b1", "c1", "e1"))


def edition(body: str = BODY, front: str = FRONT) -> str:
    return f"---\n{front}---\n\n{body}"


FILES = {
    "papers.yaml": PAPERS,
    "content/courses/ml.md": "# Learning; or, *ML*\n\n- [@a1]\n",
    "content/courses/ml/2026.md": edition(),
}


def made(root: Path, settings: Settings = SETTINGS) -> dict[str, bytes]:
    """The calendars of a collection with its history, by path."""
    past = editions.past(Repository(root=root))
    return dict(calendars.files(collect(root), settings, past))


def events(data: bytes) -> dict[str, Any]:
    """The events of a calendar by UID without the host, as `icalendar` reads them."""
    found = list(Calendar.from_ical(data).walk("VEVENT"))
    assert len({each["uid"] for each in found}) == len(found)
    return {str(each["uid"]).partition("@")[0].removeprefix("courses/"): each for each in found}


#: What says how often and when an event changed.
_COUNTED = {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}


class Known(NamedTuple):
    """An event as a subscriber keeps it."""

    order: tuple[int, datetime.datetime]
    shown: str
    """Empty if it is cancelled."""
    properties: dict[str, bytes]
    """All that programs show."""


class Subscriber:
    """Keeps events by UID and takes only what is newer, as RFC 5546 has it (section 2.1.5)."""

    def __init__(self) -> None:
        self.events: dict[str, Known] = {}

    def fetch(self, files: Mapping[str, bytes]) -> list[str]:
        """What the calendar shows, `one 10-05`."""
        for data in files.values():
            for uid, event in events(data).items():
                order = (event["sequence"], event["dtstamp"].dt)
                title = str(event["summary"]).rpartition(": ")[2]
                due = "due " if uid.endswith("/due") else ""
                is_gone = event["status"] == "CANCELLED"
                shown = "" if is_gone else f"{due}{title} {event['dtstart'].dt:%m-%d}"
                texts = {name: value.to_ical() for name, value in event.items()}
                shared = {name: texts[name] for name in texts.keys() - _COUNTED}
                new = Known(order, shown, shared)
                known = self.events.get(uid)
                if known is None or new.order > known.order:
                    self.events[uid] = new
                else:
                    assert new == known, f"a change that a subscriber would miss: {uid}"
        return sorted(each.shown for each in self.events.values() if each.shown)
