"""Room 0: brackets of Markdown that never close, without the price that Python-Markdown pays.

In: a Markdown engine. Out: the same one, whose links are looked for in bounded depth: it would read
to the end of a text from each bracket on, and take minutes for 25 KB of `[(`.
"""

from __future__ import annotations

from typing import Any

import markdown
from markdown.inlinepatterns import LinkInlineProcessor

#: Brackets within brackets of one link. Each character is read so often at most.
_DEEPEST = 30


def end_of(text: str, at: int, opening: str, closing: str) -> int | None:
    """Where the bracket closes that was opened before `at`; None where others are nested too deep
    in it, the end of the text where it never closes."""
    depth = 1
    for place in range(at, len(text)):
        if text[place] == opening:
            depth += 1
            if depth > _DEEPEST:
                return None
        elif text[place] == closing:
            depth -= 1
            if not depth:
                return place
    return len(text)


class _Links:
    """Stands before two methods of a pattern."""

    def __init__(self, pattern: LinkInlineProcessor) -> None:
        self.link = pattern.getLink

    def text(self, data: str, index: int) -> tuple[str, int, bool]:
        """What is in square brackets, where it ends, and whether it does."""
        end = end_of(data, index, "[", "]")
        if end is None or end == len(data):
            return "", index, False
        return data[index:end], end + 1, True

    def target(self, data: str, index: int) -> Any:
        """Address and title in round brackets, where they end, and whether they do."""
        if data.startswith("(", index) and end_of(data, index + 1, "(", ")") is None:
            return "", None, index, False
        return self.link(data, index)


class Bounded(markdown.Extension):
    """Changes the patterns of links and pictures."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Bounds the patterns."""
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                links = _Links(pattern)
                pattern.getText = links.text  # type: ignore[method-assign]
                pattern.getLink = links.target  # type: ignore[method-assign]


def makeExtension(**options: Any) -> Bounded:
    """For settings that name extensions by their modules."""
    return Bounded(**options)
