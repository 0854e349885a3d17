"""Small tools of the tests: collections from strings, reports, servers, the expected files."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from papershelf import catalogue, checks, problems
from papershelf.catalogue.model import Collection
from papershelf.outputs import everything, related
from papershelf.outputs.everything import Finder, Output, PageOutput
from papershelf.outputs.settings import Settings
from papershelf.plugin import build_site
from papershelf.plugin.site import Result
from papershelf.problems import Problem
from papershelf.storage.publishing import Draft

ROOT = Path(__file__).parent.parent.parent
#: Real collections and records, which are not part of the repository.
DATA = Path(os.environ.get("PAPERSHELF_DATA") or ROOT.parent / "shared" / "data")
#: Where `make tools` puts the programs that tests compare with.
TOOLS = ROOT / ".venv" / "tools" / "node_modules"

#: How many papers the example has, which is the collection of this repository.
TOTAL = 37

#: A page of each kind on the site of the example; a new kind needs a row. The last one is
#: what a server answers for a wrong address, `SMALL` are pages without the frame of the site.
PAGES = ("", "papers/", "papers/zheng2024learning/", "topics/", "topics/medical-imaging/", "authors/",
         "authors/jie-yang/", "venues/", "venues/aaai-2024/", "years/", "years/2024/", "days/", "days/2025-12-23/", "digests/", "digests/2025-12-23/", "courses/", "courses/images-and-words/",
         "courses/images-and-words/2026-autumn/", "trending/", "stats/", "map/", "about/",
         "developers/", "basket/", "404.html")  # fmt: skip
SMALL = ("arxiv/2407.11351/",)
#: Those of PAGES that differ in more than their texts: the others have their templates.
DISTINCT = tuple(
    path
    for path in PAGES[:-1]
    if path not in {"venues/", "years/", "digests/", "venues/aaai-2024/", "years/2024/"}
)

ENTRY = """- id: {id}
  title: {title}
  authors: [Ada Lovelace]
  published: 2024-04-27
  added: 2025-12-23
"""


def entry(paper_id: str = "ada2024engine", title: str = "On the engine", more: str = "") -> str:
    """One complete entry as YAML; `more` are further lines of it."""
    return ENTRY.format(id=paper_id, title=title) + more


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder from a mapping of POSIX paths to contents."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def copy_example(folder: Path) -> Path:
    """The collection of this repository, in another folder."""
    for name in ("content", "overrides", "papers"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("mkdocs.yml", "papers.yaml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def publish(site: Path, version: Mapping[str, str]) -> int:
    """The number of files that change when this becomes the version of a site."""
    with tempfile.TemporaryDirectory(dir=site.parent) as folder:
        draft = Draft(Path(folder), site)
        for name, text in version.items():
            draft.put(name, text.encode())
        return draft.publish(site)


def check(root: Path) -> list[Problem]:
    """All problems of a collection."""
    return checks.check(catalogue.read(root))


def errors(root: Path) -> list[Problem]:
    """The errors of a collection; it may have warnings."""
    return [problem for problem in check(root) if problem.severity == "error"]


def report(root: Path) -> str:
    """The report that `papershelf check` prints."""
    source = catalogue.read(root)
    return problems.to_text(checks.check(source), source.found)


def collect(root: Path, limit: int | None = None) -> Collection:
    """The collection in a folder; it must have no errors. Collections that tests do not change are
    read once."""
    is_fixed = root == ROOT or root.is_relative_to(DATA)
    return _collect(root, limit) if is_fixed else _collect.__wrapped__(root, limit)


@functools.cache
def _collect(root: Path, limit: int | None) -> Collection:
    source = catalogue.read(root)
    found = checks.check(source)
    assert not problems.errors_in(found), problems.to_text(found, source.found)
    return catalogue.collect(source, limit)


def named(names: Iterable[str]) -> list[Any]:
    """Names of collections as parameters; those of hundreds of papers are slow."""
    large = ("gaussian", "haskell")
    return [
        pytest.param(name, marks=pytest.mark.slow) if name.startswith(large) else name
        for name in names
    ]


def pages(root: Path, limit: int | None = None, **settings: object) -> dict[str, str]:
    """src_uri → Markdown of a small collection."""
    collection = collect(root, limit)
    made = everything.make(collection, Settings(**settings), related.find(collection))  # type: ignore[arg-type]
    return texts(made)


def one_page(root: Path, url: str, **settings: Any) -> str:
    """The Markdown of a page of a small collection, made without the others."""
    finder = Finder(collect(root), Settings(**settings), {}, has_map=False, has_search=True)
    page = finder.page(url)
    assert page, f"no page {url}"
    return page.to_markdown()


def texts(outputs: Iterable[Output | PageOutput]) -> dict[str, str]:
    """src_uri → text of each output; a cartridge is a zip file."""
    kept = (output for output in outputs if not output.src_uri.endswith(".imscc"))
    return {output.src_uri: output.data.decode() for output in kept}


def build(root: Path, site: Path, **options: object) -> Result:
    """A strict build, which does everything again."""
    forced = {"strict": True, "is_forced": True}
    return build_site(root, site_dir=site, **forced | options)  # type: ignore[arg-type]


def compare(expected: Path, actual: str, *, renew: bool) -> None:
    """Expected on the left; with --golden the file is written instead."""
    if renew:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(actual, encoding="utf-8", newline="")
    assert expected.is_file(), f"{expected} is missing: make golden writes it"
    assert expected.read_bytes().decode() == actual


class Pages(http.server.SimpleHTTPRequestHandler):
    """The files of a folder, as GitHub Pages hands them out."""

    protocol_version = "HTTP/1.1"  # one connection for many files
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the one before

    def log_message(self, *args: object) -> None:
        """No line for each request."""

    def end_headers(self) -> None:
        """As GitHub Pages: the scripts of any site may read, and browsers may keep a file for ten
        minutes."""
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        """As GitHub Pages: a folder without a page is not there."""
        self.send_error(404)

    def send_error(self, code: int, *args: object, **kwargs: object) -> None:  # type: ignore[override]
        """As GitHub Pages: the site's own page."""
        page = Path(self.directory) / "repo" / "404.html"
        body = page.read_bytes() if code == 404 and page.is_file() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    """On loopback, at a port of the system's choice; tells of no client that went away."""

    daemon_threads = True

    def __init__(self, handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)  # type: ignore[arg-type]

    def serve_forever(self, poll_interval: float = 0.01) -> None:
        """`shutdown` waits for one interval, which is half a second unless given."""
        super().serve_forever(poll_interval)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that are killed, or tired of waiting, are what tests are about."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Served:
    """A site on loopback under the base path `/repo/`."""

    def __init__(self, site: Path, pages: Callable[..., Pages] = Pages) -> None:
        self.folder = site.parent / f".served-{site.name}"
        self.folder.mkdir(exist_ok=True)
        link = self.folder / "repo"
        with suppress(FileExistsError):  # another process may serve it, too
            link.symlink_to(site, target_is_directory=True)
        handler = functools.partial(pages, directory=str(self.folder))
        self.server = Server(handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/repo/"

    def __enter__(self) -> Served:
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


#: The options of a context of Playwright: a phone in a hand.
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}


