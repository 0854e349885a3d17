"""Links from a list to the pages that show its papers in another way.

In: the list, and whether the site has a map, courses and digests. Out: short links below the list's
heading. Without them, readers would find the map and the statistics only in the footer.
"""

from __future__ import annotations

from papershelf.catalogue.model import Collection
from papershelf.outputs.views import addresses
from papershelf.text.escape import Html

_MAP = addresses.at(addresses.MAP)
_STATS = addresses.at(addresses.STATS)


def _way(words: str, url: str) -> Html:
    """Return a link that print.css hides, by its class."""
    return Html(f'<a class="ps-way" href="{url}">{words}</a>')


#: On page 2 and later of all papers: only the first page has the filters.
NARROW = _way("Filter and sort all papers", addresses.at(addresses.PAPERS))
_NUMBERS = _way("Statistics", _STATS)
_COURSES = addresses.at(addresses.COURSES)
_DAYS = addresses.at(addresses.taxonomy("days"))
_DIGESTS = addresses.at(addresses.DIGESTS)


def of_home(has_map: bool, collection: Collection, *, has_days: bool) -> tuple[Html, ...]:
    """Return the links on the home page, to what the site has."""
    found = (
        ("Days", _DAYS, has_days),
        ("Digests", _DIGESTS, bool(collection.digests)),
        ("Courses", _COURSES, bool(collection.courses)),
        ("Map", _MAP, has_map),
        ("Statistics", _STATS, True),
    )
    return tuple(Html(f'<a href="{url}">{words}</a>') for words, url, is_there in found if is_there)


def of_all(has_map: bool) -> tuple[Html, ...]:
    """Return the links on the list of all papers."""
    return (_way("Map view", _MAP), _NUMBERS) if has_map else (_NUMBERS,)


def of_topic(slug: str, has_map: bool) -> tuple[Html, ...]:
    """Return the links on the page of a topic."""
    return (_way("Show on the map", f"{_MAP}?topic={slug}"),) if has_map else ()


def of_index(taxonomy: str, has_map: bool, has_courses: bool) -> tuple[Html, ...]:
    """Return the links on the index of a taxonomy."""
    found: list[Html] = []
    if taxonomy == "topics" and has_courses:
        found.append(_way("Courses", _COURSES))
    if taxonomy == "topics" and has_map:
        found.append(_way("Map view", _MAP))
    if taxonomy in ("topics", "years", "days"):
        found.append(_NUMBERS)
    return tuple(found)
