"""Redirects to logins, consents, sessions and home pages do not count as new addresses."""

from __future__ import annotations

import pytest

from papershelf.online.links.detours import ABOUT, detour, untracked


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("https://x.example/login?next=/a", "a login page"),
        ("https://login.x.example/a", "a login page"),
        ("https://x.example/users/sign-in.aspx", "a login page"),
        ("https://idp.x.example/a/b", "a login page"),
        ("https://x.example/wayf/", "a login page"),
        ("https://x.example/start?SAMLRequest=abc", "a login page"),
        ("https://x.example/users/sign_in", "a login page"),
        ("https://x.example/action/showLogin?uri=%2Fb", "a login page"),
        ("https://x.example/wp-login.php?to=1", "a login page"),
        ("https://x.example/signin.uri?origin=b", "a login page"),
        ("https://x.example/wiki/Special:UserLogin", "a login page"),
        ("https://adfs.x.example/ls/", "a login page"),
        ("https://x.example/cookie-wall/", "a consent page"),
        ("https://x.example/crawlprevention/governor", "a CAPTCHA page"),
        ("https://x.example/page_not_found.html", "an error page"),
        ("https://x.example/access-denied", "an error page"),
        ("https://x.example/b/a.pdf?X-Amz-Date=1&X-Amz-Signature=12", "a session address"),
        ("https://x.example/(S(abcdabcdabcdabcdabcdabcd))/a.aspx", "a session address"),
        ("https://y.example/age?to=%2Fold%2Fa.pdf", ABOUT),
        ("https://y.example/next?url=https%3A%2F%2Fx.example%2F", ABOUT),
        ("https://sale.example/profile.cfm?d=x.example", ABOUT),
        ("https://x.example/startseite.html", "a home page"),
        ("https://x.example/#/", "a home page"),
        ("https://web.archive.org/web/2020/https://x.example/old/a.pdf", ""),
        ("https://x.example/challenge/", ""),
        ("https://x.example/?p=12", ""),
        ("https://x.example/#/papers/12", ""),
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


def test_a_kept_fragment_says_nothing() -> None:
    """A browser keeps it, also on the way to the home page."""
    assert detour("https://x.example/a#s2", "https://x.example/#s2") == "a home page"
    assert detour("https://x.example/a#s2", "https://x.example/#/papers/2") == ""


@pytest.mark.parametrize(
    ("target", "plain"),
    [
        ("https://x.example/b?utm_source=x&utm_medium=y", "https://x.example/b"),
        ("https://x.example/b?id=1&utm_source=x#s", "https://x.example/b?id=1#s"),
        ("https://x.example/b?fbclid=x&id=1", "https://x.example/b?id=1"),
        ("https://x.example/b?id=utm_source", "https://x.example/b?id=utm_source"),
        ("https://x.example/b?", "https://x.example/b"),
        ("https://x.example/b/?q=a%26b&c", "https://x.example/b/?q=a%26b&c"),
    ],
)
def test_where_readers_come_from(target: str, plain: str) -> None:
    """A new address goes into the catalogue without it."""
    assert untracked("https://x.example/a", target) == plain
    assert untracked("https://x.example/a?utm_source=z", target) == target
