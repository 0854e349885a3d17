"""Room 4, importers: RIS, and the tagged export of the Web of Science, → drafts.

In: the text of a file. Out: a Draft for each record. Formats: the RIS specification (2001 and
2011), as Zotero, EndNote, Scopus, Ovid and others write it; rispy parses the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import rispy
from rispy.config import TAG_KEY_MAPPING, WOK_TAG_KEY_MAPPING

from generator.importers.draft import Draft, one_line, paragraphs
from generator.importers.markup import from_html
from generator.text import identifiers
from generator.text.identifiers import SCHEMES

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
#: Ours ← theirs, the first tag that has a value.
_TITLES = ("TI", "T1", "CT")
_VENUES = ("JF", "JO", "T2", "JA", "J2", "BT", "T3")
_TEXTS = {
    "publisher": ("PB",),
    "volume": ("VL",),
    "issue": ("IS", "CP"),
    "edition": ("ET",),
    "abstract": ("AB", "N2"),
    "language": ("LA",),
}
_DATES = ("DA", "Y1", "PY", "YR")
_NOTES = ("N1", "NO", "RN")
_READ = frozenset(
    (*_TITLES, *_VENUES, *_DATES, *_NOTES, "TY", "ER", "ID", "AU", "A1", "SP", "EP", "KW", "DO",
     "UR", "L1", "LK", "SN", "AN", "C7", "DB", *(tag for tags in _TEXTS.values() for tag in tags))
)  # fmt: skip
#: How the file came to be, not what the work is.
_SILENT = frozenset({"Y2", "DP", "L3", "L4", "RP", "AV", "M2", "U1", "U2", "U3", "U4", "U5"})
#: Names of languages, as databases write them → BCP 47.
_LANGUAGES = {
    "english": "en", "eng": "en", "german": "de", "ger": "de", "deu": "de", "french": "fr",
    "fre": "fr", "fra": "fr", "spanish": "es", "spa": "es", "italian": "it", "ita": "it",
    "dutch": "nl", "portuguese": "pt", "russian": "ru", "chinese": "zh", "japanese": "ja",
    "korean": "ko", "polish": "pl", "turkish": "tr", "swedish": "sv", "danish": "da",
}  # fmt: skip
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

#: Tag → itself, so that a tag that stands twice is kept twice.
_SAME = {tag: tag for tag in (*TAG_KEY_MAPPING, *"PM NO LK CT BT YR RN CP".split())}
#: rispy keeps what it does not know under its own name for "unknown tag".
_UNKNOWN = "UK"
_LISTS = [tag for tag in _SAME if tag not in ("TY", "ER", _UNKNOWN)]


def read(text: str, name: str) -> Iterator[Draft]:
    """Every record of a file, in its order."""
    if re.search(r"^PT [A-Z]\s*$", text, re.MULTILINE) and not re.search(r"^TY  -", text, re.M):
        yield from _web_of_science(text, name)
        return
    lines = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\ufeff?TY  -", line)
    ]
    records = rispy.loads(
        text.removeprefix("\ufeff"), mapping=_SAME, list_tags=_LISTS, delimiter_tags_mapping={}
    )
    for number, record in enumerate(records):
        line = lines[number] if number < len(lines) else 0
        tags = {
            tag: _values(value) for tag, value in record.items() if tag in _LISTS or tag == "TY"
        }
        unknown = record.get(_UNKNOWN) or {}
        yield _draft(
            tags, {tag: _values(value) for tag, value in unknown.items()}, f"{name}:{line}"
        )


def _values(value: Any) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    return [text for item in texts if (text := one_line(str(item)))]


def _draft(tags: dict[str, list[str]], unknown: dict[str, list[str]], where: str) -> Draft:
    key = next(iter(tags.get("ID", ())), "")
    draft = Draft(where=f"{where} ({key})" if key else where, key=key)
    fields = draft.fields

    # what we wrote ourselves holds no markup, whatever it looks like
    to_text = str if tags.get("DP") == ["Papershelf"] else from_html

    def first(names: tuple[str, ...]) -> str:
        return next((to_text(tags[tag][0]) for tag in names if tags.get(tag)), "")

    kind = next(iter(tags.get("TY", ())), "").upper()
    fields["type"] = TYPES.get(kind, "")
    titles: tuple[str, ...] = _TITLES
    if fields["type"] in ("book", "thesis", "report", "collection"):
        titles = (*_TITLES, "BT", "T2")  # BT is the title of a whole book
    fields["title"] = first(titles)
    fields["venue"] = "" if first(_VENUES) == fields["title"] else first(_VENUES)
    if not fields["title"]:
        draft.why_not = "it has no title"
    fields["authors"] = [_name(text) for tag in ("A1", "AU") for text in tags.get(tag, ())]
    if tags.get("A1") and tags.get("AU"):  # some write both
        fields["authors"] = [_name(text) for text in tags["AU"]]
    fields["published"] = _date(tags)
    if not fields["published"] and not draft.why_not:
        draft.why_not = "it has no year"
    for field, names in _TEXTS.items():
        fields[field] = first(names)
    fields["abstract"] = paragraphs(fields["abstract"])
    if to_text is from_html:
        fields["language"] = _LANGUAGES.get(fields["language"].lower(), fields["language"])
    fields["keywords"] = [word for text in tags.get("KW", ()) for word in re.split(r";\s*", text)]
    fields["notes"] = "\n\n".join(text for tag in _NOTES for text in tags.get(tag, ()))
    fields["pages"] = _pages(tags)
    _identifiers(tags, draft)
    for tag, values in (tags | unknown).items():
        if values and tag not in _READ and tag not in _SILENT:
            draft.left[tag] = "; ".join(values)[:200]
    return draft


def _name(text: str) -> dict[str, str]:
    """`Family, Given, Suffix`: RIS has the suffix last."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or not parts[0]:
        words = text.strip(" ,").split()
        # initials behind a name without a comma: `Smith JA`
        if len(words) > 1 and re.fullmatch(r"[A-Z]{1,3}", words[-1]):
            return {"family": " ".join(words[:-1]), "given": words[-1]}
        return {"literal": text.strip(" ,")}
    given, suffix = parts[1], ", ".join(parts[2:])
    name = {"family": parts[0], "given": given, "suffix": suffix}
    return {key: value for key, value in name.items() if value}


