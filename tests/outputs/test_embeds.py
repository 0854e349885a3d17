"""Pages for frames of other sites: what they show, in which order, and what they never do."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from papershelf.outputs import embeds, policy, render
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.embeds import SHOWN
from support import hostile
from support.helpers import ROOT, collect, entry, pages, write

SITE = "https://example.org/shelf/"
COURSE = """---
title: Learning & "more"
description: In <four> papers.
aliases: [teaching]
---

Before it, [@a1] is only cited.

- [@c1] Not in a session.

## One

- [@a1] Read **all**, then [@c1].
- [@gone1]

A word between.

## Two {#second}

- [@a1] Required, pages 3 to 7. Once more.
"""
FILES = {
    "papers.yaml": entry("a1", "A bound of $O(n^2)$", "  topics: [t]\n  aliases: [a0]\n  urls:\n"
                         "    pdf: https://example.org/a.pdf\n    code: https://example.org/?a=1&b=2\n")
    + entry("c1", "Paper C", "  language: de\n  venue: Loom & sons\n")
    + entry("gone1", "Paper G", "  status: retracted\n"),
    "content/topics/t.md": "---\ntitle: T\ndescription: All of T.\naliases: [s]\n---\n",
    "content/topics/empty.md": "---\ntitle: Empty\n---\n",
    "content/courses/ml.md": COURSE,
    "content/courses/ml/2025.md": "---\ntitle: Autumn\nstarts: 2025-10-06\nmeets: [mon]\naliases: [old]\n"
    "---\n\n## First {due=2025-10-08}\n\n- [@c1]\n\n## Then {cancelled}\n\n- [@a1]\n",
}  # fmt: skip
COURSE_URL, EDITION_URL = "embed/courses/ml/index.html", "embed/courses/ml/2025/index.html"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages(write(tmp_path_factory.mktemp("embeds"), FILES), site_name="Shelf", site_url=SITE)


def words(html: str) -> str:
    """The text of a piece of HTML, with one space between words."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_a_course_has_the_readings_of_its_page(made: dict[str, str]) -> None:
    """With their numbers, anchors, notes, headings and the text between, in one order."""
    page = made[COURSE_URL]
    marks = ('<h1><a href="../../../courses/ml/">Learning &amp; &#34;more&#34;</a></h1>', "In &lt;four&gt; papers.",
             "Before it, <a ", "is only cited.",
             '<li id="reading-c1">', ">Paper C</a>", "Not in a session.", '<h2 id="session-one">One</h2>',
             '<li id="reading-a1">', '<span id="reading-a0"></span>', 'href="../../../courses/ml/#reading-a1"',
             'class="title"><a href="../../../papers/a1/">A bound of <math>', "Read <strong>all</strong>, then", 'href="../../../papers/c1/" lang="de">Paper C</a>.', "retracted",
             "A word between.", '<h2 id="session-second">Two</h2>', '<li id="reading-a1_4">', "Required, pages 3–7")  # fmt: skip
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    own = made["courses/ml.md"]
    anchors = re.findall(r'id="(reading-\w+)"', own)
    assert anchors == re.findall(r'id="(reading-\w+)"', page) and len(anchors) == 6
    assert "[@" not in page


def test_the_text_of_a_course_is_safe_and_its_links_lead_to_the_same_places(tmp_path: Path) -> None:
    """Headings that are no sessions, tables, links to pages and files, code with a heading."""
    text = (
        "---\ntitle: T\n---\n\nRead [first](../about.md#who), [the plan](plan.pdf), [this](#x) and"
        " [that](https://example.org/a).\n\n## About *us*\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n"
        "```\n## Not a heading {date=2026-01-01}\n```\n\n<script>alert(1)</script>\n"
        '<img src="https://example.org/x.png" onerror="alert(1)">\n\n'
        "## One\n\n- [@a1] Note.\n\nAfter *it*.\n\n- [@c1]\n"
    )
    files = FILES | {"content/courses/ml.md": text, "content/about.md": "# About\n"}
    page = pages(write(tmp_path, files))[COURSE_URL]
    body = page.partition("<body>")[2]
    for url in ("../../../about/#who", "../../../courses/plan.pdf", "../../../courses/ml/#x"):
        assert f'<a href="{url}"' in body, url
    marks = ("<h2>About <em>us</em></h2>", "<td>1</td>", "## Not a heading {date=2026-01-01}",
             '<h2 id="session-one">One</h2>', 'id="reading-a1"', "After <em>it</em>.", 'id="reading-c1"')  # fmt: skip
    places = [body.index(mark) for mark in marks]
    assert places == sorted(places)
    assert not {"<script", "<img", "onerror"} & set(re.findall(r"<script|<img|onerror", body))


