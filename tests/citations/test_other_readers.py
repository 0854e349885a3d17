"""All readers of our citations agree on what is in them."""

from __future__ import annotations

import functools
import json
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import bibtexparser
import pytest
import rispy
from pybtex.database import parse_string

from papershelf.catalogue.item_types import TYPES
from papershelf.citations import Record, bibtex, csl, ris
from support.citing import collections, node, records


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


def by_json(given: Iterable[Record]) -> Found:
    """Without any library."""
    return csl_items(json.loads(csl.to_file(map(csl.to_entry, given))))


def csl_items(items: Iterable[dict[str, Any]]) -> Found:
    return {item["id"]: csl_item(item) for item in items}


PYTHON: dict[str, Callable[[Iterable[Record]], Found]] = {
    "pybtex": by_pybtex,
    "bibtexparser": by_bibtexparser,
    "rispy": by_rispy,
    "json": by_json,
}


@functools.cache
def by_citation_js(name: str) -> dict[str, Found]:
    """Its readers of our files of a collection, which one process reads."""
    given = records(name)
    files = {
        "citation-js.bib": bibtex.to_file(map(bibtex.to_entry, given)),
        "citation-js.biblatex": bibtex.to_file(map(bibtex.to_biblatex_entry, given)),
        "citation-js.ris": ris.to_file(map(ris.to_full_entry, given)),
        "citation-js.json": csl.to_file(map(csl.to_full_entry, given)),
    }
    return {file: csl_items(items) for file, items in node("read", data=files).items()}


READERS = (*PYTHON, *(f"citation-js.{end}" for end in ("bib", "biblatex", "ris", "json")))


#: What a reader has no place for: type → fields.
UNREAD: dict[str, dict[str, set[str]]] = {
    "citation-js.ris": {
        "article-newspaper": {"authors"},
        "dataset": {"pages"},
        "speech": {"venue", "pages"},
        **{kind: {"pages"} for kind in ("post-weblog", "software", "thesis", "webpage")},
    },
    # beside a publisher
    "citation-js.biblatex": {"dataset": {"venue"}},
}


@pytest.mark.slow
@collections
@pytest.mark.parametrize("reader", READERS)
def test_all_readers_agree(reader: str, name: str) -> None:
    """On title, authors, year, venue, DOI and pages of every paper."""
    given = records(name)
    found = PYTHON[reader](given) if reader in PYTHON else by_citation_js(name)[reader]
    assert [record.key for record in given] == list(found)
    wrong = {}
    for record in given:
        wanted, got = said(record), dict(found[record.key])
        if reader in ("pybtex", "bibtexparser", "citation-js.bib", "citation-js.biblatex"):
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
