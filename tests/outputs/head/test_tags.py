"""Tags of a page: Google Scholar's, Open Graph's, Signposting's, schema.org's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.model import Collection
from papershelf.outputs.head import Tags
from papershelf.outputs.head.tags import PICTURES
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.pages import all_pages
from papershelf.outputs.views.paper_views import PaperView
from papershelf.outputs.views.records import View
from papershelf.text import tex
from support import hostile
from support.helpers import ROOT, build, collect, entry, write

SITE = "https://example.org/shelf/"
SETTINGS = Settings(site_name="A shelf", site_url=SITE, min_papers=1)
FULL = """  arxiv: 2404.17858
  doi: 10.1000/182
  venue: Journal of Engines
  volume: "12"
  issue: "3"
  pages: 117-134
  license: CC-BY-4.0
  topics: [engines]
  urls: {pdf: "https://example.org/shelf/files/a.pdf"}
"""
TOPIC = "---\ntitle: Engines\ndescription: What turns.\n---\n\nWords.\n"


class Elements(HTMLParser):
    """Elements with their attributes, and the texts inside of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.loose = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Text of a script, or text that belongs nowhere."""
        if self.found and self.found[-1][0] == "script" and self.get_starttag_text():
            self.scripts.append(data)
        else:
            self.loose += data

    def handle_endtag(self, tag: str) -> None:
        """What follows a script is none of it."""
        self.found.append((f"/{tag}", {}))

    def metas(self, name: str) -> list[str]:
        """Contents of a tag."""
        return [
            found["content"]
            for tag, found in self.found
            if tag == "meta" and name in (found.get("name"), found.get("property"))
        ]

    def links(self, rel: str) -> list[str]:
        """Targets of a relation."""
        return [
            found["href"]
            for tag, found in self.found
            if tag == "link" and rel in found.get("rel", "").split()
        ]

    def graph(self) -> list[dict[str, Any]]:
        """The nodes of the linked data."""
        (text,) = self.scripts
        data = json.loads(text)
        assert data["@context"] == "https://schema.org"
        return list(data["@graph"])


def pages(collection: Collection, settings: Settings = SETTINGS) -> Iterator[tuple[View, Elements]]:
    """Each page with its tags."""
    tags = Tags(collection, settings)
    for view in all_pages(collection, settings, {}):
        yield view, Elements(tags.of(view))


def page(collection: Collection, url: str, settings: Settings = SETTINGS) -> Elements:
    """The tags of one address."""
    return next(found for view, found in pages(collection, settings) if view.head.url == url)


@pytest.fixture
def one(tmp_path: Path) -> Collection:
    """A paper with everything."""
    files = {"papers.yaml": entry(more=FULL), "content/topics/engines.md": TOPIC}
    return collect(write(tmp_path, files))


def test_scholar_gets_its_three(one: Collection) -> None:
    """Title, one tag per author, and a date as 2010/05/12: without them a page counts as untagged."""
    found = page(one, "papers/ada2024engine/")
    assert found.metas("citation_title") == ["On the engine"]
    assert found.metas("citation_author") == ["Lovelace, Ada"]
    assert found.metas("citation_publication_date") == ["2024/04/27"]
    assert found.metas("citation_journal_title") == ["Journal of Engines"]
    assert [
        found.metas(f"citation_{name}") for name in ("volume", "issue", "firstpage", "lastpage")
    ] == [["12"], ["3"], ["117"], ["134"]]
    assert [f"{SITE}files/a.pdf"] == found.metas("citation_pdf_url")


def test_scholar_gets_no_pdf_of_another_host(tmp_path: Path) -> None:
    """It follows `citation_pdf_url` on the host of the page alone."""
    more = "  urls: {pdf: 'https://example.com/a.pdf'}\n"
    collection = collect(write(tmp_path, {"papers.yaml": entry(more=more)}))
    found = page(collection, "papers/ada2024engine/")
    assert found.metas("citation_pdf_url") == []
    assert found.links("item") == ["https://example.com/a.pdf"]


@pytest.mark.parametrize(
    ("published", "tags"),
    [
        ("2024", {"citation_publication_date": ["2024"], "citation_date": []}),
        ("2024-04", {"citation_publication_date": ["2024"], "citation_date": ["2024/04"]}),
        ("2024-04-27", {"citation_publication_date": ["2024/04/27"], "citation_date": []}),
    ],
)
def test_a_padded_date_is_never_a_day(tmp_path: Path, published: str, tags: dict[str, Any]) -> None:
    """What is known to the month alone does not become its first day."""
    text = entry().replace("2024-04-27", published)
    found = page(collect(write(tmp_path, {"papers.yaml": text})), "papers/ada2024engine/")
    assert tags == {name: found.metas(name) for name in tags}


def test_signposts(one: Collection) -> None:
    """Machines learn what to cite, where the content is, under which license, by whom."""
    found = page(one, "papers/ada2024engine/")
    assert found.links("cite-as") == ["https://doi.org/10.1000/182"]
    assert found.links("type") == [
        "https://schema.org/AboutPage", "https://schema.org/ScholarlyArticle",
    ]  # fmt: skip
    assert [f"{SITE}authors/ada-lovelace/"] == found.links("author")
    assert found.links("license") == ["https://spdx.org/licenses/CC-BY-4.0.html"]
    assert [f"{SITE}topics/engines/"] == found.links("collection")
    assert f"{SITE}papers/ada2024engine.bib" in found.links("describedby")
    assert [f"{SITE}papers/ada2024engine/"] == page(one, "topics/engines/").links("item")


def test_links_are_addresses(tmp_path: Path) -> None:
    """A link in the head has the characters of RFC 3986 alone, whatever the catalogue says."""
    more = "  urls: {paper: 'https://example.com/a_b%20{x}|\"?q=1&r=é'}\n"
    collection = collect(write(tmp_path, {"papers.yaml": entry(more=more)}))
    found = page(collection, "papers/ada2024engine/").links("cite-as")
    assert found == ["https://example.com/a_b%20%7Bx%7D%7C%22?q=1&r=%C3%A9"]


def test_home_says_what_the_site_is(tmp_path: Path) -> None:
    """The linked data contain the description of the page, and its picture is not named twice."""
    files = {
        "papers.yaml": entry(),
        "content/index.md": "---\ndescription: What turns.\n---\n\nWords.\n",
    }
    found = page(collect(write(tmp_path, files)), "")
    assert found.graph()[0]["description"] == "What turns."
    assert found.metas("og:image:alt") == ["A shelf"]


def test_a_paper_is_linked_data(one: Collection) -> None:
    """ScholarlyArticle with its container, identifiers, topics, and the way to it."""
    article, way = page(one, "papers/ada2024engine/").graph()
    assert article["@type"] == "ScholarlyArticle"
    assert article["headline"] == "On the engine"
    assert article["author"][0]["name"] == "Ada Lovelace"
    assert [part["propertyID"] for part in article["identifier"]] == ["DOI", "arXiv"]
    issue = article["isPartOf"]
    assert (
        issue["issueNumber"], issue["isPartOf"]["volumeNumber"],
        issue["isPartOf"]["isPartOf"]["name"],
    ) == ("3", "12", "Journal of Engines")  # fmt: skip
    assert [
        {"@type": "DefinedTerm", "name": "Engines", "url": f"{SITE}topics/engines/"}
    ] == article["about"]
    steps = [(step["name"], step["item"]) for step in way["itemListElement"]]
    assert [("A shelf", SITE), ("Papers", f"{SITE}papers/")] == steps
    assert article["sameAs"][0] == "https://doi.org/10.1000/182"


def test_lists_are_linked_data(one: Collection) -> None:
    """A topic is a collection with its list, an author a person with a profile, home a site with
    a search."""
    topic, _ = page(one, "topics/engines/").graph()
    assert (
        topic["@type"], topic["mainEntity"]["@type"], topic["mainEntity"]["numberOfItems"]
    ) == ("CollectionPage", "ItemList", 1)  # fmt: skip
    author, _ = page(one, "authors/ada-lovelace/").graph()
    assert (
        author["@type"], author["mainEntity"]["@type"], author["mainEntity"]["name"]
    ) == ("ProfilePage", "Person", "Ada Lovelace")  # fmt: skip
    (site,) = page(one, "").graph()
    assert f"{SITE}?q={{search_term_string}}" == site["potentialAction"]["target"]["urlTemplate"]


def test_numbered_pages_count_on(tmp_path: Path) -> None:
    """The second page of a list begins where the first ended."""
    text = "".join(entry(f"paper-{number}", f"Paper {number}") for number in range(3))
    collection = collect(write(tmp_path, {"papers.yaml": text}))
    settings = Settings(site_name="A shelf", site_url=SITE, per_page=2)
    node, _ = page(collection, "papers/p/2/", settings).graph()
    positions = [item["position"] for item in node["mainEntity"]["itemListElement"]]
    assert (positions, node["mainEntity"]["numberOfItems"]) == ([3], 3)


def test_every_kind_has_its_picture(one: Collection) -> None:
    """A preview shows a file of the theme, with its true size."""
    folder = ROOT / "overrides" / "assets" / "papershelf" / "previews"
    assert {f"{name}.png" for name in PICTURES} == {path.name for path in folder.glob("*.png")}
    for path in folder.glob("*.png"):
        data = path.read_bytes()
        assert data[:4] == b"\x89PNG"
        assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)
    for view, found in pages(one):
        (picture,) = found.metas("og:image")
        name = picture.removeprefix(SITE)
        assert (ROOT / "overrides" / name).is_file(), view.head.url
        assert [
            "article"
            if isinstance(view, PaperView)
            else "profile"
            if view.head.url == "authors/ada-lovelace/"
            else "website"
        ] == found.metas("og:type")
        assert [f"{SITE}{view.head.url}"] == found.metas("og:url")


def test_previews_name_the_site_but_on_papers(one: Collection) -> None:
    """Zotero would take the name for the journal's there; every other page says whose it is."""
    for view, found in pages(one):
        expected = [] if isinstance(view, PaperView) else ["A shelf"]
        assert expected == found.metas("og:site_name"), view.head.url
    page = Elements(Tags(one, SETTINGS).of_page("about/", "About", "Words."))
    assert page.metas("og:site_name") == ["A shelf"]


