"""The normal form of catalogues in every style that YAML allows, with comments wherever allowed:
nothing is lost, nothing changes its meaning, and a second run changes nothing."""

from __future__ import annotations

import random
import re

import pytest

from papershelf.catalogue.read import read_files
from papershelf.editing import normal_form
from support.drawing import times

WORDS = (
    "On engines", "The loom", "C# and x#y", "a\xa0b  two", "in $O(n)$ ü中",
    "word " * 40 + "end", "http://example.org/#frag", "50% of",
)  # fmt: skip
LISTS = {
    "topics": ("nlp", "vision", "'graphs'"),
    "keywords": ("a b", "'c, d'"),
    "authors": (
        "Ada Lovelace",
        "{given: Grace, family: Hopper}",
        '"Ross, Bob"',
        "{literal: The Group, orcid: 'https://orcid.org/0000-0002-1825-0097'}",
    ),
}
LINES = {
    "published": ("2024", "'2024-05'", '"2024-05-01"'),
    "added": ("2024-05-02", "'2024-05-02'"),
    "doi": ("10.1000/182", "https://doi.org/10.1000/A,b", "'10.1000/x#y'"),
    "arxiv": ("2404.17858", "'2404.17858v2'", "\n    2404.17858", "\n  # {}\n    '2404.17858'"),
    "isbn": ("978-0-262-04630-5",),
    "volume": ("", "~", "''", "12"),
    "urls": (
        "{pdf: 'https://example.org/a.pdf', code: https://example.org/a}",
        "\n    pdf: https://example.org/a\n    # {}\n    code: https://example.org/b",
    ),
}
PROSE = ("abstract", "summary", "notes", "venue", "extra")


