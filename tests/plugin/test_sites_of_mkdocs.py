"""The site that a build leaves: of plain `mkdocs build`, of hooks that change it, of builds that fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.exceptions import MkDocsException

from support.helpers import build, entry, write
from support.planting import mkdocs_build
from support.small import SETTINGS, collection


@pytest.mark.slow
def test_plain_mkdocs_build(tmp_path: Path) -> None:
    """`mkdocs build --strict` on a fresh clone makes the same site as `papershelf build`, and
    `--dirty` does not leave out of the search what did not change."""
    root = write(collection(tmp_path), {
        "papers.yaml": entry(more="  topics: [looms]\n"),
        "content/topics/looms.md": "---\ntitle: Looms\n---\n\nAn introduction.\n",
    })  # fmt: skip
    build(root, tmp_path / "other")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}  # Material's announcement of its own end
    for option in ("--strict", "--dirty"):
        done = subprocess.run([*command, option], cwd=root, capture_output=True, text=True, env=env)
        assert (done.returncode, done.stderr) == (0, "")
        for path in (tmp_path / "other").rglob("*"):
            if path.is_file() and path.name != ".papershelf-files":
                name = path.relative_to(tmp_path / "other")
                assert (root / "site" / name).read_bytes() == path.read_bytes(), name
    assert (root / "site/pagefind/pagefind-entry.json").is_file()


@pytest.mark.slow
def test_plain_mkdocs_build_leaves_the_last_good_site(tmp_path: Path) -> None:
    """Errors of the catalogue stop MkDocs before it empties `site/`, with the report and no traceback."""
    root = collection(tmp_path)
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    before = (root / "site/index.html").read_bytes()
    write(root, {"papers.yaml": entry(more="  topic: x\n")})
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'papers.yaml:6:3: error: unknown key "topic"' in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert before == (root / "site/index.html").read_bytes()


STAMP = """from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority({})
def on_post_build(config):
    site = Path(config.site_dir)
    pages = sorted(site.rglob("*.html"))
    for page in pages:
        with page.open("a") as file:
            file.write("<!-- stamped -->")
    (site / "pages.txt").write_text(str(len(pages)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("priority", [100, 0, -100])
@pytest.mark.parametrize("has_casting", [True, False])
def test_a_hook_after_the_build_sees_the_whole_site(
    priority: int, has_casting: bool, tmp_path: Path
) -> None:
    """It may change files, which does no harm to the next build, and may add files, which `mkdocs
    build` then knows as its own."""
    papers = "".join(entry(f"p{number}", f"Paper {number}") for number in range(4))
    root = collection(tmp_path, "\nhooks: [hook.py]")
    write(root, {"papers.yaml": papers, "hook.py": STAMP.format(priority)})
    write(root, {"content/about.md": "# About\n"})
    for _ in range(2):
        result = build(root, tmp_path / "site", has_search=False, has_casting=has_casting)
        page = (tmp_path / "site/papers/p3/index.html").read_text()
        assert page.count("<!-- stamped -->") == 1
        assert (tmp_path / "site/pages.txt").read_text() == str(result.report["pages"])
    for _ in range(2):
        assert mkdocs_build(root) == ""


@pytest.mark.slow
def test_mkdocs_builds_again_after_a_build_that_failed(tmp_path: Path) -> None:
    """The site has no file that is not in its list, whether it is new or not."""
    root = collection(tmp_path)
    for number in range(2):
        write(root, {
            "papers.yaml": entry() + entry(f"new{number}"),
            "mkdocs.yml": f"{SETTINGS}\nhooks: [hook.py]\n",
            "hook.py": "def on_page_markdown(*args, **options): raise RuntimeError\n",
        })  # fmt: skip
        with pytest.raises(RuntimeError):
            mkdocs_build(root)
        write(root, {"mkdocs.yml": f"{SETTINGS}\n"})
        assert mkdocs_build(root) == ""
        assert (root / f"site/papers/new{number}.bib").is_file()


@pytest.mark.slow
def test_a_file_in_the_place_of_a_generated_one_is_written_once(tmp_path: Path) -> None:
    """MkDocs copies it over ours."""
    root = collection(tmp_path)
    write(root, {"content/robots.txt": "User-agent: *\nDisallow: /\n"})
    build(root, tmp_path / "site", has_search=False)
    assert "Disallow" in (tmp_path / "site/robots.txt").read_text()
    again = build(root, tmp_path / "site", has_search=False, is_forced=True)
    assert again.report["files_written"] == 0


@pytest.mark.slow
def test_a_file_that_goes_during_a_build_is_named(tmp_path: Path) -> None:
    """The next build has it again."""
    root, path = collection(tmp_path), tmp_path / "site/papers.bib"
    build(root, tmp_path / "site", has_search=False)
    hook = f"import os\ndef on_shutdown(): os.unlink({str(path)!r})\n"
    write(root, {"hook.py": hook, "mkdocs.yml": f"{SETTINGS}\nhooks: [hook.py]\n"})
    with pytest.raises(MkDocsException, match=r"papers\.bib was removed while the site was built"):
        build(root, tmp_path / "site", has_search=False)
    write(root, {"mkdocs.yml": f"{SETTINGS}\n"})
    build(root, tmp_path / "site", has_search=False)
    assert path.is_file()
