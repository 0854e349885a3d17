"""The headings of sessions read the same wherever they are shown: as on the page of the edition."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import markdown
import pytest
from icalendar import Calendar

from papershelf.history.editions import Past
from papershelf.outputs import calendars, render
from papershelf.outputs.data import cartridges
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import sessions
from papershelf.text import notes, readings
from papershelf.text.headings import Heading
from papershelf.text.prose import EXTENSIONS
from support.helpers import collect, entry, pages, write

SITE = "https://example.org/shelf/"
SETTINGS = Settings(site_name="Shelf", site_url=SITE, id_authority="example.org")
#: The Markdown of a heading → how it reads.
HEADINGS = {
    "1. Introduction": "1. Introduction",
    "Read [@a1] after [@gone]": "Read Looms & *engines* after Lost",
    "From [looms](../../about.md) to *machines*": "From looms to machines",
    "C\\#": "C#",
    r"\*Stars\* and \[@a1]": "*Stars* and [@a1]",
    "`[@a1]` in code": "[@a1] in code",
    "- a dash": "- a dash",
    "> a quote": "> a quote",
    "R&D &amp; <b>more</b>": "R&D & more",
    "2026": "2026",
}
PAPERS = entry("a1", "Looms & *engines*") + entry("gone", "Lost", "  status: retracted\n")


def edition(titles: dict[str, str]) -> dict[str, str]:
    text = "".join(f"## {title}\n\n- [@a1]\n\n" for title in titles)
    return {
        "papers.yaml": PAPERS,
        "content/about.md": "# About\n",
        "content/courses/ml.md": "# ML\n\n- [@a1]\n",
        "content/courses/ml/2026.md": f"---\ntitle: T\nstarts: 2026-10-05\nmeets: [mon]\n---\n\n{text}",
    }


def text_of(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html)).strip()


def test_a_heading_reads_the_same_everywhere(tmp_path: Path) -> None:
    """In the schedule, the frame, the calendar, the cartridge and the linked data: cited papers have
    their titles, links their text, and no number or dash begins a list."""
    collection = collect(write(tmp_path, edition(HEADINGS)))
    expected = list(HEADINGS.values())
    found = pages(tmp_path, site_url=SITE)
    (nav,) = re.findall(
        r'<nav class="ps-schedule".*?</nav>', found["courses/ml/2026.md"], re.DOTALL
    )
    assert [text_of(each) for each in re.findall(r"<a [^>]*>(.*?)</a>", nav)] == expected
    frame = found["embed/courses/ml/2026/index.html"]
    assert [text_of(each) for each in re.findall(r"<h2[^>]*>(.*?) <span class=", frame)] == expected
    (graph,) = re.findall(r'\{\\"@context.*?(?=</script>)', found["courses/ml/2026.md"])
    events = json.loads(json.loads(f'"{graph}"'))["@graph"]
    names = [each["name"] for node in events for each in node.get("hasCourseInstance", {}).get("subEvent", ())]  # fmt: skip
    assert names == expected
    ((_, data),) = calendars.files(collection, SETTINGS, Past())
    summaries = [str(each["summary"]) for each in Calendar.from_ical(data).walk("VEVENT")]
    assert summaries == [f"ML: {title}" for title in expected]
    data = dict(cartridges.files(collection, SETTINGS))["courses/ml/2026.imscc"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = archive.read("imsmanifest.xml").decode()
    folders = re.findall(r'identifier="folder-[^"]*"><title>(.*?) \(', manifest)
    assert [text_of(each) for each in folders] == expected


@pytest.mark.parametrize("title", HEADINGS)
def test_that_is_how_the_page_reads(title: str, tmp_path: Path) -> None:
    """The engine's own heading has the text that the table above expects."""
    collection = collect(write(tmp_path, edition(HEADINGS)))
    cited = render.cite(f"## {title}\n", "", collection, SETTINGS)
    html = markdown.markdown(cited, extensions=list(EXTENSIONS))
    assert text_of(re.sub('<a class="headerlink".*?</a>', "", html)) == HEADINGS[title]


@pytest.mark.parametrize(
    ("heading", "title"),
    [("Looms[^1] and cards[^a b]", "Looms and cards[^a b]"), ("`[^1]` and \\[^1]", "[^1] and [^1]"),
     ("[^x]", ""), ("Cards [^1]: more", "Cards : more")],
)  # fmt: skip
def test_a_title_has_no_footnote(heading: str, title: str) -> None:
    """In calendars, lists and the names of pages: it would be below nothing."""
    assert notes.heading_to_plain(heading, str) == title


def test_a_heading_without_text_has_a_name(tmp_path: Path) -> None:
    (heading,) = (each for each in readings.parts("## {cancelled}\n") if isinstance(each, Heading))
    collection = collect(write(tmp_path, edition(HEADINGS)))
    assert sessions.shown_title(heading.text, collection) == "Session"
    assert notes.heading_to_plain("", str) == ""
