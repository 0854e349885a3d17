"""Room 6, links: asks addresses whether they are there, politely, and remembers the answers.

In: addresses, a memory of earlier visits, today. Out: a result for each. One question at a time to
a host, a pause between two; `HEAD` first, conditional where an answer is known; nothing is called
dead that did not fail on two different days.
"""

from __future__ import annotations

import datetime
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from generator import files
from generator.importers.fetch import retry_after, user_agent

#: Hosts that are asked at the same time, and seconds between two questions to one of them.
HOSTS_AT_ONCE = 8
PAUSE = 1.0
TIMEOUT = (10.0, 20.0)
MOST_REDIRECTS = 8
#: Seconds that we wait because a host asks for it; longer, and the rest of it is left for today.
MOST_WAIT = 30.0
#: Days for which an answer counts.
MAX_AGE = 7
_GONE = frozenset({404, 410})
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Answers of servers that do not know `HEAD`, or lie to it.
_ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})


class State(StrEnum):
    """What is known of an address."""

    OK = "ok"
    MOVED = "moved"
    FAILED = "failed"
    """Gone today for the first time; nothing is said of it before it fails on another day."""
    DEAD = "dead"
    UNVERIFIABLE = "unverifiable"
    """The server answers, but not to us: 401, 403, 429, 5xx, no answer in time."""


@dataclass(slots=True, kw_only=True)
class Result:
    """What an address answered, as the memory keeps it."""

    state: State
    checked: str
    """Day of the answer, `2026-11-24`."""
    reason: str = ""
    """`404`, `no such host`, `timed out`."""
    moved_to: str = ""
    failing_since: str = ""
    """First of the days on which it was gone."""
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class Memory:
    """Results by address, kept in a JSON file between visits."""

    path: Path | None
    results: dict[str, Result] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None) -> Memory:
        """An empty one where there is no file, or one that cannot be read."""
        results = {}
        if path is not None and path.is_file():
            try:
                kept = json.loads(path.read_text(encoding="utf-8"))
                results = {
                    url: Result(**(item | {"state": State(item["state"])}))
                    for url, item in kept.items()
                }
            except (ValueError, TypeError, KeyError, AttributeError):
                results = {}
        return cls(path, results)

    def save(self) -> None:
        """Writes the file, sorted, through a temporary one."""
        if self.path is not None:
            kept = {url: asdict(self.results[url]) for url in sorted(self.results)}
            text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
            files.write_if_changed(self.path, text.encode())


