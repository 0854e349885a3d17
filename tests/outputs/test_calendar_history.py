"""Calendars after changes: what a subscriber has, whatever is moved, removed, renamed or used again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue.model import Course, Edition, Session
from papershelf.history import Repository, editions
from papershelf.history.editions import Past, Version
from papershelf.outputs import calendars, everything
from papershelf.text.dates import PartialDate
from support.calendar import BODY, FILES, FRONT, PAPERS, SETTINGS, Subscriber, edition, events, made
from support.helpers import collect, entry
from support.repo import Repo


def test_a_subscriber_has_the_right_events_after_each_change(tmp_path: Path) -> None:
    """Changes, each committed: the file alone would be right; here events are merged."""
    repo = Repo(tmp_path / "repo")
    subscriber = Subscriber()
    day = iter(range(1, 30))
    every = [{"One 10-05", "Two 10-08", "Three 10-12", "due Two 10-09"}]

    def step(files: dict[str, str | None], *shown: str) -> None:
        repo.commit(f"2026-09-{next(day):02}T12:00:00+00:00", files)
        every.append(set(shown or every[-1]))
        found = made(repo.root)
        assert subscriber.fetch(found) == sorted(every[-1])
        assert subscriber.fetch(found) == sorted(every[-1]) and made(repo.root) == found

    page = "content/courses/ml/2026.md"
    step(FILES)  # type: ignore[arg-type]
    body = BODY.replace("## One", "## One {date=2026-10-06}")  # moved
    step({page: edition(body)}, "One 10-06", "Two 10-08", "Three 10-12", "due Two 10-09")
    body = body.replace("## Three", "## Three {cancelled}")
    step({page: edition(body)}, "One 10-06", "Two 10-08", "due Two 10-09")
    body = body.replace("## Two {due", "## The second {#two due")  # another heading
    step({page: edition(body)}, "One 10-06", "The second 10-08", "due The second 10-09")
    renamed = PAPERS.replace("- id: c1\n", "- id: c2\n  aliases: [c1]\n")
    body = body.replace("[@c1]", "[@c2]")
    step({"papers.yaml": renamed, page: edition(body)})
    retracted = renamed.replace("- id: a1\n", "- id: a1\n  status: retracted\n")
    step({"papers.yaml": retracted})
    one = subscriber.events["ml/2026/one"]
    assert b"This paper was retracted" in one.properties["DESCRIPTION"]
    body = body.replace("\n- [@b1]\n", "\n- [@b1]\n- [@c2]\n")  # one more reading
    step({page: edition(body)})
    body = body.replace("\n- [@b1]\n", "\n").replace("[@b1]", "[@e1]")  # only in a note
    step({page: edition(body)})
    step({"papers.yaml": retracted.replace("Paper E", "Paper Two")})
    assert b"Paper Two" in subscriber.events["ml/2026/one"].properties["DESCRIPTION"]
    for title in ("Machines", "Engines"):  # of the course
        step({"content/courses/ml.md": f"# {title}\n\n- [@a1]\n"})
    assert subscriber.events["ml/2026/one"].properties["SUMMARY"] == b"Engines: One"
    body = body[: body.index("- [@a1]")] + body[body.index("- [@c2]") :]  # what changed has gone
    step({page: edition(body)})
    body = body.replace("2026-10-09", "2026-10-10")  # later
    step({page: edition(body)}, "One 10-06", "The second 10-08", "due The second 10-10")
    body = body[: body.index("## Three")]  # deleted
    step({page: edition(body)})
    front = f"{FRONT}skip: [2026-10-08]\n"
    step({page: edition(body, front)}, "One 10-06", "The second 10-12", "due The second 10-10")
    one, two = body[: body.index("## The")], body[body.index("## The") :]
    one = one.replace(" {date=2026-10-06}", "")
    step({page: edition(f"{two}\n{one}", front)}, "The second 10-05", "One 10-12", "due The second 10-10")  # fmt: skip
    new = edition("## Start\n\n- [@b1]\n", FRONT.replace("2026-10-05", "2027-04-05"))
    step({"content/courses/ml/2027.md": new}, *every[-1], "Start 04-05")
    moved = edition(f"{two}\n{one}", f"{front}aliases: [2026]\n")
    page = "content/courses/ml/autumn.md"  # another name, the same events
    step({"content/courses/ml/2026.md": None, page: moved})
    lost = moved.replace("meets: [mon, thu]\nskip: [2026-10-08]\n", "")  # no days
    lost = lost.replace(" due=2026-10-10", "")
    step({page: lost}, "Start 04-05")


def test_each_published_change_of_a_paper_counts(tmp_path: Path) -> None:
    """Also several on one day, at one moment, and one that takes back another: a subscriber may have
    fetched the file after each of them. Commits before the session, and of other papers, don't."""
    repo = Repo(tmp_path / "repo")
    subscriber = Subscriber()
    day = "2026-09-01T12:00:00+00:00"
    texts = [PAPERS.replace("Paper C", title) for title in ("Paper C", "Once", "Twice", "Once")]
    repo.commit(day, {"papers.yaml": texts[1]})
    repo.commit(day, {"papers.yaml": texts[0].replace("Paper A", "Paper")})
    body = BODY.replace("## Two {", "## Two, [@c1] {#two ")  # its title is in both events
    repo.commit(day, FILES | {"content/courses/ml/2026.md": edition(body)})
    for number, text in enumerate((*texts, texts[-1] + entry("x1", "Another"))):
        repo.commit(day, {"papers.yaml": text})
        found = made(repo.root)
        subscriber.fetch(found)
        title = ("Paper C", "Once", "Twice", "Once", "Once")[number]
        read = events(found["courses/ml/2026.ics"])
        for two in (read["ml/2026/two"], read["ml/2026/two/due"]):
            assert two["sequence"] == min(number, 3)
            assert str(two["summary"]).endswith(f": Two, {title}")
        assert str(read["ml/2026/two"]["description"]).startswith(title)


