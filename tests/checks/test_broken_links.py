"""Relative links of hand-written pages: the check knows what leads nowhere on the site."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from papershelf import catalogue
from papershelf.checks.links import broken as broken_links
from papershelf.problems import Problem
from support.command import run
from support.helpers import ROOT, build, check, entry, write

DAMAGED = ROOT / "tests/damaged/broken-link"
#: What MkDocs logs for a link to a file that does not exist.
_NO_FILE = re.compile(r"Doc file '([^']+)' contains a link '([^']+)', but the target")
_SITE = "https://papers.example.org/repo/"


def broken(root: Path) -> list[Problem]:
    """The problems with links."""
    return [each for each in check(root) if each.rule == "broken-link"]


def url_of(problem: Problem) -> str:
    """The URL that a problem is about."""
    found = re.search('the link "(.*?)" leads', problem.message)
    assert found
    return found[1]


def followed(root: Path, problem: Problem) -> bool:
    """Whether a problem has a hint, which is followed."""
    hint = re.fullmatch(r'write (\S.*)|did you mean "(.*)"\?', problem.hint)
    if not hint:
        return False
    path = root / problem.span.file
    lines = path.read_text().splitlines(keepends=True)
    line, at = lines[problem.span.line - 1], problem.span.column - 1
    assert line.startswith(url_of(problem), at)
    new = hint[1] or hint[2]
    lines[problem.span.line - 1] = line[:at] + new + line[at + len(url_of(problem)) :]
    path.write_text("".join(lines))
    return True


def test_a_hint_is_a_link_that_leads_somewhere(tmp_path: Path) -> None:
    """Written literally, the problem is gone."""
    root = tmp_path / "links"
    shutil.copytree(DAMAGED, root)
    found = broken(root)
    # those at the end of a line first, so that the others keep their places
    left = [
        each
        for each in sorted(found, key=lambda each: each.sort_key)[::-1]
        if not followed(root, each)
    ]
    assert Counter(map(url_of, left)) == Counter(map(url_of, broken(root)))
    assert len(left) < len(found) / 4


@pytest.mark.slow
def test_check_and_build_agree(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What MkDocs warns about is reported, and nothing else is broken. MkDocs does not look at notes,
    HTML and addresses."""
    root = tmp_path / "links"
    shutil.copytree(DAMAGED, root)
    reported = {(each.span.file.removeprefix("content/"), url_of(each)) for each in broken(root)}
    site = tmp_path / "site"
    build(root, site, site_url=_SITE, strict=False, has_search=False)
    warned = {(match[1], match[2]) for match in _NO_FILE.finditer(caplog.text)}
    assert warned - reported == set()
    assert {url for _, url in reported - warned} == {
        "topics/looms", "../papers/bad2024entry/", "card.png", "papers/good2024entry.bib",
        "www.example.org/x",
    }  # fmt: skip
    for name in ("guide/", "topics/looms/", ""):
        html = (site / name / "index.html").read_text()
        text = html[html.index("<article") : html.index("</article")]
        text = re.sub(r"<!--.*?-->|\$.*?\$", "", text)  # a formula is text without an extension
        for url in re.findall(r'(?:href|src)="([^"#?]+)[^"]*"', text):
            there = urljoin(f"{_SITE}{name}", url)
            if there.startswith(_SITE):
                path = site / unquote(there.removeprefix(_SITE))
                is_there = path.is_file() or (path / "index.html").is_file()
                assert is_there or any(url == bad for _, bad in reported), url


@pytest.mark.parametrize(
    "url",
    [
        "about.md", "../topics/looms/", "topics/looms.md", "venues/looms.md", "years/2024.md",
        "days/2025-12-23.md", "days/2025-12-23/feed.xml", "papers/p/3.md", "../papers/", "authors/index.md",
        "../courses/cards/", "../courses/cards/2025/", "courses/loom/2025.ics", "courses/loom.imscc",
        "../embed/courses/loom/", "../doi/10.5555/x/", "../map/", "basket/index.md", "papers-abstracts.bib",
        "assets/papershelf/icon.svg", "404.html", "../plan/", "plan/index.html", "digests/feed.xml",
        "../topics/looms/p/2/", "topics/looms/p/2.md",
        "digests/feed.json",
    ],
)  # fmt: skip
def test_what_is_generated_is_no_broken_link(tmp_path: Path, url: str) -> None:
    """Pages of every kind, their files, and redirects."""
    more = "  venue: Looms\n  topics: [looms]\n  doi: 10.5555/x\n"
    root = write(tmp_path, {
        "papers.yaml": entry(more=more), "content/about.md": f"# About\n\n[it]({url})\n",
        "content/topics/looms.md": "# Looms\n\nText.\n", "content/plan/index.html": "<p>Plan\n",
        "content/courses/loom.md": "---\naliases: [cards]\n---\n# Loom\n\n- [@ada2024engine]\n",
        "content/courses/loom/2025.md": "---\nstarts: 2025-10\n---\n# Loom\n\n- [@ada2024engine]\n",
        "content/digests/2025-12-23.md": "---\nfrom: 2025-12-17\nto: 2025-12-23\n---\n\n- [@ada2024engine]\n",
    })  # fmt: skip
    assert broken(root) == []


