"""Texts of real files, in LaTeX, HTML, JATS and MathML, beside what a reader should see."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from pylatexenc.latex2text import LatexNodes2Text

from papershelf.importers.texts import latex, markup
from papershelf.importers.texts.urls import address

#: Source, input, right value, divided by tabs; `⏎` is a line break.
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "converted.tsv").read_text().split("\n")[:-1]
]
CONVERTERS: dict[str, Callable[[str], str]] = {
    "bibtex": markup.from_bibtex,
    "arxiv": latex.from_tex,
    "html": markup.from_html,
    "json": markup.from_prose,
    "address": address,
    "names": latex.from_names,
}


def one_line(text: str) -> str:
    return " ".join(text.replace("⏎", "\n").split())


@pytest.mark.parametrize(("source", "text", "right"), ROWS)
def test_texts_of_others(source: str, text: str, right: str) -> None:
    """Each is what its writer meant, character by character."""
    assert one_line(right) == one_line(CONVERTERS[source](text))


def test_the_table_is_large() -> None:
    """Three hundred strings at least, of every source, none of them twice."""
    assert len(ROWS) >= 300
    assert {row[0] for row in ROWS} == set(CONVERTERS)
    assert len({row[:2] for row in ROWS}) == len(ROWS)


@pytest.mark.filterwarnings("ignore")
def test_the_library_alone_is_right_less_often() -> None:
    """The record of why the reader of LaTeX is ours and only its tables are pylatexenc's."""
    theirs = LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=False)
    rows = [(text, right) for source, text, right in ROWS if source in ("bibtex", "arxiv")]
    found = 0
    for text, right in rows:
        with suppress(IndexError):  # it fails at an accent without a letter
            found += one_line(theirs.latex_to_text(text)) == one_line(right)
    assert found < 0.7 * len(rows), f"{found} of {len(rows)}"


@pytest.mark.parametrize("source", ["bibtex", "arxiv"])
def test_what_is_right_stays_right(source: str) -> None:
    """Text without markup comes through every converter as it is."""
    for text in ("Plain words, 5 of 7: yes?", "naïve Erdős – “Quoted” … ±5 °C", "", "R & D, 100%"):
        assert text == CONVERTERS[source](text)
        assert text == markup.from_prose(text)
