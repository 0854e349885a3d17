"""A record as an item of CSL-JSON.

In: a Record. Out: the JSON of one item in one line. Fields without a CSL variable go into `custom`,
which CSL reserves for them, so that nothing is lost.
Format: the CSL-JSON schema 1.0.2, csl-data.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from papershelf.catalogue import write
from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN
from papershelf.catalogue.model import Paper
from papershelf.citations import parts
from papershelf.citations.record import Creator, Record

#: Plain fields whose text comes from the record instead of the catalogue.
_OF_RECORD: dict[str, Callable[[Record], str]] = {
    "series": lambda record: record.collection_title,
    "publisher": lambda record: record.publisher,
    "number": lambda record: record.number,
    "pages": lambda record: record.page,
}
#: Parts of CSL's names, in the order of a Creator's attributes.
_PARTS = ("family", "given", "suffix", "non-dropping-particle", "literal")
#: Fields of names → CSL variables; below, the same for plain fields.
_CREATORS = {name: FIELDS[name].csl[0] for name in CREATORS}
_PLAIN = {field.name: field.csl[0] for field in PLAIN if field.csl}
#: Fields that a full item has unchanged in variables; other fields are in `custom`.
_SAID = _PLAIN | {
    name: FIELDS[name].csl[0] for name in "type isbn pmid pmcid abstract notes language".split()
}
_OTHERS = tuple(
    name
    for name in FIELDS
    if name not in {*_SAID, *_CREATORS, "title", "published", "added", "venue"}
)
#: Without a check for cycles: papers are read from files without references, so none can occur.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def to_file(items: Iterable[str]) -> str:
    """Return a list of items, one per line."""
    lines = ",\n".join(items)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def to_entry(record: Record) -> str:
    """Return the variables that a bibliography prints."""
    return _encode(to_item(record))


def to_full_entry(record: Record) -> str:
    """Return all fields of the paper."""
    return completed(to_entry(record), record)


def completed(entry: str, record: Record) -> str:
    """Add to an item of `to_entry` the fields that it omits."""
    return f"{entry[:-1]}, {_encode(_more(record))[1:]}"


def to_item(record: Record) -> dict[str, Any]:
    """Return one item as data."""
    item: dict[str, Any] = {"id": record.key, "type": record.type}
    for name, variable in _CREATORS.items():
        if creators := getattr(record, name):
            item[variable] = [_name(creator) for creator in creators]
    item["issued"] = {"date-parts": [[part for part in record.issued if part]]}
    item |= {variable: text for variable, text in _texts(record) if text}
    if record.paper.language:
        item["language"] = record.paper.language
    if parts.warning(record.paper):
        item["status"] = record.paper.status
    return item


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield CSL's variables for plain text."""
    yield "title", record.plain_title
    yield "genre", record.genre
    yield "container-title", record.container_title
    for name, variable in _PLAIN.items():
        yield variable, _OF_RECORD[name](record) if name in _OF_RECORD else record.paper.value(name)
        if name == "number":
            yield "collection-number", record.collection_number
    yield "DOI", record.doi
    yield "ISBN", record.isbn
    yield "PMID", record.pmid
    yield "PMCID", record.paper.pmcid
    yield "URL", record.url


def _more(record: Record) -> dict[str, Any]:
    """Return the other variables, and in `custom` the fields without a variable."""
    paper = record.paper
    texts = {"abstract": paper.abstract, "note": paper.notes, "keyword": ", ".join(paper.keywords)}
    own = {
        name: write.to_data(value)
        for name in _OTHERS
        if (value := paper.value(name)) not in ("", (), None) and value != {}
    }
    own |= _otherwise(record)
    more = {variable: text for variable, text in texts.items() if text}
    return {**more, "custom": {"papershelf": own}}


def _otherwise(record: Record) -> dict[str, Any]:
    """Return fields whose values in the catalogue differ from those of the item's variables."""
    paper = record.paper
    own: dict[str, Any] = {}
    if paper.title != record.plain_title:
        own["title"] = paper.title
    if paper.published != record.issued:
        own["published"] = str(paper.published)
    composed = set(_composed(paper.type, paper.arxiv))
    own |= {
        name: text
        for name, to_text in _OF_RECORD.items()
        if name != "publisher" and (text := paper.value(name))
        if name in composed or text != to_text(record)
    }
    if paper.added.day:
        own["added"] = str(paper.added)
    for field in _CREATORS:
        names = paper.value(field)
        if any(name.orcid or name.affiliation or name.url for name in names):
            own[field] = write.to_data(names)
    if paper.series and "series" in composed:
        own["venue"] = paper.venue
    if "publisher" in composed:
        if paper.venue != record.publisher:
            own["venue"] = paper.venue
        if paper.publisher:
            own["publisher"] = paper.publisher
    return own


def from_item(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an item from `to_full_entry`, except the date."""
    fields = {ours: item[theirs] for ours, theirs in _SAID.items() if theirs in item}
    own: dict[str, Any] = item["custom"]["papershelf"]
    kind = item.get("type", "")
    for name in _composed(kind, own.get("arxiv", "")):
        fields.pop(name, None)
    fields["title"] = item.get("title", "")
    for name, variable in _CREATORS.items():
        given = item.get(variable) or ()
        fields[name] = [_from_name(each) for each in given if isinstance(each, dict)]
    venue = parts.VENUES.get(kind, "container-title")
    fields["venue"] = item.get(venue) or item.get("container-title", "")
    return fields | own


def _composed(kind: str, arxiv: str) -> Iterator[str]:
    """Yield plain fields whose variable holds another value for this type: for a report, CSL's
    `publisher` is the venue."""
    venue_is = parts.VENUES.get(kind)
    if venue_is == "publisher":
        yield "publisher"
    if venue_is == "collection-title":
        yield "series"
    if kind in parts.IN_SERIES or (arxiv and kind == "article"):
        yield "number"


def _from_name(name: dict[str, str]) -> dict[str, str]:
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family"))))
    parts = {part: name.get(part, "") for part in ("given", "suffix", "literal")}
    return {part: text for part, text in (parts | {"family": family}).items() if text}


def _name(creator: Creator) -> dict[str, str]:
    return {part: text for part, text in zip(_PARTS, creator) if text}


def to_data(paper: Paper) -> dict[str, Any]:
    """Return the fields of a paper as plain data, in the order of the table, without empty ones.
    `added` is omitted if the catalogue does not give it."""
    values = {name: paper.value(name) for name in FIELDS}
    if not paper.added.day:
        del values["added"]
    return {
        name: write.to_data(value)
        for name, value in values.items()
        if value not in ("", (), None) and value != {}
    }
