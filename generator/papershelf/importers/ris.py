"""Convert RIS.

In: the text of a file. Out: a Draft for each record, including incomplete ones. Formats: the RIS
specification (2001 and 2011), as Zotero, EndNote, Scopus, Ovid and others write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.catalogue.item_types import IN_BOOKS
from papershelf.citations import parts
from papershelf.citations.ristags import tags_of
from papershelf.importers import extras, foreign, notices, risnumbers
from papershelf.importers.draft import (
    DASH,
    Draft,
    one_line,
    paragraphs,
    set_degree,
    set_institution,
)
from papershelf.importers.risnumbers import Tags
from papershelf.importers.tables import Table
from papershelf.importers.texts.markup import from_prose
from papershelf.text import dates, venues
from papershelf.text.shorten import cut
from papershelf.text.venues import VenueType

#: RIS type → CSL's. Whatever is not here is derived from the other fields.
TYPES = {
    "JOUR": "article-journal", "JFULL": "periodical", "EJOUR": "article-journal",
    "INPR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "WHOLE": "book", "CLSWK": "classic", "SER": "collection", "CHAP": "chapter",
    "ECHAP": "chapter", "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "PAMP": "pamphlet",
    "UNPB": "manuscript", "MANSCPT": "manuscript", "PAT": "patent", "DATA": "dataset",
    "AGGR": "dataset", "COMP": "software", "ELEC": "webpage", "BLOG": "post-weblog",
    "ICOMM": "personal_communication", "PCOMM": "personal_communication", "MAP": "map",
    "ART": "graphic", "FIGURE": "figure", "CHART": "figure", "VIDEO": "motion_picture",
    "MPCT": "motion_picture", "SOUND": "song", "MUSIC": "musical_score", "STAND": "standard",
    "STAT": "legislation", "BILL": "bill", "UNBILL": "bill", "CASE": "legal_case",
    "HEAR": "hearing", "LEGAL": "regulation", "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary", "PREPRINT": "article", "SLIDE": "speech", "MULTI": "document",
}  # fmt: skip
#: Types that some programs write in full.
_LONG_TYPES = {"JOURNAL ARTICLE": "JOUR", "CONFERENCE PAPER": "CPAPER", "BOOK SECTION": "CHAP",
               "THESIS": "THES", "REPORT": "RPRT", "PATENT": "PAT", "WEB PAGE": "ELEC"}  # fmt: skip
#: Fields whose text is the first value of their tags.
_TEXTS = tuple(
    row.name
    for row in (*PLAIN, FIELDS["abstract"], FIELDS["language"])
    if row.name not in ("pages", "event", "series", "number", "issue")
)
_DATES = FIELDS["published"].ris
_NOTES = FIELDS["notes"].ris

#: Some programs write tags in small letters.
_LINE = re.compile(r"([A-Z][A-Z0-9]|[a-z][a-z0-9](?=  -))(  |[ \t]{1,3})-(.*)")
#: Tags that also count if one space or a tab follows them. Other tags do not, because a line of an
#: abstract may begin with `US - `.
_TAGS = frozenset(
    "TY ER ID TI T1 T2 T3 CT BT JF JO JA J2 AU A1 A2 A3 A4 ED PY Y1 Y2 YR DA AB N1 N2 RN KW VL"
    " IS CP SP EP ET PB CY CN DO DB DP UR LK L1 L2 L3 L4 SN AN LA LB M1 M2 M3 C1 C2 C3 C4 C5 C6 C7"
    " C8 AD CA NV OP RI RP SE ST TA TT U1 U2 U3 U4 U5 UK".split()
)
START = re.compile(r"^\W{0,3}TY(?:  | ?\t| )-", re.MULTILINE)
_BEGUN_ANEW = "incomplete: another record begins before its ER"
CUT_OFF = "incomplete: its ER is missing"


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every record of a file, in order."""
    text = text.removeprefix("\ufeff")
    for line, tags, why_not in _records(text):
        key = next(iter(tags.get("ID", ())), "")
        if why_not:
            where = f"{name}:{line}" + (f" ({key})" if key else "")
            yield Draft(where=where, line=line, why_not=why_not)
        else:
            yield foreign.mapped(tags, table, line, partial(to_draft, where=f"{name}:{line}"))


