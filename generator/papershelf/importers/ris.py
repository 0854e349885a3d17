"""Convert RIS.

In: the text of a file. Out: a Draft for each record, including incomplete ones. Formats: the RIS
specification (2001 and 2011), as Zotero, EndNote, Scopus, Ovid and others write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.citations import parts
from papershelf.importers import foreign, notices
from papershelf.importers.draft import Draft, one_line, paragraphs, set_degree
from papershelf.importers.markup import from_prose
from papershelf.importers.tables import RECORD_PAGES, Table
from papershelf.text import dates, identifiers, venues
from papershelf.text.identifiers import SCHEMES
from papershelf.text.shorten import cut
from papershelf.text.venues import Kind

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
#: Ours ← theirs, the first tag that has a value.
_TITLES = FIELDS["title"].ris
_VENUES = FIELDS["venue"].ris
_TEXTS = {
    field.name: field.ris
    for field in (*PLAIN, FIELDS["abstract"], FIELDS["language"])
    if field.name not in ("pages", "event", "number", "issue")
}
_DATES = FIELDS["published"].ris
_NOTES = FIELDS["notes"].ris

_LINE = re.compile(r"([A-Z][A-Z0-9])(  |[ \t]{1,3})-(.*)")
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

Tags = dict[str, list[str]]
"""Values by tag, each on one line, in order."""


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every record of a file, in order."""
    text = text.removeprefix("\ufeff")
    for line, tags, why_not in _records(text):
        key = next(iter(tags.get("ID", ())), "")
        if why_not:
            draft = Draft(where=f"{name}:{line}" + (f" ({key})" if key else ""), why_not=why_not)
        else:
            kept, rows = foreign.split_off(tags, table)
            draft = to_draft(kept, f"{name}:{line}")
            foreign.apply(draft, rows)
        draft.line = line
        yield draft


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
    return {tag: [one_line(" ".join(lines)) for lines in values] for tag, values in tags.items()}


def _parsed(line: str) -> tuple[str, str]:
    """Return tag and value; an empty tag if the line continues the one before."""
    match = _LINE.fullmatch(line.strip("\r\n \ufeff"))
    if not match or (match[2] != "  " and match[1] not in _TAGS):
        return "", ""
    return match[1], one_line(match[3])


#: `山田, 太郎` is one person in RIS, but two in a typed list.
_EASTERN = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,4}), ?([^\x00-\u303f]{1,6})")


