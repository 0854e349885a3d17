"""The promise that an address, once published, resolves for ever.

In: the collection as it was and as it is. Out: a problem for each address that would no longer
resolve, or would lead to something else. It reads no history itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papershelf.catalogue import Page, Source, write
from papershelf.catalogue.collect import derived_pages
from papershelf.catalogue.courses import course_of
from papershelf.catalogue.nodes import Node, Scalar
from papershelf.outputs.views import addresses
from papershelf.permanence.advice import advice, stone_values, to_problem
from papershelf.permanence.state import Claim, State, are_strangers, works
from papershelf.problems import Problem, Severity, SourceText
from papershelf.text import readings


def compare(states: Iterable[tuple[str, Source]], now: Source, *, derived: bool) -> list[Problem]:
    """Problems of the present state against earlier ones, the newest of them first.

    Each earlier state comes with the ref or commit that names it in advice. `derived` is for one
    whole state, the last: it also notes pages of authors, venues and years that are gone, slugs
    that were given to something else, and citation keys that would change.
    """
    present = State(source=now)
    lost: dict[str, tuple[Claim, State]] = {}
    reused: dict[str, Problem] = {}
    problems: list[Problem] = []
    for name, source in states:
        before = State(source=source, name=name)
        for url, claim in before.claims.items():
            there = present.claims.get(url)
            if there is None:
                if before.was_published(claim):
                    lost.setdefault(url, (claim, before))
            elif url not in reused and there.kind == claim.kind:
                for problem in _reused(claim, there, before, present, derived):
                    reused[url] = problem
        if derived:
            problems += _gone(before, present)
            problems += _changed_keys(before, present)
            problems += _changed_names(before, present)
            problems += _changed_editions(before, present)
    return [*problems, *reused.values(), *advice(lost, present)]


def new_without_day(problems: Iterable[Problem], known: set[str], now: Source) -> list[Problem]:
    """The same problems; that a new entry does not say when it was added is an error."""
    places = {
        (entry.source.name, entry.source.line_of(entry.at().start))
        for entry in now.entries
        if entry.values.get("id") not in known
    }
    hint = "add added: YYYY-MM-DD, today; papershelf fmt fills it in"
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


# --- what is something else now ------------------------------------------------------------------


def _reused(
    claim: Claim, there: Claim, before: State, now: State, is_last: bool
) -> Iterator[Problem]:
    """An address that leads to something else while what stood there still is, or that was given
    to another work: links silently change their meaning."""
    if claim.kind == "paper":
        yield from _reused_id(claim, there, before, now)
        return
    labels, old = now.labels(claim.kind), before.labels(claim.kind)
    owner = ""
    if there.key != claim.key:
        owner = claim.key if claim.key in labels else ""
    elif is_last and labels[there.key] != old[claim.key]:
        same = (key for key, label in labels.items() if label and label == old[claim.key])
        owner = next((key for key in same if old.get(key) != labels[key]), "")
    if owner:
        source, node = _place(there, now)
        told = f'"{claim.name}" was the {claim.kind} that is "{owner}" now'
        hint = "choose another name here, and give this one back"
        yield to_problem(source, node, "reused-id", told, hint)


def _reused_id(claim: Claim, there: Claim, before: State, now: State) -> Iterator[Problem]:
    entry, here = before.entries[claim.key], now.entries[there.key]
    if here.values == entry.values or set(works(here)) & set(works(entry)):
        return
    other = now.find(entry)
    source, node = _place(there, now)
    if other and other != there.key:
        told = f'"{claim.name}" was the paper that is "{other}" now'
        hint = "give the new paper an id of its own, and this one to the old"
        yield to_problem(source, node, "reused-id", told, hint)
    elif not other and claim.name == claim.key == there.key and are_strangers(entry, here):
        told = f'"{claim.name}" was another paper, by others'
        line = write.to_line(stone_values(entry, claim.key, ()))
        hint = f"give the new paper an id of its own, and leave a tombstone for the old: {line}"
        yield to_problem(source, node, "reused-id", told, hint)


def _place(there: Claim, now: State) -> tuple[SourceText, Node]:
    """Where the name stands that leads to something else."""
    if there.kind == "paper":
        entry = now.entries[there.key]
        return entry.source, entry.item("id" if there.name == there.key else "aliases", there.name)
    if there.kind == "person":
        person = now.people[there.key]
        name = "slug" if there.name == there.key else "aliases"
        return person.source, person.item(name, there.name)
    page = now.topics[there.key] if there.kind == "topic" else now.pages[there.key]
    if page is None:
        return now.top, Scalar("", 0, 1)
    same = [alias for alias in page.aliases if alias.text.strip() == there.name]
    return page.source, same[0] if same else Scalar("", 0, 3)


def _changed_keys(before: State, now: State) -> Iterator[Problem]:
    """A paper whose first name would be another: its citation key, and its name in feeds."""
    for paper_id, entry in now.entries.items():
        names = (paper_id, *entry.values.get("aliases", ()))
        # itself under its present id, or else whatever it is called by its aliases
        same = [name for name in names if name in before.entries]
        if paper_id in same:
            same = [paper_id] if set(works(entry)) & set(works(before.entries[paper_id])) else []
        keys = dict.fromkeys(before.first("paper", name) for name in same)
        key = now.first("paper", paper_id)
        taken = before.claims.get(addresses.paper(key))
        if taken and taken.key != paper_id and taken.key in now.entries:
            continue  # a name of another paper: a reused id
        if keys and key not in keys and keys.keys() & set(names):
            first = next(iter(keys))
            line = ", ".join(dict.fromkeys((first, *entry.values.get("aliases", ()))))
            told = f'the citation key "{first}" would become "{key}"'
            hint = f"the first alias is the key; write in this entry: aliases: [{line}]"
            yield to_problem(entry.source, entry.at("aliases"), "changed-key", told, hint)


def _changed_names(before: State, now: State) -> Iterator[Problem]:
    """A topic or a person whose first name would be another: the name of their feed."""
    for kind, folder, known, all_keys in (
        ("topic", "topics", before.topics.keys(), now.topics.keys()),
        ("person", "authors", before.people.keys(), now.people.keys()),
    ):
        for own in all_keys:
            names = (own, *now.aliases(kind, own))
            # itself under its present slug, or else whatever it is called by its aliases
            same = [own] if own in known else [name for name in names if name in known]
            firsts = dict.fromkeys(before.first(kind, name) for name in same)
            first = now.first(kind, own)
            taken = before.claims.get(addresses.term(folder, first))
            if taken and taken.key != own and taken.key in all_keys:
                continue  # a name of another one: a reused slug
            if firsts and first not in firsts and firsts.keys() & set(names):
                kept = next(iter(firsts))
                line = ", ".join(dict.fromkeys((kept, *now.aliases(kind, own))))
                told = f'the name "{kept}" in feeds would become "{first}"'
                hint = f"the first alias is the name in feeds; write here: aliases: [{line}]"
                source, node = _place(Claim("", kind, own, first), now)
                yield to_problem(source, node, "changed-key", told, hint)


def _changed_editions(before: State, now: State) -> Iterator[Problem]:
    """An edition with other readings than it had, or in another order: whoever was taught by it
    finds something else. A paper that has another name now is the same."""
    for src_uri, page in before.pages.items():
        there = now.claims.get(addresses.to_url(src_uri))
        if not course_of(src_uri)[1] or there is None or there.kind != "page":
            continue
        was = [_name_now(each.id, now) for each in _readings(page)]
        found = _readings(now.pages[there.key])
        read = [each.id for each in found]
        if read == was:
            continue
        here = now.pages[there.key]
        gone = [paper_id for paper_id in was if paper_id not in read]
        new = [each for each in found if each.id not in was]
        told = "the readings of this edition stand in another order"
        if gone:
            told = f'this edition no longer reads "{gone[0]}"'
        elif new:
            told = f'this edition did not read "{new[0].id}"'
        elif len(read) != len(was):
            told = "this edition reads a paper more or less often"
        node = Scalar("", 0, 3)
        if new and not gone:
            node = Scalar("", new[0].start + here.body_start, new[0].end + here.body_start)
        hint = "an edition stays as it was; another term is another file"
        yield to_problem(here.source, node, "edition-changed", told, hint)


def _readings(page: Page) -> list[readings.Stretch]:
    return [each for each in readings.split(page.body) if each.id]


def _name_now(paper_id: str, now: State) -> str:
    claim = now.claims.get(addresses.paper(paper_id))
    return claim.key if claim else paper_id


# --- what is only derived ------------------------------------------------------------------------


def _gone(before: State, now: State) -> Iterator[Problem]:
    """Pages of authors, venues and years that go with their last paper; nobody promised them."""
    there, here = _derived(before), _derived(now)
    for url in sorted(there - here - now.claims.keys() - before.claims.keys()):
        told = f"the page /{url} goes with its last paper"
        hint = "nothing to do, unless somebody links to it"
        if url.startswith("authors/"):
            hint = "to keep it, describe the person in content/people.yaml"
        yield to_problem(now.top, Scalar("", 0, 1), "page-gone", told, hint)


def _derived(state: State) -> set[str]:
    return {addresses.term(name, slug) for name, slug in derived_pages(state.source)}
