"""Snapshots of numbers: written as they are read, found by any id of a paper. What is wrong in one
is in `tests/damaged/snapshot`."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from papershelf import catalogue, checks
from papershelf.catalogue import metrics
from papershelf.catalogue.metrics import COLUMNS, MOST_FILES, Count, Snapshot
from papershelf.catalogue.report import Report
from papershelf.problems import SourceText
from papershelf.setup import new_collection
from support.helpers import collect, entry, git, report, write

FILE = "metrics/2026-W48.csv"

WEEK = [datetime.date(2026, 11, 23) + datetime.timedelta(number) for number in range(7)]
IDS = st.text("abz019-", min_size=1, max_size=9).map("p{}".format)
COUNTS = st.builds(Count, st.integers(0, 10**9 - 1), st.sampled_from(WEEK))
NUMBERS = st.dictionaries(st.sampled_from(list(COLUMNS)), st.dictionaries(IDS, COUNTS, min_size=1))


def read(text: str, name: str = "metrics/2026-W48.csv") -> tuple[Snapshot, list[str]]:
    found = Report(SourceText(name, text))
    return metrics.read(found.source, found), [problem.message for problem in found.problems]


@given(NUMBERS)
def test_what_is_written_is_read(numbers: dict[str, dict[str, Count]]) -> None:
    """Every number with its day; a second time, the same bytes."""
    snapshot = Snapshot(week="2026-W48", numbers=numbers)
    text = metrics.to_csv(snapshot)
    again, problems = read(text)
    assert (again, problems) == (snapshot, [])
    assert metrics.to_csv(again) == text
    windows, problems = read(text.replace("\n", "\r\n"))
    assert (windows, problems) == (snapshot, [])


@given(
    st.text(alphabet=st.characters(), max_size=80)
    | st.text("id,ate0123459-@W\n\r\x00<=", max_size=80)
)
def test_any_text_is_read(text: str) -> None:
    """Whatever somebody writes there: problems, never an exception; what has none is kept."""
    snapshot, problems = read(text)
    assert problems or metrics.to_csv(snapshot).count("\n") <= text.count("\n") + 1
    snapshot, problems = read("id,date,stars\n" + text)
    for count in snapshot.numbers["stars"].values():
        assert 0 <= count.value < 10**9 and count.day in WEEK


def test_weeks() -> None:
    """ISO 8601: a year has 52 or 53, and begins with the week of its first Thursday."""
    days = {datetime.date(2026, 1, 1): "2026-W01", datetime.date(2027, 1, 3): "2026-W53"}
    assert {day: metrics.week_of(day) for day in days} == days
    assert datetime.date(2027, 1, 3) in metrics.days_of("2026-W53.csv").values()
    for name in ("2025-W53.csv", "2026-W00.csv", "2026-W54.csv", "0000-W01.csv", "2026-W1.csv",
                 "2026-W48.csv\n", "９026-W48.csv", "2026-W48.yaml"):  # fmt: skip
        assert metrics.days_of(name) == {}, name


def test_a_hopeless_file_is_left(tmp_path: Path) -> None:
    """After fifty problems, it is none of ours."""
    text = "id,date,stars\n" + "no line\n" * 1000
    told = read(text)[1]
    assert len(told) == 51 and told[-1] == "the rest of this file is not read"


def merged(root: Path, base: str, ours: str, theirs: str) -> str:
    """What git makes of a file that two branches of a new collection have changed."""
    files = dict(new_collection.files("Looms", "", "Looms"))
    write(root, {".gitattributes": files[".gitattributes"].decode(), FILE: base})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "base")
    git(root, "branch", "theirs")
    for branch, text in (("main", ours), ("theirs", theirs)):
        git(root, "checkout", "-q", branch)
        write(root, {FILE: text})
        git(root, "commit", "-qam", branch)
    git(root, "merge", "-q", "-m", "both", "main")
    return (root / FILE).read_text()


def test_two_branches_merge(tmp_path: Path) -> None:
    """Without a conflict, even in neighbouring lines: the later day counts, and a warning says so
    where a paper has two lines. The command writes one again."""
    base = "id,date,stars\na1,2026-11-24,1\nb1,2026-11-24,2\nc1,2026-11-24,3\n"
    ours = base.replace("b1,2026-11-24,2", "b1,2026-11-25,7")
    theirs = base.replace("c1,2026-11-24,3", "c1,2026-11-26,8").replace(
        "b1,2026-11-24,2", "b1,2026-11-26,5"
    )
    text = merged(tmp_path, base, ours, theirs)
    assert "<<<" not in text and text.count("b1,") == text.count("c1,") == 2
    report = Report(SourceText(FILE, text))
    snapshot = metrics.read(report.source, report)
    assert {problem.rule for problem in report.problems} == {"merged-snapshot"}
    hints = {problem.message: problem.hint for problem in report.problems}
    keep = "keep the one of 2026-11-26, or run papershelf metrics again"
    assert hints['"b1" has several lines'] == hints['"c1" has several lines'] == keep
    assert metrics.to_csv(snapshot) == theirs


def test_the_order_of_merged_lines_makes_no_difference() -> None:
    """The later day counts for each number, and of one day the larger one."""
    lines = ["a1,2026-11-24,9,9\n", "a1,2026-11-26,5,\n", "a1,2026-11-26,6,7@2026-11-25\n"]
    for some in itertools.permutations(lines):
        snapshot, problems = read("id,date,stars,upvotes\n" + "".join(some))
        assert metrics.to_csv(snapshot).endswith("\na1,2026-11-26,7@2026-11-25,6\n")
        assert problems == ['"a1" has several lines'] * 2
    text = "".join(f"p{n:03},2026-11-24,1\n" for n in range(300))
    snapshot, problems = read("id,date,stars\n" + text + text)
    assert len(snapshot.numbers["stars"]) == 300 and len(problems) == 50
    assert read("id,date,stars\nid,date,upvotes\n")[1] == ["a second header, left from a merge"]


def test_only_the_newest_are_read(tmp_path: Path) -> None:
    """A build takes no longer each year; older files may hold anything."""
    files = {f"metrics/2026-W{week:02}.csv": "id,date,stars\n" for week in range(20, 30)}
    files |= {"metrics/2025-W01.csv": "no snapshot", "metrics/README.md": "Numbers.",
              "metrics/.hidden.csv": "x", "metrics/old/2026-W30.csv": "x"}  # fmt: skip
    root = write(tmp_path, {"papers.yaml": entry(), **files})
    weeks = [snapshot.week for snapshot in catalogue.read(root).snapshots]
    assert weeks == [f"2026-W{week}" for week in range(30 - MOST_FILES, 30)]
    assert "metrics" not in report(root)


def test_a_renamed_paper_keeps_its_numbers(tmp_path: Path) -> None:
    """Its former ids find them; its own comes first."""
    paper = entry("ada2024engine", more="  aliases: [ada2023x, ada2022y]\n")
    text = "id,date,stars\nada2022y,2026-11-24,1\nada2023x,2026-11-24,2\ngone2020z,2026-11-24,9\n"
    root = write(tmp_path, {"papers.yaml": paper, "metrics/2026-W48.csv": text})
    collection = collect(root)
    [snapshot] = collection.snapshots
    ids = collection.papers["ada2024engine"].ids
    assert snapshot.of("stars", ids) == Count(2, WEEK[1])
    assert snapshot.of("upvotes", ids) is None


def test_the_severity_can_be_changed(tmp_path: Path) -> None:
    """A broken file need not stop a site: the lines that are right still count."""
    text = "id,date,stars\nada2024engine,2026-11-24,7\nbad\n"
    root = write(tmp_path, {"papers.yaml": entry(), "metrics/2026-W48.csv": text})
    source = catalogue.read(root)
    assert [problem.rule for problem in checks.check(source)] == ["snapshot"]
    assert checks.check(source, {"snapshot": "off"}) == []
    assert catalogue.collect(source).snapshots[0].numbers["stars"] == {
        "ada2024engine": Count(7, WEEK[1])
    }


def test_a_folder_that_is_a_link(tmp_path: Path, victim: Path) -> None:
    """It is reported, and not entered."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    (root / "metrics").symlink_to(victim, target_is_directory=True)
    assert "metrics:1:1: error: this is a link" in report(root)
