"""Convert publishers' markup (HTML, JATS, MathML) to our text.

In: a title or an abstract of another program. Out: plain text with `$TeX$` and empty lines between
paragraphs. Markup without meaning for readers is dropped, but no words; markup that is not
understood stays as written and is reported.
"""

from __future__ import annotations

import re
from collections import deque
from html import escape

from papershelf.importers.texts import elements, formulas, latex, mathml, scripts
from papershelf.importers.texts.elements import Node
from papershelf.text.markers import AND, LESS

#: The most characters read as markup; `max_prose` is 50,000.
_MOST = 200_000
#: Elements that begin a paragraph.
_BLOCKS = frozenset("p sec list-item li div br hr h1 h2 h3 h4 h5 h6 disp-formula".split())
_BULLET = "• "
_ITEMS = frozenset({"li", "list-item"})
#: Headings that only repeat the name of the field.
_HEADINGS = frozenset({"abstract", "summary", ""})
_HEADS = frozenset("title h1 h2 h3 h4 h5 h6".split())
_TEX = frozenset({"tex-math", "tex"})
_FORMULAS = frozenset({"inline-formula", "disp-formula", "alternatives"})
#: Crossref's and JATS's line over a letter.
_OVERLINED = frozenset({"ovl", "overline"})
_SHORT = re.compile(r"[A-Za-z0-9]{1,9}")
_IMAGES = frozenset({"img", "graphic", "inline-graphic"})
#: Scripts nested deeper than this are text.
_DEEPEST = 6


def from_html(text: str, odd: list[str] | None = None) -> str:
    """Return HTML, JATS or MathML as our text; other text stays unchanged. Append what was not
    understood to `odd`."""
    if len(text) > _MOST:  # too long for a title or abstract; the field's own form reports it
        return text
    odd = [] if odd is None else odd
    text = formulas.without_private(text)
    return formulas.settled(_converted(text, odd))


def _converted(text: str, odd: list[str]) -> str:
    """Return a text without elements and character references, with its formulas still marked."""
    text = elements.without(text, "<!--", "-->", lambda inner: "")
    text = elements.without(text, "<![CDATA[", "]]>", escape)
    text = elements.unescaped(text)
    if not elements.is_marked(text):
        return _inline(text)
    reader = _Reader(odd)
    reader.read(elements.parse(text, odd), 0)
    return _inline("".join(reader.parts)).strip()


_DISPLAY = re.compile(r"\$\$([^$]+)\$\$")


def _inline(text: str) -> str:
    """Return a text with its formulas inline; `$$` only if it contains nothing else."""
    if "$$" not in text:
        return text
    return _DISPLAY.sub(lambda match: formulas.marked(formulas.bare(match[1])), text)