@pytest.mark.parametrize("url", ["topics/looms.md", "../topics/looms/", "topics/looms.bib"])
def test_topics_that_nobody_introduces_have_pages(tmp_path: Path, url: str) -> None:
    """Without any page of a topic in content/, all that entries name have one."""
    root = write(tmp_path, {
        "papers.yaml": entry(more="  topics: [looms]\n"), "content/about.md": f"# About\n\n[it]({url})\n",
    })  # fmt: skip
    assert broken(root) == []
    write(root, {"content/topics/cards.md": "# Cards\n\nText.\n"})
    assert [url_of(each) for each in broken(root)] == [url]


@pytest.mark.parametrize(
    ("written", "url", "right"),
    [
        ("guide.md", "guide/index.md", "guide.md"),
        ("guide/index.md", "guide.md", "guide/index.md"),
        ("guide/README.md", "guide/index.md", "guide/README.md"),
        ("sub/guide/index.md", "sub/guide.md", "sub/guide/index.md"),
        ("sub/guide/index.md", "sub/guide/", "sub/guide/index.md"),
    ],
)
def test_an_address_does_not_make_a_file(
    tmp_path: Path, written: str, url: str, right: str
) -> None:
    """MkDocs finds hand-written pages by the names of their files alone."""
    root = write(tmp_path, {
        "papers.yaml": entry(), "content/about.md": f"# About\n\n[it]({url})\n",
        f"content/{written}": "# Guide\n",
    })  # fmt: skip
    assert [each.hint for each in broken(root)] == [f"write {right}"]


@pytest.mark.parametrize(
    ("file", "link", "is_right"),
    [
        ("guide.md", '<a href="../about/">it</a>', True),
        ("guide.md", '<a href="../about/index.html">it</a>', True),
        ("guide.md", '<a href="../about.md">it</a>', False),
        ("guide.md", '<a href="../papers/ada2024engine.md">it</a>', True),
        ("guide.md", "[it](about/index.html)", False),
        ("guide.md", '<img src="../R&amp;D.png">', True),
        ("guide.md", '<img src="../R&amp;B.png">', False),
        ("guide.md", "[it](plan.md?a=1&amp;b=2)", False),
        ("guide.md", "[it](my plan.pdf) [it](my plan.pdf 'Plan')", True),
        ("guide.md", "[it](my plans.pdf)", False),
        ("guide.md", "[it](my plans.pdf 'Plan')", False),
        # on other pages than courses and digests, a reading is a list item like others
        ("guide.md", "- [@ada2024engine] [it](../card.png)", False),
        ("courses/loom.md", '<a href="../about.md">it</a>', False),
        ("courses/loom.md", '- [@ada2024engine] <a href="../about.md">it</a>', True),
        ("courses/loom.md", '- [@ada2024engine] <a href="../../about/">it</a>', True),
        ("courses/loom.md", "- [@ada2024engine] [it](../../card.png)", True),
        ("courses/loom.md", "- [@ada2024engine] [it](../../papers/ada2024engine.bib)", True),
        ("courses/loom.md", "- [@ada2024engine] [it](../loom.imscc)", False),
        ("courses/loom.md", "- [@ada2024engine] [it](plan.md)", False),
    ],
)
def test_html_and_notes_are_read_as_pages_show_them(
    tmp_path: Path, file: str, link: str, is_right: bool
) -> None:
    """The engine leaves HTML to browsers, and notes do not go through it."""
    root = write(tmp_path, {
        "papers.yaml": entry(), "content/about.md": "# About\n", "content/card.png": "",
        "content/R&D.png": "", "content/my plan.pdf": "", "content/courses/loom/plan.md": "# Plan\n", f"content/{file}": f"# Loom\n\n{link}\n",
    })  # fmt: skip
    assert (not broken(root)) is is_right


@pytest.mark.parametrize(
    "url", ["../doi/10.5555/x/", "../arxiv/2301.00001/", "../embed/topics/looms/"]
)
def test_redirects_and_frames_are_no_files(tmp_path: Path, url: str) -> None:
    """Such a link begins at the address of the page, not in the folder of its file."""
    more = "  topics: [looms]\n  doi: 10.5555/x\n  arxiv: 2301.00001\n"
    files = {"papers.yaml": entry(more=more), "content/sub/a.md": f"# A\n\n[it]({url})\n"}
    root = write(tmp_path, files)
    assert [each.hint for each in broken(root)] == [f"write ../{url}"]


