"""What title pages print next to names and is no part of them.

In: a text with names in it, as another program holds it. Out: the text without marks of footnotes
and affiliations, titles, degrees and addresses, and what was taken out. It splits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from papershelf.text.names import DEGREES, GROUP_WORDS, MAYBE_DEGREES, PARTICLES

_SIGNS = r"*∗⁎＊†‡§¶#‖∥⋆★☆✉✝✱✻◊♦♯"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ˒"
#: One mark. Digits and letters count where they cannot be a part of a name: see `_is_mark`.
_MARK = re.compile(
    rf"[{_SIGNS}{_RAISED}]|\$[^$\n]{{1,60}}\$"
    r"|\\(?:textsuperscript|thanks|footnote(?:mark|text)?|inst|authorrefmark)\{[^{}]{0,200}\}"
    r"|\\(?:ddagger|dagger|ddag|dag|ast|star|S|P)(?![A-Za-z])(?:\{\})?"
    rf"|\^\{{[^{{}}]{{0,40}}\}}|\^[\w{_SIGNS}]{{1,3}}"
    rf"|[(\[](?:\d{{1,2}}|[a-h]|[{_SIGNS}])(?: ?[,;-] ?(?:\d{{1,2}}|[a-h]|[{_SIGNS}])){{0,9}}[)\]]"
    r"|[(\[][^()\[\]]{0,60}\b(?:[Aa]uthor|[Cc]orrespond|[Ee]qual|[Cc]ontribut|[Ee]ditor|[Ee]ds?\b)"
    r"[^()\[\]]{0,60}[)\]]"
    r"|(?<=\s)0\d{3}(?!\w)"  # of DBLP, which tells people of one name apart
    r"|(?<!\d)\d{1,2}(?![\w.])|(?<=[\s,])[a-h](?=\s?(?:[,;*]|$))"
)
#: What is between two marks of one name, and what is behind the last.
_BETWEEN = re.compile(r"[\s,]{0,3}")
_END = re.compile(r"\s*(?:[,;、，；\n&]|\Z|and\b)")
_FIRST = re.compile(rf"\s*(?:[{_SIGNS}{_RAISED}]{{1,9}}|\d{{1,2}}[.)]\s)\s*")
_TITLE = re.compile(
    r"(?:(?:Prof|Dr|Mr|Mrs|Ms|Ing)\.\s{0,3}|(?:Professor|Dr)\s{1,3}(?=\S+\s+\S)){1,4}"
)
_ADDRESS = re.compile(
    r"\s*[<(\[]?(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}[>)\]]?"
)
_RAISED_HTML = re.compile(r"<sup>[^<>]{0,60}</sup>", re.IGNORECASE)
_ELEMENT = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,10}(?:\s[^<>]{0,300})?/?>")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_BOLD = re.compile(r"(\*\*|__|`)(?=\S)([^*_`\n]{1,200})(?<=\S)\1")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]\w{1,20});")
_LETTER = re.compile(r"[^\W_]")
_NOTHING = frozenset(
    "n/a|n.a.|s.n.|[s.n.]|[s. n.]|none|null|nil|nan|undefined|unknown|tba|tbd|(none)|(unknown)"
    "|no author|no authors|[no author name available]|[no authors listed]|no authors listed"
    "|[anonymous]|not available|unknown author|unknown authors|[object object]".split("|")
)
_UNKNOWN = re.compile(r"\(:[a-z]{2,6}\)")


def without_markup(text: str) -> tuple[str, list[str]]:
    """Return a text without HTML, Markdown's bold and addresses of mail, and what was taken out."""
    found: list[str] = []

    def drop(match: re.Match[str]) -> str:
        found.append(match[0].strip())
        return " " if match[0][:1].isspace() else ""

    for _ in range(3):  # however often it was escaped
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    if "@" in text:
        text = _ADDRESS.sub(drop, text)
    if "<" in text:
        text = _RAISED_HTML.sub(drop, _BREAK.sub("\n", text))
        text = _ELEMENT.sub(drop, text)
    for match in _BOLD.finditer(text):
        found.append(match[1])
    return _BOLD.sub(r"\2", text), found