def _records(text: str) -> Iterator[tuple[int, Tags, str]]:
    """Yield the line and tags of each record, and why it cannot be read. Text outside records is a
    database's header; tags between ER and the next TY belong to the record before (Ovid's NL)."""
    tags: dict[str, list[list[str]]] = {}
    begun, is_open, is_reported = 0, False, False
    last: list[str] = []  # lines of the value that may continue
    for number, line in enumerate(text.split("\n"), 1):
        tag, value = _parsed(line)
        if tag == "TY":
            if begun:
                yield begun, _joined(tags), _BEGUN_ANEW if is_open else ""
            last = [value]
            tags, begun, is_open = {"TY": [last]}, number, True
        elif tag == "ER" and not value:
            is_open = False
        elif tag not in ("", "ER") and begun:
            last = [value]
            tags.setdefault(tag, []).append(last)
        elif is_open:  # a continued line; so is `ER  - ` followed by words
            last.append(line)
        elif tag and not is_reported:
            is_reported = True
            yield number, {}, f'"{line.strip()[:60]}" is before the first TY'
    if begun:
        yield begun, _joined(tags), CUT_OFF if is_open else ""


def _joined(tags: dict[str, list[list[str]]]) -> Tags:
    """Join the lines of each value, only once: a value may have thousands."""
    return {
        tag: [
            extras.join(lines) if tag in _NOTES else one_line(" ".join(lines)) for lines in values
        ]
        for tag, values in tags.items()
    }


def _parsed(line: str) -> tuple[str, str]:
    """Return tag and value; an empty tag if the line continues the one before."""
    match = _LINE.fullmatch(line.strip("\r\n \ufeff"))
    tag = match[1].upper() if match else ""
    if not match or ((match[2] != "  " or match[1] != tag) and tag not in _TAGS):
        return "", ""
    return tag, one_line(match[3])


@dataclass(slots=True)
class _Record:
    """A record while it is read."""

    tags: Tags
    draft: Draft
    used: set[str] = field(default_factory=lambda: {"TY", "ID"})
    """Tags whose values the draft has."""

    @property
    def kind(self) -> str:
        """CSL's type."""
        return str(self.draft.fields["type"])

    def text(self, name: str, text: str) -> str:
        """Return a text without markup; our own export has none, even if it looks so."""
        return text if self.draft.is_ours else self.draft.read(name, text, from_prose)

    def first(self, name: str, tags: tuple[str, ...]) -> str:
        """Return the first value of the first tag that has one; the others go into `left` if they
        differ."""
        tag = next((tag for tag in tags if self.tags.get(tag)), "")
        if not tag:
            return ""
        self.used.add(tag)
        if self.tags[tag][1:]:
            self.draft.left[tag] = "; ".join(self.tags[tag][1:])
        return self.text(name, self.tags[tag][0])


def rename_left(draft: Draft, tags: Mapping[str, str]) -> None:
    """Give what is left of a record in another format its own tags; `tags` leads to those of
    RIS."""
    back = {ours: theirs for theirs, ours in tags.items()}
    draft.left = {back.get(tag, tag): text for tag, text in draft.left.items()}


