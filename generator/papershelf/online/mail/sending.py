"""Send a mailing: one message for each subscriber, each paper of their topics once.

In: digests up to a date, subscribers, the ledgers of earlier mailings. Out: messages at a server,
and events in the ledger. A mailing has every paper of the digests that no earlier mailing had. A
subscriber also gets what earlier mailings could not deliver to them, in the same message.
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
#: So often a message is tried in a row if the connection is lost.
TRIES = 2


class Dispatch(NamedTuple):
    """A message that is due: the papers for one subscriber."""

    subscriber: Subscriber
    name: str
    """Keyed hash of the address."""
    papers: frozenset[str]


class Takes(Protocol):
    """What hands in messages, such as a Transport."""

    def send(self, message: bytes, sender: str, recipient: str) -> tuple[Answer, int]:
        """Return what became of the message, and the server's code."""


@dataclass(slots=True)
class Report:
    """What became of a mailing: hashes, never addresses."""

    sent: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    """Nothing was new for them."""
    refused: dict[str, int] = field(default_factory=dict)
    """The server's code by hash."""
    later: dict[str, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Return whether everybody has what is for them."""
        return not (self.refused or self.later)

    def note(self, event: str, name: str, code: int) -> None:
        """Count an event; it replaces an earlier delay of the same subscriber."""
        self.later.pop(name, None)
        match event:
            case "sent":
                self.sent.append(name)
            case "none":
                self.none.append(name)
            case "refused":
                self.refused[name] = code
            case _:
                self.later[name] = code


def papers_of(
    digests: Mapping[str, Sequence[str]], date: str, others: Iterable[Ledger], since: str = ""
) -> tuple[str, ...]:
    """Return the papers of a new mailing: those of digests up to `date` that no other mailing has.
    `digests` has ids by date, oldest first. The first mailing has the newest digest alone, or those
    from `since` on: nobody who subscribes today wants last year's papers."""
    others = list(others)
    before = {paper for ledger in others for paper in ledger.papers}
    days = [day for day in digests if day <= date]
    first = min((ledger.date for ledger in others), default=since or max(days, default=""))
    found = (paper for day in days if day >= first for paper in digests[day])
    return tuple(dict.fromkeys(paper for paper in found if paper not in before))


def due(
    mailing: Ledger,
    others: Iterable[Ledger],
    subscribers: Iterable[Subscriber],
    hasher: Hasher,
    topics_of: Callable[[str], Collection[str]],
) -> Iterator[Dispatch]:
    """Yield what each subscriber is still to get, in the order of the list; `topics_of` gives all
    topics of a paper. It has the papers of earlier mailings that did not reach the subscriber. A
    subscriber whom earlier mailings do not have gets the papers of this one alone."""
    others = sorted(others, key=lambda ledger: ledger.date, reverse=True)
    later = [ledger for ledger in others if ledger.date > mailing.date]
    earlier = [ledger for ledger in others if ledger.date < mailing.date]
    for subscriber in subscribers:
        name = hasher.name(subscriber.address)
        if any(ledger.is_settled(name) for ledger in (mailing, *later)):
            continue
        missed = _missed(name, earlier)
        papers = {paper for ledger in (mailing, *missed) for paper in ledger.papers}
        if subscriber.topics:
            papers = {each for each in papers if not subscriber.topics.isdisjoint(topics_of(each))}
        yield Dispatch(subscriber, name, frozenset(papers))


def _missed(name: str, earlier: Iterable[Ledger]) -> Iterator[Ledger]:
    """Yield the mailings that did not reach a subscriber, newest first. A message that did also had
    what was missed before it."""
    for ledger in earlier:
        if ledger.is_settled(name):
            return
        if name in ledger.events:
            yield ledger


def send(
    dispatches: Iterable[Dispatch],
    mailing: Ledger,
    to_message: Callable[[Dispatch], bytes | None],
    transport: Takes,
    sender: str,
    *,
    waits: Sequence[float] = WAITS,
    sleep: Callable[[float], None] = time.sleep,
) -> Report:
    """Send messages one after the other, and those that the server delays again after `waits`
    seconds. A subscriber's trouble does not stop the others. `to_message` returns None if nothing
    is left to say. Raise Unavailable if the server takes nothing, and OSError if the ledger cannot
    be written: then nothing more is sent."""
    report = Report()
    waiting = list(dispatches)
    for wait in (0.0, *waits):
        if not waiting:
            break
        sleep(wait)
        delayed = []
        for dispatch in waiting:
            event, code = _try(dispatch, mailing, to_message, transport, sender)
            mailing.write(event, dispatch.name, code or None)
            report.note(event, dispatch.name, code)
            if event == Answer.LATER.value:
                delayed.append(dispatch)
        waiting = delayed
    return report


def _try(
    dispatch: Dispatch,
    mailing: Ledger,
    to_message: Callable[[Dispatch], bytes | None],
    transport: Takes,
    sender: str,
) -> tuple[str, int]:
    """Return the event of one message, and the server's code."""
    message = to_message(dispatch) if dispatch.papers else None
    if message is None:
        return "none", 0
    mailing.write("try", dispatch.name)
    answer, code = transport.send(message, sender, dispatch.subscriber.address)
    for _ in range(TRIES - 1):
        if answer is not Answer.LATER or code:
            break
        answer, code = transport.send(message, sender, dispatch.subscriber.address)
    return answer.value, 0 if answer is Answer.SENT else code
