"""Links of hand-written pages, for places that the engine does not render.

In: a URL without a scheme, as written. Out: the URL from the root of the site, which leads to the
same place as on the page.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urljoin

from papershelf.outputs.views import addresses

#: The path of a URL, and what follows it.
_PATH = re.compile(r"(?P<path>[^?#]*)(?P<rest>.*)", re.DOTALL)


def from_root(url: str, src_uri: str, base: str) -> str:
    """Return a relative URL in a page as one from `base`, which leads to the root of the site. A
    path that ends with the name of a file begins at the file of the page, as the engine reads it;
    any other begins at the address of the page, as browsers read it."""
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
    is_file = "." in name.strip(".")
    # nothing is above the root
    there = posixpath.normpath(f"/{posixpath.dirname(src_uri) if is_file else own}/{path}")
    there = there.lstrip("/")
    if is_file and there.endswith(".md"):
        there = addresses.to_url(there)
    elif there and not name.strip("."):
        there += "/"
    there = there.replace(" ", "%20")  # plain text would end the address there
    return f"{base}{there}{match['rest']}"
