"""A record as a reference in APA style, 7th edition.

In: a Record. Out: the reference as plain text, or as HTML. What is italic there is what the style
prints so. The rules are those of the official CSL style (http://www.zotero.org/styles/apa), with
which a test compares; works of law, for which APA leaves its own rules for others, are set like
all else. A title keeps its capitals: the style leaves them to whoever wrote the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from papershelf.citations import parts, typography
from papershelf.citations.record import Creator, Record
from papershelf.text.dates import LONG_MONTHS, PartialDate
from papershelf.text.escape import Html, html

#: Parts of a periodical: the volume follows the container, no publisher is named.
_SERIAL = frozenset(
    "article-journal article-magazine article-newspaper periodical post-weblog review review-book"
    .split()
)  # fmt: skip
#: The same for what a conference prints.
_IN_SERIAL = _SERIAL | {"interview", "paper-conference"}
#: Works of one day, which is shown.
_DATED = frozenset(
    "article-magazine article-newspaper broadcast collection document event motion_picture pamphlet"
    " performance personal_communication post post-weblog song speech webpage".split()
)
#: Types that say no edition, volume or page in parentheses.
_BARE = _IN_SERIAL | frozenset("broadcast event patent performance post speech webpage".split())
_WEB = frozenset(("post", "webpage"))
#: Types whose volume is no part of the title.
_UNNUMBERED = _IN_SERIAL | _WEB
#: Types that stand in brackets behind the title.
_KINDS = {
    "broadcast": "Broadcast", "collection": "Collection", "dataset": "Dataset", "figure": "Figure",
    "graphic": "Graphic", "interview": "Interview", "map": "Map",
    "motion_picture": "Video recording", "personal_communication": "Letter",
    "song": "Audio recording", "software": "Computer software", "post": "Online post",
}  # fmt: skip
#: Their title is that of the work that they are about.
_REVIEWS = {"review": "Review of", "review-book": "Review of the book"}
#: Without authors their publisher is their author (APA 10.10, 10.16).
_SIGNED = frozenset(("entry-dictionary", "entry-encyclopedia", "software", "webpage"))
#: More authors than this are cut: the first 19, and the last.
_MAX_AUTHORS, _FIRST_AUTHORS = 20, 19


class Piece(NamedTuple):
    """A stretch of a reference."""

    text: str
    is_italic: bool = False


def to_plain(record: Record) -> str:
    """`Lovelace, A. (1843). Notes. *Scientific Memoirs*, 3, 666–731.` without the asterisks."""
    return "".join([piece.text for piece in _reference(record)])


#: Of ASCII, what an address must not hold and old DOIs do: `…15:1<114::AID…` (WHATWG URL, 4.3).
_ILLEGAL = re.compile(r'[<>"`{}|\\^]')


def to_html(record: Record) -> Html:
    """The same with `<i>`, its address a link."""
    pieces = _reference(record)
    shown = [f"<i>{html(text)}</i>" if is_italic else html(text) for text, is_italic in pieces]
    address = _address(record)
    if address:
        link = html(address)
        url = html(_ILLEGAL.sub(lambda found: f"%{ord(found[0]):02X}", address))
        shown[-1] = Html(f'{shown[-1][: -len(link)]}<a href="{url}" rel="noopener">{link}</a>')
    return Html("".join(shown))


def _reference(record: Record) -> list[Piece]:
    authors = _authors(record)
    if not authors and record.type in _SIGNED:
        authors, record = record.publisher, record._replace(publisher="")
    date = [Piece(f"({_date(record)})")]
    title = _title(record)
    kind = f"[{found}]" if (found := _kind(record)) else ""
    if authors:
        about = [*title, Piece(f" {kind}")] if kind else title
        sentences = [[Piece(typography.curled(authors))], date, about]
    else:  # the title takes their place
        sentences = [title, date, [Piece(kind)] if kind else []]
    pieces = _join([*sentences, *_source(record)], ". ")
    pieces = _ended(pieces)
    if address := _address(record):
        pieces.append(Piece(f" {address}"))
    return pieces


def _address(record: Record) -> str:
    return f"https://doi.org/{record.doi}" if record.doi else record.url


def _join(groups: Iterable[list[Piece]], delimiter: str) -> list[Piece]:
    """Groups that are not empty; a stop that is there already is not set again."""
    pieces: list[Piece] = []
    for group in groups:
        if not group:
            continue
        if pieces:
            if delimiter == ". ":
                pieces = _ended(pieces)
                pieces.append(Piece(" "))
            else:
                is_set = pieces[-1].text.endswith(",")  # some names of journals end so
                pieces.append(Piece(" " if is_set else delimiter))
        pieces += group
    return pieces


def _ended(pieces: list[Piece]) -> list[Piece]:
    last = pieces[-1]
    text = typography.ended(last.text)
    if text == f"{last.text}.":  # of the sentence, not of the title
        return [*pieces, Piece(".")]
    return [*pieces[:-1], Piece(text, last.is_italic)]


# --- authors -----------------------------------------------------------------------------------


def _authors(record: Record) -> str:
    creators, is_long = record.authors, len(record.authors) > _MAX_AUTHORS
    if is_long:
        creators = (*creators[:_FIRST_AUTHORS], creators[-1])
    names = [_name(creator, record.paper.language) for creator in creators]
    if record.is_cut:  # the manual has no rule for a list whose end nobody knows
        return ", ".join([*names[:_FIRST_AUTHORS], "et al."])
    if is_long:
        return f"{', '.join(names[:-1])}, … {names[-1]}"
    if len(names) > 1:
        names[-1] = f"& {names[-1]}"
    return ", ".join(names)


#: Scripts whose names have initials; those of the others are written family first, in one piece.
_LETTERS = re.compile(
    "[-0-9A-Za-z\u00c0-\u017f\u0218-\u021b\u0370-\u03ff\u0400-\u052f\u0590-\u05d4\u05d6-\u05ff"
    "\u0600-\u06ff\u0e01-\u0e5b\u1e00-\u1eff\u1f00-\u1fff\u200c-\u200e\u202a-\u202e]"
)
_STARTS = re.compile(f"(?![-0-9]){_LETTERS.pattern}")


def _name(creator: Creator, language: str) -> str:
    family, given, suffix, particle, literal = creator
    if literal:
        return literal
    if not _LETTERS.search(family):
        gap = " " if _STARTS.match(given) else ""
        return f"{particle}{family}{gap}{_initials(given) if gap else given}"
    if particle:
        gap = "" if particle[-1] in "’'-" else " "
        family = f"{particle}{gap}{family}"
    initials = _initials(given)
    if language[:2] in ("ja", "zh"):
        return f"{family} {initials}".strip()
    return ", ".join([part for part in (family, initials, suffix) if part])


_DOT = re.compile(r"\.(?=[^\s.-])")
#: A hyphen between two names; `Jean-luc` is one.
_HYPHEN = re.compile(r"\s*-\s*(?![a-z])")


@lru_cache(maxsize=20_000)  # many people share a given name
def _initials(given: str) -> str:
    """`Jean-Luc P.` → `J.-L. P.`; words in lower case stay, and what was cut already: `Chr.`"""
    if not given or not _STARTS.match(given):
        return given
    words = _DOT.sub(". ", given).replace(" -", "-").split()  # also of `P. -H.`
    return " ".join([_initial(word) for word in words])


def _initial(word: str) -> str:
    if "-" not in word:
        return _cut(word) if word.strip(".") else ""
    return "-".join([_cut(part) for part in _HYPHEN.split(word) if part.strip(".")])


def _cut(part: str) -> str:
    if part[0].islower() or not part[0].isalpha() or part.endswith("."):
        return part
    return f"{part[0]}."


# --- date and title ----------------------------------------------------------------------------


def _date(record: Record) -> str:
    date = record.issued
    is_out = record.issue or record.page or record.volume
    if record.type in _DATED or (record.type in ("interview", "paper-conference") and not is_out):
        return ", ".join(filter(None, (str(date.year), _month_and_day(date))))
    return str(date.year)


def _month_and_day(date: PartialDate) -> str:
    if not date.month:
        return ""
    month = LONG_MONTHS[date.month - 1]
    return f"{month} {date.day}" if date.day else month


def _title(record: Record) -> list[Piece]:
    """The title, and what identifies the work in parentheses."""
    title = typography.curled(record.plain_title)
    if record.type in _REVIEWS:
        return [Piece(f"[{_REVIEWS[record.type]} "), Piece(title, True), Piece("]")]
    is_alone = not record.container_title
    if is_alone and record.type not in _UNNUMBERED and (part := _named_volume(record)):
        title += f"{' ' if title.endswith(typography.ENDS) else ': '}{part}"
    pieces = [Piece(title, is_alone or record.type in _WEB)]
    identifier = ""
    if record.type in _WEB or (is_alone and record.type != "patent"):
        identifier = "; ".join(filter(None, (record.number, _item(record))))
    if identifier:
        pieces.append(Piece(f" ({identifier})"))
    return pieces


def _kind(record: Record) -> str:
    if record.type == "thesis":
        return typography.curled(record.publisher) if _address(record) else ""
    if record.type == "manuscript" and not (record.publisher or _address(record)):
        return "Unpublished manuscript"
    if record.type == "periodical" and record.container_title:
        return "Special issue"
    return _KINDS.get(record.type, "")


def _item(record: Record) -> str:
    """`2nd ed., Vol. 3, pp. 117–134`"""
    if record.type in _BARE:
        return ""
    said = [_edition(record.edition)]
    if record.type in ("document", "report", "standard"):
        said.append(record.collection_title)
    if _is_number(record.volume):
        said.append(_counted("Vol.", "Vols.", _number(record.volume)))
    if record.issue:
        said.append(_counted("Number", "Numbers", _number(record.issue)))
    if record.page:
        said.append(_counted("p.", "pp.", _pages(record.page)))
    return ", ".join(filter(None, said))


def _counted(one: str, several: str, text: str) -> str:
    return f"{several if _SEVERAL.search(text) else one} {text}"


_SEVERAL = re.compile("[–,&]")


_NUMBER = re.compile(r"\S*\d\S*(?:\s*[-–,&]\s*\S*\d\S*)*")
_NUMBERS = re.compile(r"(?<![^\s,&])(\w*\d\w*)\s*([-–&])\s*(\w*\d\w*)(?![^\s,&])")


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _number(text: str) -> str:
    """A double issue with an en dash: `1-2` → `1–2`; `Suppl. 1-2` is a name."""
    return _NUMBERS.sub(_joined, text) if _is_number(text) else text


def _joined(match: re.Match[str]) -> str:
    first, sign, last = match.groups()
    return f"{first}{' & ' if sign == '&' else '–'}{last}"


def _named_volume(record: Record) -> str:
    """A volume that has a name instead of a number."""
    volume = record.volume
    return "" if _is_number(volume) else f"{volume[:1].upper()}{volume[1:]}"


def _edition(text: str) -> str:
    """`2` and `2nd` → `2nd ed.`"""
    if not text.isdecimal():
        return f"{text} ed." if _ORDINAL.fullmatch(text) else text
    number = int(text)
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending} ed."


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


# --- source ------------------------------------------------------------------------------------


def _source(record: Record) -> list[list[Piece]]:
    """The container, and who published it."""
    is_english = record.paper.language[:2] in ("", "en")
    container = record.container_title
    named = typography.curled(typography.capitalised(container) if is_english else container)
    publisher = [Piece(typography.curled(record.publisher))] if record.publisher else []
    if record.type in _WEB:
        return [publisher, [Piece(named)] if named else []]
    if record.type in _IN_SERIAL:
        number = [Piece(_number(record.volume), True)] if record.volume else []
        if record.issue:
            number.append(Piece(f"({_number(record.issue)})"))
        pages = [Piece(_pages(record.page))] if record.page else []
        source = _join([[Piece(named, True)] if named else [], number, pages], ", ")
        return [source, publisher if record.type == "interview" else []]
    source = []
    if container:
        named = typography.curled(container)
        if part := _named_volume(record):
            named += f"{' ' if named.endswith(typography.ENDS) else ': '}{part}"
        source = [Piece("On " if record.type == "song" else "In "), Piece(named, True)]
        if item := _item(record):
            source.append(Piece(f" ({item})"))
    is_said = record.type == "thesis" and _address(record)
    return [source, [] if is_said else publisher]


def _pages(text: str) -> str:
    """Ranges with an en dash, their ends in full: `117-34` → `117–134`."""
    return parts.PAGES.sub(_expanded, text)


def _expanded(match: re.Match[str]) -> str:
    first, last = match.groups()
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}–{last}"
