"""Feeds as programs read them: valid by each format's own schema and by what the W3C's validator
checks beyond it, the same in both formats, and the same whatever is renamed or added.

The W3C's checks are written from its documentation: https://validator.w3.org/feed/docs/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import hostile
import pytest
from helpers import DATA, ROOT, Served, build, collect, entry, write
from jsonschema import Draft202012Validator
from lxml import etree
from test_cli import run

from generator import feeds, outputs, related
from generator.metadata import Tags
from generator.model import Collection
from generator.settings import Settings, to_authority
from generator.text import escape, tex
from generator.views import all_pages, following

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
SITE = "https://example.org/repo/"
SETTINGS = Settings(site_name="Papers & more", site_url=SITE, id_authority="example.org")
#: RFC 4151, section 2.1.
TAG = re.compile(
    r"tag:([a-z0-9._-]+@)?[a-z0-9-]+(\.[a-z0-9-]+)*,\d{4}(-\d\d(-\d\d)?)?:[\w:@/?!$&'()*+,;=.~%-]+",
    re.ASCII,
)
#: RFC 3986: what may stand in a URI.
URI = re.compile(r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?")  # fmt: skip
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SCHEMA = etree.RelaxNG(etree.parse(ROOT / "tests/atom.rng"))
JSON_SCHEMA = json.loads((ROOT / "tests/jsonfeed.schema.json").read_text())
FIRST = {
    "papers.yaml": entry(
        "ada2024engine",
        more="  topics: [engines]\n  venue: Journal of Engines\n  language: en-GB\n  summary: It computes.\n"
        "  abstract: |-\n    It takes $n^2$ steps.\n\n    At most.\n"
        "  urls: {pdf: https://example.org/a.pdf, code: https://example.org/a}\n",
    ),
    "content/topics/engines.md": "---\ntitle: Engines\ndescription: What computes.\n---\n",
    "content/people.yaml": "- slug: ada\n  name: Ada Lovelace\n  orcid: 0000-0002-1825-0097\n",
}


def made(collection: Collection, settings: Settings = SETTINGS) -> dict[str, bytes]:
    """Path → bytes of every feed, and of the list of them."""
    return dict(feeds.files(collection, settings))


def parse(data: bytes) -> Any:
    return etree.fromstring(data)


def text_of(element: Any, path: str) -> str:
    """The text of the one element of that path."""
    (found,) = element.findall(ATOM + path)
    return str(found.text or "")


def link(element: Any, relation: str) -> str:
    """The address of the one link of that relation to the same format, or nothing."""
    found = [
        each.get("href")
        for each in element.findall(ATOM + "link")
        if each.get("rel") == relation and each.get("type") in ("application/atom+xml", "text/html")
    ]
    assert len(found) < 2, (relation, found)
    return found[0] if found else ""


def archive(number: int, after: int = 0) -> dict[str, str]:
    """A collection of that many papers of one topic, each added a day after the one before."""
    days = (f"20{25 + n // 336:02}-{1 + n // 28 % 12:02}-{1 + n % 28:02}" for n in range(number))
    return {
        "papers.yaml": "".join(
            f"- id: paper-{n:03}\n  title: Paper {n}\n  authors: [Ada Lovelace]\n  published: 2015\n"
            f"  added: {day}\n  topics: [engines]\n"
            for n, day in enumerate(days)
        ),
        "content/topics/engines.md": "---\ntitle: Engines\naliases: [machines, looms]\n---\n",
    }


# --- validity ----------------------------------------------------------------------------------


def collections(tmp_path: Path) -> dict[str, Path]:
    """Folders of every sort of collection that is here."""
    found = {
        "seed": ROOT,
        "golden": ROOT / "tests/golden/collection",
        "hostile": write(tmp_path / "hostile", hostile.files()),
        "archives": write(tmp_path / "archives", archive(170)),
        "empty": write(tmp_path / "empty", {"papers.yaml": "[]\n"}),
        "bare": write(
            tmp_path / "bare", {"papers.yaml": "- {id: bare, title: B, published: 2024-05}\n"}
        ),
    }
    return found | {name: DATA / name for name in ("nasty", "gaussian-splatting", "haskell")}


@pytest.mark.parametrize(
    "name",
    ["seed", "golden", "hostile", "archives", "empty", "bare", "nasty", "gaussian-splatting", "haskell"],
)  # fmt: skip
def test_every_feed_is_valid(name: str, tmp_path: Path) -> None:
    """By RFC 4287's schema and assertions, by the W3C's further checks, by JSON Feed's words; a
    parser of feeds reads the same, and both formats hold the same entries."""
    root = collections(tmp_path)[name]
    if not root.is_dir():
        pytest.skip("the real collections are not here")
    files = made(collect(root))
    assert {"feed.xml", "feed.json", "feeds.opml"} <= files.keys()
    check_json = Draft202012Validator(JSON_SCHEMA)
    for path, data in files.items():
        if path.endswith(".xml"):
            document = parse(data)
            assert SCHEMA.validate(document), (path, SCHEMA.error_log.last_error)
            assert not list(w3c(document)), path
            assert link(document, "self") == SITE + path
            same(document, json.loads(files[path.removesuffix(".xml") + ".json"]), data)
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
    """Atom, JSON Feed and what feedparser made of Atom tell the same."""
    read = feedparser.parse(source, sanitize_html=False)
    assert not read.bozo, read.bozo_exception
    entries = document.findall(ATOM + "entry")
    assert len(entries) == len(data["items"]) == len(read.entries)
    assert text_of(document, "title") == data["title"]
    assert link(document, "alternate") == data["home_page_url"]
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
        (div,) = each.find(ATOM + "content")
        html = etree.fromstring(f"<div>{item['content_html']}</div>")
        assert [*div.itertext()] == [*html.itertext()]


# --- entries -----------------------------------------------------------------------------------


def test_an_entry_says_all_that_is_known(tmp_path: Path) -> None:
    """Authors with their addresses, dates, topics, links, language, the curator's sentence, and the
    abstract as XHTML."""
    files = made(collect(write(tmp_path, FIRST)))
    for path in ("feed.xml", "topics/engines/feed.xml", "authors/ada/feed.xml",
                 "venues/journal-of-engines/feed.xml"):  # fmt: skip
        (found,) = parse(files[path]).findall(ATOM + "entry")
        assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
        assert text_of(found, "id") == "tag:example.org,2026-01-01:papers/ada2024engine"
        assert text_of(found, "title") == "On the engine"
        assert text_of(found, "updated") == text_of(found, "published") == "2025-12-23T00:00:00Z"
        assert text_of(found, "summary") == "It computes."
        author = found.find(ATOM + "author")
        assert author.findtext(ATOM + "name") == "Ada Lovelace"
        assert author.findtext(ATOM + "uri") == "https://orcid.org/0000-0002-1825-0097"
        (category,) = found.findall(ATOM + "category")
        assert dict(category.attrib) == {
            "term": "engines", "scheme": f"{SITE}topics/", "label": "Engines"
        }  # fmt: skip
        links = [
            (each.get("rel"), each.get("title"), each.get("href"))
            for each in found.findall(ATOM + "link")
        ]
        assert links == [
            ("alternate", None, f"{SITE}papers/ada2024engine/"),
            ("related", "PDF", "https://example.org/a.pdf"),
            ("related", "Code", "https://example.org/a"),
        ]
        paragraphs = [each.xpath("string()") for each in found.iter(XHTML + "p")]
        assert paragraphs == [
            "Ada Lovelace · Journal of Engines · 27 Apr 2024",
            "It takes n² steps.",
            "At most.",
            "About this paper · PDF · Code",
        ]
    item = json.loads(files["feed.json"])["items"][0]
    assert item["attachments"] == [
        {"url": "https://example.org/a.pdf", "mime_type": "application/pdf", "title": "PDF"}
    ]


def test_an_old_paper_that_is_added_today_comes_first(tmp_path: Path) -> None:
    """In every feed that it stands in, with today as its date for readers that sort by one."""
    old = (
        "- id: old2015\n  title: Old\n  authors: [Ada Lovelace]\n  published: 2015-03\n  added: 2025-12-24\n"
        "  topics: [engines]\n  venue: Journal of Engines\n"
    )
    files = made(collect(write(tmp_path, FIRST | {"papers.yaml": FIRST["papers.yaml"] + old})))
    for page in ("", "topics/engines/", "authors/ada/", "venues/journal-of-engines/"):
        document = parse(files[f"{page}feed.xml"])
        first = document.find(ATOM + "entry")
        assert text_of(first, "title") == "Old"
        assert text_of(first, "published") == text_of(document, "updated") == "2025-12-24T00:00:00Z"
        assert "Mar 2015" in first.find(ATOM + "content").xpath("string()")
        item = json.loads(files[f"{page}feed.json"])["items"][0]
        assert (item["title"], item["date_published"]) == ("Old", "2025-12-24T00:00:00Z")


def test_a_padded_date_is_shown_to_nobody(tmp_path: Path) -> None:
    """Where only a month is known, there is no `published`; `updated`, which Atom demands, is
    padded, and what a reader reads is the month."""
    files = made(collect(collections(tmp_path)["bare"]))
    (found,) = parse(files["feed.xml"]).findall(ATOM + "entry")
    assert text_of(found, "updated") == "2024-05-01T00:00:00Z"
    assert found.find(ATOM + "published") is None
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Unknown authors"
    assert "May 2024" in found.find(ATOM + "content").xpath("string()")
    assert b"2024-05-01" not in files["feed.json"]


def test_authors_who_are_not_named_are_counted(tmp_path: Path) -> None:
    """The site is nobody's author: five unnamed ones are "5 authors"."""
    text = "- {id: unnamed, title: U, author_count: 5, published: 2024, added: 2024-01-01}\n"
    files = made(collect(write(tmp_path, {"papers.yaml": text})))
    (found,) = parse(files["feed.xml"]).findall(ATOM + "entry")
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "5 authors"


