"""Works of OpenAlex by their DOIs.

In: a client and DOIs in lower case. Out: what is read from each work that OpenAlex knows.
https://developers.openalex.org/api-reference/works
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from papershelf.importers.fetch import Client
from papershelf.online.answers import checked, known, readable
from papershelf.text.identifiers import lower

T = TypeVar("T")
ADDRESS = "https://api.openalex.org/works"
#: The environment variables with another address, and with a key.
VARIABLE, TOKEN = "PAPERSHELF_OPENALEX", "OPENALEX_API_KEY"
#: The most DOIs in one request.
AT_ONCE = 50


def works(
    client: Client,
    address: str,
    token: str,
    dois: Sequence[str],
    fields: str,
    read: Callable[[Any], T],
) -> list[T]:
    """Ask for some fields of works by DOI, in one list. A comma or a bar in a DOI would end it
    there; such a DOI is asked alone. Raise FetchError."""
    found: list[T] = []
    listed = [each for each in dois if not set(each) & set(",|")]
    key = f"&api_key={quote(token)}" if token else ""
    select = f"select=doi,{fields}{key}"
    if listed:
        names = "%7C".join(quote(each, safe="/:()") for each in listed)
        url = f"{address}?filter=doi:{names}&per-page=100&{select}"
        answer = client.get_json(url)
        with checked(client, url, "a list of works"):
            found += readable(answer["results"], read)
    for each in dois:
        if each not in listed:
            url = f"{address}/doi:{quote(each, safe='/:()')}?{select}"
            for work in known(client, url):
                with checked(client, url, "a work"):
                    found.append(read(work))
    return found


def doi_of(work: Any) -> str:
    """Return the DOI of a work in lower case; empty if it has none."""
    return lower(re.sub(r"^https?://doi\.org/", "", work["doi"] or ""))
