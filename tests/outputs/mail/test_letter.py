"""What a mail says: whole, in the reader's dates, without formulas that no mail client shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from papershelf.outputs.mail import markup, plain
from papershelf.outputs.mail.letter import SUBJECT, LetterWriter, localized, to_subject, with_papers
from papershelf.text import dates
from support.helpers import collect, entry, write
from support.mailing import SETTINGS, digest_of, letter_of, page_of

PAPERS = (
    entry("ada2024rings", r"'Rings of $O(\sqrt{n})$ & <b>threads</b>'",
          "  doi: 10.1000/rings\n  venue: Annals of Rings\n  abstract: |\n    One $x_1$.\n\n    Two.\n")
    + entry("hopper2023looms", "Looms", "  urls: {code: https://example.org/looms}\n")
    + entry("noether2022ideals", "Ideals", "  status: retracted\n")
)  # fmt: skip
DIGEST = digest_of(
    "2026-11-30",
    ("ada2024rings", "Algebra", "Read $x^2$ and [@hopper2023looms] **first**."),
    ("hopper2023looms", "", ""),
    introduction=(
        "A week of [rings](../about.md), and [@ada2024rings].\n\n"
        "1. One.\n2. `[a](../about.md)` is code, [b][b] is not.\n\n[b]: b/#c"
    ),
)
TEXT = """\
Papers of 30 Nov 2026
Inter Papers
https://papers.example.org/repo/digests/2026-11-30/