class _Reader:
    """Collects the text of a tree."""

    def __init__(self, odd: list[str]) -> None:
        self.parts: list[str] = []
        self.odd = odd

    def read(self, node: Node, depth: int) -> None:
        """Add the content of an element; the depth of the tree is bounded."""
        for child in node.children:
            if isinstance(child, str):
                self.parts.append(child)
            else:
                self.element(child, depth)

    def element(self, node: Node, depth: int) -> None:
        """Add an element according to its kind."""
        name = node.name
        if name in _BLOCKS and self.parts and self.parts[-1] != _BULLET:
            self.parts.append("\n\n")
        if name in _ITEMS:
            self.parts.append(_BULLET)
        if name == "math":
            self.parts.append(mathml.to_text(node, self.odd))
        elif name in _TEX:
            self.parts.append(formulas.marked(formulas.bare(node.text)))
        elif name in _FORMULAS and (formula := _formula(node)):
            self.element(formula, depth)
        elif name in _OVERLINED and _SHORT.fullmatch(node.text):
            self.parts.append(formulas.marked(f"\\overline{{{node.text}}}"))
        elif name in ("sup", "sub", "inf") and depth < _DEEPEST:
            self.script(node, depth)
        elif self.is_reference(node):
            self.parts.append(f" [{node.text}]")
        elif name in _HEADS:
            self.heading(node, depth)
        elif name in _IMAGES:
            self.image(node)
        elif name == "q":
            self.parts.append("“")
            self.read(node, depth)
            self.parts.append("”")
        elif "katex-html" not in node.attributes.get(
            "class", ""
        ):  # KaTeX's second copy of the formula
            self.read(node, depth)
            self.link(node)
        if name in _BLOCKS:
            self.parts.append("\n\n")

    def is_reference(self, node: Node) -> bool:
        """Return whether an element is the number of a reference right after a word: `looms.1`."""
        is_number = node.attributes.get("ref-type") == "bibr" and node.text.isdigit()
        before = self.parts[-1][-1:] if self.parts else ""
        return is_number and (before.isalnum() or before in (".", ")"))

    def script(self, node: Node, depth: int) -> None:
        """Add a script after the text before it."""
        inner = _Reader(self.odd)
        inner.read(node, depth + 1)
        before = self.parts.pop() if self.parts else ""
        raised = node.name == "sup"
        self.parts.append(scripts.joined(before, "".join(inner.parts), is_raised=raised))

    def heading(self, node: Node, depth: int) -> None:
        """Add a heading as the beginning of its paragraph; leave out `Abstract`."""
        inner = _Reader(self.odd)
        inner.read(node, depth)
        heading = "".join(inner.parts).strip()
        if heading.lower().rstrip(":.") not in _HEADINGS:
            end = "" if heading[-1:] in ":.?!" else ":"
            self.parts.append(f"\n\n{heading}{end} ")

    def image(self, node: Node) -> None:
        """Add the alternative text of an image, and report it."""
        self.odd.append(f"<{node.name}>")
        self.parts.append(node.attributes.get("alt") or "[…]")

    def link(self, node: Node) -> None:
        """Report a URL that the text does not show."""
        address = node.attributes.get("href", "")
        if address.startswith("http") and address not in node.text:
            self.odd.append(address)


def _formula(node: Node) -> Node | None:
    """Return the best of several forms of one formula: TeX, then MathML."""
    found: dict[str, Node] = {}
    waiting = deque([node])
    while waiting:
        child = waiting.popleft()
        found.setdefault("tex" if child.name in _TEX else child.name, child)
        waiting += child.elements
    tex = found.get("tex")
    return tex if tex is not None and tex.text.strip() else found.get("math")


# --- texts in several markup languages ------------------------------------------------------------


def from_bibtex(text: str, odd: list[str] | None = None) -> str:
    """Return a value of BibTeX, which may contain LaTeX and HTML, as our text with `$TeX$`."""
    return formulas.settled(_from_bibtex(text, odd))


def plain_from_bibtex(text: str, odd: list[str] | None = None) -> str:
    """Return a value of BibTeX for a field without TeX, such as a venue."""
    return formulas.settled_plain(_from_bibtex(text, odd))


def _from_bibtex(text: str, odd: list[str] | None) -> str:
    odd = [] if odd is None else odd
    shown = latex.converted(text, odd)
    if len(shown) <= _MOST and ("<" in shown or "&" in shown):
        shown = _converted(formulas.without_markup(shown), odd)
    return _restored(_inline(shown))


def from_prose(text: str, odd: list[str] | None = None) -> str:
    """Return a text of JSON, RIS or YAML, which may contain HTML and LaTeX, as our text."""
    if len(text) > _MOST:
        return text
    odd = [] if odd is None else odd
    shown = latex.with_ordinals(from_html(text, odd))
    if "\\" not in shown:
        return shown
    shown = latex.converted(shown, odd, is_prose=True)
    if "<" in shown or "&" in shown:
        shown = _converted(shown, odd)
    return formulas.settled(_restored(shown))


def _restored(text: str) -> str:
    """Return a text with escaped characters restored."""
    return text.replace(LESS, "<").replace(AND, "&")
