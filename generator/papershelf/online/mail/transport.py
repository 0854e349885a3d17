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
from contextlib import suppress
from enum import Enum
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Patience(NamedTuple):
    """Seconds to wait for the server. A message whose answer nobody waits for is sent again."""

    connecting: float = 30.0
    command: float = 300.0
    message: float = 600.0
    """Both as RFC 5321, section 4.5.3.2, asks for: a server may look for viruses and spam before
    it answers."""


USUAL = Patience()
#: Connections in a row that are lost, or not made again, before the mailing stops.
MOST_LOST = 3
_YES, _NO = range(200, 300), range(400, 600)
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
    """The server may take it later (4xx), or the connection was lost before the message."""
    UNKNOWN = "unknown"
    """The connection was lost before the server answered; it may have the message."""


class Unavailable(Exception):
    """No message can be sent: the server cannot be reached, it refuses the login or the sender, or
    the connection is lost again and again."""


class Transport:
    """A connection to a server, made when it is needed and again after it was lost."""

    def __init__(
        self, server: Server, *, per_minute: float = 60, patience: Patience = USUAL
    ) -> None:
        self.server = server
        self.pause = 60 / per_minute
        self.patience = patience
        self.connection: smtplib.SMTP | None = None
        self.next_at = 0.0
        self.has_connected = False
        self.lost = 0
        """Connections in a row that were lost, or not made again."""

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *error: object) -> None:
        if self.connection:
            _wait(self.connection, self.patience.connecting)
            with suppress(smtplib.SMTPException, OSError):
                self.connection.quit()
            self.connection.close()
            self.connection = None

    def send(self, message: bytes, sender: str, recipient: str) -> tuple[Answer, int]:
        """Return what became of a message, and the server's code; 0 if the connection was lost.
        Raise Unavailable."""
        wait = self.next_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.next_at = time.monotonic() + self.pause
        connection = self._connected()
        if connection is None:
            return Answer.LATER, 0
        lost = Answer.LATER
        try:
            code = _envelope(connection, sender, recipient, len(message))
            if code in _YES:
                lost = Answer.UNKNOWN
                _wait(connection, self.patience.message)
                code, _ = connection.data(message)
                _wait(connection, self.patience.command)
        except smtplib.SMTPDataError as error:  # it does not want the message, which is not sent
            code, lost = error.smtp_code if error.smtp_code in _NO else 0, Answer.LATER
        except (smtplib.SMTPException, OSError):
            code = 0
        return self._answer(connection, code, lost)

    def _answer(self, connection: smtplib.SMTP, code: int, lost: Answer) -> tuple[Answer, int]:
        """Return what a code means; `lost` is what a lost connection means."""
        if code not in (*_YES, *_NO):  # not an answer at all
            self._lose()
            return lost, 0
        self.lost = 0
        if code in _YES:
            return Answer.SENT, code
        if code == 421:  # it closes the connection: RFC 5321, section 3.8
            connection.close()
            self.connection = None
        else:
            with suppress(smtplib.SMTPException, OSError):
                connection.rset()
        return (Answer.REFUSED if code >= 500 else Answer.LATER), code

    def _connected(self) -> smtplib.SMTP | None:
        """Return the connection; None if it cannot be made again now."""
        if self.connection is None:
            try:
                self.connection = self._connect()
            except Unavailable as error:
                if not self.has_connected:
                    raise
                self._lose(error)
                return None
            self.has_connected = True
        return self.connection

    def _lose(self, error: Unavailable | None = None) -> None:
        """Count a lost connection. Raise Unavailable if there were too many in a row."""
        self.lost += 1
        connection, self.connection = self.connection, None
        if connection:
            connection.close()
        if self.lost > MOST_LOST:
            raise error or Unavailable("the connection to the mail server is lost again and again")

    def _connect(self) -> smtplib.SMTP:
        server, secure, wait = self.server, ssl.create_default_context(), self.patience.connecting
        made: smtplib.SMTP
        try:
            if server.is_tls:
                made = smtplib.SMTP_SSL(server.host, server.port, context=secure, timeout=wait)
            else:
                made = smtplib.SMTP(server.host, server.port, timeout=wait)
        except smtplib.SMTPResponseException as error:  # its greeting
            raise Unavailable(f"the mail server refuses ({_told(error)})") from None
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise Unavailable(f"the mail server did not answer ({_told(error)})") from None
        try:
            made.ehlo_or_helo_if_needed()
            if not server.is_tls and server.host not in _LOCAL:
                made.starttls(context=secure)
                made.ehlo()
            if server.user:
                made.login(server.user, server.password)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            made.close()
            raise Unavailable(f"the mail server refuses ({_told(error)})") from None
        _wait(made, self.patience.command)
        return made


def _envelope(connection: smtplib.SMTP, sender: str, recipient: str, size: int) -> int:
    """Return the server's answer to sender and recipient. Raise Unavailable if it refuses the
    sender."""
    code, _ = connection.mail(sender, [f"size={size}"] if connection.has_extn("size") else [])
    # 4xx: its disk is full, or it is busy; 552: this message is too large (RFC 5321, section 4.2.3)
    if code in _NO and code >= 500 and code != 552:
        raise Unavailable(f"the server refuses the sender (code {code})")
    return connection.rcpt(recipient)[0] if code in _YES else code


def _wait(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock:
        connection.sock.settimeout(seconds)


def _told(error: Exception) -> str:
    """Return a reason without what the server says, which may name an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        is_code = error.smtp_code in range(200, 600)
        return f"code {error.smtp_code}" if is_code else "its answer is not one of a mail server"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it does not offer STARTTLS or the login"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it closed the connection, or did not answer in time"
    if isinstance(error, smtplib.SMTPException):
        return "it offers no login with a password"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, UnicodeError):
        return "its name, the user or the password has characters that the server cannot read"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "its answer is not one of a mail server"
