"""The HTML of a mail: small, in ASCII, safe, and within what mail clients know."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from papershelf.outputs.mail import markup
from papershelf.outputs.mail.letter import DigestPart, Group, Letter, PaperPart, Words
from papershelf.outputs.mail.message import fit
from support import hostile
from support.helpers import DATA, ROOT, TOOLS, collect, entry, write
from support.mailing import digest_of, letter_of, of_all, page_of
from support.skipped import NO_DATA, NO_TOOL

CANIEMAIL = TOOLS / "caniemail"
#: What some mail clients lack, and what their readers see instead.
FALLBACKS = {
    "@media": "the light theme, or the client's own dark one",
    "<style> element": "the light theme: its styles are in the elements",
    "color-scheme meta tag": "the client's own choice",
    "<body> element": "the table in it has the colours",
    "system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace": "the fonts after it",
    "display:none": "the line beside the subject has no height",
    "display": "a cell is as wide as the mail",
    "max-height property": "the line beside the subject is hidden by display",
    "overflow": "the line beside the subject is hidden by display",
    "max-width": "lines are as long as the window",
    "width property": "a table as wide as its text",
    "overflow-wrap": "words break by word-break",
    "word-break": "words break by overflow-wrap",
    "margin": "paragraphs keep the client's distance",
    "padding": "less space at the sides",
    "border": "no rule between papers",
    "border-collapse": "a table of one cell looks the same",
    "background": "the client's own",
    "background-color": "the client's own",
    "font-size": "the client's own",
    "font-weight": "the client's own, which headings have",
    "line-height": "the client's own",
    "text-align": "from the left",
    "text-decoration": "the client's own links",
    "role attribute": "a table that screen readers announce",
    "lang attribute": "the reader's own language",
    "dir attribute": "from left to right, with signs at the wrong end of Arabic lines",
    "mailto: links": "the address in the header",
}
#: Each client alone, since the library stops at a client that its data do not know.
ASKED = """
import { caniemail } from "caniemail";
import { readFileSync } from "fs";
const html = readFileSync(0).toString();
const found = {};
for (const name of "gmail outlook apple-mail yahoo aol protonmail fastmail samsung-email hey mail-ru orange".split(" ")) {
  const { issues } = caniemail({ clients: [`${name}.*`], html });
  for (const kind of ["errors", "warnings"])
    for (const list of issues[kind].values()) for (const { title } of list) (found[title] ??= new Set()).add(name);
}
console.log(JSON.stringify(Object.fromEntries(Object.entries(found).map(([title, names]) => [title, [...names]]))));
"""


@pytest.mark.skipif(
    not CANIEMAIL.is_dir() or not shutil.which("node"), reason=NO_TOOL.format("caniemail or node")
)
@pytest.mark.slow
def test_what_clients_lack_has_a_fallback(tmp_path: Path) -> None:
    """By the data of caniemail.com for eleven programs and services."""
    text = markup.to_html(
        letter_of(collect(ROOT), of_all(collect(ROOT)), unsubscribe="mailto:a@b.org")
    )
    script = tmp_path / "ask.mjs"
    script.write_text(ASKED)
    (tmp_path / "node_modules").symlink_to(CANIEMAIL.parent)
    done = subprocess.run(["node", script], input=text, capture_output=True, text=True)
    found = json.loads(done.stdout)
    assert set(found) - set(FALLBACKS) == set()
    assert {"@media", "overflow-wrap"} <= set(found)


def test_nothing_comes_from_elsewhere_and_all_is_ascii() -> None:
    """No picture, script, form or style sheet; each character beyond ASCII is a number."""
    text = markup.to_html(letter_of(collect(ROOT), of_all(collect(ROOT))))
    assert text.isascii()
    assert not re.search(r"<(?:img|script|link|form|iframe|svg|math|input)\b|url\(|@import", text)
    assert "{" not in text.partition("</style>")[2]


def test_texts_have_their_own_direction_and_language(tmp_path: Path) -> None:
    """The full stop of an Arabic abstract is at its left end; a screen reader changes its voice."""
    paper = entry("ada2024rings", "نظرية الحلقات", "  language: ar\n  abstract: |\n    نقدم C++.\n")
    collection = collect(write(tmp_path, {"papers.yaml": paper}))
    text = markup.to_html(letter_of(collection, digest_of("2026-11-30", ("ada2024rings", "", ""))))
    tags = re.findall(r"<(?:h2|p) [^>]*(?:title|abstract)[^>]*>", text)
    assert len(tags) == 2 and all('lang="ar"' in tag and 'dir="auto"' in tag for tag in tags)


def test_lines_of_several_texts_run_from_left_to_right(tmp_path: Path) -> None:
    """Authors, venue with date, and the numbers of a trending paper: Arabic in them turns no line
    around, and what follows it keeps its place."""
    entries = entry("ada2026", more="  authors: [محمد علي, Bo Reed]\n  venue: مجلة النسيج\n")
    entries = entries.replace("  authors: [Ada Lovelace]\n", "") + entry("old2021", "نظرية")
    weeks = {
        f"metrics/2026-W{week}.csv": f"id,date,upvotes\nold2021,2026-11-{day},{number}\n"
        for week, day, number in ((47, 20, 3), (48, 27, 9))
    }
    page = {"content/digests/2026-11-23.md": page_of("2026-11-23", "old2021")}
    collection = collect(write(tmp_path, {"papers.yaml": entries, **page, **weeks}))
    text = markup.to_html(letter_of(collection, digest_of("2026-11-30", ("ada2026", "", ""))))
    authors, facts = re.findall(r'<p class="soft"[^>]*>.*</p>', html.unescape(text))
    assert "محمد علي\u200e, Bo Reed" in authors and "مجلة النسيج\u200e, 27 Apr" in facts
    (rising,) = re.findall(r'<p class="rising"[^>]*>.*</p>', text)
    lines = [authors, facts, rising]
    assert [re.findall(r'<(\w+)[^>]* dir="auto"', line) for line in lines] == [[], [], ["a"]]


@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
@pytest.mark.parametrize("name", ["nasty", "gaussian-splatting"])
def test_a_long_letter_is_shortened(name: str) -> None:
    """To what Gmail shows: abstracts are cut first, then papers. The letter gives their number."""
    collection = collect(DATA / name)
    letter, text = fit(letter_of(collection, of_all(collection)))
    shown = sum(len(group.papers) for digest in letter.digests for group in digest.groups)
    assert len(text) <= markup.MOST and shown > 30
    assert letter.more == len(collection.listed) - shown > 0
    assert f"{letter.more} more papers on the site" in text


def test_long_words_of_a_curator_are_left_to_the_site(tmp_path: Path) -> None:
    """The papers matter more: long words end with the address where they go on."""
    collection = collect(write(tmp_path, {"papers.yaml": entry() + entry("b2024")}))
    papers = [(paper, "", "long " * 30_000) for paper in collection.listed]
    long = digest_of("2026-11-30", *papers, introduction="word " * 30_000)
    letter, text = fit(letter_of(collection, long))
    assert len(text) < 10_000 and not letter.more
    assert text.count("(continued at https://papers.example.org/repo/digests/2026-11-30/)") == 3
    assert all(collection.papers[paper].title in text for paper in collection.listed)


def test_words_between_papers_are_shortened_as_others(tmp_path: Path) -> None:
    """What is below papers that are left to the site is there, too."""
    entries = "".join(
        entry(f"p{number}x2024", f"Paper {number}", f"  abstract: {'word ' * 200}\n")
        for number in range(300)
    )
    items = "\n\n".join(f"About {n}. {'long ' * 600}\n\n- [@p{n}x2024]" for n in range(300))
    page = f"---\nfrom: 2026-11-30\nto: 2026-11-30\n---\n\n{items}\n\nThe end.\n"
    files = {"papers.yaml": entries, "content/digests/2026-11-30.md": page}
    collection = collect(write(tmp_path, files))
    letter, text = fit(letter_of(collection, collection.digests["2026-11-30"]))
    assert len(text) <= markup.MOST and 30 < 300 - letter.more < 300
    assert "About 1. long" in text and f"About {300 - letter.more - 1}. " in text
    assert f"About {300 - letter.more}. " not in text and "The end." not in text


def test_no_heading_is_left_without_its_papers() -> None:
    """If all below its subheadings are left to the site."""
    paper = PaperPart("x" * 1_000, "", "", "", "u", (), Words(), ())
    groups = [Group("A", (paper,)), Group("B", ()), Group("B1", (paper,)), Group("B2", (paper,))]
    letter = Letter("s", "u", "s", "t", "u", "p", (DigestPart("", Words(), tuple(groups)),))
    whole = len(markup.to_html(letter))
    found = [fit(letter, most)[0].digests[0] for most in range(whole - 5_000, whole + 500, 500)]
    shown = {tuple(group.heading for group in part.groups) for part in found}
    assert shown == {("A",), ("A", "B", "B1"), ("A", "B", "B1", "B2")}


def test_thousands_of_papers_are_not_written_for_each_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only as many as could fit if none had more than a title of one letter."""
    paper = PaperPart("x", "", "", "", "u", (), Words(), ())
    part = DigestPart("", Words(), (Group("", (paper,) * 10_000),))
    letter = Letter("s", "u", "s", "t", "u", "p", (part,))
    tried = []

    def to_html(letter: Letter) -> str:
        tried.append(sum(len(group.papers) for each in letter.digests for group in each.groups))
        return original(letter)

    original = markup.to_html
    monkeypatch.setattr(markup, "to_html", to_html)
    found, text = fit(letter)
    assert max(tried) < 500 and found.more == 10_000 - tried[-1]
    assert markup.MOST - 1_000 < len(text) <= markup.MOST


def test_hostile_texts_are_text(tmp_path: Path) -> None:
    """Of entries, of notes and of the curator's words."""
    collection = collect(write(tmp_path, hostile.files()))
    readings = [
        (paper, f"<script>pwned()</script> {number}", "<img src=x onerror=pwned()> [a](javascript:pwned())")
        for number, paper in enumerate(list(collection.listed)[:40])
    ]  # fmt: skip
    letter = letter_of(
        collection,
        digest_of("2026-11-30", *readings, introduction="<script>pwned()</script><style>*{}</style>"),
        unsubscribe="https://example.org/?a=\"><script>pwned()</script>",
    )  # fmt: skip
    text = markup.to_html(letter)
    assert not re.search(r"<(?:script|img|iframe|svg|object|form|base|meta http-equiv)\b", text)
    assert not re.search(r"<[^>]*\s(?:on\w+|srcdoc)=", text)
    assert not re.search(
        r"(?:href|src)=[\"']?\s*(?:javascript|data|vbscript):", text, re.IGNORECASE
    )
    assert text.count("<style>") == 1
