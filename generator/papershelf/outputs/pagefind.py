"""Pagefind, the program that makes the search index.

In: pages by address. Out: the files of its index, by path. It runs as a service, which reads and
answers messages (https://pagefind.app/docs/node-api/ documents the same calls): it then numbers the
pages in the order in which they are sent. Started on a folder, it takes them in the order in which
the file system lists them, so two machines would make different indexes.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BufferedReader
from subprocess import PIPE
from typing import IO, Any

from pagefind_bin import get_executable

#: Ends each message, which is JSON in base64.
_END = b","
#: Bytes that are read or written at once.
_BUFFER = 1 << 20
#: The number of the last message.
_LAST = 1
#: Marks what a page is about.
_BODY = "data-pagefind-body"
#: Begins an element whose text is not indexed, and what is read even there.
_IGNORE = " data-pagefind-ignore"
_OTHERS = r"""(?:[^<>"']|"[^<>"]*")*"""
_IGNORED = re.compile(rf"<([a-z][a-z0-9]*)(?=\s){_OTHERS}{_IGNORE}(?=[\s>]){_OTHERS}>")
_META = re.compile(r"\sdata-pagefind-(?!ignore[\s>])")


class SearchFailed(Exception):
    """Pagefind failed to make an index; the message is Pagefind's."""


def version() -> str:
    """Return the version that the binary prints, `pagefind 1.5.2`; raise SearchFailed."""
    command = [str(get_executable()), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    if done.returncode:
        raise SearchFailed((done.stderr or done.stdout).strip())
    return done.stdout.strip()


def run(pages: Iterable[tuple[str, str]], **config: Any) -> dict[str, bytes]:
    """Return the files of the index of pages, which are pairs of dest_uri and HTML. `config` has
    Pagefind's options. Raise SearchFailed."""
    command = [str(get_executable()), "--service"]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, _BUFFER, stdin=PIPE, stdout=PIPE, stderr=errors) as service,
        ThreadPoolExecutor(1) as reader,
    ):
        assert service.stdin
        assert isinstance(service.stdout, BufferedReader)
        answer = reader.submit(_last_answer, service.stdout)
        try:
            _send(service.stdin, pages, config)
            payload = answer.result()  # if its input ended before, so would the service
        except (BrokenPipeError, EOFError):
            errors.seek(0)
            text = errors.read().decode("utf-8", "replace").strip()
            raise SearchFailed(text or "Pagefind ended without an index") from None
        finally:
            service.kill()
            with suppress(BrokenPipeError):
                service.stdin.close()
    return {file["path"]: base64.b64decode(file["content"]) for file in payload["files"]}


def _send(stdin: IO[bytes], pages: Iterable[tuple[str, str]], config: dict[str, Any]) -> None:
    def send(kind: str, *, number: int = 0, **payload: Any) -> None:
        message = {"message_id": number, "payload": {"type": kind, **payload}}
        text = json.dumps(message, ensure_ascii=False)
        stdin.write(base64.b64encode(text.encode("utf-8", "replace")) + _END)

    send("NewIndex", config=config)
    for dest_uri, html in pages:
        send("AddFile", index_id=0, file_path=dest_uri, file_contents=_indexed(html))
    send("GetFiles", index_id=0, number=_LAST)
    stdin.flush()


def _indexed(html: str) -> str:
    """Return what Pagefind reads of a page, a quarter of it, so that it takes two thirds of the
    time. The `<` before its mark begins an element, since in texts it is escaped."""
    body = html.find(_BODY)
    if body < 0:
        return html
    title, end = html.find("<title>", 0, body), html.find("</title>", 0, body)
    head = html[title : end + len("</title>")] if 0 <= title < end else ""
    kept = _without_ignored(html[html.rfind("<", 0, body) :])
    return f"<html><head>{head}</head><body>{kept}"


def _without_ignored(html: str) -> str:
    """Leave out elements whose text Pagefind ignores, but not metadata in them."""
    parts, done, at = [], 0, 0
    while (at := html.find(_IGNORE, at)) >= 0:
        start = _IGNORED.match(html, html.rfind("<", 0, at))
        end = _end_of(start[1], html, start.end()) if start else 0
        if start and end > at and not _META.search(html, at, end):
            parts.append(html[done : start.start()])
            done = end
        at = max(at + 1, done)
    return "".join(parts) + html[done:]


def _end_of(tag: str, html: str, start: int) -> int:
    """Return where an element ends whose content starts here; 0 if it never ends."""
    depth = 1
    for match in re.compile(rf"<(/?){tag}(?=[\s>])[^<>]*>", re.IGNORECASE).finditer(html, start):
        depth += -1 if match[1] else 1
        if not depth:
            return match.end()
    return 0


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
