"""Redirects to logins, consents, sessions and home pages do not count as new addresses."""

from __future__ import annotations

import pytest

from papershelf.online.links.detours import detour


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("https://x.example/login?next=/a", "a login page"),
        ("https://login.x.example/a", "a login page"),
        ("https://x.example/users/sign-in.aspx", "a login page"),
        ("https://idp.x.example/a/b", "a login page"),
        ("https://x.example/wayf/", "a login page"),
        ("https://x.example/start?SAMLRequest=abc", "a login page"),
        ("https://x.example/action/cookieAbsent", "a consent page"),
        ("https://consent.x.example/ml?continue=x", "a consent page"),
        ("https://x.example/recaptcha/a", "a CAPTCHA page"),
        ("https://x.example/errors/404.html", "an error page"),
        ("https://x.example/a.pdf;jsessionid=0A1B", "a session address"),
        ("https://x.example/a?PHPSESSID=1", "a session address"),
        ("https://x.example/a?b=1&sid=4", "a session address"),
        ("https://x.example/", "a home page"),
        ("https://x.example/index.html", "a home page"),
        ("https://x.example/en-gb/", "a home page"),
        ("https://x.example/new/a.pdf", ""),
        ("https://x.example/papers/login-looms.pdf", ""),
        ("https://x.example/a?id=1", ""),
        ("http://[none", ""),
    ],
)
def test_where_redirects_lead(target: str, what: str) -> None:
    """The address decides; a paper about logins is not taken for a login page."""
    assert what == detour("https://x.example/old/a.pdf", target)


def test_the_same_kind_is_a_move() -> None:
    """A home page may move to another, and a page about cookies to its new place."""
    assert detour("http://x.example/", "https://y.example/") == ""
    assert detour("http://x.example/cookies/a", "https://x.example/cookies/b") == ""
