"""Recognise URLs that lead to the record of a database or to a login, not to the work.

In: a URL. Out: whether it is the page of a record, a library's link resolver or its proxy. Looks
only at the text, and at no more than its beginning.
"""

from __future__ import annotations

import re

_URL = re.compile(r"https?://(?P<host>[\w.-]{1,253})(?::\d{1,5})?(?P<rest>[/?#].*)?", re.I | re.S)
#: A database, also behind a proxy: `0-www.scopus.com.example.edu`. `blog.scopus.com` is open.
_DATABASE = re.compile(r"(?:0-)?(?:www[.-])?(?:scopus|webofscience|embase)[.-]com(?:[.-]|$)")
#: A database whose records everyone can read.
_OPEN = "ui.adsabs.harvard.edu"
#: First labels of link resolvers, and of Ovid, which libraries add their names to.
_BEGINNINGS = ("sfx.", "ovidsp.")
#: The path of a resolver, with the fields of an OpenURL (ANSI/NISO Z39.88) in its query.
_RESOLVER = re.compile(
    r"/(?:utrecht|(?:sfx\w{0,30}|openurl)(?:/[^?#]{0,100})?)\?(?:[^#]{0,300}&)?"
    r"(?:sid|genre|(?:url|ctx)_ver|rf[rt]\w{0,3}[._]\w{1,20}|is[bs]n|[abjs]?title|doi|id|pmid)=",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"[^?#]{0,200}/login\?(?:[^#]{0,200}&)?q?url=http", re.IGNORECASE)
_PROXY = re.compile(r"[a-z0-9-]{0,63}(?:proxy|webvpn)\d{0,2}")
#: Labels that only proxies of libraries have, whatever is before them.
_KNOWN = re.compile(r"[a-z0-9-]{0,40}ez-?proxy[a-z0-9-]{0,20}|(?:libproxy|webvpn)\d{0,2}")
#: Where projects have their pages, such as `libproxy.github.io`.
_HOSTING = tuple(
    f".{host}"
    for host in "github.io gitlab.io readthedocs.io pages.dev netlify.app vercel.app"
    " sourceforge.io sourceforge.net".split()
)
#: The last label of a host that a proxy has rewritten.
_TOP = re.compile(r"com|org|net|edu|gov|int|info|[a-z]{2}")


def is_one(address: str) -> bool:
    """Return whether a URL leads to a record or a login."""
    match = _URL.match(address.strip())
    return is_closed(address) or (match is not None and match["host"].lower() == _OPEN)


def is_closed(address: str) -> bool:
    """Return whether a URL leads to a record or a login that only members of a library can open."""
    match = _URL.fullmatch(address.strip()[:2000])
    if not match:
        return False
    host, rest = match["host"].lower(), match["rest"] or ""
    return (
        _DATABASE.match(host) is not None
        or host.startswith(_BEGINNINGS)
        or _RESOLVER.match(rest) is not None
        or _LOGIN.match(rest) is not None
        or _is_proxy(host)
    )


def _is_proxy(host: str) -> bool:
    """Return whether a host is a library's proxy: one of a known name, or with the host of a
    publisher before it, `www-looms-com.proxy.lib.example.edu`."""
    labels = host.split(".")
    if host.endswith(_HOSTING) or len(labels) < 3:
        return False
    if host.endswith(".idm.oclc.org"):
        return True
    if host.startswith("0-"):
        return _is_host(labels[0][2:].split("-")) or len(labels) > 3
    for at, label in enumerate(labels[:-2]):
        if _KNOWN.fullmatch(label):
            return True
        is_rewritten = at and (_is_host(labels[at - 1].split("-")) or _is_host(labels[:at]))
        if is_rewritten and _PROXY.fullmatch(label):
            return True
    return False


def _is_host(parts: list[str]) -> bool:
    """Return whether the parts are those of a host: `www`, `looms`, `com`."""
    return len(parts) > 1 and _TOP.fullmatch(parts[-1]) is not None
