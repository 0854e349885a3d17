"""Values → YAML: whatever a field holds reads back as the same value."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from papershelf import catalogue
from papershelf.catalogue import nodes, write
from papershelf.catalogue.fields import FIELDS, LINKS, TYPES
from papershelf.catalogue.model import STATUSES
from papershelf.catalogue.read import parse_entry
from papershelf.catalogue.report import Report
from papershelf.problems import SourceText
from papershelf.text import dates
from papershelf.text.names import Name
from support import hostile
from support.helpers import ROOT

#: Letters, blanks, everything that means something to YAML, and other scripts.
ALPHABET = "ab Z09 -:#,[]{}&*!|>'\"%@`?\\$~^_<=/.\t äß你ع👩‍🔬"
LINE = (
    st.text(ALPHABET, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
)
PROSE = st.lists(
    st.text(ALPHABET, min_size=1, max_size=300).map(str.strip).filter(bool), min_size=1, max_size=3
)
NAMES = st.one_of(
    st.builds(Name, given=st.sampled_from(["Ada", "Jean-Luc", "A. B."]), family=st.sampled_from(["Lovelace", "de la Cruz", "Ng"])),
    st.builds(Name, literal=LINE),
    st.builds(Name, given=LINE, family=LINE, suffix=st.sampled_from(["", "Jr."]), affiliation=LINE),
)  # fmt: skip
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.text(ALPHABET, max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab: #,'", min_size=1, max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
ENTRIES = st.fixed_dictionaries(
    {"id": st.from_regex(r"[a-z][a-z0-9-]{3,12}", fullmatch=True), "title": LINE,
     "published": st.builds(dates.PartialDate, st.integers(1000, 2100), st.just(0), st.just(0))},
    optional={
        "authors": st.lists(NAMES, min_size=1, max_size=9).map(tuple),
        "author_count": st.integers(20, 99),
        "added": st.builds(dates.PartialDate, st.just(2024), st.integers(1, 12), st.integers(1, 28)),
        "type": st.sampled_from(TYPES), "venue": LINE, "volume": LINE,
        "arxiv": st.just("2301.00010"), "doi": st.sampled_from(["10.1000/182", "10.1002/(SICI)1<1::AID>3.0.CO;2-#"]),
        "urls": st.dictionaries(st.sampled_from(list(LINKS)), st.just("https://example.org/a?b={c}&d#e"), min_size=1),
        "abstract": PROSE.map(lambda parts: "\n\n".join(" ".join(part.split("\n")) for part in parts)),
        "summary": LINE, "notes": st.sampled_from(["# a\n\n- b\n  - c", "word", "  x\n\ty"]).map(str.strip),
        "topics": st.just(("nlp", "x")), "keywords": st.lists(LINE, min_size=1, max_size=5, unique=True).map(tuple),
        "awards": st.lists(LINE, min_size=1, max_size=2).map(tuple), "status": st.sampled_from(list(STATUSES)),
        "discussion": st.just({"url": "https://example.org", "count": 3}),
        "extra": st.dictionaries(st.text("abc", min_size=1, max_size=4), PLAIN, min_size=1, max_size=3),
    },
)  # fmt: skip


def parsed(text: str) -> dict[str, Any]:
    """The values of the one entry in a text; nothing may be wrong with it."""
    source = SourceText("", text)
    report = Report(source)
    found = nodes.parse(text)
    report.take([finding for finding in found.findings if finding.rule != "invisible-character"])
    values = parse_entry(source, found.roots[0], report).values  # type: ignore[arg-type]
    assert report.problems == []
    return values


@settings(max_examples=400)
@given(ENTRIES)
def test_entries_read_back(values: dict[str, Any]) -> None:
    """Whatever the values, the entry that is written reads back as them, here and in PyYAML."""
    text = write.to_entry(values)
    assert values == parsed(text)
    without = {name: value for name, value in values.items() if name != "abstract"}
    line = write.to_line(without)
    assert "\n" not in line and without == parsed(line)
    assert len(yaml.safe_load(text)) == 1


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
    """The 36 papers."""
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
