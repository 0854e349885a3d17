"""Pagefind, the program that makes the search index.

In: pages by address. Out: the files of its indexes, by path. It runs as a service, which reads and
answers messages (https://pagefind.app/docs/node-api/ documents the same calls): it then numbers the
pages in the order in which they are sent. Started on a folder, it takes them in the order in which
the file system lists them, so two machines would make different indexes.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedReader
from itertools import chain, islice
from subprocess import PIPE
from typing import IO, Any

from pagefind_bin import get_executable

#: Ends each message, which is JSON in base64.
_END = b","
_ENDED = (
    "Pagefind ended without an index (exit code {}); for 10,000 papers, it needs 1.1 GB of memory"
)
#: Pages of one index, at most. Pagefind takes some 100 KB of memory for each.
PART = 12_000
#: Begins every binary file of an index, before the CBOR or the JSON.
_MAGIC = b"pagefind_dcd"
#: Bytes that are read or written at once.
_BUFFER = 1 << 20
#: The number of the last message.
_LAST = 1
#: Marks the element that says what a page is about.
_BODY = "data-pagefind-body"
#: Ends what is around that element.
_END_OF_BODY = "</main>"
#: A tag in the form in which we write it: closing, name, attributes, closing itself.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:-]*(?:="[^"<>]*")?)*)\s*(/?)>')
_TITLE = re.compile("<title>[^<>]*</title>")
#: What makes a difference to Pagefind before the body, or may hide a tag.
_UNUSUAL = re.compile("(?i)<h1|<!--|<title(?!>)|<title>.*<title>", re.DOTALL)
_VALUE = re.compile('"[^"]*"')
_IGNORED = re.compile(r"\sdata-pagefind-ignore(?=\s|$)")
#: Attributes that count even in an element that is ignored.
_COUNTS = re.compile(r"\sdata-pagefind-(?!ignore(?:\s|$))")
#: An element without content, of which Pagefind reads an attribute: the plain text of a formula.
_READ = re.compile(r'<span data-pagefind-index-attrs="(data-[a-z]+)" \1="([^"]*)"></span>')
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Elements whose content is not HTML, or has rules of its own.
_OTHER = frozenset("script style textarea title template svg iframe noscript xmp".split())


class SearchFailed(Exception):
    """Pagefind failed to make an index; the message is Pagefind's."""


