"""What other programs make of our citations: each reads them without a complaint, and all agree.

The tools come from `make tools`; tests whose tool is not here are skipped. The collections are the
example, a real list of 503, 127 of the worst real records, and one paper of each type.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from papershelf.catalogue.item_types import TYPES
from papershelf.citations import Record, bibtex, csl, ris, to_record
from papershelf.text.names import Name
from support import hostile
from support.citing import COLLECTIONS, collections, paper, records
from support.helpers import write
from support.skipped import NO_TOOL

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
    item = json.loads(csl.to_full_entry(given))
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


#: Numbers each name where Biber computes a random id, which takes it more than half of its time.
COUNTER = """package Counter;
no warnings "redefine";
my $number = 0;
*Data::Uniqid::suniqid = sub { return ++$number } if eval { require Data::Uniqid };
1;
"""


@pytest.mark.slow
@pytest.mark.parametrize("to_entry", [bibtex.to_entry, with_abstract, bibtex.to_biblatex_entry])
def test_biber_validates(to_entry: Callable[[Record], str], tmp_path: Path) -> None:
    """Biber reads each entry of all collections and finds it right by BibLaTeX's data model. It misses
    only what the catalogue does not say, and the editors of books, for which it has no field."""
    if not shutil.which("biber"):
        pytest.skip(NO_TOOL.format("biber"))
    source = tmp_path / "papers.bib"
    given = []
    for name, folder in COLLECTIONS.items():
        if folder is None or folder.is_dir():
            every = records(name)
            some = every[:: 1 + len(every) // 250]  # biber takes 6 ms an entry
            given += [record._replace(key=f"{name}-{record.key}") for record in some]
    source.write_text(bibtex.to_file(map(to_entry, given)), encoding="utf-8")
    write(tmp_path, {"Counter.pm": COUNTER})
    environment = {"LC_ALL": "C.UTF-8", "PERL5OPT": f"-I{tmp_path} -MCounter"}
    done = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "--nolog", "--output-file", tmp_path / "out.bib", source],
        capture_output=True, text=True, timeout=300, env=os.environ | environment,
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
                "id title genre container-title collection-title publisher number volume issue page edition"
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
