"""Remove what title pages print next to names.

In: a text with names, of another program. Out: the text without marks of footnotes and
affiliations, titles, degrees and mail addresses, and what was removed. Never splits names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from papershelf.text.characters import REFERENCE
from papershelf.text.names import DEGREES, GROUP_WORDS, MAYBE_DEGREES, PARTICLES

_SIGNS = r"*∗⁎＊†‡§¶#‖∥⋆★☆✉✝✱✻◊♦♯"
#: Raised digits and letters that refer to affiliations.
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ˒"
#: A mark. Digits and letters count only where they cannot be part of a name: see `_is_mark`.
_MARK = re.compile(
    rf"[{_SIGNS}{RAISED}]|\$[^$\n]{{1,60}}\$"
    r"|\\(?:textsuperscript|thanks|footnote(?:mark|text)?|inst|authorrefmark)\{[^{}]{0,200}\}"
    r"|\\(?:ddagger|dagger|ddag|dag|ast|star|S|P)(?![A-Za-z])(?:\{\})?"
    rf"|\^\{{[^{{}}]{{0,40}}\}}|\^[\w{_SIGNS}]{{1,3}}"
    rf"|[(\[](?:\d{{1,2}}|[a-h]|[{_SIGNS}])(?: ?[,;-] ?(?:\d{{1,2}}|[a-h]|[{_SIGNS}])){{0,9}}[)\]]"
    r"|[(\[][^()\[\]]{0,60}\b(?:[Aa]uthor|[Cc]orrespond|[Ee]qual|[Cc]ontribut|[Ee]ditor|[Ee]ds?\b)"
    r"[^()\[\]]{0,60}[)\]]"
    r"|(?<=\s)0\d{3}(?!\w)"  # numbers of DBLP, which distinguish people of the same name
    r"|(?<!\d)\d{1,2}(?![\w.])|(?<=[\s,])[a-h](?=\s?(?:[,;*]|$))"
)
#: Text between two marks of a name, and after the last one.
_BETWEEN = re.compile(r"[\s,]{0,3}")
_END = re.compile(r"\s*(?:[,;、，；\n&]|\Z|and\b)")
_FIRST = re.compile(rf"\s*(?:[{_SIGNS}{RAISED}]{{1,9}}|\d{{1,2}}[.)]\s)\s*")
_TITLE = re.compile(
    r"(?:(?:Prof|Dr|Mr|Mrs|Ms|Ing)\.\s{0,3}|(?:Professor|Dr)\s{1,3}(?=\S+\s+\S)){1,4}"
)
_ADDRESS = re.compile(
    r"(?:(?<!\s)\s+)?[<(\[]?(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}[>)\]]?"
)
_RAISED_HTML = re.compile(r"<sup>[^<>]{0,60}</sup>", re.IGNORECASE)
_ELEMENT = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,10}(?:\s[^<>]{0,300})?/?>")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_BOLD = re.compile(r"(\*\*|__|`)(?=\S)([^*_`\n]{1,200})(?<=\S)\1")
_ENTITY = re.compile(f"&{REFERENCE}")
_LETTER = re.compile(r"[^\W_]")


_LINK = re.compile(r"\[([^\[\]]{1,200})\]\((https?://[^\s()]{1,500})\)")


def without_link(text: str, extra: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return a name without the link that Markdown gives it, and the other parts with the URL."""
    link = _LINK.fullmatch(text.strip()) if "](" in text else None
    return (link[1], {**extra, "url": link[2]}) if link else (text, dict(extra))


def without_markup(text: str) -> tuple[str, list[str]]:
    """Return a text without HTML, Markdown's bold and mail addresses, and what was removed."""
    found: list[str] = []

    def drop(match: re.Match[str]) -> str:
        found.append(match[0].strip())
        return " " if match[0][:1].isspace() else ""

    for _ in range(3):  # even if it was escaped several times
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


