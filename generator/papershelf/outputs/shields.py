"""What an engine must not change in a page, out of its sight.

In: the Markdown of a page. Out: the same with blocks of HTML as tokens, or with marked addresses,
and after rendering the HTML with both as they were. Knows no engine. Zensical, for example, makes
relative addresses in HTML longer, as in Markdown, although those of HTML already fit the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papershelf.outputs import moulds
from papershelf.text import citing

#: Begins an address that stays as it is. No engine changes one that has a scheme.
_AS_IS = "papershelf-as-is:"
#: In place of a block of HTML.
_BLOCK = "<div>papershelf-shield-{}</div>"
_SHIELDED = re.compile(_BLOCK.format(r"(\d+)"))
_TAG = re.compile(rf"{citing.CODE}|(?P<tag><[A-Za-z][^<>]*>)", re.DOTALL | re.MULTILINE)
_ADDRESS = re.compile(
    r"(\s(?:href|src|poster|data)\s*=\s*[\"']?)(?![a-z][\w+.-]*:)(?=[^\s\"'#?/>])", re.IGNORECASE
)


def without_blocks(body: str) -> tuple[str, list[str]]:
    """Return Markdown with a token in place of each run of blocks of HTML, and the runs."""
    markdown: list[str] = []
    runs: list[str] = []
    was_html = False
    for is_html, block in moulds.iter_blocks(body):
        if is_html and was_html:
            runs[-1] += f"\n{block}"
        elif is_html:
            markdown.append(_BLOCK.format(len(runs)))
            runs.append(block)
        else:
            markdown.append(block)
        was_html = is_html
    return "\n\n".join(markdown), runs


def with_blocks(html: str, runs: Sequence[str]) -> str:
    """Return the HTML of a page with its blocks."""
    return _SHIELDED.sub(lambda match: runs[int(match[1])], html) if runs else html


def with_marks(markdown: str) -> str:
    """Return hand-written Markdown with a mark at each relative address of its HTML."""

    def mark(match: re.Match[str]) -> str:
        tag = match["tag"]
        return _ADDRESS.sub(rf"\g<1>{_AS_IS}", tag) if tag else match[0]

    return _TAG.sub(mark, markdown) if "<" in markdown else markdown


def without_marks(html: str) -> str:
    """Return the HTML of a page with its addresses as they were."""
    return html.replace(_AS_IS, "")
