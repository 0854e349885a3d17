"""Let the records of a preprint and of its publication complete each other.

In: a client, drafts. Out: the same drafts with what only the other record has, and a line for each
record that was not used. Nothing of another work is taken over.
"""

from __future__ import annotations

from collections.abc import Iterable

from papershelf.catalogue import works
from papershelf.catalogue.merge import PUBLICATION
from papershelf.importers import notices
from papershelf.importers.draft import Draft
from papershelf.importers.fetch import Client, FetchError
from papershelf.importers.sources import ask_arxiv, ask_crossref
from papershelf.importers.values import to_values


def complete(client: Client, drafts: Iterable[Draft]) -> list[str]:
    """Add to each preprint the publication that its DOI refers to, and to each publication without
    an abstract that of its preprint. Return a line for each record that was not used.

    Titles and first authors are compared first: authors also give arXiv DOIs of other works.
    """
    reports = []
    for draft in drafts:
        preprint, doi = draft.where.startswith("arXiv"), str(draft.fields.get("doi") or "")
        if doi and draft.where.startswith("DOI ") and draft.where.lower() != f"doi {doi}".lower():
            reports.append(
                f"{draft.where}: its agency has replaced it by DOI {doi}, which is used instead"
            )
        try:
            if preprint and doi:
                other = ask_crossref(client, [doi]).get(doi)
                reports += _with_publication(draft, other, doi)
            elif draft.fields.get("arxiv") and doi and not draft.fields.get("abstract"):
                arxiv_id = draft.fields["arxiv"]
                reports += _with_preprint(draft, ask_arxiv(client, [arxiv_id]).get(arxiv_id))
        except FetchError as error:
            reports.append(f"{draft.where}: {error}; the entry has only the data of this source")
    return reports


def _with_publication(draft: Draft, other: Draft | None, doi: str) -> list[str]:
    """Replace the data of a preprint with that of its publication, or remove its DOI."""
    if other is None or other.why_not or other.notice:
        del draft.fields["doi"]
        why = other.why_not or other.notice if other else "not found"
        return [f"{draft.where}: its DOI {doi} was not used: {why}"]
    if differing := _difference(draft, other):
        del draft.fields["doi"]
        belongs = f"its DOI {doi} belongs to another work: {differing}"
        return [f"{draft.where}: {belongs}; it was not used"]
    draft.left.pop("journal_ref", None)
    notices.hear_title(other)  # its title is not taken over
    wanted = (*PUBLICATION, "license", "status", "status_note")
    theirs = {name: other.fields[name] for name in wanted if other.fields.get(name)}
    own = {name: value for name, value in draft.fields.items() if name not in PUBLICATION}
    draft.fields = {"published": draft.fields.get("published"), **own, "doi": doi, **theirs}
    return []


def _with_preprint(draft: Draft, other: Draft | None) -> list[str]:
    """Add the abstract and the links of the preprint to a publication, or remove its arXiv id."""
    differing = _difference(draft, other) if other else "not found"
    if other is None or differing:
        arxiv_id = draft.fields.pop("arxiv")
        return [f"{draft.where}: its preprint arXiv {arxiv_id} was not used: {differing}"]
    for name in ("abstract", "urls"):
        if other.fields.get(name):
            draft.fields[name] = other.fields[name]
    return []


def _difference(draft: Draft, other: Draft) -> str:
    """Return how the titles or first authors of two records differ; empty if they agree."""
    one, two = (to_values(each).values for each in (draft, other))
    if not works.titles_agree(one, two):
        return f'"{two.get("title", "")}" instead of "{one.get("title", "")}"'
    mine, theirs = one.get("authors"), two.get("authors")
    if mine and theirs and not works.names_agree(mine[0], theirs[0]):
        return f"by {theirs[0].shown} instead of {mine[0].shown}"
    return ""
