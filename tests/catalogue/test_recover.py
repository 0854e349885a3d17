"""An entry with invalid YAML is read field by field: every mistake is reported at its own place."""

from __future__ import annotations

import time
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf import checks
from papershelf.catalogue.nodes import Mapping
from papershelf.catalogue.parse import parse
from papershelf.catalogue.read import Source, read_files
from papershelf.catalogue.recover import recover
from support.following import follow

KNOWN = {"id": "text", "title": "text", "abstract": "text", "topics": "list", "urls": "mapping"}


def found(text: str) -> list[tuple[int, str]]:
    """Line and message of every problem of a catalogue."""
    source = read_files([("papers.yaml", text.encode())])
    return [(problem.span.line, problem.message) for problem in checks.check(source)]


def source_of(text: str) -> Source:
    """A catalogue from its text."""
    return read_files([("papers.yaml", text.encode())])


def test_mistakes_behind_a_syntax_error_are_reported() -> None:
    """A wrong date, an unknown key and a missing field after it are reported; existing fields are not."""
    text = (
        "- id: loom2001\n  title: A: B\n  authors: [A B]\n  published: soon\n"
        "  colour: red\n  venue: 'open\n  doi: 11.1\n"
    )
    assert found(text) == [
        (1, "no added date; published is used instead"),
        (2, 'a ":" is not allowed here'),
        (4, '"soon" is not a date'),
        (5, 'unknown key "colour"'),
        (6, "this quote is never closed"),
        (7, '"11.1": not a DOI such as 10.1000/182'),
    ]
    source = source_of(text)
    assert (source.found, source.is_whole) == (1, False)
    assert [key.text for key in source.entries[0].node.broken] == ["title", "venue"]


