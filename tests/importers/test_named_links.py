"""Links and venues, as themes for publication lists have them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from papershelf.importers.values import to_values
from support.drafts import drafts

PDF, CODE = "https://loom.example/a.pdf", "https://github.com/loom/a"
BOTH = {"pdf": PDF, "code": CODE}


@pytest.mark.parametrize(
    ("links", "urls", "left"),
    [
        ([{"label": "PDF", "href": PDF}, {"label": "Code", "href": CODE}], BOTH, {}),
        ([{"type": "pdf", "url": PDF}, {"type": "code", "url": CODE}], BOTH, {}),
        ([{"icon": "x", "icon_pack": "y", "name": "Code", "url": CODE}], {"code": CODE}, {}),
        ([{"name": "PDF", "url": PDF}, {"name": "PDF", "url": CODE}], {"pdf": PDF}, {"links.PDF": CODE}),
        ([{"name": "Award", "url": PDF}], {}, {"links.Award": PDF}),
        ([{"name": "PDF", "size": "3", "url": PDF}], {},
         {"links.name": "PDF", "links.size": "3", "links.url": PDF}),
        ([{"type": "preprint", "id": "2401.00001"}, {"type": "pdf", "url": PDF}], {"pdf": PDF},
         {"links.type": "preprint", "links.id": "2401.00001"}),
        ([PDF, CODE], {}, {"links": f"{PDF}; {CODE}"}),
    ],
)  # fmt: skip
def test_links_in_a_list(links: list[Any], urls: dict[str, str], left: dict[str, str]) -> None:
    """Each has the name that its label says; what is not understood is reported."""
    record = {"title": "Looms", "year": 2020, "authors": ["Ada Byron"], "links": links}
    (draft,) = drafts(json.dumps([record]), "csl-json")
    assert (to_values(draft).values.get("urls", {}), draft.left) == (urls, left)


@pytest.mark.parametrize("row", ["links.url", "links.Review"])
def test_rows_of_a_mapping_table_for_links_in_a_list(row: str) -> None:
    """A row for a key of the items precedes their labels, and a label has a row, too."""
    record = {"title": "Looms", "year": 2020, "links": [{"name": "Review", "url": CODE}]}
    (draft,) = drafts(json.dumps([record]), "csl-json", f"fields: {{{row}: urls.paper}}")
    assert draft.fields["urls"] == {"paper": CODE}


def test_an_address_beside_other_fields() -> None:
    """`href` leads to the paper, as in a listing of Quarto."""
    (draft,) = drafts(json.dumps([{"title": "Looms", "year": 2020, "href": PDF}]), "csl-json")
    assert (to_values(draft).values["urls"], draft.left) == ({"paper": PDF}, {})


@pytest.mark.parametrize(
    ("written", "venue"),
    [
        ("*Loom Letters, 1*(2)", "Loom Letters, 1(2)"),
        ("In *Looms*, Paris.", "Looms, Paris"),
        ("**Looms**", "Looms"),
        ("Looms * Cards", "Looms * Cards"),
    ],
)
def test_venues_in_markdown(written: str, venue: str) -> None:
    """The name is read without its emphasis, which is reported."""
    (draft,) = drafts(json.dumps([{"title": "T", "year": 2020, "venue": written}]), "csl-json")
    found = to_values(draft)
    assert (found.values["venue"], bool(found.doubts)) == (venue, written != venue)
