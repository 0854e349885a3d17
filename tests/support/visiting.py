"""A server that shows each behaviour of servers, and a visit to it."""

from __future__ import annotations

import datetime
import http.server
import threading

from papershelf.online.links import LinkMemory, Visitor
from support.misbehaving import Answer, redirect, send, status

DAY = datetime.date(2026, 11, 24)

Handler = http.server.BaseHTTPRequestHandler


def conditional(handler: Handler, _: int) -> None:
    """Knows its ETag."""
    if handler.headers.get("If-None-Match") == '"one"':
        send(handler, b"", 304)
    else:
        send(handler, b"body", ETag='"one"')


def no_head(handler: Handler, _: int) -> None:
    send(handler, b"body", 405 if handler.command == "HEAD" else 200)


def slow(handler: Handler, _: int) -> None:
    threading.Event().wait(2)
    send(handler, b"late")


def only_once(number: int, **headers: str) -> Answer:
    """Refuses the first question, answers the second."""
    return lambda handler, n: send(
        handler, b"", number if n == 1 else 200, **(headers if n == 1 else {})
    )


ANSWERS: dict[str, Answer] = {
    "/ok": status(200), "/no-head": no_head, "/etag": conditional, "/etag.pdf": conditional, "/gone": status(404), "/410": status(410),
    "/moved": redirect(301, "/ok"), "/moved-far": redirect(308, "/moved"), "/for-now": redirect(302, "/ok"),
    "/then": redirect(301, "/for-now"), "/circle": redirect(302, "/circle"), "/deep/page": redirect(301, "/"),
    "/lost": redirect(301, "/gone"), "/": status(200), "/401": status(401), "/403": status(403), "/500": status(500),
    "/429": status(429, Retry_After="3600"), "/slow": slow, "/doi/10.5555/known": redirect(302, "https://example.invalid/"),
    "/doi/10.5555/unknown": status(404), "/bare-429": status(429), "/busy": only_once(503, Retry_After="2"),
    "/hostile": redirect(301, "/ok?)%20<img src=x onerror=alert(1)>'\"`[@x]*:"), "/utf8": redirect(301, "/ok?\u00c3\u00a9"),
    "/tracked": redirect(301, "/ok?utm_source=old"), "/aged": redirect(302, "/ok?back=/aged"), "/aged-far": redirect(301, "/ok?back=/aged-far"),
    "/script": redirect(301, "javascript:alert(1)"), "/login": status(200), "/signed": redirect(301, "/login?next=/signed"),
    "/asked": redirect(302, "/consent/a"), "/consent/a": status(200), "/visit": redirect(301, "/ok;jsessionid=1A"), "/ok;jsessionid=1A": status(200),
    "/real.pdf": status(200, Content_Type="application/pdf"), "/sorry.PDF": status(200, Content_Type="text/html; charset=utf-8"),
    "/moved.pdf": redirect(301, "/sorry.PDF"), "/blob/a.pdf": status(200, Content_Type="text/html"),
    "/head.pdf": lambda handler, _: send(handler, b"", Content_Type="text/html" if handler.command == "HEAD" else "application/pdf"),
}  # fmt: skip


def visited(
    memory: LinkMemory, *urls: str, today: datetime.date = DAY, is_doi: bool = False
) -> dict[str, tuple[str, str]]:
    visitor = Visitor(memory=memory, today=today, pause=0.0, sleep=lambda seconds: None)
    found = dict(visitor.visit((url, is_doi) for url in urls))
    return {url: (found[url].state.value, found[url].moved_to or found[url].reason) for url in urls}