def to_draft(tags: Tags, where: str) -> Draft:
    """Return the draft of a record with RIS tags."""
    tags = {tag: found for tag, values in tags.items() if (found := list(filter(None, values)))}
    key = next(iter(tags.get("ID", ())), "")
    draft = Draft(where=f"{where} ({key})" if key else where, key=key, order="family")
    draft.is_ours = tags.get("DP") == ["Papershelf"]
    record, fields = _Record(tags, draft), draft.fields
    kind = next(iter(tags.get("TY", ())), "").upper()
    fields["type"] = TYPES.get(kind) or TYPES.get(_LONG_TYPES.get(kind, ""), "")
    if kind and not fields["type"] and kind != "GEN":
        draft.left["TY"] = tags["TY"][0]
    _set_titles(record)
    _set_creators(record)
    fields["published"] = _date(tags, record.used)
    if not fields["title"]:
        draft.why_not = "no title"
    elif not fields["published"]:
        texts = [text for tag in _DATES for text in tags.get(tag, ())]
        draft.why_not = f'unreadable year: "{texts[0][:60]}"' if texts else _NO_YEAR
    _set_numbers(record)
    for name in _TEXTS:
        is_row = name == "publisher" and not draft.is_ours  # PB, which is not their venue
        fields[name] = record.first(
            name, FIELDS[name].ris if is_row else tags_of(name, record.kind)
        )
    _set_publisher(record)
    if not draft.is_ours and _EPUB.fullmatch(fields["edition"]):
        draft.left["ET"] = fields.pop("edition")
    if fields["place"] and not draft.is_ours and fields["type"] in parts.PLACELESS:
        draft.left["CY"] = fields.pop("place")
    fields["abstract"] = paragraphs(fields["abstract"])
    words = [record.text("keywords", text) for text in tags.get("KW", ())]
    if not draft.is_ours:
        words = _separated([_MAIN_TOPIC.sub(r"\1", text) for text in words])
    fields["keywords"] = [word for text in words for word in re.split(r";\s*", text)]
    _set_notes(record)
    fields["pages"] = _pages(tags, record.used)
    risnumbers.read(tags, draft, record.used)
    record.used |= {"KW", "DP"} if draft.is_ours else {"KW"}
    kept = {_letters(str(value)) for value in fields.values() if isinstance(value, str)}
    for tag, values in tags.items():
        rest = [text for text in values if _letters(text) not in kept]
        if tag not in record.used and rest:
            draft.left.setdefault(tag, "; ".join(rest))
    draft.left = {tag: cut(text) for tag, text in draft.left.items()}
    return draft


def _set_titles(record: _Record) -> None:
    """Read title, venue, event and series, whose tags depend on the type and on each other."""
    tags, draft, fields = record.tags, record.draft, record.draft.fields
    kind, row = record.kind, FIELDS["venue"].ris
    titles = FIELDS["title"].ris
    if kind in ("book", "thesis", "report", "collection"):
        titles = (*titles, "BT", "T2")  # BT is the title of a whole book
    fields["title"] = record.first("title", titles)
    venues_of = tuple(tag for tag in row if tag not in record.used)
    is_conf = draft.is_ours and tags.get("TY") == ["CONF"]
    if is_conf or (kind == VenueType.CONFERENCE and tags.get("C3")):  # of the proceedings
        fields["venue"], fields["event"] = (
            record.first("venue", ("C3",)),
            record.first("event", ("T2",)),
        )
    elif draft.is_ours:
        fields["venue"] = record.first("venue", tags_of("venue", kind))
        fields["event"] = record.first("event", FIELDS["event"].ris)
    elif kind in _IN_SERIES and tags.get("PB"):
        fields["venue"] = record.first("venue", tuple(tag for tag in venues_of if tag != "T2"))
    else:
        fields["venue"] = record.first("venue", venues_of)
    if fields["venue"].casefold() == fields["title"].casefold() and not draft.is_ours:
        fields["venue"] = ""
    fields["series"] = record.first("series", _series_tags(record))
    if kind in ("book", "collection") and not draft.is_ours and not fields["series"]:
        fields["series"], fields["venue"] = fields["venue"], ""
    fields["type"] = venues.type_beside(kind, fields["venue"])
    if kind != fields["type"] == VenueType.CONFERENCE:
        draft.left["TY"] = f"{tags['TY'][0]}; {fields['venue']} is a conference"


#: Types whose T2 is their series, as Zotero has it, where PB names who published them.
_IN_SERIES = frozenset({"report", "standard", "software"})


