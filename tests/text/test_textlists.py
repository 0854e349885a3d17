"""Lists that programs store as text."""

from __future__ import annotations

import time
from typing import Any

import pytest

from papershelf.text import textlists


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("['looms', 'cards']", ["looms", "cards"]),
        ("{'looms'}", ["looms"]),
        ("('looms',)", ["looms"]),
        ('c("looms")', ["looms"]),
        ("['looms' 'cards']", ["looms", "cards"]),
        ("set()", []),
        ("()", []),
        ("character(0)", []),
        ("['looms', None, nan]", ["looms"]),
        ('["looms", null, NaN]', ["looms"]),
        ("{None, 'looms'}", ["looms"]),
        ('c(NA, "looms", "c\\"")', ["looms", 'c"']),
        ("[nan]", []),
        ("[None]", []),
        ("[{'name': 'None', 'id': None}]", [{"name": "None", "id": None}]),
        ("('looms')", None),
        ("'looms'", None),
        ("[nan li, bo reed]", None),
        ("{None of these}", None),
        ("None", None),
        ("cards", None),
        ('{"looms": "cards"}', None),
        ("c(looms)", None),
    ],
)
def test_lists(text: str, items: list[Any] | None) -> None:
    """Of Python, JSON, NumPy and R; one text in parentheses is only a text."""
    assert textlists.items(text) == items


@pytest.mark.parametrize("word", ['\\"', "\\'", '"', "'", "\\", "\"'", "' ", "None ", "{'"])
@pytest.mark.parametrize("form", ['["{}]', "['{}]", "{{'{}", "c({}"])
def test_long_lists(form: str, word: str) -> None:
    """Are read in a moment, whether or not their quotes are closed."""
    text = form.format(word * (90_000 // len(word)))
    begun = time.process_time()
    textlists.items(text)
    assert time.process_time() - begun < 2
