"""Find text that a program read in a wrong encoding, or that came with the ligatures of a PDF.

In: a Source. Out: findings. Following a hint literally gives the right entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Source
from papershelf.catalogue.nodes import Scalar
from papershelf.checks.finding import Finding
from papershelf.problems import SourceText, visible
from papershelf.text import mojibake
from papershelf.text.characters import LIGATURES
from papershelf.text.shorten import cut

_BETWEEN = re.compile(r"[\t\n\r \"'\[\]{},]")
#: The most characters of a word before its first wrong one.
_BEFORE = 40


def words(source: Source) -> Iterator[Finding]:
    """Yield words of the catalogue and of pages that were read in a wrong encoding, or that have
    ligatures, each once per file."""
    for text in (*source.files, *(page.source for page in source.pages)):
        yield from _in_text(text)


def _in_text(source: SourceText) -> Iterator[Finding]:
    text, done = source.text, 0
    seen: set[str] = set()
    for at in mojibake.iter_wrong(text):
        if at < done:
            continue
        start = first = max(done, at - _BEFORE)
        for match in _BETWEEN.finditer(text, first, at):
            start = match.end()
        end = _BETWEEN.search(text, at)
        done = end.start() if end else len(text)
        word = text[start:done]
        if word not in seen:
            seen.add(word)
            yield Finding(source, Scalar("", start, done), "mojibake", *_wrong(word))


def _wrong(word: str) -> tuple[str, str]:
    """Return message and hint for a word."""
    if mojibake.LOST in word:
        message = f'"{visible(cut(word))}" has U+FFFD in place of characters that were lost'
        return message, "replace it with the characters of the publication"
    if mojibake.PRIVATE.search(word):
        message = f'"{visible(cut(word))}" has characters that only one font has'
        return message, "replace them with the characters of the publication"
    right = mojibake.restored(word)
    what = "was read in a wrong encoding" if right != word else "has ligatures of a PDF file"
    hint = f'write "{visible(cut(right.translate(LIGATURES)))}"'
    return f'"{visible(cut(word))}" {what}', hint
