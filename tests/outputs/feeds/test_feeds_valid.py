"""Feeds are valid by each format's own schema and by what the W3C's validator checks beyond it, and
the same in both formats.

The W3C's checks are written from its documentation: https://validator.w3.org/feed/docs/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from papershelf.outputs.settings import Settings
from papershelf.text import escape
from support import hostile
from support.feedreader import (
    ATOM,
    BARE,
    FIRST,
    HISTORY,
    SITE,
    XHTML,
    archive,
    link,
    made,
    parse,
    text_of,
)
from support.helpers import DATA, ROOT, collect, named, write
from support.skipped import NO_DATA

#: RFC 4151, section 2.1.
TAG = re.compile(
    r"tag:([a-z0-9._-]+@)?[a-z0-9-]+(\.[a-z0-9-]+)*,\d{4}(-\d\d(-\d\d)?)?:[\w:@/?!$&'()*+,;=.~%-]+",
    re.ASCII,
)
#: RFC 3986: characters of a URI.
URI = re.compile(r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?")  # fmt: skip
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SCHEMA = etree.RelaxNG(etree.parse(ROOT / "tests/outputs/feeds/atom.rng"))
JSON_SCHEMA = json.loads((ROOT / "tests/outputs/feeds/jsonfeed.schema.json").read_text())


def collections(tmp_path: Path) -> dict[str, Path]:
    """Folders of every sort of collection that is here."""
    found = {
        "seed": ROOT,
        "golden": ROOT / "tests/golden/collection",
        "hostile": write(tmp_path / "hostile", hostile.files()),
        "archives": write(tmp_path / "archives", archive(170)),
        "empty": write(tmp_path / "empty", {"papers.yaml": "[]\n"}),
        "bare": write(tmp_path / "bare", BARE),
    }
    return found | {name: DATA / name for name in ("nasty", "gaussian-splatting", "haskell")}


@pytest.mark.parametrize(
    "name",
    named(["seed", "golden", "hostile", "archives", "empty", "bare", "nasty", "gaussian-splatting",
           "haskell"]),
)  # fmt: skip
def test_every_feed_is_valid(name: str, tmp_path: Path) -> None:
    """By RFC 4287's schema and assertions, by the W3C's further checks, by JSON Feed's words; a
    parser of feeds reads the same, and both formats hold the same entries. Of the thousands of a real
    collection every few are looked at."""
    root = collections(tmp_path)[name]
    if not root.is_dir():
        pytest.skip(NO_DATA)
    files = made(collect(root))
    assert {"feed.xml", "feed.json", "feeds.opml"} <= files.keys()
    check_json = Draft202012Validator(JSON_SCHEMA)
    read: set[tuple[bytes, bytes]] = set()
    # an odd number, since the two formats take turns
    for path, data in sorted(files.items())[:: 1 + 2 * (len(files) // 500)]:
        if path.endswith(".xml"):
            document = parse(data)
            assert SCHEMA.validate(document), (path, SCHEMA.error_log.last_error)
            assert not list(w3c(document)), path
            assert link(document, "self") == SITE + path
            if document.find(HISTORY + "archive") is not None:  # only in this format
                assert path.startswith("feed-")
                continue
            twin = files[path.removesuffix(".xml") + ".json"]
            assert text_of(document, "title") == json.loads(twin)["title"]
            assert link(document, "alternate") == json.loads(twin)["home_page_url"]
            # two authors of one paper have one text below the head
            body = data[data.find(b"<entry") :], twin[twin.index(b'"items":') :]
            if body not in read:
                same(document, json.loads(twin), data)
            read.add(body)
        elif path.endswith(".json"):
            assert not list(check_json.iter_errors(json.loads(data))), path


def test_feeds_of_a_site_without_an_address_are_valid(tmp_path: Path) -> None:
    """Their addresses lead from the document, as deep as it lies; their ids are nobody else's."""
    root = write(
        tmp_path, archive(170) | {"content/people.yaml": "- {slug: ada, name: Ada Lovelace}\n"}
    )
    collection = collect(root)
    known = made(collection)
    for path, data in made(collection, Settings(site_name="A ☃ of Papers")).items():
        if path.endswith(".xml"):
            document = parse(data)
            assert SCHEMA.validate(document), SCHEMA.error_log.last_error
            ids = [each.text for each in document.iter(ATOM + "id")]
            assert all(TAG.fullmatch(each) for each in ids)
            assert all(each.startswith("tag:a-of-papers.invalid,2026-01-01:") for each in ids)
            for each, other in zip(
                document.iter(ATOM + "link"), parse(known[path]).iter(ATOM + "link")
            ):
                assert other.get("href") == urljoin(SITE + path, each.get("href")), path
            assert b"\xef\xb7\x90" not in data
        elif path.endswith(".opml"):
            for each in parse(data).iter("outline"):
                for name in ("xmlUrl", "htmlUrl") if each.get("type") else ():
                    assert each.get(name).startswith("./") and SITE in urljoin(SITE, each.get(name))
        elif path.endswith(".json"):
            for item, other in zip(json.loads(data)["items"], json.loads(known[path])["items"]):
                assert other["url"] == urljoin(SITE + path, item["url"])


