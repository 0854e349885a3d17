"""Commands on a terminal, and without one: bars for what takes its time, Ctrl+C at any moment."""

from __future__ import annotations

import errno
import http.server
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papershelf.cli import base
from papershelf.editing import normal_form
from support.command import run
from support.helpers import ROOT, entry, write
from support.misbehaving import Misbehaving, send
from support.skipped import unix

pytestmark = unix

#: Runs the program with bars that appear after so many seconds.
PROGRAM = (
    "import sys; from papershelf.cli import base, main; base.PATIENCE = {}; main(sys.argv[1:])"
)


def on_a_terminal(*arguments: str, patience: float = 0.0) -> tuple[int, str]:
    """Exit code and everything that a terminal gets to see."""
    import pty  # which Windows does not have

    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(patience), *arguments],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so that nobody holds the other end
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return started.wait(60), shown.decode("utf-8", "replace")


def shelf(tmp_path: Path) -> Path:
    papers = "".join(entry(f"p{number:04}2024", f"Title {number}") for number in range(60))
    bib = "".join(f"@misc{{n{n}, title={{New {n}}}, year=2024}}\n" for n in range(50))
    return write(tmp_path / "shelf", {"papers.yaml": papers, "x.bib": bib})


COMMANDS = {
    "check": (["check"], "checking…"),
    "fmt": (["fmt", "--check"], "reading…"),
    "import": (["import", "--dry-run", "{root}/x.bib"], "reading…"),
    "export": (["export", "ris", "-o", "{root}/out.ris"], "reading…"),
    "build": (["build", "--no-search"], "building: rendering"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "label"), COMMANDS.values(), ids=COMMANDS)
def test_a_bar_on_a_terminal(arguments: list[str], label: str, tmp_path: Path) -> None:
    """It says what is done, and is gone at the end."""
    root = shelf(tmp_path)
    code, shown = on_a_terminal("-C", str(root), *(text.format(root=root) for text in arguments))
    assert code in (0, 1) and label in shown and "━" in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")  # the cursor is there again