def _date(tags: dict[str, list[str]]) -> str:
    """`2014/05/12/other`, or any text with a year; the most precise of what is there."""
    found = []
    for tag in _DATES:
        for text in tags.get(tag, ()):
            parts = [part.strip() for part in re.split(r"[/-]", text)]
            year = re.search(r"(?<!\d)(\d{4})(?!\d)", text)
            if not year:
                continue
            month = day = ""
            if parts[0] == year[1] and len(parts) > 1:
                month = _month(parts[1])
                day = parts[2] if month and len(parts) > 2 and parts[2].isdigit() else ""
            else:
                month = _month(text)
            date = [year[1], month, day.zfill(2) if day else ""]
            found.append("-".join(part for part in date if part))
    years = {text[:4] for text in found[-1:]}
    return max((text for text in found if text[:4] in years), key=len, default="")


def _month(text: str) -> str:
    if text.isdigit():
        return text.zfill(2) if 1 <= int(text) <= 12 else ""
    words = [word[:3] for word in re.findall("[a-z]{3,}", text.lower())]
    found = next((word for word in words if word in _MONTHS), "")
    return f"{_MONTHS.index(found) + 1:02}" if found else ""


def _pages(tags: dict[str, list[str]]) -> str:
    start = next(iter(tags.get("SP", ())), "") or next(iter(tags.get("C7", ())), "")
    end = next(iter(tags.get("EP", ())), "")
    if "-" in start or not end or end == start:
        return re.sub(r"\s*[-–]+\s*", "-", start)
    return f"{start}-{end}"


def _identifiers(tags: dict[str, list[str]], draft: Draft) -> None:
    fields = draft.fields
    addresses = [text for tag in ("UR", "LK") for text in tags.get(tag, ())]
    urls: dict[str, str] = {}
    for text in (*tags.get("DO", ()), *addresses):
        match = re.search(r"10\.\d{4,9}/\S+", text)
        if match and "doi" not in fields and ("doi" in text.lower() or text.startswith("10.")):
            fields["doi"] = match[0].rstrip(".")
        try:
            fields.setdefault("arxiv", identifiers.parse(SCHEMES["arxiv"], text))
        except ValueError:
            continue
    if fields.get("arxiv") and str(fields.get("doi", "")).lower().startswith("10.48550/"):
        del fields["doi"]
    for text in addresses:
        if text.startswith(("http://", "https://")):
            urls.setdefault("paper", text)
    for text in tags.get("L1", ()):
        if text.startswith(("http://", "https://")):
            urls.setdefault("pdf", text)
    fields["urls"] = urls
    is_pubmed = any("pubmed" in text.lower() for text in (*tags.get("DB", ()), *tags.get("DP", ())))
    for text in tags.get("AN", ()):
        if is_pubmed and text.isdigit():
            fields["pmid"] = text
        else:
            draft.left["AN"] = text
    for text in tags.get("SN", ()):
        for number in re.findall(r"[\dXx-]{9,17}", text):
            digits = number.replace("-", "")
            if len(digits) in (10, 13) and identifiers.is_isbn(digits):
                fields.setdefault("isbn", digits)
        if "isbn" not in fields:
            draft.left["SN"] = text


# --- Web of Science ----------------------------------------------------------------------------

_WOS = {"TI": "TI", "AF": "AU", "SO": "JF", "PY": "PY", "AB": "AB", "VL": "VL", "IS": "IS",
        "BP": "SP", "EP": "EP", "DI": "DO", "DE": "KW", "PU": "PB", "LA": "LA"}  # fmt: skip
_WOS_TYPES = {"J": "JOUR", "B": "BOOK", "S": "SER", "P": "PAT"}


def _web_of_science(text: str, name: str) -> Iterator[Draft]:
    same = {tag: tag for tag in WOK_TAG_KEY_MAPPING}
    records = rispy.loads(text, implementation=rispy.WokParser, mapping=same)
    for number, record in enumerate(records, 1):
        tags = {_WOS[tag]: _values(value) for tag, value in record.items() if tag in _WOS}
        for tag in ("TI", "AB", "JF"):  # wrapped over lines
            if tag in tags:
                tags[tag] = [" ".join(tags[tag])]
        tags["TY"] = [_WOS_TYPES.get(str(record.get("PT", "J")), "GEN")]
        others = {
            tag: _values(value)
            for tag, value in record.items()
            if tag in ("SN", "C1", "FU", "CR", "SC", "JI") and tag not in _WOS
        }
        yield _draft(tags, others, f"{name}: record {number}")