def test_a_name_that_is_used_again_is_another_edition(tmp_path: Path) -> None:
    """Of the edition that was removed, sessions that had not taken place are cancelled, once; others
    stay what they were. Events of the new edition are new, even if its sessions have the same names:
    as another date of an old event, a program would show one of both."""
    repo = Repo(tmp_path / "repo")
    subscriber = Subscriber()
    page = "content/courses/ml/2026.md"
    repo.commit("2026-09-01T12:00:00+00:00", FILES)  # type: ignore[arg-type]
    subscriber.fetch(made(repo.root))
    repo.commit("2026-10-06T08:00:00+00:00", {page: None})  # the day after the first session
    assert made(repo.root) == {}
    again = edition(BODY.replace("## Three", "## Four"), FRONT.replace("2026-10", "2027-10"))
    for number in range(2):
        files = {page: again, "content/about.md": f"# About {number}\n"}
        repo.commit(f"2027-09-0{number + 1}T12:00:00+00:00", files)
        found = made(repo.root)
        assert subscriber.fetch(found) == sorted(
            {"One 10-05", "One 10-07", "Two 10-11", "Four 10-14", "due Two 10-09"}
        )
    (data,) = found.values()
    assert {uid: str(each["status"]) for uid, each in events(data).items()} == {
        "ml/2026/two": "CANCELLED", "ml/2026/two/due": "CANCELLED", "ml/2026/three": "CANCELLED",
        "ml/2026~2/one": "CONFIRMED", "ml/2026~2/two": "CONFIRMED", "ml/2026~2/two/due": "CONFIRMED",
        "ml/2026~2/four": "CONFIRMED",
    }  # fmt: skip


def test_a_wrong_page_ends_no_edition(tmp_path: Path) -> None:
    """No site was built in between: events keep their names, and only real changes count."""
    repo = Repo(tmp_path / "repo")
    page = "content/courses/ml/2026.md"
    moved = edition(BODY.replace("## One", "## One {date=2026-10-06}"))
    for number, text in enumerate((edition(), edition(front=FRONT + "ends: soon\n"), moved)):
        repo.commit(f"2026-09-0{number + 1}T12:00:00+00:00", FILES | {page: text})
    found = events(made(repo.root)["courses/ml/2026.ics"])
    assert {uid: each["sequence"] for uid, each in found.items()} == {
        "ml/2026/one": 1, "ml/2026/two": 0, "ml/2026/two/due": 0, "ml/2026/three": 0
    }  # fmt: skip