@pytest.mark.slow
def test_previews_are_read_before_a_thousand_authors(tmp_path: Path) -> None:
    """Slack asks for the first 32 KB of a page, which the tags of a large group fill."""
    names = ", ".join(f"Ada Lovelace{number}" for number in range(1500))
    text = entry().replace("Ada Lovelace", names)
    collection = collect(write(tmp_path, {"papers.yaml": text}))
    tags = Tags(collection, SETTINGS)
    (view,) = [each for each in all_pages(collection, SETTINGS, {}) if isinstance(each, PaperView)]
    html = tags.of(view)
    assert len(html) > 100_000
    assert html.index("og:image:alt") < html.index("twitter:card") < 4_000


def test_without_an_address_all_links_are_relative(one: Collection) -> None:
    """A site that does not know its URL still links to its own files."""
    for view, found in pages(one, Settings(site_name="A shelf")):
        assert found.metas("og:image") == []
        for rel in ("alternate", "collection"):
            for url in found.links(rel):
                assert url.startswith(addresses.to_root(view.head.url)), (view.head.url, url)


def test_hostile_texts_stay_in_their_place(tmp_path: Path) -> None:
    """No text leaves its attribute or its script, and each is what the catalogue says."""
    collection = collect(write(tmp_path, hostile.files()))
    for view, found in pages(collection):
        assert not found.loose.strip(), view.head.url
        tags = {tag for tag, _ in found.found}
        assert tags <= {"meta", "link", "script", "/script"}, view.head.url
        for tag, attributes in found.found:
            names = {"meta": {"name", "property", "content"}, "script": {"type"},
                     "link": {"rel", "href", "type", "title"}}  # fmt: skip
            assert attributes.keys() <= names.get(tag, set()), (view.head.url, attributes)
            assert not attributes.get("href", "").startswith("javascript:")
        if isinstance(view, PaperView):
            title = tex.to_plain(collection.papers[view.id].title)
            assert [title] == found.metas("citation_title")
            assert title == found.graph()[0]["headline"]


