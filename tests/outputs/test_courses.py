"""Courses and their editions: what their pages show, in which order, and who leads there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import markdown
import pytest

from papershelf.citations import BESIDE
from papershelf.text.prose import EXTENSIONS
from support.helpers import build, collect, entry, pages, write

SITE = "https://example.org/shelf/"
COURSE = """---
title: Learning
description: In three papers.
instructors: [Ada Lovelace, Grace Hopper, Jean Bartik]
provider: A school
url: https://example.org/course
aliases: [teaching]
---

The introduction cites [@a1]; see [about](../about.md).

## One

- [@c1] First, before [@b1].
- [@a1]

A word between.

## Two

1. [@gone1]: It is wrong, and why is worth reading.
2. [@a1] Once more.
3. [@b1] Last.
"""
EDITION = "---\ntitle: Autumn\nstarts: {}\n{}---\n\n- [@b1] Then.\n- [@gone1]\n- [@a1]\n"
FILES = {
    "papers.yaml": entry("a1", "Paper A", "  topics: [t]\n").replace("2025-12-23", "2025-12-20")
    + entry("b1", "Paper B").replace("2025-12-23", "2025-12-21")
    + entry("c1", "Paper C").replace("2025-12-23", "2025-12-22")
    + entry("gone1", "Paper G", "  status: retracted\n").replace("2025-12-23", "2025-12-22"),
    "content/about.md": "# About\n",
    "content/topics/t.md": "---\ntitle: T\n---\n",
    "content/courses/ml.md": COURSE,
    "content/courses/ml/2024.md": EDITION.format("2024-09", "aliases: [first]\n"),
    "content/courses/ml/2025.md": EDITION.format("2025-09-30", "url: https://example.org/2025\n"),
    "content/courses/ml/also-2025.md": EDITION.format("2025-09-30", ""),
    "content/courses/an.md": "---\ntitle: Another\n---\n\n- [@a1]\n",
}


def made(tmp_path: Path, limit: int | None = None, **settings: object) -> dict[str, str]:
    return pages(write(tmp_path, FILES), limit, **settings)


def graph(page: str) -> list[dict[str, Any]]:
    """The linked data of a page."""
    head = json.loads(re.findall(r"^head: (.*)$", page, re.MULTILINE)[0])
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
    nodes: list[dict[str, Any]] = json.loads(text)["@graph"]
    return nodes


def test_words_and_readings_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Numbered through the whole page, each with its row or its title, and its note."""
    page = made(tmp_path)["courses/ml.md"]
    marks = ("The introduction cites", "\n## One\n", 'id="reading-c1"', "First, before", ">Paper C</a>",
             'id="reading-a1"', 'data-id="a1"', "A word between.", "\n## Two\n", 'start="3"', 'id="reading-gone1"',
             "and why is worth", ">Paper G</a>", 'id="reading-a1_4"', "Once more.", 'id="reading-b1"')  # fmt: skip
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert re.findall(r'class="ps-row" data-id="(\w+)"', page) == ["c1", "a1", "a1", "b1"]
    assert page.count('class="ps-notes ps-reading__note"') == 4
    assert 'before <a class="ps-cite" href="../../papers/b1/">Paper B</a>.</p>' in page
    assert "[@" not in page


def test_what_is_known_of_a_course_stands_above_it(tmp_path: Path) -> None:
    """Its sentence, how much there is to read, who teaches it, who offers it, where."""
    page = made(tmp_path)["courses/ml.md"]
    line = re.sub(r"<[^>]+>", "", re.findall(r'<p class="ps-sub".*?</p>', page)[0])
    assert line == ("5 readings&nbsp;· taught by Ada Lovelace, Grace Hopper and Jean Bartik&nbsp;· A school"
                    "&nbsp;· Course website")  # fmt: skip
    assert '<a href="https://example.org/course">' in page
    assert "In three papers." in page and "ps-notice" not in page


