"""Find the date on which each line of a file was committed.

In: a file. Out: a date for each line, by `git blame`. Knows nothing of catalogues.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from papershelf.history.git import HistoryError, day_of, run

_HEADER = re.compile(rb"([0-9a-f]{40,64}) \d+ \d+(?: \d+)?")
_ZONE = re.compile(r"([+-])(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """The dates of a file's lines."""

    days: tuple[str, ...]
    """ISO 8601, one for each line; empty if unknown."""
    is_shallow: bool
    """Whether the clone is shallow: older lines then have the date of its first commit."""


def days(path: Path, today: datetime.date) -> Blame:
    """Return the author date of the commit of each line; today for uncommitted lines. Raise
    HistoryError if no repository has the file."""
    folder = path.resolve().parent
    shallow = run(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    text = run(folder, "blame", "--porcelain", "--", path.resolve().name)
    known: dict[bytes, str] = {}
    found: list[str] = []
    commit, seconds = b"", ""
    for line in text.split(b"\n"):
        if line.startswith(b"\t"):
            found.append(known[commit])
        elif match := _HEADER.fullmatch(line):
            commit = match[1]
            if not commit.strip(b"0"):
                known[commit] = today.isoformat()
        elif line.startswith(b"author-time "):
            seconds = line.partition(b" ")[2].decode(errors="replace")
        elif line.startswith(b"author-tz "):
            known.setdefault(
                commit, _day(seconds, line.partition(b" ")[2].decode(errors="replace"))
            )
    if not found:
        raise HistoryError(f"git has no lines of {path.name}")
    return Blame(days=tuple(found), is_shallow=shallow)


def _day(seconds: str, zone: str) -> str:
    """Return the date of a time in the author's zone, `+0130`; empty if the clock was wrong."""
    match = _ZONE.fullmatch(zone)
    minutes = int(f"{match[1]}1") * (int(match[2]) * 60 + int(match[3])) if match else 0
    return day_of(seconds, minutes)
