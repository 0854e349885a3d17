"""Convert the text of a whole page to HTML for mail, feeds and frames.

In: hand-written Markdown that lists papers, and the extensions that the engine reads it with. Out:
the HTML of each of its parts, as on the page but by an allow-list, and its footnotes. No classes,
ids or scripts: what depends on those has a simpler form.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from importlib import import_module
from typing import Any, NamedTuple

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor

from papershelf.text import notes, readings
from papershelf.text.headings import Heading
from papershelf.text.markers import HEADING

#: Extensions of Python-Markdown, for pages that mix HTML and Markdown, and those usual in Material.
EXTENSIONS = (
    *("md_in_html", "attr_list", "tables", "footnotes", "admonition", "toc"),
    "papershelf.text.markdown_limits",
)

Extensions = tuple[tuple[str, Mapping[str, object]], ...]
"""Names of extensions of Python-Markdown, and their options."""

#: What pages are read with if the settings name nothing else; MkDocs adds the first three itself.
USUAL: Extensions = tuple((name, {}) for name in ("toc", "tables", "fenced_code", *EXTENSIONS))

_TAGS = notes.TAGS | set(
    "abbr b caption cite dd del div dl dt figcaption figure h1 h2 i img ins kbd mark q s samp"
    " section small tfoot u var".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
}
#: Elements of which nothing is left.
_DROPPED = {"script", "style", "svg", "template"}
#: HTML that programs without scripts and styles show as nothing or as one line, as what they show.
_SIMPLER = (
    (re.compile(r"<details\b[^>]*>"), "<blockquote>"),
    (re.compile(r"</details>"), "</blockquote>"),
    (re.compile(r"<summary\b[^>]*>"), "<p><strong>"),
    (re.compile(r"</summary>"), "</strong></p>"),
    (re.compile(r'<span class="filename">(.*?)</span>'), r"<p><strong>\1</strong></p>"),
    (re.compile(r'<input\b[^>]*type="checkbox"[^>]*\bchecked\b[^>]*>'), "☑ "),
    (re.compile(r'<input\b[^>]*type="checkbox"[^>]*>'), "☐ "),
    (
        re.compile(r"""<(?:iframe|video|audio|embed|source)\b[^>]*?\bsrc=(["'])(.*?)\1[^>]*>"""),
        r'<a href="\2">\2</a>',
    ),
)
#: Icons of Material; they are decoration.
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:")


class _Emoji(dict[str, Mapping[str, object]]):
    """Emoji by name, and every icon."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is known of an emoji or an icon."""
        icon = {"category": "icon"} if _ICON.fullmatch(name) else default
        return super().get(name, icon)


def _emoji(options: Any, md: markdown.Markdown) -> dict[str, Any]:
    """Return the emoji of GitHub and Slack for the extension, which has more than one index."""
    found: dict[str, Any] = import_module("pymdownx.emoji").twemoji(options, md)
    return {**found, "emoji": _Emoji(found["emoji"])}


def _character(*given: Any) -> etree.Element:
    """Return an emoji as its character, and nothing for an icon."""
    _, name, alias, _, shown, *_ = given
    found = etree.Element("span")
    found.text = "" if shown in (name, alias) else shown
    return found


#: Options of extensions that make something simpler than images and tables of line numbers.
_PLAINER: Mapping[str, Mapping[str, object]] = {
    "codehilite": {"linenums": False, "linenos": False},
    "pymdownx.emoji": {"emoji_index": _emoji, "emoji_generator": _character},
    "pymdownx.highlight": {"linenums": False, "anchor_linenums": False},
    "toc": {"permalink": False},
}
#: Extensions that change only what a pointer shows, and fail without the engine's page.
_OF_PAGES = {"material.extensions.preview", "zensical.extensions.preview"}
#: What comes after a mark: text and headings with their offsets, footnotes with their numbers.
_TEXT, _TITLE, _NOTE = "text", "title", "note"
_MARK = re.compile(rf"(?:<p>)?{HEADING}({_TEXT}|{_TITLE}|{_NOTE})(\d+){HEADING}(?:</p>)?\n?")
#: What is left of links back from footnotes.
_EMPTY = re.compile(r"<p></p>|&nbsp;(?=</p>)")
_TAG = re.compile("<[^>]*>")
_HEADING_TAG = re.compile("</?h[1-6]>")
_REFERENCE = re.compile(r"<sup>\[(\d+)\]</sup>")