class Writer:
    """Somebody who writes catalogues by hand, each comment under a number of its own."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.comments = 0

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}."

    def maybe(self, text: str, share: float = 0.3) -> str:
        return text if self.random.random() < share else ""

    def beside(self) -> str:
        return self.maybe(" " * self.random.randint(1, 3) + self.comment())

    def above(self, column: int) -> str:
        lines = ""
        while self.random.random() < 0.3:
            margin = self.random.choice([0, column, column, column + 4])
            lines += self.random.choice([" " * margin + self.comment(), "", "   "]) + "\n"
        return lines

    def prose(self, column: int) -> str:
        words, inner = self.random.choice(WORDS), " " * (column + 2)
        form = self.random.randrange(7)
        if form < 3:
            quote = ("", '"', "'")[form]
            return f" {quote}{words}{quote}{self.beside()}"
        if form == 3:
            return f" {words}\n{inner}more{self.beside()}"
        if form == 4:
            return f' "{words}\n{inner}more\n\n{inner}paragraph"{self.beside()}'
        if form == 5:
            head = self.random.choice(["|", "|-", "|+", ">", ">-", ">+", ">2-"])
            lines = [words, "", self.maybe("  ") + "second # no comment", words]
            text = "\n".join(f"{inner}{line}" if line else "" for line in lines)
            return f" {head}{self.beside()}\n{text}{self.random.choice(['', chr(10), chr(10) * 2])}"
        return f"\n{self.above(column + 2)}{inner}{words}{self.beside()}"

    def items(self, column: int, items: list[str]) -> str:
        form = self.random.randrange(3)
        if form == 0:
            return f" [{', '.join(items)}]{self.beside()}"
        margin = " " * (column + self.random.choice([0, 2]))
        if form == 1:
            rows = "".join(
                f"{self.above(column)}{margin}  {item},{self.beside()}\n" for item in items
            )
            return f" [{self.beside()}\n{rows}{margin} ]{self.beside()}"
        rows = "".join(f"{self.above(column)}{margin}- {item}{self.beside()}\n" for item in items)
        return f"{self.beside()}\n{rows}".rstrip("\n")

    def field(self, name: str, column: int) -> str:
        key = (
            self.random.choice([name] * 8 + [f'"{name}"', f"'{name}'"]) + self.maybe(" ", 0.1) + ":"
        )
        if name == "id":
            return f"{key} paper{self.random.randrange(10**6)}{self.beside()}"
        if name == "extra":
            return f"{key}{self.beside()}\n{' ' * (column + 2)}a:{self.prose(column + 2)}"
        if name in LISTS:
            return key + self.items(column, self.random.sample(LISTS[name], 2))
        if name in LINES:
            value = self.random.choice(LINES[name]).replace("\n  ", "\n" + " " * column)
            value = value.format(self.comment()[2:]) if "{}" in value else value
            return f"{key} {value}{self.beside()}"
        return key + self.prose(column)

    def entry(self) -> str:
        if self.random.random() < 0.1:
            number = self.random.randrange(10**6)
            return f"- {{id: p{number}, title: 'T, u', published: 2024, doi: 'doi:10.1000/1'}}{self.beside()}\n"
        names = ["id", "title", "published", *self.random.sample([*LISTS, *LINES, *PROSE], 5)]
        names = list(dict.fromkeys(names))
        self.random.shuffle(names)
        dash = self.random.choice(["- ", "- ", "-   ", "-\n  ", f"- {self.comment()}\n  "])
        column = len(dash.rpartition("\n")[2])
        lines = [f"{self.above(column)}{' ' * column}{self.field(name, column)}" for name in names]
        first = f"{dash}{self.field(names[0], column)}"
        return "\n".join([first, *lines[1:]]) + "\n" + self.above(column)

    def file(self) -> str:
        head = self.random.choice(["", "# yaml-language-server: $schema=x\n", "# c0.\n\n", "---\n"])
        entries = "".join(self.above(0) + self.entry() for _ in range(self.random.randint(1, 4)))
        text = head + entries + self.above(0)
        return text.rstrip("\n") if self.random.random() < 0.1 else text


def meaning(text: str) -> tuple[list[str], list[str]]:
    """What the entries of a file say, and what is wrong in it."""
    source = read_files([("papers.yaml", text.encode())])
    values = sorted(repr(sorted(entry.values.items())) for entry in source.entries)
    return values, sorted(problem.message for problem in source.problems)


def comments(text: str) -> list[str]:
    return sorted(re.findall(r"# c?\d+\.", text))


@pytest.mark.parametrize("part", range(12))
def test_every_style(part: int) -> None:
    """600 files by hand, in `make check` 60; what YAML cannot read is refused, and that is the
    smaller part."""
    done, number = 0, times(0.5)
    for seed in range(part * number, (part + 1) * number):
        text = Writer(seed).file()
        try:
            after = normal_form.to_normal(text)
        except ValueError:
            continue
        done += 1
        assert meaning(text) == meaning(after), seed
        assert comments(text) == comments(after), seed
        assert after == normal_form.to_normal(after), seed
    assert done > number / 2


def test_a_comment_between_a_key_and_its_value() -> None:
    """It goes above the field that becomes one line."""
    before = "- id: ada2024\n  abstract: # why\n    # because\n    Words.\n  doi:\n    # this one\n    'doi:10.1000/1'  # beside\n"
    assert normal_form.to_normal(before) == (
        "- id: ada2024\n  # this one\n  doi: 10.1000/1  # beside\n  # why\n  # because\n"
        "  abstract: >-\n    Words.\n"
    )


def test_a_modeline_above_an_entry_that_brings_a_comment() -> None:
    """Once sorted to the top, its comment is set apart, at once and not in the second run."""
    before = "# yaml-language-server: $schema=x\n- id: zed2024\n  title: Z\n# on ada\n- id: ada2024\n  title: A\n"
    after = normal_form.to_normal(before)
    assert after.startswith("# yaml-language-server: $schema=x\n\n# on ada\n- id: ada2024\n")
    assert after == normal_form.to_normal(after)


def test_blocks_that_keep_their_end() -> None:
    """Empty lines before the next entry, which would extend a text with `|+`, do not become text."""
    before = "- id: bob2024\n  extra:\n    a: |+\n      words\n\n\n- id: ada2024\n  extra: {b: '\n\n    c'}\n"
    after = normal_form.to_normal(before)
    assert meaning(before) == meaning(after) and after == normal_form.to_normal(after)
    assert "{'a': 'words'}" in "".join(meaning(after)[0])


def test_an_entry_that_cannot_be_formed_keeps_its_comments_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It stays as written, and lines above its first field stay there."""
    monkeypatch.setattr(normal_form, "_means", lambda *arguments: False)
    before = "- # why\n  title: T\n  # the id\n  id: ada2024\n"
    assert normal_form.to_normal(before) == before
