"""Fetch URLs politely; the only module that makes requests for imports and metrics.

In: a URL. Out: the bytes of the response, from a cache if they are fresh. Identifies itself, waits
between requests to one host, retries where that can help, honours `Retry-After` (RFC 9110, section
10.2.3) and what hosts say about their budgets, and reports each failure in one line.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import math
import os
import queue
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

import requests

from papershelf.storage import files

T = TypeVar("T")

#: The User-Agent header: name, version, purpose.
USER_AGENT = (
    f"papershelf/{metadata.version('papershelf')} (static site generator for paper collections)"
)
#: HTTP statuses worth retrying.
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
TRIES = 4
#: Seconds to connect, and between two chunks of a response.
TIMEOUT = (10.0, 20.0)
#: Seconds for a whole response with its headers and redirects; the most bytes of one.
MOST_SECONDS = 60.0
MOST_BYTES = 20 * 2**20
#: The most seconds to wait when a server asks for it.
MOST_WAIT = 90.0
#: The most minutes that a spent budget is reported in: a header may claim years.
MOST_MINUTES = 24 * 60
#: Seconds for which a response counts as fresh, unless a client says otherwise.
FRESH = 24 * 3600.0
#: The most redirects to follow; doi.org needs two or three.
MOST_REDIRECTIONS = 8
#: Seconds between two requests to a host, as they ask for.
PAUSES = {
    "export.arxiv.org": 3.0,
    "eutils.ncbi.nlm.nih.gov": 0.4,
    "pmc.ncbi.nlm.nih.gov": 0.4,
}


class Question(NamedTuple):
    """What is asked at an address, in addition to the address."""

    accept: str = "*/*"
    headers: Mapping[str, str] = MappingProxyType({})
    """Additional headers, such as a token; they go to no other host."""
    body: bytes = b""
    """JSON to post; empty for a GET request."""


ANYTHING = Question()
JSON = Question("application/json")


class FetchError(Exception):
    """There is no usable response; the message is one line for people."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class _Session(requests.Session):
    """A session that follows no redirects: `_once` does, and checks where they lead. For a redirect
    to an invalid address, requests would leave the socket open."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: no redirect is followed."""


