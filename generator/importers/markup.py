"""Room 4, importers: text with the markup of publishers (HTML, JATS, MathML, LaTeX) → our text.

In: a title or an abstract as some program holds it. Out: plain text with `$TeX$`, paragraphs parted
by an empty line. What says nothing to a reader is dropped, no word is.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text

#: Elements of HTML 4, JATS and MathML that stand in titles and abstracts; `<x>` may be a text.
_NAMES = frozenset(
    "a abstract alternatives annotation b bold br code disp-formula div em ext-link i inf"
    " inline-formula italic label li list list-item math mfrac mi mn mo monospace mover mrow"
    " mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover named-content"
    " ol p roman sc scp sec semantics small span strike strong styled-content sub sup tex-math"
    " title tt u ul underline xref".split()
)
_TAG = re.compile(
    rf"</?(?:[a-z]+:)?(?:{'|'.join(sorted(_NAMES))})(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w+);", re.IGNORECASE)
#: Characters of a text that is read as markup; `max_prose` is 50,000.
_MOST = 200_000
#: Elements that begin a paragraph.
_BLOCKS = frozenset({"p", "sec", "list-item", "li", "div", "br"})
#: Headings that only repeat what an abstract is.
_HEADINGS = frozenset({"abstract", "summary", ""})
_SUP = dict(zip(map(ord, "0123456789+-=()n"), "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"))
_SUB = dict(zip(map(ord, "0123456789+-=()"), "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"))


def from_html(text: str) -> str:
    """HTML, JATS or MathML in a text of JSON or RIS; text without either stays as it is."""
    if len(text) > _MOST:  # no title and no abstract; the form of the field says so
        return text
    text = _without(text, "<!--", "-->", lambda inner: "")
    text = _without(text, "<![CDATA[", "]]>", escape)
    if not _TAG.search(text):
        return unescape(text) if _ENTITY.search(text) else text
    reader = _Reader()
    reader.feed(text.replace("<!", "&lt;!").replace("<?", "&lt;?"))  # there is no other markup
    reader.close()
    return reader.text


def _without(text: str, start: str, end: str, instead: Callable[[str], str]) -> str:
    """The text with what stands between two marks replaced, in one pass over it."""
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


def from_jats(text: str) -> str:
    """An abstract that some program copied from Crossref, tags and all; others stay as they are."""
    return from_html(text) if _JATS.search(text) else text


_JATS = re.compile(r"</?jats:\w|</p>")


class _Reader(HTMLParser):
    """Collects the text of elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[tuple[str, int]] = []

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.rpartition(":")[2]
        if name not in _NAMES:
            self.parts.append(self.get_starttag_text() or "")
            return
        if name in _BLOCKS and self.parts:
            self.parts.append("\n\n")
        self.open.append((name, len(self.parts)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.rpartition(":")[2] not in _NAMES:
            self.parts.append(self.get_starttag_text() or "")
        elif tag.rpartition(":")[2] in _BLOCKS and self.parts:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == name:
                start = self.open[place][1]
                del self.open[place:]
                self._close(name, start)
                return
        if name not in _NAMES:
            self.parts.append(f"</{tag}>")

    def _close(self, name: str, start: int) -> None:
        inner = "".join(self.parts[start:])
        if name in ("sup", "sub"):
            table = _SUP if name == "sup" else _SUB
            shown = inner.strip().translate(table)
            is_whole = set(shown) <= set(table.values())
            self.parts[start:] = [shown if is_whole else inner]
        elif name in ("tex-math", "annotation") and inner.strip():
            self.parts[start:] = [f"${inner.strip().strip('$').strip()}$"]
        elif name == "math" and "$" in inner:  # MathML with its TeX: the TeX alone
            self.parts[start:] = ["".join(re.findall(r"\$[^$]+\$", inner)[:1])]
        elif name == "title":
            heading = inner.strip()
            known = heading.lower().rstrip(":.") in _HEADINGS
            self.parts[start:] = [] if known else [f"\n\n{heading}: "]
        elif name in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


# --- LaTeX -------------------------------------------------------------------------------------

_LATEX = re.compile(r"[\\{}~]|--|``|''")
_MATH = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$|\\\(.+?\\\)", re.DOTALL)
#: Commands that only say how their argument looks.
_LOOKS = re.compile(
    r"\\(?:url|nolinkurl|href\{[^{}]*\}|enquote|mkbib(?:quote|emph|bold)|autocap|text[a-z]{2}|emph)"
    r"\*?(?=\s*\{)"
)
#: Signs that the library would decode as accents.
_SIGNS = {"textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\"}
_SIGN = re.compile(rf"\{{\\({'|'.join(_SIGNS)})\}}|\\({'|'.join(_SIGNS)})(?:\{{\}}|\s|(?![a-z]))")
_SLASH = re.compile(r"\\(?:slash|fshyp)(?![a-zA-Z])\s*")
#: BibLaTeX's hyphen at which a word may break.
_HYPHEN = re.compile(r"\\-/")
_reader = LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=False)


def from_latex(text: str) -> str:
    """A value of BibTeX: accents and commands as characters, braces gone, `$TeX$` kept."""
    if not _LATEX.search(text):
        return text
    formulas: list[str] = []

    def keep(match: re.Match[str]) -> str:
        formulas.append(match[0])
        return f"\ue000{len(formulas) - 1}\ue001"

    def sign(match: re.Match[str]) -> str:
        formulas.append(_SIGNS[match[1] or match[2]])
        return f"\ue000{len(formulas) - 1}\ue001"

    hidden = _SIGN.sub(sign, _MATH.sub(keep, text))
    hidden = re.sub(r"(?<!\\)%", r"\%", hidden)  # no comment in a value
    hidden = _SLASH.sub("/", _LOOKS.sub("", _HYPHEN.sub("-", hidden)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = _reader.latex_to_text(hidden)
    except (latexwalker.LatexWalkerError, ValueError, IndexError, RecursionError):
        shown = re.sub(r"[{}]", "", hidden)
    return re.sub("\ue000(\\d+)\ue001", lambda match: formulas[int(match[1])], shown)


logging.getLogger("pylatexenc").setLevel(logging.ERROR)  # it speaks about every unknown macro
