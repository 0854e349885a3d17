"""New collections, and what the doctor says of them."""

from __future__ import annotations

import datetime
import json
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import golden
from papershelf import __version__
from papershelf.cli import commands
from papershelf.setup import new_collection
from support.command import run
from support.helpers import ROOT, build, check, copy_example, entry, git, write
from support.misbehaving import Misbehaving, redirect, send


def test_init_makes_a_collection_that_works(tmp_path: Path) -> None:
    """Empty, without an error or a warning, with nothing of the example in it; it builds strictly."""
    done = run(
        "-C",
        tmp_path,
        "init",
        "shelf",
        "--name",
        "Looms: & more",
        "--address",
        "https://x.example/looms",
        "--topic",
        "Weaving & Sorting",
    )
    assert done.exit_code == 0, done.output
    root = tmp_path / "shelf"
    told = [problem.message for problem in check(root)]
    assert told == [
        "this text is still the placeholder of a new collection",
        "this description is still the placeholder of a new collection",
        "this text is still the placeholder of a new collection",
    ]
    assert "3 warnings in 0 entries\n" in run("-C", root, "check").output
    build(root, tmp_path / "site")
    home = (tmp_path / "site/index.html").read_text()
    assert "Looms: &amp; more" in home
    assert (tmp_path / "site/topics/weaving-and-sorting/index.html").is_file()
    everything = "".join(
        path.read_text() for path in root.rglob("*") if path.is_file() and "build" not in path.parts
    )
    assert "azad2024transdae" not in everything and "Inter Papers" not in everything
    assert not any(
        f"@{name}@" in everything
        for name in ("NAME", "TOPIC", "SLUG", "INSTALL", "BUILD", "GENERATOR", "SITE_URL")
    )
    assert '"weaving-and-sorting"' in (root / "schema/papers.schema.json").read_text()
    assert "site_url: https://x.example/looms/" in (root / "mkdocs.yml").read_text()
    assert (root / "requirements.txt").read_text().splitlines()[1].startswith("papershelf")


def test_what_init_prints_can_be_copied(tmp_path: Path) -> None:
    """A folder with blanks and quotes is quoted for the shell; the last line is a command."""
    folder = tmp_path / "my 'new' shelf; ls"
    done = run("init", folder)
    (line,) = [line for line in done.output.splitlines() if line.startswith("  cd ")]
    assert shlex.split(line) == ["cd", str(folder)]
    assert done.output.splitlines()[-1].startswith("  papershelf doctor")


def test_replaced_words_are_no_placeholders(tmp_path: Path) -> None:
    """Each warning goes when its own words are written, and comes for an empty page instead."""
    run("-C", tmp_path, "init", "shelf", "--topic", "Weaving")
    root = tmp_path / "shelf"
    page = "---\ntitle: Weaving\ndescription: Looms and their cards.\n---\n\n"
    write(root, {"content/topics/weaving.md": f"{page}What weaving is.\n",
                 "content/index.md": "---\ntitle: Looms\n---\n\nOurs.\n"})  # fmt: skip
    assert check(root) == []
    write(root, {"content/topics/weaving.md": page, "papers.yaml": entry()})
    assert [problem.rule for problem in check(root)] == ["empty-topic", "no-introduction"]
    write(root, {"papers.yaml": entry(more="  topics: [weaving]\n")})
    assert [problem.rule for problem in check(root)] == ["no-introduction"]


def test_init_without_questions(tmp_path: Path) -> None:
    """Every question has a flag and a default; a folder with something in it is left alone."""
    assert run("-C", tmp_path, "init", "shelf").exit_code == 0
    again = run("-C", tmp_path, "init", "shelf")
    assert again.exit_code == 2 and "shelf is not empty" in again.output


