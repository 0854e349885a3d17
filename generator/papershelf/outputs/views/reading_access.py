"""Which readings everyone can open, and which may need a library.

In: a course or an edition, and its collection. Out: the line below a reading, and the words for the
page. Only these pages show it: a list of papers is not what somebody has to read.
"""

from __future__ import annotations

from papershelf.catalogue.access import open_copy
from papershelf.catalogue.model import Collection, Paper, ReadingList
from papershelf.citations import parts
from papershelf.outputs.views import rows
from papershelf.outputs.views.reading_views import AccessView
from papershelf.outputs.views.records import NOTHING, Link
from papershelf.problems import count
from papershelf.text.escape import Html, html, uri


def access_view(paper: Paper) -> AccessView | None:
    """Return what to say about a reading; None if its row leads to an open copy."""
    copy = open_copy(paper.value)
    if copy is None:
        return AccessView(doi=html(parts.doi(paper)), url=html(parts.home(paper)))
    url = uri(copy.url)
    if not url or rows.pdf_url(paper) or any(url == shown for _, shown in rows.ways(paper)):
        return None
    return AccessView(copy=Link(text=html(copy.label), url=html(url)))


def closed(page: ReadingList, collection: Collection) -> Html:
    """Return `3 readings may need a library`; empty if everyone can open all that are listed."""
    found = (collection.listed.get(each.id) for each in page.readings)
    number = sum(paper is not None and open_copy(paper.value) is None for paper in found)
    return html(f"{count(number, 'reading')} may need a library") if number else NOTHING


def counted(page: ReadingList, collection: Collection) -> str:
    """Return `12 readings, 9 of them open`; only their number if none is known to
    be open, or if not all are in this build."""
    text = count(len(page.readings), "reading")
    papers = [collection.papers.get(each.id) for each in page.readings]
    if not papers or None in papers:
        return text
    number = sum(paper is not None and open_copy(paper.value) is not None for paper in papers)
    if number == len(page.readings):
        return f"{text}, {'all ' if number > 1 else ''}open"
    return f"{text}, {number} of them open" if number else text
