"""Show what a change does to sites: build real collections at a commit and as they are now.

    python scripts/diff_sites.py REF [COLLECTION ...]

The collections are the example of this repository and the folders that you name. Digests in names
of scripts and styles are not compared; the search index is not built. The exit code is 0, whatever
differs. It is 1 if a site cannot be built, and 2 if there is no such commit.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
#: Files that hold no line that a person could compare.
BINARY = (".png", ".ico", ".woff2", ".gz", ".cbor")
#: Lines of difference that are shown of each kind of file, and characters of a line.
LINES, WIDTH = 8, 160
_DIGEST = re.compile(r"\.[0-9a-f]{8,}(?=\.(?:min\.)?(?:js|css)\b)")


def files(site: Path) -> dict[str, bytes]:
    """Return path → bytes of a site, without the digests of scripts and styles."""
    found = {}
    for path in sorted(site.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.suffix not in BINARY:
                data = _DIGEST.sub("", data.decode(errors="replace")).encode()
            found[_DIGEST.sub("", path.relative_to(site).as_posix())] = data
    return found


def kind(path: str) -> str:
    """Return what a file is listed under: its first folder and its suffix."""
    parts = PurePosixPath(path).parts
    return path if len(parts) == 1 else f"{parts[0]}/**/*{PurePosixPath(path).suffix}"


def lines(data: bytes) -> list[str]:
    """Return the lines of a text; a line also ends between two elements and two values."""
    text = data.decode(errors="replace")
    return re.sub(r"(?<=>)(?=<)|(?<=,)(?=[\"{\[])", "\n", text).splitlines()


def compare(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Return a report: files by what happened to them and by kind, and an example of each kind."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            groups["added", kind(path)].append(path)
        elif path not in after:
            groups["removed", kind(path)].append(path)
        elif before[path] != after[path]:
            groups["changed", kind(path)].append(path)
    total = Counter({"added": 0, "removed": 0, "changed": 0})
    for (what, _), paths in groups.items():
        total[what] += len(paths)
    numbers = ", ".join(f"{number:,} {what}" for what, number in total.items())
    report = [f"{numbers} of {len(after):,} files"]
    for (what, name), paths in sorted(groups.items()):
        report.append(f"  {len(paths):,} {what}: {name}, first {paths[0]}")
        if what == "changed" and PurePosixPath(paths[0]).suffix not in BINARY:
            report += difference(before[paths[0]], after[paths[0]])
    return report


def difference(before: bytes, after: bytes) -> Iterator[str]:
    """Yield the first lines that differ."""
    found = [
        line
        for line in difflib.unified_diff(lines(before), lines(after), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    for line in found[:LINES]:
        yield f"      {line[:WIDTH]}"
    if len(found) > LINES:
        yield f"      … {len(found) - LINES:,} more lines"


def is_commit(repository: Path, ref: str) -> bool:
    """Return whether git knows a commit by this name."""
    git = ["git", "-C", str(repository), "rev-parse", "--quiet", "--verify", f"{ref}^{{commit}}"]
    return subprocess.run(git, check=False, capture_output=True).returncode == 0


@contextmanager
def at(repository: Path, ref: str) -> Iterator[Path]:
    """Check out a commit in a temporary folder, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="diff-sites-") as folder:
        git = ["git", "-C", str(repository), "worktree"]
        tree = Path(folder) / "tree"
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), ref], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def site_of(checkout: Path, collection: Path, work: Path) -> dict[str, bytes]:
    """Build a copy of a collection with the code of a checkout. Return the files of its site."""
    copy = work / "collection"
    patterns = shutil.ignore_patterns(".*", "build", "site", "tests", "generator")

    def hidden(folder: str, names: list[str]) -> set[str]:
        return patterns(folder, names) if Path(folder) == collection else set()

    shutil.copytree(collection, copy, ignore=hidden)
    command = [sys.executable, "-P", "-m", "papershelf", "-C", str(copy), "build", "--no-search"]
    code = os.environ | {"PYTHONPATH": str(checkout / "generator")}
    command += ["--site-dir", str(work / "site")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=code)
    return files(work / "site")


def main(arguments: list[str], repository: Path = ROOT) -> int:
    """Print the report of each collection."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ref", help="the commit to compare with, for example main")
    parser.add_argument("collection", nargs="*", type=Path, help="a folder with papers.yaml")
    options = parser.parse_args(arguments)
    if not is_commit(repository, options.ref):
        print(f"There is no commit {options.ref}", file=sys.stderr)
        return 2
    with at(repository, options.ref) as old:
        pairs = [(old, repository), *((path, path) for path in options.collection)]
        for before, after in pairs:
            with tempfile.TemporaryDirectory(prefix="diff-sites-") as folder:
                try:
                    then = site_of(old, before, Path(folder) / "before")
                    now = site_of(repository, after, Path(folder) / "after")
                except subprocess.CalledProcessError as error:
                    print(f"{after.name}: {error}", file=sys.stderr)
                    return 1
                print(f"{after.resolve().name}: " + "\n".join(compare(then, now)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
