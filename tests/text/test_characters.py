"""Characters that deceive are found; those that scripts and emoji need are let through."""

from __future__ import annotations

import pytest

from papershelf.text.characters import forbidden, invisible


@pytest.mark.parametrize(
    "char",
    ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\u202e", "\u2066", "\ufeff", "\ufffe", "\U0001fffe"],
)
def test_forbidden(char: str) -> None:
    """Control characters, overrides of direction and noncharacters, with place and name."""
    ((at, name),) = forbidden(f"ab{char}c")
    assert at == 2
    assert name.startswith(f"U+{ord(char):04X}")


@pytest.mark.parametrize(
    "text", ["tab\there", "line\nbreak\r\n", "Ünïcödé 你好 שלום 👩‍🔬", "a\u0301"]
)
def test_ordinary_text_is_not_forbidden(text: str) -> None:
    """White space, every script and combining marks are text."""
    assert list(forbidden(text)) == []


@pytest.mark.parametrize(
    "text", ["ze\u200bro", "so\u00adft", "a\u2060b", "x\u200dy", "lr\u200em", "x\ufe0f"]
)
def test_invisible(text: str) -> None:
    """Zero-width characters in Latin text are reported."""
    assert len(list(invisible(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d🔬",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "می\u200cخواهم",
        "क्\u200dष",
        "שלום\u200f!",
        "\u200fالنول\u200f؟",
        "מבוא ל-\u200eC++ ו-C#\u200e",
        "葛\U000e0100",
    ],
)
def test_needed_invisible_characters(text: str) -> None:
    """Emoji, Arabic, Indic scripts, right-to-left marks and variants of Han need them."""
    assert list(invisible(text)) == []


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("ភាសា\u200bខ្មែរ", True),
        ("ภาษา\u200bไทย", True),
        ("ພາສາ\u200bລາວ", True),
        ("မြန်မာ\u200bဘာသာ", True),
        ("Lo\u200bom", False),
        ("ភាសា\u200b", False),
        ("\u200bខ្មែរ", False),
        ("ខ្មែរ\u200bLoom", True),
        ("ឆ្នាំ\u200b2020\u200bនិង", True),
        ("ไทย\u200b(AI)\u200bไทย", True),
        ("ไทย\u200b ไทย", False),
        ("日本\u200b語", False),
        ("ភាសា\u200b\u200bខ្មែរ", False),
    ],
)
def test_words_of_scripts_without_blanks(text: str, is_right: bool) -> None:
    """U+200B beside a letter of Khmer, Thai, Lao or Myanmar is its spelling; elsewhere it is
    not needed."""
    assert is_right == (not list(invisible(text)))
