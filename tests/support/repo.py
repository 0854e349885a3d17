"""A repository whose commits have the days that a test gives them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support.helpers import write


class Repo:
    """A repository whose commits have the days that a test gives them."""

    def __init__(self, root: Path, folder: str = "") -> None:
        self.root = root
        self.folder = root / folder
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, date: str = "2025-01-01T12:00:00+00:00") -> None:
        names = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
                 "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
                 "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}  # fmt: skip
        subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            capture_output=True,
            env=os.environ | names,
        )

    def commit(self, date: str, files: dict[str, str | None]) -> None:
        """A state; None removes a file."""
        for name, text in files.items():
            if text is None:
                (self.folder / name).unlink()
            else:
                write(self.folder, {name: text})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "state", date=date)
