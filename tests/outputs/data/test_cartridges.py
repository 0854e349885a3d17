"""Common Cartridges: their structure by the specification, and that they stay what they are."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from papershelf.outputs import everything
from papershelf.outputs.data import cartridges
from papershelf.outputs.settings import Settings, to_site_url
from support import hostile
from support.helpers import ROOT, collect, entry, write

SITE = "https://example.org/shelf/"
SETTINGS = Settings(site_name="Shelf", site_url=SITE)
COURSE = """---
title: Learning & more
description: In three papers.
aliases: [teaching]
---

- [@c1] Not in a session.

## One

- [@a1] Required, pages 3 to 7. Why.
- [@gone1]

## Nothing to read {date=2025-10-20}

## Two

- [@a1] Once more.
"""
FILES = {
    "papers.yaml": entry("a1", "'A *bound* of $O(n^2)$ & <more>'", "  aliases: [a0]\n")
    + entry("c1", "Paper C")
    + entry("gone1", "Paper G", "  status: retracted\n"),
    "content/courses/ml.md": COURSE,
    "content/courses/ml/2025.md": "---\ntitle: Autumn\nstarts: 2025-10-06\nmeets: [mon]\naliases: [old]\n"
    "---\n\n## First\n\n- [@c1]\n\n## Then {cancelled due=2025-10-15}\n\n- [@a1]\n",
}  # fmt: skip
#: Element at the top of a file → the schema of such files; each says where it comes from.
SCHEMAS = {
    "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}manifest": "imscc-manifest.xsd",
    "{http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1}webLink": "imscc-weblink.xsd",
}
#: An XML name without a colon, in ASCII: the form of an identifier.
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


def made(root: Path, files: dict[str, str], settings: Settings = SETTINGS) -> dict[str, bytes]:
    return dict(cartridges.files(collect(write(root, files)), settings))


def opened(data: bytes) -> dict[str, Any]:
    """Path → root element of each file in a cartridge."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).with_name(name)))


def require_valid(root: Any) -> None:
    """A file has only what the schema of its kind allows."""
    schema(SCHEMAS[root.tag]).assertValid(root)


def require_whole(files: dict[str, Any]) -> Any:
    """The manifest is valid; it and its files belong together; identifiers have the form of slugs."""
    manifest = files["imsmanifest.xml"]
    for root in files.values():
        require_valid(root)
    identifiers = [each.get("identifier") for each in manifest.iter() if each.get("identifier")]
    assert all(map(IDENTIFIER.fullmatch, identifiers)), identifiers
    resources = {each.get("identifier"): each for each in manifest.iter("{*}resource")}
    referred = [each.get("identifierref") for each in manifest.iter("{*}item")]
    assert sorted(filter(None, referred)) == sorted(resources)
    hrefs = {each.get("href") for each in manifest.iter("{*}file")}
    assert hrefs | {"imsmanifest.xml"} == set(files) and len(hrefs) == len(resources)
    return manifest


def outline(files: dict[str, Any]) -> list[str]:
    """Titles of folders and links, with the address of each link."""
    manifest = require_whole(files)
    paths = {
        each.get("identifier"): each.find("{*}file").get("href")
        for each in manifest.iter("{*}resource")
    }
    lines = []
    for item in manifest.iter("{*}item"):
        title, path = item.findtext("{*}title"), paths.get(item.get("identifierref"))
        if path:
            assert files[path].findtext("{*}title") == title
            lines.append(f"  {title} → {files[path].find('{*}url').get('href')}")
        elif title:
            lines.append(title)
    return lines


def test_a_course_is_a_folder_for_each_session(tmp_path: Path) -> None:
    """With its readings in order, titles without TeX, what is said of a reading, and the status of a
    paper. A link leads to the page of a paper, whose address never breaks."""
    found = made(tmp_path, FILES)
    assert list(found) == ["courses/ml.imscc", "courses/ml/2025.imscc"]
    assert outline(opened(found["courses/ml.imscc"])) == [
        "Learning & more",
        f"  Learning & more → {SITE}courses/ml/",
        "Readings",
        f"  Paper C → {SITE}papers/c1/",
        "One",
        f"  A *bound* of O(n²) & <more> (Required, pages 3–7) → {SITE}papers/a1/",
        f"  Paper G (retracted) → {SITE}papers/gone1/",
        "Two",
        f"  A *bound* of O(n²) & <more> → {SITE}papers/a1/",
    ]
    assert outline(opened(found["courses/ml/2025.imscc"])) == [
        "Learning & more: Autumn",
        f"  Learning & more: Autumn → {SITE}courses/ml/2025/",
        "First (Mon, 6 Oct 2025)",
        f"  Paper C → {SITE}papers/c1/",
        "Then (Mon, 13 Oct 2025, cancelled, due Wed, 15 Oct 2025)",
        f"  A *bound* of O(n²) & <more> → {SITE}papers/a1/",
    ]


