"""Summarize a change of the catalogue for the summary of a pull request.

In: the collection before and now, and the owners of files. Out: the change in Markdown, with every
text of the catalogue escaped as in a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from papershelf.catalogue import Entry, Source
from papershelf.catalogue.links import find
from papershelf.catalogue.named import WrittenTerm
from papershelf.catalogue.statuses import is_listed
from papershelf.checks.entries import same_works
from papershelf.outputs.views import addresses
from papershelf.permanence import State
from papershelf.permanence.state import TAXONOMIES, Claim, with_pages
from papershelf.problems import visible
from papershelf.text import tex
from papershelf.text.escape import markdown
from papershelf.text.shorten import cut

#: Where GitHub looks for the file with the owners of files.
OWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
#: The file with the name, navigation and theme of the site, which affects every page.
SETTINGS = "mkdocs.yml"
#: The most rows of a list, the rest is counted: a summary may have 1 MiB.
SHOWN = 50


@dataclass(slots=True, kw_only=True)
class Changes:
    """The differences, grouped for readers; each row is a line of Markdown."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    """Rows by heading, in the order of the summary."""
    files: set[str] = field(default_factory=set)
    """Changed files that someone should review."""


def compare(before: Source, now: Source) -> Changes:
    """Return all differences."""
    old, new = State(source=with_pages(before, now)), State(source=now)
    changes = Changes()
    _papers(old, new, changes)
    _pages(old, new, changes)
    changes.rows["Redirects added"] = [
        f"`/{_code(url)}` → `/{_code(_target(claim))}`"
        for url, claim in sorted(new.claims.items())
        if url != _target(claim) and not _is_alias(old, url)
    ]
    changes.rows["Possible duplicates"] = [
        f"{_work(first)} and {_work(second)}"
        for first, second in same_works(now)
        if not {first.values.get("id"), second.values.get("id")} <= old.entries.keys()
    ]
    known = {link.url for link in find(before)}
    urls = dict.fromkeys(link.url for link in find(now) if link.url not in known)
    changes.rows["Links added"] = [f"`{_code(url)}`" for url in urls]
    return changes


def _is_alias(state: State, url: str) -> bool:
    claim = state.claims.get(url)
    return claim is not None and url != _target(claim)


def _target(claim: Claim) -> str:
    """Return the present address of a claim's target."""
    if claim.kind == "page":
        return addresses.to_url(claim.key)
    if claim.kind == "paper":
        return addresses.paper(claim.key)
    return addresses.term(TAXONOMIES[claim.kind], claim.key)


def _work(entry: Entry) -> str:
    place = f"{entry.source.name}:{entry.source.line_of(entry.at('title').start)}"
    return f"{_title(entry)} (`{_code(place)}`)"


def _papers(old: State, new: State, changes: Changes) -> None:
    rows: dict[str, list[str]] = {
        name: [] for name in ("Papers added", "Papers renamed", "Papers changed", "Tombstones")
    }
    for paper_id, entry in sorted(new.entries.items()):
        shown = f"{_title(entry)} (`{paper_id}`)"
        names = [name for name in entry.values.get("aliases", ()) if name in old.entries]
        former = paper_id if paper_id in old.entries else next(iter(names), "")
        if former != paper_id and (not former or former in new.entries):
            rows["Papers added"].append(shown)
        elif fields := _fields(old.entries[former], entry):
            if "id" in fields:
                fields = [name for name in fields if name not in ("id", "aliases")]
                rows["Papers renamed"].append(f"`{former}` → {shown}")
            if "status" in fields and not is_listed(entry.values.get("status", "")):
                rows["Tombstones"].append(f"{shown}: {entry.values['status']}")
            elif fields:
                rows["Papers changed"].append(f"{shown}: {', '.join(fields)}")
        else:
            continue
        changes.files.add(entry.source.name)
        changes.files |= {f"content/topics/{slug}.md" for slug in entry.values.get("topics", ())}
    kept = set(new.claims)
    gone = sorted(name for name in old.entries if addresses.paper(name) not in kept)
    rows["Papers removed"] = [f"{_title(old.entries[name])} (`{name}`)" for name in gone]
    changes.files |= {old.entries[name].source.name for name in gone}
    changes.rows |= rows


def _fields(one: Entry, other: Entry) -> list[str]:
    """Return the fields in which two entries differ."""
    names = one.values.keys() | other.values.keys()
    return sorted(name for name in names if one.values.get(name) != other.values.get(name))