def test_a_reading_that_stands_in_no_list_has_its_title_and_status(tmp_path: Path) -> None:
    """A tombstone has no row; the course says so and links to its page."""
    page = made(tmp_path)["courses/ml.md"]
    assert (
        '<a href="../../papers/gone1/">Paper G</a> <span class="ps-status">retracted</span></p>'
        in page
    )


def test_editions_are_listed_the_newest_first(tmp_path: Path) -> None:
    """Of one day by their slug; each with when it began."""
    page = made(tmp_path)["courses/ml.md"]
    box = page[page.index('aria-label="Editions"') :]
    found = re.findall(r'/courses/ml/([\w-]+)/">Autumn</a> <span class="ps-n">([^<]+)<', box)
    assert found == [("2025", "30 Sep 2025"), ("also-2025", "30 Sep 2025"), ("2024", "Sep 2024")]


def test_an_edition_says_of_what_and_that_it_stays(tmp_path: Path) -> None:
    """And leads to the course of today; it has its own heading, breadcrumbs and list."""
    page = made(tmp_path)["courses/ml/2024.md"]
    assert "<h1>Learning: Autumn</h1>" in page
    assert (
        'An edition of <a href="../../../courses/ml/">Learning</a>. Its readings stay as they are;'
        in page
    )
    assert 'The newest edition is <a href="../../../courses/ml/2025/">Autumn</a>.' in page
    newest = made(tmp_path)["courses/ml/2025.md"]
    assert 'The previous edition is <a href="../../../courses/ml/also-2025/">Autumn</a>.' in newest
    crumbs = re.findall(r'<nav class="ps-crumbs".*?</nav>', page)[0]
    assert re.findall(r'href="([^"]+)"', crumbs) == ["../../../courses/", "../../../courses/ml/"]
    assert '<time datetime="2024-09">Sep 2024</time>' in page
    assert re.findall(r'class="ps-row" data-id="(\w+)"', page) == ["b1", "a1"]
    assert ">Readings</h2>" in page and 'aria-label="Editions"' not in page


def test_the_list_of_courses_is_there_where_a_course_is(tmp_path: Path) -> None:
    """By title, introduced by its own words; home and the topics lead to it, or do not."""
    found = made(tmp_path / "some")
    index = found["courses/index.md"]
    assert re.findall(r'/courses/(\w+)/">(\w+)</a>', index) == [
        ("an", "Another"),
        ("ml", "Learning"),
    ]
    assert '<span class="ps-n">5</span>' in index and "In three papers." in index
    assert '<a href="./courses/">Courses</a>' in found["index.md"]
    assert '<a class="ps-way" href="../courses/">Courses</a>' in found["topics/index.md"]
    intro = {"content/courses/index.md": "---\ntitle: Reading lists\n---\n\nIn order.\n"}
    index = pages(write(tmp_path / "some", intro))["courses/index.md"]
    assert "<h1>Reading lists</h1>\n\nIn order.\n" in index
    none = pages(
        write(
            tmp_path / "none", {"papers.yaml": FILES["papers.yaml"].replace("  topics: [t]\n", "")}
        )
    )
    assert not [name for name in none if name.startswith("courses")]
    assert "ourses" not in none["index.md"] and "Used in" not in none["papers/a1.md"]


def test_a_paper_says_where_it_is_used(tmp_path: Path) -> None:
    """Each course and edition once, a tombstone's, too."""
    found = made(tmp_path)
    used = re.findall(r'<ul class="ps-used".*?</ul>', found["papers/a1.md"], re.DOTALL)[0]
    assert re.findall(r'courses/([\w/-]+)/">([^<]+)<', used) == [
        ("an", "Another"), ("ml", "Learning"), ("ml/2025", "Learning, Autumn"),
        ("ml/also-2025", "Learning, Autumn"), ("ml/2024", "Learning, Autumn")]  # fmt: skip
    assert "courses/an/" not in found["papers/c1.md"] and "courses/ml/" in found["papers/c1.md"]
    assert "courses/ml/2024/" in found["papers/gone1.md"]


