"""What a page may load and run, as a Content-Security-Policy.

In: HTML of the theme, whose scripts are trusted, and the settings; HTML of curators.
Out: one line for a meta tag, and the parts of a curator's page that the policy blocks. Reads no
files and does not depend on MkDocs. Reasons: docs/decisions/0012-a-policy-on-every-page.md.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import TypeAlias
from urllib.parse import urlsplit

from papershelf.outputs.settings import Settings

#: Additional sources from the settings, by directive.
Sources: TypeAlias = Mapping[str, Sequence[str]]

#: What a page loads unless a directive says otherwise: files of its own host.
_OWN = ("'self'",)
#: What every page may load. `default-src` covers the directives that are missing here.
#: `frame-ancestors` and reports do not work in a meta tag (CSP 3, section 3.3); they need a header,
#: which GitHub Pages does not send.
_DIRECTIVES: Mapping[str, tuple[str, ...]] = {
    "default-src": _OWN,
    "script-src": (*_OWN, "'wasm-unsafe-eval'"),  # the search is WebAssembly
    # Python-Markdown aligns table columns by `style`, and curators style their pages with it
    "style-src-attr": ("'unsafe-inline'",),
    "img-src": (*_OWN, "data:"),  # icons of style sheets are data:
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": _OWN,
}
#: Directives that the settings may extend, only by hosts or schemes.
OPEN = ("script-src", "style-src", "img-src", "font-src", "media-src", "connect-src", "frame-src",
        "form-action")  # fmt: skip
#: Where discussions are shown: its script adds a style sheet and a frame to the page.
GISCUS = "https://giscus.app"
_SOURCE = re.compile(
    r"(?:data|blob|https):"
    r"|(?:https?://)?(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:/[\w./~%-]*)?",
    re.IGNORECASE | re.ASCII,
)
#: Script types that browsers run, or that decide what they run; all others are data.
_RUNS = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
#: Directives by element and attribute that load something.
_LOADS = {
    ("script", "src"): "script-src",
    ("img", "src"): "img-src",
    ("iframe", "src"): "frame-src",
    ("video", "src"): "media-src",
    ("audio", "src"): "media-src",
    ("source", "src"): "media-src",
    ("object", "data"): "object-src",
    ("embed", "src"): "object-src",
}
_STYLE = "style-src"
_HANDLER = re.compile(r"on[a-z]+")


def is_source(text: str) -> bool:
    """Return whether a text is a host or a scheme: `https://plausible.io`, `*.example.org`,
    `https:`. Keywords in quotes are refused: they could allow any script in a page."""
    return bool(_SOURCE.fullmatch(text))


def origin(url: str) -> str:
    """Return the origin of a URL of the web, `https://example.org`, as a source; empty if it has
    none."""
    try:
        found = urlsplit(url)
        host = f"{found.scheme}://{found.netloc}"
    except ValueError:
        return ""
    return host if found.scheme == "https" and is_source(host) else ""


def to_sources(settings: Settings, more: Sources) -> Sources:
    """Return the additional sources of a site: those in its settings under `policy`, and those that
    other settings need."""
    needed = {"form-action": origin(settings.subscribe.form)}
    if settings.discussion.repo:
        needed |= dict.fromkeys(("script-src", "style-src", "frame-src"), GISCUS)
    added = {name: (*more.get(name, ()), source) for name, source in needed.items() if source}
    return {**more, **added}


def to_policy(frame: str, more: Sources) -> str:
    """Return the policy of a page. `frame` is the theme's HTML without texts of the collection.

    Scripts in the frame, of which the theme has none by default, are allowed by their hashes. A
    script in a text has no hash and does not run even if escaping failed.
    """
    hashes = dict.fromkeys(map(_hash, _scripts(frame)))
    return _policy(_DIRECTIVES, {**more, "script-src": (*hashes, *more.get("script-src", ()))})


def to_preview_policy(more: Sources) -> str:
    """Return the policy for `papershelf serve`, which adds a script to each page when it is sent.
    The script differs each time, so it cannot be allowed by a hash."""
    return _policy(
        _DIRECTIVES, {**more, "script-src": ("'unsafe-inline'", *more.get("script-src", ()))}
    )


def to_sealed_policy(html: str) -> str:
    """Return the policy of a self-contained page, such as a redirect: only its own script runs, and
    only its own style applies. Formulas have `style` attributes."""
    sealed: dict[str, Sequence[str]] = {
        "default-src": ("'none'",),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
    }
    elements = _parse(html)
    if elements.styles:
        sealed["style-src"] = tuple(map(_hash, elements.styles))
        sealed["style-src-attr"] = _DIRECTIVES["style-src-attr"]
    return _policy({**sealed, "script-src": tuple(map(_hash, elements.scripts))}, {})


def iter_refused(html: str, more: Sources) -> Iterator[str]:
    """Yield what browsers will not run or load on a hand-written page, and how to fix it."""
    yield from dict.fromkeys(_refused(_parse(html), more))


def _policy(directives: Sources, more: Sources) -> str:
    names = dict.fromkeys((*directives, *more))
    return "; ".join(
        " ".join((name, *directives.get(name, _OWN), *more.get(name, ()))) for name in names
    )


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class _Elements(HTMLParser):
    """Start tags with their attributes, and the text of each script and each style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found.append((tag, given))
        if _is_inline(tag, given):
            self.scripts.append("")
        elif tag == "style":
            self.styles.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and _is_inline(*self.found[-1]):
            self.scripts[-1] += data
        elif self.cdata_elem == "style":
            self.styles[-1] += data


