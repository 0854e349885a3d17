"""Links of hand-written pages, for places that the engine does not render.

In: a URL without a scheme, as written. Out: the URL from the root of the site.
"""

from __future__ import annotations

import posixpath
import re

from papershelf.catalogue.model import Collection
from papershelf.outputs.views import addresses

#: A URL that needs no base: `//host/x`, `/x` or `?x`.
_ROOTED = re.compile(r"[/?]")


def from_root(url: str, src_uri: str, base: str, collection: Collection) -> str:
    """Return a relative URL in a page as one from `base`, which leads to the root of the site."""
    path, mark, fragment = url.partition("#")
    if url.startswith("//"):
        return f"https:{url}"
    if _ROOTED.match(url):
        return url
    if not path:
        return f"{base}{addresses.to_url(src_uri)}{url}"
    # nothing is above the root
    there = posixpath.normpath(f"/{posixpath.dirname(src_uri)}/{path}").lstrip("/")
    if there in collection.written:
        there = addresses.to_url(there)
    elif there and path.endswith("/"):
        there += "/"
    return f"{base}{there}{mark}{fragment}"
