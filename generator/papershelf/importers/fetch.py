"""Fetch URLs politely, for imports, metrics and `doctor`.

In: a URL. Out: the bytes of the response, from a cache if they are fresh. Identifies itself, waits
between requests to one host, retries where that can help, honours `Retry-After` (RFC 9110, section
10.2.3) and what hosts say about their budgets, and reports each failure in one line.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

from papershelf.importers.exchange import (
    MOST_REDIRECTS,
    USER_AGENT,
    HttpSession,
    Patience,
    Response,
    TooLarge,
    host_of,
    retry_after,
    send,
    within,
)
from papershelf.storage import files

#: HTTP statuses worth retrying.
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
#: The most minutes that a spent budget is reported in: a header may claim years.
MOST_MINUTES = 24 * 60
#: Seconds for which a response counts as fresh, unless a client says otherwise.
FRESH = 24 * 3600.0
#: Seconds between two requests to a host, as they ask for.
PAUSES = {
    "export.arxiv.org": 3.0,
    "eutils.ncbi.nlm.nih.gov": 0.4,
    "pmc.ncbi.nlm.nih.gov": 0.4,
}
#: For imports and metrics; link checks and `doctor` have less.
PATIENCE = Patience(tries=4, seconds=60.0, wait=90.0)


class Question(NamedTuple):
    """What is asked at an address, in addition to the address."""

    accept: str = "*/*"
    headers: Mapping[str, str] = MappingProxyType({})
    """Additional headers, such as a token; they go to no other host."""
    body: bytes = b""
    """JSON to post; empty for a GET request."""


ANYTHING = Question()
JSON = Question("application/json")


def authorized(token: str, accept: str = JSON.accept) -> Question:
    """Return a question with a token; without one if it is empty."""
    return Question(accept, {"Authorization": f"Bearer {token}"} if token else {})


class FetchError(Exception):
    """There is no usable response; the message is one line for people."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


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
    patience: Patience = field(default_factory=lambda: PATIENCE)
    session: HttpSession = field(default_factory=HttpSession)
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
        for attempt in range(self.patience.tries):
            if attempt:
                wait = max(wait, 2.0 ** (attempt - 1))
                self.notice(f"{host_of(url)}: {reason}; retrying in {wait:,.0f} s")
                self.sleep(wait)
            self._require_budget(url)
            self._pause(url)
            self.notice(f"contacting {host_of(url)}")
            wait = 0.0
            try:
                answer = within(self.patience.seconds, lambda: self._follow(url, question))
            except requests.RequestException as error:
                status, (reason, is_passing) = 0, _fault(error)
                if is_passing:
                    continue
                break
            renewed = budget(answer.headers, self.now())
            self.spent.pop(urlsplit(url).netloc, None)
            if renewed:
                self.spent[urlsplit(url).netloc] = self.now() + renewed
            status = answer.status
            if status < 400:
                return answer.body
            reason = f"HTTP {status}"
            if status not in AGAIN:
                break
            wait = retry_after(answer.headers.get("Retry-After", ""), self.now())
            if wait > self.patience.wait:
                reason += f"; the server asks to wait {wait:,.0f} seconds"
                break
        raise FetchError(f"{host_of(url)}: {reason}", status)

    def _follow(self, url: str, question: Question) -> Response:
        """Return the response after at most MOST_REDIRECTS redirects to http(s)."""
        first, body = urlsplit(url)[:2], question.body
        for _ in range(MOST_REDIRECTS + 1):
            headers = {"User-Agent": user_agent(), "Accept": question.accept}
            if urlsplit(url)[:2] == first:  # no other host gets a token
                headers |= question.headers
            if body:
                headers["Content-Type"] = "application/json"
            answer = send(self.session, "POST" if body else "GET", url, headers, body)
            url = answer.target
            if not url:
                return answer
            if answer.status not in (307, 308):  # RFC 9110, section 15.4
                body = b""
            if urlsplit(url).scheme not in ("http", "https"):
                raise requests.exceptions.InvalidSchema
        raise requests.TooManyRedirects

    def _require_budget(self, url: str) -> None:
        """Wait until the budget of a host is renewed. Raise FetchError if that takes too long."""
        rest = self.spent.pop(urlsplit(url).netloc, 0.0) - self.now()
        if rest > self.patience.wait:
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


def user_agent() -> str:
    """Return the User-Agent header for services; `PAPERSHELF_MAILTO` adds an address, for which
    Crossref responds faster. Sites that a catalogue links do not get it."""
    mailto = from_environment("PAPERSHELF_MAILTO")
    return f"{USER_AGENT[:-1]}; mailto:{mailto})" if "@" in mailto else USER_AGENT


def from_environment(name: str) -> str:
    """Return a variable of the environment; empty without one, or if no header can hold it."""
    text = os.environ.get(name, "").strip()
    return text if text.isascii() and text.isprintable() else ""


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


def cache_folder() -> Path:
    """Return the cache folder (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "papershelf"


_Errors = requests.exceptions
_NO_ADDRESS = "it redirects to an invalid or unsupported address"
_LATE = "the server did not answer in time"
_PARTIAL = "the response is incomplete"
#: What an error is called by its type and its text, and whether retrying may help; the first match
#: counts.
_FAULTS: tuple[tuple[type[requests.RequestException], str, str, bool], ...] = (
    (_Errors.SSLError, "", "its TLS certificate is not trusted", False),
    (_Errors.ContentDecodingError, "", "the response cannot be decompressed", False),
    (_Errors.TooManyRedirects, "", "too many redirects", False),
    (_Errors.InvalidSchema, "", _NO_ADDRESS, False),
    (_Errors.InvalidURL, "", _NO_ADDRESS, False),
    (_Errors.MissingSchema, "", _NO_ADDRESS, False),
    (_Errors.Timeout, "", _LATE, True),
    (_Errors.ChunkedEncodingError, "", _PARTIAL, True),
    (
        _Errors.ConnectionError,
        "NameResolution|getaddrinfo|Name or service",
        "cannot resolve the host name; check your internet connection",
        True,
    ),
    (_Errors.ConnectionError, "IncompleteRead", _PARTIAL, True),
    (_Errors.ConnectionError, "timed out", _LATE, True),
    (_Errors.ConnectionError, "", "cannot connect; check your internet connection", True),
)


def _fault(error: requests.RequestException) -> tuple[str, bool]:
    """Return what an error is called, and whether retrying may help."""
    if isinstance(error, TooLarge):
        return str(error), False
    for kind, sign, words, is_passing in _FAULTS:
        if isinstance(error, kind) and re.search(sign, str(error)):
            return words, is_passing
    return type(error).__name__, False
