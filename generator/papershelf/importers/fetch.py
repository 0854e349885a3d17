"""The one way to ask the network, politely.

In: an address. Out: the bytes that it answers, from a cache where they are fresh. It says who asks,
waits between questions to one host, tries again where that can help, honours `Retry-After`
(RFC 9110, section 10.2.3), and tells in one line what went wrong.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import os
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests

from papershelf.storage import files

T = TypeVar("T")

#: Who asks: name, version, where to read about it; a curator may add an address to write to.
USER_AGENT = (
    f"papershelf/{metadata.version('papershelf')} (static site generator for paper collections{{}})"
)
#: Answers that another try may better.
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
TRIES = 4
#: Seconds for a connection, and between two pieces of an answer.
TIMEOUT = (10.0, 20.0)
#: Seconds for a whole answer, its headers and redirections included, and bytes of one.
MOST_SECONDS = 60.0
MOST_BYTES = 20 * 2**20
#: Seconds that we are ready to wait because a server asks for it.
MOST_WAIT = 90.0
#: Seconds for which an answer counts as fresh.
FRESH = 24 * 3600.0
#: Redirections that we follow; what doi.org answers needs two or three.
MOST_REDIRECTIONS = 8
#: Seconds between two questions to one host; arXiv asks for three.
PAUSES = {"export.arxiv.org": 3.0}


class FetchError(Exception):
    """There is no answer that can be used; the message is one line for people."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class _Session(requests.Session):
    """Follows no redirection: `_once` does, and looks where it leads. requests leaves the socket
    open of one that leads to no address."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere."""


