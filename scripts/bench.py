"""Speed, growth and memory on catalogues of invented but realistic entries.

Each size runs in a process of its own, three times; the least time of each step counts, because
what other programs do only ever adds to it. A yardstick, PyYAML's C composer over the same
catalogue, says how fast the machine is at this hour: the limits are those of a machine that needs
0.0254 s a megabyte for it, and are stretched by as much as this one is slower. Exit code 1 when one
is not met.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from papershelf import catalogue
from papershelf.catalogue.disk import Place
from papershelf.catalogue.model import Collection
from papershelf.citations import apa, bibtex, csl, ris, to_record
from papershelf.outputs.settings import Settings
from papershelf.plugin import build
from papershelf.plugin.site import peak_memory
from papershelf.plugin.writing import Outputs
from papershelf.storage import bounds
from papershelf.storage.files import Tree
from papershelf.storage.publishing import Draft

ROOT = Path(__file__).parent.parent
#: Milliseconds of the processor for the record of a paper and its five citations.
CITED = 0.2
#: Seconds for 10,000 entries, by what they are spent on.
#: Citations are part of the files for programs, measured apart. Of those files there are ten times
#: as many as papers, most of them of authors: 0.1 ms each.
LIMITS = {
    "read and check": 3.0,
    "related": 5.0,
    "pages": 3.0,
    "files for programs": 12.0,
    "citations": 10_000 * CITED / 1_000,
}
#: Seconds a megabyte that PyYAML's composer takes on the machine for which the limits were set.
YARDSTICK = 0.47 / 18.5
#: Times the seconds of 1,000 entries that 10,000 may take: linear, and a tenth for the machine.
GROWTH = 11.0
RUNS = 3
#: What an entry costs before it is written.
_STEPS = ("read and check", "collect", "related", "pages", "files for programs")


def make_catalogue(number: int, seed: int = 1) -> str:
    """A catalogue of `number` entries: abstracts of about 150 words from the sentences of the real
    36 with rarer words strewn in, 3.7 authors each of whom most write once, formulas, links."""
    random_ = random.Random(seed)
    sentences = [
        sentence
        for paper in catalogue.collect(catalogue.read(ROOT)).papers.values()
        for sentence in re.split(r"(?<=[.])\s+", paper.abstract)
        if 40 < len(sentence) < 400
    ]
    terms = [_word(random_) for _ in range(max(200, number // 2))]
    people = [f"{_word(random_).title()} {_word(random_).title()}" for _ in range(number * 2 + 50)]
    return "".join(_entry(n, random_, sentences, terms, people) for n in range(number))


def _word(random_: random.Random) -> str:
    return "".join(random_.choice(("ka", "lo", "mi", "ren", "tu", "sha", "vor", "el", "dan", "qi"))
                   for _ in range(random_.randint(2, 4)))  # fmt: skip


def _zipf(random_: random.Random, items: list[str]) -> str:
    return items[int(len(items) * random_.random() ** 3)]


def _entry(
    n: int, random_: random.Random, sentences: list[str], terms: list[str], people: list[str]
) -> str:
    own = [_zipf(random_, terms) for _ in range(4)]
    abstract = []
    for sentence in random_.sample(sentences, 6):
        words = sentence.split()
        for _ in range(2):
            words.insert(random_.randrange(len(words)), random_.choice(own))
        abstract.append(" ".join(words))
    if n % 7 == 0:
        abstract.append(rf"It takes $O(n \log n)$ time and $\mathcal{{O}}({n})$ space.")
    authors = ", ".join(_zipf(random_, people) for _ in range(random_.choice((2, 3, 4, 4, 5))))
    topics = ", ".join(sorted({f"topic-{int(40 * random_.random() ** 2)}" for _ in range(2)}))
    year, month, day = 2016 + n % 10, 1 + n % 12, 1 + n % 28
    title = f"{own[0].title()} and {own[1]}: {' '.join(random_.choice(sentences).split()[:7])}"
    return (
        f"- id: bench{n}-{own[0]}\n"
        f"  title: {json.dumps(title)}\n"
        f"  authors: [{authors}]\n"
        f"  published: {year}-{month:02}-{day:02}\n"
        f"  added: {year + 1}-{month:02}-{day:02}\n"
        f"  venue: Conference {n % 60}\n"
        f"  doi: 10.1000/bench.{n}\n"
        f"  urls: {{pdf: https://example.org/{n}.pdf, code: https://example.org/{n}}}\n"
        f"  topics: [{topics}]\n"
        f"  abstract: >-\n    {' '.join(abstract)}\n"
    )


def measure(number: int) -> dict[str, float]:
    """Seconds of each step for one catalogue, once, in this process; bytes under `memory`."""
    with tempfile.TemporaryDirectory(prefix="papershelf-bench-") as folder:
        root = Path(folder)
        text = make_catalogue(number)
        (root / "papers.yaml").write_text(text, encoding="utf-8")
        yardstick = _yardstick(text)
        clock = build.Clock()
        found = build.load(Place(root=root), clock)
        outputs = Outputs(found, Settings(), Draft(root / "site"), clock, bounds.Folder(root))
        outputs.write_markdown(Tree(root / "pages"))
        outputs.finish()
    seconds = clock.seconds
    return {
        "read and check": seconds["read"] + seconds["check"],
        "collect": seconds["collect"],
        "related": seconds["related"],
        "pages": seconds["pages"],
        "files for programs": seconds["files"],
        "citations": _citations(found.collected),
        "yardstick": yardstick,
        "outputs": len(outputs.src_uris),
        "memory": peak_memory(),
    }


def _citations(collection: Collection) -> float:
    """Seconds of the processor for each record, its entry in each format, and APA."""
    gc.disable()
    begun = time.process_time()
    for paper in collection.papers.values():
        record = to_record(paper)
        for to_entry in (bibtex.to_entry, bibtex.to_biblatex_entry, ris.to_entry, csl.to_entry):
            to_entry(record)
        apa.to_plain(record)
    seconds = time.process_time() - begun
    gc.enable()
    return seconds


def _yardstick(text: str) -> float:
    """Seconds a megabyte of another program's work, the collector paused as in ours."""
    gc.disable()
    begun = time.perf_counter()
    yaml.compose(text, Loader=yaml.CSafeLoader)
    seconds = time.perf_counter() - begun
    gc.enable()
    return seconds / len(text.encode()) * 1e6


