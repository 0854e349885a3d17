"""The scripts of the workflows, run step by step as GitHub's runner does, with a `gh` that only notes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from support.command import run
from support.helpers import ROOT, entry, git, write
from support.misbehaving import Misbehaving, redirect, status
from support.postbox import Postbox, served
from support.recorded import LOOM
from support.runner import blob, branches, checkout, evaluate, load, play
from support.skipped import unix

pytestmark = [pytest.mark.slow, unix]

# --- a form becomes a pull request -------------------------------------------------------------

WHY = """$(touch pwned) `touch pwned` "; touch pwned; '
---
::set-output name=x::y
::stop-commands::z
##[add-mask]a
${{ github.token }} @everyone
### Identifier

10.9999/other

### Topics

unknown
"""


def form(identifier: str, topics: str = "Weaving") -> str:
    return f"### Identifier\n\n{identifier}\n\n### Topics\n\n{topics}\n\n### Why\n\n{WHY}"


def issue(
    body: str | None, *labels: str, action: str = "opened", label: str = ""
) -> dict[str, Any]:
    return {
        "action": action,
        "label": {"name": label},
        "issue": {"number": 7, "body": body, "labels": list(labels)},
    }


def test_a_suggestion_becomes_a_pull_request(hub: Path, recorded: Misbehaving) -> None:
    """One branch, one request that tells what was added and what it means to readers, nothing else;
    the same form again renews it."""
    clone = checkout(hub, "clone")
    ran = play(
        "suggest",
        clone,
        issue(form("https://arxiv.org/abs/2401.00001v2", "Weaving, $(x)")),
        "issues",
    )
    assert not ran.failed, ran.log
    assert branches(hub) == ["main", "suggestion-7"]
    changed = blob(hub, "suggestion-7:papers.yaml")
    assert changed.count("- id:") == blob(hub, "main:papers.yaml").count("- id:") + 1
    assert (
        'arxiv: "2401.00001"' in changed
        and "10.9999" not in changed
        and "topics: [weaving]" in changed
    )
    files = subprocess.run(
        ["git", "-C", str(hub), "diff", "--name-only", "main", "suggestion-7"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert files.stdout.split() == ["papers.yaml"]
    (made,) = ran.asked("pr", "create")
    assert made["words"][2:8] == [
        "--head",
        "suggestion-7",
        "--base",
        "main",
        "--title",
        "Add the paper of #7",
    ]
    for told in (
        "Closes #7. ",
        "+ lovelace2024loom: ",
        "### Papers added (1)",
        "1 added, 0 updated",
    ):
        assert told in made["body"]
    assert (
        not list(hub.parent.rglob("pwned"))
        and "t0ken" not in made["body"]
        and "everyone" not in made["body"]
    )
    tools = hub.parent / "again-bin"
    again = checkout(hub, "again")
    tools.mkdir(exist_ok=True)
    renewed = play(
        "suggest",
        again,
        issue(form("2401.00001"), "suggested paper", action="labeled", label="suggested paper"),
        "issues",
    )
    assert not renewed.failed and branches(hub) == ["main", "suggestion-7"]


HOSTILE = (
    "$(touch pwned) `touch pwned` ${{ github.token }}", "--help", "-C / 2401.00001", "0000.00000", "_No response_",
    "::error::boo", "##[add-mask]a", "---", "````", "2401.00001\n\n::error::boo", "x" * 70_000,
)  # fmt: skip


def test_a_hostile_suggestion_changes_nothing(hub: Path, recorded: Misbehaving) -> None:
    """No branch, no request: a comment says why in a block of code; nothing reaches the log as a command."""
    clone = checkout(hub, "clone")
    for identifier in HOSTILE:
        ran = play("suggest", clone, issue(form(identifier)), "issues")
        assert ran.steps["Add the paper"] == 1, (identifier[:99], ran.log)
        assert branches(hub) == ["main"] and not ran.asked("pr", "create")
        (comment,) = ran.asked("issue", "comment")
        assert comment["words"][2:5] == ["7", "--repo", "ada/looms"]
        assert "[the run](https://github.com/ada/looms/actions/runs/1)" in comment["body"]
        inside = re.fullmatch(r".*?\n````text\n(.*)\n````\n", comment["body"], re.DOTALL)
        assert inside and inside[1].startswith("papershelf: ")
        assert not re.search(r"^`{3,}", inside[1], re.MULTILINE)
        assert not list(hub.parent.rglob("pwned")), identifier[:99]
        assert not re.search(r"^\s*::|##\[", ran.log, re.MULTILINE), ran.log


def test_what_is_there_already_is_told(hub: Path, recorded: Misbehaving) -> None:
    """A second suggestion of one paper opens nothing."""
    work = hub.parent / "work"
    run("-C", work, "add", "2401.00001")
    git(work, "commit", "-q", "-am", "Second")
    git(work, "push", "-q", hub.as_uri(), "main")
    ran = play("suggest", checkout(hub, "clone"), issue(form("2401.00001")), "issues")
    assert (
        ran.failed
        and not ran.asked("pr")
        and "already in the catalogue" in ran.asked("issue", "comment")[0]["body"]
    )


@pytest.mark.parametrize(
    ("event", "runs"),
    [
        (issue("### Identifier\n\nx"), True), (issue("### Identifier\n\nx", "suggested paper"), False),
        (issue("x", action="labeled", label="suggested paper"), True), (issue("x", action="labeled", label="bug"), False),
        (issue("### Entry\n\nx"), False), (issue(None), False),
    ],
)  # fmt: skip
def test_a_form_is_known_with_and_without_its_label(event: dict[str, Any], runs: bool) -> None:
    """GitHub gives the label only where the repository has it, and then tells of it by an event of its
    own: just one of the two runs the job."""
    condition = load(ROOT / ".github/workflows/suggest.yml")["jobs"]["add"]["if"]
    assert bool(evaluate(condition, {"github": {"event": event}})) is runs


# --- pull requests -----------------------------------------------------------------------------


def request(hub: Path, files: Mapping[str, str], *options: str) -> tuple[Path, dict[str, Any]]:
    """A clone at the merge of a pull request into main, and its event."""
    clone = checkout(hub, "request", *(options or ("--no-local",)))
    base = subprocess.run(
        ["git", "-C", str(clone), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    git(clone, "switch", "-q", "-c", "change")
    write(clone, files)
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "--allow-empty", "-m", "Change")
    git(clone, "switch", "-q", "--detach", "main")
    git(clone, "merge", "-q", "--no-ff", "-m", "Merge", "change")
    return clone, {"pull_request": {"base": {"sha": base}}}


def test_a_pull_request_is_told_and_built(hub: Path) -> None:
    """The summary lists what changes for readers, the site is ready for upload, nothing is deployed."""
    text = blob(hub, "main:papers.yaml")
    new = entry("bob2024loom", "'`````<b>@everyone'", "  topics: [weaving]\n")
    clone, event = request(hub, {"papers.yaml": text + new})
    ran = play("site", clone, event, "pull_request")
    assert not ran.failed, ran.log
    assert "### Papers added (1)" in ran.summary and "3 warnings in 2 entries" in ran.summary
    assert "<b>" not in ran.summary and "@everyone" not in ran.summary
    assert (clone / "site/papers/bob2024loom/index.html").is_file()
    page = (clone / "site/papers/bob2024loom/index.html").read_text()
    line = text.count("\n") + 1
    assert (
        f"report-a-mistake.yml&amp;title=Mistake%20in%20bob2024loom&amp;entry=bob2024loom%20%28papers.yaml%2C%20line%20{line}%29"
        in page
    )
    assert "https://github.com/ada/looms/issues/new?template=" in page
    assert (
        "Upload the site for review" in ran.steps
        and "Upload the site for deployment" not in ran.steps
    )
    assert play("site", clone, event, "pull_request", job="deploy").steps == {}


def test_a_pull_request_with_mistakes(hub: Path) -> None:
    """Annotations on the lines, the lost address with its advice, the whole list in the summary; no site."""
    clone, event = request(
        hub,
        {
            "papers.yaml": entry("bob2024", more="  topics: [weving]\n  titel: x\n").replace(
                "published", "publisht"
            )
        },
    )
    ran = play("site", clone, event, "pull_request")
    assert ran.steps["Check the catalogue and published addresses"] == 1
    assert "Build the site" not in ran.steps and "Upload the site for review" not in ran.steps
    for told in (
        "::error file=papers.yaml,line=6,col=12,",
        'title=unknown-topic::unknown topic "weving"%0Adid you mean',
        "title=lost-address::",
    ):
        assert told in ran.log
    for told in (
        "### Papers added (1)",
        "## Check\n\n````text\n",
        "[unknown-topic]",
        "[lost-address]",
        "aliases",
    ):
        assert told in ran.summary, ran.summary
    assert ran.summary.endswith("\n````\n")


def test_a_pull_request_that_changes_nothing_and_one_without_a_catalogue(hub: Path) -> None:
    """One sentence for the first; a message that can be found for the other."""
    clone, event = request(hub, {"README.md": "words\n"})
    ran = play("site", clone, event, "pull_request")
    assert not ran.failed and ran.summary.startswith("Nothing changes for readers.\n")
    git(clone, "rm", "-q", "papers.yaml")
    git(clone, "commit", "-q", "-m", "Gone")
    ran = play("site", clone, event, "pull_request")
    assert ran.steps["Check the catalogue and published addresses"] == 2
    assert "no catalogue" in ran.summary


def test_a_summary_stays_below_what_github_shows(hub: Path) -> None:
    """1 MiB: 6,000 warnings, which are 1.2 MB, are cut, and the fence is closed."""
    many = "".join(
        entry(f"a{n:05}x", f"Title {n}", "  notes: words\n").replace(
            "  authors: [Ada Lovelace]\n", ""
        )
        for n in range(6000)
    )
    clone, event = request(hub, {"papers.yaml": many})
    ran = play("site", clone, event, "pull_request")
    assert 700_000 < len(ran.summary.encode()) < 1_000_000 and ran.summary.endswith("\n````\n")


def test_a_shallow_checkout_is_told_how_to_mend(hub: Path) -> None:
    """The workflow fetches everything; with a shallow clone, the message says what is missing."""
    work = hub.parent / "work"
    first = subprocess.run(
        ["git", "-C", str(work), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    git(work, "commit", "-q", "--allow-empty", "-m", "Second")
    git(work, "push", "-q", hub.as_uri(), "main")
    clone = checkout(hub, "shallow")
    ran = play("site", clone, {"pull_request": {"base": {"sha": first}}}, "pull_request")
    assert ran.steps["Check the catalogue and published addresses"] == 2
    assert f'unknown ref "{first}"' in ran.log and "fetch-depth: 0" in ran.log


def test_main_is_built_and_deployed(hub: Path) -> None:
    """The same job, with the artifact that Pages takes."""
    clone = checkout(hub, "clone", "--no-local")
    ran = play("site", clone, {"before": ""}, "push")
    assert not ran.failed and "Upload the site for deployment" in ran.steps and ran.summary == ""
    assert play("site", clone, {}, "push", job="deploy").steps == {
        "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128": 0
    }


@pytest.mark.parametrize(
    ("before", "is_published"),
    [("HEAD~1", False), ("", True), ("0" * 40, True), ("f" * 40, True)],
    ids=["a push", "by hand", "the first push", "a forced push"],
)
def test_a_push_that_loses_an_address(hub: Path, before: str, is_published: bool) -> None:
    """Without a pull request, too, nothing is published; by hand, it is."""
    clone = checkout(hub, "clone", "--no-local")
    text = (clone / "papers.yaml").read_text().replace("ada2024engine", "ada2024machine")
    write(clone, {"papers.yaml": text})
    git(clone, "commit", "-q", "-am", "Rename")
    ran = play("site", clone, {"before": before}, "push")
    assert ("Upload the site for deployment" in ran.steps) is is_published
    assert ("aliases: [ada2024engine]" in ran.log) is not is_published


# --- once a week -------------------------------------------------------------------------------


def test_moved_addresses_come_in_one_pull_request(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A branch with the new addresses and the report; without news nothing is opened."""
    # three hosts, since the command pauses between two questions to one
    there, gone = Misbehaving({"/ok": status(200)}), Misbehaving({"/gone": status(404)})
    made = Misbehaving({"/moved": redirect(301, f"{there.url}/ok")})
    work = hub.parent / "work"
    page = f"# About\n\n[there]({made.url}/moved) and {gone.url}/gone\n"
    write(work, {"content/about.md": page})
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "About")
    git(work, "push", "-q", hub.as_uri(), "main")
    ran = play("links", checkout(hub, "clone"), {}, "schedule")
    assert not ran.failed, ran.log
    assert blob(hub, "weekly-links:content/about.md") == page.replace(
        f"{made.url}/moved", f"{there.url}/ok"
    )
    (opened,) = ran.asked("pr", "create")
    assert "1 moved" in opened["body"] and "failed for the first time" in opened["body"]
    git(hub, "update-ref", "refs/heads/main", "refs/heads/weekly-links")
    ran = play("links", checkout(hub, "later"), {}, "schedule")
    for server in (made, there, gone):
        server.close()
    assert not ran.failed and not ran.calls and "failed for the first time" in ran.summary