@pytest.mark.parametrize("start", ["- id: a2001\n  ", "-   id: a2001\n    ", "-\n  id: a2001\n  "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_offsets_are_those_of_the_source(start: str, end: str) -> None:
    """However far the fields are indented, and behind characters of four bytes."""
    text = f"# 👩\n- id: good2001\n{start}title: 'x\n".replace("\n", end)
    indent = start.rpartition("\n")[2]
    text += f"{indent}topics: [é, nlp]{end}"
    parsed = parse(text, lambda *piece: recover(KNOWN, *piece))
    assert [text[finding.start : finding.end] for finding in parsed.findings] == ["'"]
    entry = parsed.roots[1]
    assert isinstance(entry, Mapping)
    key, topics = entry.pairs["topics"]
    assert text[key.start : key.end] == "topics"
    assert text[topics.start : topics.start + 8] == "[é, nlp]"


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("  abstract: >-\n  Not indented.\n", 3, 'the text of "abstract" is not indented'),
        ("  abstract: |\n\nAt the margin: yes.\n", 4, 'the text of "abstract" is not indented'),
        ("  abstract: >-\n  Results: we show.\n", 3, 'the text of "abstract" is not indented'),
        ("  abstract:\n  Not indented.\n", 3, 'the text of "abstract" is not indented'),
        ("  abstract: >-\n    One.\n\n  Two.\n", 5, 'this line of "abstract" is not indented'),
        ("  notes: |\n  - a point\n", 3, 'the text of "notes" is not indented'),
        ("  abstract: >-\n\tTab\n", 3, "a tab instead of spaces"),
        ("  keywords:\n- one\n- two\n", 3, 'this item of "keywords" is not indented'),
        ("  keywords:\n- one\n  venue: V\n", 3, 'this item of "keywords" is not indented'),
        ("  venue: Journal\n  of Looms\n", 3, 'this line is not a field: it has no "key: "'),
        ("   venue: V\n  pages: 'x\n", 2, '"venue" does not line up with the fields above'),
        ("  urls:\n    pdf: https://x.example\n   code: https://y.example\n", 4,
         "this line does not line up with the lines around it"),
        ("  venue:V\n", 2, "a key ends with a colon and a space"),
        ("  venue:\u00a0V\n", 2, "a key ends with a colon and a space"),
        ("  venue:\u00a0 V\n", 2, "a key ends with a colon and a space"),
        ("  keywords: [a,, b]\n", 2, "a comma without a value before it"),
        ("  venue: ] V\n", 2, "a value cannot begin with this character"),
        ("  venue = V\n", 2, "a key ends with a colon and a space"),
        ("\u00a0 venue: V\n", 2, "a no-break space instead of a space"),
        ("  abstract: >-\n    One.\n   Two.\n", 4,
         'this line of "abstract" is not indented like those above'),
        ("  keywords:\n    - one\n   - two\n", 4,
         "this line does not line up with the lines around it"),
        ("  keywords:\n   - one\n    - two\n", 4,
         "this item does not line up with the one above, and is read as part of it"),
        ("  venue: 'A' and B\n", 2, "text after the closing quote"),
    ],
)  # fmt: skip
def test_each_mistake_at_its_own_place(lines: str, line: int, message: str) -> None:
    """Not at the next line, which is right."""
    rest = "  title: T\n  authors: [A B]\n  published: 2001\n  added: 2020-01-01\n"
    first = found(f"- id: loom2001\n{lines}{rest}")
    behind = found(f"- id: loom2001\n{rest}{lines}")
    assert (line, message) in first
    assert (line + 4, message) in behind
    assert {text for _, text in first} <= {message, "this quote is never closed"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title: A: B, published: soon, venue: 'open, doi: 11.1",
         ['within braces, the value of "title" needs quotes', '"soon" is not a date',
          "this quote is never closed", '"11.1": not a DOI such as 10.1000/182']),
        ("title: On [x] looms: it's, published: May 2, 1952",
         ['within braces, the value of "title" needs quotes', '"May 2, 1952" is not a date']),
        ('title: "He said "no" twice", topics: [nlp, venue: V, added: now',
         ["text after the closing quote", 'this "[" is not closed properly', '"now" is not a day']),
        ("title: Looms, published: 2024 venue: V, doi: 10.1000/182 pages: 1-3",
         ['missing comma before "venue"', 'missing comma before "pages"']),
        ("title: Deep topics: a survey, published: 2024",
         ['within braces, the value of "title" needs quotes']),
        ('title: "Of looms" venue: V, pages: p, 3, urls: {pdf: x.example/a, b}, keywords: [a: b',
         ['missing comma before "venue"', '"pages" is cut off at the comma',
          '"pdf" is cut off at the comma', 'this "[" is not closed properly']),
    ],
)  # fmt: skip
def test_each_mistake_within_braces(fields: str, expected: list[str]) -> None:
    """Also where commas and brackets are parts of texts; and the entry below is read."""
    text = f"- {{id: loom2001, authors: [{{given: A, family: B}}], {fields}}}\n- {{id: loom2002}}\n"
    told = [message for line, message in found(text) if line == 1]
    assert expected == [message for message in told if not message.startswith("no ")]
    assert [entry.values["id"] for entry in source_of(text).entries] == ["loom2001", "loom2002"]


@pytest.mark.parametrize(
    ("end", "message"),
    [("", "this entry has no closing brace"), ("},", 'text after the closing "}"'),
     ("}\n  venue: V", 'text after the closing "}"')],
)  # fmt: skip
def test_the_end_of_an_entry_in_braces(end: str, message: str) -> None:
    """Its fields are read wherever it ends."""
    text = (
        f"- {{id: loom2001, title: T, authors: [A Bee], published: 2001, added: 2020-01-01{end}\n"
    )
    assert [message] == [told for _, told in found(text)]
    assert source_of(text).entries[0].values["title"] == "T"


@pytest.mark.parametrize("width", [1, 4, 5])
def test_fields_that_are_indented_alike_are_reported_once(width: int) -> None:
    """The hint says how many they are."""
    rest = ("title: T", "authors: [A Bee]", "published: 2001", "added: 2020-01-01")
    text = "- id: loom2001\n" + "".join(f"{' ' * width}{line}\n" for line in rest)
    problems = checks.check(source_of(text))
    assert [problem.hint for problem in problems] == [
        "indent it and the 3 fields below it by two spaces, like the other fields"
    ]


