"""Linked data by the vocabulary itself: each property belongs to the type that carries it.

The vocabulary is that of the package schema-dts, which `make tools` fetches: schema.org's own
definitions, written as types of TypeScript.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue.item_types import TYPES
from papershelf.catalogue.model import Collection
from papershelf.outputs.head import Tags
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.pages import all_pages
from support.helpers import ROOT, collect, entry, write
from support.skipped import NO_TOOL

SITE = "https://example.org/shelf/"
SETTINGS = Settings(site_name="A shelf", site_url=SITE, min_papers=1)
VOCABULARY = ROOT / ".venv/tools/node_modules/schema-dts/dist/schema.d.ts"
FULL = """  venue: Place of things
  publisher: House
  volume: "12"
  issue: "3"
  pages: pp. 117--134
  edition: "2"
  isbn: "9780262046305"
  doi: 10.1000/182-{kind}
  arxiv: 24{number:02}.17858
  language: en
  license: CC-BY-4.0
  abstract: What it is about.
  keywords: [one]
  awards: [Best paper]
  topics: [engines]
  urls: {{pdf: "https://example.org/a.pdf", paper: "https://example.org/a"}}
"""
#: Google's list of what a node without these does not count for (Search Central, structured data).
REQUIRED = {
    "Dataset": {"name", "description"},
    "ProfilePage": {"mainEntity"},
    "Person": {"name"},
    "Organization": {"name"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "Course": {"name", "description"},
    "Review": {"itemReviewed", "reviewRating", "author"},
    "DiscussionForumPosting": {"author", "datePublished", "text"},
    "ImageObject": {"contentUrl"},
    "WebSite": {"name", "url"},
}


@functools.cache
def properties() -> dict[str, frozenset[str]]:
    """Type → the properties that schema.org knows for it, inherited ones too."""
    if not VOCABULARY.is_file():
        pytest.skip(NO_TOOL.format("schema-dts"))
    text = VOCABULARY.read_text()
    own: dict[str, set[str]] = {}
    parents: dict[str, list[str]] = {}
    for name, bases, body in re.findall(r"interface (\w+)Base extends ([^{]*)\{(.*?)\n\}", text, re.DOTALL):  # fmt: skip
        own[name] = set(re.findall(r'^\s*"([^"@]+)"\??:', body, re.MULTILINE))
        parents[name] = re.findall(r"(\w+)Base\b", bases)

    def whole(name: str) -> set[str]:
        return own.get(name, set()).union(*map(whole, parents.get(name, ())))

    leaves = re.findall(r"interface (\w+)Leaf extends (\w+)Base", text)
    return {leaf: frozenset(whole(base)) for leaf, base in leaves}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node that has a type, wherever it is nested."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for each in value.values():
            yield from nodes(each)


def graphs(collection: Collection) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Address of each page and its linked data."""
    tags = Tags(collection, SETTINGS)
    for view in all_pages(collection, SETTINGS, {}):
        found = re.search(r'ld\+json">(.*?)</script>', tags.of(view))
        if found:
            yield view.head.url, json.loads(found[1])["@graph"]


@pytest.fixture(scope="module")
def every_type(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Of each type a paper with all fields and one with few."""
    text = "".join(
        entry(f"full-{kind.replace('_', '-')}", f"A {kind}",
              f"  type: {kind}\n{FULL.format(kind=kind, number=number % 12 + 1)}".replace(".17858", f".{17000 + number}"))
        + entry(f"bare-{kind.replace('_', '-')}", f"Another {kind}", f"  type: {kind}\n  abstract: It.\n")
        for number, kind in enumerate(TYPES)
    )  # fmt: skip
    topic = "---\ntitle: Engines\ndescription: What turns.\n---\n\nWords.\n"
    bare = "---\ntitle: Bare course\n---\n\n- [@full-book] Read.\n"
    course = "---\ntitle: Course\ndescription: About.\nprovider: A school\ninstructors: [Grace Hopper]\nstarts: 2024-10\n---\n\n- [@full-book] Read.\n"
    files = {
        "papers.yaml": text,
        "content/topics/engines.md": topic,
        "content/courses/a.md": course.replace("starts: 2024-10\n", ""),
        "content/courses/a/2024.md": course,
        "content/courses/b.md": bare,
    }
    return collect(write(tmp_path_factory.mktemp("types"), files))


@pytest.mark.parametrize("root", [None, ROOT], ids=["types", "example"])
def test_every_property_belongs_to_its_type(root: Path | None, every_type: Collection) -> None:
    """Nothing is said with a word that schema.org does not have for that type."""
    known = properties()
    wrong = set()
    for _, graph in graphs(collect(root) if root else every_type):
        for node in nodes(graph):
            # Google's own, of its sitelinks search box
            allowed = known[node["@type"]] | {"@type", "@id", "query-input"}
            wrong |= {(node["@type"], name) for name in node.keys() - allowed}
    assert wrong == set()


def test_nothing_that_google_requires_is_missing(every_type: Collection) -> None:
    """A type that needs more than a catalogue knows is not claimed."""
    for url, graph in graphs(every_type):
        for node in nodes(graph):
            assert REQUIRED.get(node["@type"], set()) <= node.keys(), (url, node)


def test_a_course_without_a_description_has_that_of_its_page(every_type: Collection) -> None:
    """Google shows no course without one."""
    _, course, _ = dict(graphs(every_type))["courses/b/"]
    assert course["description"] == "1 paper in reading order."


def test_pages_have_one_hyphen(every_type: Collection) -> None:
    """As in every other format, whatever the catalogue has."""
    paper = dict(graphs(every_type))["papers/full-article-journal/"][0]
    assert paper["pagination"] == "117-134"


def test_isbn_and_edition_are_those_of_the_book(every_type: Collection) -> None:
    """Of a book itself, of the proceedings around a paper; elsewhere an ISBN is an identifier."""
    found = dict(graphs(every_type))
    book, paper, report = (
        found[f"papers/full-{kind}/"][0] for kind in ("book", "paper-conference", "report")
    )
    assert (book["isbn"], book["bookEdition"]) == ("9780262046305", "2")
    assert paper["isPartOf"] == {
        "@type": "Book", "name": "Place of things", "isbn": "9780262046305", "bookEdition": "2",
    }  # fmt: skip
    assert ("ISBN", "9780262046305") in [
        (each["propertyID"], each["value"]) for each in report["identifier"]
    ]
    assert report["version"] == "2"


def test_an_archive_is_a_publisher_not_a_container(every_type: Collection) -> None:
    """As in every other format: the venue of a preprint, a thesis or a report has published it."""
    found = dict(graphs(every_type))
    for kind in ("article", "thesis", "report"):
        node = found[f"papers/full-{kind}/"][0]
        assert node["publisher"]["name"] == "Place of things"
        assert "isPartOf" not in node


def test_the_page_of_a_group_is_about_an_organization(tmp_path: Path) -> None:
    """As the pages of its papers say; a single name is a person."""
    text = entry().replace("[Ada Lovelace]", "[{literal: Engine Group}, Hypatia]")
    found = dict(graphs(collect(write(tmp_path, {"papers.yaml": text}))))
    kinds = {
        slug: found[f"authors/{slug}/"][0]["mainEntity"]["@type"]
        for slug in ("engine-group", "hypatia")
    }
    assert kinds == {"engine-group": "Organization", "hypatia": "Person"}
    printed = [author["@type"] for author in found["papers/ada2024engine/"][0]["author"]]
    assert printed == ["Organization", "Person"]
