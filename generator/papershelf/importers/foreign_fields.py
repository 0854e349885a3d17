"""Set the fields of a draft from values that have names of other programs.

In: their name, our name, a value of JSON, YAML or CSV. Out: a field of the draft; what has no place
is in its `left`. `foreign` finds the records of a file and our names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from papershelf.catalogue.fields import CREATORS, FIELDS, PLAIN, plain
from papershelf.catalogue.item_types import TYPES, TYPES_BY_NAME
from papershelf.importers import notices, tables
from papershelf.importers.draft import Converter, Draft, whole_address
from papershelf.importers.texts.markup import from_prose
from papershelf.text import dates, identifiers, pasted, recordpages, textlists
from papershelf.text.identifiers import SCHEMES
from papershelf.text.shorten import cut

#: Fields whose values may contain markup.
_TEXTS = frozenset("title abstract summary notes venue keywords".split()) | {
    *CREATORS,
    *(field.name for field in PLAIN),
}
#: Fields of which the first of several is the main one, and those whose several are paragraphs.
_NAMES = frozenset({"title", "venue"})
_PARAGRAPHS = frozenset({"abstract", "notes"})
#: Fields that hold several words; values of several names are joined.
LISTS = frozenset({"keywords", "awards", "topics"})
#: Fields with numbers, which data frames write as `2020.0`.
_NUMBERED = frozenset("published volume issue number pages pmid author_count".split())
_WHOLE = re.compile(r"(\d{1,8})\.0", re.ASCII)
#: Brackets around a whole list of words: `[looms, cards]`.
_ENCLOSED = re.compile(r"\A\s*[\[{]([^][{}]*)[\]}]\s*\Z")
#: Keys with the name of a thing that a program describes by a mapping instead of a text.
_LABELS = ("name", "displayname", "label", "title", "value", "term", "tag", "keyword", "note")
#: Keys of a link in a list: what it is, and where it leads.
_LINK_NAMES = ("name", "label", "title", "text", "type", "kind", "rel")
_LINK_TARGETS = ("url", "href", "link", "target", "uri")
_LINK_LOOKS = frozenset({"icon", "iconpack"})


def take(
    draft: Draft,
    rows: Iterable[tuple[str, str, Any]],
    taken: frozenset[str] = frozenset(),
    convert: Converter | None = from_prose,
) -> None:
    """Set values under our names; those without a place, or whose place is taken, go into
    `left`."""
    for theirs, ours, value in rows:
        if ours in _NUMBERED and isinstance(value, str) and (whole := _WHOLE.fullmatch(value)):
            value = whole[1]
        if ours in LISTS and isinstance(value, str):
            found = textlists.items(value)
            value = value if found is None else found
        if convert and ours in _TEXTS:
            value = _read(draft, ours, value, convert)
        if ours in taken:
            if draft.fields[ours] != value:
                draft.left[theirs] = cut(shown(value))
        else:
            _set(draft, theirs, ours, value)


def shown(value: Any) -> str:
    """Return a value for a report."""
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return "; ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _set(draft: Draft, theirs: str, ours: str, value: Any) -> None:
    """Set one field; of two values for one field, keep the first."""
    if ours.startswith("urls.") and isinstance(value, list) and value:
        value, *others = value
        if others:
            draft.left[theirs] = cut(shown(others))
    if ours.startswith("urls.") and isinstance(value, str):
        _set_link(draft, theirs, ours.removeprefix("urls."), value)
    elif ours == "urls" and isinstance(value, dict):
        draft.fields["urls"] = value | (draft.fields.get("urls") or {})
    elif ours in ("published", "added"):
        _set_date(draft, theirs, ours, dates.of_parts(value) or shown(_label(value)))
    elif ours == "type":
        for kind in value if isinstance(value, list) else _words(shown(value), ";"):
            _set_type(draft, theirs, shown(kind))
    elif ours in CREATORS or (ours == "status" and isinstance(value, str)):
        _keep(draft, theirs, ours, value.lower() if ours == "status" else value)
    elif ours in LISTS and isinstance(value, str):
        value = _ENCLOSED.sub(r"\1", value)
        separator = "[,;]" if re.search("[,;]", value) else r"\|"
        _keep(draft, theirs, ours, _words(value, separator))
    elif ours in LISTS and isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], str):  # one RIS tag may hold several words
            value = _words(value[0], ";")
        _keep(draft, theirs, ours, [_label(item) for item in value])
    elif ours in SCHEMES and isinstance(value, str) and "://" in value:
        _set_identifier(draft, theirs, ours, value)
    elif ours == "id" and str(value).startswith(("http://", "https://")):
        draft.left[theirs] = cut(str(value))
    elif ours == "extra" and isinstance(value, str):  # Zotero's notes for programs
        draft.fields["notes"] = f"{draft.fields.get('notes') or ''}\n\n{value}".strip()
    elif ours in FIELDS:
        if ours in _PARAGRAPHS and isinstance(value, list):  # Zotero's notes are several
            value = "\n\n".join(shown(_label(text)) for text in value)
        elif isinstance(value, list) and (len(value) == 1 or ours in _NAMES) and value:
            value, *others = sorted(value, key=_is_another_title)
            draft.left |= {theirs: cut(shown(others))} if others else {}
        _keep(draft, theirs, ours, _label(value) if ours != "extra" else value)
    else:
        draft.left[theirs] = cut(shown(value))


def _words(text: str, separator: str) -> list[str]:
    """Return the words between separators, a pattern without white space, which takes longer."""
    return [word for part in re.split(separator, text) if (word := part.strip())]


def _label(value: Any) -> Any:
    """Return the name of a thing that a program describes by a mapping; other values unchanged."""
    if isinstance(value, dict):
        found = {plain(key): text for key, text in value.items()}
        return next((found[name] for name in _LABELS if found.get(name)), value)
    return value


def _is_another_title(value: Any) -> bool:
    """Return whether DataCite says that a title is a subtitle, a translation or an alternative."""
    return isinstance(value, dict) and any(plain(key) == "titletype" for key in value)


def named_links(links: Sequence[Any]) -> tuple[dict[str, list[Any]], list[Any]]:
    """Return links by name for `[{label: PDF, href: …}]`, and those of another form."""
    found: dict[str, list[Any]] = {}
    others = []
    for link in links:
        parts = {plain(key): text for key, text in link.items()} if isinstance(link, dict) else {}
        name, to = (
            next((parts.pop(key) for key in keys if isinstance(parts.get(key), str)), "")
            for keys in (_LINK_NAMES, _LINK_TARGETS)
        )
        if name and to and parts.keys() <= _LINK_LOOKS:
            found.setdefault(name, []).append(to)
        else:
            others.append(link)
    return found, others


def join_date(draft: Draft) -> None:
    """Add the month and the day to a year if they have fields of their own, or are `MAR 15` in
    another field for the date."""
    left = {plain(name): name for name in draft.left}
    parts = [draft.left[left[name]] for name in ("month", "day") if name in left]
    year = str(draft.fields.get("published", ""))
    dated = [name for key, name in left.items() if tables.NAMES.get(key) == "published"]
    for name in dated if len(year) == 4 else ():
        date, is_whole = dates.beside(draft.left[name], year)
        if is_whole and date.startswith(year):
            draft.fields["published"] = year = date
            del draft.left[name]
    if not parts or "month" not in left or len(year) != 4:
        return
    date, is_whole = dates.find("-".join([year, *parts]))
    if is_whole and len(date) > 4:
        draft.fields["published"] = date
        for name in ("month", "day"):
            draft.left.pop(left.get(name, ""), None)


def _set_date(draft: Draft, theirs: str, ours: str, text: str) -> None:
    """Set a date; of two that agree, keep the more precise."""
    date, is_whole = dates.find(text)
    old = str(draft.fields.get(ours, ""))
    is_day = ours == "published" or date.count("-") == 2
    if date and is_day and len(date) > len(old):
        draft.fields[ours] = date
        if old and not date.startswith(old):
            draft.left[f"{ours}, also"] = old
    if not date or not is_day or not is_whole or not str(draft.fields[ours]).startswith(date):
        draft.left[theirs] = cut(text)


def _set_type(draft: Draft, theirs: str, text: str) -> None:
    """Set the CSL type for a word of another program; for a vague one, the venue decides later."""
    if notices.hear_document(text, draft):
        return
    said = draft.left.get(theirs, "")
    name = text if text in TYPES and text != "article" else TYPES_BY_NAME.get(plain(text))
    if name:
        _keep(draft, theirs, "type", name)
    elif name is None:
        draft.left[theirs] = cut(f"{said}; {text}" if said else text)


def join_pages(draft: Draft) -> None:
    """Join the first and last page if they have separate names."""
    left = {plain(name): name for name in draft.left}
    first, last = (
        next((left[name] for name in sorted(names) if name in left), "")
        for names in (tables.FIRST_PAGES, tables.LAST_PAGES)
    )
    if first and not draft.fields.get("pages"):
        start = draft.left.pop(first)
        end = draft.left.pop(last) if last else ""
        draft.fields["pages"] = start if end in ("", start) else f"{start}-{end}"


def _keep(draft: Draft, theirs: str, ours: str, value: Any) -> None:
    old = draft.fields.setdefault(ours, value)
    if old is value or old == value:
        return
    if ours in LISTS and isinstance(old, list):
        draft.fields[ours] = [*old, *(value if isinstance(value, list) else [value])]
    else:
        draft.left[theirs] = cut(shown(value))


def _set_identifier(draft: Draft, theirs: str, scheme: str, value: str) -> None:
    """Set the identifier in an address; `doi_url` may also be the publisher's, which has none."""
    if found := identifiers.bare(scheme, value):
        _keep(draft, theirs, scheme, found)
    elif pasted.within(scheme, value)[0] == scheme:
        _keep(draft, theirs, scheme, value)
    else:
        draft.left[theirs] = cut(value)