def test_platforms_recognize_it(tmp_path: Path) -> None:
    """Moodle looks for the namespace in the first 500 bytes of the manifest; Canvas makes a module of
    each folder below the first item, which has no title."""
    data = made(tmp_path, FILES)["courses/ml.imscc"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.read("imsmanifest.xml")[:500]
    assert b' xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"' in start
    root = opened(data)["imsmanifest.xml"].find(".//{*}organization/{*}item")
    assert root.find("{*}title") is None
    modules = [item.findtext("{*}title") for item in root]
    assert modules == ["Learning & more", "Readings", "One", "Two"]


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    """No clock, no compression that differs, no permissions of this computer."""
    once = made(tmp_path / "once", FILES)
    assert once == made(tmp_path / "twice", FILES)
    with zipfile.ZipFile(io.BytesIO(once["courses/ml.imscc"])) as archive:
        assert archive.namelist()[0] == "imsmanifest.xml"
        about = {(each.date_time, each.compress_type, each.create_system, each.external_attr)
                 for each in archive.infolist()}  # fmt: skip
    assert about == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3, 0o644 << 16)}


def identifiers(data: bytes) -> dict[str, str]:
    """Identifier of each item → its title."""
    manifest = require_whole(opened(data))
    found = {each.get("identifier"): each.findtext("{*}title") for each in manifest.iter("{*}item")}
    return {name: title for name, title in found.items() if title}


def test_identifiers_are_those_of_papers_courses_and_sessions(tmp_path: Path) -> None:
    """Another order, a reading more, and new names of a paper and a course leave those that were."""
    before = made(tmp_path / "before", FILES)
    lines = COURSE.replace("- [@gone1]\n", "- [@gone1]\n- [@new1]\n").replace("[@c1]", "[@d1]")
    first, rest = lines.split("- [@d1] Not in a session.\n")
    files = {
        "papers.yaml": FILES["papers.yaml"].replace("id: c1\n", "id: d1\n  aliases: [c1]\n")
        + entry("new1", "New"),
        "content/courses/learning.md": first.replace("[teaching]", "[teaching, ml]")
        + rest
        + "\n## Last\n\n- [@d1]\n",
        "content/courses/learning/2025.md": FILES["content/courses/ml/2025.md"].replace("c1", "d1"),
    }
    after = made(tmp_path / "after", files)
    old = identifiers(before["courses/ml.imscc"])
    new = identifiers(after["courses/learning.imscc"])
    assert set(old) - set(new) == {"folder-readings_"}
    assert set(new) - set(old) == {"item-new1", "folder-last"}
    assert all(new[name] == old[name] for name in set(old) & set(new))
    edition = identifiers(after["courses/learning/2025.imscc"])
    assert edition == identifiers(before["courses/ml/2025.imscc"])


def test_old_names_have_the_file_too(tmp_path: Path) -> None:
    """Of a course and of its editions, as every file beside a page."""
    collection = collect(write(tmp_path, FILES))
    found = {each.src_uri: each.data for each in everything.files(collection, SETTINGS, has_search=True)}  # fmt: skip
    assert found["courses/teaching.imscc"] == found["courses/ml.imscc"]
    assert found["courses/ml/old.imscc"] == found["courses/ml/2025.imscc"]
    assert found["courses/teaching/2025.imscc"] == found["courses/ml/2025.imscc"]


@pytest.mark.parametrize("address", [SITE, 'https://exämple.org/a&b;c/it\'s "q" <x> ü'])
def test_hostile_texts_are_text(address: str, tmp_path: Path) -> None:
    """Titles of papers, courses and sessions arrive as they are written, whatever the address is."""
    more = {"content/courses/hostile.md": hostile.course(has_notes=True)}
    site = to_site_url(address)
    found = made(tmp_path, hostile.files() | more, Settings(site_url=site))
    assert len(found) == 2
    for data in found.values():
        lines = outline(opened(data))
        assert len(lines) > len(hostile.HOSTILE)
        assert f"  {hostile.HOSTILE[1]} → {site}papers/hostile-01/" in lines
        assert lines[0].startswith(hostile.HOSTILE[0])