A week of rings (https://papers.example.org/repo/about/), and Rings of
O(√n) & <b>threads</b>
(https://papers.example.org/repo/papers/ada2024rings/).

1. One.
2. [a](../about.md) is code, b
   (https://papers.example.org/repo/digests/2026-11-30/b/#c) is not.


Algebra
-------

* Rings of O(√n) & <b>threads</b>
  Ada Lovelace; Annals of Rings, 27 Apr 2024
  https://papers.example.org/repo/papers/ada2024rings/

  Read x² and Looms
  (https://papers.example.org/repo/papers/hopper2023looms/) first.

  One x₁.

  Two.

* Looms
  Ada Lovelace; 27 Apr 2024
  https://papers.example.org/repo/papers/hopper2023looms/

-- \n\
Inter Papers: https://papers.example.org/repo/
Unsubscribe: mailto:leave@example.org
"""


def test_the_text_reads_well(tmp_path: Path) -> None:
    """In a terminal: no markup, and whole addresses, as in the part of HTML."""
    collection = collect(write(tmp_path, {"papers.yaml": PAPERS, "content/about.md": "# About\n"}))
    letter = letter_of(collection, DIGEST, unsubscribe="mailto:leave@example.org")
    assert plain.to_text(letter) == TEXT
    assert '<a href="https://papers.example.org/repo/about/"' in markup.to_html(letter)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("織機と環の理論" * 6 + "、（第二版）",
         ["* 織機と環の理論織機と環の理論織機と環の理論織機と環の理論織機と環の理論",
          "  織機と環の理論、（第二版）"]),
        ("x" * 100, ["* " + "x" * 70, "  " + "x" * 30]),
        ("e\u0301" * 80, ["* " + "e\u0301" * 70, "  " + "e\u0301" * 10]),
        ("👩\u200d🔬" * 20, ["* " + "👩\u200d🔬" * 17, "  " + "👩\u200d🔬" * 3]),
        ("ភាសា\u200bខ្មែរ\u200b" * 10 + "\u2060.", ["* " + "ភាសា\u200bខ្មែរ\u200b" * 8 + "ភាសា\u200b",
         "  " + "ខ្មែរ\u200bភាសា\u200bខ្មែរ\u200b."]),
    ],
)  # fmt: skip
def test_lines_have_72_columns_in_every_script(
    tmp_path: Path, title: str, lines: list[str]
) -> None:
    """Wide letters take two and combining ones none; what belongs together is not cut apart."""
    collection = collect(write(tmp_path, {"papers.yaml": entry("ada2024rings", title)}))
    text = plain.to_text(letter_of(collection, digest_of("2026-11-30", ("ada2024rings", "", ""))))
    assert "\n".join(lines) + "\n  Ada Lovelace" in text


def test_several_digests_are_one_letter(tmp_path: Path) -> None:
    """In their order, each with its title; the subject counts the papers."""
    collection = collect(write(tmp_path, {"papers.yaml": PAPERS}))
    older = digest_of("2026-11-23", ("hopper2023looms", "Weaving", ""), title="The week of looms")
    letter = letter_of(collection, older, with_papers(DIGEST, {"ada2024rings"}))
    assert letter.subject == "2 new papers, Inter Papers"
    text = plain.to_text(letter)
    order = ["2 new papers", "The week of looms\n=====", "Weaving\n---", "* Looms",
             "Papers of 30 Nov 2026\n=====", "Algebra\n---", "* Rings"]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)


PAGE = """---
title: A week
from: 2026-11-24
to: 2026-11-30
---

Dear all,

## [Weaving](../topics/looms.md) & *[@ada2024rings]* {#weaving}

Two at once.

- [@hopper2023looms]

One step on:

- [@ada2024rings]

## R&amp;D

Only about groups.

- [@weyl2021groups]

### Elsewhere

Read [this](../about.md).

## Last

A last one.

- [@last2020]

Until next week.
"""


def letter_about(tmp_path: Path, *ids: str) -> tuple[str, str]:
    """Text and HTML of the letter of PAGE, with these papers alone."""
    papers = PAPERS + entry("weyl2021groups", "Groups") + entry("last2020", "Last")
    files = {"papers.yaml": papers, "content/digests/2026-11-30.md": PAGE}
    files |= {
        "content/about.md": "# About\n",
        "content/topics/looms.md": "---\ntitle: Looms\n---\n",
    }
    collection = collect(write(tmp_path, files))
    letter = letter_of(collection, with_papers(collection.digests["2026-11-30"], ids))
    return plain.to_text(letter), markup.to_html(letter)


def test_all_words_of_a_digest_are_in_its_mail(tmp_path: Path) -> None:
    """At their places; headings read as on the page, without Markdown."""
    every = ("hopper2023looms", "ada2024rings", "weyl2021groups", "last2020")
    text, shown = letter_about(tmp_path, *every)
    order = ["Dear all,", "Weaving & Rings of O(√n) & <b>threads</b>\n----", "Two at once.", "* Looms",
             "One step on:", "* Rings", "R&D\n---", "Only about groups.", "* Groups",
             "Elsewhere\n---", "this (https://papers.example.org/repo/about/)", "Last\n---",
             "A last one.", "* Last", "Until next week."]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places) and text.count("Dear all") == 1
    for words in ("Two at once.", "One step on:", ">this</a>", "R&amp;D</h2>", "Until next week."):
        assert shown.count(words) == 1


SUBHEADINGS = """---
title: A week
from: 2026-11-24
to: 2026-11-30
---

## Machines

Both are old.

### By hand

- [@hopper2023looms]

### By steam

- [@weyl2021groups]

## Numbers

### Whole

- [@ada2024rings]
"""


def test_words_below_a_heading_are_for_readers_of_what_its_subheadings_have(tmp_path: Path) -> None:
    """The heading is above theirs, also without words of its own."""
    papers = PAPERS + entry("weyl2021groups", "Groups")
    files = {"papers.yaml": papers, "content/digests/2026-11-30.md": SUBHEADINGS}
    collection = collect(write(tmp_path, files))
    machines, numbers = ["Machines", "Both are old."], ["Numbers", "Whole"]
    for ids, shown in (
        (("weyl2021groups", "ada2024rings"), [*machines, "By steam", *numbers]),
        (("weyl2021groups",), [*machines, "By steam"]),
        (("ada2024rings",), numbers),
    ):
        letter = letter_of(collection, with_papers(collection.digests["2026-11-30"], ids))
        lines = plain.to_text(letter).splitlines()
        known = {*machines, "By hand", "By steam", *numbers}
        assert [line for line in lines if line in known] == shown


def test_an_introduction_ends_at_the_first_heading_of_the_page(tmp_path: Path) -> None:
    """Not at a comment of code, but at a heading without a space, or one that is underlined."""
    for number, heading in enumerate(("##Looms", "Looms\n-----")):
        words = f"```sh\n# A comment.\nmake\n```\n\nMore.\n\n{heading}\n\n- [@hopper2023looms]\n"
        page = f"---\nfrom: 2026-11-24\nto: 2026-11-30\n---\n\n{words}"
        files = {"papers.yaml": PAPERS, "content/digests/2026-11-30.md": page}
        collection = collect(write(tmp_path / str(number), files))
        text = plain.to_text(letter_of(collection, *collection.digests.values()))
        assert "\n    # A comment.\n    make\n\nMore.\n\n\nLooms\n-----\n\n* Looms\n" in text
        assert text.count("Looms") == 2


def test_words_follow_the_papers_that_they_are_about(tmp_path: Path) -> None:
    """Without these, they are left out; those of no paper and the last ones are for everyone."""
    text, _ = letter_about(tmp_path, "ada2024rings")
    order = ["Dear all,", "Two at once.", "One step on:", "* Rings", "Elsewhere\n---", "Read this",
             "Until next week."]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert not [each for each in ("R&D", "groups", "Last", "A last one.") if each in text]


FOOTNOTES = """---
from: 2026-11-24
to: 2026-11-30
---

All[^all] read [this][about].

## Weaving

About looms.[^looms]

!!! note
    - A long item of a list, which goes on and on until it needs a second line.

- [@hopper2023looms]

## Numbers

About rings.[^all]

- [@ada2024rings]

[about]: ../about.md
[^looms]: For weavers.
[^all]: For everyone.

    More.
"""


@pytest.mark.parametrize(
    ("paper", "shown", "hidden"),
    [
        ("hopper2023looms", ["About looms.[1]", "[1] For weavers.\n\n[2] For everyone.\n\n    More.\n\n-- "],
         "About rings"),
        ("ada2024rings", ["About rings.[2]", "[2] For everyone.\n\n    More.\n\n-- "], "weavers"),
    ],
)  # fmt: skip
def test_footnotes_are_for_readers_of_their_words(
    tmp_path: Path, paper: str, shown: list[str], hidden: str
) -> None:
    """With the numbers of the page, at the end; the definition of a link may be anywhere."""
    files = {"papers.yaml": PAPERS, "content/digests/2026-11-30.md": FOOTNOTES}
    collection = collect(write(tmp_path, files))
    letter = letter_of(collection, with_papers(collection.digests["2026-11-30"], {paper}))
    text, html = plain.to_text(letter), markup.to_html(letter)
    for words in ["All[2] read this (https://papers.example.org/repo/about/).", *shown]:
        assert words in text
    assert hidden not in text + html and html.count("For everyone.") == 1
    assert ("\n> Note\n>\n> - A long item" in text) == (paper == "hopper2023looms")
    if paper == "hopper2023looms":
        assert "\n>   line.\n" in text and "<blockquote style=" in html


NOTED = """---
title: A week
from: 2026-11-24
to: 2026-11-30
---

Of <math><msup><mi>x</mi><mn>2</mn></msup></math>.

## Looms[^looms] of <math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>

- [@hopper2023looms] By <math display="block"><msqrt><mi>y</mi></msqrt></math>.

## Numbers[^numbers]

- [@ada2024rings]

[^looms]: For weavers.
[^numbers]: For everyone.
"""


def test_headings_have_footnotes_and_text_mathml(tmp_path: Path) -> None:
    """A heading has the number that the footnote has; formulas are text, as those in TeX."""
    files = {"papers.yaml": PAPERS, "content/digests/2026-11-30.md": NOTED}
    collection = collect(write(tmp_path, files))
    digest = with_papers(collection.digests["2026-11-30"], {"hopper2023looms"})
    text, html = (to(letter_of(collection, digest)) for to in (plain.to_text, markup.to_html))
    for words in ("\nOf x².\n", "\nLooms[1] of a/b\n-----", "\n  By √y.\n", "\n[1] For weavers.\n"):
        assert words in text
    assert ">Looms[1] of a/b</h2>" in html and "</sup> For weavers." in html
    assert "everyone" not in text + html


def test_subjects_fit_on_a_phone() -> None:
    """The name of the site is left out before the title is cut at a word."""
    assert to_subject("Papers of May", "Inter Papers") == "Papers of May, Inter Papers"
    long = "Papers that join one thing to another, " * 3
    assert (
        to_subject(long, "Inter Papers")
        == "Papers that join one thing to another, Papers that join one thing to…"
    )
    assert len(to_subject("x" * 100, "")) == SUBJECT
    assert to_subject("Inter Papers of May", "Inter Papers") == "Inter Papers of May"
    assert to_subject("Hello\r\nBcc: all@example.org", "") == "Hello Bcc: all@example.org"


@pytest.mark.parametrize(
    ("day", "language", "shown"),
    [
        ("2025-12-23", "en", "23 Dec 2025"),
        ("2025-12-23", "de", "23.12.2025"),
        ("2025-12", "de", "Dez. 2025"),
        ("2025-12", "ko", "2025년 12월"),
        ("2025-12", "pl", "gru 2025"),
        ("2025-12", "cs", "prosinec 2025"),
        ("2025-12", "ca", "des. del 2025"),
        ("2025-12", "lij", "dex. do 2025"),
        ("2025-12", "uk", "груд. 2025\u202fр."),
        ("2025-12", "io", "Dec 2025"),
        ("2025-12-23", "ur", "23 دسمبر، 2025"),
        ("2025-12-23", "ja", "2025/12/23"),
        ("2025", "de", "2025"),
    ],
)
def test_dates_follow_the_reader(day: str, language: str, shown: str) -> None:
    """With the precision that is known."""
    assert localized(dates.parse(day), language) == shown


WEEKS = {
    f"metrics/2026-W{week}.csv": "id,date,upvotes,comments,stars\n"
    + "".join(
        f"{name},2026-11-{day},{base + step * grows},{step * grows // 2},{base}\n"
        for name, base, grows in (("ada2024rings", 3, 4), ("hopper2023looms", 5, 9), ("weyl2021groups", 2, 6))
    )
    for step, (week, day) in enumerate((("47", 20), ("48", 27)))
}  # fmt: skip


def test_trending_papers_come_last(tmp_path: Path) -> None:
    """Those of earlier digests and the reader's topics, with numbers, sources and day: no paper comes
    before its digest."""
    papers = PAPERS + entry("weyl2021groups", "Groups", "  topics: [algebra]\n")
    topic = {"content/topics/algebra.md": "---\ntitle: Algebra\n---\n\nWords.\n"}
    earlier = {
        "content/digests/2026-11-23.md": page_of("2026-11-23", "hopper2023looms", "weyl2021groups")
    }
    collection = collect(write(tmp_path, {"papers.yaml": papers, **topic, **earlier, **WEEKS}))
    letter = letter_of(collection, with_papers(DIGEST, {"ada2024rings"}))
    assert [(each.title, each.why) for each in letter.trending] == [
        ("Looms", "+9 upvotes and 4 comments in 7 days (Hugging Face, 27 Nov 2026)"),
        ("Groups", "+6 upvotes and 3 comments in 7 days (Hugging Face, 27 Nov 2026)"),
    ]
    text = plain.to_text(letter)
    assert (
        text.index("* Rings")
        < text.index("Trending among earlier papers\n---")
        < text.index("* Looms")
    )
    of_topic = LetterWriter(collection, SETTINGS).letter(
        [with_papers(DIGEST, {"ada2024rings"})], topics={"algebra"}
    )
    assert [each.title for each in of_topic.trending] == ["Groups"]
    late = digest_of("2026-12-11", ("ada2024rings", "", ""))
    assert letter_of(collection, late).trending  # numbers of two weeks ago
    assert not letter_of(collection, replace(late, date=dates.parse("2026-12-12"))).trending