def w3c(document: Any) -> Iterator[str]:
    """What the W3C's validator would say of a feed beyond its schema, and RFC 4287 asserts."""
    entries = document.findall(ATOM + "entry")
    ids = [text_of(each, "id") for each in (document, *entries)]
    if len(set(ids)) < len(ids):
        yield "DuplicateEntries, or an entry with the feed's id"
    yield from (f"InvalidTAG {each}" for each in ids if not TAG.fullmatch(each))
    for element in document.iter(ATOM + "updated", ATOM + "published"):
        if not INSTANT.fullmatch(element.text):
            yield f"InvalidRFC3339Date {element.text}"
    pairs = [(each.get("rel"), each.get("type")) for each in document.findall(ATOM + "link")]
    if len(set(pairs)) < len(pairs):
        yield "DuplicateAtomLink"
        return
    if not link(document, "self"):
        yield "MissingSelf"
    names = [each.tag for each in document]
    if (
        entries
        and ATOM + "entry" in names
        and set(names[names.index(ATOM + "entry") :]) != {ATOM + "entry"}
    ):
        yield "MisplacedMetadata"
    if document.find(ATOM + "author") is None:
        yield "MissingAuthor"
    for each in entries:
        if each.find(ATOM + "author") is None or not text_of(each, "title").strip():
            yield "an entry without author or title"
        if not link(each, "alternate") or each.find(ATOM + "content") is None:
            yield "MissingContentOrAlternate"
        if [name.tag for name in each].count(ATOM + "content") != 1:
            yield "DuplicateElement"
    for element in document.iter(ATOM + "link"):
        if element.get("rel") not in (
            "self",
            "alternate",
            "related",
            "current",
            "prev-archive",
            "next-archive",
        ):
            yield f"UnregisteredAtomLinkRel {element.get('rel')}"
        if element.text or len(element):
            yield "AtomLinkNotEmpty"
    for address in addresses_in(document):
        if not URI.fullmatch(address) or not re.match(r"https?://[^/]", address):
            yield f"InvalidLink or ContainsRelRef {address}"
    for name in document.iter(ATOM + "name", ATOM + "title", ATOM + "generator", ATOM + "summary"):
        if not (name.text or "").strip():
            yield f"NotBlank {name.tag}"
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.startswith(XHTML) and element.tag not in (
            XHTML + "div",
            XHTML + "p",
            XHTML + "a",
        ):
            yield f"SecurityRisk or not XHTML {element.tag}"
        if element.tag.startswith(XHTML) and set(element.keys()) - {"href"}:
            yield f"SecurityRiskAttr {element.keys()}"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("papers/ada2024engine</id>", "papers</id>", "DuplicateEntries"),
        ("tag:example.org,", "tag:example.org:", "InvalidTAG"),
        ("T00:00:00Z", "T00:00:00", "InvalidRFC3339Date"),
        ('rel="self"', 'rel="related"', "MissingSelf"),
        ("application/feed+json", "text/html", "DuplicateAtomLink"),
        ("</entry>\n</feed>", "</entry><title>x</title></feed>", "MisplacedMetadata"),
        ("<author><name>Papers", "<contributor><name>Papers", "MissingAuthor"),
        ('href="https://example.org/a.pdf"', 'href="a.pdf"', "ContainsRelRef"),
        ('href="https://example.org/a.pdf"', 'href="https://example.org/a b"', "InvalidLink"),
        ("<p>At most", "<script/><p>At most", "SecurityRisk or"),
        ("<p>At most", '<p style="color:red">At most', "SecurityRiskAttr"),
        ("<summary>It computes.", "<summary> ", "NotBlank"),
        ('rel="related" title', 'rel="stylesheet" title', "UnregisteredAtomLinkRel"),
    ],
)
def test_the_checks_find_what_is_wrong(old: str, new: str, found: str, tmp_path: Path) -> None:
    """Each of the W3C's checks above sees the mistake that it is there for."""
    text = made(collect(write(tmp_path, FIRST)))["feed.xml"].decode()
    assert old in text and not list(w3c(parse(text.encode())))
    broken = text.replace(old, new, 1)
    if new.startswith("<contributor"):
        broken = broken.replace("</author>", "</contributor>", 1)
    assert any(found in told for told in w3c(parse(broken.encode())))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<updated>2025-12-23T", "<updated>23 December "),
        ("<title>", '<title type="markdown">'),
        ("<p>At most", '<math xmlns="http://www.w3.org/1998/Math/MathML"/><p>At most'),
        ("<name>", "<nome/><name>"),
        ('type="text/html"', 'type="html"'),
        ("<id>", "<id>x</id><id>"),
    ],
)
def test_the_schema_refuses_what_is_wrong(old: str, new: str, tmp_path: Path) -> None:
    """MathML among it, which the schema's XHTML has no place for."""
    text = made(collect(write(tmp_path, FIRST)))["feed.xml"].decode()
    assert old in text and SCHEMA.validate(parse(text.encode()))
    assert not SCHEMA.validate(parse(text.replace(old, new, 1).encode()))


