"""Find citations in hand-written Markdown, `[@wang2024broad]` (Pandoc's syntax).

In: Markdown. Out: the citations, or the text with each one replaced; those in HTML comments apart.
Ignores fenced code and code spans, and does not know which ids exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

#: Fenced code, comments and code spans, for a pattern with DOTALL and MULTILINE. A span ends with
#: its paragraph: CommonMark 0.31, section 6.1. After a backslash, nothing begins.
CODE = (
    r"^(?P<fence>[ \t]*(?P<ticks>`{3,}|~{3,})).*?(?:^[ \t]*(?P=ticks)[`~]*[ \t]*\r?$|\Z)"
    r"|(?P<comment>(?<!\\)<!--.*?(?:-->|\Z))"
    r"|(?P<span>(?<![`\\])(?P<quote>`+)(?!`)(?:(?!\n[ \t]*\r?\n).)*?(?<!`)(?P=quote)(?!`))"
)
_CITATION = r"(?<!\\)\[@(?P<id>[A-Za-z0-9][\w:.-]*)\]"
_TOKEN = re.compile(rf"{CODE}|{_CITATION}", re.DOTALL | re.MULTILINE)
_CODE = re.compile(CODE, re.DOTALL | re.MULTILINE)
_NOT_BREAK = re.compile(r"[^\n]")
_ONLY_CITATION = re.compile(_CITATION)
#: An id in brackets with other text, as Pandoc allows it, without brackets, or without its sign.
_ALMOST = re.compile(
    rf"{CODE}|{_CITATION}|(?<!\\)\[(?P<inside>[^\[\]]{{1,300}})\](?![(\[:])"
    r"|(?<![\w@/.\\])(?<!\]\()@(?P<bare>[a-z0-9][a-z0-9-]*)",
    re.DOTALL | re.MULTILINE,
)
_INSIDE = re.compile(r"(?<![\w@/.])-?@\s*(?P<id>[A-Za-z0-9][\w-]*)")
#: Where code or a comment may begin.
_MAY_HIDE = re.compile("`|~~~|<!--")


def iter_citations(markdown: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and id of each citation outside code and comments."""
    if "[@" in markdown:
        # looking for code at every character takes most of the time of reading a page
        pattern = _TOKEN if _MAY_HIDE.search(markdown) else _ONLY_CITATION
        for match in pattern.finditer(markdown):
            if match["id"]:
                yield match.start(), match.end(), match["id"]


def iter_almost(markdown: str, ids: Container[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and right form of each citation of these ids that is written in another
    form, and is text for that reason: `[@a; @b, p. 3]` gives `[@a]; [@b], p. 3`."""
    if "@" not in markdown and "[" not in markdown:
        return
    for match in _ALMOST.finditer(markdown):
        right = ""
        if match["bare"] in ids:
            right = f"[@{match['bare']}]"
        elif match["inside"]:
            inside = match["inside"].strip()
            if inside in ids:
                right = f"[@{inside}]"
            elif any(each["id"] in ids for each in _INSIDE.finditer(inside)):
                right = " ".join(_INSIDE.sub(r"[@\g<id>]", inside).split())
        if right:
            yield match.start(), match.end(), right


def replace(markdown: str, to_link: Callable[[str], str]) -> str:
    """Return the text with each citation replaced by `to_link` of its id."""
    pieces, done = [], 0
    for start, end, paper_id in iter_citations(markdown):
        pieces += [markdown[done:start], to_link(paper_id)]
        done = end
    return "".join([*pieces, markdown[done:]])


def iter_comments(markdown: str) -> Iterator[re.Match[str]]:
    """Yield each HTML comment, also one without an end, which hides the rest of the text."""
    if "<!--" in markdown:
        yield from (match for match in _CODE.finditer(markdown) if match["comment"])


def iter_in_comments(markdown: str) -> Iterator[str]:
    """Yield the id of each citation in an HTML comment."""
    for match in iter_comments(markdown):
        yield from (each["id"] for each in _ONLY_CITATION.finditer(match[0]))


def without_code(markdown: str) -> str:
    """Return the text with blanks in place of code and comments; the offsets of all else stay."""
    if not _MAY_HIDE.search(markdown):
        return markdown
    return _CODE.sub(lambda match: _NOT_BREAK.sub(" ", match[0]), markdown)


def without_comments(markdown: str) -> str:
    """Return the text without its HTML comments; in code, they are text."""
    return _CODE.sub(lambda match: "" if match["comment"] else match[0], markdown)