#: A course with an old name and an edition, whose paper has identifiers and an old name, too.
TAUGHT = {
    "papers.yaml": entry(
        "loom2024cards",
        more="  topics: [looms]\n  doi: 10.5555/Loom(1)x\n  arxiv: math.GT/0309136\n  aliases: [loom2023cards]\n",
    )
    + entry("ada2024engine", "Engines", "  doi: 10.48550/arXiv.2301.00001\n"),
    "content/courses/loom.md": "---\naliases: [cards]\n---\n# Loom\n\n- [@loom2024cards]\n",
    "content/courses/loom/2025.md": "---\nstarts: 2025-10\n---\n# Loom\n\n- [@loom2024cards]\n",
    "content/digests/2025-12-23.md": "---\nfrom: 2025-12-17\nto: 2025-12-23\n---\n\n- [@loom2023cards]\n",
}


@pytest.mark.parametrize(
    ("url", "is_there"),
    [
        ("../doi/10.5555/loom(1)x/", True),
        ("../doi/10.5555/loom~281~29x/", True),
        ("../doi/10.5555/loom(2)x/", False),
        ("../arxiv/math/0309136/", True),
        ("../arxiv/2301.00001/", True),
        ("../arxiv/2301.00001v2/", True),
        ("../arxiv/math.gt/0309136v1/", True),
        ("../doi/10.48550/arXiv.math/0309136/", True),
        ("../arxiv/", False),
        ("../arxiv/2301.00002/", False),
        ("../arxiv/2301.00002v2/", False),
        ("../doi/10.48550/arXiv.2301.00002/", False),
        ("../embed/courses/cards/2025/", True),
        ("../embed/topics/looms/", True),
        ("../embed/topics/cards/", False),
        ("../embed/papers/loom2024cards/", False),
        ("../embed/courses/loom/2024/", False),
    ],
)
def test_identifiers_and_frames_of_others_are_broken_links(
    tmp_path: Path, url: str, is_there: bool
) -> None:
    """Redirects are those of the catalogue's papers, also by the 404 page; topics and lists of
    readings have frames."""
    root = write(tmp_path, TAUGHT | {"content/about.md": f"# About\n\n[it](<{url}>)\n"})
    assert (not broken(root)) is is_there


@pytest.mark.parametrize(
    ("page", "url", "hint"),
    [
        ("about.md", "courses/loom.md#reading-loom2024cards", ""),
        ("about.md", "courses/loom/2025.md#reading-loom2023cards", ""),
        ("about.md", "digests/2025-12-23.md#reading-loom2024cards_4", ""),
        ("about.md", "courses/loom.md#reading", ""),
        ("about.md", "topics/looms.md#reading-ada2024engine", ""),
        ("courses/card.md", "#reading-ada2024engine", ""),
        ("courses/card.md", "#top", ""),
        ("courses/card.md", "../loom/#reading-loom2024cards", ""),
        ("about.md", "courses/loom.md#reading-loom2024card", "courses/loom.md#reading-loom2024cards"),
        ("about.md", "../courses/loom/#reading-ada2024engine", "-"),
        ("courses/card.md", "#reading-ada2024engin", "#reading-ada2024engine"),
        ("courses/card.md", "loom/2025.md#reading-ada2024engine_2", "-"),
    ],
)  # fmt: skip
def test_readings_that_a_page_does_not_list(tmp_path: Path, page: str, url: str, hint: str) -> None:
    """Their addresses have the id of their paper, or an old one, behind the #."""
    text = f"# A page\n\nRead [it]({url}).\n\n- [@ada2024engine]\n"
    root = write(tmp_path, TAUGHT | {f"content/{page}": text})
    found = broken(root)
    assert bool(found) is bool(hint)
    if found:
        told = (
            f'did you mean "{hint}"?'
            if hint != "-"
            else "correct what is behind the #, or remove the link"
        )
        assert (found[0].hint, url_of(found[0])) == (told, url)
        assert found[0].message.endswith(" leads to no reading of that page")


@pytest.mark.parametrize(
    ("url", "is_there"),
    [
        ("#reading-list", True),
        ("#reading-group", True),
        ("#reading-room", True),
        ("#reading-lists", False),
        ("#reading-ada2024engine:~:text=Engines", True),
        ("../2024/#reading-loom2024cards", True),
    ],
)
def test_other_places_of_a_page_are_no_readings(tmp_path: Path, url: str, is_there: bool) -> None:
    """Headings and HTML may have ids that begin in the same way, and browsers know some, too."""
    text = (
        f"# A page\n\nSee [it]({url}).\n\n## Reading list\n\n## Of us {{#reading-group}}\n\n"
        '<a id="reading-room"></a>\n\n- [@ada2024engine]\n'
    )
    course, edition = "# A year\n\n- [@ada2024engine]\n", "# A term\n\n- [@loom2024cards]\n"
    root = write(tmp_path, TAUGHT | {
        "content/courses/card.md": course, "content/courses/card/2025.md": text,
        "content/courses/2024.md": course, "content/courses/card/2024.md": edition,
    })  # fmt: skip
    assert (not broken(root)) is is_there


