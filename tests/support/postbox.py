"""A mail server on loopback that keeps what it takes, and fails as told."""

from __future__ import annotations

import asyncio
import email
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session


class Postbox:
    """Takes messages. `answers` has replies to an address, one for each try; the last one stays."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []
        """Address and message, in the order in which they came."""
        self.raw: list[bytes] = []
        self.answers: dict[str, list[str]] = {}
        self.of_sender: list[str] = []
        """Replies to the sender, one for each message; then it is accepted."""
        self.drops: Counter[str] = Counter()
        """How often the connection is cut for an address after its message was taken."""
        self.delay = 0.0
        self.lock = threading.Lock()

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.of_sender:
            return self.of_sender.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        replies = self.answers.get(address, [])
        reply = replies.pop(0) if len(replies) > 1 else replies[0] if replies else ""
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.delay)
        (address,) = envelope.rcpt_tos
        content = envelope.content
        assert isinstance(content, bytes)
        with self.lock:
            self.raw.append(content)
            message = email.message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            self.messages.append((address, message))
        if self.drops[address]:
            self.drops[address] -= 1
            server.transport.abort()
        return "250 OK"

    def ids(self) -> Counter[tuple[str, str]]:
        """How often each address got each Message-ID."""
        return Counter((address, message["Message-ID"]) for address, message in self.messages)


class _Controller(Controller):
    """At a port of the system's choice."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def served(
    box: Postbox,
    *,
    host: str = "127.0.0.1",
    secure: ssl.SSLContext | None = None,
    is_tls: bool = False,
    login: tuple[str, str] | None = None,
) -> Iterator[int]:
    """Serve a postbox; yield its port. `secure` offers STARTTLS, or TLS from the first byte."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        is_right = (data.login.decode(), data.password.decode()) == login
        return AuthResult(success=is_right, handled=False)

    options: dict[str, Any] = {"authenticator": check} if login else {}
    options["auth_require_tls"] = bool(secure and not is_tls)  # it does not know of TLS around it
    if secure and is_tls:
        options["ssl_context"] = secure
    elif secure:
        options |= {"tls_context": secure, "require_starttls": True}
    controller = _Controller(box, hostname=host, port=0, enable_SMTPUTF8=True, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
