"""The ledger of a mailing: what was sent, to whom, without an address.

In: events of sending. Out: `mail/<date>.log` in the collection, one event a line, written before
and after each message. It can be committed: a subscriber is a keyed hash (HMAC-SHA-256, RFC 2104)
that nobody can turn into an address without the secret.

Exactly once is impossible over SMTP: a server may take a message whose answer never arrives. A line
`try` without an answer means that. The message is sent again, with the same papers and the same
Message-ID.

    papershelf mailing 2026-11-30 number 2 key 5f0c…
    papers ada2024looms hopper2021ring
    old noether2022ideals
    to 9b1d…
    set 3fa2… ada2024looms
    try 9b1d… 3fa2…
    sent 9b1d…
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from papershelf.storage import bounds
from papershelf.storage.files import save

#: The folder of a collection that holds its ledgers.
FOLDER = "mail"
#: Events after which a subscriber needs no further message of a mailing.
SETTLED = ("sent", "none")
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)\.log", re.ASCII)
_HEAD = re.compile(
    r"papershelf mailing (\d{4}-\d\d-\d\d) number (\d{1,6}) key ([0-9a-f]{16})", re.ASCII
)
_KEY, _SET = r"[0-9a-f]{32}", r"[0-9a-f]{16}"
_LINE = re.compile(
    rf"(?P<word>papers|old)(?P<ids>(?: \S+)*)"
    rf"|set (?P<set>{_SET})(?P<members>(?: \S+)+)"
    rf"|try (?P<tried>{_KEY}) (?P<parcel>{_SET})"
    rf"|(?P<event>to|sent|none|failed|later|refused) (?P<key>{_KEY})(?: [45]\d\d)?",
    re.ASCII,
)


class Damaged(ValueError):
    """A ledger cannot be read; the message has file and line."""


class WrongSecret(ValueError):
    """A ledger was written with another secret, so it says nothing about these subscribers."""


class Hasher:
    """Names subscribers by keyed hashes. Each use has its own, so that a public one does not reveal
    another."""

    def __init__(self, secret: str) -> None:
        self.secret = secret.encode()
        self.check = self._digest("check", 16)
        """Tells ledgers of this secret from those of another."""

    def key(self, address: str) -> str:
        """Return the name of a subscriber in ledgers, 32 hex digits; upper and lower case are the
        same."""
        return self._digest(f"address {address.casefold()}", 32)

    def token(self, address: str) -> str:
        """Return what only the subscriber knows, for the address where they unsubscribe."""
        return self._digest(f"unsubscribe {address.casefold()}", 32)

    def message(self, mailing: str, address: str) -> str:
        """Return the first half of the Message-ID of a mailing to an address."""
        return self._digest(f"message {mailing} {address.casefold()}", 32)

    def _digest(self, text: str, length: int) -> str:
        return hmac.new(self.secret, text.encode(), hashlib.sha256).hexdigest()[:length]


@dataclass(slots=True)
class Ledger:
    """One mailing: the papers that no earlier one had, and what became of each subscriber."""

    date: str
    number: int
    """1 for the first mailing, and one more for each later one, whatever their dates."""
    path: Path
    papers: tuple[str, ...] = ()
    """Ids in their order."""
    old: tuple[str, ...] = ()
    """Ids in digests that were too old for the first mailing."""
    events: dict[str, str] = field(default_factory=dict)
    """The last event of each subscriber, by key; SETTLED ones stay."""
    sets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The papers of messages, by the hash of their ids."""
    tried: dict[str, str] = field(default_factory=dict)
    """The set of the last message to a subscriber, by key."""
    whole: int | None = None
    """Bytes of whole lines, if more may follow them."""

    @property
    def name(self) -> str:
        """Return the name of its messages, which no other mailing has."""
        return f"{self.date}.{self.number}"

    def is_settled(self, key: str) -> bool:
        """Return whether a subscriber got this mailing, or nothing in it was for them."""
        return self.events.get(key) in SETTLED

    def is_unanswered(self, key: str) -> bool:
        """Return whether the server has not answered the message to a subscriber."""
        return self.events.get(key) == "try"

    def write_try(self, key: str, papers: Sequence[str]) -> None:
        """Add that a message with these papers is about to be sent. Raise OSError."""
        digest = hashlib.sha256(" ".join(papers).encode()).hexdigest()[:16]
        lines = [f"try {key} {digest}"]
        if digest not in self.sets:
            lines.insert(0, f"set {digest} {' '.join(papers)}")
        self._add(lines)
        self.sets[digest] = tuple(papers)
        self.tried[key] = digest
        self.events[key] = "try"

    def write(self, event: str, key: str, code: int = 0) -> None:
        """Add an event, with the server's code. Raise OSError."""
        self._add([f"{event} {key} {code}" if code else f"{event} {key}"])
        self.events[key] = event

    def _add(self, lines: Sequence[str]) -> None:
        """Write lines; they are on the disk when this returns."""
        assert all(_LINE.fullmatch(line) for line in lines), lines
        with self.path.open("ab") as file:
            if self.whole is not None:
                file.truncate(self.whole)
                self.whole = None
            file.write("".join(f"{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())


def begin(root: Path, ledger: Ledger, hasher: Hasher, keys: Iterable[str]) -> None:
    """Write the ledger of a new mailing, with everyone who is to get it, before the first message.
    Raise OSError or Refused."""
    ledger.events = dict.fromkeys(keys, "to")
    lines = [f"papershelf mailing {ledger.date} number {ledger.number} key {hasher.check}"]
    lines += [" ".join(["papers", *ledger.papers])]
    if ledger.old:
        lines.append(" ".join(["old", *ledger.old]))
    lines += [f"to {key}" for key in ledger.events]
    save(ledger.path, "".join(f"{line}\n" for line in lines).encode(), root)


def read_all(root: Path, hasher: Hasher) -> list[Ledger]:
    """Return the ledgers of a collection in the order in which they were begun. Raise Damaged or
    WrongSecret."""
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    bounds.Folder(root).folder(FOLDER)
    names = sorted(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name))
    found = [_read(bounds.source(root, folder / name), hasher) for name in names]
    return sorted(found, key=lambda ledger: (ledger.number, ledger.date))


def _read(path: Path, hasher: Hasher) -> Ledger:
    where = f"{FOLDER}/{path.name}"
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    # git may have changed the ends of lines
    lines = [line.removesuffix("\r") for line in whole.decode("utf-8", "replace").split("\n")[:-1]]
    head = _HEAD.fullmatch(lines[0]) if lines else None
    if not head or f"{head[1]}.log" != path.name:
        raise Damaged(f"{where}:1: not the ledger of a mailing; restore the file from git")
    if head[3] != hasher.check:
        raise WrongSecret(
            f"{where}: the ledger was written with another secret, so it cannot be read;"
            " set PAPERSHELF_MAIL_SECRET to the secret of the last mailing"
        )
    # the process may have been ended in the middle of the last line
    ledger = Ledger(head[1], int(head[2]), path, whole=len(whole))
    for number, line in enumerate(lines[1:], start=2):
        found = _LINE.fullmatch(line)
        if not found:
            raise Damaged(f"{where}:{number}: not an event of a mailing; restore the file from git")
        _take(ledger, found)
    return ledger


def _take(ledger: Ledger, found: re.Match[str]) -> None:
    """Add what a line says. After a merge in git, lines of both sides follow each other."""
    if found["word"] == "papers":
        ledger.papers = tuple(dict.fromkeys((*ledger.papers, *found["ids"].split())))
    elif found["word"]:
        ledger.old = tuple(dict.fromkeys((*ledger.old, *found["ids"].split())))
    elif found["set"]:
        ledger.sets[found["set"]] = tuple(found["members"].split())
    else:
        key = found["tried"] or found["key"]
        if ledger.is_settled(key):
            return
        if found["tried"]:
            ledger.tried[key] = found["parcel"]
        ledger.events[key] = found["event"] or "try"
