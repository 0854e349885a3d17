"""Hints for lists: of names in lines, brackets and pairs, of topics, of ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue import advice
from support.hinting import after_rounds, entry, problems_of, values_of

HB = ["Grace Hopper", "Ada Byron"]
HBR = [*HB, "Bo Reed"]
AUTHORS = (
    # several lines
    ("Grace Hopper, Ada Byron, Bo\n    Reed", "write authors: [Grace Hopper, Ada Byron, Bo Reed]", HBR),
    ("Grace Hopper and Ada\n    Byron and Bo Reed", "write authors: [Grace Hopper, Ada Byron, Bo Reed]", HBR),
    ("|\n    Grace Hopper\n    Ada Byron", "write authors: [Grace Hopper, Ada Byron]", HB),
    (">-\n    Grace Hopper, Ada Byron,\n    Bo Reed", "write authors: [Grace Hopper, Ada Byron, Bo Reed]", HBR),
    ("Grace Hopper and\n    Ada Byron", "write authors: [Grace Hopper, Ada Byron]", HB),
    ("|\n    Grace Hopper\n    and Ada Byron", "write authors: [Grace Hopper, Ada Byron]", HB),
    ("|\n    The Loom\n    Collaboration", "write authors: [{literal: The Loom Collaboration}]", [{"literal": "The Loom Collaboration"}]),
    ("Ada Byron\n    Plato", "write authors: [Ada Byron, Plato]", ["Ada Byron", "Plato"]),
    ("王伟\n    李娜", "write authors: [王伟, 李娜]", ["王伟", "李娜"]),
    ("Hopper, Grace\n    Byron, Ada", 'write authors: ["Hopper, Grace", "Byron, Ada"]', HB),
    # brackets without another one, and those of other keyboards
    ("Grace Hopper, Ada Byron, Bo Reed]", "write [Grace Hopper, Ada Byron, Bo Reed]", HBR),
    ("Grace Hopper (Yale), Ada Byron (MIT)]", "write [Grace Hopper, Ada Byron]", HB),
    ("［Grace Hopper；Ada Byron］", "write [Grace Hopper, Ada Byron]", HB),
    ("[Grace Hopper, Ada Byron)", "write authors: [Grace Hopper, Ada Byron]", HB),
    ("[Grace Hopper, Ada Byron］", "write authors: [Grace Hopper, Ada Byron]", HB),
    ("[Grace Hopper, Ada Byron}", "write authors: [Grace Hopper, Ada Byron]", HB),
    # Markdown
    ("**Grace Hopper**, Ada Byron", "write authors: [Grace Hopper, Ada Byron]", HB),
    ("*Grace Hopper*", "write authors: [Grace Hopper]", HB[:1]),
    ("[Grace Hopper](https://x.example/g), [Ada Byron](https://x.example/a)",
     'write authors: [{given: Grace, family: Hopper, url: "https://x.example/g"}, {given: Ada, family: Byron, url: "https://x.example/a"}]',
     [{"given": "Grace", "family": "Hopper", "url": "https://x.example/g"}, {"given": "Ada", "family": "Byron", "url": "https://x.example/a"}]),
    # a key that a name does not need
    ("[{name: Grace Hopper}, Ada Byron]", "write Grace Hopper", HB),
    ("{name: Hopper, Grace}", 'write ["Hopper, Grace"]', HB[:1]),
    ("{literal: Looms, Cards and Co}", 'write [{literal: "Looms, Cards and Co"}]', [{"literal": "Looms, Cards and Co"}]),
    ("[{fullname: Hopper, Grace}, Ada Byron]", "write Grace Hopper", HB),
    ("[{name: Hopper, Grace}, Ada Byron]", 'write "Hopper, Grace"', HB),
    ("[{given: Grace, family: Hopper, name: Grace Hopper}, Ada Byron]", "write Grace Hopper", HB),
)  # fmt: skip


@pytest.mark.parametrize(("text", "hint", "names"), AUTHORS)
def test_authors(text: str, hint: str, names: list[Any], tmp_path: Path) -> None:
    """The first report has the hint, and following it leaves no problem and the right names."""
    written = entry(authors=text)
    assert hint in [problem.hint for problem in problems_of(tmp_path, written)]
    assert after_rounds(tmp_path, written, 1) == []
    assert values_of(tmp_path)["authors"] == names


@pytest.mark.parametrize(
    "text",
    [
        "[Reed, B.](https://x.example/b), Dow, C.",
        "[Bo Reed](mailto:b@x.example), Cy Dow",
        "[Bo](b)",
    ],
)
def test_a_link_that_is_not_read_has_no_hint_of_a_list(text: str, tmp_path: Path) -> None:
    """Its brackets would be those of names."""
    hints = [problem.hint for problem in problems_of(tmp_path, entry(authors=text))]
    assert hints and not any("authors: [" in hint for hint in hints)


def test_a_name_that_goes_on_in_the_next_line(tmp_path: Path) -> None:
    """It may also be two parts of one name, as on one line."""
    (problem,) = problems_of(tmp_path, entry(authors="Grace Hopper, Ada\n    Byron"))
    assert problem.hint.startswith("write authors: [Grace Hopper, Ada Byron] or [{given: ")


@pytest.mark.parametrize(
    ("name", "text", "hint", "value"),
    [
        ("related", "https://x.example/papers/ada1843notes/", "write [ada1843notes]", ["ada1843notes"]),
        ("related", "papers/ada1843notes", "write [ada1843notes]", ["ada1843notes"]),
        ("related", '"[@ada1843notes]"', "write [ada1843notes]", ["ada1843notes"]),
        ("related", "[/papers/ada1843notes/]", 'write "ada1843notes"', ["ada1843notes"]),
        ("superseded_by", "https://x.example/a/papers/ada1843notes", 'write "ada1843notes"', "ada1843notes"),
        ("awards", "Best paper at X, 2024", 'write ["Best paper at X, 2024"]', ["Best paper at X, 2024"]),
        ("awards", "Best talk (X, 2024), prize of Y", 'write ["Best talk (X, 2024)", prize of Y]', ["Best talk (X, 2024)", "prize of Y"]),
        ("keywords", "looms (wool, silk); cards", 'write ["looms (wool, silk)", cards]', ["looms (wool, silk)", "cards"]),
        ("awards", "Best paper, best talk", "write [Best paper, best talk]", ["Best paper", "best talk"]),
        ("keywords", "looms, 1984", 'write [looms, "1984"]', ["looms", "1984"]),
        ("keywords", "|\n    looms, wool\n    cards", "write keywords: [looms, wool, cards]", ["looms", "wool", "cards"]),
        ("keywords", "\n    looms, cards,\n    wool", "write keywords: [looms, cards, wool]", ["looms", "cards", "wool"]),
    ],
)  # fmt: skip
def test_other_lists(name: str, text: str, hint: str, value: Any, tmp_path: Path) -> None:
    """An id in the address of its page, the year of an award, and items in lines."""
    written = entry(**{name: text})
    assert hint in [problem.hint for problem in problems_of(tmp_path, written)]
    assert after_rounds(tmp_path, written, 1) == []
    assert values_of(tmp_path)[name] == value


@pytest.mark.parametrize("text", ["[compilers graph-learning]", "compilers / graph-learning"])
def test_topics_without_a_comma(text: str, tmp_path: Path) -> None:
    """The second hint has both, and how to add a topic with such a name."""
    (problem,) = problems_of(tmp_path, entry(topics="[compilers-graph-learning]"))
    expected = "write 2 items: compilers, graph-learning, unless it is one topic: then add "
    assert problem.hint == f"{expected}content/topics/compilers-graph-learning.md"
    assert after_rounds(tmp_path, entry(topics=text), 2) == []
    assert values_of(tmp_path)["topics"] == ["compilers", "graph-learning"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[Hopper, Grace and Byron, Ada]", '["Hopper, Grace", "Byron, Ada"]'),
        ("[Hopper, Grace & Byron, Ada & Reed, Bo]", '["Hopper, Grace", "Byron, Ada", "Reed, Bo"]'),
        ("[Hopper, Mary Ann, Byron, Ada]", '["Hopper, Mary Ann", "Byron, Ada"]'),
        ("[Hopper, John Jr., Byron, Ada]", '["Hopper, Jr., John", "Byron, Ada"]'),
    ],
)
def test_names_that_brackets_cut_in_two(text: str, hint: str, tmp_path: Path) -> None:
    """One doubt about all of them, not one about each."""
    (problem,) = problems_of(tmp_path, entry(authors=text))
    assert problem.hint == f"write {hint}; a name of one word: {{family: Hopper}}"


@pytest.mark.parametrize("text", ["[Plato, Mary Ann, Suharto, Ada Byron]", "[Plato, Mary Ann]"])
def test_names_of_one_word_beside_whole_ones(text: str, tmp_path: Path) -> None:
    """They are people."""
    assert problems_of(tmp_path, entry(authors=text)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dr. Ada Byron and Bo Reed", ["Dr. Ada Byron", "Bo Reed"]),
        ("Byron, Ada; Reed, B.", ["Byron, Ada", "Reed, B."]),
        ("Byron, Ada", ["Byron, Ada"]),
        ("AT&T Labs & Bo Reed", ["AT&T Labs", "Bo Reed"]),
        ("Ada Byron, et al.", ["Ada Byron", "et al."]),
    ],
)
def test_people_in_a_text(text: str, names: list[str]) -> None:
    """Instructors are shown as written: a comma between two parts of a name does not part them."""
    assert advice.people(text) == names


@pytest.mark.parametrize(
    "text", ["10.5555/3295222", "https://arxiv.org/abs/1706.03762", "2404.17858"]
)
@pytest.mark.parametrize("name", ["related", "superseded_by"])
def test_an_identifier_is_not_an_id(name: str, text: str, tmp_path: Path) -> None:
    """It is not made into an id, which no paper would have."""
    right = "write the id that this paper has in the catalogue"
    written = entry(**{name: f"[{text}]" if name == "related" else text})
    assert [problem.hint for problem in problems_of(tmp_path, written)] == [right]


def test_an_identifier_instead_of_ids(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, entry(related="doi.org/10.5555/3295222"))
    assert problem.hint.startswith("write a list, in which each item is an id of ")


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (("* Ada Lovelace", "* Bo Vik"), ["Ada Lovelace", "Bo Vik"]),
        (("1. Ada Lovelace", "  2) Bo Vik"), ["Ada Lovelace", "Bo Vik"]),
        (("-nlp,", "–compilers;", ""), ["nlp", "compilers"]),
        (("3D vision", "graph-learning"), ["3D vision", "graph-learning"]),
    ],
)
def test_bullets_and_numbers_are_no_part_of_an_item(
    lines: tuple[str, ...], items: list[str]
) -> None:
    """Neither are the commas behind; a digit that begins a word is."""
    assert items == advice.lines_to_items(lines)