@pytest.mark.parametrize(
    ("topic", "why"),
    [
        ("☃", 'the topic "☃" has no letters that an address can be made from'),
        ("Index", 'the topic "Index": "index" is reserved for an address of the site; choose'),
        ("P!", 'the topic "P!": "p" is reserved for an address of the site; choose another title'),
        ("LPT1", 'the topic "LPT1": "lpt1" is the name of a device on Windows; choose another title'),
    ],
)  # fmt: skip
def test_a_topic_needs_an_address(tmp_path: Path, topic: str, why: str) -> None:
    """The message says what is wrong with its title."""
    done = run("-C", tmp_path, "init", "shelf", "--topic", topic)
    assert done.exit_code == 2 and why in done.output
    assert not (tmp_path / "shelf").exists()


@pytest.mark.parametrize(
    ("option", "text", "why"),
    [("--address", "javascript:x", "is not the URL of a site"),
     ("--address", "https://exa mple.org", "is not the URL of a site"),
     ("--name", "M\udcfcller", "has U+DCFC control character; leave it out"),  # of Latin-1
     ("--topic", "Looms\x1b[A", "has U+001B ESCAPE; leave it out")],
)  # fmt: skip
def test_init_refuses_what_a_check_would(option: str, text: str, why: str, tmp_path: Path) -> None:
    """Nothing is made."""
    done = run("-C", tmp_path, "init", "shelf", option, text)
    assert done.exit_code == 2 and why in done.output
    assert not (tmp_path / "shelf").exists()


@pytest.mark.slow
def test_names_may_be_anything(tmp_path: Path) -> None:
    """Breaks of lines, what looks like a blank of the templates, nothing at all: the site is built."""
    for number, name in enumerate(("@TOPIC@ @SLUG@", "a\nb: c", "", "# \"'{[", "</title><script>")):
        done = run("-C", tmp_path, "init", f"s{number}", "--name", name, "--topic", f"T\n{name}!")
        assert done.exit_code == 0, done.output
        build(tmp_path / f"s{number}", tmp_path / f"site{number}")
    names = [
        yaml.safe_load((tmp_path / f"s{n}/mkdocs.yml").read_text())["site_name"] for n in range(5)
    ]
    assert names == ["@TOPIC@ @SLUG@", "a b: c", "Papers", "# \"'{[", "</title><script>"]
    assert "</title><script>" not in (tmp_path / "site4/index.html").read_text()


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


@pytest.mark.slow
def test_the_entry_of_contributing_is_good(tmp_path: Path) -> None:
    """Put into the catalogue of this repository where CONTRIBUTING.md says, it has no problem, its page
    is built, and `fmt` has nothing to do."""
    copy_example(tmp_path)
    block = re.search(r"^   ```yaml\n(.*?)^   ```$", CONTRIBUTING, re.DOTALL | re.MULTILINE)
    assert block
    new = textwrap.dedent(block[1])
    paper_id = new.splitlines()[0].removeprefix("- id: ")
    text = (tmp_path / "papers.yaml").read_text()
    later = next(
        found for found in re.finditer(r"^- id: (.*)$", text, re.MULTILINE) if found[1] > paper_id
    )
    (tmp_path / "papers.yaml").write_text(f"{text[: later.start()]}{new}\n{text[later.start() :]}")
    assert check(tmp_path) == [] and f"- id: {paper_id}" not in text
    assert run("-C", tmp_path, "fmt", "--check").exit_code == 0
    build(tmp_path, tmp_path / "built", has_search=False)
    assert (tmp_path / f"built/papers/{paper_id}/index.html").is_file()


