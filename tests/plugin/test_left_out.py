"""Hand-written pages that the settings of MkDocs leave out of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from papershelf import catalogue
from papershelf.catalogue.links import find
from papershelf.plugin import build_site, check_site, site
from papershelf.plugin.options import locate
from papershelf.plugin.site import plugin_of
from support.command import run
from support.helpers import entry
from support.repo import Repo
from support.small import SETTINGS, collection

LEFT_OUT = """
site_url: https://example.org/shelf/
exclude_docs: |
  old.md
  people.yaml
draft_docs: |
  courses/
  /topics/index.md
  soon.*
"""
PAGES = {
    "content__old.md": "# An unpublished page\n",
    "content__soon.md": "# An unpublished page\n",
    "content__soon.txt": "An unpublished file\n",
    "content__courses__ml.md": "# An unpublished course\n\n- [@ada2024engine]\n",
    "content__topics__loom.md": "# The loom\n",
    "content__topics__index.md": "# Topics\n\nAn unpublished text\n",
    "content__templates__odd.md": "# An unpublished page\n",
    "content__people.yaml": "- slug: ada\n  name: Ada Lovelace\n",
}


def test_no_page_that_is_left_out_is_published_or_listed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the navigation nor in files for programs; a link to one is a broken link. Tables of
    people and keywords are read anyway."""
    root = collection(tmp_path, LEFT_OUT, **PAGES)
    (root / "content/about.md").write_text("# About\n\n[Old](old.md), [soon](soon.md)\n")
    build_site(root, site_dir=tmp_path / "site", has_search=False)
    published = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert not [path for path in published if b"unpublished" in path.read_bytes()]
    for name in ("index.html", "sitemap.xml", "llms.txt"):
        text = (tmp_path / "site" / name).read_text()
        assert "about/" in text or name == "llms.txt"
        assert not any(f"{word}/" in text for word in ("old", "soon", "courses", "templates"))
    assert (tmp_path / "site/authors/ada/index.html").is_file()
    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert ["'old.md'" in text or "'soon.md'" in text for text in warned] == [True, True]


def test_previews_show_drafts(tmp_path: Path) -> None:
    """As those of MkDocs do; what is excluded stays out."""
    config = load_config(str(collection(tmp_path, LEFT_OUT, **PAGES) / "mkdocs.yml"))
    left_out = locate(config, plugin_of(config).config, is_preview=True).left_out
    assert left_out.has("old.md") and left_out.has("templates/odd.md")
    assert not left_out.has("soon.md") and not left_out.has("courses/ml.md")


def test_only_what_was_published_is_promised(tmp_path: Path) -> None:
    """A draft may change its name; a page that was published may not become a draft."""
    draft = "# A draft\n"
    repo = Repo(tmp_path / "repo")
    repo.commit("2026-01-01T12:00:00+00:00", {
        "mkdocs.yml": f"{SETTINGS}\ndraft_docs: soon*.md\n",
        "papers.yaml": entry(),
        "content/soon.md": draft,
        "content/about.md": "# About\n",
    })  # fmt: skip
    repo.commit("2026-01-02T12:00:00+00:00", {
        "content/soon.md": None, "content/sooner.md": draft, "content/now.md": draft,
    })  # fmt: skip
    assert not check_site(repo.root, "root").has_errors
    repo.commit("2026-01-03T12:00:00+00:00", {
        "mkdocs.yml": f"{SETTINGS}\nexclude_docs: |\n  about.md\ndraft_docs: soon*.md\n",
    })  # fmt: skip
    for since in ("root", "HEAD~1"):
        found = check_site(repo.root, since).problems
        assert ["about/" in each.message for each in found if each.severity == "error"] == [True]


def test_no_command_reads_what_is_left_out(tmp_path: Path) -> None:
    """Neither the schema nor an import offers a topic that the check does not know, and nothing asks
    for the links of a draft."""
    root = collection(tmp_path, "\ndraft_docs: soon.md\n", **{
        "content__topics__soon.md": "# Soon\n\nSee https://example.org/draft.\n",
        "content__topics__now.md": "# Now\n",
        "looms.csv": "title,author,year,topics\nLooms and engines,Grace Hopper,1950,soon\n",
    })  # fmt: skip
    assert "now" in run("-C", root, "schema").output
    assert "soon" not in run("-C", root, "schema").output
    place = site.locate(root)
    assert "https://example.org/draft" not in {link.url for link in find(catalogue.read(place))}
    before = (root / "papers.yaml").read_text()
    done = run("-C", root, "import", root / "looms.csv", "--topics", "soon")
    assert done.exit_code == 1 and 'unknown topic "soon"' in done.output
    assert before == (root / "papers.yaml").read_text()
