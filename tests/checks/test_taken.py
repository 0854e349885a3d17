"""Files of `content/` in the place of generated ones: reported, with the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.checks import taken
from papershelf.outputs.views import addresses
from papershelf.storage import files
from papershelf.storage.publishing import MANIFEST
from support.command import run
from support.helpers import ROOT, check, entry, errors, write
from support.planting import shelf
from support.skipped import unix

pytestmark = unix


def test_every_file_of_a_site_is_known_as_ours(seed_site: Path) -> None:
    """The table that files of `content/` are compared with leaves nothing out."""
    golden = files.iter_files(ROOT / "tests/golden/pages")
    made = [addresses.to_dest_uri(name) for name in golden]
    written = ("about/", "who/", "index/")
    theme = frozenset(
        name.lower() for name in files.iter_files(seed_site) if name.startswith("assets/")
    )
    for name in (*made, *files.iter_files(seed_site)):
        if name != MANIFEST and not name.startswith(written):
            assert taken.taken_by(name, theme), name


@pytest.mark.parametrize(
    "name",
    [
        "assets/papershelf/papershelf.js", "Assets/PaperShelf/papershelf.JS", "assets/papershelf/new.js",
        "assets/papershelf", "assets", "404.html", "index.html",
        "feed.xml", "Feed.XML", "feed.xml/x.txt", "sitemap.xml", "sitemap.xml.gz", "papers.bib", "papers/ada2024engine.json",
        "years/2024/p", "days/2025-12-23/index.html", "days/2025-12-23.md", "days.md", "papers/p/2", "papers/ada2024engine", "papers/ada2024engine/index.html", "pagefind/pagefind.js", "search/search_index.json",
        "about/index.html", "about", "doi/10.1/2/index.html", "catalogue.json", "map/points.json", "Robots.txt",
    ],
)  # fmt: skip
def test_no_file_stands_for_one_of_ours(name: str, tmp_path: Path) -> None:
    """With the path in the report, also by another case."""
    root = shelf(tmp_path / "shelf", **{name: "x"})
    done = run("-C", root, "check")
    assert done.exit_code == 1 and f"content/{name}:1:1: error: the address /" in done.output
    assert "[address-taken]" in done.output


def test_files_of_the_theme_stay(tmp_path: Path) -> None:
    """Those that Material brings are known by their names, which carry a hash."""
    import material

    folder = Path(material.__file__).parent / "templates"
    script = next(folder.glob("assets/javascripts/bundle.*.js")).relative_to(folder).as_posix()
    root = shelf(tmp_path / "shelf", **{script: "x", "assets/images/favicon.png": "x"})
    done = run("-C", root, "check")
    assert done.output.count("is taken by a file of the theme") == 2, done.output


def test_other_files_are_published(tmp_path: Path) -> None:
    """Those that the documentation names as replaceable, and those that are in nobody's way."""
    told = (ROOT / "docs/how-to/deploy.md").read_text()
    *names, last = (f"`{name}`" for name in sorted(taken.REPLACEABLE, reverse=True))
    assert f"{', '.join(names)} or {last}" in told
    names = (*taken.REPLACEABLE, "CNAME", "assets/own.css", "papers/wang2024.pdf", "courses/slides.html",
             "img/feed.png", "search/x.png", "guide/data.json", "my.bib")  # fmt: skip
    root = shelf(tmp_path / "shelf", **dict.fromkeys(names, "x"))
    done = run("-C", root, "check")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("is_written", [True, False])
def test_a_folder_does_not_stand_for_a_topic(tmp_path: Path, is_written: bool) -> None:
    """Written or only named by entries: a build would end at it."""
    root = write(tmp_path, {
        "papers.yaml": entry(more="  topics: [looms]\n"), "content/topics/looms/index.md": "# Looms\n",
    })  # fmt: skip
    what = "a topic"
    if is_written:
        what = "content/topics/looms.md"
        write(root, {what: "# Looms\n\nText.\n"})
    found = [each.message for each in errors(root)]
    assert found == [f"the address /topics/looms/ is taken by {what}"]


def test_each_page_is_compared_with_the_one_that_is_shown(tmp_path: Path) -> None:
    """Of three pages with one address, the README is the last that MkDocs takes."""
    names = ("guide.md", "guide/README.md", "guide/index.md")
    root = write(tmp_path, {
        "papers.yaml": entry(), **{f"content/{name}": "# Guide\n" for name in names},
    })  # fmt: skip
    found = {each.span.file: each.message.split()[0] for each in check(root)}
    assert found == {
        "content/guide/README.md": "content/guide/index.md",
        "content/guide.md": "content/guide/index.md",
    }


def test_a_readme_is_the_home_page_for_mkdocs(tmp_path: Path) -> None:
    """Which is ours; beside index.md MkDocs leaves it out, and the check says how to."""
    root = shelf(tmp_path / "shelf", **{"README.md": "# X\n"})
    done = run("-C", root, "check")
    assert "error: the address / is taken by a generated page" in done.output
    assert "call it index.md" in done.output
    done = run("-C", write(root, {"content/index.md": "# X\n"}), "check")
    assert done.exit_code == 0 and "[same-address]" in done.output
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write("exclude_docs: /README.md\n")
    assert "README" not in run("-C", root, "check").output
