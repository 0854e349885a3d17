"""The commands that show and send the mail of a digest, against a real server."""

from __future__ import annotations

import email
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

import pytest

from papershelf.online.mail.ledger import Hasher
from support import killing
from support.command import run
from support.helpers import write
from support.mailing import SECRET, SHELF
from support.postbox import Postbox, served
from support.skipped import IS_SWEEP, unix

LIST = "address,topics,language\nada@example.org,,de\ngrace@example.org,weaving,\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "shelf", SHELF)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A server that the environment names, with subscribers and a secret."""
    box = Postbox()
    with served(box) as port:
        monkeypatch.setenv("PAPERSHELF_SMTP", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("PAPERSHELF_MAIL_SECRET", SECRET)
        monkeypatch.setenv("PAPERSHELF_SUBSCRIBERS", LIST)
        yield box


def test_a_digest_as_a_mail(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole message, or a part of it for a newsletter service, which adds its own way out."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")
    whole = run("-C", root, "digest", "--mail", "2026-11-30")
    message = email.message_from_bytes(whole.stdout_bytes, policy=default)
    assert (message["Subject"], message["From"]) == (
        "Papers of 2026-11-30, Inter Papers",
        "Inter Papers <digest@example.org>",
    )
    text = run("-C", root, "digest", "--mail", "2026-11-30", "--format", "text").stdout
    assert "Looms\n-----\n\n* Looms\n" in text and "* Rings" in text and "nsubscribe" not in text
    html = run("-C", root, "digest", "--mail", "2026-11-30", "--format", "html", "--topic", "looms")
    assert "/papers/ada2024looms/" in html.stdout and "hopper2023rings" not in html.stdout
    assert run("-C", root, "digest", "--mail", "2026-11-29").exit_code == 2


def test_each_gets_the_papers_of_their_topics(root: Path, box: Postbox) -> None:
    """In one message with a way to leave; the list of the collection names no address."""
    done = run("-C", root, "send")
    assert (done.exit_code, done.stdout) == (0, "2 messages sent\n"), done.output
    titles = [[name for name in ("Looms", "Rings") if f"* {name}" in str(message.get_body(("plain",)))]
              for _, message in box.messages]  # fmt: skip
    assert titles == [["Looms", "Rings"], ["Looms"]]
    (_, message), _ = box.messages
    name = Hasher(SECRET).key("ada@example.org")
    assert name not in message.as_string()  # the ledger is public
    made = Hasher(SECRET)
    assert (
        message["Message-ID"] == f"<{made.message('2026-11-30.1', 'ada@example.org')}@example.org>"
    )
    assert f"leave?key={made.token('ada@example.org')}" in message["List-Unsubscribe"]
    assert "27.04.2024" in message.get_body(("plain",)).get_content()
    assert "example.org" not in (root / "mail/2026-11-30.log").read_text()
    again = run("-C", root, "send")
    assert (again.exit_code, len(box.messages)) == (0, 2), again.output


def test_a_dry_run_sends_and_writes_nothing(root: Path, box: Postbox) -> None:
    """It says how many messages there would be, and how large."""
    done = run("-C", root, "send", "--dry-run", "--since", "2026-11-23")
    assert done.stdout.splitlines()[0] == "3 papers, 2 messages"
    assert "@" not in done.output
    assert not box.messages and not (root / "mail").exists()


def test_a_list_without_subscribers(
    root: Path, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody gets the papers, which are still new to the first one who subscribes."""
    monkeypatch.setenv("PAPERSHELF_SUBSCRIBERS", "address\n")
    done = run("-C", root, "send")
    assert (done.exit_code, done.stdout) == (0, "the list has no subscribers\n")
    assert not (root / "mail").exists()


def test_trouble_is_told_by_hashes(root: Path, box: Postbox) -> None:
    """The others get theirs; the exit code says that somebody did not."""
    box.answers["ada@example.org"] = ["550 no such mailbox ada@example.org"]
    done = run("-C", root, "send")
    name = Hasher(SECRET).key("ada@example.org")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "1 message sent",
        f"{name}: the server refused it (550)",
        "the next mailing also has what these subscribers miss",
    ]
    assert "@" not in done.output


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PAPERSHELF_MAIL_SECRET", "short", "set PAPERSHELF_MAIL_SECRET to a secret of at least 16"),
        ("PAPERSHELF_SMTP", "mail.example.org", "set PAPERSHELF_SMTP to the mail server: not an"),
        ("PAPERSHELF_SMTP", "smtp://127.0.0.1:1", "the mail server did not answer"),
        ("PAPERSHELF_SUBSCRIBERS", "", "name the list of subscribers with --subscribers, or set"),
        ("PAPERSHELF_SUBSCRIBERS", "address,topics\nx,\ny,", "SUBSCRIBERS:3: error: the address is not"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(
    root: Path, box: Postbox, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    """Before anything is sent."""
    monkeypatch.setenv(name, value)
    done = run("-C", root, "send")
    assert done.exit_code in (1, 2) and told in done.output, done.output
    assert not box.messages


def test_the_way_out_can_be_copied_from_the_hint(root: Path, box: Postbox) -> None:
    """A "?" ends a text in brackets, so the hint has quotes."""
    settings = re.sub(r"(unsubscribe: ).*", r"\1[]", SHELF["mkdocs.yml"])
    write(root, {"mkdocs.yml": settings})
    hint = re.search(r"such as (.*)", run("-C", root, "send").output)
    assert hint is not None
    write(root, {"mkdocs.yml": settings.replace("[]", hint[1])})
    assert run("-C", root, "send").exit_code == 0
    assert "<mailto:leave@example.org?" in box.messages[0][1]["List-Unsubscribe"]


@pytest.mark.parametrize("day", ["2026-11-29", "../x", "/tmp/x", "\x1b[2J"])
def test_a_day_without_a_digest_is_told(root: Path, box: Postbox, day: str) -> None:
    """Nothing is written, wherever it would lead."""
    write(root, {"x.log": "Mine\n"})
    done = run("-C", root, "send", day)
    assert done.exit_code == 2 and "there is no digest" in done.output and "\x1b" not in done.output
    assert (root / "x.log").read_text() == "Mine\n" and not (root / "mail").exists()


def test_subscribers_do_not_belong_into_the_collection(root: Path, box: Postbox) -> None:
    """Somebody would commit them."""
    (root / "people.csv").write_text(LIST)
    done = run("-C", root, "send", "--subscribers", root / "people.csv")
    assert done.exit_code == 2 and "outside of the repository" in done.output


def test_another_secret_sends_nothing(
    root: Path, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody would be new."""
    assert run("-C", root, "send").exit_code == 0
    monkeypatch.setenv("PAPERSHELF_MAIL_SECRET", "another secret of some length")
    done = run("-C", root, "send")
    assert done.exit_code == 2 and "another secret" in done.output and len(box.messages) == 2


@unix
@pytest.mark.slow
def test_a_killed_mailing_loses_nobody(
    root: Path, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed again and again, it goes on where it was, and each kill repeats one message
    at most, under the same Message-ID."""
    kills, number = (100, 200) if IS_SWEEP else (4, 60)
    people = [f"reader{each}@example.org" for each in range(number)]
    monkeypatch.setenv("PAPERSHELF_SUBSCRIBERS", "address\n" + "\n".join(people) + "\n")
    random_ = random.Random(3)
    killing.start("--version").join()
    killed = 0
    while True:
        # each run gets a share of the messages, so that the last kill comes before the last message
        wanted = len(box.messages) + random_.random() * number / kills * 1.2
        started = killing.start("-C", str(root), "send")
        while started.is_alive() and (len(box.messages) < wanted or killed == kills):
            time.sleep(0.002)
        started.kill()
        started.join(20)
        killed += started.exitcode == -signal.SIGKILL
        if started.exitcode == 0:
            break
    got = box.ids()
    assert {address for address, _ in got} == set(people)
    assert len(got) == number  # one Message-ID for each
    assert killed >= kills * 0.7
    repeats = Counter(times - 1 for times in got.values())
    assert sum(extra * times for extra, times in repeats.items()) <= killed
