"""The ledger: what it says after any end of the process, and to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.online.mail import ledger
from papershelf.online.mail.ledger import Damaged, Hasher, WrongSecret

HASHER = Hasher("a secret of some length")
ADA, GRACE = HASHER.name("ada@example.org"), HASHER.name("grace@example.org")


@pytest.fixture
def begun(tmp_path: Path) -> ledger.Ledger:
    return ledger.begin(tmp_path, "2026-11-30", HASHER, ["a", "b"], [ADA, GRACE])


def test_events_come_back(begun: ledger.Ledger, tmp_path: Path) -> None:
    """The last event of each subscriber counts."""
    begun.write("try", ADA)
    begun.write("sent", ADA)
    begun.write("later", GRACE, 451)
    (read,) = ledger.read_all(tmp_path, HASHER)
    assert (read.papers, read.events) == (("a", "b"), {ADA: "sent", GRACE: "later"})
    assert read.is_settled(ADA) and not read.is_settled(GRACE)


def test_no_address_is_in_it(begun: ledger.Ledger) -> None:
    """And nobody without the secret can compute a hash; letters of both cases are one address."""
    assert "example" not in begun.path.read_text()
    assert HASHER.name("ADA@example.org") == ADA != Hasher("another secret").name("ada@example.org")


def test_a_cut_last_line_is_as_if_it_was_not_written(begun: ledger.Ledger, tmp_path: Path) -> None:
    """The process was ended while it wrote: the event before it holds, and the next one is whole."""
    begun.write("try", ADA)
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
        (f"papershelf mailing 2026-11-29 key {HASHER.check}\npapers a\n", 1),
        (f"papershelf mailing 2026-11-30 key {HASHER.check}\nto {ADA}\n", 2),
        (f"papershelf mailing 2026-11-30 key {HASHER.check}\npapers a\nsent ada@example.org\n", 3),
        (f"papershelf mailing 2026-11-30 key {HASHER.check}\npapers a\n<<<<<<< HEAD\n", 3),
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
