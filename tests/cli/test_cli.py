"""The command line: what it prints, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import Argument

from papershelf import __version__
from papershelf.cli import base, commands
from papershelf.plugin.hosts import Limit
from support.command import run
from support.helpers import ROOT, entry, write
from support.skipped import unix

WRONG = entry(more="  topic: x\n")


def test_version() -> None:
    """`--version` names the program and its version."""
    assert f"papershelf, version {__version__}\n" == run("--version").output


def test_help_names_every_command() -> None:
    """Each command has one line, each option a sentence; each module registers its own."""
    assert list(commands()) == sorted(base.MODULES)
    output = run("--help").output
    for name, command in commands().items():
        assert name in output and command.help
        for parameter in command.params:
            is_argument = isinstance(parameter, Argument)  # its command's sentence says what it is
            assert is_argument or getattr(parameter, "help", None), (name, parameter.name)


def test_check_exits_by_what_it_found(tmp_path: Path) -> None:
    """0 without errors, 1 with one, 2 without a readable catalogue or with a wrong option."""
    good = write(tmp_path / "good", {"papers.yaml": entry()})
    bad = write(tmp_path / "bad", {"papers.yaml": WRONG})
    empty = write(tmp_path / "empty", {"notes.txt": ""})
    assert (
        run("-C", good, "check").exit_code,
        run("-C", good, "check").output,
    ) == (0, f"no problems in 1 entry\nNext: papershelf -C {good} serve\n")
    wrong = run("-C", bad, "check")
    again = f"Next: fix the errors, then run papershelf -C {bad} check again"
    assert (1, again) == (wrong.exit_code, wrong.output.splitlines()[-1])
    assert "Next" not in run("-C", bad, "check", "--format", "json").output
    for command in ("send", "metrics"):  # a command reports the errors, or the group that ran it
        done = run("-C", bad, command)
        again = f"Next: fix the errors, then run papershelf -C {bad} {command} again"
        assert (1, again) == (done.exit_code, done.output.splitlines()[-1])
        assert "nothing was built" not in done.output
    for words in (["digest"], ["export", "ris"]):
        assert f"errors; run papershelf -C {bad} check to see them" in run("-C", bad, *words).output
    missing = run("-C", empty, "check")
    assert missing.exit_code == 2 and "no catalogue" in missing.output
    assert run("-C", tmp_path / "nowhere", "check").exit_code == 2
    assert run("-C", good, "check", "--format", "xml").exit_code == 2


@pytest.mark.parametrize(
    "settings",
    ['INHERIT: "\\e[31m"\n', 'plugins: [{papershelf: {catalogue: "\\e[31m"}}]\n', '"\\e[31m": X\n'],
)
def test_settings_control_no_terminal(settings: str, tmp_path: Path) -> None:
    """Escape sequences in them are shown as text."""
    usual = "site_name: X\ndocs_dir: content\ntheme: {name: material}\n"
    usual += "" if "plugins" in settings else "plugins: [papershelf]\n"
    files = {"mkdocs.yml": usual + settings, "papers.yaml": entry(), "content/index.md": "# X\n"}
    command = [sys.executable, "-m", "papershelf", "-C", str(write(tmp_path, files)), "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "<U+001B>[31m" in done.stderr and "\x1b" not in done.stderr + done.stdout


def test_settings_that_cannot_be_used_exit_with_two(tmp_path: Path) -> None:
    """An invalid mkdocs.yml or target folder is a usage error with a message."""
    good = "site_name: X\ndocs_dir: content\ntheme: {name: material}\n"
    for settings, told in (
        ("nav: [X\n", 'mkdocs.yml:1:6: this "[" is not closed properly; separate with'),
        (
            "site_name: X: Y\n",
            'mkdocs.yml:1:13: a ":" is not allowed here; write site_name: "X: Y"',
        ),
        ("extra: {x: a?b}\n", 'mkdocs.yml:1:13: a "?" is not allowed here; put a text with "?" in'),
        ("plugins:\n\t- papershelf\n", "mkdocs.yml:2:1: a tab cannot be used for indentation"),
        (
            "<<<<<<< HEAD\nsite_name: X\n=======\nsite_name: Y\n>>>>>>> b\n",
            "mkdocs.yml:1:1: an unresolved merge conflict; keep the lines of one version",
        ),
        ("INHERIT: content/base.yml\n", 'base.yml:1:7: a ":" is not allowed here'),
        (good + "plugins: []\n", "does not load the plugin"),
        (
            good + "plugins: [{papershelf: {per_page: 0}}]\n",
            "mkdocs.yml:4:35: per_page: at least 1",
        ),
        (
            good + "plugins:\n  - papershelf:\n      mail: {sender: [x]}\n",
            "mkdocs.yml:6:22: plugins: papershelf: mail: sender: Expected type: text but received: a list",
        ),
        ("theme:\n  name: [material]\n", "mkdocs.yml:2:9: theme: name: write material"),
        ("theme:\n  features: 3\n", "mkdocs.yml:2:13: theme: features: write a list"),
        ("repo_url: http://[::1\n", 'mkdocs.yml:1:11: repo_url: "http://[::1" is not a URL such'),
        (
            good + "plugins: [{papershelf: {rules: {no-authors: never}}}]\n",
            'mkdocs.yml:4:32: plugins: papershelf: rules: use one of off, warning, error, not "never"',
        ),
        ("theme:\n  custom_dir: 3\n", "mkdocs.yml:2:15: theme: custom_dir: write the path"),
        (
            "docs_dir: content\nsite_name: X\nplugins: [papershelf]\n"
            "theme:\n  name: material\n  language: German\n",
            'mkdocs.yml:6:13: theme: language: unknown "German"; write de',
        ),
        (
            "docs_dir: content\nsite_name: X\nplugins: [papershelf]\n",
            'mkdocs.yml: unsupported theme "mkdocs"; write theme: {name: material}',
        ),
        (
            good + "copyright: 2024-02-30\n",
            'mkdocs.yml:4:12: "2024-02-30" is not a date; put it in',
        ),
        (
            "  site_name: X\ndocs_dir: content\n",
            "mkdocs.yml:2:1: this does not line up with what is",
        ),
        ("site_name: X\nextra:\n  a: b\n c: d\n", "mkdocs.yml:4:2: a key was expected here"),
        ("INHERIT: /dev/zero\n", "INHERIT must be the path of a file with settings"),
        ("site_name: X\nplugins: [papershelf]\n", "; write docs_dir: content"),
        ("INHERIT: mkdocs.yml\n", "INHERIT leads back to this file"),
        (
            "INHERIT: papers.yaml\nsite_name: X\n",
            "INHERIT must be the path of a file with settings",
        ),
        ("INHERIT: [a.yml]\n", "INHERIT must be the path of a file with settings"),
        ("INHERIT: lost.yml\n", "'lost.yml' does not exist"),
    ):
        files = {"papers.yaml": entry(), "mkdocs.yml": settings, "content/index.md": "# X\n"}
        files["content/base.yml"] = "nav: x: y\n"
        done = run("-C", write(tmp_path, files), "check")
        assert (done.exit_code, told in done.output) == (2, True), done.output
        assert "Traceback" not in done.output
    assert run("-C", tmp_path, "build", "--site-dir", tmp_path).exit_code == 2
    for url in ("https://[::2", "papers.example.org", "ftp://example.org/"):
        done = run("-C", tmp_path, "build", "--site-url", url)
        assert f'--site-url: "{url}" is not the URL of a site such as' in done.output


@pytest.mark.parametrize("given", ["features:", "features: search.share", "palette:"])
def test_a_theme_may_have_settings_without_a_value(given: str, tmp_path: Path) -> None:
    """All features can be commented out. Material takes the name of a feature without a list."""
    settings = "site_name: X\ndocs_dir: content\nplugins: [papershelf]\ntheme:\n  name: material\n"
    files = {"papers.yaml": entry(), "content/index.md": "# X\n"}
    root = write(tmp_path, files | {"mkdocs.yml": f"{settings}  {given}\n"})
    assert run("-C", root, "check").exit_code == 0


@pytest.mark.parametrize(
    ("given", "hint"),
    [("fr-CA", "fr"), ("pt_BR", "pt-BR"), ("de-Latn-AT", "de"), ("Korean", "ko")]
    + [(unknown, "a code such as en") for unknown in ("la", "qq", "the usual")],
)
def test_a_language_that_the_theme_has_is_offered(given: str, hint: str, tmp_path: Path) -> None:
    """Itself, or without the country and the script."""
    settings = "site_name: X\ndocs_dir: content\nplugins: [papershelf]\n"
    settings += f"theme: {{name: material, language: {given}}}\n"
    files = {"papers.yaml": entry(), "content/index.md": "# X\n", "mkdocs.yml": settings}
    done = run("-C", write(tmp_path, files), "check")
    assert f'mkdocs.yml:4:35: theme: language: unknown "{given}"; write {hint}\n' in done.output


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("", "base.yml:3:13: theme: language: unknown"),
        ("theme:\n  language: xq\n", "mkdocs.yml:4:13: theme: language: unknown"),
        ("theme: {language: en}\n", "base.yml:6:17: per_page: at least 1, not -3"),
        ("theme: {language: en}\nplugins: [{papershelf: {per_page: -2}}]\n",
         "mkdocs.yml:4:35: per_page: at least 1, not -2"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_in_the_file_that_has_it(own: str, told: str, tmp_path: Path) -> None:
    """Which may be one that mkdocs.yml inherits."""
    files = {"papers.yaml": entry(), "content/index.md": "# X\n"}
    files["mkdocs.yml"] = f"INHERIT: base.yml\nsite_name: X\n{own}"
    files["base.yml"] = (
        "theme:\n  name: material\n  language: xx\n"
        "plugins:\n  - papershelf:\n      per_page: -3\ndocs_dir: content\n"
    )
    done = run("-C", write(tmp_path, files), "check")
    assert f"papershelf: {told}" in done.output


@pytest.mark.parametrize("given", ["soon", "1.5", "-1", "\N{SUPERSCRIPT TWO}", "9" * 30])
def test_a_fixed_time_is_a_number(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other value is an error of every command; without a value, the variable is not set."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    done = run("schema", "--rules")
    assert done.exit_code == 2 and "must be a number of seconds since 1970" in done.output
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert run("schema", "--rules").exit_code == 0 and "SOURCE_DATE_EPOCH" not in os.environ


def test_check_forms(tmp_path: Path) -> None:
    """Text for people, JSON for programs, annotations for GitHub: the same problem in each."""
    bad = write(tmp_path, {"papers.yaml": WRONG})
    assert (
        'papers.yaml:6:3: error: unknown key "topic" [unknown-key]\n'
        in run("-C", bad, "check").output
    )
    told = json.loads(run("-C", bad, "check", "--format", "json").output)
    assert (told["errors"], told["warnings"], told["entries"]) == (1, 0, 1)
    assert list(told["problems"][0].values())[:7] == [
        "unknown-key",
        "error",
        "papers.yaml",
        6,
        3,
        6,
        8,
    ]
    github = run("-C", bad, "check", "--format", "github").output
    assert github.startswith(
        "::error file=papers.yaml,line=6,col=3,endLine=6,endColumn=8,title=unknown-key::"
    )


def test_check_shows_twenty_of_a_rule(tmp_path: Path) -> None:
    """The rest is counted; --all shows it."""
    text = "".join(entry(f"paper{n:02}", f"Title {n}", "  colour: red\n") for n in range(25))
    root = write(tmp_path, {"papers.yaml": text})
    short, whole = run("-C", root, "check").output, run("-C", root, "check", "--all").output
    assert (short.count("colour: red"), whole.count("colour: red")) == (20, 25)
    assert "… and 5 more [unknown-key]; --all shows them\n" in short


def test_build_reports(tmp_path: Path) -> None:
    """--report has the promised keys, and its numbers agree with the folder."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    site, report = tmp_path / "site", tmp_path / "report.json"
    done = run(
        "-C", root, "build", "--site-dir", site, "--report", report, "--no-search", "--strict"
    )
    assert done.exit_code == 0, done.output
    told = json.loads(report.read_text())
    assert list(told) == [
        "papers",
        "pages",
        "pages_cast",
        "pages_rendered",
        "files",
        "files_written",
        "bytes",
        "kinds",
        "limits",
        "seconds",
        "peak_memory_bytes",
    ]
    found = [
        path for path in site.rglob("*") if path.is_file() and path.name != ".papershelf-files"
    ]
    assert (1, len(found)) == (told["papers"], told["files"])
    assert sum(path.stat().st_size for path in found) == told["bytes"]
    assert len(list(site.rglob("*.html"))) == told["pages"]
    assert {
        "read",
        "other",
        "check",
        "collect",
        "related",
        "map",
        "history",
        "pages",
        "files",
        "mkdocs",
        "publish",
        "total",
    } == set(told["seconds"])
    assert not (site / "pagefind").exists()


