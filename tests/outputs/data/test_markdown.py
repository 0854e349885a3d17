"""The Markdown beside papers and topics, read by a Markdown parser."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from papershelf.catalogue.model import Collection
from papershelf.outputs.settings import Settings
from papershelf.text import tex
from papershelf.text.escape import commonmark
from support import hostile
from support.helpers import ROOT, collect, entry, write
from support.programs import SITE, WHOLE, made

#: GitHub's Markdown: CommonMark with tables and lines through words, HTML let through.
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Shown(HTMLParser):
    """Elements and text of rendered Markdown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"href", "class"}, attrs
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


#: What our own words make of them.
OURS = {"h1", "h2", "p", "ul", "ol", "li", "a", "pre", "code", "strong", "blockquote"}


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_text_is_text_in_markdown(text: str) -> None:
    """Rendered as a title, as a paragraph and in a list it reads as written and is nothing else."""
    line = tex.to_commonmark(text)
    for frame in ("# {}\n", "{}\n", "- {}\n", "> {}\n"):
        shown = Shown(READER.render(frame.format(line)))
        assert shown.tags <= {"h1", "p", "ul", "li", "blockquote"}, shown.tags
        assert " ".join(text.split()) == " ".join(shown.text.split())


def test_every_ascii_sign_is_text_in_markdown() -> None:
    """At the start, in the middle and at the end, alone, doubled and before a space."""
    for sign in map(chr, range(33, 127)):
        for text in (sign, sign * 2, sign * 3, f"{sign} a", f"a{sign}b{sign}c", f"a {sign}b{sign} c",
                     f"a{sign}", f"{sign}a{sign}", f"1{sign} a"):  # fmt: skip
            for frame in ("# {}\n", "{}\n", "- {}\n", "[{}](x)\n"):
                shown = Shown(READER.render(frame.format(commonmark(text))))
                assert text == shown.text.strip("\n"), (frame, text)
                assert shown.tags <= {"h1", "p", "ul", "li", "a"}, (frame, text)


def test_markdown_stays_readable() -> None:
    """Backslashes are written only where needed; most titles have none."""
    for text in ("Learning, at scale: 3-D vision (and more) - now!", "snake_case_name & AT&T", "x < 3 > 2",
                 "C# and F#", "100% of it, a/b", "Was ist das? Ünïcödé 你好"):  # fmt: skip
        assert text == commonmark(text)
    titles = [paper.title for paper in collect(ROOT).papers.values()]
    assert titles == [commonmark(title) for title in titles]


def test_formulas_stay_tex_unless_they_are_suspect() -> None:
    """Between dollar signs, where readers that know formulas look for them."""
    assert tex.to_commonmark(r"Bounds in $O(n_1 \log n)$") == r"Bounds in $O(n_1 \log n)$"
    assert tex.to_commonmark(r"\(x\) and \$5") == r"$x$ and \$5"
    assert "<script>" not in tex.to_commonmark("$x <script>1</script>$").replace(r"\<", "")


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (r"\mathcal{H}_2", r"\mathcal{H}_ 2"),
        (r"\mathcal{H}_\infty", r"\mathcal{H}_ \infty"),
        (r"\beta^*", r"\beta^\ast"),
        (r"f^{*}(x)", r"f^{\ast}(x)"),
        ("a*b", r"a\ast b"),
        ("2*3", r"2\ast3"),
        ("x_1 + x_{10}", "x_1 + x_{10}"),
        (r"\operatorname*{argmax}_i", r"\operatorname*{argmax}_ i"),
        (r"\text{a\_b}", r"\text{a\_b}"),
        ("x*(y)", "x*(y)"),
        (r"\text{A* is}", r"\text{A* is}"),
    ],
)
def test_a_formula_is_no_emphasis(formula: str, written: str) -> None:
    """A Markdown parser without support for formulas keeps all its characters, even with several
    formulas in a line; for TeX, the formula is unchanged."""
    assert f"${written}$" == tex.to_commonmark(f"${formula}$")
    line = tex.to_commonmark(f"For ${formula}$ and ${formula}$, or (${formula}$)")
    assert Shown(READER.render(line)).tags == {"p"}


def test_files_of_papers_and_topics_are_hostile_proof(nasty: Collection) -> None:
    """All fields at once: no element that is not ours, no link that runs."""
    files = made(nasty)
    checked = 0
    for name, text in files.items():
        if not name.endswith((".md.txt", "llms.txt")):
            continue
        # the reference is code, and an introduction is the site's own Markdown
        shown = Shown(READER.render(text))
        assert shown.tags <= OURS, (name, shown.tags)
        for link in shown.links:
            assert link.startswith((SITE, "https://doi.org/", "https://example.org/")), (name, link)
        checked += 1
    # with the copies under old names; a course and a digest have two, an edition two in each course
    assert checked == 3 * len(hostile.HOSTILE) + 3 + 2 + 4 + 2


def test_the_file_of_a_paper_says_what_its_page_says() -> None:
    """Title, authors, dates, links, the whole abstract, the reference."""
    collection = collect(ROOT)
    files = made(collection)
    for paper in collection.papers.values():
        text = files[f"papers/{paper.id}.md.txt"]
        shown = Shown(READER.render(text))
        words = " ".join(shown.text.split())
        assert text.startswith(f"# {paper.title}\n")
        for part in (*(name.shown for name in paper.authors), str(paper.published), paper.summary,
                     *(" ".join(part.split()) for part in paper.abstract.split("\n\n") if "$" not in part),
                     f"BibTeX: {paper.key}"):  # fmt: skip
            assert part in words, (paper.id, part)
        for url in paper.urls.values():
            assert url in [unescape(link) for link in shown.links], (paper.id, url)
        assert f"{SITE}papers/{paper.id}.bib" in shown.links
        for slug in paper.topics:
            assert f"{SITE}topics/{slug}.md" in shown.links


