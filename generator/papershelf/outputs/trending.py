"""The order of trending papers, by the growth of their numbers between two snapshots.

In: a Collection with snapshots, the published numbers of the formula. Out: papers with their
growth, in order. Reads no clock: the newest day of a snapshot is today. What each step is for is in
docs/explanation/trending.md.
"""

from __future__ import annotations

import datetime
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from papershelf.catalogue.metrics import COLUMNS, Column, Count, Snapshot
from papershelf.catalogue.model import Collection, Paper
from papershelf.outputs.settings import Formula

#: Days between the two numbers that a reader sees: about a week, more if weeks are missing.
USUAL, LEAST, MOST = 7, 4, 35
#: Days after which a number is too old to be compared: its source has failed for weeks.
STALE = 14
#: Days after which growth counts half as much. One week alone would be noise: most papers get a
#: citation or two.
FADING = 14
#: With fewer events than this, there is nothing to tell.
LEAST_EVENTS = 5
#: Weeks that other papers' usual growth needs to outweigh the prior of a column.
PRIOR_WEIGHT = 10
#: Stars can be bought: they list no paper, and decide only between so many in a row.
BLOCK = 4
STARS = "stars"


class Growth(NamedTuple):
    """How much a number of a paper has grown."""

    column: Column
    number: int
    """How much since about a week, or else since the oldest number that is compared; 0 or less if
    it has not grown."""
    days: int
    """Days since that number."""
    recent: int
    """How much since about a week, at least 0."""
    day: datetime.date
    """On which the newer one was asked for."""
    weekly: float
    """The average growth in a week, in which newer weeks count more; at least 0."""
    usual: float
    """The average in the life of the paper."""


