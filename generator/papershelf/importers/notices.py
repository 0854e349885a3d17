"""Retractions, withdrawals, corrections and expressions of concern.

In: what a source says of a work. Out: the fields `status` and `status_note` of a draft, or, for a
record that is such a notice itself, what it is. Formats: `update-to` and `updated-by` of Crossref's
REST API (one alone misses known cases), the comments of arXiv, the warnings that publishers put
into titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from papershelf.importers.draft import Draft, one_line
from papershelf.text import dates
from papershelf.text.dates import PartialDate

#: Crossref's type of an update → the status of the work, the gravest first. What is not here
#: (`new_version`, `new_edition`) is no notice but a work.
_UPDATES = {
    "retraction": "retracted",
    "removal": "removed",
    "withdrawal": "withdrawn",
    "expression_of_concern": "expression-of-concern",
    "partial_retraction": "corrected",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "corrected",
    "clarification": "corrected",
}
#: Warnings in titles of works: `RETRACTED ARTICLE: Looms`, `[Withdrawn] Looms`. `Removed: a memoir`
#: is none.
_MARKED = re.compile(
    r"\W*(?P<word>(?i:retracted|withdrawn|temporary removal)|REMOVED)"
    r"(?: (?i:article|paper|chapter|manuscript|preprint))?\W*[:\])]"
)
#: The same behind them: `Looms [Retracted]`, `Looms (Retracted article. See vol. 3, pg. 1, 2020)`.
_MARKED_BEHIND = re.compile(
    r"[\[(](?P<word>retracted|withdrawn)"
    r"(?: (?:article|paper|chapter|manuscript|preprint)\b[^()\[\]]{0,200})?[\])]\.?$",
    re.IGNORECASE,
)
_WORDS = {"retracted": "retracted", "withdrawn": "withdrawn", "temporary removal": "withdrawn",
          "removed": "removed"}  # fmt: skip
#: Titles of notices: `Retraction notice to "Looms" [J. Loom. 3 (2019) 1–9]`. What may be the title
#: of a work, `Correction to scaling` or `Withdrawal: a memoir`, is not among them.
_NOTICE = re.compile(
    r"(?:(?:author|publisher)(?:['’]s)? |editorial )?(?P<kind>"
    r"(?:retraction|withdrawal|removal) not(?:e|ice)(?= (?:to|for|of|on)\b| ?:|\W*$)"
    r"|notice of (?:retraction|withdrawal)(?= (?:to|for|of)\b| ?:|\W*$)"
    r"|retraction(?=(?: (?:to|of|for))? ?:|\W*$)|addendum(?=(?: (?:to|for))? ?:)"
    r"|(?:erratum|errata|corrigend(?:um|a))(?: not(?:e|ice))?(?= (?:to|for)\b| ?:|\W*$)"
    r"|expression of concern(?= (?:to|for|about|on|regarding)\b| ?:)"
    r"|(?:(?<=author )|(?<=publisher )|(?<=['’]s ))correction(?= to\b| ?:)"
    r"|correction(?= (?:to|for) ?[:\"“«]))",
    re.IGNORECASE,
)
#: Kinds of documents of Web of Science, Scopus and PubMed.
_DOCUMENTS = {
    "retracted publication": "retracted",
    "retracted": "retracted",
    "withdrawn publication": "withdrawn",
}
_NOTICES = frozenset(
    "retraction; retraction of publication; retraction notice; published erratum; erratum;"
    " correction; corrigendum; expression of concern; withdrawal notice".split("; ")
)
#: What comments at arXiv say: `This paper has been withdrawn by the author`. A work that was
#: withdrawn from a conference is still there.
_WITHDRAWN = re.compile(
    r"\b(?:has been|have been|is|was|been)\s+withdrawn\b(?!\s+from)"
    r"|\bwithdrawn\s+(?:by|due|because|as|pending|for|since|:)"
    r"|^\W*withdrawn\W*$",
    re.IGNORECASE,
)
#: The same in an abstract, where electrons are withdrawn, too.
_ABSTRACT = re.compile(
    r"\W*(?:this|the) (?:paper|article|submission|manuscript|preprint|work|note|report)"
    r" (?:has been|is|was)(?: \w+)? withdrawn\b(?!\s+from)",
    re.IGNORECASE,
)


def hear_crossref(item: Mapping[str, Any], draft: Draft) -> None:
    """Note in a draft what a work of Crossref says of updates: those of it, or that it is one."""
    found = [row for row in _rows(item.get("updated-by")) if _kind_of(row)]
    own = str(item.get("DOI") or "").lower()
    for row in _rows(item.get("update-to")):
        if kind := _kind_of(row):
            doi = one_line(str(row.get("DOI") or ""))
            if doi and doi.lower() == own:  # the notice took the place of the work
                found.append(row)
                continue
            about = f"DOI {doi}; add that work instead" if doi else "another work"
            draft.notice = f"it is a notice ({_spoken(kind)}) about {about}"
            return
    if not found:
        return
    gravest = min((_kind_of(row) for row in found), key=list(_UPDATES).index)
    draft.fields["status"] = _UPDATES[gravest]
    draft.fields["status_note"] = " ".join(dict.fromkeys(map(_note, found)))


def _rows(value: Any) -> Iterator[Mapping[str, Any]]:
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, Mapping):
            yield row


def _kind_of(row: Mapping[str, Any]) -> str:
    """Return Crossref's type of an update that is a notice; else nothing."""
    kind = re.sub(r"[\s-]+", "_", str(row.get("type") or "").strip().lower())
    return kind if kind in _UPDATES else ""


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


