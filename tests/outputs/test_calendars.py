"""Calendars of editions: what they say, and what a subscriber has after each change."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from papershelf.history import Repository, editions
from papershelf.history.editions import Past, Version
from papershelf.outputs import calendars, everything
from papershelf.outputs.settings import Settings
from support.helpers import ROOT, TOOLS, collect, entry, pages, write
from support.hostile import HOSTILE
from support.repo import Repo
from support.skipped import NO_TOOL

SETTINGS = Settings(site_url="https://example.org/shelf/", id_authority="example.org")
#: Monday, 5 October 2026.
FRONT = "title: Autumn\nstarts: 2026-10-05\nmeets: [mon, thu]\n"
BODY = """## One

- [@a1] Required, pages 3 to 7. Why *this*, see [the page](https://example.org/?a=1&b=2) and
  [@b1].
- [@b1]

## Two {due=2026-10-09}

- [@c1] Last.

## Three

- [@a1]
"""
PAPERS = "".join(entry(name, f"Paper {name[0].upper()}") for name in ("a1", "b1", "c1", "e1"))


def edition(body: str = BODY, front: str = FRONT) -> str:
    return f"---\n{front}---\n\n{body}"


FILES = {
    "papers.yaml": PAPERS,
    "content/courses/ml.md": "# Learning; or, *ML*\n\n- [@a1]\n",
    "content/courses/ml/2026.md": edition(),
}


def made(root: Path, settings: Settings = SETTINGS) -> dict[str, bytes]:
    """The calendars of a collection with its history, by path."""
    past = editions.past(Repository(root=root))
    return dict(calendars.files(collect(root), settings, past))


def events(data: bytes) -> dict[str, Any]:
    """The events of a calendar by UID without the host, as `icalendar` reads them."""
    found = list(Calendar.from_ical(data).walk("VEVENT"))
    assert len({each["uid"] for each in found}) == len(found)
    return {str(each["uid"]).partition("@")[0].removeprefix("courses/"): each for each in found}


def test_an_event_says_what_to_read(tmp_path: Path) -> None:
    """All day, with title, importance, pages, address and note of each reading as plain text."""
    (data,) = made(write(tmp_path, FILES)).values()
    found = events(data)
    assert list(found) == ["ml/2026/one", "ml/2026/two", "ml/2026/two/due", "ml/2026/three"]
    one = found["ml/2026/one"]
    assert (one["dtstart"].dt, one["dtend"].dt) == (
        datetime.date(2026, 10, 5), datetime.date(2026, 10, 6))  # fmt: skip
    assert one["dtstart"].params == {"VALUE": "DATE"}
    assert str(one["summary"]) == "Learning; or, *ML*: One"
    assert str(one["description"]) == (
        "Paper A\nAda Lovelace, 2024. Required, pages 3–7\nhttps://example.org/shelf/papers/a1/\n"
        "Why this, see the page (https://example.org/?a=1&b=2) and Paper B.\n\n"
        "Paper B\nAda Lovelace, 2024\nhttps://example.org/shelf/papers/b1/"
    )
    assert one["url"] == "https://example.org/shelf/courses/ml/2026/#session-one"
    assert (one["status"], one["transp"], one["sequence"]) == ("CONFIRMED", "TRANSPARENT", 0)
    due = found["ml/2026/two/due"]
    assert (str(due["summary"]), due["dtstart"].dt.day) == ("Due: Learning; or, *ML*: Two", 9)
    assert "description" not in due
    assert str(found["ml/2026/three"]["description"]).startswith("Paper A")


def test_links_of_notes_have_the_whole_address(tmp_path: Path) -> None:
    """Nothing in a calendar says to what a relative one would be relative."""
    text = BODY.replace(
        "[the page](https://example.org/?a=1&b=2)", "[that](../../about.md#who), [all](/x)"
    )
    files = FILES | {"content/about.md": "# About\n", "content/courses/ml/2026.md": edition(text)}
    (data,) = made(write(tmp_path, files)).values()
    said = str(events(data)["ml/2026/one"]["description"])
    assert (
        "see that (https://example.org/shelf/about/#who), all (https://example.org/x) and" in said
    )
    (data,) = made(tmp_path, Settings(site_name="A shelf")).values()
    assert "see that, all and" in str(events(data)["ml/2026/one"]["description"])


def test_a_calendar_says_what_it_is_and_where(tmp_path: Path) -> None:
    """So that programs ask again; lines end and fold as RFC 5545 has it."""
    (data,) = made(write(tmp_path, FILES)).values()
    calendar = Calendar.from_ical(data)
    assert calendar["name"] == calendar["x-wr-calname"] == "Learning; or, *ML*: Autumn"
    assert calendar["source"] == "https://example.org/shelf/courses/ml/2026.ics"
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in data
    assert b"\r\nSOURCE;VALUE=URI:https" in data and b"\r\nMETHOD:PUBLISH\r\n" in data
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and not any(b"\n" in line for line in lines)


def test_without_git_a_calendar_depends_on_its_own_papers(tmp_path: Path) -> None:
    """Another paper changes no byte of it; without an address of the site, it has none."""
    root = write(tmp_path, FILES)
    before = made(root)
    stamp = events(before["courses/ml/2026.ics"])["ml/2026/one"]["dtstamp"].dt
    assert str(stamp) == "2025-12-23 00:00:00+00:00"
    later = PAPERS + entry("d1", "Paper D").replace("2025-12-23", "2026-01-05")
    assert made(write(root, {"papers.yaml": later})) == before
    (data,) = made(root, Settings(site_name="A shelf")).values()
    assert b"https://example.org/shelf" not in data and b"URL" not in data
    assert b"@a-shelf.invalid" in data


def test_only_editions_with_days_have_a_calendar(tmp_path: Path) -> None:
    """Their pages offer it, to programs that follow it first; old names have a copy."""
    month = edition(front="title: Spring\nstarts: 2026-04\n").replace(" {due=2026-10-09}", "")
    files = FILES | {
        "content/courses/ml/2025.md": month,
        "content/courses/ml/2026.md": edition(front=f"{FRONT}aliases: [first]\n"),
        "content/courses/ml.md": "---\ntitle: ML\naliases: [old]\n---\n\n- [@a1]\n",
    }
    found = pages(write(tmp_path, files), site_url="https://example.org/shelf/")
    names = sorted(name for name in found if name.endswith(".ics"))
    assert names == [
        f"courses/{name}.ics" for name in ("ml/2026", "ml/first", "old/2026", "old/first")
    ]
    assert (
        len({found[name] for name in names}) == 1
        and "UID:courses/old/first/one@" in found[names[0]]
    )
    page = found["courses/ml/2026.md"]
    first = page.index('href="webcal://example.org/shelf/courses/ml/2026.ics">Subscribe')
    assert first < page.index(
        'href="../../../courses/ml/2026.ics" download>download the current dates</a>; a download'
    )
    assert 'type=\\"text/calendar\\"' in page
    assert "ics" not in found["courses/ml/2025.md"] and "ics" not in found["courses/ml.md"]
    alone = pages(tmp_path)["courses/ml/2026.md"]
    assert "webcal" not in alone and '2026.ics" download>Download the current dates</a>' in alone


#: What says how often and when an event changed.
_COUNTED = {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}


class Known(NamedTuple):
    """An event as a subscriber keeps it."""

    order: tuple[int, datetime.datetime]
    shown: str
    """Empty if it is cancelled."""
    properties: dict[str, bytes]
    """All that programs show."""


class Subscriber:
    """Keeps events by UID and takes only what is newer, as RFC 5546 has it (section 2.1.5)."""

    def __init__(self) -> None:
        self.events: dict[str, Known] = {}

    def fetch(self, files: Mapping[str, bytes]) -> list[str]:
        """What the calendar shows, `one 10-05`."""
        for data in files.values():
            for uid, event in events(data).items():
                order = (event["sequence"], event["dtstamp"].dt)
                title = str(event["summary"]).rpartition(": ")[2]
                due = "due " if uid.endswith("/due") else ""
                is_gone = event["status"] == "CANCELLED"
                shown = "" if is_gone else f"{due}{title} {event['dtstart'].dt:%m-%d}"
                texts = {name: value.to_ical() for name, value in event.items()}
                shared = {name: texts[name] for name in texts.keys() - _COUNTED}
                new = Known(order, shown, shared)
                known = self.events.get(uid)
                if known is None or new.order > known.order:
                    self.events[uid] = new
                else:
                    assert new == known, f"a change that a subscriber would miss: {uid}"
        return sorted(each.shown for each in self.events.values() if each.shown)


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
    """Nothing was built meanwhile: its events keep their names and only what changed counts."""
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


@pytest.mark.parametrize(
    "nasty", [*HOSTILE, "x\\n;,:\\\\ END:VEVENT", "ü" * 200, "\\\\n, \\\\N; \\\\;"]
)
def test_no_text_breaks_a_calendar(nasty: str, tmp_path: Path) -> None:
    """Titles come back as they are written, and no line of them becomes a line of the file."""
    found = collect(write(tmp_path, FILES))
    course = found.courses["ml"]
    object.__setattr__(course, "title", nasty)
    ((_, data),) = calendars.files(found, SETTINGS, Past())
    read = Calendar.from_ical(data)
    assert len(read.walk("VEVENT")) == 4
    for event in read.walk("VEVENT"):
        assert set(event) <= {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS",
                              "TRANSP", "CATEGORIES", "DESCRIPTION", "URL"}  # fmt: skip


SLUGS = st.sampled_from(["one", "two", "three"])
STATES = st.lists(
    st.dictionaries(SLUGS, st.integers(1, 28) | st.none(), max_size=3), min_size=1, max_size=6
)


@given(STATES)
def test_events_are_never_lost_and_never_go_back(states: list[dict[str, int | None]]) -> None:
    """Whatever happens to sessions: each that had a day is in the calendar for ever, once, with a
    higher number after each change, and cancelled if it has no day now."""
    from papershelf.catalogue.model import Session
    from papershelf.text.dates import PartialDate

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


def test_another_reader_reads_the_same(tmp_path: Path) -> None:
    """ical.js, of the example and of a calendar with texts that need escaping."""
    if not shutil.which("node") or not (TOOLS / "ical.js").is_dir():
        pytest.skip(NO_TOOL.format("ical.js"))
    root = write(tmp_path, FILES)
    given = [*made(root).values(), *made(ROOT).values()]
    done = subprocess.run(
        ["node", str(ROOT / "tests/outputs/calendars.js")],
        input=json.dumps([data.decode() for data in given]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    for data, (name, found) in zip(given, json.loads(done.stdout), strict=True):
        calendar = Calendar.from_ical(data)
        assert name == calendar["name"]
        assert found == [
            [str(each["uid"]), str(each["summary"]), str(each["dtstart"].dt), str(each["status"]),
             str(each.get("description", ""))]
            for each in calendar.walk("VEVENT")
        ]  # fmt: skip


def test_files_are_made_with_the_history(tmp_path: Path) -> None:
    """What a build gives to `everything.files` arrives in the calendar."""
    repo = Repo(tmp_path / "repo")
    repo.commit("2026-09-01T12:00:00+00:00", FILES)  # type: ignore[arg-type]
    past = editions.past(Repository(root=repo.root))
    files = everything.files(collect(repo.root), SETTINGS, (), past, has_search=False)
    found = {each.src_uri: each.data for each in files}
    assert b"DTSTAMP:20260901T120000Z" in found["courses/ml/2026.ics"]
