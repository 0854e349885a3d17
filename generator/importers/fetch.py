"""Room 4, importers: the one way to ask the network, politely.

In: an address. Out: the bytes that it answers, from a cache where they are fresh. It says who asks,
waits between questions to one host, tries again where that can help, honours `Retry-After`
(RFC 9110, section 10.2.3), and tells in one line what went wrong.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from generator import __version__, files

#: Who asks: name, version, where to read about it; a curator may add an address to write to.
USER_AGENT = f"papershelf/{__version__} (static site generator for paper collections{{}})"
#: Answers that another try may better.
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
TRIES = 4
#: Seconds for a connection, and between two pieces of an answer.
TIMEOUT = (10.0, 20.0)
#: Seconds for a whole answer, and bytes of one.
MOST_SECONDS = 60.0
MOST_BYTES = 20 * 2**20
#: Seconds that we are ready to wait because a server asks for it.
MOST_WAIT = 90.0
#: Seconds for which an answer counts as fresh.
FRESH = 24 * 3600.0
#: Seconds between two questions to one host; arXiv asks for three.
PAUSES = {"export.arxiv.org": 3.0}


class FetchError(Exception):
    """There is no answer that can be used; the message is one line for people."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True, kw_only=True)
class Client:
    """Asks; keeps a session, a cache and the time of the last question to each host."""

    cache: Path | None = None
    """Folder of the cache; None for none."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    pauses: dict[str, float] = field(default_factory=lambda: dict(PAUSES))
    session: requests.Session = field(default_factory=requests.Session)
    asked: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, accept: str = "*/*") -> bytes:
        """The body of a good answer; raises FetchError."""
        path = self._cached(url, accept)
        if path is not None and path.is_file() and self.now() - path.stat().st_mtime < FRESH:
            return path.read_bytes()
        data = self._ask(url, accept)
        if path is not None:
            files.write_if_changed(path, data)
            os.utime(path, (self.now(), self.now()))
        return data

    def get_json(self, url: str, accept: str = "application/json") -> Any:
        """The same, as JSON."""
        data = self.get(url, accept)
        try:
            return json.loads(data)
        except ValueError:
            path = self._cached(url, accept)
            if path is not None:
                path.unlink(missing_ok=True)
            raise FetchError(f"{host_of(url)} answered with something that is not JSON") from None

    def forget(self, url: str, accept: str = "*/*") -> None:
        """Takes an answer out of the cache that turned out to be of no use."""
        path = self._cached(url, accept)
        if path is not None:
            path.unlink(missing_ok=True)

    def _cached(self, url: str, accept: str) -> Path | None:
        if self.cache is None:
            return None
        return self.cache / hashlib.sha256(f"{accept} {url}".encode()).hexdigest()

    def _ask(self, url: str, accept: str) -> bytes:
        told, wait, status = "", 0.0, 0
        for attempt in range(TRIES):
            if attempt:
                self.sleep(max(wait, 2.0 ** (attempt - 1)))
            self._pause(url)
            wait = 0.0
            try:
                status, headers, data = self._once(url, accept)
            except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
                told, status = _reason(error), 0
                continue
            except requests.Timeout:
                told, status = "it did not answer in time", 0
                continue
            except requests.RequestException as error:
                raise FetchError(f"{host_of(url)}: {type(error).__name__}") from error
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
        begun = self.clock()
        headers = {"User-Agent": user_agent(), "Accept": accept}
        with self.session.get(url, headers=headers, timeout=TIMEOUT, stream=True) as answer:
            data = bytearray()
            for piece in answer.iter_content(64 * 1024):
                data += piece
                if len(data) > MOST_BYTES:
                    raise FetchError(
                        f"{host_of(url)}: the answer is larger than {MOST_BYTES:,} bytes"
                    )
                if self.clock() - begun > MOST_SECONDS:
                    raise requests.Timeout
            return answer.status_code, dict(answer.headers), bytes(data)

    def _pause(self, url: str) -> None:
        """Keeps the distance that a host asks for."""
        host = urlsplit(url).netloc
        pause, last = self.pauses.get(host, 0.0), self.asked.get(host)
        if last is not None and pause:
            rest = pause - (self.clock() - last)
            if rest > 0:
                self.sleep(rest)
        self.asked[host] = self.clock()


def user_agent() -> str:
    """Who asks; `PAPERSHELF_MAILTO` adds an address, which Crossref answers faster."""
    mailto = os.environ.get("PAPERSHELF_MAILTO", "").strip()
    is_address = mailto.isascii() and mailto.isprintable() and "@" in mailto
    return USER_AGENT.format(f"; mailto:{mailto}" if is_address else "")


def retry_after(text: str, now: float) -> float:
    """Seconds that a server asks to wait: a number or an HTTP date; 0 for neither."""
    text = text.strip()
    if text.isdigit():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, when.timestamp() - now)


def host_of(url: str) -> str:
    """The host of an address, for messages."""
    return urlsplit(url).hostname or url


def cache_folder() -> Path:
    """Where answers are kept (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "papershelf"


def _reason(error: requests.RequestException) -> str:
    words = str(error)
    if "NameResolution" in words or "getaddrinfo" in words or "Name or service" in words:
        return "its name cannot be looked up; is there a network?"
    if "IncompleteRead" in words or isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the answer broke off"
    return "no connection; is there a network?"
