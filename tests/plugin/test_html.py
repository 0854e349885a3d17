"""The HTML of every page, read by the Nu HTML checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from support.helpers import TOOLS, write
from support.sites import Built
from support.skipped import NO_TOOL

pytestmark = pytest.mark.slow

CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
needs_checker = pytest.mark.skipif(
    not CHECKER.is_file() or not shutil.which("java"),
    reason=NO_TOOL.format("the Nu HTML checker or java"),
)


def checked(pages: Iterable[Path]) -> set[str]:
    """The errors of the Nu HTML checker, each with one page that has it."""
    # for seconds of work, a simple compiler and collector take half the time
    java = ["java", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", str(CHECKER)]
    options = ["--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run([*java, *options, *map(str, pages)], capture_output=True, text=True)
    told = {}
    for found in json.loads(done.stderr)["messages"]:
        told[found["message"]] = f"{found['url']}: {found['message']}: {found.get('extract', '')}"
    return set(told.values())


@needs_checker
def test_html_is_valid(seed_site: Path) -> None:
    """Every page of the 36 papers' site, redirects too."""
    assert checked(sorted(seed_site.rglob("*.html"))) == set()


@needs_checker
def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    """The tests beside could fail."""
    page = write(tmp_path, {"index.html": "<!doctype html><title>A</title><p><div></div></p>"})
    assert len(checked([page / "index.html"])) == 1


@needs_checker
@pytest.mark.parametrize(
    ("name", "papers", "others"), [("nasty", 1, 16), ("gaussian-splatting", 8, 40)]
)
def test_html_of_real_data_is_valid(
    built: Callable[[str], Built], name: str, papers: int, others: int
) -> None:
    """Papers that are hard to format, and a sample of the lists that contain them."""
    site = built(name).site
    found = sorted((site / "papers").glob("*/index.html"))
    rest = sorted(set(site.rglob("index.html")) - set(found))
    assert checked([*found[::papers], *rest[::others]]) == set()
