"""The HTML of every page, read by the Nu HTML checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from papershelf.outputs.mail import markup
from papershelf.outputs.mail.letter import with_papers
from support.helpers import DATA, ROOT, TOOLS, collect, write
from support.mailing import letter_of, of_all
from support.sites import Built
from support.skipped import NO_TOOL

pytestmark = pytest.mark.slow

CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
needs_checker = pytest.mark.skipif(
    not CHECKER.is_file() or not shutil.which("java"),
    reason=NO_TOOL.format("the Nu HTML checker or java"),
)


def checked(pages: Iterable[Path]) -> list[str]:
    """The errors of the Nu HTML checker, each with its page."""
    # for seconds of work, a simple compiler and collector take half the time
    java = ["java", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", str(CHECKER)]
    options = ["--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run([*java, *options, *map(str, pages)], capture_output=True, text=True)
    return [
        f"{found['url']}: {found['message']}: {found.get('extract', '')}"
        for found in json.loads(done.stderr)["messages"]
    ]


#: Real collections: every how many-th page of a paper is checked, and of the others.
SAMPLES = {"nasty": (1, 16), "gaussian-splatting": (8, 40)}


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mail of a digest with all papers of the example, and one of two digests."""
    folder = tmp_path_factory.mktemp("mail")
    collection = collect(ROOT)
    whole = of_all(collection)
    few = with_papers(whole, list(collection.listed)[:3])
    for name, digests in (("one", [whole]), ("two", [few, whole])):
        letter = letter_of(collection, *digests, unsubscribe="mailto:leave@example.org")
        (folder / f"{name}.html").write_text(markup.to_html(letter))
    return folder


@pytest.fixture(scope="module")
def wrong(built: Callable[[str], Built], mail: Path) -> list[str]:
    """The errors of all sites: the checker needs a second to begin, and becomes faster."""
    pages = [*sorted(built("seed").site.rglob("*.html")), *mail.iterdir()]
    for name, (papers, others) in SAMPLES.items():
        if (DATA / name).is_dir():
            site = built(name).site
            found = sorted((site / "papers").glob("*/index.html"))
            rest = sorted(set(site.rglob("index.html")) - set(found))
            pages += [*found[::papers], *rest[::others]]
    return checked(pages)


@needs_checker
@pytest.mark.parametrize("name", ["seed", *SAMPLES])
def test_html_is_valid(name: str, built: Callable[[str], Built], wrong: list[str]) -> None:
    """Every page of the example's site, redirects too; papers that are hard to format, and a sample
    of the lists that contain them."""
    site = str(built(name).site)
    assert [error for error in wrong if site in error] == []


@needs_checker
def test_the_mail_of_a_digest_is_valid(mail: Path, wrong: list[str]) -> None:
    """With one digest and with two."""
    assert [error for error in wrong if str(mail) in error] == []


@needs_checker
def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    """The tests beside could fail."""
    page = write(tmp_path, {"index.html": "<!doctype html><title>A</title><p><div></div></p>"})
    assert len(checked([page / "index.html"])) == 1