def test_a_page_that_was_never_valid_was_never_published(tmp_path: Path) -> None:
    """Its events were in no calendar; a shallow clone has no earlier states."""
    repo = Repo(tmp_path / "repo")
    repo.commit("2026-09-01T12:00:00+00:00", FILES)  # type: ignore[arg-type]
    wrong = {"content/courses/ml/2026.md": edition("## Wrong\n\n- [@a1]\n", FRONT + "ends: soon\n")}
    repo.commit("2026-09-02T12:00:00+00:00", wrong)  # type: ignore[arg-type]
    repo.commit("2026-09-03T12:00:00+00:00", FILES)  # type: ignore[arg-type]
    (data,) = made(repo.root).values()
    assert "ml/2026/wrong" not in events(data)
    assert {each["sequence"] for each in events(data).values()} == {0}
    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(shallow))
    assert editions.past(Repository(root=shallow)) == Past()


SLUGS = st.sampled_from(["one", "two", "three"])
STATES = st.lists(
    st.dictionaries(SLUGS, st.integers(1, 28) | st.none(), max_size=3), min_size=1, max_size=6
)


@given(STATES)
def test_events_are_never_lost_and_never_go_back(states: list[dict[str, int | None]]) -> None:
    """Whatever happens to sessions: each that had a day is in the calendar for ever, once, with a
    higher number after each change, and cancelled if it has no day now."""
    past = [
        Version(number, number, "ML", ("ml", "2026"), tuple(
            Session(title=slug, slug=slug, date=PartialDate(2026, 10, day) if day else None)
            for slug, day in state.items()
        ))
        for number, state in enumerate(states)
    ]  # fmt: skip
    before: dict[str, int] = {}
    for length in range(1, len(past) + 1):
        found = calendars.events(past[:length])
        numbers = {each.key: each.revision for each in found}
        assert len(numbers) == len(found) and before.keys() <= numbers.keys()
        assert all(numbers[key] >= number for key, number in before.items())
        now = {slug for slug, day in states[length - 1].items() if day}
        assert {each.key for each in found if not each.is_gone} == now
        before = numbers


@given(st.lists(st.none() | st.dictionaries(SLUGS, st.integers(1, 28), max_size=3), max_size=6))
def test_each_life_of_a_name_keeps_its_events(states: list[dict[str, int] | None]) -> None:
    """Whatever is deleted (None) and comes back: an event that was once shown stays, with a number
    that does not fall."""
    texts: Any = {"title": "", "description": "", "introduction": "", "body": "", "readings": ()}
    names = ("ml", "2026")
    which = Edition(slug=names[1], starts=PartialDate(2026, 10, 1), **texts)
    course = Course(slug=names[0], editions=(which,), **texts)
    versions: list[Version] = []
    before: dict[tuple[int, str], int] = {}
    for number, state in enumerate(states):
        seconds = calendars._begins(f"2026-10-{4 * number + 1:02}")
        sessions = tuple(
            Session(title=slug, slug=slug, date=PartialDate(2026, 10, day))
            for slug, day in (state or {}).items()
        )
        if state is not None or (versions and not versions[-1].is_removed):
            is_removed = state is None
            versions.append(Version(number, seconds, "ML", names, sessions, is_removed))
        found = calendars.lives(course, which, Past({names: tuple(versions)}))
        assert [each[-1].is_removed for each in found[:-1]] == [True] * (len(found) - 1)
        numbers = {
            (life, each.key): each.revision
            for life, each_life in enumerate(found)
            for each in calendars.events(each_life)
        }
        assert before.keys() <= numbers.keys()
        assert all(numbers[key] >= revision for key, revision in before.items())
        before = numbers


def test_files_are_made_with_the_history(tmp_path: Path) -> None:
    """What a build gives to `everything.files` arrives in the calendar."""
    repo = Repo(tmp_path / "repo")
    repo.commit("2026-09-01T12:00:00+00:00", FILES)  # type: ignore[arg-type]
    past = editions.past(Repository(root=repo.root))
    files = everything.files(collect(repo.root), SETTINGS, (), past, has_search=False)
    found = {each.src_uri: each.data for each in files}
    assert b"DTSTAMP:20260901T120000Z" in found["courses/ml/2026.ics"]
