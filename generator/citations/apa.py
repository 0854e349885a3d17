"""Room 3, citations: a record as a reference in APA style, 7th edition.

In: a Record. Out: the reference as plain text, or as HTML. What is italic there is what the style
prints so. The rules are those of the official CSL style (http://www.zotero.org/styles/apa), with
which a test compares; works of law, for which APA leaves its own rules for others, are set like
all else. A title keeps its capitals: the style leaves them to whoever wrote the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from generator.citations.record import Creator, Record
from generator.text.dates import LONG_MONTHS, PartialDate
from generator.text.escape import Html, html

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
#: Types that stand in brackets behind the title.
_KINDS = {
    "broadcast": "Broadcast", "collection": "Collection", "dataset": "Dataset", "figure": "Figure",
    "graphic": "Graphic", "interview": "Interview", "map": "Map",
    "motion_picture": "Video recording", "personal_communication": "Letter",
    "song": "Audio recording", "software": "Computer software", "post": "Online post",
}  # fmt: skip
#: Their title is that of the work that they are about.
_REVIEWS = {"review": "Review of", "review-book": "Review of the book"}
#: More authors than this are cut: the first 19, and the last.
_MAX_AUTHORS, _FIRST_AUTHORS = 20, 19
#: Words of a container's name that stay as they are written.
_SMALL = frozenset(
    "about above across after against al along alongside amid among and around as at atop before"
    " behind below beneath beside besides between beyond but by c ca circa de despite down during"
    " et except for from given in inside into lest like near next nor of off on onto or out outside"
    " over per plus pro qua sans since so than the through throughout till to toward towards under"
    " underneath until unto up upon v v. van versus via von vs vs. with within without yet a an"
    .split()
)  # fmt: skip


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
    parts = [f"<i>{html(text)}</i>" if is_italic else html(text) for text, is_italic in pieces]
    address = _address(record)
    if address:
        link = html(address)
        url = html(_ILLEGAL.sub(lambda found: f"%{ord(found[0]):02X}", address))
        parts[-1] = Html(f'{parts[-1][: -len(link)]}<a href="{url}" rel="noopener">{link}</a>')
    return Html("".join(parts))


def _reference(record: Record) -> list[Piece]:
    authors = _authors(record)
    date = [Piece(f"({_date(record)})")]
    title = _title(record)
    kind = f"[{found}]" if (found := _kind(record)) else ""
    if authors:
        about = [*title, Piece(f" {kind}")] if kind else title
        sentences = [[Piece(_curled(authors))], date, about]
    else:  # the title takes their place
        sentences = [title, date, [Piece(kind)] if kind else []]
    pieces = _join([*sentences, *_source(record)], ". ")
    pieces = _ended(pieces)
    if address := _address(record):
        pieces.append(Piece(f" {address}"))
    return pieces


def _address(record: Record) -> str:
    return f"https://doi.org/{record.doi}" if record.doi else record.url


#: Behind these no full stop is set.
_STOPS = (".", "?", "!", ".”", "?”", "!”")


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
                pieces.append(Piece(delimiter))
        pieces += group
    return pieces


def _ended(pieces: list[Piece]) -> list[Piece]:
    last = pieces[-1]
    if last.text.endswith(_STOPS):
        return pieces
    if last.text.endswith("”"):
        return [*pieces[:-1], Piece(f"{last.text[:-1]}.”", last.is_italic)]
    return [*pieces, Piece(".")]


# --- authors -----------------------------------------------------------------------------------


def _authors(record: Record) -> str:
    names = [_name(creator, record.paper.language) for creator in record.authors]
    if len(names) > _MAX_AUTHORS:
        return f"{', '.join(names[:_FIRST_AUTHORS])}, … {names[-1]}"
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
    return ", ".join(filter(None, (family, initials, suffix)))


_DOT = re.compile(r"\.(?=[^\s.-])")
#: A hyphen between two names; `Jean-luc` is one.
_HYPHEN = re.compile(r"\s*-\s*(?![a-z])")


def _initials(given: str) -> str:
    """`Jean-Luc P.` → `J.-L. P.`; words in lower case stay, and what was cut already: `Chr.`"""
    if not given or not _STARTS.match(given):
        return given
    return " ".join([_initial(word) for word in _DOT.sub(". ", given).split()])


def _initial(word: str) -> str:
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
    title = _curled(record.plain_title)
    if record.type in _REVIEWS:
        return [Piece(f"[{_REVIEWS[record.type]} "), Piece(title, True), Piece("]")]
    is_alone = not record.container_title
    if is_alone and record.type not in _IN_SERIAL | _WEB and (part := _named_volume(record)):
        title += f"{' ' if title.endswith(_STOPS) else ': '}{part}"
    pieces = [Piece(title, is_alone or record.type in _WEB)]
    identifier = ""
    if record.type in _WEB or (is_alone and record.type != "patent"):
        identifier = "; ".join(filter(None, (record.number, _item(record))))
    if identifier:
        pieces.append(Piece(f" ({identifier})"))
    return pieces


def _kind(record: Record) -> str:
    if record.type == "thesis":
        return record.publisher if _address(record) else ""
    if record.type == "manuscript" and not (record.publisher or _address(record)):
        return "Unpublished manuscript"
    if record.type == "periodical" and record.container_title:
        return "Special issue"
    return _KINDS.get(record.type, "")


def _item(record: Record) -> str:
    """`2nd ed., Vol. 3, pp. 117–134`"""
    if record.type in _BARE:
        return ""
    parts = [_edition(record.edition)]
    if record.type in ("document", "report", "standard"):
        parts.append(record.collection_title)
    if _is_number(record.volume):
        parts.append(f"Vol. {record.volume}")
    if record.issue:
        parts.append(f"Number {record.issue}")
    if record.page:
        pages = _pages(record.page)
        parts.append(f"{'pp.' if _is_range(pages) else 'p.'} {pages}")
    return ", ".join(filter(None, parts))


_NUMBER = re.compile(r"\S*\d\S*(?:\s*[-–,&]\s*\S*\d\S*)*")


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _named_volume(record: Record) -> str:
    """A volume that has a name instead of a number."""
    volume = record.volume
    return "" if _is_number(volume) else f"{volume[:1].upper()}{volume[1:]}"


def _edition(text: str) -> str:
    if not text.isdecimal():
        return text
    number = int(text)
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending} ed."


_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


# --- source ------------------------------------------------------------------------------------


def _source(record: Record) -> list[list[Piece]]:
    """The container, and who published it."""
    is_english = record.paper.language[:2] in ("", "en")
    container = record.container_title
    named = _curled(_capitalised(container) if is_english else container)
    publisher = [Piece(_curled(record.publisher))] if record.publisher else []
    if record.type in _WEB:
        return [publisher, [Piece(named)] if named else []]
    if record.type in _IN_SERIAL:
        number = [Piece(record.volume, True)] if record.volume else []
        if record.issue:
            number.append(Piece(f"({record.issue})"))
        pages = [Piece(_pages(record.page))] if record.page else []
        source = _join([[Piece(named, True)] if named else [], number, pages], ", ")
        return [source, publisher if record.type == "interview" else []]
    source = []
    if container:
        source = [Piece("On " if record.type == "song" else "In "), Piece(_curled(container), True)]
        if part := _named_volume(record):
            source.append(Piece(f": {part}", True))
        if item := _item(record):
            source.append(Piece(f" ({item})"))
    is_said = record.type == "thesis" and _address(record)
    return [source, [] if is_said else publisher]


_BOUNDS = re.compile(r"([^\s,–—-]+)\s*[-–—]+\s*([^\s,–—-]+)")


def _pages(text: str) -> str:
    """Ranges with an en dash, their ends in full: `117-34` → `117–134`."""
    return _BOUNDS.sub(_expanded, text)


def _expanded(match: re.Match[str]) -> str:
    first, last = match.groups()
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}–{last}"


def _is_range(pages: str) -> bool:
    return "–" in pages or "," in pages


def _capitalised(text: str) -> str:
    """A container's name with a capital on each word that is not small."""
    if text == text.title():
        return text
    words = text.split(" ")
    return " ".join([_capital(word, is_first=not number) for number, word in enumerate(words)])


