"""Collecting the problems of a file while it is read.

In: rule, node, message. Out: problems with spans. Only this module turns offsets into spans.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Container, Iterable
from functools import lru_cache

from papershelf.catalogue.nodes import Finding, Node, Scalar
from papershelf.problems import Problem, SourceText
from papershelf.problems.rules import RULES


class Report:
    """The problems of one source text."""

    __slots__ = ("problems", "source")

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def __call__(self, rule: str, node: Node, message: str, hint: str = "") -> None:
        """Add a problem at a node; a list or mapping is marked by its first character."""
        end = node.end if type(node) is Scalar else node.start + 1
        self.at(rule, node.start, end, message, hint)

    def at(self, rule: str, start: int, end: int, message: str, hint: str = "") -> None:
        """Add a problem at offsets of the source text."""
        self.problems.append(
            Problem(
                rule=rule,
                severity=RULES[rule].severity,
                span=self.source.span(start, end),
                message=message,
                hint=hint,
            )
        )

    def take(self, findings: Iterable[Finding], shift: int = 0) -> None:
        """Add the findings of the YAML reader."""
        for rule, start, end, message, hint in findings:
            self.at(rule, start + shift, end + shift, message, hint)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the hint for an unknown name, `did you mean "transformers"?`, or an empty text."""
    close = closest(word.lower(), known, 0.6)
    return f'did you mean "{close}"?' if close else ""


#: What people call a key of ours that front matter, a person or a link may have.
_OTHER_KEYS = {
    "url": "website homepage link site web www".split(),
    "name": "fullname displayname".split(),
    "names": "spellings variants othernames alsoknownas aka".split(),
    "aliases": "redirectfrom redirects formerly".split(),
    "instructors": "teacher teachers lecturer lecturers professor taughtby".split(),
    "provider": "university school institution".split(),
    "meets": "days weekdays schedule".split(),
    "skip": "holidays breaks noclass".split(),
    "start": "papers featured".split(),
}
_MEANT = {theirs: ours for ours, names in _OTHER_KEYS.items() for theirs in names}


def nearest_key(word: str, known: Iterable[str], there: Container[str]) -> str:
    """Return the hint for an unknown key: a known one that is not there already."""
    keys = list(known)
    free = [key for key in keys if key not in there]
    meant = _MEANT.get(re.sub(r"[\s_-]", "", word.lower()), "")
    if meant in free:
        return f'did you mean "{meant}"?'
    taken = [key for key in keys if key in there]
    # with less, "subtitle" would be "title"
    if twice := meant if meant in taken else closest(word.lower(), taken, 0.8):
        return f'"{twice}" is there already; keep one of the two'
    return nearest(word, free)


def closest(word: str, known: Iterable[str], likeness: float) -> str:
    """Return the most similar known word; empty if none has this similarity (0 to 1)."""
    return _closest(word, tuple(known), likeness)


@lru_cache(maxsize=4_096)  # a file may repeat a wrong key ten thousand times
def _closest(word: str, known: tuple[str, ...], likeness: float) -> str:
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=likeness)), "")
