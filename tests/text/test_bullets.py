"""Lists as people write them, one item a line."""

from __future__ import annotations

import pytest

from papershelf.text.bullets import lines_to_items


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (("* Ada Lovelace", "* Bo Vik"), ["Ada Lovelace", "Bo Vik"]),
        (("1. Ada Lovelace", "  2) Bo Vik"), ["Ada Lovelace", "Bo Vik"]),
        (("-nlp,", "–compilers;", ""), ["nlp", "compilers"]),
        (("3D vision", "graph-learning"), ["3D vision", "graph-learning"]),
    ],
)
def test_bullets_and_numbers_are_no_part_of_an_item(
    lines: tuple[str, ...], items: list[str]
) -> None:
    """Neither are the commas behind; a digit that begins a word is."""
    assert items == lines_to_items(lines)
