"""The HTML part of a mail: one file in ASCII, with styles in its elements.

In: a Letter. Out: HTML without scripts, pictures or anything else from elsewhere. What mail clients
know: https://www.caniemail.com.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import css_inline

from papershelf.outputs import render
from papershelf.outputs.mail.letter import Letter
from papershelf.text.escape import html

#: Most bytes of the HTML. Gmail cuts a mail at 102 KB, counted after newsletter services have
#: added their own.
MOST = 90_000


@cache
def _inliner() -> css_inline.CSSInliner:
    style = (render.TEMPLATES / "mail.css").read_text(encoding="utf-8")
    return css_inline.CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
        extra_css=style,
    )


def to_html(letter: Letter) -> str:
    """Return the HTML of a letter, in ASCII."""
    style = (render.TEMPLATES / "mail-dark.css").read_text(encoding="utf-8")
    template = render.environment().get_template("mail.html.jinja")
    text = template.render(letter=_escaped(letter), style=style)
    return _inliner().inline(text).encode("ascii", "xmlcharrefreplace").decode()


def _escaped(value: Any) -> Any:
    """Return a record whose texts are escaped for HTML; what is HTML already stays."""
    if hasattr(value, "__html__") or isinstance(value, int):
        return value
    if isinstance(value, str):
        return html(value)
    if isinstance(value, tuple):
        parts = [_escaped(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    raise TypeError(f"cannot escape {type(value).__name__}")
