"""The command `send`, which sends digests by mail."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click

from papershelf.catalogue.model import Collection, Digest
from papershelf.catalogue.report import nearest
from papershelf.cli.base import command, fail, guarded, main, today
from papershelf.online.mail import ledger, sending, subscribers, transport
from papershelf.online.mail.ledger import Hasher, Ledger
from papershelf.online.mail.sending import Dispatch
from papershelf.online.mail.subscribers import Subscriber
from papershelf.outputs.mail import plain
from papershelf.outputs.mail.letter import Writer, one_line, only
from papershelf.outputs.mail.message import Sender, fit, to_message, unsubscribe_urls
from papershelf.outputs.settings import Settings
from papershelf.plugin import read_site
from papershelf.problems import count, visible
from papershelf.storage import locks

#: Forms of a mail for `papershelf digest --mail`.
FORMS = ("eml", "html", "text")
#: Variables of the environment: a server with its password, a key, and addresses of people.
SERVER, SECRET, LIST = "PAPERSHELF_SMTP", "PAPERSHELF_MAIL_SECRET", "PAPERSHELF_SUBSCRIBERS"
_SHORTEST_SECRET = 16


@main.command("send")
@click.argument("date", required=False)
@click.option(
    "--subscribers", "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help=f"The list of subscribers, CSV or YAML; by default the text of {LIST}.",
)  # fmt: skip
@click.option(
    "--since", metavar="DATE", default="",
    help="With the first mailing, the oldest digest to send; the default is the newest alone.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Report what would be sent, without sending.")
@click.option(
    "--begin",
    is_flag=True,
    help="Only write mail/DATE.log, so that it can be pushed before the first message.",
)
@click.pass_obj
def send_command(
    root: Path, date: str | None, file: Path | None, since: str, dry_run: bool, begin: bool
) -> None:
    """Send the digest of DATE to its subscribers, by default the newest one.

    Each gets one message with the papers of their topics that earlier mailings did not bring them.
    mail/DATE.log records what was sent, without addresses; keep it in the repository.
    """
    collection, settings = guarded(lambda: read_site(root))
    days = [str(day) for day in sorted(collection.digests)]
    if not days:
        fail(f"there is no digest; {command('digest')} writes one", 2)
    date = date or days[-1]
    for day in filter(None, (date, since)):
        if day not in days:
            fail(f'there is no digest "{visible(day)}"; the newest is {days[-1]}', 2)
    _require(settings)
    hasher = Hasher(_secret())
    people = _subscribers(file, root, collection)
    if dry_run:
        mailing = _Mailing.plan(root, date, since, collection, settings, people, hasher)
        _preview(mailing)
        return
    server = None if begin else _server()
    with locks.hold(root):
        try:
            mailing = _Mailing.plan(root, date, since, collection, settings, people, hasher)
            if mailing.is_new and not mailing.log.papers:
                click.echo("nothing new: every paper of the digests was in an earlier mailing")
                return
            mailing = mailing.begun(root, hasher)
            if server is None:
                click.echo(f"mail/{date}.log: {count(len(mailing.dispatches), 'message')} to send")
                return
            with transport.Transport(server, per_minute=settings.mail.per_minute) as connection:
                report = sending.send(
                    mailing.dispatches, mailing.log, mailing.to_message, connection,
                    settings.mail.sender,
                )  # fmt: skip
        except transport.Unavailable as error:
            fail(f"{error}; run {command(f'send {date}')} again, nobody gets a paper twice", 1)
        except OSError as error:
            fail(f"mail/{date}.log: {error.strerror}; nothing more was sent", 1)
    click.echo(_summary(report))
    sys.exit(0 if report.is_complete else 1)


def show(root: Path, date: str, topic: str | None, form: str) -> None:
    """Print a digest, or its papers of a topic, as a mail in one of FORMS."""
    collection, settings = guarded(lambda: read_site(root))
    digest = next((each for each in collection.digests.values() if str(each.date) == date), None)
    if digest is None:
        fail(f"there is no digest {date}; {command('digest')} writes one", 2)
    if topic is not None and topic not in collection.topics:
        fail(f'unknown topic "{visible(topic)}"; {nearest(topic, collection.topics)}'.rstrip("; "))
    if not settings.site_url:
        fail("mkdocs.yml: set site_url, since mail links to the pages of the site", 2)
    ids = collection.terms["topics"][topic].ids if topic else collection.listed
    digest = only(digest, set(collection.listed).intersection(ids))
    if not digest.readings:
        click.echo("none of its papers is for this mail", err=True)
        return
    letter = Writer(collection, settings).letter([digest], topics=(topic,) if topic else ())
    match form:
        case "html":
            click.echo(fit(letter)[1], nl=False)
        case "text":
            click.echo(plain.to_text(fit(letter)[0]), nl=False)
        case _:
            sender = _sender(settings)
            name = f"{date}.{topic or 'all'}@{sender.address.rpartition('@')[2]}"
            now = datetime.datetime(*today().timetuple()[:3], tzinfo=datetime.UTC)
            data = to_message(letter, sender, sender.address, message_id=name, date=now)
            click.echo(data, nl=False)


class _Mailing(NamedTuple):
    """A mailing with all that its messages are made from."""

    log: Ledger
    is_new: bool
    dispatches: tuple[Dispatch, ...]
    people: tuple[Subscriber, ...]
    writer: Writer
    digests: tuple[Digest, ...]
    """Oldest first."""
    sender: Sender

    @classmethod
    def plan(
        cls,
        root: Path,
        date: str,
        since: str,
        collection: Collection,
        settings: Settings,
        people: tuple[Subscriber, ...],
        hasher: Hasher,
    ) -> _Mailing:
        """Return a mailing that was begun, or a new one of which nothing is on the disk yet."""
        try:
            logs = ledger.read_all(root, hasher)
        except (ledger.Damaged, ledger.WrongSecret) as error:
            fail(str(error), 2)
        logs = [_current(log, collection) for log in logs]
        begun = [log for log in logs if log.date == date]
        others = [log for log in logs if log.date != date]
        digests = tuple(sorted(collection.digests.values(), key=lambda each: each.date))
        if begun:
            (log,) = begun
        else:
            ids = {str(each.date): _listed(each, collection) for each in digests}
            papers = sending.papers_of(ids, date, others, since)
            log = Ledger(date, root / ledger.FOLDER / f"{date}.log", papers)
        topics = _topics_of(collection)
        dispatches = sending.due(log, others, people, hasher, lambda each: topics.get(each, ()))
        return cls(
            log=log,
            is_new=not begun,
            dispatches=tuple(dispatches),
            people=people,
            writer=Writer(collection, settings),
            digests=digests,
            sender=_sender(settings),
        )

    def begun(self, root: Path, hasher: Hasher) -> _Mailing:
        """Return the mailing with its ledger on the disk, where everyone is who gets it."""
        if not self.is_new:
            return self
        names = [hasher.name(each.address) for each in self.people]
        log = ledger.begin(root, self.log.date, hasher, self.log.papers, names)
        return self._replace(log=log, is_new=False)

    def issues(self, dispatch: Dispatch) -> list[Digest]:
        """Return the digests of a message with its papers, oldest first, without empty ones."""
        papers = dispatch.papers & self.writer.collection.listed.keys()
        found = [only(digest, papers) for digest in self.digests]
        return [digest for digest in found if digest.readings]

    def to_message(self, dispatch: Dispatch) -> bytes | None:
        """Return a message; None if no digest has its papers any more."""
        issues = self.issues(dispatch)
        if not issues:
            return None
        to = dispatch.subscriber
        urls = unsubscribe_urls(self.sender, to.address, dispatch.name)
        letter = self.writer.letter(
            issues, language=to.language, topics=to.topics, unsubscribe=next(iter(urls), "")
        )
        domain = self.sender.address.rpartition("@")[2]
        return to_message(
            letter,
            self.sender,
            to.address,
            message_id=f"{self.log.date}.{dispatch.name}@{domain}",
            date=transport.sending_time(),
            urls=urls,
        )


def _current(log: Ledger, collection: Collection) -> Ledger:
    """Return a ledger whose papers have their current ids; removed ones stay as they are."""
    found = ((each, collection.by_id(each)) for each in log.papers)
    log.papers = tuple(paper.id if paper else each for each, paper in found)
    return log


def _listed(digest: Digest, collection: Collection) -> Sequence[str]:
    return [each.id for each in digest.readings if each.id in collection.listed]


def _topics_of(collection: Collection) -> dict[str, set[str]]:
    """Return the topics of each listed paper, with those above them."""
    found: dict[str, set[str]] = {paper_id: set() for paper_id in collection.listed}
    for slug, term in collection.terms["topics"].items():
        for paper_id in term.ids:
            found[paper_id].add(slug)
    return found


def _require(settings: Settings) -> None:
    """Exit if the settings lack what every message says."""
    if not settings.mail.sender:
        fail("mkdocs.yml: plugin papershelf: set mail: sender: to the address of the sender", 2)
    if not settings.site_url:
        fail("mkdocs.yml: set site_url, since mail links to the pages of the site", 2)
    if not settings.mail.unsubscribe:
        fail(
            "mkdocs.yml: plugin papershelf: set mail: unsubscribe: to where readers unsubscribe,"
            " such as [mailto:leave@example.org?subject=unsubscribe]",
            2,
        )


def _sender(settings: Settings) -> Sender:
    authority = (settings.id_authority or urlsplit(settings.site_url).hostname or "").rpartition(
        "@"
    )[2]
    return Sender(
        name=one_line(settings.site_name),
        address=settings.mail.sender or f"digest@{authority}",
        list_id=settings.mail.list_id or f"digest.{authority}",
        reply_to=settings.mail.reply_to,
        unsubscribe=settings.mail.unsubscribe,
    )


def _secret() -> str:
    secret = os.environ.get(SECRET, "")
    if len(secret) < _SHORTEST_SECRET:
        fail(
            f"set {SECRET} to a secret of at least {_SHORTEST_SECRET} characters; the ledgers in"
            " mail/ have hashes that nobody can turn into addresses without it",
            2,
        )
    return secret


def _server() -> transport.Server:
    try:
        return transport.parse(os.environ.get(SERVER, ""))
    except ValueError as error:
        fail(f"set {SERVER} to the mail server: {error}", 2)


def _subscribers(file: Path | None, root: Path, collection: Collection) -> tuple[Subscriber, ...]:
    """Return the subscribers; exit with all mistakes of their list."""
    if file is None:
        name, text = LIST, os.environ.get(LIST, "")
        if not text.strip():
            fail(f"name the list of subscribers with --subscribers, or set {LIST}", 2)
    else:
        if file.resolve().is_relative_to(root.resolve()):
            fail(
                f"{file}: keep the subscribers outside of the collection's folder, so that nobody"
                " commits or publishes them",
                2,
            )
        try:
            name, text = file.name, file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            fail(f"{file}: {getattr(error, 'strerror', None) or 'not UTF-8'}", 2)
    slugs = {slug: slug for slug in collection.topics}
    former = {alias: topic.slug for topic in collection.topics.values() for alias in topic.aliases}
    try:
        return subscribers.parse(text, name, former | slugs)
    except subscribers.Invalid as error:
        click.echo(error, err=True)
        fail("nothing was sent", 2)


def _preview(mailing: _Mailing) -> None:
    full = [dispatch for dispatch in mailing.dispatches if mailing.to_message(dispatch)]
    click.echo(f"{count(len(mailing.log.papers), 'paper')}, {count(len(full), 'message')}")
    for dispatch in full:
        papers = sum(len(issue.readings) for issue in mailing.issues(dispatch))
        size = len(mailing.to_message(dispatch) or b"")
        click.echo(f"{dispatch.name}: {count(papers, 'paper')}, {size / 1000:.0f} KB")


def _summary(report: sending.Report) -> str:
    """Return what became of a mailing, with a line for each subscriber whom it did not reach."""
    lines = [f"{count(len(report.sent), 'message')} sent"]
    if report.none:
        lines[0] += f"; nothing new for {count(len(report.none), 'subscriber')}"
    for name, code in report.refused.items():
        lines.append(f"{name}: refused by the server ({code})")
    for name, code in report.later.items():
        why = f"delayed by the server ({code})" if code else "the connection was lost"
        lines.append(f"{name}: {why}")
    if not report.is_complete:
        lines.append("the next mailing also has what these subscribers miss")
    return "\n".join(lines)