@dataclass(slots=True, kw_only=True)
class Client:
    """A client with a session, a cache and the time of the last request to each host."""

    cache: Path | None = None
    """The folder of the cache; None for no cache."""
    fresh: float = FRESH
    """Seconds for which a response counts as fresh."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    pauses: dict[str, float] = field(default_factory=lambda: dict(PAUSES))
    notice: Callable[[str], None] = lambda text: None
    """Called with each host contacted and each wait, to show progress."""
    session: requests.Session = field(default_factory=_Session)
    asked: dict[str, float] = field(default_factory=dict)
    spent: dict[str, float] = field(default_factory=dict)
    """When the budget of a host is renewed, as a time of `now`; only of hosts that said so."""

    def get(self, url: str, question: Question = ANYTHING) -> bytes:
        """Return the body of a successful response. Raise FetchError."""
        path = self._cached(url, question)
        kept = self._kept(path) if path is not None else None
        if kept is not None:
            return kept
        data = self._ask(url, question)
        if path is not None:
            with suppress(OSError):  # without a cache, the next run is only slower
                files.write_if_changed(path, data)
                os.utime(path, (self.now(), self.now()))
        return data

    def _kept(self, path: Path) -> bytes | None:
        """Return the cached response if it is fresh."""
        with suppress(OSError):
            if self.now() - path.stat().st_mtime < self.fresh:
                return path.read_bytes()
        return None

    def get_json(self, url: str, question: Question = JSON) -> Any:
        """Return a successful response decoded from JSON. Raise FetchError."""
        data = self.get(url, question)
        try:
            return json.loads(data)
        except (ValueError, RecursionError):  # RecursionError for deeply nested brackets
            self.forget(url, question)
            raise FetchError(f"{host_of(url)} did not return valid JSON") from None

    def forget(self, url: str, question: Question = ANYTHING) -> None:
        """Remove a useless response from the cache."""
        path = self._cached(url, question)
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _cached(self, url: str, question: Question) -> Path | None:
        if self.cache is None:
            return None
        key = f"{question.accept} {url}".encode() + question.body
        return self.cache / hashlib.sha256(key).hexdigest()

    def _ask(self, url: str, question: Question) -> bytes:
        reason, wait, status = "", 0.0, 0
        for attempt in range(TRIES):
            if attempt:
                wait = max(wait, 2.0 ** (attempt - 1))
                self.notice(f"{host_of(url)}: {reason}; retrying in {wait:,.0f} s")
                self.sleep(wait)
            self._require_budget(url)
            self._pause(url)
            self.notice(f"contacting {host_of(url)}")
            wait = 0.0
            try:
                status, headers, data = within(MOST_SECONDS, lambda: self._once(url, question))
            except requests.Timeout:
                reason, status = "the server did not answer in time", 0
                continue
            except requests.RequestException as error:
                reason, status = _reason(error), 0
                if _is_passing(error):
                    continue
                break
            except ValueError:  # the redirect target is not a URL
                reason, status = _NO_ADDRESS, 0
                break
            renewed = budget(headers, self.now())
            self.spent.pop(urlsplit(url).netloc, None)
            if renewed:
                self.spent[urlsplit(url).netloc] = self.now() + renewed
            if status < 400:
                return data
            reason = f"HTTP {status}"
            if status not in AGAIN:
                break
            wait = retry_after(headers.get("Retry-After", ""), self.now())
            if wait > MOST_WAIT:
                reason += f"; the server asks to wait {wait:,.0f} seconds"
                break
        raise FetchError(f"{host_of(url)}: {reason}", status)

    def _once(self, url: str, question: Question) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and body of the response after at most MOST_REDIRECTIONS redirects
        to http(s)."""
        first, body = urlsplit(url)[:2], question.body
        for _ in range(MOST_REDIRECTIONS + 1):
            headers = {"User-Agent": user_agent(), "Accept": question.accept}
            if urlsplit(url)[:2] == first:  # no other host gets a token
                headers |= question.headers
            if body:
                headers["Content-Type"] = "application/json"
            method = "POST" if body else "GET"
            with self.session.request(
                method, url, headers=headers, data=body or None, timeout=TIMEOUT, stream=True
            ) as answer:
                target = answer.headers.get("Location", "") if answer.is_redirect else ""
                if not target:
                    return answer.status_code, answer.headers, body_of(answer)
                if answer.status_code not in (307, 308):  # RFC 9110, section 15.4
                    body = b""
                url = urljoin(url, target)
                if urlsplit(url).scheme not in ("http", "https"):
                    raise requests.exceptions.InvalidSchema
        raise requests.TooManyRedirects

    def _require_budget(self, url: str) -> None:
        """Wait until the budget of a host is renewed. Raise FetchError if that takes too long."""
        rest = self.spent.pop(urlsplit(url).netloc, 0.0) - self.now()
        if rest > MOST_WAIT:
            self.spent[urlsplit(url).netloc] = self.now() + rest
            minutes = math.ceil(rest / 60)
            how_long = f"{minutes:,} minutes" if minutes <= MOST_MINUTES else "today"
            raise FetchError(f"{host_of(url)}: its budget is used up for {how_long}", 429)
        if rest > 0:
            self.notice(f"{host_of(url)}: its budget is used up; waiting for {rest:,.0f} s")
            self.sleep(rest)

    def _pause(self, url: str) -> None:
        """Wait until the host's pause between requests is over."""
        host = urlsplit(url).netloc
        pause, last = self.pauses.get(host, 0.0), self.asked.get(host)
        if last is not None and pause:
            rest = pause - (self.clock() - last)
            if rest > 0:
                self.sleep(rest)
        self.asked[host] = self.clock()


