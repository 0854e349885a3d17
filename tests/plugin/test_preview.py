"""`papershelf serve`: its pages are those of a build, and an edit shows at once."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from filecmp import cmp
from pathlib import Path
from typing import NamedTuple

import pytest

from papershelf.outputs import search_index
from papershelf.plugin import behind, preview
from papershelf.storage.files import sources_in
from support.command import run
from support.helpers import copy_example, entry, git, write

pytestmark = pytest.mark.slow

SETTINGS = "site_name: Shelf\nsite_url: https://example.org/shelf/\ndocs_dir: content\ntheme: {name: material}\nplugins: [papershelf]\n"
COURSE = "---\ntitle: Images\n---\nBegin here.\n\n## First\n\n- [@ada2024engine] A note.\n"
FILES = {
    "mkdocs.yml": SETTINGS,
    "papers.yaml": entry(more="  doi: 10.1000/182\n  topics: [looms]\n"),
    "content/about.md": "# About\n\nSee [@ada2024engine], [a file](papers.bib), [all](papers/index.md).\n",
    "content/topics/looms.md": "---\ntitle: Looms\n---\nSee [about](../about.md).\n",
    "content/courses/images.md": COURSE,
}
PAPER = "papers/ada2024engine/"
HAS_IPV6 = Path("/proc/net/if_inet6").exists()


class Serving(NamedTuple):
    """A server, and the collection that it shows."""

    root: Path
    url: str
    log: Path
    process: subprocess.Popen[bytes]
    work: Path

    def get(self, path: str) -> bytes:
        """What the server answers; empty if there is nothing."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:
                return bytes(answer.read())
        except OSError:
            return b""

    def shows(self, path: str, text: str) -> bool:
        return eventually(lambda: text in self.get(path).decode())

    def says(self, text: str) -> bool:
        return eventually(lambda: text in self.log.read_text())


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether something holds within some seconds, on a busy machine."""
    end = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    root = write(tmp_path / "shelf", FILES)
    work = tmp_path / "work"
    work.mkdir()
    port = 18_000 + os.getpid() % 2_000
    command = [sys.executable, "-m", "papershelf", "-C", str(root)]
    command += ["serve", "-a", f"127.0.0.1:{port}"]
    log = tmp_path / "log"
    with log.open("w") as file:
        environment = os.environ | {"TMPDIR": str(work)}
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment)
    served = Serving(root, f"http://127.0.0.1:{port}/shelf/", log, process, work)
    try:
        assert served.shows(PAPER, "On the engine"), log.read_text()
        yield served
    finally:
        process.terminate()
        process.wait(20)


def test_an_edit_shows_at_once(serving: Serving) -> None:
    """On its page, in files, in numbers, and after a while in the search; an error keeps the last good
    pages, and Ctrl+C ends everything, also the build behind."""
    assert b"On the engine" in serving.get("papers/ada2024engine.bib")

    write(serving.root, {"papers.yaml": entry(more="  topic: wrong\n")})
    assert serving.says("unknown key") and serving.says("The last good pages stay")
    assert b"On the engine" in serving.get(PAPER) and b"On the engine" in serving.get("papers/")
    # the build behind, which has read the last good state, goes on
    assert PAPER.encode() in serving.get("doi/10.1000/182/")
    assert b"languages" in serving.get("pagefind/pagefind-entry.json")

    for path in ("papers/nothing/", "papers/%00/"):  # which no file may have in its name
        with pytest.raises(urllib.error.HTTPError, match="404") as missing:
            urllib.request.urlopen(serving.url + path, timeout=60)
        assert b'href="/shelf/papers/"' in missing.value.read()
    assert b"On the engine" in serving.get(PAPER.rstrip("/"))  # as any server of folders

    write(serving.root, {"papers.yaml": entry(title="On zebras")})
    assert serving.shows(PAPER, "On zebras"), serving.log.read_text()
    assert b"On zebras" in serving.get("") and b"On zebras" in serving.get("papers/")
    assert b"On zebras" in serving.get("papers/ada2024engine.bib")
    assert b"On zebras" in serving.get("embed/courses/images/")
    assert eventually(lambda: "zebras" in found(serving)), serving.log.read_text()
    assert serving.get("doi/10.1000/182/") == b""

    # folders that were not there when it began, and one that goes for a moment
    write(serving.root, {"metrics/2026-W48.csv": "id,date,stars\nada2024engine,2026-11-29,7\n"})
    assert serving.shows("trending/", "Too few to tell")
    for title in ("On looms", "On cards"):
        write(serving.root, {"papers/more.yaml": entry("bob2024loom", title)})
        assert serving.shows("papers/bob2024loom/", title), serving.log.read_text()
        (serving.root / "papers/more.yaml").unlink()
        (serving.root / "papers").rmdir()
        assert eventually(lambda: serving.get("papers/bob2024loom/") == b"")
    serving.process.send_signal(signal.SIGINT)  # during the build behind
    assert serving.process.wait(20) == 0
    assert list(serving.work.iterdir()) == [] and not (serving.root / "build").exists()
    assert (serving.root / "papers.yaml").read_text() == entry(title="On zebras")
    assert "Traceback" not in serving.log.read_text()


def found(serving: Serving) -> str:
    """The title of the paper in the search index."""
    page = "en__ada2024engine"
    data = serving.get(f"pagefind/{search_index.path_of(page)}")
    if not data:
        return ""
    text = gzip.decompress(data).decode("utf-8", "replace")
    return str(json.loads(text[text.index("{") :])[page]["meta"]["title"])


class _Nothing:
    """In place of the build behind."""

    has_files, has_ended = False, True

    def __init__(self, *arguments: object) -> None:
        pass

    def pause(self) -> None:
        pass

    end = go_on = pause


@pytest.mark.parametrize("name", ["small", "example"])
def test_pages_are_those_of_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Byte for byte, whether they are made alone when a browser asks for them, or in a build."""
    monkeypatch.setattr(preview, "Behind", _Nothing)
    root = tmp_path / name
    if name == "example":
        copy_example(root)
    else:
        write(root, FILES)
        for command in (("init",), ("add", "papers.yaml"), ("commit", "-m", "Papers")):
            git(root, *command)
    server = preview.Preview(root, tmp_path, "127.0.0.1:8000")
    try:
        server.rebuild()
        said: list[tuple[str, str]] = []
        behind.build(root, tmp_path / "whole", server.url, lambda *each: said.append(each))
        assert [kind for kind, _ in said] == ["files", "search"]
        whole = sources_in(tmp_path / "whole/site")
        pages = [name for name in whole if name.endswith("index.html")]
        # redirects and pages for frames come from the build behind
        chosen = [path for path in pages if not path.startswith(("doi/", "arxiv/", "embed/"))]
        for path in chosen[:: 1 if name == "small" else 6]:
            server._provide(path)
            assert (server.site / path).read_bytes() == Path(whole[path]).read_bytes(), path
        assert len(chosen) > 15 and "developers/index.html" in chosen
    finally:
        server.end()