def without_marks(text: str, *, is_part: bool = False) -> tuple[str, list[str]]:
    """Return a text without the marks after names, and the marks; `is_part` means that the text is
    only a given or a family name."""
    found: list[str] = []
    parts: list[str] = []
    at = 0
    for start, end in _runs(text):
        begin = len(text[at:start].rstrip()) + at
        if begin > at and _END.match(text, end) and _is_mark(text, start, end, is_part):
            parts.append(text[at:begin])
            found.append(text[start:end])
            at = end
    return "".join([*parts, text[at:]]), found


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of runs of marks with only commas between them."""
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


#: A family name and initials with a mark.
_INITIALS = re.compile(r"\b[^\W\d_][^\W\dA-Z_]+ [A-Z]{1,3}\d")
#: Words before the "and" of a family name of two.
_PORTUGUESE = frozenset("da das de do dos".split())


def _is_mark(text: str, start: int, end: int, is_part: bool) -> bool:
    """Return whether an apparent mark is one: `Byron 1`, but not `Author 1`, `H1` and `GPT-4`."""
    run = text[start:end]
    if run[0] not in "0123456789abcdefgh":
        return not run.startswith("$") or bool(re.search(r"[\^*]|\\[a-zA-Z]", run))
    # the names so far, between separators; a window keeps this fast
    *before, last_name = re.split("[;\n]", text[max(0, start - 80) : start])[-1].split(",")
    words = last_name.split()
    if not words or any(word.lower() in GROUP_WORDS for word in words):
        return False
    if run == "e" and not _PORTUGUESE.isdisjoint(words):  # `Silva, J. da Costa e`
        return False
    # a given name follows a comma: `Byron, Ada1`
    is_whole = len(words) > 1 or (run[0].isdigit() and (is_part or any(before)))
    if text[start - 1].isspace():
        return is_whole or (len(run) > 1 and not run.isalnum() and text[:start].count(",") > 0)
    last = words[-1]
    if len(last) < 2:  # `Lee N1, Ng A2` are initials, `H1` and `Kimi K2` may be names
        around = _INITIALS.findall(text, max(0, start - 80), end + 80)
        return len(words) > 1 and words[-2].istitle() and len(around) > 1
    if not (last[-1].isalpha() or (last[-1] == "." and is_whole)):
        return False
    is_word = len(last) < 3 or not last.isupper()
    return len(words) > 1 or (is_word and (is_whole or text[end : end + 1] == ","))


#: Marks of footnotes after titles. `Theta*` is a name, and `m²` a unit, so raised digits stay.
_FOOTNOTE = re.compile(
    r"(?<=[^\W\d_]{2}[^\W\d_.?!)\]])\s?(?:[†‡§¶☆✩]|\$\^\{?\\(?:dd?agger|ddag|dag|S|P)\}?\$)+$"
    r"|(?<=\s)(?P<word>[^\W\d_]\S{3,60}?)\s?(?:[*∗]|\$\^\{?(?:\*|\\ast|\\star)\}?\$)+$"
)


def without_footnote(title: str) -> tuple[str, str]:
    """Return a title without the mark of a footnote at its end, and a line for the report. After a
    word with capitals, `*` stays, since it may be a part of a name."""
    match = _FOOTNOTE.search(title[-100:])
    if not match:
        return title, ""
    word = match["word"] or ""
    mark = match[0].removeprefix(word)
    if word and not word.islower():
        return title, f'"{mark.strip()}" at the end may be the mark of a footnote'
    return title.removesuffix(mark), f'left out the mark of a footnote "{mark.strip()}"'


def without_titles(name: str, *, is_family: bool = False) -> tuple[str, list[str]]:
    """Return a name without titles and degrees, `Dr. Ada Byron, PhD`, and what was removed;
    `is_family` means that the given name is elsewhere."""
    found: list[str] = []
    for pattern in (_FIRST, _TITLE):
        match = pattern.match(name)
        if match and _LETTER.search(name, match.end()):
            found.append(match[0].strip())
            name = name[match.end() :]
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and (title := _TITLE.match(parts[1])) and title[0] != parts[1]:
        found.append(title[0].strip())
        parts[1] = parts[1][title.end() :]
    while 1 < len(parts) < 9 and is_degree(
        parts[-1], is_behind_name=is_family or _is_whole(parts[:-1])
    ):
        found.append(parts.pop())
    words = parts[-1].split()
    while len(words) > 1 and is_degree(
        words[-1],
        is_behind_name=is_family
        or (len(words) > 2 and words[0] not in PARTICLES and len(parts) == 1),
    ):
        found.append(words.pop())
        parts[-1] = " ".join(words)
    return (", ".join(parts) if found else name), found


def _is_whole(parts: list[str]) -> bool:
    """Return whether parts between commas already are a name."""
    return len(parts) > 1 or " " in parts[0]


def is_degree(text: str, *, is_behind_name: bool) -> bool:
    """Return whether a text is a degree. After a family name alone, `MD` and `M.D.` are
    initials."""
    key = text.replace(".", "").lower()
    if key in DEGREES:
        return True
    return is_behind_name and key in MAYBE_DEGREES and text.isupper()


_YEAR = r"(?:1\d{3}|20\d\d)\??"
_YEARS = rf"(?:(?:b|d|fl|ca?)\. ?|born )?{_YEAR}(?: ?[-–] ?(?:{_YEAR})?)?"
_ROLE = r"authors?|editors?|(?:eds?|hg|éd|transl?)\.|hrsg|herausgeber(?:in)?|translators?"
#: What libraries write after a name: years of birth and death, and roles.
_BESIDE = re.compile(rf"(?=\w)(?:{_YEARS})?\.?\s*(?:{_ROLE})?\.?", re.IGNORECASE)


def is_beside_name(text: str) -> bool:
    """Return whether a text between commas is years or a role, not a name: `1815-1852`,
    `editor`. `Ed.` may be both."""
    return _BESIDE.fullmatch(text) is not None
