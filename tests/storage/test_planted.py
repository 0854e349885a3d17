"""What a hostile contributor commits: no command reads, writes, removes or publishes anything else,
and each says which path is wrong."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from papershelf.plugin import build_site
from papershelf.storage import files
from papershelf.storage.publishing import MANIFEST
from support.command import run
from support.helpers import entry, git, write
from support.planting import PLANTED, SETTINGS, mkdocs_build, plant, shelf, untouched
from support.skipped import unix

pytestmark = unix


def replace(path: Path, name: str, victim: Path) -> None:
    """Put something in the place of an existing file or folder."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    plant(name, path, victim)


#: Paths that a command writes to or removes, and the settings that make it.
WRITTEN = ("build", "build/pages", "build/site", "build/rendered", "site",
           "build/map.json")  # fmt: skip


@pytest.mark.parametrize("name", ["a link to a folder", "a dangling link", "a loop", "a pipe"])
def test_a_build_writes_nowhere_else(name: str, tmp_path: Path, victim: Path) -> None:
    """Of our own and of MkDocs: no folder of theirs is a link."""
    for level in WRITTEN:
        root = shelf(tmp_path / level.replace("/", "-"))
        replace(root / level, name, victim)
        done = run("-C", root, "build", "--no-search")
        assert done.exit_code in (1, 2) and f"{level} " in done.output, (level, done.output)
        assert f"{level} " in mkdocs_build(root)
    assert untouched(victim)


def test_pages_of_tokens_are_written_nowhere_else(tmp_path: Path, victim: Path) -> None:
    """MkDocs follows links in the folder where it renders pages for casting, so the folder is
    emptied first, and nothing of it stays."""
    papers = "".join(entry(f"p{number}", f"Paper {number}") for number in range(4))
    for number, build_it in enumerate((mkdocs_build, lambda root: build_site(root))):
        root = write(shelf(tmp_path / str(number)), {"papers.yaml": papers})
        plant("a link to a folder", root / "build/rendered/papers", victim)
        assert not build_it(root) or (root / "site/papers/p3/index.html").is_file()
        assert not (root / "build/rendered").exists()
    assert untouched(victim)
    assert {path.name for path in victim.rglob("*")} == {"papers", "index.html", "thesis.tex"}


def test_a_build_reports_a_link_to_itself(tmp_path: Path) -> None:
    """As the check does, with what else is wrong."""
    root = write(shelf(tmp_path / "shelf"), {"content/odd.md": "---\nkind: x\n---\n"})
    (root / "content/loop").symlink_to("loop")
    found = [run("-C", root, command).output.splitlines() for command in ("check", "build")]
    lines = [[line for line in lines if ": error: " in line] for lines in found]
    assert lines[0] == lines[1] and len(lines[0]) == 2, lines
    assert lines[0][0] == "content/loop:1:1: error: this is a dangling link [wrong-file]"


#: Paths that are read, and what the report calls them.
READ = ("papers.yaml", "papers", "content", "content/people.yaml", "content/notes.txt", "content/a/x.md",
        "content/topics", "content/CNAME", "mkdocs.yml")  # fmt: skip