def test_many_links_to_readings_take_a_moment(tmp_path: Path) -> None:
    """The most similar id is searched for only as many as a report shows."""
    names = [f"ada2024engine{number}" for number in range(1500)]
    lines = (f"- [@{name}] See [it](#reading-{name[::-1]}).\n" for name in names)
    root = write(tmp_path, {
        "papers.yaml": "".join(entry(name, f"Engine {name}") for name in names),
        "content/courses/loom.md": f"# Loom\n\n{''.join(lines)}",
    })  # fmt: skip
    source = catalogue.read(root)
    start = time.process_time()
    assert len(list(broken_links(source))) == len(names)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("url", "is_there"),
    [
        ("authors/ada-lovelace.md", True),
        ("../authors/ada-lovelace/", True),
        ("authors/bo-lee.md", False),
        ("../authors/bo-lee/", False),
        ("authors/cy-fo.md", True),
        ("venues/looms.md", True),
    ],
)
def test_people_with_few_papers_have_no_page(tmp_path: Path, url: str, is_there: bool) -> None:
    """Those that people.yaml lists always have one."""
    more = "  venue: Looms\n"
    both = entry(more=more) + entry("ada2024card", "On cards").replace("[Ada", "[Bo Lee, Ada")
    root = write(tmp_path, {
        "papers.yaml": both, "content/people.yaml": "- slug: cy-fo\n  name: Cy Fo\n",
        "content/about.md": f"# About\n\n[it]({url})\n",
    })  # fmt: skip
    assert (not broken(root)) is is_there


def test_a_thousand_broken_links_cost_little(tmp_path: Path) -> None:
    """Similar paths are searched for the links that a report shows; that was a minute."""
    ids = [f"ada{number}engine" for number in range(1000)]
    links = "".join(f"[it](papers/{paper_id}s.md)\n\n" for paper_id in ids)
    root = write(tmp_path, {
        "papers.yaml": "".join(map(entry, ids)), "content/about.md": f"# About\n\n{links}",
    })  # fmt: skip
    source = catalogue.read(root)
    start = time.process_time()
    found = list(broken_links(source))
    took = time.process_time() - start
    assert (len(found), took < 5) == (1000, True), took
    assert found[0].hint == 'did you mean "papers/ada0engine.md"?'


SETTINGS = "site_name: X\ndocs_dir: content\ntheme: {name: material}\nplugins:\n  - papershelf\n"


@pytest.mark.parametrize(
    ("more", "is_reported"),
    [
        ("", True),
        ("  - search\n", True),
        ("  - meta\n", False),  # it may change the text of a page
        ("hooks: [pages.py]\n", False),
        ("extra_templates: [a.html]\n", False),
        ("exclude_docs: guide.md\n", True),
    ],
)
def test_what_others_may_add_is_no_broken_link(
    tmp_path: Path, more: str, is_reported: bool
) -> None:
    """The check runs no hooks, and does not know what they and other plugins add."""
    root = write(tmp_path, {
        "mkdocs.yml": SETTINGS + more, "papers.yaml": entry(),
        "content/index.md": "# X\n\n[it](guide.md)\n", "pages.py": "", "content/a.html": "",
    })  # fmt: skip
    if "exclude_docs" in more:
        write(root, {"content/guide.md": "# Guide\n"})
    assert ("[broken-link]" in run("-C", root, "check").output) is is_reported


@pytest.mark.parametrize(
    ("url", "is_there"),
    [
        ("assets/images/favicon.png", True),
        ("assets/papershelf/icon.svg", True),
        ("assets/loom.png", True),
        ("assets/mine.svg", True),
        ("assets/looms.png", False),
    ],
)
def test_files_of_the_theme_are_known(tmp_path: Path, url: str, is_there: bool) -> None:
    """Pictures are often in content/assets, beside them."""
    root = write(tmp_path, {
        "papers.yaml": entry(), "content/index.md": f"# X\n\n![It]({url})\n",
        "content/assets/loom.png": "x", "mine/assets/mine.svg": "<svg/>",
        "mkdocs.yml": SETTINGS.replace("material}", "material, custom_dir: mine}"),
    })  # fmt: skip
    assert ("[broken-link]" in run("-C", root, "check").output) is not is_there
