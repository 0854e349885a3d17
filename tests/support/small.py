"""A small collection with its own settings."""

from __future__ import annotations

from pathlib import Path

from support.helpers import entry, write

SETTINGS = "site_name: Shelf\ndocs_dir: content\ntheme: {name: material}\nplugins:\n  - papershelf"
HAND = "---\ntitle: About\n---\n\nRead [@ada2024engine].\n"


def collection(tmp_path: Path, settings: str = "", **files: str) -> Path:
    """A small collection with its own mkdocs.yml."""
    base = {
        "papers.yaml": entry(),
        "content/about.md": HAND,
        "mkdocs.yml": SETTINGS + settings + "\n",
    }
    return write(
        tmp_path / "shelf", base | {name.replace("__", "/"): text for name, text in files.items()}
    )
