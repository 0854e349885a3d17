"""Request addresses politely, and remember the results.

In: addresses, a memory of earlier results, today's date. Out: a result for each. Sends one request
at a time to a host, with a pause between two, even if redirects lead to it. Sends `HEAD` first, and
conditional requests if a result is known. An address counts as dead only if it fails on two
different days.
"""

from __future__ import annotations

import datetime
import json
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import requests

from papershelf.importers.exchange import (
    MOST_REDIRECTS,
    HttpSession,
    Patience,
    Response,
    retry_after,
    send,
    within,
)
from papershelf.online.links.detours import ABOUT, HOME, SESSION, detour, untracked
from papershelf.storage import files

#: The most hosts to contact in parallel, and seconds between two requests to one of them.
HOSTS_AT_ONCE = 8
PAUSE = 1.0
#: A host that asks to wait for longer gets no more requests: its other addresses wait for the next
#: run.
PATIENCE = Patience(tries=2, seconds=30.0, wait=30.0)
#: Unanswered requests in a row after which a host's other addresses wait for the next run: hundreds
#: of addresses of a host that is down would take hours.
MOST_SILENCE = 3
#: Days for which a result counts.
MAX_AGE = 7
#: A host name that certainly exists: if it cannot be resolved, there is no network.
KNOWN_HOST = "doi.org"
_GONE = frozenset({404, 410})
_PERMANENT = frozenset({301, 308})
#: Statuses of servers that do not support `HEAD`, or answer it wrongly.
_ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})

Rows: TypeAlias = list[tuple[str, bool]]


class _Refused(Exception):
    """A host gets no more requests in this run: it asked for that, or does not respond."""


class _Stopped(Exception):
    """The user pressed Ctrl+C during a wait."""


class LinkState(StrEnum):
    """The state of an address."""

    OK = "ok"
    MOVED = "moved"
    FAILED = "failed"
    """Gone for the first time today; not reported as dead before it fails on another day."""
    DEAD = "dead"
    UNVERIFIABLE = "unverifiable"
    """The server refuses us: 401, 403, 429, 5xx, no response in time, or a page instead of a
    PDF."""


@dataclass(slots=True, kw_only=True)
class LinkResult:
    """The result for an address, as stored in the memory."""

    state: LinkState
    checked: str
    """The date of the result, `2026-11-24`."""
    reason: str = ""
    """`404`, `no such host`, `timed out`."""
    moved_to: str = ""
    failing_since: str = ""
    """The first date on which the address was gone."""
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class LinkMemory:
    """Results by address, stored in a JSON file between runs."""

    path: Path | None
    results: dict[str, LinkResult] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None) -> LinkMemory:
        """Return the memory in a file; an empty one if there is no readable file."""
        results = {}
        if path is not None and path.is_file():
            try:
                kept = json.loads(path.read_text(encoding="utf-8"))
                results = {
                    url: LinkResult(**(item | {"state": LinkState(item["state"])}))
                    for url, item in kept.items()
                    if datetime.date.fromisoformat(item["checked"])
                }
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                results = {}
        return cls(path, results)

    def save(self) -> None:
        """Write the file atomically, sorted by address."""
        if self.path is not None:
            kept = {url: asdict(self.results[url]) for url in sorted(self.results)}
            text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
            files.write_if_changed(self.path, text.encode())