def without_marks(text: str) -> tuple[str, list[str]]:
    """Return a text without the marks behind its names, and the marks."""
    found: list[str] = []
    parts: list[str] = []
    at = 0
    for start, end in _runs(text):
        begin = len(text[at:start].rstrip()) + at
        if begin > at and _END.match(text, end) and _is_mark(text, start, end):
            parts.append(text[at:begin])
            found.append(text[start:end])
            at = end
    return "".join([*parts, text[at:]]), found


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Beginning and end of marks with nothing but commas between them."""
    start = end = -1
    for match in _MARK.finditer(text):
        if end >= 0 and _BETWEEN.fullmatch(text, end, match.start()):
            end = match.end()
            continue
        if end >= 0:
            yield start, end
        start, end = match.span()
    if end >= 0:
        yield start, end


def _is_mark(text: str, start: int, end: int) -> bool:
    """Whether what looks like a mark is one: `Byron 1`, but not `Author 1`, `H1` and `GPT-4`."""
    run = text[start:end]
    if run[0] not in "0123456789abcdefgh":
        return not run.startswith("$") or bool(re.search(r"[\^*]|\\[a-zA-Z]", run))
    # the name so far, between separators; a window keeps it fast
    words = re.split("[,;\n]", text[max(0, start - 80) : start])[-1].split()
    if not words or any(word.lower() in GROUP_WORDS for word in words):
        return False
    if text[start - 1].isspace():  # behind a comma there is a given name: `Byron, Ada 1,2`
        return len(words) > 1 or (
            len(run) > 1 and not run.isalnum() and text[:start].count(",") > 0
        )
    last = words[-1]
    if len(last) < 2 or not last[-1].isalpha():
        return False
    return len(words) > 1 or (not last.isupper() and text[end : end + 1] == ",")


def without_titles(name: str) -> tuple[str, list[str]]:
    """Return one name without what stands before and behind it: `Dr. Ada Byron, PhD`."""
    found: list[str] = []
    for pattern in (_FIRST, _TITLE):
        match = pattern.match(name)
        if match and _LETTER.search(name, match.end()):
            found.append(match[0].strip())
            name = name[match.end() :]
    parts = [part.strip() for part in name.split(",")]
    while 1 < len(parts) < 9 and is_degree(parts[-1], is_behind_name=_is_whole(parts[:-1])):
        found.append(parts.pop())
    words = parts[-1].split()
    while len(words) > 1 and is_degree(
        words[-1], is_behind_name=len(words) > 2 and words[0] not in PARTICLES and len(parts) == 1
    ):
        found.append(words.pop())
        parts[-1] = " ".join(words)
    return (", ".join(parts) if found else name), found


def _is_whole(parts: list[str]) -> bool:
    """Whether parts between commas are a name already."""
    return len(parts) > 1 or " " in parts[0]


def is_degree(text: str, *, is_behind_name: bool) -> bool:
    """Whether a text is a degree. `MD` behind a family name alone is M. D.; `M.D.` too."""
    key = text.replace(".", "").lower()
    if key in DEGREES:
        return True
    return is_behind_name and key in MAYBE_DEGREES and text.isupper()


def is_placeholder(text: str) -> bool:
    """Whether a text says that nobody is known: `:`, `(:unav)`, `N/A`, `null`."""
    if not _LETTER.search(text):
        return True
    key = text.strip().casefold()
    if text == "Nan":
        return False
    return key in _NOTHING or bool(_UNKNOWN.fullmatch(key)) or set(key.split()) <= _EMPTY_WORDS


_EMPTY_WORDS = frozenset(("null", "undefined", "(:unav)"))