def test_built_pages_carry_them_once(tmp_path: Path) -> None:
    """In the built HTML: in the head, once, also for hand-written pages, with files that exist."""
    files = {
        "papers.yaml": entry(more=FULL),
        "content/topics/engines.md": TOPIC,
        "content/about.md": '---\ntitle: "About \\"us\\" <b>"\ndescription: "<script>1</script>"\n---\n\nWords.\n',
    }
    root = write(tmp_path / "collection", files)
    site = tmp_path / "site"
    build(root, site, site_url=SITE)
    for path in sorted(site.rglob("index.html")):
        head = re.search(r"<head>(.*?)</head>", path.read_text(), re.DOTALL)
        assert head, path
        if path.relative_to(site).parts[0] in ("doi", "arxiv", "embed"):
            assert 'content="noindex"' in head[1], path
            continue  # it only leads on, or shows another page
        found = Elements(head[1])
        assert len(found.metas("og:title")) == 1, path
        assert len(found.links("canonical")) == 1, path
        (search,) = found.links("search")
        assert (path.parent / search).resolve() == site / "opensearch.xml", path
        for url in found.links("alternate") + found.links("item"):
            target = site / url.removeprefix(SITE)
            if url.startswith(f"{SITE}files/"):
                continue  # the catalogue's own address
            assert target.is_file() or (target / "index.html").is_file(), url
    about = Elements((site / "about" / "index.html").read_text())
    assert about.metas("og:title") == ['About "us" <b>']
    assert "<script>1</script>" not in (site / "about" / "index.html").read_text()


@pytest.mark.slow
def test_without_a_search_no_program_is_told_of_one(tmp_path: Path) -> None:
    """`?q=` has nothing to open then: neither linked data nor OpenSearch names it."""
    for has_search in (True, False):
        site = tmp_path / f"{has_search}"
        root = write(tmp_path / "collection", {"papers.yaml": entry()})
        build(root, site, site_url=SITE, has_search=has_search)
        home = (site / "index.html").read_text()
        assert ("SearchAction" in home) is has_search
        assert ('rel="search"' in home) is has_search
        assert (site / "opensearch.xml").is_file() is has_search


@pytest.mark.parametrize(
    ("venue", "about"),
    [
        ("Journal of Engines", "1 paper in Journal of Engines."),
        ("Proc. Acad. Eng.", "1 paper in Proc. Acad. Eng."),
        ("Why?", "1 paper in Why?"),
    ],
)
def test_descriptions_end_as_a_sentence_does(venue: str, about: str, tmp_path: Path) -> None:
    """Also where the name of a journal is shortened, or has a sign at its end."""
    root = write(tmp_path, {"papers.yaml": entry(more=f"  venue: {venue}\n")})
    heads = [view.head for view in all_pages(collect(root), SETTINGS, {})]
    assert [head.description for head in heads if head.title == venue] == [about]