@pytest.mark.slow
def test_a_site_near_a_limit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 80 % of the limit of a host, with what makes it smaller; the site is built all the same,
    and each build says how much of each limit a site uses."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    command = ("-C", root, "build", "--site-dir", tmp_path / "site", "--no-search")
    output = run(*command, "--report", tmp_path / "report.json").output
    assert "0% of the limit of GitHub Pages: 1 GB" in output and "min_papers" not in output
    figures = json.loads((tmp_path / "report.json").read_text())
    assert sum(kind["files"] for kind in figures["kinds"].values()) == figures["files"]
    assert sum(kind["bytes"] for kind in figures["kinds"].values()) == figures["bytes"]
    for most, words in ((1.2, "is near"), (0.9, "exceeds")):
        files, size = round(figures["files"] * most), round(figures["bytes"] * most)
        limits = (Limit("A", "files", files, "few files"), Limit("B", "bytes", size, "few bytes"))
        monkeypatch.setattr("papershelf.plugin.hosts.LIMITS", limits)
        done = run(*command)
        assert done.exit_code == 0 and "min_papers: 3" in done.output
        assert [f"The site {words} a limit of {host}: " in done.output for host in "AB"] == [
            True
        ] * 2


def test_build_stops_at_errors(tmp_path: Path) -> None:
    """The report, one sentence, exit code 1, and no site."""
    root = write(tmp_path / "shelf", {"papers.yaml": WRONG})
    done = run("-C", root, "build", "--site-dir", tmp_path / "site")
    assert done.exit_code == 1
    assert "unknown key" in done.output and "nothing was built" in done.output
    assert not (tmp_path / "site").exists()


