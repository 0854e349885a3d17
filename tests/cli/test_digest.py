"""The command that writes the next digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import run
from support.helpers import entry, write
from support.repo import Repo

#: 23 December 2025.
TODAY = "1766491200"
OLD = entry("old2020", "Old").replace("2025-12-23", "2020-01-01")
NEW = entry("ada2024engine") + entry("bob2024loom", "The loom", "  topics: [nlp]\n")
FILES = {"papers.yaml": OLD + NEW, "content/topics/nlp.md": "---\ntitle: NLP\n---\n\nWords.\n"}
NAME = "content/digests/2025-12-23.md"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "shelf", FILES)


def test_it_writes_a_page(root: Path) -> None:
    """Of the papers of a week, for the curator to complete; then there is nothing new."""
    done = run("-C", root, "digest")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        f"{NAME}: lists 2 new papers, 17–23 Dec 2025",
        f"Next: papershelf -C {root} serve",
    ]
    assert "left out 1 paper added before 2025-12-17" in done.stderr
    text = (root / NAME).read_text()
    assert text.endswith("\n## NLP\n\n- [@bob2024loom]\n\n## Other papers\n\n- [@ada2024engine]\n")
    assert run("-C", root, "check").exit_code == 0
    done = run("-C", root, "digest")
    assert (done.exit_code, done.stdout) == (0, "no new papers; no digest was written\n")
    assert (root / NAME).read_text() == text


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """It shows the page as a difference."""
    done = run("-C", root, "digest", "--dry-run", "--topic", "nlp", "--date", "2025-12-24")
    assert done.exit_code == 0 and "+- [@bob2024loom]\n" in done.stdout
    assert "+++ b/content/digests/2025-12-24.md" in done.stdout and "ada2024" not in done.stdout
    assert not (root / "content/digests").exists()


def test_a_digest_is_never_overwritten(root: Path) -> None:
    """Nor is one made that would be older than the newest."""
    run("-C", root, "digest", "--topic", "nlp")
    text = (root / NAME).read_text()
    done = run("-C", root, "digest")
    assert (
        done.exit_code == 1 and f"{NAME} exists, and a digest is never overwritten" in done.output
    )
    done = run("-C", root, "digest", "--date", "2025-12-22")
    assert done.exit_code == 1 and "content/digests/2025-12-23.md has a later date" in done.output
    assert (root / NAME).read_text() == text and len(list((root / NAME).parent.iterdir())) == 1
    assert run("-C", root, "digest", "--since", "2020-01-01", "--date", "2025-12-30").exit_code == 0
    text = (root / "content/digests/2025-12-30.md").read_text()
    assert "from: 2020-01-01\n" in text and "[@old2020]" in text and "[@ada2024engine]" in text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--topic", "nlq"], 2, 'unknown topic "nlq"; did you mean "nlp"?'),
        (["--topic", "x\x1b"], 2, "unknown topic"),
        (["--date", "2025-13-01"], 2, '"2025-13-01" is not a day; write YYYY-MM-DD'),
        (["--since", "2025-12"], 2, '"2025-12" is not a day; write YYYY-MM-DD'),
    ],
)
def test_wrong_options_are_explained(
    root: Path, arguments: list[str], code: int, message: str
) -> None:
    """In one line, without control characters."""
    done = run("-C", root, "digest", *arguments)
    assert done.exit_code == code and message in done.output and "\x1b" not in done.output


def test_a_collection_with_errors_gets_no_digest(root: Path) -> None:
    """Papers might be missing from it."""
    write(
        root,
        {
            "content/digests/2025-12-16.md": "---\nfrom: 2025-12-10\nto: 2025-12-16\n---\n\n- [@nobody]\n"
        },
    )
    done = run("-C", root, "digest")
    assert done.exit_code == 1 and f"run papershelf -C {root} check" in done.output
    assert not (root / NAME).exists()


def test_a_late_merge_is_announced_and_an_old_paper_is_not(tmp_path: Path) -> None:
    """Git says what came in; without its history, the dates say it, and the command says so."""
    repo = Repo(tmp_path / "repo")
    new = entry("new2025", "New").replace("2025-12-23", "2019-01-01")
    recent = entry("recent2025", "Recent").replace("2025-12-23", "2025-12-18")
    repo.commit("2025-12-16T12:00:00+00:00", {"papers.yaml": OLD + recent})
    repo.commit("2025-12-20T12:00:00+00:00", {"papers.yaml": OLD + recent + new})
    done = run("-C", repo.root, "digest", "--dry-run")
    assert "[@new2025]" in done.stdout and "[@recent2025]" not in done.stdout
    assert "added date" not in done.stderr
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(tmp_path / "shallow"))
    done = run("-C", tmp_path / "shallow", "digest", "--dry-run")
    assert "[@recent2025]" in done.stdout and "[@new2025]" not in done.stdout
    assert "this clone is shallow, so added decides which papers are new" in done.stderr
