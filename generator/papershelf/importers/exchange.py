"""One request to a web server, and the limits of its response; no other module sends requests.

In: a method, an address, headers. Out: status, headers and body of the response. Follows no
redirect and tries once: what else is polite, and for whom, its callers know.
"""

from __future__ import annotations

import email.utils
import queue
import threading
from collections.abc import Callable, Mapping
from importlib import metadata
from typing import NamedTuple, TypeVar
from urllib.parse import urldefrag, urljoin, urlsplit

import requests

T = TypeVar("T")

#: The User-Agent header: name, version, purpose.
USER_AGENT = (
    f"papershelf/{metadata.version('papershelf')} (static site generator for paper collections)"
)
#: Seconds to connect, and between two chunks of a response.
TIMEOUT = (10.0, 20.0)
#: The most bytes of a response.
MOST_BYTES = 20 * 2**20
#: The most redirects to follow; doi.org needs two or three.
MOST_REDIRECTS = 8


class Patience(NamedTuple):
    """How long to wait for a server."""

    tries: int
    """The most requests for one response."""
    seconds: float
    """The time for a response with its headers, and with redirects if they are followed."""
    wait: float
    """The most seconds to wait if the server asks for it."""


class Response(NamedTuple):
    """The response to one request."""

    status: int
    headers: Mapping[str, str]
    """Their names have no case."""
    target: str
    """Where a redirect leads, an absolute address; empty if this is none."""
    body: bytes = b""


class TooLarge(requests.RequestException):
    """A response has more than MOST_BYTES."""


def _as_given(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Return a request as it is: no password goes to an address of a catalogue."""
    return request


class HttpSession(requests.Session):
    """A session that says who asks, and follows no redirects: its user does, and checks where they
    lead. For a redirect to an invalid address, requests would leave the socket open."""

    def __init__(self) -> None:
        super().__init__()
        self.headers["User-Agent"] = USER_AGENT
        # without it, requests would send what ~/.netrc has for a host, also in place of a token
        self.auth = _as_given

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: no redirect is followed."""


def send(
    session: HttpSession,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    reads: bool = True,
) -> Response:
    """Return the response to one request; without its body if that is not to be read, or if it is
    a redirect. Raise requests.RequestException. Call it through `within`."""
    try:
        with session.request(
            method, url, headers=headers, data=body or None, timeout=TIMEOUT, stream=True
        ) as given:
            response = Response(given.status_code, given.headers, _target(url, given))
            reads = reads and not response.target
            return response._replace(body=_body(given)) if reads else response
    except requests.RequestException:
        raise
    except ValueError:  # of urllib3 and urllib.parse
        raise requests.exceptions.InvalidURL from None


def _target(url: str, response: requests.Response) -> str:
    """Return the target of a redirect, in valid characters of an address: headers are read as
    Latin-1, and may contain anything. It keeps the fragment (RFC 9110, section 10.2.2)."""
    if not response.is_redirect:
        return ""
    location = response.headers["Location"].encode("latin-1", "replace").decode("utf-8", "replace")
    target = requests.utils.requote_uri(urljoin(url, location.strip()))
    fragment = urldefrag(url).fragment
    return target if "#" in target or not fragment else f"{target}#{fragment}"


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

    # a daemon: a hanging request must not delay the exit
    threading.Thread(target=run, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise requests.Timeout from None
    if isinstance(answer, BaseException):
        raise answer
    return answer[0]


def _body(response: requests.Response) -> bytes:
    """Return the body of a response. Raise TooLarge."""
    data = bytearray()
    for piece in response.iter_content(64 * 1024):
        data += piece
        if len(data) > MOST_BYTES:
            raise TooLarge(f"the response is larger than {MOST_BYTES:,} bytes")
    return bytes(data)


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


def host_of(url: str) -> str:
    """Return the host of a URL, for messages."""
    return urlsplit(url).hostname or url
