"""Papershelf's scripts and styles, with names that depend on their contents.

In: the files of a site as MkDocs lists them. Out: the same files, with a digest in the names of
Papershelf's scripts and styles, also in imports, so that a page never mixes two versions.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from papershelf.outputs.views import addresses
from papershelf.storage.files import sync

_OURS = re.compile(r"assets/papershelf/([\w-]+)\.(css|js)")
#: Not renamed: feeds refer to it, and their bytes must not change from build to build.
_KEPT = {addresses.FEED_STYLE}
#: Styles that every page needs are one file, with the first of these names: each link would take 80
#: bytes of every page.
_JOINED = ("papershelf.css", "search.css", "keep.css")


def name(files: Files, config: MkDocsConfig, folder: Path) -> dict[str, str]:
    """Rename the files, write them to `folder`, and return new addresses by name (`search.js`).

    Scripts import each other, also in circles, so all of them share one digest.
    """
    found = {
        f"{match[1]}.{match[2]}": file
        for file in files
        if (match := _OURS.fullmatch(file.src_uri)) and file.src_uri not in _KEPT
    }
    texts = {key: _text(file) for key, file in found.items()}
    first, *others = _JOINED
    for key in others:
        texts[first] += texts.pop(key)
        files.remove(found.pop(key))
    scripts = {key: text for key, text in sorted(texts.items()) if key.endswith(".js")}
    of_scripts = _digest("\0".join((*scripts, *scripts.values())))
    names = {
        key: f"{key.partition('.')[0]}.{of_scripts if key in scripts else _digest(text)}.{suffix}"
        for key, text in texts.items()
        for suffix in (key.rpartition(".")[2],)
    }
    reference = re.compile(rf'"(\./)?({"|".join(map(re.escape, scripts)) or "-"})"')
    for key, text in scripts.items():
        texts[key] = reference.sub(lambda match: f'"{match[1] or ""}{names[match[2]]}"', text)
    sync(folder, ((names[key], text.encode()) for key, text in texts.items()))
    for key, file in found.items():
        files.remove(file)
        files.append(
            File.generated(
                config,
                file.src_uri.replace(key, names[key]),
                abs_src_path=str(folder / names[key]),
                inclusion=InclusionLevel.NOT_IN_NAV,
            )
        )
    return {key: found[key].src_uri.replace(key, names[key]) for key in found}


def _text(file: File) -> str:
    assert file.abs_src_path is not None
    return Path(file.abs_src_path).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
