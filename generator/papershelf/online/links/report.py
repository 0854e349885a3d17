"""Report the results of a check of links, and what can be fixed automatically.

In: links and results. Out: text, JSON, Markdown; replacements for moved addresses.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from urllib.parse import quote

from papershelf.catalogue import write
from papershelf.catalogue.links import WrittenLink
from papershelf.online.links.detours import detour
from papershelf.online.links.visit import LinkResult, LinkState
from papershelf.problems import count, visible

Results: TypeAlias = Mapping[str, LinkResult]

#: The most rows of a list in Markdown, places of an address, and characters of either: a pull
#: request's text may have 65,536 characters, and GitHub opens none with more.
SHOWN = 40
_PLACES = 3
_WIDTH = 100

#: Reported states, the worst first, and their labels.
_LABELS = {
    LinkState.DEAD: "dead",
    LinkState.MOVED: "moved",
    LinkState.FAILED: "failed for the first time",
    LinkState.UNVERIFIABLE: "could not be verified",
}


def summary(results: Results) -> str:
    """Return the counts: `233 addresses: 230 ok, 2 dead, 1 moved`."""
    found = Counter(result.state for result in results.values())
    counts = [f"{found[LinkState.OK]:,} ok"]
    counts += [f"{found[state]:,} {words}" for state, words in _LABELS.items() if found[state]]
    return f"{count(len(results), 'address', 'addresses')}: {', '.join(counts)}"


def to_text(links: Sequence[WrittenLink], results: Results) -> str:
    """Return the report for people: each address once, with every place."""
    lines, places = [], _places(links)
    for state, words in _LABELS.items():
        for url, result in sorted(results.items()):
            if result.state is state:
                lines.append(f"{words}: {visible(url)}{_why(result)}")
                lines += (f"    {place}" for place in places[url])
    return "".join(f"{line}\n" for line in [*lines, summary(results)])


def _places(links: Sequence[WrittenLink]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for link in links:
        places.setdefault(link.url, []).append(link.place)
    return places


def _why(result: LinkResult) -> str:
    if result.state is LinkState.MOVED:
        return f" → {visible(result.moved_to)}"
    since = f", since {result.failing_since}" if result.state is LinkState.DEAD else ""
    return f" ({visible(result.reason)}{since})"


def to_json(links: Sequence[WrittenLink], results: Results) -> str:
    """Return the report for programs: every address with its state and places."""
    places = _places(links)
    rows = [
        {
            "url": url,
            "state": result.state.value,
            "reason": result.reason,
            "moved_to": result.moved_to,
            "checked": result.checked,
            "failing_since": result.failing_since,
            "places": places[url],
        }
        for url, result in sorted(results.items())
    ]
    counts = Counter(result.state.value for result in results.values())
    report = {"links": rows, "counts": {state.value: counts[state.value] for state in LinkState}}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def to_markdown(links: Sequence[WrittenLink], results: Results) -> str:
    """Return the report for a pull request or an issue. Addresses are code, so that nothing in them
    is markup."""
    lines, places = [f"**{summary(results)}**"], _places(links)
    for state, words in _LABELS.items():
        rows = [(url, result) for url, result in sorted(results.items()) if result.state is state]
        if not rows:
            continue
        lines += ["", f"### {words.capitalize()}", ""]
        for url, result in rows[:SHOWN]:
            shown = ", ".join(map(_code, places[url][:_PLACES]))
            if len(places[url]) > _PLACES:
                shown += f" and {len(places[url]) - _PLACES:,} more"
            why = f" → {_code(result.moved_to)}" if result.moved_to else f" ({result.reason})"
            lines.append(f"- {_code(url)}{why}: {shown}")
        if len(rows) > SHOWN:
            lines.append(f"- … and {len(rows) - SHOWN:,} more")
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    shown = visible(text).replace("`", "%60")
    return f"`{shown[:_WIDTH]}…`" if len(shown) > _WIDTH else f"`{shown}`"


#: Characters that would be markup in a Markdown link, or end it: servers may send any text.
_MARKUP = re.compile(r"[()\[\]*'!]|:$")


#: The formats of `papershelf links --format`.
FORMATS = {"text": to_text, "json": to_json, "markdown": to_markdown}


def fixes(links: Sequence[WrittenLink], results: Results) -> dict[str, list[tuple[int, int, str]]]:
    """Return start, end and new address of each moved address, by file, the last one first."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for link in links:
        result = results.get(link.url)
        if result is None or result.state is not LinkState.MOVED or link.is_doi:
            continue
        if detour(link.url, result.moved_to):  # remembered before detours were recognized
            continue
        written = link.source.text[link.start : link.end]
        if link.is_whole and written.strip("'\"") == link.url:
            new = write.to_scalar(result.moved_to, in_flow=True)
        elif not link.is_whole and written == link.url:
            new = _MARKUP.sub(lambda match: quote(match[0], safe=""), result.moved_to)
        else:
            continue
        found.setdefault(link.source.name, []).append((link.start, link.end, new))
    return {name: sorted(rows, reverse=True) for name, rows in found.items()}
