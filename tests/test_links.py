"""`papershelf links`, against a server on loopback that shows each behaviour of servers."""

from __future__ import annotations

import datetime
import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import entry, write
from importers.test_fetch import Answer, Misbehaving, send
from test_cli import run

from generator import catalogue
from generator.links import Memory, State, Visitor, find, visit

DAY = datetime.date(2026, 11, 24)
Handler = http.server.BaseHTTPRequestHandler


def redirect(status: int, target: str) -> Answer:
    return lambda handler, number: send(handler, b"", status, Location=target)


def status(number: int, **headers: str) -> Answer:
    return lambda handler, _: send(handler, b"", number, **headers)


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


ANSWERS: dict[str, Answer] = {
    "/ok": status(200), "/no-head": no_head, "/etag": conditional, "/gone": status(404), "/410": status(410),
    "/moved": redirect(301, "/ok"), "/moved-far": redirect(308, "/moved"), "/for-now": redirect(302, "/ok"),
    "/then": redirect(301, "/for-now"), "/circle": redirect(302, "/circle"), "/home": redirect(301, "/"),
    "/lost": redirect(301, "/gone"), "/": status(200), "/401": status(401), "/403": status(403), "/500": status(500),
    "/429": status(429, Retry_After="3600"), "/slow": slow, "/doi/10.5555/known": redirect(302, "https://example.invalid/"),
    "/doi/10.5555/unknown": status(404),
}  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Misbehaving]:
    monkeypatch.setattr(visit, "PAUSE", 0.0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Misbehaving(ANSWERS)
    monkeypatch.setenv("PAPERSHELF_REGISTRY", f"{made.url}/doi/")
    yield made
    made.close()


def visited(
    memory: Memory, *urls: str, today: datetime.date = DAY, is_doi: bool = False
) -> dict[str, tuple[str, str]]:
    visitor = Visitor(memory=memory, today=today, pause=0.0, sleep=lambda seconds: None)
    found = dict(visitor.visit((url, is_doi) for url in urls))
    return {url: (found[url].state.value, found[url].moved_to or found[url].reason) for url in urls}


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/ok", "ok", ""), ("/no-head", "ok", ""), ("/etag", "ok", ""), ("/for-now", "ok", ""),
        ("/gone", "failed", "404"), ("/410", "failed", "410"), ("/lost", "failed", "404"),
        ("/moved", "moved", "/ok"), ("/moved-far", "moved", "/ok"), ("/then", "moved", "/for-now"),
        ("/401", "unverifiable", "401"), ("/403", "unverifiable", "403"), ("/500", "unverifiable", "500"),
        ("/429", "unverifiable", "429"), ("/circle", "unverifiable", "it redirects in circles"),
        ("/home", "unverifiable", "it leads to a home page"), ("/slow", "unverifiable", "timed out"),
    ],
)  # fmt: skip
def test_states(
    path: str, state: str, detail: str, server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each behaviour has its state: only what is gone fails, only what moved for good has moved."""
    monkeypatch.setattr(visit, "TIMEOUT", (1.0, 0.3))
    url = server.url + path
    wanted = server.url + detail if detail.startswith("/") else detail
    assert visited(Memory(None), url) == {url: (state, wanted)}


def test_hosts_that_are_not_there() -> None:
    """No connection says nothing about a page; a name that does not exist does."""
    assert visited(Memory(None), "http://127.0.0.1:9/x")["http://127.0.0.1:9/x"] == (
        "unverifiable",
        "no connection",
    )


def test_dead_needs_two_days(server: Misbehaving) -> None:
    """Gone once is noted; gone again on another day is dead; well in between, it begins anew."""
    memory, url = Memory(None), f"{server.url}/gone"
    assert visited(memory, url)[url][0] == "failed"
    assert visited(memory, url)[url][0] == "failed", "the same day proves nothing"
    assert visited(memory, url, today=DAY + datetime.timedelta(1))[url][0] == "dead"
    memory.results[url].state, memory.results[url].failing_since = State.OK, ""
    assert visited(memory, url, today=DAY + datetime.timedelta(30))[url][0] == "failed"


def test_answers_are_remembered(server: Misbehaving, tmp_path: Path) -> None:
    """For a week nothing is asked; then conditionally. A memory that is broken is an empty one."""
    path, url = tmp_path / "links.json", f"{server.url}/etag"
    memory = Memory.read(path)
    visited(memory, url)
    memory.save()
    memory = Memory.read(path)
    visited(memory, url, today=DAY + datetime.timedelta(6))
    assert len(server.asked) == 1
    assert visited(memory, url, today=DAY + datetime.timedelta(7)) == {url: ("ok", "")}
    assert server.asked[-1][1]["If-None-Match"] == '"one"'
    assert memory.results[url].etag == '"one"'
    path.write_text("{broken")
    assert Memory.read(path).results == {}


def test_one_question_at_a_time_to_a_host(server: Misbehaving) -> None:
    """With a pause between two, and a name to complain to; 429 ends it for today."""
    slept: list[float] = []
    visitor = Visitor(memory=Memory(None), today=DAY, pause=1.5, sleep=slept.append)
    urls = [f"{server.url}/ok?{n}" for n in range(3)] + [f"{server.url}/429", f"{server.url}/ok"]
    results = dict(visitor.visit((url, False) for url in urls))
    assert slept == [1.5, 1.5, 1.5]
    assert results[urls[-1]].state is State.UNVERIFIABLE and results[urls[-1]].reason == "429"
    assert all(headers["User-Agent"].startswith("papershelf/") for _, headers in server.asked)


def test_hosts_are_asked_side_by_side() -> None:
    """A slow host holds nobody else up."""

    def wait(handler: Handler, _: int) -> None:
        time.sleep(0.3)
        send(handler, b"")

    servers = [Misbehaving({"/x": wait}) for _ in range(4)]
    begun = time.monotonic()
    visited(Memory(None), *(f"{server.url}/x" for server in servers))
    took = time.monotonic() - begun
    for server in servers:
        server.close()
    assert took < 1.0


def test_dois_are_asked_of_the_registry(server: Misbehaving) -> None:
    """That a publisher locks his door says nothing about the DOI."""
    url = f"{server.url}/doi/10.5555/known"
    assert visited(Memory(None), url, is_doi=True) == {url: ("ok", "")}
    url = f"{server.url}/doi/10.5555/unknown"
    assert visited(Memory(None), url, is_doi=True) == {url: ("failed", "404")}


def test_where_addresses_are_found(tmp_path: Path) -> None:
    """In every field that is one, in notes and pages; not in code, not with the sentence's dot."""
    text = entry(more="  urls: {pdf: https://a.example/x.pdf}\n  doi: 10.5555/known\n"
                      "  notes: See [it](https://b.example/y_(z)) and <https://c.example>.\n")  # fmt: skip
    page = "---\ntitle: https://not.example\n---\n\nhttps://d.example/p, `https://code.example`\n\n```\nhttps://code.example\n```\n"
    root = write(tmp_path, {"papers.yaml": text, "content/about.md": page})
    found = find(catalogue.read(root))
    assert [(link.place, link.url) for link in found] == [
        ("papers.yaml:6", "https://a.example/x.pdf"), ("papers.yaml:7", "https://doi.org/10.5555/known"),
        ("papers.yaml:8", "https://b.example/y_(z)"), ("papers.yaml:8", "https://c.example"),
        ("content/about.md:5", "https://d.example/p"),
    ]  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path, server: Misbehaving) -> Path:
    text = entry(more=f"  urls: {{pdf: {server.url}/moved, code: '{server.url}/gone'}}  # kept\n")
    page = f"# About\n\nSee [there]({server.url}/moved) and {server.url}/ok.\n"
    return write(tmp_path / "shelf", {"papers.yaml": text, "content/about.md": page})


