"""Digests: what their pages, their list and their feed show, and who leads there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from papershelf.outputs.data.llms import DIGESTS as IN_OVERVIEW
from papershelf.outputs.feeds.files import DIGESTS as IN_FEED
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import digests
from papershelf.outputs.views.digests import PER_PAGE
from support.feedreader import ATOM, parse
from support.helpers import build, collect, entry, pages, write

SITE = "https://example.org/shelf/"
FIRST = """---
title: Looms
description: And cards.
from: 2025-12-10
to: 2025-12-16
aliases: [2025-12-15]
---

<!-- Not for readers. -->

Begin with [@old-a]; see [about](../about.md).

## Weaving & more

- [@c1] First, <b>before</b> [@b1] <!-- nor this -->, in $n^2$ steps.
- [@old-a]

## *Other* things

- [@gone1]: It is wrong.
"""
SECOND = "---\nfrom: 2025-12-17\nto: 2026-01-02\n---\n\n<!-- Words. -->\n\n- [@b1]\n"
FILES = {
    "papers.yaml": entry("a1", "Paper A", "  aliases: [old-a]\n  abstract: It takes $n^2$ steps.\n")
    + entry("b1", "Paper B")
    + entry("c1", "Paper $C$")
    + entry("gone1", "Paper G", "  status: retracted\n"),
    "content/about.md": "# About\n",
    "content/digests/2025-12-16.md": FIRST,
    "content/digests/2026-01-02.md": SECOND,
}


def made(tmp_path: Path, limit: int | None = None, **settings: object) -> dict[str, str]:
    return pages(write(tmp_path, FILES), limit, **settings)


def feed(text: str) -> list[Any]:
    items: list[Any] = json.loads(text)["items"]
    return items


def test_papers_are_under_their_headings(tmp_path: Path) -> None:
    """In the order of the file, with notes, rows and former ids; comments are for curators."""
    page = made(tmp_path)["digests/2025-12-16.md"].partition("\n---\n")[2]
    marks = ("<h1>Looms</h1>", "And cards.", "3 papers", "10–16 Dec 2025", "Begin with <a", ">Paper A</a>; see",
             '<h2 class="ps-day"', 'id="reading-c1"', "<p>First, ", 'data-id="c1"', 'id="reading-a1"',
             'id="reading-old-a"', 'data-id="a1"', "\n## *Other* things\n", "It is wrong.", ">Paper G</a>",
             '<span class="ps-status">retracted</span>', "Next digest", "../../digests/feed.xml")  # fmt: skip
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "readers" not in page and "nor this" not in page and "[@" not in page


def test_plain_headings_need_no_engine(tmp_path: Path) -> None:
    """A digest as the command writes it has no Markdown, so its page can be cast."""
    text = SECOND.replace("- [@b1]", "## Looms: an overview (1)\n\n- [@b1]\n\n## B\n\n- [@c1]")
    page = pages(write(tmp_path, FILES | {"content/digests/2026-01-02.md": text}))
    body = page["digests/2026-01-02.md"].partition("\n---\n")[2]
    assert re.findall(r'<h2 class="ps-day"[^>]*>(.*?)</h2>', body) == [
        "Looms: an overview (1)",
        "B",
    ]
    blocks = [block for block in body.split("\n\n") if block.strip()]
    assert all(block.lstrip("\n").startswith("<") for block in blocks)
    assert (
        '<h2 class="ps-day" data-pagefind-ignore>Papers</h2>'
        in made(tmp_path / "bare")["digests/2026-01-02.md"]
    )


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("## B\n\n- [@b1]\n", False),
        ("## B\n\nAbout looms.\n\n- [@b1]\n", True),
        ("- [@b1]\n\nBye.\n", True),
    ],
)
def test_the_search_finds_digests_with_words(tmp_path: Path, words: str, is_found: bool) -> None:
    """Wherever they are; it finds papers anyway."""
    text = SECOND.replace("- [@b1]\n", words)
    root = write(tmp_path, FILES | {"content/digests/2026-01-02.md": text})
    views = digests.all_pages(collect(root), Settings(site_url=SITE))
    assert [view.head.is_indexed for view in views if view.head.url == "digests/2026-01-02/"] == [
        is_found
    ]


def test_they_lead_to_each_other(tmp_path: Path) -> None:
    """And to their list, which has the newest first, with days, topics and numbers."""
    found = made(tmp_path)
    first, second = found["digests/2025-12-16.md"], found["digests/2026-01-02.md"]
    assert re.findall(r'rel="(\w+)" href="../../(digests/[^"]*)"><span', first) == [
        ("next", "digests/2026-01-02/")]  # fmt: skip
    assert re.findall(r'rel="(\w+)" href="../../(digests/[^"]*)"><span', second) == [
        ("prev", "digests/2025-12-16/")]  # fmt: skip
    index = re.sub(r"<[^>]+>", "|", found["digests/index.md"].partition("<h1>")[2])
    rows = re.findall(r"\|\|([^|\n]+)\|\|([^|\n]+)\|\| \|(\d+)\|", index)
    assert rows == [
        ("2 Jan 2026", "17 Dec 2025 – 2 Jan 2026", "1"),
        ("Looms", "10–16 Dec 2025\u00a0· And cards.", "3"),
    ]
    assert re.findall(r'<h2 class="ps-letter" id="year-(\d+)">', found["digests/index.md"]) == [
        "2026", "2025"]  # fmt: skip


def test_the_list_shows_headings_as_they_read(tmp_path: Path) -> None:
    """Without Markdown, and with the titles of papers."""
    text = SECOND.replace(
        "- [@b1]", "## [Looms](../about.md) of [@old-a]\n\n- [@b1]\n\n## *No* paper"
    )
    found = pages(write(tmp_path, FILES | {"content/digests/2026-01-02.md": text}))
    assert "17 Dec 2025 – 2 Jan 2026\u00a0· Looms of Paper A<" in found["digests/index.md"]


def many(number: int) -> dict[str, str]:
    days = (f"{2000 + n // 336}-{1 + n // 28 % 12:02}-{1 + n % 28:02}" for n in range(number))
    text = "---\nfrom: 2000-01-01\nto: 2000-01-02\n---\n\n## A\n\n- [@b1]\n"
    return {f"content/digests/{day}.md": text for day in days}


def test_a_long_list_has_pages_and_leads_to_years(tmp_path: Path) -> None:
    """Each year on the page where it begins; the feed and the overview have the newest."""
    number = PER_PAGE + 100
    found = pages(write(tmp_path, {"papers.yaml": entry("b1", "B")} | many(number)))
    first = found["digests/index.md"]
    assert f"{number} digests, newest first" in first and "page 2" not in first
    years = re.findall(r'<a href="../(digests/[^"]*#year-\d+)">(\d+)</a>', first)
    assert years == [("digests/#year-2001", "2001"), ("digests/#year-2000", "2000")]
    assert 'aria-label="Years"' in first and "digests/p/2.md" in found
    assert '<a rel="next" href="../digests/p/2/">Older' in first
    assert len(feed(found["digests/feed.json"])) == IN_FEED
    assert found["llms.txt"].count("(digests/") == IN_OVERVIEW


def test_nothing_leads_to_digests_where_there_are_none(tmp_path: Path) -> None:
    """Home, feeds and the paper do, where there are some."""
    found = made(tmp_path / "some")
    assert '<a href="./digests/">Digests</a>' in found["index.md"]
    assert "Digests, Atom feed" in found["index.md"] and "digests/feed.xml" in found["feeds.opml"]
    used = re.findall(r'<ul class="ps-used".*?</ul>', found["papers/a1.md"], re.DOTALL)[0]
    assert re.findall(r'href="../../(\S+)">([^<]+)<', used) == [
        ("digests/2025-12-16/", "Digest of 16 Dec 2025")]  # fmt: skip
    none = pages(write(tmp_path / "none", {"papers.yaml": FILES["papers.yaml"]}))
    assert not [name for name in none if name.startswith("digests")]
    others = {name: text for name, text in none.items() if not name.startswith("developers")}
    assert not [name for name, text in others.items() if "igests" in text]


def test_they_are_introduced_by_a_page(tmp_path: Path) -> None:
    """`content/digests/index.md`, as the list of courses."""
    intro = {"content/digests/index.md": "---\ntitle: What is new\n---\n\nEach week.\n"}
    index = pages(write(tmp_path, FILES | intro))["digests/index.md"]
    assert "<h1>What is new</h1>\n\nEach week.\n" in index


def test_the_feed_has_the_whole_content(tmp_path: Path) -> None:
    """As clean HTML with absolute addresses and plain formulas, in both formats the same."""
    found = made(tmp_path, site_url=SITE, site_name="Shelf")
    second, first = feed(found["digests/feed.json"])
    assert (second["title"], first["title"], first["summary"]) == (
        "2 Jan 2026",
        "Looms",
        "And cards.",
    )
    assert (first["date_published"], first["url"]) == (
        "2025-12-16T00:00:00Z", f"{SITE}digests/2025-12-16/")  # fmt: skip
    content = first["content_html"]
    marks = (f'Begin with <a href="{SITE}papers/a1/">Paper A</a>', f'<a href="{SITE}about/"', "Weaving &amp; more",
             f'<b><a href="{SITE}papers/c1/">Paper C</a></b><br>Ada Lovelace · 27 Apr 2024', "First, before",
             f'<a href="{SITE}papers/b1/">Paper B</a>', "in n² steps.", "Paper A", "It takes n² steps.",
             "<em>Other</em> things", "This paper was retracted.", "It is wrong.")  # fmt: skip
    at = 0
    for mark in marks:
        assert mark in content[at:], mark
        at = content.index(mark, at)
    assert "readers" not in content and "[@" not in content and "<math" not in content
    entries = parse(found["digests/feed.xml"].encode()).findall(ATOM + "entry")
    assert [each.findtext(ATOM + "content") for each in entries] == [
        second["content_html"], content]  # fmt: skip
    head = found["digests/2025-12-16.md"]
    for kind in (r"atom\+xml", r"feed\+json"):
        assert re.search(
            rf'alternate\\" href=\\"{SITE}digests/feed.\w+\\" type=\\"application/{kind}', head
        )


def test_the_feed_shows_what_the_page_shows(tmp_path: Path) -> None:
    """With extensions of Markdown, images, and footnotes at the end."""
    text = "## All { .x }\n\nA[^1] ![b](../b.png)\n\n- [@a1]\n\n!!! tip\n    Last.\n\n[^1]: [Foot](../papers/c1.md).\n"
    files = FILES | {
        "content/digests/2026-01-09.md": f"---\nfrom: 2026-01-03\nto: 2026-01-09\n---\n\n{text}"
    }
    found = pages(write(tmp_path, files), site_url=SITE)
    content = feed(found["digests/feed.json"])[0]["content_html"].replace("\n", "")
    image = f'<img alt="b" src="{SITE}b.png">'
    assert content.startswith(f"<h2>All</h2><p>A<sup>[1]</sup> {image}</p><p><b>")
    assert content.endswith(
        "<blockquote><p><strong>Tip</strong></p><p>Last.</p></blockquote><hr>"
        f'<p><sup>[1]</sup> <a href="{SITE}papers/c1/" rel="nofollow">Foot</a>.</p>'
    )


def test_an_entry_is_the_same_after_it_was_renamed(tmp_path: Path) -> None:
    """Feed readers know it by its first name; its old address redirects."""
    found = made(tmp_path, site_url=SITE)
    assert feed(found["digests/feed.json"])[1]["id"].endswith(":digests/2025-12-15")
    assert "../../digests/2025-12-16/" in found["digests/2025-12-15/index.html"]
    assert found["digests/2025-12-15.bib"] == found["digests/2025-12-16.bib"] != ""


def test_files_are_beside_it(tmp_path: Path) -> None:
    """Papers that are listed, in the order of the page; Markdown with all of them."""
    found = made(tmp_path, site_url=SITE)
    assert re.findall(r"@\w+\{([^,]+)", found["digests/2025-12-16.bib"]) == ["c1", "old-a"]
    text = found["digests/2025-12-16.md.txt"]
    assert text.startswith("# Looms\n\nAnd cards.\n\n3 papers, 2025-12-10 to 2025-12-16.\n\nBegin")
    assert f"\n- [Paper A]({SITE}papers/a1.md). Ada Lovelace, 2024-04-27.\n" in text
    assert "**This paper was retracted.**\n\n  It is wrong.\n" in text and "readers" not in text
    assert f"- [Looms]({SITE}digests/2025-12-16.md): 3 papers\n" in found["llms.txt"]


def test_search_engines_know_it(tmp_path: Path) -> None:
    """As a list of its papers with its day; the list of digests has the day of the newest."""
    found = made(tmp_path, site_url=SITE)
    head = json.loads(re.findall(r"^head: (.*)$", found["digests/2025-12-16.md"], re.MULTILINE)[0])
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
    node, crumbs = json.loads(text)["@graph"]
    assert (node["@type"], node["datePublished"]) == ("CollectionPage", "2025-12-16")
    assert [item["url"] for item in node["mainEntity"]["itemListElement"]] == [
        f"{SITE}papers/c1/", f"{SITE}papers/a1/"]  # fmt: skip
    assert len(crumbs["itemListElement"]) == 3
    days = dict(
        re.findall(r"<loc>[^<]*/(digests/[^<]*)</loc><lastmod>([^<]*)<", found["sitemap.xml"])
    )
    assert days == {
        "digests/": "2026-01-02",
        "digests/2025-12-16/": "2025-12-16",
        "digests/2026-01-02/": "2026-01-02",
    }


def test_papers_outside_of_this_build_are_titles(tmp_path: Path) -> None:
    """`--limit` builds the newest papers; others keep their note, also in the feed."""
    found = made(tmp_path, limit=2)
    page = found["digests/2025-12-16.md"]
    assert '<p class="ps-reading__title">Paper C</p>' in page and "3 papers" in page
    assert (
        "<p><b>Paper C</b></p><blockquote><p>First"
        in feed(found["digests/feed.json"])[1]["content_html"]
    )


@pytest.mark.slow
def test_a_site_with_digests_builds_strictly(tmp_path: Path) -> None:
    """Its pages take the place of the files, and cast ones are what the engine makes of them."""
    root = write(
        tmp_path / "shelf",
        FILES | {"content/digests/index.md": "# Digests\n\nEach week.\n"} | many(6),
    )
    site = tmp_path / "site"
    build(root, site, site_url=SITE, verified=20, has_search=False)
    page = (site / "digests/2025-12-16/index.html").read_text()
    assert '<a href="../../about/">about</a>' in page and page.count("<h1") == 1
    assert "Not for readers" not in page and "<em>Other</em> things" in page
    assert "Each week." in (site / "digests/index.html").read_text()
    assert "digests/2025-12-16" in (site / "digests/2025-12-15/index.html").read_text()
    assert (site / "digests/2025-12-16.md").is_file() and (site / "digests/feed.json").is_file()
    assert next(iter(collect(root).digests)) == "2026-01-02"
