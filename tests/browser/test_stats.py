"""The page of statistics: numbers that agree with the lists, drawn and as tables."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from papershelf.outputs.settings import Settings
from papershelf.outputs.views import boxes, plots, stats
from papershelf.problems import Severity
from papershelf.text.dates import PartialDate
from support.helpers import ROOT, TOTAL, Served, check, collect, entry, one_page, write

STATS = "stats/"


def shelf(root: Path, dates: list[tuple[str, str]], topics: str = "") -> Path:
    """A paper for each pair of `published` and `added`; an empty `added` is left out."""
    text = ""
    for number, (published, added) in enumerate(dates):
        text += f"- id: p{number:04}\n  title: Paper {number}\n  authors: [Ada Lovelace]\n"
        text += f"  published: {published}\n" + (f"  added: {added}\n" if added else "")
        text += f"  topics: [{topics}]\n" if topics else ""
    return write(root, {"papers.yaml": text or "[]\n"})


def section(page: str, name: str) -> str:
    """One chart of the page, or nothing."""
    found = re.search(
        rf'<section class="ps-chart" aria-labelledby="{name}">.*?</section>', page, re.S
    )
    return found[0] if found else ""


def rows(chart: str) -> list[list[str]]:
    """The cells of its table."""
    body = chart[chart.index("<tbody>") : chart.index("</tbody>")]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
            for row in body.split("</tr>")[:-1]]  # fmt: skip


def test_numbers_agree_with_the_collection() -> None:
    """Each column, line and cell of the example is a number that was counted another way."""
    page = one_page(ROOT, STATS)
    collection = collect(ROOT)
    years = [paper.published.year for paper in collection.papers.values()]
    expected = [[str(year), str(years.count(year))] for year in sorted(set(years), reverse=True)]
    assert rows(section(page, "years")) == expected
    topics = {term.title: len(term.ids) for term in collection.terms["topics"].values()}
    assert {name: int(papers) for name, papers in rows(section(page, "topics"))} == topics
    assert len(rows(section(page, "topics-over-time"))[0]) == 1 + stats.COMPARED
    for name, papers in zip(*_columns(section(page, "topics-over-time"))):
        assert topics[name] == papers
    assert rows(section(page, "growth")) == [["23 Dec 2025", "36", "37"], ["22 Dec 2025", "1", "1"]]


def _columns(chart: str) -> tuple[list[str], list[int]]:
    """Headings of a table, and the sum below each."""
    names = re.findall(r'<th scope="col">([^<]*)</th>', chart)[1:]
    numbers = [[int(cell) for cell in row[1:]] for row in rows(chart)]
    return names, [sum(column) for column in zip(*numbers)]


def test_every_plot_has_its_table_and_its_sentence() -> None:
    """Every drawing comes with both, so that readers who cannot see it get the same facts."""
    page = one_page(ROOT, STATS)
    charts = re.findall(r'<section class="ps-chart".*?</section>', page, re.S)
    assert len(charts) == 6
    for chart in charts:
        assert "<table" in chart
        for drawing in re.findall(r"<svg.*?</svg>", chart, re.S):
            assert 'role="img" aria-label="' in drawing or 'aria-hidden="true"' in drawing


def test_drawings_are_well_formed_and_bring_no_style_or_script() -> None:
    """A policy without inline styles may be set, and an XML reader takes each drawing."""
    for page in (one_page(ROOT, STATS), one_page(ROOT, "topics/medical-imaging/")):
        drawings = re.findall(r"<svg.*?</svg>", page, re.S)
        assert drawings
        for drawing in drawings:
            ElementTree.fromstring(drawing)
            assert not re.search(r"\s(?:style|on\w+)=|<script|<style|href", drawing)


def test_one_paper_has_sentences_instead_of_plots(tmp_path: Path) -> None:
    """One column says nothing that its number does not."""
    page = one_page(shelf(tmp_path, [("2024", "2025-01-02")]), STATS)
    assert "<p>1 paper from 2024.</p>" in section(page, "years")
    assert "<p>1 paper added on 2 Jan 2025.</p>" in section(page, "growth")
    assert "<svg" not in page
    assert not section(page, "topics") and not section(page, "topics-over-time")


def test_an_empty_collection_says_what_to_do(tmp_path: Path) -> None:
    """No plot, no zero, no traceback."""
    page = one_page(shelf(tmp_path, []), STATS)
    assert "No papers yet. Add an entry" in page
    assert "ps-chart" not in page and "ps-figures" not in page


def test_sixty_years_are_sixty_columns_and_more_are_longer_spans(tmp_path: Path) -> None:
    """Columns never get narrower than can be seen; the table keeps each year that has papers."""
    sixty = shelf(tmp_path / "60", [(str(1966 + n), "2026-01-01") for n in range(60)])
    assert section(one_page(sixty, STATS), "years").count("<rect") == 60
    more = shelf(tmp_path / "61", [(str(1965 + n), "2026-01-01") for n in range(61)])
    chart = section(one_page(more, STATS), "years")
    assert "<title>2024–2025: 2</title>" in chart and chart.count("<rect") == 31
    assert [row[0] for row in rows(chart)] == [str(2025 - n) for n in range(61)]


@pytest.mark.parametrize(
    "years", [[1, 9999], [1843, 1952, 2024], [2024], [2000, 2059], [2000, 2060]]
)
def test_spans_cover_every_year_once(years: list[int]) -> None:
    """Each year of the calendar lies in one span, and there are never too many."""
    spans = plots.year_spans(years)
    assert 1 <= len(spans) <= plots.MOST_COLUMNS
    covered = [year for span in spans for year in range(span.first, span.last + 1)]
    assert covered == list(range(covered[0], covered[-1] + 1))
    assert covered[0] <= min(years) and max(years) <= covered[-1]
    assert sum(plots.in_spans(dict.fromkeys(years, 1), spans)) == len(years)


@pytest.mark.parametrize(
    ("years", "heading", "words"),
    [
        ([2022, 2023, 2023, 2024], "per year", "4 papers from 2022 to 2024, most in 2023: 2"),
        ([*range(1985, 2025), 1990], "per year", "41 papers from 1985 to 2024, most in 1990: 2"),
        ([1925, 1926, 1927, 2024], "per 2 years", "4 papers from 1925 to 2024, most in 1926–1927: 2"),
        ([1905, 1906, 1911, 2024], "per 5 years", "4 papers from 1905 to 2024, most in 1905–1909: 2"),
        ([1543, 1544, 2021, 2022, 2022], "per 10 years", "5 papers from 1543 to 2022, most in 2020–2029: 3"),
    ],
)  # fmt: skip
def test_a_column_of_several_years_says_so(years: list[int], heading: str, words: str) -> None:
    """Over 3, 40, 120 and 480 years, with gaps: heading, sentence, labels and the number above the
    highest column tell of the same years."""
    found = Counter(years)
    spans = plots.year_spans(found)
    assert boxes.years_heading(spans) == f"Papers {heading}"
    assert boxes.year_words(found, spans) == words
    shown = boxes.year_columns(found, spans)
    drawing = plots.columns(shown, words)
    labels = {column.label: f"{column.papers:,}" for column in shown}
    texts = re.findall(r"<text[^>]*>([^<]+)", drawing)
    ticks = [text for text in texts if text in labels]
    assert ticks[0] == shown[0].label and ticks[-1] == shown[-1].label
    if "most in" in words:
        most, number = words.rpartition("most in ")[2].split(": ")
        assert labels[most] == number and number in texts
    titles = dict(re.findall(r"<title>(.+?): (.+?)</title>", drawing))
    assert titles == {label: number for label, number in labels.items() if number != "0"}


@pytest.mark.parametrize(
    ("last", "label"),
    [("2025-01-31", "1 Jan 2025"), ("2025-02-01", "Jan 2025"), ("2031-01-01", "Jan–Mar 2025"),
     ("2060-01-01", "2025")],
)  # fmt: skip
def test_growth_is_drawn_by_day_month_quarter_or_year(
    tmp_path: Path, last: str, label: str
) -> None:
    """As finely as there is room for; the sums grow to all papers."""
    root = shelf(tmp_path, [("2024", "2025-01-01"), ("2024", last), ("2024", last)])
    page = one_page(root, STATS)
    found = rows(section(page, "growth"))
    assert [row[1:] for row in found] == [["2", "3"], ["1", "1"]]
    assert found[-1][0] == label


def test_padded_days_are_not_shown_as_days_of_adding(tmp_path: Path) -> None:
    """An entry without `added` was there before; it is counted, and no day is made up for it."""
    dates = [("2024", ""), ("2023-05", ""), ("2024", "2025-01-02"), ("2024", "2025-01-03")]
    chart = section(one_page(shelf(tmp_path / "some", dates), STATS), "growth")
    assert rows(chart) == [["3 Jan 2025", "1", "4"], ["2 Jan 2025", "1", "3"]]
    assert "Another 2 papers have no date." in chart
    chart = section(one_page(shelf(tmp_path / "none", dates[:2]), STATS), "growth")
    assert (
        "No entry has an “added” date yet" in chart
        and "<svg" not in chart
        and "<table" not in chart
    )


@pytest.mark.slow
def test_two_thousand_topics_are_drawn_by_the_largest(tmp_path: Path) -> None:
    """The page stays small; the rest is one link away."""
    topics = ", ".join(f"t{n}" for n in range(2000))
    root = shelf(tmp_path, [("2023", "2025-01-02"), ("2024", "2025-01-02")], topics)
    page = one_page(root, STATS)
    chart = section(page, "topics")
    assert "<p>2,000 topics. Each counts" in chart
    assert chart.count("<rect") == stats.DRAWN and len(rows(chart)) == stats.TABLED
    assert '<a href="../topics/">All topics</a>' in chart
    assert section(page, "topics-over-time").count("<li>") == stats.COMPARED
    assert len(page) < 40_000


def test_titles_are_shown_as_what_they_are(tmp_path: Path) -> None:
    """Markup in a topic's title is text in the list and in the table, and in no drawing."""
    title = "\"'</title><script>alert(1)</script>"
    root = shelf(tmp_path, [("2023", "2025-01-02"), ("2024", "2025-01-02")], "nasty")
    front = "---\ntitle: |\n  " + title + "\n---\n"
    page = one_page(write(root, {"content/topics/nasty.md": front}), STATS)
    body = page.partition("\n---\n")[2]
    assert "<script" not in body
    assert "&lt;script&gt;" in section(page, "topics") and "&lt;script&gt;" in section(
        page, "topics-over-time"
    )
    assert "script" not in "".join(re.findall(r"<svg.*?</svg>", body, re.S))


