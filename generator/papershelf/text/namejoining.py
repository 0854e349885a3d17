"""Join names of a list that was split at the commas inside of them.

In: the items of a list. Out: names. Does not parse names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from papershelf.text import eastern, names


def nested(items: Sequence[Any]) -> tuple[Sequence[Any], list[str]]:
    """Return the items with each list inside them that is one name as a text, and these names. A
    list of single words is one; beside `[Bo, Reed]`, so is `[Mary Ann, Byron]`."""
    lists = [item for item in items if isinstance(item, list | tuple)]
    spaced = {id(item): [" " in str(part) for part in item] for item in lists}
    has_parts = any(len(found) > 1 and not any(found) for found in spaced.values())
    whole = {
        id(item): " ".join(map(str, item))
        for item in lists
        if not any(spaced[id(item)]) or (has_parts and not all(spaced[id(item)]))
    }
    return [whole.get(id(item), item) for item in items], list(whole.values())


def joined(items: Sequence[str]) -> list[str]:
    """Return a list of names that was split at commas, with initials and suffixes joined to the
    name before them."""
    found: list[str] = []
    for place, item in enumerate(items):
        last = found[-1] if found else ""
        if _are_initials(item) and last and "," not in last and not _is_whole(last):
            found[-1] = f"{last}, {item}"
        elif last.endswith(",") and _continues(last[:-1], item):
            found[-1] = f"{last} {item}"
        elif last and names.is_suffix(item):
            after = items[place + 1] if place + 1 < len(items) else " "
            is_cut = " " not in f"{last}{after}"  # `Byron`, `Jr.`, `Ada`
            sign = "," if is_cut or "," in last else ""
            found[-1] = f"{last}{sign} {item}{',' if is_cut else ''}"
        else:
            found.append(item)
    return found


def _continues(family: str, item: str) -> bool:
    """Return whether an item is the given name after a family name and a comma. EndNote ends names
    of institutions with one, and some lists have one after each whole name."""
    if "," in item or names.is_group(family):
        return False
    if _is_given(item) or names.looks_like_initials(item):  # nobody has only this name
        return True
    first, _, last = family.rpartition(" ")  # `Byron`, `van der Berg`, `Byron, Jr.`
    return names.are_particles(first) or names.is_suffix(last)


def halves(items: Sequence[str]) -> list[str]:
    """Return the names of a list that was split at their commas, `Byron`, `Ada B.`; empty if its
    items can be people, as whole names and groups can."""
    pairs = list(zip(items[::2], items[1::2]))
    are_cut = len(items) % 2 == 0 and all(
        _is_family(one) and _may_be_given(two) for one, two in pairs
    )
    if are_cut and 2 * sum(_is_given(two) for _, two in pairs) < len(items) / 2:
        return []  # most of these are whole names: `Plato`, `Mary Ann`
    return [f"{one}, {two}" for one, two in pairs] if are_cut else []


def divided(items: Sequence[str]) -> list[str]:
    """Return the names of a list in which a semicolon divides each, `Byron; A.`, `Reed; Bo`; empty
    for any other."""
    if not items or not all(item.count(";") == 1 for item in items):
        return []
    pairs = [[part.strip() for part in item.split(";")] for item in items]
    clear = [_is_given(two) or names.looks_like_initials(two) for _, two in pairs]
    are_halves = any(clear) and all(
        _is_family(one) and (is_clear or _may_be_given(two))
        for is_clear, (one, two) in zip(clear, pairs)
    )
    return [", ".join(pair) for pair in pairs] if are_halves else []


#: A family name of one letter, which nobody has alone, and a given name, in Han or Hangul.
_EASTERN_FAMILY = re.compile(eastern.LETTER)
_EASTERN_GIVEN = re.compile(f"{eastern.LETTER}{{1,2}}")


def _is_family(item: str) -> bool:
    if _EASTERN_FAMILY.fullmatch(item):
        return True
    words = item.split()
    while len(words) > 1 and words[0] in names.PARTICLES:
        words = words[1:]
    return len(words) == 1 and _is_plain_name(words[0])


def _is_given(item: str) -> bool:
    if _EASTERN_GIVEN.fullmatch(item):
        return True
    first, *others = item.split() or [""]
    return _is_plain_name(first) and all(map(names.looks_like_initials, others))


def _may_be_given(item: str) -> bool:
    """Return whether an item is a given name where those around it are: also `Mary Ann`."""
    words = item.split()
    is_suffixed = len(words) == 2 and names.is_suffix(words[1])
    return _is_given(item) or (
        len(words) == 2 and _is_plain_name(words[0]) and (is_suffixed or _is_plain_name(words[1]))
    )


def _is_plain_name(word: str) -> bool:
    """Return whether a word is a name of a person that is not written in one word as a whole, as
    those in Chinese letters are."""
    is_name = (
        word[:1].isupper()
        and not word.isupper()
        and re.fullmatch(r"[^\W\d_'’-]+(?:['’-][^\W\d_]+)*", word)
    )
    return bool(is_name) and not names.is_group(word)


def _are_initials(item: str) -> bool:
    """Return whether an item is initials: `A.`, `B.C.`, `AB`; `WHO` is a group."""
    return ("." in item or len(item) < 3) and names.looks_like_initials(item)


def _is_whole(name: str) -> bool:
    """Return whether a name already has initials."""
    return names.is_family_first(name.split())
