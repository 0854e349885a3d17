"""The ledger: what it says after any end of the process, and to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.online.mail import ledger
from papershelf.online.mail.ledger import Damaged, Hasher, WrongSecret
from papershelf.setup import new_collection
from support.helpers import git, write

HASHER = Hasher("a secret of some length")
ADA, GRACE = HASHER.key("ada@example.org"), HASHER.key("grace@example.org")


@pytest.fixture
def begun(tmp_path: Path) -> ledger.Ledger:
    made = ledger.Ledger("2026-11-30", 2, tmp_path / "mail/2026-11-30.log", ("a", "b"), ("old",))
    ledger.begin(tmp_path, made, HASHER, [ADA, GRACE])
    return made


def test_events_come_back(begun: ledger.Ledger, tmp_path: Path) -> None:
    """The last event of each subscriber counts."""
    begun.write_try(ADA, ["a", "b"])
    begun.write("sent", ADA)
    begun.write_try(GRACE, ["b"])
    (read,) = ledger.read_all(tmp_path, HASHER)
    assert (read.date, read.number, read.name) == ("2026-11-30", 2, "2026-11-30.2")
    assert (read.papers, read.old) == (("a", "b"), ("old",))
    assert read.events == {ADA: "sent", GRACE: "try"}
    assert read.is_settled(ADA) and read.is_unanswered(GRACE)
    assert read.sets[read.tried[GRACE]] == ("b",)
    begun.write("later", GRACE, 451)
    assert ledger.read_all(tmp_path, HASHER)[0].events[GRACE] == "later"


def test_what_was_sent_stays_so(begun: ledger.Ledger, tmp_path: Path) -> None:
    """After a merge in git, lines of two sides follow each other, perhaps with other ends."""
    for event in ("later", "sent"):
        begun.write_try(ADA, ["a"])
        begun.write(event, ADA)
    lines = begun.path.read_bytes().splitlines()
    begun.path.write_bytes(b"".join(line + b"\r\n" for line in [*lines, *lines[1:-1]]))
    (read,) = ledger.read_all(tmp_path, HASHER)
    assert read.is_settled(ADA) and read.papers == ("a", "b")


def test_two_runs_merge_without_a_conflict(tmp_path: Path) -> None:
    """A curator and the workflow have sent the same mailing: what both record stays, with the
    attributes of a new collection."""
    root = tmp_path / "shelf"
    attributes = dict(new_collection.files("Looms", "", "Looms"))[".gitattributes"]
    write(root, {".gitattributes": attributes})
    begun = ledger.Ledger("2026-11-30", 2, root / "mail/2026-11-30.log", ("a",), ())
    ledger.begin(root, begun, HASHER, [ADA, GRACE])
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["commit", "-qm", "Begin"],
        ["branch", "other"],
    ):
        git(root, *words)
    for branch, key in (("main", ADA), ("other", GRACE)):
        git(root, "checkout", "-q", branch)
        (each,) = ledger.read_all(root, HASHER)
        each.write_try(key, ["a"])
        each.write("sent", key)
        git(root, "commit", "-qam", branch)
    git(root, "rebase", "-q", "main")
    (read,) = ledger.read_all(root, HASHER)
    assert read.is_settled(ADA) and read.is_settled(GRACE)


def test_no_address_is_in_it(begun: ledger.Ledger) -> None:
    """And nobody without the secret can compute a hash; letters of both cases are one address."""
    assert "example" not in begun.path.read_text()
    assert HASHER.key("ADA@example.org") == ADA != Hasher("another secret").key("ada@example.org")
    uses = {ADA, HASHER.token("ada@example.org"), HASHER.message("2026-11-30.1", "ada@example.org")}
    assert len(uses) == 3  # a public one does not reveal another


def test_a_cut_last_line_is_as_if_it_was_not_written(begun: ledger.Ledger, tmp_path: Path) -> None:
    """The process was ended while it wrote: the event before it holds, and the next one is whole."""
    begun.write_try(ADA, ["a"])
    before = begun.path.read_bytes()
    begun.write("sent", ADA)
    after = begun.path.read_bytes()
    for size in range(len(before), len(after)):
        begun.path.write_bytes(after[:size])
        (read,) = ledger.read_all(tmp_path, HASHER)
        assert (read.events[ADA], begun.path.read_bytes()) == ("try", after[:size])
        read.write("sent", ADA)
        assert begun.path.read_bytes() == after


def test_another_secret_is_noticed(begun: ledger.Ledger, tmp_path: Path) -> None:
    """Otherwise nobody would be known, and everybody would get everything again."""
    with pytest.raises(
        WrongSecret, match=r"mail/2026-11-30\.log: the ledger was written with another"
    ):
        ledger.read_all(tmp_path, Hasher("another secret"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("hello\n", 1),
        (f"papershelf mailing 2026-11-29 number 1 key {HASHER.check}\npapers a\n", 1),
        (f"papershelf mailing 2026-11-30 number 1 key {HASHER.check}\npapers a\nsent nobody\n", 3),
        (
            f"papershelf mailing 2026-11-30 number 1 key {HASHER.check}\npapers a\nsent ada@example.org\n",
            3,
        ),
        (f"papershelf mailing 2026-11-30 number 1 key {HASHER.check}\npapers a\n<<<<<<< HEAD\n", 3),
    ],
)
def test_a_damaged_ledger_is_refused(tmp_path: Path, text: str, line: int) -> None:
    """By file and line: to guess could mean to send everything again."""
    path = tmp_path / "mail" / "2026-11-30.log"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(Damaged, match=rf"mail/2026-11-30\.log:{line}: "):
        ledger.read_all(tmp_path, HASHER)


def test_other_files_are_left_alone(begun: ledger.Ledger, tmp_path: Path) -> None:
    """A README beside the ledgers is no ledger."""
    (tmp_path / "mail" / "README.md").write_text("What this is\n")
    assert len(ledger.read_all(tmp_path, HASHER)) == 1
