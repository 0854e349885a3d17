"""Who gets which papers: each of their topics once, whatever happens in between."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papershelf.online.mail import ledger
from papershelf.online.mail.ledger import Hasher, Ledger
from papershelf.online.mail.sending import (
    Dispatch,
    MailingReport,
    due,
    newest,
    news,
    send,
    unanswered,
)
from papershelf.online.mail.subscribers import Subscriber
from papershelf.online.mail.transport import Answer
from support.skipped import IS_SWEEP

HASHER = Hasher("a secret of some length")
ADA = Subscriber("ada@example.org")
GRACE = Subscriber("grace@example.org", frozenset({"looms"}))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here pulls the plug."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


class Server:
    """Takes messages, which are the papers in them, and answers as told."""

    def __init__(self, *answers: tuple[Answer, int]) -> None:
        self.answers = list(answers)
        self.taken: list[tuple[str, frozenset[str]]] = []
        self.unsure: list[tuple[str, frozenset[str]]] = []
        self.names: list[str] = []
        """The mailing of each message, which its Message-ID has."""

    def send(self, message: bytes, sender: str, recipient: str) -> tuple[Answer, int]:
        answer = self.answers.pop(0) if self.answers else (Answer.SENT, 250)
        name, *papers = message.decode().split()
        self.names.append(name)
        parcel = (recipient, frozenset(papers))
        if answer[0] is Answer.SENT:
            self.taken.append(parcel)
        elif answer[0] is Answer.UNKNOWN:
            self.unsure.append(parcel)
        return answer


class Mailings:
    """The mailings of a collection, one after the other, in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.topics: dict[str, Sequence[str]] = {}

    def run(
        self, date: str, digests: dict[str, Sequence[str]], people: Sequence[Subscriber],
        server: Server, *, since: str = "",
    ) -> MailingReport:  # fmt: skip
        ledgers = ledger.read_all(self.root, HASHER)
        mailing = next((each for each in ledgers if each.date == date), None)
        if mailing is None:
            found = news(dict(sorted(digests.items())), date, ledgers, since)
            number = max((each.number for each in ledgers), default=0) + 1
            path = self.root / f"mail/{date}.log"
            mailing = Ledger(date, number, path, found.papers, found.old)
            ledger.begin(self.root, mailing, HASHER, [HASHER.key(each.address) for each in people])
            ledgers.append(mailing)
        report = MailingReport()
        for make in (
            lambda: unanswered(ledgers, people, HASHER),
            lambda: due(mailing, ledgers, people, HASHER, lambda each: self.topics.get(each, ())),
        ):
            send(
                make(), self.to_message, server, "a@example.org", report, sleep=lambda seconds: None
            )
        return report

    def to_message(self, dispatch: Dispatch) -> bytes:
        return " ".join([dispatch.mailing.name, *sorted(dispatch.papers)]).encode()


@pytest.fixture
def mailings(tmp_path: Path) -> Mailings:
    return Mailings(tmp_path)


DIGESTS = {"2026-11-16": ["a"], "2026-11-23": ["b"], "2026-11-30": ["c", "d"]}


def test_the_first_mailing_has_the_newest_digest(mailings: Mailings) -> None:
    """Nobody who subscribes today wants last year's papers, unless the curator says so."""
    server = Server()
    mailings.run("2026-11-30", DIGESTS, [ADA], server)
    assert server.taken == [("ada@example.org", {"c", "d"})]
    assert news(DIGESTS, "2026-11-30", [], "2026-11-23") == (("b", "c", "d"), ("a",))


def test_nobody_gets_a_paper_twice(mailings: Mailings) -> None:
    """A mailing that ran is over, and one that is behind it brings only what is new."""
    server = Server()
    for date in ("2026-11-23", "2026-11-23", "2026-11-30", "2026-11-23", "2026-11-30"):
        mailings.run(date, DIGESTS, [ADA], server)
    assert server.taken == [("ada@example.org", {"b"}), ("ada@example.org", {"c", "d"})]


