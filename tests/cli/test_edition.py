"""The command that begins the next term of a course."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from papershelf.catalogue import collect, read
from support.command import run
from support.helpers import ROOT, copy_example, entry, write

COURSE = "---\ntitle: Learning\n---\n\n## Engines\n\n- [@ada2024engine]\n\n## Looms\n\n- [@bob2024loom]\n"
TERM = COURSE.replace("title: Learning", "title: Autumn\nstarts: 2026-10-05\nmeets: [mon]")
PAPERS = (
    entry("ada2024engine", more="  topics: [nlp]\n")
    + entry("bob2024loom", "The loom", "  topics: [nlp]\n")
    + entry("new2026", "A new engine", "  topics: [nlp]\n").replace("2025-12-23", "2026-11-02")
    + entry("far2026", "Far away").replace("2025-12-23", "2026-11-02")
    + entry("old2020", "An old one", "  topics: [nlp]\n")
)  # fmt: skip
FILES = {
    "papers.yaml": PAPERS,
    "content/topics/nlp.md": "---\ntitle: NLP\n---\n\nWords.\n",
    "content/courses/ml.md": COURSE,
    "content/courses/ml/2026.md": TERM,
}
NAME = "content/courses/ml/2027-02.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "shelf", FILES)


def test_it_writes_the_next_edition(root: Path) -> None:
    """With the days of its sessions, what to check, and what is new; the rest is as it was."""
    done = run("-C", root, "edition", "ml", "--starts", "2027-02-01")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        f"{NAME}: copied from content/courses/ml/2026.md, with 2 sessions",
        "  Mon, 1 Feb 2027   Engines",
        "  Mon, 8 Feb 2027   Looms",
        "New on its topics since 5 Oct 2026:",
        "  - [@new2026] A new engine (2026-11-02)",
        f"Next: papershelf -C {root} serve",
    ]
    text = TERM.replace("2026-10-05", "2027-02-01").replace("Autumn", "February 2027")
    assert (root / NAME).read_text() == text
    assert {name: (root / name).read_text() for name in FILES} == FILES
    assert run("-C", root, "check").exit_code == 0
    course = collect(read(root)).courses["ml"]
    assert [each.slug for each in course.editions] == ["2027-02", "2026"]


def test_titles_read_as_on_the_page(root: Path) -> None:
    """Without Markdown, and with titles of papers."""
    heading = "## *Engines* & [@bob2024loom] [here](https://example.org) {#engines}"
    write(root, {"content/courses/ml/2026.md": TERM.replace("## Engines", heading)})
    done = run("-C", root, "edition", "ml", "--starts", "2027-02-01")
    assert "  Mon, 1 Feb 2027   Engines & The loom here\n" in done.stdout


def test_the_next_one_follows_that(root: Path) -> None:
    """The newest edition is copied, with the name and the days that are asked for."""
    run("-C", root, "edition", "ml", "--starts", "2027-02-01")
    done = run("-C", root, "edition", "ml", "--starts", "2027-09-06", "--meets", "thu, Mon",
               "--name", "autumn")  # fmt: skip
    assert done.exit_code == 0 and "copied from content/courses/ml/2027-02.md" in done.stdout
    assert "meets: [mon, thu]\n" in (root / "content/courses/ml/autumn.md").read_text()


def test_days_may_be_given_one_by_one(root: Path) -> None:
    """Each option adds to those before it."""
    done = run("-C", root, "edition", "ml", "--starts", "2027-02-01", "--meets", "thu",
               "--meets", "mon,fri")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "meets: [mon, thu, fri]\n" in (root / NAME).read_text()


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """The page is a difference on stdout, the report is beside it."""
    done = run("-C", root, "edition", "ml", "--starts", "2027-02-01", "--dry-run")
    assert done.exit_code == 0 and f"+++ b/{NAME}" in done.stdout
    assert "+starts: 2027-02-01\n" in done.stdout and "Engines" in done.stderr
    assert "Next:" not in done.output and not (root / NAME).exists()


def test_readings_with_a_new_status_are_listed(root: Path) -> None:
    """With the paper that replaces one; they stay in the page, for the curator to decide."""
    text = PAPERS.replace(
        "id: ada2024engine\n", "id: ada2024engine\n  status: superseded\n  superseded_by: new2026\n"
    )
    text = text.replace("id: bob2024loom\n", "id: bob2024loom\n  status: corrected\n")
    write(root, {"papers.yaml": text, "content/courses/ml.md": "# ML\n\n- [@new2026]\n"})
    done = run("-C", root, "edition", "ml", "--starts", "2027-02-01")
    assert done.exit_code == 0, done.output
    expected = [
        "Check these readings:",
        f"  {NAME}:9: [@ada2024engine] is superseded; [@new2026] replaces it",
        f"  {NAME}:13: [@bob2024loom] is corrected",
    ]
    lines = done.stdout.splitlines()
    assert lines[lines.index(expected[0]) :][:3] == expected


def test_a_course_without_editions_is_copied(root: Path) -> None:
    """With its line breaks and its byte order mark."""
    text = "\ufeff" + COURSE.replace("\n", "\r\n")
    (root / "content/courses/ml/2026.md").unlink()
    (root / "content/courses/ml.md").write_bytes(text.encode())
    done = run("-C", root, "edition", "ml", "--starts", "2027-02-01", "--meets", "tue")
    assert done.exit_code == 0, done.output
    news = "New on its topics since 24 Dec 2025:\n  - [@new2026] A new engine (2026-11-02)\n"
    assert news in done.stdout  # the newest reading came in a day before
    front = "title: February 2027\r\nstarts: 2027-02-01\r\nmeets: [tue]\r\n"
    expected = text.replace("title: Learning\r\n", front)
    assert (root / NAME).read_bytes() == expected.encode()


def test_an_edition_is_never_overwritten(root: Path) -> None:
    """Nor is one made that would not be the newest, or that takes an address."""
    aliased = TERM.replace("title: Autumn", "title: Autumn\naliases: [first]")
    write(
        root,
        {NAME: TERM.replace("2026-10-05", "2027-02-01"), "content/courses/ml/2026.md": aliased},
    )
    arguments = ("-C", root, "edition", "ml", "--starts")
    done = run(*arguments, "2027-02-01")
    assert (
        done.exit_code == 1 and f"{NAME} exists, and an edition is never overwritten" in done.output
    )
    (root / NAME).unlink()
    done = run(*arguments, "2026-10-05", "--name", "x")
    assert done.exit_code == 1
    assert "content/courses/ml/2026.md starts on 2026-10-05; choose a later day" in done.output
    done = run(*arguments, "2027-02-01", "--name", "first")
    assert done.exit_code == 1 and "[alias-taken]" in done.output
    assert [path.name for path in (root / "content/courses/ml").iterdir()] == ["2026.md"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["mk", "--starts", "2027-02-01"], 2, 'unknown course "mk"'),
        (["x\x1b", "--starts", "2027-02-01"], 2, "unknown course"),
        (["physics", "--starts", "2027-02-01"], 2, 'unknown course "physics"; write one of ml'),
        (["ml"], 2, "Missing option '--starts'"),
        (["ml", "--starts", "2027-02"], 2, '"2027-02" is not a day; write YYYY-MM-DD'),
        (["ml", "--starts", "2027-02-01", "--meets", "mon,xday"], 2,
         '"xday" is not a day of the week; write mon,tue,wed,thu,fri,sat,sun'),
        (["ml", "--starts", "2027-02-01", "--name", "../x"], 2, '"../x" cannot be the end of an address'),
    ],
)  # fmt: skip
def test_wrong_usage_is_explained(
    root: Path, arguments: list[str], code: int, message: str
) -> None:
    """Nothing is written, and nothing from outside reaches the terminal as it is."""
    done = run("-C", root, "edition", *arguments)
    assert done.exit_code == code and message in done.output and "\x1b" not in done.output
    assert len(list((root / "content/courses/ml").iterdir())) == 1


def test_without_courses_there_is_nothing_to_copy(tmp_path: Path) -> None:
    """The message says what to do."""
    done = run("-C", write(tmp_path, {"papers.yaml": PAPERS, "content/topics/nlp.md": "# NLP\n"}),
               "edition", "ml", "--starts", "2027-02-01")  # fmt: skip
    assert done.exit_code == 2
    assert "there are no courses yet; add content/courses/<slug>.md first" in done.output


def test_a_collection_with_errors_gets_no_edition(root: Path) -> None:
    """They are fixed first."""
    write(root, {"papers.yaml": PAPERS.replace("title: The loom", "titel: The loom")})
    done = run("-C", root, "edition", "ml", "--starts", "2027-02-01")
    told = f"the collection has errors; run papershelf -C {root} check to see them"
    assert done.exit_code == 1 and told in done.output


def test_the_documented_commands_begin_the_terms_of_the_example(tmp_path: Path) -> None:
    """The first one from the course, the next one from it; the two checks that the guide names pass."""
    guide = (ROOT / "docs/how-to/courses.md").read_text()
    lines = map(str.strip, guide.splitlines())
    first, command = (line for line in lines if line.startswith("papershelf edition "))
    copy_example(tmp_path)
    path = tmp_path / "content/courses/images-and-words/2026-autumn.md"
    taught = path.read_bytes()
    path.unlink()
    done = run("-C", tmp_path, *shlex.split(first)[1:])
    assert done.exit_code == 0, done.output
    (edition,) = collect(read(tmp_path)).courses["images-and-words"].editions
    assert edition.title == "October 2026" and all(each.date for each in edition.sessions)
    path.write_bytes(taught)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    done = run("-C", tmp_path, *shlex.split(command)[1:])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == f"Next: papershelf -C {tmp_path} serve"
    assert {path: path.read_bytes() for path in before} == before
    newest, old, *_ = collect(read(tmp_path)).courses["images-and-words"].editions
    assert all(session.date for session in newest.sessions)
    assert newest.starts > old.starts
    assert [session.due < session.date for session in newest.sessions if session.due] == [True]  # type: ignore[operator]
    assert [each.id for each in newest.readings] == [each.id for each in old.readings]
    done = run("-C", tmp_path, "check")
    assert done.exit_code == 0 and "no problems" in done.output
