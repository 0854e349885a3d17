"""The headers with which hosts send files: `_headers`, which Cloudflare Pages and Netlify read.

In: nothing but the tables of formats. Out: one file. GitHub Pages has no such setting and ignores
it. Format: https://developers.cloudflare.com/pages/configuration/headers/
https://docs.netlify.com/routing/headers/
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue.model import Collection
from papershelf.citations import MEDIA_TYPES
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses

#: A year; the names of these files contain a digest of their bytes.
IMMUTABLE = "public, max-age=31536000, immutable"


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the file: programs of other sites may read everything, files with a digest in their
    names never change, and files for programs have their types. A header in two rules that match
    would be sent twice, so no two of them set one."""
    rules = [("/*", "Access-Control-Allow-Origin: *")]
    rules += [(pattern, f"Cache-Control: {IMMUTABLE}") for pattern in addresses.HASHED]
    rules += [
        (f"/*.{suffix}", f"Content-Type: {media_type}; charset=utf-8")
        for suffix, media_type in MEDIA_TYPES.items()
        if suffix != "json"  # hosts know it, and feeds and data have it, too
    ]
    text = "".join(f"{pattern}\n  {header}\n" for pattern, header in rules)
    yield addresses.HEADERS, text.encode()