class Trend(NamedTuple):
    """A paper whose numbers have grown."""

    id: str
    growths: tuple[Growth, ...]
    """Those above 0, in the order of the columns; at least one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trending:
    """What the snapshots of a collection tell."""

    papers: tuple[Trend, ...]
    """In order; all papers with growth other than of stars."""
    events: int
    """Sum of all growth since about a week, except for stars."""
    day: datetime.date
    """The newest day of a number, which is today."""
    is_compared: bool
    """Whether any number can be compared with an earlier one."""

    @property
    def is_telling(self) -> bool:
        """Return whether there are enough events for an order."""
        return self.events >= LEAST_EVENTS


def find(collection: Collection, formula: Formula) -> Trending | None:
    """Return the trending papers; None without a snapshot."""
    snapshots = collection.snapshots
    if not snapshots:
        return None
    today = max(
        count.day for numbers in snapshots[-1].numbers.values() for count in numbers.values()
    )
    papers = tuple(collection.listed.values())
    compared = {paper.id: tuple(_compared(paper, snapshots, today)) for paper in papers}
    ranks = Ranks(growth for found in compared.values() for growth in found)
    grown = {
        paper_id: tuple(growth for growth in found if growth.number > 0)
        for paper_id, found in compared.items()
    }
    scores = {
        paper.id: _score(paper, compared[paper.id], ranks, formula, today)
        for paper in papers
        if any(growth.column.name != STARS for growth in grown[paper.id])
    }
    every = (growth for found in grown.values() for growth in found)
    return Trending(
        papers=tuple(Trend(each, grown[each]) for each in _order(scores)),
        events=sum(growth.recent for growth in every if growth.column.name != STARS),
        day=today,
        is_compared=any(compared.values()),
    )


def newest(columns: Iterable[Column], paper: Paper, collection: Collection) -> dict[Column, Count]:
    """Return the newest numbers of a paper."""
    found = {}
    for column in columns:
        counts = (each.of(column.name, paper.ids) for each in reversed(collection.snapshots))
        if count := next(filter(None, counts), None):
            found[column] = count
    return found


def _compared(
    paper: Paper, snapshots: Sequence[Snapshot], today: datetime.date
) -> Iterator[Growth]:
    """Yield the growth of each number of a paper that can be compared with an earlier one."""
    ids = paper.ids
    for name, column in COLUMNS.items():
        found = list(filter(None, [snapshot.of(name, ids) for snapshot in snapshots]))
        if not found or (today - found[-1].day).days > STALE:
            continue
        newest = found[-1]
        spans = [((newest.day - count.day).days, count) for count in _peaks(found[:-1])]
        spans = [(days, count) for days, count in spans if LEAST <= days <= MOST]
        if spans:
            days, before = min(spans, key=lambda span: (abs(span[0] - USUAL), span[0]))
            recent = max(newest.value - before.value, 0)
            if not recent:
                days, before = spans[0]
            weeks = max(_days_since(paper, spans[0][1].day) / 7, 1.0)
            yield Growth(
                column=column,
                number=newest.value - before.value,
                days=days,
                recent=recent,
                day=newest.day,
                weekly=_weekly([*(count for _, count in spans), newest]),
                usual=spans[0][1].value / weeks,
            )


def _peaks(counts: list[Count]) -> list[Count]:
    """Return numbers, of which none is smaller than one before it: what a number regains, after a
    mistake of its service or since stars were taken back, has not grown."""
    values = [count.value for count in counts]
    if values == sorted(values):
        return counts
    peaks = zip(counts, accumulate(values, max), strict=True)
    return [count._replace(value=most) for count, most in peaks]


def _weekly(counts: Sequence[Count]) -> float:
    """Return the average growth in a week, in which a day counts half as much as one `FADING` days
    later. Numbers that fall count as not growing, and what is above the last one was a mistake."""
    grown = weeks = 0.0
    last = counts[-1].value
    for before, after in pairwise(counts):
        share = 0.5 ** ((counts[-1].day - after.day).days / FADING)
        grown += share * max(min(after.value, last) - before.value, 0)
        weeks += share * (after.day - before.day).days / 7
    return grown / weeks


class Ranks:
    """Turns the growth of a number into a rank from 0 to 1: the share of papers whose number
    usually grows less in a week. So a star and a citation can be added, and nothing else that grows
    in this week changes the rank."""

    def __init__(self, growths: Iterable[Growth]) -> None:
        self.usual: dict[str, list[float]] = {name: [] for name in COLUMNS}
        for growth in growths:
            self.usual[growth.column.name].append(growth.usual)
        for numbers in self.usual.values():
            numbers.sort()

    def rank(self, column: Column, weekly: float) -> float:
        """Return the rank of a growth in a column; the prior of the column counts as much as
        `PRIOR_WEIGHT` papers, of which log1p damps large numbers."""
        usual = self.usual[column.name]
        damped = math.log1p(weekly) / (math.log1p(weekly) + math.log1p(column.prior))
        below = bisect_left(usual, weekly)
        return (below + PRIOR_WEIGHT * damped) / (len(usual) + PRIOR_WEIGHT)


def _score(
    paper: Paper, growths: Sequence[Growth], ranks: Ranks, formula: Formula, today: datetime.date
) -> tuple[float, float]:
    """Return the score of a paper without its stars, and with them."""
    weights = dict(formula.weights)
    decay = 0.5 ** (_days_since(paper, today) / formula.half_life)
    without = stars = 0.0
    for growth in growths:
        name, weekly = growth.column.name, growth.weekly
        if name == STARS:
            weekly = min(weekly, formula.most_stars)
            stars = weights[name] * ranks.rank(growth.column, weekly) * decay
        else:
            without += weights[name] * ranks.rank(growth.column, weekly) * decay
    return without, without + stars


def _days_since(paper: Paper, day: datetime.date) -> int:
    """Return the age of a paper in days."""
    published = datetime.date.fromisoformat(paper.published.padded)
    return max((day - published).days, 0)


def _order(scores: Mapping[str, tuple[float, float]]) -> list[str]:
    """Return the ids of listed papers by score. The order without stars is divided into blocks,
    and stars only change the order within a block: whatever a paper's stars, it moves by three
    places at most. Equal scores keep the order of the collection, which ends with the id."""
    plain = sorted(scores, key=lambda paper_id: -scores[paper_id][0])
    blocks = (plain[start : start + BLOCK] for start in range(0, len(plain), BLOCK))
    return [
        paper_id
        for block in blocks
        for paper_id in sorted(block, key=lambda paper_id: -scores[paper_id][1])
    ]
