"""The numbers about papers that `papershelf metrics` collects: a snapshot for each week.

In: the text of a file `metrics/2026-W48.csv`. Out: its numbers, each with its day, and a problem
for each line that is not as the command writes it. The table of columns is the only one: the
command, the checks and the pages derive from it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from papershelf.catalogue.forms import ID_PATTERN, short
from papershelf.catalogue.limits import MAX_ENTRIES
from papershelf.catalogue.report import Report, nearest
from papershelf.problems import SourceText

#: The folder of the snapshots, in that of the collection.
FOLDER = "metrics"
#: Only the newest files are read, so that a build takes no longer each year: five weeks are
#: compared, and two more show whether their first number is one that had fallen.
MOST_FILES = 8
#: Errors in one file after which the rest is not read: it is not one of ours. Also the most
#: warnings of merged lines.
MOST_PROBLEMS = 50
#: The first cells of the header.
_FIRST = ("id", "date")
_NAME = re.compile(r"(\d{4})-W(\d\d)\.csv", re.ASCII)
_ID = re.compile(ID_PATTERN)
_NUMBER = re.compile(r"(\d{1,9})(?:@([0-9-]{10}))?", re.ASCII)
_EXAMPLE = "2026-W48.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A number about each paper: a row of the table below."""

    name: str
    """In the header of a snapshot, and in the settings."""
    noun: str
    """What is counted, in the singular: `star`."""
    source: str
    """Name of the source, as `--source` takes it."""
    label: str
    """Name of the source for readers."""
    doc: str
    weight: float = 1.0
    """Its default weight in the order of trending papers; a source has at most 1."""
    prior: int
    """A usual growth in a week; see `outputs/trending.py`."""

    @property
    def nouns(self) -> str:
        """Return what is counted, in the plural: `stars`."""
        return f"{self.noun}s"


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column(name="upvotes", noun="upvote", source="huggingface", label="Hugging Face",
               doc="upvotes of the paper's page", prior=2, weight=0.5),
        Column(name="comments", noun="comment", source="huggingface", label="Hugging Face",
               doc="comments on the paper's page", prior=1, weight=0.5),
        Column(name="stars", noun="star", source="github", label="GitHub",
               doc="stars of the repository in `urls.code`", prior=5),
        Column(name="citations", noun="citation", source="openalex", label="OpenAlex",
               doc="works that cite the paper", prior=2),
        Column(name="s2_citations", noun="citation", source="semanticscholar",
               label="Semantic Scholar", doc="works that cite the paper", prior=2, weight=0.5),
        Column(name="reactions", noun="reaction", source="discussions", label="GitHub Discussions",
               doc="reactions to the paper's discussion", prior=1, weight=0.5),
        Column(name="replies", noun="comment", source="discussions", label="GitHub Discussions",
               doc="comments in the paper's discussion", prior=1, weight=0.5),
    )
}  # fmt: skip


