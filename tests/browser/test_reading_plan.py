"""A plan to read the kept papers, as a calendar."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from support.helpers import Served
from support.keeping import HOSTILE_TITLE, IDS, basket, cut, remember

pytestmark = pytest.mark.slow

FIRST, SECOND, THIRD, _ = IDS


def plan(page: Any, start: str, *days: str) -> bytes:
    """The calendar of a plan from a day on, with a paper on each of these days of the week."""
    page.get_by_label("From", exact=True).fill(start)
    for box in page.get_by_role("group", name="A paper on each").get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("value") in days)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download calendar").click()
    assert waiting.value.suggested_filename == "reading-plan.ics"
    data: bytes = waiting.value.path().read_bytes()
    return data


def test_a_basket_becomes_a_calendar(page: Any, served: Served) -> None:
    """In its order, a paper on each chosen day; another plan moves the same events."""
    remember(page, served, kept=[THIRD, FIRST, "lovelace1842notes"])
    basket(page, served)
    page.get_by_text("Plan when to read them").click()
    data = plan(page, "2026-10-01", "Tue", "Sun")  # a Thursday
    assert page.get_by_text("3 papers, the last on 11 Oct 2026.").is_visible()
    lines = data.decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75 and not any("\n" in x for x in lines)
    events = Calendar.from_ical(data).walk("VEVENT")
    assert [str(each["dtstart"].dt) for each in events] == [
        "2026-10-04", "2026-10-06", "2026-10-11"]  # fmt: skip
    assert [(each["dtend"].dt - each["dtstart"].dt).days for each in events] == [1, 1, 1]
    assert [str(each["uid"]) for each in events] == [
        f"/repo/plan/{each}@127.0.0.1" for each in (THIRD, FIRST, SECOND)]  # fmt: skip
    assert str(events[0]["summary"]) == "Read: The education of a computer"
    assert HOSTILE_TITLE.strip() in str(events[1]["summary"])
    assert str(events[0]["url"]) == f"{served.url}papers/{THIRD}/"
    assert "Grace Hopper, Ada Lovelace\n" in str(events[0]["description"])
    again = Calendar.from_ical(plan(page, "2026-12-31", "Thu")).walk("VEVENT")
    assert [str(each["dtstart"].dt) for each in again] == ["2026-12-31", "2027-01-07", "2027-01-14"]
    assert [each["uid"] for each in again] == [each["uid"] for each in events]


def test_a_plan_needs_a_day(page: Any, served: Served) -> None:
    """It says so, and an empty list has no plan. Years have four digits. It counts the papers that there are."""
    remember(page, served, kept=[THIRD, FIRST])
    basket(page, served)
    page.get_by_text("Plan when to read them").click()
    page.locator(".ps-plan__when", has_text="2 papers, the last on").wait_for()
    page.get_by_role("button", name="Remove:").first.click()
    page.locator(".ps-plan__when", has_text="1 paper, the last on").wait_for()
    for name in ("Mon", "Thu"):
        page.get_by_label(name).uncheck()
    assert page.get_by_text("Choose a first day, and at least one day of the week.").is_visible()
    page.get_by_role("button", name="Download calendar").click()
    page.get_by_text("Choose at least one day of the week.", exact=True).wait_for()
    page.get_by_label("Mon").check()
    page.locator(".ps-plan input[type=date]").fill("3000-01-01")
    assert page.get_by_text("Choose a first day, and at least one day of the week.").is_visible()
    page.locator(".ps-plan input[type=date]").fill("2026-10-05")
    page.route("**/papers/*.json", cut)
    page.get_by_role("button", name="Download calendar").click()
    page.get_by_text("Nothing to save. 1 paper could not be loaded.").wait_for()
    page.get_by_role("button", name="Remove all").click()
    assert not page.get_by_text("Plan when to read them").is_visible()