@dataclass(slots=True, kw_only=True)
class Client:
    """Asks; keeps a session, a cache and the time of the last question to each host."""

    cache: Path | None = None
    """Folder of the cache; None for none."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    pauses: dict[str, float] = field(default_factory=lambda: dict(PAUSES))
    notice: Callable[[str], None] = lambda text: None
    """Gets to know what is asked, and for how long we wait, for people who look on."""
    session: requests.Session = field(default_factory=_Session)
    asked: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, accept: str = "*/*") -> bytes:
        """The body of a good answer; raises FetchError."""
        path = self._cached(url, accept)
        kept = self._kept(path) if path is not None else None
        if kept is not None:
            return kept
        data = self._ask(url, accept)
        if path is not None:
            with suppress(OSError):  # a cache that cannot be written costs time and nothing else
                files.write_if_changed(path, data)
                os.utime(path, (self.now(), self.now()))
        return data

    def _kept(self, path: Path) -> bytes | None:
        """A fresh answer of the cache."""
        with suppress(OSError):
            if self.now() - path.stat().st_mtime < FRESH:
                return path.read_bytes()
        return None

    def get_json(self, url: str, accept: str = "application/json") -> Any:
        """The same, as JSON."""
        data = self.get(url, accept)
        try:
            return json.loads(data)
        except (ValueError, RecursionError):  # the latter of 100,000 brackets
            self.forget(url, accept)
            raise FetchError(f"{host_of(url)} answered with something that is not JSON") from None

    def forget(self, url: str, accept: str = "*/*") -> None:
        """Takes an answer out of the cache that turned out to be of no use."""
        path = self._cached(url, accept)
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _cached(self, url: str, accept: str) -> Path | None:
        if self.cache is None:
            return None
        return self.cache / hashlib.sha256(f"{accept} {url}".encode()).hexdigest()

    def _ask(self, url: str, accept: str) -> bytes:
        told, wait, status = "", 0.0, 0
        for attempt in range(TRIES):
            if attempt:
                wait = max(wait, 2.0 ** (attempt - 1))
                self.notice(f"{host_of(url)}: {told}; again in {wait:,.0f} s")
                self.sleep(wait)
            self._pause(url)
            self.notice(f"asking {host_of(url)}")
            wait = 0.0
            try:
                status, headers, data = within(MOST_SECONDS, lambda: self._once(url, accept))
            except requests.Timeout:
                told, status = "it did not answer in time", 0
                continue
            except requests.RequestException as error:
                told, status = _reason(error), 0
                if _is_passing(error):
                    continue
                break
            except ValueError:  # what it redirects to is no address
                told, status = _NO_ADDRESS, 0
                break
            if status < 400:
                return data
            told = f"it answers {status}"
            if status not in AGAIN:
                break
            wait = retry_after(headers.get("Retry-After", ""), self.now())
            if wait > MOST_WAIT:
                told += f" and asks to wait {wait:,.0f} seconds"
                break
        raise FetchError(f"{host_of(url)}: {told}", status)

    def _once(self, url: str, accept: str) -> tuple[int, dict[str, str], bytes]:
        """One answer, behind so many redirections to http(s)."""
        headers = {"User-Agent": user_agent(), "Accept": accept}
        for _ in range(MOST_REDIRECTIONS + 1):
            with self.session.get(url, headers=headers, timeout=TIMEOUT, stream=True) as answer:
                target = answer.headers.get("Location", "") if answer.is_redirect else ""
                if not target:
                    data = body_of(answer)
                    return answer.status_code, dict(answer.headers), data
                url = urljoin(url, target)
                if urlsplit(url).scheme not in ("http", "https"):
                    raise requests.exceptions.InvalidSchema
        raise requests.TooManyRedirects

    def _pause(self, url: str) -> None:
        """Keeps the distance that a host asks for."""
        host = urlsplit(url).netloc
        pause, last = self.pauses.get(host, 0.0), self.asked.get(host)
        if last is not None and pause:
            rest = pause - (self.clock() - last)
            if rest > 0:
                self.sleep(rest)
        self.asked[host] = self.clock()


def within(seconds: float, ask: Callable[[], T]) -> T:
    """Return what a question to the network comes to; raise `requests.Timeout` after so many
    seconds. A server that sends a byte now and then, of a header or of a body, would hold us for
    hours, as each byte begins a new time-out of the socket. Every question is asked through this.
    """
    answers: queue.SimpleQueue[tuple[T] | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((ask(),))
        except BaseException as error:
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()  # one that still listens keeps nobody waiting
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise requests.Timeout from None
    if isinstance(answer, BaseException):
        raise answer
    return answer[0]


def body_of(answer: requests.Response) -> bytes:
    """What a server answers, unless that is too much; raises FetchError."""
    data = bytearray()
    for piece in answer.iter_content(64 * 1024):
        data += piece
        if len(data) > MOST_BYTES:
            raise FetchError(
                f"{host_of(answer.url)}: the answer is larger than {MOST_BYTES:,} bytes"
            )
    return bytes(data)


def user_agent() -> str:
    """Who asks; `PAPERSHELF_MAILTO` adds an address, which Crossref answers faster."""
    mailto = os.environ.get("PAPERSHELF_MAILTO", "").strip()
    is_address = mailto.isascii() and mailto.isprintable() and "@" in mailto
    return USER_AGENT.format(f"; mailto:{mailto}" if is_address else "")


def retry_after(text: str, now: float) -> float:
    """Seconds that a server asks to wait: a number or an HTTP date; 0 for neither."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
        return max(0.0, when.timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def host_of(url: str) -> str:
    """The host of an address, for messages."""
    return urlsplit(url).hostname or url


def cache_folder() -> Path:
    """Where answers are kept (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "papershelf"


_NO_ADDRESS = "it leads to an address that nobody can ask"
#: Errors that another try does not better → what they mean. The first that fits counts.
_FINAL: tuple[tuple[type[requests.RequestException], str], ...] = (
    (requests.exceptions.SSLError, "its certificate cannot be trusted"),
    (requests.exceptions.ContentDecodingError, "the answer cannot be unpacked"),
    (requests.TooManyRedirects, "too many redirects"),
    (requests.exceptions.InvalidSchema, _NO_ADDRESS),
    (requests.exceptions.InvalidURL, _NO_ADDRESS),
    (requests.exceptions.MissingSchema, _NO_ADDRESS),
)


def _is_passing(error: requests.RequestException) -> bool:
    """Whether another try may help: a lost connection, an answer that broke off."""
    lost = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
    return isinstance(error, lost) and not isinstance(error, requests.exceptions.SSLError)


def _reason(error: requests.RequestException) -> str:
    told = next((words for kind, words in _FINAL if isinstance(error, kind)), "")
    if told:
        return told
    words = str(error)
    if "NameResolution" in words or "getaddrinfo" in words or "Name or service" in words:
        return "its name cannot be looked up; is there a network?"
    if "IncompleteRead" in words or isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the answer broke off"
    if "timed out" in words:
        return "it did not answer in time"
    if isinstance(error, requests.ConnectionError):
        return "no connection; is there a network?"
    return type(error).__name__