def test_silent_weeks_are_one_message(mailings: Mailings) -> None:
    """Eight digests that nobody sent come together."""
    server = Server()
    mailings.run("2026-11-16", DIGESTS, [ADA], server)
    weeks = {f"2027-01-{day:02}": [f"p{day}"] for day in range(1, 9)}
    mailings.run("2027-01-08", DIGESTS | weeks, [ADA], server)
    assert [len(papers) for _, papers in server.taken] == [1, 3 + 8]


def test_nobody_gets_an_empty_message(mailings: Mailings) -> None:
    """Topics decide; a week without any is settled, not caught up."""
    mailings.topics = {"c": ["looms"], "a": ["looms", "rings"]}
    server = Server()
    report = mailings.run("2026-11-23", DIGESTS, [GRACE], server)
    assert (report.none, server.taken) == ([HASHER.key(GRACE.address)], [])
    mailings.run("2026-11-30", DIGESTS, [GRACE], server)
    assert server.taken == [("grace@example.org", {"c"})]


def test_new_subscribers_begin_with_the_next_mailing(mailings: Mailings) -> None:
    """They were not in the list of the one before."""
    server = Server()
    mailings.run("2026-11-23", DIGESTS, [ADA], server)
    mailings.run("2026-11-30", DIGESTS, [ADA, GRACE._replace(topics=frozenset())], server)
    assert server.taken[-1] == ("grace@example.org", {"c", "d"})


@pytest.mark.parametrize("answer", [(Answer.REFUSED, 550), (Answer.LATER, 451)])
def test_what_did_not_arrive_comes_with_the_next_message(
    mailings: Mailings, answer: tuple[Answer, int]
) -> None:
    """And nobody else waits for it."""
    server = Server(answer, (Answer.SENT, 250), answer, answer)
    report = mailings.run("2026-11-23", DIGESTS, [ADA, GRACE._replace(topics=frozenset())], server)
    assert len(report.sent) == 1
    assert report.missed == {HASHER.key(ADA.address): (answer[0].value, answer[1])}
    mailings.run("2026-11-30", DIGESTS, [ADA], server := Server())
    assert server.taken == [("ada@example.org", {"b", "c", "d"})]


def test_delays_are_tried_again(mailings: Mailings) -> None:
    """Greylisting lets a message in after some minutes; the others went out before."""
    server = Server((Answer.LATER, 451))
    report = mailings.run("2026-11-30", DIGESTS, [ADA, GRACE._replace(topics=frozenset())], server)
    assert not report.missed
    assert [address for address, _ in server.taken] == ["grace@example.org", "ada@example.org"]


def test_a_lost_answer_means_one_repeat(mailings: Mailings) -> None:
    """The server may have taken the message; the repeat is the same."""
    server = Server((Answer.UNKNOWN, 0))
    report = mailings.run("2026-11-30", DIGESTS, [ADA], server)
    assert not report.missed
    assert server.unsure == server.taken == [("ada@example.org", {"c", "d"})]


def test_a_message_without_an_answer_keeps_its_name(mailings: Mailings) -> None:
    """Two lost answers end the attempts. The next mailing first repeats the message as it was, so that
    mail programs recognize it, and has none of its papers."""
    server = Server((Answer.UNKNOWN, 0), (Answer.UNKNOWN, 0))
    report = mailings.run("2026-11-23", DIGESTS, [ADA], server)
    assert report.missed == {HASHER.key(ADA.address): ("unknown", 0)}
    mailings.run("2026-11-30", DIGESTS, [ADA], server)
    assert server.unsure == [("ada@example.org", {"b"})] * 2
    assert server.taken == [("ada@example.org", {"b"}), ("ada@example.org", {"c", "d"})]
    assert server.names == ["2026-11-23.1"] * 3 + ["2026-11-30.2"]


