"""Papershelf's scripts and styles, with names that depend on their contents.

In: the files of a site as MkDocs lists them. Out: the same files, with a digest in the names of
Papershelf's scripts and styles, also in imports, so that a page never mixes two versions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from papershelf.outputs import policy
from papershelf.outputs.views import addresses
from papershelf.storage.files import sync
from papershelf.text.escape import html

_OURS = re.compile(r"assets/papershelf/([\w-]+)\.(css|js)")
#: Not renamed: feeds refer to it, and their bytes must not change from build to build.
_KEPT = {addresses.FEED_STYLE}
#: Styles that every page needs are one file, with the first of these names: each link would take 80
#: bytes of every page.
_JOINED = ("papershelf.css", "devices.css", "search.css", "keep.css")
#: Comments with lines of their own: a third of the weight of our scripts, over gzip.
COMMENT = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//.*)[ \t]*\n", re.MULTILINE)


def name(files: Files, config: MkDocsConfig, folder: Path) -> dict[str, str]:
    """Rename the files, write them to `folder` without comments, and return new addresses by name
    (`search.js`).

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


#: The settings that add files to all pages, and how pages load each.
_ADDED = {
    "extra_css": '<link rel="stylesheet" href="{}">',
    "extra_javascript": '<script src="{}"></script>',
}


def iter_unloaded(files: Files, config: MkDocsConfig, allowed: policy.Sources) -> Iterator[str]:
    """Yield what mkdocs.yml adds to all pages and browsers cannot load, and how to fix it."""
    are_all = not config.hooks and list(config.plugins) == ["papershelf"]  # others may add files
    for setting, form in _ADDED.items():
        for address in map(str, config[setting]):
            url = urlsplit(address)
            for refused in policy.iter_refused(form.format(html(address)), allowed):
                yield f"mkdocs.yml: {setting}: {refused}"
            is_ours = not (url.scheme or url.netloc or address.startswith("/"))
            if is_ours and are_all and not files.get_file_from_path(unquote(url.path)):
                yield f"mkdocs.yml: {setting}: {address} does not exist in the content folder"


def _text(file: File) -> str:
    assert file.abs_src_path is not None
    return without_comments(Path(file.abs_src_path).read_text(encoding="utf-8"))


def without_comments(text: str) -> str:
    """Return a script or style without the comments that have lines of their own."""
    return COMMENT.sub("", text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
