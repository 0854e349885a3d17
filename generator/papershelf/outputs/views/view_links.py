"""The ways from a list to the pages that show its papers otherwise.

In: which list it is, whether there are a map and courses. Out: links of a few words that stand
below its heading: without them nobody finds the map and the statistics but at the foot of a page,
and the courses nowhere.
"""

from __future__ import annotations

from papershelf.outputs.views import addresses
from papershelf.text.escape import Html

_MAP = addresses.at(addresses.MAP)
_STATS = addresses.at(addresses.STATS)


def _way(words: str, url: str) -> Html:
    """Not printed: print.css knows the class."""
    return Html(f'<a class="ps-way" href="{url}">{words}</a>')


#: From the further pages of all papers: the first alone has the filters.
NARROW = _way("Filter and sort all papers", addresses.at(addresses.PAPERS))
_NUMBERS = _way("Statistics", _STATS)
_COURSES = addresses.at(addresses.COURSES)


def of_home(has_map: bool, has_courses: bool) -> tuple[Html, ...]:
    """From the first page; no way leads to a map that was left out."""
    found = (
        ("Courses", _COURSES, has_courses),
        ("Map", _MAP, has_map),
        ("Statistics", _STATS, True),
    )
    return tuple(Html(f'<a href="{url}">{words}</a>') for words, url, is_there in found if is_there)


def of_all(has_map: bool) -> tuple[Html, ...]:
    """From all papers."""
    return (_way("Map view", _MAP), _NUMBERS) if has_map else (_NUMBERS,)


def of_topic(slug: str, has_map: bool) -> tuple[Html, ...]:
    """From the papers of one topic."""
    return (_way("These papers on the map", f"{_MAP}?topic={slug}"),) if has_map else ()


def of_index(taxonomy: str, has_map: bool, has_courses: bool) -> tuple[Html, ...]:
    """From all terms of a taxonomy."""
    found: list[Html] = []
    if taxonomy == "topics" and has_courses:
        found.append(_way("Courses", _COURSES))
    if taxonomy == "topics" and has_map:
        found.append(_way("On the map", _MAP))
    if taxonomy in ("topics", "years"):
        found.append(_NUMBERS)
    return tuple(found)
