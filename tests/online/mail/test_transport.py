"""A real mail server on loopback: secure connections, logins, refusals, delays and lost lines."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from papershelf.online.mail.transport import (
    MOST_LOST,
    USUAL,
    Answer,
    Patience,
    Server,
    Transport,
    Unavailable,
    parse,
)
from support.postbox import Postbox, served
from support.skipped import unix

MESSAGE = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\nHello.\r\n"
#: A loopback address that counts as another computer, so that the connection must be secure.
ELSEWHERE = "127.0.0.2"


def send(
    server: Server, to: str = "b@example.org", patience: Patience = USUAL
) -> tuple[Answer, int]:
    with Transport(server, per_minute=60_000, patience=patience) as connection:
        return connection.send(MESSAGE, "a@example.org", to)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 587, False)),
        ("smtps://u%40x:p%3A%2Fw@mail.example.org", Server("mail.example.org", 465, True, "u@x", "p:/w")),
        ("smtp://127.0.0.1:2525/", Server("127.0.0.1", 2525, False)),
    ],
)  # fmt: skip
def test_addresses_of_servers(url: str, server: Server) -> None:
    """User and password are percent-encoded, as in any URL."""
    assert parse(url) == server


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://x.org", "smtp://", "smtp://u:secret@x.org:port", "smtp://x/y"]
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    """Without the password that they may have."""
    with pytest.raises(ValueError, match="not an address such as") as caught:
        parse(url)
    assert "secret" not in str(caught.value)


def test_a_message_arrives_as_it_was_given() -> None:
    """On this computer also without TLS."""
    box = Postbox()
    with served(box) as port:
        assert send(Server("127.0.0.1", port, False)) == (Answer.SENT, 250)
    assert box.raw == [MESSAGE]


@pytest.mark.parametrize(
    ("reply", "answer", "code"),
    [
        ("550 no such mailbox", Answer.REFUSED, 550),
        ("451 greylisted", Answer.LATER, 451),
        ("452 disk full", Answer.LATER, 452),
        ("421 shutting down", Answer.LATER, 421),
    ],
)
def test_a_refusal_or_delay_concerns_one_message(reply: str, answer: Answer, code: int) -> None:
    """The next one goes through, on a new connection where the server closes the old one."""
    box = Postbox()
    box.answers["b@example.org"] = [reply]
    with served(box) as port, Transport(Server("127.0.0.1", port, False), per_minute=1e5) as line:
        assert line.send(MESSAGE, "a@example.org", "b@example.org") == (answer, code)
        assert line.send(MESSAGE, "a@example.org", "c@example.org") == (Answer.SENT, 250)
    assert [address for address, _ in box.messages] == ["c@example.org"]


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("452 disk full", (Answer.LATER, 452)),
        ("421 too many messages", (Answer.LATER, 421)),
        ("552 too large", (Answer.REFUSED, 552)),
        ("what?", (Answer.LATER, 0)),
    ],
)
def test_trouble_with_one_message_is_not_that_of_the_next(
    reply: str, answer: tuple[Answer, int]
) -> None:
    """Even if the server says it of the sender: it may be full, busy, or find this message too large."""
    box = Postbox()
    box.of_sender = [reply]
    with served(box) as port, Transport(Server("127.0.0.1", port, False), per_minute=1e5) as line:
        assert line.send(MESSAGE, "a@example.org", "b@example.org") == answer
        assert line.send(MESSAGE, "a@example.org", "c@example.org") == (Answer.SENT, 250)


def test_an_answer_to_an_earlier_command_is_none_to_the_message() -> None:
    """A server that says "250" twice has not taken the message that it then does not ask for."""
    box = Postbox()
    box.answers["b@example.org"] = ["250 OK\r\n250 OK"]
    with served(box) as port, Transport(Server("127.0.0.1", port, False), per_minute=1e5) as line:
        assert line.send(MESSAGE, "a@example.org", "b@example.org") == (Answer.LATER, 0)
        assert line.send(MESSAGE, "a@example.org", "c@example.org") == (Answer.SENT, 250)
    assert [address for address, _ in box.messages] == ["c@example.org"]


def test_a_refused_sender_stops_the_mailing() -> None:
    """No subscriber is to blame, and every further message would be refused."""
    box = Postbox()
    box.of_sender = ["550 not from here"]
    with served(box) as port, pytest.raises(Unavailable, match=r"refuses the sender \(code 550\)"):
        send(Server("127.0.0.1", port, False))


def test_a_server_that_goes_away_stops_the_mailing_after_some_attempts() -> None:
    """It may only restart."""
    box = Postbox()
    with served(box) as port, Transport(Server("127.0.0.1", port, False), per_minute=1e5) as line:
        assert line.send(MESSAGE, "a@example.org", "b@example.org") == (Answer.SENT, 250)
        line.__exit__(None, None, None)
        line.server = Server("127.0.0.1", 1, False)
        for _ in range(MOST_LOST):
            assert line.send(MESSAGE, "a@example.org", "b@example.org") == (Answer.LATER, 0)
        with pytest.raises(Unavailable):
            line.send(MESSAGE, "a@example.org", "b@example.org")


def test_a_lost_connection_is_made_again() -> None:
    """Nobody knows whether the server keeps the message, so it may be sent again."""
    box = Postbox()
    box.drops["b@example.org"] = 1
    with served(box) as port, Transport(Server("127.0.0.1", port, False), per_minute=1e5) as line:
        assert line.send(MESSAGE, "a@example.org", "b@example.org") == (Answer.UNKNOWN, 0)
        assert line.send(MESSAGE, "a@example.org", "b@example.org") == (Answer.SENT, 250)


def test_a_server_that_always_drops_the_line_stops_the_mailing() -> None:
    """It may have every message, so the others are not tried: a few people get a copy, not all."""
    box = Postbox()
    box.drops["b@example.org"] = 100
    with served(box) as port, Transport(Server("127.0.0.1", port, False), per_minute=1e5) as line:
        for _ in range(MOST_LOST):
            assert line.send(MESSAGE, "a@example.org", "b@example.org") == (Answer.UNKNOWN, 0)
        with pytest.raises(Unavailable, match="is lost again and again"):
            line.send(MESSAGE, "a@example.org", "b@example.org")


def test_a_server_that_does_not_answer_ends_the_wait() -> None:
    """After the time-out, the message may go out later."""
    box = Postbox()
    box.delay = 1
    with served(box) as port:
        patience = Patience(0.2, 0.2, 0.2)
        assert send(Server("127.0.0.1", port, False), patience=patience) == (Answer.UNKNOWN, 0)


def test_a_server_may_look_at_a_message_for_longer() -> None:
    """Otherwise the reader gets what it took, and a copy for each attempt."""
    box = Postbox()
    box.delay = 0.4
    with served(box) as port:
        patience = Patience(command=0.2)
        assert send(Server("127.0.0.1", port, False), patience=patience) == (Answer.SENT, 250)
    assert len(box.raw) == 1


def test_no_server_is_told() -> None:
    """Nothing listens there: no subscriber is to blame."""
    with pytest.raises(Unavailable, match="the mail server did not answer"):
        send(Server("127.0.0.1", 1, False))


@pytest.mark.parametrize(
    ("greeting", "why"),
    [
        ("554 not for you", r"refuses \(code 554\)"),
        ("HTTP/1.1 400 Bad Request", r"refuses \(its answer is not one of a mail server\)"),
    ],
)
def test_a_server_may_refuse_at_once(greeting: str, why: str) -> None:
    """It is no mail server, or not one for us."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            with server.accept()[0] as connection:
                connection.sendall(f"{greeting}\r\n".encode())

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(Unavailable, match=why):
            send(Server("127.0.0.1", server.getsockname()[1], False))