@pytest.mark.parametrize(
    ("pasted", "name"),
    [("@article{loom2001,\n  title = {T: U},\n}\n\n@book(x, title = {A})\n", "refs.bib"),
     ('{"title": "T", "year": 2001}\n{"title": "U"}\n', "refs.jsonl"),
     ('{\n  "title": "T",\n  "year": 2001\n}\n', "refs.json"),
     ('{"DOI": "10.1000/182", "published": {"date-parts": [[2001]]}}\n', "refs.jsonl"),
     ('[\n  {"title": "T", "year": 2001},\n  {"title": "U"}\n]\n', "refs.json"),
     ("TY  - JOUR\nTI  - A: B\nER  - \n", "refs.ris"), ("%0 Journal Article\n%T A: B\n", "refs.enw")],
)  # fmt: skip
def test_records_of_other_programs_are_named(pasted: str, name: str) -> None:
    """One report for all of them, and the entries around them are read."""
    good = "- id: loom200{}\n  title: T{}\n  authors: [A Bee]\n  published: 2001\n  added: 2020-01-01\n"
    text = good.format(1, 1) + pasted + good.format(2, 2)
    problems = checks.check(source_of(text))
    assert [f"move it to {name}, and run papershelf import {name}"] == [p.hint for p in problems]
    assert [problem.span.line for problem in problems] == [6]
    assert not source_of(text).is_whole
    assert [e.values["id"] for e in source_of(text).entries] == ["loom2001", "loom2002"]


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\n- id: a\n=======\n- id: b\n>>>>>>> other branch\n",
        "- id: a\n<<<<<<< HEAD\n  title: A\n||||||| 0c1e62e\n=======\n  venue: B\n>>>>>>> b\n",
        "- id: a\r\n  title: A\r\n>>>>>>> branch\r\n",
        "- id: a\n<<<<<<< HEAD\n  title: A\n  venue: B\n=======\n  title: C\n>>>>>>> b\n",
        "- id: a\n  abstract: >-\n    One\n<<<<<<< HEAD\n    two\n=======\n    three\n>>>>>>> b\n",
    ],
)
def test_a_merge_conflict_is_one_mistake(text: str) -> None:
    """It is reported at its first line, and the entries around it are read."""
    parsed = parse(text, lambda *piece: recover(KNOWN, *piece))
    (found,) = parsed.findings
    assert found.message == "an unresolved merge conflict"
    assert text[found.start] in "<>" and "\n" not in text[found.start : found.end]
    assert all(isinstance(root, Mapping) for root in parsed.roots) and parsed.roots


def test_versions_of_an_entry_are_no_duplicates() -> None:
    """The conflict is reported; two entries outside of it are duplicates as ever."""
    entry = "- id: loom{}\n  title: T\n  authors: [A Bee]\n  published: 2001\n  added: 2020-01-01\n  doi: 10.1000/{}\n"
    one, other = entry.format(2001, 1), entry.format(2002, 2)
    text = f"<<<<<<< HEAD\n{one}=======\n{one}>>>>>>> branch\n{other}{other}"
    found = {(problem.rule, problem.span.line) for problem in checks.check(source_of(text))}
    assert found == {("syntax", 1), ("duplicate-id", 22), ("duplicate-doi", 27)}


def test_merge_keys_have_a_hint_of_their_own() -> None:
    """What is merged has fields, so it does not belong under extra."""
    text = "- id: loom2001\n  <<: {title: T, authors: [A Bee]}\n  published: 2001\n  added: 2020-01-01\n"
    hints = [p.hint for p in checks.check(source_of(text)) if p.rule == "unknown-key"]
    assert hints == ["write the fields that it stands for into this entry"]


def test_colons_of_full_width() -> None:
    """As Chinese and Japanese keyboards type them."""
    text = "- id: loom2001\n  title： 织机\n  authors: [A Bee]\n  published：2001\n  added: 2020-01-01\n"
    hints = [problem.hint for problem in checks.check(source_of(text))]
    assert hints == ["write title: 织机", "write published: 2001"]


def test_a_dash_with_a_space_that_is_none() -> None:
    """As some editors and web pages have them; the entry above is whole."""
    text = (
        "- id: loom2001\n  title: T\n  authors: [A Bee]\n  published: 2001\n  added: 2020-01-01\n"
    )
    more = text.replace("- id: loom", "-\u00a0id: card").replace("title: T", "title: Cards")
    (problem,) = checks.check(source_of(text + more))
    assert (problem.span.line, problem.hint) == (6, "write - id: card2001")
    assert problem.message == "a no-break space instead of a space"


def test_an_empty_item_at_the_end() -> None:
    """It is a new entry, and no item of the list above it, which is finished."""
    text = "- id: loom2001\n  title: T\n  authors: [A Bee]\n  published: 2001\n  added: 2020-01-01\n  topics: []\n-\n"
    (problem,) = checks.check(source_of(text))
    assert problem.message.startswith("an entry must be a mapping")


