"""Building in a clone without its history."""

from __future__ import annotations

from pathlib import Path

from papershelf.plugin.build import CUT
from support.helpers import build, entry
from support.repo import Repo

TERM = "---\ntitle: Autumn\nstarts: 2026-10-05\nmeets: [mon]\n---\n\n## One\n\n- [@a1]\n"
FILES: dict[str, str | None] = {
    "papers.yaml": entry("a1", "A"),
    "content/courses/ml.md": "# ML\n\n- [@a1]\n",
    "content/courses/ml/2026.md": TERM.replace("One", "Zero"),
}


def test_a_build_says_that_calendars_lack_their_history(tmp_path: Path) -> None:
    """They would go back in time; with the whole history, there is nothing to say."""
    repo = Repo(tmp_path / "repo")
    repo.commit("2026-09-01T12:00:00+00:00", FILES)
    repo.commit("2026-09-02T12:00:00+00:00", {"content/courses/ml/2026.md": TERM})
    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(shallow))
    assert build(shallow, tmp_path / "site", has_search=False).notes == (CUT,)
    repo.git("-C", str(shallow), "fetch", "-q", "--unshallow")
    assert build(shallow, tmp_path / "site", has_search=False).notes == ()
