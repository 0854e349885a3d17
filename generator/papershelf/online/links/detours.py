"""Recognize redirects that do not lead to a new address of the same page.

In: an address, and the target of a redirect. Out: what the target is, in words. Only the addresses
count: to a program, a page that asks for a password looks like any other.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urldefrag, urlsplit

#: Kinds of targets, and words that are a whole segment of the path or a label of the host, in lower
#: case and without signs: `users/sign_in`, `action/showLogin`.
_WORDS = {
    "a login page": (
        "login logon signin signon sso ssostart websso saml saml2 oauth oauth2 auth authwall"
        " webauth authorize authenticate authentication authorizationoauth2 shibboleth shib wayf"
        " idp cas adfs openathens ezproxy accounts loginpage loginform userlogin specialuserlogin"
        " weblogin wplogin showlogin dologin checklogin servicelogin institutionlogin"
        " institutionallogin idm"
    ),
    "a consent page": (
        "consent cookie cookies cookieabsent cookieconsent cookienotice cookiewall cookiesdisabled"
        " cookiesnotsupported nocookies gdpr privacyconsent"
    ),
    "a CAPTCHA page": (
        "captcha recaptcha hcaptcha showcaptcha crawlprevention areyouhuman botcheck robotcheck"
    ),
    "an error page": (
        "404 error404 404error 404notfound error errors errorpage notfound pagenotfound"
        " filenotfound accessdenied forbidden unauthorized maintenance unsupportedbrowser"
    ),
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_SIGNS = re.compile(r"[^a-z0-9]+")
#: Query parameters that only login pages have.
_LOGIN_KEYS = frozenset({"redirect_uri", "samlrequest", "relaystate", "returnurl", "return_to"})
_LOGIN_KEYS |= {"returnto", "wtrealm"}
#: Parts of addresses that work for a while: of sessions, and signatures of storage services.
_SESSION = re.compile(
    r"[;?&/](?:jsessionid|phpsessid|aspsessionid\w*|session_?id|sessid|cfid|cftoken|sid|oscsid"
    r"|x-(?:amz|goog)-signature|signature)=|/\(s\(\w{24}\)\)/",
    re.IGNORECASE,
)
#: Parameters that say where readers come from.
_TRACKING = re.compile(
    r"(?<=[?&])(?:utm_\w+|fbclid|gclid|mc_[ce]id)=[^&#]*(?:&|(?=#|\Z))", re.IGNORECASE
)
_NO_QUERY = re.compile(r"[?&](?=#|\Z)")
_ENDING = re.compile(r"\.(?:aspx?|php\d?|html?|jspx?|jsf|do|action|cgi|xhtml|uri)\Z")
#: A home page, possibly in one of several languages.
_HOMES = re.compile(
    r"/?(?:(?:en|de|fr|es|it|pt|nl|ja|zh|ko|ru|pl|sv|da|fi|no)(?:[-_][a-z]{2})?/?)?"
    r"(?:index|home|default|main|start|startseite|welcome|accueil|inicio)?/?"
)
SESSION = "a session address"
HOME = "a home page"
#: One that asks for something and leads back, or that sells the domain.
ABOUT = "a page about the old address"


def untracked(url: str, target: str) -> str:
    """Return the target of a redirect without parameters that say where readers come from, unless
    the address has such, too."""
    return target if _TRACKING.search(url) else _NO_QUERY.sub("", _TRACKING.sub("", target))


def detour(url: str, target: str) -> str:
    """Return what a redirect leads to, `a login page`; empty if it may be the same page."""
    try:
        page, fragment = urldefrag(target)
        # a redirect keeps the fragment, which says nothing about the new page
        found = _kind(page if fragment == urldefrag(url).fragment else target)
        found = "" if found == _kind(url) else found
        return found or (ABOUT if _is_about(url, target) else "")
    except ValueError:
        return ""


def _kind(url: str) -> str:
    parts = urlsplit(url)
    if _SESSION.search(url):
        return SESSION
    segments = [_ENDING.sub("", part) for part in parts.path.lower().split("/")]
    labels = (parts.hostname or "").split(".")[:-2]
    for word in (*segments, *labels):
        if kind := _KIND.get(_SIGNS.sub("", word)):
            return kind
    keys = {key.lower() for key, _ in parse_qsl(parts.query)}
    if keys & _LOGIN_KEYS:
        return "a login page"
    is_home = _HOMES.fullmatch(_ENDING.sub("", parts.path.lower()))
    return HOME if is_home and not parts.query and not parts.fragment.strip("/!") else ""


def _is_about(url: str, target: str) -> bool:
    """Return whether the query of a target has the address, its path or its host as a value."""
    old = urlsplit(url)
    said = {old.netloc, (old.hostname or "").removeprefix("www."), old.path} - {"", "/"}
    values = [value for _, value in parse_qsl(urlsplit(target).query)]
    return any(value in said or urlsplit(value).netloc == old.netloc for value in values)
