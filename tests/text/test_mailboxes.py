"""Addresses of mail: what a server takes, in ASCII."""

from __future__ import annotations

import pytest

from papershelf.text.mailboxes import is_address, to_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" ada.l+papers@EXAMPLE.org\n", "ada.l+papers@example.org"),
        ("o'hara_{x}@mail-1.example.co.uk", "o'hara_{x}@mail-1.example.co.uk"),
        ("grace@müller.example", "grace@xn--mller-kva.example"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    """The name stays as it is; the domain is in ASCII and lower case."""
    assert to_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "ada", "@example.org", "ada@", "ada@example", "ada@.org", "ada@-a.org", "ada@a..org", "a b@c.org",
        ".ada@example.org", "ada.@example.org", "a..b@example.org", "ada@example.org, b@example.org",
        "ada@b.org>", '"a b"@example.org', "ada@[127.0.0.1]", "jörg@example.org", "=?utf-8?q?x?=@example.org",
        "ada@straße.de", "a" * 65 + "@b.org", "ada@" + "a." * 130 + "org", "ada@exa\u202emple.org", "ada@\n.org",
        "ada@example.org\u200b", "\u2060ada@example.org",
    ],
)  # fmt: skip
def test_other_texts_are_refused(text: str) -> None:
    """Quoted names and letters beyond ASCII, which many servers do not take, too. The message has no
    address."""
    assert not is_address(text)
    with pytest.raises(ValueError, match="address") as caught:
        to_address(text)
    assert "ada" not in str(caught.value)


@pytest.mark.parametrize("text", ["grace@example.org\u200b", "gra\u00adce@example.org"])
def test_what_nobody_sees_has_its_name(text: str) -> None:
    """Addresses that were copied from web pages have it."""
    with pytest.raises(ValueError, match=r"invisible character, U\+\w{4} [A-Z -]+; remove it"):
        to_address(text)