def test_authors_without_a_page_are_counted_but_not_linked(tmp_path: Path) -> None:
    """`min_papers` leaves out pages, not people."""
    text = entry("a1", "One") + entry("a2", "Two").replace("Ada Lovelace", "Grace Hopper")
    root = write(tmp_path, {"papers.yaml": text + entry("a3", "Three")})
    assert not [problem for problem in check(root) if problem.severity is Severity.ERROR]
    chart = section(one_page(root, STATS, min_papers=2), "authors")
    assert "<p>2 authors, 1 with one paper here.</p>" in chart
    assert rows(chart) == [["Ada Lovelace", "2"]]


def test_terms_without_papers_are_counted_as_such(tmp_path: Path) -> None:
    """As many as the index lists; the plot and its table have those with papers."""
    files = {
        "papers.yaml": entry(more="  topics: [looms]\n"),
        "content/topics/looms.md": "---\ntitle: Looms\n---\n",
        "content/topics/cards.md": "---\ntitle: Cards\n---\n",
        "content/people.yaml": "- {slug: grace-hopper, name: Grace Hopper}\n",
    }
    page = one_page(write(tmp_path, files), STATS)
    assert "<p>1 of 2 topics has papers. Each counts" in page
    assert "<p>1 of 2 authors has papers, 1 with one paper here.</p>" in page


