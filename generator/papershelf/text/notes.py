"""Convert the curator's Markdown (`notes`) to HTML with an allow-list.

In: untrusted Markdown from a pull request. Out: paragraphs, lists, tables, code, links to http(s)
and mail, formulas; no images, styles, scripts, classes or ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import NamedTuple

import markdown
import nh3
from markdown.util import ETX, STX

from papershelf.text import citing, escape, markdown_limits, plaintext, tex
from papershelf.text.markers import HELD_CLOSE, HELD_OPEN

TAGS = frozenset(
    "p em strong code pre ul ol li blockquote a br hr h3 h4 h5 h6 table thead tbody tr th td sub"
    " sup del".split()
)
_DEMOTED = {"h1": "h3", "h2": "h4"}
_MARKDOWN = markdown.Markdown(
    extensions=["fenced_code", "sane_lists", "tables", markdown_limits.Bounded()],
    output_format="html",
)


def _cleaner(to_url: Callable[[str], str | None] | None = None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        url_relative=to_url,
        link_rel="nofollow",
        generic_attribute_prefixes=set(),
        strip_comments=True,
    )


_CLEANER = _cleaner()
_CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_BLANK_LINES = re.compile(r"\n\n+")
#: Code, which stays, and a reference to a footnote.
_FOOTNOTE = re.compile(rf"(?P<kept>{citing.CODE})|(?<!\\)\[\^[^\]\s]+\]", re.DOTALL | re.MULTILINE)
_MATHML = re.compile(r"<math\b(?:(?!<math\b).)*?</math>", re.DOTALL)
_LINK = re.compile(r'<a href="(?P<url>[^"]*)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)
_TAG = re.compile("<[^>]*>")
#: What is held, and a tag of clean HTML, which may have some in its attributes.
_HELD = re.compile(f"{HELD_OPEN}(\\d+){HELD_CLOSE}")
_HELD_OR_TAG = re.compile(rf'{_HELD.pattern}|<[a-z](?:[^">]|"[^"]*")*+>')
_ATTRIBUTE = re.compile(r' (?P<name>[a-z]+)="[^"]*"')
_URLS = {"href", "src"}


class Held(NamedTuple):
    """What is not Markdown, while Markdown is converted."""

    written: str
    html: str


def to_html(
    text: str,
    macros: tex.Macros = (),
    to_link: Callable[[str], str] | None = None,
    *,
    to_math: Callable[[str], str] | None = None,
    to_mathml: Callable[[str], str] | None = None,
    to_url: Callable[[str], str | None] | None = None,
) -> str:
    """Return the safe HTML of a note. Formulas are `to_math` of their source, otherwise MathML;
    MathML is `to_mathml` of an element, otherwise nothing; citations are `to_link` of their ids;
    relative URLs are `to_url` of what is written, where None removes the link."""
    as_math = to_math or (lambda formula: tex.to_html(formula, macros))
    cleaner = _cleaner(to_url) if to_url else _CLEANER
    protected, held = protect(text, as_math, to_link)
    html = with_mathml(_MARKDOWN.reset().convert(protected), held, to_mathml or (lambda _: ""))
    for high, low in _DEMOTED.items():
        html = html.replace(f"<{high}>", f"<{low}>").replace(f"</{high}>", f"</{low}>")
    html = _CODE.sub(_keep_blank_lines, cleaner.clean(html))
    html = restored(html, held)
    return _BLANK_LINES.sub("\n", html).strip()


def to_plain(
    text: str, to_title: Callable[[str], str], to_url: Callable[[str], str | None] | None = None
) -> str:
    """Return a note as plain text: formulas as `tex.to_plain`, citations as `to_title` of their
    ids, and the address of a link behind its text, relative ones as `to_url` of what is written."""
    return plaintext.to_text(_to_simple(text, to_title, to_url))


def relative_urls(text: str) -> list[str]:
    """Return the URLs without scheme of a note's links, as they are written. Pictures are not
    shown, whatever their URLs are."""
    found: list[str] = []
    if not any(mark in text for mark in ("](", "]:", "<")):
        return found

    def to_url(written: str) -> str:
        found.append(written)
        return written

    html = to_html(text, to_math=lambda _: "", to_url=to_url)
    linked = {unescape(match["url"]) for match in _LINK.finditer(html)}
    return [url for url in found if url in linked]


def heading_to_plain(text: str, to_title: Callable[[str], str]) -> str:
    """Return the Markdown of a heading as it reads on the page: nothing begins a list or a quote,
    links are their text, and no footnote is below it."""
    bare = _FOOTNOTE.sub(lambda match: match["kept"] or "", text) if "[^" in text else text
    html = _to_simple(f"# {bare} #", to_title)
    return " ".join(unescape(_TAG.sub("", html)).split())


def _to_simple(
    text: str, to_title: Callable[[str], str], to_url: Callable[[str], str | None] | None = None
) -> str:
    """Return HTML in which formulas and citations are plain text."""
    return to_html(
        text,
        to_link=lambda paper_id: escape.html(to_title(paper_id)),
        to_math=lambda formula: escape.html(tex.to_plain(formula)),
        to_url=to_url,
    )


def _keep_blank_lines(match: re.Match[str]) -> str:
    """Write blank lines of code so that Markdown does not end the block of HTML there."""
    return match[0].replace("\n\n", "\n&#10;")


def protect(
    text: str, to_math: Callable[[str], str | None], to_link: Callable[[str], str] | None
) -> tuple[str, list[Held]]:
    """Replace formulas before Markdown reads their underscores as emphasis, and citations before
    untrusted HTML is cleaned. No formula is in code, and `to_math` can leave one
    as it is."""
    for mark in (HELD_OPEN, HELD_CLOSE, STX, ETX):
        text = text.replace(mark, "")
    bare = citing.without_code(text)
    found: list[tuple[int, int, str]] = [
        (piece.start, piece.end, html)
        for piece in tex.split(bare)
        if piece.is_math
        and (source := text[piece.start : piece.end]) == bare[piece.start : piece.end]
        and (html := to_math(source)) is not None
    ]
    if to_link is not None:
        formulas = [(start, end) for start, end, _ in found]
        for start, end, paper_id in citing.iter_citations(text):
            if not any(first < end and start < last for first, last in formulas):
                found.append((start, end, to_link(paper_id)))
    pieces: list[str] = []
    held: list[Held] = []
    done = 0
    for number, (start, end, html) in enumerate(sorted(found)):
        pieces += [text[done:start], f"{HELD_OPEN}{number}{HELD_CLOSE}"]
        held.append(Held(text[start:end], html))
        done = end
    return "".join([*pieces, text[done:]]), held


def with_mathml(html: str, held: list[Held], to_html: Callable[[str], str]) -> str:
    """Replace each `<math>` element before HTML is cleaned, which removes it with its content."""

    def hold(match: re.Match[str]) -> str:
        held.append(Held(match[0], to_html(match[0])))
        return f"{HELD_OPEN}{len(held) - 1}{HELD_CLOSE}"

    return _MATHML.sub(hold, html) if "<math" in html else html


def restored(html: str, held: Sequence[Held]) -> str:
    """Return clean HTML with what `protect` has taken out. Attributes get its text alone, and
    addresses what is written: nothing else would be as safe as what was cleaned."""

    def in_attribute(match: re.Match[str]) -> str:
        is_url = match["name"] in _URLS

        def to_text(mark: re.Match[str]) -> str:
            each = held[int(mark[1])]
            return escape.html(each.written) if is_url else _TAG.sub("", each.html)

        return _HELD.sub(to_text, match[0])

    def to_html(match: re.Match[str]) -> str:
        return held[int(match[1])].html if match[1] else _ATTRIBUTE.sub(in_attribute, match[0])

    return _HELD_OR_TAG.sub(to_html, html) if held else html
