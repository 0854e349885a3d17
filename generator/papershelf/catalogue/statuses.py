"""The table of statuses of a work.

In: a status of the catalogue. Out: a sentence for readers, and whether the paper is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Status(NamedTuple):
    """The status of a work: a row of the table below."""

    sentence: str
    """For readers, `This paper was retracted.`"""
    is_listed: bool = False
    """Whether the paper stays in lists, feeds and the search; otherwise only its page remains."""


STATUSES: Mapping[str, Status] = {
    "withdrawn": Status("This paper was withdrawn."),
    "retracted": Status("This paper was retracted."),
    "superseded": Status("This paper was superseded."),
    "removed": Status("This paper was removed."),
    "corrected": Status("This paper was corrected.", is_listed=True),
    "expression-of-concern": Status(
        "An expression of concern about this paper was published.", is_listed=True
    ),
}


def is_listed(status: str) -> bool:
    """Return whether a paper with this status, or with none, is listed."""
    return not status or STATUSES[status].is_listed
