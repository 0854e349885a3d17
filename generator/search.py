"""Room 6: the search index, made by Pagefind and then made reproducible.

In: the folder of a built site. Out: `pagefind/` in it, the same bytes for the same pages, and in
`pagefind/near/` what is offered where nothing is found.
It knows neither papers nor pages: what is indexed is said by `data-pagefind-*` in the HTML.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import cbor2
from pagefind_bin import get_executable

from generator import near

FOLDER = "pagefind"
#: Begins every binary file of an index, before the CBOR.
_MAGIC = b"pagefind_dcd"
#: What browsers load; the rest are user interfaces that we do not use.
_KEPT = re.compile(
    r"pagefind(-worker)?\.js|pagefind-entry\.json|wasm\.[\w-]+\.pagefind|.*\.pf_\w+", re.ASCII
)
#: A search without words, for filters alone, reads no words; Pagefind 1.5.2 would load all of them
#: first, 5.6 MB at 10,000 pages. A test tells when a newer one needs no help any more.
_GREEDY = "let index_resp=this.backend.request_indexes(ptr,term);"
_SPARING = 'let index_resp=filter_only?"[]":this.backend.request_indexes(ptr,term);'
#: What is shown on a paper's page but says nothing about the paper.
_IGNORED = ".ps-kind-paper h2, .headerlink"


class SearchFailed(Exception):
    """Pagefind did not make an index; the message is its own."""


def version() -> str:
    """`pagefind 1.5.2`, as the binary says itself; raises SearchFailed."""
    command = [str(get_executable()), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    if done.returncode:
        raise SearchFailed((done.stderr or done.stdout).strip())
    return done.stdout.strip()


def index(site: Path, language: str = "en") -> None:
    """Indexes a site. One language for all pages: an index of its own is not searched by others."""
    site = site.resolve()
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # Pagefind never empties it
    command = [
        str(get_executable()), "--site", str(site), "--output-subdir", FOLDER, "--silent",
        "--force-language", language, "--exclude-selectors", _IGNORED,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SearchFailed((done.stderr or done.stdout).strip())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _KEPT.fullmatch(path.name):
            path.unlink()
    for name in ("pagefind.js", "pagefind-worker.js"):
        _spare(folder / name)
    if (folder / "pagefind-entry.json").is_file():
        _normalise(folder)
        _write_near(folder)


def _spare(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace(_GREEDY, _SPARING), encoding="utf-8")


def _normalise(folder: Path) -> None:
    """Values of filters and meta data come out of Pagefind 1.5 in the order of a hash map.

    They are sorted; each file is named anew by its content, and its new name goes into the meta
    file and the entry file.
    """
    entry_path = folder / "pagefind-entry.json"
    entry: dict[str, Any] = json.loads(entry_path.read_text(encoding="utf-8"))
    filters = {
        path.name.partition(".")[0]: _rewrite_filter(path)
        for path in sorted(folder.glob("filter/*.pf_filter"))
    }
    for language in sorted(entry["languages"]):
        known = entry["languages"][language]
        path = folder / f"pagefind.{known['hash']}.pf_meta"
        known["hash"] = _rewrite_meta(path, filters)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    text = json.dumps(entry, separators=(",", ":"), sort_keys=True)
    entry_path.write_text(text, encoding="utf-8")


def _write_near(folder: Path) -> None:
    """Near words and topics, from the texts that Pagefind keeps of the pages."""
    paths = sorted(folder.glob("fragment/*.pf_fragment"))
    pages = (json.loads(gzip.decompress(path.read_bytes()).removeprefix(_MAGIC)) for path in paths)
    (folder / "near").mkdir()
    for name, data in near.files(pages):
        (folder / "near" / name).write_bytes(data)


def _load(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(_MAGIC))


def _pack(value: Any) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as file:
        file.write(_MAGIC + cbor2.dumps(value))
    return packed.getvalue()


def _digest(prefix: str, data: bytes) -> str:
    return f"{prefix}_{hashlib.sha256(data).hexdigest()[:10]}"


def _rewrite_filter(path: Path) -> str:
    """A filter is `[name, [[value, [pages]], …]]`; returns its new hash."""
    name, values = _load(path)
    data = _pack([name, sorted(values, key=lambda value: value[0])])
    digest = _digest(path.name.partition("_")[0], data)
    path.unlink()
    (path.parent / f"{digest}.pf_filter").write_bytes(data)
    return digest


def _rewrite_meta(path: Path, filters: dict[str, str]) -> str:
    """Meta is `[version, pages, index chunks, filters, sorts, …]`; returns its new hash."""
    version, pages, chunks, known, *rest = _load(path)
    known = sorted([name, filters[digest]] for name, digest in known)
    rest = [sorted(part) if _is_pairs(part) else part for part in rest]
    data = _pack([version, pages, chunks, known, *rest])
    digest = _digest(path.name.split(".")[1].partition("_")[0], data)
    path.unlink()
    (path.parent / f"pagefind.{digest}.pf_meta").write_bytes(data)
    return digest


def _is_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, list) and item and isinstance(item[0], str) for item in value
    )