def test_the_text_of_a_course_is_what_its_page_shows(tmp_path: Path) -> None:
    """With extensions of Markdown; footnotes at the end, and images as links."""
    text = (
        "---\ntitle: T\n---\n\n## One\n\nSee[^1] [that][x].\n\n!!! note\n    Read $x^2$.\n\n- [@a1]\n\n"
        "![Plan](plan.png){ width=9 }\n\n## Two[^1] of <math><msup><mi>y</mi><mn>2</mn></msup></math>\n\n"
        "- [@c1] By <math><mfrac><mi>c</mi><mn>3</mn></mfrac></math>.\n\n[^1]: Foot.\n[x]: ../about.md\n"
    )
    files = FILES | {"content/courses/ml.md": text, "content/about.md": "# About\n"}
    page = pages(write(tmp_path, files))[COURSE_URL]
    marks = (">One</h2>", '<p>See<sup>[1]</sup> <a href="../../../about/" rel="nofollow">that</a>.</p>',
             "<blockquote>\n<p><strong>Note</strong></p>\n<p>Read <math>", 'id="reading-a1"',
             '<p><a href="../../../courses/plan.png">Plan</a></p>', ">Two<sup>[1]</sup> of <math><msup><mi>y</mi>", 'id="reading-c1"', "By <math><mfrac><mi>c</mi>",
             "<p><sup>[1]</sup> Foot.</p>")  # fmt: skip
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_line_names_who_where_and_when(made: dict[str, str]) -> None:
    """And leads to the paper's page, its PDF and its code."""
    line = made[COURSE_URL].partition('id="reading-a1"')[2].partition("</li>")[0]
    assert "Ada Lovelace 27 Apr 2024" in words(line)
    assert '<a href="../../../papers/a1/">' in line
    name = "A bound of O(n²)"  # two links of one text would be one name with two targets
    assert f'<a href="https://example.org/a.pdf" aria-label="PDF: {name}">PDF</a>' in line
    assert f'<a href="https://example.org/?a=1&amp;b=2" aria-label="Code: {name}">Code</a>' in line
    other = made[COURSE_URL].partition('id="reading-c1"')[2].partition("</li>")[0]
    assert '<p class="title" lang="de">' in other and "Loom &amp; sons" in other


def test_an_edition_has_the_days_of_its_sessions(made: dict[str, str]) -> None:
    """When they are, when work is due, and which do not take place."""
    page = made[EDITION_URL]
    assert [words(text) for text in re.findall(r"<h2.*?</h2>", page)] == [
        "First Mon, 6 Oct 2025 due Wed, 8 Oct 2025",
        "Then Mon, 13 Oct 2025 cancelled",
    ]
    assert re.findall(r"<s>.*?</s>", page) == [
        '<s><time datetime="2025-10-13">Mon, 13 Oct 2025</time></s>'
    ]
    assert '<a href="../../../../papers/a1/">' in page


def test_a_topic_shows_its_newest_papers(tmp_path: Path) -> None:
    """No more than fit into a frame, with a link to all of them."""
    papers = "".join(
        entry(f"p{number}", f"Paper {number}", "  topics: [t]\n").replace(
            "2025-12-23", f"2025-{number // 28 + 1:02}-{number % 28 + 1:02}"
        )
        for number in range(SHOWN + 3)
    )
    files = {name: text for name, text in FILES.items() if "courses" not in name}
    page = pages(write(tmp_path, files | {"papers.yaml": papers}))["embed/topics/t/index.html"]
    shown = re.findall(r">Paper (\d+)</a>", page)
    assert list(map(int, shown)) == list(range(SHOWN + 2, 2, -1))
    assert f'<a href="../../../topics/t/">All {SHOWN + 3} papers</a>' in page
    assert f"{SHOWN + 3} papers, newest first" in page
    assert len(page.encode()) < 30_000


