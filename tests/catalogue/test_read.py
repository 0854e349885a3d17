"""From a folder to a Source."""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from papershelf import catalogue
from support.helpers import check, collect, entry, report, write
from support.skipped import unix

#: The package exports a function of the same name.
read_module = import_module("papershelf.catalogue.read")


def test_both_forms_of_a_catalogue(tmp_path: Path) -> None:
    """`papers.yaml` and `papers/*.yaml`, a list or one entry each, in a fixed order."""
    single = entry("c2024", "Third").replace("- id", "id").replace("\n  ", "\n")
    files = {
        "papers/b.yaml": single,
        "papers/a.yaml": entry("b2024", "Second"),
        "papers.yaml": entry("a2024", "First"),
    }
    source = catalogue.read(write(tmp_path, files))
    assert [(item.source.name, item.values["id"]) for item in source.entries] == [
        ("papers.yaml", "a2024"), ("papers/a.yaml", "b2024"), ("papers/b.yaml", "c2024"),
    ]  # fmt: skip


def test_nothing_to_read(tmp_path: Path) -> None:
    """A folder without a catalogue is not an empty collection."""
    with pytest.raises(catalogue.Unreadable, match="no catalogue"):
        catalogue.read(tmp_path)


def test_a_file_above_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported with the name of the limit, and not read."""
    monkeypatch.setattr(read_module, "MAX_FILE_BYTES", 100)
    root = write(tmp_path, {"papers.yaml": entry() * 2})
    assert "max_file_bytes is 100 [too-large]" in report(root)
    assert catalogue.read(root).entries == []


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (entry().encode("utf-16"), "UTF-16"),
        (entry().encode("utf-16-be"), "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "binary"),
    ],
)
def test_a_file_of_another_encoding(tmp_path: Path, data: bytes, what: str) -> None:
    """It is one mistake, not one in each line."""
    root = write(tmp_path, {})
    (root / "papers.yaml").write_bytes(data)
    (found,) = catalogue.read(root).problems
    assert (found.rule, found.message) == ("encoding", f"the file is {what}, not UTF-8 text")


def test_more_entries_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one above it is marked."""
    monkeypatch.setattr(read_module, "MAX_ENTRIES", 2)
    text = "".join(entry(f"p{n}2024", f"Title {n}") for n in range(4))
    told = report(write(tmp_path, {"papers.yaml": text}))
    assert "papers.yaml:11:3: error: more than 2 entries (limit max_entries) [too-many]" in told


def test_crlf_files_read_as_others(tmp_path: Path) -> None:
    """Values hold no carriage return, and lines count as in every editor."""
    text = entry(
        more="  abstract: >-\n    One line\n    and another.\n\n    A paragraph.\n  topics: [x]\n  bad: 1\n"
    )
    unix = write(tmp_path / "unix", {"papers.yaml": text})
    dos = write(tmp_path / "dos", {"papers.yaml": text.replace("\n", "\r\n")})
    assert report(unix) == report(dos)
    fine = text.replace("  bad: 1\n", "")
    paper = collect(write(tmp_path / "fine", {"papers.yaml": fine.replace("\n", "\r\n")})).papers[
        "ada2024engine"
    ]
    assert paper.abstract == "One line and another.\n\nA paragraph."
    assert (tmp_path / "fine/papers.yaml").read_bytes() == fine.replace("\n", "\r\n").encode()


POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"


@pytest.mark.parametrize(
    "name",
    ["papers.yaml", "metrics/2026-W48.csv", "content/people.yaml", "content/about.md",
     "content/slides.pdf"],
)  # fmt: skip
def test_a_pointer_of_git_lfs_is_no_file(name: str, tmp_path: Path) -> None:
    """A clone without Git LFS has it in the place of a file, and the site would have, too."""
    root = write(tmp_path, {"papers.yaml": entry(), name: POINTER})
    (found,) = [each for each in check(root) if each.severity == "error"]
    assert found.message == "this is a pointer of Git LFS, not the file itself"
    assert (found.rule, found.span.file) == ("wrong-file", name)
    assert found.hint == "run git lfs pull; in a workflow, set lfs: true for actions/checkout"
    write(tmp_path, {name: f"about {POINTER}"})
    assert "pointer" not in report(root)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """Editors of some systems write one."""
    assert check(write(tmp_path, {"papers.yaml": b"\xef\xbb\xbf" + entry().encode()})) == []


def test_an_empty_value_is_an_absent_field(tmp_path: Path) -> None:
    """Nothing, an empty text, list or mapping."""
    more = "  venue:\n  doi: ''\n  topics: []\n  urls: {}\n  abstract: \" \"\n"
    paper = collect(write(tmp_path, {"papers.yaml": entry(more=more)})).papers["ada2024engine"]
    assert (paper.venue, paper.doi, paper.topics, dict(paper.urls), paper.abstract) == (
        "",
        "",
        (),
        {},
        "",
    )


def test_front_matter_has_positions(tmp_path: Path) -> None:
    """MkDocs swallows errors in it."""
    files = {"papers.yaml": entry(), "content/about.md": "---\ntitle: A\ntitle: B\n---\n\nText\n"}
    assert "content/about.md:3:1: error" in report(write(tmp_path, files))


