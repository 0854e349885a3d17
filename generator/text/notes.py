"""Room 0: the curator's Markdown (`notes`) → HTML from an allow-list.

In: Markdown by somebody who opened a pull request. Out: paragraphs, lists, tables, code, links to
http(s) and mail, formulas; no pictures, no styles, no scripts, no classes, no ids.
"""

from __future__ import annotations

import markdown
import nh3

from generator.text import tex

TAGS = frozenset(
    "p em strong code pre ul ol li blockquote a br hr h3 h4 h5 h6 table thead tbody tr th td sub"
    " sup del".split()
)
_DEMOTED = {"h1": "h3", "h2": "h4"}
_MARKDOWN = markdown.Markdown(extensions=["sane_lists", "tables"], output_format="html")
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href", "title"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
    generic_attribute_prefixes=set(),
    strip_comments=True,
)
#: A private-use character cannot be forged: it is taken out of the text first.
_OPEN, _CLOSE = "\ue000", "\ue001"


def to_html(text: str, macros: tex.Macros = ()) -> str:
    """Clean HTML of a note; formulas are MathML."""
    text = text.replace(_OPEN, "").replace(_CLOSE, "").replace("\x02", "").replace("\x03", "")
    protected, formulas = _protect(text, macros)
    html = _MARKDOWN.reset().convert(protected)
    for high, low in _DEMOTED.items():
        html = html.replace(f"<{high}>", f"<{low}>").replace(f"</{high}>", f"</{low}>")
    html = _CLEANER.clean(html)
    for number, formula in enumerate(formulas):
        html = html.replace(f"{_OPEN}{number}{_CLOSE}", formula)
    return html.replace("\n\n", "\n").strip()


def _protect(text: str, macros: tex.Macros) -> tuple[str, list[str]]:
    """Formulas leave the text before Markdown takes their underscores for emphasis."""
    formulas: list[str] = []
    pieces: list[str] = []
    done = 0
    for piece in tex.split(text):
        if piece.is_math:
            pieces += [text[done : piece.start], f"{_OPEN}{len(formulas)}{_CLOSE}"]
            formulas.append(tex.to_html(text[piece.start : piece.end], macros))
            done = piece.end
    return "".join([*pieces, text[done:]]), formulas
