"""The scripts of the pages: their types, the linter, and patterns that they share with the generator."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from papershelf.catalogue.forms import ID_PATTERN
from papershelf.outputs import resolvers
from papershelf.outputs.views import search_words
from papershelf.plugin.assets import COMMENT, without_comments
from papershelf.text.dates import PartialDate
from support.helpers import ROOT, TOOLS
from support.skipped import NO_TOOL

SCRIPTS = ROOT / "overrides/assets/papershelf"


def reported(program: str, *arguments: str) -> str:
    """Return what a program of npm reports; nothing where all is well."""
    path = TOOLS / program
    if not path.is_file() or not shutil.which("node"):
        pytest.skip("make tools fetches it, where npm is installed")
    command = ["node", str(path), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_types_hold() -> None:
    """As JSDoc declares them, checked by TypeScript (jsconfig.json)."""
    assert reported("typescript/bin/tsc", "--project", "jsconfig.json") == ""


def test_the_linter_finds_nothing() -> None:
    """Short functions, nothing unused, one module that fetches and writes to the history (eslint.config.mjs)."""
    assert reported("eslint/bin/eslint.js", "--max-warnings=0", str(SCRIPTS)) == ""


def test_the_linter_finds_what_it_is_for() -> None:
    """A rule that finds nothing would look the same."""
    wrong = {
        "no-restricted-globals": "export const one = (two) => fetch(two);\n",
        "max-lines-per-function": "export function long() {\n" + "  void 0;\n" * 60 + "}\n",
        "no-unused-vars": "const three = 1;\n",
        "no-restricted-syntax": 'document.body.innerHTML = "<b>";\n',
        "no-restricted-properties": 'window.history.pushState({}, "");\n',
    }
    path = TOOLS / "eslint/bin/eslint.js"
    if not path.is_file() or not shutil.which("node"):
        pytest.skip("make tools fetches it, where npm is installed")
    name = "overrides/assets/papershelf/invented.js"
    command = ["node", str(path), "--stdin", "--stdin-filename", name]
    source = "".join(wrong.values())
    done = subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True)
    first = [source.count("\n", 0, source.index(text)) + 1 for text in wrong.values()]
    found = re.findall(r"^ +(\d+):\d+ .* (\S+)$", done.stdout, re.MULTILINE)
    assert [(str(line), rule) for line, rule in zip(first, wrong)] == found


def test_published_scripts_lack_comments_alone() -> None:
    """None of the lines that look like one is part of a template."""
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for comment in COMMENT.finditer(text):
            code = without_comments(text[: comment.start()])
            assert code.count("`") % 2 == 0, (path.name, comment[0])


def test_code_beside_a_comment_stays() -> None:
    text = "// a\nx(); // b\n  /** c\n   * d */\n/* e */ y();\nz(`//`) /* f\n */\n/* g */\n"
    assert without_comments(text) == "x(); // b\n/* e */ y();\nz(`//`) /* f\n */\n"


def test_patterns_are_those_of_the_generator() -> None:
    """Of ids in memory.js, of file names in resolve.js; those of generated.js are generated."""
    memory = (SCRIPTS / "memory.js").read_text(encoding="utf-8")
    assert re.findall(r"const ID = /\^(.+)\$/;", memory) == [ID_PATTERN]
    resolve = (SCRIPTS / "resolve.js").read_text(encoding="utf-8")
    assert re.findall(r"const LONGEST = (\d+);", resolve) == [str(resolvers.LONGEST)]
    assert re.findall(r"const LONGEST_PATH = (\d+);", resolve) == [str(resolvers.LONGEST_PATH)]


def test_spellings_are_those_of_the_generator() -> None:
    """The scripts have no table of their own of what `make golden` writes for them."""
    tables = (SCRIPTS / "generated.js").read_text(encoding="utf-8")
    names = re.findall(r"export const (\w+)", tables)
    assert {"PATTERNS", "PARTICLES", "UNPARTED", "LETTERS", "AT_LENGTH", "ALIKE", "SIGN"} <= {
        *names
    }
    for path in SCRIPTS.glob("*.js"):
        if path.name != "generated.js":
            text = path.read_text(encoding="utf-8")
            assert not re.search(rf"const (?:{'|'.join(names)})\b", text), path.name
            assert search_words.UNPARTED not in text and search_words.SIGN not in text, path.name


def test_dates_are_those_of_the_generator() -> None:
    """Scripts take the names of months from the browser."""
    if not shutil.which("node"):
        pytest.skip(NO_TOOL.format("node"))
    script = (SCRIPTS / "dates.js").read_text(encoding="utf-8")
    script += "for (let at = 1; at <= 12; at++) console.log(toDate(2024, at, 7));"
    script += "console.log(toDate(2024, 5)); console.log(toDate(2024));"
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    days = [PartialDate(2024, month, 7) for month in range(1, 13)]
    dates = [*days, PartialDate(2024, 5), PartialDate(2024)]
    assert done.stdout.splitlines() == [date.shown for date in dates]
