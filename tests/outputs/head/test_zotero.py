"""What Zotero saves from a paper's page and from a list is what the catalogue says."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from papershelf.catalogue.model import Collection, Paper
from papershelf.citations import parts
from papershelf.citations.vocabularies import words_for
from papershelf.outputs.head import Tags
from papershelf.outputs.render import Renderer
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.pages import all_pages
from papershelf.outputs.views.paper_views import PaperView
from papershelf.outputs.views.records import ListView
from papershelf.text import tex
from support import zotero
from support.helpers import DATA, ROOT, collect, entry, named, write
from support.skipped import NO_DATA

SETTINGS = Settings(site_name="A shelf", site_url="https://example.org/shelf/")
COLLECTIONS = {"seed": ROOT, "gaussian-splatting": DATA / "gaussian-splatting",
               "haskell": DATA / "haskell", "nasty": DATA / "nasty"}  # fmt: skip


@functools.cache
def collection_of(name: str) -> Collection:
    """One of the real collections; skipped where the data is not beside the project."""
    if not COLLECTIONS[name].is_dir():
        pytest.skip(NO_DATA)
    return collect(COLLECTIONS[name])


def heads(collection: Collection) -> Iterator[tuple[Paper, str]]:
    """Each paper with the page that Zotero would see."""
    tags = Tags(collection, SETTINGS)
    for view in all_pages(collection, SETTINGS, {}):
        if isinstance(view, PaperView):
            page = f"<html><head>{tags.of(view)}</head><body></body></html>"
            yield collection.papers[view.id], page


def creators(paper: Paper) -> list[tuple[str, str]]:
    """First and last names as Zotero should have them."""
    return [
        ("", name.shown.replace(",", " ").strip())
        if name.literal or not name.given
        else (f"{name.given} {name.suffix}".strip(), name.family)
        for name in paper.authors
    ]


def plain(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names without what Zotero trims: dots and marks at their ends, and kinds of spaces."""
    return [
        tuple(" ".join(part.replace(";", " ").split()).strip(" .,/[]:") for part in pair)
        for pair in pairs
    ]  # type: ignore[misc]


def one_line(text: str) -> str:
    """White space as Zotero trims it."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", named(COLLECTIONS))
def test_a_page_gives_the_paper(name: str) -> None:
    """Type, title, creators, date, identifier, abstract and venue of each paper of real lists."""
    for paper, page in heads(collection_of(name)):
        item = zotero.embedded(page)
        fields = item.fields
        assert words_for(paper.type).zotero == item.type, paper.id
        assert one_line(tex.to_plain(paper.title)) == fields["title"], paper.id
        assert plain(creators(paper)) == plain(item.creators), paper.id
        assert str(parts.issued(paper)).replace("-", "/") == fields["date"]
        assert parts.doi(paper) == fields.get("DOI", "")
        assert one_line(tex.to_plain(paper.abstract)) == fields.get("abstractNote", "")
        if paper.venue and paper.type in ("article-journal", "paper-conference"):
            venue = fields.get("publicationTitle") or fields.get("conferenceName", "")
            assert one_line(paper.venue) == venue
        if paper.type == "article":
            assert "publicationTitle" not in fields  # the site is not a journal


@pytest.mark.parametrize("name", named(COLLECTIONS))
def test_a_list_gives_all_its_papers(name: str) -> None:
    """Every topic offers each of its papers at once, in its order, with the same facts."""
    collection = collection_of(name)
    renderer = Renderer(collection, SETTINGS)
    views = [view for view in all_pages(collection, SETTINGS, {}) if isinstance(view, ListView)]
    seen = set()
    for view in views:
        if view.head.kind not in ("papers", "topics"):
            continue
        ids = [paper_id for section in view.sections for paper_id in section.ids]
        items = zotero.listed(renderer.render(view).to_markdown())
        assert len(ids) == len(items), view.head.url
        for paper_id, item in zip(ids, items):
            seen.add(paper_id)
            paper = collection.papers[paper_id]
            assert words_for(paper.type).zotero == item.type or item.type == "journalArticle"
            # its reader of COinS loses every plus, however it is encoded
            assert tex.to_plain(paper.title).replace("+", " ") == item.fields["title"]
            assert plain(creators(paper)) == plain(item.creators), paper_id
            assert str(parts.issued(paper)) == item.fields["date"]
            assert parts.doi(paper) == item.fields.get("DOI", "")
    assert set(collection.listed) == seen


def test_two_family_names_stay_one_author(tmp_path: Path) -> None:
    """Zotero splits the only author at a comma with two words on each side."""
    text = entry().replace("[Ada Lovelace]", '["García Márquez, Gabriel José"]')
    ((_, page),) = heads(collect(write(tmp_path, {"papers.yaml": text})))
    assert plain(zotero.embedded(page).creators) == [("Gabriel José", "García Márquez")]


def test_types_of_every_kind(tmp_path: Path) -> None:
    """Each type of the catalogue has a word of Zotero's, on the page and in lists."""
    types = ("article", "article-journal", "paper-conference", "chapter", "book", "thesis",
             "report", "dataset", "software", "patent", "webpage", "speech", "pamphlet")  # fmt: skip
    text = "".join(
        entry(f"paper-{kind}", f"A {kind}", f"  type: {kind}\n  venue: Somewhere\n")
        for kind in types
    )
    collection = collect(write(tmp_path, {"papers.yaml": text}))
    for paper, page in heads(collection):
        item = zotero.embedded(page)
        assert words_for(paper.type).zotero == item.type
        assert f"A {paper.type}" == item.fields["title"]
    renderer = Renderer(collection, SETTINGS)
    (browse,) = [view for view in all_pages(collection, SETTINGS, {})
                 if isinstance(view, ListView) and view.head.kind == "papers"]  # fmt: skip
    items = {
        item.fields["title"]: item for item in zotero.listed(renderer.render(browse).to_markdown())
    }
    for kind in types:
        assert words_for(kind).zotero == items[f"A {kind}"].type
        assert items[f"A {kind}"].creators == [("Ada", "Lovelace")]


def test_the_archive_of_a_preprint_is_its_publisher(tmp_path: Path) -> None:
    """On its page and in lists, as in every file: arXiv where nothing else is said."""
    text = entry("one", "One", "  type: article\n  venue: bioRxiv\n")
    text += entry("two", "Two", "  type: article\n  arxiv: 2404.17858\n")
    text += entry("three", "Three", "  type: dataset\n  venue: Zenodo\n")
    collection = collect(write(tmp_path, {"papers.yaml": text}))
    expected = {"One": "bioRxiv", "Two": "arXiv", "Three": "Zenodo"}
    pages = [zotero.embedded(page).fields for _, page in heads(collection)]
    assert expected == {fields["title"]: fields["publisher"] for fields in pages}
    (browse,) = [view for view in all_pages(collection, SETTINGS, {})
                 if isinstance(view, ListView) and view.head.kind == "papers"]  # fmt: skip
    rows = zotero.listed(Renderer(collection, SETTINGS).render(browse).to_markdown())
    assert expected == {item.fields["title"]: item.fields["publisher"] for item in rows}
