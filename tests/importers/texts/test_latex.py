"""LaTeX of others: nothing of it disappears, what is unknown is reported, time grows with size."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.importers import arxiv
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS
from papershelf.importers.texts import latex, markup
from papershelf.importers.texts.urls import address
from papershelf.importers.values import to_values
from papershelf.text import tex

BY = "author = {Lovelace, Ada}, year = 2020"


def draft(fields: str) -> Draft:
    """Return the draft of one entry of BibTeX."""
    (made,) = READERS["bibtex"].read(f"@article{{k, {fields}}}", "x.bib")
    assert made.why_not == ""
    return made


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        (r"\foo{word}", [r"\foo"]),
        (r"\METAFONT and \foo", [r"\METAFONT", r"\foo"]),
        (
            r"\begin{tikzpicture} x \end{tikzpicture}",
            [r"\begin{tikzpicture}", r"\end{tikzpicture}"],
        ),
        (r"T\footnote{n}", [r"\footnote"]),
        (r"\href{http://a.b/\~c}{x}", [r"\href{http://a.b/~c}"]),
        (r"&foo; and <i>x", ["<i>", "&foo;"]),
        (r"\emph{a} \'e $\foo$ \& \$5", []),
    ],
)
def test_what_is_not_understood_is_reported(text: str, odd: list[str]) -> None:
    """By its name; formulas are checked where they are shown."""
    found: list[str] = []
    markup.from_bibtex(text, found)
    assert odd == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"\textgreek{b}-looms of {\textgreek{Logos}}", "β-looms of Λογος"),
        (r"\textgreek{\textbeta} and \textgreek{β1}", "β and β1"),
        (r"Looms, see \\url{https://loom.example/}", "Looms, see https://loom.example/"),
    ],
)
def test_letters_and_backslashes(text: str, shown: str) -> None:
    """Greek as Babel types it, and a command whose backslash is doubled."""
    found: list[str] = []
    assert (markup.from_bibtex(text, found), found) == (shown, [])


def test_paragraphs_and_environments_of_abstracts() -> None:
    """Words on both sides of a break stay apart, and arguments of environments are no text."""
    made = draft(
        r"title={A\par B}, year=2020, keywords={looms\sep cards \sep brass},"
        r" abstract={One.\par Two.\medskip{}Three \begin{enumerate}[label=(a)]\item x\end{enumerate}"
        r" \begin{otherlanguage}{german}Tuch\end{otherlanguage}}"
    )
    assert made.fields["title"] == "A B"
    assert made.fields["abstract"] == "One.\n\nTwo.\n\nThree • x Tuch"
    assert to_values(made).values["keywords"] == ("looms", "cards", "brass") and not made.odd


def test_an_entry_reports_by_field() -> None:
    """Of the fields that are taken over; the names of authors too."""
    made = draft(
        r"title={A \foo{B}}, journal={\bar J}, file={\x}, series={\y}, year=2020,"
        r" author={Doe, \who{Jane}}, abstract={\foo \foo \quux}"
    )
    odd = {"title": r"\foo", "authors": r"\who", "series": r"\y", "abstract": r"\foo \quux"}
    assert made.odd == odd
    assert made.fields["title"] == "A B"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (r"Pe\~{n}alba, Rom\'{a}n and Jo\~ao Silva", ["Román Peñalba", "João Silva"]),
        (r"Pol, R. D. and \ifmmode \check{Z}\else \v{Z}\fi{}elnik, P.", ["R. D. Pol", "P. Želnik"]),
        (r"Kr{\ocirc{u}}ta, Petr", ["Petr Krůta"]),
        (
            r"\textcommabelow{S}erban, Ana and W\textogonekcentered{a}s, Ola",
            ["Ana Șerban", "Ola Wąs"],
        ),
        (r"P. \ifmmode \check{S}\else \v{S}\fi{}est\'ak", ["P. Šesták"]),
        (r"\href{https://ada.example/}{A. Byron} and B. Reed", ["A. Byron", "B. Reed"]),
        (r"{\L}uk\'a\v{s} Nov{\'a}k", ["Lukáš Novák".replace("L", "Ł", 1)]),
    ],
)
def test_names_with_accents(author: str, names: list[str]) -> None:
    """An accent neither parts a name nor binds it."""
    found = to_values(draft(f"title={{T}}, year=2020, author={{{author}}}")).values["authors"]
    assert names == [f"{name.given} {name.family}" for name in found]


@pytest.mark.parametrize("author", ["{Barnes and Noble}", r"{Caf\'e, Bar \& Grill}"])
def test_groups_stay_whole(author: str) -> None:
    """Braces bind what they bound before the accents were read."""
    (found,) = to_values(draft(f"title={{T}}, year=2020, author={{{author}}}")).values["authors"]
    assert found.literal


def test_addresses_of_an_entry() -> None:
    """A tilde of TeX is a tilde."""
    made = draft(rf"title={{T}}, {BY}, url={{http://www.example.org/{{\~{{}}}}phi/a{{\_}}b.pdf}}")
    assert made.fields["urls"] == {"paper": "http://www.example.org/~phi/a_b.pdf"}
    made = draft(rf"title={{T}}, {BY}, doi={{10.1000/a{{\_}}b{{\textless}}c}}")
    assert made.fields["doi"] == "10.1000/a_b<c"
    for quoted in (
        "“https://loom.example/a”",
        "„https://loom.example/a“",
        "https://loom.example/a”",
    ):
        found = to_values(draft(f"title={{T}}, {BY}, url={{{quoted}}}"))
        assert found.values["urls"] == {"paper": "https://loom.example/a"} and found.doubts


FEED = r"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<id>http://arxiv.org/abs/2401.11111v2</id>
<title>Erd\H{o}s--R\'enyi Looms: \emph{A} $\mathcal{O}(n)$ View of
  Na\"ive \textit{Bayes} \&amp; 100\% Looms, ``Quoted''</title><published>2024-01-20T18:59:59Z</published>
<summary>  We prove Erd\H{o}s's conjecture (50\%) with \texttt{loom} at \url{https://github.com/a/b\_c}.
  A \strange{word} for \$5.</summary>
<author><name>J. Ma\v{r}\'ik</name></author><author><name>Jos\'e N\'u\~nez</name></author>
<arxiv:comment>Accepted at \emph{LOOM} 2024</arxiv:comment></entry></feed>"""


