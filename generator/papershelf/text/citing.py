"""Find citations in hand-written Markdown, `[@wang2024broad]` (Pandoc's syntax).

In: Markdown. Out: the citations, or the text with each one replaced; those in HTML comments apart.
Ignores fenced code and code spans, and does not know which ids exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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
_ONLY_CITATION = re.compile(_CITATION)
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


def without_comments(markdown: str) -> str:
    """Return the text without its HTML comments; in code, they are text."""
    return _CODE.sub(lambda match: "" if match["comment"] else match[0], markdown)
