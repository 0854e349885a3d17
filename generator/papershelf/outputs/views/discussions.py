"""Where readers discuss a paper: on GitHub, as giscus shows it, or elsewhere.

In: a Paper, the snapshots of its collection, the settings. Out: a Thread for the section of the
page, a Link for its head. The thread is found by the citation key, which outlives every rename.
"""

from __future__ import annotations

from urllib.parse import quote

from papershelf.catalogue.metrics import COLUMNS
from papershelf.catalogue.model import Collection, Paper
from papershelf.outputs import trending
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import trends
from papershelf.outputs.views.paper_views import Thread
from papershelf.outputs.views.records import Link
from papershelf.problems import count
from papershelf.text.escape import html

#: The id that the engine gives to the heading of the section.
SECTION = "discussion"
#: The numbers of a discussion, as they are listed.
_NUMBERS = (COLUMNS["replies"], COLUMNS["reactions"])


def thread(paper: Paper, collection: Collection, settings: Settings) -> Thread | None:
    """Return the discussion of a paper on GitHub; None if the settings name no repository."""
    given = settings.discussion
    if not given.repo:
        return None
    url = f"https://github.com/{given.repo}/discussions"
    newest = trending.newest(_NUMBERS, paper, collection)
    replies = newest.get(COLUMNS["replies"])
    known = {column: each for column, each in newest.items() if each.value}
    words = [count(each.value, column.noun) for column, each in known.items()]
    return Thread(
        key=html(paper.key),
        repo=html(given.repo),
        repo_id=html(given.repo_id),
        category=html(given.category),
        category_id=html(given.category_id),
        url=html(f"{url}?discussions_q={quote(paper.key, safe='')}"),
        comments=replies.value if replies else _own(paper, url),
        numbers=html(" and ".join(words)),
        source=html(trends.sources(known.items())),
    )


def _own(paper: Paper, here: str) -> int:
    """Return the number of comments in the catalogue, unless they are elsewhere."""
    url = str(paper.discussion.get("url", ""))
    is_here = not url or url.lower().startswith(f"{here}/".lower())
    return int(paper.discussion.get("count", 0)) if is_here else 0


def link(paper: Paper, thread: Thread | None) -> Link | None:
    """Return a link to where the paper is discussed, with the number of comments; without an
    address, only the number."""
    number = int(paper.discussion.get("count", 0))
    url = str(paper.discussion.get("url", ""))
    if thread and not url:
        number, url = thread.comments, f"#{SECTION}" if thread.comments else ""
    if not number and not url:
        return None
    return Link(text=html(count(number, "comment") if number else "Discussion"), url=html(url))
