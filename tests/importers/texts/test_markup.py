"""HTML and JATS of others: text and formulas once, readable, and reported where not understood."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.importers import csl, sources
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS
from papershelf.importers.texts.markup import from_html, from_prose

MML = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'


def work(**fields: Any) -> Draft:
    """Return the draft of a record of Crossref."""
    item = {
        "title": ["T"],
        "issued": {"date-parts": [[2020]]},
        "indexed": {"x": 1},
        "DOI": "10.5555/x",
    }
    return csl.to_draft(item | fields, "x")


def test_formulas_of_crossref_come_once() -> None:
    """TeX and MathML of one formula, preambles, two dollars."""
    abstract = (
        "<jats:p>We get <jats:inline-formula><jats:alternatives><jats:tex-math>$$\\alpha ^2$$</jats:tex-math>"
        f"<mml:math {MML}><mml:msup><mml:mi>α</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>"
        "</jats:alternatives></jats:inline-formula> and\n   <jats:inline-formula>\n<jats:tex-math>"
        "\\documentclass{minimal}\\usepackage{amsmath}\\begin{document}$O(n^2)$\\end{document}</jats:tex-math>\n"
        "</jats:inline-formula>, and <jats:inline-formula><tex-math>$k $</tex-math></jats:inline-formula>.</jats:p>"
    )
    made = work(abstract=abstract, title=["In <i>Loom</i> O(n<sup>2.81</sup>): H<inf>2</inf>O"])
    assert made.fields["abstract"] == "We get $\\alpha ^2$ and $O(n^2)$, and $k$."
    assert made.fields["title"] == "In Loom O($n^{2.81}$): H₂O"
    assert made.odd == {}


def test_each_field_says_what_it_did_not_understand() -> None:
    """Entities, elements, images and addresses, under the name of our field."""
    made = work(
        title=["A &foo; b"],
        abstract='<p>See <a href="https://a.b/">here</a>: <inline-graphic alt="a loom"/></p>',
        **{"container-title": ["J &amp;amp; K"]},
    )
    assert made.odd == {"title": "&foo;", "abstract": "https://a.b/ <inline-graphic>"}
    assert made.fields["venue"] == "J & K"
    assert made.fields["abstract"] == "See here: a loom"


def test_every_source_goes_through_it() -> None:
    """RIS, YAML of others, OpenReview: names and keywords too."""
    ris = 'TY  - JOUR\nTI  - A &amp;lt;i&amp;gt;B&amp;lt;/i&amp;gt; {\\"o}\nAU  - Nov&#225;k, J.\nKW  - R&amp;D\nPY  - 2020\nER  -\n'
    (made,) = READERS["ris"].read(ris, "x")
    assert (made.fields["title"], made.fields["keywords"]) == ("A B ö", ["R&D"])
    assert made.fields["authors"] == ["Novák, J."]
    (made,) = READERS["yaml"].read(
        "- {title: 'A <i>B</i> &amp; \\foo{c}', year: 2020, author: [N&ouml;l]}", "x"
    )
    assert (made.fields["title"], made.fields["authors"]) == ("A B & c", ["Nöl"])
    assert made.odd == {"title": "\\foo"}
    note = {
        "content": {"title": {"value": "A \\textit{B} at 50\\%"}, "abstract": {"value": "``C''"}}
    }
    made = sources._note(note, "abcd")
    assert (made.fields["title"], made.fields["abstract"]) == ("A B at 50%", "“C”")


def test_our_own_records_hold_no_markup() -> None:
    """What we exported is text, whatever it looks like."""
    ris = "TY  - JOUR\nTI  - A <i>B</i> &amp; \\foo\nDP  - Papershelf\nAU  - X, Y\nPY  - 2020\nER  -\n"
    (made,) = READERS["ris"].read(ris, "x")
    assert made.fields["title"] == "A <i>B</i> &amp; \\foo"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["<i>", "<sup>", "<b><i></b></i>", "&amp;", "&lt;i&gt;", "<p ", '<a href="', "&#", "a<sup>2</sup>",
     "<math><msup>", "<!--", "<![CDATA[", "$("],
)  # fmt: skip
def test_what_never_ends_is_read_in_a_moment(piece: str) -> None:
    """100 KB of it."""
    begun = time.process_time()
    from_prose(piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("name", ["i", "sup", "mrow", "inline-formula", "p"])
def test_deep_nesting_keeps_the_text(name: str) -> None:
    """5,000 elements in one another."""
    assert "x" in from_html(f"<math>{f'<{name}>' * 5000}x{f'</{name}>' * 5000}</math>")
    assert "x" in from_html(f"{f'<{name}>' * 5000}x{f'</{name}>' * 5000}")


@given(st.lists(st.sampled_from("<i> </i> <sup> </sup> <math> </math> <msup> <mi> </mi> </msup> <p> x 1 $ &amp; < > \\( \\) {".split()), max_size=14))  # fmt: skip
def test_no_word_is_lost(pieces: list[str]) -> None:
    """Whatever is opened, closed or crossed: every x comes through, and nothing raises."""
    text = "".join(pieces)
    assert text.count("x") <= from_html(text).count("x")
