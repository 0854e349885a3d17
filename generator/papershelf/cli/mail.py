"""The command `send`, which sends digests by mail, and what `digest --mail` prints."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from papershelf.catalogue.model import Collection
from papershelf.cli.base import command, fail, guarded, main, require_topic, today
from papershelf.history import HistoryError, git
from papershelf.online.mail import ledger, mailing, sending, subscribers, transport
from papershelf.online.mail.ledger import Hasher
from papershelf.online.mail.mailing import Mailing
from papershelf.online.mail.subscribers import Subscriber
from papershelf.outputs.mail import plain
from papershelf.outputs.mail.letter import LetterWriter, with_papers
from papershelf.outputs.mail.message import fit, to_message
from papershelf.outputs.settings import Settings
from papershelf.plugin import read_site
from papershelf.problems import count, visible
from papershelf.storage import locks

#: Forms of a mail for `papershelf digest --mail`.
FORMS = ("eml", "html", "text")
#: Variables of the environment: a server with its password, a key, and addresses of people.
SERVER, SECRET, LIST = "PAPERSHELF_SMTP", "PAPERSHELF_MAIL_SECRET", "PAPERSHELF_SUBSCRIBERS"
_SHORTEST_SECRET = 16
#: What became of a message, in words.
_WORDS = {
    "refused": "the server refused it",
    "later": "the server delayed it",
    "failed": "the message cannot be written",
    "unknown": "the connection was lost, and the server may have the message",
}


@main.command("send")
@click.argument("date", required=False)
@click.option(
    "--subscribers", "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help=f"The list of subscribers, CSV or YAML; by default the text of {LIST}.",
)  # fmt: skip
@click.option(
    "--since", metavar="DATE", default="",
    help="For the first mailing, the oldest digest to include; by default, only the newest.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Report what would be sent, without sending.")
@click.option(
    "--begin", is_flag=True,
    help="Only write mail/DATE.log, so that it can be pushed before the first message.",
)  # fmt: skip
@click.pass_obj
def send_command(
    root: Path, date: str | None, file: Path | None, since: str, dry_run: bool, begin: bool
) -> None:
    """Send the digest of DATE to its subscribers, by default that of the next mailing.

    Each gets one message with the papers on their topics that were not in an earlier mailing.
    mail/DATE.log records what was sent, without addresses; keep it in the repository.
    """
    collection, settings = guarded(lambda: read_site(root))
    _require(settings)
    hasher = Hasher(_secret())
    people = _subscribers(file, root, collection)
    server = None if begin or dry_run else _server()
    with locks.hold(root):
        _require_days(filter(None, (date, since)), collection, root)
        try:
            found = mailing.plan(root, date or "", since, collection, settings, people, hasher)
        except (ledger.Damaged, ledger.WrongSecret) as error:
            fail(str(error), 2)
        if found is None:
            why = "every paper of the digests was in an earlier mailing"
            click.echo(f"nothing new: {why}" if people else "the list has no subscribers")
        elif dry_run:
            _preview(found)
        else:
            _send(found, root, server, settings.mail.per_minute)


def _send(found: Mailing, root: Path, server: transport.Server | None, per_minute: int) -> None:
    """Begin a mailing, and send it if there is a server."""
    name = f"mail/{found.ledger.path.name}"
    report = sending.MailingReport()
    why = ""
    try:
        found.begin(root)
        if server is None:
            click.echo(f"{name}: {count(len(found.waiting()), 'message')} to send")
            return
        address = found.sender.address
        with transport.Transport(server, per_minute=per_minute) as mailer:
            sending.send(found.unanswered(), found.to_message, mailer, address, report)
            sending.send(found.due(), found.to_message, mailer, address, report)
    except transport.Unavailable as error:
        why = f"{error}; {command('send')} goes on where this mailing stopped"
    except OSError as error:
        why = f"{name}: {error.strerror or error}; nothing more was sent"
    click.echo(_summary(report))
    if why:
        fail(why, 1)
    sys.exit(1 if report.missed else 0)


def show(root: Path, date: str, topic: str | None, form: str) -> None:
    """Print a digest, or its papers of a topic, as a mail in one of FORMS."""
    collection, settings = guarded(lambda: read_site(root))
    digest = next((each for each in collection.digests.values() if str(each.date) == date), None)
    if digest is None:
        fail(f"there is no digest {date}; {command('digest')} writes one", 2)
    if topic is not None:
        require_topic(topic, collection.topics)
    if not settings.site_url:
        fail("mkdocs.yml: set site_url, since mail links to the pages of the site", 2)
    ids = collection.terms["topics"][topic].ids if topic else collection.listed
    digest = with_papers(digest, set(collection.listed).intersection(ids))
    if not digest.readings:
        fail("this digest has no papers for such a mail", 1)
    letter = LetterWriter(collection, settings).letter([digest], topics=(topic,) if topic else ())
    match form:
        case "html":
            click.echo(fit(letter)[1], nl=False)
        case "text":
            click.echo(plain.to_text(fit(letter)[0]), nl=False)
        case _:
            sender = mailing.to_sender(settings)
            name = f"{date}.{topic or 'all'}@{sender.domain}"
            now = datetime.datetime(*today().timetuple()[:3], tzinfo=datetime.UTC)
            urls = tuple(url for url in sender.unsubscribe if "{" not in url)
            data = to_message(letter, sender, sender.address, message_id=name, date=now, urls=urls)
            click.echo(data, nl=False)


def _require_days(given: Iterable[str], collection: Collection, root: Path) -> None:
    """Exit if a day is not that of a digest or of a mailing that was begun, or without digests."""
    days = [str(day) for day in sorted(collection.digests)]
    if not days:
        fail(f"there is no digest; {command('digest')} writes one", 2)
    begun = {path.stem for path in (root / ledger.FOLDER).glob("????-??-??.log")}
    for day in given:
        if day not in days and day not in begun:
            fail(f'there is no digest "{visible(day)}"; the newest is {days[-1]}', 2)


def _require(settings: Settings) -> None:
    """Exit if the settings lack what every message says."""
    if not settings.mail.sender:
        fail("mkdocs.yml: plugin papershelf: set mail: sender: to the address of the sender", 2)
    if not settings.site_url:
        fail("mkdocs.yml: set site_url, since mail links to the pages of the site", 2)
    if not settings.mail.unsubscribe:
        fail(
            "mkdocs.yml: plugin papershelf: set mail: unsubscribe: to where readers unsubscribe,"
            ' such as ["mailto:leave@example.org?subject=unsubscribe"]',
            2,
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
        if any(file.resolve().is_relative_to(folder) for folder in _published(root)):
            fail(
                f"{file}: keep the subscribers outside of the repository, so that nobody commits"
                " or publishes them",
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


def _published(root: Path) -> list[Path]:
    """Return the folders whose files may be committed: the collection's, and its repository's."""
    try:
        top = git.line(root, "rev-parse", "--show-toplevel")
    except HistoryError:
        return [root.resolve()]
    return [root.resolve(), Path(top).resolve()]


def _preview(found: Mailing) -> None:
    messages = [(dispatch, found.to_message(dispatch)) for dispatch in found.waiting()]
    full = [(dispatch, message) for dispatch, message in messages if message]
    click.echo(f"{count(len(found.ledger.papers), 'paper')}, {count(len(full), 'message')}")
    for dispatch, message in full:
        papers = count(len(dispatch.papers), "paper")
        click.echo(f"{dispatch.key}: {papers}, {len(message) / 1000:.0f} KB")


def _summary(report: sending.MailingReport) -> str:
    """Return what became of a mailing, with a line for each subscriber whom it did not reach."""
    lines = [f"{count(len(report.sent), 'message')} sent"]
    if report.none:
        lines[0] += f"; nothing new for {count(len(report.none), 'subscriber')}"
    for key, (event, code) in report.missed.items():
        why = _WORDS[event] if code or event != "later" else "the connection was lost"
        lines.append(f"{key}: {why}" + (f" ({code})" if code else ""))
    if report.missed:
        lines.append("the next mailing also has what these subscribers miss")
    return "\n".join(lines)