def test_abstracts_keep_their_words(tmp_path: Path) -> None:
    """Line breaks of a block become spaces; no-break spaces, tabs inside and signs stay."""
    more = "  abstract: |-\n    a\u00a0b  c\n    d *e* `f` <g>\n"
    paper = collect(write(tmp_path, {"papers.yaml": entry(more=more)})).papers["ada2024engine"]
    assert paper.abstract == "a\u00a0b  c d *e* `f` <g>"


def test_paragraphs_of_every_style(tmp_path: Path) -> None:
    """An empty line is a paragraph, a wrapped line is none, however the text is quoted."""
    for head, tail in ((">-", ""), ("|-", ""), ("", ""), ("'", "'"), ('"', '"')):
        block = head in (">-", "|-")
        lead = f"  abstract: {head}\n    one" if block else f"  abstract: {head}one"
        more = f"{lead}\n    line\n\n    two{tail}\n"
        paper = collect(write(tmp_path, {"papers.yaml": entry(more=more)})).papers["ada2024engine"]
        assert paper.abstract == "one line\n\ntwo", head


@pytest.mark.parametrize(
    "above",
    [
        "keywords:\n  - looms\n  - cards\n",
        "keywords:\n- looms\n- cards\n",
        "keywords: [looms, cards]\n\n",
        "title: My papers\n",
        "version: 1\nname: Papers\n",
        "# Ours\npapers:\n",
        "papers:   # the list\n",
    ],
)
@pytest.mark.parametrize("indent", ["", "  "])
def test_nothing_is_above_the_list(above: str, indent: str) -> None:
    """One error, at its first word; the entries are read, and without it everything is right."""
    entries = entry() + entry("b2024", "Second")
    entries = "".join(f"{indent}{line}\n" for line in entries.splitlines())
    source = read_module.read_files([("papers.yaml", (above + entries).encode())])
    (problem,) = source.problems
    word = next(line for line in above.splitlines() if line[0] != "#").partition(":")[0]
    assert (problem.rule, problem.message) == ("syntax", f'"{word}" is above the list of entries')
    assert [item.values["id"] for item in source.entries] == ["ada2024engine", "b2024"]
    assert not read_module.read_files([("papers.yaml", entries.encode())]).problems


def test_a_list_of_names_is_no_list_of_entries() -> None:
    """An entry without dash and id may have one. No hint says to delete what is above it."""
    text = b"authors:\n  - family: Byron\n    given: Ada\nvenue: Looms\n"
    source = read_module.read_files([("papers.yaml", text)])
    assert len(source.entries) == 1
    assert not [each for each in source.problems if "above" in each.hint]


CONFLICT = "<<<<<<< HEAD\nOne\n=======\nTwo\n>>>>>>> branch\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: Looms\n\nText.\n", [(1, "this front matter has no end")]),
        ("\n---\ntitle: Looms\n---\n\nText.\n", [(2, "this front matter is not read")]),
        ("“---\ntitle: Looms\n---”\n\nText.\n", [(1, "this front matter is not read")]),
        ('+++\ntitle = "Looms"\n+++\n\nText.\n', [(1, "this front matter is not read")]),
        ("title: Looms\n\nText.\n", [(1, "this front matter is not read")]),
        (
            "```markdown\n---\ntitle: Looms\n---\n\nText.\n```\n",
            [(1, "this front matter is not read")],
        ),
        ("~~~\ntitle: Looms\n~~~\n\nText.\n", [(1, "this front matter is not read")]),
        ("<!-- Edit below -->\n---\ntitle: Looms\n---\n", [(1, "this front matter is not read")]),
        ("```yaml\nname: Looms\n```\n\nText.\n", []),
        ("<!-- A comment -->\n\ntitles: none\n", []),
        (
            "---\ntitle: L\n\n## One\n\n- [@a1]\n\n---\n",
            [(4, "the front matter has no end above this line")],
        ),
        ("---\ntitle: L\ntitle: M\n---\n", [(3, 'duplicate key "title" (first in line 2)')]),
        ("---\n- title: Looms\n- parent: x\n---\n", [(1, "front matter is not a mapping")]),
        (f"---\ntitle: L\n---\n\n{CONFLICT}", [(5, "an unresolved merge conflict")]),
        (
            f"# L\n\n{CONFLICT}\n{CONFLICT}",
            [(3, "an unresolved merge conflict"), (9, "an unresolved merge conflict")],
        ),
        (f"# L\n\n```\n{CONFLICT}```\n\nText.\n", []),
        (f"- L\n\n  ```\n{CONFLICT}  ```\n\nText.\n", []),
        (f"```\n{CONFLICT}```\n\n{CONFLICT}", [(9, "an unresolved merge conflict")]),
        ("---\n\nText below a rule: yes.\n", []),
        ("Note: text.\n\nTitle\n=======\n\n>>>>>>> quoted\n", []),
    ],
)
def test_what_a_page_was_meant_to_say(tmp_path: Path, text: str, found: list[Any]) -> None:
    """Front matter that would be text, and versions of a page that nobody chose from."""
    root = write(tmp_path, {"papers.yaml": entry(), "content/looms.md": text})
    problems = catalogue.read(root).problems
    assert found == [(problem.span.line, problem.message) for problem in problems]