class Prose(NamedTuple):
    """The text of a page."""

    pieces: Mapping[int, str]
    """Clean HTML of what is below headings and papers, by the offset at which it begins in the
    page."""
    whole: Sequence[tuple[int, str]]
    """The same and the headings, in the order of the page."""
    headings: Mapping[int, str]
    """Clean HTML within headings, by the offset at which they begin."""
    footnotes: Mapping[int, str]
    """Clean HTML by number."""

    def plain_heading(self, start: int) -> str:
        """Return a heading as plain text, with the numbers of its footnotes in brackets."""
        return unescape(_TAG.sub("", self.headings.get(start, "")))

    def between(self, start: int, end: int) -> str:
        """Return the HTML of a stretch of the page."""
        first, last = bisect_left(self.whole, (start,)), bisect_left(self.whole, (end,))
        return "\n".join([html for _, html in self.whole[first:last]])


def has_formulas(extensions: Extensions) -> bool:
    """Return whether an extension reads formulas."""
    return any(re.search("math|matex", name) for name, _ in extensions)


def numbers_in(html: str) -> list[int]:
    """Return the numbers of the footnotes that a piece refers to."""
    return [int(match[1]) for match in _REFERENCE.finditer(html)]


def reader(extensions: Extensions) -> markdown.Markdown:
    """Return what reads Markdown as the engine does, and makes it simple."""
    names = [name for name, _ in extensions if name not in _OF_PAGES]
    options = {name: {**given, **_PLAINER.get(name, {})} for name, given in extensions}
    found = markdown.Markdown(extensions=names, extension_configs=options, output_format="html")
    found.treeprocessors.register(_Simple(found), "simple", 4)  # after all of Markdown's own
    return found


def to_prose(
    page: str,
    engine: markdown.Markdown,
    *,
    to_link: Callable[[str], str],
    to_math: Callable[[str], str | None],
    to_mathml: Callable[[str], str],
    to_url: Callable[[str], str | None],
) -> Prose:
    """Return the text of a page, converted by a `reader`. Formulas are `to_math` of their source,
    where None leaves them; MathML, written or made by the engine, is `to_mathml` of an element;
    citations are `to_link` of their ids; relative URLs are `to_url` of what is written, where None
    removes the link."""
    protected, held = notes.protect(_marked(page), to_math, to_link)
    html = notes.with_mathml(engine.reset().convert(protected), held, to_mathml)
    for pattern, form in _SIMPLER:
        html = pattern.sub(form, html)
    cleaner = nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto"},
        url_relative=to_url,
        link_rel="nofollow",
        generic_attribute_prefixes=set(),
        strip_comments=True,
    )
    found: dict[str, dict[int, str]] = {kind: {} for kind in (_TEXT, _TITLE, _NOTE)}
    _, *marked = _MARK.split(html)
    for kind, number, piece in zip(marked[::3], marked[1::3], marked[2::3]):
        clean = _EMPTY.sub("", notes.restored(cleaner.clean(piece), held)).strip()
        if clean:
            found[kind][int(number)] = clean
    whole = sorted((found[_TEXT] | found[_TITLE]).items())
    headings = {
        start: _HEADING_TAG.sub("", title).strip() for start, title in found[_TITLE].items()
    }
    return Prose(found[_TEXT], whole, headings, found[_NOTE])


def _marked(page: str) -> str:
    """Return a page without its papers, with the offset before each of its pieces."""

    def to_text(heading: Heading) -> str:
        title = f"{_mark(_TITLE, heading.start)}\n\n{heading.markdown}"
        return f"\n\n{title}\n\n{_mark(_TEXT, heading.end)}\n\n"

    found = readings.rewrite(page.replace(HEADING, " "), to_text)
    return "\n\n".join(
        [f"{_mark(_TEXT, each.start)}\n\n{each.text}" for each in found if not each.id]
    )