def test_a_topic_without_papers_has_a_page(made: dict[str, str]) -> None:
    """A frame that shows it keeps working."""
    page = made["embed/topics/empty/index.html"]
    assert "No papers at the moment" in page and "<ol>" not in page
    assert "All 1 paper" not in made["embed/topics/t/index.html"]


def test_search_engines_find_the_page_itself(made: dict[str, str]) -> None:
    """A frame is not indexed, names the page that it shows, and is in no list of pages."""
    for name, url in ((COURSE_URL, "courses/ml/"), ("embed/topics/t/index.html", "topics/t/")):
        assert '<meta name="robots" content="noindex">' in made[name]
        assert f'<link rel="canonical" href="{SITE}{url}">' in made[name]
        assert f'<a href="../../../">Shelf</a>: {SITE}{url}' in made[name]
    named = [name for name, text in made.items() if "embed/" in text]
    assert set(named) <= {name for name in made if name.startswith(("embed/", "courses/", "topics/", "developers/"))}  # fmt: skip
    own = [text.count("/embed/") for name, text in made.items() if name == "courses/ml.md"]
    assert own == [2], "its address and its preview"


def test_without_an_address_of_the_site_all_is_relative(tmp_path: Path) -> None:
    """Nothing names a host."""
    page = pages(write(tmp_path, FILES))[COURSE_URL]
    assert '<link rel="canonical" href="../../../courses/ml/">' in page
    assert "https://" not in re.sub(r'<a href="https://example.org/[^"]*"[^>]*>', "", page)


def test_old_names_lead_to_the_new_ones(made: dict[str, str]) -> None:
    """Of topics, courses and editions, also of an edition whose course was renamed, too."""
    for old, new in (
        ("topics/s/", "topics/t/"),
        ("courses/teaching/", "courses/ml/"),
        ("courses/ml/old/", "courses/ml/2025/"),
        ("courses/teaching/2025/", "courses/ml/2025/"),
        ("courses/teaching/old/", "courses/ml/2025/"),
    ):
        page = made[f"embed/{old}index.html"]
        up = "../" * (old.count("/") + 1)
        assert f'content="0; url={up}embed/{new}"' in page, old
        assert f"embed/{new}index.html" in made
    assert "embed/papers/a0/index.html" not in made


def test_nothing_is_loaded_and_only_its_own_script_runs(made: dict[str, str]) -> None:
    """The policy allows the style and the script of the template, which contain no text of the
    collection; the page has no other."""
    page = made[COURSE_URL]
    (said,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert said == policy.to_sealed_policy(page)
    assert said.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-")  # fmt: skip
    assert page.count("<script") == page.count("<style") == 1
    assert not re.search(r"<(?:img|iframe|link(?! rel=\"canonical\"))|\bsrc=|url\(", page)


def test_escaping_again_changes_nothing(tmp_path: Path) -> None:
    """Every text of a hostile collection is escaped when the view is made, and only then."""
    more = {"content/courses/hostile.md": hostile.course(has_notes=True)}
    collection = collect(write(tmp_path, hostile.files() | more))
    settings = Settings(site_name=hostile.HOSTILE[0], site_url=SITE)
    made = dict(embeds.files(collection, settings))
    assert made == dict(embeds.files(collection, settings, escapes=True))
    page = made["embed/courses/hostile/index.html"].decode()
    assert page.count("<script") == page.count("<style") == 1
    assert len(re.findall(r'<li id="reading-', page)) == len(hostile.HOSTILE) + 1


def test_its_colours_and_letters_are_those_of_the_site() -> None:
    """A frame loads no style sheet, so it has a copy of them."""
    values = r"(--ps-[\w-]+): ([^;]+);"
    site = dict(
        re.findall(values, (ROOT / "overrides/assets/papershelf/papershelf.css").read_text())
    )
    own = re.findall(values, (render.TEMPLATES / "embed.css").read_text())
    own = [(name, value) for name, value in own if name not in ("--ps-light", "--ps-dark")]
    assert len(own) > 8
    for name, value in own:
        assert site[name] == value, name


def test_no_header_forbids_frames(made: dict[str, str]) -> None:
    """Hosts that read `_headers` let every site show these pages."""
    assert "/assets/papershelf/" in made["_headers"]
    assert not re.search("frame", made["_headers"], re.IGNORECASE)
    assert "frame-ancestors" not in made[COURSE_URL]
