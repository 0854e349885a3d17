"""`papershelf links`, against a server on loopback that shows each behaviour of servers."""

from __future__ import annotations

import datetime
import http.server
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from papershelf import catalogue
from papershelf.catalogue.links import find
from papershelf.links import (
    FORMATS,
    Memory,
    Result,
    State,
    Visitor,
    visit,
)
from support.command import run
from support.helpers import entry, write
from support.misbehaving import Answer, Misbehaving, redirect, send, status
from support.skipped import unix

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
    "/ok": status(200), "/no-head": no_head, "/etag": conditional, "/gone": status(404), "/410": status(410),
    "/moved": redirect(301, "/ok"), "/moved-far": redirect(308, "/moved"), "/for-now": redirect(302, "/ok"),
    "/then": redirect(301, "/for-now"), "/circle": redirect(302, "/circle"), "/deep/page": redirect(301, "/"),
    "/lost": redirect(301, "/gone"), "/": status(200), "/401": status(401), "/403": status(403), "/500": status(500),
    "/429": status(429, Retry_After="3600"), "/slow": slow, "/doi/10.5555/known": redirect(302, "https://example.invalid/"),
    "/doi/10.5555/unknown": status(404), "/bare-429": status(429), "/busy": only_once(503, Retry_After="2"),
    "/hostile": redirect(301, "/ok?)%20<img src=x onerror=alert(1)>'\"`[@x]*:"), "/utf8": redirect(301, "/ok?\u00c3\u00a9"),
    "/script": redirect(301, "javascript:alert(1)"), "/login": status(200), "/signed": redirect(301, "/login?next=/signed"),
    "/asked": redirect(302, "/consent/a"), "/consent/a": status(200), "/visit": redirect(301, "/ok;jsessionid=1A"), "/ok;jsessionid=1A": status(200),
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
        ("/signed", "unverifiable", "redirects to a login page"), ("/asked", "unverifiable", "redirects to a consent page"),
        ("/visit", "unverifiable", "redirects to a session address"), ("/429", "unverifiable", "429"), ("/circle", "unverifiable", "redirects in a loop"),
        ("/deep/page", "unverifiable", "redirects to a home page"), ("/slow", "unverifiable", "timed out"),
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
    for broken in (
        "{broken",
        "[]",
        '{"u": {"state": "ok", "checked": "soon"}}',
        '{"u": {"state": "ok", "checked": 1}}',
        "[" * 100_000,
    ):
        path.write_text(broken)
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
    course = "---\ntitle: https://not.example\nurl: https://e.example/course\n---\n\n- [@ada2024engine] <https://f.example>\n"
    root = write(
        tmp_path, {"papers.yaml": text, "content/about.md": page, "content/courses/c.md": course}
    )
    found = find(catalogue.read(root))
    assert [(link.place, link.url) for link in found] == [
        ("papers.yaml:6", "https://a.example/x.pdf"), ("papers.yaml:7", "https://doi.org/10.5555/known"),
        ("papers.yaml:8", "https://b.example/y_(z)"), ("papers.yaml:8", "https://c.example"),
        ("content/about.md:5", "https://d.example/p"), ("content/courses/c.md:3", "https://e.example/course"),
        ("content/courses/c.md:6", "https://f.example"),
    ]  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path, server: Misbehaving) -> Path:
    text = entry(more=f"  urls: {{pdf: {server.url}/moved, code: '{server.url}/gone'}}  # kept\n")
    page = f"# About\n\nSee [there]({server.url}/moved) and {server.url}/ok.\n"
    return write(tmp_path / "shelf", {"papers.yaml": text, "content/about.md": page})


@pytest.mark.slow
def test_reports(shelf: Path, server: Misbehaving) -> None:
    """Text for people, JSON for programs, Markdown for a pull request; exit code 0."""
    done = run("-C", shelf, "links")
    assert (done.exit_code, done.output) == (0, (
        f"moved: {server.url}/moved → {server.url}/ok\n    papers.yaml:6\n    content/about.md:3\n"
        f"failed for the first time: {server.url}/gone (404)\n    papers.yaml:6\n"
        "3 addresses: 1 ok, 1 moved, 1 failed for the first time\n"
        f"Next: papershelf -C {shelf} links --fix\n"
    ))  # fmt: skip
    counts = json.loads(run("-C", shelf, "links", "--format", "json").output)["counts"]
    assert counts == {"ok": 1, "moved": 1, "failed": 1, "dead": 0, "unverifiable": 0}
    markdown = run("-C", shelf, "links", "--format", "markdown").output
    assert (
        f"- `{server.url}/moved` → `{server.url}/ok`: `papers.yaml:6`, `content/about.md:3`"
        in markdown
    )