def _is_inline(tag: str, attributes: Mapping[str, str]) -> bool:
    kind = attributes.get("type", "").strip().lower()
    return tag == "script" and "src" not in attributes and kind in _RUNS


def _parse(html: str) -> _Elements:
    elements = _Elements()
    elements.feed(html)
    elements.close()
    return elements


def _scripts(html: str) -> list[str]:
    return _parse(html).scripts


def _refused(elements: _Elements, more: Sources) -> Iterator[str]:
    for tag, attributes in elements.found:
        if _is_inline(tag, attributes):
            yield (
                "inline scripts do not run: move the script into a file in the content folder"
                ' and load it with <script src="…">'
            )
        if tag == "style":
            yield "<style> has no effect: move it into a file and add that to extra_css"
        for name, value in attributes.items():
            if _HANDLER.fullmatch(name):
                yield f"{name}=… on <{tag}> does not run: use addEventListener in a script file"
            elif value.strip().lower().startswith("javascript:"):
                yield f"javascript: in {name}=… of <{tag}> does not run"
            directive = _STYLE if _is_style(tag, name, attributes) else _LOADS.get((tag, name), "")
            if directive and not _is_allowed(value, more.get(directive, ())):
                way = f"add its host to policy: {directive}" if directive in OPEN else "link to it"
                yield f"<{tag}> does not load {value}: copy it into the content folder, or {way}"


def _is_style(tag: str, name: str, attributes: Mapping[str, str]) -> bool:
    kinds = attributes.get("rel", "").lower().split()
    return (tag, name) == ("link", "href") and "stylesheet" in kinds


def _is_allowed(address: str, sources: Sequence[str]) -> bool:
    """Return whether an address is on this site, or on a host that the settings allow. What is no
    address, such as `http://[x`, loads nothing."""
    try:
        url = urlsplit(address.strip())
    except ValueError:
        return True
    if url.scheme == "data" or not (url.scheme or url.netloc):
        return True
    host = (url.hostname or "").lower()
    return any(_matches(source.lower(), url.scheme or "https", host) for source in sources)


def _matches(source: str, scheme: str, host: str) -> bool:
    if source.endswith(":"):
        return source == f"{scheme}:"
    name = urlsplit(source if "//" in source else f"//{source}").hostname or ""
    return host.endswith(name[1:]) if name.startswith("*.") else host == name
