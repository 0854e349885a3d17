"""Which known word another one is written like."""

from __future__ import annotations

import pytest

from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.report import closest, nearest_key
from support import growing


def test_the_nearest_word_is_named() -> None:
    """Or none, where a word is like none of them."""
    assert closest("autors", FIELDS, 0.8) == "authors"
    assert closest("Results", FIELDS, 0.8) == ""


@pytest.mark.parametrize(
    ("word", "there", "hint"),
    [
        ("time", "", 'did you mean "title"?'),
        ("time", "title", ""),
        ("Homepage", "", 'did you mean "url"?'),
        ("home_page", "url", '"url" is there already; keep one of the two'),
        ("redirects", "aliases", '"aliases" is there already; keep one of the two'),
        ("subtitle", "title", ""),
        ("days", "", 'did you mean "meets"?'),
        ("redirect_from", "", 'did you mean "aliases"?'),
        ("titel", "title", '"title" is there already; keep one of the two'),
        ("titel", "", 'did you mean "title"?'),
        ("teacher", "", ""),
    ],
)
def test_a_key_that_is_there_is_not_meant(word: str, there: str, hint: str) -> None:
    """It would be there twice."""
    assert nearest_key(word, ("title", "url", "meets", "aliases"), {there}) == hint


@pytest.mark.slow
def test_a_wrong_key_that_is_repeated_costs_once() -> None:
    """A file of 33,333 lines `a:` took 2.5 s."""
    assert growing.cost(growing.check, "a:\n" * 33_333) < 2
