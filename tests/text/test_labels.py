"""Labels go, whatever their language; words that only look like labels stay."""

from __future__ import annotations

import pytest

from papershelf.text import labels


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("volume", "Volume 3", "3"),
        ("volume", "vol.3", "3"),
        ("volume", "Bd. IV", "IV"),
        ("volume", "Т. 12", "12"),
        ("volume", "제3권", "3"),
        ("volume", "Volumina", "Volumina"),
        ("volume", "T12", "T12"),
        ("issue", "Heft 3-4", "3-4"),
        ("issue", "n° 4", "4"),
        ("issue", "вып. 4", "4"),
        ("issue", "第4期", "4"),
        ("issue", "November", "November"),
        ("issue", "Nov. 4", "Nov. 4"),
        ("pages", "págs. 5-12", "5-12"),
        ("pages", "с.5–12", "5–12"),
        ("pages", "5-12页", "5-12"),
        ("pages", "pp. e12", "e12"),
        ("pages", "S12", "S12"),
        ("venue", "In: Looms and Cards", "Looms and Cards"),
        ("venue", "In Vivo", "In Vivo"),
        ("title", "Vol. 3", "Vol. 3"),
    ],
)
def test_labels(name: str, text: str, value: str) -> None:
    assert labels.without(name, text) == value
