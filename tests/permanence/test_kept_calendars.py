"""Calendars that were published: their events keep their ids."""

from __future__ import annotations

import pytest

from papershelf import permanence
from support.helpers import entry
from support.promises import Files, source

COURSE, EDITION = "content/courses/ml.md", "content/courses/ml/2026.md"
BEFORE = {
    "papers.yaml": entry("a1", "A"),
    COURSE: "---\ntitle: ML\n---\n\n- [@a1]\n",
    EDITION: "---\ntitle: Autumn\nstarts: 2026-10-05\nmeets: [mon]\n---\n\n## One\n\n- [@a1]\n",
}
UNDATED = BEFORE | {EDITION: BEFORE[EDITION].replace("meets: [mon]\n", "")}


def with_aliases(text: str, names: str) -> str:
    return text.replace("title: ", f"aliases: [{names}]\ntitle: ", 1)


def moved(course: str, edition: str, files: Files = BEFORE) -> Files:
    """The collection with other names of the course, `ai: ml`, and of the edition."""
    name, _, aliases = course.partition(": ")
    own, _, others = edition.partition(": ")
    return {
        "papers.yaml": files["papers.yaml"],
        f"content/courses/{name}.md": with_aliases(files[COURSE], aliases),
        f"content/courses/{name}/{own}.md": with_aliases(files[EDITION], others),
    }


@pytest.mark.parametrize(
    ("after", "hints"),
    [
        (moved("ai: ml", "autumn: 2026"), []),
        (moved("ml: ml, ai", "2026: 2026, autumn"), []),  # further names; the order is fixed
        (moved("ml: ai", "2026"), ["aliases: [ml, ai]"]),
        (moved("ml", "2026: autumn"), ["aliases: [2026, autumn]"]),
        (moved("ai: old, ml", "2026"), ["aliases: [ml, old]"]),
        (
            moved("ml: ai", "2026: autumn", UNDATED),
            ["aliases: [ml, ai]", "aliases: [2026, autumn]"],
        ),
    ],
)
def test_the_first_name_is_the_one_in_the_calendar(after: Files, hints: list[str]) -> None:
    """A name in front of it would give every event another id, and without days the cartridge."""
    before = UNDATED if "meets" not in "".join(after.values()) else BEFORE
    found = permanence.compare([("main", source(before))], source(after), derived=True)
    changed = [problem for problem in found if problem.rule == "changed-key"]
    assert [problem.hint.partition("here: ")[2] for problem in changed] == hints
    assert all("in calendars and cartridges would become" in problem.message for problem in changed)
