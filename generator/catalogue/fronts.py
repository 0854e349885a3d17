"""Room 2, catalogue: the front matter of courses and their editions.

In: where a page stands, and its front matter. Out: typed values of what is there and right. What
pages are to each other is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping
from typing import Any

from generator.catalogue import forms
from generator.catalogue.forms import Form
from generator.catalogue.nodes import Mapping
from generator.catalogue.report import Report
from generator.catalogue.structures import ListOf

#: What a course says of itself besides title, description and aliases, which every page has.
COURSE: AbstractMapping[str, Form] = {
    "instructors": ListOf(forms.Text()),
    "provider": forms.Text(),
    "url": forms.Address(),
}
EDITION: AbstractMapping[str, Form] = {**COURSE, "starts": forms.DATE}
_PAGE = re.compile(r"courses/(?P<course>[^/]+?)(?:/(?P<edition>[^/]+))?\.md")


def course_of(src_uri: str) -> tuple[str, str]:
    """`courses/ml.md` → `ml` and nothing, `courses/ml/2025.md` → `ml` and `2025`; twice nothing for
    every other page, also for the one that introduces all courses."""
    match = _PAGE.fullmatch(src_uri)
    if not match or src_uri == "courses/index.md":
        return "", ""
    return match["course"], match["edition"] or ""


def parse(src_uri: str, front: Mapping, report: Report) -> dict[str, Any]:
    """Each value of the front matter of a course by its form."""
    course, edition = course_of(src_uri)
    if not course:
        return {}
    values: dict[str, Any] = {}
    for name, form in (EDITION if edition else COURSE).items():
        _, node = front.pairs.get(name, (None, None))
        if node is not None and not forms.is_empty(node):
            value = form.parse(node, report)
            if value is not None:
                values[name] = value
    return values
