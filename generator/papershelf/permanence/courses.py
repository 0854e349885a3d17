"""Compare the courses and editions of two states of a collection.

In: the state before and now. Out: a problem for each edition whose readings or names of sessions
have changed, and for each course or edition that lists a paper or a topic that a change affects.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Page, sessions
from papershelf.catalogue.fronts import course_of
from papershelf.catalogue.nodes import TOP, Scalar
from papershelf.catalogue.sessions import Section
from papershelf.catalogue.statuses import is_listed
from papershelf.outputs.views import addresses
from papershelf.permanence.advice import to_problem
from papershelf.permanence.state import State
from papershelf.problems import Problem, count


def compare(before: State, now: State) -> Iterator[Problem]:
    """Yield what a change does to courses and editions that still exist."""
    for src_uri, page in before.pages.items():
        course, edition = course_of(src_uri)
        there = now.claims.get(addresses.to_url(src_uri)) if course else None
        if there and there.kind == "page":
            here = now.pages[there.key]
            if edition:
                yield from _readings(page, here, before, now)
                yield from _sessions(page, here, before, now)
            yield from _papers(page, here, before, now, is_edition=bool(edition))
            yield from _topics(page, here, before, now)


def _readings(page: Page, here: Page, before: State, now: State) -> Iterator[Problem]:
    """Yield an edition whose readings or their order have changed: former students would find
    something else. A renamed paper counts as the same."""
    was, found = _read_before(page, before, now), here.readings
    read = [each.id for each in found]
    if read == was:
        return
    gone = [paper_id for paper_id in was if paper_id not in read]
    new = [each for each in found if each.id not in was]
    message = "the readings of this edition have another order than before"
    if gone:
        message = f'this edition no longer lists "{gone[0]}"'
    elif new:
        message = f'this edition did not list "{new[0].id}" before'
    elif len(read) != len(was):
        message = "this edition lists a paper more or less often than before"
    node = here.at(new[0].start, new[0].end) if new and not gone else TOP
    hint = "restore the readings; add another file for another term"
    yield to_problem(here.source, node, "edition-changed", message, hint)


def _sessions(page: Page, here: Page, before: State, now: State) -> Iterator[Problem]:
    """Yield sessions of an edition that have lost their names: links and calendars know them. A
    name that another session took is lost, too."""
    was, found = sessions.sections(page.introduction), sessions.sections(here.introduction)
    old, new = _read_before(page, before, now), [each.id for each in here.readings]
    ids = {each.slug: {old[at] for at in each.readings} for each in was}
    kept = {each.slug: {new[at] for at in each.readings} for each in found}
    same = {slug for slug in ids.keys() & kept.keys() if not ids[slug] or ids[slug] & kept[slug]}
    free = [each for each in found if each.slug not in same]
    for number, each in enumerate(was):
        if each.slug in same:
            continue
        others = [other for other in free if ids[each.slug] & kept[other.slug]]
        if not others and each.slug in kept:
            continue  # it has other readings, which no session had before
        others = others or [
            other for other in found[number : number + 1] if other in free and other.slug not in ids
        ]
        if not others:
            message = f'this edition no longer has the session "{each.slug}"'
            hint = "restore it; if it does not take place, write {cancelled} after its heading"
            yield to_problem(here.source, TOP, "edition-changed", message, hint)
            continue
        free.remove(others[0])
        heading = others[0].heading
        begin = here.introduction_start
        node = Scalar("", heading.start + begin, heading.end + begin)
        message = f'the session "{each.slug}" is now called "{others[0].slug}"'
        if each.slug in kept:
            message += f', and another one is called "{each.slug}"'
        hint = _keep(each.slug, others[0])
        yield to_problem(here.source, node, "edition-changed", message, hint)


def _keep(slug: str, section: Section) -> str:
    """Return how a session gets its former name."""
    own = section.heading.id
    if own:
        return f"to keep links to it, write #{slug} instead of #{own}"
    if section.heading.words:
        return f"to keep links to it, add #{slug} to the braces"
    return f"to keep links to it, write {{#{slug}}} after the heading"


def _papers(
    page: Page, here: Page, before: State, now: State, *, is_edition: bool
) -> Iterator[Problem]:
    """Yield readings whose paper got another id or status. `reading-gone` reports papers of a
    course that are no longer listed."""
    was = {each.id for each in page.readings}
    for each in {each.id: each for each in reversed(here.readings)}.values():
        entry = now.entries.get(each.id)
        names = (each.id, *now.aliases("paper", each.id)) if entry else ()
        former = next((name for name in names if name in was & before.entries.keys()), "")
        if entry is None or not former:
            continue
        node = here.at(each.start, each.end)
        if former != each.id and each.id not in before.entries:
            message = f'"{former}", which is read here, is now called "{each.id}"'
            hint = f"links to #reading-{former} still work; you need not do anything"
            yield to_problem(here.source, node, "course-affected", message, hint)
        status = entry.values.get("status", "")
        is_new = status and status != before.entries[former].values.get("status", "")
        if is_new and (is_edition or is_listed(status)):
            message = f'"{each.id}", which is read here, is now {status}'
            hint = "the page says so; inform your students if the term has not ended"
            yield to_problem(here.source, node, "course-affected", message, hint)


def _topics(page: Page, here: Page, before: State, now: State) -> Iterator[Problem]:
    """Yield deleted topics of readings; one that another topic has as an alias is not deleted."""
    entries = [before.entries[each.id] for each in page.readings if each.id in before.entries]
    found = [slug for entry in entries for slug in entry.values.get("topics", ())]
    for slug in sorted(set(found)):
        if addresses.term("topics", slug) not in now.claims:
            papers = count(found.count(slug), "reading")
            message = f'the topic "{slug}" of {papers} was deleted'
            hint = f"add aliases: [{slug}] to the topic in its place, so that links to it work"
            yield to_problem(here.source, TOP, "course-affected", message, hint)


def _read_before(page: Page, before: State, now: State) -> list[str]:
    """Return the readings of an earlier page by their present ids."""
    return [now.id_of(each.id, before) or each.id for each in page.readings]
