"""BibTeX and BibLaTeX by type, out and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from papershelf.catalogue.model import Paper
from papershelf.citations import Record, bibtex, to_record
from papershelf.importers.draft import Draft, to_values
from papershelf.importers.readers import READERS
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name

BASE: dict[str, Any] = {
    "id": "ada2024", "title": "Engines", "published": PartialDate(2024), "added": PartialDate(2024),
    "authors": (Name(given="Ada", family="Byron"),),
}  # fmt: skip
Writer = Callable[[Record], str]
writers = pytest.mark.parametrize("write", [bibtex.to_full_entry, bibtex.to_biblatex_entry])


def record(**values: Any) -> Record:
    """A record of a paper with these values."""
    return to_record(Paper(**BASE | values))


def back(text: str) -> Draft:
    """What the import makes of an entry."""
    (draft,) = READERS["bibtex"].read(text, "x.bib")
    return draft


DOLLARS = (
    r"$\$$",
    r"a $\$$ b",
    "$5",
    r"\$",
    "$",
    "$x$",
    "$a$ and $b$",
    r"\\$x",
    "$$x$$",
    r"\(x\)",
    r"$a$ \$",
)


@writers
@pytest.mark.parametrize("text", DOLLARS)
@pytest.mark.parametrize("kind", ["article-journal", "book", "manuscript", "report", "dataset"])
def test_a_dollar_in_a_text_without_tex_is_a_dollar(kind: str, text: str, write: Writer) -> None:
    """Venues and names have no formulas: what looks like one is written and read as it is."""
    values = {
        "venue": text, "keywords": (text,), "notes": "About it.",
        "authors": (Name(literal=f"{text} Group"), Name(family=f"Ab{text}", given="C")),
    }  # fmt: skip
    made = to_values(back(write(record(type=kind, **values)))).values
    assert values == {name: made.get(name) for name in values}


def test_formulas_of_others_stay() -> None:
    """A journal that is named after a space keeps its formula, beside money."""
    draft = back(r"@article{k, title={On $x$ for \$5}, year=2024, journal={$L^2$ and \$5 Letters}}")
    assert (draft.fields["title"], draft.fields["venue"]) == (
        "On $x$ for $5",
        "$L^2$ and $5 Letters",
    )