def test_a_hook_that_reads_all_pages_gets_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then each edit builds the whole site, as `mkdocs serve` does."""
    monkeypatch.setattr(preview, "Behind", None)  # would fail
    hook = "def on_post_page(output, page, config): return output + '<!-- stamped -->'\n"
    files = {"mkdocs.yml": f"{SETTINGS}hooks: [hook.py]\n", "hook.py": hook}
    server = preview.Preview(write(tmp_path / "shelf", FILES | files), tmp_path, "127.0.0.1:8000")
    try:
        server.rebuild()
        server.rebuild()
        for path in (f"{PAPER}index.html", "topics/looms/index.html", "about/index.html"):
            assert (server.site / path).read_bytes().count(b"<!-- stamped -->") == 1
        for path in ("papers.bib", "pagefind/pagefind-entry.json", "doi/10.1000/182/index.html"):
            assert (server.site / path).is_file()
    finally:
        server.end()


def test_an_edited_hook_is_loaded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a new start. After a mistake, the last good pages stay until it is fixed."""
    monkeypatch.setattr(preview, "Behind", None)  # would fail
    stamp = "def on_post_page(output, page, config): return output + '<!-- {} -->'\n"
    more = {"mkdocs.yml": f"{SETTINGS}hooks: [hook.py]\n", "hook.py": stamp.format("old")}
    root = write(tmp_path / "shelf", FILES | more)
    server = preview.Preview(root, tmp_path, "127.0.0.1:8000")
    try:
        server.watch_all(server.config)
        server.rebuild()
        page = server.site / "about/index.html"
        assert "<!-- old -->" in page.read_text()
        write(root, {"hook.py": "def on_post_page(:\n"})
        with pytest.raises(SyntaxError):
            server.rebuild()
        write(root, {"hook.py": stamp.format("newer")})
        server.rebuild()
        assert "<!-- newer -->" in page.read_text() and "<!-- old -->" not in page.read_text()
    finally:
        server.end()


