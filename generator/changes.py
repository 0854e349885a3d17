"""Room 7: what a change of the catalogue means to readers, for the summary of a pull request.

In: the collection as it was and as it is, and who owns which file. Out: the change in Markdown,
every text of the catalogue as inert as in a page.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator import checks
from generator.catalogue import Entry, Source
from generator.links import find
from generator.permanence import State
from generator.problems import visible
from generator.text import tex
from generator.text.escape import markdown

#: Where GitHub looks for the file that says who owns what.
OWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
#: Rows of one list; the rest is counted.
SHOWN = 50


@dataclass(slots=True, kw_only=True)
class Changes:
    """What is different, by what it is to readers; each row is a line of Markdown."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    """Heading → rows, in the order in which they are told."""
    files: set[str] = field(default_factory=set)
    """Files of the collection that somebody should look at."""


def compare(before: Source, now: Source) -> Changes:
    """All differences."""
    old, new = State(source=before), State(source=now)
    changes = Changes()
    _papers(old, new, changes)
    _pages(old, new, changes)
    redirects = [
        f"`/{url}` → `/{_target(claim.kind, claim.key)}`"
        for url, claim in sorted(new.claims.items())
        if claim.name != claim.key and claim.kind != "page" and not _is_alias(old, url)
    ]
    changes.rows["Redirects added"] = redirects
    added = new.entries.keys() - old.entries.keys()
    lines = {
        (entry.source.name, entry.source.line_of(entry.at("title").start))
        for paper_id in added
        for entry in (new.entries[paper_id],)
    }
    changes.rows["Possible duplicates"] = [
        f"`{problem.span.file}:{problem.span.line}`: {markdown(problem.message)}"
        for problem in checks.check(now)
        if problem.rule == "likely-duplicate" and (problem.span.file, problem.span.line) in lines
    ]
    known = {link.url for link in find(before)}
    urls = dict.fromkeys(link.url for link in find(now) if link.url not in known)
    changes.rows["Links added"] = [f"`{_code(url)}`" for url in urls]
    return changes


def _is_alias(state: State, url: str) -> bool:
    claim = state.claims.get(url)
    return claim is not None and claim.name != claim.key


def _target(kind: str, key: str) -> str:
    folder = {"paper": "papers", "topic": "topics", "person": "authors"}[kind]
    return f"{folder}/{key}/"


def _papers(old: State, new: State, changes: Changes) -> None:
    rows: dict[str, list[str]] = {
        name: [] for name in ("Papers added", "Papers renamed", "Papers changed", "Tombstones")
    }
    for paper_id, entry in sorted(new.entries.items()):
        shown = f"{_title(entry)} (`{paper_id}`)"
        there = old.entries.get(paper_id)
        names = [name for name in entry.values.get("aliases", ()) if name in old.entries]
        if there is None and names and names[0] not in new.entries:
            rows["Papers renamed"].append(f"`{names[0]}` → {shown}")
        elif there is None:
            rows["Papers added"].append(shown)
        elif there.values != entry.values:
            fields = sorted(
                name
                for name in there.values.keys() | entry.values.keys()
                if there.values.get(name) != entry.values.get(name)
            )
            if "status" in fields and "status" in entry.values:
                rows["Tombstones"].append(f"{shown}: {entry.values['status']}")
            else:
                rows["Papers changed"].append(f"{shown}: {', '.join(fields)}")
        else:
            continue
        changes.files.add(entry.source.name)
        changes.files |= {f"content/topics/{slug}.md" for slug in entry.values.get("topics", ())}
    kept = set(new.claims)
    gone = [name for name in old.entries if f"papers/{name}/" not in kept]
    rows["Papers removed"] = [f"`{name}`" for name in sorted(gone)]
    changes.rows |= rows


def _pages(old: State, new: State, changes: Changes) -> None:
    topics = [slug for slug in new.topics if slug not in old.topics]
    changes.rows["Topics added"] = [f"`{slug}`" for slug in sorted(topics)]
    before = {page.source.name: page.source.text for page in old.source.pages}
    rows = []
    for page in new.source.pages:
        name = page.source.name
        if before.get(name) != page.source.text:
            rows.append(f"`{_code(name)}`" + ("" if name in before else " (new)"))
            changes.files.add(name)
    changes.rows["Hand-written pages"] = rows


def _title(entry: Entry) -> str:
    return markdown(visible(tex.to_plain(entry.values.get("title", ""))))


def _code(text: str) -> str:
    return visible(text).replace("`", "%60")


def owners(text: str, files: Iterable[str]) -> dict[str, list[str]]:
    """Owner → the files that are theirs; in CODEOWNERS the last pattern that fits counts."""
    rules = []
    for line in text.splitlines():
        parts = line.split("#")[0].split()
        if parts:
            rules.append((parts[0], parts[1:]))
    found: dict[str, list[str]] = {}
    for file in sorted(files):
        fitting = [names for pattern, names in rules if _fits(pattern, file)]
        for name in fitting[-1] if fitting else ():
            found.setdefault(name, []).append(file)
    return found


def _fits(pattern: str, file: str) -> bool:
    """Patterns of CODEOWNERS, which are those of .gitignore without its exceptions."""
    anchored = pattern.startswith("/") or "/" in pattern.rstrip("/")
    bare = pattern.strip("/")
    if not anchored:
        return any(fnmatch.fnmatch(part, bare) for part in file.split("/")) or bare == "*"
    return fnmatch.fnmatch(file, bare) or file.startswith(f"{bare}/")


def _owner(name: str) -> str:
    """A name of CODEOWNERS; whatever is none is not repeated."""
    return name if re.fullmatch(r"@[\w/-]+|[\w.+-]+@[\w.-]+", name) else "somebody"


def to_markdown(changes: Changes, people: Mapping[str, list[str]]) -> str:
    """The summary; one sentence where nothing changes for readers."""
    parts = []
    for heading, rows in changes.rows.items():
        if rows:
            shown = [f"- {row}" for row in rows[:SHOWN]]
            shown += [f"- … and {len(rows) - SHOWN:,} more"] if len(rows) > SHOWN else []
            head = f"### {heading} ({len(rows):,})\n\n"
            parts.append(head + "\n".join(shown) + "\n")
    if not parts:
        return "Nothing changes for readers.\n"
    if people:
        rows = [
            f"- {_owner(name)}: " + ", ".join(f"`{_code(file)}`" for file in files)
            for name, files in people.items()
        ]
        parts.append("### Who should look\n\n" + "\n".join(rows) + "\n")
    return "## What changes for readers\n\n" + "\n".join(parts)
