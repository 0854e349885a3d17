"""`papershelf links`: the addresses of a collection, reports about them, and `--fix`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from papershelf import catalogue
from papershelf.catalogue.links import find
from papershelf.online.links import FORMATS, LinkResult, LinkState
from support.command import run
from support.helpers import entry, write
from support.misbehaving import Misbehaving, status
from support.skipped import unix
from support.visiting import Handler


def test_where_addresses_are_found(tmp_path: Path) -> None:
    """In every field that is one, in notes and pages; not in code or comments, not with the sentence's dot."""
    text = entry(more="  urls: {pdf: https://a.example/x.pdf}\n  doi: 10.5555/known\n"
                      "  notes: See [it](https://b.example/y_(z)) and <https://c.example>.\n")  # fmt: skip
    page = "---\ntitle: https://not.example\n---\n\nhttps://d.example/p, `https://code.example`\n\n```\nhttps://code.example\n```\n<!-- https://comment.example -->\n"
    course = "---\ntitle: https://not.example\nurl: https://e.example/course\n---\n\n- [@ada2024engine] <https://f.example>\n"
    root = write(
        tmp_path, {"papers.yaml": text, "content/about.md": page, "content/courses/c.md": course}
    )
    found = find(catalogue.read(root))
    assert [(link.place, link.url) for link in found] == [
        ("papers.yaml:6", "https://a.example/x.pdf"), ("papers.yaml:7", "https://doi.org/10.5555/known"),
        ("papers.yaml:8", "https://b.example/y_(z)"), ("papers.yaml:8", "https://c.example"),
        ("content/about.md:5", "https://d.example/p"), ("content/courses/c.md:3", "https://e.example/course"),
        ("content/courses/c.md:6", "https://f.example"),
    ]  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path, server: Misbehaving) -> Path:
    text = entry(more=f"  urls: {{pdf: {server.url}/moved, code: '{server.url}/gone'}}  # kept\n")
    page = f"# About\n\nSee [there]({server.url}/moved) and {server.url}/ok.\n"
    return write(tmp_path / "shelf", {"papers.yaml": text, "content/about.md": page})


def test_reports(shelf: Path, server: Misbehaving) -> None:
    """Text for people, JSON for programs, Markdown for a pull request; exit code 0."""
    done = run("-C", shelf, "links")
    assert (done.exit_code, done.output) == (0, (
        f"moved: {server.url}/moved → {server.url}/ok\n    papers.yaml:6\n    content/about.md:3\n"
        f"failed for the first time: {server.url}/gone (404)\n    papers.yaml:6\n"
        "3 addresses: 1 ok, 1 moved, 1 failed for the first time\n"
        f"Next: papershelf -C {shelf} links --fix\n"
    ))  # fmt: skip
    counts = json.loads(run("-C", shelf, "links", "--format", "json").output)["counts"]
    assert counts == {"ok": 1, "moved": 1, "failed": 1, "dead": 0, "unverifiable": 0}
    markdown = run("-C", shelf, "links", "--format", "markdown").output
    assert (
        f"- `{server.url}/moved` → `{server.url}/ok`: `papers.yaml:6`, `content/about.md:3`"
        in markdown
    )


def test_fix(shelf: Path, server: Misbehaving) -> None:
    """What moved for good gets its new address; every other byte stays."""
    before = {name: (shelf / name).read_text() for name in ("papers.yaml", "content/about.md")}
    done = run("-C", shelf, "links", "--fix")
    assert done.exit_code == 0
    for name, text in before.items():
        assert (shelf / name).read_text() == text.replace(f"{server.url}/moved", f"{server.url}/ok")


