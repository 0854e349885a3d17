"""Plots as inline SVG, drawn while building.

In: labels and numbers. Out: `<svg>` elements in which no text comes from a catalogue. Widths are
percentages and heights pixels, so that a plot fills its column and its words keep their size, at
320 pixels as at 1440. Colours are classes of the theme. What a plot shows stands in a table, too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from papershelf.text.dates import MONTHS, PartialDate
from papershelf.text.escape import Html, html

#: Columns in one plot; more are drawn as longer spans of time.
MOST_COLUMNS = 60
#: Days that are drawn one by one.
MOST_DAYS = 31
#: Columns of a plot that would be too wide in a whole column of text.
FEW = 4
#: Spans of years that a column may stand for.
_SPANS = (1, 2, 5, 10, 20, 50, 100, 200)
#: Pixels of the narrowest column of text, of a digit, and of the lines above and below a plot.
_NARROWEST, _DIGIT, _ABOVE, _BELOW = 240, 7, 18, 20


class Column(NamedTuple):
    """One column of a plot."""

    label: str
    """What it stands for, without markup: `2024`, `Dec 2025`."""
    papers: int
    below: int = 0
    """What it stands on, drawn paler: the papers that were there before."""


class Span(NamedTuple):
    """A stretch of time."""

    label: str
    """`2024`, `2020–2024`, `Dec 2025`, `23 Dec 2025`."""
    first: int
    """In the unit that the stretches are counted in, years, months or days."""
    last: int


def year_spans(years: Iterable[int], most: int = MOST_COLUMNS) -> list[Span]:
    """Stretches of time from the first to the last year, gaps included, all of one length."""
    found = sorted(set(years))
    if not found:
        return []
    step = next(step for step in _SPANS if _number(found, step) <= most)
    first = found[0] // step * step
    return [
        Span(years_label(start, start + step - 1), start, start + step - 1)
        for start in range(first, found[-1] + 1, step)
    ]


def _number(years: Sequence[int], step: int) -> int:
    return years[-1] // step - years[0] // step + 1


def length(spans: Sequence[Span]) -> int:
    """What each of these spans covers, in its unit; 1 where there is none."""
    return spans[0].last - spans[0].first + 1 if spans else 1


def years_label(first: int, last: int) -> str:
    """`2024`, `2020–2024`."""
    return f"{first:04}" if first == last else f"{first:04}–{last:04}"


def in_spans(found: Mapping[int, int], spans: Sequence[Span]) -> list[int]:
    """The sum of what was found in each stretch."""
    return [sum([found.get(at, 0) for at in range(span.first, span.last + 1)]) for span in spans]


def day_of(day: PartialDate) -> int:
    """The number of a day in the calendar, by which `day_spans` counts."""
    return datetime.date(*day).toordinal()


def day_spans(days: Iterable[PartialDate]) -> list[Span]:
    """Days from the first to the last; none where they would be too many."""
    found = sorted({day_of(day) for day in days})
    if not found or found[-1] - found[0] >= MOST_DAYS:
        return []
    dates = [datetime.date.fromordinal(number) for number in range(found[0], found[-1] + 1)]
    shown = [PartialDate(date.year, date.month, date.day).shown for date in dates]
    return [Span(text, found[0] + place, found[0] + place) for place, text in enumerate(shown)]


def month_of(day: PartialDate) -> int:
    """Months since the year 0, by which `month_spans` counts."""
    return day.year * 12 + day.month - 1


def month_spans(days: Iterable[PartialDate]) -> list[Span]:
    """Months, or quarters of a year, from the first to the last; none where they would be too
    many."""
    found = sorted({month_of(day) for day in days})
    for step in (1, 3):
        if found and _number(found, step) <= MOST_COLUMNS:
            starts = range(found[0] // step * step, found[-1] + 1, step)
            return [Span(_months(start, step), start, start + step - 1) for start in starts]
    return []


def _month(month: int) -> str:
    return f"{MONTHS[month % 12]} {month // 12:04}"


def _months(start: int, step: int) -> str:
    return _month(start) if step == 1 else f"{MONTHS[start % 12]}–{_month(start + step - 1)}"


def columns(
    shown: Sequence[Column],
    words: str,
    *,
    height: int = 120,
    most: int = 0,
    is_labelled: bool = True,
) -> Html:
    """Columns on one line, each as high as its number; `words` say what the plot shows.

    `most` is the number of the highest column of several plots that are compared.
    """
    most = max(most, *(column.papers + column.below for column in shown), 1)
    few = " ps-plot--few" if len(shown) <= FEW else ""
    parts = [
        f'<svg class="ps-plot{few}" width="100%" height="{height}" role="img"'
        f' aria-label="{html(words)}">'
    ]
    room = height - _BELOW - (_ABOVE if is_labelled else 2)
    ground = height - _BELOW
    for place, column in enumerate(shown):
        parts += _column(place, len(shown), column, room / most, ground)
    parts.append(
        f'<line class="ps-plot__ground" x1="0" x2="100%" y1="{ground}.5" y2="{ground}.5"/>'
    )
    if is_labelled:
        parts += _numbers(shown, room / most, ground)
    parts += _ticks([column.label for column in shown], height - 4)
    return Html("".join(parts) + "</svg>")


def _column(place: int, total: int, column: Column, scale: float, ground: int) -> Iterator[str]:
    slot = 100 / total
    gap = slot * (0.12 if total > 12 else 0.08)
    x, width = _n(place * slot + gap), _n(slot - 2 * gap)
    below = _high(column.below, scale)
    high = _high(column.papers, scale)
    label = html(column.label)
    for number, size, at, kind, told in (
        (column.below, below, ground, " ps-plot__below", f"before {label}"),
        (column.papers, high, ground - below, "", label),
    ):
        if number:
            yield (
                f'<rect class="ps-plot__column{kind}" x="{x}%" y="{_n(at - size)}"'
                f' width="{width}%" height="{_n(size)}"><title>{told}: {number:,}</title></rect>'
            )


def _high(papers: int, scale: float) -> float:
    """One paper among thousands is seen, too."""
    return max(2.0, papers * scale) if papers else 0.0


def _numbers(shown: Sequence[Column], scale: float, ground: int) -> Iterator[str]:
    """The number above each column, where there is room for all; else above the highest one."""
    sums = [column.papers + column.below for column in shown]
    widest = max(len(f"{number:,}") for number in sums) * _DIGIT + 4
    highest = sums.index(max(sums))
    all_fit = widest * len(shown) <= _NARROWEST
    for place, column in enumerate(shown):
        number = sums[place]
        if number and (all_fit or place == highest):
            y = ground - _high(column.below, scale) - _high(column.papers, scale) - 5
            yield _text(place, len(shown), y, f"{number:,}", is_inside=not all_fit)


def _ticks(labels: Sequence[str], y: int) -> Iterator[str]:
    """Words below the columns: as many as fit, the first and the last among them."""
    total = len(labels)
    longest = max(map(len, labels)) * _DIGIT + 12
    shown = max(2, min(total, 6, _NARROWEST // longest))
    for place in _evenly(total, shown):
        yield _text(place, total, y, labels[place], is_inside=total > shown)


def _evenly(total: int, most: int) -> list[int]:
    """At most so many places, the first and the last among them, equally far from each other;
    where that would leave too few, the last step alone differs, by as much as words have room."""
    last = total - 1
    if not last:
        return [0]
    least = -(-last // (most - 1))
    for step in range(least, max(least, min(2 * least, last // 2)) + 1):
        if last % step == 0:
            return list(range(0, total, step))
    return [*(place for place in range(0, last, least) if last - place >= 0.75 * least), last]


def _text(place: int, total: int, y: float, text: str, *, is_inside: bool) -> str:
    """A word at a column; those at the ends are kept inside of the plot."""
    slot = 100 / total
    x, anchor = (place + 0.5) * slot, "middle"
    if is_inside and place == 0:
        x, anchor = 0, "start"
    elif is_inside and place == total - 1:
        x, anchor = 100, "end"
    return f'<text x="{_n(x)}%" y="{_n(y)}" text-anchor="{anchor}">{html(text)}</text>'


def bar(papers: int, most: int) -> Html:
    """A line as long as its number, beside the number itself."""
    width = _n(max(0.5, papers * 100 / max(most, 1)))
    return Html(
        '<svg class="ps-plot ps-plot--bar" width="100%" height="8" aria-hidden="true">'
        f'<rect class="ps-plot__column" width="{width}%" height="8"/></svg>'
    )


def _n(number: float) -> str:
    """A number of SVG with two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
