"""The readings of a course, found in its Markdown."""

from __future__ import annotations

import html
import re
import time

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.text import citing, readings
from papershelf.text.headings import Heading
from papershelf.text.prose import EXTENSIONS


def found(markdown: str) -> list[tuple[str, str, str]]:
    """Id, note and section of each reading."""
    return [(each.id, each.text, each.section) for each in readings.split(markdown) if each.id]


@pytest.mark.parametrize(
    "mark", ["- ", "* ", "+ ", "1. ", "12) ", "-   ", " - ", "-\t"], ids=lambda mark: repr(mark)
)
def test_an_item_that_begins_with_a_citation_is_a_reading(mark: str) -> None:
    """Whatever marks the item."""
    assert found(f"{mark}[@a1] Why.\n{mark}[@b1]\n") == [("a1", "Why.", ""), ("b1", "", "")]


@pytest.mark.parametrize(
    "markdown",
    [
        "See [@a1].", "[@a1] begins a paragraph", "- See [@a1]", "- x\n  - [@a1] nested", "- x\n\n    - [@a1] deep",
        "```\n- [@a1] code\n```", "~~~\n- [@a1]\n```\n~~~", "- \\[@a1] escaped", "`a\n- [@a1] b`", "> - [@a1] quoted",
        "-[@a1]", "- [@a1", "# [@a1]", "12345678901. [@a1]", "- [a1]", "",
        "<!--\n- [@a1] in a comment\n-->",
    ],
)  # fmt: skip
def test_everything_else_is_prose(markdown: str) -> None:
    """A citation anywhere else stays a citation."""
    assert found(markdown) == []
    assert "".join(each.text for each in readings.split(markdown)) == markdown.strip("\n")


@pytest.mark.parametrize(
    ("rest", "note"),
    [
        (": Why", "Why"), (" — Why", "Why"), (" - Why", "Why"), (", Why", "Why"), (". Why", "Why"),
        (" -1 is why", "-1 is why"), (" Why,\n  and how", "Why,\nand how"), (" Why,\nand how", "Why,\nand how"),
        (" One.\n\n  Two.", "One.\n\nTwo."), (" One.\n\n    Two.", "One.\n\n  Two."),
        (" One:\n  - a\n  - b", "One:\n\n- a\n- b"), (" One:\n  ```\n  - a\n  ```", "One:\n```\n- a\n```"),
        (" See [@b1].", "See [@b1]."), ("\n  Below.", "Below."), (" Why\r\n  so\r\n", "Why\nso"),
    ],
)  # fmt: skip
def test_the_rest_of_the_item_is_its_note(rest: str, note: str) -> None:
    """With the lines that go on, without the sign between; what follows at the margin is not it."""
    assert found(f"- [@a1]{rest}\n\nWords.\n") == [("a1", note, "")]
    assert [each.text for each in readings.split(f"- [@a1]{rest}\n\nWords.\n") if not each.id] == [
        "Words."
    ]


def test_readings_stand_below_headings() -> None:
    """Of any level, without what marks a heading; one in code is none."""
    text = (
        "- [@a1]\n\n## One ##\n\n- [@b1]\n\n```\n# no\n```\n\n- [@c1]\n\n### Two {#two}\n- [@d1]\n"
    )
    assert found(text) == [("a1", "", ""), ("b1", "", "One"), ("c1", "", "One"), ("d1", "", "Two")]


def test_a_heading_may_be_underlined() -> None:
    """A rule at the top, behind an empty line, a list, code or another heading is none."""
    text = "---\n- [@a1]\n\nOne\n===\n\n- [@b1]\n\n---\n\n- [@c1]\n---\n- [@d1]\n\nTwo\r\n--\r\n- [@e1]\n"
    text += "```\n```\n---\n- [@f1]\n# Six\n---\n- [@g1]\n"
    assert [(paper_id, section) for paper_id, _, section in found(text)] == [
        ("a1", ""), ("b1", "One"), ("c1", "One"), ("d1", "One"), ("e1", "Two"),
        ("f1", "Two"), ("g1", "Six")]  # fmt: skip


def test_a_heading_is_read_in_time_whatever_stands_in_it() -> None:
    """Spaces in the middle of a line, which took minutes once, are part of the section."""
    wide = f"one{' ' * 20_000}two"
    assert found(f"# {wide} ## {{#id}}\r\n- [@a1]\n# {{#id}}\n- [@b1]\n") == [
        ("a1", "", wide), ("b1", "", "")]  # fmt: skip


