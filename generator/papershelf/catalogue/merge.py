"""Merging another record of the same work into an entry.

In: the typed values of both. Out: the fields to change, and the record's values that are not used.
The fields of one publication (venue, year, volume, pages, DOI) are taken together or not at all: a
mixture would cite a publication that does not exist. `works` decides whether it is the same work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from papershelf.catalogue import works
from papershelf.catalogue.collect import derive_type
from papershelf.catalogue.fields import FIELDS, Update, updated_by
from papershelf.catalogue.preprints import is_preprint
from papershelf.catalogue.statuses import is_listed
from papershelf.catalogue.works import Values
from papershelf.text.dates import PartialDate

#: Fields that describe one publication.
PUBLICATION = updated_by(Update.PUBLICATION)
#: Fields that describe the work in all its versions; an entry takes them if it has no value.
_WORK = updated_by(Update.WORK)
#: Fields of a publication that each database spells in its own way: `Cham` and `Cham, Switzerland`.
_SPELLED = frozenset({"editors", "translators", "series", "event", "place"})
#: Fields that only a curator decides.
_OURS = frozenset({"id", "added", "topics", "aliases", "related", "superseded_by"})


class Merge(NamedTuple):
    """The result of merging a record into an entry."""

    taken: dict[str, Any]
    """New values by field, in the order of the table."""
    not_taken: dict[str, Any]
    """The record's values that the entry does not take, by field."""


def merge(mine: Values, theirs: Values, taken_ids: Mapping[str, str] | None = None) -> Merge:
    """Return what an entry takes from a record of the same work.

    `taken_ids` maps fields of identifiers that another entry already has to the id of that entry.
    Such an identifier proves nothing, and its publication is not taken.
    """
    taken_ids = taken_ids or {}
    taken = _of_work(mine, theirs)
    if "doi" not in taken_ids and "isbn" not in taken_ids:
        taken |= _of_publication(mine, theirs)
    is_news = {name for name, value in taken.items() if value != mine.get(name)} - taken_ids.keys()
    taken = {name: taken[name] for name in FIELDS if name in is_news}
    if set(taken) <= works.MINOR:
        taken = {}
    merged = {**mine, **taken}
    not_taken = {
        name: value
        for name, value in theirs.items()
        if name not in _OURS and not works.says(merged.get(name), value)
        if not (name in ("series", "event") and works.says(merged.get("venue"), value))
        if not (name == "urls" and _lead_home(merged, value))
        if not (name == "type" and "type" not in merged and value == derive_type(merged))
    }
    return Merge(taken, not_taken)


def _lead_home(merged: Values, links: Mapping[str, str]) -> bool:
    """Return whether the entry already has each link, or its identifier."""
    own = merged.get("urls") or {}
    known = [str(merged[name]).casefold() for name in works.IDENTIFIERS if merged.get(name)]
    return all(
        url in own.values() or any(url.casefold().endswith(f"/{text}") for text in known)
        for url in links.values()
    )


def _of_work(mine: Values, theirs: Values) -> dict[str, Any]:
    taken = {name: theirs[name] for name in _WORK if theirs.get(name) and not mine.get(name)}
    number = max(mine.get("author_count", 0), theirs.get("author_count", 0))
    if not mine.get("authors") and number != mine.get("author_count", 0):
        taken["author_count"] = number
    taken |= _status(mine, theirs)
    if "urls" in theirs and "urls" in mine:
        links = {name: url for name, url in theirs["urls"].items() if name not in mine["urls"]}
        if links:
            taken["urls"] = {**mine["urls"], **links}
    return taken


def _status(mine: Values, theirs: Values) -> dict[str, Any]:
    """Return the status of the work if it is new, such as a retraction after a correction."""
    old, new = mine.get("status", ""), theirs.get("status", "")
    if not new or (old and is_listed(new)) or not is_listed(old):
        return {}
    return {name: theirs[name] for name in ("status", "status_note") if name in theirs}


def _of_publication(mine: Values, theirs: Values) -> dict[str, Any]:
    """Return the publication of the record if the entry is only its preprint; otherwise the fields
    of the same publication that the entry lacks."""
    early = [is_preprint(values) for values in (mine, theirs)]
    if early == [True, False]:
        return _whole(mine, theirs)
    if early[0] != early[1] or _contradict(mine, theirs):
        return {}
    # a venue with another name may also suggest another type
    has_own = mine.get("venue") and not works.says(mine["venue"], theirs.get("venue", ""))
    return {
        name: theirs[name]
        for name in PUBLICATION
        if not (name == "type" and has_own)
        if not (name in ("series", "event") and works.says(mine.get("venue"), theirs.get(name)))
        if theirs.get(name) and (not mine.get(name) or _is_finer(mine[name], theirs[name]))
    }


def _whole(mine: Values, theirs: Values) -> dict[str, Any]:
    """Return the whole publication for the entry of its preprint; empty if a value of the preprint,
    such as its archive as venue, would remain."""
    found = {name: theirs[name] for name in PUBLICATION if theirs.get(name)}
    if "type" not in found and mine.get("type"):
        found["type"] = derive_type({**theirs})
    if _is_finer(found.get("published"), mine.get("published")):
        del found["published"]  # the entry has a more precise date in the same year
    stays = [name for name in PUBLICATION if mine.get(name) and name not in found]
    return {} if set(stays) - {"published", "event", "translators"} else found


def _contradict(mine: Values, theirs: Values) -> bool:
    """Return whether two records describe different publications."""
    same_doi = mine.get("doi") and works.same_value(mine["doi"], theirs.get("doi"))
    for name in PUBLICATION:
        old, new = mine.get(name), theirs.get(name)
        if name in _SPELLED or not old or not new or works.says(old, new) or works.says(new, old):
            continue
        if same_doi and name in ("type", "venue", "publisher", "pages", "isbn"):
            continue  # the same publication with another spelling
        return True
    return False


def _is_finer(old: Any, new: Any) -> bool:
    """Return whether the new date equals the old one and is more precise."""
    is_date = isinstance(old, PartialDate) and isinstance(new, PartialDate)
    return is_date and str(new).startswith(f"{old}-")
