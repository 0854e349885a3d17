"""Who finds the feeds: the heads of pages, readers in plain sight, the list of all feeds, a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from papershelf.outputs import everything, related
from papershelf.outputs.head import Tags
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import following
from papershelf.outputs.views.pages import all_pages
from support.feedreader import FIRST, SETTINGS, SITE, archive, link, made, parse, text_of
from support.helpers import ROOT, Served, collect, entry, goto, write


def test_pages_name_their_feeds(tmp_path: Path) -> None:
    """Their own first, then the site's; every one of them is there."""
    collection = collect(
        write(tmp_path, archive(3) | {"content/people.yaml": FIRST["content/people.yaml"]})
    )
    settings = Settings(site_name="Papers", site_url=SITE, per_page=2)
    files = made(collection, settings)
    site = ("feed.xml", "feed.json")
    own = ("topics/engines/feed.xml", "topics/engines/feed.json")
    expected = {
        "": site, "papers/": site, "papers/p/2/": site, "papers/paper-001/": site, "topics/": site,
        "topics/engines/": own + site, "topics/engines/p/2/": own + site, "years/2015/": site,
        "authors/ada/": ("authors/ada/feed.xml", "authors/ada/feed.json", *site),
    }  # fmt: skip
    seen = {}
    for view in all_pages(collection, settings, {}):
        links = following.feeds_of(view.head, collection, settings)
        assert {each.url for each in links} <= files.keys()
        assert len({each.title for each in links}) == len(links)
        seen[view.head.url] = tuple(each.url for each in links)
    assert expected == {url: seen[url] for url in expected}
    head = next(
        view.head
        for view in all_pages(collection, settings, {})
        if view.head.url == "topics/engines/p/2/"
    )
    assert following.feeds_of(head, collection, settings)[0] == following.FeedLink(
        "topics/engines/feed.xml", "Engines · Papers (Atom feed)", "application/atom+xml"
    )


def test_heads_link_the_feeds(tmp_path: Path) -> None:
    """What browsers look for: whole addresses where the site's is known, else the way from the page;
    hand-written pages lead to the site's."""
    collection = collect(write(tmp_path, archive(3)))
    for settings, site in ((SETTINGS, SITE), (Settings(site_name="Papers & more"), "../../")):
        every = everything.make(collection, settings, related.find(collection))
        pages = {output.src_uri: output.data.decode() for output in every}
        head = json.loads(re.search(r"^head: (.*)$", pages["topics/engines.md"], re.MULTILINE)[1])  # type: ignore[index]
        assert (
            f'<link rel="alternate" href="{site}topics/engines/feed.xml" type="application/atom+xml"'
            ' title="Engines · Papers &amp; more (Atom feed)">\n'
            f'<link rel="alternate" href="{site}topics/engines/feed.json" type="application/feed+json"'
            ' title="Engines · Papers &amp; more (JSON Feed)">\n'
            f'<link rel="alternate" href="{site}feed.xml" type="application/atom+xml"'
            ' title="Papers &amp; more (Atom feed)">\n'
        ) in head
    by_hand = Tags(collection, SETTINGS).of_page("about/", "About", "")
    assert f'<link rel="alternate" href="{SITE}feed.json" type="application/feed+json"' in by_hand


def test_feeds_stand_in_plain_sight(tmp_path: Path) -> None:
    """On the first page, and on each page whose papers can be followed, with a word on how."""
    collection = collect(write(tmp_path, FIRST))
    every = everything.make(collection, Settings(venue_files=True), related.find(collection))
    pages = {output.src_uri: output.data.decode() for output in every}
    for name in ("topics/engines.md", "authors/ada.md", "venues/journal-of-engines.md"):
        assert (
            '<b>Follow</b> <a href="feed.xml">Atom feed</a> <a href="feed.json">JSON Feed</a>'
            " <span>Subscribe to one of these in a feed reader" in pages[name]
        )
        assert f"{name.removesuffix('.md')}/feed.xml" in pages
    assert (
        "Follow" not in pages["years/2024.md"] and "Follow" not in pages["papers/ada2024engine.md"]
    )
    for href in ("./feed.xml", "./feed.json", "./feeds.opml"):
        assert f'<a href="{href}">' in pages["index.md"]
    assert str(following.HOW_TO) in pages["index.md"]
    assert ">All feeds, by topic (OPML)</a>" in pages["index.md"]
    bare = collect(write(tmp_path / "bare", {"papers.yaml": entry()}))
    assert [link.text for link in following.box(bare).links][-1] == "All feeds (OPML)"


