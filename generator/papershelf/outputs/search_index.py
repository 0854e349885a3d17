"""The search index, made by Pagefind and then made reproducible.

In: a folder of pages. Out: the folder `pagefind/`, the same bytes for the same pages, with
suggestions for searches without results in `pagefind/near/`.
Knows nothing about papers: `data-pagefind-*` attributes in the HTML say what is indexed. A page
with an `id` in its metadata becomes a result of that name, which scripts compare with their lists.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import cbor2
from pagefind_bin import get_executable

from papershelf.outputs import near_words

FOLDER = "pagefind"
#: Begins every binary file of an index, before the CBOR.
_MAGIC = b"pagefind_dcd"
#: The files that browsers load; the others are user interfaces that the site does not use.
_KEPT = re.compile(
    r"pagefind(-worker)?\.js|pagefind-entry\.json|wasm\.[\w-]+\.pagefind|.*\.pf_\w+", re.ASCII
)
#: Name of a page that has an id; Pagefind's own names have a single underscore.
_NAMED = re.compile(r"[a-z-]+__[a-z0-9-]+", re.ASCII)
#: Replacements in Pagefind 1.5, which accepts any response of a server as a file, and continues
#: without a file that failed to load: every later search then finds nothing. The new error message
#: begins with the status, which engine.js reads.
_FIXES = (
    (
        "queued.resolve(await fetch(queued.input));",
        "const answer=await fetch(queued.input);"
        "if(!answer.ok)throw new Error(`${answer.status} ${answer.url}`);queued.resolve(answer);",
    ),
    ("console.error(`Failed to load the meta index:\n${e?.toString()}`);", "throw e;"),
    ("console.error(`Failed to load the index chunk ${url}:\n${e?.toString()}`);", "throw e;"),
    (
        "console.error(`Failed to load Pagefind metadata:\n${e?.toString()}`);"
        'throw new Error("Failed to load Pagefind metadata");',
        "throw e;",
    ),
    (  # each search throws it
        "this.initError=e instanceof Error?e:new Error(String(e));throw e;",
        "this.initError=e instanceof Error?e:new Error(String(e));",
    ),
)
#: Parts of a paper's page that say nothing about the paper.
_IGNORED = ".ps-kind-paper h2, .headerlink"


class Looked(NamedTuple):
    """What is in Pagefind's files of some pages."""

    ids: list[str]
    """The id of each page, empty if it has none."""
    often: Counter[str]
    """On how many of them each word is."""


#: Begins work, and returns a function that waits for its result.
Begin: TypeAlias = Callable[[Callable[[], Looked]], Callable[[], Looked]]


class SearchFailed(Exception):
    """Pagefind failed to make an index; the message is Pagefind's."""


def version() -> str:
    """Return the version that the binary prints, `pagefind 1.5.2`; raise SearchFailed."""
    command = [str(get_executable()), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    if done.returncode:
        raise SearchFailed((done.stderr or done.stdout).strip())
    return done.stdout.strip()


def index(pages: Path, site: Path, language: str = "en", begin: Begin = lambda work: work) -> None:
    """Index the pages of a folder for a site. All pages count as one language, as Pagefind searches
    only one per page. `begin` may begin half of our own work elsewhere, and returns a function that
    waits for its result."""
    folder = site.resolve() / FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # Pagefind never empties it
    command = [
        str(get_executable()), "--site", str(pages.resolve()), "--output-path", str(folder),
        "--silent", "--force-language", language, "--exclude-selectors", _IGNORED,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SearchFailed((done.stderr or done.stdout).strip())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _KEPT.fullmatch(path.name):
            path.unlink()
    if (folder / "pagefind-entry.json").is_file():
        for name in ("pagefind.js", "pagefind-worker.js"):
            _fix(folder / name)
        _normalise(folder, begin)


def _fix(script: Path) -> None:
    """Change a script of Pagefind so that it reports files it could not load."""
    text = script.read_text(encoding="utf-8")
    for old, new in _FIXES:
        if text.count(old) != 1:
            raise SearchFailed(f"unsupported version of Pagefind: unknown {script.name}")
        text = text.replace(old, new)
    script.write_text(text, encoding="utf-8")


def _normalise(folder: Path, begin: Begin) -> None:
    """Sort the metadata, which Pagefind 1.5 writes in the order of a hash map, and name the pages.

    The file is renamed after its new content, and its new name goes into the entry file.
    """
    names = _name_pages(folder, begin)
    entry_path = folder / "pagefind-entry.json"
    entry: dict[str, Any] = json.loads(entry_path.read_text(encoding="utf-8"))
    for known in entry["languages"].values():
        known["hash"] = _rewrite_meta(folder / f"pagefind.{known['hash']}.pf_meta", names)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    text = json.dumps(entry, separators=(",", ":"), sort_keys=True)
    entry_path.write_text(text, encoding="utf-8")


def _name_pages(folder: Path, begin: Begin) -> dict[str, str]:
    """Rename Pagefind's file of each page, write the similar words, and return new names by old.

    A name derived from content changes with every word of a page and is of no use to scripts.
    """
    paths = sorted(folder.glob("fragment/*.pf_fragment"))
    half = len(paths) // 2
    wait = begin(lambda: _look(paths[half:]))
    first, second = _look(paths[:half]), wait()
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path, page_id in zip(paths, first.ids + second.ids):
        old = path.name.removesuffix(".pf_fragment")
        new = f"{old.partition('_')[0]}__{page_id}"
        if _NAMED.fullmatch(new) and new not in taken:
            taken.add(new)
            names[old] = new
            path.rename(path.with_name(f"{new}.pf_fragment"))
    (folder / "near").mkdir()
    for name, data in near_words.files(first.often + second.often):
        (folder / "near" / name).write_bytes(data)
    return names


def _look(paths: Sequence[Path]) -> Looked:
    ids: list[str] = []

    def texts() -> Iterator[str]:
        for path in paths:
            page = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_MAGIC))
            ids.append(page["meta"].get("id", ""))
            yield page["content"]

    often = near_words.count(texts())
    return Looked(ids, often)


def _load(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(_MAGIC))


def _pack(value: Any) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as file:
        file.write(_MAGIC + cbor2.dumps(value))
    return packed.getvalue()


def _digest(prefix: str, data: bytes) -> str:
    return f"{prefix}_{hashlib.sha256(data).hexdigest()[:10]}"


def _rewrite_meta(path: Path, names: Mapping[str, str]) -> str:
    """Rewrite the metadata, `[version, pages, index chunks, …]`, and return its new hash. A page is
    `[name, words]`."""
    version, pages, *rest = _load(path)
    pages = [[names.get(name, name), *more] for name, *more in pages]
    rest = [sorted(part) if _is_pairs(part) else part for part in rest]
    data = _pack([version, pages, *rest])
    digest = _digest(path.name.split(".")[1].partition("_")[0], data)
    path.unlink()
    (path.parent / f"pagefind.{digest}.pf_meta").write_bytes(data)
    return digest


def _is_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, list) and item and isinstance(item[0], str) for item in value
    )
