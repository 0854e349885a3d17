"""Room 5: the files of citations beside the pages.

In: a Collection. Out: path and bytes of each. HTML cannot redirect them, so that an old name gets
copies of them (`outputs`). Which formats there are is the table of `citations`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.citations import BESIDE
from generator.model import Collection
from generator.settings import Settings
from generator.views import addresses


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Of each paper and each topic."""
    for row in BESIDE:
        to_text = row.to_brief
        assert to_text is not None
        for paper in collection.papers.values():
            src_uri = addresses.beside(addresses.paper(paper.id), row.suffix)
            yield src_uri, to_text((paper,)).encode("utf-8", "replace")
        for slug, term in collection.terms["topics"].items():
            src_uri = addresses.beside(addresses.term("topics", slug), row.suffix)
            papers = [collection.papers[paper_id] for paper_id in term.ids]
            yield src_uri, to_text(papers).encode("utf-8", "replace")