def test_the_list_of_all_feeds(tmp_path: Path) -> None:
    """OPML 2.0 of the site, its digests, topics, venues, and the people whose addresses are promised; each
    address in it is there, once, and whole."""
    collection = collect(ROOT / "tests/golden/collection")
    files = made(collection)
    root = parse(files["feeds.opml"])
    assert (root.tag, root.get("version"), root.findtext("head/title")) == (
        "opml",
        "2.0",
        "Feeds of Papers & more",
    )
    groups = {each.get("text"): each for each in root.findall("body/outline")}
    assert list(groups) == ["Papers & more", "Digests", "Topics", "Authors", "Venues"]
    assert {each.get("text") for each in groups["Authors"]} == {
        person.name for person in collection.people.values()
    }
    assert len(groups["Topics"]) == len(collection.topics)
    found = [each for each in root.iter("outline") if each.get("type")]
    urls = [each.get("xmlUrl") for each in found]
    assert (
        len(set(urls))
        == len(urls)
        == 2 + len(collection.topics) + len(collection.people) + len(groups["Venues"])
    )
    for each in found:
        assert each.get("type") == "rss" and each.get("title")
        document = parse(files[each.get("xmlUrl").removeprefix(SITE)])
        assert text_of(document, "title") == each.get("title")
        assert link(document, "alternate") == each.get("htmlUrl")


def test_authors_without_a_page_have_no_feed(tmp_path: Path) -> None:
    """Where few papers make no page, they make no feed; people who are described keep theirs."""
    collection = collect(write(tmp_path, {
        "papers.yaml": entry("one2024", "One") + entry("two2024", "Two").replace("Ada Lovelace", "Grace Hopper"),
        "content/people.yaml": "- {slug: ada, name: Ada Lovelace}\n",
    }))  # fmt: skip
    files = made(collection, Settings(min_papers=2))
    assert "authors/ada/feed.xml" in files and "authors/grace-hopper/feed.xml" not in files


# --- in a browser ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_feed_looks_like_something_in_a_browser(seed_site: Path, browser: Any) -> None:
    """Served as GitHub Pages does, `application/xml`: title, sentence, papers with links that work,
    in both themes, no wider than a phone."""
    with Served(seed_site) as served:
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": 390, "height": 844}, color_scheme=scheme, is_mobile=True,
                screen={"width": 390, "height": 844},
            )  # fmt: skip
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            answer = page.goto(f"{served.url}topics/medical-imaging/feed.xml")
            assert answer.headers["content-type"] == "application/xml"
            assert asked == [
                f"{served.url}topics/medical-imaging/feed.xml",
                f"{served.url}assets/papershelf/feed.css",
            ]
            look = page.evaluate(
                """() => {
                  const root = document.documentElement;
                  const shown = name => getComputedStyle(document.querySelector(name)).display;
                  return {
                    paper: getComputedStyle(root).backgroundColor,
                    shown: ["title", "entry", "content", "id", "updated", "link"].map(shown),
                    how: getComputedStyle(document.querySelector("subtitle"), "::after").content,
                    scrolls: root.scrollWidth > innerWidth,
                    links: document.querySelectorAll("a[href]").length,
                  };
                }"""
            )
            assert (
                look["paper"] == {"light": "rgb(252, 251, 248)", "dark": "rgb(21, 22, 24)"}[scheme]
            )
            assert look["shown"] == ["block", "block", "block", "none", "none", "none"]
            assert "Give its address to a feed reader" in look["how"]
            assert not look["scrolls"] and look["links"] > 10
            page.click("entry a[href]")
            page.wait_for_url("**/papers/*/")
            assert page.locator("h1").count() == 1
            context.close()


@pytest.mark.slow
def test_feeds_cost_a_page_no_request(seed_site: Path, browser: Any) -> None:
    """Material would load a sitemap for each `<link rel="alternate">`; once it has looked, what
    finds feeds in a browser finds them as they are written."""
    with Served(seed_site) as served:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for path in ("", "topics/medical-imaging/", "about/"):
            asked.clear()
            goto(page, served.url + path)
            # only hand-written pages have Material's script
            assert any("bundle." in url for url in asked) == (path == "about/")
            assert not [url for url in asked if "sitemap" in url or "feed" in url]
            found = page.locator('head link[rel="alternate"][type="application/atom+xml"]')
            assert found.count() == (2 if path.startswith("topics/") else 1)
        page.close()