def test_publications_come_in_one_pull_request(hub: Path, recorded: Misbehaving) -> None:
    """The entry takes over venue and DOI, the report says which; without news nothing is opened."""
    work = hub.parent / "work"
    text = (work / "papers.yaml").read_text()
    write(work, {"papers.yaml": text + entry("bob2024loom", LOOM, "  arxiv: 2401.00001\n")})
    git(work, "commit", "-q", "-am", "A preprint")
    git(work, "push", "-q", hub.as_uri(), "main")
    ran = play("refresh", checkout(hub, "clone"), {}, "schedule")
    assert not ran.failed, ran.log
    assert "doi: 10.5555/loom.1" in blob(hub, "weekly-refresh:papers.yaml")
    (opened,) = ran.asked("pr", "create")
    assert "1 entry to update" in opened["body"] and "~ bob2024loom" in opened["body"]
    git(hub, "update-ref", "refs/heads/main", "refs/heads/weekly-refresh")
    ran = play("refresh", checkout(hub, "later"), {}, "schedule")
    assert not ran.failed and not ran.calls


# --- digests -----------------------------------------------------------------------------------

MAIL = """      mail:
        sender: digest@example.org
        unsubscribe: ["mailto:leave@example.org"]
        per_minute: 60000
      subscribe:
        releases: true
"""