def test_hostile_texts_are_shown_as_written(tmp_path: Path) -> None:
    """In every place of both formats; nothing but paragraphs and links comes out of them."""
    collection = collect(write(tmp_path, hostile.files()))
    files = made(collection)
    feed = json.loads(files["feed.json"])
    found = {
        each.findtext(ATOM + "id"): each for each in parse(files["feed.xml"]).iter(ATOM + "entry")
    }
    assert len(found) == len(feed["items"]) == len(hostile.HOSTILE)
    for item in feed["items"]:
        each = found[item["id"]]
        number = int(item["id"].rpartition("-")[2])
        paper = collection.papers[f"hostile-{number:02}"]
        plain = tex.to_plain(hostile.HOSTILE[number])
        assert tex.to_plain(paper.title) == item["title"] == text_of(each, "title")
        assert item["title"].split() == plain.split()
        assert item["summary"].split() == text_of(each, "summary").split() == plain.split()
        abstract = each.findall(f".//{XHTML}p")[1].xpath("string()")
        assert abstract.split() == plain.split()
        names = [name.text for name in each.iter(ATOM + "name")]
        assert names == [name.shown for name in paper.authors]
    titles = {each.get("title") for each in parse(files["feeds.opml"]).iter("outline")}
    assert f"{hostile.HOSTILE[0]} · {SETTINGS.site_name}" in titles


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


