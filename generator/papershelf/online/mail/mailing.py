"""One mailing, from the digests of a collection to the messages of its subscribers.

In: a Collection, its settings, subscribers, the ledgers in its folder. Out: dispatches, and the
bytes of each message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from papershelf.catalogue.model import Collection, Digest, Reading
from papershelf.online.mail import ledger, sending, transport
from papershelf.online.mail.ledger import Hasher, Ledger
from papershelf.online.mail.sending import Dispatch
from papershelf.online.mail.subscribers import Subscriber
from papershelf.outputs.mail.letter import LetterWriter, one_line, with_papers
from papershelf.outputs.mail.message import Sender, to_message, unsubscribe_urls
from papershelf.outputs.settings import Settings


@dataclass(frozen=True, slots=True)
class Mailing:
    """A mailing with all that its messages are made from."""

    ledger: Ledger
    is_new: bool
    """Whether nothing of it is on the disk yet."""
    ledgers: tuple[Ledger, ...]
    """All of them in their order, this one included."""
    people: tuple[Subscriber, ...]
    writer: LetterWriter
    hasher: Hasher
    sender: Sender

    @property
    def collection(self) -> Collection:
        """Return the collection that the papers belong to."""
        return self.writer.collection

    def unanswered(self) -> list[Dispatch]:
        """Return the messages that the server has not answered."""
        return list(sending.unanswered(self.ledgers, self.people, self.hasher))

    def due(self) -> list[Dispatch]:
        """Return the messages of this mailing that are due."""
        topics = _topics_of(self.collection)
        found = sending.due(
            self.ledger, self.ledgers, self.people, self.hasher, lambda each: topics.get(each, ())
        )
        return [dispatch._replace(papers=self._current(dispatch.papers)) for dispatch in found]

    def waiting(self) -> list[Dispatch]:
        """Return all messages that are to be sent now, if the first of them arrive: those that the
        server has not answered."""
        ledgers = [
            replace(each, events={
                key: "sent" if event == "try" else event for key, event in each.events.items()
            })
            for each in self.ledgers
        ]  # fmt: skip
        at = self.ledgers.index(self.ledger)
        then = replace(self, ledger=ledgers[at], ledgers=tuple(ledgers))
        return [*self.unanswered(), *(each for each in then.due() if each.papers)]

    def begin(self, root: Path) -> None:
        """Write the ledger of a new mailing. Raise OSError or Refused."""
        if self.is_new:
            ledger.begin(root, self.ledger, self.hasher, self.ledger.events)

    def digests(self, dispatch: Dispatch) -> list[Digest]:
        """Return the digests of a message with its papers, each once, oldest first, without empty
        ones. Papers that a curator has taken out of a digest since the mailing was begun follow the
        last one, so that everyone gets the same."""
        left = dict.fromkeys(self._current(dispatch.papers))
        listed = sorted(self.collection.digests.values(), key=lambda each: each.date)
        found = []
        for digest in listed:
            part = with_papers(digest, left)
            if part.readings:
                found.append(part)
            for reading in part.readings:
                del left[reading.id]  # papers that were merged may be in several digests
        if left and listed:
            last = found.pop() if found else with_papers(listed[-1], ())
            rest = tuple(Reading(id=each) for each in left)
            found.append(replace(last, readings=(*last.readings, *rest)))
        return found

    def to_message(self, dispatch: Dispatch) -> bytes | None:
        """Return a message; None if none of its papers is listed any more."""
        digests = self.digests(dispatch)
        if not digests:
            return None
        to = dispatch.subscriber
        urls = unsubscribe_urls(self.sender, to.address, self.hasher.token(to.address))
        letter = self.writer.letter(
            digests, language=to.language, topics=to.topics, unsubscribe=next(iter(urls), "")
        )
        name = self.hasher.message(dispatch.mailing.name, to.address)
        return to_message(
            letter,
            self.sender,
            to.address,
            message_id=f"{name}@{self.sender.domain}",
            date=transport.sending_time(),
            urls=urls,
        )

    def _current(self, papers: Sequence[str]) -> tuple[str, ...]:
        """Return the current ids of those papers that are listed."""
        found = (self.collection.by_id(each) for each in papers)
        return tuple(dict.fromkeys(paper.id for paper in found if paper and paper.is_listed))


def plan(
    root: Path,
    date: str,
    since: str,
    collection: Collection,
    settings: Settings,
    people: Sequence[Subscriber],
    hasher: Hasher,
) -> Mailing | None:
    """Return the mailing of a date: one that was begun, or a new one with the papers of digests up
    to that day. Without a date, it is that of the next mailing. None if nobody is to get anything.
    Raise Damaged or WrongSecret."""
    ledgers = [_renamed(each, collection) for each in ledger.read_all(root, hasher)]
    digests = sorted(collection.digests.values(), key=lambda each: each.date)
    ids = {str(each.date): list(_listed(each, collection)) for each in digests}
    date = date or sending.newest(ids, ledgers)
    begun = next((each for each in ledgers if each.date == date), None)
    found = begun
    if found is None:
        found = _new(root, date, since, ledgers, ids, people, hasher)
        if not found.events:
            return None
        ledgers.append(found)
    return Mailing(
        ledger=found,
        is_new=begun is None,
        ledgers=tuple(ledgers),
        people=tuple(people),
        writer=LetterWriter(collection, settings),
        hasher=hasher,
        sender=to_sender(settings),
    )


def _new(
    root: Path,
    date: str,
    since: str,
    ledgers: Sequence[Ledger],
    digests: Mapping[str, Sequence[str]],
    people: Sequence[Subscriber],
    hasher: Hasher,
) -> Ledger:
    """Return the ledger of a new mailing, without events if nobody is to get it. `digests` has the
    ids of listed papers by date, oldest first."""
    found = sending.news(digests, date, ledgers, since)
    keys = [hasher.key(each.address) for each in people]
    if not found.papers:  # only for those who wait for something older
        keys = [key for key in keys if sending.is_owed(key, ledgers)]
    return Ledger(
        date=date,
        number=max((each.number for each in ledgers), default=0) + 1,
        path=root / ledger.FOLDER / f"{date}.log",
        papers=found.papers,
        old=found.old,
        events=dict.fromkeys(keys, "to"),
    )


def to_sender(settings: Settings) -> Sender:
    """Return what every mail of a site says about its sender."""
    host = (settings.id_authority or urlsplit(settings.site_url).hostname or "").rpartition("@")[2]
    return Sender(
        name=one_line(settings.site_name),
        address=settings.mail.sender or f"digest@{host}",
        list_id=settings.mail.list_id or f"digest.{host}",
        reply_to=settings.mail.reply_to,
        unsubscribe=settings.mail.unsubscribe,
    )


def _renamed(ledger: Ledger, collection: Collection) -> Ledger:
    """Return a ledger with the current ids of its papers; those of removed ones stay."""

    def current(ids: Sequence[str]) -> tuple[str, ...]:
        found = ((each, collection.by_id(each)) for each in ids)
        return tuple(paper.id if paper else each for each, paper in found)

    return replace(ledger, papers=current(ledger.papers), old=current(ledger.old))


def _listed(digest: Digest, collection: Collection) -> Iterator[str]:
    return (each.id for each in digest.readings if each.id in collection.listed)


def _topics_of(collection: Collection) -> dict[str, set[str]]:
    """Return the topics of each listed paper, with those above them."""
    found: dict[str, set[str]] = {paper_id: set() for paper_id in collection.listed}
    for slug, term in collection.terms["topics"].items():
        for paper_id in term.ids:
            found[paper_id].add(slug)
    return found
