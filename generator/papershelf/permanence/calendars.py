"""Find calendars whose events would get other ids, so that subscribers would have them twice.

In: two states. Out: a problem for each course or edition whose first name has changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Page
from papershelf.catalogue.courses import course_of, dated_sessions
from papershelf.catalogue.nodes import Scalar
from papershelf.outputs.views import addresses
from papershelf.permanence.advice import to_problem
from papershelf.permanence.state import State
from papershelf.problems import Problem


def changed_keys(before: State, now: State) -> Iterator[Problem]:
    """Yield courses and editions with calendars whose first name would change."""
    dated = {course_of(page.src_uri) for page in before.pages.values() if _is_dated(page)}
    dated |= {(course, "") for course, _ in dated}
    for src_uri in before.pages:
        there = now.claims.get(addresses.to_url(src_uri))
        if course_of(src_uri) not in dated or there is None or there.kind != "page":
            continue
        # two may have been joined: the one under the present name counts
        if src_uri != there.key and there.key in before.pages:
            continue
        was, first = before.first("page", src_uri), now.first("page", there.key)
        page = now.pages[there.key]
        if first and first != was:
            line = ", ".join(dict.fromkeys((was, *now.aliases("page", there.key))))
            message = f'the id "{was}" in calendars would become "{first}"'
            hint = f"the first alias is the id in calendars; write here: aliases: [{line}]"
            node = page.aliases[0] if page.aliases else Scalar("", 0, 3)
            yield to_problem(page.source, node, "changed-key", message, hint)


def _is_dated(page: Page) -> bool:
    is_edition = bool(course_of(page.src_uri)[1])
    return is_edition and any(each.date or each.due for each in dated_sessions(page))
