"""Marks of footnotes after titles go only where they cannot be a part of the title."""

from __future__ import annotations

import pytest

from papershelf.text import namemarks


@pytest.mark.parametrize(
    ("title", "shown", "said"),
    [
        ("The price of looms*", "The price of looms", 'left out the mark of a footnote "*"'),
        ("The price of looms $^*$", "The price of looms", 'left out the mark of a footnote "$^*$"'),
        ("Looms†", "Looms", 'left out the mark of a footnote "†"'),
        ("Looms and cards ☆", "Looms and cards", 'left out the mark of a footnote "☆"'),
        ("☆ Looms", "☆ Looms", ""),
        ("Looms$^{\\dagger}$", "Looms", 'left out the mark of a footnote "$^{\\dagger}$"'),
        ("Lazy Theta*", "Lazy Theta*", '"*" at the end may be the mark of a footnote'),
        ("LOOMS AND CARDS*", "LOOMS AND CARDS*", '"*" at the end may be the mark of a footnote'),
        ("Sgr A*", "Sgr A*", ""),
        ("Looms per m²", "Looms per m²", ""),
        ("The norm $m^*$", "The norm $m^*$", ""),
        ("Looms‡ and cards", "Looms‡ and cards", ""),
    ],
)
def test_footnotes_of_titles(title: str, shown: str, said: str) -> None:
    assert namemarks.without_footnote(title) == (shown, said)
