"""The normal form of a catalogue: it means the same, is stable, and loses no comment."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papershelf import catalogue
from papershelf.catalogue import write as yaml_write
from papershelf.catalogue.parse import parse
from papershelf.catalogue.read import read_files
from papershelf.editing import normal_form
from support.drawing import times
from support.entries import ENTRIES
from support.helpers import DATA, ROOT, named, write
from support.helpers import entry as written
from support.skipped import NO_DATA


def values(text: str) -> dict[str, dict[str, Any]]:
    """Id → values of a catalogue."""
    source = read_files([("papers.yaml", text.encode())])
    return {entry.values["id"]: entry.values for entry in source.entries}


def comments(text: str) -> list[str]:
    return sorted(re.findall(r"# c\d+", text))


@settings(max_examples=times(1.5))
@given(st.lists(ENTRIES, min_size=1, max_size=5, unique_by=lambda entry: entry["id"]), st.data())
def test_generated_catalogues_keep_their_meaning(entries: list[dict[str, Any]], data: Any) -> None:
    """Fields in any order, comments before entries, between fields and beside them: all survive,
    the collection is the same, and a second run changes nothing."""
    text = "# yaml-language-server: $schema=x\n# c0\n\n"
    for number, entry in enumerate(entries):
        order = data.draw(st.permutations(list(entry)))
        lines: list[str] = []
        for place, name in enumerate(order):
            field = yaml_write.to_field(name, entry[name])
            if data.draw(st.booleans()) and place:
                lines.append(f"# c{number}{place}1")
            if len(field) == 1 and data.draw(st.booleans()):
                field = [f"{field[0]}  # c{number}{place}2"]
            lines += field
        body = "".join(f"  {line}\n" if line else "\n" for line in lines)
        text += f"# c{number}9\n- {body[2:]}"
    before = values(text)
    after = normal_form.to_normal(text)
    assert before == values(after)
    assert comments(text) == comments(after)
    assert after == normal_form.to_normal(after)
    assert sorted(before) == re.findall(r"^- id: (\S+)", after, re.MULTILINE)
    assert text.replace("\n", "\r\n") != after
    assert normal_form.to_normal(text.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


@pytest.mark.parametrize("name", named(["seed", "gaussian-splatting", "haskell", "nasty"]))
def test_real_catalogues_keep_their_meaning(name: str) -> None:
    """Real lists, written by real people."""
    path = ROOT / "papers.yaml" if name == "seed" else DATA / name / "papers.yaml"
    if not path.is_file():
        pytest.skip(NO_DATA)
    text = path.read_bytes().decode()
    after = normal_form.to_normal(text)
    assert values(text) == values(after)
    assert after == normal_form.to_normal(after)
    assert (after == text) is (name == "seed")


def test_comments_move_with_what_they_belong_to() -> None:
    """Before an entry, beside a field, between fields, below the last one, at the end of the file."""
    before = """\
# yaml-language-server: $schema=./schema/papers.schema.json
# To add a paper, copy an entry.

# --- about zed
#     two lines
- title: Zed # beside the title
  # above the id
  id: zed2024
  published: '2024-05-01'   # a date
  topics:
    - nlp   # why nlp

    # between two
    - vision
  # below zed

# the first by the alphabet
- id: ada2024
  abstract: "Long words, quoted." # beside the abstract
  published: 2024
  title: >
    Ada
# the end
"""
    assert normal_form.to_normal(before) == """\
# yaml-language-server: $schema=./schema/papers.schema.json
# To add a paper, copy an entry.

# the first by the alphabet
- id: ada2024
  title: >
    Ada
  published: 2024
  abstract: >- # beside the abstract
    Long words, quoted.

# --- about zed
#     two lines
# above the id
- id: zed2024
  title: Zed # beside the title
  published: 2024-05-01   # a date
  topics:
    - nlp   # why nlp

    # between two
    - vision
  # below zed

# the end
"""  # fmt: skip


def test_values_in_one_form() -> None:
    """Identifiers bare, dates plain, abstracts folded; what is broken by hand and fits stays so."""
    before = """\
