"""What pages of courses and editions say about who can open their readings."""

from __future__ import annotations

import re
from pathlib import Path

from support.helpers import entry, pages, write

PAPERS = (
    entry("open1", "Open", '  arxiv: "2404.17858"\n  doi: 10.1007/open\n')
    + entry("shut1", "Shut", "  doi: 10.1007/a<b\n")
    + entry("lost1", "Lost")
    + entry("both1", "Both", "  doi: 10.1007/both\n  openreview: abcDEF1234\n")
    + entry("gone1", "Gone", "  status: retracted\n")
)
COURSE = "---\ntitle: Looms\n---\n\n- [@open1]\n- [@shut1] Why.\n- [@lost1]\n- [@both1]\n"


def course(tmp_path: Path, text: str, limit: int | None = None) -> str:
    files = {"papers.yaml": PAPERS, "content/courses/looms.md": text}
    return pages(write(tmp_path, files), limit)["courses/looms.md"]


def marks(page: str) -> dict[str, str]:
    """The line below each reading, by the id of its paper."""
    found = re.findall(r'data-id="(\w+)".*?</article>\n(<p class="ps-access.*?</p>)?', page, re.DOTALL)  # fmt: skip
    return dict(found)


def test_only_closed_readings_are_marked(tmp_path: Path) -> None:
    """With where the publisher has them, if anywhere; an open copy that no link of the row has gets
    one."""
    page = course(tmp_path, COURSE)
    assert marks(page) == {
        "open1": "",
        "shut1": '<p class="ps-access" data-url="https://doi.org/10.1007/a%3Cb" data-doi="10.1007/a&lt;b"><span>May need a library</span></p>',
        "lost1": '<p class="ps-access"><span>May need a library</span></p>',
        "both1": '<p class="ps-access">Open copy: <a href="https://openreview.net/forum?id=abcDEF1234">OpenReview</a></p>',
    }  # fmt: skip
    assert ">4 readings, 2 of them open<" in page
    assert "2 readings may need a library:" in page


def test_a_course_that_everyone_can_read_says_so_once(tmp_path: Path) -> None:
    """Above the list; without marks and without a box."""
    page = course(tmp_path, "---\ntitle: Looms\n---\n\n- [@open1]\n- [@both1]\n")
    assert ">2 readings, all open<" in page
    assert "May need" not in page and "ps-library" not in page


def test_readings_that_are_not_listed_are_not_marked(tmp_path: Path) -> None:
    """A retracted paper is not to be asked for, and of a paper outside of this build nothing is
    known."""
    page = course(tmp_path / "gone", "---\ntitle: Looms\n---\n\n- [@open1]\n- [@gone1]\n")
    assert ">2 readings, 1 of them open<" in page and "May need" not in page
    page = course(tmp_path / "part", COURSE, limit=2)
    assert ">4 readings<" in page


def test_lists_of_papers_and_digests_say_nothing(tmp_path: Path) -> None:
    """Only what somebody has to read is marked."""
    digest = "---\ntitle: New\nfrom: 2025-12-17\nto: 2025-12-23\n---\n\n- [@shut1]\n"
    files = {"papers.yaml": PAPERS, "content/digests/2025-12-23.md": digest}
    found = pages(write(tmp_path, files))
    assert "shut1" in found["digests/2025-12-23.md"]
    assert not [name for name, text in found.items() if "ps-access" in text]


def test_a_frame_says_it_too(tmp_path: Path) -> None:
    """Beside the links of the reading, in words alone. The link is named after its reading."""
    files = {"papers.yaml": PAPERS, "content/courses/looms.md": COURSE}
    page = pages(write(tmp_path, files))["embed/courses/looms/index.html"]
    assert ">4 readings, 2 of them open<" in page
    assert page.count("<span>May need a library</span>") == 2
    assert re.search(
        r'<a href="https://openreview.net/forum\?id=abcDEF1234" aria-label="Open copy: OpenReview: [^"]+">'
        r"Open copy: OpenReview</a></p>",
        page,
    )
