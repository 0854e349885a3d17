"""The tutorial: every shell command of it runs, in order, and prints what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from papershelf import load
from support.helpers import ROOT, git, write
from support.misbehaving import Misbehaving, send

PAGE = (ROOT / "docs/tutorial.md").read_text()
#: Blocks of the page, in order: language, name of a file, text.
BLOCKS = re.findall(r'^```(\w+)(?: title="(.*?)")?\n(.*?)^```$', PAGE, re.DOTALL | re.MULTILINE)

#: `make` finds an environment that has the locked packages already, and pip as one of them;
#: `papershelf serve` ends once it has answered.
PRELUDE = r"""
set -euo pipefail
make() {
  "$BASE_PYTHON" -m venv --without-pip papershelf/.venv
  echo "$PACKAGES" > "$(echo papershelf/.venv/lib/python3*/site-packages)/locked.pth"
  printf '#!/bin/sh\nexec "$(dirname "$0")/python" -m pip "$@"\n' > papershelf/.venv/bin/pip
  chmod +x papershelf/.venv/bin/pip
  command make "$@"
}
papershelf() {
  if [ "$1" != serve ]; then command papershelf "$@"; return; fi
  "$BASE_PYTHON" "$SERVE"
}
"""
SERVE = """
import re, signal, socket, subprocess, time, urllib.request
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    address = "127.0.0.1:%d" % free.getsockname()[1]
run = subprocess.Popen(["papershelf", "serve", "-a", address])
for _ in range(600):
    assert run.poll() is None
    try:
        home = urllib.request.urlopen(f"http://{address}/").read().decode()
        break
    except OSError:
        time.sleep(0.1)
run.send_signal(signal.SIGINT)
run.wait(60)
print("served:", re.search("<title>(.*?)</title>", home)[1])
"""


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """arXiv on loopback; it knows the papers of the example collection."""
    papers = {paper.arxiv: paper for paper in load(ROOT).papers.values() if paper.arxiv}

    def answer(handler: object, _: int) -> None:
        name = re.search(r"id_list=([^&]*)", handler.path)[1]  # type: ignore[attr-defined, index]
        paper = papers[name]
        authors = "".join(
            f"<author><name>{escape(author.shown)}</name></author>" for author in paper.authors
        )
        body = (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/{name}v1</id>'
            f"<title>{escape(paper.title)}</title><summary>{escape(paper.abstract)}</summary>"
            f"<published>{paper.published.padded}T00:00:00Z</published>{authors}</entry></feed>"
        )
        send(handler, body.encode())  # type: ignore[arg-type]

    made = Misbehaving({"/arxiv": answer})
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{made.url}/arxiv")
    yield
    made.close()


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """GitHub's API for a repository whose settings are those of the page."""
    pages = b'{"build_type": "workflow", "html_url": "https://you.github.io/reading-list/"}'
    rights = b'{"can_approve_pull_request_reviews": true}'
    repository = "/repos/YOU/reading-list"
    made = Misbehaving({
        f"{repository}/pages": lambda handler, _: send(handler, pages),
        f"{repository}/actions/permissions/workflow": lambda handler, _: send(handler, rights),
    })  # fmt: skip
    monkeypatch.setenv("PAPERSHELF_GITHUB", made.url)
    monkeypatch.setenv("GH_TOKEN", "token")
    yield
    made.close()


def remote(folder: Path) -> None:
    """Put the repositories that the page names below a folder: this one, and an empty one."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=True,
    )  # fmt: skip
    source = folder / "source"
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    git(source, "init", "-q", "-b", "main")
    git(source, "add", "-A")
    git(source, "commit", "-q", "-m", "First")
    for owner in ("OWNER", "YOU"):
        (folder / owner).mkdir()
    git(folder, "clone", "-q", "--bare", str(source), "OWNER/papershelf.git")
    git(folder, "init", "-q", "--bare", "-b", "main", "YOU/reading-list.git")


@pytest.mark.slow
def test_the_tutorial(tmp_path: Path, arxiv: None, github: None) -> None:
    """The commands lead to a pushed collection; the output on the page is what they print."""
    remote(tmp_path / "github.com")
    settings = (
        f'[url "{tmp_path}/github.com/OWNER/"]\n\tinsteadOf = https://github.com/OWNER/\n'
        f'[url "{tmp_path}/github.com/YOU/"]\n\tpushInsteadOf = https://github.com/YOU/\n'
        "[user]\n\tname = You\n\temail = you@example.org\n"
    )
    write(tmp_path, {"home/.gitconfig": settings, "serve.py": SERVE, "work/.keep": ""})
    script = [PRELUDE]
    for language, name, text in BLOCKS:
        if language == "sh":
            script.append(text)
        elif name:
            script.append(f"test -f {name}\ncat > {name} <<'THE END'\n{text}THE END\n")
    keep = ("PATH", "LANG", "PAPERSHELF_ARXIV", "PAPERSHELF_GITHUB", "GH_TOKEN", "PIP_CONSTRAINT")
    environment = {key: os.environ[key] for key in keep if key in os.environ} | {
        "HOME": str(tmp_path / "home"),
        "BASE_PYTHON": sys.executable,
        "PACKAGES": sysconfig.get_path("purelib"),
        "SERVE": str(tmp_path / "serve.py"),
        "SOURCE_DATE_EPOCH": "1790000000",
    }
    done = subprocess.run(
        ["bash", "-c", "".join(script)], cwd=tmp_path / "work", env=environment,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for language, _, text in BLOCKS:
        if language == "text":
            assert text in done.stdout, done.stdout
    assert "served: Reading list" in done.stdout
    assert "Pages: deploys from workflows to https://you.github.io/reading-list/" in done.stdout
    collection = tmp_path / "work/reading-list"
    (shown,) = [text for language, _, text in BLOCKS if language == "yaml"]
    assert shown in (collection / "papers.yaml").read_text()
    pushed = subprocess.run(
        ["git", "-C", tmp_path / "github.com/YOU/reading-list.git", "show", "main:papers.yaml"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert pushed.stdout == (collection / "papers.yaml").read_text()