@pytest.mark.parametrize(
    ("offer", "answer", "why"),
    [
        ("XOAUTH2", "", "it offers no login with a password"),
        ("CRAM-MD5", "334 ?not Base64?", "its answer is not one of a mail server"),
        ("PLAIN", "", "it closed the connection, or did not answer in time"),
        ("PLAIN", "454 try again", "code 454"),
    ],
)
def test_trouble_with_the_login_has_a_reason(offer: str, answer: str, why: str) -> None:
    """In words, and never with the password."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            with server.accept()[0] as connection, connection.makefile("rwb", 0) as line:
                for words in ("220 hello", f"250-mail\r\n250 AUTH {offer}", answer):
                    if words:
                        line.write(f"{words}\r\n".encode())
                        line.readline()

        threading.Thread(target=speak, daemon=True).start()
        with pytest.raises(
            Unavailable, match=r"the mail server refuses \(" + re.escape(why)
        ) as told:
            send(Server("127.0.0.1", server.getsockname()[1], False, "ada", "secret"))
    assert "secret" not in str(told.value)


def test_messages_are_not_sent_faster_than_allowed() -> None:
    """The first one at once, the next one after its share of the minute."""
    box = Postbox()
    with served(box) as port, Transport(Server("127.0.0.1", port, False), per_minute=600) as line:
        begun = time.monotonic()
        for _ in range(3):
            line.send(MESSAGE, "a@example.org", "b@example.org")
        assert time.monotonic() - begun >= 0.2


# --- secure connections ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if not shutil.which("openssl"):
        pytest.skip("openssl is missing: apt-get install openssl")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=mail", "-addext", f"subjectAltName=IP:{ELSEWHERE}",
            "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    yield folder


@pytest.fixture
def secure(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The server's side; this process trusts the certificate, as one from the system's list."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


@unix
@pytest.mark.parametrize("is_tls", [False, True])
def test_tls_and_login(secure: ssl.SSLContext, is_tls: bool) -> None:
    """STARTTLS, and TLS from the first byte; a wrong password is not the subscriber's fault."""
    box = Postbox()
    with served(box, host=ELSEWHERE, secure=secure, is_tls=is_tls, login=("ada", "p:w")) as port:
        assert send(Server(ELSEWHERE, port, is_tls, "ada", "p:w")) == (Answer.SENT, 250)
        with pytest.raises(Unavailable, match=r"the mail server refuses \(code 535\)") as caught:
            send(Server(ELSEWHERE, port, is_tls, "ada", "wrong"))
    assert "wrong" not in str(caught.value)
    assert box.raw == [MESSAGE]


@unix
def test_nothing_is_sent_without_tls() -> None:
    """Except on this computer: neither the password nor the addresses leave it as plain text."""
    box = Postbox()
    with served(box, host=ELSEWHERE) as port, pytest.raises(Unavailable, match="STARTTLS"):
        send(Server(ELSEWHERE, port, False, "ada", "secret"))
    assert box.raw == []


@unix
def test_an_unknown_certificate_is_refused(
    secure: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name: it may be the server's mistake or somebody in between."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        served(Postbox(), host=ELSEWHERE, secure=secure) as port,
        pytest.raises(Unavailable, match="its certificate is not valid: self-signed"),
    ):
        send(Server(ELSEWHERE, port, False))