@pytest.mark.parametrize("level", READ)
def test_nothing_else_is_read(level: str, tmp_path: Path, victim: Path) -> None:
    """At once, also where a pipe waits for a writer and a device never ends."""
    others = [["fmt"], ["links"]] if level.startswith("papers") else []
    for number, name in enumerate(PLANTED):
        root = shelf(tmp_path / str(number))
        replace(root / level, name, victim)
        for command in (["check"], *([["build", "--no-search"], *others] if number < 1 else [])):
            done = run("-C", root, *command)
            assert done.exit_code in (1, 2), (name, command, done.output)
            assert level in done.output and "Traceback" not in done.output, done.output
            assert "precious" not in done.output
        assert not (root / "site").exists()
    assert untouched(victim)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("site_dir: .git", "hidden"),
        ("site_dir: .git/hooks", "hidden"),
        ("site_dir: ..", "site_dir"),
        ("site_dir: /", "site_dir"),
        ("site_dir: ../victim", "inside the collection"),
        ("site_dir: /usr/share/nothing", "inside the collection"),
        ("site_dir: content/site", "site_dir"),
        ("site_dir: papers", "separate folder"),
        ("site_dir: build", "separate folder"),
        ("site_dir: build/pages", "separate folder"),
        ("site_dir: code", "not built here"),
        ("site_dir: .", "write site_dir: site"),
        ("docs_dir: ../victim", "outside the collection"),
        ("docs_dir: /etc", "outside the collection"),
        ("docs_dir: .git", "hidden"),
        ("plugins: [papershelf: {catalogue: ../victim/thesis.tex}]", "outside the collection"),
        ("plugins: [papershelf: {catalogue: .git/config}]", "hidden"),
        ("theme: {name: material, custom_dir: ../victim}", "outside the collection"),
    ],
)
def test_settings_name_no_other_folder(
    setting: str, told: str, tmp_path: Path, victim: Path
) -> None:
    """By both ways to build; the path is named, and nothing is emptied. The check agrees, but does
    not look into the folder."""
    key = setting.partition(":")[0]
    text = "".join(f"{line}\n" for line in SETTINGS.splitlines() if not line.startswith(key))
    root = shelf(tmp_path / "shelf", **{"index.md": "# X\n"})
    write(root, {"mkdocs.yml": f"{text}{setting}\n", ".git/config": "token", "code/a.py": "1"})
    before = {name: (root / name).read_bytes() for name in files.iter_files(root)}
    for command in (["build", "--no-search"], *([["check"]] if told != "not built here" else [])):
        done = run("-C", root, *command)
        assert done.exit_code == 2 and told in done.output, done.output
    assert mkdocs_build(root)
    now = {name: (root / name).read_bytes() for name in files.iter_files(root)}
    assert now == before and untouched(victim)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["site", "a [b]/*"])
def test_a_list_of_files_from_the_repository_removes_nothing(folder: str, tmp_path: Path) -> None:
    """Neither in the usual folder of the site nor in one that a pull request names; a list that a
    build wrote there is as good as before."""
    root = shelf(tmp_path / "shelf", f"site_dir: '{folder}'\n")
    git(root, "init", "-q")
    assert run("-C", root, "build", "--no-search").exit_code == 0
    listed = root / folder / MANIFEST
    write(root, {f"{folder}/todo.md": "mine"})
    listed.write_text(listed.read_text() + "todo.md\n")
    git(root, "add", "--force", listed.relative_to(root).as_posix())
    for done in (run("-C", root, "build", "--no-search").output, mkdocs_build(root)):
        assert "is in the repository" in done
    assert (root / folder / "todo.md").read_text() == "mine"
    git(root, "rm", "--quiet", "--cached", "--force", "--", f":(literal){folder}/{MANIFEST}")
    assert run("-C", root, "build", "--no-search").exit_code == 0


def test_the_theme_of_an_owner_publishes_nothing_else(tmp_path: Path, victim: Path) -> None:
    """MkDocs copies every file of its folder into the site."""
    root = shelf(tmp_path / "shelf")
    text = SETTINGS.replace("material}", "material, custom_dir: overrides}")
    write(root, {"mkdocs.yml": text, "overrides/assets/own.css": "", "data/one.js": ""})
    (root / "overrides/one.js").symlink_to("../data/one.js")
    assert run("-C", root, "check").exit_code == 0
    plant("a link to a file", root / "overrides/assets/x.txt", victim)
    done = run("-C", root, "check")
    assert done.exit_code == 2 and "x.txt is a link out of the collection" in done.output