# --- ids ---------------------------------------------------------------------------------------


def ids_in(files: dict[str, bytes], path: str) -> list[str]:
    """The id of a feed and those of its entries, newest first."""
    return [each.text for each in parse(files[path]).iter(ATOM + "id")]


def test_no_renaming_changes_an_id(tmp_path: Path) -> None:
    """Of a paper, a topic and a person, renamed twice, on a site that has moved with its authority."""
    before = made(collect(write(tmp_path / "before", FIRST)))
    renamed = {
        "papers.yaml": FIRST["papers.yaml"].replace(
            "ada2024engine\n", "lovelace2024engine\n  aliases: [ada2024engine, ada2024]\n"
        ).replace("[engines]", "[machines]"),
        "content/topics/machines.md": "---\ntitle: Machines\naliases: [engines, looms]\n---\n",
        "content/people.yaml": FIRST["content/people.yaml"].replace("ada\n", "ada-lovelace\n")
        + "  aliases: [ada, countess]\n",
    }  # fmt: skip
    moved = Settings(
        site_name="Another", site_url="https://new.example/", id_authority="example.org"
    )
    collection = collect(write(tmp_path / "after", renamed))
    after = made(collection, moved)
    for old, new in (
        ("", ""),
        ("topics/engines/", "topics/machines/"),
        ("authors/ada/", "authors/ada-lovelace/"),
    ):
        assert ids_in(before, f"{old}feed.xml") == ids_in(after, f"{new}feed.xml")
    assert ids_in(after, "topics/machines/feed.xml") == [
        "tag:example.org,2026-01-01:topics/engines",
        "tag:example.org,2026-01-01:papers/ada2024engine",
    ]
    every = outputs.make(collection, moved, related.find(collection))
    files = {output.src_uri: output.data for output in every}
    for old in ("topics/engines/", "topics/looms/"):
        for name in ("feed.xml", "feed.json"):
            assert files[f"topics/machines/{name}"] == files[old + name]
    assert files["authors/ada-lovelace/feed.xml"] == files["authors/countess/feed.xml"]


