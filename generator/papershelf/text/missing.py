"""Texts in place of a value.

In: the text of a field, or of one name. Out: whether it only says that the value is missing.
"""

from __future__ import annotations

import re

_NONE = r"n/a|na|nil|null|none|nan|[-–—?]+"
_LACKING = r"(?:is )?(?:missing|unavailable|not (?:available|provided))"
_NO_ABSTRACT = rf"no abstract(?: (?:is )?(?:available|provided))?|abstract {_LACKING}|{_NONE}"
#: What people write where they do not know a value, or will write it later.
_LATER = r"n\.a\.|unknown|tb[ad]|to ?do|fixme|xxx+|[.…]{1,5}"
#: Fields with numbers.
_NUMBERED = "volume issue pages number edition"
#: For numbers that an article in press does not have yet.
_NO_NUMBER = (
    rf"{_NONE}|n/a[-–]n/a|no[ -](?:pagination )?specified|ahead[ -]of[ -]print|online[ -]first"
    r"|in (?:press|print)|to appear|forthcoming|accepted|early access"
)
#: What libraries write for an unknown publisher or place.
_NO_NAME = r"\[?(?:s\. ?[nl]\.|(?:publisher|place of publication) not identified)\]?"
#: DataCite's values for unknown information:
#: https://support.datacite.org/docs/schema-values-unknown-information-v43
UNKNOWN = re.compile(
    r"\(:(?:una[clpsv]|unkn|none|null|tba|etal|at)\)|:(?:una[clpsv]|unkn|none|null|tba)"
)
#: DOIs in publishers' templates.
_TEMPLATE = r"(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/.*?(?:tobeassigned|(?<!x)x{4,}|(?<!n)n{6,})(?:\b.*)?"
_PLACEHOLDERS = {
    name: re.compile(pattern, re.IGNORECASE)
    for names, pattern in (
        ("abstract", rf"\[?(?:{_NO_ABSTRACT})\.?\]?"),
        (_NUMBERED, _NO_NUMBER),
        ("publisher place", _NO_NAME),
        ("doi", _TEMPLATE),
        ("language", "und|mul|mis|zxx|undetermined|multiple languages"),  # codes of ISO 639-2
    )
    for name in names.split()
}
#: What stands for a value in any field but a title.
_ALSO = re.compile(rf"{_NONE}|{_LATER}|#n/a|[-–—=]?[>|][-+]?", re.IGNORECASE)
#: A work may be called "None" or "Unknown".
_NO_TITLE = re.compile(r"n/a|tb[ad]|to ?do|fixme|xxx+|[-–—?.…]{1,5}|#n/a", re.IGNORECASE)


def is_placeholder(name: str, text: str) -> bool:
    """Return whether the text of a field in a catalogue only stands for a value: `TODO`."""
    if name == "title":
        return _NO_TITLE.fullmatch(text) is not None
    if name in _NUMBERED.split() and text.lower() == "xxx":  # a Roman number
        return False
    return is_missing(name, text) or _ALSO.fullmatch(text) is not None


def is_missing(name: str, text: str) -> bool:
    """Return whether the text of a field only says that its value is missing: `n/a`, `[S.l.]`."""
    form = _PLACEHOLDERS.get(name)
    return bool(UNKNOWN.fullmatch(text) or (form and form.fullmatch(text)))


#: Texts in place of authors, in lower case.
NOBODY = frozenset(
    "n/a|n.a.|s.n.|[s.n.]|[s. n.]|none|null|nil|nan|undefined|unknown|tba|tbd|(none)|(unknown)"
    "|no author|no authors|[no author name available]|[no authors listed]|no authors listed"
    "|[anonymous]|[anon]|[anon.]|&na|&na;|not available|unknown author|unknown authors"
    "|[object object]|and|und".split("|")
)
_NO_AUTHOR = re.compile(r"\(:[a-z]{2,6}\)|:[a-z]{2,6}")
_EMPTY_WORDS = frozenset(("null", "undefined", "(:unav)"))
_LETTER = re.compile(r"[^\W_]")


def is_nobody(text: str) -> bool:
    """Return whether a name means that the author is unknown: `:`, `(:unav)`, `N/A`, `null`."""
    if not _LETTER.search(text) or text.startswith(("http://", "https://")):
        return True
    key = text.strip().casefold()
    if text == "Nan":
        return False
    return key in NOBODY or bool(_NO_AUTHOR.fullmatch(key)) or _EMPTY_WORDS.issuperset(key.split())
