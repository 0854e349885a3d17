"""A server on loopback that sends texts with gzip, as GitHub Pages does: for measuring weight."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a site, while it is served."""
    handler = functools.partial(_Gzipped, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
