"""Plays the scripts of the workflows step by step as GitHub's runner does, with a `gh` that only notes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from support.command import run
from support.helpers import ROOT, entry, git

GH = f"""#!{sys.executable}
import json, pathlib, subprocess, sys
log = pathlib.Path(__file__).with_name("gh.jsonl")
words, told = sys.argv[1:], {{}}
for option in {{"--body-file", "--notes-file"}} & set(words):
    told["body"] = pathlib.Path(words[words.index(option) + 1]).read_text()
    assert len(told["body"]) <= 65536, "Body is too long (maximum is 65536 characters)"
before = [json.loads(line)["words"] for line in log.read_text().splitlines()] if log.exists() else []
if words[:2] == ["api", "--paginate"]:
    tags = pathlib.Path(__file__).parent.parent / "tags.txt"
    print(tags.read_text() if tags.exists() else "", end="")
if words[:2] == ["run", "list"]:
    # of the commits that people pushed, the newest: those of a workflow start no other one
    names = ["git", "log", "--format=%H", "--perl-regexp", "--author=^(?!github-actions)", "-1"]
    print(subprocess.run(names, capture_output=True, text=True, check=True).stdout)
if words[:2] == ["pr", "list"]:
    print(sum(row[:2] == ["pr", "create"] and words[3] in row for row in before))
with log.open("a") as file:
    file.write(json.dumps({{"words": words, **told}}) + "\\n")
"""


def load(path: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text())
    loaded["on"] = loaded.pop(True)  # YAML 1.1
    return dict(loaded)


@dataclass
class Ran:
    """What a job did."""

    steps: dict[str, int] = field(default_factory=dict)
    """Step → exit code of its script; 0 for an action of others."""
    log: str = ""
    summary: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    """What `gh` was asked, with the text of its `--body-file`."""

    @property
    def failed(self) -> bool:
        return any(self.steps.values())

    def asked(self, *words: str) -> list[dict[str, Any]]:
        return [call for call in self.calls if call["words"][: len(words)] == list(words)]


def space(value: Any) -> Any:
    return (
        SimpleNamespace(**{k: space(v) for k, v in value.items()})
        if isinstance(value, dict)
        else value
    )


def evaluate(expression: str, context: Mapping[str, Any], failing: bool = False) -> Any:
    """As much of GitHub's expressions as the workflows use."""
    source = expression.replace("&&", " and ").replace("||", " or ").replace(".*.name", "")
    source = re.sub(r"!(?!=)", " not ", " ".join(source.split()))
    names = {name: space(value) for name, value in context.items()}
    names |= {"always": lambda: True, "failure": lambda: failing,
              "startsWith": lambda text, start: (text or "").startswith(start), "contains": lambda all, one: one in all}  # fmt: skip
    return eval(source, {"__builtins__": {}}, names)


def filled(text: str, context: Mapping[str, Any]) -> str:
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluate(found[1], context) or ""), text)


class Secrets:
    """What a repository keeps secret; GitHub gives an empty text for a name that it does not know."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def __getattr__(self, name: str) -> str:
        return self._known.get(name, "")


def play(
    name: str, clone: Path, event: Mapping[str, Any], event_name: str, job: str = "",
    secrets: Mapping[str, str] | None = None,
) -> Ran:  # fmt: skip
    """Runs a job in a clone; actions of others are noted and do nothing."""
    temp = clone.parent / f"{clone.name}-temp"
    tools = clone.parent / f"{clone.name}-bin"
    for folder in (temp, tools):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    workflow = load(clone / f".github/workflows/{name}.yml")
    folder = clone / workflow["defaults"]["run"].get("working-directory", ".")
    here = folder / ".venv/bin/papershelf"  # what the step "Install" would have made
    here.parent.mkdir(parents=True, exist_ok=True)
    here.write_text(f'#!/bin/sh\nexec {sys.executable} -m papershelf "$@"\n')
    here.chmod(0o755)
    github = {"event_name": event_name, "event": event, "ref": "refs/heads/main", "token": "t0ken", "run_id": 1,
              "server_url": "https://github.com", "repository": "ada/looms"}  # fmt: skip
    context = {"github": github, "secrets": Secrets(secrets or {})}
    rows = workflow["jobs"][job or next(iter(workflow["jobs"]))]
    ran = Ran()
    if not evaluate(str(rows.get("if", "True")), context):
        return ran
    base = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(temp), "PYTHONPATH": str(ROOT), "CI": "true",
            "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "ada/looms", "GITHUB_SERVER_URL": "https://github.com",
            "RUNNER_TEMP": str(temp), "GITHUB_STEP_SUMMARY": str(temp / "summary"), "LANG": "C.UTF-8"}  # fmt: skip
    base |= {
        key: text
        for key, text in os.environ.items()
        if key.startswith(("PAPERSHELF_", "XDG_", "SOURCE_DATE"))
    }
    for number, step in enumerate(rows["steps"]):
        title = step.get("name") or step.get("uses")
        condition = str(step.get("if", "True"))
        if ran.failed and not re.search(r"always\(|failure\(", condition):
            continue
        if not evaluate(condition, context, ran.failed):
            continue
        if "run" not in step or title == "Install":
            ran.steps[title] = 0
            continue
        script = temp / f"{number}.sh"
        script.write_text(step["run"])
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        env = base | {key: filled(str(text), context) for key, text in step.get("env", {}).items()}
        done = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
        )
        ran.steps[title] = done.returncode
        ran.log += done.stdout + done.stderr
    ran.summary = (temp / "summary").read_text() if (temp / "summary").is_file() else ""
    log = tools / "gh.jsonl"
    ran.calls = [json.loads(line) for line in log.read_text().splitlines()] if log.is_file() else []
    return ran


@pytest.fixture(scope="session")
def new_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the repository of `hub` and a clone of it; each test gets a copy."""
    folder = tmp_path_factory.mktemp("hub")
    run("-C", folder, "init", "work", "--topic", "Weaving")
    work = folder / "work"
    with (work / "papers.yaml").open("a") as file:
        file.write("\n" + entry(more="  topics: [weaving]\n"))
    git(work, "init", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "First")
    git(folder, "clone", "-q", "--bare", str(work), "hub.git")
    return folder


@pytest.fixture
def hub(new_hub: Path, tmp_path: Path) -> Path:
    """A repository as it lies on GitHub: a new collection with one topic and one paper."""
    shutil.copytree(new_hub, tmp_path, dirs_exist_ok=True)
    return tmp_path / "hub.git"


def checkout(hub: Path, name: str, *options: str) -> Path:
    """Clone as actions/checkout does: one commit of main, unless `options` say otherwise."""
    git(
        hub.parent,
        "clone",
        "-q",
        "--branch",
        "main",
        *(options or ("--depth", "1")),
        hub.as_uri(),
        name,
    )
    return hub.parent / name


def branches(hub: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "-C", str(hub), "branch", "--format", "%(refname:short)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.split()


def blob(hub: Path, name: str) -> str:
    return subprocess.run(
        ["git", "-C", str(hub), "show", name], capture_output=True, text=True, check=True
    ).stdout
