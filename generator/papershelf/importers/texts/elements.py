"""Parse text with elements of HTML, JATS and MathML.

In: a text in which `<i>` may be markup and `p<0.05` is not. Out: nodes and the text between them,
with character references decoded. An element is known and closed; anything else is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from papershelf.text.characters import REFERENCE

#: Elements of HTML 4, JATS and Elsevier in titles and abstracts.
TEXT = frozenset(
    "a abstract alternatives b big bold br break cite cite-bib code del disp-formula div dfn em"
    " email ext-link fn font graphic h1 h2 h3 h4 h5 h6 hr i img inf inline-formula inline-graphic"
    " ins italic kbd label li list list-item mark monospace named-content ol overline ovl p q roman"
    " s samp sans-serif sc scp sec small small-caps smallcaps span strike strong styled-content sub"
    " sup tex tex-math title tt u ul underline uri var xref".split()
)
#: Elements of MathML 3 (presentation).
MATH = frozenset(
    "annotation annotation-xml maction maligngroup malignmark math menclose merror mfenced mfrac"
    " mglyph mi mlabeledtr mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms"
    " mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none"
    " semantics".split()
)
#: Elements without an end tag.
_VOID = frozenset("br break hr img graphic inline-graphic mspace mprescripts none mglyph".split())
#: Elements that end where the next one begins.
_BLOCKS = frozenset({"p", "li", "list-item"})
#: Of elements nested deeper, only the text counts.
_DEEPEST = 60
_NAMES = "|".join(sorted(TEXT | MATH, key=len, reverse=True))
_TAG = re.compile(
    rf"<(?P<end>/?)(?:[A-Za-z][\w-]{{0,20}}:)?(?P<name>{_NAMES})"
    r"(?P<attributes>\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?(?P<whole>/?)>",
    re.IGNORECASE,
)
#: A tag whose brackets are character references.
_ESCAPED = re.compile(
    rf"&lt;(/?(?:[A-Za-z][\w-]{{0,20}}:)?(?:{_NAMES})(?:\s(?:(?!&[lg]t;)[^<>])*)?/?)&gt;",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(f"&{REFERENCE}")
#: A reference without its semicolon, which browsers accept: `Tom &amp Jerry`.
_BARE = re.compile(r"&(amp|lt|gt|quot|nbsp)(?![\w;=])")
#: A reference that was escaped again, once or several times: `&amp;amp;lt;`.
_AGAIN = re.compile(f"&(?:amp;)+(?={REFERENCE})")


@dataclass(slots=True)
class Node:
    """An element."""

    name: str
    """The name in lower case, without a prefix: `msup`."""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Node]:
        """Return the children that are elements."""
        return [child for child in self.children if isinstance(child, Node)]

    def iter_text(self) -> Iterator[str]:
        """Yield all text inside, in order; the depth is bounded."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.iter_text()

    @property
    def text(self) -> str:
        return "".join(self.iter_text())


def is_marked(text: str) -> bool:
    """Return whether a text may contain an element or a character reference."""
    return ("<" in text and _TAG.search(text) is not None) or (
        "&" in text and _ENTITY.search(text) is not None
    )


def unescaped(text: str) -> str:
    """Return the text with escaped elements as elements, even if escaped several times."""
    if "&" not in text:
        return text
    text = _AGAIN.sub("&", _BARE.sub(r"&\1;", text))
    return _ESCAPED.sub(lambda match: f"<{match[1].replace('&quot;', chr(34))}>", text)


def decoded(text: str, odd: list[str]) -> str:
    """Return the text with its character references as characters, even if escaped several
    times."""
    if "&" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        shown = unescape(match[0])
        if shown == match[0]:
            odd.append(shown)
        return shown

    return _ENTITY.sub(character, _AGAIN.sub("&", text))


def parse(text: str, odd: list[str]) -> Node:
    """Return the tree of a text; unpaired tags stay text and are reported."""
    tags = list(_TAG.finditer(text))
    pairs = _paired(tags)
    root = Node("")
    path, skipped, at = [root], [0], 0
    for number, tag in enumerate(tags):
        if number not in pairs:
            odd.append(tag[0])
            continue
        if before := text[at : tag.start()]:
            path[-1].children.append(decoded(before, odd))
        at = tag.end()
        if pairs[number] < 0:
            if not tag["end"] or tag["name"].lower() in _BLOCKS:
                path[-1].children.append(_node(tag))
        elif tag["end"]:
            if not skipped.pop():
                path.pop()
        elif len(path) > _DEEPEST:
            skipped.append(1)
        else:
            path[-1].children.append(node := _node(tag))
            path.append(node)
            skipped.append(0)
    if rest := text[at:]:
        path[-1].children.append(decoded(rest, odd))
    return root


def _node(tag: re.Match[str]) -> Node:
    found = _ATTRIBUTE.findall(tag["attributes"] or "")
    attributes = {name.rpartition(":")[2].lower(): unescape(a or b) for name, a, b in found}
    return Node(tag["name"].lower(), attributes)


def _paired(tags: list[re.Match[str]]) -> dict[int, int]:
    """Return the number of each tag's partner, -1 for an element without content; tags not listed
    are text. Overlapping elements end with the outer one."""
    pairs: dict[int, int] = {}
    names = [tag["name"].lower() for tag in tags]
    opened: list[int] = []
    waiting: dict[str, int] = {}
    for number, tag in enumerate(tags):
        name = names[number]
        if tag["end"]:
            if not waiting.get(name):
                if name in _BLOCKS | _VOID:
                    pairs[number] = -1  # a lone `</p>` only ends a paragraph
                continue
            for begun in iter(opened.pop, None):
                waiting[names[begun]] -= 1
                if names[begun] == name:
                    pairs |= {begun: number, number: begun}
                    break
                if names[begun] in _BLOCKS:
                    pairs[begun] = -1
        elif tag["whole"] or name in _VOID:
            pairs[number] = -1
        else:
            opened.append(number)
            waiting[name] = waiting.get(name, 0) + 1
    pairs |= {number: -1 for number in opened if names[number] in _BLOCKS}
    return pairs


def without(text: str, start: str, end: str, instead: Callable[[str], str]) -> str:
    """Return the text with each part between two delimiters replaced, in one pass; an unclosed
    delimiter is text."""
    if start not in text:
        return text
    parts, at = [], 0
    while (begin := text.find(start, at)) >= 0:
        stop = text.find(end, begin + len(start))
        if stop < 0:
            break
        parts += [text[at:begin], instead(text[begin + len(start) : stop])]
        at = stop + len(end)
    return "".join(parts) + text[at:]