def test_readings_outside_of_this_build_are_titles(tmp_path: Path) -> None:
    """`--limit` builds the newest papers; the others keep their number and their note."""
    found = made(tmp_path, limit=2)  # c1 and gone1
    page = found["courses/ml.md"]
    assert '<p class="ps-reading__title">Paper A</p>' in page and "Once more." in page
    assert "before Paper B.</p>" in page and "papers/b1" not in page
    assert 'aria-label="Reading 5"' in page and "5 readings" in page
    assert found["courses/an.md.txt"].endswith("\n1. Paper A\n")
    assert "download" not in found["courses/an.md"]


@pytest.mark.parametrize("row", BESIDE, ids=lambda row: row.name)
def test_readings_are_files_in_their_order(row: Any, tmp_path: Path) -> None:
    """Of a course and an edition, each paper once, without tombstones, under their old names, too."""
    found = made(tmp_path)
    for name, ids in (("ml", ["c1", "a1", "b1"]), ("ml/2024", ["b1", "a1"]), ("teaching", ["c1", "a1", "b1"]),
                      ("teaching/2024", ["b1", "a1"]), ("teaching/first", ["b1", "a1"]),
                      ("ml/first", ["b1", "a1"])):  # fmt: skip
        text = found[f"courses/{name}.{row.suffix}"]
        assert re.findall(r'(?m)^(?:@\w+\{|ID  - |\{"id": ")([a-z0-9-]+)', text) == ids, name
    assert f'../../courses/ml.{row.suffix}" download>' in found["courses/ml.md"]


def test_a_course_is_markdown_beside_its_page(tmp_path: Path) -> None:
    """Words as they are written, readings numbered, each with its note."""
    found = made(tmp_path, site_url=SITE)
    text = found["courses/ml.md.txt"]
    assert f"see [about]({SITE}about/).\n\n## One\n\n1. [Paper C]({SITE}papers/c1.md). Ada" in text
    assert f"\n\n   First, before [Paper B]({SITE}papers/b1.md).\n\n2. [Paper A]" in text
    assert "**This paper was retracted.**\n\n   It is wrong, and why" in text
    assert f"Editions: [Autumn]({SITE}courses/ml/2025.md) (2025-09-30), " in text
    assert (
        f"An edition of [Learning]({SITE}courses/ml.md), from 2024-09."
        in found["courses/ml/2024.md.txt"]
    )
    assert f"## Courses\n\n- [Another]({SITE}courses/an.md): 1 reading\n" in found["llms.txt"]


def test_a_course_is_linked_data(tmp_path: Path) -> None:
    """A course with its list in order; an edition is an instance of its course."""
    found = made(tmp_path, site_url=SITE)
    page, course, crumbs = graph(found["courses/ml.md"])
    assert [item["url"] for item in page["mainEntity"]["itemListElement"]] == [
        f"{SITE}papers/{paper_id}/" for paper_id in ("c1", "a1", "b1")]  # fmt: skip
    assert course["@type"] == "Course" and course["provider"]["name"] == "A school"
    assert (course["name"], course["description"]) == ("Learning", "In three papers.")
    assert (course["url"], course["sameAs"]) == (f"{SITE}courses/ml/", "https://example.org/course")
    assert page["about"] == {"@id": course["@id"]} and "hasCourseInstance" not in course
    assert len(crumbs["itemListElement"]) == 3
    page, course, crumbs = graph(found["courses/ml/2025.md"])
    instance = course["hasCourseInstance"]
    assert (instance["@type"], instance["name"], instance["startDate"], instance["sameAs"]) == (
        "CourseInstance", "Autumn", "2025-09-30", "https://example.org/2025")  # fmt: skip
    assert (
        course["@id"] == f"{SITE}courses/ml/#course"
        and instance["url"] == f"{SITE}courses/ml/2025/"
    )
    assert len(crumbs["itemListElement"]) == 4


