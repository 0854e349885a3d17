"""Calendars of editions: what they say. For changes, see test_calendar_history."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from icalendar import Calendar

from papershelf.history.editions import Past
from papershelf.outputs import calendars
from papershelf.outputs.settings import Settings
from support.calendar import BODY, FILES, FRONT, PAPERS, SETTINGS, edition, events, made
from support.helpers import ROOT, TOOLS, collect, entry, pages, write
from support.hostile import HOSTILE
from support.skipped import NO_TOOL


def test_an_event_says_what_to_read(tmp_path: Path) -> None:
    """All day, with title, importance, pages, address and note of each reading as plain text."""
    (data,) = made(write(tmp_path, FILES)).values()
    found = events(data)
    assert list(found) == ["ml/2026/one", "ml/2026/two", "ml/2026/two/due", "ml/2026/three"]
    one = found["ml/2026/one"]
    assert (one["dtstart"].dt, one["dtend"].dt) == (
        datetime.date(2026, 10, 5), datetime.date(2026, 10, 6))  # fmt: skip
    assert one["dtstart"].params == {"VALUE": "DATE"}
    assert str(one["summary"]) == "Learning; or, ML: One"
    assert str(one["description"]) == (
        "Paper A\nAda Lovelace, 2024. Required, pages 3–7\nhttps://example.org/shelf/papers/a1/\n"
        "Why this, see the page (https://example.org/?a=1&b=2) and Paper B.\n\n"
        "Paper B\nAda Lovelace, 2024\nhttps://example.org/shelf/papers/b1/"
    )
    assert one["url"] == "https://example.org/shelf/courses/ml/2026/#session-one"
    assert (one["status"], one["transp"], one["sequence"]) == ("CONFIRMED", "TRANSPARENT", 0)
    due = found["ml/2026/two/due"]
    assert (str(due["summary"]), due["dtstart"].dt.day) == ("Due: Learning; or, ML: Two", 9)
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
    assert b"\r\nNAME:Learning\\; or\\, ML: Autumn\r\n" in data
    assert b"\r\nX-WR-CALNAME:Learning\\; or\\, ML: Autumn\r\n" in data
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
        assert name == calendar["name"].replace("\\", "")
        assert found == [
            [str(each["uid"]), str(each["summary"]), str(each["dtstart"].dt), str(each["status"]),
             str(each.get("description", ""))]
            for each in calendar.walk("VEVENT")
        ]  # fmt: skip
