"""Hints for URLs: the right one, and the mapping that links without keys were meant to be.

In: the text or node of a wrong value. Out: a hint, or an empty one if the intended URL cannot be
known. Never decides whether a URL is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping as AbstractMapping

from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence, iter_scalars
from papershelf.text import identifiers, pasted

#: The longest URL that a hint repeats, in characters.
LONGEST = 500
#: A URL, and nothing else.
WEB = re.compile(r"https?://[^\s,\[\]{}]+")
#: A scheme that was pasted before another one, or misspelled; TeX's backslash.
_TWICE = re.compile(r"(?:https?:?/{0,2}\s*)+(?=https?[:/])|h{2,}(?=ttps?:)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[_&%#$]|~(?!\{))")
#: HTML's form of `&`. Other names may be parameters: `?a=1&copy=2`.
_AND_SIGN = re.compile("&(?:amp;)+")
_MARKDOWN = re.compile(r"(?:\[[^\]]*\]\(|<)(?P<address>https?://[^\s<>]+?)[)>]")
_SCHEME = re.compile(r"(?:h?tt?ps?[:;]?/{0,3}|//)(?=[\w-]+\.)", re.IGNORECASE)
#: The name of a file, which has the form of a host: `slides.pdf`.
_FILE = re.compile(r"[^/]+\.(?:pdf|html?|docx?|pptx?|zip|txt|tex|bib|png|jpe?g|mp4)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)


def address(text: str) -> str:
    """Return how to write a URL; for an identifier, return its URL."""
    whole = "write the full URL, with https:// and without spaces"
    if len(text) > LONGEST:
        return whole
    if marked := _MARKDOWN.fullmatch(text):
        return f"write {marked['address']}"
    if text.endswith("…"):
        return "write the full URL: this one is cut off"
    text = _ESCAPED.sub("", _TWICE.sub("", _AND_SIGN.sub("&", text))).strip(' ,;"`“”‘’')
    if "\\" in text:
        return "write the URL as a browser shows it, without backslashes"
    if WEB.fullmatch(text):
        return f"write {text}"
    first, *others = re.split(r"[\s,;]+(?:and\s+)?(?=https?://)", text)
    if others and WEB.fullmatch(first):
        return f"write {first}; other addresses need names of their own"
    name, found = pasted.within("", text)
    if name and not _HOST.match(text) and "://" not in text:
        return f"write {identifiers.address(identifiers.SCHEMES[name], found)}"
    rest = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    if not _HOST.fullmatch(rest) or _FILE.fullmatch(rest):
        return whole
    secure = "http" if text.lower().startswith("http:") else "https"
    path = re.sub(r"\s+", "%20", rest)
    return f"write {secure}://{path}"


#: Kinds of links, by what follows `://` in the URL; the first that matches counts.
_HOSTS = tuple(
    (name, re.compile(rf"(?:www\.)?(?:{form})", re.IGNORECASE))
    for name, form in (
        ("code", r"git(?:hub|lab)\.[^/]+/[^/]|codeberg\.org/|bitbucket\.(?:org|com)/"),
        ("data", r"huggingface\.co/datasets/|[^/]*kaggle\.com/"),
        ("video", r"youtube\.com/|youtu\.be/|vimeo\.com/"),
        ("demo", r"huggingface\.co/spaces/"),
    )
)
_PDF = re.compile(r"\.pdf(?:[?#]|\Z)|/pdf/", re.IGNORECASE)


def kind_by_host(address: str) -> str:
    """Return what a URL leads to, if its host has that alone; otherwise an empty text."""
    rest = address.partition("://")[2]
    return next((name for name, form in _HOSTS if form.match(rest)), "")


def kind(address: str) -> str:
    """Return the most likely kind of link for a URL."""
    return kind_by_host(address) or ("pdf" if _PDF.search(address) else "paper")


def links(node: Node, known: Collection[str]) -> str:
    """Return `{paper: …, pdf: …}` for URLs without keys, or with keys in the items of a list; empty
    if their kinds cannot be known."""
    items = node.items if type(node) is Sequence else ()
    if items and all(type(item) is Mapping for item in items):
        pairs = [pair for item in items if type(item) is Mapping for pair in item.pairs.values()]
        return keyed_links(
            ", ".join(f"{key.text}: {value.text}" for key, value in pairs if type(value) is Scalar),
            known,
        )
    if type(node) is Scalar and (keyed := keyed_links(node.text, known)):
        return keyed
    found: dict[str, str] = {}
    for each in iter_scalars(node):
        text = each.text.strip()
        if kind(text) in found or not WEB.fullmatch(text):
            return ""
        found[kind(text)] = text
    return flow(found)


#: Other names of links.
LINK_NAMES = {
    "dataset": "data", "datasets": "data", "github": "code", "homepage": "project",
    "projectpage": "project", "website": "project",
}  # fmt: skip
#: A key of a link, also with another sign than a colon and a space, before its URL.
_LINK = re.compile(
    r"(?:(?<=[\s,;{])|\A)[\"']?(?P<key>[A-Za-z]+)[\"']?\s*(?:[:=：]\s+|[:=：](?=[\"'“<\[]*https?:))"
)


def keyed_links(text: str, known: Collection[str]) -> str:
    """Return `{paper: …, pdf: …}` for links that are not written as YAML wants it: `pdf:https://…`,
    `paper = …`, `[PDF](https://…)`, or without commas; empty if one is not understood."""
    keys = list(_LINK.finditer(text)) if len(text) <= LONGEST else []
    if not keys or text[: keys[0].start()].strip("{ -"):
        return ""
    ends = [*(key.start() for key in keys[1:]), len(text)]
    found: dict[str, str] = {}
    for key, end in zip(keys, ends):
        name, value = key["key"].lower(), text[key.end() : end].strip(" ,;-")
        if end == len(text) and value.count("}") > value.count("{"):
            value = value[:-1].rstrip(" ,;")
        value = value if _ADDRESS_ONLY.fullmatch(value) else address(value).removeprefix("write ")
        name = LINK_NAMES.get(name, name)
        if name not in known or name in found or not _ADDRESS_ONLY.fullmatch(value):
            return ""
        found[name] = value
    return flow(found)


#: A URL, also with brackets in it, but without anything that is copied along.
_ADDRESS_ONLY = re.compile(r"https?://[^\s,\"“”<>`\\]+(?<![;…])")


def field_of(key: str, value: Node) -> str:
    """Return the hint for an identifier among URLs, `{doi: https://doi.org/10.1000/182}`."""
    name, found = pasted.within("", value.text) if type(value) is Scalar else ("", "")
    return f"remove it here, and add {name}: {found} to the entry" if key == name else ""


def flow(pairs: AbstractMapping[str, str]) -> str:
    """Return a mapping of URLs in braces, each whole if it can be completed."""
    urls = {key: text if "://" in text else _whole(text) for key, text in pairs.items()}
    shown = (
        f'{key}: "{text}"' if re.search(r"[,\[\]{}]|#|\s|:(?!//)", text) else f"{key}: {text}"
        for key, text in urls.items()
    )
    return f"{{{', '.join(shown)}}}" if pairs else ""


def _whole(text: str) -> str:
    found = address(text).removeprefix("write ")
    return found if found.startswith("http") else text
