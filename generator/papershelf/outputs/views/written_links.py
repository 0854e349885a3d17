"""Links of hand-written pages, for places that the engine does not render.

In: a URL without a scheme, as written, and the files of the collection. Out: the URL from the root
of the site, which leads to the same place as on the page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from urllib.parse import unquote, urljoin

from papershelf.outputs.views import addresses

#: The path of a URL, and what follows it.
_PATH = re.compile(r"(?P<path>[^?#]*)(?P<rest>.*)", re.DOTALL)


def from_root(url: str, src_uri: str, base: str, files: Container[str] = ()) -> str:
    """Return a relative URL in a page as one from `base`, which leads to the root of the site. The
    path of a file begins at the file of the page, as the engine reads it; any other begins at the
    address of the page, as browsers read it. `files` are published unchanged; a path that ends with
    another name with a dot is also that of a file, which may be generated."""
    if url.startswith("//"):
        return f"https:{url}"
    if url.startswith("/"):
        return urljoin(base, url)
    match = _PATH.fullmatch(url)
    assert match is not None
    path, own = match["path"], addresses.to_url(src_uri)
    if not path:
        return f"{base}{own}{url}"
    name = posixpath.basename(path)
    of_file, of_page = _resolved(posixpath.dirname(src_uri), path), _resolved(own, path)
    is_named = "." in name.strip(".") and unquote(of_page) not in files
    is_file = is_named or unquote(of_file) in files
    there = of_file if is_file else of_page
    if is_file and there.endswith(".md"):
        there = addresses.to_url(there)
    elif there and not name.strip("."):
        there += "/"
    there = there.replace(" ", "%20")  # plain text would end the address there
    return f"{base}{there}{match['rest']}"


def _resolved(folder: str, path: str) -> str:
    """Return a path from the root; nothing is above it."""
    return posixpath.normpath(f"/{folder}/{path}").lstrip("/")
