"""A title for BibTeX, with names protected from styles that change case.

In: a title with `$TeX$`. Out: the value of the field, including its braces. Styles like plain, apa
and ieeetr, and those of BibLaTeX, lower all capitals of a title except the first one and those in
braces.
"""

from __future__ import annotations

import re
from functools import lru_cache

from papershelf.text import escape, tex
from papershelf.text.markers import CLOSING, OPENING

#: A word, with an "@" before it: some programs take "@{" for the beginning of an entry.
_WORD = re.compile(r"(?:@ ?)?[^\W_]+(?:['’][^\W_]+)*")
#: A letter and a digit, or a capital after the first letter: `NeRF`, `3D`, `iPhone`, `H2O`.
_MIXED = re.compile(r"(?=.*[^\W\d_])(?=.*\d)|.+[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]")
#: After these, a sentence begins, and styles keep the capital.
_BEGINS = re.compile(r"[:.?!—–]\s*[\"'“‘(\[]?\s*$")
#: Words that have a capital in a sentence, too. In title case, nothing else distinguishes them.
_PROPER = frozenset(
    "Abelian African American Arabic Asian Bayes Bayesian Bellman Bernoulli Boltzmann Boolean"
    " Brownian Carlo Cauchy Chinese Darwin Dirichlet Dutch Einstein English Euclidean Euler"
    " European Fisher Fourier French Galerkin Galois Gauss Gaussian Gaussians German Gibbs Google"
    " Greek Hamiltonian Haskell Hermitian Hessian Hilbert Hindi Indian Italian Jacobian Japanese"
    " Java Kalman Korean Kronecker Lagrangian Langevin Laplace Laplacian Latin Lipschitz Lorentz"
    " Markov Markovian Minkowski Monte Nash Newton Newtonian Pareto Poisson Portuguese Python"
    " Riemann Riemannian Russian Schrödinger Shannon Sobolev Spanish Stein Swahili Taylor Turing"
    " Turkish Twitter Wasserstein Wiener Wikipedia".split()
)


@lru_cache(maxsize=20_000)  # in BibTeX, BibLaTeX and on the page
def to_bibtex(title: str, language: str) -> str:
    """Return the field's value. A title in a language other than English is protected as a whole,
    since only English uses title case."""
    if language and not language.startswith("en"):
        return f"{{{{{tex.to_bibtex(title)}}}}}"
    pieces = tex.split(title)
    text = "".join([" " if piece.is_math else piece.text for piece in pieces])
    style = _Style(text)
    if len(pieces) == 1 and not pieces[0].is_math:
        return f"{{{_escaped(style.marked(text))}}}"
    parts = []
    for number, piece in enumerate(pieces):
        if piece.is_math:  # styles would lower the letters of a formula
            parts.append(f"{{{tex.to_bibtex(title[piece.start : piece.end])}}}")
            continue
        # keep spaces next to a formula, remove those at the ends of the title
        lead = " " if number and piece.text[:1].isspace() else ""
        tail = " " if piece.text.strip() and piece.text[-1:].isspace() else ""
        parts.append(f"{lead}{_escaped(style.marked(piece.text, is_first=not number))}{tail}")
    return f"{{{''.join(parts).strip()}}}"


def _escaped(marked: str) -> str:
    return escape.bibtex(marked).replace(OPENING, "{").replace(CLOSING, "}")


@lru_cache(maxsize=20_000)  # titles share their words
def _is_name(word: str) -> bool:
    """Return whether a word is written like this everywhere in a sentence."""
    if word in _PROPER or _MIXED.match(word):
        return True
    return len(word) == 1 and word.isupper() and word != "A"


class _Style:
    """How a title uses capitals."""

    def __init__(self, text: str) -> None:
        every = _WORD.findall(text)
        words = [word for word in every[1:] if len(word) > 3]
        lower = sum(map(str.islower, words))
        self.is_sentence = lower * 2 > len(words)
        """Most words are in lower case, so a capitalized word is a name."""
        self.is_shouted = len(every) > 2 and text.upper() == text != text.lower()
        """All letters are capitals, so capitals have no meaning."""

    def marked(self, text: str, *, is_first: bool = True) -> str:
        """Return the text with marks around each word to protect."""
        if self.is_shouted:
            return text

        def mark(match: re.Match[str]) -> str:
            word = match[0]
            if word.islower() and not (is_first and not match.start()):
                return word
            is_name = _is_name(word) or (is_first and not match.start() and word.islower())
            if not is_name and self.is_sentence and word[0].isupper():
                before = text[: match.start()]
                is_name = not _BEGINS.search(before) if before.strip() else not is_first
            return f"{OPENING}{word}{CLOSING}" if is_name else word

        return _WORD.sub(mark, text)
