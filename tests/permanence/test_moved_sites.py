"""Sites that move to another host: the name in the ids of feeds and calendars stays, or the check warns."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import run
from support.helpers import entry, git, write

SITE = "site_name: Looms\ndocs_dir: content\ntheme: {name: material}\n"
OURS = "plugins: [papershelf]\n"
HOST = "site_url: https://looms.example/shelf/\n"
NEW = "site_url: https://new.example/\n"
NAMED = "plugins:\n  - papershelf:\n      id_authority: Looms.example\n"
SPELLED = "plugins:\n  papershelf:\n    id_authority: new.example\n"
CNAME = "content/CNAME"


def warned(root: Path, before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The first line and the hint of each warning about a change of settings."""
    git(root, "init", "-q", "-b", "main")
    page = {"content/index.md": "# Looms\n\nPapers.\n", "papers.yaml": entry()}
    write(root, {**page, **before})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    for name in before:
        (root / name).unlink()
    write(root, after)
    lines = run("-C", root, "check", "--since", "main").output.splitlines()
    found = [at for at, line in enumerate(lines) if "[site-moved]" in line]
    return [f"{lines[at]} {lines[at + 3].strip()}" for at in found]


def told(new: str, old: str) -> list[str]:
    return [
        f'mkdocs.yml:1:1: warning: the ids in feeds and calendars would have the name "{new}" instead of "{old}" [site-moved]'
        f" = help: so that no paper is new again, set id_authority: {old} in mkdocs.yml"
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"mkdocs.yml": SITE + HOST + OURS}, {"mkdocs.yml": SITE + NEW + OURS}, ["new.example", "looms.example"]),
        ({"mkdocs.yml": SITE + HOST + NAMED}, {"mkdocs.yml": SITE + NEW + OURS}, ["new.example", "looms.example"]),
        ({"mkdocs.yml": SITE + HOST + OURS}, {"mkdocs.yml": SITE + HOST + SPELLED}, ["new.example", "looms.example"]),
        ({"mkdocs.yml": SITE + OURS, CNAME: "looms.example\n"}, {"mkdocs.yml": SITE + OURS, CNAME: "new.example"}, ["new.example", "looms.example"]),
        # the name stays
        ({"mkdocs.yml": SITE + HOST + OURS}, {"mkdocs.yml": SITE + NEW + NAMED}, []),
        ({"mkdocs.yml": SITE + HOST + OURS}, {"mkdocs.yml": SITE + OURS, CNAME: "looms.example"}, []),
        ({"mkdocs.yml": SITE + HOST + OURS}, {"mkdocs.yml": SITE + HOST.replace("/shelf", "") + OURS}, []),
        # one of them is not known
        ({"mkdocs.yml": SITE + HOST + OURS}, {"mkdocs.yml": SITE + OURS}, []),
        ({"mkdocs.yml": SITE + OURS}, {"mkdocs.yml": SITE + NEW + OURS}, []),
        ({"mkdocs.yml": SITE + "site_url: !ENV [NOWHERE, 'https://a.example']\n" + OURS}, {"mkdocs.yml": SITE + NEW + OURS}, []),
        ({"mkdocs.yml": "INHERIT: base.yml\n" + HOST, "base.yml": SITE + NAMED}, {"mkdocs.yml": SITE + NEW + OURS}, []),
        ({"mkdocs.yml": SITE + "site_url: 'https://[a.example'\n" + OURS}, {"mkdocs.yml": SITE + NEW + OURS}, []),
        ({"mkdocs.yml": SITE + "site_url: 'http://[::1]:8000/'\n" + OURS}, {"mkdocs.yml": SITE + NEW + OURS}, []),
        ({"mkdocs.yml": SITE + HOST + SPELLED.replace("new", "!ENV [LOOMS, new") + "]"}, {"mkdocs.yml": SITE + NEW + OURS}, []),
        ({"mkdocs.yml": SITE + HOST + SPELLED.replace("new.example", "!ENV LOOMS")}, {"mkdocs.yml": SITE + NEW + OURS}, []),
        # it is spelled in another way
        ({"mkdocs.yml": SITE + "site_url: https://müller.example\n" + OURS}, {"mkdocs.yml": SITE + OURS, CNAME: "xn--mller-kva.example"}, []),
    ],
)  # fmt: skip
def test_the_name_in_ids_stays(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], found: list[str]
) -> None:
    """Whatever makes it: a setting, the address of the site, or its domain."""
    assert warned(tmp_path, before, after) == (told(*found) if found else [])