def test_a_folder_that_looks_like_a_preview_is_none(tmp_path: Path) -> None:
    """mkdocs.yml cannot choose the folder by which a preview, whose policy is open, is known."""
    root = shelf(tmp_path / "shelf", f"site_dir: {Path('/tmp/mkdocs_planted')}\n")
    assert "inside the collection" in mkdocs_build(root)


@pytest.mark.slow
def test_the_command_line_names_any_folder(tmp_path: Path, victim: Path) -> None:
    """But MkDocs, which empties it, takes only a new one and one that it built."""
    root = shelf(tmp_path / "shelf")
    done = run("-C", root, "build", "--no-search", "--site-dir", victim)
    assert done.exit_code == 2 and "papers/index.html was not built here" in done.output
    (victim / "papers/index.html").unlink()
    done = run("-C", root, "build", "--no-search", "--site-dir", victim)
    assert done.exit_code == 0, done.output
    assert (victim / "thesis.tex").read_text() == "precious" and (victim / "index.html").exists()
    assert mkdocs_build(root, site_dir=str(tmp_path / "new")) == ""
    # a list of our files that came with a repository makes nothing else ours
    assert "not built here" in mkdocs_build(root, site_dir=str(victim))
    (victim / MANIFEST).unlink()
    assert "not built here" in mkdocs_build(root, site_dir=str(victim))
    assert (victim / "thesis.tex").read_text() == "precious"
    # in a site of ours a link waits for what will be written behind it
    replace(tmp_path / "new/papers", "a link to a folder", victim)
    assert "new/papers is a link" in mkdocs_build(root, site_dir=str(tmp_path / "new"))
    (root / "out").symlink_to(victim)
    done = run("-C", root, "build", "--no-search", "--site-dir", root / "out")
    assert done.exit_code == 2 and "out is a link" in done.output


def test_named_files_lead_nowhere_else(tmp_path: Path, victim: Path) -> None:
    """Files that workflows name in the collection: the cache, the schema, the report."""
    root = shelf(tmp_path / "shelf")
    for name, command in {
        "links.json": ["links", "--cache", root / "links.json"],
        "schema/papers.schema.json": ["schema", "--output", root / "schema/papers.schema.json"],
        "out.bib": ["export", "bibtex", "--output", root / "out.bib"],
    }.items():
        for level in (name, name.partition("/")[0]):
            replace(root / level, "a link to a file", victim)
            done = run("-C", root, *command)
            assert done.exit_code == 2 and level in done.output, (command, done.output)
            (root / level).unlink()
    assert untouched(victim)


def test_imported_files_lead_nowhere_else(tmp_path: Path, victim: Path) -> None:
    """Those of the collection, for each way to name one; others are the user's choice."""
    root = shelf(tmp_path / "shelf")
    planted, good = root / "refs.bib", write(root, {"good.bib": "@misc{a, title={T}}"}) / "good.bib"
    for name in PLANTED:
        plant(name, planted, victim)
        for command in (
            ["import", planted],
            ["import", good, "--map", planted],
            ["suggest", planted],
        ):
            done = run("-C", root, *command)
            assert done.exit_code == 2 and "refs.bib" in done.output, (name, command, done.output)
            assert "precious" not in done.output and "Traceback" not in done.output
        planted.unlink()
    (root / "same.bib").symlink_to("good.bib")
    assert "no year" in run("-C", root, "import", root / "same.bib").output
    (tmp_path / "elsewhere.bib").symlink_to(good)
    assert "no year" in run("-C", root, "import", tmp_path / "elsewhere.bib").output


