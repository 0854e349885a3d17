"""Room 4, importers: which identifier somebody means, what is there already, and which id is free.

In: text that a person typed, values of entries. Out: schemes and identifiers, entries of the
catalogue, ids. It asks no network.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from generator.catalogue import Entry
from generator.text import identifiers
from generator.text.identifiers import SCHEMES, to_key
from generator.text.pasted import identify
from generator.text.slugs import RESERVED, to_slug

__all__ = ["Known", "are_others", "differ", "identify", "new_id", "works"]

_LETTERS = re.compile(r"\w+")
_FORMULA = re.compile(r"\$[^$]*\$")
#: Words of a title that say nothing about it.
_STOP = frozenset(
    "a an and are as at by can do does for from how if in into is it its not of on or our over the"
    " their there this to toward towards under using via we what when where which why with"
    " der die das ein eine und le la les un une des de el los las".split()
)


class Known:
    """The entries of a catalogue, to be found by what a new record says of itself."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {}
        self.taken: set[str] = set(RESERVED)
        self.by_work: dict[tuple[str, str], list[str]] = {}
        self.values: dict[str, dict[str, Any]] = {}
        for entry in entries:
            if "id" in entry.values:
                self.add(entry.values["id"], entry.values, entry)

    def add(self, paper_id: str, values: dict[str, Any], entry: Entry | None = None) -> None:
        """Notes an entry, one of the catalogue or a new one."""
        if entry is not None:
            self.entries[paper_id] = entry
        self.taken |= {paper_id.lower(), *values.get("aliases", ())}
        self.values[paper_id] = values
        for work in works(values):
            self.by_work.setdefault(work, []).append(paper_id)

    def learn(self, paper_id: str, values: dict[str, Any]) -> None:
        """Notes what else is known now of a work that is there."""
        self.values[paper_id] = values
        for work in works(values):
            ids = self.by_work.setdefault(work, [])
            if paper_id not in ids:
                ids.append(paper_id)

    def find(self, values: dict[str, Any]) -> str:
        """The id of the same work; empty where there is none."""
        return self.same(values)[0]

    def same(
        self, values: dict[str, Any], others: Collection[str] = frozenset()
    ) -> tuple[str, str]:
        """The id of the same work, and by what one knows that it is the same. The papers of
        `others` are others, unless they have the same DOI or arXiv id."""
        for scheme, text in works(values):
            for paper_id in self.by_work.get((scheme, text), ()):
                if paper_id in others and scheme not in ("doi", "arxiv"):
                    continue
                if scheme != "title":
                    if are_others(values, self.values[paper_id]):
                        continue
                    return paper_id, f"{SCHEMES[scheme].label} {text}"
                if not differ(values, self.values[paper_id]):
                    return paper_id, "title and first author" if values.get("authors") else "title"
        return "", ""

    def taken_identifiers(self, values: dict[str, Any]) -> dict[str, str]:
        """Field → the id of the other work that has this DOI or arXiv id already."""
        found = {}
        for scheme, text in works(values):
            if scheme in ("doi", "arxiv") and (scheme, text) in self.by_work:
                is_doi = scheme == "arxiv" and not values.get("arxiv")
                found["doi" if is_doi else scheme] = self.by_work[scheme, text][0]
        return found

    def find_all(self, values: dict[str, Any]) -> tuple[str, ...]:
        """The ids of all that have its DOI or arXiv id; several, if a work stands there twice."""
        works_ = (work for work in works(values) if work[0] in ("doi", "arxiv"))
        found = {paper_id for work in works_ for paper_id in self.by_work.get(work, ())}
        return tuple(sorted(name for name in found if not are_others(values, self.values[name])))

    def new_id(self, values: dict[str, Any]) -> str:
        """A citation-style id that is free: `wang2024broad`."""
        return new_id(values, self.taken)


