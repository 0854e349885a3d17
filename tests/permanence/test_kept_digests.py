"""Digests that were published: their papers, their addresses and their names in the feed."""

from __future__ import annotations

import pytest

from papershelf import catalogue, permanence
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.moves import all_moves
from support.helpers import entry
from support.promises import Files, lost, source

FIRST, SECOND = "content/digests/2025-12-16.md", "content/digests/2025-12-23.md"
DIGEST = "---\ntitle: {}\nfrom: 2025-12-10\nto: 2025-12-16\n{}---\n\n{}"
SENT = {
    "papers.yaml": entry("a1", "A") + entry("b1", "B") + entry("c1", "C") + entry("d1", "D"),
    FIRST: DIGEST.format("Weekly", "", "- [@a1]\n- [@b1]\n"),
    SECOND: DIGEST.format("Weekly", "", "- [@c1]\n"),
}


def told(before: Files, after: Files) -> list[tuple[str, str, int, str, str]]:
    """Rule, file, line, message and advice of each problem of one step."""
    found = permanence.compare([("main", source(before))], source(after), derived=True)
    return [(p.rule, p.span.file, p.span.line, p.message, p.hint) for p in found]


def sent(**changed: str) -> Files:
    """The collection with other papers in its digests."""
    files = {"first": FIRST, "second": SECOND}
    return SENT | {files[name]: DIGEST.format("Weekly", "", text) for name, text in changed.items()}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (sent(first="Words.\n\n## All\n\n- [@b1] A note.\n- [@a1]\n"), []),
        (sent(first="- [@a1]\n"), [(FIRST, 1, 'this digest no longer lists "b1"', "add it again: - [@b1]")]),
        (sent(first="- [@a1]\n- [@b1]\n- [@d1]\n"),
         [(FIRST, 9, 'this digest did not list "d1" before', "remove it, and list it in the next digest")]),
        (sent(first="- [@a1]\n", second="- [@c1]\n- [@b1]\n"),
         [(FIRST, 1, 'this digest no longer lists "b1"', "add it again: - [@b1]"),
          (SECOND, 8, 'this digest did not list "b1" before', "remove it, and list it in the next digest")]),
        (SENT | {"content/digests/2025-12-30.md": DIGEST.format("Weekly", "", "- [@d1]\n")}, []),
    ],
)  # fmt: skip
def test_a_digest_keeps_its_papers(after: Files, expected: list[object]) -> None:
    """Other papers are a warning; order and words may change, and a new digest may come."""
    assert [each[1:] for each in told(SENT, after)] == expected


def test_a_paper_has_any_of_its_names() -> None:
    """A renamed one is the same; of two that were one, the digest that was first keeps it."""
    papers = SENT["papers.yaml"].replace("- id: a1\n", "- id: new1\n  aliases: [a1]\n")
    assert told(SENT, SENT | {"papers.yaml": papers}) == []
    assert (
        told(SENT, SENT | {"papers.yaml": papers, FIRST: SENT[FIRST].replace("a1", "new1")}) == []
    )
    replaced = {
        "papers.yaml": SENT["papers.yaml"].replace("a1", "new1"),
        FIRST: SENT[FIRST].replace("a1", "new1"),
    }
    assert [each[0] for each in told(SENT, SENT | replaced)] == ["lost-address"]
    merged = entry("a1", "A", "  aliases: [a1, c1]\n") + entry("b1", "B") + entry("d1", "D")
    before = SENT | {"papers.yaml": merged}
    assert told(SENT, before) == []
    after = before | {SECOND: SENT[SECOND].replace("- [@c1]\n", "")}
    assert told(SENT, after) == told(before, after) == []


def renamed(*pairs: tuple[str, str]) -> Files:
    """The second digest with another name and other words."""
    text = SENT[SECOND]
    for old, new in pairs:
        text = text.replace(old, new)
    return {name: text for name, text in SENT.items() if name != SECOND} | {
        "content/digests/2025-12-24.md": text
    }


def test_a_renamed_digest_needs_an_alias() -> None:
    """It is found by its title or its text, and keeps its papers and its name in the feed."""
    ((message, hint),) = [(p.message, p.hint) for p in lost(SENT, renamed())]
    assert message == "the address /digests/2025-12-23/ would no longer resolve"
    assert hint == "add to this front matter: aliases: [2025-12-23]"
    ((_, hint),) = [(p.message, p.hint) for p in lost(SENT, renamed(("Weekly", "New")))]
    assert hint == "add to this front matter: aliases: [2025-12-23]"
    after = renamed(("to: ", "aliases: [2025-12-23]\nto: "))
    assert told(SENT, after) == []
    moves = {
        (move.old, move.new) for move in all_moves(catalogue.collect(source(after)), Settings())
    }
    assert moves == {("digests/2025-12-23/", "digests/2025-12-24/")}
    assert [each[3] for each in told(SENT, renamed(("to: ", "aliases: [2025-12-23]\nto: "), ("c1", "d1")))] == [
        'this digest no longer lists "c1"', 'this digest did not list "d1" before']  # fmt: skip


def test_a_removed_digest_is_put_back() -> None:
    """Another one with its title is no successor of it."""
    gone = {name: text for name, text in SENT.items() if name != SECOND}
    ((message, hint),) = [(p.message, p.hint) for p in lost(SENT, gone)]
    assert message == "the address /digests/2025-12-23/ would no longer resolve"
    assert hint == f"restore it: git checkout main -- {SECOND}"


def test_the_first_name_is_the_one_in_the_feed() -> None:
    """Other names come after it, also those of a digest that was joined with it."""
    joined = {name: text for name, text in SENT.items() if name != FIRST}
    text = SENT[SECOND].replace("- [@c1]\n", "- [@c1]\n- [@a1]\n- [@b1]\n")
    wrong = joined | {SECOND: text.replace("to: ", "aliases: [2025-12-16]\nto: ")}
    (problem,) = told(SENT, wrong)
    assert problem[0] == "changed-key" and problem[4].endswith(": [2025-12-23, 2025-12-16]")
    right = joined | {SECOND: text.replace("to: ", "aliases: [2025-12-23, 2025-12-16]\nto: ")}
    assert told(SENT, right) == []
    before = renamed(("to: ", "aliases: [2025-12-23]\nto: "))
    after = renamed(("to: ", "aliases: [2025-12-22, 2025-12-23]\nto: "))
    assert told(before, after) == [
        ("changed-key", "content/digests/2025-12-24.md", 4,
         'the id "2025-12-23" in feeds would become "2025-12-22"',
         "the first alias is the id in feeds; write here: aliases: [2025-12-23, 2025-12-22]"),
    ]  # fmt: skip
