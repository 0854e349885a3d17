"""Which digests the workflow mail publishes as releases, run as GitHub's runner does."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.helpers import git, write
from support.runner import checkout, play
from support.skipped import unix

pytestmark = [pytest.mark.slow, unix]

PAGE = "---\ntitle: Papers\nfrom: 2025-12-01\nto: 2025-12-31\n---\n\n- [@ada2024engine]\n"


@pytest.mark.parametrize(
    ("tags", "by_push", "released"),
    [
        ([], True, ["12-30"]),  # the first release
        (["12-09", "12-23"], True, ["12-30"]),  # a gap, or a release whose tag was deleted as well
        (["12-09", "12-16"], False, ["12-23", "12-30"]),  # the workflow did not run for a while
        (["12-09", "12-30"], True, []),
        (["12-09", "12-16", "12-31"], True, ["12-30"]),  # a wrong date
        (["12-09", "12-16", "12-31"], False, []),
    ],
)
def test_which_digests_become_releases(
    hub: Path, tmp_path: Path, tags: list[str], by_push: bool, released: list[str]
) -> None:
    """Those after the last release, and those that are merged now: what a curator has left out or deleted
    does not come back. The push has 2025-12-30 and an edit of 2025-12-09."""
    work = checkout(hub, "pushed", "--no-local")
    settings = (work / "mkdocs.yml").read_text()
    settings = settings.replace(
        "  - papershelf\n", "  - papershelf: {subscribe: {releases: true}}\n"
    )
    settings = settings.replace(
        "# site_url comes from GitHub Actions", "site_url: https://a.example/"
    )
    old = {f"content/digests/2025-12-{day}.md": PAGE for day in ("09", "16", "23")}
    pushed = {
        "content/digests/2025-12-09.md": f"{PAGE}\nMore.\n",
        "content/digests/2025-12-30.md": PAGE,
    }
    for files in (old | {"mkdocs.yml": settings}, pushed):
        write(work, files)
        git(work, "add", "-A")
        git(work, "commit", "-q", "-m", "Digests")
    (tmp_path / "tags.txt").write_text("".join(f"2025-{day}\n" for day in tags))
    ran = play("mail", work, {"before": "HEAD~1" if by_push else ""}, "push", "release")
    assert not ran.failed, ran.log
    made = [call["words"][2] for call in ran.asked("release", "create")]
    assert made == [f"digest-2025-{day}" for day in released]


@pytest.mark.parametrize(
    ("aliases", "released"),
    [("aliases: [2025-12-23]\n", []), ("aliases:\n  - '2025-12-23'\n", []),
     ("description: All since\n  2025-12-23\naliases:\n- 2025-12-22 # not 2025-12-23\n", ["digest-2025-12-24"]),
     ("# after 2025-12-23\n", ["digest-2025-12-24"]), ("", ["digest-2025-12-24"])],
)  # fmt: skip
def test_a_renamed_digest_is_not_released_again(
    hub: Path, tmp_path: Path, aliases: str, released: list[str]
) -> None:
    """It has the papers of the release under its old name; another one may mention that day."""
    work = checkout(hub, "pushed", "--no-local")
    settings = (work / "mkdocs.yml").read_text()
    ours = "  - papershelf: {subscribe: {releases: true}}\n"
    settings = settings.replace("  - papershelf\n", ours)
    settings = settings.replace(
        "# site_url comes from GitHub Actions", "site_url: https://a.example/"
    )
    page = PAGE.replace("from: 2025-12-01\n", f"from: 2025-12-23\n{aliases}")
    write(work, {"mkdocs.yml": settings, "content/digests/2025-12-24.md": page})
    (tmp_path / "tags.txt").write_text("2025-12-23\n")
    ran = play("mail", work, {"before": ""}, "push", "release")
    assert not ran.failed, ran.log
    assert [call["words"][2] for call in ran.asked("release", "create")] == released


@pytest.mark.parametrize(
    ("setting", "releases"),
    [("{releases: True}", 1), ("\n        releases: on  # since May", 1), ("{form: 'https://a.example/#in', releases: yes}", 1),
     ("{}  # releases: true", 0), ("\n      ## releases: true", 0), ("{releases: false}", 0)],
)  # fmt: skip
def test_releases_that_are_switched_on(
    hub: Path, tmp_path: Path, setting: str, releases: int
) -> None:
    """A line that became a comment switches them off."""
    work = checkout(hub, "pushed", "--no-local")
    settings = (work / "mkdocs.yml").read_text()
    lines = f"  - papershelf:\n      subscribe: {setting}\n"
    settings = settings.replace("  - papershelf\n", lines)
    write(work, {"mkdocs.yml": settings, "content/digests/2025-12-30.md": PAGE})
    ran = play("mail", work, {"before": ""}, "push", "release")
    assert not ran.failed, ran.log
    assert len(ran.asked("release", "create")) == releases