@pytest.mark.parametrize("date", ["2026-11-23", "2026-11-30"])
def test_a_delay_does_not_rename_an_unanswered_message(mailings: Mailings, date: str) -> None:
    """Its repetitions are delayed, in the same run or in a later one: it stays as it was, and nothing
    else is sent before it."""
    delayed = [(Answer.LATER, 450)] * 3
    server = Server((Answer.UNKNOWN, 0), *delayed[1:])
    mailings.run("2026-11-23", DIGESTS, [ADA], server)
    server.answers = list(delayed)
    report = mailings.run(date, DIGESTS, [ADA], server)
    assert report.missed == {HASHER.key(ADA.address): ("later", 450)}
    assert set(server.names) == {"2026-11-23.1"} and not server.taken
    mailings.run("2026-11-30", DIGESTS, [ADA], server)
    assert server.unsure[0] == server.taken[0]
    assert server.taken[1:] == [("ada@example.org", {"c", "d"})]


def test_a_line_that_is_lost_before_the_message_is_tried_again_at_once(mailings: Mailings) -> None:
    """Some servers close it after a number of messages."""
    server = Server((Answer.LATER, 0))
    mailings.run("2026-11-30", DIGESTS, [ADA, GRACE._replace(topics=frozenset())], server)
    assert [address for address, _ in server.taken] == ["ada@example.org", "grace@example.org"]


def test_papers_that_are_late_in_an_old_digest_are_sent_once(mailings: Mailings) -> None:
    """A curator added one to a digest after it was sent, and moved another to the next one."""
    server = Server()
    mailings.run("2026-11-23", DIGESTS, [ADA], server)
    mailings.run("2026-11-30", {"2026-11-23": ["late"], "2026-11-30": ["b", "c"]}, [ADA], server)
    assert server.taken == [("ada@example.org", {"b"}), ("ada@example.org", {"late", "c"})]


def test_dates_do_not_decide_what_was_sent(mailings: Mailings) -> None:
    """A digest of a wrong year that was sent, an old one that is merged late: mailings have numbers."""
    server = Server()
    mailings.run("2027-12-07", {"2027-12-07": ["a"]}, [ADA], server)
    digests = {"2026-12-07": ["a"], "2026-12-14": ["b"]}
    mailings.run("2026-12-14", digests, [ADA], server)
    mailings.run(
        "2026-12-21", digests | {"2026-11-01": ["late"], "2026-12-21": ["c"]}, [ADA], server
    )
    assert [papers for _, papers in server.taken] == [{"a"}, {"b"}, {"late", "c"}]


def test_a_digest_of_a_wrong_year_does_not_end_the_mail(mailings: Mailings) -> None:
    """The newest digest with papers that no mailing has comes next; a mailing without news goes on."""
    digests = {"2026-11-30": ["a"], "2027-12-07": ["b"]}
    assert newest(digests, []) == "2027-12-07"
    mailings.run("2027-12-07", digests, [ADA], Server())
    ledgers = ledger.read_all(mailings.root, HASHER)
    assert newest(digests, ledgers) == "2027-12-07"
    assert newest(digests | {"2027-12-14": []}, ledgers) == "2027-12-14"
    digests |= {"2026-12-14": ["c"], "2026-12-21": ["d"]}
    assert newest(digests, ledgers) == "2026-12-21"
    with pytest.raises(RuntimeError):
        mailings.run("2026-12-21", digests, [ADA], Killed())
    assert newest(digests, ledger.read_all(mailings.root, HASHER)) == "2026-12-21"


def test_what_was_too_old_at_first_stays_so(mailings: Mailings) -> None:
    """But a paper that a curator adds to an old digest is sent."""
    server = Server()
    mailings.run("2026-11-30", DIGESTS, [ADA], server)
    digests = DIGESTS | {"2026-11-16": ["a", "added"], "2026-12-07": ["e"]}
    mailings.run("2026-12-07", digests, [ADA], server)
    assert server.taken[-1] == ("ada@example.org", {"added", "e"})


def test_an_unanswered_message_is_sent_again_as_it_was(mailings: Mailings) -> None:
    """Under the name of its mailing, before the next one, whatever the reader's topics are now."""
    with pytest.raises(RuntimeError):
        mailings.run("2026-11-23", DIGESTS, [GRACE._replace(topics=frozenset())], Killed())
    server = Server()
    mailings.topics = {"c": ["looms"]}
    mailings.run("2026-11-30", DIGESTS, [GRACE], server)
    assert server.taken == [("grace@example.org", {"b"}), ("grace@example.org", {"c"})]
    assert server.names == ["2026-11-23.1", "2026-11-30.2"]


