"""What a change does to courses: which ones it names, and that each hint can be followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf import checks, permanence
from papershelf.problems import Severity
from support.command import run
from support.helpers import entry, pages, write
from support.promises import START, Files, changed, source
from support.repo import Repo

COURSE, EDITION = "content/courses/ml.md", "content/courses/ml/2024.md"
TERM = "---\ntitle: Autumn\nstarts: 2024-09\n---\n\n{}"
READ = "- [@ada2024engine]\n- [@bob2024loom]\n"
TAUGHT = START | {EDITION: TERM.format(READ)}
OPTION = "  doi: 10.1000/1\n"


def found(before: Files, after: Files) -> list[tuple[str, str, str, str]]:
    """Rule, place, message and hint of what the change of courses means; never an error."""
    problems = permanence.compare([("main", source(before))], source(after), derived=True)
    of_courses = [each for each in problems if each.rule in ("edition-changed", "course-affected")]
    assert {each.severity for each in of_courses} <= {Severity.WARNING}
    return [
        (each.rule, f"{each.span.file}:{each.span.line}", each.message, each.hint)
        for each in of_courses
    ]


@pytest.mark.parametrize(
    ("readings", "message", "line"),
    [
        ("- [@bob2024loom]\n- [@ada2024engine]\n", "the readings of this edition have another order than before", 1),
        ("- [@ada2024engine]\n", 'this edition no longer lists "bob2024loom"', 1),
        ("- [@ada2024engine]\n- [@bob2024loom]\n- [@new2024]\n", 'this edition did not list "new2024" before', 8),
        ("- [@ada2024engine]\n- [@bob2024loom]\n- [@bob2024loom]\n",
         "this edition lists a paper more or less often than before", 1),
        ("Words.\n\n1. [@ada2024engine] A note.\n2. [@bob2024loom]\n", "", 0),
    ],
)  # fmt: skip
def test_an_edition_keeps_its_readings(readings: str, message: str, line: int) -> None:
    """Other papers or another order are a warning; other words about them are not."""
    after = TAUGHT | {EDITION: TERM.format(readings)}
    after["papers.yaml"] += entry("new2024", "New")
    hint = "restore the readings; add another file for another term"
    expected = [("edition-changed", f"{EDITION}:{line}", message, hint)] if message else []
    assert found(TAUGHT, after) == expected


def test_a_renamed_paper_is_named_where_it_is_read(tmp_path: Path) -> None:
    """The course and the edition read the same paper as before, and links to its reading work."""
    before = TAUGHT | {COURSE: START[COURSE] + "- [@ada2024engine]\n"}
    after = {name: text.replace("ada2024engine", "ada2024mill") for name, text in before.items()}
    after["papers.yaml"] = after["papers.yaml"].replace(
        OPTION, f"{OPTION}  aliases: [ada2024engine]\n"
    )
    message = '"ada2024engine", which is read here, is now called "ada2024mill"'
    hint = "links to #reading-ada2024engine still work; you need not do anything"
    assert found(before, after) == [
        ("course-affected", f"{COURSE}:8", message, hint),
        ("course-affected", f"{EDITION}:6", message, hint),
    ]
    made = pages(write(tmp_path, after))
    for page in ("courses/ml.md", "courses/ml/2024.md"):
        assert made[page].count('id="reading-ada2024engine"') == 1
        assert 'data-id="ada2024mill"' in made[page] and "[@" not in made[page]
    assert found(after, after) == []
    without_alias = {
        name: text.replace("  aliases: [ada2024engine]\n", "") for name, text in after.items()
    }
    assert found(before, without_alias) == []  # the lost address is reported once, at the paper


@pytest.mark.parametrize("status", ["retracted", "withdrawn", "superseded", "removed", "corrected"])
def test_a_new_status_is_reported_where_the_paper_is_read(tmp_path: Path, status: str) -> None:
    """For an edition only by the comparison, for a course by the check if the paper is no longer
    listed; pages keep the reading, with its status."""
    before = TAUGHT | {COURSE: START[COURSE] + "- [@ada2024engine]\n"}
    after = dict(before)
    after["papers.yaml"] = after["papers.yaml"].replace(OPTION, f"{OPTION}  status: {status}\n")
    places = [f"{EDITION}:6"] if status != "corrected" else [f"{COURSE}:8", f"{EDITION}:6"]
    message = f'"ada2024engine", which is read here, is now {status}'
    assert [each[:3] for each in found(before, after)] == [
        ("course-affected", place, message) for place in places
    ]
    gone = [each for each in checks.check(source(after)) if each.rule == "reading-gone"]
    assert [each.span.file for each in gone] == ([COURSE] if status != "corrected" else [])
    made = pages(write(tmp_path, after))
    for page in ("courses/ml.md", "courses/ml/2024.md"):
        reading = made[page].partition('id="reading-ada2024engine"')[2].partition("</li>")[0]
        assert (f'<span class="ps-status">{status}</span>' in reading) == (status != "corrected")
        assert "On the engine" in reading


def test_a_deleted_topic_is_reported_where_its_papers_are_read(tmp_path: Path) -> None:
    """Once a page; the line of the hint gives the address to another topic, and all is well."""
    after = {name: text for name, text in TAUGHT.items() if name != "content/topics/nlp.md"}
    after["papers.yaml"] = after["papers.yaml"].replace("  topics: [nlp]\n", "")
    after["papers.yaml"] = after["papers.yaml"].replace("[nlp, weaving]", "[weaving]")
    hint = "add aliases: [nlp] to the topic in its place, so that links to it work"
    assert found(TAUGHT, after) == [
        ("course-affected", f"{COURSE}:1", 'the topic "nlp" of 1 reading was deleted', hint),
        ("course-affected", f"{EDITION}:1", 'the topic "nlp" of 2 readings was deleted', hint),
    ]
    made = pages(write(tmp_path, after))
    assert "topics/nlp" not in made["courses/ml.md"] + made["courses/ml/2024.md"]
    assert 'data-id="bob2024loom"' in made["courses/ml.md"]
    page = "content/topics/weaving.md"
    after[page] = after[page].replace("---\n", "---\naliases: [nlp]\n", 1)
    assert found(TAUGHT, after) == []


@pytest.mark.parametrize(
    ("old", "new", "hint", "fixed"),
    [
        ("## The engine", "## Engines", "to keep links to it, write {#the-engine} after the heading",
         "## Engines {#the-engine}"),
        ("## The engine {date=2024-09-09}", "## Engines {date=2024-09-10}",
         "to keep links to it, add #the-engine to the braces", "## Engines {#the-engine date=2024-09-10}"),
        ("## The engine", "## Engines {#engines}", "to keep links to it, write #the-engine instead of #engines",
         "## Engines {#the-engine}"),
    ],
)  # fmt: skip
def test_a_session_keeps_its_name(old: str, new: str, hint: str, fixed: str) -> None:
    """Links and calendars have it. A heading may have other words; the hint is followed literally."""
    text = "{}\n\n- [@ada2024engine]\n\n## The loom\n\n- [@bob2024loom]\n"
    before, after, good = (
        START | {EDITION: TERM.format(text.format(heading))} for heading in (old, new, fixed)
    )
    message = 'the session "the-engine" is now called "engines"'
    assert found(before, after) == [("edition-changed", f"{EDITION}:6", message, hint)]
    assert found(before, good) == []
    assert {each.rule for each in checks.check(source(good))} <= {"closed-readings"}


def test_a_session_that_is_gone_is_reported() -> None:
    """One without readings has nothing else to be known by than its place."""
    sessions = "{}\n## The loom\n\n- [@bob2024loom]\n\n## Talks {{date=2024-10-01}}\n"
    before = START | {EDITION: TERM.format(sessions.format(""))}
    renamed = before | {EDITION: before[EDITION].replace("Talks", "Your talks")}
    ((rule, place, message, _),) = found(before, renamed)
    assert (rule, place) == ("edition-changed", f"{EDITION}:11")
    assert message == 'the session "talks" is now called "your-talks"'
    gone = before | {EDITION: before[EDITION].partition("## Talks")[0]}
    ((_, place, message, hint),) = found(before, gone)
    assert (place, message) == (f"{EDITION}:1", 'this edition no longer has the session "talks"')
    assert hint == "restore it; if it does not take place, write {cancelled} after its heading"


ONE, TWO = "- [@ada2024engine]\n\n", "- [@bob2024loom]\n\n"


@pytest.mark.parametrize(
    ("after", "told", "fixed"),
    [
        (f"## Two\n\n{ONE}## One\n\n{TWO}",  # headings changed places
         [(6, "one", "two", "write {#one} after the heading"), (10, "two", "one", "write {#two} after the heading")],
         f"## Two {{#one}}\n\n{ONE}## One {{#two}}\n\n{TWO}"),
        (f"## One\n\n{ONE}## Two {{#one}}\n\n{TWO}",  # an id takes the name of another heading
         [(6, "one", "one-2", "write {#one} after the heading"), (10, "two", "one", "write #two instead of #one")],
         f"## One {{#one}}\n\n{ONE}## Two {{#two}}\n\n{TWO}"),
        (f"## Two\n\n{TWO}## One\n\n{ONE}", [], ""),  # sections changed places
        (f"## One\n\n{ONE}{TWO}## Two\n\n- [@new2024]\n", [], ""),  # readings moved
        (f"## One\n\n- [@new2024]\n\n## Two\n\n{ONE}{TWO}", [], ""),
    ],
    ids=["headings", "id", "sections", "readings", "all readings"],
)  # fmt: skip
def test_a_name_stays_with_its_readings(
    after: str, told: list[tuple[int, str, str, str]], fixed: str
) -> None:
    """A link or a calendar would mean another session under a name that is still there."""
    base = START | {"papers.yaml": START["papers.yaml"] + entry("new2024", "New")}
    before = base | {EDITION: TERM.format(f"## One\n\n{ONE}## Two\n\n{TWO}")}
    taken = {slug for _, _, slug, _ in told}
    expected = []
    for line, slug, new, hint in told:
        message = f'the session "{slug}" is now called "{new}"'
        if slug in taken:
            message += f', and another one is called "{slug}"'
        hint = f"to keep links to it, {hint}"
        expected.append(("edition-changed", f"{EDITION}:{line}", message, hint))
    names = [each for each in found(before, base | {EDITION: TERM.format(after)})
             if "the session" in each[2]]  # fmt: skip
    assert names == expected
    if fixed:
        assert found(before, base | {EDITION: TERM.format(fixed)}) == []


def test_check_since_names_them(tmp_path: Path) -> None:
    """The command that runs on a pull request: warnings with positions, and no error."""
    repo = Repo(tmp_path)
    repo.commit("2025-01-01T12:00:00+00:00", dict(TAUGHT))
    after = {name: text.replace("bob2024loom", "bob2024mill") for name, text in TAUGHT.items()}
    after["papers.yaml"] = after["papers.yaml"].replace(
        "[bob2023loom]", "[bob2023loom, bob2024loom]"
    )
    after["papers.yaml"] = after["papers.yaml"].replace(OPTION, f"{OPTION}  status: retracted\n")
    write(tmp_path, after)
    done = run("-C", tmp_path, "check", "--since", "HEAD")
    assert done.exit_code == 0, done.output
    found = [line for line in done.stdout.splitlines() if "[course-affected]" in line]
    assert found == [
        f'{COURSE}:7:3: warning: "bob2024loom", which is read here, is now called "bob2024mill" [course-affected]',
        f'{EDITION}:6:3: warning: "ada2024engine", which is read here, is now retracted [course-affected]',
        f'{EDITION}:7:3: warning: "bob2024loom", which is read here, is now called "bob2024mill" [course-affected]',
    ]


def test_a_course_may_change_as_it_likes() -> None:
    """Other readings, another order, other headings."""
    after = changed(COURSE, ("- [@bob2024loom]", "## New\n\n- [@ada2024engine]"))
    assert found(START, after) == []
