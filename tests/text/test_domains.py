"""Domains are written in ASCII, as name servers know them."""

from __future__ import annotations

import pytest

from papershelf.text.domains import to_ascii, with_ascii


@pytest.mark.parametrize(
    ("domain", "there"),
    [
        ("Papers.Example.ORG", "papers.example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("論文.example", "xn--7dv834f.example"),
        ("faß.de", "xn--fa-hia.de"),  # the examples of Unicode Technical Standard 46
        ("βόλος.com", "xn--nxasmm1c.com"),
        ("", ""),
    ],
)
def test_a_domain_is_what_browsers_ask_for(domain: str, there: str) -> None:
    """Letters that were others before 2010 are themselves: `faß.de` is not `fass.de`."""
    assert to_ascii(domain) == there


def test_only_the_domain_of_a_url_changes() -> None:
    """Its path stays as it is; there is no such domain with an empty label."""
    assert with_ascii("https://bücher.example/für?ß") == "https://xn--bcher-kva.example/für?ß"
    assert with_ascii("*.faß.de:8443") == "*.xn--fa-hia.de:8443"
    assert with_ascii(f"https://{'ü' * 70}.example/") == ""