def _capital(word: str, *, is_first: bool) -> str:
    """APA 6.17: both parts of a hyphenated word, too."""
    parts = word.split("-")
    return "-".join(
        [
            f"{part[0].upper()}{part[1:]}"
            if part.islower() and part[0].islower() and (part not in _SMALL or (is_first and not n))
            else part
            for n, part in enumerate(parts)
        ]
    )


# --- quotation marks ---------------------------------------------------------------------------

_QUOTE = re.compile(r"<[^<>]*>|[\"']")
#: A quotation in single marks, not an apostrophe.
_SINGLE = re.compile(r"(?<![^\s(\[\"])'(?=\S)([^\"']+)(?<=\S)'(?!\w)")


def _curled(text: str) -> str:
    """Straight quotation marks and apostrophes as a printer sets them, the outer ones double."""
    if '"' not in text and "'" not in text:
        return text
    if "'" in text:
        text = _SINGLE.sub(r"‘\1’" if '"' in text else r"“\1”", text)

    def curl(match: re.Match[str]) -> str:
        if match[0] == "'":
            return "’"
        if match[0] != '"':  # the attributes of an element are not quoted
            return match[0]
        before = text[match.start() - 1 : match.start()] if match.start() else " "
        return "“" if before.isspace() or before in "([{—–/-‘" else "”"

    return _QUOTE.sub(curl, text)
