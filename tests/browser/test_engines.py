"""What readers do, in the engines that no other test drives: WebKit, which is Safari's and that of every
browser on an iPhone, and Firefox. Whether each answer is right, the tests in Chromium say; here it
is whether these engines come to it, with the policy of the site in force and no error of a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar

from support.driver import firefox, until, webkit
from support.framing import host
from support.helpers import PAGES, TOTAL, Served, build, copy_example
from support.reader import Reader, WatchedPages

pytestmark = [pytest.mark.slow, pytest.mark.engines]

FIRST, SECOND, THIRD = "yang2025tat", "dianaalbelda2025gbtsam", "zheng2024learning"
#: The paper that came a day before all others, and that day.
LONE, BEFORE = "smeulders2000content", "2025-12-22"
HEADING = "document.querySelector('h2.ps-day').textContent"
SHOWN = "[...document.querySelectorAll('.ps-rows:not([hidden]) > article')].map((row) => row.dataset.id)"
STATE = "document.querySelector('.ps-basket__state').textContent"
TITLE = "document.querySelector('.ps-map__tip:not([hidden]) b')?.textContent"
BASKET = ("document.querySelector('.ps-basket__rows')?.ariaBusy === 'false'"
          " && [...document.querySelectorAll('.ps-basket__rows > li')].map((row) => row.dataset.row)")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example; the page of wrong addresses has to know its base path."""
    folder = tmp_path_factory.mktemp("engines")
    work = copy_example(folder / "collection")
    build(work, folder / "site", site_url="https://papers.example.org/repo/")
    return folder / "site"