def test_the_file_of_a_paper_leads_on(tmp_path: Path) -> None:
    """To where it is read and what the curator puts beside it, and says what may be done with it."""
    more = "  awards: [Best *paper*]\n  license: CC-BY-4.0\n  related: [hopper1952education]\n"
    reading = "- [@ada2024engine] Why.\n"
    files = {
        "papers.yaml": entry(more=more) + entry("hopper1952education", "The $x^2$ education"),
        "content/courses/engines.md": f"---\ntitle: Engines & *more*\n---\n\n{reading}",
        "content/courses/engines/2024.md": f"---\ntitle: Autumn\nstarts: 2024-10\n---\n\n{reading}",
    }
    text = made(collect(write(tmp_path, files)))["papers/ada2024engine.md.txt"]
    for line in (
        r"- Awards: Best \*paper\*",
        "- License: CC-BY-4.0",
        rf"- Used in: [Engines & \*more\*]({SITE}courses/engines.md),"
        rf" [Engines & \*more\*: Autumn]({SITE}courses/engines/2024.md)",
        f"- Related: [The $x^2$ education]({SITE}papers/hopper1952education.md)",
    ):
        assert f"\n{line}\n" in text


def test_the_file_of_a_topic_lists_its_papers() -> None:
    """Each with a link to its own Markdown, and citations of the introduction, too."""
    collection = collect(ROOT)
    files = made(collection)
    for slug, term in collection.terms["topics"].items():
        text = files[f"topics/{slug}.md.txt"]
        assert "[@" not in text
        for paper_id in term.ids:
            assert f"({SITE}papers/{paper_id}.md)." in text


def test_links_between_hand_written_pages_arrive(tmp_path: Path) -> None:
    """They have no file beside them, as papers, topics and courses have: links lead to the pages."""
    words = (
        '[a](../about.md), [b](../guides/ml.md#top), [c](looms.md), [d](index.md "All"),'
        " [e](../papers/ada2024engine.md), [f](https://example.org/about.md), [g](nothing.md),"
        " [h](../courses/os.md), [i](../courses/index.md)"
    )
    files = {
        "papers.yaml": entry(more="  topics: [engines]\n"),
        "content/about.md": "# About\n", "content/guides/ml.md": "# ML\n",
        "content/courses/os.md": "# OS\n\n- [@ada2024engine]\n",
        "content/topics/engines.md": f"---\ntitle: Engines\n---\n\n{words}\n",
        "content/topics/looms.md": "---\ntitle: Looms\n---\n",
    }  # fmt: skip
    collection = collect(write(tmp_path, files))
    text = made(collection)["topics/engines.md.txt"]
    assert text.split("\n\n")[1] == (
        f'[a]({SITE}about/), [b]({SITE}guides/ml/#top), [c](looms.md), [d]({SITE}topics/ "All"),'
        " [e](../papers/ada2024engine.md), [f](https://example.org/about.md), [g](nothing.md),"
        f" [h](../courses/os.md), [i]({SITE}courses/)"
    )
    assert "[a](../about/), " in made(collection, Settings())["topics/engines.md.txt"]


def test_links_to_addresses_lead_to_the_same_places(tmp_path: Path) -> None:
    """They begin at the page, which is a folder; its Markdown is a file, one level up. Links to files
    begin at the file on both."""
    links = {
        "../../about/": "about/", "../../papers/ada2024engine/#cite": "papers/ada2024engine/#cite",
        "../..": "", "2024/": "courses/os/2024/", "../../browse/?from=2024": "browse/?from=2024",
    }  # fmt: skip
    same = ["../papers/ada2024engine.md", "../data/looms.csv", "../data/LICENSE", "/about/", "#top",
            "https://example.org/a/", "engines"]  # fmt: skip
    words = ", ".join(f"[x]({url})" for url in (*links, *same)) + "\n\n[1]: ../../about/\n"
    files = {
        "papers.yaml": entry(), "content/about.md": "# About\n", "content/data/LICENSE": "Free.",
        "content/courses/os.md": f"# OS\n\n{words}\n- [@ada2024engine] Or [x](../../about/).\n",
        "content/courses/os/2024.md": "---\ntitle: 2024\nstarts: 2024-09\n---\n\n[x](../../../)\n",
        "content/digests/2024-09-01.md": "---\nfrom: 2024-08-26\nto: 2024-09-01\n---\n\n[x](../../about/)\n",
    }  # fmt: skip
    collection = collect(write(tmp_path, files))
    for settings, root in ((WHOLE, SITE), (Settings(), "../")):
        text = made(collection, settings)
        expected = [f"[x]({root}{url})" for url in links.values()] + [f"[x]({url})" for url in same]
        assert ", ".join(expected) in text["courses/os.md.txt"]
        assert f"\n\n[1]: {root}about/\n" in text["courses/os.md.txt"]
        assert f"Or [x]({root}about/)." in text["courses/os.md.txt"]
        assert f"[x]({root}about/)" in text["digests/2024-09-01.md.txt"]
    assert f"[x]({SITE})" in made(collection)["courses/os/2024.md.txt"]
    assert "[x](../../)" in made(collection, Settings())["courses/os/2024.md.txt"]