def test_prose_and_readings_keep_their_order() -> None:
    """Nothing but the marks of the readings is lost."""
    text = "Words.\n\n- [@a1] Note.\n\nBetween.\n- item\n- [@b1]\n## End\n"
    assert [(each.id, each.text) for each in readings.split(text)] == [
        ("", "Words."), ("a1", "Note."), ("", "Between.\n- item"), ("b1", ""), ("", "## End")]  # fmt: skip


def test_parts_below_each_heading() -> None:
    """First those above all headings, without prose that is empty."""
    text = "Words.\n\n- [@a1]\n\n## *One* {#x}\n\nBetween.\n\n- [@b1]\n\nTwo\n---\n### Three\n- [@c1]\n"
    sections = list(readings.by_heading(text))
    found = [
        (level, heading, [each.id or each.text for each in below])
        for level, heading, below, _ in sections
    ]
    assert [text[each.start :][:3] for each in sections] == ["Wor", "## ", "Two", "###"]
    assert found == [
        (0, "", ["Words.", "a1"]), (2, "*One*", ["Between.", "b1"]), (2, "Two", []), (3, "Three", ["c1"])]  # fmt: skip
    assert list(readings.by_heading("")) == [(0, "", [], 0)]


_PIECES = ["- ", "  ", "    ", "1. ", "[@a1]", "[@b1]", "\n", "\n\n", "x", "```", "`", "## ", "> ", "\r\n", "\t", "*"]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join))
def test_any_text_is_split_without_loss(text: str) -> None:
    """Each reading is a citation of the whole page, offsets are right, and order is that of the
    page; no letter of the words is lost."""
    cited = {(start, end, paper_id) for start, end, paper_id in citing.iter_citations(text)}
    stretches = readings.split(text)
    assert [each.start for each in stretches] == sorted(each.start for each in stretches)
    assert all((each.start, each.end, each.id) in cited for each in stretches if each.id)
    assert "".join(each.text for each in stretches).count("x") == text.count("x")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Required. Why.", ("required", "", "Why.")), ("optional: Why", ("optional", "", "Why")),
        ("Required, pages 3 to 7. Why.", ("required", "3–7", "Why.")), ("Optional; p. 12", ("optional", "12", "")),
        ("Pages 3, 5-9 and ix–xi: Why", ("", "3, 5–9, ix–xi", "Why")), ("Required pp. 3—7 — Why", ("required", "3–7", "Why")),
        ("Required", ("required", "", "")), ("Required\n\nWhy.", ("required", "", "Why.")),
        ("Required, pages 3\nto 7. Why", ("required", "3–7", "Why")), ("Optional - why", ("optional", "", "why")),
    ],
)  # fmt: skip
def test_a_note_may_begin_with_importance_and_pages(
    note: str, expected: tuple[str, str, str]
) -> None:
    """In one form, whichever dash or word is between the numbers."""
    assert readings.words(note) == expected


@pytest.mark.parametrize(
    "note",
    [
        "Required reading for all.", "Optional, but good.", "Pages 3 and 4 are the best.", "Required\nreading.", "Page 3.5 is odd.",
        "pages", "Required, chapter 3.", "Not required.", "Requiredpages 3.", "p. 3a", "pages 3, and then 7.", "",
    ],
)  # fmt: skip
def test_a_sentence_that_goes_on_is_no_such_word(note: str) -> None:
    """The note stays as it is."""
    assert readings.words(note) == ("", "", note)


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("See [*this*][1] and [The  Plan].", "See [*this*](<plan.md>) and [The  Plan](<https://a.example/x> \"A\")."),
        ("[Bee] and [c e]", '[Bee](<b> "A "b" (c)") and [c e](<c> \'d\')'),
        ("[this] [The\n  plan], [a][]", '[this](<https://a.example/x> "A"), [a](<b.md>)'),
        ("`[1]` [1](x) \\[1] ![1] [2] [^1] [@b1] [a][b]", "`[1]` [1](x) \\[1] ![1] [2] [^1] [@b1] [a][b]"),
    ],
)  # fmt: skip
def test_links_of_notes_may_be_defined_anywhere_on_the_page(note: str, shown: str) -> None:
    """Except in code. Notes are converted apart from the page."""
    page = (
        f'[a]: <b.md>\n\n- [@a1] {note}\n\nWords.\n\n[1]: plan.md\n  [the plan]: https://a.example/x "A"\n'
        "[bee]: b (A \"b\" (c))\n[c e]: c 'd'\n[^1]: A footnote.\n\n```\n[2]: code\n```\n"
    )
    assert found(page) == [("a1", shown, "")]


