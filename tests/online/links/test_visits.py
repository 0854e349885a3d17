"""Visits to addresses, at a server on loopback that shows each behaviour of servers."""

from __future__ import annotations

import datetime
import socket
import threading
import time
from pathlib import Path

import pytest

from papershelf.importers import exchange
from papershelf.importers.exchange import USER_AGENT
from papershelf.online.links import LinkMemory, LinkState, Visitor, visit
from support.misbehaving import Misbehaving, redirect, send, status
from support.visiting import ANSWERS, DAY, Handler, visited


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/ok", "ok", ""), ("/no-head", "ok", ""), ("/etag", "ok", ""), ("/for-now", "ok", ""),
        ("/gone", "failed", "404"), ("/410", "failed", "410"), ("/lost", "failed", "404"),
        ("/moved", "moved", "/ok"), ("/moved-far", "moved", "/ok"), ("/then", "moved", "/for-now"),
        ("/401", "unverifiable", "401"), ("/403", "unverifiable", "403"), ("/500", "unverifiable", "500"),
        ("/signed", "unverifiable", "redirects to a login page"), ("/asked", "unverifiable", "redirects to a consent page"),
        ("/visit", "unverifiable", "redirects to a session address"), ("/429", "unverifiable", "429"), ("/circle", "unverifiable", "redirects in a loop"),
        ("/tracked", "moved", "/ok"), ("/aged", "ok", ""), ("/aged-far", "unverifiable", "redirects to a page about the old address"),
        ("/deep/page", "unverifiable", "redirects to a home page"), ("/slow", "unverifiable", "timed out"),
        ("/real.pdf", "ok", ""), ("/sorry.PDF?a=1", "unverifiable", "a web page instead of a PDF"),
        ("/moved.pdf", "unverifiable", "a web page instead of a PDF"), ("/blob/a.pdf", "ok", ""), ("/head.pdf", "ok", ""),
    ],
)  # fmt: skip
def test_states(
    path: str, state: str, detail: str, server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each behaviour has its state: only what is gone fails, only what moved for good has moved."""
    monkeypatch.setattr(exchange, "TIMEOUT", (1.0, 0.3))
    url = server.url + path
    wanted = server.url + detail if detail.startswith("/") else detail
    assert visited(LinkMemory(None), url) == {url: (state, wanted)}


def test_hosts_that_are_not_there() -> None:
    """No connection says nothing about a page; a name that does not exist does."""
    assert visited(LinkMemory(None), "http://127.0.0.1:9/x")["http://127.0.0.1:9/x"] == (
        "unverifiable",
        "no connection",
    )


def test_what_is_no_address_cannot_be_verified() -> None:
    """On the first day, and when its result is known."""
    memory, url = LinkMemory(None), "http://[::1/x"
    for day in (DAY, DAY + datetime.timedelta(1)):
        assert visited(memory, url, today=day)[url][0] == "unverifiable"


def test_dead_needs_two_days(server: Misbehaving) -> None:
    """One failure is noted, another on a later day means dead; a success in between restarts the count."""
    memory, url = LinkMemory(None), f"{server.url}/gone"
    assert visited(memory, url)[url][0] == "failed"
    assert visited(memory, url)[url][0] == "failed", "the same day proves nothing"
    assert visited(memory, url, today=DAY + datetime.timedelta(1))[url][0] == "dead"
    memory.results[url].state, memory.results[url].failing_since = LinkState.OK, ""
    assert visited(memory, url, today=DAY + datetime.timedelta(30))[url][0] == "failed"


def test_answers_are_remembered(
    server: Misbehaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a week nothing is asked; then conditionally. A memory that is broken is an empty one."""
    monkeypatch.setenv("PAPERSHELF_MAILTO", "ada@example.org")
    path, url = tmp_path / "links.json", f"{server.url}/etag"
    memory = LinkMemory.read(path)
    visited(memory, url)
    memory.save()
    memory = LinkMemory.read(path)
    visited(memory, url, today=DAY + datetime.timedelta(6))
    assert len(server.asked) == 1
    assert server.asked[0][1]["User-Agent"] == USER_AGENT  # without anybody's address
    assert visited(memory, url, today=DAY + datetime.timedelta(7)) == {url: ("ok", "")}
    assert server.asked[-1][1]["If-None-Match"] == '"one"'
    assert memory.results[url].etag == '"one"'
    for broken in (
        "{broken",
        "[]",
        '{"u": {"state": "ok", "checked": "soon"}}',
        '{"u": {"state": "ok", "checked": 1}}',
        "[" * 100_000,
    ):
        path.write_text(broken)
        assert LinkMemory.read(path).results == {}


def test_a_pdf_is_asked_for_without_conditions(server: Misbehaving) -> None:
    """The answer to a condition does not say whether a page has taken its place."""
    memory, url = LinkMemory(None), f"{server.url}/etag.pdf"
    for days in (0, 7):
        assert visited(memory, url, today=DAY + datetime.timedelta(days)) == {url: ("ok", "")}
    assert len(server.asked) == 2 and "If-None-Match" not in server.asked[-1][1]


def test_one_question_at_a_time_to_a_host(server: Misbehaving) -> None:
    """With a pause between two, and a name to complain to; 429 ends it for today."""
    slept: list[float] = []
    visitor = Visitor(memory=LinkMemory(None), today=DAY, pause=1.5, sleep=slept.append)
    urls = [f"{server.url}/ok?{n}" for n in range(3)] + [f"{server.url}/429", f"{server.url}/ok"]
    results = dict(visitor.visit((url, False) for url in urls))
    assert slept == [1.5, 1.5, 1.5]
    assert results[urls[-1]].state is LinkState.UNVERIFIABLE and results[urls[-1]].reason == "429"
    assert all(headers["User-Agent"].startswith("papershelf/") for _, headers in server.asked)


def test_hosts_are_asked_side_by_side() -> None:
    """A slow host holds nobody else up."""

    def wait(handler: Handler, _: int) -> None:
        time.sleep(0.3)
        send(handler, b"")

    servers = [Misbehaving({"/x": wait}) for _ in range(4)]
    begun = time.monotonic()
    visited(LinkMemory(None), *(f"{server.url}/x" for server in servers))
    took = time.monotonic() - begun
    for server in servers:
        server.close()
    assert took < 1.0


def test_dois_are_asked_of_the_registry(server: Misbehaving) -> None:
    """That a publisher locks his door says nothing about the DOI."""
    url = f"{server.url}/doi/10.5555/known"
    assert visited(LinkMemory(None), url, is_doi=True) == {url: ("ok", "")}
    url = f"{server.url}/doi/10.5555/unknown"
    assert visited(LinkMemory(None), url, is_doi=True) == {url: ("failed", "404")}


def test_a_first_failure_is_not_forgotten(server: Misbehaving) -> None:
    """Gone, then a day without an answer, then gone again: it was not seen well in between."""
    memory, url = LinkMemory(None), f"{server.url}/gone"
    visited(memory, url)
    ANSWERS["/gone"], gone = status(503), ANSWERS["/gone"]
    try:
        between = visited(memory, url, today=DAY + datetime.timedelta(1))
    finally:
        ANSWERS["/gone"] = gone
    assert between[url] == ("unverifiable", "503")
    assert visited(memory, url, today=DAY + datetime.timedelta(2))[url] == ("dead", "404")


def no_name(*_: object, **__: object) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_without_a_network_nothing_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that cannot be looked up is gone only where other names can be."""
    url, there = "http://nowhere.example/x", socket.getaddrinfo("127.0.0.1", 443)
    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    assert visited(LinkMemory(None), url) == {url: ("unverifiable", "no connection")}

    def only_registry(host: str, *arguments: object, **options: object) -> object:
        return there if host == visit.KNOWN_HOST else no_name()

    monkeypatch.setattr(socket, "getaddrinfo", only_registry)
    assert visited(LinkMemory(None), url) == {url: ("failed", "no such host")}

    slept: list[float] = []
    visitor = Visitor(memory=LinkMemory(None), today=DAY, pause=1.0, sleep=slept.append)
    urls = [f"http://nowhere.example/{n}" for n in range(500)]
    assert {result.reason for _, result in visitor.visit((url, False) for url in urls)} == {
        "no such host"
    }
    assert slept == [], "where nobody is, nobody has to be spared"

    def later(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", later)
    assert visited(LinkMemory(None), url) == {url: ("unverifiable", "no connection")}


def test_whoever_asks_for_patience_gets_it(server: Misbehaving) -> None:
    """503 with `Retry-After` is asked again after it; 429 without one ends it for today."""
    slept: list[float] = []
    visitor = Visitor(memory=LinkMemory(None), today=DAY, pause=0.5, sleep=slept.append)
    urls = [f"{server.url}{path}" for path in ("/busy", "/bare-429", "/ok")]
    results = dict(visitor.visit((url, False) for url in urls))
    assert [results[url].state.value for url in urls] == ["ok", "unverifiable", "unverifiable"]
    assert 2.0 in slept
    assert [path for path, _ in server.asked] == ["/busy", "/busy", "/bare-429"]


@pytest.mark.slow
def test_a_host_that_is_down_is_asked_three_times(
    server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of its addresses would take hours; an answer in between restarts the count."""
    monkeypatch.setattr(exchange, "TIMEOUT", (1.0, 0.2))
    paths = ["slow?1", "slow?2", "ok", "slow?3", "slow?4", "slow?5", "slow?6", "ok?7"]
    found = visited(LinkMemory(None), *(f"{server.url}/{path}" for path in paths))
    assert [state for state, _ in found.values()] == [
        "unverifiable" if path.startswith("slow") or path == "ok?7" else "ok" for path in paths
    ]
    assert found[f"{server.url}/ok?7"] == ("unverifiable", "timed out")
    assert [path for path, _ in server.asked] == [f"/{path}" for path in paths[:6]]


def test_redirects_wait_for_their_turn(server: Misbehaving) -> None:
    """Many short addresses that lead to one host ask it one question at a time, with the pause."""
    at_once, most, lock = 0, 0, threading.Lock()

    def count(handler: Handler, _: int) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.05)
        with lock:
            at_once -= 1
        send(handler, b"")

    target = Misbehaving({"/x": count})
    short = [Misbehaving({"/s": redirect(302, f"{target.url}/x")}) for _ in range(5)]
    slept: list[float] = []
    visitor = Visitor(memory=LinkMemory(None), today=DAY, pause=0.5, sleep=slept.append)
    found = dict(visitor.visit((f"{server.url}/s", False) for server in short))
    for made in (*short, target):
        made.close()
    assert {result.state for result in found.values()} == {LinkState.OK}
    assert (most, slept, len(target.asked)) == (1, [0.5] * 4, 5)


def test_a_fragment_moves_along(server: Misbehaving) -> None:
    """RFC 9110, section 10.2.2; and an address that is none stops nobody."""
    url, none = f"{server.url}/moved#part", "http://[none"
    found = visited(LinkMemory(None), url, none)
    assert found[url] == ("moved", f"{server.url}/ok#part")
    assert found[none][0] == "unverifiable"
    url = f"{server.url}/utf8"
    assert visited(LinkMemory(None), url)[url] == ("moved", f"{server.url}/ok?%C3%A9")
    url = f"{server.url}/script"
    assert visited(LinkMemory(None), url)[url] == ("unverifiable", "InvalidSchema")
