"""MathML in hand-written text, for places that do not show it as it is written.

In: a `<math>` element as text. Out: MathML of ours, which is safe anywhere, or plain text.
"""

from __future__ import annotations

from papershelf.text import tex
from papershelf.text.escape import html


def to_html(element: str, macros: tex.Macros) -> str:
    """Return an element as a formula of ours, on a line of its own if it is a block."""
    return tex.to_html(_to_tex(element), macros)


def to_plain(element: str) -> str:
    """Return an element as text, escaped for HTML."""
    return html(tex.to_plain(_to_tex(element)))


def _to_tex(element: str) -> str:
    # few collections need it, and it loads many tables
    from papershelf.importers.texts import markup

    text = markup.from_html(element)
    is_block = 'display="block"' in element.partition(">")[0]
    return f"${text}$" if is_block and text.startswith("$") else text