def test_a_site_leaves_github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file names the host, the workflow knows it."""
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "Ada/looms")
    before = {"mkdocs.yml": SITE + OURS}
    after = before | {CNAME: "papers.example.org"}
    assert warned(tmp_path, before, after) == told("papers.example.org", "ada.github.io")


def test_the_environment_names_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it said before is unknown, also on GitHub."""
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "Ada/looms")
    monkeypatch.setenv("SITE_URL", "https://papers.example.org/")
    settings = {"mkdocs.yml": SITE + "site_url: !ENV SITE_URL\n" + OURS}
    assert warned(tmp_path, settings, settings) == []


def test_without_papers_nothing_was_published(tmp_path: Path) -> None:
    """A new collection may change its address."""
    before = {"mkdocs.yml": SITE + HOST + OURS, "papers.yaml": "# none\n"}
    assert warned(tmp_path, before, {"mkdocs.yml": SITE + NEW + OURS, "papers.yaml": ""}) == []


MAIL = "plugins:\n  - papershelf:\n      mail:\n        sender: digest@looms.example\n"
LISTED = MAIL + "        list_id: {}\n"
#: Only digests are sent.
DIGEST = {"content/digests/2025-12-23.md": "---\nfrom: 2025-12-17\nto: 2025-12-23\n---\n\nNews.\n"}


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        (HOST + MAIL, HOST + LISTED.format("news.looms.example"), "news.looms.example"),
        (HOST + LISTED.format("digest.looms.example"), HOST + LISTED.format("a.b"), "a.b"),
        (NEW + LISTED.format("digest.looms.example"), NEW + MAIL, "digest.new.example"),
        # the name stays
        (HOST + LISTED.format("Digest.looms.example"), HOST + MAIL, ""),
        (HOST + MAIL, HOST + MAIL.replace("digest@", "papers@"), ""),
        # no mail was sent, or is sent any more
        (HOST + OURS, HOST + LISTED.format("a.b"), ""),
        (HOST + LISTED.format("a.b"), HOST + OURS, ""),
        (HOST + MAIL.replace("digest@looms.example", "''"), HOST + LISTED.format("a.b"), ""),
        # the name is not known
        (HOST + LISTED.format("!ENV LOOMS"), HOST + LISTED.format("a.b"), ""),
        (MAIL, LISTED.format("a.b"), ""),
    ],
)
def test_the_name_of_the_list_stays(tmp_path: Path, before: str, after: str, new: str) -> None:
    """A digest that mail programs take for one of another list misses readers' filters."""
    first, last = ({"mkdocs.yml": SITE + settings} | DIGEST for settings in (before, after))
    found = warned(tmp_path, first, last)
    told = (
        f'mkdocs.yml:1:1: warning: mail programs would file digests under "{new}" instead of "digest.looms.example" [site-moved]'
        " = help: so that readers' filters still work, set mail: list_id: digest.looms.example in mkdocs.yml"
    )
    assert found == ([told] if new else [])


def test_without_a_digest_nothing_was_sent(tmp_path: Path) -> None:
    """The name may be chosen after the sender."""
    settings = SITE + HOST + LISTED.format("news.looms.example")
    assert warned(tmp_path, {"mkdocs.yml": SITE + HOST + MAIL}, {"mkdocs.yml": settings}) == []


def test_a_site_that_moves_with_its_list_is_warned_once(tmp_path: Path) -> None:
    """The hint on the name in ids keeps the name of the list, too."""
    first, last = ({"mkdocs.yml": SITE + url + MAIL} | DIGEST for url in (HOST, NEW))
    found = warned(tmp_path, first, last)
    assert found == told("new.example", "looms.example")