def test_a_digest_becomes_a_pull_request(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One until it is merged, so that the curator's words in it stay; then there is nothing new."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1766491200")  # the day on which the paper was added
    ran = play("digest", checkout(hub, "clone"), {}, "schedule")
    assert not ran.failed, ran.log
    assert "- [@ada2024engine]" in blob(hub, "weekly-digest:content/digests/2025-12-23.md")
    (opened,) = ran.asked("pr", "create")
    assert "lists 1 new paper" in opened["body"]
    git(hub, "update-ref", "refs/heads/main", "refs/heads/weekly-digest")
    ran = play("digest", checkout(hub, "later"), {}, "schedule")
    assert not ran.failed and not ran.asked("pr", "create"), ran.log
    assert "no new papers" in ran.summary


def test_a_merged_digest_is_sent_once(hub: Path, tmp_path: Path) -> None:
    """The ledger is on main before the first message, and complete after the last one; the digest is
    a release, in which nobody is mentioned."""
    work = checkout(hub, "editing")
    settings = (
        (work / "mkdocs.yml").read_text().replace("  - papershelf\n", "  - papershelf:\n" + MAIL)
    )
    page = '---\ntitle: "@ada: papers of a week, with a title that takes two lines of the mail\'s text"\nfrom: 2025-12-17\nto: 2025-12-23\n---\n\n- [@ada2024engine]\n'
    settings = settings.replace(
        "# site_url comes from GitHub Actions", "site_url: https://looms.example/"
    )
    write(work, {"mkdocs.yml": settings, "content/digests/2025-12-23.md": page})
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "A digest")
    git(work, "push", "-q", hub.as_uri(), "main")
    box = Postbox()
    with served(box) as port:
        secrets = {
            "PAPERSHELF_SMTP": f"smtp://127.0.0.1:{port}",
            "PAPERSHELF_MAIL_SECRET": "a secret of some length",
            "PAPERSHELF_SUBSCRIBERS": "address\nada@example.org\n",
        }
        ran = play("mail", checkout(hub, "sent", "--no-local"), {}, "push", "send", secrets)
        assert not ran.failed, ran.log
        assert "1 message sent" in ran.summary and "ada@example.org" not in ran.log
        # by hand: main begins with commits of the workflow now, which nothing deploys
        clone = checkout(hub, "again", "--no-local")
        again = play("mail", clone, {}, "workflow_dispatch", "send", secrets)
        assert not again.failed, again.log
    assert [address for address, _ in box.messages] == ["ada@example.org"]
    assert re.search(r"^sent [0-9a-f]{32}$", blob(hub, "main:mail/2025-12-23.log"), re.MULTILINE)
    silent = play("mail", checkout(hub, "silent"), {}, "push", "send")
    assert not silent.failed and "No mail" in silent.summary
    clone = checkout(hub, "released")
    (made,) = play("mail", clone, {"before": ""}, "push", "release").asked("release", "create")
    assert "digest-2025-12-23" in made["words"]
    link = "[on the site](https://looms.example/digests/2025-12-23/)"
    assert made["body"].startswith(
        f"Read this digest {link}.\n\n~~~~~~~~~~text\n@ada: papers of a week"
    )