def test_build_takes_the_newest(tmp_path: Path) -> None:
    """--limit N builds N papers."""
    text = "".join(entry(f"paper{n:02}", f"Title {n}") for n in range(5))
    root = write(tmp_path / "shelf", {"papers.yaml": text})
    done = run("-C", root, "build", "--site-dir", tmp_path / "site", "--limit", 2, "--no-search")
    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "site/papers").iterdir() if path.is_dir()) == [
        "paper00",
        "paper01",
    ]


def test_strict_fails_on_a_broken_link(tmp_path: Path) -> None:
    """A hand-written link to a page that is not there fails with --strict alone."""
    root = write(
        tmp_path / "shelf", {"papers.yaml": entry(), "content/about.md": "# A\n\n[x](gone.md)\n"}
    )
    options = ("build", "--site-dir", tmp_path / "site", "--no-search")
    strict = run("-C", root, *options, "--strict")
    assert strict.exit_code == 1
    assert run("-C", root, *options).exit_code == 0


def test_warnings_do_not_fail_a_strict_build(tmp_path: Path) -> None:
    """Warnings never block a build."""
    text = entry().replace("  authors: [Ada Lovelace]\n", "")
    root = write(tmp_path / "shelf", {"papers.yaml": text})
    done = run("-C", root, "build", "--site-dir", tmp_path / "site", "--no-search", "--strict")
    assert (done.exit_code, "1 warning in 1 entry" in done.output) == (0, True)


def test_schema_prints_the_schema() -> None:
    """Editors get it from the repository, programs from here."""
    there = (ROOT / "schema/papers.schema.json").read_text()
    assert there == run("-C", ROOT, "schema").output


@pytest.mark.slow
@unix
def test_reports_survive_any_terminal(tmp_path: Path) -> None:
    """A terminal without the letters gets escapes instead of a traceback."""
    root = write(tmp_path, {"papers.yaml": entry(title="你好 ☃", more="  tópic你: x\n")})
    command = [sys.executable, "-m", "papershelf", "-C", str(root), "check"]
    env = {"PATH": "/usr/bin", "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, capture_output=True, check=False, env=env, cwd=ROOT)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "tópic\\u4f60".encode("latin-1") in done.stdout
