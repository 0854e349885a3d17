"""An id, a key or a slug is not given to something else."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from papershelf import checks, permanence
from support.helpers import entry
from support.promises import START, TOPIC, against, changed, lost, source


def test_two_ids_that_were_swapped() -> None:
    """Both addresses resolve, and both lead to something else."""
    text = START["papers.yaml"]
    for old, new in (
        ("ada2024engine", "x"),
        ("bob2024loom", "ada2024engine"),
        ("x", "bob2024loom"),
    ):
        text = text.replace(f"id: {old}", f"id: {new}")
    assert sorted(message for _, message, _ in against(START, START | {"papers.yaml": text})) == [
        '"ada2024engine" was published as the paper now called "bob2024loom"',
        '"bob2024loom" was published as the paper now called "ada2024engine"',
    ]


def test_an_old_name_that_another_paper_took() -> None:
    """The alias of a paper that is still there leads to another; after a merge that is right."""
    text = START["papers.yaml"].replace("  aliases: [bob2023loom]\n", "")
    taken = text.replace("  doi: 10.1000/1\n", "  doi: 10.1000/1\n  aliases: [bob2023loom]\n")
    assert [message for _, message, _ in against(START, START | {"papers.yaml": taken})] == [
        '"bob2023loom" was published as the paper now called "bob2024loom"'
    ]
    merged = taken[: taken.index("- id: bob")].replace(
        "[bob2023loom]", "[ada2024engine, bob2023loom, bob2024loom]"
    )
    assert against(START, START | {"papers.yaml": merged}) == []


def test_an_alias_that_is_the_id_of_another_paper_is_a_duplicate() -> None:
    """The check says so; the other paper has not moved."""
    text = START["papers.yaml"].replace(
        "  doi: 10.1000/1\n", "  doi: 10.1000/1\n  aliases: [bob2024loom]\n"
    )
    rules = [rule for rule, _, _ in against(START, START | {"papers.yaml": text})]
    assert "reused-id" not in rules
    found = checks.check(source(START | {"papers.yaml": text}))
    assert [problem.rule for problem in found] == ["duplicate-id"]


def test_an_id_given_to_a_work_of_others() -> None:
    """The old paper has disappeared; a corrected title or DOI is still the same work."""
    text = START["papers.yaml"]
    other = text.replace("On the engine", "Compilers").replace("10.1000/1", "10.1000/2")
    assert against(START, START | {"papers.yaml": other}) == []
    other = other.replace("Ada Lovelace", "Grace Hopper", 1)
    ((rule, message, hint),) = against(START, START | {"papers.yaml": other})
    assert (rule, message) == (
        "reused-id",
        '"ada2024engine" was published as another paper, by other authors',
    )
    line = hint.partition("for the old one: ")[2]
    fixed = other.replace("id: ada2024engine", "id: hopper2024compilers") + f"{line}\n"
    assert against(START, START | {"papers.yaml": fixed}) == []
    assert checks.check(source(START | {"papers.yaml": fixed})) == []


def test_chapters_of_one_book_are_several_works() -> None:
    """They have the ISBN of their book: none is where another one went."""
    chapter = "  type: chapter\n  isbn: '9783161484100'\n"
    one, other = (entry(f"{name}2024", f"On {name}") + chapter for name in ("hives", "looms"))
    found = against(START | {"papers.yaml": one + other}, START | {"papers.yaml": other})
    assert [(rule, "looms" in hint) for rule, _, hint in found] == [("lost-address", False)]


def test_old_names_follow_the_work_not_the_id() -> None:
    """Its id was given away: the alias belongs to the entry that the work has now."""
    text = START["papers.yaml"].replace("  aliases: [bob2023loom]\n", "")
    text = text.replace("id: bob2024loom", "id: bob2025loom") + entry("bob2024loom", "Another")
    found = against(START, START | {"papers.yaml": text})
    assert [(rule, hint) for rule, _, hint in found if rule == "lost-address"] == [
        ("lost-address", "add to this entry: aliases: [bob2023loom]")
    ]
    (problem,) = [p for p in lost(START, START | {"papers.yaml": text}) if p.rule == "lost-address"]
    assert problem.span.line == text[: text.index("id: bob2025loom")].count("\n") + 1


@pytest.mark.slow
def test_many_lost_addresses_take_no_square_of_time() -> None:
    """Four times as many lost papers, about four times the steps: counted, not timed."""

    def steps(number: int) -> int:
        before = {"papers.yaml": "".join(entry(f"p{n}2024", f"Title {n}") for n in range(number))}
        states, now = [("main", source(before))], source({"papers.yaml": entry()})
        count = 0

        def tick(frame: FrameType, event: str, _: object) -> Any:
            nonlocal count
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            count += event == "opcode"
            return tick

        tracer = sys.gettrace()
        sys.settrace(tick)
        try:
            found = permanence.compare(states, now, derived=True)
        finally:
            sys.settrace(tracer)
        assert len(found) == number
        return count

    assert steps(200) < 5 * steps(50)


def test_slugs_that_were_given_to_something_else() -> None:
    """Topics whose slugs were swapped, a person's and a page's old name on another one."""
    before = START | {
        "content/courses/ai.md": TOPIC.format("Thinking").replace("---\n\n", "aliases: [mind]\n---\n\n"),
        "content/people.yaml": START["content/people.yaml"] + "- slug: bob\n  name: Bob Ross\n  aliases: [ross]\n",
    }  # fmt: skip
    after = before | {
        "content/topics/nlp.md": before["content/topics/weaving.md"],
        "content/topics/weaving.md": before["content/topics/nlp.md"],
        "content/courses/ai.md": TOPIC.format("Thinking"),
        "content/courses/ml.md": before["content/courses/ai.md"].replace("Thinking", "Learning"),
        "content/people.yaml": "- slug: ada\n  name: Ada Lovelace\n  aliases: [ross]\n- slug: bob\n  name: Bob Ross\n",
    }  # fmt: skip
    assert sorted(message for _, message, _ in against(before, after)) == [
        '"mind" was published as the page now called "courses/ai.md"',
        '"nlp" was published as the topic now called "weaving"',
        '"ross" was published as the person now called "bob"',
        '"weaving" was published as the topic now called "nlp"',
    ]
    retitled = before | {"content/topics/nlp.md": TOPIC.format("Language and speech")}
    assert against(before, retitled) == []


def test_a_whole_history_tells_each_reuse_once() -> None:
    """However many states had the old meaning."""
    states = [
        ("c", source(START | {"papers.yaml": START["papers.yaml"].replace("2025-12-23", day)}))
        for day in ("2025-12-23", "2025-12-24", "2025-12-25")
    ]
    after = changed("papers.yaml", ("ada2024engine", "ada2024mill"))
    after["papers.yaml"] += entry("ada2024engine", "Something else")
    found = permanence.compare(states, source(after), derived=False)
    assert [problem.rule for problem in found] == ["reused-id"]


def test_a_new_owner_of_an_id_does_not_keep_it() -> None:
    """A paper was renamed to the id of a deleted one: the hint on its old address does not list the
    id that the other hint takes away again."""
    gone = entry("bob2020rings", "Rings").replace("Ada Lovelace", "Bob Carver")
    before = {"papers.yaml": entry("ada2020looms", "Looms") + gone}
    after = {"papers.yaml": entry("bob2020rings", "Looms")}
    hints = {rule: hint for rule, _, hint in against(before, after)}
    assert hints["reused-id"].startswith("give the new paper a new id, and add a tombstone for")
    assert hints["lost-address"] == "add to this entry: aliases: [ada2020looms]"


def test_a_key_is_kept_under_another_title() -> None:
    """Two entries were joined, under the title of the other one: the id is still that of this work."""
    old = entry("ada2020looms", "Looms", "  aliases: [ada2019looms]\n")
    before = {"papers.yaml": old + entry("ada2021mills", "Mills")}
    joined = entry(
        "ada2020looms", "Mills", "  aliases: [ada2020looms, ada2019looms, ada2021mills]\n"
    )
    assert against(before, {"papers.yaml": joined}) == [
        (
            "changed-key",
            'the citation key "ada2019looms" would become "ada2020looms"',
            "the first alias is the key; write in this entry:"
            " aliases: [ada2019looms, ada2020looms, ada2021mills]",
        )
    ]