def test_the_sitemap_knows_when_the_newest_reading_came(tmp_path: Path) -> None:
    """Of a course and of each edition; the list of courses has no day of its own."""
    text = made(tmp_path, site_url=SITE)["sitemap.xml"]
    days = dict(
        re.findall(r"<loc>[^<]*/(courses/[^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", text)
    )
    assert days == {"courses/": "", "courses/ml/": "2025-12-22", "courses/an/": "2025-12-20",
                    "courses/ml/2024/": "2025-12-21", "courses/ml/2025/": "2025-12-21",
                    "courses/ml/also-2025/": "2025-12-21"}  # fmt: skip


def test_a_lone_backtick_hides_no_citation(tmp_path: Path) -> None:
    """One in a note and one behind it are in two paragraphs: there is no code between them."""
    text = "- [@a1] a ` b\n\nText [@a1] ` c\n"
    files = {"papers.yaml": entry("a1", "Paper A"), "content/courses/x.md": f"# X\n\n{text}"}
    found = pages(write(tmp_path, files))
    assert "Text [Paper A](" in found["courses/x.md.txt"]


def test_an_empty_course_is_a_page(tmp_path: Path) -> None:
    """With a warning, and nothing to download."""
    files = {"papers.yaml": entry("a1", "Paper A"), "content/courses/x.md": "# X\n\nSoon.\n"}
    found = pages(write(tmp_path, files))
    assert "0 readings" in found["courses/x.md"] and "download" not in found["courses/x.md"]
    assert found["courses/x.bib"] == "\n" or not found["courses/x.bib"].strip()


@pytest.mark.slow
def test_a_site_with_courses_builds_strictly(tmp_path: Path) -> None:
    """The pages take the place of the files, links between hand-written pages arrive, old names
    lead on, and notes are found by the search while rows are not found twice."""
    files = {
        "content/courses/index.md": "# Courses\n\nIn order.\n",
        "content/courses/ml/2026.md": DATED,
    }
    root = write(tmp_path / "shelf", FILES | files)
    site = tmp_path / "site"
    build(root, site, site_url=SITE)
    page = (site / "courses/ml/index.html").read_text()
    assert '<a href="../../about/">about</a>' in page and page.count("<h1") == 1
    assert '<ol class="ps-readings" start="3">' in page
    assert (site / "courses/ml/2024/index.html").is_file() and (site / "courses/ml.bib").is_file()
    for old, new in (("teaching/", "ml/"), ("teaching/2024/", "ml/2024/"), ("teaching/first/", "ml/2024/"),
                     ("ml/first/", "ml/2024/")):  # fmt: skip
        moved = (site / f"courses/{old}index.html").read_text()
        assert f"courses/{new}" in moved and "refresh" in moved
    assert (site / "courses/teaching/first.ris").read_bytes() == (
        site / "courses/ml/2024.ris"
    ).read_bytes()
    assert "In order." in (site / "courses/index.html").read_text()
    dated = (site / "courses/ml/2026/index.html").read_text()
    headings = re.findall(r"<h2.*?</h2>", dated)
    bare = [re.sub(r"^<h2 |/h2>$", "", re.sub(r"<a .*?</a>", "", each)) for each in headings]
    assert bare == ['class="x" id="first">One<', 'id="two">Two<', 'id="one">One<']
    assert (site / "courses/teaching/2026.ics").read_bytes() == (
        site / "courses/ml/2026.ics"
    ).read_bytes()
    assert collect(root).courses["ml"].introduction.startswith("The introduction")


def test_a_reading_is_reached_by_the_old_name_of_its_paper(tmp_path: Path) -> None:
    """In the course and in its editions, once a page; of a paper read twice, each time. A paper that
    replaces others has its own name among the old ones."""
    renamed = FILES | {
        "papers.yaml": FILES["papers.yaml"].replace(
            "- id: a1\n", "- id: a1\n  aliases: [a1, old-a, older-a]\n"
        )
    }
    made = pages(write(tmp_path, renamed))
    for page in ("courses/ml.md", "courses/ml/2024.md"):
        for name in ("old-a", "older-a", "a1"):
            assert made[page].count(f'id="reading-{name}"') == 1, (page, name)
    item = made["courses/ml.md"].partition('id="reading-old-a"')[0].rpartition("<li")[2]
    assert 'id="reading-a1"' in item
    item = made["courses/ml.md"].partition('id="reading-older-a_4"')[0].rpartition("<li")[2]
    assert 'id="reading-a1_4"' in item


