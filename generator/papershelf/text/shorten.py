"""Texts that have more characters than there is room for.

In: a text and a number of characters. Out: the text, or its beginning with an ellipsis, which
counts as a character.
"""

from __future__ import annotations

#: Characters by which a value is known again in a report.
REPORTED = 200


def cut(text: str, most: int = REPORTED) -> str:
    """Return a text of at most so many characters, for reports."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def at_word(text: str, most: int) -> str:
    """Return a text of at most so many characters that ends with a whole word, if it has blanks."""
    if len(text) <= most:
        return text
    short = text[: most - 1]
    return (short.rpartition(" ")[0] or short).rstrip(" ,;:") + "…"