def _series_tags(record: _Record) -> tuple[str, ...]:
    """Tags of the series: T3, and in some types T2 where it is not the venue."""
    if record.draft.is_ours:
        return tags_of("series", record.kind)
    of_type = tags_of("series", record.kind)
    others = tuple(tag for tag in (*FIELDS["series"].ris, *of_type) if tag not in record.used)
    return others if record.kind != "standard" else tuple(tag for tag in others if tag != "T3")


def _set_creators(record: _Record) -> None:
    """Read names, whose tags depend on the type."""
    tags, draft = record.tags, record.draft
    names = _author_tags(tags)
    of_field: dict[str, tuple[str, ...]] = {"authors": names}
    of_field["editors"] = tags_of("editors", record.kind) if draft.is_ours else _editor_tags(record)
    if record.kind not in _TRANSLATED and not draft.is_ours:
        of_field["translators"] = ()
    if "EDBOOK" in tags.get("TY", ()):  # its AU are editors
        of_field |= {"authors": (), "editors": (*names, *of_field["editors"])}
    for name in CREATORS:
        found = of_field.get(name, FIELDS[name].ris)
        draft.fields[name] = [
            _name(text) if draft.is_ours else record.text(name, text)
            for tag in found
            for text in tags.get(tag, ())
        ]
        record.used |= {*found}


def _author_tags(tags: Tags) -> tuple[str, ...]:
    """Return the tags of authors: some programs write everyone as `A1` and again as `AU`, others
    only the first author as `A1`."""
    first, others = (
        {name.partition(",")[0].strip().casefold() for name in tags.get(tag, ())}
        for tag in ("A1", "AU")
    )
    return ("AU",) if first & others else ("A1", "AU")


def _editor_tags(record: _Record) -> tuple[str, ...]:
    """Tags of editors in files of other programs; A2 and A3 mean them in books alone."""
    of_type = {"book": ("A3",), "collection": ("A2",)}
    return ("ED", *(("A2",) if record.kind in IN_BOOKS else of_type.get(record.kind, ())))


def _set_numbers(record: _Record) -> None:
    """Read issue and number; some types have the number in `SN`, beside an ISBN."""
    fields, kind, issues = record.draft.fields, record.kind, FIELDS["issue"].ris
    of_type = tags_of("number", kind)
    is_numbered = kind in parts.NUMBERED and not record.draft.is_ours
    fields["issue"] = "" if is_numbered else record.first("issue", issues)
    if "SN" in of_type:
        fields["number"] = record.text(
            "number", risnumbers.own_number(record.tags, is_ours=record.draft.is_ours)
        )
    if not fields.get("number") and (is_numbered or record.draft.is_ours):
        others = tuple(tag for tag in of_type if tag != "SN")
        fields["number"] = record.first("number", (*others, *issues) if is_numbered else others)


def _set_publisher(record: _Record) -> None:
    """Undo what our own export says twice, for other programs, which have an institution here."""
    fields, kind = record.draft.fields, record.kind
    if not record.draft.is_ours:
        set_institution(fields)
    # RIS does not have all types of `VENUES`, so the type may be missing
    if not record.draft.is_ours or (kind and parts.VENUES.get(kind) != "publisher"):
        return
    if fields["publisher"] == fields["venue"]:
        fields["venue" if tags_of("publisher", kind) == ("A3",) else "publisher"] = ""


def _set_notes(record: _Record) -> None:
    """Read notes, the status that our own export has among them, and the kind of document."""
    tags, draft, fields = record.tags, record.draft, record.draft.fields
    notes = [record.text("notes", text) for tag in _NOTES for text in tags.get(tag, ())]
    aside = [] if draft.is_ours else [text for text in notes if _OF_THE_RECORD.match(text)]
    notes = [text for text in notes if text not in aside]
    draft.left |= {"N1": "; ".join(aside)} if aside else {}
    fields["status"] = next(filter(None, map(parts.status, notes)), "")
    fields["notes"] = "\n\n".join(text for text in notes if not parts.status(text))
    record.used |= {*_NOTES}
    document = "; ".join(tags.get("M3", ()))
    record.used |= {"M3"} if set_degree(draft, document) else set()
    if not draft.is_ours:
        notices.hear_document(document, draft)