def test_an_authority_is_a_host_or_a_mailbox(tmp_path: Path) -> None:
    """As RFC 4151 wants it; another setting stops the build and says so."""
    assert to_authority("Papers.Example.ORG") == "papers.example.org"
    assert to_authority("ada@example.org") == "ada@example.org"
    assert to_authority("müller.example") == "xn--mller-kva.example"
    for wrong in (
        "",
        "a b",
        "https://example.org/",
        "example.org,2026",
        "-a.org",
        "[::1]",
        "a..b",
        "\ud800.org",
    ):
        with pytest.raises(ValueError):
            to_authority(wrong)
    write(tmp_path, {
        "papers.yaml": entry(),
        "content/index.md": "Words.\n",
        "mkdocs.yml": "site_name: x\ndocs_dir: content\ntheme: material\nplugins:\n- papershelf: {id_authority: 'a b'}\n",
    })  # fmt: skip
    done = run("-C", tmp_path, "check")
    assert done.exit_code == 2
    assert 'id_authority: "a b" is not a host name such as papers.example.org' in done.output


def test_init_writes_the_authority_down(tmp_path: Path) -> None:
    """A site whose address is known keeps its ids when it moves."""
    run(
        "-C",
        tmp_path,
        "init",
        "shelf",
        "--address",
        "https://Papers.example.org/looms",
        "--topic",
        "Looms",
    )
    settings = (tmp_path / "shelf/mkdocs.yml").read_text()
    assert (
        "  - papershelf:\n" in settings and "      id_authority: papers.example.org\n" in settings
    )
    (tmp_path / "shelf/mkdocs.yml").write_text(
        settings.replace("Papers.example.org", "new.example")
    )
    build(tmp_path / "shelf", tmp_path / "site", has_search=False)
    document = etree.parse(tmp_path / "site/feed.xml")
    assert text_of(document.getroot(), "id") == "tag:papers.example.org,2026-01-01:papers"
    assert link(document.getroot(), "self") == "https://new.example/looms/feed.xml"


# --- archives ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 49, 50, 99, 100, 101, 149, 150, 170])
def test_archives_hold_every_paper_once(number: int, tmp_path: Path) -> None:
    """Whoever follows `prev-archive`, or `next_url`, meets all papers, the newest first."""
    files = made(collect(write(tmp_path, archive(number))))
    expected = [f"tag:example.org,2026-01-01:papers/paper-{n:03}" for n in reversed(range(number))]
    for page in ("", "topics/engines/"):
        met: list[str] = []
        url = f"{SITE}{page}feed.xml"
        newer = ""
        while url:
            document = parse(files[url.removeprefix(SITE)])
            is_archive = document.find(HISTORY + "archive") is not None
            assert is_archive == bool(newer)
            if is_archive:
                assert link(document, "current") == f"{SITE}{page}feed.xml"
                assert link(document, "next-archive") == (
                    "" if newer.endswith("feed.xml") else newer
                )
            assert document.findtext(ATOM + "id") == ids_in(files, f"{page}feed.xml")[0]
            met += ids_in(files, url.removeprefix(SITE))[1:]
            newer, url = url, link(document, "prev-archive")
        assert expected == met
        items: list[str] = []
        url = f"{SITE}{page}feed.json"
        while url:
            data = json.loads(files[url.removeprefix(SITE)])
            items += [item["id"] for item in data["items"]]
            url = data.get("next_url", "")
        assert expected == items


