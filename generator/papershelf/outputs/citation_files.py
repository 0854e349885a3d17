"""The citation files beside the pages. Those of a course also say what it says about its papers.

In: a Collection. Out: path and bytes of each file. HTML cannot redirect files, so old names get
copies (`everything`). The table of formats is in `citations`. The text of an entry is made once and
used in every list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papershelf.catalogue.model import Collection, Reading, ReadingList
from papershelf.citations import BESIDE, FORMATS, Format, Record, bibtex, to_record
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_parts import guide, read_in, to_plain_notes
from papershelf.outputs.views.taught import all_taught
from papershelf.outputs.views.taxonomies import TAXONOMIES, with_files


class Said(NamedTuple):
    """What a course says about a paper."""

    importance: str
    """`Required`, `Optional`, or empty."""
    note: str
    """How and why to read it, as plain text."""


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the files of each paper, each term that has files, each course, edition and digest in
    its order, and the whole collection. A tombstone has its own files and is in no others."""
    records = {paper.id: to_record(paper) for paper in collection.papers.values()}
    lists = dict(_lists(collection, settings))
    courses = dict(_courses(collection, settings))
    listed = tuple(collection.listed)
    for row in BESIDE:
        entries = {paper_id: _entry(row, record) for paper_id, record in records.items()}
        yield from _of_format(row, records, entries, lists)
        yield from _of_courses(row, entries, courses)
        chosen = [entries[paper_id] for paper_id in listed]
        yield addresses.beside(addresses.PAPERS, row.suffix), _encoded(row.join(chosen))
        if row is FORMATS["bibtex"]:
            # Overleaf rejects files above 50 MB, so abstracts, which few bibliographies print, are
            # in a separate file
            full = [
                bibtex.with_abstract(entries[paper_id], records[paper_id]) for paper_id in listed
            ]
            yield addresses.WITH_ABSTRACTS, _encoded(row.join(full))


def _entry(row: Format, record: Record) -> str:
    to_entry = row.to_entry
    assert to_entry is not None
    return to_entry(record)


def _of_format(
    row: Format,
    records: Mapping[str, Record],
    entries: Mapping[str, str],
    lists: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[str, bytes]]:
    for paper_id, record in records.items():
        entry = entries[paper_id]
        own = row.completed(entry, record) if row.completed else entry
        src_uri = addresses.beside(addresses.paper(paper_id), row.suffix)
        yield src_uri, _encoded(row.join((own,)))
    alone: dict[tuple[str, ...], bytes] = {}  # of 23,000 real authors 16,000 have one paper
    for url, ids in lists.items():
        data = alone.get(ids)
        if data is None:
            data = _encoded(row.join([entries[paper_id] for paper_id in ids]))
            if len(ids) == 1:
                alone[ids] = data
        yield addresses.beside(url, row.suffix), data


def _of_courses(
    row: Format, entries: Mapping[str, str], courses: Mapping[str, Mapping[str, Said]]
) -> Iterator[tuple[str, bytes]]:
    for url, said in courses.items():
        chosen = [
            row.with_reading(entries[paper_id], *words) if row.with_reading else entries[paper_id]
            for paper_id, words in said.items()
        ]
        yield addresses.beside(url, row.suffix), _encoded(row.join(chosen))


def _courses(collection: Collection, settings: Settings) -> Iterator[tuple[str, dict[str, Said]]]:
    """Yield the address of each course and edition, and what it says about each of its papers."""
    for each in all_taught(collection):
        yield each.url, _said(each.page, each.url, collection, settings)


def _said(
    page: ReadingList, url: str, collection: Collection, settings: Settings
) -> dict[str, Said]:
    """Return what a page says about each paper, in the order of reading."""
    to_plain = to_plain_notes(url, collection, settings)
    found: dict[str, list[Reading]] = {paper_id: [] for paper_id in read_in(page, collection)}
    for reading in page.readings:
        found.get(reading.id, []).append(reading)
    said = {}
    for paper_id, readings in found.items():
        importance = next(filter(None, (each.importance for each in readings)), "")
        words = [
            (f"{how}." if (how := guide(each)) else "", to_plain(each.note)) for each in readings
        ]
        note = " ".join(filter(None, (text for pair in words for text in pair)))
        said[paper_id] = Said(importance.capitalize(), note)
    return said


def _lists(collection: Collection, settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the address of each list with its papers."""
    for taxonomy in TAXONOMIES:
        for slug, term in with_files(taxonomy.name, collection, settings).items():
            yield addresses.term(taxonomy.name, slug), term.ids
    for name, digest in collection.digests.items():
        yield addresses.digest(name), read_in(digest, collection)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