@dataclass(slots=True, kw_only=True)
class Visitor:
    """Asks addresses."""

    memory: Memory
    today: datetime.date
    max_age: int = MAX_AGE
    pause: float = PAUSE
    sleep: Callable[[float], None] = time.sleep
    stopped: threading.Event = field(default_factory=threading.Event)

    def visit(self, urls: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, Result]]:
        """Address and result, as they come in. With an address stands whether it is a DOI's."""
        by_host: dict[str, list[tuple[str, bool]]] = {}
        for url, is_doi in dict.fromkeys(urls):
            known = self.memory.results.get(url)
            if known is not None and self._is_fresh(known):
                yield url, known
            else:
                by_host.setdefault(urlsplit(url).netloc.lower(), []).append((url, is_doi))
        pool = ThreadPoolExecutor(max_workers=HOSTS_AT_ONCE)
        try:
            running = [pool.submit(self._visit_host, rows) for rows in by_host.values()]
            for done in as_completed(running):
                for url, result in done.result():
                    self.memory.results[url] = result
                    yield url, result
        finally:  # also when somebody presses Ctrl+C: what was asked is remembered
            self.stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)

    def _is_fresh(self, known: Result) -> bool:
        age = (self.today - datetime.date.fromisoformat(known.checked)).days
        # what failed is asked again on the next day, when it can turn out dead or well
        return age < (self.max_age if known.state in (State.OK, State.MOVED) else 1)

    def _visit_host(self, rows: list[tuple[str, bool]]) -> list[tuple[str, Result]]:
        results = []
        with requests.Session() as session:
            session.headers.update({"User-Agent": user_agent(), "Accept": "*/*"})
            refused = ""
            for number, (url, is_doi) in enumerate(rows):
                if self.stopped.is_set():
                    break
                if refused:
                    results.append((url, self._result(State.UNVERIFIABLE, refused)))
                    continue
                if number:
                    self.sleep(self.pause)
                result, wait = self._ask(session, url, is_doi)
                if wait > MOST_WAIT:
                    refused = result.reason
                elif wait:
                    self.sleep(wait)
                    result, _ = self._ask(session, url, is_doi)
                results.append((url, result))
        return results

    def _ask(self, session: requests.Session, url: str, is_doi: bool) -> tuple[Result, float]:
        """The result, and the seconds that the host asks us to wait."""
        known = self.memory.results.get(url)
        try:
            return self._follow(session, url, is_doi, known)
        except requests.exceptions.SSLError:
            return self._result(State.UNVERIFIABLE, "its certificate is not valid"), 0.0
        except requests.Timeout:
            return self._result(State.UNVERIFIABLE, "timed out"), 0.0
        except requests.ConnectionError as error:
            words = str(error)
            if "NameResolution" in words or "Name or service not known" in words:
                return self._gone("no such host", known), 0.0
            return self._result(State.UNVERIFIABLE, "no connection"), 0.0
        except (requests.RequestException, UnicodeError, ValueError) as error:
            return self._result(State.UNVERIFIABLE, type(error).__name__), 0.0

    def _follow(
        self, session: requests.Session, url: str, is_doi: bool, known: Result | None
    ) -> tuple[Result, float]:
        headers = {}
        if known is not None and known.state is State.OK:
            headers = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
            headers = {name: text for name, text in headers.items() if text}
        at, moved_to, is_permanent = url, "", True
        for _ in range(MOST_REDIRECTS):
            status, answer = self._once(session, at, headers)
            if status not in _REDIRECTS or "Location" not in answer:
                break
            if is_doi:  # the registry knows it; what the publisher says is another matter
                return self._result(State.OK), 0.0
            is_permanent = is_permanent and status in _PERMANENT
            at = urljoin(at, answer["Location"])
            moved_to = at if is_permanent else moved_to
        else:
            return self._result(State.UNVERIFIABLE, "it redirects in circles"), 0.0
        if status in _GONE:
            return self._gone(str(status), known), 0.0
        if status >= 400:
            wait = retry_after(answer.get("Retry-After", ""), time.time()) if status == 429 else 0.0
            return self._result(State.UNVERIFIABLE, str(status)), wait
        if moved_to and _is_home(moved_to) and not _is_home(url):
            return self._result(State.UNVERIFIABLE, "it leads to a home page"), 0.0
        if moved_to and moved_to != url:
            return self._result(State.MOVED, moved_to=moved_to), 0.0
        result = self._result(State.OK)
        is_same = status == 304 and known is not None
        result.etag = known.etag if is_same and known else answer.get("ETag", "")
        result.modified = known.modified if is_same and known else answer.get("Last-Modified", "")
        return result, 0.0

    def _once(
        self, session: requests.Session, url: str, headers: dict[str, str]
    ) -> tuple[int, requests.structures.CaseInsensitiveDict[str]]:
        for method in ("HEAD", "GET"):
            with session.request(
                method, url, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
            ) as answer:
                if method == "GET" or answer.status_code not in _ASK_AGAIN:
                    return answer.status_code, answer.headers
        raise AssertionError("a GET was answered")

    def _result(self, state: State, reason: str = "", moved_to: str = "") -> Result:
        day = self.today.isoformat()
        return Result(state=state, checked=day, reason=reason, moved_to=moved_to)

    def _gone(self, reason: str, known: Result | None) -> Result:
        """Dead only if it was gone on an earlier day, too, and was not seen well in between."""
        result = self._result(State.FAILED, reason)
        since = known.failing_since if known is not None else ""
        result.failing_since = since or result.checked
        if result.failing_since != result.checked:
            result.state = State.DEAD
        return result


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not parts.fragment
