"""Hidden words by which the search finds a paper although its page does not show them.

In: a Paper. Out: one line of words: identifiers, names without accents, names with an initial,
pairs of letters in scripts without spaces (nothing else separates their words), words in Arabic
script with one letter for letters that look alike, words after an apostrophe, names of which a sign
is a part, and words as people type them, such as `strasse` for `Straße`.
The line is hidden at the end of the page. The sign separates it and the column beside the text:
`text ⁂ topics and keywords ⁂ identifiers ⁂ names`. The theme's engine.js relies on this format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from papershelf.catalogue.fields import CREATORS
from papershelf.catalogue.model import Paper
from papershelf.text import symbols, tex
from papershelf.text.escape import Html, html
from papershelf.text.identifiers import SCHEMES
from papershelf.text.names import PARTICLES, Name
from papershelf.text.slugs import to_latin

#: Begins each part of a page's indexed words after its text; paper.md.jinja has the first.
SIGN = "⁂"
#: Replacements for letters that a keyboard lacks. Other accents are ignored by the search itself.
AT_LENGTH = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_AT_LENGTH = str.maketrans(AT_LENGTH)
#: Letters that do not decompose into a letter and an accent, as slugs spell them.
LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
           "ı": "i", "ħ": "h"}  # fmt: skip


def words(paper: Paper) -> Html:
    """Return the hidden words of a paper, `⁂ muller2024on 2404.17858 ⁂ mueller mullerj`."""
    identifiers = dict.fromkeys(_identifiers(paper))
    people = [name for field in CREATORS for name in paper.value(field)]
    names = dict.fromkeys(chain.from_iterable(map(_names, people)))
    texts = (paper.title, paper.abstract, *[name.shown for name in people])
    pairs = dict.fromkeys(chain.from_iterable(map(_pairs, texts)))
    alike = dict.fromkeys(chain.from_iterable(map(_alike, (*texts, *paper.keywords))))
    elided = dict.fromkeys(chain.from_iterable(map(_elided, texts)))
    plain = map(tex.to_plain, (paper.title, paper.abstract, *paper.keywords))
    typed = dict.fromkeys(chain.from_iterable(chain(_typed(text), _signed(text)) for text in plain))
    return html(" ".join((SIGN, *identifiers, SIGN, *names, *pairs, *alike, *elided, *typed)))


#: Letters of scripts without spaces between words: Thai, Lao, Burmese, Khmer, Kana, Han.
UNPARTED = (
    r"\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_RUN = re.compile(f"[{UNPARTED}]{{2,}}")


def _pairs(text: str) -> Iterator[str]:
    """Yield overlapping pairs, `画像認識` → `画像`, `像認`, `認識`, so that any words match."""
    if not text.isascii():
        for run in _RUN.findall(text):
            yield from (run[at : at + 2] for at in range(len(run) - 1))


#: Maps letters that Arabic and Persian keyboards use for each other to one of them, and removes the
#: lengthening stroke. Vowel signs and hamza are marks, which the search itself ignores.
ALIKE = dict(zip("یىېکهھہە", "يييكةةةة")) | {"ـ": ""}
_ALIKE = str.maketrans(ALIKE)
_ARABIC = re.compile(r"[\u0621-\u06d5\u064b-\u0655]+")


def _alike(text: str) -> Iterator[str]:
    """`کتاب` → `كتاب`: the words that have one of these letters, as words.js asks for them."""
    if not text.isascii():
        for word in _ARABIC.findall(text):
            plain = _ARABIC_MARKS.sub("", unicodedata.normalize("NFD", word)).translate(_ALIKE)
            if plain and plain != word:
                yield plain


#: Signs that are a part of names, as of C++, C# and A*: the search itself reads letters and digits.
SIGNS = {"+": "plus", "#": "sharp", "♯": "sharp", "*": "star", "√": "sqrt"}
#: `A^*` is a formula in plain text, and keyboards have `16x16` for `16 × 16`.
_SIGNS = str.maketrans(SIGNS | {"^": "", "×": "x", " ": "", "(": ""})
_SIGNED = re.compile(
    r"(?<![\w+#♯*])(?:[A-Z][A-Za-z]{0,4}\^?(?:\+{1,2}|[#♯]|\*)|[a-z]{1,5}\+\+)\d*(?![\w+#♯*])"
    r"|(?<![\w.,])\d+(?: ?× ?\d+| x \d+)+\w*"
    r"|(?:√|\bsqrt(?=\())\(?\w+"
)
#: `p<0.05`: without blanks, the search reads one word.
_COMPARED = re.compile(r"\b(\w{1,20})[<>≤≥=](\d+(?:\.\d+)?)\b")


def _signed(text: str) -> Iterator[str]:
    """In plain text, `C++17` → `cplusplus17`, as words.js asks for it, `3×3` → `3x3`, `√n` →
    `sqrtn`, and the parts of `p<0.05`."""
    # a pattern of what such words have would take ten times as long
    is_odd = not text.isascii() and any(sign in text for sign in "×√♯≤≥")
    if is_odd or "+" in text or "#" in text or "*" in text or " x " in text or "sqrt" in text:
        for word in _SIGNED.findall(text):
            yield word.translate(_SIGNS).lower()
    if is_odd or "<" in text or ">" in text or "=" in text:
        for name, number in _COMPARED.findall(text):
            yield from (name.lower(), number)


#: `l’écriture` → `écriture`. Pagefind parts words at straight apostrophes only.
_AFTER_APOSTROPHE = re.compile(r"(?<=\w’)\w{3,}")


def _elided(text: str) -> list[str]:
    return _AFTER_APOSTROPHE.findall(text) if "’" in text else []


_ARABIC_MARKS = re.compile(r"[\u064b-\u065f\u0670]")


_COMPOUND = re.compile(r"\w+(?:-\w+)*")
_HYPHENS = str.maketrans("‐‑", "--")
_OTHER_LETTER = re.compile(r"[^\W\x00-\x7f]")
#: In these, people type Greek letters as they are.
_GREEK_WORD = re.compile("[α-ω]{2}|^[α-ω]$")
#: People do not type longer words.
_MOST_LETTERS = 40
_SPELLED = str.maketrans(LETTERS)
_GREEK = str.maketrans(symbols.GREEK)


def _typed(text: str) -> Iterator[str]:
    """Yield the words of plain text that a keyboard lacks letters for as people type them:
    `groesse` for `Größe`, `beta-vae` for `β-VAE` and `co2` for `CO₂`."""
    if text.isascii() or not _OTHER_LETTER.search(text):
        return
    plain = unicodedata.normalize("NFC", text.lower()).translate(_HYPHENS)
    for word in dict.fromkeys(_COMPOUND.findall(plain)):
        if len(word) > _MOST_LETTERS or word.isascii():
            continue
        for spelled in dict.fromkeys((word, word.translate(_AT_LENGTH))):
            letters = without_accents(unicodedata.normalize("NFKD", spelled)).lower()
            letters = letters.translate(_SPELLED)
            if not _GREEK_WORD.search(letters):
                letters = letters.translate(_GREEK)
            if letters.isascii() and letters != without_accents(word):
                yield letters


def _identifiers(paper: Paper) -> Iterator[str]:
    yield paper.id
    yield from paper.aliases
    for name in SCHEMES:
        identifier = str(getattr(paper, name, ""))
        if identifier:
            yield identifier.replace("-", "") if name == "isbn" else identifier.lower()


@lru_cache(maxsize=50_000)  # an author has several papers
def _names(name: Name) -> tuple[str, ...]:
    shown = name.shown.lower()
    if _IN_LETTERS.fullmatch(shown):  # most names; they have no accents
        return tuple(_with_initial(name))
    shown = unicodedata.normalize("NFC", shown)
    return (
        *_plain(shown, than=shown),
        *_plain(shown.translate(_AT_LENGTH), than=shown),
        *_with_initial(name),
    )


#: Names without accents.
_IN_LETTERS = re.compile("[a-z .'-]*")


def _plain(text: str, than: str) -> Iterator[str]:
    """Yield the words of a name in a-z, unless removing accents gives the same words."""
    bare = _WORD.findall(without_accents(than))
    yield from (word for word in _WORD.findall(to_latin(text)) if word not in bare)


def without_accents(text: str) -> str:
    """`é` → `e`, as the search reads it."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text))


_ACCENTS = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"\w+")


def _with_initial(name: Name) -> Iterator[str]:
    """Yield `mullerj` for `Jane van Müller`: the search reads `J. Müller` and `Müller J` so."""
    initial = to_latin(name.given)[:1]
    family = [word for word in name.family.split() if word.lower() not in PARTICLES]
    if not initial or not family:
        return
    last = family[-1].lower()
    for spelled in (last,) if last.isascii() else (last, last.translate(_AT_LENGTH)):
        slug = to_latin(spelled).replace("-", "")
        if slug:
            yield slug + initial
