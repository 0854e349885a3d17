"""The entries of a feed, their order and their ids, whatever is renamed or added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from papershelf.outputs import everything, related
from papershelf.outputs.settings import Settings, to_authority
from papershelf.text import tex
from support import hostile
from support.command import run
from support.feedreader import (
    ATOM,
    BARE,
    FIRST,
    HISTORY,
    SETTINGS,
    SITE,
    XHTML,
    archive,
    ids_in,
    link,
    made,
    parse,
    text_of,
)
from support.helpers import build, collect, entry, write

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


def test_without_an_abstract_the_content_has_the_summary(tmp_path: Path) -> None:
    """Feed readers show the content alone if there is one."""
    (tmp_path / "papers.yaml").write_text(entry(more="  summary: It weaves $x^2$ & more.\n"))
    files = made(collect(tmp_path))
    (found,) = parse(files["feed.xml"]).findall(ATOM + "entry")
    assert "It weaves x² & more." in [each.xpath("string()") for each in found.iter(XHTML + "p")]
    item = json.loads(files["feed.json"])["items"][0]
    assert "<p>It weaves x² &#38; more.</p>" in item["content_html"].replace("&amp;", "&#38;")


def test_an_old_paper_that_is_added_today_comes_first(tmp_path: Path) -> None:
    """It is in every feed of its lists, dated today for feed readers that sort by date."""
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
    files = made(collect(write(tmp_path, BARE)))
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


# --- ids ---------------------------------------------------------------------------------------


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
    every = everything.make(collection, moved, related.find(collection))
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
    """A site whose address is known keeps its ids when it moves, and they are its own: other
    collections may lie on the same host."""
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
        "  - papershelf:\n" in settings
        and "      id_authority: looms.papers.example.org\n" in settings
    )
    (tmp_path / "shelf/mkdocs.yml").write_text(
        settings.replace("Papers.example.org", "new.example")
    )
    build(tmp_path / "shelf", tmp_path / "site", has_search=False)
    document = etree.parse(tmp_path / "site/feed.xml")
    assert text_of(document.getroot(), "id") == "tag:looms.papers.example.org,2026-01-01:papers"
    assert link(document.getroot(), "self") == "https://new.example/looms/feed.xml"


@pytest.mark.parametrize(
    ("address", "authority"),
    [
        ("https://papers.example.org", "papers.example.org"),
        ("https://example.github.io/Bee_Papers/", "bee-papers.example.github.io"),
        (
            "https://example.gitlab.io/hive/looms%20%26%20rings",
            "looms-and-rings.hive.example.gitlab.io",
        ),
    ],
)
def test_collections_on_one_host_have_ids_of_their_own(
    tmp_path: Path, address: str, authority: str
) -> None:
    """Such as two repositories of one account."""
    run("-C", tmp_path, "init", "shelf", "--address", address, "--topic", "Looms")
    assert f"id_authority: {authority}\n" in (tmp_path / "shelf/mkdocs.yml").read_text()


# --- archives ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 49, 50, 99, 100, 149, 150, 151, 249, 250, 270])
def test_archives_hold_every_paper_once(number: int, tmp_path: Path) -> None:
    """Following `prev-archive` leads to all papers of the site, newest first. The JSON Feed has those
    of the first document."""
    files = made(collect(write(tmp_path, archive(number))))
    expected = [f"tag:example.org,2026-01-01:papers/paper-{n:03}" for n in reversed(range(number))]
    met: list[str] = []
    url = f"{SITE}feed.xml"
    newer = ""
    while url:
        document = parse(files[url.removeprefix(SITE)])
        is_archive = document.find(HISTORY + "archive") is not None
        assert is_archive == bool(newer)
        if is_archive:
            assert link(document, "current") == f"{SITE}feed.xml"
            assert link(document, "next-archive") == ("" if newer.endswith("feed.xml") else newer)
        assert document.findtext(ATOM + "id") == ids_in(files, "feed.xml")[0]
        met += ids_in(files, url.removeprefix(SITE))[1:]
        newer, url = url, link(document, "prev-archive")
    assert expected == met
    items = [item["id"] for item in json.loads(files["feed.json"])["items"]]
    assert items == ids_in(files, "feed.xml")[1:] == expected[: len(items)]
    assert min(number, 50) <= len(items) < 150


@pytest.mark.parametrize("number", [0, 1, 49, 50, 99, 100, 170])
def test_the_feed_of_a_topic_has_its_newest_papers(number: int, tmp_path: Path) -> None:
    """Fifty of them, in both formats; the archives of the site have the others, each with its topics."""
    files = made(collect(write(tmp_path, archive(number))))
    expected = [f"tag:example.org,2026-01-01:papers/paper-{n:03}" for n in reversed(range(number))]
    assert ids_in(files, "topics/engines/feed.xml")[1:] == expected[:50]
    items = json.loads(files["topics/engines/feed.json"])["items"]
    assert [item["id"] for item in items] == expected[:50]
    assert not [path for path in files if path.startswith("topics/engines/feed-")]
    assert not link(parse(files["topics/engines/feed.xml"]), "prev-archive")
    if number > 100:
        assert b'<category term="engines"' in files["feed-1.xml"]


def test_archives_stay_when_papers_are_added(tmp_path: Path) -> None:
    """Byte for byte; the newest one learns once that it has a successor."""
    before = made(collect(write(tmp_path / "before", archive(260))))
    after = made(collect(write(tmp_path / "after", archive(360))))
    assert "feed-3.xml" not in before and "feed-4.xml" not in after
    assert before["feed-1.xml"] == after["feed-1.xml"]
    successor = f'<link rel="next-archive" type="application/atom+xml" href="{SITE}feed-3.xml"/>\n'
    assert before["feed-2.xml"] == after["feed-2.xml"].replace(successor.encode(), b"")
    assert before["feed.xml"] != after["feed.xml"]


def test_feeds_are_copied_to_old_names(tmp_path: Path) -> None:
    """A topic that was renamed twice answers under all three names."""
    collection = collect(write(tmp_path, archive(170)))
    every = everything.make(collection, SETTINGS, related.find(collection))
    files = {output.src_uri: output.data for output in every}
    for name in ("feed.xml", "feed.json"):
        assert files[f"topics/engines/{name}"] == files[f"topics/machines/{name}"]
        assert files[f"topics/engines/{name}"] == files[f"topics/looms/{name}"]


def test_an_entry_is_made_once(tmp_path: Path) -> None:
    """It is the same, byte for byte, in every feed that contains it."""
    files = made(collect(write(tmp_path, FIRST)))
    texts = {data[data.index(b"<entry") :] for path, data in files.items() if path.endswith(".xml")}
    assert len(texts) == 1


def test_a_tombstone_is_in_no_feed(tmp_path: Path) -> None:
    """A retracted paper is removed, and the feed gets the date of the remaining papers."""
    gone = entry("gone2025", "Gone", "  topics: [engines]\n  status: retracted\n").replace(
        "12-23", "12-30"
    )
    files = made(collect(write(tmp_path, FIRST | {"papers.yaml": FIRST["papers.yaml"] + gone})))
    assert b"gone2025" not in b"".join(files.values())
    assert text_of(parse(files["topics/engines/feed.xml"]), "updated") == "2025-12-23T00:00:00Z"
