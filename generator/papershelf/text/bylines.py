"""Take apart what title pages print around a list of names.

In: the authors of a record as one text. Out: the text with only names, and what was next to them:
words before it, a group for which the authors write, remarks in brackets. Never splits names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from papershelf.text.missing import is_nobody
from papershelf.text.names import GROUP_WORDS

#: `by Grace Hopper`, `Authors: Ada Byron`.
_BEFORE = re.compile(
    r"(?:(?:[Ww]ritten |[Ee]dited )?[Bb]y:?|[Aa]uthors?(?:\(s\))?:)\s+(?=[^\W\d_]\S*\s+\S)"
)
#: `(Grace Hopper, Ada Byron)`; a single word in brackets is a placeholder.
_BRACKETED = re.compile(r"\([^\W\d_][^()]* [^()]*\)|\[[^\W\d_][^\[\]]* [^\[\]]*\]")
#: Brackets with more than one word or number, which may have separators of names in them.
_ASIDE = re.compile(r"\s?\((?:[^()]|\([^()]{0,300}\)){1,900}\)")
_SEPARATED = re.compile(r"[,;&]|\band\b|\(")
_FOR = re.compile(r"(?:^|[\s,;]{1,3})(?:(?P<sure>(?:and )?on behalf of)|for) (?:the )?(?=\S)")
#: `ATLAS Collaboration: Ada Byron`, as arXiv has it.
_ABOVE = re.compile(r"(?:the |The )?(?P<group>[^:,;()]{2,100}\S): (?=\S)")


class Byline(NamedTuple):
    """The parts of a text with authors."""

    names: str
    dropped: tuple[str, ...] = ()
    """Words that do not belong to a name."""
    asides: tuple[str, ...] = ()
    """Remarks in brackets."""
    before: str = ""
    """A group named before the authors."""
    behind: str = ""
    """A group for which the authors write."""


def parse(text: str) -> Byline:
    """Return the parts of a text."""
    dropped: list[str] = []
    if found := _BEFORE.match(text):
        dropped.append(found[0].strip())
        text = text[found.end() :]
    if _BRACKETED.fullmatch(text) and not is_nobody(text):
        text = text[1:-1].strip()
    asides: list[str] = []

    def without(match: re.Match[str]) -> str:
        if match.start() == 0 or not _SEPARATED.search(match[0].strip()[1:]):
            return match[0]
        asides.append(match[0].strip())
        return ""

    text = _ASIDE.sub(without, text) if "(" in text else text
    before = behind = ""
    above = _ABOVE.match(text) if ": " in text else None
    if above and _ends_with_group(above["group"]):
        before, text = above["group"], text[above.end() :]
    *_, last = (None, *_FOR.finditer(text)) if "for " in text or "half of " in text else (None,)
    if last is not None:
        group = text[last.end() :].strip(" .")
        if not re.search("[,;]", group) and (last["sure"] or _ends_with_group(group)):
            behind, text = group, text[: last.start()]
            dropped += [] if text.strip() else [last[0].strip(" ,;")]
    return Byline(text.strip(" ,;"), tuple(dropped), tuple(asides), before, behind)


def is_more(text: str) -> bool:
    """Return whether a text has more than names: `Ada Byron for the ATLAS Collaboration`."""
    return parse(text) != Byline(text.strip(" ,;"))


def _ends_with_group(text: str) -> bool:
    """Return whether the last word of a text is one of groups."""
    return text.rpartition(" ")[2].lower() in GROUP_WORDS