def test_headings_are_found_with_what_their_braces_say() -> None:
    """The marks of a session are taken out, and attributes stay."""
    text = "## One {#a date=2026-11-05 .x title='a date=b'} ##\r\n\nTwo {cancelled}\n---\n\n### $x^{2}$\n"
    found = [each for each in readings.parts(text) if isinstance(each, Heading)]
    assert [(each.level, each.title, each.id) for each in found] == [
        (2, "One", "a"), (2, "Two", ""), (3, "$x^{2}$", "")]  # fmt: skip
    assert [each.markdown for each in found] == [
        "## One {#a .x title='a date=b'} ##", "Two\n---", "### $x^{2}$"]  # fmt: skip
    assert [text[mark.start : mark.end] for each in found for mark in each.marks] == [
        "date=2026-11-05", "cancelled"]  # fmt: skip
    assert [text[each.start : each.end].count("\n") for each in found] == [0, 1, 0]


@given(st.text(alphabet="{}#\"' =:a\\d\t", max_size=60))
def test_any_heading_is_read(line: str) -> None:
    """Words lie within it, and a heading without marks is what was written."""
    text = f"## {line}"
    found = [each for each in readings.parts(text) if isinstance(each, Heading)]
    assert len(found) == 1
    assert all(text[word.start : word.end].startswith(word.name) for word in found[0].words)
    assert found[0].markdown == text


def of_engine(text: str) -> list[tuple[int, str]]:
    """Level and text of each heading of the page that Python-Markdown makes."""
    page = markdown.markdown(text, extensions=list(EXTENSIONS))
    found = re.findall(r"<h(\d)[^>]*>(.*?)</h\d>", page, re.DOTALL)
    return [(int(level), html.unescape(title)) for level, title in found]


def of_model(text: str) -> list[tuple[int, str]]:
    """Level and text of each heading that a course has."""
    found = [each for each in readings.parts(text) if isinstance(each, Heading)]
    return [(each.level, each.title) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("##Week 2", [(2, "Week 2")]), ("Words\n##Week 2\nmore", [(2, "Week 2")]), ("####### x", [(6, "# x")]),
        ("  ## A", []), ("- item\n  ## A", []), ("    ## A", []), ("##", [(2, "")]), ("#A\n---", [(1, "A")]),
        ("- item\n---", [(2, "- item")]), ("- a\n- item\n---\n", []), ("Two\nlines\n---", []), ("A\n  ---", []),
        ("A\n---\nB\n===", [(2, "A"), (1, "B")]), ("    A\n---", []), ("  ## A\n---", [(2, "## A")]),
        ("> q\nA\n--", []), ("## A {: .wide}\n## B {:.wide}", [(2, "A"), (2, "B")]),
    ],
)  # fmt: skip
def test_headings_are_those_of_the_page(text: str, expected: list[tuple[int, str]]) -> None:
    """Indentation makes text of one, and a missing space does not."""
    assert of_engine(text) == expected
    assert of_model(text) == expected


_LINES = ["# a", "##b", "## c ##", "  ## d", "###", "####### e", "    ## f", "g", "h", "---", "===", "--", "***", "", ""]  # fmt: skip


@given(st.lists(st.sampled_from(_LINES), max_size=8).map("\n".join))
def test_any_lines_have_the_headings_of_the_page(text: str) -> None:
    """Python-Markdown decides what a heading is."""
    assert of_model(text) == of_engine(text)


def test_a_colon_may_begin_the_braces() -> None:
    """With a space after it or without, and none is left without an attribute."""
    text = "## A {:date=2026-11-05}\n## B {: cancelled}\n## C {:#c .x due=2026-11-05}\n"
    found = [each for each in readings.parts(text) if isinstance(each, Heading)]
    assert [[mark.name for mark in each.marks] for each in found] == [["date"], ["cancelled"], ["due"]]  # fmt: skip
    assert [each.markdown for each in found] == ["## A", "## B", "## C {#c .x}"]
    assert [text[each.words[0].start : each.words[0].end] for each in found] == [
        "date=2026-11-05", "cancelled", "#c"]  # fmt: skip


@pytest.mark.parametrize(
    "note",
    ["required{}x", "pages 1 ,{}x", "pages 1{}x", "pages 1{}to{}2.", "required, p. 1{}, 2.", "optional{};{}pages{}x"],
)  # fmt: skip
def test_words_before_spaces_take_no_longer_than_others(note: str) -> None:
    """Hundred thousand of them, each of which was tried with each other: minutes."""
    begun = time.process_time()
    readings.words(note.replace("{}", " " * 100_000))
    assert time.process_time() - begun < 1
