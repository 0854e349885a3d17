"""Recognize retractions, withdrawals, corrections and expressions of concern.

In: what a source says of a work. Out: the fields `status` and `status_note` of a draft or, for a
record that is such a notice itself, what it is. Formats: `update-to` and `updated-by` of Crossref's
REST API (either alone misses known cases), the comments of arXiv, the warnings that publishers put
into titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from papershelf.catalogue.works import WARNING_BEHIND
from papershelf.importers.draft import Draft, one_line
from papershelf.text import dates
from papershelf.text.dates import PartialDate

#: Crossref's update types and the status of the work, the most serious first. Types not listed
#: (`new_version`, `new_edition`) are works, not notices.
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
_KIND = "(?i:article|paper|chapter|manuscript|preprint)"
#: Warnings before titles of works: `RETRACTED ARTICLE: Looms`, `[Withdrawn] Looms`.
_MARKED = re.compile(
    rf"\W*(?P<word>(?i:retracted|withdrawn|temporary removal))(?: {_KIND})?\W*[:\])]"
)
#: Warnings that only capitals distinguish from a title, as `Removed: a memoir` is one. Without the
#: sign, they may still be a part of it: `REMOVED - A Memoir`, `Why papers are RETRACTED`.
_LOUD = re.compile(
    rf"\W*(?P<word>RETRACTED|WITHDRAWN|TEMPORARY REMOVAL|REMOVED)(?: {_KIND})?"
    r"(?:(?P<sign>(?<!REMOVED) ?[-–—] |\W*[:\])])| ?[-–—] )"
)
_LOUD_BEHIND = re.compile(r"(?P<sign>[.:;?!–—] ?| - ?)?(?<=\W)(?P<word>RETRACTED|WITHDRAWN)$")
_WORDS = {"retracted": "retracted", "withdrawn": "withdrawn", "temporary removal": "withdrawn",
          "removed": "removed"}  # fmt: skip
#: Titles of notices: `Retraction notice to "Looms" [J. Loom. 3 (2019) 1–9]`. Possible titles of
#: works, `Correction to scaling` or `Withdrawal: a memoir`, do not match.
_NOTICE = re.compile(
    r"(?:(?:author|publisher)(?:['’]s)? |editorial )?(?P<kind>"
    r"(?:retraction|withdrawal|removal) (?:not(?:e|ice)|statement)(?= (?:to|for|of|on)\b| ?:|\W*$)"
    r"|(?:notice|statement) of (?:retraction|withdrawal|removal)(?= (?:to|for|of)\b| ?:|\W*$)"
    r"|(?:retraction|withdrawal)(?= (?:of|to|for) ?[\"“«][^\"”»]{1,400}[\"”»]\W*(?:$|[\[(,]))"
    r"|(?:retraction|correction)(?= (?:to|for) [^,:]{1,60} et al\.,)"
    r"|retraction(?=(?: (?:to|of|for))? ?:|\W*$)|addendum(?=(?: (?:to|for))? ?:)"
    r"|(?:erratum|errata|corrigend(?:um|a))(?: not(?:e|ice))?(?= (?:to|for)\b| ?:|\W*$)"
    r"|expression of concern(?= (?:to|for|about|on|regarding)\b| ?:)"
    r"|(?:(?<=author )|(?<=publisher )|(?<=['’]s ))correction(?= to\b| ?:)"
    r"|correction(?= (?:to|for) ?[:\"“«]| ?: (?-i:[A-Z\"“«])))",
    re.IGNORECASE,
)
#: The same at the end: `Looms: Erratum`, `Looms [Retraction]`.
_NOTICE_BEHIND = re.compile(
    r"(?:(?:[:.–—]|\s-)\s+|(?P<open>[\[(]))(?P<kind>erratum|corrigendum|addendum"
    r"|retraction(?: not(?:e|ice)|(?=[\])]))|expression of concern"
    r"|(?:author|publisher) correction)(?(open)[\])])\.?$",
    re.IGNORECASE,
)
#: Document types of Web of Science, Scopus and PubMed.
_DOCUMENTS = {
    "retracted publication": "retracted",
    "retracted": "retracted",
    "withdrawn publication": "withdrawn",
}
_NOTICES = frozenset(
    "retraction; retraction of publication; retraction notice; published erratum; erratum;"
    " correction; corrigendum; expression of concern; withdrawal notice".split("; ")
)
#: Comments at arXiv: `This paper has been withdrawn by the author`. A work that was withdrawn from
#: a conference still exists.
_WITHDRAWN = re.compile(
    r"\b(?:has been|have been|is|was|been)\s+withdrawn\b(?!\s+from)"
    r"|\bwithdrawn\s+(?:by|due|because|as|pending|for|since|:)"
    r"|^\W*withdrawn\W*$",
    re.IGNORECASE,
)
#: The same in an abstract, where electrons can be withdrawn too.
_ABSTRACT = re.compile(
    r"\W*(?:this|the) (?:paper|article|submission|manuscript|preprint|work|note|report)"
    r" (?:has been|is|was)(?: \w+)? withdrawn\b(?!\s+from)",
    re.IGNORECASE,
)


def hear_crossref(item: Mapping[str, Any], draft: Draft) -> None:
    """Set the status of a draft from a Crossref work's updates, or note that it is a notice or a
    component: a figure or a table of a work."""
    if item.get("type") == "component":
        whole = one_line(str(item.get("parent-DOI") or item.get("parent_DOI") or ""))
        of = f"DOI {whole}; add that work instead" if whole else "another work"
        draft.notice = f"a part (component) of {of}"
        return
    found = [row for row in _rows(item.get("updated-by")) if _kind_of(row)]
    own = str(item.get("DOI") or "").lower()
    for row in _rows(item.get("update-to")):
        if kind := _kind_of(row):
            doi = one_line(str(row.get("DOI") or ""))
            if doi and doi.lower() == own:  # the notice replaced the work
                found.append(row)
                continue
            about = f"DOI {doi}; add that work instead" if doi else "another work"
            draft.notice = f"a notice ({_spoken(kind)}) about {about}"
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
    """Return Crossref's type of an update if it is a notice; otherwise empty."""
    kind = re.sub(r"[\s-]+", "_", str(row.get("type") or "").strip().lower())
    return kind if kind in _UPDATES else ""


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


