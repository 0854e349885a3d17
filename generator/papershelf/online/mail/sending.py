"""Who is to get which papers, and sending them: each paper once.

In: digests, subscribers, the ledgers of all mailings. Out: messages at a server, and events in the
ledgers. A mailing has every paper of the digests that no other mailing has. A subscriber also gets
what earlier mailings could not deliver to them, in the same message.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from papershelf.online.mail.ledger import Hasher, Ledger
from papershelf.online.mail.subscribers import Subscriber
from papershelf.online.mail.transport import Answer

#: Seconds before messages are tried again that the server delayed: greylisting lets them in after
#: some minutes (RFC 6647).
WAITS = (60.0, 300.0)
#: Attempts in a row if the connection is lost before the message.
TRIES = 2


class Dispatch(NamedTuple):
    """A message that is due."""

    subscriber: Subscriber
    key: str
    """The subscriber's name in ledgers."""
    mailing: Ledger
    """The mailing that the message belongs to."""
    papers: tuple[str, ...]


class Mailer(Protocol):
    """What hands in messages, such as a Transport."""

    def send(self, message: bytes, sender: str, recipient: str) -> tuple[Answer, int]:
        """Return what became of the message, and the server's code."""


@dataclass(slots=True)
class MailingReport:
    """What became of a mailing: keys of subscribers, never addresses."""

    sent: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    """Nothing was new for them."""
    missed: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The event (`refused`, `later`, `failed` or `unknown`) and the server's code."""

    def note(self, event: str, key: str, code: int) -> None:
        """Count an event; it replaces an earlier one of the same subscriber."""
        self.missed.pop(key, None)
        if event == "sent":
            self.sent.append(key)
        elif event == "none":
            self.none.append(key)
        else:
            self.missed[key] = event, code


class News(NamedTuple):
    """The papers of a new mailing."""

    papers: tuple[str, ...]
    old: tuple[str, ...]
    """Papers that no mailing will have."""


def news(
    digests: Mapping[str, Sequence[str]], date: str, ledgers: Iterable[Ledger], since: str = ""
) -> News:
    """Return the papers of digests up to `date` that no ledger has. `digests` has ids by date,
    oldest first. The first mailing has the newest digest alone, or those from `since` on: nobody
    who subscribes today wants last year's papers."""
    ledgers = list(ledgers)
    known = {paper for ledger in ledgers for paper in (*ledger.papers, *ledger.old)}
    days = [day for day in digests if day <= date]
    first = "" if ledgers else since or max(days, default="")
    found = dict.fromkeys(
        paper for day in days if day >= first for paper in digests[day] if paper not in known
    )
    old = dict.fromkeys(
        paper for day in days if day < first for paper in digests[day] if paper not in found
    )
    return News(tuple(found), tuple(old))


def newest(digests: Mapping[str, Sequence[str]], ledgers: Sequence[Ledger]) -> str:
    """Return the date of the next mailing: that of the newest digest or, if a mailing has that
    date, of the newest one with papers that no mailing has. So a digest with a wrong year does not
    end the mail. If there is none, the newest mailing goes on. `ledgers` are in their order."""
    known = {paper for ledger in ledgers for paper in (*ledger.papers, *ledger.old)}
    begun = {ledger.date for ledger in ledgers}
    last = max(digests)
    unsent = (day for day in digests if day not in begun and not known.issuperset(digests[day]))
    return max(unsent, default=ledgers[-1].date) if last in begun else last


def unanswered(
    ledgers: Iterable[Ledger], subscribers: Iterable[Subscriber], hasher: Hasher
) -> Iterator[Dispatch]:
    """Yield the messages that the server has not answered, as they were."""
    known = {hasher.key(each.address): each for each in subscribers}
    for ledger in ledgers:
        for key in [key for key in ledger.events if ledger.is_unanswered(key) and key in known]:
            yield Dispatch(known[key], key, ledger, ledger.sets[ledger.tried[key]])