@dataclass(slots=True, kw_only=True)
class Visitor:
    """Checks addresses."""

    memory: LinkMemory
    today: datetime.date
    max_age: int = MAX_AGE
    pause: float = field(default_factory=lambda: PAUSE)
    sleep: Callable[[float], object] | None = None
    """Waits some seconds; by default until they are over or the user stops the run."""
    stopped: threading.Event = field(default_factory=threading.Event)
    _turns: dict[str, threading.Lock] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _refused: dict[str, Exception] = field(default_factory=dict)
    """Exceptions for hosts that get no more requests."""
    _silent: dict[str, int] = field(default_factory=dict)
    """Numbers of unanswered requests in a row, by host."""
    _has_network: bool | None = None

    def visit(self, urls: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, LinkResult]]:
        """Yield addresses and results as they arrive. Each given address has a flag: whether it is
        that of a DOI."""
        by_host: dict[str, Rows] = {}
        for url, is_doi in dict.fromkeys(urls):
            known = self.memory.results.get(url)
            if known is not None and self._is_fresh(known):
                yield url, known
            else:
                by_host.setdefault(_host(url), []).append((url, is_doi))
        todo: queue.SimpleQueue[Rows] = queue.SimpleQueue()
        for rows in sorted(
            by_host.values(), key=len, reverse=True
        ):  # the host with the most addresses first
            todo.put(rows)
        found: queue.SimpleQueue[tuple[str, LinkResult] | BaseException | None] = (
            queue.SimpleQueue()
        )
        working = min(HOSTS_AT_ONCE, len(by_host))
        for _ in range(working):
            # daemons: after Ctrl+C, nobody waits for a slow server
            threading.Thread(target=self._work, args=(todo, found), daemon=True).start()
        try:
            while working:
                row = found.get()
                if isinstance(row, BaseException):
                    raise row
                if row is None:
                    working -= 1
                    continue
                self.memory.results[row[0]] = row[1]
                yield row
        finally:  # even after Ctrl+C: results so far are remembered
            self.stopped.set()
            while not found.empty():
                row = found.get()
                if isinstance(row, tuple):
                    self.memory.results[row[0]] = row[1]

    def _is_fresh(self, known: LinkResult) -> bool:
        age = (self.today - datetime.date.fromisoformat(known.checked)).days
        # failed addresses are checked again on the next day, when they become dead or ok
        return age < (self.max_age if known.state in (LinkState.OK, LinkState.MOVED) else 1)

    def _work(
        self,
        todo: queue.SimpleQueue[Rows],
        found: queue.SimpleQueue[tuple[str, LinkResult] | BaseException | None],
    ) -> None:
        """Check one host after the other."""
        try:
            while not self.stopped.is_set():
                rows = todo.get_nowait()
                with HttpSession() as session:
                    for url, is_doi in rows:
                        found.put((url, self._ask(session, url, is_doi)))
        except (queue.Empty, _Stopped):
            pass
        except BaseException as error:
            found.put(error)
        found.put(None)

    def _ask(self, session: HttpSession, url: str, is_doi: bool) -> LinkResult:
        known = self.memory.results.get(url)
        try:
            result = self._follow(session, url, is_doi, known)
        except _Refused as error:
            result = self._result(LinkState.UNVERIFIABLE, str(error))
        except requests.exceptions.SSLError:
            result = self._result(LinkState.UNVERIFIABLE, "invalid TLS certificate")
        except requests.Timeout:
            result = self._result(LinkState.UNVERIFIABLE, "timed out")
        except requests.ConnectionError as error:
            if _is_unknown_name(error) and self._is_online():
                result = self._gone("no such host", known)
            else:
                result = self._result(LinkState.UNVERIFIABLE, "no connection")
        except (requests.RequestException, ValueError) as error:
            result = self._result(LinkState.UNVERIFIABLE, type(error).__name__)
        if result.state is LinkState.UNVERIFIABLE and known is not None:
            # it did not succeed in between, so the first day of failure stays
            result.failing_since = known.failing_since
            result.etag, result.modified = known.etag, known.modified
        return result

    def _is_online(self) -> bool:
        """Return whether names can be resolved at all: without a network, every host seems
        unknown."""
        if self._has_network is None:
            try:
                found = within(PATIENCE.seconds, lambda: socket.getaddrinfo(KNOWN_HOST, 443))
                self._has_network = bool(found)
            except OSError:  # including time-outs
                self._has_network = False
        return self._has_network

    def _follow(
        self, session: HttpSession, url: str, is_doi: bool, known: LinkResult | None
    ) -> LinkResult:
        headers = {}
        if known is not None and not _is_pdf(url):  # the answer has to say what it is
            headers = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
            headers = {name: text for name, text in headers.items() if text}
        at, moved_to, is_permanent = url, "", True
        for _ in range(MOST_REDIRECTS):
            answer = self._once(session, at, headers)
            if not answer.target:
                break
            if is_doi:  # the DOI is registered; the publisher's response does not matter
                return self._result(LinkState.OK)
            is_permanent = is_permanent and answer.status in _PERMANENT
            at = answer.target
            moved_to = untracked(url, at) if is_permanent else moved_to
        else:
            return self._result(LinkState.UNVERIFIABLE, "redirects in a loop")
        if answer.status in _GONE:
            return self._gone(str(answer.status), known)
        if answer.status >= 400:
            return self._result(LinkState.UNVERIFIABLE, str(answer.status))
        away = detour(url, moved_to or at) or detour(url, at)
        if away and (moved_to or away not in (ABOUT, HOME, SESSION)):
            return self._result(LinkState.UNVERIFIABLE, f"redirects to {away}")
        if answer.status == 200 and _is_pdf(url) and self._is_page(session, at, answer):
            return self._result(LinkState.UNVERIFIABLE, "a web page instead of a PDF")
        if moved_to and moved_to != url:
            return self._result(LinkState.MOVED, moved_to=moved_to)
        result = self._result(LinkState.OK)
        if answer.status == 304 and known is not None:
            result.etag, result.modified = known.etag, known.modified
        else:
            result.etag = answer.headers.get("ETag", "")
            result.modified = answer.headers.get("Last-Modified", "")
        return result

    def _is_page(self, session: HttpSession, url: str, answer: Response) -> bool:
        """Return whether a server has a page: one that says that a file is gone, or that asks for a
        password. Some say so only in response to `HEAD`."""
        return _is_html(answer) and _is_html(self._question(session, "GET", url, {}))

    def _once(self, session: HttpSession, url: str, headers: dict[str, str]) -> Response:
        """Return the response for an address, by GET if the server does not support HEAD."""
        wait: float | None = None
        for method in ("HEAD", "GET"):
            for attempt in range(PATIENCE.tries):
                if attempt:
                    self._sleep(wait or 0.0)
                answer = self._question(session, method, url, headers)
                wait = _asked_to_wait(answer)
                if wait is None or not 0 < wait <= PATIENCE.wait:
                    break
            if wait is not None:
                self._refused[_host(url)] = _Refused(str(answer.status))
                break
            if answer.status not in _ASK_AGAIN:
                break
        return answer

    def _question(
        self, session: HttpSession, method: str, url: str, headers: dict[str, str]
    ) -> Response:
        """Send one request when it is its host's turn."""
        host = _host(url)
        with self._turns.setdefault(host, threading.Lock()):
            if host in self._refused:
                raise self._refused[host]
            if host in self._asked:
                self._sleep(self.pause)
            self._asked.add(host)
            try:
                answer = within(
                    PATIENCE.seconds, lambda: send(session, method, url, headers, reads=False)
                )
                self._silent[host] = 0
                return answer
            except (requests.ConnectionError, requests.Timeout) as error:
                self._silent[host] = self._silent.get(host, 0) + 1
                if _is_unknown_name(error):
                    self._refused[host] = error
                elif self._silent[host] >= MOST_SILENCE:
                    is_late = isinstance(error, requests.Timeout)
                    self._refused[host] = _Refused("timed out" if is_late else "no connection")
                raise

    def _sleep(self, seconds: float) -> None:
        (self.sleep or self.stopped.wait)(seconds)
        if self.stopped.is_set():
            raise _Stopped

    def _result(self, state: LinkState, reason: str = "", moved_to: str = "") -> LinkResult:
        day = self.today.isoformat()
        return LinkResult(state=state, checked=day, reason=reason, moved_to=moved_to)

    def _gone(self, reason: str, known: LinkResult | None) -> LinkResult:
        """Return the result for a missing address: dead only if it was already gone on an earlier
        day."""
        result = self._result(LinkState.FAILED, reason)
        since = known.failing_since if known is not None else ""
        result.failing_since = since or result.checked
        if result.failing_since != result.checked:
            result.state = LinkState.DEAD
        return result


def _is_pdf(url: str) -> bool:
    """Return whether an address is that of a PDF, and not of a page of a forge that shows one:
    `/blob/main/a.pdf`."""
    path = urlsplit(url).path.lower()
    return path.endswith(".pdf") and "/blob/" not in path


def _host(url: str) -> str:
    """Return the host with its port, `example.org:8080`; empty for an invalid address."""
    try:
        return urlsplit(url).netloc.lower().rpartition("@")[2]
    except ValueError:
        return ""


def _is_html(answer: Response) -> bool:
    return answer.headers.get("Content-Type", "").lower().startswith("text/html")


def _asked_to_wait(answer: Response) -> float | None:
    """Return the seconds that a host asks us to wait; 0 if it does not say how long, None if it
    does not ask."""
    text = answer.headers.get("Retry-After", "")
    if answer.status == 429 or (answer.status == 503 and text):
        return retry_after(text, time.time())
    return None


def _is_unknown_name(error: requests.RequestException) -> bool:
    """Return whether a host name does not exist, in contrast to a failure to look it up."""
    cause = getattr(error.args[0] if error.args else None, "reason", None)
    origin = getattr(cause, "__cause__", None)
    return isinstance(origin, socket.gaierror) and origin.errno == socket.EAI_NONAME