def within(seconds: float, ask: Callable[[], T]) -> T:
    """Return the result of a request; raise `requests.Timeout` after `seconds`.

    Every request runs through this function. A server that sends one byte now and then could hold
    us for hours, because each byte restarts the socket's own timeout.
    """
    answers: queue.SimpleQueue[tuple[T] | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((ask(),))
        except BaseException as error:
            answers.put(error)

    threading.Thread(
        target=run, daemon=True
    ).start()  # a daemon: a hanging request must not delay the exit
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise requests.Timeout from None
    if isinstance(answer, BaseException):
        raise answer
    return answer[0]


def body_of(answer: requests.Response) -> bytes:
    """Return the body of a response. Raise FetchError if it is too large."""
    data = bytearray()
    for piece in answer.iter_content(64 * 1024):
        data += piece
        if len(data) > MOST_BYTES:
            raise FetchError(
                f"{host_of(answer.url)}: the response is larger than {MOST_BYTES:,} bytes"
            )
    return bytes(data)


def user_agent() -> str:
    """Return the User-Agent header for services; `PAPERSHELF_MAILTO` adds an address, for which
    Crossref responds faster. Sites that a catalogue links do not get it."""
    mailto = os.environ.get("PAPERSHELF_MAILTO", "").strip()
    is_address = mailto.isascii() and mailto.isprintable() and "@" in mailto
    return f"{USER_AGENT[:-1]}; mailto:{mailto})" if is_address else USER_AGENT


def retry_after(text: str, now: float) -> float:
    """Return the seconds of a Retry-After header, a number or an HTTP date; 0 for neither."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
        return max(0.0, when.timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return 0.0


#: Headers with what is left of a budget, and with what a request costs of it: GitHub counts
#: requests, OpenAlex credits or dollars.
_BUDGETS = (
    ("X-RateLimit-Remaining", "X-RateLimit-Credits-Used"),
    ("X-RateLimit-Remaining-USD", "X-RateLimit-Cost-USD"),
)
#: What is left, and the seconds until it is renewed:
#: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
_DRAFT = re.compile(r";\s*r=(\d{1,9})\b.*;\s*t=(\d{1,9})\b", re.ASCII)
#: A time in seconds since 1970, in contrast to seconds from now.
_IS_TIME = 1e9


def budget(headers: Mapping[str, str], now: float) -> float:
    """Return the seconds until a host answers again, if its headers say that its budget does not
    suffice for another request like this one; otherwise 0."""
    if draft := _DRAFT.search(headers.get("RateLimit", "")[:200]):
        return float(draft[2]) if draft[1] == "0" else 0.0
    reset = _number(headers.get("X-RateLimit-Reset", ""))
    wait = reset - now if reset > _IS_TIME else reset
    for left, cost in _BUDGETS:
        rest = _number(headers.get(left, ""), -1.0)
        if 0 <= rest < max(_number(headers.get(cost, "")), 1e-9):
            return max(wait, 0.0)
    return 0.0


def _number(text: str, other: float = 0.0) -> float:
    """Return a number of a header; `other` if it is none."""
    try:
        number = float(text)
    except ValueError:
        return other
    return number if 0 <= number < 1e12 else other


def host_of(url: str) -> str:
    """Return the host of a URL, for messages."""
    return urlsplit(url).hostname or url


def cache_folder() -> Path:
    """Return the cache folder (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "papershelf"


_NO_ADDRESS = "it redirects to an invalid or unsupported address"
#: Messages for errors that are not worth retrying; the first match counts.
_FINAL: tuple[tuple[type[requests.RequestException], str], ...] = (
    (requests.exceptions.SSLError, "its TLS certificate is not trusted"),
    (requests.exceptions.ContentDecodingError, "the response cannot be decompressed"),
    (requests.TooManyRedirects, "too many redirects"),
    (requests.exceptions.InvalidSchema, _NO_ADDRESS),
    (requests.exceptions.InvalidURL, _NO_ADDRESS),
    (requests.exceptions.MissingSchema, _NO_ADDRESS),
)


def _is_passing(error: requests.RequestException) -> bool:
    """Return whether retrying may help: after a lost connection or an incomplete response."""
    lost = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
    return isinstance(error, lost) and not isinstance(error, requests.exceptions.SSLError)


def _reason(error: requests.RequestException) -> str:
    reason = next((words for kind, words in _FINAL if isinstance(error, kind)), "")
    if reason:
        return reason
    words = str(error)
    if "NameResolution" in words or "getaddrinfo" in words or "Name or service" in words:
        return "cannot resolve the host name; check your internet connection"
    if "IncompleteRead" in words or isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the response is incomplete"
    if "timed out" in words:
        return "the server did not answer in time"
    if isinstance(error, requests.ConnectionError):
        return "cannot connect; check your internet connection"
    return type(error).__name__