def test_strict(shelf: Path, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only dead links fail the command, and only if an option asks for it."""
    assert run("-C", shelf, "links", "--strict").exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795521600 + 86400))
    done = run("-C", shelf, "links", "--strict")
    assert done.exit_code == 1 and "(404, since 2026-11-24)" in done.output
    assert "Next: fix the dead addresses, then run papershelf" in done.output
    assert run("-C", shelf, "links").exit_code == 0


def test_what_a_server_says_is_no_markup(tmp_path: Path, server: Misbehaving) -> None:
    """The address that `--fix` writes ends where the old one ended, in YAML, notes and Markdown."""
    url = f"{server.url}/hostile"
    root = write(tmp_path / "shelf", {
        "papers.yaml": entry(more=f"  urls: {{pdf: {url}}}\n  notes: See {url} for [more]({url}).\n"),
        "content/about.md": f"# About\n\nSee [there]({url}), <{url}> and {url} too.\n",
    })  # fmt: skip
    assert run("-C", root, "links", "--fix").exit_code == 0
    new = f"{server.url}/ok?%29%20%3Cimg%20src=x%20onerror=alert%281%29%3E%27%22%60%5B@x%5D%2A%3A"
    assert (root / "content/about.md").read_text() == (
        f"# About\n\nSee [there]({new}), <{new}> and {new} too.\n"
    )
    assert f"\n  notes: See {new} for [more]({new}).\n" in (root / "papers.yaml").read_text()
    done = run("-C", root, "check", "--format", "json")
    assert done.exit_code == 0, done.output
    found = {link.url for link in find(catalogue.read(root))}
    assert found == {new, f"{server.url}/ok?)%20%3Cimg%20src=x%20onerror=alert(1)%3E'%22%60[@x]*:"}


def test_the_text_of_a_link_is_an_address_too(tmp_path: Path) -> None:
    """It ends with the text, in notes and in pages."""
    url, other = "https://a.example/x", "https://b.example/y_[1]"
    text = f"See [{url}]({url}), [{url}][there], [{other}]({other}) and [{url}].\n"
    root = write(
        tmp_path, {"papers.yaml": entry(more=f"  notes: {text}"), "content/about.md": text}
    )
    found = [link.url for link in find(catalogue.read(root))]
    assert found == [url, url, url, other, other, url] * 2


def test_escapes_in_markdown_belong_to_it(tmp_path: Path) -> None:
    """`\\_` in a page is `_` in the address."""
    root = write(
        tmp_path, {"papers.yaml": entry(), "content/about.md": "https://a.example/x\\_y z\n"}
    )
    assert [link.url for link in find(catalogue.read(root))] == ["https://a.example/x_y"]


def test_a_long_report_fits_into_a_pull_request(tmp_path: Path) -> None:
    """GitHub takes 65,536 characters; the rest is counted, and JSON has all."""
    urls = [f"http://127.0.0.1:9/{n:04}/{'x' * 500}" for n in range(400)]
    page = "".join(f"<{url}>\n" for url in urls for _ in range(20))
    root = write(tmp_path, {"papers.yaml": entry(), "content/about.md": page})
    links = find(catalogue.read(root))
    states = (LinkState.DEAD, LinkState.MOVED, LinkState.FAILED, LinkState.UNVERIFIABLE)
    results = {
        url: LinkResult(
            state=states[n % 4], checked="2026-11-24", moved_to=url[::-1] if n % 4 == 1 else ""
        )
        for n, url in enumerate(urls)
    }
    told = FORMATS["markdown"](links, results)
    assert len(told) < 65_536
    assert told.count("- … and 60 more\n") == 4 and " and 17 more\n" in told


@pytest.mark.slow
@unix
def test_ctrl_c_keeps_what_was_asked(tmp_path: Path) -> None:
    """Also of a host that is not done, and without waiting for a server that does not answer."""

    def hang(handler: Handler, _: int) -> None:
        threading.Event().wait(15)

    made = Misbehaving({"/ok": status(200), "/hang": hang})
    page = f"<{made.url}/ok?1> <{made.url}/ok?2> <{made.url}/hang>\n"
    root = write(tmp_path / "shelf", {"papers.yaml": entry(), "content/about.md": page})
    code = "from papershelf.online.links import visit; visit.PAUSE = 0.0; from papershelf.__main__ import run; run()"
    command = [
        sys.executable,
        "-c",
        code,
        "-C",
        str(root),
        "links",
        "--cache",
        str(tmp_path / "memory.json"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not any(path == "/hang" for path, _ in made.asked) and time.monotonic() < deadline:
        time.sleep(0.05)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    took = time.monotonic() - begun
    made.close()
    assert (process.returncode, told) == (
        130,
        "papershelf: interrupted; no file was left half-written\n",
    )
    assert took < 8
    kept = json.loads((tmp_path / "memory.json").read_text())
    assert {url.rpartition("/")[2]: row["state"] for url, row in kept.items()} == {
        "ok?1": "ok",
        "ok?2": "ok",
    }
