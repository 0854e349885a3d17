"""A year of snapshots, drawn: papers differ in how much attention they get, attention fades with
age and jumps in some weeks, and each source sees it with noise of its own."""

from __future__ import annotations

import datetime
import functools
import json
import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from papershelf.catalogue.metrics import COLUMNS, Count, Snapshot, week_of
from papershelf.catalogue.model import Collection, Paper
from papershelf.text import dates
from support.misbehaving import Answer, send

SUNDAY = datetime.date(2026, 11, 29)
WEEKS = 52
#: What a paper of ordinary attention gets in its first weeks, and how many papers a source knows.
RATES = {"upvotes": (3.0, 0.8), "comments": (0.5, 0.8), "stars": (8.0, 0.6), "citations": (2.0, 0.95),
         "s2_citations": (2.5, 0.95), "reactions": (0.4, 1.0), "replies": (0.4, 1.0)}  # fmt: skip


def poisson(chance: random.Random, mean: float) -> int:
    """A number of events, each of which is as likely at any time."""
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, number, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        number += 1
        product *= chance.random()
    return number


def paper(paper_id: str, published: datetime.date, **more: object) -> Paper:
    day = dates.parse(published.isoformat())
    return Paper(id=paper_id, title=paper_id, published=day, added=day, type="article", **more)  # type: ignore[arg-type]


def collection(papers: Sequence[Paper], snapshots: Sequence[Snapshot]) -> Collection:
    """A collection of these papers, newest first."""
    ordered = sorted(papers, key=lambda each: each.id)
    ordered.sort(key=lambda each: each.added.padded, reverse=True)
    found = {each.id: each for each in ordered}
    empty: Mapping[str, Mapping[str, object]] = {}
    return Collection(
        papers=found, listed=found, topics={}, terms=empty, slugs={}, snapshots=tuple(snapshots)
    )  # type: ignore[arg-type]


@functools.cache
def year(seed: int, scale: float, number: int = 150) -> tuple[list[Paper], list[Snapshot]]:
    """Papers of three years, and a snapshot for each Sunday of the last one. `scale` says how much
    attention the collection gets."""
    chance = random.Random(seed)
    papers, appeal, known = [], {}, {}
    for n in range(number):
        each = paper(f"p{n:03}", SUNDAY - datetime.timedelta(chance.randrange(3 * 365)))
        papers.append(each)
        appeal[each.id] = chance.lognormvariate(0, 1)
        known[each.id] = [name for name, (_, share) in RATES.items() if chance.random() < share]
    totals: dict[str, dict[str, int]] = {name: {} for name in COLUMNS}
    snapshots = []
    for week in range(-2 * 52, WEEKS + 1):
        day = SUNDAY - datetime.timedelta(7 * (WEEKS - week))
        for each in papers:
            age = (day - datetime.date.fromisoformat(each.published.padded)).days
            if age < 0:
                continue
            jump = chance.lognormvariate(0, 0.7)
            attention = appeal[each.id] * jump / (1 + age / 90)
            for name in known[each.id]:
                before = totals[name].get(each.id, 0)
                totals[name][each.id] = before + poisson(chance, scale * RATES[name][0] * attention)
        if week >= 0:
            numbers = {
                name: {key: Count(value, day) for key, value in sorted(found.items())}
                for name, found in totals.items()
            }
            snapshots.append(Snapshot(week=week_of(day), numbers=numbers))
    return papers, snapshots


def tau(one: Sequence[str], two: Sequence[str]) -> float:
    """Kendall's tau-b of two orders; what only one of them has is tied at the end of the other."""
    every = sorted({*one, *two})
    places = [{key: place for place, key in enumerate(order)} for order in (one, two)]
    last = len(every)
    a, b = ([place.get(key, last) for key in every] for place in places)
    agree = ties_a = ties_b = 0
    for i in range(len(every)):
        for j in range(i):
            x, y = a[i] - a[j], b[i] - b[j]
            ties_a, ties_b = ties_a + (x == 0), ties_b + (y == 0)
            agree += (x * y > 0) - (x * y < 0)
    pairs = len(every) * (len(every) - 1) // 2
    return agree / math.sqrt((pairs - ties_a) * (pairs - ties_b)) if pairs else 1.0


#: The file of the week in which the recorded answers were given.
FILE = "metrics/2026-W48.csv"


def written(shelf: Path) -> str:
    """The numbers of that week; empty if there are none."""
    path = shelf / FILE
    return path.read_text() if path.exists() else ""


def answers(body: object, code: int = 200, **headers: str) -> Answer:
    """An answer in JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler, _: send(handler, data, code, **headers)