def addresses_in(document: Any) -> Iterator[str]:
    """Every address of a feed."""
    for element in document.iter():
        yield from (element.get(name) for name in ("href", "scheme", "src") if element.get(name))
        if element.tag in (ATOM + "uri", ATOM + "icon", ATOM + "logo"):
            yield element.text


def same(document: Any, data: Any, source: bytes) -> None:
    """Entries of Atom, of JSON Feed and what feedparser made of Atom tell the same."""
    read = feedparser.parse(source, sanitize_html=False)
    assert not read.bozo, read.bozo_exception
    entries = document.findall(ATOM + "entry")
    assert len(entries) == len(data["items"]) == len(read.entries)
    for each, item, other in zip(entries, data["items"], read.entries):
        assert text_of(each, "id") == item["id"] == other.id
        assert text_of(each, "title") == item["title"]
        assert link(each, "alternate") == item["url"] == other.link
        names = [name.findtext(ATOM + "name") for name in each.findall(ATOM + "author")]
        assert names == [author["name"] for author in item["authors"]]
        urls = [name.findtext(ATOM + "uri") for name in each.findall(ATOM + "author")]
        assert urls == [author.get("url") for author in item["authors"]]
        labels = [category.get("label") for category in each.findall(ATOM + "category")]
        assert labels == item.get("tags", [])
        assert each.findtext(ATOM + "published") == item.get("date_published")
        assert each.findtext(ATOM + "summary") == item.get("summary")
        assert each.get("{http://www.w3.org/XML/1998/namespace}lang") == item.get("language")
        content = each.find(ATOM + "content")
        if content.get("type") == "html":  # that of digests
            assert content.text == item["content_html"]
            continue
        (div,) = content
        html = etree.fromstring(f"<div>{item['content_html']}</div>")
        assert [*div.itertext()] == [*html.itertext()]


def test_characters_that_xml_does_not_know() -> None:
    """They become the sign for what cannot be shown; breaks survive in attributes."""
    text = "a\x00\x0b\x1f\ud800\ufffe\uffff b\t\r\n\"'<&>\u2028\x85é🔬"
    escaped = escape.xml(text)
    root = etree.fromstring(f'<r a="{escaped}">{escaped}</r>')
    shown = "a" + "\ufffd" * 6 + " b\t\r\n\"'<&>\u2028\x85é🔬"
    assert shown == root.text == root.get("a")


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("https://example.org/a_(b)?c=d&e#f", "https://example.org/a_(b)?c=d&e#f"),
        ("https://example.org/<a>[b]|c d", "https://example.org/%3Ca%3E%5Bb%5D%7Cc%20d"),
        ("https://example.org/100%/%41%zz#a#b", "https://example.org/100%25/%41%25zz#a%23b"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
    ],
)
def test_addresses_are_written_as_uris(written: str, valid: str) -> None:
    """What is encoded stays so, and what a URI cannot hold is encoded."""
    assert valid == escape.uri(written) == escape.uri(valid)
    assert URI.fullmatch(valid)
