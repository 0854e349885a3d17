"""The page of the papers that a reader keeps.

In: a Collection. Out: a BasketView, the same for everybody: which papers are in it is known to the
reader's browser alone, which fills the page from the files beside each paper.
"""

from __future__ import annotations

from papershelf.catalogue.model import Collection
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import Head
from papershelf.outputs.views.single_pages import BasketView
from papershelf.text.escape import Html

_LEAD = "The papers that you keep. They are stored in this browser only."
_WITHOUT = """The basket needs JavaScript, which does not run here. Every list has its papers as
BibTeX, RIS and CSL-JSON in a column beside it or below, and every paper below “Cite”."""


def to_view(collection: Collection) -> BasketView:
    """The page."""
    way = addresses.TOPICS if collection.terms["topics"] else addresses.PAPERS
    words = "topics" if collection.terms["topics"] else "papers"
    return BasketView(
        head=Head(
            kind="basket",
            url=addresses.BASKET,
            title="Basket",
            description="Papers that you keep, to order, share, cite and print.",
        ),
        heading=Html("Basket"),
        lead=Html(_LEAD),
        without=Html(f'{_WITHOUT} <a href="{addresses.at(way)}">Browse the {words}</a>.'),
    )