def version() -> str:
    """Return the version that the binary prints, `pagefind 1.5.2`; raise SearchFailed."""
    command = [str(get_executable()), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    if done.returncode:
        raise SearchFailed((done.stderr or done.stdout).strip())
    return done.stdout.strip()


def run(pages: Iterable[tuple[str, str]], **config: Any) -> list[dict[str, bytes]]:
    """Return the files of an index for each PART pages, but at least of one. Pages are pairs of
    dest_uri and what `indexed` returned. `config` has Pagefind's options. Raise SearchFailed."""
    with ExitStack() as services:
        begun = [services.enter_context(_begin(part, config)) for part in _parts(pages)]
        return [files() for files in begun]


def _parts(pages: Iterable[tuple[str, str]]) -> Iterator[Iterator[tuple[str, str]]]:
    """Each part has to be read before the next one."""
    left = iter(pages)
    yield islice(left, PART)
    for first in left:
        yield chain([first], islice(left, PART - 1))


@contextmanager
def _begin(
    pages: Iterator[tuple[str, str]], config: dict[str, Any]
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Send pages to a service, and yield a function that waits for the files of their index."""
    command = [str(get_executable()), "--service"]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, _BUFFER, stdin=PIPE, stdout=PIPE, stderr=errors) as service,
        ThreadPoolExecutor(1) as reader,
    ):
        found = reader.submit(_read, service)

        def wait() -> dict[str, bytes]:
            try:
                return found.result()
            except EOFError:
                errors.seek(0)
                text = errors.read().decode("utf-8", "replace").strip()
                raise SearchFailed(text or _ENDED.format(service.wait())) from None

        assert service.stdin
        try:
            try:
                _send(service.stdin, pages, config)
            except EOFError:
                wait()  # it says why the service has ended
            yield wait
        finally:
            service.kill()
            with suppress(OSError):
                service.stdin.close()


def _read(service: subprocess.Popen[bytes]) -> dict[str, bytes]:
    """Wait for the files of an index, and end the service, which keeps its memory. Raise
    SearchFailed, or EOFError if the service ends before."""
    assert isinstance(service.stdout, BufferedReader)
    payload = _last_answer(service.stdout)
    service.kill()
    return {file["path"]: base64.b64decode(file["content"]) for file in payload["files"]}


def _send(stdin: IO[bytes], pages: Iterable[tuple[str, str]], config: dict[str, Any]) -> None:
    """Raise EOFError if the service has ended."""

    def send(kind: str, *, number: int = 0, **payload: Any) -> None:
        message = {"message_id": number, "payload": {"type": kind, **payload}}
        text = json.dumps(message, ensure_ascii=False)
        try:
            stdin.write(base64.b64encode(text.encode("utf-8", "replace")) + _END)
            if number == _LAST:
                stdin.flush()
        except OSError as error:
            raise EOFError from error

    send("NewIndex", config=config)
    for dest_uri, html in pages:
        send("AddFile", index_id=0, file_path=dest_uri, file_contents=html)
    send("GetFiles", index_id=0, number=_LAST)


def indexed(html: str) -> str:
    """Return the title and the body of a page, without what Pagefind ignores there: it then takes
    two thirds of the time. A page in another form than ours comes back whole. Formulas become text,
    and with it parts of words: Pagefind makes a sentence of an attribute, `k. -means`."""
    start = html.rfind("<", 0, html.find(_BODY))
    end = html.find(_END_OF_BODY, start) + len(_END_OF_BODY)
    head = html[:start]
    title, first = _TITLE.search(head), _TAG.match(html, start)
    is_ours = (
        title
        and first
        and f" {_BODY}" in _VALUE.sub("", first[3])
        and "<main" in html[: first.end()]
        and end > start
        and "data-pagefind-" not in head + html[end:]
        and not _UNUSUAL.search(head)
    )
    body = _READ.sub(r"\2", _without_ignored(html[start:end])) if is_ours else ""
    return f"<html><head>{title[0]}</head><body>{body}" if title and body else html


def _without_ignored(html: str) -> str:
    """Return a body without the elements whose text Pagefind ignores; empty if it is not written
    as ours. Elements stay if anything in them counts: metadata, a heading or an image."""
    parts: list[str] = []
    done, start, tags = 0, 0, 0
    counts = False
    inside: list[str] = []
    for tag in _TAG.finditer(html):
        tags += 1
        closing, name, attributes, itself = tag.groups()
        if name in _OTHER or (itself and name not in _VOID):
            return ""
        own = _VALUE.sub("", attributes) if "data-pagefind-" in attributes else ""
        if not inside:
            if closing or name in _VOID or not _IGNORED.search(own):
                continue
            start, counts = tag.start(), False
        counts = counts or name in ("h1", "img") or bool(_COUNTS.search(own))
        if not closing:
            inside += [] if name in _VOID else [name]
        elif inside.pop() != name:
            return ""
        elif not inside and not counts:
            parts.append(html[done:start])
            done = tag.end()
    is_ours = tags == html.count("<") and not inside
    return "".join(parts) + html[done:] if is_ours else ""


def _last_answer(stdout: BufferedReader) -> dict[str, Any]:
    """Read all answers, and return the last one. Raise SearchFailed for the first error, or
    EOFError if the service ends."""
    failed = ""
    for message in _answers(stdout):
        payload: dict[str, Any] = message["payload"]
        if payload["type"] == "Error":
            failed = failed or payload["message"]
        if message["message_id"] == _LAST:
            if failed:
                raise SearchFailed(failed)
            return payload
    raise EOFError


def _answers(stdout: BufferedReader) -> Iterator[dict[str, Any]]:
    parts: list[bytes] = []
    while part := stdout.read1():
        first, *others = part.split(_END)
        parts.append(first)
        for other in others:
            yield json.loads(base64.b64decode(b"".join(parts)))
            parts = [other]


def unpack(data: bytes) -> bytes:
    """Return what a binary file of an index has after its beginning."""
    return gzip.decompress(data).removeprefix(_MAGIC)


def pack(data: bytes, level: int = 9) -> bytes:
    """Return a binary file, the same bytes with any version of Python, unlike `gzip.compress`."""
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", level, packed, mtime=0) as file:
        file.write(_MAGIC + data)
    return packed.getvalue()
