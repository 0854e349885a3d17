"""The files for scripts, crawlers and language models, read by the tools of their readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from papershelf.catalogue import schema
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.model import Collection
from papershelf.history.ledger import Day
from papershelf.outputs import data, everything
from papershelf.outputs.data import sitemap
from papershelf.outputs.data.catalogue import PER_PART
from papershelf.outputs.settings import Settings
from papershelf.text.escape import xml
from support import hostile
from support.helpers import DATA, ROOT, collect, entry, named, texts, write
from support.programs import SITE, WHOLE, made
from support.skipped import NO_DATA

VALIDATOR = jsonschema.Draft7Validator(schema.to_catalogue_schema())


def papers_in(files: dict[str, str]) -> list[dict[str, Any]]:
    """As a script reads them: the index, then each part."""
    index = json.loads(files["catalogue.json"])
    VALIDATOR.validate(index)
    found = []
    for part in index["parts"]:
        read = json.loads(files[part["url"].removeprefix(SITE)])
        VALIDATOR.validate(read)
        assert part["papers"] == len(read["papers"])
        found += read["papers"]
    assert index["papers"] == len(found)
    return found


# --- the catalogue -----------------------------------------------------------------------------


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/golden/collection"])
@pytest.mark.parametrize("settings", [WHOLE, Settings()])
def test_the_catalogue_is_valid_and_whole(root: Path, settings: Settings) -> None:
    """Every listed paper with every field of it, by the schema that is published beside it."""
    collection = collect(root)
    files = made(collection, settings)
    found = {paper["id"]: paper for paper in papers_in(files)}
    assert set(collection.listed) == set(found)
    known = schema.to_catalogue_schema()["definitions"]["paper"]["properties"]
    for paper in collection.listed.values():
        record = found[paper.id]
        assert record.keys() <= known.keys()
        for name in FIELDS:
            given = paper.value(name)
            assert bool(given) == (name in record) or name == "added", (paper.id, name)
        assert paper.title == record["title"]
        assert (
            len(paper.authors) == len(record.get("authors", ()))
            and paper.abstract == record.get("abstract", "")
            and str(paper.published) == record["published"]
        )


@pytest.mark.parametrize("name", named(["gaussian-splatting", "haskell", "nasty"]))
def test_real_catalogues_are_valid(name: str) -> None:
    """Parts of 500, none lost, none twice."""
    if not (DATA / name).is_dir():
        pytest.skip(NO_DATA)
    collection = collect(DATA / name)
    found = papers_in({path: text.decode() for path, text in produced(collection)})
    assert list(collection.listed)[::-1] == [paper["id"] for paper in found]


def produced(collection: Collection) -> Iterator[tuple[str, bytes]]:
    for files in data.FILES:
        yield from files(collection, WHOLE)


def test_the_schema_refuses_what_is_wrong() -> None:
    """A schema that takes anything would prove nothing."""
    collection = collect(ROOT)
    part = json.loads(made(collection)["catalogue/1.json"])
    for name, value in (("id", 1), ("published", "soon"), ("authors", ["Ada"]), ("type", "paper"),
                        ("doi", "https://doi.org/10.1000/1"), ("author_count", "5"), ("topics", "x"),
                        ("url", None), ("urls", [])):  # fmt: skip
        wrong = part | {"papers": [part["papers"][0] | {name: value}]}
        assert not VALIDATOR.is_valid(wrong), name
    assert not VALIDATOR.is_valid(part | {"version": 2})
    assert not VALIDATOR.is_valid({"papers": []})


@pytest.mark.slow
def test_full_parts_stay_as_they_are(tmp_path: Path) -> None:
    """The paper that is added next changes the last part and the index alone."""
    texts = [entry(f"paper{n:04}", f"Title {n}").replace("2025-12-23", f"20{10 + n // 100}-01-01")
             for n in range(PER_PART + 3)]  # fmt: skip
    before = made(collect(write(tmp_path / "a", {"papers.yaml": "".join(texts[:-1])})))
    after = made(collect(write(tmp_path / "b", {"papers.yaml": "".join(texts)})))
    assert before["catalogue/1.json"] == after["catalogue/1.json"]
    assert before["catalogue/2.json"] != after["catalogue/2.json"]
    assert [part["papers"] for part in json.loads(after["catalogue.json"])["parts"]] == [500, 3]


def test_addresses_lead_from_the_file_where_the_site_has_none(tmp_path: Path) -> None:
    """They resolve relative to the file that contains them."""
    files = made(collect(write(tmp_path, {"papers.yaml": entry()})), Settings())
    index = json.loads(files["catalogue.json"])
    assert index["parts"][0]["url"] == "catalogue/1.json"
    assert index["home"] == "./"
    part = json.loads(files["catalogue/1.json"])
    assert part["papers"][0]["url"] == "../papers/ada2024engine/"
    assert "sitemap.xml" not in files and "opensearch.xml" not in files
    assert "Sitemap" not in files["robots.txt"]


def test_an_empty_collection_has_its_files(tmp_path: Path) -> None:
    """No paper, no part, and nothing breaks."""
    files = made(collect(write(tmp_path, {"papers.yaml": ""})))
    assert papers_in(files) == []
    assert "0 papers" in files["llms.txt"]
    assert "catalogue/1.json" not in files["developers/index.md"]


def test_examples_are_files_of_the_site(tmp_path: Path) -> None:
    """The page for programs leads to what a site has: some files need an address, a search or a
    history."""
    collection = collect(write(tmp_path, {"papers.yaml": entry()}))
    day = Day("2025-12-23", added=("ada2024engine",), changed=(), renamed=(), removed=())
    for settings in (WHOLE, Settings()):
        for days in ((), (day,)):
            for has_search in (True, False):
                outputs = everything.make(collection, settings, {}, days, has_search=has_search)
                files = texts(outputs)
                page = files["developers/index.md"]
                shown = re.findall(r'<a href="\.\./([^"]+)" aria-label="Example: [^"]+">', page)
                assert "catalogue.json" in shown
                for name in ("changes.json", "opensearch.xml", "sitemap.xml"):
                    assert (name in shown) == (name in files), (name, settings, days, has_search)


# --- llms.txt ----------------------------------------------------------------------------------


def test_llms_txt_has_the_form_of_llmstxt_org() -> None:
    """One title, a quotation, then sections with lists of links and nothing else; each leads to a
    file that is there."""
    collection = collect(ROOT)
    files = made(collection)
    title, quote, *rest = [line for line in files["llms.txt"].splitlines() if line]
    assert title == "# Shelf" and quote.startswith("> ")
    at = next(number for number, line in enumerate(rest) if line.startswith("## "))
    for line in rest[at:]:
        assert line.startswith("## ") or re.fullmatch(r"- \[.+\]\(\S+\): .+", line), line
    there = {path.removesuffix(".txt") if path.endswith(".md.txt") else path for path in files}
    there |= {path.removesuffix("index.md") for path in files}
    for link in re.findall(r"\]\((\S+?)\)", "\n".join(rest[at:])):
        assert link.removeprefix(SITE) in there, link


# --- XML ---------------------------------------------------------------------------------------

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def urls_of(text: str) -> dict[str, str | None]:
    root = ElementTree.fromstring(text)
    found = {}
    for item in root:
        loc = item.find("s:loc", NAMESPACE)
        assert loc is not None and loc.text
        found[loc.text] = item.findtext("s:lastmod", None, NAMESPACE)
    return found


def test_the_sitemap_lists_every_page_that_is_to_be_found(tmp_path: Path) -> None:
    """Pages, generated and hand-written; no redirect, no tombstone, no file; days from the data."""
    files = {
        "papers.yaml": entry(more="  aliases: [ada2023engine]\n  doi: 10.1000/ABC\n  topics: [engines]\n")
        + entry("old2020", "Old").replace("2025-12-23", "2020-02-03").replace("Ada Lovelace", "Grace Hopper")
        + entry("gone2020", "Gone", "  status: retracted\n")
        + "- id: bare2019\n  title: Bare\n  published: 2019-05\n  authors: [Jean Bartik]\n",
        "content/about.md": "# About\n", "content/topics/engines.md": "---\ntitle: Engines\n---\n",
        "content/topics/empty.md": "---\ntitle: Empty\n---\n",
    }  # fmt: skip
    collection = collect(write(tmp_path, files))
    made_files = made(collection, replace(WHOLE, min_papers=1))
    found = urls_of(made_files["sitemap.xml"])
    pages = {
        SITE
        + path.removesuffix("index.md").removesuffix(".md")
        + ("" if path.endswith("index.md") else "/")
        for path in made_files
        if path.endswith(".md")
    }
    # which are empty to robots
    hidden = {f"{SITE}papers/gone2020/", f"{SITE}basket/", f"{SITE}trending/"}
    assert (pages | {f"{SITE}about/"}) - hidden == set(found)
    days = {
        "": "2025-12-23", "papers/ada2024engine/": "2025-12-23", "papers/old2020/": "2020-02-03",
        "papers/bare2019/": "2019-05", "authors/grace-hopper/": "2020-02-03", "authors/": "2025-12-23",
        "topics/engines/": "2025-12-23", "topics/empty/": None, "about/": None, "developers/": None,
        "years/2019/": "2019-05", "days/": "2025-12-23", "days/2020-02-03/": "2020-02-03",
    }  # fmt: skip
    assert days == {url: found[SITE + url] for url in days}


def test_a_large_sitemap_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit of the protocol; the index lists the parts with the newest day of each."""
    assert sitemap.MOST == 50_000
    monkeypatch.setattr(sitemap, "MOST", 40)
    files = made(collect(ROOT), replace(WHOLE, min_papers=1))
    index = urls_of(files["sitemap.xml"])
    assert len(index) > 5
    assert {f"{SITE}sitemap-{number}.xml" for number in range(1, len(index) + 1)} == set(index)
    listed = [url for part in index for url in urls_of(files[part.removeprefix(SITE)])]
    assert len(listed) == len(set(listed)) > 200
    assert all(day == "2025-12-23" for day in list(index.values())[:2])


