"""Hand messages to an SMTP server, one at a time.

In: the server's address, `smtp://user:password@mail.example.org`, and messages. Out: the server's
answer for each. `smtp` means STARTTLS (RFC 3207), `smtps` TLS from the first byte (RFC 8314);
nothing is sent without either, except to this computer.
"""

from __future__ import annotations

import datetime
import smtplib
import ssl
import time
from enum import Enum
from types import TracebackType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

#: Seconds to wait for the server, at each step.
PATIENCE = 30.0
#: Attempts to connect again in a row, after which the mailing stops.
MOST_LOST = 3
_PORTS = {"smtp": 587, "smtps": 465}
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Server(NamedTuple):
    """Where mail is handed in."""

    host: str
    port: int
    is_tls: bool
    """Whether the connection begins with TLS; otherwise STARTTLS follows, except on this
    computer."""
    user: str = ""
    password: str = ""


def parse(url: str) -> Server:
    """Return the server of a URL; raise ValueError, which never quotes the password."""
    try:
        found = urlsplit(url)
        host, port = found.hostname or "", found.port
    except ValueError:
        raise ValueError("not an address such as smtp://user:password@mail.example.org") from None
    if found.scheme not in _PORTS or not host or found.path.strip("/") or found.query:
        raise ValueError("not an address such as smtp://user:password@mail.example.org")
    return Server(
        host=host,
        port=port or _PORTS[found.scheme],
        is_tls=found.scheme == "smtps",
        user=unquote(found.username or ""),
        password=unquote(found.password or ""),
    )


def sending_time() -> datetime.datetime:
    """Return the time at which a message is sent."""
    return datetime.datetime.now(datetime.UTC)


class Answer(Enum):
    """What became of a message."""

    SENT = "sent"
    REFUSED = "refused"
    """The server does not take it, now or later (5xx)."""
    LATER = "later"
    """The server may take it later (4xx), or the connection was lost."""


class Unavailable(Exception):
    """No message can be sent: the server cannot be reached, or it refuses the login or the
    sender."""


class Transport:
    """A connection to a server, made when it is needed and again after it was lost."""

    def __init__(self, server: Server, *, per_minute: float = 60, patience: float = PATIENCE):
        self.server = server
        self.pause = 60 / per_minute
        self.patience = patience
        self.connection: smtplib.SMTP | None = None
        self.next_at = 0.0
        self.has_connected = False
        self.lost = 0
        """Attempts to connect again in a row that failed."""

    def __enter__(self) -> Transport:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, message: bytes, sender: str, recipient: str) -> tuple[Answer, int]:
        """Return what became of a message, and the server's code; 0 if the connection was lost.
        Raise Unavailable."""
        wait = self.next_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.next_at = time.monotonic() + self.pause
        try:
            connection = self._connected()
        except Unavailable:
            self.lost += 1
            if not self.has_connected or self.lost > MOST_LOST:
                raise
            return Answer.LATER, 0
        try:
            connection.sendmail(sender, recipient, message)
        except smtplib.SMTPSenderRefused as error:
            # its disk is full, it is busy, or this message is too large: RFC 5321, section 4.2.3
            if error.smtp_code >= 500 and error.smtp_code != 552:
                raise Unavailable(f"the server refuses the sender ({_told(error)})") from None
            return self._answer(error.smtp_code)
        except smtplib.SMTPRecipientsRefused as error:
            (code, _), *_ = error.recipients.values()
            return self._answer(code)
        except smtplib.SMTPResponseException as error:
            return self._answer(error.smtp_code)
        except (smtplib.SMTPException, OSError):
            self._close()
            return Answer.LATER, 0
        self.lost = 0
        return Answer.SENT, 250

    def _answer(self, code: int) -> tuple[Answer, int]:
        if code not in range(400, 600):  # not an answer at all
            self._close()
            return Answer.LATER, 0
        if code == 421:  # it closes the connection: RFC 5321, section 3.8
            self._close()
        return (Answer.REFUSED if code >= 500 else Answer.LATER), code

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            self.connection = self._connect()
            self.has_connected = True
        return self.connection

    def _connect(self) -> smtplib.SMTP:
        server, secure, wait = self.server, ssl.create_default_context(), self.patience
        made: smtplib.SMTP
        try:
            if server.is_tls:
                made = smtplib.SMTP_SSL(server.host, server.port, context=secure, timeout=wait)
            else:
                made = smtplib.SMTP(server.host, server.port, timeout=wait)
        except smtplib.SMTPResponseException as error:  # its greeting
            raise Unavailable(f"the mail server refuses ({_told(error)})") from None
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            raise Unavailable(f"the mail server did not answer ({_told(error)})") from None
        try:
            made.ehlo_or_helo_if_needed()
            if not server.is_tls and server.host not in _LOCAL:
                made.starttls(context=secure)
                made.ehlo()
            if server.user:
                made.login(server.user, server.password)
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            made.close()
            raise Unavailable(f"the mail server refuses ({_told(error)})") from None
        return made

    def _close(self) -> None:
        connection, self.connection = self.connection, None
        if connection:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()


def _told(error: Exception) -> str:
    """Return a reason without what the server says, which may name an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        is_code = error.smtp_code in range(200, 600)
        return f"code {error.smtp_code}" if is_code else "its answer is not one of a mail server"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it does not offer STARTTLS or the login"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, UnicodeError):
        return "its name, the user or the password has characters that the server cannot read"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return type(error).__name__