def test_very_large_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sparse ones cost nobody anything to make."""
    monkeypatch.setattr(import_module("papershelf.catalogue.read"), "MAX_FILE_BYTES", 10**6)
    root = shelf(tmp_path / "shelf", **{"film.mp4": "", "page.md": ""})
    os.truncate(root / "content/film.mp4", 10**12)
    os.truncate(root / "content/page.md", 10**12)
    done = run("-C", root, "check")
    assert done.exit_code == 1 and done.output.count("[too-large]") == 2, done.output


# --- front matter ---------------------------------------------------------------------------------

PAYLOAD = "\"></title><script>window.ran = 1</script><b class='"
QUOTED = "'" + PAYLOAD.replace("'", "''") + "'"
#: Keys that Material, MkDocs or our templates read.
KEYS = ("kind", "template", "head", "html", "indexed", "robots", "image", "author", "subtitle", "location",
        "revision_date", "canonical_url", "date", "Title")  # fmt: skip


def test_front_matter_has_known_keys_alone(tmp_path: Path) -> None:
    """Each unknown one at its line, on every kind of page, with its fix."""
    lines = "".join(f"{key}: {QUOTED}\n" for key in KEYS)
    text = f"---\ntitle: X\n{lines}---\n# X\n"
    names = ("about.md", "topics/nlp.md", "courses/ml.md", "courses/ml/2024.md", "guide/a.md")
    root = shelf(tmp_path / "shelf", **dict.fromkeys(names, text))
    done = run("-C", root, "check", "--all")
    for name in names:
        for number, key in enumerate(KEYS, 3):
            assert f"content/{name}:{number}:1: error: " in done.output, (name, key)
    assert done.output.count("[front-matter]") == len(names) * len(KEYS)
    assert '"title" is there already' in done.output and '"kind" is only for' in done.output


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("hide: toc", "wrong-type"),
        ("hide: [everything]", "wrong-choice"),
        ("hide: [{a: b}]", "wrong-type"),
        ("icon: ../../x", "wrong-choice"),
        ("status: '\" onclick=\"x'", "wrong-choice"),
        ("tags: {a: b}", "wrong-type"),
        ("search: true", "wrong-type"),
        ("search: {exclude: perhaps}", "wrong-type"),
        ("search: {boost: 2}", "wrong-type"),
        ("title: [a]", "wrong-type"),
        ("description: {a: b}", "wrong-type"),
        ("aliases: {a: b}", "wrong-type"),
    ],
)
def test_values_of_front_matter_have_their_types(line: str, rule: str, tmp_path: Path) -> None:
    """The report points at the value."""
    done = run("-C", shelf(tmp_path / "shelf", **{"x.md": f"---\n{line}\n---\n# X\n"}), "check")
    assert done.exit_code == 1 and "content/x.md:2:" in done.output, done.output
    assert f"[{rule}]" in done.output


@pytest.mark.slow
def test_what_is_printed_is_escaped(tmp_path: Path) -> None:
    """Titles and descriptions, and front matter that MkDocs alone would have read."""
    root = shelf(
        tmp_path / "shelf",
        f"nav: [index.md, a.md, loose.md]\nsite_description: {QUOTED}\n",
        **{
            "a.md": f"---\ntitle: {QUOTED}\ndescription: {QUOTED}\ntags: [{QUOTED}]\n---\nText\n",
            "loose.md": "kind: **bold**\ntemplate: base.html\n\n# Loose\n",
            "left.md": "---\nsearch: {exclude: true}\nhide: [toc]\n---\n# Left\n",
            "index.md": f"---\ntitle: {QUOTED}\n---\nWords\n",
            ".hidden.md": f"---\nkind: {QUOTED}\ntemplate: base.html\n---\n# Hidden\n",
        },
    )
    write(root, {"mkdocs.yml": (root / "mkdocs.yml").read_text() + "exclude_docs: '!.hidden.md'\n"})
    site = build_site(root, has_search=False).site
    for name in ("a", "loose", "left", ".hidden", "about", "."):
        page = (site / name / "index.html").read_text()
        assert "<script>window.ran" not in page, name
        if name != ".":
            assert 'class="ps-content ps-kind-page"' in page, name
    assert "<p>kind: <strong>bold" in (site / "loose/index.html").read_text()
    assert "data-pagefind-body" not in (site / "left/index.html").read_text()
