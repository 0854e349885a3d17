"""The site of the example, built strictly and served under a base path, link by link."""

from __future__ import annotations

import errno
import hashlib
import html.parser
import posixpath
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from bench import make_catalogue
from papershelf.outputs import related, search_index
from papershelf.plugin import beside, writing
from papershelf.storage.publishing import MANIFEST, Draft
from papershelf.text import tex
from support.helpers import DATA, ROOT, TOTAL, Served, build, collect, copy_example, entry, write
from support.sites import Built
from support.skipped import NO_DATA

pytestmark = pytest.mark.slow


class Page(html.parser.HTMLParser):
    """Ids, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        self.links += [found[name] or "" for name in ("href", "src") if found.get(name)]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def pages(seed_site: Path) -> dict[str, Page]:
    """Path below the site → page."""
    found = sorted(seed_site.rglob("*.html"))
    return {path.relative_to(seed_site).as_posix(): Page(path.read_text()) for path in found}


def test_no_internal_link_is_broken(seed_site: Path, pages: dict[str, Page]) -> None:
    """Every link and every asset of every page leads to a file, every fragment to an id."""
    broken = []
    checked = 0
    for name, page in pages.items():
        if name == "404.html":  # served from any depth: its addresses are absolute
            continue
        here = f"http://site/repo/{name}"
        for link in page.links:
            target = urljoin(here, link)
            if not target.startswith("http://site/"):
                continue
            checked += 1
            parts = urlsplit(target)
            path = unquote(parts.path)
            if not path.startswith("/repo/"):
                broken.append(f"{name}: {link} leaves the base path")
                continue
            path = path.removeprefix("/repo/")
            path = posixpath.join(path, "index.html") if path.endswith("/") or not path else path
            if not (seed_site / path).is_file():
                broken.append(f"{name}: {link}")
            elif parts.fragment and path in pages and parts.fragment not in pages[path].ids | {""}:
                broken.append(f"{name}: {link} has no such place")
    assert broken == []
    assert checked > 5_000


def test_every_paper_is_shown_whole(pages: dict[str, Page]) -> None:
    """The page of each paper has its title, abstract, authors and identifiers."""
    collection = collect(ROOT)
    assert len(collection.papers) == TOTAL
    for paper in collection.papers.values():
        text = " ".join("".join(pages[f"papers/{paper.id}/index.html"].text).split())
        for part in (paper.title, *paper.abstract.split("\n\n")):
            for piece in tex.split(part):
                assert piece.is_math or " ".join(piece.text.split()) in text, paper.id
        for name in paper.authors:
            assert name.shown in text
        assert paper.arxiv in text and paper.doi in text


def test_abstracts_are_verbatim() -> None:
    """Each abstract of papers.yaml is that of the seed, character by character."""
    seed = DATA / "seed.json"
    if not seed.is_file():
        pytest.skip(NO_DATA)
    import json

    written = {" ".join(item["abstract"].split()) for item in json.loads(seed.read_text())}
    papers = [
        paper
        for paper in collect(ROOT).papers.values()
        if not (ROOT / f"papers/{paper.id}.yaml").is_file()
    ]
    assert written == {" ".join(paper.abstract.split()) for paper in papers}


def test_lists_are_whole_without_scripts(pages: dict[str, Page]) -> None:
    """Home, browse and every topic list their papers in the HTML itself."""
    collection = collect(ROOT)
    for name in ("index.html", "papers/index.html"):
        for paper in collection.papers.values():
            assert any(link.endswith(f"papers/{paper.id}/") for link in pages[name].links)
    for slug, term in collection.terms["topics"].items():
        links = pages[f"topics/{slug}/index.html"].links
        assert all(
            any(link.endswith(f"papers/{paper_id}/") for link in links) for paper_id in term.ids
        )


def test_author_venue_and_year_lists_leave_abstracts_out(seed_site: Path) -> None:
    """The same row, without the longest part of it."""
    for name in ("authors", "venues", "years"):
        found = sorted((seed_site / name).glob("*/index.html"))
        assert found
        for path in found:
            assert "ps-abstract" not in path.read_text()
    assert "ps-abstract" in (seed_site / "topics/medical-imaging/index.html").read_text()


def test_nothing_asks_another_host(pages: dict[str, Page], seed_site: Path) -> None:
    """No stylesheet, script, picture or font comes from elsewhere."""
    ours = [*seed_site.rglob("assets/papershelf/*.css"), *seed_site.rglob("assets/papershelf/*.js")]
    assert len(ours) >= 4
    for path in [*seed_site.rglob("*.html"), *ours]:
        text = path.read_text()
        for needle in ("fonts.googleapis", "fonts.gstatic", "unpkg.com", "cdn.", "@import"):
            assert needle not in text, path
    for name, page in pages.items():
        assert not [link for link in page.links if link.startswith("//")], name


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_are_identical(
    tmp_path: Path, seed_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder, another order of entries' files in the system, and several processes instead
    of one: the same bytes."""
    monkeypatch.setattr(writing, "LARGE", 5)
    monkeypatch.setattr(writing, "PART", 4)
    monkeypatch.setattr(related, "PART", 7)
    monkeypatch.setattr(search_index, "PART", 9)
    monkeypatch.setattr(beside, "processors", lambda: 3 if sys.platform == "linux" else 1)
    build(copy_example(tmp_path / "elsewhere"), tmp_path / "site")
    assert digest(seed_site) == digest(tmp_path / "site")


