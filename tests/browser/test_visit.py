"""New since the last visit: marked from the browser's own memory, for each paper that has come in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from support.helpers import Served, build, entry, goto, settled, watched, write

pytestmark = pytest.mark.slow


def paper(paper_id: str, added: str) -> str:
    return entry(paper_id, f"Paper {paper_id}").replace("2025-12-23", added)


BEFORE = [
    paper("old2024", "2025-12-01"),
    paper("ada2024", "2025-12-23"),
    paper("grace2024", "2025-12-23"),
]
#: One more of a day that was seen, and one of a later day.
AFTER = [*BEFORE, paper("late2024", "2025-12-23"), paper("next2024", "2025-12-28")]
MANY = [*BEFORE, *(paper(f"many{number}", "2025-12-29") for number in range(60))]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same site on three days."""
    folder = tmp_path_factory.mktemp("visits")
    made = {}
    for name, papers in (("before", BEFORE), ("after", AFTER), ("many", MANY)):
        write(folder / name, {"papers.yaml": "".join(papers)})
        build(folder / name, folder / f"{name}-site", has_search=False)
        made[name] = folder / f"{name}-site"
    return made


class Shelf:
    """One address, at which a later site is deployed over an earlier one."""

    def __init__(self, served: Served, sites: dict[str, Path]) -> None:
        self.link, self.sites, self.url = served.folder / "repo", sites, served.url

    def deploy(self, name: str) -> None:
        self.link.unlink()
        self.link.symlink_to(self.sites[name], target_is_directory=True)


@pytest.fixture
def shelf(sites: dict[str, Path]) -> Iterator[Shelf]:
    with Served(sites["before"]) as served:
        shelf = Shelf(served, sites)
        shelf.deploy("before")
        yield shelf


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser, timezone_id="Europe/London") as context:
        # a browser may show a page of a second ago without asking for it; a route turns that off
        context.route("**/*", lambda route: route.continue_())
        yield context.new_page()


def visit(page: Any, url: str, when: str) -> list[str]:
    """Opens a page at a time; the papers that are marked as new to this reader."""
    page.clock.set_fixed_time(when)
    page.goto(url)
    return mine(page)


def mine(page: Any) -> list[str]:
    page.wait_for_function(
        "() => document.querySelector('.ps-ticks')"
        " && localStorage.getItem('papershelf /repo/ visit')"
    )
    page.wait_for_timeout(100)
    found = page.locator(".ps-new--mine:visible").evaluate_all(
        "all => all.map((mark) => mark.closest('[data-id]').dataset.id)"
    )
    return sorted(found)


NEW = ["late2024", "next2024"]


@pytest.mark.parametrize("scripts", [True, False])
def test_days_are_read_one_after_another(browser: Any, shelf: Shelf, scripts: bool) -> None:
    """On a phone: from home to a day, from there to the others by links or arrow keys, and to the
    calendar. Without JavaScript, the links remain."""
    shelf.deploy("after")
    phone = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": scripts}
    with watched(browser, timezone_id="Europe/London", **phone) as context:
        page = context.new_page()
        page.clock.set_fixed_time("2025-12-24T12:00:00Z")
        page.goto(shelf.url)
        with settled(page) if scripts else nullcontext():
            page.get_by_role("link", name="Tuesday, 23 December 2025").click()
            page.wait_for_url("**/days/2025-12-23/")
        assert page.locator(".ps-row").count() == 3
        assert page.locator(".ps-new:visible").count() == (3 if scripts else 0)
        links = page.locator(".ps-turn a")
        assert links.all_text_contents()[:2] == [
            "← Previous day: 1 Dec 2025",
            "Next day: 28 Dec 2025 →",
        ]
        assert all(link.bounding_box()["height"] >= 44 for link in links.all())
        for key, name, day in (
            ("ArrowRight", "Next day: 28 Dec 2025", "2025-12-28"),
            ("ArrowRight", "", "2025-12-28"),
            ("ArrowLeft", "Previous day: 23 Dec 2025", "2025-12-23"),
            ("ArrowLeft", "Previous day: 1 Dec 2025", "2025-12-01"),
        ):
            with settled(page) if scripts else nullcontext():
                if scripts:
                    page.keyboard.press(key)
                elif name:
                    page.get_by_role("link", name=name).first.click()
                page.wait_for_url(f"**/days/{day}/")
        page.locator(".ps-crumbs").get_by_role("link", name="Days").click()
        page.wait_for_url("**/days/")
        days = page.locator(".ps-month a")
        assert days.all_text_contents() == [
            "1 Dec 2025, 1 paper", "23 Dec 2025, 3 papers", "28 Dec 2025, 1 paper",
        ]  # fmt: skip
        for day in days.all():
            box = day.bounding_box()
            assert min(box["width"], box["height"]) >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_arrows_belong_to_fields(page: Any, shelf: Shelf) -> None:
    """In the search, in selects, and with Alt, which leads back, they do what they always do."""
    goto(page, f"{shelf.url}days/2025-12-23/")
    page.evaluate("document.querySelector('.ps-rows').append(document.createElement('select'))")
    page.locator("select").focus()
    page.keyboard.press("ArrowLeft")
    page.locator(".ps-row a").first.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_timeout(100)
    assert page.url.endswith("/days/2025-12-23/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/days/2025-12-01/")


def test_the_first_visit_marks_nothing_of_its_own(page: Any, shelf: Shelf) -> None:
    """Only what came in within the last days is new to everybody."""
    assert visit(page, shelf.url, "2025-12-24T12:00:00Z") == []
    assert page.locator(".ps-new:visible").all_inner_texts() == ["NEW", "NEW"]
    assert page.locator(".ps-since").inner_text() == ""
    assert visit(page, shelf.url, "2025-12-24T12:20:00Z") == []