#: Monday, 5 October 2026; the 8th is skipped.
DATED = """---
title: Autumn
starts: 2026-10-05
meets: [thu, mon]
skip: [2026-10-08]
ends: 2026-10-30
---

## One {#first .x}

- [@a1] Required, pages 3 to 7. Why.
- [@b1] Optional

Two {cancelled due=2026-10-14}
---

- [@c1] page 9: Last.

## One {date=2026-10-20 due='2026-10-21'}

Words {date=none}.

```
## Code {date=2026-10-22}
```
"""


def dated(tmp_path: Path, text: str = DATED, **settings: object) -> dict[str, str]:
    return pages(write(tmp_path, FILES | {"content/courses/ml/2026.md": text}), **settings)


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
def test_sessions_have_their_days_below_the_heading(tmp_path: Path, ends: str) -> None:
    """In words, with fragments that lead there; the marks are neither text nor attributes, and
    code keeps them."""
    page = dated(tmp_path, DATED.replace("\n", ends))["courses/ml/2026.md"]
    assert re.findall(r'id="session-([\w-]+)" markdown="1"></div>', page) == ["first", "two", "one"]
    below = re.findall(r'<p class="ps-when"[^>]*>(.*)</p>', page)
    days = [re.sub(r"<(?!/?s>)[^>]+>", "", when) for when in below]
    assert days == ["Mon, 5 Oct 2026", "<s>Mon, 12 Oct 2026</s>&nbsp;· cancelled, due Wed, 14 Oct 2026",
                    "Tue, 20 Oct 2026&nbsp;· due Wed, 21 Oct 2026"]  # fmt: skip
    assert "## One {#first .x}\n" in page.replace("\r", "")
    assert "\nTwo\n---" in page.replace("\r", "") and "\n## One\n" in page.replace("\r", "")
    assert "## Code {date=2026-10-22}" in page and "cancelled due=" not in page


def test_sessions_and_headings_have_different_ids(tmp_path: Path) -> None:
    """Also if a heading is what the fragment of another one is; one without text has a name."""
    text = "## Session B\n\n- [@a1]\n\n## B\n\n- [@b1]\n\n## {cancelled}\n\n- [@c1]\n\n{due=2026-10-14}\n---\n"
    page = dated(tmp_path, DATED.partition("## One")[0] + text)["courses/ml/2026.md"]
    body = page[page.index('<div class="ps-session"') :]
    html = markdown.markdown(body, extensions=list(EXTENSIONS))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and {"session-session-b", "session-b"} < set(ids)
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == ["Session B", "B", "Session", "Session"]


def test_the_schedule_leads_to_the_sessions(tmp_path: Path) -> None:
    """Each with its day and what is due; without days there is none."""
    found = dated(tmp_path)
    nav = re.findall(r'<nav class="ps-schedule".*?</nav>', found["courses/ml/2026.md"], re.DOTALL)
    lines = [
        re.sub(r"<[^>]+>", "", line) for line in nav[0].splitlines() if line.startswith("<li>")
    ]
    assert lines == ["Mon, 5 Oct 2026 One", "Mon, 12 Oct 2026 Two cancelled, due Wed, 14 Oct 2026",
                     "Tue, 20 Oct 2026 One due Wed, 21 Oct 2026"]  # fmt: skip
    assert re.findall(r'href="([^"]+)"', nav[0])[0] == "../../../courses/ml/2026/#session-first"
    assert "ps-schedule" not in found["courses/ml/2025.md"]
    line = re.findall(r'<p class="ps-sub".*?</p>', found["courses/ml/2026.md"])[0]
    assert (
        re.sub(r"<[^>]+>", "", line)
        == "3 readings&nbsp;· 5–30 Oct 2026&nbsp;· on Mondays and Thursdays"
    )


