"""The workflows in a repository that has nothing yet, or has its pages in another folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.helpers import git, write
from support.runner import Ran, blob, branches, checkout, play
from support.skipped import unix

pytestmark = [pytest.mark.slow, unix]


def pushed(hub: Path, **files: str) -> None:
    """Push these files, by the part of their path before a dot."""
    work = checkout(hub, "pushed")
    write(
        work,
        {f"{name}.{'yaml' if name == 'papers' else 'yml'}": text for name, text in files.items()},
    )
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "A change")
    git(work, "push", "-q", hub.as_uri(), "main")


@pytest.mark.parametrize("name", ["site", "digest", "links", "metrics", "refresh"])
def test_a_collection_without_papers_is_no_failure(hub: Path, name: str) -> None:
    """Nobody gets a mail about a failed run each week, and nothing is pushed."""
    pushed(hub, papers="# none yet\n")
    ran = play(name, checkout(hub, "clone", "--no-local"), {"before": "0" * 40}, "schedule")
    assert not ran.failed, ran.log
    assert not ran.asked("pr", "create") and branches(hub) == ["main"]


def test_a_digest_in_another_folder_becomes_a_pull_request(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`docs_dir` says where the pages are. Nothing else that the run has made is in it, such as a
    `.venv` that no `.gitignore` names."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1766491200")  # the day on which the paper was added
    settings = blob(hub, "main:mkdocs.yml")
    work = checkout(hub, "moved")
    git(work, "mv", "content", "docs")
    git(work, "rm", "-q", ".gitignore")
    git(work, "commit", "-q", "-m", "Pages of their own")
    git(work, "push", "-q", hub.as_uri(), "main")
    pushed(hub, mkdocs=settings.replace("docs_dir: content", "docs_dir: docs"))
    ran = play("digest", checkout(hub, "clone", "--no-local"), {}, "schedule")
    assert not ran.failed, ran.log
    assert "- [@ada2024engine]" in blob(hub, "weekly-digest:docs/digests/2025-12-23.md")
    assert ".venv" not in blob(hub, "weekly-digest:")


MAIL = {
    "PAPERSHELF_SMTP": "smtp://127.0.0.1:9",
    "PAPERSHELF_MAIL_SECRET": "a secret of length",
    "PAPERSHELF_SUBSCRIBERS": "address\nada@example.org\n",
}


def mailing(hub: Path) -> Ran:
    """What the workflow mail does by hand, once it is set up."""
    pushed(hub, mkdocs=blob(hub, "main:mkdocs.yml").replace(
        "  - papershelf\n",
        "  - papershelf: {mail: {sender: a@example.org, unsubscribe: ['mailto:a@example.org']}}\n",
    ).replace("# site_url comes from GitHub Actions", "site_url: https://a.example/"))  # fmt: skip
    clone = checkout(hub, "clone", "--no-local")
    return play("mail", clone, {}, "workflow_dispatch", "send", MAIL)


def test_mail_without_a_digest_says_so_at_once(hub: Path) -> None:
    """The workflow was run by hand: there is no deployment to wait for."""
    ran = mailing(hub)
    assert ran.failed and "there is no digest" in ran.log
    assert not ran.asked("run", "list")


def test_mail_waits_for_a_digest_in_another_folder(hub: Path) -> None:
    """Its links lead nowhere before it is deployed."""
    settings = blob(hub, "main:mkdocs.yml").replace("docs_dir: content", "docs_dir: docs")
    work = checkout(hub, "moved")
    write(work, {"mkdocs.yml": settings})
    git(work, "mv", "content", "docs")
    page = "---\nfrom: 2025-12-01\nto: 2025-12-23\n---\n\n- [@ada2024engine]\n"
    write(work, {"docs/digests/2025-12-23.md": page})
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "Pages of their own")
    git(work, "push", "-q", hub.as_uri(), "main")
    assert mailing(hub).asked("run", "list")
