"""What a first visit transfers over gzip, and that nothing moves while a page loads."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import PAGES, Served

pytestmark = pytest.mark.slow

#: Page → bytes of a first visit; a bare page of Material is 69,000.
LIMITS = {"": 130_000, "papers/zheng2024learning/": 90_000}


class _Gzipped(http.server.SimpleHTTPRequestHandler):
    """As GitHub Pages: what is text goes out with gzip."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """No line for each request."""

    def do_GET(self) -> None:
        """A file, or nothing."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        body = path.read_bytes() if path.is_file() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix not in (".png", ".woff2"):
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def gzipped(seed_site: Path) -> Iterator[str]:
    """The address of the 36 papers behind such a server."""
    handler = functools.partial(_Gzipped, directory=str(seed_site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", LIMITS)
def test_a_first_visit_is_light(browser: Any, gzipped: str, path: str) -> None:
    """Every request with its headers, from an empty cache, until the page is quiet."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(gzipped + path, wait_until="networkidle")
    context.close()
    assert len(sizes) > 5
    assert sum(sizes) <= LIMITS[path]


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
  `${entry.value} ${entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 100) ?? node?.nodeName)}`)))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_moves_by_itself(
    browser: Any, seed_server: Served, width: int, scheme: str
) -> None:
    """Cumulative layout shift 0: scripts fill places that are kept for them."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    for path in PAGES[:-1]:
        page.goto(seed_server.url + path, wait_until="networkidle")
        assert page.evaluate("window.shifts") == [], path
    context.close()