class Count(NamedTuple):
    """A number, and the day on which a source gave it."""

    value: int
    day: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The numbers of a week."""

    week: str
    """`2026-W48`, ISO 8601."""
    numbers: Mapping[str, Mapping[str, Count]] = field(default_factory=dict)
    """By column, then by id as written, which may be a former one."""

    @property
    def name(self) -> str:
        """Return the POSIX path of its file."""
        return f"{FOLDER}/{self.week}.csv"

    def of(self, column: str, ids: Iterable[str]) -> Count | None:
        """Return the number of a paper; if it has several, since papers were merged, the largest:
        what belonged to one of them has not grown by becoming part of another."""
        numbers = self.numbers.get(column, {})
        found = None
        for each in ids:
            count = numbers.get(each)
            if count and (found is None or count > found):
                found = count
        return found


# --- files ---------------------------------------------------------------------------------------


def week_of(day: datetime.date) -> str:
    """Return the week of a day, `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def days_of(name: str) -> dict[str, datetime.date]:
    """Return the days of a week by their ISO form, from the name of its file; empty for any other
    name."""
    match = _NAME.fullmatch(name)
    if not match:
        return {}
    year, week = int(match[1]), int(match[2])
    try:
        days = [datetime.date.fromisocalendar(year, week, number) for number in range(1, 8)]
    except (ValueError, OverflowError):  # no such week
        return {}
    return {day.isoformat(): day for day in days}


def is_snapshot(name: str) -> bool:
    """Return whether a POSIX path is that of a snapshot."""
    folder, _, file = name.rpartition("/")
    return folder == FOLDER and bool(days_of(file))


def listed(names: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the newest snapshots among the files of the folder, oldest first, and those whose name
    is wrong, each with the reason. Other files and folders may be there, too."""
    tables = [name for name in names if name.endswith(".csv") and name.count("/") == 1]
    reason = f"is not named after a week; name it like {FOLDER}/{_EXAMPLE}, or remove it"
    wrong = [(name, reason) for name in tables if not is_snapshot(name)]
    return sorted(filter(is_snapshot, tables))[-MOST_FILES:], wrong


def to_csv(snapshot: Snapshot) -> str:
    """Return the text of a snapshot's file: a line for each paper, sorted by id, so that git merges
    it line by line (`merge=union` in .gitattributes keeps both lines of a paper). The day of a
    number is that of its line, unless it says otherwise."""
    columns = [name for name in COLUMNS if snapshot.numbers.get(name)]
    ids = sorted({each for name in columns for each in snapshot.numbers[name]})
    lines = [",".join((*_FIRST, *columns))]
    for each in ids:
        counts = [snapshot.numbers[name].get(each) for name in columns]
        newest = max(count.day for count in counts if count)
        cells = ("" if count is None else _cell(count, newest) for count in counts)
        lines.append(",".join((each, newest.isoformat(), *cells)))
    return "".join(f"{line}\n" for line in lines)


def _cell(count: Count, day: datetime.date) -> str:
    return str(count.value) if count.day == day else f"{count.value}@{count.day.isoformat()}"


# --- reading -------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A line of a file, with the offset of each cell."""

    start: int
    cells: list[str]

    def at(self, number: int) -> tuple[int, int]:
        """Return the offsets of a cell, counted from 0."""
        start = self.start + sum(len(cell) + 1 for cell in self.cells[:number])
        return start, start + len(self.cells[number])

    @property
    def whole(self) -> tuple[int, int]:
        """Return the offsets of the line."""
        return self.start, self.at(len(self.cells) - 1)[1]


class _Wrong(Exception):
    """A line is not as the command writes it: where, what, and how to fix it."""

    def __init__(self, at: tuple[int, int], message: str, hint: str) -> None:
        super().__init__(message)
        self.at, self.message, self.hint = at, message, hint


def read(text: SourceText, report: Report) -> Snapshot:
    """Return the numbers of a file, without the lines that have errors. If a paper has several
    lines, the numbers of the later day count."""
    week = text.name.rpartition("/")[2].removesuffix(".csv")
    lines = _lines(text.text)
    try:
        columns = _header(next(lines))
    except _Wrong as error:
        report.at("snapshot", *error.at, error.message, error.hint)
        return Snapshot(week=week)
    days = days_of(f"{week}.csv")
    numbers: dict[str, dict[str, Count]] = {name: {} for name in columns}
    order, wrong = _Order(report), 0
    for number, line in enumerate(lines):
        if number >= MAX_ENTRIES or wrong >= MOST_PROBLEMS:
            hint = "remove the file, and run papershelf metrics again"
            report.at("snapshot", *line.whole, "the rest of this file is not read", hint)
            break
        try:
            counts = _counts(line, len(columns), days)
        except _Wrong as error:
            report.at("snapshot", *error.at, error.message, error.hint)
            wrong += 1
            continue
        order.check(line)
        for name, count in zip(columns, counts, strict=True):
            if count is not None:
                known = numbers[name].get(line.cells[0], count)
                numbers[name][line.cells[0]] = max(known, count, key=_by_day)
    return Snapshot(week=week, numbers=numbers)


def _by_day(count: Count) -> tuple[datetime.date, int]:
    """Return the key by which the newer of two numbers comes last; of one day, the larger."""
    return count.day, count.value


class _Order:
    """Warns of lines that git has merged: of two branches, it keeps both lines of a paper."""

    def __init__(self, report: Report) -> None:
        self.report, self.warnings, self.before = report, 0, ""
        self.days: dict[str, str] = {}

    def check(self, line: _Line) -> None:
        """Warn of a line that is out of order, or the second one of its paper."""
        paper_id, day = line.cells[:2]
        earlier = self.days.get(paper_id, "")
        if earlier:
            which = f"of {max(earlier, day)}" if earlier != day else "with the larger numbers"
            self._warn(line, f'"{paper_id}" has several lines', f"keep the one {which}")
        elif paper_id < self.before:
            self._warn(line, f'"{paper_id}" must come before "{self.before}"', "sort the lines")
        self.days[paper_id] = max(earlier, day)
        self.before = max(self.before, paper_id)

    def _warn(self, line: _Line, message: str, hint: str) -> None:
        self.warnings += 1
        if self.warnings <= MOST_PROBLEMS:
            hint = f"{hint}, or run papershelf metrics again"
            self.report.at("merged-snapshot", *line.at(0), message, hint)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines of a text, which may end as on Windows; always at least one."""
    start = 0
    for line in text.removesuffix("\n").split("\n"):
        yield _Line(start, line.removesuffix("\r").split(","))
        start += len(line) + 1


def _header(line: _Line) -> list[str]:
    """Return the columns of a file."""
    known = ", ".join(COLUMNS)
    if tuple(line.cells[:2]) != _FIRST:
        hint = f"begin the file with {','.join(_FIRST)} and the columns"
        raise _Wrong(line.whole, "expected the header of a snapshot", hint)
    columns = line.cells[2:]
    for number, name in enumerate(columns, 2):
        at = line.at(number)
        if name not in COLUMNS:
            hint = nearest(name, COLUMNS) or f"known columns are {known}"
            raise _Wrong(at, f'unknown column "{short(name)}"', hint)
        if name in columns[: number - 2]:
            raise _Wrong(at, f'duplicate column "{name}"', "keep one of the two")
    return columns


def _counts(line: _Line, columns: int, days: Mapping[str, datetime.date]) -> list[Count | None]:
    """Return the numbers of a line."""
    paper_id, *cells = line.cells
    if tuple(line.cells[:2]) == _FIRST:
        hint = "keep the lines below one of them, and run papershelf metrics again"
        raise _Wrong(line.whole, "a second header, left from a merge", hint)
    if not _ID.fullmatch(paper_id):
        if paper_id.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            hint = "keep one line for each paper, and delete this one"
            raise _Wrong(line.whole, "this line is left from a merge", hint)
        hint = "begin each line with the id of a paper, or delete it"
        raise _Wrong(line.at(0), f'"{short(paper_id)}" is not an id', hint)
    if len(cells) != columns + 1:
        message = f"{len(line.cells)} values instead of {columns + 2}"
        raise _Wrong(line.whole, message, "write one for each column, empty if it is unknown")
    own = _day(line, 1, cells[0], days)
    return [_count(line, number, own, days) for number in range(2, len(line.cells))]


def _count(
    line: _Line, number: int, own: datetime.date, days: Mapping[str, datetime.date]
) -> Count | None:
    cell = line.cells[number]
    if not cell:
        return None
    match = _NUMBER.fullmatch(cell)
    if not match:
        hint = "write up to nine digits, or nothing"
        raise _Wrong(line.at(number), f'"{short(cell)}" is not a number', hint)
    return Count(int(match[1]), _day(line, number, match[2], days) if match[2] else own)


def _day(line: _Line, number: int, text: str, days: Mapping[str, datetime.date]) -> datetime.date:
    if text in days:
        return days[text]
    hint = f"write a day from {min(days)} to {max(days)}"
    raise _Wrong(line.at(number), f'"{short(text)}" is not a day of this week', hint)
