"""The order of trending papers: what holds for any numbers, and what holds in drawn years."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue.metrics import COLUMNS, MOST_FILES, Count, Snapshot, week_of
from papershelf.outputs import trending
from papershelf.outputs.settings import Formula
from papershelf.outputs.trending import BLOCK, STARS, Trending
from support.weekly import SUNDAY, collection, paper, tau, year

#: By how many places stars may move a paper.
PLACES = BLOCK - 1
SOURCES = tuple(dict.fromkeys(column.source for column in COLUMNS.values()))
#: Numbers of papers by column and id, oldest first; None for a number that nobody gave.
Numbers = Sequence[Mapping[str, Mapping[str, int | None]]]


def snapshots(weeks: Numbers, days: Sequence[int] = ()) -> list[Snapshot]:
    """Snapshots of these numbers, a week apart, or so many days before the last one, and of a paper
    whose numbers never grow."""
    found = []
    for number, columns in enumerate(weeks):
        before = days[number] if days else 7 * (len(weeks) - 1 - number)
        day = SUNDAY - datetime.timedelta(before)
        numbers = {
            name: {key: Count(value, day) for key, value in row.items() if value is not None}
            for name, row in ({"upvotes": {}} | columns).items()
        }
        numbers["upvotes"]["quiet"] = Count(1, day)
        found.append(Snapshot(week=week_of(day), numbers=numbers))
    return found


def find(
    ages: Mapping[str, int], weeks: Numbers, days: Sequence[int] = (), **formula: object
) -> Trending:
    """What the snapshots tell of papers of these ages in days."""
    papers = [paper(key, SUNDAY - datetime.timedelta(age)) for key, age in ages.items()]
    found = trending.find(collection(papers, snapshots(weeks, days)), Formula(**formula))  # type: ignore[arg-type]
    assert found is not None
    return found


def ids(found: Trending) -> list[str]:
    return [each.id for each in found.papers]


# --- any numbers ---------------------------------------------------------------------------------

KEYS = [f"p{number}" for number in range(6)]
AGES = st.fixed_dictionaries({key: st.integers(0, 800) for key in KEYS})
ROW = st.fixed_dictionaries({key: st.none() | st.integers(0, 60) for key in KEYS})
WEEKS = st.lists(
    st.dictionaries(st.sampled_from(list(COLUMNS)), ROW, min_size=1),
    min_size=2,
    max_size=MOST_FILES,
)


@given(AGES, WEEKS, st.sampled_from(KEYS), st.integers(1, 10**6), st.data())
def test_more_growth_never_lowers_a_place(
    ages: dict[str, int], weeks: Numbers, key: str, more: int, data: st.DataObject
) -> None:
    """Whatever else grows, in every column."""
    column = data.draw(st.sampled_from(sorted(weeks[-1])))
    value = weeks[-1][column][key]
    if value is None:
        return
    raised = [*weeks[:-1], weeks[-1] | {column: weeks[-1][column] | {key: value + more}}]
    before, after = (ids(find(ages, numbers)) for numbers in (weeks, raised))
    if key in before:
        assert after.index(key) <= before.index(key)


@given(AGES, WEEKS, st.sampled_from(KEYS), st.integers(1, 10**6))
def test_stars_move_no_paper_far(ages: dict[str, int], weeks: Numbers, key: str, more: int) -> None:
    """Neither their own nor another: three places, whatever they are and however many."""
    rows = weeks[-1].get(STARS, {})
    bought = rows | {key: (rows.get(key) or 0) + more}
    without = {name: row for name, row in weeks[-1].items() if name != STARS}
    last = (weeks[-1], weeks[-1] | {STARS: bought}, without)
    orders = [ids(find(ages, [*weeks[:-1], numbers])) for numbers in last]
    for other in orders[1:]:
        assert sorted(other) == sorted(orders[0])
        for place, each in enumerate(orders[0]):
            assert abs(place - other.index(each)) <= PLACES


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30), st.data()
)
def test_stars_change_blocks_alone(scores: list[tuple[int, int]], data: st.DataObject) -> None:
    """Whatever the scores of the listed papers."""
    known = {
        f"p{n:02}": (float(plain), float(plain + stars)) for n, (plain, stars) in enumerate(scores)
    }
    bought = data.draw(st.sampled_from(sorted(known)))
    before = trending._order(known)
    after = trending._order(known | {bought: (known[bought][0], 1e6)})
    assert sorted(before) == sorted(after) == sorted(known)
    assert all(abs(before.index(key) - after.index(key)) <= PLACES for key in known)


@given(AGES, WEEKS, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_that_of_the_input(
    ages: dict[str, int], weeks: Numbers, chance: random.Random
) -> None:
    """The same snapshots give the same order."""
    keys = list(ages)
    chance.shuffle(keys)
    mixed = [
        {name: {key: row[key] for key in keys} for name, row in reversed(columns.items())}
        for columns in weeks
    ]
    assert find({key: ages[key] for key in keys}, mixed) == find(ages, weeks)


@given(AGES, WEEKS)
def test_every_paper_has_a_reason(ages: dict[str, int], weeks: Numbers) -> None:
    """Papers without growth are not listed."""
    found = find(ages, weeks)
    for each in found.papers:
        assert each.growths and all(growth.number > 0 < growth.days for growth in each.growths)
    assert found.is_telling == (found.events >= 5)


# --- single rules --------------------------------------------------------------------------------


def grown(**growth: int) -> Numbers:
    """A week in which citations grow by so much, from 10."""
    return [
        {"citations": dict.fromkeys(growth, 10)},
        {"citations": {key: 10 + n for key, n in growth.items()}},
    ]


def test_without_a_snapshot() -> None:
    """There is nothing to tell."""
    assert trending.find(collection([paper("a", SUNDAY)], []), Formula()) is None


def test_one_snapshot() -> None:
    """Nothing has grown yet."""
    found = find({"a": 1}, grown(a=9)[1:])
    assert (found.papers, found.events, found.is_compared, found.is_telling) == (
        (),
        0,
        False,
        False,
    )


def test_too_few_events() -> None:
    """Four citations tell nothing, five do; stars alone never do."""
    assert [find({"a": 1, "b": 1}, grown(a=n, b=3)).is_telling for n in (1, 2)] == [False, True]
    stars = find({"a": 1}, [{STARS: {"a": 1}}, {STARS: {"a": 900}}])
    assert (ids(stars), stars.events, stars.is_telling) == ([], 0, False)


@pytest.mark.parametrize("bought", ["p01", "p35"])
def test_stars_list_no_paper(bought: str) -> None:
    """In a sparse collection, where one paper has real growth, the only one in its block."""
    before = {f"p{n:02}": 10 for n in range(36)}
    weeks = [{"citations": {"p00": 1}, STARS: before},
             {"citations": {"p00": 6}, STARS: before | {bought: 510}}]  # fmt: skip
    assert ids(find(dict.fromkeys(before, 400), weeks)) == ["p00"]
    weeks[1]["citations"] = weeks[0]["citations"] | {"p00": 6, bought: 1}
    weeks[0]["citations"] = {"p00": 1, bought: 0}
    assert sorted(ids(find(dict.fromkeys(before, 400), weeks))) == ["p00", bought]


def test_newer_papers_come_first() -> None:
    """Of two with the same growth; equal ones are ordered by id."""
    assert ids(find({"a": 400, "b": 20, "c": 900}, grown(a=5, b=5, c=5))) == ["b", "a", "c"]
    assert ids(find({"b": 30, "c": 30, "a": 30}, grown(c=5, b=5, a=5))) == ["a", "b", "c"]


def test_a_half_life() -> None:
    """Twice the rank makes up for it."""
    growth = grown(old=20, new=9)
    assert ids(find({"old": 700, "new": 10}, growth, half_life=100)) == ["new", "old"]
    assert ids(find({"old": 700, "new": 10}, growth, half_life=10_000)) == ["old", "new"]


def test_weights() -> None:
    """A weight of 0 leaves a number out of the order."""
    weeks = [{"citations": {"a": 1, "b": 1}, "upvotes": {"a": 1, "b": 1}},
             {"citations": {"a": 9, "b": 2}, "upvotes": {"a": 2, "b": 9}}]  # fmt: skip
    one = tuple((name, float(name == "citations")) for name in COLUMNS)
    two = tuple((name, float(name == "upvotes")) for name in COLUMNS)
    assert ids(find({"a": 9, "b": 9}, weeks, weights=one)) == ["a", "b"]
    assert ids(find({"a": 9, "b": 9}, weeks, weights=two)) == ["b", "a"]


def test_missing_weeks() -> None:
    """Growth is compared by the week: ten in two weeks are five in one."""
    [one] = find({"a": 9}, grown(a=5)).papers
    [two] = find({"a": 9}, grown(a=10), days=(14, 0)).papers
    assert one.growths[0].weekly == two.growths[0].weekly == 5
    assert (two.growths[0].number, two.growths[0].days) == (10, 14)
    assert find({"a": 9}, grown(a=5), days=(36, 0)).papers == ()


def test_days_within_a_week() -> None:
    """A snapshot of yesterday says nothing; the one about a week ago does."""
    weeks = [{"citations": {"a": n}} for n in (0, 7, 8, 9)]
    [found] = find({"a": 9}, weeks, days=(16, 8, 1, 0)).papers
    assert (found.growths[0].number, found.growths[0].days) == (2, 8)


def test_a_source_that_has_failed_for_weeks() -> None:
    """Its last growth is old news."""
    weeks = [{"citations": {"a": 1}, "upvotes": {"a": 1}}, {"citations": {"a": 9}, "upvotes": {"a": 9}},
             {"upvotes": {"a": 12}}]  # fmt: skip
    assert [each.column.name for each in find({"a": 9}, weeks).papers[0].growths] == [
        "upvotes",
        "citations",
    ]
    late = find({"a": 9}, weeks, days=(28, 21, 0)).papers[0].growths
    assert [each.column.name for each in late] == ["upvotes"]


def test_numbers_that_fall() -> None:
    """A service cleans up, or is wrong for a week: neither that nor what comes back is growth."""
    assert (
        find(
            {"a": 9},
            [{STARS: {"a": 900}, "upvotes": {"a": 7}}, {STARS: {"a": 40}, "upvotes": {"a": 1}}],
        ).papers
        == ()
    )
    assert find({"a": 9}, [{"upvotes": {"a": n}} for n in (50, 0, 50)]).papers == ()
    [found] = find({"a": 9}, [{"upvotes": {"a": n}} for n in (50, 0, 57)]).papers
    assert found.growths[0].number == found.growths[0].recent == 7
    # the number before the fall is too old to be compared
    for fallen in ([10], [10, 30]):
        values = [80, *fallen, 80, 80, 80, 80, 81]
        [found] = find({"a": 9}, [{"upvotes": {"a": n}} for n in values]).papers
        assert (found.growths[0].number, found.growths[0].weekly < 1) == (1, True)


def test_numbers_that_rise_by_mistake() -> None:
    """What they lose again is no growth either, neither then nor later."""
    rows = zip((40, 40, 7000, 43, 46, 49), range(9, 90, 15), strict=True)
    weeks = [{"upvotes": {"mistaken": wrong, "b": steady}} for wrong, steady in rows]
    found = find({"mistaken": 9, "b": 9}, weeks)
    assert ids(found) == ["b", "mistaken"]
    assert [(each.growths[0].number, each.growths[0].weekly < 16) for each in found.papers] == [
        (15, True),
        (9, True),
    ]


def test_papers_that_were_merged() -> None:
    """The numbers of the one are no growth of the other, whichever id remains."""
    weeks = [{"citations": {"old": 90, "a": 3}}, {"citations": {"a": 98}}]
    merged = replace(paper("a", SUNDAY - datetime.timedelta(9)), aliases=("old",))
    found = trending.find(collection([merged], snapshots(weeks)), Formula())
    assert found and [growth.number for growth in found.papers[0].growths] == [8]


def test_quiet_papers_fade() -> None:
    """After one good week, a paper falls from place to place, and is gone after five weeks."""
    steady = {f"s{n}": n for n in range(1, 10)}
    places: list[int | None] = []
    total = {"burst": 10} | dict.fromkeys(steady, 10)
    weeks: list[dict[str, dict[str, int | None]]] = [{"citations": dict(total)}]
    for week in range(8):
        total = {
            key: value + steady.get(key, 60 if week == 0 else 0) for key, value in total.items()
        }
        weeks.append({"citations": dict(total)})
        found = ids(find(dict.fromkeys(total, 30), weeks[-MOST_FILES:]))
        places.append(found.index("burst") if "burst" in found else None)
    assert places[0] == 0
    listed = [place for place in places if place is not None]
    assert listed == sorted(listed) and len(set(listed)) >= 3
    assert places[5:] == [None, None, None]


# --- drawn years ---------------------------------------------------------------------------------


def after(seed: int, scale: float, week: int, *, without: str = "") -> Trending:
    """What is trending after so many weeks of a drawn year, perhaps without a source."""
    papers, weeks = year(seed, scale)
    day = SUNDAY - datetime.timedelta(7 * (52 - week))
    born = [each for each in papers if each.published.padded <= day.isoformat()]
    seen = [
        Snapshot(
            week=each.week,
            numbers={
                name: row for name, row in each.numbers.items() if COLUMNS[name].source != without
            },
        )
        for each in weeks[: week + 1][-MOST_FILES:]
    ]
    found = trending.find(collection(born, seen), Formula())
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_no_source_dominates(seed: int) -> None:
    """In a lively collection (ten events for each paper in a week), the order is nearly the same
    without any of the sources. docs/explanation/trending.md has the figures of quieter ones."""
    for week in (10, 31, 52):
        whole = after(seed, 3, week)
        for source in SOURCES:
            part = after(seed, 3, week, without=source)
            assert tau(ids(whole), ids(part)) >= 0.9, (week, source)


@pytest.mark.slow
def test_bought_stars() -> None:
    """Five hundred in one night, for any paper of the collection, at any time of the year."""
    for week in (10, 31, 52):
        papers, weeks = year(1, 1)
        before = ids(after(1, 1, week))
        last = weeks[week]
        for each in papers[::7]:
            stars = last.numbers[STARS]
            if each.id not in stars:
                continue
            bought = stars | {each.id: stars[each.id]._replace(value=stars[each.id].value + 500)}
            weeks[week] = Snapshot(week=last.week, numbers=last.numbers | {STARS: bought})
            order = ids(after(1, 1, week))
            weeks[week] = last
            for place, key in enumerate(before):
                assert abs(order.index(key) - place) <= PLACES, (week, each.id, key)