def _pages(old: State, new: State, changes: Changes) -> None:
    """Add changes of topics, described terms and hand-written pages."""
    before = {page.source.name: page.source.text for page in old.source.pages}
    now = {page.source.name: page.source.text for page in new.source.pages}
    _names(old, new, "topic", "Topics", changes)
    for kind, heading in (("person", "People"), ("keyword", "Keywords")):
        _names(old, new, kind, heading, changes)
        was, there = old.named[kind], new.named[kind]
        changes.rows[f"{heading} changed"] = [
            f"`{slug}`" for slug, term in sorted(there.items()) if _is_changed(slug, term, was)
        ]
        if any(changes.rows[f"{heading} {what}"] for what in _CHANGED):
            changes.files |= {term.source.name for term in (*was.values(), *there.values())}
    rows = []
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            change = " (new)" if name not in before else " (removed)" if name not in now else ""
            rows.append(f"`{_code(name)}`{change}")
            changes.files.add(name)
    changes.rows["Hand-written pages"] = rows


def _is_changed(slug: str, term: WrittenTerm, was: Mapping[str, WrittenTerm]) -> bool:
    """Return whether a described term was there before, and says more than another name now."""
    former = slug if slug in was else next((name for name in term.aliases if name in was), "")
    if not former:
        return False
    ignored = set() if former == slug else {"slug", "aliases"}
    one, other = was[former].values, term.values
    return any(one.get(name) != other.get(name) for name in (one.keys() | other.keys()) - ignored)


_CHANGED = ("added", "renamed", "removed", "changed")


def _names(old: State, new: State, kind: str, heading: str, changes: Changes) -> None:
    """Add the topics or described terms that are new, renamed or removed."""
    was, there = old.keys(kind), new.keys(kind)
    former: dict[str, str] = {}
    for slug in there:
        for alias in new.aliases(kind, slug):
            former.setdefault(alias, slug)
    renamed = {slug: former[slug] for slug in sorted(was - there) if slug in former}
    fresh = sorted(there - was - set(renamed.values()))
    lost = sorted(was - there - renamed.keys())
    # names of files need not be slugs
    changes.rows[f"{heading} added"] = [f"`{_code(slug)}`" for slug in fresh]
    changes.rows[f"{heading} renamed"] = [
        f"`{_code(slug)}` → `{_code(name)}`" for slug, name in renamed.items()
    ]
    changes.rows[f"{heading} removed"] = [f"`{_code(slug)}`" for slug in lost]


#: Where GitHub begins a mention or a link in any text. It looks at the characters that a reader
#: sees, so `&#64;` would be one, too; a character without width in between prevents it.
_LINKED = re.compile(
    r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bGH-)(?=\d)", re.IGNORECASE
)


def _title(entry: Entry) -> str:
    shown = cut(visible(tex.to_plain(entry.values.get("title", ""))))
    return markdown(_LINKED.sub("\u200b", shown)).replace("\u200b", "&#8203;")


def _code(text: str) -> str:
    return cut(visible(text).replace("`", "%60"))


def owners(text: str, files: Iterable[str]) -> dict[str, list[str]]:
    """Return the files by owner; in CODEOWNERS the last matching pattern counts."""
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
    """Return whether a pattern of CODEOWNERS matches a file. Patterns are those of .gitignore
    without negation; one that ends in `/*` does not match files in subfolders.

    https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
    """
    bare = pattern.strip("/")
    start = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    end = "/.*" if pattern.endswith("/") else "" if bare.endswith("/*") else "(?:/.*)?"
    middle = "".join(_WILD.get(part, re.escape(part)) for part in _PARTS.split(bare))
    return bool(re.fullmatch(start + middle + end, file))


#: Wildcards, the longest first, and their regular expressions.
_WILD = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_PARTS = re.compile(f"({'|'.join(map(re.escape, _WILD))})")


def _owner(name: str) -> str:
    """Return a name of CODEOWNERS; "somebody" for anything that is not a name, which is not
    repeated."""
    return name if re.fullmatch(r"@[\w/-]+|[\w.+-]+@[\w.-]+", name) else "somebody"


def to_markdown(changes: Changes, people: Mapping[str, list[str]]) -> str:
    """Return the summary; one sentence if nothing changes for readers."""
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
        parts.append("### Suggested reviewers\n\n" + "\n".join(rows) + "\n")
    return "## Changes for readers\n\n" + "\n".join(parts)