def test_numbers_stand_above_columns_only_where_they_fit() -> None:
    """Few columns say their numbers; of many the highest alone does."""
    few = plots.columns([plots.Column(str(2020 + n), n + 1) for n in range(5)], "words")
    many = plots.columns([plots.Column(str(1970 + n), 100 + n) for n in range(50)], "words")
    texts = [re.findall(r"<text[^>]*>([^<]+)", drawing) for drawing in (few, many)]
    assert texts[0] == ["1", "2", "3", "4", "5", "2020", "2021", "2022", "2023", "2024"]
    assert texts[1] == ["149", "1970", "1980", "1990", "2000", "2010", "2019"]


def test_one_paper_among_thousands_is_seen() -> None:
    """A column that has papers is two pixels high at least; one without is not there."""
    drawing = plots.columns(
        [plots.Column("2022", 0), plots.Column("2023", 1), plots.Column("2024", 9999)], "words"
    )
    assert re.findall(r'height="([\d.]+)"><title>(\d+)', drawing) == [("2", "2023"), ("82", "2024")]


def test_days_are_counted_in_the_calendar() -> None:
    """The last of February is followed by the first of March, in every year."""
    days = [PartialDate(2024, 2, 28), PartialDate(2024, 3, 1)]
    assert [span.label for span in plots.day_spans(days)] == [
        "28 Feb 2024", "29 Feb 2024", "1 Mar 2024"]  # fmt: skip