def _set_link(draft: Draft, theirs: str, link: str, value: str) -> None:
    """Set a URL, and the identifier that it may contain."""
    urls = draft.fields.setdefault("urls", {})
    whole = str(whole_address(value))
    is_address = whole.startswith(("http://", "https://")) and not recordpages.is_one(whole)
    if is_address:
        urls.setdefault(link, value)
    found = ""
    for scheme in ("arxiv", "doi", "openreview", "acl") if "/" in value else ():
        if found := identifiers.bare(scheme, value):
            draft.fields.setdefault(scheme, found)
            break
    if not is_address or (urls[link] != value and found not in draft.fields.values()):
        draft.left[theirs] = cut(value)


def looked_up(value: Any, part: str, pattern: str, rest: Mapping[str, Any]) -> Any:
    """Return keys replaced by what they refer to in another part of the file; `me*` is the key `me`
    with a mark."""
    if isinstance(value, list):
        return [looked_up(item, part, pattern, rest) for item in value]
    others = rest.get(part)
    found = others.get(str(value).rstrip("*†‡ ")) if isinstance(others, dict) else None
    if not isinstance(found, dict):
        return value
    return re.sub(r"\{(\w+)\}", lambda match: str(found.get(match[1], "")), pattern).strip()


def _read(draft: Draft, ours: str, value: Any, convert: Converter) -> Any:
    """Return a value with its markup converted, also inside lists and mappings."""
    if isinstance(value, list):
        return [_read(draft, ours, item, convert) for item in value]
    if isinstance(value, dict):
        return {key: _read(draft, ours, item, convert) for key, item in value.items()}
    return draft.read(ours, value, convert) if isinstance(value, str) else value
