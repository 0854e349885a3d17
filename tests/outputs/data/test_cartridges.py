"""Common Cartridges: their structure by the specification, and that they stay what they are."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from papershelf.outputs import everything
from papershelf.outputs.data import cartridges
from papershelf.outputs.settings import Settings
from support import hostile
from support.helpers import collect, entry, write

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
#: Element → its children in order and its attributes, as the information model of Common Cartridge
#: 1.1 and its bindings of Content Packaging 1.2, LOM and web links say; only what we use.
CONTENT = {
    "manifest": ("metadata organizations resources", {"identifier"}),
    "metadata": ("schema schemaversion lom", set()),
    "schema": ("", set()),
    "schemaversion": ("", set()),
    "lom": ("general", set()),
    "general": ("title( description)?", set()),
    "description": ("string", set()),
    "string": ("", set()),
    "organizations": ("organization", set()),
    "organization": ("item", {"identifier", "structure"}),
    "resources": ("resource( resource)*", set()),
    "resource": ("file", {"identifier", "type"}),
    "file": ("", {"href"}),
    "webLink": ("title url", set()),
    "url": ("", {"href", "target"}),
}  # fmt: skip
#: An XML name without a colon, in ASCII: the form of an identifier.
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


def made(root: Path, files: dict[str, str], settings: Settings = SETTINGS) -> dict[str, bytes]:
    return dict(cartridges.files(collect(write(root, files)), settings))


def opened(data: bytes) -> dict[str, Any]:
    """Path → root element of each file in a cartridge."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def name_of(element: Any) -> str:
    return str(etree.QName(element).localname)


def require_valid(root: Any) -> None:
    """Each element has the children and attributes that it may have, in the namespace of its file."""
    for element in root.iter():
        name, parent = name_of(element), element.getparent()
        children = " ".join(map(name_of, element))
        if name == "item":
            is_root = name_of(parent) == "organization"
            is_link = "identifierref" in element.attrib
            form = "item( item)*" if is_root else "title" if is_link else "title( item)+"
            attributes = {"identifier", "identifierref"} if is_link else {"identifier"}
        elif name == "title":
            form = "string" if name_of(parent) == "general" else ""
            attributes = set()
        else:
            form, attributes = CONTENT[name]
        assert re.fullmatch(form, children), f"{name}: {children}"
        assert attributes == set(element.attrib), name
        space = etree.QName(element).namespace
        is_lom = any(name_of(each) == "lom" for each in (element, *element.iterancestors()))
        is_link = name_of(root) == "webLink"
        expected = ("http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest" if is_lom
                    else "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1" if is_link
                    else "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1")  # fmt: skip
        assert space == expected, name


def require_whole(files: dict[str, Any]) -> Any:
    """The manifest is valid; it and its files belong together; identifiers are unique."""
    manifest = files["imsmanifest.xml"]
    for root in files.values():
        require_valid(root)
    text = {name_of(each): each.text for each in manifest.iter()}
    assert text["schema"] == "IMS Common Cartridge" and text["schemaversion"] == "1.1.0"
    assert manifest.find(".//{*}organization").get("structure") == "rooted-hierarchy"
    identifiers = [each.get("identifier") for each in manifest.iter() if each.get("identifier")]
    assert len(identifiers) == len(set(identifiers))
    assert all(map(IDENTIFIER.fullmatch, identifiers)), identifiers
    resources = {each.get("identifier"): each for each in manifest.iter("{*}resource")}
    assert {each.get("type") for each in resources.values()} == {"imswl_xmlv1p1"}
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


def test_hostile_texts_are_text(tmp_path: Path) -> None:
    """Titles of papers, courses and sessions arrive as they are written."""
    more = {"content/courses/hostile.md": hostile.course(has_notes=True)}
    found = made(tmp_path, hostile.files() | more)
    for data in found.values():
        lines = outline(opened(data))
        assert len(lines) > len(hostile.HOSTILE)
        assert f"  {hostile.HOSTILE[1]} → {SITE}papers/hostile-01/" in lines
        assert lines[0].startswith(hostile.HOSTILE[0])


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
