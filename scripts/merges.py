"""How often two pull requests that add different papers merge without conflict: real merges by git.

Into a catalogue in normal form, each of 2,000 random pairs adds one paper on either side, once
where `papershelf add` would put it and once at the end of the file. The commits are made by
fast-import, the merges are git's own (`merge-tree`, which is `git merge` without a work tree).
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import subprocess
import tempfile
from pathlib import Path

from papershelf.catalogue import write
from papershelf.editing import layout, normal_form
from papershelf.importers.draft import Draft
from papershelf.importers.match import Known
from papershelf.importers.values import to_values

ROOT = Path(__file__).parent.parent


def new_entries(path: Path, number: int, seed: int, taken: set[str]) -> list[tuple[str, str]]:
    """Id and YAML of papers from JSON Lines with title, authors and date, ids as `add` does."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode()
    records = [json.loads(line) for line in text.splitlines()]
    random.Random(seed).shuffle(records)
    known = Known([])
    known.taken |= taken
    made = []
    for record in records:
        fields = {
            "title": record.get("title"),
            "authors": record.get("authors"),
            "published": str(record.get("date") or record.get("published") or "")[:10],
            "added": "2026-11-24",
            "abstract": record.get("abstract"),
        }
        values = to_values(Draft(where="", fields={k: v for k, v in fields.items() if v})).values
        if {"title", "authors", "published"} <= values.keys():
            paper_id = known.new_id(values)
            known.add(paper_id, values)
            made.append((paper_id, write.to_entry({"id": paper_id} | values)))
        if len(made) == number:
            break
    return made


def merges(base: str, sides: list[tuple[str, str]]) -> int:
    """How many pairs of texts merge without conflict onto their base."""
    with tempfile.TemporaryDirectory() as folder:
        git = ["git", "-C", folder]
        subprocess.run([*git, "init", "-q"], check=True)
        data = bytearray()

        def commit(ref: str, text: str, parent: str) -> None:
            body = text.encode()
            data.extend(f"commit refs/heads/{ref}\ncommitter T <t@example.org> 0 +0000\n".encode())
            data.extend(b"data 1\nx\n" + (f"from {parent}\n".encode() if parent else b""))
            data.extend(f"M 100644 inline papers.yaml\ndata {len(body)}\n".encode() + body + b"\n")

        imported = subprocess.Popen(
            [*git, "-c", "core.compression=0", "fast-import", "--quiet"], stdin=subprocess.PIPE
        )
        assert imported.stdin
        commit("base", base, "")
        for number, (left, right) in enumerate(sides):
            commit(f"l{number}", left, "refs/heads/base")
            commit(f"r{number}", right, "refs/heads/base")
            imported.stdin.write(data)
            data.clear()
        imported.stdin.close()
        assert imported.wait() == 0
        clean = 0
        for number in range(len(sides)):
            command = [*git, "merge-tree", "--write-tree", f"l{number}", f"r{number}"]
            clean += subprocess.run(command, capture_output=True, check=False).returncode == 0
        return clean


def compare(text: str, entries: list[tuple[str, str]]) -> tuple[int, int]:
    """Clean merges of consecutive pairs: in their place, and at the end."""
    cut = layout.cut(text)
    pairs = list(zip(entries[::2], entries[1::2]))
    placed = [
        (layout.insert(cut, {one[0]: one[1]}), layout.insert(cut, {two[0]: two[1]}))
        for one, two in pairs
    ]
    appended = [(f"{text}\n{one[1]}", f"{text}\n{two[1]}") for one, two in pairs]
    return merges(text, placed), merges(text, appended)


def main() -> None:
    """Prints both numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path, help="the catalogue that is added to")
    parser.add_argument("records", type=Path, help="JSON Lines of papers to add, perhaps .xz")
    parser.add_argument("--pairs", type=int, default=2000)
    given = parser.parse_args()
    text = normal_form.to_normal(given.catalogue.read_text(encoding="utf-8"))
    taken = {piece.id for piece in layout.cut(text).pieces}
    entries = new_entries(given.records, 2 * given.pairs, 1, taken)
    placed, appended = compare(text, entries)
    number = len(entries) // 2
    print(f"{number} pairs onto {len(taken)} papers: in their place {placed} merge cleanly,")
    print(f"at the end of the file {appended}.")


if __name__ == "__main__":
    main()