def test_the_site_leads_to_it() -> None:
    """From the first page of every site."""
    assert '<a href="./stats/">Statistics</a>' in one_page(ROOT, "")
    view = stats.to_view(collect(ROOT), Settings())
    assert [link.papers for link in view.figures] == [TOTAL, 18, 217, 25, 7, 2]


@pytest.mark.slow
def test_statistics_in_a_browser(browser: Any, seed_server: Served) -> None:
    """Readable at every width and in both themes: nothing scrolls sideways, words of plots are 12
    pixels high and do not touch, columns differ from the page by 3 to 1."""
    page = browser.new_page()
    for width, scheme in itertools.product((320, 390, 1440), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{seed_server.url}stats/")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for summary in page.locator(".ps-table summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        touching = page.evaluate(
            """() => [...document.querySelectorAll('.ps-plot[role]')].flatMap(plot => {
              const words = [...plot.querySelectorAll('text')].map(text => text.getBoundingClientRect());
              return words.flatMap((a, i) => words.slice(i + 1).filter(b =>
                a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
            }).length"""
        )
        assert touching == 0
        sizes = page.evaluate(
            "[...document.querySelectorAll('.ps-plot text')].map(t => getComputedStyle(t).fontSize)"
        )
        assert set(sizes) == {"12px"}
        fill, paper = page.evaluate(
            """() => [getComputedStyle(document.querySelector('.ps-plot__column')).fill,
              getComputedStyle(document.body).backgroundColor]"""
        )
        assert contrast(fill, paper) >= 3
    page.close()


def contrast(one: str, other: str) -> float:
    """Of two colours of CSS, as WCAG 2 computes it."""

    def luminance(color: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.slow
def test_forced_colours_keep_the_columns(browser: Any, seed_server: Served) -> None:
    """Where the system chooses colours, columns have that of text."""
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{seed_server.url}stats/")
    fill, ink = page.evaluate(
        """() => [getComputedStyle(document.querySelector('.ps-plot__column')).fill,
          getComputedStyle(document.querySelector('.ps-chart h2')).color]"""
    )
    assert fill == ink
    context.close()


def test_ticks_are_equally_far_from_each_other() -> None:
    """Ten years had 2017, 2019, 2021, 2022, 2024 and 2026 below them. The last step alone may
    differ, where the number of years has no other way."""
    ticks = {}
    for total in range(1, plots.MOST_COLUMNS + 1):
        shown = [plots.Column(str(2000 + place), 7) for place in range(total)]
        texts = re.findall(r"<text[^>]*>(\d{4})<", plots.columns(shown, "", is_labelled=False))
        ticks[total] = [int(text) - 2000 for text in texts]
        assert ticks[total][0] == 0 and ticks[total][-1] == total - 1 and len(texts) <= 6
        steps = [after - before for before, after in itertools.pairwise(ticks[total])]
        assert len(set(steps[:-1])) <= 1
    assert ticks[6] == [0, 1, 2, 3, 4, 5]
    assert ticks[10] == [0, 3, 6, 9]
    assert ticks[11] == [0, 2, 4, 6, 8, 10]
    assert ticks[8] == [0, 2, 4, 7]
    assert ticks[54] == [0, 11, 22, 33, 44, 53]