#: The day of online publication, which EndNote has as the edition of an article.
_EPUB = re.compile(r"(?:epub )?\d{4}[/-]\d\d?(?:[/-]\d\d?)?", re.IGNORECASE)
#: PubMed's mark of a record's main topics: `*Looms`, `Looms/*history`.
_MAIN_TOPIC = re.compile(r"(^|/|; )\*(?=\w)")
#: Types whose A4 is a translator; of others it is a department, a sponsor or counsel.
_TRANSLATED = IN_BOOKS - {"paper-conference"} | {"book", "classic", "collection", "pamphlet"}
_NO_YEAR = "no year"
#: Remarks of Scopus, ProQuest and the Web of Science about their own records.
_OF_THE_RECORD = re.compile(
    r"(?:date revised|last updated) - \d"
    r"|(?:total )?times cited\b[^:]{0,60}: ?\d|cited reference count: ?\d"
    r"|(?:cited by|export date|coden|correspondence address|references?|tradenames|manufacturers"
    r"|funding (?:details|text)|chemicals/cas|molecular sequence|pubmed id|isi document)\b ?:",
    re.IGNORECASE,
)


def _separated(words: list[str]) -> list[str]:
    """Return the keywords of a record. Mendeley has all in one, with commas and without spaces; a
    comma with a space is part of a heading: `Engineering, Civil`."""
    is_one = len(words) == 1 and not re.search(r";|, |\(", words[0])
    return re.split(_COMMA, words[0]) if is_one else words


#: Not a comma of `N,N-dimethylaniline`.
_COMMA = r"(?<=[^\W\d_]{3}),(?=[^\W\d_]{3})"


def _letters(text: str) -> str:
    """Return the letters of a text, to compare two spellings."""
    return "".join(re.findall(r"\w+", text)).casefold()


def _name(text: str) -> dict[str, str]:
    """Return a name of our own export: `Family, Given, Suffix`, or a group without a comma."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or not parts[0]:
        return {"literal": text.strip(" ,")}
    name = {"family": parts[0], "given": parts[1], "suffix": ", ".join(parts[2:])}
    return {key: value for key, value in name.items() if value}


def _date(tags: Tags, used: set[str]) -> str:
    """Return the most precise of the dates; a date is `2014/05/12/other`, any text with a year, or
    `SEP 30` beside a year."""
    # empty parts keep their slashes
    texts = [(tag, text.rstrip("/ ")) for tag in _DATES for text in tags.get(tag, ())]
    year = next((date[:4] for _, text in texts if (date := dates.find(text)[0])), "")
    found = []
    for tag, text in texts:
        date, is_whole = dates.beside(text, year)
        if date:
            found.append((tag, date))
        if is_whole:
            used.add(tag)  # everything in it has been read
    years = {text[:4] for _, text in found[-1:]}
    best = max((text for _, text in found if text[:4] in years), key=len, default="")
    used -= {tag for tag, text in found if not best.startswith(text)}
    return best


def _pages(tags: Tags, used: set[str]) -> str:
    """Return the pages from SP to EP, or the article number."""
    name = "SP" if tags.get("SP") else "C7"
    start = next(iter(tags.get(name, ())), "")
    end = next(iter(tags.get("EP", ())), "")
    start = start.rstrip("-–— ") if end else start  # `1001-` and `1012`
    used |= {name, "EP"} if start else set()
    if DASH.search(start) or not end or end == start:
        return DASH.sub("-", start)
    if start and DASH.sub("-", end).startswith(f"{start}-"):  # the whole range
        return DASH.sub("-", end)
    return f"{start}-{end}" if start else ""
