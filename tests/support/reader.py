"""A reader of the site in any engine, and pages that tell what goes wrong in them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from support.driver import Window, until
from support.helpers import ROOT, Pages


class WatchedPages(Pages):
    """Pages that tell what goes wrong in them."""

    wrong: list[str]

    def do_POST(self) -> None:
        self.wrong.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()

    def send_head(self) -> Any:
        """A page with the script that watches it, which its own policy lets run."""
        path = Path(self.translate_path(self.path))
        if self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        if self.path == "/watch.js":
            return self.answer("text/javascript", (ROOT / "tests/support/watch.js").read_bytes())
        if path.suffix != ".html" or not path.is_file():
            return super().send_head()
        before, head, after = path.read_bytes().partition(b'<meta name="viewport"')
        return self.answer(
            "text/html", before + b'<script src="/watch.js"></script>' + head + after
        )

    def answer(self, form: str, body: bytes) -> io.BytesIO:
        self.send_response(200)
        self.send_header("Content-Type", f"{form}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


class Reader(Window):
    """A reader of the site under its base path."""

    def __init__(self, window: Window, base: str, downloads: Path, wrong: list[str]) -> None:
        super().__init__(window.wire)
        self.base = base
        self.downloads = downloads
        self.wrong = wrong

    def open(self, path: str, ready: str = "document.querySelector('[data-tick]')") -> None:
        """A page of the site whose scripts have done their work."""
        self.go(self.base + path)
        self.see(ready)

    def remember(self, **lists: object) -> None:
        """What an earlier visit left, and nothing else."""
        self.go(f"{self.base}assets/papershelf/icon.svg")  # no script runs here
        self.run("localStorage.clear()")
        for name, value in lists.items():
            self.run(
                "localStorage.setItem(...arguments)", f"papershelf /repo/ {name}", json.dumps(value)
            )

    def pasted(self) -> str:
        """The clipboard, as somebody pastes it."""
        self.run("document.body.append(Object.assign(document.createElement('textarea'), { id: 'paste' }));"
                 " document.getElementById('paste').focus();")  # fmt: skip
        self.press("Control+v")
        return str(
            self.run(
                "const field = document.getElementById('paste'); field.remove(); return field.value;"
            )
        )

    def saved(self, name: str) -> str:
        """A file that was downloaded, once it is whole: Firefox gives it another name until then, and
        WebKit writes into it."""
        path = self.downloads / name
        sizes: list[int] = []

        def is_whole() -> bool:
            sizes.append(path.stat().st_size if path.is_file() else 0)
            is_begun = sizes[-1] and not [*self.downloads.glob("*.*part*")]
            return bool(is_begun and sizes[-5:] == sizes[-1:] * 5)

        until(is_whole, name)
        text = path.read_bytes().decode()
        path.unlink()
        return text