def test_what_came_in_since_is_marked_everywhere(page: Any, shelf: Shelf) -> None:
    """Also a paper of the day that was seen, which came in later on it; on lists, on the paper's own
    page, and as long as the visit lasts."""
    visit(page, shelf.url, "2025-12-24T12:00:00Z")
    shelf.deploy("after")
    assert visit(page, shelf.url, "2025-12-30T12:00:00Z") == NEW
    assert page.locator(".ps-since").inner_text().startswith("2 new since 24 Dec")
    assert page.locator(".ps-new--mine").first.inner_text() == "NEW TO YOU"
    for minutes in (25, 50):  # each page within thirty minutes of the one before
        assert visit(page, shelf.url + "papers/", f"2025-12-30T12:{minutes}:00Z") == NEW
    assert visit(page, shelf.url + "papers/next2024/", "2025-12-30T13:10:00Z") == ["next2024"]
    assert visit(page, shelf.url + "papers/ada2024/", "2025-12-30T13:20:00Z") == []
    assert visit(page, shelf.url, "2025-12-30T13:30:00Z") == NEW
    assert visit(page, shelf.url, "2025-12-30T14:01:00Z") == []


def test_a_visit_to_another_page_knows_the_newest_day(page: Any, shelf: Shelf) -> None:
    """The page of one paper knows how new the site is; of that day nothing is guessed."""
    visit(page, shelf.url + "papers/old2024/", "2025-12-24T12:00:00Z")
    shelf.deploy("after")
    assert visit(page, shelf.url, "2025-12-30T12:00:00Z") == ["next2024"]


def test_marks_are_cleared_in_every_tab(page: Any, shelf: Shelf) -> None:
    """With one button, which gives its focus to a word on it; they stay away."""
    visit(page, shelf.url, "2025-12-24T12:00:00Z")
    shelf.deploy("after")
    visit(page, shelf.url, "2025-12-30T12:00:00Z")
    other = page.context.new_page()
    assert visit(other, shelf.url + "papers/", "2025-12-30T12:01:00Z") == NEW
    page.get_by_role("button", name="Mark as seen").focus()
    page.keyboard.press("Enter")
    assert mine(page) == []
    assert page.evaluate("document.activeElement.textContent") == "Marked as seen."
    other.wait_for_function("() => !document.querySelector('.ps-new--mine')")
    assert visit(page, shelf.url, "2025-12-30T12:05:00Z") == []


def test_a_page_that_lay_open_begins_a_new_visit(page: Any, shelf: Shelf) -> None:
    """A reader who returns to the page after an hour was away; one who reads for an hour was not."""
    visit(page, shelf.url, "2025-12-24T12:00:00Z")
    shelf.deploy("after")
    assert visit(page, shelf.url, "2025-12-30T12:00:00Z") == NEW
    for minute in ("12:20", "12:40", "12:59"):
        page.clock.set_fixed_time(f"2025-12-30T{minute}:00Z")
        page.keyboard.press("PageDown")
    assert visit(page, shelf.url, "2025-12-30T13:00:00Z") == NEW
    page.clock.set_fixed_time("2025-12-30T15:00:00Z")
    page.keyboard.press("PageDown")
    assert mine(page) == []


def test_more_than_the_first_page_shows(page: Any, shelf: Shelf) -> None:
    """It says so instead of counting what it cannot see."""
    visit(page, shelf.url, "2025-12-24T12:00:00Z")
    shelf.deploy("many")
    assert len(visit(page, shelf.url, "2025-12-30T12:00:00Z")) == 50
    assert page.locator(".ps-since").inner_text().startswith("More than 50 new since 24 Dec")


def test_rows_that_come_later_are_marked_too(page: Any, shelf: Shelf) -> None:
    """A script that inserts rows announces them with the event ps:rows."""
    visit(page, shelf.url, "2025-12-24T12:00:00Z")
    shelf.deploy("after")
    visit(page, shelf.url + "papers/", "2025-12-30T12:00:00Z")
    page.evaluate("""() => {
        const root = document.createElement("div");
        root.id = "later";
        root.innerHTML = '<article class="ps-row" data-id="next2024"><h3>N <span class="ps-new"'
            + ' data-added="2025-12-28" hidden>New</span></h3></article>';
        document.querySelector(".ps-rows").append(root);
        document.dispatchEvent(new CustomEvent("ps:rows", { detail: { root } }));
    }""")
    assert page.locator("#later .ps-new--mine").is_visible()


def test_a_clock_that_was_wrong_ends_no_visit(page: Any, shelf: Shelf) -> None:
    """A last visit in the future is one that is going on."""
    visit(page, shelf.url, "2030-01-01T12:00:00Z")
    shelf.deploy("after")
    assert visit(page, shelf.url, "2025-12-30T12:00:00Z") == []


def test_a_last_visit_comes_with_the_file(
    page: Any, browser: Any, shelf: Shelf, tmp_path: Path
) -> None:
    """A new browser goes on from where the other one was."""
    visit(page, shelf.url, "2025-12-24T12:00:00Z")
    page.goto(shelf.url + "basket/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save to a file").click()
    file = tmp_path / "remembered.json"
    file.write_bytes(waiting.value.path().read_bytes())
    shelf.deploy("after")
    other = browser.new_context().new_page()
    assert visit(other, shelf.url, "2025-12-30T12:00:00Z") == []
    other.goto(shelf.url + "basket/")
    other.locator("input[type=file]").set_input_files(file)
    other.locator("[role=status]", has_text="Added 0 papers").wait_for()
    assert visit(other, shelf.url, "2025-12-30T12:05:00Z") == NEW
    other.context.close()
