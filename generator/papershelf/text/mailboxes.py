"""Addresses of mail.

In: a text. Out: an address as servers take it, with its domain in ASCII.
"""

from __future__ import annotations

import re

#: A mailbox of RFC 5321, without quoted names, comments and hosts by number.
_ADDRESS = re.compile(
    r"[^\s\x00-\x20\x7f()<>\[\]:;,@\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,62}"
)
_NAME = re.compile(r"(?!\.)(?:[^.]|\.(?![.@]))+@")


def to_address(text: str) -> str:
    """Return an address with its domain in ASCII; raise ValueError, without the address, if the
    text is not one."""
    address = text.strip()
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or not _NAME.match(address):
        raise ValueError("the address is not one of the form name@example.org")
    name, _, domain = address.rpartition("@")
    if not address.isprintable():
        raise ValueError("the address is not one of the form name@example.org")
    try:
        return f"{name}@{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        raise ValueError("the domain of the address is not valid") from None


def is_address(text: str) -> bool:
    """Return whether a text is an address."""
    try:
        to_address(text)
    except ValueError:
        return False
    return True
