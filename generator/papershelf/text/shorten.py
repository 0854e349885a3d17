"""Shorten texts.

In: a text and a number of characters. Out: the text, or its beginning with an ellipsis, which
counts as a character.
"""

from __future__ import annotations

#: The most characters of a value in a report, enough to recognize it.
REPORTED = 200


def cut(text: str, most: int = REPORTED) -> str:
    """Return a text of at most `most` characters, for reports."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def at_word(text: str, most: int) -> str:
    """Return a text of at most `most` characters that ends with a whole word, if it has spaces."""
    if len(text) <= most:
        return text
    short = text[: most - 1]
    return (short.rpartition(" ")[0] or short).rstrip(" ,;:") + "…"
