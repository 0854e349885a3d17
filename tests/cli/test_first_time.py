"""A first-time curator: ten entries with five mistakes each, put right from the reports alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from papershelf import catalogue, checks
from papershelf.catalogue.write import to_data
from papershelf.problems import Problem
from support.following import follow
from support.helpers import ROOT, write

TOPICS = {
    f"content/topics/{slug}.md": f"---\ntitle: {slug.title()}\n---\n\nAbout {slug}.\n"
    for slug in ("compilers", "graph-learning", "nlp")
}
USED = """- id: ada1843notes
  title: Notes
  authors: [Ada Lovelace]
  published: 1843
  added: 2025-12-23
  topics: [compilers, graph-learning, nlp]

"""

#: What a curator looks up.
FACTS = {"published": "1953", "added": "2025-12-23", "authors": "[Ada Lovelace]"}

#: An entry as it was typed, and what it was meant to say.
ENTRIES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        """- id: loom2001one
  title: Attention: all of it
  authors: Grace Hopper
  published: May 2, 1952
  added: 2025-12-23
  topics: [compiler]
  doi: https://publisher.example/doi/full/10.1000/one
""",
        {"title": "Attention: all of it", "authors": ["Grace Hopper"], "published": "1952-05-02",
         "topics": ["compilers"], "doi": "10.1000/one"},
    ),
    (
        """- id: loom2001two
  title: On #SAT and #P
\tauthors: [Grace Hopper]
  published: 1952/05/02
  added: 23.12.2025
  topics: nlp
  abstract: >-
    Here all is well.
""",
        {"title": "On #SAT and #P", "authors": ["Grace Hopper"], "published": "1952-05-02",
         "added": "2025-12-23", "topics": ["nlp"]},
    ),
    (
        """- id: loom2001three
  title: "Never closed
  autors: [Grace Hopper]
  published: 2 May 1952
  added: 2025-12-23
  topics: [compilers
  abstract: >-
  The text was not indented.
""",
        {"title": "Never closed", "authors": ["Grace Hopper"], "published": "1952-05-02",
         "topics": ["compilers"], "abstract": "The text was not indented."},
    ),
    (
        """- id: Loom_2001_Four
  title: 'It's a loom'
  authors: [Grace Hopper]
  published: 02.05.1952
  added: 2025-12-23
  topics: [Graph Learning]
  arxiv: https://huggingface.co/papers/2404.17858
""",
        {"id": "loom-2001-four", "title": "It's a loom", "published": "1952-05-02",
         "topics": ["graph-learning"], "arxiv": "2404.17858"},
    ),
    (
        """- id: loom2001five
  title: "On $\\theta$ of looms"
  authors: [Grace Hopper]
  year: 1952-5-2
  added: 2025-12-23
  topics:
- nlp
  urls: pdf: example.org/a.pdf
""",
        {"title": "On $\\theta$ of looms", "published": "1952-05-02", "topics": ["nlp"],
         "urls": {"pdf": "https://example.org/a.pdf"}},
    ),
    (
        """- id: loom2001six
  title: @home with a loom
   authors: [Grace Hopper]
  published: Spring 1952
  added: 2025-12-23
  topics: [nlp]
  doi: arXiv:2404.17859v2
  journal: Proc.: Looms
""",
        {"title": "@home with a loom", "authors": ["Grace Hopper"], "published": "1952",
         "arxiv": "2404.17859", "venue": "Proc.: Looms"},
    ),
    (
        """- id: loom2001seven
  title:A loom
  authors: [Grace Hopper]
  published: 5/2/1952
  added: 2025-12-23
  topics: [nlp, compilers]]
  doi: 10.1000/seven–a.
  abstract: |
At the margin: a text.
""",
        {"title": "A loom", "published": "1952", "topics": ["nlp", "compilers"],
         "doi": "10.1000/seven-a", "abstract": "At the margin: a text."},
    ),
    (
        """- id: loom2001eight
  title: [Re]visiting looms
  authors: [Grace Hopper]
  published: [1952-05-02]
  added: 2025-12-23
  topics: [nlpp]
  isbn: 978-0-262-04630-5 (hardcover)
  summary: >
  Why to read it.
