"""Plain English: words of translated German stay out of every text that a person reads.

The list holds only the worst patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.helpers import ROOT

#: Pattern of whole words → what to write instead.
PATTERNS = {
    r"stands?(?! for\b)|stood": "is, appears, is listed",
    r"told": "reported, printed",
    r"mend(?:s|ed|ing)?": "fix",
    r"whoever": "anyone who, you",
    r"besides": "also, in addition to",
    r"by itself": "automatically",
    r"what is there": "existing",
    r"nobody knows": "unknown",
    r"anew": "again",
    r"for nothing": "for free",
    r"(?<!there )(?:is|are) no(?= [a-z]+\b)(?! longer\b| more\b)": "is not a",
}
_WORST = re.compile(
    "|".join(f"(?P<p{number}>\\b(?:{text})\\b)" for number, text in enumerate(PATTERNS)),
    re.IGNORECASE,
)
#: Files and folders with texts for people: documents, templates, workflows, and the source, in
#: which messages, help, docstrings, comments and names are all read.
READ = (
    "README.md", "CONTRIBUTING.md", "docs", ".github", "generator/papershelf", "overrides",
    "scripts", "Makefile", "mkdocs.yml", "mkdocs-docs.yml",
)  # fmt: skip
_SUFFIXES = {".md", ".py", ".jinja", ".html", ".js", ".css", ".yml", ".yaml", ".txt", ""}
#: Text in which a pattern is right, and why.
ALLOWED = {
    '"STAND"': "RIS's type of a standard",
    "beside besides between": "words that titles do not capitalize",
}


def _files() -> Iterator[Path]:
    for name in READ:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file() and file.suffix in _SUFFIXES and "__pycache__" not in file.parts:
                yield file


def _found(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number and a message for each pattern in a text."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in _WORST.finditer(line):
            if not any(allowed in line for allowed in ALLOWED):
                instead = list(PATTERNS.values())[int(str(match.lastgroup)[1:])]
                yield number, f'"{match[0]}" in "{line.strip()}"; write: {instead}'


def test_texts_are_plain_english() -> None:
    """No text contains a pattern of the list."""
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{number}: {message}"
        for file in _files()
        for number, message in _found(file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_list_of_places_is_right() -> None:
    """Each place exists, so that a moved one is not forgotten in the list."""
    assert [name for name in READ if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the file stands here", 1),
        ("`CVF` stands for a foundation", 0),
        ("a standard understanding", 0),
        ("every problem is told at its line", 1),
        ("fix it, do not mend it", 1),
        ("Whoever renames a paper", 1),
        ("an id that is no slug", 1),
        ("there is no slug, and it is no longer needed", 0),
    ],
)
def test_whole_words_are_found(text: str, number: int) -> None:
    """The patterns find what they are for, and nothing inside other words."""
    assert len(list(_found(text))) == number
