"""The text part of a mail, for terminals and for people who prefer text.

In: a Letter. Out: lines of at most 72 columns, except for addresses.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from papershelf.outputs.mail.letter import Letter, PaperPart

#: RFC 3676 asks for at most 78; quoted once more, 72 still fit.
WIDTH = 72
_TRENDING = "Trending among earlier papers"


def to_text(letter: Letter) -> str:
    """Return the text of a letter."""
    return "\n".join(_lines(letter)).strip("\n") + "\n"


def _lines(letter: Letter) -> Iterator[str]:
    yield from (*_wrapped(letter.title), letter.site, letter.url, "")
    for digest in letter.digests:
        if digest.title:
            yield from ("", *_wrapped(digest.title), "=" * min(len(digest.title), WIDTH), "")
        yield from _paragraphs(digest.introduction.text)
        for group in digest.groups:
            if group.heading:
                yield from ("", *_wrapped(group.heading), "-" * min(len(group.heading), WIDTH), "")
            for paper in group.papers:
                yield from _paper(paper)
    if letter.more:
        yield from ("", f"{letter.more_line}: {letter.url}", "")
    if letter.trending:
        yield from ("", _TRENDING, "-" * len(_TRENDING), "")
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
    """Yield the lines of Markdown, of which only long ones are wrapped."""
    if not text:
        return
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        yield from _wrapped(line, "", indent) if len(line) > WIDTH - 2 else [line.rstrip()]
    yield ""


def _wrapped(text: str, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=later,
        # an address stays whole; a language without blanks has long "words"
        break_long_words="://" not in text, break_on_hyphens=False,
    )  # fmt: skip
