"""Which known word another one is written like."""

from __future__ import annotations

import pytest

from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.report import closest
from support import growing


def test_the_nearest_word_is_named() -> None:
    """Or none, where a word is like none of them."""
    assert closest("autors", FIELDS, 0.8) == "authors"
    assert closest("Results", FIELDS, 0.8) == ""


@pytest.mark.slow
def test_a_wrong_key_that_is_repeated_costs_once() -> None:
    """A file of 33,333 lines `a:` took 2.5 s."""
    assert growing.cost(growing.check, "a:\n" * 33_333) < 2