def test_opensearch_leads_to_the_search(nasty: Collection) -> None:
    """Well-formed whatever the site is called, within the lengths of the format."""
    for name in ("Shelf", *hostile.HOSTILE, "a" * 60, "\x00\ufffe\ud800"):
        settings = replace(WHOLE, site_name=name, site_description=name * 40)
        [(path, text)] = data.opensearch.files(nasty, settings)
        assert path == "opensearch.xml"
        root = ElementTree.fromstring(text)
        space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert 0 < len(root.findtext("o:ShortName", "", space)) <= 16
        assert len(root.findtext("o:LongName", "", space)) <= 48
        assert len(root.findtext("o:Description", "", space)) <= 1024
        url = root.find("o:Url", space)
        assert url is not None and f"{SITE}?q={{searchTerms}}" == url.get("template")


def test_xml_takes_any_text() -> None:
    """Characters that XML cannot hold are replaced, all others come back."""
    for text in (*hostile.HOSTILE, "\x00\x0b\ufffe\uffff", "a\tb\n"):
        root = ElementTree.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
        assert re.sub("[\x00\x0b\ufffe\uffff]", "\ufffd", text) == root.text


def test_robots_are_welcome() -> None:
    """The file also names the absolute URL of the sitemap (RFC 9309)."""
    assert f"Sitemap: {SITE}sitemap.xml\n" in made(collect(ROOT))["robots.txt"]


def test_same_input_same_bytes(nasty: Collection, tmp_path: Path) -> None:
    """Another reading of the same catalogue gives the same files, hostile or not."""
    again = collect(write(tmp_path, hostile.files()))
    assert made(nasty) == made(again)
