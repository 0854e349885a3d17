"""What Zotero makes of a page: a model of its readers of embedded metadata and of COinS.

Zotero cannot be installed for tests. This follows what its translators "Embedded Metadata", "RDF"
and "COinS" are seen to do: which names they read, in which order, and how they take names apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

#: Highwire's names, the later one wins, as Zotero's table orders them.
_FIELDS = {
    "citation_title": "title", "citation_publication_date": "date", "citation_date": "date",
    "citation_journal_title": "publicationTitle", "citation_inbook_title": "publicationTitle",
    "citation_volume": "volume", "citation_issue": "issue", "citation_series_title": "series",
    "citation_conference_title": "conferenceName",
    "citation_dissertation_institution": "university",
    "citation_technical_report_institution": "institution",
    "citation_publisher": "publisher", "citation_isbn": "ISBN", "citation_abstract": "abstractNote",
    "citation_doi": "DOI", "citation_public_url": "url", "citation_language": "language",
}  # fmt: skip
_TYPES = {
    "citation_journal_title": "journalArticle", "citation_book_title": "bookSection",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_dissertation_institution": "thesis",
}  # fmt: skip
_ARTICLES = ("journalArticle", "bookSection", "conferencePaper")


@dataclass
class Item:
    """What would be saved."""

    type: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    creators: list[tuple[str, str]] = field(default_factory=list)
    """First and last name; a group has no first one."""
    tags: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.in_head = False
        self.metas: list[tuple[str, str]] = []
        self.contexts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tags of the head, and spans of COinS."""
        found = {name: value or "" for name, value in attrs}
        if tag in ("head", "body"):
            self.in_head = tag == "head"
        elif tag == "meta" and self.in_head:
            name = found.get("name") or found.get("property", "")
            if name and found.get("content"):
                self.metas.append((name, found["content"]))
        elif tag == "span" and "Z3988" in found.get("class", "").split():
            self.contexts.append(found.get("title", ""))


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    return page


def clean_author(text: str) -> tuple[str, str]:
    """First and last name, by the comma where there is one, else before the last word."""
    has_comma = "," in text
    text = re.sub(r"^[\s\u00a0.,/\[\]:]+|[\s\u00a0.,/\[\]:]+$", "", text)
    if has_comma:
        last, comma, first = text.partition(",")
        return (first.strip(), last.strip()) if comma else ("", text)
    first, _, last = text.rpartition(" ")
    return first, last


def embedded(html: str) -> Item:
    """The item that the page of one paper gives."""
    metas = _read(html).metas
    item, own = Item(), ""
    for name, content in metas:
        if name in _TYPES:
            item.type = _TYPES[name]
        elif name == "z:itemType":
            own = content
        elif name == "og:site_name":  # taken for the name of the journal
            item.fields["publicationTitle"] = content
        elif name == "og:type" and content == "website":
            own = own or "webpage"
    for name, target in _FIELDS.items():
        texts = [content for known, content in metas if known == name]
        if texts:
            item.fields[target] = " ".join(", ".join(texts).split())
    # a type of Highwire's is preferred, then Zotero's own, then the guess
    item.type = item.type or own or "journalArticle"
    authors = [content for name, content in metas if name == "citation_author"]
    for text in authors:
        names = re.split(r"\s*;\s*", text)
        if len(names) == 1 and len(authors) == 1:
            parts = re.split(r"\s*,\s*", names[0])
            if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
                names = parts
        item.creators += [clean_author(name) for name in names if re.search(r"[^\s,.;-]", name)]
    item.tags = [
        tag.strip() for name, content in metas if name == "citation_keywords"
        for tag in content.split(";") if tag.strip()
    ]  # fmt: skip
    pages = [dict(metas).get(f"citation_{end}page", "") for end in ("first", "last")]
    item.fields["pages"] = "-".join(filter(None, pages))
    return item


def listed(html: str) -> list[Item]:
    """The items that a list of papers offers."""
    return [_context(text) for text in _read(html).contexts]


def _context(text: str) -> Item:
    pairs = []
    for part in text.split("&"):
        key, _, value = part.partition("=")
        # it takes a plus for a blank, also one that is encoded: nothing can bring it one
        if text := unquote(re.sub(r"\+|%2B", " ", value, flags=re.IGNORECASE)):
            pairs.append((key, text))
    known = dict(pairs)
    kind = known["rft_val_fmt"].removeprefix("info:ofi/fmt:kev:mtx:")
    genres = {"bookitem": "bookSection", "proceeding": "conferencePaper", "report": "report"}
    item = Item(
        type={
            "journal": "journalArticle", "book": genres.get(known.get("rft.genre", ""), "book"),
            "dissertation": "thesis", "patent": "patent", "dc": "webpage",
        }[kind]
    )  # fmt: skip
    for key, value in pairs:
        _take(item, key, value)
    return item


def _take(item: Item, key: str, value: str) -> None:
    fields = item.fields
    plain = {
        "rft.date": "date", "rft.volume": "volume", "rft.issue": "issue", "rft.isbn": "ISBN",
        "rft.pub": "publisher", "rft.publisher": "publisher", "rft.edition": "edition",
        "rft.series": "series", "rft.inst": "university", "rft.language": "language",
        "rft.source": "publicationTitle",
    }  # fmt: skip
    if key in plain:
        fields[plain[key]] = value
    elif key == "rft_id" and value.startswith("info:doi/"):
        fields["DOI"] = value.removeprefix("info:doi/")
    elif key == "rft_id" and value.startswith(("http://", "https://")):
        fields["url"] = value
    elif key == "rft.type":
        item.type = value
    elif key == "rft.title":
        fields["publicationTitle" if item.type in _ARTICLES else "title"] = value
    elif key == "rft.atitle":
        fields["title"] = value
    elif key == "rft.jtitle":
        fields["publicationTitle"] = value
    elif key == "rft.btitle":
        fields["title" if item.type in ("book", "report") else "publicationTitle"] = value
    elif key in ("rft.au", "rft.creator", "rft.inventor"):
        item.creators.append(clean_author(value))
    elif key in ("rft.spage", "rft.epage"):
        fields["pages"] = "-".join(filter(None, (fields.get("pages"), value)))
