"""The digests of a collection, from `content/digests/`.

In: the hand-written pages. Out: digests with their papers, newest first. A paper that was renamed
is found by its aliases, so that nobody needs to edit a digest that was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from papershelf.catalogue.courses import values_of
from papershelf.catalogue.model import Digest
from papershelf.catalogue.pages import Page
from papershelf.catalogue.read import Source
from papershelf.text import citing, dates

#: The introduction to all digests, not a digest.
INDEX = "digests/index.md"


def digest_pages(pages: Iterable[Page]) -> dict[str, Page]:
    """Return the pages of digests by date, newest first."""
    found = {page.digest: page for page in pages if page.digest}
    return dict(sorted(found.items(), reverse=True))


def current_ids(source: Source) -> dict[str, str]:
    """Return the current id of each paper by each of its ids, current and former."""
    found: dict[str, str] = {}
    ids = source.entries_by_id()
    for entry in source.entries:
        for alias in entry.values.get("aliases", ()) if "id" in entry.values else ():
            found.setdefault(alias, entry.values["id"])
    return found | dict(zip(ids, ids))


def collect_digests(pages: Iterable[Page], ids: Mapping[str, str]) -> dict[str, Digest]:
    """Return digests by date, newest first. `ids` has current ids by every id."""
    return {date: _digest(date, page, ids) for date, page in digest_pages(pages).items()}


def _digest(name: str, page: Page, ids: Mapping[str, str]) -> Digest:
    date = dates.parse(name)
    dropped = dict.fromkeys(ids[each] for each in citing.iter_in_comments(page.body) if each in ids)
    body = citing.without_comments(page.introduction)
    body = citing.replace(body, lambda each: f"[@{ids.get(each, each)}]")
    return Digest(
        date=date,
        title=page.title or date.shown,
        since=page.values["from"],
        until=page.values["to"],
        dropped=tuple(dropped),
        **values_of(page, body.strip()),
    )
