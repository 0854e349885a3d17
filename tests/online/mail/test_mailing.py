"""Which mailing a date means: one that was begun, or a new one."""

from __future__ import annotations

from pathlib import Path

from papershelf.online.mail.ledger import Hasher
from papershelf.online.mail.mailing import Mailing, plan
from papershelf.online.mail.subscribers import Subscriber
from support.helpers import collect, write
from support.mailing import SETTINGS, SHELF, page_of

HASHER = Hasher("a secret of some length")
PEOPLE = [Subscriber("ada@example.org")]


def test_a_begun_date_is_the_same_mailing(tmp_path: Path) -> None:
    """Each date has its own ledger, also beside others: planned again, it has its papers, not those
    that are new, and nothing of another date."""
    root = write(tmp_path, SHELF)
    collection = collect(root)

    def planned(date: str) -> Mailing:
        found = plan(root, date, "", collection, SETTINGS, PEOPLE, HASHER)
        assert found
        return found

    dates = {
        "2026-11-23": ("noether2022ideals",),
        "2026-11-30": ("ada2024looms", "hopper2023rings"),
    }
    for number, (date, papers) in enumerate(dates.items(), 1):
        first = planned(date)
        assert first.is_new and first.ledger.papers == papers
        first.begin(root)
        assert first.ledger.number == number
    for date, papers in dates.items():
        again = planned(date)
        assert not again.is_new and again.ledger.papers == papers
        assert again.ledger.path.name == f"{date}.log"
        assert [each.date for each in again.ledgers] == list(dates)


def test_waiting_messages_are_those_that_are_sent(tmp_path: Path) -> None:
    """A subscriber with a message that nobody answered gets it and the one of the new mailing; one
    without papers on their topics gets none."""
    collection = collect(write(tmp_path, SHELF))
    people = [*PEOPLE, Subscriber("grace@example.org", frozenset({"none"}))]

    def planned(date: str) -> Mailing:
        found = plan(tmp_path, date, "", collection, SETTINGS, people, HASHER)
        assert found
        return found

    first = planned("2026-11-23")
    first.begin(tmp_path)
    first.ledger.write_try(HASHER.key(PEOPLE[0].address), first.ledger.papers)
    second = planned("2026-11-30")
    assert [(each.mailing.name, each.papers) for each in second.waiting()] == [
        ("2026-11-23.1", ("noether2022ideals",)),
        ("2026-11-30.2", ("ada2024looms", "hopper2023rings")),
    ]


def test_merged_papers_come_once(tmp_path: Path) -> None:
    """Both digests had one of them, and a curator wrote another one twice."""
    pages = {
        "content/digests/2026-11-23.md": page_of("2026-11-23", "old2022ideals"),
        "content/digests/2026-11-30.md": page_of(
            "2026-11-30", "ada2024looms", "noether2022ideals", "ada2024looms"
        ),
    }
    collection = collect(write(tmp_path, SHELF | pages))
    found = plan(tmp_path, "2026-11-30", "2026-11-23", collection, SETTINGS, PEOPLE, HASHER)
    assert found
    (dispatch,) = found.due()
    assert [[each.id for each in digest.readings] for digest in found.digests(dispatch)] == [
        ["noether2022ideals"],
        ["ada2024looms"],
    ]
