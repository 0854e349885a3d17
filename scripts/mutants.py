"""Whether `check`, `build` and `fmt` agree on catalogues that were damaged at random.

What `check` lets through must render; what it refuses must be refused by the build with the same
report; `fmt` refuses a text or writes one that reads the same. Nothing may raise anything else.

    python scripts/mutants.py [COUNT] [SEED] [CATALOGUE ...]
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from papershelf import catalogue, checks, problems
from papershelf.catalogue import read_files
from papershelf.catalogue.disk import Place
from papershelf.editing import normal_form
from papershelf.outputs import everything
from papershelf.outputs.settings import Settings
from papershelf.plugin import build

ROOT = Path(__file__).parent.parent
#: What people and programs put where a value belongs.
NASTY = (
    "", "~", "null", "[]", "{}", "[[]]", "{a: {b: [c]}}", "- a", "'", '"', "'''", "a: b", "a #b",
    "#b", "*a", "&a b", "!!int 3", "|", ">-", "|+2", "%TAG", "@a", "`a`", "? a", "---", "...",
    "9999", "0", "-1", "1e9", "2024-13-40", "0001-01-01", "2024-02-29", "1543", "[9999, '']",
    "nan", "\\", '"\\a"', '"\\x41\\n\\t"', '\u202e', '\u200b', '\u2028', "\u0000", "\u0007",
    "é" * 300, "$", "$$", "$a", "\\(", "$\\frac{$", "<script>", "&amp;&#0;", "]]>", "{{ x }}",
    "{% x %}", "../../etc", "a/../b", "index", "p", "CON", "https://", "http://[::1",
    "https://a b", "javascript:x", "10.1000/../x", "10.1000/" + "a" * 300, "2404.17858v9",
    "hep-th/9901001", "a" * 6000, "[a, a, a]", "[ada-lovelace]", "{given: A}", "{literal: ''}",
    "{family: [a]}", "{pdf: x}", "{url: https://a.b, count: -1}", "[{name: A B}]", "et al.",
    "and", "A, B, C, D", "zh-Hant-TW-x-a", "retracted", "paper-conference", "yes", "0x1F",
    "1_000", "12:30:45", '😀\u200d👩', 'שלום',
)  # fmt: skip
_VALUE = re.compile(r"^(?P<head>\s*(?:- )?\w+:[ \t]*)(?P<value>.*)$")


def entries(text: str) -> list[str]:
    """The entries of a catalogue as they are written."""
    return [piece for piece in re.split(r"(?m)^(?=- )", text) if piece.startswith("- ")]


def mutate(text: str, chance: random.Random) -> str:
    """A text with one to three changes."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        lines = text.split("\n")
        at = chance.randrange(len(lines))
        text = chance.choice(CHANGES)(lines, at, chance)
    return text


def _value(lines: list[str], at: int, chance: random.Random) -> str:
    """Another value behind a key."""
    if match := _VALUE.match(lines[at]):
        lines[at] = match["head"] + chance.choice(NASTY)
    return "\n".join(lines)


def _within(lines: list[str], at: int, chance: random.Random) -> str:
    """Something in the middle of a line."""
    place = chance.randint(0, len(lines[at]))
    lines[at] = lines[at][:place] + chance.choice((*NASTY, *"-:#'\"[]{}, \t")) + lines[at][place:]
    return "\n".join(lines)


def _character(lines: list[str], at: int, chance: random.Random) -> str:
    """A character less, or another one."""
    text = "\n".join(lines)
    place = chance.randrange(max(len(text), 1))
    return text[:place] + chance.choice(("", chr(chance.randrange(0xD7FF)))) + text[place + 1 :]


def _byte(lines: list[str], at: int, chance: random.Random) -> str:
    """Another byte, which may end the UTF-8."""
    data = bytearray("\n".join(lines), "utf-8", "surrogateescape")
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return data.decode("utf-8", "surrogateescape")


def _line(lines: list[str], at: int, chance: random.Random) -> str:
    """A line removed, doubled, or in another place."""
    line = lines.pop(at)
    for _ in range(chance.randrange(3)):
        lines.insert(chance.randint(0, len(lines)), line)
    return "\n".join(lines)


def _indent(lines: list[str], at: int, chance: random.Random) -> str:
    """A line further in, or further out; or all from here on."""
    by = chance.choice(("", " ", "  ", "\t", "\u00a0", "- "))
    for place in range(at, len(lines) if chance.random() < 0.2 else at + 1):
        lines[place] = by + (lines[place] if by else lines[place][chance.choice((1, 2)) :])
    return "\n".join(lines)


def _ends(lines: list[str], at: int, chance: random.Random) -> str:
    """Other line breaks, a mark at the beginning, or no end."""
    text = "\n".join(lines)
    return chance.choice((
        text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text,
        "---\n" + text, text + "\n...\n", text[: chance.randint(0, len(text))],
        "".join(lines[:at]) + "\n".join(lines[at:]), text + text,
    ))  # fmt: skip


CHANGES = (_value, _value, _value, _within, _character, _byte, _line, _indent, _ends)


def disagreement(data: bytes) -> str:
    """What is wrong with how the commands see a catalogue; empty where they agree."""
    source = read_files([("papers.yaml", data)])
    found = checks.check(source)
    if not problems.errors_in(found):
        collection = catalogue.collect(source)
        for output in everything.make(collection, Settings(site_url="https://example.org/"), {}):
            output.data.decode()
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    try:
        normal = normal_form.to_normal(text)
    except ValueError:
        return ""
    after = read_files([("papers.yaml", normal.encode("utf-8", "surrogateescape"))])
    if _said(source) != _said(after):
        return "fmt changed the collection"
    return "" if normal_form.to_normal(normal) == normal else "fmt changes its own text"


def _said(source: catalogue.Source) -> list[str]:
    """What a catalogue says, in no order."""
    return sorted(repr(sorted(entry.values.items())) for entry in source.entries)


def build_refuses(root: Path) -> tuple[str, str]:
    """What `check` and the build say of the collection in a folder."""
    source = catalogue.read(root)
    made = build.load(Place(root=root), build.Clock())
    texts = (checks.check(source), made.problems)
    checked, built = (problems.to_text(each, source.found) for each in texts)
    return checked, built if made.has_errors == bool(
        problems.errors_in(texts[0])
    ) else "another verdict"


def mutants(texts: list[str], number: int, seed: int) -> Iterator[bytes]:
    """So many damaged catalogues of three entries each, the same for a seed."""
    chance = random.Random(seed)
    pools = [entries(text) for text in texts]
    for _ in range(number):
        pool = chance.choice(pools)
        text = "".join(chance.sample(pool, min(3, len(pool))))
        yield mutate(text, chance).encode("utf-8", "surrogateescape")


def main(number: int = 3000, seed: int = 1, *names: str) -> int:
    """Try so many; print each disagreement with its catalogue."""
    paths = [Path(name) for name in names] or [ROOT / "papers.yaml"]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    counted: Counter[str] = Counter()
    begun = time.process_time()
    for place, data in enumerate(mutants(texts, number, seed)):
        before = time.process_time()
        try:
            wrong = disagreement(data)
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        if time.process_time() - before > 2:
            wrong = wrong or "it takes more than two seconds"
        counted[wrong or "agreed"] += 1
        if wrong:
            print(f"--- mutant {place}: {wrong}\n{data!r}", flush=True)
    print(f"{number:,} mutants, {time.process_time() - begun:,.0f} s: {dict(counted)}")
    return int(set(counted) != {"agreed"})


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*numbers, *sys.argv[3:]))
