"""Values → YAML: whatever a field holds reads back as the same value."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from papershelf import catalogue
from papershelf.catalogue import write
from papershelf.catalogue.entries import parse_entry
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.parse import parse
from papershelf.catalogue.report import Report
from papershelf.problems import SourceText
from papershelf.text import dates
from papershelf.text.names import Name
from support import hostile
from support.drawing import times
from support.entries import ENTRIES
from support.helpers import ROOT


def parsed(text: str) -> dict[str, Any]:
    """The values of the one entry in a text; nothing may be wrong with it."""
    source = SourceText("", text)
    report = Report(source)
    found = parse(text)
    report.take([finding for finding in found.findings if finding.rule != "invisible-character"])
    values = parse_entry(source, found.roots[0], report).values  # type: ignore[arg-type]
    assert report.problems == []
    return values


@settings(max_examples=times(4))
@given(ENTRIES)
def test_entries_read_back(values: dict[str, Any]) -> None:
    """Whatever the values, the entry that is written reads back as them, here and in PyYAML."""
    text = write.to_entry(values)
    assert values == parsed(text)
    without = {name: value for name, value in values.items() if name != "abstract"}
    line = write.to_line(without)
    assert "\n" not in line and without == parsed(line)
    assert len(yaml.safe_load(text)) == 1


def test_a_name_that_may_be_two_people() -> None:
    """It is written in parts, so that no check has to doubt it."""
    for family in ("Pérez Galdós", "Pérez M. Galdós", "P. G."):
        name = Name(family=family, given="Benito María")
        assert write.to_data((name,)) == [{"given": "Benito María", "family": family}]
    assert write.to_data((Name(family="Pérez Galdós", given="B."),)) == ["Pérez Galdós, B."]


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_texts_read_back(text: str) -> None:
    """No text ends its value or begins another."""
    shown = " ".join(text.split("\n")).strip()
    values = {
        "id": "ada2024",
        "title": shown,
        "published": dates.parse("2024"),
        "keywords": (shown,),
    }
    assert values == parsed(write.to_entry(values))
    assert values == parsed(write.to_line(values))


def test_the_normal_form() -> None:
    """Fields in the order of the table, names in one piece where they can be, lines of 100."""
    values = {
        "notes": "One.\n\n- two",
        "abstract": "word " * 40 + "end\n\nSecond paragraph.",
        "authors": (Name(given="Ada", family="Lovelace"), Name(given="Juan", family="Perez Gomez"),
                    Name(literal="The Engine, Inc."), Name(family="Hopper", given="Grace", suffix="II")),
        "title": "A: b", "id": "ada2024", "published": dates.parse("2024-05"),
        "urls": {"pdf": "https://example.org/a.pdf"}, "extra": {"a": {"b": ["c", {"d": "e, f"}]}, "g": ""},
    }  # fmt: skip
    assert (
        write.to_entry(values)
        == """\
- id: ada2024
  title: "A: b"
  authors: [Ada Lovelace, "Perez Gomez, Juan", {literal: "The Engine, Inc."}, Grace Hopper II]
  published: 2024-05
  urls:
    pdf: https://example.org/a.pdf
  abstract: >-
    word word word word word word word word word word word word word word word word word word word
    word word word word word word word word word word word word word word word word word word word
    word word end

    Second paragraph.
  notes: |-
    One.

    - two
  extra:
    a:
      b: [c, {d: "e, f"}]
    g: ""
"""
    )


def test_every_entry_of_the_example_reads_back() -> None:
    """The example."""
    for entry in catalogue.read(ROOT).entries:
        assert entry.values == parsed(write.to_entry(entry.values))


def test_every_field_has_a_written_form() -> None:
    """The example of each field, read and written again."""
    for name, field in FIELDS.items():
        example = field.example.replace(">- …", "x").replace("|- …", "x")
        example = f"'{example}'" if name == "title" else example
        values = parsed(f"- {name}: {example}\n")
        assert values == parsed(write.to_entry(values))


@pytest.mark.parametrize(
    "text",
    "2608.03270 9780262046305 012 12 1e3 1E5 1_000 12:30 190:20:30 0x1F 0o17 0b11 2024 2024-05-01"
    " 3.14 1. 685.230_15e+03 no yes Off null ~ .5 .inf -1 +7".split(),
)
def test_text_that_others_take_for_something_else(text: str) -> None:
    """Is in quotes, so that PyYAML reads the same text, in a line and in braces."""
    values = {
        "id": "a2020",
        "title": text,
        "volume": text,
        "keywords": (text, "b"),
        "extra": {"shelf": text},
    }
    for written in (write.to_entry(values), write.to_line(values)):
        (found,) = yaml.safe_load(written)
        assert (text, text, [text, "b"], {"shelf": text}) == (
            found["title"], found["volume"], found["keywords"], found["extra"],
        )  # fmt: skip


def test_dates_and_numbers_stay_plain() -> None:
    """As the whole documentation writes them; what only resembles a number is plain, too."""
    values = {
        "published": dates.PartialDate(2024), "added": dates.PartialDate(2025, 1, 2), "author_count": 5,
        "pages": "117-134", "doi": "10.1000/182", "discussion": {"url": "https://a.b/", "count": 3},
    }  # fmt: skip
    lines = [line for name, value in values.items() for line in write.to_field(name, value)]
    assert lines == [
        "published: 2024", "added: 2025-01-02", "author_count: 5", "pages: 117-134",
        "doi: 10.1000/182", "discussion:", "  url: https://a.b/", "  count: 3",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["papers.yaml", "tests/golden/collection/papers.yaml"])
def test_identifiers_of_our_catalogues_are_text_to_others(path: str) -> None:
    """`2512.14550` would lose its last digit."""
    for found in yaml.safe_load((ROOT / path).read_text()):
        names = ("id", "doi", "arxiv", "openreview", "acl", "pmid", "isbn", "volume")
        assert [name for name in names if not isinstance(found.get(name, ""), str)] == []
