"""A server that says a byte now and then holds nobody: every question has an end, headers included."""

from __future__ import annotations

import datetime
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from papershelf.importers.exchange import Patience
from papershelf.importers.fetch import Client, FetchError
from papershelf.online.links import visit
from papershelf.setup import doctor

HURRY = Patience(tries=1, seconds=0.3, wait=0.0)
OK = b"HTTP/1.1 200 OK\r\n"
#: Path → what is sent at once, and what follows byte by byte, again and again.
DRIPPING = {
    "/status": (b"", b"HTTP/1.1 200 OK"),
    "/header": (OK + b"X-Slow: ", b"x"),
    "/headers": (OK, b"X-A: b\r\n"),
    "/continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/body": (OK + b"Content-Length: 100000\r\n\r\n", b"x"),
    "/chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "/redirect": (b"HTTP/1.1 302 Found\r\nLocation: /headers\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", b""),
}  # fmt: skip


@pytest.fixture(scope="module")
def dripping() -> Iterator[str]:
    """The address of such a server; each connection has its thread."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def _serve(listening: socket.socket) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # the test is over
            return
        threading.Thread(target=_drip, args=(connection,), daemon=True).start()


def _drip(connection: socket.socket) -> None:
    with connection:
        try:
            path = connection.recv(4096).split()[1].decode()
            at_once, again = DRIPPING[path.split("?")[0]]
            connection.sendall(at_once)
            until = time.monotonic() + 20
            while again and time.monotonic() < until:
                for byte in again:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.02)
        except (OSError, IndexError, KeyError):  # the client has left
            return


@pytest.mark.parametrize("path", DRIPPING)
def test_imports_are_not_held(path: str, dripping: str) -> None:
    """In the status line, in one header, in headers without end, in what precedes an answer, in its
    body, behind a redirection."""
    begun = time.monotonic()
    with pytest.raises(FetchError, match="did not answer in time"):
        Client(patience=HURRY).get(dripping + path)
    assert time.monotonic() - begun < 10


@pytest.mark.slow
def test_links_are_not_held(dripping: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such addresses cannot be verified; after three of them the host is left for today."""
    monkeypatch.setattr(visit, "PATIENCE", HURRY)
    memory = visit.LinkMemory(None)
    visitor = visit.Visitor(memory=memory, today=datetime.date(2026, 11, 24), pause=0.0)
    slow = [path for path in DRIPPING if path not in ("/body", "/chunks")]
    begun = time.monotonic()
    found = dict(visitor.visit((dripping + path, False) for path in slow))
    assert time.monotonic() - begun < 15
    assert {(result.state, result.reason) for result in found.values()} == {
        (visit.LinkState.UNVERIFIABLE, "timed out")
    }


def test_doctor_is_not_held(dripping: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that there is no answer."""
    monkeypatch.setattr(doctor, "PATIENCE", HURRY)
    assert doctor._ask(f"{dripping}/headers", "") == (0, {})