@pytest.mark.slow
def test_fix(shelf: Path, server: Misbehaving) -> None:
    """What moved for good gets its new address; every other byte stays."""
    before = {name: (shelf / name).read_text() for name in ("papers.yaml", "content/about.md")}
    done = run("-C", shelf, "links", "--fix")
    assert done.exit_code == 0
    for name, text in before.items():
        assert (shelf / name).read_text() == text.replace(f"{server.url}/moved", f"{server.url}/ok")


@pytest.mark.slow
def test_strict(shelf: Path, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only when it is told to, a dead link fails; and only one that is dead."""
    assert run("-C", shelf, "links", "--strict").exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795521600 + 86400))
    done = run("-C", shelf, "links", "--strict")
    assert done.exit_code == 1 and "(404, since 2026-11-24)" in done.output
    assert "Next: fix the dead addresses, then run papershelf" in done.output
    assert run("-C", shelf, "links").exit_code == 0


def test_a_first_failure_is_not_forgotten(server: Misbehaving) -> None:
    """Gone, then a day without an answer, then gone again: it was not seen well in between."""
    memory, url = Memory(None), f"{server.url}/gone"
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
    assert visited(Memory(None), url) == {url: ("unverifiable", "no connection")}

    def only_registry(host: str, *arguments: object, **options: object) -> object:
        return there if host == visit.KNOWN_HOST else no_name()

    monkeypatch.setattr(socket, "getaddrinfo", only_registry)
    assert visited(Memory(None), url) == {url: ("failed", "no such host")}

    slept: list[float] = []
    visitor = Visitor(memory=Memory(None), today=DAY, pause=1.0, sleep=slept.append)
    urls = [f"http://nowhere.example/{n}" for n in range(500)]
    assert {result.reason for _, result in visitor.visit((url, False) for url in urls)} == {
        "no such host"
    }
    assert slept == [], "where nobody is, nobody has to be spared"

    def later(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", later)
    assert visited(Memory(None), url) == {url: ("unverifiable", "no connection")}


def test_whoever_asks_for_patience_gets_it(server: Misbehaving) -> None:
    """503 with `Retry-After` is asked again after it; 429 without one ends it for today."""
    slept: list[float] = []
    visitor = Visitor(memory=Memory(None), today=DAY, pause=0.5, sleep=slept.append)
    urls = [f"{server.url}{path}" for path in ("/busy", "/bare-429", "/ok")]
    results = dict(visitor.visit((url, False) for url in urls))
    assert [results[url].state.value for url in urls] == ["ok", "unverifiable", "unverifiable"]
    assert 2.0 in slept
    assert [path for path, _ in server.asked] == ["/busy", "/busy", "/bare-429"]


def test_a_host_that_is_down_is_asked_three_times(
    server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of its addresses would take hours; an answer in between begins the count anew."""
    monkeypatch.setattr(visit, "TIMEOUT", (1.0, 0.2))
    paths = ["slow?1", "slow?2", "ok", "slow?3", "slow?4", "slow?5", "slow?6", "ok?7"]
    found = visited(Memory(None), *(f"{server.url}/{path}" for path in paths))
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
    visitor = Visitor(memory=Memory(None), today=DAY, pause=0.5, sleep=slept.append)
    found = dict(visitor.visit((f"{server.url}/s", False) for server in short))
    for made in (*short, target):
        made.close()
    assert {result.state for result in found.values()} == {State.OK}
    assert (most, slept, len(target.asked)) == (1, [0.5] * 4, 5)


def test_a_fragment_moves_along(server: Misbehaving) -> None:
    """RFC 9110, section 10.2.2; and an address that is none stops nobody."""
    url, none = f"{server.url}/moved#part", "http://[none"
    found = visited(Memory(None), url, none)
    assert found[url] == ("moved", f"{server.url}/ok#part")
    assert found[none][0] == "unverifiable"
    url = f"{server.url}/utf8"
    assert visited(Memory(None), url)[url] == ("moved", f"{server.url}/ok?%C3%A9")
    url = f"{server.url}/script"
    assert visited(Memory(None), url)[url] == ("unverifiable", "InvalidSchema")


def test_what_a_server_says_is_no_markup(tmp_path: Path, server: Misbehaving) -> None:
    """The address that `--fix` writes ends where the old one ended, in YAML, notes and Markdown."""
    url = f"{server.url}/hostile"
    root = write(tmp_path / "shelf", {
        "papers.yaml": entry(more=f"  urls: {{pdf: {url}}}\n  notes: See {url} for [more]({url}).\n"),
        "content/about.md": f"# About\n\nSee [there]({url}), <{url}> and {url} too.\n",
    })  # fmt: skip
    assert run("-C", root, "links", "--fix").exit_code == 0
    new = f"{server.url}/ok?%29%20%3Cimg%20src=x%20onerror=alert%281%29%3E%27%22%60%5B@x%5D%2A%3A"
    assert (root / "content/about.md").read_text() == (
        f"# About\n\nSee [there]({new}), <{new}> and {new} too.\n"
    )
    assert f"\n  notes: See {new} for [more]({new}).\n" in (root / "papers.yaml").read_text()
    done = run("-C", root, "check", "--format", "json")
    assert done.exit_code == 0, done.output
    found = {link.url for link in find(catalogue.read(root))}
    assert found == {new, f"{server.url}/ok?)%20%3Cimg%20src=x%20onerror=alert(1)%3E'%22%60[@x]*:"}


def test_escapes_in_markdown_belong_to_it(tmp_path: Path) -> None:
    """`\\_` in a page is `_` in the address."""
    root = write(
        tmp_path, {"papers.yaml": entry(), "content/about.md": "https://a.example/x\\_y z\n"}
    )
    assert [link.url for link in find(catalogue.read(root))] == ["https://a.example/x_y"]


def test_a_long_report_fits_into_a_pull_request(tmp_path: Path) -> None:
    """GitHub takes 65,536 characters; the rest is counted, and JSON has all."""
    urls = [f"http://127.0.0.1:9/{n:04}/{'x' * 500}" for n in range(400)]
    page = "".join(f"<{url}>\n" for url in urls for _ in range(20))
    root = write(tmp_path, {"papers.yaml": entry(), "content/about.md": page})
    links = find(catalogue.read(root))
    states = (State.DEAD, State.MOVED, State.FAILED, State.UNVERIFIABLE)
    results = {
        url: Result(
            state=states[n % 4], checked="2026-11-24", moved_to=url[::-1] if n % 4 == 1 else ""
        )
        for n, url in enumerate(urls)
    }
    told = FORMATS["markdown"](links, results)
    assert len(told) < 65_536
    assert told.count("- … and 60 more\n") == 4 and " and 17 more\n" in told


@unix
def test_ctrl_c_keeps_what_was_asked(tmp_path: Path) -> None:
    """Also of a host that is not done, and without waiting for a server that does not answer."""

    def hang(handler: Handler, _: int) -> None:
        threading.Event().wait(15)

    made = Misbehaving({"/ok": status(200), "/hang": hang})
    page = f"<{made.url}/ok?1> <{made.url}/ok?2> <{made.url}/hang>\n"
    root = write(tmp_path / "shelf", {"papers.yaml": entry(), "content/about.md": page})
    code = "import papershelf.links.visit as v; v.Visitor.__init__.__kwdefaults__['pause'] = 0.0; from papershelf.__main__ import run; run()"
    command = [
        sys.executable,
        "-c",
        code,
        "-C",
        str(root),
        "links",
        "--cache",
        str(tmp_path / "memory.json"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not any(path == "/hang" for path, _ in made.asked) and time.monotonic() < deadline:
        time.sleep(0.05)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    took = time.monotonic() - begun
    made.close()
    assert (process.returncode, told) == (
        130,
        "papershelf: interrupted; no file was left half-written\n",
    )
    assert took < 8
    kept = json.loads((tmp_path / "memory.json").read_text())
    assert {url.rpartition("/")[2]: row["state"] for url, row in kept.items()} == {
        "ok?1": "ok",
        "ok?2": "ok",
    }
