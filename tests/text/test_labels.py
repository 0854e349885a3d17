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
        ("volume", "v. 12", "12"),
        ("volume", "Tập 12", "12"),
        ("volume", "τόμ. 3", "3"),
        ("volume", "v12b", "v12b"),
        ("volume", "Volumina", "Volumina"),
        ("volume", "T12", "T12"),
        ("issue", "Heft 3-4", "3-4"),
        ("issue", "n° 4", "4"),
        ("issue", "n.º 4", "4"),
        ("issue", "Số 4", "4"),
        ("issue", "Iss. 4", "4"),
        ("issue", "τχ. 4", "4"),
        ("issue", "вып. 4", "4"),
        ("issue", "第4期", "4"),
        ("issue", "November", "November"),
        ("issue", "Nov. 4", "Nov. 4"),
        ("pages", "págs. 5-12", "5-12"),
        ("pages", "с.5–12", "5–12"),
        ("pages", "5-12页", "5-12"),
        ("pages", "tr. 5-12", "5-12"),
        ("pages", "blz. 5-12", "5-12"),
        ("pages", "σσ. 5-12", "5-12"),
        ("pages", "pp. e12", "e12"),
        ("pages", "S12", "S12"),
        ("pages", "ARTN e123", "e123"),
        ("pages", "UNSP 45", "45"),
        ("pages", "Art. no. 123", "123"),
        ("pages", "Article ID: 8123", "8123"),
        ("pages", "Artefact 3", "Artefact 3"),
        ("venue", "In: Looms and Cards", "Looms and Cards"),
        ("venue", "In Vivo", "In Vivo"),
        ("venue", "In Process Control", "In Process Control"),
        ("venue", "In Proc. of Looms", "Proc. of Looms"),
        ("title", "Vol. 3", "Vol. 3"),
        ("volume", "Band civil", "Band civil"),
        ("volume", "Vol. 3 Suppl.", "3 Suppl."),
        ("issue", "No. 4.", "4"),
        ("pages", "pp. 5-12, 15-18", "5-12, 15-18"),
        ("pages", "pp. 12:1–12:20", "12:1–12:20"),
    ],
)
def test_labels(name: str, text: str, value: str) -> None:
    assert labels.without(name, text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("volume", "Vol. 3, No. 4"),
        ("volume", "Vol. 12 (2004)"),
        ("volume", "Vol. IV, 2"),
        ("issue", "No. 4, 2020"),
        ("issue", "Heft 4/2020"),
        ("pages", "pp. 5-12 (2004)"),
        ("pages", "pp. 5-12, 2004"),
    ],
)
def test_more_than_one_value(name: str, text: str) -> None:
    """Nobody can take the rest for the value, so it stays for a person to part."""
    assert labels.has_label(name, text)
    assert labels.without(name, text) == text


@pytest.mark.parametrize(
    ("text", "known", "parts"),
    [
        ("12(3)", "", {"volume": "12", "issue": "3"}),
        ("12 (3-4)", "3-4", {"volume": "12", "issue": "3-4"}),
        ("Bd. 12 (Heft 3)", "", {"volume": "12", "issue": "3"}),
        ("12(3)", "4", {}),
        ("12(2001)", "", {}),
        ("12(Suppl. 1)", "", {}),
    ],
)
def test_a_volume_with_its_issue(text: str, known: str, parts: dict[str, str]) -> None:
    """A year in parentheses is no issue, and a known issue stays."""
    assert labels.parts("volume", {"volume": text, "issue": known}) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12(3):1-4", {"volume": "12", "issue": "3", "pages": "1-4"}),
        ("Vol. 12 (no. 3-4), pp. 101–108", {"volume": "12", "issue": "3-4", "pages": "101–108"}),
        ("12(3): e45", {"volume": "12", "issue": "3", "pages": "e45"}),
        ("12(3)", {}),
        ("12(2001):1-4", {}),
        ("12:1-4", {}),
    ],
)
def test_pages_with_their_volume(text: str, parts: dict[str, str]) -> None:
    """They are parted if the volume is the known one, or none is known."""
    for known in ({}, {"volume": "12"}):
        assert labels.parts("pages", {"pages": text, **known}) == parts
    assert labels.parts("pages", {"pages": text, "volume": "7"}) == {}


@pytest.mark.parametrize(
    "text", ["8p.", "8 p.", "56 pages", "310 S.", "xii, 310 p.", "xii+310 pp.", "12 с."]
)
def test_numbers_of_pages(text: str) -> None:
    assert labels.is_count(text)


@pytest.mark.parametrize(
    "text", ["25P", "310", "p. 8", "S. 8", "12S", "12s", "xii", "5-12 p.", "e12", "12 pt", "8+"]
)
def test_pages_that_are_no_numbers_of_pages(text: str) -> None:
    assert not labels.is_count(text)
