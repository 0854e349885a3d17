"""The page of the papers that a reader has kept.

In: a Collection. Out: a BasketView, the same for every reader. Only the reader's browser knows
which papers are kept; it fills the page from the files beside each paper.
"""

from __future__ import annotations

from papershelf.catalogue.model import Collection
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Head
from papershelf.outputs.views.single_pages import BasketView
from papershelf.text.escape import Html

_LEAD = "Papers you have kept. They are stored in this browser only."
_WITHOUT = """Keeping papers and showing a shared list need JavaScript. Without it, you can download
any list, and any paper under “Cite”, as BibTeX, RIS or CSL-JSON."""


def to_view(collection: Collection) -> BasketView:
    """Return the view of the kept papers."""
    way = addresses.TOPICS if collection.terms["topics"] else addresses.PAPERS
    words = "topics" if collection.terms["topics"] else "papers"
    return BasketView(
        head=Head(
            kind="basket",
            url=addresses.BASKET,
            title="Kept papers",
            description="Papers you have kept, to sort, share, cite and print.",
        ),
        heading=Html("Kept papers"),
        lead=Html(_LEAD),
        without=Html(f'{_WITHOUT} <a href="{addresses.at(way)}">Browse the {words}</a>.'),
    )