def test_a_reading_is_marked_as_required_or_optional(tmp_path: Path) -> None:
    """With the pages; its note begins after these words."""
    found = dated(tmp_path)
    guides = re.findall(r'ps-reading__guide">([^<]+)</p>', found["courses/ml/2026.md"])
    assert guides == ["Required, pages 3–7", "Optional", "Page 9"]
    assert "<p>Why.</p>" in found["courses/ml/2026.md"]
    text = found["courses/ml/2026.md.txt"]
    assert "**Required, pages 3–7.**\n\n   Why.\n" in text and text.count("**Optional.**") == 1
    assert "\nTwo\n---\n\n*Mon, 12 Oct 2026, cancelled, due Wed, 14 Oct 2026*\n" in text
    assert "2026-10-05 to 2026-10-30. Its readings stay" in text


def test_sessions_are_linked_data(tmp_path: Path) -> None:
    """As events of the edition, on their days."""
    _, course, _ = graph(dated(tmp_path, site_url=SITE)["courses/ml/2026.md"])
    instance = course["hasCourseInstance"]
    assert (instance["startDate"], instance["endDate"]) == ("2026-10-05", "2026-10-30")
    one, two, three = instance["subEvent"]
    assert one == {"@type": "Event", "name": "One", "startDate": "2026-10-05", "endDate": "2026-10-05",
                   "url": f"{SITE}courses/ml/2026/#session-first"}  # fmt: skip
    assert two["eventStatus"].endswith("EventCancelled") and "eventStatus" not in three


def test_the_own_name_among_the_aliases_is_no_redirect(tmp_path: Path) -> None:
    """It fixes the order of names in calendars; files have copies under the other names alone."""
    files = FILES | {
        "content/courses/ml.md": COURSE.replace("[teaching]", "[ml, teaching]"),
        "content/courses/ml/2024.md": EDITION.format("2024-09", "aliases: [2024, first]\n"),
    }
    found = pages(write(tmp_path, files))
    assert 'id="reading-b1"' in found["courses/ml/2024.md"]
    moved = sorted(name for name in found if re.fullmatch("courses/.*index.html", name))
    old = ("ml/first", "teaching", "teaching/2024", "teaching/2025", "teaching/also-2025", "teaching/first")  # fmt: skip
    assert moved == sorted(f"courses/{name}/index.html" for name in old)


def test_links_of_notes_lead_where_those_of_the_text_lead(tmp_path: Path) -> None:
    """To pages, files and the page itself; addresses without a file are relative to that of the page."""
    links = "[about](../about.md#who), [plan](../plan.pdf), [here](#x), [home](../index.md), [all](../../topics/t/), [far](//a.example/x), [no](//[x)"  # fmt: skip
    files = FILES | {
        "content/courses/ml.md": f"---\ntitle: T\n---\n\n## One\n\n- [@a1] See {links}.\n",
        "content/about.md": "# About\n",
        "content/topics/t.md": "---\ntitle: T\n---\n",
    }
    found = pages(write(tmp_path, files))
    page = found["courses/ml.md"].replace("\x00", "../../")
    urls = ("../../about/#who", "../../plan.pdf", "../../courses/ml/#x", "../../", "../../topics/t/", "https://a.example/x")  # fmt: skip
    for url in urls:
        assert f'<a href="{url}"' in page, url
    # plain text has the whole address, or none
    ris = pages(tmp_path, site_url=SITE)["courses/ml.ris"]
    whole = ("about/#who", "plan.pdf", "courses/ml/#x", "", "topics/t/")
    names = ("about", "plan", "here", "home", "all")
    said = [f"{name} ({SITE}{url})" for name, url in zip(names, whole)]
    assert f"N1  - See {', '.join(said)}, far (https://a.example/x), no.\r\n" in ris
    assert (
        "N1  - See about, plan, here, home, all, far (https://a.example/x), no.\r\n"
        in found["courses/ml.ris"]
    )