def test_characters_that_xml_has_not_are_replaced(tmp_path: Path) -> None:
    """The catalogue refuses them, but not every collection comes from its files."""
    title = "Bell \a, null \0, half \ud83d, \ufffe, tab \t, line\nend"
    collection = collect(write(tmp_path, FILES))
    papers = {name: replace(paper, title=title) for name, paper in collection.papers.items()}
    course = replace(collection.courses["ml"], title=title, description=title, editions=())
    data = dict(
        cartridges.files(replace(collection, papers=papers, courses={"ml": course}), SETTINGS)
    )
    manifest = require_whole(opened(data["courses/ml.imscc"]))
    shown = "Bell �, null �, half �, �, tab \t, line\nend"
    assert {each.text for each in manifest.iter("{*}string")} == {shown}


def test_a_real_course_is_valid() -> None:
    """That of the example, with its edition."""
    found = dict(cartridges.files(collect(ROOT), SETTINGS))
    assert len(found) == 2
    for data in found.values():
        assert len(outline(opened(data))) > 10


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("<title>One</title>", "", "Expected is .*title"),
        ('"folder-one"', '"item-c1"', "'item-c1' is not a valid value of the atomic type 'xs:ID'"),
        ('identifierref="link-c1"', 'identifierref="link-none"', "No match found for key-sequence"),
        ("1.1.0", "1.0.0", "fixed value"),
        ("imswl_xmlv1p1", "imswl_xmlv1p0", "fixed value"),
        ("<resources>", "<organizations/><resources>", "This element is not expected"),
        (' structure="rooted-hierarchy"', "", "attribute 'structure' is required"),
        ('identifier="manifest-teaching"', 'identifier="1"', "xs:ID"),
        ("<lom:general>", "<lom:lifeCycle/><lom:general>", "This element is not expected"),
        ('<file href="links/c1.xml"/>', "", "Missing child element"),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    right: str, wrong: str, says: str, tmp_path: Path
) -> None:
    """Each rule of the manifest that a change of our code might break."""
    data = made(tmp_path, FILES)["courses/ml.imscc"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("imsmanifest.xml").decode()
    assert right in text
    with pytest.raises(etree.DocumentInvalid, match=says):
        require_valid(etree.fromstring(text.replace(right, wrong, 1).encode()))


@pytest.mark.parametrize("wrong", ["", "<title/><title/><url href='x'/>", "<title/><url/>", "<url href='x'/><title/>"])  # fmt: skip
def test_the_schema_of_links_refuses_what_is_wrong(wrong: str) -> None:
    start = '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1">'
    require_valid(etree.fromstring(f"{start}<title/><url href='x'/></webLink>"))
    with pytest.raises(etree.DocumentInvalid):
        require_valid(etree.fromstring(f"{start}{wrong}</webLink>"))


def test_names_fit_into_the_columns_of_platforms(tmp_path: Path) -> None:
    """Long titles are cut at a word, and what follows them stays."""
    files = {
        "papers.yaml": entry("a1", "Word " * 80),
        "content/courses/ml.md": f"---\ntitle: {'Course ' * 50}\n---\n\n- [@a1] Optional.\n",
    }
    for line in outline(opened(made(tmp_path, files)["courses/ml.imscc"])):
        assert len(line.strip().partition(" → ")[0]) <= cartridges.LONGEST
    assert line.partition(" → ")[0].endswith("Word… (Optional)")


@pytest.mark.parametrize("limit", [0, 1])
def test_papers_outside_of_this_build_have_no_link(limit: int, tmp_path: Path) -> None:
    """Their pages are not there."""
    collection = collect(write(tmp_path, FILES), limit)
    data = dict(cartridges.files(collection, SETTINGS))["courses/ml.imscc"]
    links = [line for line in outline(opened(data)) if "/papers/" in line]
    assert all(any(f"/papers/{name}/" in line for name in collection.papers) for line in links)
    assert bool(links) == bool(collection.papers)


def test_a_site_that_does_not_know_its_address_has_none(tmp_path: Path) -> None:
    """A platform could not follow a relative link."""
    assert made(tmp_path, FILES, Settings()) == {}
