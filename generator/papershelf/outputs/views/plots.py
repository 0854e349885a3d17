"""Plots as inline SVG, drawn while building.

In: labels and numbers. Out: `<svg>` elements without any text from the catalogue. Widths are
percentages and heights are pixels, so that a plot fills its column while its text keeps its size,
at 320 pixels as at 1440. Colours are classes of the theme. A table repeats the data of each plot.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from papershelf.text.dates import MONTHS, PartialDate
from papershelf.text.escape import Html, html

#: Columns in one plot; beyond that, each column covers a longer span of time.
MOST_COLUMNS = 60
#: Days drawn as one column each.
MOST_DAYS = 31
#: A plot with at most this many columns is narrower than the text.
FEW = 4
#: Numbers of years that a column may cover.
_SPANS = (1, 2, 5, 10, 20, 50, 100, 200)
#: Pixels of the narrowest column of text, of a digit, and of the lines above and below a plot.
_NARROWEST, _DIGIT, _ABOVE, _BELOW = 240, 7, 18, 20


class Column(NamedTuple):
    """A column of a plot."""

    label: str
    """Without markup: `2024`, `Dec 2025`."""
    papers: int
    below: int = 0
    """Earlier papers, drawn paler at the bottom of the column."""


class TimeSpan(NamedTuple):
    """A span of time."""

    label: str
    """`2024`, `2020–2024`, `Dec 2025`, `23 Dec 2025`."""
    first: int
    """In the unit of the span: years, months or days."""
    last: int


def year_spans(years: Iterable[int], most: int = MOST_COLUMNS) -> list[TimeSpan]:
    """Return spans of equal length from the first to the last year, including gaps."""
    found = sorted(set(years))
    if not found:
        return []
    step = next(step for step in _SPANS if _number(found, step) <= most)
    first = found[0] // step * step
    return [
        TimeSpan(years_label(start, start + step - 1), start, start + step - 1)
        for start in range(first, found[-1] + 1, step)
    ]


def _number(years: Sequence[int], step: int) -> int:
    return years[-1] // step - years[0] // step + 1


def length(spans: Sequence[TimeSpan]) -> int:
    """Return the length of each span, in its unit; 1 without spans."""
    return spans[0].last - spans[0].first + 1 if spans else 1


def years_label(first: int, last: int) -> str:
    """Return `2024` or `2020–2024`."""
    return f"{first:04}" if first == last else f"{first:04}–{last:04}"


def in_spans(found: Mapping[int, int], spans: Sequence[TimeSpan]) -> list[int]:
    """Return the sum of the numbers in each span."""
    return [sum([found.get(at, 0) for at in range(span.first, span.last + 1)]) for span in spans]


def day_of(day: PartialDate) -> int:
    """Return the ordinal of a day, the unit of `day_spans`."""
    return datetime.date(*day).toordinal()


def day_spans(days: Iterable[PartialDate]) -> list[TimeSpan]:
    """Return spans of one day from the first to the last; none if there would be too many."""
    found = sorted({day_of(day) for day in days})
    if not found or found[-1] - found[0] >= MOST_DAYS:
        return []
    dates = [datetime.date.fromordinal(number) for number in range(found[0], found[-1] + 1)]
    shown = [PartialDate(date.year, date.month, date.day).shown for date in dates]
    return [TimeSpan(text, found[0] + place, found[0] + place) for place, text in enumerate(shown)]


def month_of(day: PartialDate) -> int:
    """Return the months since the year 0, the unit of `month_spans`."""
    return day.year * 12 + day.month - 1


def month_spans(days: Iterable[PartialDate]) -> list[TimeSpan]:
    """Return spans of a month or a quarter from the first to the last; none if there would be too
    many."""
    found = sorted({month_of(day) for day in days})
    for step in (1, 3):
        if found and _number(found, step) <= MOST_COLUMNS:
            starts = range(found[0] // step * step, found[-1] + 1, step)
            return [TimeSpan(_months(start, step), start, start + step - 1) for start in starts]
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
    """Return a plot of columns, each as high as its number; `words` describe the plot.

    `most` is the highest number in several plots with the same scale.
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
    for number, size, at, kind, words in (
        (column.below, below, ground, " ps-plot__below", f"before {label}"),
        (column.papers, high, ground - below, "", label),
    ):
        if number:
            yield (
                f'<rect class="ps-plot__column{kind}" x="{x}%" y="{_n(at - size)}"'
                f' width="{width}%" height="{_n(size)}"><title>{words}: {number:,}</title></rect>'
            )


def _high(papers: int, scale: float) -> float:
    """Return the height in pixels, at least 2, so that one paper among thousands is visible."""
    return max(2.0, papers * scale) if papers else 0.0


def _numbers(shown: Sequence[Column], scale: float, ground: int) -> Iterator[str]:
    """Yield the number above each column if all fit, otherwise only above the highest one."""
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
    """Yield as many labels below the columns as fit, including the first and the last."""
    total = len(labels)
    longest = max(map(len, labels)) * _DIGIT + 12
    shown = max(2, min(total, 6, _NARROWEST // longest))
    for place in _evenly(total, shown):
        yield _text(place, total, y, labels[place], is_inside=total > shown)


def _evenly(total: int, most: int) -> list[int]:
    """Return at most `most` positions at equal distances, including the first and the last. If
    that leaves too few, only the last step differs, as far as labels fit."""
    last = total - 1
    if not last:
        return [0]
    least = -(-last // (most - 1))
    for step in range(least, max(least, min(2 * least, last // 2)) + 1):
        if last % step == 0:
            return list(range(0, total, step))
    return [*(place for place in range(0, last, least) if last - place >= 0.75 * least), last]


def _text(place: int, total: int, y: float, text: str, *, is_inside: bool) -> str:
    """Return a text at a column; texts at the ends are kept inside the plot."""
    slot = 100 / total
    x, anchor = (place + 0.5) * slot, "middle"
    if is_inside and place == 0:
        x, anchor = 0, "start"
    elif is_inside and place == total - 1:
        x, anchor = 100, "end"
    return f'<text x="{_n(x)}%" y="{_n(y)}" text-anchor="{anchor}">{html(text)}</text>'


def bar(papers: int, most: int) -> Html:
    """Return a bar as long as its number, for use beside the number itself."""
    width = _n(max(0.5, papers * 100 / max(most, 1)))
    return Html(
        '<svg class="ps-plot ps-plot--bar" width="100%" height="8" aria-hidden="true">'
        f'<rect class="ps-plot__column" width="{width}%" height="8"/></svg>'
    )


def _n(number: float) -> str:
    """Return a number for SVG with at most two decimals."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
