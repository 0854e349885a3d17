"""A server on loopback that misbehaves as servers do."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable

from support.helpers import Server

Answer = Callable[[http.server.BaseHTTPRequestHandler, int], None]


class Misbehaving:
    """A server whose answers are functions of the path and of how often it was asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        outer = self
        self.answers = answers
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.posted: list[bytes] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                number = sum(path == self.path for path, _ in outer.asked)
                outer.answers[self.path.split("?")[0]](self, number)

            do_HEAD = do_GET

            def do_POST(self) -> None:
                outer.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.do_GET()

            def log_message(self, *args: object) -> None:
                """No line for each request."""

        self.server = Server(Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


def send(
    handler: http.server.BaseHTTPRequestHandler,
    body: bytes,
    status: int = 200,
    length: int | None = None,
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


def redirect(status: int, target: str) -> Answer:
    return lambda handler, number: send(handler, b"", status, Location=target)


def status(number: int, **headers: str) -> Answer:
    return lambda handler, _: send(handler, b"", number, **headers)
