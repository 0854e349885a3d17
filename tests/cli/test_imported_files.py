"""`papershelf import`: files in any encoding or of another kind, and what the report says of duplicates."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.adding import counted, last
from support.command import run
from support.helpers import entry, write

BY = "author = {Lovelace, Ada}, year = 2020"


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ("Ärger".encode("cp1252") + b" \x93q\x94", "Ärger “q”"),
        ("Ärger".encode("latin-1") + b"\x81", "Ärger"),
        ("\ufeffÄrger".encode(), "Ärger"),
        (None, "Ärger"),
    ],
)
def test_encodings(data: bytes | None, title: str, tmp_path: Path) -> None:
    """UTF-8 with and without its mark, UTF-16, and what old programs of Windows wrote."""
    text = b"@misc{k, title = {%b}, author = {A B}, year = 2020}\r\n"
    if data is None:
        whole = "@misc{k, title = {Ärger}, author = {A B}, year = 2020}".encode("utf-16")
    else:
        whole = text % data if not data.startswith(b"\xef") else data[:3] + text % data[3:]
    root = write(tmp_path, {"papers.yaml": entry(), "x.bib": whole})
    done = run("-C", root, "import", root / "x.bib")
    assert done.exit_code == 0, done.output
    assert f"title: {title}" in (root / "papers.yaml").read_text().replace('"', "")


@pytest.mark.parametrize(
    ("title", "encoding", "is_read"),
    [
        ("О ткацких станках", "windows-1251", False),
        ("Περί αργαλειών", "windows-1253", False),
        ("论织机", "gb18030", False),
        ("織機の研究", "shift_jis", False),
        ("Łódź: złote krosna", "windows-1250", False),
        ("Źródła wełny", "iso8859-2", False),
        ("Été à l'œuvre: 5 µm, «naïve» ÄÖÜ – ¿qué?", "windows-1252", True),
        ("Müller's mean±SD and mean±SEM, Intel®Xeon and AMD®Ryzen", "windows-1252", True),
        ("Müller's 5 cm³and 3 m³of wool for £bn and £m", "windows-1252", True),
        (f"{'é' * 3} {'ä ' * 40}ma³a z³a", "windows-1252", True),
    ],
)
def test_other_encodings_are_refused(
    title: str, encoding: str, is_read: bool, tmp_path: Path
) -> None:
    """Nobody can tell them apart for sure, and a wrong guess gives a catalogue of wrong letters."""
    text = f"TY  - JOUR\nTI  - {title}\nPY  - 2020\nER  - \n"
    root = write(tmp_path, {"papers.yaml": entry(), "x.ris": text.encode(encoding)})
    done = run("-C", root, "import", root / "x.ris")
    assert done.exit_code == (0 if is_read else 2)
    assert (title in (root / "papers.yaml").read_text()) == is_read
    assert ("neither UTF-8 nor Windows-1252; save it as UTF-8" in done.output) != is_read


def test_line_breaks_of_old_programs_for_the_mac(tmp_path: Path) -> None:
    """They are carriage returns alone."""
    text = "TY  - JOUR\rTI  - Looms\rPY  - 2020\rER  - \r"
    root = write(tmp_path, {"papers.yaml": entry(), "x.ris": text.encode()})
    done = run("-C", root, "import", root / "x.ris")
    assert done.exit_code == 0 and "1 added" in done.output


def test_a_file_without_a_record_is_not_a_success(tmp_path: Path) -> None:
    """Most often it is something else than its name says."""
    root = write(tmp_path, {"papers.yaml": entry(), "x.bib": "Just words.", "x.dat": "Words"})
    done = run("-C", root, "import", root / "x.bib")
    assert done.exit_code == 2 and "no bibtex records found" in done.output
    assert run("-C", root, "import", root / "x.dat").exit_code == 2


@pytest.mark.parametrize("spec", ["../../x", "Bad Topic", "a/b", "index", "word=../x", ""])
def test_topics_are_slugs(spec: str, tmp_path: Path) -> None:
    """A topic becomes the name of a file; nothing is written where one is none."""
    root = write(tmp_path, {"papers.yaml": entry(), "x.bib": f"@misc{{k, title={{T}}, {BY}}}"})
    before = sorted(path.name for path in tmp_path.rglob("*"))
    done = run("-C", root, "import", "--topics", spec, root / "x.bib")
    assert done.exit_code == 2 and "is not a slug" in done.output
    assert before == sorted(path.name for path in tmp_path.rglob("*"))
    done = run("-C", root, "import", "--topics", "nlp, vision", root / "x.bib")
    assert "topics: [nlp, vision]" in (root / "papers.yaml").read_text()


def test_duplicates_say_why_and_what_is_not_taken_over(tmp_path: Path) -> None:
    """Another volume, type or identifier is another work, and is named as a possible duplicate; an
    identifier that belongs to another work does not keep a record out."""
    there = entry(title="T", more="  type: article-journal\n  doi: 10.1000/x\n")
    by = "author = {Lovelace, Ada}, year = 2024"
    bib = f"""@article{{a, title={{T}}, {by}, doi={{10.1000/X}}, shorttitle={{S}}, journal={{J}}}}
@article{{b, title={{t!}}, {by}, volume=3}}
@article{{b2, title={{t}}, {by}, volume=4, url={{https://a.b/}}}}
@book{{c, title={{T}}, {by}}}
@article{{d, title={{T}}, {by}, doi={{10.1000/y}}, volume=5}}
@article{{e, title={{Other}}, author={{Hopper, Grace}}, year=2024, doi={{10.1000/x}}}}
"""
    root = write(tmp_path, {"papers.yaml": there, "x.bib": bib})
    out = run("-C", root, "import", root / "x.bib").output
    assert "~ ada2024engine: already in the catalogue, same DOI 10.1000/x, can be updated" in out
    assert "    update: venue: J\n" in out and "    not kept: shorttitle: S" in out
    assert "~ ada2024engine: already in the catalogue, same title, authors and year" in out
    assert all(
        f"    possible duplicate of ada2024engine: {why}\n" in out
        for why in ("same title, but another volume", "same title, but another type",
                    "same title, but another DOI", "same DOI 10.1000/x, another title")
    )  # fmt: skip
    assert "    not kept: doi: 10.1000/x already belongs to ada2024engine" in out
    assert (
        "not kept, by field: doi 1, shorttitle 1\n"
        "run again with --update to apply the updates\n"
        "4 added, 0 updated, 0 unchanged, 2 skipped, 0 refused. Next: papershelf "
    ) in out
    again = run("-C", root, "import", "--update", root / "x.bib")
    assert (again.exit_code, last(again)) == (0, counted(updated=2, unchanged=4))
    text = (root / "papers.yaml").read_text()
    assert '  venue: J\n  volume: "3"\n  doi: 10.1000/x\n' in text
    assert run("-C", root, "fmt", "--check").exit_code == 0 and text.count("- id: ") == 5