@pytest.fixture(scope="module", params=[webkit, firefox], ids=["webkit", "firefox"])
def engine(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    wrong: list[str] = []
    pages = type("Told", (WatchedPages,), {"wrong": wrong})
    downloads = tmp_path_factory.mktemp("downloads")
    with Served(site, pages) as served, request.param(downloads) as window:
        yield Reader(window, served.url, downloads, wrong)


@pytest.fixture
def reader(engine: Reader) -> Iterator[Reader]:
    """Somebody who was never here; what goes wrong in a page fails the test."""
    engine.size(1280, 900)
    engine.remember()
    yield engine
    engine.go(
        f"{engine.base}assets/papershelf/icon.svg"
    )  # reports sent on leaving the page have arrived by then
    wrong = engine.wrong[:]
    engine.wrong.clear()
    assert wrong == []


def test_the_policy_is_in_force_and_what_goes_wrong_is_told(reader: Reader) -> None:
    """A script within the page does not run; the server of these tests hears of that, of what a page
    says to the console, and of an error in a script of the site."""
    reader.open("")
    reader.run(
        "const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        " document.head.append(script); console.error('said');"
        " document.dispatchEvent(new CustomEvent('ps:rows', { detail: null }));"
    )
    expected = ["console: said", "error: ", "policy: script-src-elem inline"]
    until(lambda: len(reader.wrong) == len(expected), expected)
    assert all(map(str.startswith, sorted(reader.wrong), expected)), reader.wrong
    assert reader.get("window.ran ?? null") is None
    reader.wrong.clear()


@pytest.mark.parametrize("width", [1280, 320])
def test_every_kind_of_page_fits(reader: Reader, width: int) -> None:
    """Its scripts run, and nothing makes it wider than the window, on the narrowest there is, too."""
    reader.size(width, 900)
    for path in PAGES[:-1]:
        reader.open(
            path,
            "document.querySelector('html.js .ps-find__open') && document.readyState === 'complete'",
        )
        assert reader.get("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_papers_are_narrowed_ordered_and_gone_back_to(reader: Reader) -> None:
    """Filter, words and order; what is found is kept; Back undoes each; the address brings them back, also after a paper."""
    reader.open("papers/", "document.querySelector('[data-facet] [type=checkbox]')")
    reader.click("[data-facet=topic] label", "Medical imaging")
    reader.see(f"{HEADING}.startsWith('8 papers of {TOTAL}')")
    reader.click(".ps-found button", "Keep these 8 papers")
    reader.see("document.querySelector('.ps-kept__n').textContent === '8'")
    reader.click(".ps-found button", "Undo")
    reader.see("document.querySelector('.ps-kept__n').textContent === '0'")
    reader.write("[name=text]", "segmentation")
    reader.see("document.querySelector('.ps-rows:not([hidden]) mark')")
    reader.choose("[name=sort]", "title")
    reader.see(f"{HEADING}.includes('by title')")
    address, found = reader.url, reader.get(SHOWN)
    assert address == f"{reader.base}papers/?text=segmentation&topic=medical-imaging&sort=title"
    reader.back()
    reader.see(f"{HEADING}.includes('best first')")
    reader.back()
    reader.see(f"{HEADING}.includes('newest first')")
    assert reader.get("document.querySelector('[name=text]').value") == ""
    reader.open("", "document.querySelector('[data-tick]')")
    reader.go(address)
    reader.see(f"{HEADING}.includes('by title')")
    assert found == reader.get(SHOWN) and len(found) > 2
    reader.click(".ps-rows:not([hidden]) h3 a")
    reader.see("document.querySelector('.ps-cites button')")
    reader.back()
    reader.see(f"{HEADING}.includes('by title')")
    assert found == reader.get(SHOWN)
    assert reader.get("document.querySelectorAll('.ps-narrow :checked').length") == 1


def test_filters_on_a_narrow_window(reader: Reader) -> None:
    """They open above the list, tell what they leave, and give way to it."""
    reader.size(320, 900)
    reader.open("papers/", "document.querySelector('.ps-narrow__done')")
    reader.click(".ps-narrow > summary")
    reader.click("[data-facet=topic] label", "Medical imaging")
    reader.click(".ps-narrow__done", "Show 8 papers")
    assert not reader.get("document.querySelector('.ps-narrow').open")
    assert reader.get("document.activeElement.textContent").startswith(f"8 papers of {TOTAL}")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_search_by_keyboard(reader: Reader, width: int) -> None:
    """Results are in sight, arrows choose, Enter opens, found words are marked, Escape closes."""
    reader.size(width, 900)
    reader.open("topics/medical-imaging/")
    reader.press("/")
    reader.see("document.activeElement.id === 'ps-q'")
    reader.press(*"transformer")
    reader.see("document.querySelector('.ps-results')?.dataset.query === 'transformer'")
    seen = """[...document.querySelectorAll('.ps-results b')].filter((title) => {
        const { left, top, height } = title.getBoundingClientRect();
        return document.elementFromPoint(left + 4, top + height / 2)?.closest('b') === title;
    }).map((title) => title.textContent)"""
    titles = reader.get(seen)
    assert len(titles) >= 3
    reader.press("ArrowDown", "ArrowDown", "Enter")
    reader.see("document.querySelector('mark.ps-hit')")
    assert reader.get("document.querySelector('h1').textContent") == titles[1]
    assert "hl=" not in reader.url
    reader.back()
    reader.see(
        "document.querySelector('.ps-find__open') && location.pathname.endsWith('/medical-imaging/')"
    )
    reader.press("/")
    reader.see("document.querySelector('.ps-search[open]')")
    reader.press("Escape")
    reader.see("!document.querySelector('.ps-search[open]')")


def test_an_identifier_opens_its_paper(reader: Reader) -> None:
    """Enter is enough, before any answer is there."""
    reader.open("")
    reader.click(".ps-find__open")
    reader.write("#ps-q", "arXiv:2407.11351v2")
    reader.press("Enter")
    reader.see(f"location.pathname.endsWith('/papers/{THIRD}/')")
    reader.see("document.querySelector('.ps-cites button')")


def test_what_is_found_by_no_word_has_near_words_and_filters(reader: Reader) -> None:
    """A question in the address, its correction, a filter of the dialog, and a result by mouse."""
    reader.open("?q=transfromer", "document.querySelector('.ps-near button')")
    reader.click(".ps-near button", "transformer")
    reader.see("document.querySelectorAll('.ps-results li').length === 10")
    reader.click(".ps-search__toggle")
    reader.see("document.querySelector('[data-filter=year] option[value=\"2024\"]')")
    reader.choose("[data-filter=year]", "2024")
    reader.see("document.querySelector('.ps-results[aria-busy=false]').childElementCount < 10")
    reader.click(".ps-results b", "TransDAE")
    reader.see(
        "document.querySelector('mark.ps-hit') && document.querySelector('.ps-cites button')"
    )


def test_papers_are_kept_ordered_and_taken_away(reader: Reader, site: Path) -> None:
    """Ticked in a list and on a page, which the list knows after Back; files are those beside the papers."""
    reader.open("")
    reader.click(f"[data-tick=kept][data-id={FIRST}]")
    reader.click(f"[data-tick=read][data-id={FIRST}]")
    reader.click(f"[data-tick=kept][data-id={SECOND}]")
    reader.click(f"article[data-id={THIRD}] h3 a")
    reader.see(
        "document.querySelector('.ps-cites button') && document.querySelector('.ps-head [data-tick]')"
    )
    reader.click("[data-tick=kept]")
    reader.back()
    reader.see(
        f"document.querySelector('[data-tick=kept][data-id={THIRD}]')?.ariaPressed === 'true'"
    )
    assert reader.get("document.querySelector('.ps-kept__n').textContent") == "3"
    reader.click("[data-ps-kept]")
    assert reader.see(BASKET) == [FIRST, SECOND, THIRD]
    reader.click(f"[data-row={THIRD}] [data-move='-1']")
    order = [FIRST, THIRD, SECOND]
    assert reader.see(BASKET) == order
    for name, suffix, join in (("BibTeX", "bib", "\n"), ("RIS", "ris", "\r\n")):
        reader.click("button", f"Download {name}")
        files = [(site / f"papers/{paper}.{suffix}").read_bytes().decode() for paper in order]
        assert join.join(files) == reader.saved(f"kept-papers.{suffix}")
    reader.click("button", "Download CSL-JSON")
    assert [item["id"] for item in json.loads(reader.saved("kept-papers.json"))] == order
    reader.click(".ps-basket summary")
    reader.click("button", "Download calendar")
    events = Calendar.from_ical(reader.saved("reading-plan.ics")).walk("VEVENT")
    assert [each["uid"] for each in events] == [f"/repo/plan/{paper}@127.0.0.1" for paper in order]
    assert {each["dtstart"].dt.weekday() for each in events} <= {0, 3}


def test_what_the_browser_remembers_goes_into_a_file_and_back(
    reader: Reader, tmp_path: Path
) -> None:
    """Saved, forgotten, added again."""
    reader.remember(kept=[THIRD, FIRST], read=[SECOND])
    reader.open("basket/", BASKET)
    reader.click("button", "Save to a file")
    file = tmp_path / "kept.json"
    file.write_text(reader.saved("remembered.json"))
    reader.click("button", "Forget everything")
    reader.see(f"{STATE}.startsWith('Everything has been cleared')")
    assert reader.get(BASKET) == []
    reader.write("input[type=file]", str(file))
    reader.see(f"{STATE}.startsWith('Added 2 papers and 1 marked as read.')")
    assert reader.see(BASKET) == [THIRD, FIRST]


def test_a_list_is_shared(reader: Reader) -> None:
    """The clipboard has its address and its lines; a reader who opens it can add it to their own list."""
    reader.remember(kept=[THIRD, FIRST])
    reader.open("basket/", BASKET)
    reader.click("button", "Copy as Markdown")
    reader.see(f"{STATE}.startsWith('2 papers copied')")
    assert [line[:3] for line in reader.pasted().splitlines()] == ["- [", "- ["]
    reader.click("button", "Copy the address")
    reader.see(f"{STATE}.startsWith('The address')")
    address = reader.pasted()
    assert address == f"{reader.base}basket/#papers={THIRD},{FIRST}"
    reader.remember(kept=[SECOND])
    reader.go(address)
    assert reader.see(BASKET) == [THIRD, FIRST]
    reader.click("button", "Keep these 2 papers")
    reader.click("a", "Show what I kept")
    reader.see("location.hash === ''")
    assert reader.see(BASKET) == [SECOND, THIRD, FIRST]


def test_a_citation_is_copied(reader: Reader, site: Path) -> None:
    """In each form with one click, also what is loaded first."""
    reader.open(f"papers/{THIRD}/", "document.querySelector('.ps-cites button')")
    begins = {
        "BibTeX": "@inproceedings{",
        "RIS": "TY  - CPAPER",
        "APA": "Zheng, X., ",
        "Markdown": "[Learning",
    }
    for name, text in begins.items():
        reader.click(".ps-cites button", f"Copy {name}")
        reader.see(f"document.querySelector('.ps-cites__state').textContent === '{name} copied.'")
        assert reader.pasted().startswith(text)


def test_a_course_leads_through_a_library_and_is_copied(reader: Reader) -> None:
    """What is pasted leads the closed reading through it, also on the next visit; the references are
    on the clipboard."""
    link = "document.querySelector('.ps-access a')"
    edition = "courses/images-and-words/2026-autumn/"
    reader.open(edition, f"{link}?.hash === '#ps-library'")
    reader.write("#ps-library-address", "https://proxy.example.edu/login?url=https://a.example")
    reader.press("Enter")
    wanted = "https://proxy.example.edu/login?url=https://doi.org/10.1109/34.895972"
    reader.see(f"{link}.href === '{wanted}'")
    reader.reload()
    reader.see(f"{link}?.href === '{wanted}'")
    reader.click("#ps-library button", "Forget it")
    reader.see(f"{link}.hash === '#ps-library'")
    reader.click("[data-ps-references] button")
    said = "document.querySelector('[data-ps-references] [role=status]').textContent"
    reader.see(f"{said} !== ''")  # the click arrived; next, the papers are there
    reader.see(f"!{said}.startsWith('Collecting')")
    assert reader.get(said) == "8 papers copied as an APA list."
    lines = reader.pasted().splitlines()
    assert [line.partition(",")[0] for line in lines] == [
        "Gao", "Ni", "Smeulders", "Wang", "Wang", "Yang", "Zhang", "Zhang",
    ]  # fmt: skip


def test_a_course_is_used_elsewhere(reader: Reader) -> None:
    """One click copies its permanent address."""
    reader.open("courses/images-and-words/", "document.querySelector('[data-ps-use] button')")
    reader.click("[data-ps-use] summary")
    reader.click("[data-ps-use] button", "Copy")
    reader.see("document.querySelector('[data-ps-use] [role=status]').textContent === 'Copied.'")
    assert reader.pasted() == "https://papers.example.org/repo/courses/images-and-words/"


def test_the_arrow_keys_lead_to_the_days_around(reader: Reader) -> None:
    """From the day before to the newest one and back, with the papers of each."""
    reader.open(f"days/{BEFORE}/")
    assert reader.get(SHOWN) == [LONE]
    reader.press("ArrowRight")
    reader.see(
        "location.pathname.endsWith('/days/2025-12-23/') && document.querySelector('[data-tick]')"
    )
    assert len(reader.get(SHOWN)) == TOTAL - 1
    reader.press("ArrowRight")
    reader.press("ArrowLeft")
    reader.see(
        f"location.pathname.endsWith('/days/{BEFORE}/') && document.querySelector('[data-tick]')"
    )


def test_the_map(reader: Reader, site: Path) -> None:
    """Points are drawn in their colours; the mouse tells and opens, keys walk, a topic is chosen."""
    data = json.loads((site / "map/points.json").read_text())
    words = json.loads((site / "map/papers-1.json").read_text())
    reader.open("map/", "document.querySelector('.ps-map__near-list li [data-tick]')")
    reader.find(".ps-map canvas")
    place = """const canvas = document.querySelector('.ps-map canvas');
        const { x, y, width, height } = canvas.getBoundingClientRect();
        const [across, down] = [width / 2 + arguments[0] * (width - 52), height / 2 + arguments[1] * (height - 52)];
        const scale = canvas.width / width;
        const [r, g, b] = canvas.getContext('2d').getImageData(across * scale, down * scale, 1, 1).data;
        return [x + across, y + down, `rgb(${r}, ${g}, ${b})`];"""
    hue = "getComputedStyle(document.querySelector('.ps-hue--{}')).color"
    for point in (0, 7, 35):
        x, y, colour = reader.run(place, data["x"][point] / 1e4 - 0.5, data["y"][point] / 1e4 - 0.5)
        assert colour == reader.get(hue.format(data["hue"][point]))
        reader.mouse(x, y)
        reader.see(f"{TITLE} === {json.dumps(words['title'][point])}")
    reader.mouse(x, y, "pointerDown", "pointerUp")
    reader.see(f"location.pathname.endsWith('/papers/{words['id'][35]}/')")
    reader.see("document.querySelector('.ps-cites button')")
    reader.open("map/", "document.querySelector('.ps-map__near-list li [data-tick]')")
    reader.click(".ps-map__legend button", "Medical imaging")
    reader.see("location.search === '?topic=medical-imaging'")
    assert reader.get("document.querySelector('.ps-map__state').textContent").startswith(
        f"8 papers of {TOTAL}"
    )
    reader.run("document.querySelector('.ps-map canvas').focus()")
    reader.press("+", "ArrowRight", "ArrowDown")
    paper = words["id"][words["title"].index(reader.see(TITLE))]
    reader.press("Enter")
    reader.see(f"location.pathname.endsWith('/papers/{paper}/')")
    reader.see("document.querySelector('.ps-cites button')")


def test_the_theme_stays(reader: Reader) -> None:
    """On the next page, and until it is changed again."""
    ground = "getComputedStyle(document.body).backgroundColor"
    reader.open("")
    light = reader.get(ground)
    reader.click(".ps-theme")
    dark = reader.get(ground)
    reader.open("papers/")
    assert light != dark == reader.get(ground)
    reader.click(".ps-theme")
    assert light == reader.get(ground)


def test_the_drawer_of_a_narrow_window(reader: Reader) -> None:
    """It takes the keyboard and gives it back."""
    reader.size(320, 900)
    reader.open("")
    reader.click(".ps-header__menu")
    reader.see("document.activeElement.closest('#ps-drawer')")
    reader.press("Escape")
    reader.see("document.activeElement.matches('.ps-header__menu[aria-expanded=false]')")


def test_what_is_new_since_the_last_visit(reader: Reader) -> None:
    """A returning reader sees a message, and the papers added since are marked."""
    before = {"at": 1_766_000_000_000, "seen": {"day": "2025-12-01", "ids": None}, "since": None}
    reader.remember(visit=before)
    reader.open("", "document.querySelector('.ps-since button')")
    assert reader.get("document.querySelector('.ps-since').textContent").startswith(
        f"{TOTAL} new since 17 Dec"
    )
    reader.click(".ps-since button")
    reader.see("!document.querySelector('.ps-new--mine')")


def test_a_paper_is_found_at_other_spellings_of_its_identifiers(reader: Reader) -> None:
    """By the script of the page for wrong addresses, which says so where there is none."""
    for path in ("arxiv/2407.11351v2", "DOI/https://doi.org/10.1007/978-3-031-72754-2_9"):
        reader.open(
            path,
            f"location.pathname.endsWith('/papers/{THIRD}/') && document.querySelector('.ps-cites button')",
        )
    told = "document.querySelector('.ps-summary').textContent"
    reader.open("doi/10.9999/none", f"{told}.startsWith('No paper of this collection has the DOI')")
    reader.see("document.querySelector('.ps-find__open')")


@pytest.mark.parametrize("name", ["open", "sealed", "popups"])
def test_a_list_in_a_frame_of_another_site(reader: Reader, name: str, tmp_path: Path) -> None:
    """It is complete, loads nothing, and its links open a new tab that cannot reach back; the other
    site hears its height where scripts run."""
    with Served(host(tmp_path / "site", f"{reader.base}embed/courses/images-and-words/")) as other:
        reader.go(other.url)
        reader.see(
            f"document.querySelector('#{name}').contentWindow.length === 0 && document.readyState === 'complete'"
        )
        reader.see("heard.some(([id]) => id === 'open')")
        reader.frame(name)
        assert reader.get("document.querySelectorAll('main > ol > li').length") == 7
        assert reader.get("getComputedStyle(document.querySelector('.title')).fontWeight") == "600"
        assert reader.get("performance.getEntriesByType('resource').length") == 0
        reader.click(".note a")
        if name == "sealed":
            reader.leave()
            assert len(reader.tabs()) == 1
            assert not reader.get("heard.some(([id]) => id === 'sealed')")
            return
        reader.next_tab()
        reader.see(
            "location.pathname.endsWith('/papers/ni2023continual/') && document.querySelector('.ps-cites button')"
        )
        assert reader.get("opener") is None
        reader.close_tab()


def test_an_abstract_opens(reader: Reader) -> None:
    """Its lines are folded by a style alone."""
    height = "document.querySelector('.ps-row .ps-abstract__text').getBoundingClientRect().height"
    reader.open("")
    folded = reader.get(height)
    reader.click(".ps-row summary")
    assert reader.get(height) > 2 * folded > 0
