"""The commands of docs/how-to/deploy.md upload a site to a local S3 server."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
import requests

from papershelf.outputs.data import headers
from support.driver import until
from support.helpers import ROOT
from support.sites import Built

pytestmark = pytest.mark.hosts
SERVER = Path(sys.prefix) / "hosts/bin/moto_server"
COMMANDS = re.findall(r"^rclone .+", (ROOT / "docs/how-to/deploy.md").read_text(), re.MULTILINE)
BUCKET = "papers"


@pytest.fixture
def host() -> Iterator[str]:
    """The address of an empty bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    with subprocess.Popen([SERVER, "-H", "127.0.0.1", "-p", str(port)], **quiet) as server:
        url = f"http://127.0.0.1:{port}/{BUCKET}"

        def is_made() -> bool:
            try:
                return requests.put(url, timeout=5).ok
            except requests.ConnectionError:
                return False

        try:
            until(is_made, "the bucket")
            yield url
        finally:
            server.terminate()


@pytest.fixture
def upload(
    host: str, built: Callable[[str], Built], tmp_path: Path
) -> Iterator[Callable[[], set[str]]]:
    """Runs the commands in a folder with a copy of the site of the example; returns what was sent."""
    subprocess.run(["cp", "-r", built("seed").site, tmp_path / "site"], check=True)
    remote = {
        "TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": host.removesuffix(f"/{BUCKET}"),
        "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x", "REGION": "us-east-1", "ACL": "public-read",
    }  # fmt: skip
    variables = {f"RCLONE_CONFIG_S3_{name}": value for name, value in remote.items()}
    variables |= {"RCLONE_CONFIG": str(tmp_path / "none"), "RCLONE_VERBOSE": "1"}
    variables |= {name: text for name, text in os.environ.items() if not name.startswith("AWS_")}

    def run() -> set[str]:
        lines: list[str] = []
        for command in COMMANDS:
            done = subprocess.run(
                shlex.split(command), cwd=tmp_path, env=variables, check=True,
                capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            lines += done.stderr.splitlines()
        return {
            found[1]
            for line in lines
            if (found := re.search(r"INFO\s+: (.+): (?:Copied|Deleted)", line))
        }

    yield run


def test_only_what_changed_is_uploaded(
    upload: Callable[[], set[str]], host: str, tmp_path: Path
) -> None:
    """Times do not count, as after a build on another machine; what is gone is removed."""
    site = tmp_path / "site"
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert upload() == names - {".papershelf-files", "_headers"}
    assert upload() == set()
    for path in site.rglob("*"):
        os.utime(path, (1_800_000_000, 1_800_000_000))
    assert upload() == set()
    paper = "papers/chen2023single/index.html"
    page = site / paper
    page.write_text(page.read_text().replace("Single", "Double"))
    (site / "papers/chen2023single.ris").unlink()
    assert upload() == {paper, "papers/chen2023single.ris"}
    assert "Double" in requests.get(f"{host}/{paper}", timeout=5).text
    assert requests.get(f"{host}/papers/chen2023single.ris", timeout=5).status_code == 404


def test_types_and_caches(upload: Callable[[], set[str]], host: str, tmp_path: Path) -> None:
    """As `_headers` says for other hosts; a changed page keeps its type."""
    upload()
    rules = dict(re.findall(r"^(/\S+)\n  (\S.+)$", (tmp_path / "site/_headers").read_text(), re.M))
    assert len(rules) >= 6
    site = tmp_path / "site"
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    for pattern, header in rules.items():
        name, _, value = header.partition(": ")
        if name != "Access-Control-Allow-Origin":  # the bucket's own setting
            found = next(each for each in names if fnmatch(f"/{each}", pattern))
            assert requests.head(f"{host}/{found}", timeout=5).headers[name] == value, pattern
    home = requests.head(f"{host}/index.html", timeout=5).headers
    assert home["Content-Type"].startswith("text/html")
    assert headers.IMMUTABLE not in home.get("Cache-Control", "")
