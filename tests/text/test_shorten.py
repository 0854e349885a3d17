"""Texts for which there is not enough room."""

from __future__ import annotations

import pytest

from papershelf.text import shorten


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("looms", "looms"),
        ("looms and…", "looms and engines"),
        ("looms…", "looms, engines"),
        ("画像認識のための深層…", "画像認識のための深層学習の研究について"),
        ("aaaaaaaaaa…", "a" * 30),
    ],
)
def test_a_text_ends_with_a_whole_word(expected: str, text: str) -> None:
    """Where blanks part its words; what has none still keeps its beginning."""
    assert shorten.at_word(text, 11) == expected


def test_a_report_has_the_beginning() -> None:
    """With the ellipsis, no more characters than there is room for."""
    assert shorten.cut("engine", 6) == "engine"
    assert shorten.cut("engines", 6) == "engin…"
