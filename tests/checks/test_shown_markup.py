"""Markup that pages would show as characters: which texts have it, and what the hint says."""

from __future__ import annotations

import time

import pytest

from papershelf.catalogue.read import read_files
from papershelf.catalogue.write import to_pair
from papershelf.checks import encodings, markup, titles


def hints(title: str) -> list[str]:
    """The hints on an entry with this title."""
    data = f"- id: a1\n  {to_pair('title', title)}\n  published: 2024\n"
    source = read_files([("papers.yaml", data.encode())])
    assert source.entries[0].values["title"] == title
    return [
        finding.hint
        for finding in (*markup.forms_of(source), *encodings.words(source), *titles.forms(source))
    ]


@pytest.mark.parametrize(
    "title",
    [
        "The C-- compiler and XeF(C --> A), with --help",
        "A* search, B*-trees, C* algebras and 5 * 3 * 2",
        r"Regexes \d+ and \w* below C:\Users\ada",
        "Set {A} or {x}, {0, 1}",
        "The don't of rock 'n' roll, in ''quotes''",
        "The <p> element, <T> generics and p < 0.05",
        "AT&T and R&D; more",
        r"\(x\), $\emph{y}$, \[z\] and \$5 and \$6",
        "f(*args, **kwargs) of a_1 and _b_",
        "Naïve Œuvres, d’Été",
        r"The escape \n of printf, and C:\new\looms",
        r'Between \n\t and printf("%d\\n")',
        "織機の研究【第1報】",
    ],
)
def test_text_that_is_meant(title: str) -> None:
    """Nothing is reported."""
    assert hints(title) == []


@pytest.mark.parametrize(
    ("title", "right"),
    [
        (r"Erd{\H o}s--R\'enyi graphs", '"Erdős–Rényi graphs"'),
        (r"{\"{o}}rg, J{\'e}r{\^o}me, Hom\oe opathy", '"örg, Jérôme, Homœopathy"'),
        ("{GPU}s and {CUDA}", "GPUs and CUDA"),
        (r"An \emph {$x_1$ small} text", '"An $x_1$ small text"'),
        (r"{\em Looms} at 5\% and \texttt{a\_b}", '"Looms at 5% and a_b"'),
        ("``Looms\" and `cards'", '"“Looms” and ‘cards’"'),
        ("Looms 1990--2000 -- a study", '"Looms 1990–2000 – a study"'),
        ("H<sub>2</sub>O in <jats:italic>vivo</jats:italic>", "H₂O in vivo"),
        ("Tom &amp; Jerry&shy;&shy;,<br/>again", '"Tom & Jerry, again"'),
        ("R&amp;amp;D of &amp;lt;looms&gt;, cards&hellip;", '"R&D of <looms>, cards…"'),
        ("**Bold** *words* of `code`", "Bold words of code"),
        (r"Erd\u0151s and caf\u00e9s \ud83e\uddf5", '"Erdős and cafés 🧵"'),
        (r"Looms.\nCards\n\nWool. \nYarn\n", "Looms. Cards Wool. Yarn"),
        (r"Looms \nRightarrow", '"Looms ⇏"'),
        ("Looms and cards【4†source】", "Looms and cards"),
        ("On looms【12:0†L1-L4】【3†a.pdf】, and cards [oaicite:7].", '"On looms, and cards."'),
        ("On looms :contentReference[oaicite:0]{index=0}", "On looms"),
        ("See [looms](https://example.org/a)", '"See looms (https://example.org/a)"'),
    ],
)
def test_markup(title: str, right: str) -> None:
    """The hint has the whole title, and nothing is reported on it."""
    assert hints(title) == [f"write title: {right}"]
    assert hints(right.strip('"')) == []


def test_markup_whose_meaning_is_unknown() -> None:
    """Then no text is suggested."""
    assert hints(r"The \ours{} loom of \emph{cards}") == ["write it without LaTeX", 'write "cards"']


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        ("MÃ¼ller", 'write "Müller"'),
        ("Donâ€™t", 'write "Don’t"'),
        ("Erd\ufffds", "replace it with the characters of the publication"),
    ],
)
def test_wrong_encodings(title: str, hint: str) -> None:
    """What is certain is suggested."""
    assert hints(title) == [hint]


def test_hostile_texts_take_linear_time() -> None:
    """Each of them takes hundredths of a second."""
    start = time.process_time()
    for part in ("{", "\\", "\\a{", "`", "``a ", "<i>", "<i ", "*a", "[a](http://", "\\'", "{\\a "):
        list(markup._spots((part * 50_000)[:50_000], is_line=True))
    assert time.process_time() - start < 10
