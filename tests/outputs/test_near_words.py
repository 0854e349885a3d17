"""What is offered where nothing is found, and the hidden words of a paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from papershelf.outputs import near_words
from papershelf.outputs.views import search_words
from papershelf.text.names import parse
from support.helpers import collect, entry, write


def test_words_stand_under_their_letter_the_frequent_first() -> None:
    """Accents do not count for the letter; numbers, hidden words and short ones are left out."""
    pages = [
        "Engines étude ab 2024 日本語 ⁂ topic ⁂ one2024 ⁂ lovelacea",
        "engines, loom. ⁂ topic ⁂ two2024 ⁂ lovelacea",
    ]
    files = dict(near_words.files(near_words.count(pages)))
    assert "engines 2\nétude".encode() == files["e.txt"]
    assert (b"loom", "日本語".encode(), b"") == (files["l.txt"], files["_.txt"], files["x.txt"])
    assert len(files) == 27, "a to z and the others"
    assert not any(b"lovelacea" in data or b"one2024" in data for data in files.values())


@pytest.mark.parametrize(
    ("name", "found", "not_found"),
    [
        ("Jane van Müller", {"mueller", "mullerj", "muellerj"}, {"van", "vanj", "jane", "muller"}),
        ("Anders Søgaard", {"sogaard", "soegaard", "sogaarda"}, {"anders"}),
        ("Łukasz Kaiser", {"lukasz", "kaiserl"}, {"kaiser"}),
        ("Ruket Çakıcı", {"cakici", "cakicir"}, {"ruket"}),
        ("Vésteinn Snæbjarnarson", {"snaebjarnarson"}, {"vesteinn"}),
        ("Eduardo Pérez-Pellitero", {"perezpelliteroe"}, {"eduardo"}),
        ("P. Müller", {"mueller", "mullerp"}, {"mullerx"}),
        ("Ada Index", {"indexa"}, {"indexx"}),
        ("Ada " + "Loom" * 21, {"loom" * 21 + "a"}, set()),
        ("Plato", set(), {"plato", "platop"}),
    ],
)
def test_a_name_is_hidden_in_the_spellings_that_the_index_lacks(
    name: str, found: set[str], not_found: set[str]
) -> None:
    """The hidden words have letters that a keyboard lacks, and the family name with the initial, but
    nothing that Pagefind already finds."""
    hidden = set(search_words._names(parse(name)))
    assert found <= hidden and not hidden & not_found, hidden


def test_every_identifier_is_hidden_in_lower_case(tmp_path: Path) -> None:
    """They include earlier ids of a paper, between two signs, so that names do not match identifiers."""
    fields = (
        "  doi: 10.1000/ABC.1\n  isbn: 9780262046305\n  acl: P18-1001\n"
        "  openreview: B1xsqj09Fm\n  aliases: [ada2023engine]\n"
    )
    catalogue = write(tmp_path, {"papers.yaml": entry("ada2024engine", more=fields)})
    _, identifiers, names = search_words.words(collect(catalogue).papers["ada2024engine"]).split(
        search_words.SIGN
    )
    expected = "ada2024engine ada2023engine 10.1000/abc.1 9780262046305 p18-1001 b1xsqj09fm"
    assert set(expected.split()) == set(identifiers.split())
    assert names.split() == ["lovelacea"]


def test_pairs_of_letters_are_hidden_where_no_blank_parts_words(tmp_path: Path) -> None:
    """Each with the next, within a run; what has blanks has none."""
    fields = "  abstract: See 画像。認識 of x。\n"
    catalogue = write(tmp_path, {"papers.yaml": entry("ada2024engine", "3D画像", fields)})
    hidden = str(search_words.words(collect(catalogue).papers["ada2024engine"])).split()
    assert hidden[-3:] == ["lovelacea", "画像", "認識"]


def test_words_after_an_apostrophe_are_hidden(tmp_path: Path) -> None:
    """After a typographic one, where Pagefind parts no words; the end of `model’s` is none."""
    fields = "  abstract: Qu’est-ce que l’entropie ? A model’s output.\n"
    catalogue = write(tmp_path, {"papers.yaml": entry("ada2024engine", "L’écriture d'or", fields)})
    hidden = str(search_words.words(collect(catalogue).papers["ada2024engine"])).split()
    assert hidden[-4:] == ["lovelacea", "écriture", "est", "entropie"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"$k$-means, CO$_2$ and $\ell_1$", ["co2", "l1"]),
        (r"The $\beta$-VAE of \(n\)-grams", ["beta-vae"]),
        ("β-carotene in TGF-β1, Μηχανική", ["beta-carotene", "tgf-beta1"]),
        ("β‑blockers with Aβ‐like co‐factors", ["beta-blockers", "abeta-like"]),
        (r"$\alpha$-$\beta$ pruning; an α7 receptor", ["alpha-beta", "alpha7"]),
        (r"where $\alpha$ is δ, η τιμή", []),
        ("Größe der U\u0308bermut", ["grosse", "groesse", "uebermut"]),
        ("Straße of Łódź ﬁelds, naïve", ["strasse", "lodz", "fields"]),
        ("“Plain” words — for $5 or $10", []),
        (
            "From C++11 to C++20: C#, g++ and TLA+",
            ["cplusplus11", "cplusplus20", "csharp", "gplusplus", "tlaplus"],
        ),
        ("$A^*$ search, D*-lite", ["astar", "dstar"]),
        (r"3×3 and $16 \times 16$ patches, 1.5×2 m, 4×", ["3x3", "16x16"]),
        ("kernels of 5 x 7 or 3x3, 2 X 2, a x 3, x 3 x", ["5x7"]),
        (r"in $O(\sqrt{n})$ or √(k log k), sqrt(m) and sqrt trees", ["sqrtn", "sqrtk", "sqrtm"]),
        (
            "in C♯ and F♯, at p<0.05, n=20 or α≤.1; q < 3, a<b",
            ["csharp", "fsharp", "p", "0.05", "n", "20"],
        ),
        ("n+1 queries, #P, x* of *all*, 3D+, item 5#", []),
    ],
)
def test_words_are_hidden_as_people_type_them(text: str, found: list[str], tmp_path: Path) -> None:
    """Letters that a keyboard lacks, in formulas too; accents the search ignores."""
    fields = f"  abstract: {json.dumps(text)}\n"
    catalogue = write(tmp_path, {"papers.yaml": entry("ada2024engine", more=fields)})
    hidden = str(search_words.words(collect(catalogue).papers["ada2024engine"])).split()
    assert hidden[hidden.index("lovelacea") + 1 :] == found