@pytest.mark.parametrize(("arguments", "label"), COMMANDS.values(), ids=COMMANDS)
def test_silence_without_a_terminal(
    arguments: list[str], label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logs and pipes get results alone, however long it took."""
    monkeypatch.setattr(base, "PATIENCE", 0.0)
    root = shelf(tmp_path)
    done = run("-C", root, *(text.format(root=root) for text in arguments))
    assert label not in done.output and "━" not in done.output and "\x1b" not in done.output


@pytest.mark.slow
def test_what_is_quick_needs_no_bar(tmp_path: Path) -> None:
    """A command that ends before a bar would appear shows its results alone."""
    code, shown = on_a_terminal("-C", str(shelf(tmp_path)), "check", patience=60.0)
    assert code in (0, 1) and "60 entries" in shown
    assert "━" not in shown and "\x1b" not in shown


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["add", "2401.00001"], "papershelf.importers.sources.ask"),
        (["add", "2401.00001"], "papershelf.editing.intake.plan"),
        (["add", "2401.00001"], "papershelf.cli.curate.carry_out"),
        (["import", "{root}/x.bib"], "papershelf.cli.importing.read"),
        (["import", "{root}/x.bib"], "papershelf.editing.intake.plan"),
        (["fmt"], "papershelf.editing.changeset.normal_form"),
        (["export", "ris"], "papershelf.citations.left_out"),
        (["refresh"], "papershelf.importers.sources.ask"),
    ],
)
def test_ctrl_c_wherever_it_strikes(
    arguments: list[str],
    place: str,
    tmp_path: Path,
    recorded: Misbehaving,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exit code 130 and one line, no traceback, nothing changed."""
    papers = entry("ada2020first", "First", "  arxiv: 2401.00002\n")
    root = write(
        tmp_path / "shelf", {"papers.yaml": papers, "x.bib": "@misc{a, title={T}, year=1}"}
    )
    monkeypatch.setattr(place, interrupted)
    done = run("-C", root, *(text.format(root=root) for text in arguments))
    assert done.exit_code == 130
    assert "papershelf: interrupted; no file was left half-written\n" in done.output
    assert "Traceback" not in done.output
    assert (root / "papers.yaml").read_text() == papers


@pytest.mark.parametrize("arguments", [["--help"], [], ["nothing"], ["check"], ["check", "-h"]])
def test_ctrl_c_while_a_module_loads(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's help loads the modules of all commands."""
    monkeypatch.setattr(base, "import_module", interrupted)
    monkeypatch.setitem(base.MODULES, "nothing", "nowhere")
    done = run(*arguments)
    assert (done.exit_code, done.output) == (
        130,
        "papershelf: interrupted; no file was left half-written\n",
    )


@pytest.mark.parametrize(
    ("names", "where"), [((), ""), (("a",), "a: "), (("a", None, "b"), "a → b: ")]
)
def test_a_full_disk(
    names: tuple[str | None, ...], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error without the name of a file, with one, and of a copy."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", *names)

    monkeypatch.setattr("papershelf.catalogue.schema.to_json", full)
    done = run("schema")
    assert (done.exit_code, done.output) == (2, f"papershelf: {where}No space left on device\n")


def test_a_disk_that_is_full_while_the_search_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs logs the error; the last line says what became of the site, not what MkDocs calls it."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("papershelf.outputs.search_index.files", full)
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    done = run("-C", root, "build")
    assert "search index: [Errno 28] No space left on device" in caplog.text
    assert done.exit_code == 1
    assert done.output.endswith("papershelf: nothing was built; the last site is unchanged\n")
    assert "BuildError" not in done.output


def test_ctrl_c_at_a_question(
    tmp_path: Path, recorded: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as everywhere else."""
    title = "'A Loom for O(n log n) patterns: weaving & sorting'"
    papers = entry("hopper2023loom", title, "  doi: 10.5555/loom.1\n")
    root = write(tmp_path / "shelf", {"papers.yaml": papers})
    monkeypatch.setattr("click.termui.visible_prompt_func", interrupted)
    monkeypatch.setattr("papershelf.cli.curate.sys", _Terminal())
    done = run("-C", root, "add", "2401.00001")
    assert done.exit_code == 130 and "no file was left half-written" in done.output
    assert (root / "papers.yaml").read_text() == papers


class _Terminal:
    """`sys` with an input that is a terminal."""

    def __getattr__(self, name: str) -> object:
        return getattr(sys, name)

    class stdin:
        @staticmethod
        def isatty() -> bool:
            return True


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.1, 0.4, 0.9])
def test_ctrl_c_while_a_server_keeps_us_waiting(
    moment: float, tmp_path: Path, recorded: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hung server does not hold the program."""

    def nothing(handler: http.server.BaseHTTPRequestHandler, _: int) -> None:
        time.sleep(6)
        send(handler, b"")

    hung = Misbehaving({"/": nothing})
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{hung.url}/")
    papers = normal_form.to_normal(entry())
    root = write(tmp_path / "shelf", {"papers.yaml": papers})
    started = subprocess.Popen(
        [sys.executable, "-m", "papershelf", "-C", str(root), "add", "2401.00001"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    while not hung.asked and started.poll() is None:
        time.sleep(0.05)
    time.sleep(moment)
    begun = time.monotonic()
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=30)
    assert (started.returncode, errors) == (
        130,
        b"papershelf: interrupted; no file was left half-written\n",
    )
    assert time.monotonic() - begun < 3
    assert (root / "papers.yaml").read_text() == papers
    hung.close()


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [("export bibtex", ">&-", 0), ("export bibtex", "2>&-", 0), ("suggest -", "<&-", 1), ("init a", "<&-", 0)],
)  # fmt: skip
def test_without_standard_streams(arguments: str, closed: str, code: int, tmp_path: Path) -> None:
    """A program may be started with its input or its outputs closed."""
    command = f"exec {sys.executable} -m papershelf -C {tmp_path} {arguments} {closed}"
    write(tmp_path, {"papers.yaml": entry()})
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == code and b"Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_disk_of_standard_output_is_full(option: str) -> None:
    """While click parses the options, it prints what these two ask for."""
    command = f"exec {sys.executable} -m papershelf {option} >/dev/full"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"papershelf: No space left on device\n")
