"""Find calendars and cartridges that would get other ids, so that subscribers and learning
platforms would have their contents twice.

In: two states. Out: a problem for each course or edition whose first name has changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue.fronts import course_of
from papershelf.catalogue.nodes import TOP
from papershelf.outputs.views import addresses
from papershelf.permanence.advice import to_problem
from papershelf.permanence.state import State
from papershelf.problems import Problem


def changed_keys(before: State, now: State) -> Iterator[Problem]:
    """Yield courses and editions whose first name would change."""
    for src_uri in before.pages:
        there = now.claims.get(addresses.to_url(src_uri))
        if not course_of(src_uri)[0] or there is None or there.kind != "page":
            continue
        # two may have been joined: the one under the present name counts
        if src_uri != there.key and there.key in before.pages:
            continue
        was, first = before.first("page", src_uri), now.first("page", there.key)
        page = now.pages[there.key]
        took = before.claims.get(_to_url(src_uri, first))
        gave = now.claims.get(_to_url(there.key, was))
        if (took and took.key != src_uri) or (gave and gave.key != there.key):
            continue  # the name of another one: a reused slug
        if first and first != was:
            line = ", ".join(dict.fromkeys((was, *now.aliases("page", there.key))))
            message = f'the id "{was}" in calendars and cartridges would become "{first}"'
            hint = f"the first alias is the id there; write here: aliases: [{line}]"
            node = page.aliases[0] if page.aliases else TOP
            yield to_problem(page.source, node, "changed-key", message, hint)


def _to_url(src_uri: str, name: str) -> str:
    """Return the address of a course or an edition under another name."""
    course, edition = course_of(src_uri)
    return addresses.edition(course, name) if edition else addresses.course(name)
