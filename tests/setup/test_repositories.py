"""Collections in repositories that are not as the tutorial makes them: with another branch, or as a
folder of another repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from support.command import run
from support.helpers import git, write
from support.runner import checkout, play
from support.skipped import unix

OTHER = "✗ workflow: site.yml deploys the branch main, which does not exist; rename {0} to main (git branch -m {0} main)"


def commit(root: Path, message: str = "Change") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def workflow(root: Path) -> str:
    """What the doctor says about site.yml."""
    lines = run("-C", root, "doctor").output.splitlines()
    return next(line for line in lines if line[2:].startswith("workflow: "))


def test_a_repository_without_main(tmp_path: Path) -> None:
    """The workflows run for main only, so the doctor reports a repository with another branch."""
    run("-C", tmp_path, "init", "shelf")
    root = tmp_path / "shelf"
    git(root, "init", "-q", "-b", "trunk")
    assert workflow(root) == OTHER.format("trunk"), "before the first commit"
    commit(root)
    assert workflow(root) == OTHER.format("trunk")
    git(root, "branch", "-m", "trunk", "master")
    git(root, "switch", "-q", "-c", "main-page")
    assert workflow(root) == OTHER.format("master")
    site = (root / ".github/workflows/site.yml").read_text()
    write(root, {".github/workflows/site.yml": site.replace("branches: [main]", "branches: [master]")})  # fmt: skip
    assert workflow(root) == "✓ workflow: site.yml checks and deploys", "an owner's own branch"
    write(root, {".github/workflows/site.yml": site})
    git(root, "branch", "-m", "master", "main")
    assert workflow(root) == "✓ workflow: site.yml checks and deploys"
    git(tmp_path, "clone", "-q", "-o", "github", "-b", "main-page", str(root), "clone")
    assert workflow(tmp_path / "clone") == "✓ workflow: site.yml checks and deploys", (
        "a topic branch"
    )


def test_a_branch_with_signs_of_the_shell(tmp_path: Path) -> None:
    """The command that the doctor prints can be copied."""
    run("-C", tmp_path, "init", "shelf")
    git(tmp_path / "shelf", "init", "-q", "-b", "r&d")
    assert workflow(tmp_path / "shelf").endswith("rename r&d to main (git branch -m 'r&d' main)")


def test_the_doctor_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It asks for git, not for a repository."""
    run("-C", tmp_path, "init", "shelf")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "✗ git: git is not installed\n" in run("-C", tmp_path / "shelf", "doctor").output


@unix
@pytest.mark.parametrize("branch", ["main", "master"])
def test_init_in_a_repository_that_is_there(
    tmp_path: Path, branch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it prints leads to main, also from the folder itself, and leaves that branch if there is one."""
    git(tmp_path, "init", "-q", "-b", branch)
    monkeypatch.chdir(tmp_path)
    lines = run("init", ".").output.partition("Next:\n")[2].splitlines()
    assert "cd " not in lines[0]
    done = subprocess.run(lines[0], shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "warning" not in done.stderr, done.stderr
    assert workflow(tmp_path) == "✓ workflow: site.yml checks and deploys"


def test_init_on_a_topic_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a main already, here or at the host; the branch keeps its name."""
    git(tmp_path, "init", "-q", "-b", "main", "shelf")
    git(tmp_path / "shelf", "commit", "-q", "--allow-empty", "-m", "First")
    git(tmp_path / "shelf", "switch", "-q", "-c", "topic")
    git(tmp_path, "clone", "-q", "shelf", "clone")
    git(tmp_path / "clone", "switch", "-q", "-c", "other")
    for name in ("shelf", "clone"):
        monkeypatch.chdir(tmp_path / name)
        assert "\n  git add . && git commit -m 'A new collection'\n" in run("init", ".").output


@pytest.mark.parametrize(
    ("branch", "ignored", "line"),
    [
        ("main", "", "git add . && git commit -m 'A new collection'"),
        ("develop", "*.log\n", "git add . && git commit -m 'A new collection'"),
        ("main", "*\n", "git init -b main && git add . && git commit -m 'A new collection'"),
    ],
)
def test_init_in_a_folder_of_a_repository(
    tmp_path: Path, branch: str, ignored: str, line: str
) -> None:
    """Someone else's repository keeps its branch; one of a home directory may ignore its folders."""
    git(tmp_path, "init", "-q", "-b", branch)
    write(tmp_path, {".gitignore": ignored})
    assert f"  {line}" in run("-C", tmp_path, "init", "site/papers").output.splitlines()


# --- a folder of another repository ------------------------------------------------------------


def moved(hub: Path) -> Path:
    """A clone in which the collection is the folder shelf, with its workflows changed as the guide says."""
    clone = checkout(hub, "monorepo", "--no-local")
    (clone / "shelf").mkdir()
    for path in [path for path in clone.iterdir() if path.name not in (".git", ".github", "shelf")]:
        path.rename(clone / "shelf" / path.name)
    for path in (clone / ".github/workflows").glob("*.yml"):
        text = path.read_text().replace(
            "    shell: bash", "    working-directory: shelf\n    shell: bash"
        )
        text = re.sub(r"^( +path: )", r"\1shelf/", text, flags=re.MULTILINE)
        path.write_text(text.replace('paths: ["', 'paths: ["shelf/'))
    settings = (clone / "shelf/mkdocs.yml").read_text()
    settings = settings.replace("  - papershelf\n", "  - papershelf:\n      edit_path: shelf\n")
    write(clone, {"shelf/mkdocs.yml": settings, "src/other.py": "print()\n"})
    commit(clone, "Move")
    git(clone, "push", "-q", hub.as_uri(), "main")
    return clone


@pytest.mark.slow
@unix
def test_a_folder_of_another_repository(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mistakes are annotated at their files, no address is lost, and digests arrive at their folder."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1766491200")
    before = checkout(hub, "before")
    clone = moved(hub)
    event = {"pull_request": {"base": {"sha": "main~1"}}}
    ran = play("site", clone, event, "pull_request")
    assert not ran.failed, ran.log
    assert "::warning file=shelf/content/index.md,line=6," in ran.log
    page = (clone / "shelf/site/papers/ada2024engine/index.html").read_text()
    assert "/shelf/papers.yaml#L" in page
    ran = play("digest", clone, {}, "schedule")
    assert not ran.failed, ran.log
    listed = subprocess.run(
        ["git", "-C", str(hub), "diff", "--name-only", "main", "weekly-digest"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert listed.stdout.split() == ["shelf/content/digests/2025-12-23.md"]
    (before / "sub").mkdir()
    (before / ".github").rename(before / "sub/.github")
    for name in ("papers.yaml", "content", "mkdocs.yml"):
        (before / name).rename(before / "sub" / name)
    missing = "✗ workflow: GitHub reads .github only in the top folder of a repository"
    assert workflow(before / "sub").startswith(missing)