def test_reports(shelf: Path, server: Misbehaving) -> None:
    """Text for people, JSON for programs, Markdown for a pull request; exit code 0."""
    done = run("-C", shelf, "links")
    assert (done.exit_code, done.output) == (0, (
        f"moved: {server.url}/moved → {server.url}/ok\n    papers.yaml:6\n    content/about.md:3\n"
        f"failed for the first time: {server.url}/gone (404)\n    papers.yaml:6\n"
        "3 addresses: 1 ok, 1 moved, 1 failed for the first time\n"
    ))  # fmt: skip
    counts = json.loads(run("-C", shelf, "links", "--format", "json").output)["counts"]
    assert counts == {"ok": 1, "moved": 1, "failed": 1, "dead": 0, "unverifiable": 0}
    markdown = run("-C", shelf, "links", "--format", "markdown").output
    assert (
        f"- `{server.url}/moved` → `{server.url}/ok`: `papers.yaml:6`, `content/about.md:3`"
        in markdown
    )


def test_fix(shelf: Path, server: Misbehaving) -> None:
    """What moved for good gets its new address; every other byte stays."""
    before = {name: (shelf / name).read_text() for name in ("papers.yaml", "content/about.md")}
    done = run("-C", shelf, "links", "--fix")
    assert done.exit_code == 0
    for name, text in before.items():
        assert (shelf / name).read_text() == text.replace(f"{server.url}/moved", f"{server.url}/ok")


def test_strict(shelf: Path, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only when it is told to, a dead link fails; and only one that is dead."""
    assert run("-C", shelf, "links", "--strict").exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795521600 + 86400))
    done = run("-C", shelf, "links", "--strict")
    assert done.exit_code == 1 and "(404, since 2026-11-24)" in done.output
    assert run("-C", shelf, "links").exit_code == 0
