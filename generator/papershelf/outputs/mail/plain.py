"""The text part of a mail, for terminals and for people who prefer text.

In: a Letter. Out: lines of at most 72 columns, except for addresses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from papershelf.outputs.mail.letter import Letter, PaperPart
from papershelf.problems import width

#: RFC 3676 asks for at most 78; quoted once more, 72 still fit.
WIDTH = 72
#: Quotes and the mark of a list item before a line, and that mark.
_MARK = re.compile(r"(?:-|\d+\.) $")
_MARGIN = re.compile(r"(?:[ ]|> )*(?:(?:-|\d+\.) )?")
_TRENDING = "Trending among earlier papers"


def to_text(letter: Letter) -> str:
    """Return the text of a letter."""
    return "\n".join(_lines(letter)).strip("\n") + "\n"


def _lines(letter: Letter) -> Iterator[str]:
    yield from (*_wrapped(letter.title), letter.site, letter.url, "")
    for digest in letter.digests:
        if digest.title:
            yield from ("", *_wrapped(digest.title), _rule("=", digest.title), "")
        yield from _paragraphs(digest.introduction.text)
        for group in digest.groups:
            if group.heading:
                yield from ("", *_wrapped(group.heading), _rule("-", group.heading), "")
            for paper in group.papers:
                yield from _paragraphs(paper.before.text)
                yield from _paper(paper)
            yield from _paragraphs(group.after.text)
        for note in digest.footnotes:
            yield from _paragraphs(note.text)
    if letter.more:
        yield from ("", f"{letter.more_line}: {letter.url}", "")
    if letter.trending:
        yield from ("", _TRENDING, _rule("-", _TRENDING), "")
    for each in letter.trending:
        yield from _wrapped(each.title, "* ", "  ")
        yield from _wrapped(each.why, "  ", "  ")
        yield from (f"  {each.url}", "")
    # the mark of a signature, which mail clients leave out of answers (RFC 3676, section 4.3)
    yield from ("-- ", f"{letter.site}: {letter.site_url}")
    if letter.unsubscribe:
        yield f"Unsubscribe: {letter.unsubscribe}"


def _paper(paper: PaperPart) -> Iterator[str]:
    yield from _wrapped(paper.title, "* ", "  ")
    yield from _wrapped("; ".join(filter(None, (paper.authors, paper.facts))), "  ", "  ")
    yield f"  {paper.url}"
    yield ""
    for line in _paragraphs(paper.note.text):
        yield f"  {line}" if line else ""
    for paragraph in paper.abstract:
        yield from _wrapped(paragraph, "  ", "  ")
        yield ""


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the lines of a text, of which only long ones are wrapped."""
    if not text:
        return
    for line in text.splitlines():
        margin = _MARGIN.match(line)
        assert margin is not None
        later = _MARK.sub(lambda mark: " " * len(mark[0]), margin[0])
        is_long = width(line) > WIDTH - 2
        yield from _wrapped(line[margin.end() :], margin[0], later) if is_long else [line.rstrip()]
    yield ""


def _rule(sign: str, heading: str) -> str:
    return sign * min(width(heading), WIDTH)


def _wrapped(text: str, first: str = "", later: str = "") -> list[str]:
    """Return a text as lines that end between words, or between letters if a script has no blanks
    or a word is longer than a line. An address stays whole."""
    lines, line, used = [], [first], len(first)
    for number, word in enumerate(text.split()):
        glue = " " if number else ""
        for piece in [word] if "://" in word else _pieces(word, WIDTH - len(later)):
            if used + len(glue) + width(piece) > WIDTH and used > len(later):
                lines.append("".join(line))
                line, used, glue = [later], len(later), ""
            line += (glue, piece)
            used += len(glue) + width(piece)
            glue = ""
    return [*lines, "".join(line)] if text.strip() else lines


#: General categories of Unicode that no line begins with, and that none ends with.
_NOT_FIRST = {"Mn", "Mc", "Me", "Cf", "Sk", "Lm", "Pe", "Pf", "Po"}
_NOT_LAST = {"Cf", "Ps", "Pi"}


def _pieces(word: str, most: int) -> Iterator[str]:
    """Yield the parts of a word between which a line may end: beside wide letters and where the
    script says so, and between any letters of what is wider than `most`."""
    if word.isascii() and len(word) <= most:
        yield word
        return
    for piece in _split(word, is_long=False):
        yield from _split(piece, is_long=True) if width(piece) > most else [piece]


def _split(word: str, *, is_long: bool) -> list[str]:
    pieces = [word[0]]
    for before, char in pairwise(word):
        kinds = unicodedata.category(before), unicodedata.category(char)
        is_kept = kinds[0] in _NOT_LAST or kinds[1] in _NOT_FIRST
        is_free = is_long or width(before) == 2 or width(char) == 2
        if before == "\u200b" or (is_free and not is_kept):
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces
