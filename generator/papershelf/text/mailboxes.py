"""Addresses of mail.

In: a text. Out: an address as servers take it, in ASCII.
"""

from __future__ import annotations

import re

from papershelf.text import characters

#: The name of a mailbox without quotes (RFC 5322, section 3.2.3); `=?` begins an encoded word.
_NAME = re.compile(
    r"(?!.*=\?)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
)
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)


def to_address(text: str) -> str:
    """Return an address with its domain in ASCII; raise ValueError, without the address, if the
    text is not one."""
    for _, name in characters.invisible(text):
        raise ValueError(f"the address has an invisible character, {name}; remove it")
    name, _, domain = text.strip().rpartition("@")
    if not _NAME.fullmatch(name) or len(name) > 64 or len(domain) > 253:
        raise ValueError("the address is not one of the form name@example.org")
    domain = domain.lower()
    if not domain.isascii():
        try:
            encoded = domain.encode("idna")
        except UnicodeError:
            raise ValueError("the domain of the address is not valid") from None
        if encoded.decode("idna") != domain:  # ß became ss in 2003: another domain
            raise ValueError("write the domain of the address in ASCII, such as xn--mller-kva.de")
        domain = encoded.decode("ascii")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError("the address is not one of the form name@example.org")
    return f"{name}@{domain}"


def is_address(text: str) -> bool:
    """Return whether a text is an address."""
    try:
        to_address(text)
    except ValueError:
        return False
    return True
