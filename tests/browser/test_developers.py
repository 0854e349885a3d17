"""The page for programs: each example runs as printed, and each listed file exists."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from papershelf.history.editions import Past
from papershelf.outputs import calendars, citation_files
from papershelf.outputs.everything import PRODUCERS
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from support.helpers import TOTAL, Served, build, collect, copy_example, git, goto, write

pytestmark = pytest.mark.slow


class Example(NamedTuple):
    title: str
    language: str
    text: str


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a history, and with the name that the site has on GitHub."""
    folder = tmp_path_factory.mktemp("developers") / "collection"
    copy_example(folder)
    (folder / "mkdocs.yml").unlink()
    git(folder, "init")
    git(folder, "add", "papers.yaml", "papers")
    git(folder, "commit", "-m", "Papers")
    return folder


@pytest.fixture(scope="module")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = tmp_path_factory.mktemp("developers-site") / "site"
    with Served(site) as server:
        build(root, site, site_url=server.url)
        yield server


@pytest.fixture(scope="module")
def page(served: Served) -> str:
    return (served.folder / "repo/developers/index.html").read_text()


@pytest.fixture(scope="module")
def examples(page: str) -> dict[str, Example]:
    found = re.findall(
        r'<pre class="ps-code"[^>]*><code class="language-(\w+)">(.*?)</code></pre>',
        page,
        re.DOTALL,
    )
    titles = re.findall(r"<h3[^>]*>(.*?)</h3>", page)
    assert len(titles) == len(found) >= 6
    return {
        title: Example(title, language, unescape(text))
        for title, (language, text) in zip(titles, found)
    }


def run(example: Example, folder: Path) -> str:
    """What a shell or Python prints."""
    commands = {
        "sh": ["sh", "-c", example.text], "python": [sys.executable, "-c", example.text],
    }  # fmt: skip
    done = subprocess.run(
        commands[example.language],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"no_proxy": "127.0.0.1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


#: Programs that examples of the shell ask for.
SHELL = [name for name in ("curl", "jq") if not shutil.which(name)]


@pytest.mark.skipif(bool(SHELL), reason=f"not installed: {', '.join(SHELL)}")
def test_examples_of_the_shell_run(examples: dict[str, Example], root: Path) -> None:
    """And print what they promise."""
    collection = collect(root)
    printed = {
        example.title: run(example, root)
        for example in examples.values()
        if example.language == "sh"
    }
    assert len(printed) == 3
    lines = printed["Every paper, one per line"].splitlines()
    assert {tuple(line.split("\t")[:2]) for line in lines} == {
        (paper.id, str(paper.published)) for paper in collection.papers.values()
    }
    newest = next(iter(collection.papers.values()))
    assert printed["One paper as Markdown"].startswith(f"# {newest.title}\n")
    assert f"/repo/papers/{newest.id}/" in printed["The paper with an identifier"]


def test_examples_of_python_run(examples: dict[str, Example], root: Path) -> None:
    """The one needs nothing but Python, the other this package and the folder of the collection."""
    collection = collect(root)
    printed = [run(example, root) for example in examples.values() if example.language == "python"]
    with_doi = sum(bool(paper.doi) for paper in collection.papers.values())
    newest = next(iter(collection.papers.values()))
    assert [
        f"{TOTAL} papers, {with_doi} with a DOI\n",
        f"{newest.id} {newest.published} {TOTAL}\n",
    ] == printed


def test_the_example_for_other_sites_runs_there(
    examples: dict[str, Example], browser: Any, tmp_path: Path
) -> None:
    """In a page of another origin, without credentials."""
    [example] = [example for example in examples.values() if example.language == "javascript"]
    elsewhere = write(tmp_path / "site", {"index.html": "<!doctype html><title>Elsewhere</title>"})
    page = browser.new_page()
    printed: list[str] = []
    page.on("console", lambda line: line.type == "log" and printed.append(line.text))
    with Served(elsewhere) as other:
        page.goto(other.url)
        page.evaluate(f"async () => {{ {example.text} }}")
        for name in (
            "catalogue/1.json",
            "llms.txt",
            "sitemap.xml",
            "papers/yang2025tat.md",
            "papers/yang2025tat.bib",
        ):
            base = re.search(r'"(http[^"]*/)catalogue\.json"', example.text)
            assert base
            status = page.evaluate(
                "url => fetch(url, { credentials: 'omit' }).then(answer => answer.status)",
                base[1] + name,
            )
            assert status == 200, name
    assert printed[0].startswith(f"{TOTAL} papers in ")
    page.close()


def test_nobody_gets_a_cookie(browser: Any, served: Served) -> None:
    """No page sets one, none asks another host, and no file needs anything but its address."""
    context = browser.new_context()
    page = context.new_page()
    foreign: list[str] = []
    page.on("request", lambda request: request.url.startswith((served.url, "data:", "blob:"))
            or foreign.append(request.url))  # fmt: skip
    for path in ("", "papers/", "papers/yang2025tat/", "topics/", "topics/medical-imaging/", "authors/",
                 "developers/", "about/", "doi/10.1000/nothing/", "?q=contrastive"):  # fmt: skip
        goto(page, served.url + path)
        assert page.evaluate("document.cookie") == ""
    assert context.cookies() == []
    assert foreign == []
    context.close()


def test_every_file_stands_on_the_page(page: str, root: Path) -> None:
    """A producer that nobody documents fails here."""
    collection = collect(root)
    shown = [unescape(text) for text in re.findall(r"<dt><code>/(.*?)</code></dt>", page)]
    patterns = [re.compile(re.sub(r"<\w+>", "[^/]+", re.escape(text))) for text in shown]
    settings = Settings(site_url="https://example.org/")
    for files in (citation_files.files, *PRODUCERS, partial(calendars.files, past=Past())):
        for src_uri, _ in files(collection, settings):
            name = addresses.to_dest_uri(src_uri).removesuffix("index.html")
            if name.startswith("browse/"):  # for our own scripts; the page promises nothing of it
                continue
            assert any(pattern.fullmatch(name) for pattern in patterns), name
    assert {"changes.json", "sitemap.xml", "doi/<doi>/", "arxiv/<id>/"} <= set(shown)


def test_every_address_on_the_page_is_there(page: str, served: Served) -> None:
    """The examples that a reader clicks on; the footer of every page leads here."""
    links = re.findall(r'<a href="(\.\./[^"]+)" aria-label="Example: [^"]+">', page)
    assert {"../changes.json", "../opensearch.xml", "../sitemap.xml"} < set(links)
    for link in links:
        with urllib.request.urlopen(f"{served.url}developers/{link}", timeout=10) as answer:
            assert answer.status == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
    for name in ("index.html", "papers/yang2025tat/index.html"):
        assert re.search(r'href="[./]*developers/"', (served.folder / "repo" / name).read_text())


def test_the_page_makes_promises(page: str) -> None:
    """A small table: what stays for ever, what within a version, what not at all."""
    for words in (
        "Addresses of papers",
        "Permanent",
        "Within a version",
        "Read the index each time",
    ):
        assert words in page
