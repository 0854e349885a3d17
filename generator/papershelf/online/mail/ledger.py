"""The ledger of a mailing: what was sent, to whom, without an address.

In: events of sending. Out: `mail/<date>.log` in the collection, one event a line, written before
and after each message. It can be committed: a subscriber is a keyed hash (HMAC-SHA-256, RFC 2104)
that nobody can turn into an address without the secret.

Exactly once is impossible over SMTP: a server may take a message whose answer never arrives. A line
`try` without a result means that. The message is sent again, under the same Message-ID.

    papershelf mailing 2026-11-30 key 5f0c…
    papers ada2024looms hopper2021ring
    to 9b1d…
    try 9b1d…
    sent 9b1d…
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from papershelf.storage import bounds
from papershelf.storage.files import save

#: The folder of a collection that holds its ledgers.
FOLDER = "mail"
#: Results that need no further message, and those that do.
SETTLED = ("sent", "none")
OPEN = ("try", "later", "refused")
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)\.log", re.ASCII)
_HEAD = re.compile(r"papershelf mailing (\d{4}-\d\d-\d\d) key ([0-9a-f]{16})", re.ASCII)
_EVENT = re.compile(r"(to|try|sent|none|later|refused) ([0-9a-f]{32})(?: (\d{3}))?", re.ASCII)


class Damaged(ValueError):
    """A ledger cannot be read; the message has file and line."""


class WrongSecret(ValueError):
    """A ledger was written with another secret, so it says nothing about these subscribers."""


class Hasher:
    """Names subscribers by keyed hashes."""

    def __init__(self, secret: str) -> None:
        self.secret = secret.encode()
        self.check = self._digest("check", 16)
        """Tells ledgers of this secret from those of another."""

    def name(self, address: str) -> str:
        """Return the hash of an address, 32 hex digits; upper and lower case are the same."""
        return self._digest(f"address {address.casefold()}", 32)

    def _digest(self, text: str, length: int) -> str:
        return hmac.new(self.secret, text.encode(), hashlib.sha256).hexdigest()[:length]


@dataclass(slots=True)
class Ledger:
    """One mailing: the papers in it, and the last event of each subscriber."""

    date: str
    path: Path
    papers: tuple[str, ...] = ()
    """Ids of all papers of this mailing, in their order."""
    events: dict[str, str] = field(default_factory=dict)
    """The last event of each subscriber, by hash: `to`, or one of SETTLED or OPEN."""
    whole: int | None = None
    """Bytes of whole lines, if more may follow them."""

    def is_settled(self, name: str) -> bool:
        """Return whether a subscriber got this mailing, or nothing in it was for them."""
        return self.events.get(name) in SETTLED

    def write(self, event: str, name: str, code: int | None = None) -> None:
        """Add an event; it is on the disk when this returns. Raise OSError."""
        line = f"{event} {name}\n" if code is None else f"{event} {name} {code}\n"
        with self.path.open("ab", buffering=0) as file:
            if self.whole is not None:
                file.truncate(self.whole)
                self.whole = None
            file.write(line.encode())
            os.fsync(file.fileno())
        self.events[name] = event


def begin(
    root: Path, date: str, hasher: Hasher, papers: Iterable[str], names: Iterable[str]
) -> Ledger:
    """Write the ledger of a new mailing, with everyone who is to get it, before the first message.
    Raise OSError or Refused."""
    ledger = Ledger(date, root / FOLDER / f"{date}.log", tuple(papers), dict.fromkeys(names, "to"))
    lines = [f"papershelf mailing {date} key {hasher.check}", " ".join(["papers", *ledger.papers])]
    lines += [f"to {name}" for name in ledger.events]
    save(ledger.path, "".join(f"{line}\n" for line in lines).encode(), root)
    return ledger


def read_all(root: Path, hasher: Hasher) -> list[Ledger]:
    """Return the ledgers of a collection, oldest first. Raise Damaged or WrongSecret."""
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    bounds.Folder(root).folder(FOLDER)
    names = sorted(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name))
    return [_read(bounds.source(root, folder / name), hasher) for name in names]


def _read(path: Path, hasher: Hasher) -> Ledger:
    where = f"{FOLDER}/{path.name}"
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    lines = whole.decode("utf-8", "replace").split("\n")[:-1]
    head = _HEAD.fullmatch(lines[0]) if lines else None
    if not head or f"{head[1]}.log" != path.name:
        raise Damaged(f"{where}:1: not the ledger of a mailing; restore the file from git")
    if head[2] != hasher.check:
        raise WrongSecret(
            f"{where}: the ledger was written with another secret, so it cannot be read;"
            " set PAPERSHELF_MAIL_SECRET to the secret of the last mailing"
        )
    word, *papers = lines[1].split(" ") if len(lines) > 1 else [""]
    if word != "papers":
        raise Damaged(f"{where}:2: expected the papers of the mailing; restore the file from git")
    # the process may have been ended in the middle of the last line
    ledger = Ledger(head[1], path, tuple(papers), whole=len(whole))
    for number, line in enumerate(lines[2:], start=3):
        found = _EVENT.fullmatch(line)
        if not found:
            raise Damaged(f"{where}:{number}: not an event of a mailing; restore the file from git")
        ledger.events[found[2]] = found[1]
    return ledger