def cite(root: Path) -> dict[str, float]:
    """Milliseconds a paper for the citations of a collection, once, in this process."""
    collection = catalogue.collect(catalogue.read(root))
    return {"citations": _citations(collection) / len(collection.papers) * 1_000}


def best(task: str, of: object, runs: int) -> dict[str, float]:
    """The least of each step over several processes."""
    found: list[dict[str, float]] = []
    for _ in range(runs):
        command = [sys.executable, __file__, task, str(of)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        found.append(json.loads(done.stdout))
    return {name: min(run[name] for run in found) for name in found[0]}


def main() -> int:
    """Prints a table; 1 when a limit is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000])
    # papers of real collections have more authors, and odder names
    parser.add_argument("--collections", nargs="*", type=Path, default=[], metavar="FOLDER",
                        help="collections whose citations are measured, too")  # fmt: skip
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--cite", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return 0
    if given.cite:
        print(json.dumps(cite(given.cite)))
        return 0
    small, large = min(given.sizes), max(given.sizes)
    figures = {number: best("--one", number, given.runs) for number in sorted(given.sizes)}
    print(f"{'seconds for':<18}" + "".join(f"{number:>12,}" for number in figures) + "   growth")
    slower = max(1.0, figures[large]["yardstick"] / YARDSTICK)
    failed = []
    for name in (*_STEPS, "citations"):
        row = "".join(f"{figures[number][name]:>12.2f}" for number in figures)
        growth = figures[large][name] / max(figures[small][name], 1e-9)
        line = f"{name:<18}{row}{growth:>8.1f}x"
        if name in LIMITS:
            allowed = LIMITS[name] * large / 10_000
            line += f"   at most {allowed:.1f} s, here {allowed * slower:.1f} s"
            if large >= 10_000 and figures[large][name] > allowed * slower:
                failed.append(f"{name}: {figures[large][name]:.2f} s")
        print(line)
    totals = {number: sum(run[name] for name in _STEPS) for number, run in figures.items()}
    growth = totals[large] / totals[small]
    print(f"{'together':<18}" + "".join(f"{totals[number]:>12.2f}" for number in figures), end="")
    print(f"{growth:>8.1f}x   at most {GROWTH * large / small / 10:.0f}x")
    if growth > GROWTH * large / small / 10:
        failed.append(f"growth: {growth:.1f} times")
    for number, run in figures.items():
        print(
            f"{number:,} entries: {number / totals[number]:,.0f} entries/s to {run['outputs']:,.0f}"
            f" pages and files, at most {run['memory'] / 1e6:,.0f} MB"
        )
    for root in given.collections:
        spent = best("--cite", root, given.runs)["citations"]
        limits = f"at most {CITED} ms, here {CITED * slower:.2f} ms"
        print(f"citations of {root.name}: {spent:.3f} ms a paper, {limits}")
        if spent > CITED * slower:
            failed.append(f"citations of {root.name}: {spent:.3f} ms")
    print(f"yardstick: this machine is {slower:.2f} times as slow as the one of the limits")
    print("not met: " + "; ".join(failed) if failed else "all limits are met")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