class Killed(Server):
    """Ends the process before it answers."""

    def send(self, message: bytes, sender: str, recipient: str) -> tuple[Answer, int]:
        raise RuntimeError


def test_people_who_came_later_wait_for_the_next_mailing(mailings: Mailings) -> None:
    """A mailing that is resumed goes to those who were in the list when it was begun."""
    with pytest.raises(RuntimeError):
        mailings.run("2026-11-30", DIGESTS, [ADA], Killed())
    server = Server()
    new = Subscriber("new@example.org")
    mailings.run("2026-11-30", DIGESTS, [ADA, new], server)
    assert [address for address, _ in server.taken] == ["ada@example.org"]
    mailings.run("2026-12-07", DIGESTS | {"2026-12-07": ["e"]}, [ADA, new], server)
    assert server.taken[1:] == [("ada@example.org", {"e"}), ("new@example.org", {"e"})]


def test_a_message_that_cannot_be_written_does_not_stop_the_others(mailings: Mailings) -> None:
    """It is reported, and tried again with the next mailing."""

    def to_message(dispatch: Dispatch) -> bytes:
        if dispatch.subscriber == ADA:
            raise ValueError
        return Mailings.to_message(mailings, dispatch)

    mailings.to_message = to_message  # type: ignore[method-assign]
    server = Server()
    report = mailings.run("2026-11-30", DIGESTS, [ADA, GRACE._replace(topics=frozenset())], server)
    assert report.missed == {HASHER.key(ADA.address): ("failed", 0)}
    assert [address for address, _ in server.taken] == ["grace@example.org"]


PEOPLE = [
    Subscriber(f"reader{number}@example.org", topics)
    for number, topics in enumerate(
        [frozenset(), frozenset({"x"}), frozenset({"x", "y"}), frozenset({"z"})]
    )
]


@pytest.mark.slow
@settings(max_examples=400 if IS_SWEEP else 25)
@given(st.integers(0, 10_000))
def test_a_year_of_mail_has_each_paper_once(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Digests that grow, shrink and move after they were sent, weeks without mail, servers that refuse,
    delay and lose lines: each reader is sent each paper of their topics once, and what a lost line leaves
    unknown once more."""
    random_ = random.Random(seed)
    mailings = Mailings(tmp_path_factory.mktemp("year"))
    sent: Counter[tuple[str, str]] = Counter()
    digests: dict[str, list[str]] = {}
    number = 0
    for week in range(26):
        date = f"2026-{week // 4 + 1:02}-{week % 4 * 7 + 1:02}"
        new = [f"p{number + at}" for at in range(random_.randint(0, 4))]
        number += len(new)
        mailings.topics |= {each: random_.sample("xyz", random_.randint(0, 2)) for each in new}
        digests[date] = new
        for each in list(digests)[-3:]:
            if random_.random() < 0.2 and digests[each]:  # to another digest, none is lost
                digests[random_.choice(list(digests)[-3:])].append(digests[each].pop())
        is_last = week == 25
        if random_.random() < 0.3 and not is_last:
            continue
        server = Server(*([] if is_last else random_.choices(ANSWERS, k=12)))
        mailings.run(date, dict(digests), PEOPLE, server)
        sent.update((address, paper) for address, papers in server.taken for paper in papers)
    logs = ledger.read_all(mailings.root, HASHER)
    mailed = {paper for log in logs for paper in log.papers}
    assert mailed | {*logs[0].old} >= {each for papers in digests.values() for each in papers}
    wanted = {
        (person.address, paper)
        for paper in mailed
        for person in PEOPLE
        if not person.topics or not person.topics.isdisjoint(mailings.topics[paper])
    }
    assert sent == dict.fromkeys(wanted, 1)


ANSWERS = [
    *[(Answer.SENT, 250)] * 6,
    (Answer.REFUSED, 550),
    (Answer.LATER, 451),
    (Answer.LATER, 0),
    (Answer.UNKNOWN, 0),
]