def test_a_field_without_its_colon_is_not_missing() -> None:
    """The report is of its line alone."""
    text = "- id: ada1843notes\n  title: Notes\n  authors\n    - Ada Byron\n  published 1843\n  added: 2025-12-23\n"
    found = checks.check(read_files([("papers.yaml", text.encode())]))
    assert [(each.rule, each.span.line) for each in found] == [("syntax", 3), ("syntax", 5)]


def test_a_text_in_its_block_is_no_field() -> None:
    """What is indented below `>-` or in quotes may look like anything."""
    text = (
        "- id: loom2001\n  title: 'open\n  abstract: >-\n    title: of another\n    doi: none\n"
        "  authors: [A B]\n  published: 2001\n  added: 2020-01-01\n"
    )
    assert found(text) == [(2, "this quote is never closed")]


GOOD = (
    "- id: {}\n  title: {}\n  authors: [A Bee]\n  abstract: >-\n    One.\n\n    Two.\n"
    "  published: 2001\n  added: 2020-01-01\n  topics: []\n"
)


@pytest.mark.parametrize(
    ("width", "spaces"), [(1, "one space"), (2, "two spaces"), (3, "three spaces"), (6, "6 spaces")]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_entry_that_was_pasted_with_its_indentation(width: int, spaces: str, place: int) -> None:
    """One mistake, at the entry that is not like most, and its fields are read."""
    texts = [GOOD.format(f"loom200{number}", f"T{number}") for number in range(3)]
    texts[place] = "# new\n" + indent(texts[place], " " * width)
    text = "\n".join(texts)
    (problem,) = checks.check(source_of(text))
    assert problem.span.line == 2 + 11 * place
    assert problem.hint == f"remove {spaces} before this line and the 9 below it"
    assert [entry.values["title"] for entry in source_of(text).entries] == ["T0", "T1", "T2"]
    if width < 5:
        assert found(follow(text, [problem])) == []


def test_an_entry_below_a_text_is_no_part_of_it() -> None:
    """An abstract at the end of an entry would take it in, without any error of YAML."""
    above = GOOD.format("loom2001", "T").split("  published")[0]
    above = above.replace("authors:", "published: 2001\n  added: 2020-01-01\n  authors:")
    text = above + "\n" + indent(GOOD.format("loom2002", "U"), "    ")
    (problem,) = checks.check(source_of(text))
    assert problem.hint == "remove four spaces before this line and the 9 below it"
    assert [entry.values["title"] for entry in source_of(text).entries] == ["T", "U"]
    assert found(follow(text, [problem])) == []
    assert found(text.replace("    - id", "    An entry is like this: - id")) == []


@pytest.mark.parametrize("below", ["", "- id: open2003\n  title: [T\n"])
def test_an_example_of_an_entry_in_a_text_is_text(below: str) -> None:
    """It has no date. That is so beside a mistake, too."""
    text = (
        GOOD.format("loom2001", "T")
        + "  notes: |\n    Like this:\n\n    - id: x2002\n      title: X\n"
    )
    entries = source_of(text + below).entries
    assert entries[0].values["notes"] == "Like this:\n\n- id: x2002\n  title: X"
    assert "x2002" not in [entry.values["id"] for entry in entries]


def test_an_entry_that_lost_its_indentation() -> None:
    """Where the others are indented, it is indented, too."""
    text = indent(GOOD.format("loom2001", "T") + GOOD.format("loom2002", "U"), "  ")
    text += GOOD.format("loom2003", "V")
    (problem,) = checks.check(source_of(text))
    assert problem.hint == "indent this line and the 9 below it by two spaces"
    assert found(follow(text, [problem])) == []


@pytest.mark.parametrize("above", ["```yaml", "~~~", "=======", "papers:", "***"])
@pytest.mark.parametrize("below", ["```", "~~~", "=======", "* * *".replace(" ", "")])
@pytest.mark.parametrize("is_first", [True, False])
def test_lines_around_a_copied_entry(above: str, below: str, is_first: bool) -> None:
    """Marks of Markdown and of git, and a key above a list, belong to no entry."""
    before = "" if is_first else GOOD.format("loom2001", "T")
    text = f"{before}{above}\n{GOOD.format('loom2002', 'U')}{below}\n"
    problems = checks.check(source_of(text))
    line = before.count("\n") + 1
    assert [(p.span.line, p.message, p.hint) for p in problems] == [
        (place, "this line belongs to no entry", "remove it") for place in (line, line + 11)
    ]
    assert found(follow(text, problems)) == []


def test_a_text_may_have_lines_like_those() -> None:
    """A heading of an abstract is text, also at the margin."""
    text = GOOD.format("loom2001", "T").replace("    Two.", "Methods:\n    Two.")
    assert found(text) == [(7, 'this line of "abstract" is not indented')]


@pytest.mark.parametrize("key", ["Authors", "comment"])
def test_a_key_with_a_value_below_it_is_not_to_be_removed(key: str) -> None:
    """Without it, what is below would become part of the field above."""
    text = GOOD.format("loom2001", "T").replace("  authors: [A Bee]", f"{key}:\n    - A Bee")
    hints = [problem.hint for problem in checks.check(source_of(text))]
    assert "remove it" not in hints


def test_an_entry_in_json_needs_only_a_dash() -> None:
    """Language models write it; the fields above it are not called duplicates."""
    text = GOOD.format("loom2001", "T") + (
        '{\n  "id": "card2001",\n  "title": "U",\n  "authors": ["A Bee"],\n'
        '  "published": "2001",\n  "added": "2020-01-01"\n}\n'
    )
    (problem,) = checks.check(source_of(text))
    assert (problem.message, problem.hint) == ('a new entry begins with "- "', "write - {")
    assert found(follow(text, [problem])) == []


@pytest.mark.parametrize("char", ["\u3000", "\u2003", "\u2009", "\u00a0", "\t"])
def test_characters_that_look_like_a_space(char: str) -> None:
    """Keyboards and web pages have several."""
    text = GOOD.format("loom2001", "T").replace("\n  authors", f"\n{char}authors")
    (problem,) = checks.check(source_of(text))
    assert problem.message.endswith(("instead of a space", "instead of spaces"))
    assert found(follow(text, [problem])) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "- id: a2001\n" + "  title: 'open\n" * 4_000,
        "- {id: a2001" + ", ab: [, cd: {" * 7_000 + "}\n",
        "- {id: a2001" + ", title: 'open" * 7_000 + "}\n",
        "- {id: a2001, title: " + "a, b" * 20_000 + ": c}\n",
        "- id: a2001\n" + "@article{x,\n" * 8_000 + "- id: b2001\n  title: 'x\n",
        "- id: a2001\n  topics: [x\n  title: " + "[" * 12 + "a," * 25_000 + "\n",
        "- id: a2001\n  title: '" + "a'b " * 25_000 + "\n",
        '- id: a2001\n  title: "' + "\\\\" * 50_000 + '\\theta"\n',
        "- id: a2001\n  keywords: [" + "*a," * 30_000 + "]\n",
        "- id: a2001\n  title: x: y" + " " * 100_000 + "#\n",
        "- id: a2001\n  doi: 10.1000/x" + "/full" * 20_000 + "\n",
        "- id: a2001\n  arxiv: https://x.example/" + "arxiv/" * 16_000 + "\n",
    ],
    ids=range(12),
)
def test_time_grows_with_the_size(text: str) -> None:
    """A hundred thousand characters of mistakes take no minute."""
    started = time.perf_counter()
    found(text)
    assert time.perf_counter() - started < 10


@given(st.text(alphabet="-: \n'\"[]{}#&*!|>abtile\t\r", max_size=120))
def test_any_text(text: str) -> None:
    """It never raises, and every finding lies in the text."""
    for start in ("- id: a\n  ", ""):
        parsed = parse(start + text, lambda *piece: recover(KNOWN, *piece))
        for finding in parsed.findings:
            assert 0 <= finding.start <= finding.end <= len(start + text) + 3
            assert finding.message


def test_a_catalogue_in_json_may_lack_a_comma() -> None:
    """It is not called a file of another program: YAML's own words name the place."""
    text = (
        '[\n {"id": "a2001", "title": "T", "authors": ["A Bee"], "published": "2001",\n'
        '  "added": "2020-01-01"},\n {"id": "b2001", "title": "U"\n  "published": "2001"}\n]\n'
    )
    (problem,) = checks.check(source_of(text))
    assert (problem.span.line, problem.hint) == (4, 'separate with commas, end with "}"')
