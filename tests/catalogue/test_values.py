"""What single values may not be: hidden characters, impossible years, nothing; each reported where
the value is."""

from __future__ import annotations

import pytest

from papershelf import checks
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.read import read_files
from papershelf.problems import Problem

FILLED = {
    "id": "ada2024engine", "title": "On the engine", "authors": "[Ada Lovelace]",
    "published": "2024-04-27", "added": "2025-12-23",
}  # fmt: skip


def problems(**pages: str) -> list[Problem]:
    """The problems of a collection with these pages; `__` in a name is a slash."""
    good = "- " + "\n  ".join(f"{name}: {value}" for name, value in FILLED.items()) + "\n"
    rows = [("papers.yaml", good)]
    rows += [(f"content/{name.replace('__', '/')}.md", text) for name, text in pages.items()]
    return checks.check(read_files([(name, text.encode()) for name, text in rows]))


def of_field(name: str, value: str) -> tuple[list[Problem], int, int]:
    """The problems of an entry with one value, and line and column behind the colon of its key."""
    rows = [f"{key}: {text}" for key, text in (FILLED | {name: value}).items()]
    text = "- " + "\n  ".join(rows) + "\n"
    found = checks.check(read_files([("papers.yaml", text.encode("utf-8", "surrogatepass"))]))
    line = list(FILLED | {name: value}).index(name) + 1
    return [each for each in found if each.rule != "no-topics"], line, len(name) + 4


@pytest.mark.parametrize(
    "value",
    [
        r'"\a"', r'"a\x01b"', r'"\u0085"', r'"\N"', r'"\u2028"', r'"\L"', r'"\P"', r'"\e[31m"', r'"\0"', r'"\b"', r'"\v"',
        r'"a\rb"', r'"a\x0db"', r'"a\x0D\nb"', r'"\uFFFE"', r'"\U0001FFFF"', r'"\ud800"', r'"\ud83d\ude00"', r'"\x9b"', r'"\u202e"', r'"\xZZ"', r'"\uFEFF"',
        "a\x07b", "a\x85b", "a\u2028b", "a\u2029b", "a\x1bb", "a\ufffeb", "'\x7f'", "[a, \"\\a\"]", '{a: "\\x02"}',
    ],
)  # fmt: skip
def test_hidden_characters_are_refused_however_they_are_written(value: str) -> None:
    """Escaped by a letter, by a number, raw, half of a character, within a list: in each field."""
    for name in FIELDS:
        found, line, column = of_field(name, value)
        errors = [each for each in found if each.rule in ("control-character", "syntax")]
        assert errors, name
        assert (errors[0].span.line, errors[0].span.column >= column) == (line, True), name
        assert errors[0].hint and "quoted scalar" not in errors[0].message


def test_keys_and_front_matter_and_people_are_no_way_around() -> None:
    """Characters in the names of keys, in the front matter of a page and in its text."""
    page = '---\ntitle: "A\\x01"\n---\n\nText \x02 and \u2028.\n'
    found = problems(about=page, topics__x='---\ntitle: X\ndescription: "\\a"\n---\n\nX.\n')
    places = [(p.span.file, p.span.line) for p in found if p.rule == "control-character"]
    assert places == [
        ("content/about.md", 2), ("content/about.md", 5), ("content/about.md", 5),
        ("content/topics/x.md", 3),
    ]  # fmt: skip
    assert "control-character" in [p.rule for p in of_field('"\\a"', "x")[0]]


@pytest.mark.slow
def test_many_of_them_are_one_problem() -> None:
    """A line of 50,000 costs what it weighs, in time, memory and patience."""
    for value in ('"' + r"\x01" * 50_000 + '"', "\x01" * 50_000, "\u200b" * 50_000):
        found, line, _ = of_field("venue", value)
        hidden = [p for p in found if p.rule in ("control-character", "invisible-character")]
        assert [p.span.line for p in hidden] == [line]


@pytest.mark.parametrize("value", ["", '""', "''", "[]", "{}", "null", "~", '"  "', "|"])
@pytest.mark.parametrize("name", ["title", "published", "authors", "added"])
def test_an_empty_value_is_reported_where_it_is(name: str, value: str) -> None:
    """Not at the id of its entry; a field that may be left out may be empty."""
    found, line, column = of_field(name, value)
    assert [each.span.line for each in found] == [line]
    assert found[0].span.column >= column - 1


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", ["[a, [b]]", "{a: b}", "!!", "- ", "[]x", "\t", "x" * 60_000])
def test_a_wrong_value_is_reported_where_it_is(name: str, value: str) -> None:
    """Whatever the field: behind its colon."""
    found, line, column = of_field(name, value)
    for each in found:
        is_id = name == "id" and each.rule in ("missing-field", "duplicate-id")
        assert is_id or (each.span.line, each.span.column >= column - 1) == (line, True), each


def test_a_person_without_a_name_is_reported() -> None:
    """An empty name or slug is missing, as one that is not there."""
    text = "- slug: ada\n  name:\n- slug: ''\n  name: Grace Hopper\n"
    source = read_files([("content/people.yaml", text.encode())])
    assert [(p.rule, p.span.line) for p in source.problems] == [
        ("missing-field", 2),
        ("missing-field", 3),
    ]


@pytest.mark.parametrize(
    ("text", "rule", "hint"),
    [
        ("- {slug: ada, name: Ada Byron, aka: [A. Byron]}\n", "unknown-key", 'did you mean "names"?'),
        ("people:\n  - {slug: ada, name: Ada Byron}\n", "wrong-type", "remove this line, and the spaces that the lines below it begin with"),
    ],
)  # fmt: skip
def test_a_list_in_a_person_and_a_list_of_people(text: str, rule: str, hint: str) -> None:
    """Only around people is a list one that other programs write."""
    (problem,) = read_files([("content/people.yaml", text.encode())]).problems
    assert (problem.rule, problem.hint) == (rule, hint)


@pytest.mark.parametrize("year", ["0000", "0001", "0999", "2101", "9999"])
def test_years_that_no_work_has(year: str) -> None:
    """Of every field with a date, and of courses: whatever is made of them later can hold them."""
    for name, rest in (("published", ""), ("published", "-02"), ("published", "-02-03"), ("added", "-02-03")):  # fmt: skip
        found, line, column = of_field(name, year + rest)
        assert [(p.rule, p.span.line, p.span.column) for p in found] == [
            ("wrong-date", line, column + 1)
        ]
        assert found[0].message == f"the year {year} is not between 1000 and 2100"
    course = "---\ntitle: C\ndescription: D\n{}---\n\n- [@ada2024engine] Why.\n"
    found = problems(courses__c=course.format(""), courses__c__one=course.format(f"starts: {year}-05\n"))  # fmt: skip
    assert [(p.rule, p.span.file, p.span.line) for p in found if p.severity == "error"] == [
        ("wrong-date", "content/courses/c/one.md", 4)
    ]


@pytest.mark.parametrize("year", ["1000", "1543", "1687-07-05", "2100-12-31"])
def test_old_works_are_works(year: str) -> None:
    """Copernicus and Newton, and the first and last day."""
    assert not of_field("published", year)[0]