def _mark(kind: str, number: int) -> str:
    return f"{HEADING}{kind}{number}{HEADING}"


class _Simple(Treeprocessor):
    """Gives elements that need classes or ids a form that needs none."""

    def run(self, root: etree.Element) -> None:
        """Remove links within the page, and mark footnotes."""
        for parent in list(root.iter()):
            for child in list(parent):
                kinds = set((child.get("class") or "").split())
                if "toc" in kinds:
                    _remove(parent, child)
                elif "footnote-ref" in kinds:
                    parent.text, parent[:] = f"[{''.join(child.itertext())}]", []
                elif "admonition" in kinds:
                    child.tag = "blockquote"
                elif "admonition-title" in kinds:
                    _wrap(child)
                elif "tabbed-set" in kinds:
                    _label(child)
                elif "footnote" in kinds and child.tag == "div":
                    _spread(parent, child)


def _remove(parent: etree.Element, child: etree.Element) -> None:
    """Remove an element, but not the text behind it."""
    at = list(parent).index(child)
    before = parent[at - 1] if at else None
    if before is None:
        parent.text = (parent.text or "") + (child.tail or "")
    else:
        before.tail = (before.tail or "") + (child.tail or "")
    parent.remove(child)


def _wrap(element: etree.Element) -> None:
    """Make the content of an element bold."""
    strong = etree.Element("strong")
    strong.text, strong[:] = element.text, list(element)
    element.text, element[:] = None, [strong]


def _label(tabs: etree.Element) -> None:
    """Move the name of each tab into the tab."""
    names, contents = tabs.iterfind("div/label"), tabs.iterfind("div[@class='tabbed-content']/div")
    for name, content in zip(list(names), list(contents)):
        heading, name.tag = etree.Element("p"), "strong"
        heading.append(name)
        content.insert(0, heading)
    for labels in tabs.findall("div[@class='tabbed-labels']"):
        tabs.remove(labels)


def _spread(parent: etree.Element, notes_: etree.Element) -> None:
    """Replace the list of footnotes by what is in each, after its mark."""
    found = []
    for number, item in enumerate(notes_.iterfind("ol/li"), 1):
        mark = etree.Element("p")
        mark.text = _mark(_NOTE, number)
        found += [mark, *item]
        for back in item.findall(".//a[@class='footnote-backref']"):
            holder = next(each for each in item.iter() if back in list(each))
            _remove(holder, back)
    at = list(parent).index(notes_)
    parent[at : at + 1] = found


_IMAGE = re.compile(r'<img\b(?=[^>]*? src="(?P<src>[^"]*)")?(?=[^>]*? alt="(?P<alt>[^"]*)")?[^>]*>')
_LINK = re.compile(r"<a\b.*?</a>", re.DOTALL)
_LINK_OR_IMAGE = re.compile(f"{_LINK.pattern}|{_IMAGE.pattern}", re.DOTALL)


def without_images(html: str) -> str:
    """Return clean HTML with a link in place of each image; within a link, its text alone."""

    def to_link(match: re.Match[str]) -> str:
        if match[0].startswith("<a"):
            link = _IMAGE.sub(lambda image: image["alt"] or "", match[0])
            return link.replace("></a>", ">Image</a>")  # nobody could follow it
        text = match["alt"] or (match["src"] and "Image") or ""
        return f'<a href="{match["src"]}">{text}</a>' if match["src"] else text

    return _LINK_OR_IMAGE.sub(to_link, html) if "<img" in html else html


def with_number(number: int, footnote: str) -> str:
    """Return the HTML of a footnote with its number in its first paragraph."""
    mark = f"<sup>[{number}]</sup> "
    return f"<p>{mark}{footnote[3:]}" if footnote.startswith("<p>") else f"{mark}{footnote}"