def test_a_build_without_change_writes_nothing(tmp_path: Path) -> None:
    """The second build of a collection changes no file and no time of a file."""
    root = write(tmp_path / "collection", {"papers.yaml": (ROOT / "papers.yaml").read_bytes()})
    first = build(root, tmp_path / "site")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}
    second = build(root, tmp_path / "site")
    assert first.report["files_written"] > 300
    assert second.report["files_written"] == 0
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}


def test_what_is_gone_is_removed_and_what_is_foreign_stays(tmp_path: Path) -> None:
    """A paper that leaves the catalogue leaves the site; other people's files do not."""
    text = (ROOT / "papers.yaml").read_text()
    root = write(tmp_path / "collection", {"papers.yaml": text})
    site = write(tmp_path / "site", {"CNAME": "papers.example.org\n", ".git/config": "x"})
    build(root, site, has_search=False)
    assert (site / "papers/azad2024transdae/index.html").is_file()
    head, _, tail = text.partition("- id: azad2024transdae")
    write(root, {"papers.yaml": head + tail[tail.index("\n- id: ") + 1 :]})
    build(root, site, has_search=False)
    assert not (site / "papers/azad2024transdae").exists()
    assert (site / "CNAME").read_text() == "papers.example.org\n"
    assert (site / ".git/config").is_file() and (site / MANIFEST).is_file()


def test_a_site_stays_small(built: Callable[[str], Built]) -> None:
    """At most ten files and 80 KB for each of 503 papers, and few pages that MkDocs renders."""
    if not (DATA / "gaussian-splatting").is_dir():
        pytest.skip(NO_DATA)
    report = built("gaussian-splatting").report
    assert report["papers"] == 503
    assert (report["files"] <= 5_000, report["bytes"] <= 40e6) == (True, True), report
    assert report["pages_rendered"] <= 60


def test_a_site_grows_with_its_papers(tmp_path: Path) -> None:
    """Twice the papers: no more pages that MkDocs renders, and so many files and bytes a paper."""
    reports = []
    for number in (60, 120):
        root = write(tmp_path / str(number), {"papers.yaml": make_catalogue(number)})
        reports.append(build(root, root / "site", strict=False, has_search=False).report)
    small, large = reports
    assert large["pages_rendered"] <= small["pages_rendered"] + 3
    assert large["files"] - small["files"] <= 60 * 12
    assert large["bytes"] - small["bytes"] <= 60 * 80_000


def test_the_404_page_leads_home_from_any_depth(tmp_path: Path) -> None:
    """Its addresses hold the whole base path, because it is shown under any address."""
    root = write(tmp_path / "collection", {"papers.yaml": (ROOT / "papers.yaml").read_bytes()})
    build(root, tmp_path / "site", has_search=False, site_url="https://user.github.io/repo/")
    page = Page((tmp_path / "site" / "404.html").read_text())
    assert "/repo/" in page.links
    assert "/repo/papers/" in page.links
    assert not [link for link in page.links if not link.startswith(("/repo/", "http", "#"))]


def test_served_under_a_base_path(seed_server: Served) -> None:
    """The server of the tests is one: nothing lies outside of /repo/."""
    assert seed_server.url.endswith("/repo/")


def test_an_error_of_a_page_is_not_called_one_of_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are made while the search reads them."""
    put = Draft.put

    def fail(self: Draft, name: str, data: bytes) -> bool:
        if name.startswith("papers/ada"):
            raise OSError(errno.ENOSPC, "No space left on device", name)
        return put(self, name, data)

    monkeypatch.setattr(Draft, "put", fail)
    root = write(tmp_path / "shelf", {"papers.yaml": entry("ada1843", "Looms")})
    with pytest.raises(OSError, match=r"^\[Errno 28\] No space left on device: 'papers/ada1843/"):
        build(root, tmp_path / "site")
