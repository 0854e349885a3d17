"""Addresses of libraries that lead to papers: proxies, link resolvers and sign-in pages.

In: nothing. Out: a table for `library.js`, which makes a link through the library of a reader from
what the reader pasted. Only the browser knows that library, and only it makes such links.
"""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """A form of addresses, a row of the table."""

    name: str
    """For readers, `EZproxy`."""
    pasted: str
    """The pattern of a whole address, which may lead to some article."""
    made: str
    """What is kept of it: `$1` and `$2` are groups of the pattern, `{kept}` its parameters except
    those of OpenURL. `{url}`, `{encoded}` (percent-encoded) and `{doi}` are of a paper."""
    example: str


_ARTICLE = "https://doi.org/10.1000/182"
_ENCODED = "https%3A%2F%2Fdoi.org%2F10.1000%2F182"
_OPENURL = "$1?{kept}url_ver=Z39.88-2004&rft_id=info:doi/{doi}"

#: Parameters that say something about an article, not about a library (ANSI/NISO Z39.88, also in
#: its first version).
OF_OPENURL = (
    r"(?:(?:ctx|rfe|rfr|rft|svc|url)[_.][\w.]+|sid|id|pid|genre|doi|pmid|e?issn|isbn|[as]?title"
    r"|aulast|aufirst|auinit|au|date|volume|issue|spage|epage|pages|artnum)="
)
#: The first one that matches counts.
FORMS: tuple[Form, ...] = (
    Form("LibKey", r"(https://libkey\.io/libraries/\d+/)\S*", "$1{doi}",
         "https://libkey.io/libraries/100/10.1000/182"),
    Form("OpenAthens", r"(https://go\.openathens\.net/redirector/[^/?#]+\?url=)\S*", "$1{encoded}",
         f"https://go.openathens.net/redirector/example.edu?url={_ENCODED}"),
    Form("EZproxy", r"(https://[^?#]+/login\?(?:[^#]*?&)??qurl=)\S*", "$1{encoded}",
         f"https://proxy.example.edu/login?qurl={_ENCODED}"),
    Form("EZproxy", r"(https://[^?#]+/login\?(?:[^#]*?&)??url=)\S*", "$1{url}",
         f"https://proxy.example.edu/login?url={_ARTICLE}"),
    Form("EZproxy", r"https://[a-z0-9-]+-(?:com|org|net|edu|gov|io|uk|de|eu)"
         r"\.((?:[a-z0-9-]+\.)+[a-z]+(?::\d+)?)(?:/\S*)?", "https://$1/login?url={url}",
         "https://www-looms-com.proxy.example.edu/article/182"),
    Form("OpenURL", r"(https://[^?#]+)\?(?:\S*&)?(?:(?:(?:ctx|url)_ver|rft_id|rft_val_fmt|rfr_id"
         r"|rft\.\w+|genre|atitle|issn)=|id=(?:doi|pmid)(?::|%3A))\S*", _OPENURL,
         "https://search.example.edu/openurl?institution=X&rft_id=info:doi/10.1000/182"),
    Form("OpenURL", r"(https://[^?#]*(?:openurl|uresolver|/sfx|resolver\.|serialssolutions\.com)"
         r"[^?#]*)(?:[?#]\S*)?", _OPENURL,
         "https://example.alma.exlibrisgroup.com/view/uresolver/01EXAMPLE/openurl"),
    Form("Sign-in page (WAYFless)", r"(https://[^?#]+\?(?:[^#]*?&)??[\w.-]+=)https?(?::|%3A)"
         r"[^&#\s]*([^#\s]*)\S*", "$1{encoded}$2",
         f"https://idp.example.edu/sso?provider=looms&target={_ENCODED}&lang=en"),
    Form("Your own form", r"(https://[^\s{}]+)\{(url|encoded|doi)\}([^\s{}]*)", "$1{$2}$3",
         "https://library.example.edu/go/{doi}"),
)  # fmt: skip