def to_draft(tags: Tags, where: str) -> Draft:
    """Return the draft of a record with RIS tags."""
    tags = {tag: found for tag, values in tags.items() if (found := list(filter(None, values)))}
    key = next(iter(tags.get("ID", ())), "")
    draft = Draft(where=f"{where} ({key})" if key else where, key=key)
    fields, used = draft.fields, {"TY", "ID"}
    draft.is_ours = tags.get("DP") == ["Papershelf"]
    # our own export contains no markup, even if it looks so

    def to_text(name: str, text: str) -> str:
        return text if draft.is_ours else draft.read(name, text, from_prose)

    def first(field: str, names: tuple[str, ...]) -> str:
        """Return the first value of the first tag that has one; the others go into `left` if they
        differ."""
        name = next((tag for tag in names if tags.get(tag)), "")
        if not name:
            return ""
        used.add(name)
        if tags[name][1:]:
            draft.left[name] = "; ".join(tags[name][1:])
        return to_text(field, tags[name][0])

    kind = next(iter(tags.get("TY", ())), "").upper()
    fields["type"] = TYPES.get(kind) or TYPES.get(_LONG_TYPES.get(kind, ""), "")
    if kind and not fields["type"] and kind != "GEN":
        draft.left["TY"] = tags["TY"][0]
    titles: tuple[str, ...] = _TITLES
    if fields["type"] in ("book", "thesis", "report", "collection"):
        titles = (*_TITLES, "BT", "T2")  # BT is the title of a whole book
    fields["title"] = first("title", titles)
    if fields["type"] == Kind.CONFERENCE and tags.get("C3"):  # of the proceedings
        fields["venue"], fields["event"] = first("venue", ("C3",)), first("event", ("T2",))
    else:
        fields["venue"] = first("venue", tuple(tag for tag in _VENUES if tag not in used))
    if fields["venue"] == fields["title"] and not draft.is_ours:
        fields["venue"] = ""
    kind, fields["type"] = fields["type"], venues.type_beside(fields["type"], fields["venue"])
    if kind != fields["type"] == Kind.CONFERENCE:
        draft.left["TY"] = f"{tags['TY'][0]}; {fields['venue']} is a conference"
    if not fields["title"]:
        draft.why_not = "no title"
    names = "AU" if tags.get("AU") else "A1"  # some programs write both
    tags_of = {"authors": [names], "editors": _editor_tags(fields["type"], draft)}
    if fields["type"] not in _TRANSLATED and not draft.is_ours:
        tags_of["translators"] = []
    if "EDBOOK" in tags.get("TY", ()):  # its AU are editors
        tags_of |= {"authors": [], "editors": [names, *tags_of["editors"]]}
    for field in CREATORS:
        fields[field] = [
            _name(text) if draft.is_ours or _EASTERN.fullmatch(text) else to_text(field, text)
            for tag in tags_of.get(field, FIELDS[field].ris)
            for text in tags.get(tag, ())
        ]
        used |= {*tags_of.get(field, FIELDS[field].ris)}
    if fields["type"] in ("book", "collection") and not draft.is_ours and not tags.get("T3"):
        tags |= {"T3": [fields["venue"]] if fields["venue"] else []}
        fields["venue"] = ""
    fields["published"] = _date(tags, used)
    if not fields["published"] and not draft.why_not:
        texts = [text for tag in _DATES for text in tags.get(tag, ())]
        draft.why_not = f'unreadable year: "{texts[0][:60]}"' if texts else _NO_YEAR
    for field, others in _TEXTS.items():
        fields[field] = first(field, others)
    is_numbered = fields["type"] in parts.NUMBERED and not draft.is_ours
    issues, numbers = FIELDS["issue"].ris, FIELDS["number"].ris
    fields["issue"] = "" if is_numbered else first("issue", issues)
    if is_numbered or draft.is_ours:
        fields["number"] = first("number", (*numbers, *issues) if is_numbered else numbers)
    if draft.is_ours:
        fields["event"] = fields.get("event") or first("event", FIELDS["event"].ris)
    if draft.is_ours and fields["type"] == "thesis" and fields["publisher"] == fields["venue"]:
        fields["publisher"] = ""  # exported only for other programs
    fields["abstract"] = paragraphs(fields["abstract"])
    words = (to_text("keywords", text) for text in tags.get("KW", ()))
    fields["keywords"] = [word for text in words for word in re.split(r";\s*", text)]
    notes = [to_text("notes", text) for tag in _NOTES for text in tags.get(tag, ())]
    aside = [] if draft.is_ours else [text for text in notes if _OF_THE_RECORD.match(text)]
    notes = [text for text in notes if text not in aside]
    draft.left |= {"N1": "; ".join(aside)} if aside else {}
    fields["status"] = next(filter(None, map(parts.status, notes)), "")
    fields["notes"] = "\n\n".join(text for text in notes if not parts.status(text))
    if not draft.is_ours:
        notices.hear_document("; ".join(tags.get("M3", ())), draft)
        used |= {"M3"} if set_degree(draft, "; ".join(tags.get("M3", ()))) else set()
    fields["pages"] = _pages(tags, used)
    _identifiers(tags, draft, used)
    used |= {"KW", *_NOTES}
    used |= {"DP"} if draft.is_ours else set()
    kept = {_letters(str(value)) for value in fields.values() if isinstance(value, str)}
    for tag, values in tags.items():
        rest = [text for text in values if _letters(text) not in kept]
        if tag not in used and rest:
            draft.left.setdefault(tag, "; ".join(rest))
    draft.left = {tag: cut(text) for tag, text in draft.left.items()}
    return draft


def _editor_tags(kind: str, draft: Draft) -> list[str]:
    """Tags of editors; A2 and A3 mean them in books alone."""
    if draft.is_ours:
        return [*FIELDS["editors"].ris]
    return ["ED", *(["A2"] if kind in _IN_BOOKS else ["A3"] if kind == "book" else [])]


_IN_BOOKS = frozenset("chapter paper-conference entry entry-dictionary entry-encyclopedia".split())
#: Types whose A4 is a translator; of others it is a department, a sponsor or counsel.
_TRANSLATED = _IN_BOOKS - {"paper-conference"} | {"book", "classic", "collection", "pamphlet"}
_NO_YEAR = "no year"
#: Scopus's remarks about its own record.
_OF_THE_RECORD = re.compile(
    r"(?:cited by|export date|coden|correspondence address|references?|tradenames|manufacturers"
    r"|funding (?:details|text)|chemicals/cas|molecular sequence|pubmed id|isi document)\b ?:",
    re.IGNORECASE,
)


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
    """Return the most precise of the dates; a date is `2014/05/12/other`, or any text with a
    year."""
    found = []
    for tag in _DATES:
        for text in tags.get(tag, ()):
            date, is_whole = dates.find(text.rstrip("/ "))  # empty parts keep their slashes
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
    used |= {name, "EP"} if start else set()
    if "-" in start or not end or end == start:
        return re.sub(r"\s*[-–]+\s*", "-", start)
    return f"{start}-{end}" if start else ""