def due(
    mailing: Ledger,
    ledgers: Sequence[Ledger],
    subscribers: Iterable[Subscriber],
    hasher: Hasher,
    topics_of: Callable[[str], Collection[str]],
) -> Iterator[Dispatch]:
    """Yield what the subscribers of a mailing are still to get, in the order of the list.
    `ledgers` are all mailings in their order, this one included; `topics_of` gives all topics of a
    paper. People who were not in the list when the mailing was begun wait for the next one, and
    those to whom a message is unanswered for the next time."""
    at = next(at for at, each in enumerate(ledgers) if each is mailing)
    for subscriber in subscribers:
        key = hasher.key(subscriber.address)
        is_over = any(each.is_settled(key) for each in ledgers[at:])
        is_unanswered = any(each.is_unanswered(key) for each in ledgers)
        if key not in mailing.events or is_over or is_unanswered:
            continue
        owed = _owed(key, ledgers[: at + 1])
        papers = dict.fromkeys(paper for ledger in owed for paper in ledger.papers)
        wanted = [
            each
            for each in papers
            if not subscriber.topics or not subscriber.topics.isdisjoint(topics_of(each))
        ]
        yield Dispatch(subscriber, key, mailing, tuple(wanted))


def _owed(key: str, ledgers: Sequence[Ledger]) -> list[Ledger]:
    """Return the mailings that did not reach a subscriber, oldest first. A message that did also
    had what was missed before it."""
    settled = max((at for at, each in enumerate(ledgers) if each.is_settled(key)), default=-1)
    return [each for each in ledgers[settled + 1 :] if key in each.events]


def is_owed(key: str, ledgers: Sequence[Ledger]) -> bool:
    """Return whether a subscriber waits for a message that the server has not refused."""
    owed = _owed(key, ledgers)
    return bool(owed) and owed[-1].events[key] != "refused"


def send(
    dispatches: Iterable[Dispatch],
    to_message: Callable[[Dispatch], bytes | None],
    mailer: Mailer,
    sender: str,
    report: MailingReport,
    *,
    waits: Sequence[float] = WAITS,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Send messages one after the other, and those that the server delays again after `waits`
    seconds; one without an answer, once. If there is none again, or if the repetition is delayed,
    the ledger keeps it unanswered for the next time. A subscriber's trouble does not stop the
    others. `to_message` returns None if nothing is left to say. Raise Unavailable if the server
    takes nothing, and OSError if a ledger cannot be written: then nothing more is sent."""
    waiting = list(dispatches)
    for wait in (0.0, *waits):
        if not waiting:
            break
        sleep(wait)
        delayed = []
        for dispatch in waiting:
            was_unanswered = dispatch.mailing.is_unanswered(dispatch.key)
            event, code = _try(dispatch, to_message, mailer, sender)
            report.note(event, dispatch.key, code)
            is_unknown, is_later = event == Answer.UNKNOWN.value, event == Answer.LATER.value
            if not (is_unknown or (is_later and was_unanswered)):
                dispatch.mailing.write(event, dispatch.key, code)
            if is_later or (is_unknown and not wait):
                delayed.append(dispatch)
        waiting = delayed


def _try(
    dispatch: Dispatch, to_message: Callable[[Dispatch], bytes | None], mailer: Mailer, sender: str
) -> tuple[str, int]:
    """Return the event of one message, and the server's code."""
    try:
        message = to_message(dispatch) if dispatch.papers else None
    except (ValueError, LookupError):  # this message cannot be written; the others can
        return "failed", 0
    if message is None:
        return "none", 0
    dispatch.mailing.write_try(dispatch.key, dispatch.papers)
    for _ in range(TRIES):
        answer, code = mailer.send(message, sender, dispatch.subscriber.address)
        if answer is not Answer.LATER or code:
            break
    return answer.value, 0 if answer is Answer.SENT else code