@contextmanager
def watched(browser: Any, within: str = "http://127.0.0.1:", **options: Any) -> Iterator[Any]:
    """A reader's browser with memory of its own, which fails the test if a script fails, a dialog
    opens, a cookie is set or an address is asked that begins otherwise."""
    context = browser.new_context(**options)
    wrong: list[str] = []

    def watch(page: Any) -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((within, "data:", "blob:")) or wrong.append(request.url)
            ),
        )

    context.on("page", watch)
    yield context
    assert context.cookies() == []
    context.close()
    assert wrong == []


def goto(page: Any, url: str) -> None:
    """Open a page and wait until its scripts, which must be allowed, have loaded what they want.

    After a click, key or tap that opens a page, `page.wait_for_url` waits until it has loaded. Without
    that, a test may ask what has not arrived yet.
    """
    with settled(page):
        page.goto(url)


@contextmanager
def settled(page: Any) -> Iterator[None]:
    """Afterwards, wait until the page twice in a row has nothing to do and has asked for nothing that
    has not come, at most ten seconds. Playwright's `networkidle` waits for half a second."""
    asked: set[Any] = set()

    def ask(request: Any) -> None:
        asked.add(request)

    def answer(request: Any) -> None:
        asked.discard(request)

    events = {"request": ask, "requestfinished": answer, "requestfailed": answer}
    for event, handler in events.items():
        page.on(event, handler)
    yield
    quiet = 0
    latest = time.monotonic() + 10
    while quiet < 2 and time.monotonic() < latest:
        page.wait_for_timeout(25)
        # without a screen, the browser may never be idle
        page.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 500 }))")
        quiet = 0 if asked else quiet + 1
    for event, handler in events.items():
        page.remove_listener(event, handler)


def git(root: Path, *arguments: str) -> None:
    """git without anybody's settings."""
    config = ("user.name=T", "user.email=t@example.org", "init.defaultBranch=main", "maintenance.auto=false")  # fmt: skip
    options = [part for value in config for part in ("-c", value)]
    subprocess.run(["git", *options, "-C", str(root), *arguments], check=True, capture_output=True)


def ask(page: Any, query: str) -> list[str]:
    """Return the ids of what the search dialog finds."""
    page.wait_for_selector(".ps-find__open")
    if not page.locator("#ps-q").is_visible():
        page.keyboard.press("/")
    page.fill("#ps-q", query)
    answered(page, query)
    links = page.locator(".ps-results a").evaluate_all("all => all.map(a => a.pathname)")
    return [link.rstrip("/").rpartition("/")[2] for link in links]


def answered(page: Any, query: str) -> None:
    """Waits until the results of a query stand in the page."""
    page.wait_for_function(
        "query => { const list = document.querySelector('.ps-results');"
        " return list?.ariaBusy === 'false' && list.dataset.query === query; }",
        arg=query,
    )