def test_arxiv() -> None:
    """Titles, abstracts, names and comments of arXiv are LaTeX."""
    made = arxiv.to_drafts(FEED.encode())["2401.11111"]
    title = "Erdős–Rényi Looms: A $\\mathcal{O}(n)$ View of Naïve Bayes & 100% Looms, “Quoted”"
    assert title == made.fields["title"]
    assert made.fields["authors"] == ["J. Mařík", "José Núñez"]
    assert (
        "We prove Erdős's conjecture (50%) with loom at https://github.com/a/b_c."
        in (made.fields["abstract"])
    )
    assert made.fields["abstract"].endswith("\n\nA word for $5.")
    assert made.fields["urls"] == {"code": "https://github.com/a/b_c"}
    assert (made.left, made.odd) == (
        {"comment": "Accepted at LOOM 2024"},
        {"abstract": r"\strange"},
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["$(", "{", "}", r"\(", r"\[", "~ ", "$$", r"\'{", r"\c{5", r"\textsuperscript{", r"\ifmmode ",
     r"\begin{equation}", r"\enquote{$", r"\foo[", r"{\'", r"x\textsuperscript{ab}", "http://a{", r"\url{"],
)  # fmt: skip
def test_what_never_ends_is_read_in_a_moment(piece: str) -> None:
    """100 KB of it, by each converter."""
    _read_in_a_moment(piece * (100_000 // len(piece)))


@pytest.mark.slow
def test_one_price_is_read_in_a_moment() -> None:
    """In a long text, also one that later names another price."""
    _read_in_a_moment("a loom at $5 " + "word " * 8_000)
    assert latex.from_tex(r"one at $5 and two at \$6") == "one at $5 and two at $6"


def _read_in_a_moment(text: str) -> None:
    begun = time.process_time()
    markup.from_bibtex(text)
    latex.from_tex(text)
    latex.from_names(text)
    address(text)
    tex.split(text)
    assert time.process_time() - begun < 4


@given(st.text(alphabet="\\{}$~-`'\"^%&#_ ab1[]()", max_size=40))
def test_any_text(text: str) -> None:
    """No text raises an error; letters and digits outside names of commands are kept."""
    for convert in (markup.from_bibtex, latex.from_tex, latex.from_names):
        assert text.count("1") <= convert(text).count("1")


@given(st.text(alphabet="\\{}$~-`'\"^%&#_<>; ab1/!?", max_size=40))
def test_our_own_text_comes_back(text: str) -> None:
    """What our BibTeX says is what the text was."""
    text = " ".join(text.split())
    if not any(piece.is_math for piece in tex.split(text)) and r"\$" not in text:
        assert text == markup.from_bibtex(tex.to_bibtex(text))
