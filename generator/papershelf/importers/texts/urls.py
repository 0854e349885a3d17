"""Convert URLs and DOIs from LaTeX notation.

In: a value of BibTeX, `http://a.org/{\\~{}}x/b{\\_}c`. Out: `http://a.org/~x/b_c`.
"""

from __future__ import annotations

import re

from papershelf.text.markers import BRACE


def address(text: str) -> str:
    """Return a URL or DOI without LaTeX commands, braces and escapes."""
    text = text.strip().replace("&amp;", "&")
    if found := re.fullmatch(
        r"\{*\\(?:url|nolinkurl|path|href)\s*\{(.*?)\}(?:\{.*\})?\}*", text, re.DOTALL
    ):
        text = found[1].strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    text = re.sub(r"\\url\s?(?=\{)", "", text)  # one of several
    text = _TILDE.sub("~", text)
    text = re.sub(r"\\textunderscore(?![A-Za-z])(?:\{\s*\}|\s)?|\\string\s*_", "_", text)
    text = re.sub(r"\\([_%#&$~])(?:\{\s*\})?|\\([{}])", lambda m: m[1] or f"{BRACE}{m[2]}", text)
    text = re.sub(r"\\(?:slash|fshyp)\b(?:\{\})?\s?", "/", text)
    text = re.sub(
        r"\\(?:allowbreak|-|/|,|!|linebreak|discretionary)(?![A-Za-z])(?:\{\})*\s?", "", text
    )
    text = re.sub(r"\$([<>_])\$", r"\1", text)  # `$<$` in an old DOI, `$\\_$`
    text = re.sub(r"\{?\\text(less|greater)(?![A-Za-z])(?:\{\}|\s)?\}?", _angle, text)
    text = re.sub(rf"(?<!{BRACE})[{{}}]", "", text)
    return text.replace(BRACE, "").strip()


#: All notations of a tilde in a URL.
_TILDE = re.compile(
    r"\$\s*\\(?:sim|tilde)\s*(?:\{\s*\})?\s*\$|\$\\mathtt\{\\sim\}\$"
    r"|\\(?:textasciitilde|texttildelow|textapprox|sim)(?![A-Za-z])(?:\{\s*\}|\s)?|\\string\s*~|\\~\s*\{\s*\}"
    r"|\\tilde\s*\{\s*\}|\\char\s?126(?!\d)|\\char\s?'176|\{\\~\}"
)


def _angle(match: re.Match[str]) -> str:
    return "<" if match[1] == "less" else ">"