- id: ada2024
  published: "2024-05"
  doi: https://doi.org/10.1000/182
  arxiv: "https://arxiv.org/abs/2404.17858v2"
  isbn: 978-0-262-04630-5
  authors: [{family: Hopper, orcid: https://orcid.org/0000-0002-1825-0097, given: Grace}]
  title: T
  abstract: |
      One line
      and another.

      A paragraph.
- id: bob2024
  title: T
  published: 2024
  abstract: >-
      Broken
      by hand.
- id: cat2024
  title: T
  published: 2024
  abstract: >-
    LONG
""".replace("LONG", ("word " * 30).strip())
    assert normal_form.to_normal(before) == """\
- id: ada2024
  title: T
  authors: [{family: Hopper, orcid: 0000-0002-1825-0097, given: Grace}]
  published: 2024-05
  doi: 10.1000/182
  arxiv: "2404.17858"
  isbn: "9780262046305"
  abstract: >-
    One line and another.

    A paragraph.

- id: bob2024
  title: T
  published: 2024
  abstract: >-
    Broken
    by hand.

- id: cat2024
  title: T
  published: 2024
  abstract: >-
    word word word word word word word word word word word word word word word word word word word
    word word word word word word word word word word word
"""  # fmt: skip


def test_what_is_wrong_stays_as_it_is() -> None:
    """A check tells it; a formatter that drops it would hide it."""
    before = "- title: T\n  nonsense: [1, 2]\n  doi: 11.1/x\n  published: soon\n  id: Ada 2024\n  arxiv: 'x'\n"
    after = normal_form.to_normal(before)
    assert "nonsense: [1, 2]" in after and "doi: 11.1/x" in after and "published: soon" in after
    assert after.startswith("- id: Ada 2024\n  title: T\n")


@pytest.mark.parametrize("char", ["\u2028", "\x85", "\ufeff", "\x0c"])
@pytest.mark.parametrize("field", ["  abstract: one{}two three", "  notes: |\n    one{}two"])
def test_forbidden_characters_stay(char: str, field: str) -> None:
    """The check reports them, and a parsed text has another character in their place."""
    text = f"- title: T\n{field}\n  published: 2024\n  id: b\n".replace("{}", char)
    assert normal_form.to_normal(text).count(f"one{char}two") == 1


@pytest.mark.parametrize(
    "text",
    [
        "- id: [x\n",
        "- id: a\n  id: b\n",
        "- &a {id: x}\n- *a\n",
        "- !!str x\n",
        "[{id: ab}]\n",
        "- just words\n",
    ],
)
def test_what_cannot_be_cut_is_refused(text: str) -> None:
    """Syntax errors, anchors, a key twice: whatever moving could lose."""
    with pytest.raises(ValueError):
        normal_form.to_normal(text)


def test_files_without_entries_and_of_one_entry() -> None:
    """Nothing to sort; the fields of a single mapping are."""
    for text in ("", "# nothing\n", "---\n"):
        assert normal_form.to_normal(text) == text
    assert normal_form.to_normal("title: T\nid: ada2024\n") == "id: ada2024\ntitle: T\n"


def test_added_is_filled_in() -> None:
    """Only where it is missing, in its place."""
    text = "- id: ada2024\n  title: T\n  published: 2024\n  added:\n  venue: X\n- id: bob2024\n  title: T\n  published: 2023\n  added: 2024-01-01\n"
    after = normal_form.to_normal(text, lambda values: f"{values['published'].year}-12-24")
    assert re.findall("added: (.*)", after) == ["2024-12-24", "2024-01-01"]
    assert after.index("added") < after.index("venue")


@pytest.mark.slow
def test_ten_thousand_entries(tmp_path: Path) -> None:
    """Every entry changes once, then none does; the growth is linear (the seconds are the bench's)."""
    text = "".join(
        f"- title: Title {number % 97}\n  id: paper{number * 7919 % 10007}\n  published: '2024'\n"
        for number in range(10_000)
    )
    after = normal_form.to_normal(text)
    assert len(parse(after).roots) == 10_000
    assert normal_form.to_normal(after) is after or normal_form.to_normal(after) == after
    assert len(catalogue.read(write(tmp_path, {"papers.yaml": after})).entries) == 10_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("arxiv: 2608.03270", 'arxiv: "2608.03270"'),
        ("arxiv: '2608.03270'  # a\n  # b", 'arxiv: "2608.03270"  # a\n  # b'),
        ("isbn: 978-0-262-04630-5", 'isbn: "9780262046305"'),
        ("pmid: 31452104", 'pmid: "31452104"'),
        ("volume: 012 # odd", 'volume: "012" # odd'),
        ("pages: 12", 'pages: "12"'),
        ("edition: 1e3", 'edition: "1e3"'),
        ("volume: '12'", "volume: '12'"),
        ("pages: 1-9", "pages: 1-9"),
        ("author_count: 7", "author_count: 7"),
    ],
)
def test_what_others_take_for_numbers_is_quoted(before: str, after: str) -> None:
    """Identifiers and other text; comments stay, and quotes that are there."""
    whole = written(more="  {}\n")
    assert normal_form.to_normal(whole.format(after)) == normal_form.to_normal(whole.format(before))
    assert f"  {after}\n" in normal_form.to_normal(whole.format(before))
