"""Compare the addresses of two states of a collection.

In: the collection before and now. Out: a problem for each address that would no longer resolve, or
would lead to something else. Never reads the history itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from papershelf.catalogue import Page, Source, write
from papershelf.catalogue.collect import by_spelling, derived_pages, named_terms
from papershelf.catalogue.digests import current_ids, digest_pages
from papershelf.catalogue.fronts import digest_of
from papershelf.catalogue.model import NamedTerm
from papershelf.catalogue.named import TABLES
from papershelf.catalogue.nodes import TOP, Node, Scalar
from papershelf.outputs.settings import to_authority
from papershelf.outputs.views import addresses
from papershelf.permanence import calendars, courses
from papershelf.permanence.advice import advice, alias_line, pages_setting, stone_values, to_problem
from papershelf.permanence.state import (
    TAXONOMIES,
    Claim,
    State,
    are_strangers,
    may_be_same,
    with_pages,
    works,
)
from papershelf.problems import Problem, Severity, SourceText
from papershelf.text.readings import Stretch


def compare(states: Iterable[tuple[str, Source]], now: Source, *, derived: bool) -> list[Problem]:
    """Yield problems of the present state compared with earlier ones, the newest first.

    Hints refer to an earlier state by its ref or commit. `derived` is for one complete state, the
    last: it also reports removed pages of authors, venues, years, days and keywords, reused slugs,
    and changed citation keys.
    """
    present = State(source=now)
    lost: dict[str, tuple[Claim, State]] = {}
    reused: dict[str, Problem] = {}
    problems: list[Problem] = []
    for name, source in states:
        before = State(source=with_pages(source, now), name=name)
        for url, claim in before.claims.items():
            there = present.claims.get(url)
            if there is None:
                if before.was_published(claim) and not _is_unnamed(claim, before, present):
                    lost.setdefault(url, (claim, before))
            elif url not in reused and there.kind == claim.kind:
                for problem in _reused(claim, there, before, present, derived):
                    reused[url] = problem
        if derived:
            problems += _gone(before, present)
            problems += _changed_authority(before, present)
            problems += _changed_list(before, present)
            problems += _changed_keys(before, present)
            problems += _changed_names(before, present)
            problems += courses.compare(before, present)
            problems += _changed_digests(before, present)
            problems += calendars.changed_keys(before, present)
    return [*problems, *reused.values(), *advice(lost, present)]


def _is_unnamed(claim: Claim, before: State, now: State) -> bool:
    """Return whether a paper is there without a valid id, which the check reports."""
    if claim.kind != "paper" or not now.unnamed:
        return False
    return not now.unnamed.isdisjoint(works(before.entries[claim.key]))


def new_without_day(problems: Iterable[Problem], known: set[str], now: Source) -> list[Problem]:
    """Yield the problems; a new entry without `added` is an error, not a warning."""
    places = {
        (entry.source.name, entry.source.line_of(entry.at().start))
        for entry in now.entries
        if entry.values.get("id") not in known
    }
    hint = "add added: YYYY-MM-DD, today's date; papershelf fmt does this"
    return [
        _replaced(problem, Severity.ERROR, hint)
        if problem.rule == "no-added" and (problem.span.file, problem.span.line) in places
        else problem
        for problem in problems
    ]


def _replaced(problem: Problem, severity: Severity, hint: str) -> Problem:
    return Problem(
        rule=problem.rule, severity=severity, span=problem.span, message=problem.message, hint=hint
    )


# --- reused addresses ----------------------------------------------------------------------------


def _reused(
    claim: Claim, there: Claim, before: State, now: State, is_last: bool
) -> Iterator[Problem]:
    """Yield an address that leads to something else although its former target still exists, or
    that another work took: links would silently change their meaning."""
    if claim.kind == "paper":
        yield from _reused_id(claim, there, before, now)
        return
    labels, old = now.labels[claim.kind], before.labels[claim.kind]
    owner = ""
    if there.key != claim.key:
        owner = claim.key if claim.key in labels else ""
    elif is_last and old[claim.key] and labels[there.key] != old[claim.key]:
        same = now.by_label.get((claim.kind, old[claim.key]), [])
        owner = next((key for key in same if old.get(key) != labels[key]), "")
    if owner:
        source, node = _place(there, now)
        message = f'"{claim.name}" was published as the {claim.kind} now called "{owner}"'
        hint = f'choose another name here, and give this one back to "{owner}"'
        yield to_problem(source, node, "reused-id", message, hint)


def _reused_id(claim: Claim, there: Claim, before: State, now: State) -> Iterator[Problem]:
    entry, here = before.entries[claim.key], now.entries[there.key]
    if here.values == entry.values or set(works(here)) & set(works(entry)):
        return
    other = now.find(entry)
    source, node = _place(there, now)
    if other and other not in (there.key, claim.name):  # the latter is a duplicate id
        message = f'"{claim.name}" was published as the paper now called "{other}"'
        hint = "give the new paper a new id, and the old paper this one back"
        yield to_problem(source, node, "reused-id", message, hint)
    elif not other and claim.name == claim.key == there.key and are_strangers(entry, here):
        message = f'"{claim.name}" was published as another paper, by other authors'
        line = write.to_line(stone_values(entry, claim.key, ()))
        hint = f"give the new paper a new id, and add a tombstone for the old one: {line}"
        yield to_problem(source, node, "reused-id", message, hint)


def _place(there: Claim, now: State) -> tuple[SourceText, Node]:
    """Return the position of the name that leads to something else."""
    if there.kind == "paper":
        entry = now.entries[there.key]
        return entry.source, entry.item("id" if there.name == there.key else "aliases", there.name)
    if there.kind in now.named:
        term = now.named[there.kind][there.key]
        name = "slug" if there.name == there.key else "aliases"
        return term.source, term.item(name, there.name)
    page = now.topics[there.key] if there.kind == "topic" else now.pages[there.key]
    if page is None:
        return now.top, Scalar("", 0, 1)
    same = [alias for alias in page.aliases if alias.text.strip() == there.name]
    return page.source, same[0] if same else TOP


def _changed_authority(before: State, now: State) -> Iterator[Problem]:
    """Yield that the ids of all papers in feeds, and of all events in calendars, would change."""
    was, name = _authority(before.source), now.source.authority
    if was and name and was != name and before.source.entries:
        message = f'the ids in feeds and calendars would have the name "{name}" instead of "{was}"'
        hint = f"so that no paper is new again, set id_authority: {was} in mkdocs.yml"
        yield to_problem(SourceText("mkdocs.yml", ""), TOP, "site-moved", message, hint)


def _changed_list(before: State, now: State) -> Iterator[Problem]:
    """Yield that mail programs would take the next digests for those of another list. If only the
    name in ids changes, so does the name of a list without a setting: that is reported above."""
    was, name = before.source.list_id, now.source.list_id
    if was is None or name is None or was == name or not digest_pages(before.source.pages):
        return
    former, new = was or _list_id(before.source), name or _list_id(now.source)
    if former and new and former.lower() != new.lower():
        message = f'mail programs would file digests under "{new}" instead of "{former}"'
        hint = f"so that readers' filters still work, set mail: list_id: {former} in mkdocs.yml"
        yield to_problem(SourceText("mkdocs.yml", ""), TOP, "site-moved", message, hint)


def _list_id(source: Source) -> str:
    """Return the name of a mailing list without a setting; empty if it is unknown."""
    host = _authority(source).rpartition("@")[2]
    return host and f"digest.{host}"


def _authority(source: Source) -> str:
    """Return the name in the ids as a build writes it; empty if it is unknown or cannot be one."""
    try:
        return to_authority(source.authority or "")
    except ValueError:
        return ""


def _changed_keys(before: State, now: State) -> Iterator[Problem]:
    """Yield papers whose first name would change, and with it the citation key and the id in
    feeds."""
    for paper_id, entry in now.entries.items():
        names = (paper_id, *entry.values.get("aliases", ()))
        # the paper under its present id, or under an alias
        same = [name for name in names if name in before.entries]
        if paper_id in same:
            same = [paper_id] if may_be_same(before.entries[paper_id], entry) else []
        keys = dict.fromkeys(before.first("paper", name) for name in same)
        key = now.first("paper", paper_id)
        taken = before.claims.get(addresses.paper(key))
        if taken and taken.key != paper_id and taken.key in now.entries:
            continue  # the name of another paper: a reused id
        if keys and key not in keys and keys.keys() & set(names):
            first = next(iter(keys))
            line = ", ".join(dict.fromkeys((first, *entry.values.get("aliases", ()))))
            message = f'the citation key "{first}" would become "{key}"'
            hint = f"the first alias is the key; write in this entry: aliases: [{line}]"
            yield to_problem(entry.source, entry.at("aliases"), "changed-key", message, hint)


def _changed_names(before: State, now: State) -> Iterator[Problem]:
    """Yield topics and described terms whose first name would change, which is part of the ids in
    their feeds."""
    for kind, taxonomy in TAXONOMIES.items():
        if not (before.has_pages(taxonomy) and now.has_pages(taxonomy)):
            continue  # no feeds
        known, all_keys = before.keys(kind), now.keys(kind)
        for own in all_keys:
            names = (own, *now.aliases(kind, own))
            # the topic or term under its present slug, or under an alias
            same = [own] if own in known else [name for name in names if name in known]
            firsts = dict.fromkeys(before.first(kind, name) for name in same)
            first = now.first(kind, own)
            taken = before.claims.get(addresses.term(taxonomy, first))
            if taken and taken.key != own and taken.key in all_keys:
                continue  # the name of another one: a reused slug
            if firsts and first not in firsts and firsts.keys() & set(names):
                kept = next(iter(firsts))
                line = ", ".join(dict.fromkeys((kept, *now.aliases(kind, own))))
                message = f'the id "{kept}" in feeds would become "{first}"'
                hint = f"the first alias is the id in feeds; write here: aliases: [{line}]"
                source, node = _place(Claim("", kind, own, first), now)
                yield to_problem(source, node, "changed-key", message, hint)


def _changed_digests(before: State, now: State) -> Iterator[Problem]:
    """Yield published digests that lost papers, unless an earlier one lists them, or that list
    papers which they did not list when they were sent, and changed ids in the feed of digests. A
    renamed paper counts as the same."""
    ids = current_ids(now.source)
    listed: set[str] = set()
    known = _digests_before(before, now)
    for page in reversed(digest_pages(now.source.pages).values()):
        here = [each._replace(id=ids.get(each.id, each.id)) for each in page.readings]
        found = {each.id for each in here}
        if page.src_uri in known:
            was = [each.id for former in known[page.src_uri] for each in former.readings]
            here_known = [each for each in here if each.id in ids]  # others are unknown citations
            former_ids = {now.id_of(name, before) for name in was} - {""}
            yield from _other_papers(page, here_known, former_ids, listed)
            yield from _other_id(page, known[page.src_uri], before, now)
        listed |= found


def _digests_before(before: State, now: State) -> dict[str, list[Page]]:
    """Return the earlier states of each digest by its present name; two may have been joined."""
    found: dict[str, list[Page]] = {}
    for src_uri, page in before.pages.items():
        there = now.claims.get(addresses.to_url(src_uri)) if digest_of(src_uri) else None
        if there and there.kind == "page":
            found.setdefault(there.key, []).append(page)
    return found


def _other_papers(
    page: Page, here: list[Stretch], was: set[str], listed: set[str]
) -> Iterator[Problem]:
    for paper_id in sorted(was - listed - {each.id for each in here}):
        message = f'this digest no longer lists "{paper_id}"'
        hint = f"add it again: - [@{paper_id}]"
        yield to_problem(page.source, TOP, "digest-changed", message, hint)
    for each in here:
        if each.id not in was:
            node = page.at(each.start, each.end)
            message = f'this digest did not list "{each.id}" before'
            hint = "remove it, and list it in the next digest"
            yield to_problem(page.source, node, "digest-changed", message, hint)


def _other_id(page: Page, was: list[Page], before: State, now: State) -> Iterator[Problem]:
    # the digest under its present name, or under an alias
    same = [former for former in was if former.src_uri == page.src_uri] or was
    firsts = [before.first("page", former.src_uri) for former in same]
    first = now.first("page", page.src_uri)
    if first not in firsts:
        aliases = now.aliases("page", page.src_uri)
        message = f'the id "{firsts[0]}" in feeds would become "{first}"'
        line = ", ".join(dict.fromkeys((firsts[0], *aliases)))
        hint = f"the first alias is the id in feeds; write here: aliases: [{line}]"
        node = page.aliases[0] if page.aliases else TOP
        yield to_problem(page.source, node, "changed-key", message, hint)


# --- derived pages -------------------------------------------------------------------------------


def _gone(before: State, now: State) -> Iterator[Problem]:
    """Yield removed pages of authors, venues, years, days and keywords without enough papers, which
    were never promised."""
    there, here = Counter(derived_pages(before.source)), Counter(derived_pages(now.source))
    least = before.source.min_papers  # the present numbers, where there are pages now
    gone = {
        addresses.term(*term): term
        for term, papers in there.items()
        if here[term] < least.get(term[0], 1) <= papers
    }
    urls = sorted(gone.keys() - now.claims.keys() - before.claims.keys())
    joined = _joined([gone[url] for url in urls], before, now)
    for url in urls:
        taxonomy, slug = gone[url]
        source, reason = now.top, " with its last paper"
        node: Node = Scalar("", 0, 1)
        hint = "you can ignore this, unless other sites link to it"
        if here[taxonomy, slug]:
            reason = ", since too few papers are left"
        if not now.has_pages(taxonomy):
            reason = f", since {taxonomy} have no pages any more"
            hint = f"to keep it, restore the setting {pages_setting(taxonomy, before)}"
        elif table := TABLES.get(taxonomy):
            hint = f"to keep it, describe the {table.noun} in content/{table.file}"
        if (taxonomy, slug) in joined:
            there_now, source, node, hint = joined[taxonomy, slug]
            reason = f", since its papers are now at /{there_now}"
        yield to_problem(source, node, "page-gone", f"the page /{url} is removed{reason}", hint)


def _joined(
    gone: list[tuple[str, str]], before: State, now: State
) -> dict[tuple[str, str], tuple[str, SourceText, Node, str]]:
    """Return the address of the described term that now has the papers of a removed page, where the
    term is described, and the hint: one line that redirects all such pages of the term, and that
    keeps the id in its feeds."""
    known, owners = _spellings(before), _spellings(now)
    slugs: dict[tuple[str, str], list[str]] = {}
    for taxonomy, slug in gone:
        is_joined = (taxonomy, slug) in owners and (taxonomy, slug) not in known
        if is_joined and now.has_pages(taxonomy):
            slugs.setdefault((taxonomy, owners[taxonomy, slug]), []).append(slug)
    found: dict[tuple[str, str], tuple[str, SourceText, Node, str]] = {}
    for (taxonomy, owner), names in slugs.items():
        kind, lost = TABLES[taxonomy].noun, {slug: [slug] for slug in names}
        key = before.first(kind, owner) if owner in before.keys(kind) else ""
        source, node, line, where = alias_line(kind, owner, now, lost, key)
        there = addresses.term(taxonomy, owner)
        row = (there, source, node, f"to redirect it, {where}: {line}")
        found.update(((taxonomy, slug), row) for slug in names)
    return found


def _spellings(state: State) -> dict[tuple[str, str], str]:
    """Return the slug of a described term by taxonomy and slug of each spelling."""
    people, keywords = named_terms(state.source)
    named: dict[str, Mapping[str, NamedTerm]] = {"authors": people, "keywords": keywords}
    return {
        (taxonomy, slug): found[0].slug
        for taxonomy, terms in named.items()
        for slug, found in by_spelling(terms.values()).items()
    }
