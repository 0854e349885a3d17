"""Recognize redirects that do not lead to a new address of the same page.

In: an address, and the target of a redirect. Out: what the target is, in words. Only the addresses
count: to a program, a page that asks for a password looks like any other.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

#: Kinds of targets, and words that are a whole segment of the path or a label of the host.
_WORDS = {
    "a login page": (
        "login log-in logon signin sign-in signon sso saml saml2 oauth oauth2 auth authorize"
        " authenticate authentication shibboleth wayf idp cas openathens ezproxy accounts loginpage"
        " userlogin idm checklogin"
    ),
    "a consent page": (
        "consent cookie cookies cookieabsent cookieconsent cookie-consent cookie-notice gdpr"
        " privacy-consent"
    ),
    "a CAPTCHA page": "captcha recaptcha hcaptcha challenge are-you-human botcheck",
    "an error page": "404 error errors notfound not-found page-not-found pagenotfound errorpage",
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
#: Query parameters that only login pages have.
_LOGIN_KEYS = frozenset({"redirect_uri", "samlrequest", "relaystate", "returnurl", "return_to"})
_SESSION = re.compile(
    r"[;?&/](?:jsessionid|phpsessid|aspsessionid\w*|session_?id|sessid|cfid|cftoken|sid)=",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:aspx?|php\d?|html?|jspx?|jsf|do|action|cgi|xhtml)\Z")
#: A home page, possibly in one of several languages.
_HOMES = re.compile(
    r"/?(?:(?:en|de|fr|es|it|pt|nl|ja|zh|ko|ru|pl|sv|da|fi|no)(?:[-_][a-z]{2})?/?)?"
    r"(?:index|home|default|main)?/?"
)
SESSION = "a session address"
HOME = "a home page"


def detour(url: str, target: str) -> str:
    """Return what a redirect leads to, `a login page`; empty if it may be the same page."""
    try:
        found = _kind(target)
        return "" if found == _kind(url) else found
    except ValueError:
        return ""


def _kind(url: str) -> str:
    parts = urlsplit(url)
    if _SESSION.search(url):
        return SESSION
    segments = [_ENDING.sub("", part) for part in parts.path.lower().split("/")]
    labels = (parts.hostname or "").split(".")[:-2]
    for word in (*segments, *labels):
        if word in _KIND:
            return _KIND[word]
    keys = {key.lower() for key, _ in parse_qsl(parts.query)}
    if keys & _LOGIN_KEYS:
        return "a login page"
    is_home = _HOMES.fullmatch(_ENDING.sub("", parts.path.lower()))
    return HOME if is_home and not parts.query and not parts.fragment else ""