def _note(row: Mapping[str, Any]) -> str:
    """Return one notice in words: `Retraction, 6 May 2021: https://doi.org/10.5555/notice.`"""
    label = one_line(str(row.get("label") or "")) or _spoken(_kind_of(row)).capitalize()
    date = _date(row.get("updated"))
    doi = one_line(str(row.get("DOI") or ""))
    told = f"{label}, {date.shown}" if date else label
    return f"{told}: https://doi.org/{doi}." if doi else f"{told}."


def _date(value: Any) -> PartialDate | None:
    given = value.get("date-parts") if isinstance(value, Mapping) else None
    first = given[0] if isinstance(given, list) and given else None
    parts = first[:3] if isinstance(first, list) else []
    try:
        texts = [f"{int(part):0{2 if place else 4}}" for place, part in enumerate(parts)]
        return dates.parse("-".join(texts)) if texts else None
    except (TypeError, ValueError):
        return None


def hear_arxiv(comment: str, abstract: str, draft: Draft) -> None:
    """Note in a draft that its newest version at arXiv was withdrawn."""
    told = comment if _WITHDRAWN.search(comment) else ""
    if not told and _ABSTRACT.match(abstract):
        told = abstract.partition("\n\n")[0]
    if told:
        draft.fields["status"] = "withdrawn"
        draft.fields["status_note"] = one_line(told)


def hear_title(draft: Draft) -> str:
    """Note in a draft of any source the warning that its title begins with; return the word for a
    notice (`erratum`) where the title is that of one. It may be meant as a paper all the same, so
    that is for people to decide."""
    title = one_line(str(draft.fields.get("title") or ""))
    if marked := _MARKED.match(title) or _MARKED_BEHIND.search(title):
        draft.fields.setdefault("status", _WORDS[marked["word"].lower()])
    notice = _NOTICE.match(title)
    return notice["kind"].lower() if notice else ""


def hear_document(kinds: str, draft: Draft) -> bool:
    """Note in a draft what a database calls the kind of the document, `Article; Retracted
    Publication`; return whether it says something of a retraction or a correction."""
    is_heard = False
    for kind in re.split("[;,]", kinds.lower()):
        name = kind.strip()
        if name in _DOCUMENTS:
            draft.fields["status"] = draft.fields.get("status") or _DOCUMENTS[name]
        elif name in _NOTICES:
            draft.notice = draft.notice or f"it is a notice about another work ({name})"
        is_heard = is_heard or name in _DOCUMENTS or name in _NOTICES
    return is_heard