def _identifiers(tags: Tags, draft: Draft, used: set[str]) -> None:
    fields = draft.fields
    addresses = [
        part
        for tag in ("UR", "LK")
        for text in tags.get(tag, ())
        for part in re.split(r"\s*;\s*(?=https?://)|\s+(?=https?://)", text)
    ]
    dois = [text for tag in ("DO", "L2", "L3", "M3") for text in tags.get(tag, ())]
    for text in (*dois, *addresses):
        match = re.search(r"10\.\d{4,9}/\S+", text)
        if match and "doi" not in fields and ("doi" in text.lower() or text.startswith("10.")):
            fields["doi"] = match[0].rstrip(".")
            used |= {tag for tag in ("L2", "L3", "M3") if tags.get(tag) == [text]}
        try:
            fields.setdefault("arxiv", identifiers.parse(SCHEMES["arxiv"], text))
        except ValueError:
            continue
    if len(set(tags.get("DO", ()))) > 1:
        draft.left["DO"] = "; ".join(tags["DO"][1:])
    used |= {"UR", "LK"} | ({"DO"} if fields.get("doi") or fields.get("arxiv") else set())
    if fields.get("arxiv") and str(fields.get("doi", "")).lower().startswith("10.48550/"):
        del fields["doi"]
    fields["urls"] = urls = dict[str, str]()
    if draft.is_ours and fields.get("arxiv"):  # our export gives the arXiv id by its URL
        addresses.remove(identifiers.address(SCHEMES["arxiv"], fields["arxiv"]))
    links = [("paper", text) for text in addresses]
    links += [("pdf", text) for text in tags.get("L1", ())]
    # Zotero puts PDFs here
    links += [("pdf", text) for text in tags.get("L4", ())[:1] if text.lower().endswith("pdf")]
    others: list[str] = []
    for link, text in links:
        is_page = text.startswith(("http://", "https://"))
        if is_page and link not in urls and (draft.is_ours or not RECORD_PAGES.match(text)):
            urls[link] = text
        elif text != urls.get(link) and not _says(text, fields):
            others.append(text)
    used |= {"L1"} | {tag for tag in ("L4",) if tags.get(tag, [""])[0] == urls.get("pdf")}
    if others:
        draft.left["UR"] = "; ".join(others)
    _numbers(tags, draft, used)


def _says(address: str, fields: dict[str, Any]) -> bool:
    """Return whether a URL is that of an identifier in `fields`."""
    return any(fields.get(name) and str(fields[name]) in address for name in ("doi", "arxiv"))


def _numbers(tags: Tags, draft: Draft, used: set[str]) -> None:
    """Read PubMed ids and ISBNs among numbers of other kinds."""
    fields = draft.fields
    base = " ".join((*tags.get("DB", ()), *tags.get("U1", ()))).lower()
    for name, tag in (("scopus", "C2"), ("embase", "C5")):
        if name in base and len(tags.get(tag, ())) == 1 and tags[tag][0].isdigit():
            fields["pmid"] = tags[tag][0]
            used.add(tag)
    is_pubmed = any("pubmed" in text.lower() for text in (*tags.get("DB", ()), *tags.get("DP", ())))
    others: dict[str, list[str]] = {}
    for tag in ("AN", "PM"):
        for text in tags.get(tag, ()):
            if (is_pubmed or tag == "PM") and text.isdigit() and "pmid" not in fields:
                fields["pmid"] = text
                used.add("DB")
            else:
                others.setdefault(tag, []).append(text)
    for text in tags.get("SN", ()):
        found = [number.replace("-", "") for number in re.findall(r"[\dXx-]{9,17}", text)]
        isbns = [n for n in found if len(n) in (10, 13) and identifiers.is_isbn(n)]
        if isbns and "isbn" not in fields:
            fields["isbn"] = isbns[0]
        if isbns != [fields.get("isbn")] or len(found) > 1:
            others.setdefault("SN", []).append(text)
    used |= {"AN", "PM", "SN"}
    draft.left |= {tag: "; ".join(texts) for tag, texts in others.items()}
