"""The citation files beside the pages.

In: a Collection. Out: path and bytes of each file. HTML cannot redirect files, so old names get
copies (`everything`). The table of formats is in `citations`. The text of an entry is made once and
used in every list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from papershelf.catalogue.model import Collection
from papershelf.citations import (
    BESIDE,
    FORMATS,
    Format,
    Record,
    bibtex,
    to_record,
)
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_parts import read_in
from papershelf.outputs.views.taxonomies import TAXONOMIES, with_files


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the files of each paper, each term that has files, each course, edition and digest in
    its order, and the whole collection. A tombstone has its own files and is in no others."""
    records = {paper.id: to_record(paper) for paper in collection.papers.values()}
    lists = dict(_lists(collection, settings))
    listed = tuple(collection.listed)
    for row in BESIDE:
        entries = {paper_id: _entry(row, record) for paper_id, record in records.items()}
        yield from _of_format(row, records, entries, lists)
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
        own = row.to_full_entry(record) if row.is_full_beside else entries[paper_id]
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


def _lists(collection: Collection, settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the address of each list with its papers."""
    for taxonomy in TAXONOMIES:
        for slug, term in with_files(taxonomy.name, collection, settings).items():
            yield addresses.term(taxonomy.name, slug), term.ids
    for course in collection.courses.values():
        yield addresses.course(course.slug), read_in(course, collection)
        for edition in course.editions:
            yield addresses.edition(course.slug, edition.slug), read_in(edition, collection)
    for name, digest in collection.digests.items():
        yield addresses.digest(name), read_in(digest, collection)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