#: Forms in which one text comes out: a preprint, a talk, an article of the same title are one work
#: (the first row); a book, a thesis and a review of the same title are not.
_FORMS = (
    frozenset({"article", "article-journal", "article-magazine", "article-newspaper", "document",
               "manuscript", "paper-conference", "post", "post-weblog", "report", "speech",
               "webpage", ""}),
    frozenset({"book", "classic", "collection", "pamphlet", ""}),
    frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference",
               ""}),
    frozenset({"periodical", "article-magazine", "article-newspaper", "collection", ""}),
    frozenset({"dataset", "software", ""}),
)  # fmt: skip
#: Types of what has not been published by anybody else yet.
_EARLY = frozenset({"article", "manuscript", "report", "webpage", ""})


def differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records of one title and first author are different works all the same: by their
    type, or by identifiers of one kind that are not equal. A preprint may have a DOI of its own."""
    kinds = {str(values.get("type") or "") for values in (one, other)}
    if len(kinds) > 1 and not any(kinds <= row for row in _FORMS):
        return True
    names = ["arxiv", "acl", "openreview", "pmid"]
    names += ["isbn"] if kinds == {"book"} else []
    names += [] if kinds & _EARLY else ["doi"]
    for name in names:
        keys = {
            to_key(SCHEMES[name], str(values[name])) for values in (one, other) if values.get(name)
        }
        if len(keys) > 1:
            return True
    return False


def are_others(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether neither the title nor half of the authors are the same: one of the two has the
    identifier of the other by mistake."""
    titles = [_title(values) for values in (one, other)]
    names = [
        {(name.family or name.literal).casefold() for name in values.get("authors", ())}
        for values in (one, other)
    ]
    shared = len(names[0] & names[1])
    return all(titles) and titles[0] != titles[1] and 2 * shared < min(map(len, names))


def _title(values: dict[str, Any]) -> str:
    return "".join(_LETTERS.findall(values.get("title", "").casefold()))


def works(values: dict[str, Any]) -> list[tuple[str, str]]:
    """What tells a work from others: its identifiers, else title and first author."""
    found = []
    for name in ("doi", "arxiv", "acl", "openreview", "pmid", "isbn"):
        text = values.get(name)
        if text:
            try:  # arXiv's own DOIs are arXiv ids
                found.append(("arxiv", identifiers.parse(SCHEMES["arxiv"], text)))
            except ValueError:
                # a chapter has the ISBN of its book
                if name != "isbn" or values.get("type") not in ("chapter", "paper-conference"):
                    found.append((name, to_key(SCHEMES[name], text)))
    title = _title(values)
    authors = values.get("authors")
    if title and authors:
        first = authors[0]
        found.append(("title", f"{title}|{(first.family or first.literal).casefold()}"))
    elif title and "published" in values:  # nobody is named: of the same year, at least
        found.append(("title", f"{title}||{values['published'].year}"))
    return found


def new_id(values: dict[str, Any], taken: Collection[str]) -> str:
    """Family name of the first author, year, first word of the title that says something."""
    authors = values.get("authors")
    name = (authors[0].family or authors[0].literal) if authors else ""
    title = _FORMULA.sub(" ", values.get("title", "")).replace("-", " ")
    words = [_plain(word) for word in title.split()]
    telling = [word for word in words if word and word not in _STOP] or ["paper"]
    who = _plain(name) if name else telling.pop(0)
    telling = telling or ["paper"]
    year = f"{values['published'].year:04}" if "published" in values else ""
    for length in range(1, 4):
        candidate = f"{who}{year}{''.join(telling[:length])}"[:80]
        if candidate not in taken and len(candidate) > 1:
            return candidate
    base = candidate[:76]
    return next(key for n in range(2, 10**6) if (key := f"{base}-{n}") not in taken)


def _plain(word: str) -> str:
    """A word as letters and digits; empty for what has none."""
    slug = to_slug(re.sub(r"[^\w]", "", word) or "-")
    return "" if slug.startswith("x-") else slug.replace("-", "")[:30]