def _note(row: Mapping[str, Any]) -> str:
    """Return a notice in words: `Retraction, 6 May 2021: https://doi.org/10.5555/notice.`"""
    label = one_line(str(row.get("label") or "")) or _spoken(_kind_of(row)).capitalize()
    date = _date(row.get("updated"))
    doi = one_line(str(row.get("DOI") or ""))
    notice = f"{label}, {date.shown}" if date else label
    return f"{notice}: https://doi.org/{doi}." if doi else f"{notice}."


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
    """Set the status of a draft whose newest version at arXiv was withdrawn."""
    note = comment if _WITHDRAWN.search(comment) else ""
    if not note and _ABSTRACT.match(abstract):
        note = abstract.partition("\n\n")[0]
    if note:
        draft.fields["status"] = "withdrawn"
        draft.fields["status_note"] = one_line(note)


def hear_title(draft: Draft) -> str:
    """Set the status of a draft whose title has a warning. Return the kind of notice
    (`erratum`) if the title is that of a notice. It may still be a paper, so people decide, as they
    do about a word in capitals that may be a part of the title."""
    title = one_line(str(draft.fields.get("title") or ""))
    word, is_certain = _warning(title)
    if word and is_certain:
        draft.fields["status"] = draft.fields.get("status") or _WORDS[word.lower()]
    elif word and not draft.fields.get("status"):
        doubt = f'title: "{word}" may be a warning; if so, add status: {_WORDS[word.lower()]}'
        draft.doubts += [doubt] if doubt not in draft.doubts else []
    notice = _NOTICE.match(title) or _NOTICE_BEHIND.search(title)
    return notice["kind"].lower() if notice else ""


def _warning(title: str) -> tuple[str, bool]:
    """Return the warning in a title, and whether it can be nothing else."""
    if marked := _MARKED.match(title) or WARNING_BEHIND.search(title):
        return marked["word"], True
    if loud := _LOUD.match(title) or _LOUD_BEHIND.search(title):
        rest = title[: loud.start()] + title[loud.end() :]
        return loud["word"], bool(loud["sign"]) and not rest.isupper()
    return "", False


def hear_document(kinds: str, draft: Draft) -> bool:
    """Set the status of a draft from a database's document type, `Article; Retracted Publication`.
    Return whether that mentions a retraction or a correction."""
    is_heard = False
    for kind in re.split("[;,]", kinds.lower()):
        name = kind.strip()
        if name in _DOCUMENTS:
            draft.fields["status"] = draft.fields.get("status") or _DOCUMENTS[name]
        elif name in _NOTICES:
            draft.notice = draft.notice or f"a notice about another work ({name})"
        is_heard = is_heard or name in _DOCUMENTS or name in _NOTICES
    return is_heard