def test_a_later_build_behind_replaces_the_files(tmp_path: Path) -> None:
    """They are those of a build into an empty folder, and what did not change is not written."""
    root, url = write(tmp_path / "shelf", FILES), "http://127.0.0.1:8000/"
    kept = tmp_path / "work/site/papers/ada2024engine.bib"
    behind.build(root, tmp_path / "work", url, lambda *_: None)
    time = kept.stat().st_ctime_ns
    write(root, {"papers.yaml": FILES["papers.yaml"] + entry("new2025x")})
    for work in ("work", "other"):
        behind.build(root, tmp_path / work, url, lambda *_: None)
    assert kept.stat().st_ctime_ns == time
    ours, other = (sources_in(tmp_path / work / "site") for work in ("work", "other"))
    assert list(ours) == list(other) and "papers/new2025x.bib" in ours
    assert all(cmp(ours[name], other[name], shallow=False) for name in ours)


def test_templates_of_the_owner_are_watched(tmp_path: Path) -> None:
    """A mistake in one is reported with its line, and the last good pages stay."""
    settings = SETTINGS.replace("material}", "material, custom_dir: mine}")
    root = write(tmp_path / "shelf", FILES | {"mkdocs.yml": settings, "mine/404.html": "Lost"})
    server = preview.Preview(root, tmp_path / "work", "127.0.0.1:0")
    try:
        server.take_address()
        server.watch_all(server.config)
        server.rebuild()
        (root / "mine/404.html").write_text("{{ nope.x }}")
        with pytest.raises(
            SystemExit, match=r"papershelf: mine/404\.html:1: 'nope' is undefined; it rep"
        ):
            server.rebuild()
        assert (server.site / "404.html").read_text() == "Lost"
    finally:
        server.end()


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        (SETTINGS.replace("material}", "material, custom_dir: mine}"), "mine/partials/x.html"),
        (SETTINGS.replace("docs_dir: content", "docs_dir: pages"), "pages/about.md"),
        (SETTINGS.replace("[papershelf]", "[papershelf: {catalogue: new.yaml}]"), "new.yaml"),
        (f"{SETTINGS}INHERIT: base.yml\n", "base.yml"),
    ],
)
def test_what_new_settings_name_is_watched(settings: str, path: str, tmp_path: Path) -> None:
    """Other folders, another catalogue, and a file with more settings."""
    more = {"mine/x.txt": "", "pages/x.md": "# X\n", "new.yaml": entry(), "base.yml": "{}"}
    root = write(tmp_path / "shelf", FILES | more)
    server = preview.Preview(root, tmp_path / "work", "127.0.0.1:0")
    try:
        server.take_address()
        server.rebuild()
        write(root, {"mkdocs.yml": settings})
        server.rebuild()
        before = list(server._state())
        write(root, {path: "# More\n"})
        assert list(server._state()) != before
    finally:
        server.end()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1:{port}", "cannot serve at 127.0.0.1:{port}: Address already in use"),
        ("203.0.113.1:{port}", "cannot serve at 203.0.113.1:{port}: "),
        ("127.0.0.1:70000", "cannot serve at 127.0.0.1:70000: there is no such port"),
    ],
)
def test_an_address_that_cannot_be_used(address: str, why: str, tmp_path: Path) -> None:
    """It is reported before the first build."""
    root = write(tmp_path / "shelf", {"papers.yaml": "not read"})
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("-C", root, "serve", "-a", address.format(port=port))
    assert done.exit_code == 2 and why.format(port=port) in done.output
    assert "choose another address with --address" in done.output


def test_the_address_is_that_of_the_server(tmp_path: Path) -> None:
    """Also for port 0, with which the system chooses one, and for version 6 of IP."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    for host in ("127.0.0.1", "[::1]") if HAS_IPV6 else ("127.0.0.1",):
        server = preview.Preview(root, tmp_path / "work", f"{host}:0")
        try:
            server.take_address()
            assert server.url == f"http://{host}:{server.server_port}/" and server.server_port
        finally:
            server.end()