def test_the_commands_of_contributing_are_there() -> None:
    """Its identifier is not in the catalogue yet, its topic is, and each command and option exists."""
    catalogue_text = (ROOT / "papers.yaml").read_text()
    lines = re.findall(r"\.venv/bin/papershelf (.+?)(?: {2,}#.*)?$", CONTRIBUTING, re.MULTILINE)
    assert [line.split()[0] for line in lines] == ["add", "check"]
    _, identifier, _, topic = lines[0].split()
    assert identifier not in catalogue_text and (ROOT / f"content/topics/{topic}.md").is_file()
    for line in lines:
        options = {option for part in commands()[line.split()[0]].params for option in part.opts}
        assert {word for word in line.split() if word.startswith("--")} <= options
    targets = re.findall(r"^make (\S+)", CONTRIBUTING, re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text().replace("$(VENV)", ".venv")
    assert targets and all(f"\n{target}:" in makefile for target in targets)


def test_requirements_name_this_generator(tmp_path: Path) -> None:
    """An index, a repository, an archive; and of a clone, the repository that it came from, at the
    commit that others have, too."""
    version = f"papershelf=={__version__}"
    commit, url = "a" * 40, "https://github.com/ada/papershelf"
    assert new_collection.to_requirement({}) == version
    assert new_collection.to_requirement(
        {"url": f"{url}.git", "vcs_info": {"vcs": "git", "commit_id": commit}}
    ) == (f"papershelf @ git+{url}.git@{commit}")
    assert (
        new_collection.to_requirement({"url": f"{url}/a.whl", "archive_info": {}})
        == f"papershelf @ {url}/a.whl"
    )
    clone = tmp_path / "a clone"
    write(clone, {"a": "1"})
    origin = {"url": clone.as_uri(), "dir_info": {"editable": True}}
    assert new_collection.to_requirement(origin) == version, "no repository at all"
    git(clone, "init", "-q", "-b", "main")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "First")
    assert new_collection.to_requirement(origin) == version, "nowhere to get it from"
    git(clone, "remote", "add", "origin", str(tmp_path))
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert new_collection.to_requirement(origin) == version, "a folder of this machine"
    there = subprocess.run(
        ["git", "-C", clone, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    git(clone, "commit", "-q", "--allow-empty", "-m", "Not pushed")
    for remote in (
        "git@github.com:ada/papershelf.git",
        f"{url}.git",
        url,
        "ssh://git@github.com/ada/papershelf",
    ):
        git(clone, "remote", "set-url", "origin", remote)
        assert new_collection.to_requirement(origin) == f"papershelf @ git+{url}@{there}", remote


def test_the_wheel_names_every_package() -> None:
    """A folder that pyproject.toml forgets is missing from what others install, and from nowhere else."""
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    packages = {
        path.parent.relative_to(ROOT / "generator").as_posix()
        for path in (ROOT / "generator").rglob("__init__.py")
    }
    assert {name.replace("/", ".") for name in packages} | {"papershelf.theme"} == set(named)


def test_a_new_collection_holds_no_code() -> None:
    """The templates of it lie beside modules, which an installation also compiles."""
    made = dict(new_collection.files("Looms", "https://example.org/", "Weaving"))
    assert not [path for path in made if path.endswith((".py", ".pyc"))]


@pytest.mark.slow
def test_the_package_carries_what_a_new_collection_needs(tmp_path: Path) -> None:
    """Anyone who installs it gets every package, every template, and the theme."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
    ]
    source = tmp_path / "source"
    for name in ("generator", "overrides"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    subprocess.run([*pip, "-w", str(tmp_path), str(source)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    there = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (
        ("generator/papershelf/templates", "papershelf/templates"),
        ("overrides", "papershelf/theme"),
    ):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                assert f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" in there


def test_hooks_run_what_is_there() -> None:
    """Each hook is a command of ours, for the files that it reads; ours and those for other repositories."""
    ours = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    theirs = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    for hooks, start in ((ours, ".venv/bin/papershelf "), (theirs, "papershelf ")):
        assert [hook["entry"] for hook in sorted(hooks, key=lambda hook: hook["id"])] == [
            f"{start}check",
            f"{start}fmt",
        ]
        for hook in hooks:
            assert hook["pass_filenames"] is False, "a catalogue is checked as a whole"
            fits = re.compile(hook["files"])
            assert (
                fits.search("papers.yaml")
                and fits.search("papers/a.yaml")
                and not fits.search("README.md")
            )
            assert (
                bool(fits.search("content/topics/nlp.md"))
                is ("check" in hook["id"])
                is bool(fits.search("mkdocs.yml"))
            )


def test_a_new_collection_takes_its_first_paper(tmp_path: Path, recorded: Misbehaving) -> None:
    """`add` puts it below the words that explain the file."""
    run("-C", tmp_path, "init", "shelf", "--topic", "Weaving")
    root = tmp_path / "shelf"
    assert run("-C", root, "add", "2401.00001", "--topics", "weaving").exit_code == 0
    text = (root / "papers.yaml").read_text()
    assert text.startswith("# yaml-language-server") and "\n\n- id: lovelace2024loom\n" in text
    assert {problem.rule for problem in check(root)} == {"placeholder"}
    assert run("-C", root, "fmt", "--check").exit_code == 0
    shown = re.sub(r"^# ?", "", text.partition("#\n")[2].partition("\n\n")[0], flags=re.MULTILINE)
    (root / "papers.yaml").write_text(f"{shown}\n")
    assert {problem.rule for problem in check(root)} == {"placeholder"}
    assert run("-C", root, "fmt", "--check").exit_code == 0, "its own example"


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, tuple[int, dict[str, object]]]]:
    """GitHub's API on loopback: path → status and answer."""
    answers: dict[str, tuple[int, dict[str, object]]] = {}

    class Any(dict):  # type: ignore[type-arg]
        def __missing__(self, path: str) -> object:
            if path.startswith("/repos/lovelace/"):
                return redirect(301, path.replace("lovelace", "ada"))
            status, data = answers.get(path, (404, {}))
            return lambda handler, _: send(handler, json.dumps(data).encode(), status)

    made = Misbehaving(Any())
    monkeypatch.setenv("PAPERSHELF_GITHUB", made.url)
    monkeypatch.setenv("GH_TOKEN", "token")
    yield answers
    made.close()


def test_doctor(tmp_path: Path, github: dict[str, tuple[int, dict[str, object]]]) -> None:
    """It reports what is missing and where to fix it, with exit code 1 as long as anything is."""
    run("-C", tmp_path, "init", "shelf")
    root = tmp_path / "shelf"
    sick = run("-C", root, "doctor")
    assert (
        sick.exit_code == 1 and "✗ git: not a git repository; run git init -b main" in sick.output
    )
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    git(root, "remote", "add", "origin", "https://github.com/ada/looms.git")
    github["/repos/ada/looms/actions/permissions/workflow"] = (403, {})
    sick = run("-C", root, "doctor").output
    assert '✗ Pages: choose "GitHub Actions" under Settings → Pages → Source' in sick
    assert "· pull requests: could not be checked (GitHub answered 403" in sick
    github["/repos/ada/looms/pages"] = (
        200,
        {"build_type": "workflow", "html_url": "https://ada.github.io/looms/"},
    )
    github["/repos/ada/looms/actions/permissions/workflow"] = (
        200,
        {"can_approve_pull_request_reviews": True},
    )
    well = run("-C", root, "doctor")
    assert well.exit_code == 0, well.output
    for line in ("✓ Pages: deploys from workflows to https://ada.github.io/looms/", "✓ pull requests: workflows may open them",
                 "✓ catalogue: 3 warnings in 0 entries", "· content: content/index.md:6: this text is still the placeholder of a new collection",
                 "Next: papershelf -C ", "✓ search: pagefind", "✓ schema: lists every topic"):  # fmt: skip
        assert line in well.output
    git(root, "remote", "set-url", "origin", "https://github.com/lovelace/looms.git")
    assert run("-C", root, "doctor").output == well.output, "a repository that was moved"
    write(root, {"content/CNAME": "papers.example.org"})
    sick = run("-C", root, "doctor").output
    assert "Custom domain: under Settings → Pages is empty, but content/CNAME says papers" in sick
    github["/repos/ada/looms/pages"][1]["cname"] = "papers.example.org"
    assert "Custom domain" not in run("-C", root, "doctor").output
    (root / "content/CNAME").unlink()
    sick = run("-C", root, "doctor").output
    assert "is papers.example.org, but content/CNAME does not exist" in sick
    for damaged in ("[" * 100_000, "[]", '{"definitions": []}', "\xff"):
        write(root, {"schema/papers.schema.json": damaged})
        assert "✓ schema: " in run("-C", root, "doctor").output
    write(root, {"content/topics/new.md": "---\ntitle: New\n---\n", "papers.yaml": "- id: x\n"})
    sick = run("-C", root, "doctor")
    assert "✗ catalogue: " in sick.output and sick.exit_code == 1


def test_doctor_says_what_it_cannot_see(
    tmp_path: Path,
    github: dict[str, tuple[int, dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a token GitHub answers 404; without a catalogue the rest is still reported."""
    monkeypatch.delenv("GH_TOKEN")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    run("-C", tmp_path, "init", "shelf")
    root = tmp_path / "shelf"
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    git(root, "remote", "add", "origin", "git@github.com:ada/looms.git")
    told = run("-C", root, "doctor")
    assert told.exit_code == 0, told.output
    assert (
        "· Pages: could not be checked (GitHub answered 404; set GH_TOKEN to a maintainer's token)"
        in told.output
    )
    settings = (root / "mkdocs.yml").read_text()
    for line, found in (
        ("site_url:  # later", "·"),
        ("site_url: ''", "·"),
        ("site_url: https://x.example/", "✓"),
    ):
        (root / "mkdocs.yml").write_text(
            settings.replace("# site_url comes from GitHub Actions", line)
        )
        assert f"{found} site_url: " in run("-C", root, "doctor").output, line
    (root / "papers.yaml").unlink()
    told = run("-C", root, "doctor")
    assert told.exit_code == 1
    assert (
        "✗ catalogue: no catalogue: " in told.output
        and "✓ search: pagefind" in told.output
        and "· Pages: " in told.output
    )
    assert "; papershelf add creates one\n" in told.output
    (root / "papers.yaml").mkdir()
    told = run("-C", root, "doctor")
    assert "✗ catalogue: papers.yaml is a folder, not a file; remove it\n" in told.output
    write(root, {"requirements.txt": "papershelf==0.1.0\n"})
    assert (
        "· generator: requirements.txt requires papershelf==0.1.0, "
        in run("-C", root, "doctor").output
    )
    write(
        root, {"requirements.txt": "# x\npapershelf @ git+https://github.com/ada/papershelf@main\n"}
    )
    assert "✓ generator: papershelf @ git+https://" in run("-C", root, "doctor").output


def test_the_files_of_a_new_collection_are_ours() -> None:
    """What `init` writes into .github is what this repository runs, but for how it installs and what it builds."""
    ours = dict(golden.github_files())
    for name, text in ours.items():
        assert text == (ROOT / name).read_text(), name


def test_doctor_says_when_a_schedule_last_ran(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub switches schedules off after 60 quiet days; nobody would notice."""
    run("-C", tmp_path, "init", "shelf")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    today = datetime.date(2026, 11, 24)
    for days, state in ((3, "✓"), (40, "·")):
        day = today - datetime.timedelta(days=days)
        text = f"---\ntitle: A digest\nfrom: {day}\nto: {day}\n---\n\nNo papers.\n"
        write(tmp_path / "shelf", {f"content/digests/{day}.md": text})
        found = run("-C", tmp_path / "shelf", "doctor").output
        assert f"{state} schedule: the newest digest is from {day}" in found, found
        (tmp_path / f"shelf/content/digests/{day}.md").unlink()
