"""What spreadsheets make of values is seen; values that only look like it stay."""

from __future__ import annotations

import pytest

from papershelf.text import spreadsheets


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages", "Mar 04"),
        ("pages", "04-mars"),
        ("pages", "04. Mrz"),
        ("pages", "2024-03-04 00:00:00"),
        ("issue", "Mar-04"),
        ("volume", "3/4/2024"),
        ("volume", "Mar-20"),
        ("pages", "1,23E+07"),
        ("title", "#DIV/0!"),
    ],
)
def test_changed(name: str, text: str) -> None:
    assert spreadsheets.damage(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages", "3-4"),
        ("pages", "2020-01"),
        ("pages", "123E05"),
        ("pages", "Art. 12"),
        ("issue", "May 12"),
        ("issue", "11/12/13"),
        ("volume", "May 2020"),
        ("issue", "Mar-Apr"),
        ("volume", "2020-June"),
        ("title", "4-Mar"),
        ("title", "#NAME? in the wild"),
    ],
)
def test_unchanged(name: str, text: str) -> None:
    assert spreadsheets.damage(name, text) == ""
