"""The tables that the scripts of the pages share with the generator, as modules of JavaScript.

In: patterns of identifiers, spellings of words, names in rows, addresses of libraries. Out: the
texts of `generated.js` and `library-forms.js`, which `make golden` writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from papershelf.catalogue.model import CONTAINED
from papershelf.outputs import search_index
from papershelf.outputs.views import library_forms, rows, search_words
from papershelf.text import eastern, identifiers
from papershelf.text.characters import LEFTWARD
from papershelf.text.names import PARTICLES

_MADE = "// Tables of the generator, made by `make golden` (scripts/javascript.py): do not edit.\n"


def module() -> str:
    """Return the module."""
    names = " | ".join(json.dumps(name) for name in identifiers.SCHEMES)
    parts = [_MADE, f"/** @typedef {{{names}}} Scheme */\n", *_identifiers(), *_words(), *_names()]
    return "\n".join(parts)


def libraries() -> str:
    """Return the table of outputs/views/library_forms.py as a module of its own, which only pages
    of courses load."""
    rows = "".join(
        f"  {{ name: {_text(form.name)}, pasted: {_raw(form.pasted)},"
        f" made: {_text(form.made)}, example: {_text(form.example)} }},\n"
        for form in library_forms.FORMS
    )
    return "\n".join(
        (
            _MADE,
            _constant(
                "OF_OPENURL", "Parameters that do not say which library.",
                _raw(library_forms.OF_OPENURL),
            ),
            "/** Forms of addresses of libraries; the first one that matches counts. */\n"
            f"export const FORMS = [\n{rows}];\n",
        )
    )  # fmt: skip


def _identifiers() -> Iterator[str]:
    """Yield the patterns of text/identifiers.py."""
    schemes = identifiers.SCHEMES.values()
    yield _object(
        "PATTERNS",
        "Scheme → pattern of an identifier alone.",
        {scheme.name: _raw(scheme.pattern) for scheme in schemes},
        "Record<Scheme, string>",
    )
    yield _object(
        "ADDRESSES",
        "Scheme → patterns of what can precede it in an address.",
        {scheme.name: f"[{', '.join(map(_raw, scheme.addresses))}]" for scheme in schemes},
        "Record<Scheme, string[]>",
    )
    yield _object(
        "TAILS",
        "Scheme → pattern of what can follow it in an address, before a query.",
        {name: _raw(tail) for name, tail in identifiers.TAILS.items()},
        "Partial<Record<Scheme, string>>",
    )


def _words() -> Iterator[str]:
    """Yield the tables of outputs/views/search_words.py, and what names scripts of the search."""
    yield _constant(
        "FORMAT", "Ends the addresses of Pagefind's scripts.", _text(search_index.FORMAT)
    )
    yield _constant(
        "SIGN", "Begins each part behind the text of a paper.", _text(search_words.SIGN)
    )
    yield _constant(
        "PARTICLES",
        "Words before a family name that are not part of it in the index.",
        f'new Set({_text(" ".join(sorted(PARTICLES)))}.split(" "))',
    )
    yield _constant(
        "UNPARTED",
        "Letters of scripts that put no blank between two words, for a class of a pattern.",
        _raw(search_words.UNPARTED),
    )
    about = {
        "LETTERS": "Letters that are not others with an accent → how the hidden words spell them.",
        "AT_LENGTH": "Letters that a keyboard lacks → how people type them.",
        "SIGNS": "Signs that are a part of names → how the hidden words spell them.",
        "ALIKE": "Letters of Arabic script that look alike → the one that the index has.",
    }
    for name, words in about.items():
        rows = {letter: _text(text) for letter, text in getattr(search_words, name).items()}
        yield _object(name, words, rows, "Record<string, string>")


def _names() -> Iterator[str]:
    """Yield what the line of names in a row follows (outputs/views/rows.py)."""
    yield _constant("NAMES_SHOWN", "Names in a row before “and 3 more”.", str(rows.NAMES_SHOWN))
    yield _constant(
        "CONTAINED",
        "Types whose editors are those of the whole that contains the paper.",
        f'new Set({_text(" ".join(sorted(CONTAINED)))}.split(" "))',
    )
    yield _constant(
        "EASTERN_NAME",
        "Pattern of names that are written with the family name first and without a blank.",
        json.dumps(eastern.NAME),
    )
    yield _constant(
        "LEFTWARD", "Pattern of a letter that runs from right to left.", json.dumps(LEFTWARD)
    )


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _raw(pattern: str) -> str:
    assert "`" not in pattern and "${" not in pattern
    return f"String.raw`{pattern}`"


def _constant(name: str, about: str, value: str) -> str:
    return f"/** {about} */\nexport const {name} = {value};\n"


def _object(name: str, about: str, rows: Mapping[str, str], type_: str) -> str:
    keys = {key: key if key.isidentifier() else _text(key) for key in rows}
    lines = "".join(f"  {keys[key]}: {value},\n" for key, value in rows.items())
    return f"/** {about} @type {{{type_}}} */\nexport const {name} = {{\n{lines}}};\n"