@unix
@pytest.mark.parametrize(
    ("name", "what"), [(b"a\xff.md", "U+DCFF"), (b"a\x1bb/c.md", "U+001B ESCAPE")]
)
def test_a_page_whose_path_is_no_text(tmp_path: Path, name: bytes, what: str) -> None:
    """Its address could not be written, so it is named before a build; files are only copied."""
    names = (os.fsdecode(each) for each in (name, name.replace(b".md", b".png")))
    files = {f"content/{each}": "Text." for each in names}
    root = write(tmp_path, {"papers.yaml": entry(), "content/index.md": "# X\n"} | files)
    (found,) = catalogue.read(root).problems
    assert found.rule == "wrong-file" and what in found.message and found.hint == "rename it"


@unix
@pytest.mark.parametrize(
    ("name", "what"), [(b"a\xe9.yaml", "U+DCE9"), (b"a\x1b[2Jb.yaml", "U+001B ESCAPE")]
)
def test_a_catalogue_file_whose_path_is_no_text(tmp_path: Path, name: bytes, what: str) -> None:
    """The link to edit an entry could not be written, and a terminal would do what it says."""
    root = write(tmp_path, {"papers.yaml": "", f"papers/{os.fsdecode(name)}": entry()})
    with pytest.raises(catalogue.Unreadable, match=re.escape(what)) as error:
        catalogue.read(root)
    assert str(error.value).endswith("in its path; rename it")


def test_a_title_is_one_line(tmp_path: Path) -> None:
    """However it is written: calendars and mail cannot hold a line break, and Markdown no tab."""
    forms = (
        "|\n  Autumn\n  term",
        '"Autumn\\nterm"',
        "Autumn\n  term",
        '"Autumn\\tterm"',
        "Autumn\tterm",
    )
    for number, text in enumerate(forms):
        page = {"papers.yaml": entry(), "content/a.md": f"---\ntitle: {text}\n---\n"}
        assert catalogue.read(write(tmp_path / str(number), page)).pages[0].title == "Autumn term"


def test_an_indented_key_of_front_matter(tmp_path: Path) -> None:
    """The other keys are at the margin, where nobody indents."""
    text = "---\ntitle: L\nhide: [toc]\n icon: loom\n---\n"
    root = write(tmp_path, {"papers.yaml": entry(), "content/looms.md": text})
    (found,) = catalogue.read(root).problems
    assert found.hint == "remove what is before it on the line"


@pytest.mark.parametrize("name", ["papers.yml", "papers/a.yml", "papers/old/a.yaml"])
def test_a_catalogue_of_another_name(tmp_path: Path, name: str) -> None:
    """No entry is left out in silence."""
    new = {"papers.yml": "papers/papers.yaml", "papers/old/a.yaml": "papers/old-a.yaml"}
    said = "this is not read under this name [wrong-file]"
    root = write(tmp_path, {"papers.yaml": entry(), name: entry("b2024", "B")})
    told = report(root)
    assert said in told and f"rename it to {new.get(name, 'papers/a.yaml')}" in told
    alone = write(tmp_path / "alone", {name: entry(), "content/people.yml": "{}\n"})
    first = re.escape("papers.yaml" if name == "papers.yml" else new.get(name, "papers/a.yaml"))
    with pytest.raises(catalogue.Unreadable, match=f"^{name} .* rename it to {first}$"):
        catalogue.read(alone)


def test_a_new_name_is_free(tmp_path: Path) -> None:
    """Renaming a file as the hint says replaces no other file."""
    names = ("papers.yaml", "papers/papers.yaml", "papers/a.yaml", "papers/a-2.yaml")
    others = ("papers.yml", "papers/a.yml")
    files = {name: entry(f"p{at}", f"P {at}") for at, name in enumerate((*names, *others))}
    told = report(write(tmp_path, files))
    assert "rename it to papers/papers-2.yaml" in told
    assert "rename it to papers/a-3.yaml" in told


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Looms", "Looms"),
        ("  # Looms #\r", "Looms"),
        ("# *Looms* & `cards` {#looms .wide}", "Looms & cards"),
        ("# Looms {: #looms }", "Looms"),
        ("# 1. [Looms](https://loom.example) \\#2 &amp; __more__", "1. Looms #2 & more"),
        ("# snake_case and 2 < 3", "snake_case and 2 < 3"),
    ],
)
def test_the_title_of_a_page_is_the_text_of_its_heading(heading: str, title: str) -> None:
    """Without Markdown and braces, as engines show it on other pages."""
    files = {"papers.yaml": entry(), "content/topics/looms.md": f"{heading}\n\nWords.\n"}
    source = catalogue.read_files((name, text.encode()) for name, text in files.items())
    (page,) = source.pages
    assert (page.title, page.introduction) == (title, "Words.")