""",
        {"title": "[Re]visiting looms", "published": "1952-05-02", "topics": ["nlp"],
         "isbn": "9780262046305", "summary": "Why to read it."},
    ),
    (
        """- id: loom2001nine
  Title: > 90% of looms
  authors: [Grace Hopper]
  date: 19520502
  added: 2025-12-23
  topics: [nlp]
  openreview: openreview.net/forum?noteId=abcd&id=B1xsqj09Fm
  keywords: [C #, A #B]
""",
        {"title": "> 90% of looms", "published": "1952-05-02", "openreview": "B1xsqj09Fm",
         "keywords": ["C #", "A #B"]},
    ),
    (
        """- id: loom2001ten
  title: "Attention" is a loom
  authors: [Grace Hopper]
  published: c. 1952
  added: 2025-12-23
  topics: [nlp]
  author_count: 12 authors
  arxiv: arXiv:1706.03762v7 [cs.CL] 2 Aug 2023
  urls: {code: example.org/code}
""",
        {"title": '"Attention" is a loom', "published": "1952", "author_count": "12",
         "arxiv": "1706.03762", "urls": {"code": "https://example.org/code"}},
    ),
    (
        """- id: loom2001eleven
  title = {The Education of a {C}omputer},
  author = {Hopper, Grace and Lovelace, Ada},
  year = 1952,
  topics: [nlp; compilers]
  added: “2025-12-23”
""",
        {"title": "The Education of a Computer", "authors": ["Grace Hopper", "Ada Lovelace"],
         "published": "1952", "topics": ["nlp", "compilers"], "added": "2025-12-23"},
    ),
    (
        """- id: loom2001twelve
- title: {Of looms}
- authors: [“Grace Hopper”, Ada Lovelace]
- published: 1952 (May)
- added: 2025–12–23
- topics: [https://papers.example/topics/nlp/]
""",
        {"title": "Of looms", "authors": ["Grace Hopper", "Ada Lovelace"],
         "published": "1952-05", "topics": ["nlp"]},
    ),
    (
        """- id: loom2001thirteen
  title: Of looms and more
  authors:
  - Hopper, G.
   - Lovelace, A.
  published: in 1952
  added: 2025-12-23
  topics: [nlp]
  venue: null
  urls:
    - https://x.example/a.pdf
    - https://github.com/x/y
""",
        {"authors": ["G. Hopper", "A. Lovelace"], "published": "1952",
         "urls": {"pdf": "https://x.example/a.pdf", "code": "https://github.com/x/y"}},
    ),
    (
        """- id: loom2001fourteen
  title: Of looms, again
  authors: [Grace Hopper]
  published: 1952a
  added: 2025-12-23
  topics: [nlp]
  pdf: https://x.example/a.pdf
  github: https://github.com/x/y
  abstract: Background: looms are old.

  Methods: we look.

  Conclusions: "all is well".
  Venue: Looms
""",
        {"published": "1952", "venue": "Looms",
         "abstract": "Background: looms are old.\n\nMethods: we look.\n\nConclusions: \"all is well\".",
         "urls": {"pdf": "https://x.example/a.pdf", "code": "https://github.com/x/y"}},
    ),
    (
        """- id: loom2001fifteen
  title: Of looms once more
  authors: [Grace Hopper]
  published: 1952
  added: ~
  topics: [nlp]
  abstract: Looms are old.
  Results: they hold.
  Title: a word like another.
""",
        {"abstract": "Looms are old. Results: they hold. Title: a word like another."},
    ),
    (
        """- ID: loom2001sixteen
  TITLE: Of looms in lists
  AUTHORS:
    1. Grace Hopper
    2. Ada Lovelace
  PUBLISHED: “1952”
  ADDED: 2025-12-23
  TOPICS:
    -compilers
    -nlp
""",
        {"id": "loom2001sixteen", "published": "1952"},
    ),
    (
        """- id: loom2001seventeen
  title: Of looms with bullets
  authors:
    * Grace Hopper
    * Ada Lovelace
  published: (1952)
  added: 2025-12-23
  topics: [#compilers]
  language: English
  type: journal article
""",
        {"authors": ["Grace Hopper", "Ada Lovelace"], "published": "1952",
         "topics": ["compilers"], "language": "en", "type": "article-journal"},
    ),
    (
        """- id: loom2001eighteen
  title: Of looms in quotes
  authors: [“Hopper, Grace”, “Lovelace, Ada”, Bo Vik (MIT)]
  published: 1952
  added: 2025-12-23
  topics: content/topics/nlp.md
  keywords: "looms", "cards"
""",
        {"authors": ["Grace Hopper", "Ada Lovelace", "Bo Vik"], "topics": ["nlp"],
         "keywords": ["looms", "cards"]},
    ),
    (
        """- id: loom2001nineteen
  title: Of looms in lines
  authors:
    Grace Hopper
    Ada Lovelace
  published: 1952
  added: 2025-12-23
  topics:
    -compilers
    -nlp
""",
        {"authors": ["Grace Hopper", "Ada Lovelace"], "topics": ["compilers", "nlp"]},
    ),
    (
        """- {id: loom2001twenty, title: Looms: all of them, authors: Grace Hopper, published: May 2, 1952, topics: [nlp, venue: "On "looms"", added: 2025-12-23}
""",
        {"title": "Looms: all of them", "authors": ["Grace Hopper"], "published": "1952-05-02",
         "topics": ["nlp"], "venue": 'On "looms"'},
    ),
    (
        """- {id: Loom_2001_More, title: 'It's a brass loom' authors: [Grace Hopper], topics: compiler, added: 2025-12-23, doi: https://doi.org/10.1000/more
""",
        {"id": "loom-2001-more", "title": "It's a brass loom", "topics": ["compilers"],
         "published": "1953", "doi": "10.1000/more"},
    ),
    (
        """- id: loom2001last
  title: "“Of looms and brass”",
  authors: by Grace Hopper and Ada Lovelace
  published: 1952–1953
  added: 2025-12-23
  topics： [nlp]
""",
        {"title": "Of looms and brass", "authors": ["Grace Hopper", "Ada Lovelace"], "published": "1952"},
    ),
)  # fmt: skip


def check(root: Path, text: str) -> list[Problem]:
    """The report on a catalogue."""
    return checks.check(catalogue.read(write(root, {"papers.yaml": text, **TOPICS})))


@pytest.mark.parametrize(("typed", "meant"), ENTRIES, ids=lambda part: str(part)[:20])
def test_five_mistakes_are_right_after_two_rounds(
    typed: str, meant: dict[str, Any], tmp_path: Path
) -> None:
    """Also where a mistake of the syntax comes first; and no value is another one than was meant."""
    text = USED + typed
    assert len(check(tmp_path, text)) >= 2
    for _ in range(2):
        text = follow(text, check(tmp_path, text), FACTS)
    assert check(tmp_path, text) == [], text
    values = catalogue.read(tmp_path).entries[1].values
    assert meant == {name: to_data(values[name]) for name in meant}


def test_ten_entries_at_once(tmp_path: Path) -> None:
    """Fifty mistakes in one file: no entry hides those of another."""
    text = USED + "\n".join(typed for typed, _ in ENTRIES)
    for _ in range(2):
        text = follow(text, check(tmp_path, text), FACTS)
    assert check(tmp_path, text) == [], text


DAMAGED = ROOT / "tests" / "damaged"
#: Hints that hold what to write. The other ones need a person who looks something up.
_LITERAL = re.compile(
    r"(?:.*: )?write (?!the |your |key: )[^…]*|did you mean .*|indent it by \w+ spaces.*"
)


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in DAMAGED.iterdir() if (path / "papers.yaml").is_file())
)
def test_hints_of_damaged_catalogues_hold(folder: str, tmp_path: Path) -> None:
    """What a hint says to write is accepted: the same mistake is not reported at that field again."""
    text = (DAMAGED / folder / "papers.yaml").read_bytes().decode(errors="replace")
    for path in (DAMAGED / folder / "content").rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(DAMAGED / folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    write(tmp_path, {"papers.yaml": text})
    before = _in_catalogue(tmp_path)
    literal = [problem for problem in before if _LITERAL.fullmatch(problem.hint)]
    if literal:
        write(tmp_path, {"papers.yaml": follow(text, literal)})
        after = _in_catalogue(tmp_path)
        assert not {problem.message for problem in literal} & {problem.message for problem in after}


def _in_catalogue(root: Path) -> list[Problem]:
    """The problems of `papers.yaml`, not of pages."""
    found = checks.check(catalogue.read(root))
    return [problem for problem in found if problem.span.file == "papers.yaml"]


#: How an entry may begin that lacks its dash → the indentation of its other fields.
UNDASHED = {"  id": 2, "id": 0, "-id": 2, "– id": 2, "* id": 2, " id": 2, "• id": 1}


@pytest.mark.parametrize(("begin", "width"), UNDASHED.items())
def test_an_entry_without_its_dash_is_not_taken_for_fields_of_the_one_above(
    begin: str, width: int, tmp_path: Path
) -> None:
    """Its fields do not count as duplicates to remove, and the mistakes of both are reported."""
    fields = ("title: A loom", "authors: [Grace Hopper]", "published: May 2, 1952",
              "added: 2025-12-23", "topics: [nlp]")  # fmt: skip
    typed = f"{begin}: loom2001one\n" + "".join(f"{' ' * width}{line}\n" for line in fields)
    text = USED.rstrip() + "\n" + typed + "\n- id: loom2001two\n  title: One: two\n"
    found = check(tmp_path, text)
    assert (7, 'a new entry begins with "- "') in [(p.span.line, p.message) for p in found]
    assert not [problem for problem in found if problem.rule == "duplicate-key"]
    for _ in range(2):
        text = follow(text, check(tmp_path, text), FACTS)
    ids = [entry.values["id"] for entry in catalogue.read(tmp_path).entries]
    assert ids == ["ada1843notes", "loom2001one", "loom2001two"]


def test_a_second_id_alone_begins_no_entry(tmp_path: Path) -> None:
    """Without a title behind it, it is a field that is there twice."""
    text = USED.rstrip() + "\n  id: ada1843other\n  venue: Looms\n"
    assert [problem.rule for problem in check(tmp_path, text)] == ["duplicate-key"]