def test_archives_stay_when_papers_are_added(tmp_path: Path) -> None:
    """Byte for byte; the newest one learns once that it has a successor."""
    before = made(collect(write(tmp_path / "before", archive(160))))
    after = made(collect(write(tmp_path / "after", archive(230))))
    assert "feed-3.xml" not in before and "feed-4.xml" not in after
    for page in ("", "topics/engines/", "authors/ada-lovelace/"):
        for name in ("feed-1.xml", "feed-1.json", "feed-2.json"):
            assert before[page + name] == after[page + name]
        successor = f'<link rel="next-archive" type="application/atom+xml" href="{SITE}{page}feed-3.xml"/>\n'
        assert before[f"{page}feed-2.xml"] == after[f"{page}feed-2.xml"].replace(
            successor.encode(), b""
        )
        assert before[f"{page}feed.xml"] != after[f"{page}feed.xml"]


def test_archives_are_copied_to_old_names(tmp_path: Path) -> None:
    """A topic that was renamed twice answers under all three names, archives included."""
    collection = collect(write(tmp_path, archive(170)))
    every = outputs.make(collection, SETTINGS, related.find(collection))
    files = {output.src_uri: output.data for output in every}
    for name in ("feed.xml", "feed.json", "feed-1.xml", "feed-2.json"):
        assert files[f"topics/engines/{name}"] == files[f"topics/machines/{name}"]
        assert files[f"topics/engines/{name}"] == files[f"topics/looms/{name}"]


def test_an_entry_is_made_once(tmp_path: Path) -> None:
    """It reads the same, byte for byte, in every feed that it stands in."""
    files = made(collect(write(tmp_path, FIRST)))
    texts = {data[data.index(b"<entry") :] for path, data in files.items() if path.endswith(".xml")}
    assert len(texts) == 1


# --- who finds them ----------------------------------------------------------------------------


def test_a_tombstone_is_in_no_feed(tmp_path: Path) -> None:
    """A paper that was retracted leaves them, and what remains is dated by what is there."""
    gone = entry("gone2025", "Gone", "  topics: [engines]\n  status: retracted\n").replace(
        "12-23", "12-30"
    )
    files = made(collect(write(tmp_path, FIRST | {"papers.yaml": FIRST["papers.yaml"] + gone})))
    assert b"gone2025" not in b"".join(files.values())
    assert text_of(parse(files["topics/engines/feed.xml"]), "updated") == "2025-12-23T00:00:00Z"


@dataclass(frozen=True)
class Page:
    """A page, and the feeds that it should name."""

    url: str
    feeds: tuple[str, ...]


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
        every = outputs.make(collection, settings, related.find(collection))
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
    every = outputs.make(collection, Settings(), related.find(collection))
    pages = {output.src_uri: output.data.decode() for output in every}
    for name in ("topics/engines.md", "authors/ada.md", "venues/journal-of-engines.md"):
        assert (
            'Follow in a feed reader: <a href="feed.xml">Atom feed</a>, <a href="feed.json">JSON Feed</a>'
            in pages[name]
        )
        assert f"{name.removesuffix('.md')}/feed.xml" in pages
    assert (
        "Follow" not in pages["years/2024.md"] and "Follow" not in pages["papers/ada2024engine.md"]
    )
    for href in ("./feed.xml", "./feed.json", "./feeds.opml"):
        assert f'<a href="{href}">' in pages["index.md"]
    assert str(following.HOW_TO) in pages["index.md"]


def test_the_list_of_all_feeds(tmp_path: Path) -> None:
    """OPML 2.0 of the site, topics, venues, and the people whose addresses are promised; each
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
    assert list(groups) == ["Papers & more", "Topics", "Authors", "Venues"]
    assert {each.get("text") for each in groups["Authors"]} == {
        person.name for person in collection.people.values()
    }
    assert len(groups["Topics"]) == len(collection.topics)
    found = [each for each in root.iter("outline") if each.get("type")]
    urls = [each.get("xmlUrl") for each in found]
    assert (
        len(set(urls))
        == len(urls)
        == 1 + len(collection.topics) + len(collection.people) + len(groups["Venues"])
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
            page.wait_for_load_state("load")
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
            page.goto(served.url + path)
            page.wait_for_load_state("networkidle")
            assert any("bundle." in url for url in asked)
            assert not [url for url in asked if "sitemap" in url or "feed" in url]
            found = page.locator('head link[rel="alternate"][type="application/atom+xml"]')
            assert found.count() == (2 if path.startswith("topics/") else 1)
        page.close()
