"""A record as a reference in APA style, 7th edition.

In: a Record. Out: the reference as plain text, or as HTML with italics. The rules are those of the
official CSL style (http://www.zotero.org/styles/apa), and a test compares the two. Legal works, for
which APA adopts another style, are formatted like all others. Titles keep their capitalization.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from papershelf.catalogue.item_types import IN_ISSUES
from papershelf.citations import parts, typography
from papershelf.citations.apa_names import in_text, listed, role
from papershelf.citations.record import Record
from papershelf.text.dates import LONG_MONTHS, PartialDate
from papershelf.text.escape import Html, html

#: Parts of a periodical: the volume follows the container, and the publisher is omitted.
_SERIAL = IN_ISSUES | {"post-weblog"}
#: Types that are formatted the same way unless the work has editors.
_PERHAPS_SERIAL = frozenset(("interview", "paper-conference"))
#: Types whose date includes the month and day.
_DATED = frozenset(
    "article-magazine article-newspaper broadcast collection document event motion_picture pamphlet"
    " performance personal_communication post post-weblog song speech webpage".split()
)
#: Types without edition, volume and pages in parentheses.
_BARE = frozenset("broadcast event patent performance post speech webpage".split())
_WEB = frozenset(("post", "webpage"))
#: Types whose number belongs to the work, not to the container.
_NUMBERED_THEMSELVES = frozenset(("broadcast", "graphic", "map", "motion_picture"))
#: Descriptions in brackets after the title, by type.
_KINDS = {
    "broadcast": "Broadcast", "collection": "Collection", "dataset": "Dataset", "figure": "Figure",
    "graphic": "Graphic", "interview": "Interview", "map": "Map",
    "motion_picture": "Video recording", "personal_communication": "Letter",
    "song": "Audio recording", "software": "Computer software", "post": "Online post",
}  # fmt: skip
#: Types whose title is that of the reviewed work.
_REVIEWS = {"review": "Review of", "review-book": "Review of the book"}
#: Types whose publisher replaces missing authors (APA 10.10, 10.16).
_SIGNED = frozenset(("entry-dictionary", "entry-encyclopedia", "software", "webpage"))
_ENTRIES = frozenset(("entry-dictionary", "entry-encyclopedia"))
#: Types whose title precedes the names of the container's editors.
_BOOKS = frozenset(("book", "classic", "entry")) | _ENTRIES


class Piece(NamedTuple):
    """A part of a reference, italic or not."""

    text: str
    is_italic: bool = False


def to_plain(record: Record) -> str:
    """Return plain text: `Lovelace, A. (1843). Notes. Scientific Memoirs, 3, 666–731.`"""
    return "".join([piece.text for piece in _reference(record)])


#: ASCII characters that old DOIs contain but URLs must not: `…15:1<114::AID…` (WHATWG URL, 4.3).
_ILLEGAL = re.compile(r'[<>"`{}|\\^]')


def to_html(record: Record) -> Html:
    """Return the same as HTML with `<i>`; the address is a link."""
    pieces = _reference(record)
    shown = [f"<i>{html(text)}</i>" if is_italic else html(text) for text, is_italic in pieces]
    address = _address(record)
    if address:
        link = html(address)
        url = html(_ILLEGAL.sub(lambda found: f"%{ord(found[0]):02X}", address))
        shown[-1] = Html(f'{shown[-1][: -len(link)]}<a href="{url}">{link}</a>')
    return Html("".join(shown))


def _reference(record: Record) -> list[Piece]:
    language = record.paper.language
    authors = listed(record.authors, language, is_cut=record.is_cut)
    are_first = not _are_editors_apart(record)
    if are_first:
        authors = f"{listed(record.editors, language)} ({role(record.editors)})"
    if not authors and record.type in _SIGNED:
        authors, record = record.publisher, record._replace(publisher="")
    date = [Piece(f"({_date(record)})")]
    title = _title(record, are_first)
    kind = f"[{found}]" if (found := _kind(record)) else ""
    if authors:
        about = [*title, Piece(f" {kind}")] if kind else title
        sentences = [[Piece(typography.curled(authors))], date, about]
    else:  # the title takes their place
        sentences = [title, date, [Piece(kind)] if kind else []]
    pieces = _join([*sentences, *_source(record, are_first)], ". ")
    pieces = _ended(pieces)
    if address := _address(record):
        pieces.append(Piece(f" {address}"))
    return pieces


def _address(record: Record) -> str:
    return f"https://doi.org/{record.doi}" if record.doi else record.url


def _join(groups: Iterable[list[Piece]], delimiter: str) -> list[Piece]:
    """Join the groups that are not empty, without doubling punctuation."""
    pieces: list[Piece] = []
    for group in groups:
        if not group:
            continue
        if pieces:
            if delimiter == ". ":
                pieces = _ended(pieces)
                pieces.append(Piece(" "))
            else:
                is_set = pieces[-1].text.endswith(",")  # some journal names end with a comma
                pieces.append(Piece(" " if is_set else delimiter))
        pieces += group
    return pieces


def _ended(pieces: list[Piece]) -> list[Piece]:
    last = pieces[-1]
    text = typography.ended(last.text)
    if text == f"{last.text}.":  # the added full stop is not italic
        return [*pieces, Piece(".")]
    return [*pieces[:-1], Piece(text, last.is_italic)]


def _are_editors_apart(record: Record) -> bool:
    """Return whether the editors, if any, do not take the place of the authors."""
    if record.authors or not record.editors or record.paper.author_count:
        return True
    if record.type in _ENTRIES:
        return bool(record.publisher or record.container_title)
    return bool(record.container_title) and record.type in _BOOKS


# --- date and title ----------------------------------------------------------------------------


def _date(record: Record) -> str:
    date = record.issued
    is_out = record.issue or record.page or record.volume or record.editors
    if record.type in _DATED or (record.type in ("interview", "paper-conference") and not is_out):
        return ", ".join(filter(None, (str(date.year), _month_and_day(date))))
    return str(date.year)


def _month_and_day(date: PartialDate) -> str:
    if not date.month:
        return ""
    month = LONG_MONTHS[date.month - 1]
    return f"{month} {date.day}" if date.day else month


def _title(record: Record, are_first: bool) -> list[Piece]:
    """Return the title and identifying details in parentheses. `are_first` says that the editors
    take the place of the authors."""
    title = typography.curled(record.plain_title)
    is_alone = not record.container_title
    if record.type in _REVIEWS:
        said = [_contributors(record, are_first), _own_number(record) if is_alone else ""]
        lead = f"({identifier}) " if (identifier := "; ".join(filter(None, said))) else ""
        what = "Review of" if record.number else _REVIEWS[record.type]
        return [Piece(f"{lead}[{what} "), Piece(title, True), Piece("]")]
    is_numbered = not _is_serial(record) and record.type not in _WEB
    if is_alone and is_numbered and (part := _named_volume(record)):
        title += f"{' ' if title.endswith(typography.ENDS) else ': '}{part}"
    pieces = [Piece(title, is_alone or record.type in _WEB)]
    said = [] if record.type == "patent" else [_contributors(record, are_first)]
    if record.type in _WEB or is_alone:
        said += [_own_number(record), _item(record)]
    elif record.type in _NUMBERED_THEMSELVES:
        said.append(_own_number(record))
    if identifier := "; ".join(filter(None, said)):
        pieces.append(Piece(f" ({identifier})"))
    return pieces


def _is_serial(record: Record) -> bool:
    """Return whether the work is part of a periodical, or formatted like one."""
    if record.editors and record.type in _PERHAPS_SERIAL:
        return False
    return record.type in _SERIAL or record.type in _PERHAPS_SERIAL


def _contributors(record: Record, are_first: bool) -> str:
    """Return `E. Editor & F. Foe, Eds.; T. Translator, Trans.`, without people named elsewhere."""
    is_in_book = record.container_title and record.type not in _WEB
    editors = () if is_in_book or are_first or record.type in _SERIAL else record.editors
    said = [f"{in_text(editors, record.paper.language)}, {role(editors)}" if editors else ""]
    said.append(
        f"{in_text(record.translators, record.paper.language)}, Trans."
        if record.translators
        else ""
    )
    return "; ".join(filter(None, said))


def _own_number(record: Record) -> str:
    """Return `No. 12`; text that is not a number gets no `No.`"""
    number = record.number
    if not number or number.startswith("arXiv:"):
        return number
    text = f"{number[:1].upper()}{number[1:]}"
    if record.type == "patent":
        return f"Patent {text}"
    numbered = f"No. {text}" if record.type != "standard" and _is_number(number) else text
    return f"Publication {numbered}" if record.genre else numbered


def _kind(record: Record) -> str:
    if record.type == "thesis":
        genre = f"{record.genre[:1].upper()}{record.genre[1:]}"
        university = record.publisher if _address(record) else ""
        return typography.curled(", ".join(filter(None, (genre, university))))
    if record.type == "manuscript" and not (record.publisher or record.number or _address(record)):
        return "Unpublished manuscript"
    if record.type == "periodical" and record.container_title:
        return "Special issue"
    return _KINDS.get(record.type, "")


def _item(record: Record) -> str:
    """Return `2nd ed., Vol. 3, pp. 117–134`."""
    if record.type in _BARE or _is_serial(record):
        return ""
    said = [_edition(record.edition)]
    if record.type in ("document", "report", "standard"):
        said.append(_in_capitals(record, record.collection_title))
    if _is_number(record.volume):
        said.append(_counted("Vol.", "Vols.", _number(record.volume)))
    if record.issue:
        said.append(_counted("Number", "Numbers", _number(record.issue)))
    if record.page:
        said.append(_counted("p.", "pp.", to_pages(record.page)))
    return ", ".join(filter(None, said))


def _counted(one: str, several: str, text: str) -> str:
    return f"{several if _SEVERAL.search(text) else one} {text}"


_SEVERAL = re.compile("[–,&]")


_NUMBER = re.compile(r"\S*\d\S*(?:\s*[-–,&]\s*\S*\d\S*)*")
_NUMBERS = re.compile(r"(?<![^\s,&])(\w*\d\w*)\s*([-–&])\s*(\w*\d\w*)(?![^\s,&])")


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _number(text: str) -> str:
    """Put an en dash into a double issue: `1-2` → `1–2`. `Suppl. 1-2` is a name and stays."""
    return _NUMBERS.sub(_joined, text) if _is_number(text) else text


def _joined(match: re.Match[str]) -> str:
    first, sign, last = match.groups()
    return f"{first}{' & ' if sign == '&' else '–'}{last}"


def _named_volume(record: Record) -> str:
    """Return the volume if it has a name instead of a number."""
    volume = record.volume
    return "" if _is_number(volume) else f"{volume[:1].upper()}{volume[1:]}"


def _edition(text: str) -> str:
    """Return `2nd ed.` for `2` and `2nd`."""
    if not text.isdecimal():
        return f"{text} ed." if _ORDINAL.fullmatch(text) else text
    number = int(text)
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending} ed."


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


# --- source ------------------------------------------------------------------------------------


def _source(record: Record, are_first: bool) -> list[list[Piece]]:
    """Return the container, the publisher and the event."""
    container = record.container_title
    named = _in_capitals(record, container)
    publisher = [Piece(typography.curled(record.publisher))] if record.publisher else []
    where = [Piece(shown)] if (shown := _event(record)) else []
    if record.type in _WEB:
        return [publisher, where, [Piece(named)] if named else []]
    if _is_serial(record):
        number = [Piece(_number(record.volume), True)] if record.volume else []
        if record.issue:
            number.append(Piece(f"({_number(record.issue)})"))
        pages = [Piece(to_pages(record.page))] if record.page else []
        if record.number:  # of the article
            pages = [Piece(f"Article {record.number}")]
        series = _in_capitals(record, record.collection_title)
        whole = ", ".join(filter(None, (named, series)))
        source = _join([[Piece(whole, True)] if whole else [], number, pages], ", ")
        return [source, publisher if record.type == "interview" else [], where]
    source = []
    if container:
        named = typography.curled(container)
        if part := _named_volume(record):
            named += f"{' ' if named.endswith(typography.ENDS) else ': '}{part}"
        lead = "On " if record.type == "song" else "In "
        if record.editors and not are_first:
            lead += f"{in_text(record.editors, record.paper.language)} ({role(record.editors)}), "
        source = [Piece(lead), Piece(named, True)]
        own = "" if record.type in _NUMBERED_THEMSELVES else _own_number(record)
        if item := "; ".join(filter(None, (own, _item(record)))):
            source.append(Piece(f" ({item})"))
    is_said = record.type == "thesis" and _address(record)
    return [source, [] if is_said else publisher, where]


def _in_capitals(record: Record, title: str) -> str:
    """Return the title of a periodical or series, in title case if it is English."""
    is_english = record.paper.language[:2] in ("", "en")
    return typography.curled(typography.capitalised(title) if is_english else title)


def _event(record: Record) -> str:
    """Return the event, except for conference papers in proceedings."""
    is_out = record.editors or record.issue or record.page or record.volume
    if record.type == "paper-conference" and is_out:
        return ""
    return typography.curled(f"{record.event[:1].upper()}{record.event[1:]}")


def to_pages(text: str) -> str:
    """Write ranges with an en dash and full last pages: `117-34` → `117–134`."""
    return parts.PAGES.sub(_expanded, text)


def _expanded(match: re.Match[str]) -> str:
    first, last = match.groups()
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}–{last}"
