"""Domains in ASCII, as name servers know them and programs write them.

In: a domain, or a URL without a mailbox. Out: the same with the domain in lower case and in ASCII
(RFC 5891).
"""

from __future__ import annotations

import unicodedata

#: Letters that are themselves since 2010, but other ones for Python's codec, which writes ß as ss.
_THEMSELVES = frozenset("ßς")


def to_ascii(domain: str) -> str:
    """Return a domain in ASCII; raise ValueError if it has letters that no domain can have."""
    return ".".join(map(_label, domain.lower().split(".")))


def _label(text: str) -> str:
    if text.isascii():
        return text
    if _THEMSELVES.isdisjoint(text):
        return text.encode("idna").decode("ascii")
    return f"xn--{unicodedata.normalize('NFC', text).encode('punycode').decode('ascii')}"


def with_ascii(url: str) -> str:
    """Return a URL, or a host such as `*.example.org`, with its domain in ASCII; empty if that has
    letters that no domain can have."""
    scheme, mark, rest = url.rpartition("://")
    domain, slash, path = rest.partition("/")
    try:
        return f"{scheme}{mark}{to_ascii(domain)}{slash}{path}"
    except ValueError:
        return ""
