"""Asking the network: a real server on loopback that misbehaves in every way that servers do."""

from __future__ import annotations

import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests

from papershelf.importers import exchange, fetch
from papershelf.importers.exchange import Patience, retry_after
from papershelf.importers.fetch import Client, FetchError, Question
from support.misbehaving import Answer, Misbehaving, send


def failing(times: int, status: int, **headers: str) -> Answer:
    """So many failures, then a good answer."""
    return lambda handler, number: (
        send(handler, b"sorry", status, **headers) if number <= times else send(handler, b"good")
    )


def cut_off(handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
    send(handler, b"half", length=100 if number == 1 else 4)
    handler.close_connection = True


def hung(handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
    """Says nothing until the client has gone."""
    threading.Event().wait(3 if number == 1 else 0)
    send(handler, b"late")


ANSWERS: dict[str, Answer] = {
    "/good": lambda handler, number: send(handler, b"good"),
    "/json": lambda handler, number: send(handler, b'{"a": 1}'),
    "/html": lambda handler, number: send(handler, b"<html>"),
    "/missing": lambda handler, number: send(handler, b"", 404),
    "/forbidden": lambda handler, number: send(handler, b"", 403),
    "/twice-500": failing(2, 500),
    "/always-500": failing(99, 503),
    "/slow-down": failing(1, 429, Retry_After="7"),
    "/much-slower": failing(99, 429, Retry_After="3600"),
    "/cut-off": cut_off,
    "/hung": hung,
    "/endless": lambda handler, number: send(handler, b"x" * 5000),
}


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    made = Misbehaving(ANSWERS)
    yield made
    made.close()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def client(tmp_path: Path, slept: list[float]) -> Client:
    """A client that notes how long it would wait."""
    return Client(cache=tmp_path / "cache", sleep=slept.append)


def test_it_says_who_asks(
    server: Misbehaving, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name, version, purpose; an address only where a curator gave one that is one."""
    monkeypatch.setenv("PAPERSHELF_MAILTO", "ada@example.org")
    client.get(f"{server.url}/good")
    agent = server.asked[0][1]["User-Agent"]
    assert agent.startswith("papershelf/") and agent.endswith("; mailto:ada@example.org)")
    monkeypatch.setenv("PAPERSHELF_MAILTO", "x\r\nEvil: 1@")
    assert "Evil" not in fetch.user_agent()


def test_a_fresh_answer_comes_from_the_cache(server: Misbehaving, client: Client) -> None:
    """A day long; then it is asked again."""
    assert client.get(f"{server.url}/good") == client.get(f"{server.url}/good") == b"good"
    assert len(server.asked) == 1
    later = client.now() + fetch.FRESH + 1
    client.now = lambda: later
    client.get(f"{server.url}/good")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("path", "waits"), [("/twice-500", [1.0, 2.0]), ("/slow-down", [7.0]), ("/cut-off", [1.0])]
)
def test_it_tries_again(
    path: str, waits: list[float], server: Misbehaving, client: Client, slept: list[float]
) -> None:
    """After failures that pass, waiting longer each time, or as long as the server asks."""
    assert client.get(server.url + path) in (b"good", b"half")
    assert waits == slept


def test_a_server_that_hangs_is_left(
    server: Misbehaving, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And asked again."""
    monkeypatch.setattr(exchange, "TIMEOUT", (1.0, 0.3))
    assert client.get(f"{server.url}/hung") == b"late"


@pytest.mark.parametrize(
    ("path", "told", "asked"),
    [
        ("/missing", "127.0.0.1: HTTP 404", 1),
        ("/forbidden", "127.0.0.1: HTTP 403", 1),
        ("/always-500", "127.0.0.1: HTTP 503", 4),
        ("/much-slower", "127.0.0.1: HTTP 429; the server asks to wait 3,600 seconds", 1),
        ("/endless", "127.0.0.1: the response is larger than 1,000 bytes", 1),
    ],
)
def test_it_gives_up_in_words(
    path: str,
    told: str,
    asked: int,
    server: Misbehaving,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One line; what cannot get better is asked once, and nothing of it is kept."""
    monkeypatch.setattr(exchange, "MOST_BYTES", 1000)
    with pytest.raises(FetchError, match=told):
        client.get(server.url + path)
    assert asked == len(server.asked)
    assert client.cache and not list(client.cache.glob("*"))


def test_what_is_not_json(server: Misbehaving, client: Client) -> None:
    """A page of HTML is not accepted as a record, and is not cached."""
    assert client.get_json(f"{server.url}/json") == {"a": 1}
    for _ in range(2):
        with pytest.raises(FetchError, match="did not return valid JSON"):
            client.get_json(f"{server.url}/html")
    assert len(server.asked) == 3


def test_without_a_network(client: Client) -> None:
    """Said so, after the tries that a lost connection deserves."""
    with pytest.raises(FetchError, match="cannot connect; check your internet connection"):
        client.get("http://127.0.0.1:9/")


def test_pauses_between_questions(server: Misbehaving, client: Client, slept: list[float]) -> None:
    """arXiv asks for three seconds."""
    assert fetch.PAUSES == {
        "export.arxiv.org": 3.0,
        "eutils.ncbi.nlm.nih.gov": 0.4,
        "pmc.ncbi.nlm.nih.gov": 0.4,
    }
    client.pauses = {server.url.removeprefix("http://"): 3.0}
    client.clock = lambda: 100.0
    client.get(f"{server.url}/good?1")
    client.get(f"{server.url}/good?2")
    assert slept == [3.0]


def test_retry_after() -> None:
    """Seconds or a date (RFC 9110); anything else says nothing."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    later = format_datetime(now.replace(minute=2), usegmt=True)
    assert [retry_after(text, now.timestamp()) for text in (later, "5", "soon", "")] == [
        120.0,
        5.0,
        0.0,
        0.0,
    ]


def redirecting(to: str) -> Answer:
    return lambda handler, number: send(handler, b"", 302, Location=to)


def trickling(handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
    """A byte now and then, each of which begins a new time-out of the socket."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(20):
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


NO_ADDRESS = "it redirects to an invalid or unsupported address"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (redirecting("file:///etc/passwd"), NO_ADDRESS),
        (redirecting("javascript:alert(1)"), NO_ADDRESS),
        (redirecting("http://[::1"), NO_ADDRESS),
        (redirecting("ftp://ex\xe9\xff/"), NO_ADDRESS),
        (redirecting("http://a..b/"), NO_ADDRESS),
        (redirecting("http://127.0.0.1:99999/"), NO_ADDRESS),
        (redirecting("/x"), "too many redirects"),
        (
            lambda handler, number: send(handler, b"plain", Content_Encoding="gzip"),
            "the response cannot be decompressed",
        ),
        (
            lambda handler, number: send(
                handler, gzip.compress(b"0" * 30_000_000), Content_Encoding="gzip"
            ),
            "the response is larger than 20,971,520 bytes",
        ),
        (lambda handler, number: send(handler, b"[" * 200_000), "did not return valid JSON"),
        (lambda handler, number: send(handler, b'"\xff"'), "did not return valid JSON"),
        (
            lambda handler, number: send(handler, b"", 429, Retry_After="\xb2"),
            "HTTP 429",
        ),
    ],
)  # fmt: skip
def test_hostile_answers(answer: Answer, told: str, client: Client) -> None:
    """Invalid URLs, wrong encodings, bombs and endless brackets are reported in words, without a
    traceback, and never cached."""
    server = Misbehaving({"/x": answer})
    with pytest.raises(FetchError, match=told):
        client.get_json(f"{server.url}/x")
    server.close()
    assert client.cache and not list(client.cache.glob("*"))


def test_a_redirection_to_another_host_is_followed(server: Misbehaving, client: Client) -> None:
    """As doi.org does; no cookie and no secret of ours goes with it."""
    other = Misbehaving({"/x": redirecting(f"{server.url.replace('127.0.0.1', 'localhost')}/good")})
    assert client.get(f"{other.url}/x") == b"good"
    other.close()
    assert not {"Authorization", "Cookie"} & set(server.asked[0][1])


def test_a_redirection_in_utf8_keeps_its_letters(client: Client) -> None:
    """Headers are read as Latin-1, but servers write addresses in UTF-8."""
    answers = {"/x": redirecting("/good?\u00c3\u00a9"), "/good": ANSWERS["/good"]}
    server = Misbehaving(answers)
    assert client.get(f"{server.url}/x") == b"good"
    assert [path for path, _ in server.asked] == ["/x", "/good?%C3%A9"]
    server.close()


def test_only_clients_that_went_away_are_passed_over(capfd: pytest.CaptureFixture[str]) -> None:
    """The servers of the tests are silent about them, and loud about mistakes of their own."""

    def gone(handler: http.server.BaseHTTPRequestHandler, _: int) -> None:
        raise BrokenPipeError

    def wrong(handler: http.server.BaseHTTPRequestHandler, _: int) -> None:
        raise KeyError("a mistake in a test")

    server = Misbehaving({"/gone": gone, "/wrong": wrong})
    for path in ("/gone", "/wrong"):
        with pytest.raises(requests.ConnectionError):
            requests.get(server.url + path, timeout=10)
    server.close()
    told = capfd.readouterr().err
    assert "a mistake in a test" in told and "BrokenPipeError" not in told


def test_a_server_that_trickles_is_left(client: Client) -> None:
    """A whole answer has its time, however often a byte arrives."""
    client.patience = Patience(tries=1, seconds=0.3, wait=0.0)
    server = Misbehaving({"/x": trickling})
    begun = time.monotonic()
    with pytest.raises(FetchError, match="the server did not answer in time"):
        client.get(f"{server.url}/x")
    assert time.monotonic() - begun < 1.5
    server.close()


def test_a_cache_that_cannot_be_used(server: Misbehaving, tmp_path: Path) -> None:
    """Costs time and nothing else."""
    (tmp_path / "cache").write_text("a file")
    client = Client(cache=tmp_path / "cache")
    assert client.get(f"{server.url}/good") == client.get(f"{server.url}/good") == b"good"
    client.forget(f"{server.url}/good")
    assert len(server.asked) == 2


def test_people_who_look_on_are_told(server: Misbehaving, client: Client) -> None:
    """Whom we ask, and for how long we wait."""
    told: list[str] = []
    client.notice = told.append
    client.get(f"{server.url}/slow-down")
    assert told == [
        "contacting 127.0.0.1",
        "127.0.0.1: HTTP 429; retrying in 7 s",
        "contacting 127.0.0.1",
    ]


def test_a_token_goes_to_one_host(tmp_path: Path) -> None:
    """A redirect takes it elsewhere only within the host; the answer is cached without it."""
    there = Misbehaving({"/away": lambda handler, number: send(handler, b"good")})
    here = Misbehaving({"/a": redirecting("/b"), "/b": redirecting(f"{there.url}/away")})
    client = Client(cache=tmp_path)
    asked = Question(headers={"Authorization": "Bearer secret"})
    assert client.get(f"{here.url}/a", asked) == b"good"
    assert ["Authorization" in headers for _, headers in here.asked] == [True, True]
    assert ["Authorization" in headers for _, headers in there.asked] == [False]
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"good"]
    here.close()
    there.close()


def test_saved_passwords_go_nowhere(
    server: Misbehaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of another program may have one for every host, and does not replace a token."""
    saved = tmp_path / "netrc"
    saved.write_text("default login ada password precious\n")
    saved.chmod(0o600)
    monkeypatch.setenv("NETRC", str(saved))
    client = Client()
    for question in (Question(), Question(headers={"Authorization": "Bearer token"})):
        client.get(f"{server.url}/good", question)
    given = [headers.get("Authorization") for _, headers in server.asked]
    assert given == [None, "Bearer token"]


def test_posting(tmp_path: Path) -> None:
    """Each body has an answer of its own; a redirect keeps it only with 307 and 308."""
    answers: dict[str, Answer] = {
        "/post": lambda handler, number: send(handler, handler.command.encode()),
        "/307": lambda handler, number: send(handler, b"", 307, Location="/post"),
        "/302": redirecting("/post"),
    }
    server = Misbehaving(answers)
    client = Client(cache=tmp_path)
    for body in (b"1", b"2", b"1"):
        assert client.get(f"{server.url}/post", Question(body=body)) == b"POST"
    assert client.get(f"{server.url}/307", Question(body=b"3")) == b"POST"
    assert client.get(f"{server.url}/302", Question(body=b"4")) == b"GET"
    assert server.posted == [b"1", b"2", b"3", b"3", b"4"]
    assert server.asked[0][1]["Content-Type"] == "application/json"
    server.close()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "1060"}, 0),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "60"}, 60),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700000060"}, 60),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1600000000"}, 0),
        ({"X-RateLimit-Remaining": "0"}, 0),
        ({"X-RateLimit-Remaining": "9", "X-RateLimit-Credits-Used": "10", "X-RateLimit-Reset": "5"}, 5),
        ({"X-RateLimit-Remaining-USD": "0.00005", "X-RateLimit-Cost-USD": "0.0001", "X-RateLimit-Reset": "5"}, 5),
        ({"X-RateLimit-Remaining-USD": "0.5", "X-RateLimit-Cost-USD": "0.0001", "X-RateLimit-Reset": "5"}, 0),
        ({"RateLimit": '"api";r=0;t=41'}, 41),
        ({"RateLimit": '"api";r=7;t=41'}, 0),
        ({"X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "60"}, 0),
        ({"X-RateLimit-Remaining": "none", "X-RateLimit-Reset": "60"}, 0),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "nan"}, 0),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1e999"}, 0),
        ({"RateLimit": ";r=0;" * 5000}, 0),
    ],
)  # fmt: skip
def test_budgets(headers: dict[str, str], seconds: float) -> None:
    """What GitHub, OpenAlex and Hugging Face say is left; anything else says nothing."""
    assert fetch.budget(headers, 1_700_000_000.0) == seconds


def test_a_spent_budget(client: Client, slept: list[float]) -> None:
    """It is waited for, or nothing is asked any more; other hosts are."""
    spent: dict[str, Answer] = {
        path: lambda handler, number, reset=reset: send(  # type: ignore[misc]
            handler, b"good", X_RateLimit_Remaining="0", X_RateLimit_Reset=reset
        )
        for path, reset in (("/soon", "7"), ("/late", "7200"), ("/years", "99999999999"))
    }
    server, other = Misbehaving(spent), Misbehaving(spent)
    client.cache, client.now = None, lambda: 1000.0
    assert client.get(f"{server.url}/soon") == client.get(f"{server.url}/late") == b"good"
    assert slept == [7.0]
    for _ in range(2):
        with pytest.raises(FetchError, match="its budget is used up for 120 minutes") as caught:
            client.get(f"{server.url}/soon")
        assert caught.value.status == 429
    assert client.get(f"{other.url}/years") == b"good"
    with pytest.raises(FetchError, match="its budget is used up for today"):
        client.get(f"{other.url}/soon")
    assert (len(server.asked), len(other.asked)) == (2, 1)
    server.close()
    other.close()
