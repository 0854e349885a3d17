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

from pylatexenc import latex2text
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalker, LatexWalkerError, get_default_latex_context_db

from generator.text import tex

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
    r"\\(?:href\s*\{[^{}]*\}|enquote|mkbib(?:quote|emph|bold)|autocap|text[a-z]{2}|emph)"
    r"\*?(?=\s*\{)"
)
#: Its argument is an address, in which nothing is a command.
_ADDRESS = re.compile(r"\\(?:url|nolinkurl|path)\s*\{([^{}]*)\}")
#: Signs that the library would decode as accents, or drop.
_SIGNS = {
    "textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\", "hyphen": "-",
    "slash": "/", "fshyp": "/", "bibrangedash": "–", "textbraceleft": "{", "textbraceright": "}",
}  # fmt: skip
_SIGN = re.compile(
    rf"\{{\\({'|'.join(_SIGNS)})\}}|\\({'|'.join(_SIGNS)})(?![a-zA-Z])(?:\{{\}}|\s)?"
)
#: BibLaTeX's hyphen at which a word may break.
_HYPHEN = re.compile(r"\\-/")
#: A command without an argument.
_BARE = re.compile(r"\\([A-Za-z]{2,})(?![A-Za-z])(?!\s*[{\[])(?:\{\})?")
_EMPTY = re.compile(r"\\([A-Za-z]{2,})\{\}")
#: They say how to print, not what.
_PRINT = frozenset(
    "relax protect bf em it rm sl sc tt sf md up bfseries itshape mdseries rmfamily scshape"
    " sffamily slshape ttfamily upshape normalfont tiny scriptsize footnotesize small normalsize"
    " large Large LARGE huge Huge xspace allowbreak nobreak newline linebreak hfill par noindent"
    " indent break leavevmode boldmath unboldmath displaystyle textstyle smash bgroup egroup"
    " begingroup endgroup ignorespaces unskip hbox mbox hskip kern addcolon adddot adddotspace"
    " addspace addcomma isdot nopunct bibstring left right big Big bigg Bigg limits"
    " nolimits".split()
)
#: Words that tokens of TeX cannot begin in, which is most of a text: not worth reading slowly
#: (100 KB a second, without them 470). The word before them may be an argument.
_WORDS = re.compile(r"(?<=\s)([\w,.;:()]+ )((?:[\w,.;:()?!/]+(?:-[\w,.;:()?!/]+)* ){3,})")
_DOLLAR = "\ue002"
_macros = get_default_latex_context_db()
_shown_macros = latex2text.get_default_latex_context_db()
_reader = LatexNodes2Text(
    math_mode="verbatim", keep_comments=True, strict_latex_spaces=False,
    latex_context=_shown_macros,
)  # fmt: skip


def from_latex(text: str) -> str:
    """A value of BibTeX: accents and commands as characters, braces gone, `$TeX$` kept. A command
    that nobody knows is shown by its name: it may be a word."""
    if not _LATEX.search(text):
        return text
    kept: list[str] = []

    def keep(shown: str) -> str:
        kept.append(shown)
        return f"\ue000{len(kept) - 1}\ue001"

    def name(match: re.Match[str]) -> str:
        if match[1] in _PRINT or _is_known(match[1]):
            return match[0]
        return keep(match[1])

    hidden = re.sub("[\ue000-\ue002]", "", text)
    hidden = _ADDRESS.sub(lambda match: keep(match[1]), hidden)
    hidden = _MATH.sub(lambda match: keep(match[0]), hidden)
    formulas = sum(text[:1] in "$\\" for text in kept)
    hidden = hidden.replace(r"\$", _DOLLAR)
    hidden = _SIGN.sub(lambda match: keep(_SIGNS[match[1] or match[2]]), hidden)
    hidden = re.sub(r"(?<!\\)%", r"\%", hidden)  # no comment in a value
    hidden = _LOOKS.sub("", _HYPHEN.sub("-", hidden))
    hidden = _BARE.sub(name, _EMPTY.sub(name, hidden))
    hidden = _WORDS.sub(lambda match: match[1] + keep(match[2]), hidden)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            walker = LatexWalker(hidden, latex_context=_macros, tolerant_parsing=True)
            shown = _reader.nodelist_to_text(walker.get_latex_nodes()[0])
    except (LatexWalkerError, ValueError, IndexError, RecursionError):
        shown = re.sub(r"[{}]", "", hidden)
    shown = re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match[1])], shown)
    if _DOLLAR not in shown:
        return shown
    # two signs of money are no formula: where they would be one, they keep their backslash
    money = shown.replace(_DOLLAR, "$")
    is_money = sum(piece.is_math for piece in tex.split(money)) <= formulas
    return money if is_money else shown.replace(_DOLLAR, r"\$")


def _is_known(name: str) -> bool:
    """Whether a command is shown as something."""
    spec = _shown_macros.get_macro_spec(name)
    return bool(
        spec is not None and spec.macroname == name and spec.simplify_repl not in (None, "")
    )


logging.getLogger("pylatexenc").setLevel(logging.ERROR)  # it speaks about every unknown macro
